"""`firsthand demo`: the example case, with no page at hand."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from firsthand.cli.options import AsJson

EXAMPLES = """\b
Examples:
  firsthand demo
  firsthand demo | less
"""


def demo(
    as_json: AsJson = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only print; this version does nothing else.")] = False,
) -> None:
    """Print what the pages of the example case say.

    One sentence's way from a video to a page that you might read, among invented people, countries and outlets.
    """
    from importlib.resources import as_file

    from firsthand import example
    from firsthand.cli.pages import print_pages

    with ExitStack() as files:
        paths = (str(files.enter_context(as_file(page))) for page in example.pages())
        pages = zip(example.PAGES, paths, strict=True)
        if not print_pages(pages, language=None, as_json=as_json):
            raise typer.Exit(1)
