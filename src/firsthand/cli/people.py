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
  firsthand people --proposed
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", metavar="[NAME]", nargs=-1)
@click.option("--proposed", is_flag=True, help="Print instead which two may be one person, for you to judge.")
@options.only_case
@options.archive
@options.as_json
def people(name: tuple[str, ...], proposed: bool, case: str | None, folder: Path, as_json: bool) -> int:
    """Print the people who are quoted by name, or those with all words of NAME in one of their names.

    Speakers of several documents are one person where somebody, or the rule on full names, has judged so. Statements
    are counted in the newest version of each page.

    With --proposed, pairs whose names are spelt or sound alike, in whatever alphabets, and about whom nobody has
    judged: each with a score, 0 to 1, and why. Spelling only proposes: nobody is joined by it.
    """
    import sys

    from firsthand.archive.questions import people as found
    from firsthand.archive.questions import proposed as pairs
    from firsthand.cli.archives import opened
    from firsthand.cli.listing import people_lines, proposed_lines
    from firsthand.cli.output import json_line, message, result
    from firsthand.cli.terminal import screen

    with opened(folder) as archive:
        listed = (pairs if proposed else found)(archive, " ".join(name) or None, case)
    if as_json:
        for record in listed:
            result(json_line(record))
    else:
        for line in (proposed_lines if proposed else people_lines)(listed, screen(sys.stdout)):
            result(line)
        if not listed:
            message("no two are proposed as one person" if proposed else "nobody who was asked for is here")
    return 0
