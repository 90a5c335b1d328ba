"""Find: what an id that a person typed stands for. Any prefix that only one thing here has will do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from firsthand.archive.archive import NotFound
from firsthand.archive.models import Appearance, Capture, Case, Document, Statement, Subject, Successor
from firsthand.archive.recast import joined_into
from firsthand.archive.tables import rows

if TYPE_CHECKING:
    from django.db.models import Model

    from firsthand.archive.archive import Archive

Kind = Literal["capture", "document", "statement", "person", "case", "entry"]
_MODELS: tuple[tuple[Kind, type[Model]], ...] = (
    ("statement", Statement),
    ("document", Document),
    ("capture", Capture),
    ("person", Appearance),
    ("case", Case),
)
_ENTRY = re.compile(r"entry:(\d{1,15})")
_PREFIX = re.compile(r"[0-9a-f]{1,32}")
_SHOWN = 5


class Ambiguous(NotFound):
    """A prefix that several things share."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an id stands for: its kind, its whole id, and its row. Of an entry, `number` is its index."""

    kind: Kind
    id: UUID
    row: Any
    number: int | None = None


def find(archive: Archive, given: str) -> Found:
    """Return the one thing that an id, a prefix of one, or `entry:17` stands for; a case also by its name.

    Any id of a person's speakers stands for the person, that of a statement which was joined for what it was joined
    into.

    Raises:
        NotFound: Nothing here has it; where it was erased, that.
        Ambiguous: Several have it.
    """
    if match := _ENTRY.fullmatch(given):
        number = int(match[1])
        archive.entry(number)
        return Found("entry", archive.id, None, number)
    found = _by_prefix(archive, given)
    if not found and given.isprintable() and (case := rows(archive.database, Case, name=given).first()):
        found = [Found("case", case.id, case)]
    if len(found) > 1:
        raise Ambiguous(
            f"“{given}” begins several ids: {', '.join(f'{f.kind} {f.id}' for f in found)}. Write more of it."
        )
    if not found:
        raise NotFound(_missing(archive, given))
    return found[0]


def refuse_outside(archive: Archive, found: Found, case: str) -> None:
    """Raise `NotFound` unless what was found is kept for a case. Entries of the log are of every case."""
    row = archive.case(case)
    if found.kind in ("entry", "case"):
        inside = found.kind == "entry" or found.id == row.id
    else:
        documents = [found.id] if found.kind == "document" else []
        if found.kind == "statement":
            documents = [found.row.document_id]
        elif found.kind == "person":
            documents = list(
                rows(archive.database, Appearance, person_id=found.id).values_list("document_id", flat=True)
            )
        held = rows(archive.database, Capture, case_id=row.id)
        inside = (held.filter(id=found.id) | held.filter(document_id__in=documents)).exists()
    if not inside:
        raise NotFound(f"the case “{case}” has no such {found.kind}")


def _by_prefix(archive: Archive, given: str) -> list[Found]:
    digits = given.lower().replace("-", "")
    if not _PREFIX.fullmatch(digits):
        return []
    first, last = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
    found: list[Found] = []
    for kind, model in _MODELS:
        for row in rows(archive.database, model, id__gte=first, id__lte=last).order_by("id")[:_SHOWN]:
            if kind == "statement" and (into := joined_into(archive.database, row.id)) != row.id:
                row = rows(archive.database, Statement, id=into).get()
            whole = row.person_id if kind == "person" else row.id
            if not any(f.id == whole and f.kind == kind for f in found):
                found.append(Found(kind, whole, row))
    return found[:_SHOWN]


def _missing(archive: Archive, given: str) -> str:
    """Say that nothing has an id, and whether something had."""
    digits = given.lower().replace("-", "")
    if len(digits) == 32 and _PREFIX.fullmatch(digits):
        about = rows(archive.database, Subject, subject=UUID(digits)).order_by("number")
        erasures = [archive.told(row.number) for row in about if archive.entry(row.number).act == "erased"]
        if erasures:
            return f"{given} was erased ({erasures[-1]}); the reason is kept: 'firsthand verify' names it"
        if piece := rows(archive.database, Successor, after_id=UUID(digits), act="split").order_by("number").last():
            return (
                f"{given} was a piece of {piece.before_id}, and splitting that was undone "
                f"({archive.told(piece.undone)}): 'firsthand show {piece.before_id}'"
            )
    return f"nothing here has the id “{given}”; 'firsthand statements' shows what there is"
