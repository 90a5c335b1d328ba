"""View: a passage as the tagger sees it, word by word, with what the grammar makes of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from firsthand.reading.grammar.bits import (
    BODY,
    COMPLEMENTISER,
    CUE,
    MARK,
    NEWLINE,
    NOUN,
    OUTLET,
    PHRASE,
    PRONOUN,
    ROLE,
    SPEECH,
    THINK,
    TITLE,
    WANT,
)
from firsthand.trunk.pieces import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firsthand.reading.grammar.attribution import Attribution
    from firsthand.reading.grammar.passage import Passage

TAGS: Final = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
SOURCE, CUES, CONTENT = 1, 3, 5
"""The tag that begins each role; the one after it goes on."""
INSIDE, OPENS, CLOSES, STRAY = 1, 2, 3, 4
LINE, SENTENCE = 1, 2
_LEXICAL: Final = (
    SPEECH,
    THINK | WANT,
    CUE,
    NOUN,
    PHRASE,
    PRONOUN,
    COMPLEMENTISER,
    ROLE | TITLE,
    BODY,
    OUTLET,
)
FEATURES: Final = (len(TAGS), 5, 3, len(_LEXICAL) + 1)
"""How many values each feature has: the grammar's tag, the place in a quotation, in the layout, in the lexicon."""


@dataclass(frozen=True, slots=True)
class View:
    """Words and marks without line ends and furniture. All numbers of words count from 0 in this list."""

    tokens: list[int]
    """The token of the passage that each word is."""
    words: list[str]
    """As the text has them, after a `SPACE` where they follow one."""
    features: NDArray[np.int64]
    """`[words, 4]`, see `FEATURES`."""
    reported: tuple[tuple[int, int, int], ...]
    """`(first, end, cue)`: words that the grammar gives to the cue which begins at word `cue`."""
    given: dict[int, int]
    """The first word of the source that the grammar gives to the cue which begins at this word."""


def view(p: Passage, found: Sequence[Attribution]) -> View:
    """Look at a passage in which the grammar found these attributions, none within another."""
    tokens, flags = p.tokens, p.tokens.flags
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    roles = bytearray(len(tokens))
    for role, base in (("content", CONTENT), ("source", SOURCE), ("cue", CUES)):
        for a in found:
            for first, end in getattr(a, role):
                roles[first:end] = bytes([base]) + bytes([base + 1]) * (end - first - 1)
    places = bytearray(len(tokens))
    for quoted in p.quoted:
        places[quoted.first : quoted.end] = bytes([INSIDE]) * (quoted.end - quoted.first)
        if flags[quoted.first] & MARK:
            places[quoted.first] = OPENS
        if flags[quoted.end - 1] & MARK and quoted.quotation.closed:
            places[quoted.end - 1] = CLOSES
    layout = bytearray(len(tokens))
    kept: list[int] = []
    for first, end in p.sentences:
        layout[first] = LINE if first == 0 or flags[first - 1] & NEWLINE else SENTENCE
        kept += range(first, end)
    kept = [i for i in kept if not flags[i] & NEWLINE]
    words = [
        text[starts[i] : ends[i]]
        if i and ends[i - 1] == starts[i] and not flags[i - 1] & NEWLINE
        else SPACE + text[starts[i] : ends[i]]
        for i in kept
    ]
    features = np.empty((len(kept), len(FEATURES)), np.int64)
    features[:, 0] = np.frombuffer(roles, np.uint8)[kept]
    features[:, 1] = np.frombuffer(places, np.uint8)[kept]
    features[:, 2] = np.frombuffer(layout, np.uint8)[kept]
    features[:, 3] = [_lexical(flags[i]) for i in kept]
    stray = np.array([bool(flags[i] & MARK) for i in kept], bool) & (features[:, 1] == 0)
    features[stray, 1] = STRAY
    number = {token: at for at, token in enumerate(kept)}
    reported, given = [], {}
    for a in found:
        if not a.cue or (cue := number.get(a.cue[0][0])) is None:
            continue
        for first, end in a.content:
            if first in number:
                reported.append((number[first], number[first] + end - first, cue))
        if a.source and a.source[0][0] in number:
            given[cue] = number[a.source[0][0]]
    return View(kept, words, features, tuple(reported), given)


def _lexical(flags: int) -> int:
    for number, bits in enumerate(_LEXICAL, 1):
        if flags & bits:
            return number
    return 0
