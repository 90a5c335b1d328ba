"""`firsthand missing`: the hands that pages name and the archive does not hold."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand missing
  firsthand missing --json
"""


@click.command(epilog=_EXAMPLES)
@options.only_case
@options.archive
@options.as_json
def missing(case: str | None, folder: Path, as_json: bool) -> int:
    """Print the outlets that pages credit and the archive does not hold: where to look next."""
    import sys

    from firsthand.cli.archives import opened
    from firsthand.cli.output import json_line, message, result
    from firsthand.cli.terminal import screen
    from firsthand.cli.trails import missing_lines

    with opened(folder) as archive:
        from firsthand.archive.trails import missing as found

        listed = found(archive, case)
    if as_json:
        for record in listed:
            result(json_line(record))
    else:
        for line in missing_lines(listed, screen(sys.stdout)):
            result(line)
        if not listed:
            message("every outlet that a page credits is held here")
    return 0
