"""Copies: whether one document republishes another, word for word or in translation, whole or in part."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from firsthand.linking.passages import passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firsthand.linking.page import Id, Page
    from firsthand.linking.passages import Passage, Words
    from firsthand.linking.trail import Pair

COPIED: Final = 0.25
"""Share of a text's words from which on it is a copy, in part at least."""
LONG: Final = 60
"""Words of passages from which on a text has copied some of another, however long it is."""
TRANSLATED: Final = 0.5
"""Share of the statements that have to stand in the other language, in the same order."""
FEWEST: Final = 3
"""Statements that have to: two that follow one another show nothing."""


def copied(a: Words, b: Words) -> tuple[float, tuple[Passage, ...]]:
    """Return how much of the shorter of two texts stands in the other, and the passages: 0 where that is too little.

    Args:
        a: The words of one text, without its furniture.
        b: Those of the other. The passages are in their order in `a`.
    """
    found = passages(a, b)
    words = sum(one.words for one in found)
    share = words / max(1, min(len(a.words), len(b.words)))
    return (min(1.0, share), found) if share >= COPIED or words >= LONG else (0.0, ())


def translated(a: Page[Id], b: Page[Id], echoes: Sequence[Pair[Id]]) -> float:
    """Return the share of statements, of the page with fewer, that the other has in another language in the same order.

    0 where that is too little, or the pages are in one language.

    Args:
        a: One page.
        b: Another.
        echoes: Statements of `a` and of `b` that are one, with their scores.
    """
    if a.language == b.language:
        return 0.0
    order = {told.id: place for place, told in enumerate(b.statements)}
    place = {told.id: number for number, told in enumerate(a.statements)}
    pairs = sorted((place[one], -order[other]) for one, other, _ in echoes)
    row = _longest([-other for _, other in pairs])
    share = row / max(1, min(len(a.statements), len(b.statements)))
    return min(1.0, share) if row >= FEWEST and share >= TRANSLATED else 0.0


def _longest(places: Sequence[int]) -> int:
    """Return how many of these rise strictly one after the other, at most (patience sorting)."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
