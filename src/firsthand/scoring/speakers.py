"""Speakers: whether a statement got the right name, and none where nobody is named.

Counted over pairs of statements whose contents match (`matching.match`), so that it measures who was meant and not what
was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from firsthand.scoring.matching import match
from firsthand.scoring.score import Attribution
from firsthand.scoring.tally import NO_SHARE, Share
from firsthand.scoring.tokens import WORD, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.reading.statement import Speaker

_ENDING = 2
"""Letters that a word may lose at its end in another case: Надія → Надією.."""


class Spoken(Attribution, Protocol):
    """An attribution with its speaker."""

    @property
    def speaker(self) -> Speaker:
        """The one whom the source stands for."""
        ...


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """Shares over matched pairs; they add up over documents."""

    right: Share = NO_SHARE
    """Of statements whose speaker the document names: the same name (`same_name`)."""
    inflected: Share = NO_SHARE
    """The same, with the name allowed another case (`same_name`, `inflected`)."""
    unnamed: Share = NO_SHARE
    """Of statements whose speaker it does not name, or of an unknown one: no name given."""

    def __add__(self, other: SpeakerScore) -> SpeakerScore:
        return SpeakerScore(self.right + other.right, self.inflected + other.inflected, self.unnamed + other.unnamed)

    @property
    def false_names(self) -> float:
        """Share of unnamed and unknown speakers who were given somebody's name."""
        return 1 - self.unnamed.value if self.unnamed.of else 0.0


def score_speakers(text: str, gold: Iterable[Spoken], predicted: Iterable[Spoken]) -> SpeakerScore:
    """Compare the names of the speakers of matched statements."""
    words = Tokens(text)
    golden = [a for a in gold if words.of(a.content)]
    found = [a for a in predicted if words.of(a.content)]
    total = SpeakerScore()
    for g, p in match([words.of(a.content) for a in golden], [words.of(a.content) for a in found]):
        meant, got = golden[g].speaker.name, found[p].speaker.name
        if meant is None:
            total += SpeakerScore(unnamed=Share(got is None, 1))
        else:
            total += SpeakerScore(
                right=Share(got is not None and same_name(meant, got), 1),
                inflected=Share(got is not None and same_name(meant, got, inflected=True), 1),
            )
    return total


def same_name(a: str, b: str, *, inflected: bool = False) -> bool:
    """Tell whether two names have the same words in the same order, case of letters aside.

    With `inflected`, words that differ in their last letters only count as the same, unless they are short.

    >>> same_name("Anton Belyaev", "anton  Belyaev"), same_name("Беляева Антона", "Беляев Антон")
    (True, False)
    >>> same_name("Беляева Антона", "Беляев Антон", inflected=True)
    True
    """
    ours, theirs = _words(a), _words(b)
    same = _same_stem if inflected else str.__eq__
    return len(ours) == len(theirs) and all(same(x, y) for x, y in zip(ours, theirs, strict=True))


def _words(name: str) -> list[str]:
    return WORD.findall(re.sub("[’ʼ]", "'", name.casefold().replace("ё", "е")))


def _same_stem(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    stem = min(shorter, max(3, shorter - _ENDING))
    return a[:stem] == b[:stem] and abs(len(a) - len(b)) <= _ENDING + 1
