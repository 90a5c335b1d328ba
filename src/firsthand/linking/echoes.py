"""Echoes: whether two tellings from different documents tell the same statement.

A function of the two and of the constants below, which `training/echoes.py` fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import exp, log
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from firsthand.linking.changes import Change, changes
from firsthand.linking.names import blocks, compare
from firsthand.linking.spelling import spelt_alike

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from firsthand.linking.telling import Part, Telling

ECHO: Final = 0.6
"""The score from which on two tellings are linked, if neither has a better one in the other's document."""
SURE: Final = 0.999
"""The score from which on they are linked however many others are: a quotation that a page has twice."""
FLOOR: Final = 0.4
"""What the centred cosine of some part of one and some part of the other is at least, of every pair that is linked."""
_WEIGHTS: Final[Mapping[str, float]] = {
    "always": -7.73,
    "meaning": 3.75,
    "words": -1.61,
    "contained": 11.07,
    "size": -4.97,
    "meaning × size": 0.11,
    "words × size": -2.69,
    "contained × size": 11.95,
    "longer": -0.80,
    "same numbers": 0.68,
    "other numbers": -1.33,
    "numbers missing": -0.50,
    "other month": -2.08,
    "same names": -0.10,
    "names missing": -0.03,
    "negation": -0.06,
    "same speaker": 2.63,
    "different speaker": -9.47,
}
_SAME_NAME: Final = 0.72  # below `PROPOSE`: on a page a surname alone often stands for the whole name
_OTHER_NAME: Final = 0.5
_CUT: Final = 0.3  # logarithm of how much longer the other is
_CONTAINED: Final = 0.1

Speakers = Literal["same", "different", "unknown"]
Key = TypeVar("Key", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Echo:
    """Two tellings, judged to tell one statement."""

    score: float
    """0 to 1: how often such pairs are the same statement."""
    reasons: tuple[str, ...]
    """Why, in words."""
    changes: tuple[Change, ...] = ()
    """What the second of the two has otherwise than the first, where they are linked."""


def echo(a: Telling, b: Telling) -> Echo | None:
    """Return how surely two tellings tell one statement, and why: None where nothing speaks for it.

    The same both ways but for the changes. A sentence of the one may be all of the other: their best parts count.

    Args:
        a: One telling, the earlier.
        b: One from another document.
    """
    speakers = same_speaker(a, b)
    best: tuple[float, dict[str, float]] | None = None
    for one, other in product(a.parts, b.parts):
        if float(one.vector @ other.vector) < FLOOR:
            continue
        found = features(one, other)
        score = logit(found, speakers)
        if best is None or score > best[0]:
            best = score, found
    if best is None:
        return None
    score = 1 / (1 + exp(-best[0]))
    return Echo(score, tuple(_reasons(best[1], speakers, a, b)), changes(a, b) if score >= ECHO else ())


def standing(found: Sequence[tuple[Key, Key, float]]) -> list[tuple[Key, Key, float]]:
    """Return which echoes between the statements of two documents are linked.

    Neighbours on a page speak of one matter, and so each is somewhat like its neighbour's translation: an echo stands
    where it is the best of both its statements, or sure.

    Args:
        found: A statement of one document, one of the other, and their score; all that `echo` found.
    """
    best: dict[Key, float] = {}
    for one, other, score in found:
        best[one] = max(score, best.get(one, 0.0))
        best[other] = max(score, best.get(other, 0.0))
    return [
        (one, other, score)
        for one, other, score in found
        if score >= ECHO and (score >= SURE or score == best[one] == best[other])
    ]


def logit(found: Mapping[str, float], speakers: Speakers) -> float:
    """Return the logarithm of the odds that two parts with these features tell one statement."""
    return sum(_WEIGHTS[name] * value for name, value in found.items()) + _WEIGHTS.get(f"{speakers} speaker", 0.0)


def features(a: Part, b: Part) -> dict[str, float]:
    """Return what is compared of two parts: the same both ways.

    Late interaction over words as in ColBERT (Khattab and Zaharia 2020, arXiv:2004.12832): of each word the best match
    in the other part, averaged by how much the word says.
    """
    cosine = float(a.vector @ b.vector)
    found = a.states @ b.states.T
    here = float(found.max(axis=1) @ a.weights) / max(a.mass, 1e-6)
    there = float(found.max(axis=0) @ b.weights) / max(b.mass, 1e-6)
    short, long = sorted((a.mass, b.mass))
    size = log(max(short, 0.1))
    less, more = sorted((here, there))
    names = [best for mine, words in ((a.names, b.latin), (b.names, a.latin)) for best in _matches(mine, words)]
    only_here, only_there = len(a.numbers - b.numbers), len(b.numbers - a.numbers)
    return {
        "always": 1.0,
        "meaning": cosine,
        "words": less,
        "contained": more,
        "size": size,
        "meaning × size": cosine * size,
        "words × size": less * size,
        "contained × size": more * size,
        "longer": log(max(long, 0.1)) - size,
        "same numbers": float(len(a.numbers & b.numbers)),
        "other numbers": float(min(only_here, only_there)),
        "numbers missing": float(abs(only_here - only_there)),
        "other month": float(bool(a.months and b.months and not a.months & b.months)),
        "same names": float(sum(names)),
        "names missing": float(len(names) - sum(names)),
        "negation": float(a.negated != b.negated),
    }


def same_speaker(a: Telling, b: Telling) -> Speakers:
    """Tell whether two tellings have one speaker, as far as their names tell."""
    return same_name(a.named, b.named)


@lru_cache(maxsize=1 << 16)
def same_name(a: str | None, b: str | None) -> Speakers:
    """Tell whether two names may be one person's; None where there is none.

    >>> same_name("Беляев", "Anton Belyaev"), same_name("Anna Belyaeva", "Anton Belyaev"), same_name(None, "Беляев")
    ('same', 'different', 'unknown')
    """
    if a is None or b is None:
        return "unknown"
    keys, others = blocks(a), blocks(b)
    if keys and others and keys.isdisjoint(others):  # most names are ruled out so, and a comparison saved
        return "different"
    score = compare(a, b).score
    return "same" if score >= _SAME_NAME else "different" if score < _OTHER_NAME else "unknown"


def _matches(names: Iterable[str], words: frozenset[str]) -> list[bool]:
    """Tell of each name whether a word of the other part is spelt much like it."""
    return [name in words or any(spelt_alike(name, word) for word in words) for name in names]


def _reasons(found: Mapping[str, float], speakers: Speakers, a: Telling, b: Telling) -> Iterator[str]:
    """Yield what speaks for a pair, and against it, in words; the same both ways."""
    yield f"the same meaning, {found['meaning']:.2f}; words that match, {found['words']:.2f}"
    if found["longer"] > _CUT and found["contained"] - found["words"] > _CONTAINED:
        yield f"the shorter stands in the longer, {found['contained']:.2f}"
    if speakers != "unknown":
        who = " and ".join(f"“{name}”" for name in sorted({a.speaker or "", b.speaker or ""}))
        yield f"the same speaker, {who}" if speakers == "same" else f"different speakers, {who}"
    if found["same numbers"]:
        yield "the same numbers"
    if found["other numbers"]:
        yield "different numbers"
    if found["same names"]:
        yield "the same names in the words"
    if found["other month"]:
        yield "different months"
    if found["negation"]:
        yield "only one of them has a negation"
