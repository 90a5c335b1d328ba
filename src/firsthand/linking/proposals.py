"""Proposals: which appearances may be one person, for people to decide. Nothing here joins anybody."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Generic

from firsthand.linking.names import PROPOSE, blocks, compare, is_full
from firsthand.linking.people import Id, apart
from firsthand.linking.spelling import letter_pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from firsthand.linking.people import Appearance

_AGAINST: Final = 0.15  # what a conflict takes from the score
_COMMON: Final = 50  # speakers who share a key, from which on it is a first name of many and says little
_NEAR: Final = 0.5  # pairs of letters that two names have in common at least (Dice 1945), who share such a key alone


@dataclass(frozen=True, slots=True)
class Proposal(Generic[Id]):
    """Two appearances that a person should look at, the smaller id first: a score, 0 to 1, and reasons in words."""

    a: Id
    b: Id
    score: float
    reasons: tuple[str, ...]


def proposals(appearances: Iterable[Appearance[Id]], about: Collection[Id] | None = None) -> tuple[Proposal[Id], ...]:
    """Return the pairs that may be one person, for people to decide: the likeliest first.

    Only speakers of different documents are proposed, and by full names; ages that conflict speak
    against. A function of the appearances as a set: their order changes nothing. Names without a common key (`blocks`)
    are not compared, nor those that share but the key of a common first name and few letters: `compare` takes 0.1 ms.

    Args:
        appearances: Speakers.
        about: The ids of some of them: only pairs with one of these. None for all.
    """
    by_key: dict[str, dict[Id, Appearance[Id]]] = {}
    for one in appearances:
        for key in blocks(one.name or "") if _named(one) else ():
            by_key.setdefault(key, {})[one.id] = one
    found: list[Proposal[Id]] = []
    for key, sharing in by_key.items():
        common = len(sharing) >= _COMMON
        for a, b in combinations((sharing[each] for each in sorted(sharing)), 2):
            if about is not None and a.id not in about and b.id not in about:
                continue
            shared = blocks(a.name or "") & blocks(b.name or "")
            if key != min(shared, key=lambda each: (len(by_key[each]), each)):
                continue  # they meet under a rarer key
            if common and not _near(a.name or "", b.name or ""):
                continue
            if made := proposal(a, b):
                found.append(made)
    return tuple(sorted(found, key=lambda each: (-each.score, each.a, each.b)))


def proposal(a: Appearance[Id], b: Appearance[Id]) -> Proposal[Id] | None:
    """Return with what score and reasons two appearances are proposed as one person, None where they are not."""
    if a.document == b.document or not (_named(a) and _named(b)):
        return None
    names = compare(a.name or "", b.name or "")
    against = apart(a, b)
    score = round(max(names.score - _AGAINST * (against is not None), 0.0), 3)
    if score < PROPOSE:
        return None
    one, two = (a.id, b.id) if a.id < b.id else (b.id, a.id)
    return Proposal(one, two, score, names.reasons + ((against,) if against else ()))


def _near(a: str, b: str) -> bool:
    """Tell whether two names have many pairs of letters in common, as they are written in Latin letters."""
    one, two = letter_pairs(a), letter_pairs(b)
    return 2 * len(one & two) >= _NEAR * (len(one) + len(two))


def _named(one: Appearance[Id]) -> bool:
    return one.kind == "named" and is_full(one.name or "")
