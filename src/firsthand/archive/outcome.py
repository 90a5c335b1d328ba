"""Outcome: what is so after a decision, as `confirm --json` and the others print it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firsthand.archive.models import Appearance, Capture, Decision, Statement
from firsthand.archive.standing import person_visibility
from firsthand.archive.tables import rows

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.decide import Decided


def outcome(archive: Archive, decided: Decided) -> dict[str, Any]:
    """Return what was decided, about what, and its status and visibility now; None where it has none."""
    kind, status, visibility = _now(archive, decided)
    return {
        "entry": decided.entry,
        "act": decided.act,
        "id": str(decided.id),
        "other": decided.other and str(decided.other),
        "undone": decided.undone,
        "kind": kind,
        "status": status,
        "visibility": visibility,
    }


def _now(archive: Archive, decided: Decided) -> tuple[str, str | None, str | None]:
    database = archive.database
    if statement := rows(database, Statement, id=decided.id).first():
        return "statement", statement.status, statement.visibility
    if appearance := rows(database, Appearance, id=decided.id).first():
        return "person", None, person_visibility(database, appearance.person_id)
    if rows(database, Capture, id=decided.id).exists():
        return "capture", None, None
    last = rows(database, Decision, subject=decided.id, undone=None).order_by("number").last()
    return "document", None, "withheld" if last and last.act == "withhold" else "undecided"
