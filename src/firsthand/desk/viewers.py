"""Viewers: what they are told of records that others see whole: nothing that somebody wrote about a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from firsthand.desk.seen import Asker

_DECISION: Final = ("entry", "act", "by", "rule", "at")
_EMPTIED: Final[Mapping[str, Mapping[str, Any]]] = {
    "statement": {"as_read": None},
    "capture": {"parts": [], "members": [], "headers": [], "redirects": [], "notes": [], "within": None},
}
"""By kind. What a file is called, and what else it came with, may name somebody."""


def told_to(asker: Asker, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as somebody may see it who may see what it is of."""
    told = dict(record)
    if not asker.is_viewer:
        return told
    told |= _EMPTIED.get(told.get("kind", ""), {})
    if "remarks" in told:
        told["remarks"] = []
    if "decisions" in told:
        told["decisions"] = [_decision(each) for each in told["decisions"]]
    if "refused" in told:  # of a trail
        told["refused"] = [{**each, "reason": None} for each in told["refused"]]
    return told


def _decision(record: Mapping[str, Any]) -> dict[str, Any]:
    undone = record["undone"] and {name: record["undone"][name] for name in ("entry", "by", "at")}
    return {**{name: record[name] for name in _DECISION}, "undone": undone}
