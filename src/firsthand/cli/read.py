"""`firsthand read`: print what pages say and who said it; nothing is kept."""

from __future__ import annotations

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand read page.html
  firsthand read https://dayline.example/soldiers
  firsthand read --json folder/ > pages.jsonl
  pdftotext report.pdf - | firsthand read --lang es -
"""


@click.command(epilog=_EXAMPLES)
@click.argument("inputs", metavar="PATH|URL|- …", nargs=-1, required=True)
@options.language
@options.as_json
@options.allow_private
def read(inputs: tuple[str, ...], language: str | None, as_json: bool, allow_private: bool) -> int:
    """Print what pages say and who said it. Nothing is kept.

    Takes files, folders, addresses, or - for standard input: plain text, HTML and PDF. A folder is read with all that
    is in it, hidden files left out. What cannot be read is told, the rest goes on, and the exit is 1.

    The place of words is their line, and [from–to] in characters from the beginning of the text.
    """
    from firsthand.capture import expand
    from firsthand.cli.pages import print_pages

    pages = ((target, target) for given in inputs for target in expand(given))
    return 0 if print_pages(pages, language=language, as_json=as_json, allow_private=allow_private) else 1
