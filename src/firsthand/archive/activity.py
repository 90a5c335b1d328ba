"""Activity: what was done last, and how much waits to be done. Neither tells names, words or reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from firsthand.archive.models import HOLDS
from firsthand.archive.paging import Count, Page, place_of, token
from firsthand.archive.questions import as_id
from firsthand.archive.sight import WHOLE
from firsthand.archive.tables import among, table_of
from firsthand.archive.walk import indexed
from firsthand.custody.entry import decode

if TYPE_CHECKING:
    from collections.abc import Collection

    from firsthand.archive.archive import Archive
    from firsthand.archive.database import Database
    from firsthand.archive.sight import Sight

_ENTRIES: Final = 500  # that a page looks at
_MOST: Final = 1000
_HANDS: Final = 1000
_ACTS: Final = frozenset(
    ["captured", "confirm", "correct", "reject", "withhold", "release", "same", "different", "unsure", "undo", "note"]
)
_SUBJECTS = """
SELECT s.id AS id, 'statement' AS kind, s.document_id AS document FROM ({table}) i JOIN statement s ON s.id = i.id
UNION ALL SELECT a.id, 'person', a.document_id FROM ({table}) i JOIN appearance a ON a.id = i.id
UNION ALL SELECT d.id, 'document', d.id FROM ({table}) i JOIN document d ON d.id = i.id
UNION ALL SELECT c.id, 'capture', c.document_id FROM ({table}) i JOIN capture c ON c.id = i.id
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, each counted up to a limit."""

    waiting: Count
    """Statements that nobody has decided about, as `lists.queue` has them."""
    failed: Count
    """Captures that failed or could not be read."""
    missing: Count
    """Names, as written, among the first 1 000 credits, of hands that no held document has for an outlet, letter by
    letter. `trails.missing` compares names and is exact; it reads every document."""


def activity(archive: Archive, sight: Sight, *, after: str | None = None, limit: int = 50) -> Page:
    """Return what was captured and decided, the newest first: `{"entry", "act", "by", "at", "subjects"}`.

    `by` is the name of who acted, `subjects` a list of `{"id", "kind"}`. What is about nothing that is seen is left
    out, whole; and so is, for who does not see everything, what names nothing that is held any more.
    """
    database = archive.database
    place = place_of(after, int)
    with database.reading():
        rows = database.run(
            'SELECT "index", bytes FROM log_entry WHERE "index" < %s ORDER BY "index" DESC LIMIT %s',
            [place[0] if place else 2**62, min(_ENTRIES, 3 * limit)],
        )
        entries = [(number, decode(bytes(data))) for number, data in rows]
        entries = [(number, entry) for number, entry in entries if entry.act in _ACTS]
        kinds = _kinds(database, sight, {each for _, entry in entries for each in entry.subjects})
        names = {as_id(name): called for name, called in database.run("SELECT id, name FROM actor")}
    items: list[dict[str, Any]] = []
    for number, entry in entries:
        subjects = [{"id": str(each), "kind": kinds[each]} for each in entry.subjects if each in kinds]
        if (sight == WHOLE or len(subjects) == len(entry.subjects) > 0) and len(items) < limit:
            by = names.get(str(entry.by))
            items.append({"entry": number, "act": entry.act, "by": by, "at": entry.at, "subjects": subjects})
    if len(items) == limit:
        return Page(tuple(items), token(items[-1]["entry"]))
    return Page(tuple(items), token(rows[-1][0]) if rows and rows[-1][0] > 0 else None)


def _kinds(database: Database, sight: Sight, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what those ids are ids of that are held and seen."""
    table, values = table_of(database, list(ids))
    seen, bound = sight.condition(database)
    mine, own = _of_capture(database, sight, "f.id")
    alone = "1 = 0" if sight.clear else "1 = 1"  # nobody knows who is named in what was not read
    rows = database.run(
        f"""
        SELECT f.id, f.kind FROM ({_SUBJECTS.format(table=table)}) f LEFT JOIN document d ON d.id = f.document
        WHERE (f.kind <> 'capture' OR {mine}) AND CASE WHEN f.document IS NULL THEN {alone} ELSE {seen} END
        """,  # noqa: S608 - names of our own; values are parameters
        [*values * 4, *own, *bound],
    )
    return {UUID(as_id(name)): kind for name, kind in rows}


def _of_capture(database: Database, sight: Sight, column: str) -> tuple[str, list[Any]]:
    """Return the condition that a capture is of a case that is seen."""
    if sight.cases is None:
        return "1 = 1", []
    held, values = among(database, "k.case_id", sight.cases)
    return f"EXISTS (SELECT 1 FROM capture k WHERE k.id = {column} AND {held})", values  # noqa: S608 - names of our own; values are parameters


def counts(archive: Archive, sight: Sight) -> Counts:
    """Return how much waits."""
    database = archive.database
    seen, values = sight.condition(database)
    join = "CROSS JOIN" if database.is_sqlite else "JOIN"
    waiting = _count(
        database,
        f"FROM statement {indexed(database, 'statement_status')} {join} document d ON d.id = statement.document_id "
        "WHERE NOT statement.hidden AND statement.status = 'suggested' AND statement.visibility <> 'withheld' "
        f"AND d.newest AND {seen}",
        values,
    )
    failed = Count(0, True)
    if not sight.clear:
        own, bound = _of_capture(database, sight, "c.id")
        failed = _count(
            database,
            "FROM capture c WHERE (c.error IS NOT NULL OR c.unread IS NOT NULL) "
            f"AND (c.error IS NOT NULL OR c.unread <> %s) AND {own}",
            [HOLDS, *bound],
        )
    ((names, looked),) = database.run(
        f"""
        SELECT COUNT(DISTINCT CASE WHEN NOT EXISTS
            (SELECT 1 FROM document d WHERE d.newest AND d.outlet = h.name AND {seen}) THEN h.name END), COUNT(*)
        FROM (SELECT name, document_id FROM hand WHERE kind NOT IN ('link', 'embed') LIMIT {_HANDS}) h
        JOIN document d ON d.id = h.document_id WHERE d.newest AND {seen}
        """,  # noqa: S608 - names of our own; values are parameters
        [*values, *values],
    )
    return Counts(waiting, failed, Count(min(names, _MOST), looked < _HANDS and names <= _MOST))


def _count(database: Database, found: str, values: list[Any]) -> Count:
    ((number,),) = database.run(f"SELECT COUNT(*) FROM (SELECT 1 {found} LIMIT {_MOST + 1}) few", values)  # noqa: S608 - names of our own; values are parameters
    return Count(min(number, _MOST), number <= _MOST)
