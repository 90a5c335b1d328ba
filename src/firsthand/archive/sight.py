"""Sight: how much of an archive somebody may see. Every question that answers people is answered within one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from firsthand.archive.tables import among

if TYPE_CHECKING:
    from firsthand.archive.database import Database


@dataclass(frozen=True, slots=True)
class Sight:
    """Which documents are seen, and whether those are among them that could tell who a protected person is."""

    cases: tuple[UUID, ...] | None = None
    """Only what was captured for one of these cases: of anything else no node, count or name; None for all."""
    clear: bool = False
    """Only documents in which nobody protected is named."""

    def condition(self, database: Database) -> tuple[str, list[Any]]:
        """Return the SQL condition that a document, called `d`, is seen, and its parameters."""
        parts: list[str] = ["1 = 1"]
        values: list[Any] = []
        if self.cases is not None:
            held, values = among(database, "k.case_id", self.cases)
            parts.append(f"EXISTS (SELECT 1 FROM capture k WHERE k.document_id = d.id AND {held})")  # noqa: S608 - names of our own; values are parameters
        if self.clear:
            parts.append("EXISTS (SELECT 1 FROM local_clear c WHERE c.document = d.number)")
        return " AND ".join(parts), values


WHOLE = Sight()
"""Everything: what the command line sees."""


def seen_among(database: Database, sight: Sight, documents: set[UUID]) -> set[UUID]:
    """Return those of some documents that are seen."""
    if sight == WHOLE:
        return documents
    condition, values = sight.condition(database)
    among_these, ids = among(database, "d.id", sorted(documents))
    found = database.run(f"SELECT d.id FROM document d WHERE {among_these} AND {condition}", [*ids, *values])  # noqa: S608 - names of our own; values are parameters
    return {UUID(str(name)) for (name,) in found}
