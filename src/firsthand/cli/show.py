"""`firsthand show`: one thing of an archive, whole, or as a note to paste."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand show 7c1f
  firsthand show 7c1f --cite
  firsthand show entry:17
  firsthand show lindholm --json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("given", metavar="ID")
@click.option("--cite", "as_note", is_flag=True, help="Print a note to paste, of a statement or a document.")
@options.only_case
@options.archive
@options.as_json
def show(given: str, as_note: bool, case: str | None, folder: Path, as_json: bool) -> int:
    """Print a capture, a document, a statement, a person, a case or a log entry, whole.

    The beginning of an ID will do if nothing else begins so.

    A note (--cite) leaves the archive, so it names nobody who is undecided or withheld, gives the words of a statement
    only if it was released, and says what it leaves out. No machine knows every name: read it before you pass it on.
    """
    import sys

    from firsthand.archive.find import find
    from firsthand.archive.shown import whole
    from firsthand.cli.archives import opened
    from firsthand.cli.output import json_line, json_pieces, result, results
    from firsthand.cli.showing import shown_lines
    from firsthand.cli.terminal import clean, screen

    with opened(folder) as archive:
        found = find(archive, given)
        told = whole(archive, found, case)
        if as_note:
            from firsthand.archive.citation import cite

            note = cite(archive, found)
            if as_json:
                about = {"kind": found.kind, "id": str(found.id), "note": list(note.lines)}
                result(json_line({**about, "left_out": list(note.left_out)}))
            else:
                result("\n".join(clean(line) for line in note.lines))
        elif as_json:
            results(json_pieces(told))
        else:
            for line in shown_lines(archive, found, told, screen(sys.stdout)):
                result(line)
    return 0
