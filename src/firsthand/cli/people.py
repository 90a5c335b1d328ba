"""`firsthand people`: who speaks in an archive."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand people
  firsthand people беляев
  firsthand people --case lindholm --json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", metavar="[NAME]", nargs=-1)
@options.only_case
@options.archive
@options.as_json
def people(name: tuple[str, ...], case: str | None, folder: Path, as_json: bool) -> int:
    """Print the people who are quoted by name, or those with all words of NAME in one of their names.

    Speakers of several documents are one person where somebody, or the rule on full names, has judged so. Statements
    are counted in the newest version of each page.
    """
    import sys

    from firsthand.archive.questions import people as found
    from firsthand.cli.archives import opened
    from firsthand.cli.listing import people_lines
    from firsthand.cli.output import json_line, message, result
    from firsthand.cli.terminal import screen

    with opened(folder) as archive:
        listed = found(archive, " ".join(name) or None, case)
    if as_json:
        for record in listed:
            result(json_line(record))
    else:
        for line in people_lines(listed, screen(sys.stdout)):
            result(line)
        if not listed:
            message("nobody who was asked for is here")
    return 0
