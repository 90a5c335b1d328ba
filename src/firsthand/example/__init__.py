"""The example case: one sentence's way from a video to a page, among invented people, countries and outlets.

`case/README.md` tells what really happened and who has it from whom; `case/expected.json` is what a careful reader
finds, for tests.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PAGES = (
    "dayline/soldiers.html",
    "canal-meseta/soldados.html",
    "vestovoy/telefony.html",
    "nadtalva/tsukrovarnia.html",
)


def root() -> Traversable:
    """Return the case's folder. Whoever needs a path on disk wraps it in `importlib.resources.as_file`."""
    return files(__package__).joinpath("case")


def pages() -> tuple[Traversable, ...]:
    """Return the case's web pages, in the order in which somebody who starts at the last hand comes upon them.

    >>> [page.name for page in pages()]
    ['soldiers.html', 'soldados.html', 'telefony.html', 'tsukrovarnia.html']
    """
    return tuple(root().joinpath(*page.split("/")) for page in PAGES)
