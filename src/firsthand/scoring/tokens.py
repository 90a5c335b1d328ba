"""Tokens: the units that overlap is measured in.

Word tokens only, so that it does not matter whether a reader puts quotation marks, commas or the final period inside
its span. A token belongs to a span if they share at least one character.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from firsthand.text import Fragments, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
"""A maximal run of letters and digits; inner apostrophes, hyphens and periods are kept (`don’t`, `U.S`)."""
TOKEN = re.compile(rf"{WORD.pattern}|[^\w\s]|_")
"""A word, or a single character of punctuation."""
LETTER = re.compile(r"[^\W_]")
"""A letter or digit."""


class Tokens:
    """Tokens of a text, outside the passages to `skip`, with a quick look-up of those that fragments cover."""

    def __init__(self, text: str, pattern: re.Pattern[str] = WORD, skip: Fragments = ()) -> None:
        spans = [
            m.span() for m in pattern.finditer(text) if not any(s.start < m.end() and m.start() < s.end for s in skip)
        ]
        self._starts, self._ends = [start for start, _ in spans], [end for _, end in spans]

    def __len__(self) -> int:
        return len(self._starts)

    def of(self, fragments: Iterable[Span]) -> frozenset[int]:
        """Return the numbers of the tokens that share a character with a fragment.

        >>> sorted(Tokens("“No,” she said.").of([Span(0, 3), Span(8, 12)]))
        [0, 1, 2]
        """
        return frozenset(
            i for f in fragments for i in range(bisect_right(self._ends, f.start), bisect_left(self._starts, f.end))
        )


def iou(a: frozenset[int], b: frozenset[int]) -> float:
    """Intersection over union; two empty sets agree."""
    return len(a & b) / len(a | b) if a or b else 1.0
