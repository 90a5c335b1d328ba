"""Sight: how much of an archive somebody may see. Every question that answers people is answered within one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from firsthand.archive.tables import among, table_of

if TYPE_CHECKING:
    from firsthand.archive.database import Database


_SUBJECTS = """
SELECT s.id AS id, 'statement' AS kind, s.document_id AS document FROM ({table}) i JOIN statement s ON s.id = i.id
UNION ALL SELECT a.id, 'person', a.document_id FROM ({table}) i JOIN appearance a ON a.id = i.id
UNION ALL SELECT d.id, 'document', d.id FROM ({table}) i JOIN document d ON d.id = i.id
UNION ALL SELECT c.id, 'capture', c.document_id FROM ({table}) i JOIN capture c ON c.id = i.id
"""


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


def subjects_seen(database: Database, sight: Sight, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return those ids that name something which is seen, and what: what is decided about something is seen with it.

    An id of a person is that of one appearance: it is seen if its document is, wherever else the person appears.
    """
    table, values = table_of(database, list(ids))
    seen, bound = sight.condition(database)
    mine, own = of_cases(database, sight, "f.id")
    alone = "1 = 0" if sight.clear else "1 = 1"  # nobody knows who is named in what was not read
    rows = database.run(
        f"""
        SELECT f.id, f.kind FROM ({_SUBJECTS.format(table=table)}) f LEFT JOIN document d ON d.id = f.document
        WHERE (f.kind <> 'capture' OR {mine}) AND CASE WHEN f.document IS NULL THEN {alone} ELSE {seen} END
        """,  # noqa: S608 - names of our own; values are parameters
        [*values * 4, *own, *bound],
    )
    return {UUID(str(name)): kind for name, kind in rows}


def of_cases(database: Database, sight: Sight, column: str) -> tuple[str, list[Any]]:
    """Return the condition that a column names a capture of a case that is seen."""
    if sight.cases is None:
        return "1 = 1", []
    held, values = among(database, "k.case_id", sight.cases)
    return f"EXISTS (SELECT 1 FROM capture k WHERE k.id = {column} AND {held})", values  # noqa: S608 - names of our own; values are parameters
