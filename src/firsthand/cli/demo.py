"""`firsthand demo`: the example case, for whoever has no page at hand."""

from __future__ import annotations

from contextlib import ExitStack

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand demo
  firsthand demo | less
"""


@click.command(epilog=_EXAMPLES)
@click.option("--no-serve", is_flag=True, help="Only print; this version does nothing else.")
@options.as_json
def demo(no_serve: bool, as_json: bool) -> int:
    """Print what the pages of the example case say.

    One sentence's way from a video to a page that you might read, among invented people, countries and outlets.
    """
    from importlib.resources import as_file

    from firsthand import example
    from firsthand.cli.pages import print_pages

    with ExitStack() as files:
        paths = (str(files.enter_context(as_file(page))) for page in example.pages())
        return 0 if print_pages(zip(example.PAGES, paths, strict=True), as_json=as_json) else 1
