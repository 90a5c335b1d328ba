"""Tokens: a text cut into words and marks, with what the lexicon knows of each."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar.bits import AUXILIARY, CAPITAL, CONJUNCTION, DETERMINER, OPENER, PREPOSITION, PRONOUN
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.reading.grammar.lexicon import Lexicon

# Words keep inner apostrophes, hyphens and full stops (don't, Jean-Luc, U.S); a doubled single mark is one mark.
_TOKEN: Final = re.compile(r"\w+(?:['’ʼ.\-‑]\w+)*|''|``|’’|‘‘|\n|[^\w\s]")

_FUNCTION: Final = PRONOUN | OPENER | PREPOSITION | DETERMINER | CONJUNCTION | AUXILIARY


def lower(text: str) -> str:
    """Lower-case, character by character, so that offsets stay: a letter whose lower case is longer is kept."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists over the words and marks of a text, in order; line ends are tokens too."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    """Lower case."""
    flags: list[int]
    """Bits of `bits`."""
    glued: tuple[int, ...] = ()
    """Tokens that were run together with the one before: “his brotherWhen he did”."""

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, end: int) -> Span:
        """Return the place of the tokens `[first, end)`, which are at least one."""
        return Span(self.starts[first], self.ends[end - 1])

    def at(self, offset: int) -> int:
        """Return the index of the first token that ends after `offset`."""
        return bisect_left(self.ends, offset + 1)

    def said(self, first: int, end: int) -> str:
        """Return the text of the tokens `[first, end)`."""
        return self.text[self.starts[first] : self.ends[end - 1]]


def tokenise(text: str, lexicon: Lexicon) -> Tokens:
    """Cut a text into tokens. Linear in its length."""
    low = lower(text)
    places = [m.span() for m in _TOKEN.finditer(low)]
    known = lexicon.flags
    glued: list[int] = []
    if cuts := _glued(text, low, known):
        places, glued = _cut(places, cuts, [text[cut - 1] == "." for cut in cuts])
    words = [low[start:end] for start, end in places]
    flags = list(map(known.__getitem__, words))
    starts = [start for start, _ in places]
    for i, letter in enumerate(map(text.__getitem__, starts)):
        if letter != words[i][0]:
            flags[i] |= CAPITAL
    return Tokens(text, starts, [end for _, end in places], words, flags, tuple(glued))


_BIG: Final = "A-ZА-ЯЁІЇЄҐÁÉÍÓÚÑ"
_SMALL: Final = rf"[^\W\d_{_BIG}]"
# The capital first: it is the rarer thing to look for.
_GLUED: Final = re.compile(rf"[{_BIG}](?:(?<={_SMALL}{{3}}.)|(?<={_SMALL}{{3}}\..)){_SMALL}*(?!\w)")


def _glued(text: str, low: str, known: dict[str, int]) -> list[int]:
    """Return the offsets at which a word begins inside another: a full stop or a space was lost."""
    cuts = []
    for match in _GLUED.finditer(text):
        begin = match.start()
        # A function word tells a lost space from a name like McKinley or Gazeta.Ru.
        tail = low[begin : match.end()]
        if known[tail] & _FUNCTION or (text[begin - 1] == "." and len(tail) > 3):
            cuts.append(begin)
    return cuts


def _cut(
    places: list[tuple[int, int]], cuts: list[int], stopped: list[bool]
) -> tuple[list[tuple[int, int]], list[int]]:
    cut, glued, at = [], [], 0
    for start, end in places:
        while at < len(cuts) and cuts[at] <= start:
            at += 1
        while at < len(cuts) and cuts[at] < end:
            stop = cuts[at] - stopped[at]
            cut.append((start, stop))
            if stop < cuts[at]:
                cut.append((stop, cuts[at]))
            start = cuts[at]
            glued.append(len(cut))
            at += 1
        cut.append((start, end))
    return cut, glued


def spans(tokens: Tokens, pieces: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the places of token ranges."""
    return tuple(tokens.span(first, end) for first, end in pieces)
