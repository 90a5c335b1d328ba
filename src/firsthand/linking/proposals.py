"""Proposals: which appearances may be one person, for people to decide. Nothing here joins anybody."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Generic

from firsthand.linking.names import PROPOSE, blocks, compare, is_full
from firsthand.linking.people import Id, apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.linking.people import Appearance

_AGAINST: Final = 0.15  # what a conflict takes from the score


@dataclass(frozen=True, slots=True)
class Proposal(Generic[Id]):
    """Two appearances that a person should look at, the smaller id first: a score, 0 to 1, and reasons in words."""

    a: Id
    b: Id
    score: float
    reasons: tuple[str, ...]


def proposals(appearances: Iterable[Appearance[Id]]) -> tuple[Proposal[Id], ...]:
    """Return the pairs that may be one person, for people to decide: the likeliest first.

    Only speakers of different documents are proposed, and by full names; ages that conflict speak
    against. A function of the appearances as a set: their order changes nothing. Names without a common key (`blocks`)
    are not compared.
    """
    by_key: dict[str, dict[Id, Appearance[Id]]] = {}
    for one in appearances:
        for key in blocks(one.name or "") if _named(one) else ():
            by_key.setdefault(key, {})[one.id] = one
    found: dict[tuple[Id, Id], Proposal[Id]] = {}
    for sharing in by_key.values():
        for pair in combinations(sorted(sharing), 2):
            if pair not in found and (made := proposal(sharing[pair[0]], sharing[pair[1]])):
                found[pair] = made
    return tuple(sorted(found.values(), key=lambda each: (-each.score, each.a, each.b)))


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


def _named(one: Appearance[Id]) -> bool:
    return one.kind == "named" and is_full(one.name or "")
