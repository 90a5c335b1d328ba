"""`firsthand trace`: a statement followed back, hand by hand."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand trace 7c1f
  firsthand trace 7c1f --json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("given", metavar="ID")
@options.only_case
@options.archive
@options.as_json
def trace(given: str, case: str | None, folder: Path, as_json: bool) -> int:
    """Follow a statement back, hand by hand, as far as the archive reaches.

    What is quoted between two pages is why they are joined. Statements are matched by a machine: compare the words
    before you say who said them.
    """
    import sys

    from firsthand.cli.archives import opened
    from firsthand.cli.output import json_line, result
    from firsthand.cli.terminal import screen
    from firsthand.cli.trails import trail_lines

    with opened(folder) as archive:
        from firsthand.archive.archive import NotFound
        from firsthand.archive.find import find, refuse_outside
        from firsthand.archive.trails import follow

        found = find(archive, given)
        if found.kind != "statement":
            raise NotFound(f"{given} is a {found.kind}; give a statement: 'firsthand show {given}' lists those it has")
        if case is not None:
            refuse_outside(archive, found, case)
        followed = follow(archive, found.row, case)
    if as_json:
        result(json_line(followed.record()))
    else:
        for line in trail_lines(followed, screen(sys.stdout)):
            result(line)
    return 0
