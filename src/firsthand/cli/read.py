"""`firsthand read`: print what pages say and who said it; nothing is kept."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.options import AllowPrivate, AsJson, Language

EXAMPLES = """\b
Examples:
  firsthand read page.html
  firsthand read https://dayline.example/soldiers
  firsthand read --json folder/ > pages.jsonl
  pdftotext report.pdf - | firsthand read --lang es -
"""


def read(
    inputs: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-", help="Files, folders, addresses, - for standard input.")
    ],
    lang: Language = None,
    as_json: AsJson = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Print what pages say and who said it. Nothing is kept.

    Plain text, HTML and PDF. A folder is read with all that is in it, hidden files left out. What cannot be read is
    told, the rest goes on, and the exit is 1.

    The place of words is their line, and [from–to] in characters from the beginning of the text.
    """
    from firsthand.capture import expand
    from firsthand.cli.pages import print_pages

    pages = ((target, target) for given in inputs for target in expand(given))
    if not print_pages(pages, language=lang, as_json=as_json, allow_private=allow_private):
        raise typer.Exit(1)
