"""Passages: runs of words that two texts share, and the fingerprints by which texts that share any are found.

Furniture has no part in it: pages of one outlet share menus, author bios and “read also”, and copy nothing by that.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from firsthand.reading.words import fold
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firsthand.text import Fragments

SHINGLE: Final = 6
"""Words that are hashed together."""
WINDOW: Final = 12
"""Shingles of which one is kept: any run of `SHINGLE + WINDOW - 1` words that two texts share shows in both."""
LEAST: Final = 12
"""Words of a passage that count as copied: shorter runs are turns of phrase, names and titles."""
_MOST: Final = 50  # places of one shingle that are tried: a text may repeat itself for ever
_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ.\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that stands in two texts: the same but for case, marks and white space."""

    here: Span
    there: Span
    words: int


class Words:
    """The words of a text outside its furniture, folded, with their places."""

    def __init__(self, text: str, furniture: Fragments = ()) -> None:
        self.spans = [Span(*found.span()) for found in _WORD.finditer(text)]
        if furniture:
            self.spans = list(_outside(self.spans, furniture))
        self.words = fold("\n".join(span.of(text) for span in self.spans)).split("\n") if self.spans else []
        self.shingles = [_digest(self.words[i : i + SHINGLE]) for i in range(len(self.words) - SHINGLE + 1)]


def fingerprints(words: Words) -> frozenset[int]:
    """Return the hashes by which a text that shares a passage is found: 63 bits each.

    Of each window of shingles the one with the least hash (Schleimer, Wilkerson and Aiken 2003, “Winnowing: local
    algorithms for document fingerprinting”).
    """
    hashes = words.shingles
    least: deque[int] = deque()  # places, of rising hashes
    kept: set[int] = set()
    for i, value in enumerate(hashes):
        while least and hashes[least[-1]] >= value:
            least.pop()
        least.append(i)
        if least[0] <= i - WINDOW:
            least.popleft()
        if i >= WINDOW - 1 or i == len(hashes) - 1:
            kept.add(hashes[least[0]])
    return frozenset(kept)


def passages(here: Words, there: Words) -> tuple[Passage, ...]:
    """Return the passages that two texts share, in the order of the first; none overlaps another there or here.

    The longest run is taken first where several begin at one word.
    """
    places: dict[int, list[int]] = {}
    for j, value in enumerate(there.shingles):
        places.setdefault(value, []).append(j)
    taken = bytearray(len(there.words))
    found: list[Passage] = []
    i = 0
    while i < len(here.shingles):
        best, length = 0, 0
        for j in places.get(here.shingles[i], ())[:_MOST]:
            run = _run(here.words, there.words, i, j, taken)
            if run > length:
                best, length = j, run
        if length < LEAST:
            i += 1
            continue
        taken[best : best + length] = b"\1" * length
        found.append(Passage(_span(here.spans[i : i + length]), _span(there.spans[best : best + length]), length))
        i += length
    return tuple(found)


def _run(ours: Sequence[str], theirs: Sequence[str], i: int, j: int, taken: bytearray) -> int:
    length = 0
    while i + length < len(ours) and j + length < len(theirs) and not taken[j + length]:
        if ours[i + length] != theirs[j + length]:
            break
        length += 1
    return length


def _span(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end)


def _outside(spans: Sequence[Span], furniture: Fragments) -> Iterator[Span]:
    """Yield the words that no furniture holds; both in text order."""
    left = iter(furniture)
    piece = next(left, None)
    for span in spans:
        while piece is not None and piece.end <= span.start:
            piece = next(left, None)
        if piece is None or span.end <= piece.start:
            yield span


def _digest(words: Sequence[str]) -> int:
    return int.from_bytes(blake2b("\n".join(words).encode(), digest_size=8).digest()) >> 1
