"""`firsthand read`: print what pages say and who said it; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from firsthand.cli import options

if TYPE_CHECKING:
    from firsthand.capture import Target

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

    Takes files, folders, addresses, or - for standard input: plain text, HTML, PDF, and transcripts with times (WebVTT,
    SubRip, json3, Whisper's JSON). A folder is read with all that is in it, hidden files left out; in it a video's
    .info.json is read with the subtitles beside it. What cannot be read is told, the rest goes on, and the exit is 1.

    The place of words is their line, and [from–to] in characters from the beginning of the text.
    """
    from firsthand.cli.pages import print_pages

    pages = (page for given in inputs for page in _pages(given))
    return 0 if print_pages(pages, language=language, as_json=as_json, allow_private=allow_private) else 1


def _pages(given: str) -> Iterator[tuple[str, str | Target]]:
    """Yield what is to be read of what a person named, each with the name that it goes by."""
    from firsthand.capture import gather

    empty = True
    for target in gather(given):
        empty = False
        if not target.parts and not target.members and target.url is None:
            yield (target.path or target.address,) * 2
            continue
        for each in (target, *target.members):
            yield each.path or each.address, each
    if empty:
        yield given, given  # a folder with nothing in it, which says so
