"""Suggesting: who may be the same person as somebody, as far as both are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from firsthand.archive.archive import NotFound
from firsthand.archive.questions import proposed
from firsthand.archive.shown import whole

if TYPE_CHECKING:
    from firsthand.desk.seen import Asker

_MOST: Final = 20


def suggestions(asker: Asker, name: UUID) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a person, and the likeliest pairs of them with somebody else, each with that one whole as `other`.

    Raises:
        NotFound: There is no such person, or nobody sees them here.
    """
    told = whole(asker.archive, asker.person(name), sight=asker.sight)
    pairs = proposed(asker.archive, told["name"], sight=asker.sight) if told["name"] else []
    others = []
    for pair in [each for each in pairs if told["id"] in (each["a"], each["b"])][:_MOST]:
        other = pair["b"] if pair["a"] == told["id"] else pair["a"]
        try:
            there = whole(asker.archive, asker.person(UUID(other)), sight=asker.sight)
        except NotFound:
            continue
        others.append({**pair, "other": there})
    return told, others
