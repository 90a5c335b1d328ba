"""Cases: what captures are kept for, on what grounds, by whom, and until when nobody has to decide about it again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from firsthand.archive.archive import Draft
from firsthand.archive.models import Capture, Case
from firsthand.archive.tables import rows
from firsthand.custody.ids import new_id
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive

_STATE = ("name", "purpose", "basis", "members", "review_on", "hold", "tags", "grades")
_LISTS = ("members", "tags")


class BadCase(FirsthandError):
    """A case that cannot be made so."""


def add_case(
    archive: Archive,
    name: str,
    *,
    purpose: str = "",
    basis: str = "",
    members: Sequence[str] = (),
    review_on: str = "",
    hold: bool = False,
    tags: Sequence[str] = (),
    grades: bool = False,
) -> dict[str, Any]:
    """Make a case and return its record.

    Args:
        archive: Where.
        name: No other case has it.
        purpose: What for its captures are kept.
        basis: On what legal grounds (STANDARDS.md DP1, GD1).
        members: Who works on it.
        review_on: ISO date on which keeping it has to be decided again.
        hold: Whether nothing of it may be erased.
        tags: With what its statements, documents and persons may be tagged.
        grades: Whether its statements may be graded by source and information (NATO AJP-2.1).

    Raises:
        BadCase: The name is empty or taken, or the date is none.
    """
    if not name.strip():
        raise BadCase("a case needs a name")
    state: dict[str, Any] = {"name": name.strip(), "purpose": purpose, "basis": basis, "members": list(members)}
    state |= {"review_on": _day(review_on), "hold": hold, "tags": _tags(tags), "grades": grades}
    draft = archive.draft("case", (new_id(),), state)

    def unless_taken() -> Iterator[Draft]:
        if rows(archive.database, Case, name=state["name"]).exists():
            archive.blobs.destroy(draft.sealed[0])
            raise BadCase(f"there is a case “{state['name']}” already; 'firsthand case change' changes it")
        yield draft

    archive.append(unless_taken())
    return case_record(archive, archive.case(str(state["name"])))


def change_case(archive: Archive, name: str, **changes: Any) -> dict[str, Any]:
    """Change some of what a case says, and return its record.

    Args:
        archive: Where.
        name: Of the case.
        changes: `purpose`, `basis`, `members`, `review_on`, `hold`, `tags`, `grades`; the rest stays.

    Raises:
        NotFound: There is no such case.
        BadCase: The date is none.
        Changed: Somebody else has changed it meanwhile.
    """
    row = archive.case(name)
    seen = archive.last_about(row.id)
    state = {**_state(row), **changes}
    state |= {"review_on": _day(state["review_on"]), "members": list(state["members"]), "tags": _tags(state["tags"])}
    archive.append([archive.draft("case", (row.id,), state, seen=seen)])
    return case_record(archive, archive.case(name))


def cases(archive: Archive, *, counted: bool = True) -> list[dict[str, Any]]:
    """Return the records of all cases, in the order in which they were made."""
    return [case_record(archive, row, counted=counted) for row in rows(archive.database, Case).order_by("id")]


def case_record(archive: Archive, row: Any, *, counted: bool = True) -> dict[str, Any]:
    """Return what `case` and `show` print of a case: what it says of itself and, if counted, how much it holds."""
    if not counted:
        return {"id": str(row.id), **_state(row)}
    held = rows(archive.database, Capture, case_id=row.id)
    documents = held.filter(document_id__isnull=False).values("document_id").distinct().count()
    return {"id": str(row.id), **_state(row), "captures": held.count(), "documents": documents}


def _state(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _STATE} | {name: json.loads(getattr(row, name)) for name in _LISTS}


def _tags(given: Sequence[str]) -> list[str]:
    """Return each tag once, in the order given; an empty one is none."""
    return list(dict.fromkeys(tag.strip() for tag in given if tag.strip()))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise BadCase(f"“{text}” is no date; write 2027-03-31") from None
