"""Persons: who is named in an archive, one page at a time, and nobody of whom only unseen documents tell."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from firsthand.archive.paging import Count, Page, place_of, token, uuid_of
from firsthand.archive.questions import as_id, decided_of, known_of
from firsthand.archive.sight import WHOLE
from firsthand.archive.tables import table_of
from firsthand.archive.walk import all_of, few_of_cases
from firsthand.care.visibility import visibility
from firsthand.reading.words import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firsthand.archive.archive import Archive
    from firsthand.archive.database import Database
    from firsthand.archive.remarked import Condition
    from firsthand.archive.sight import Sight

_STEPS: Final = 120  # names that a page looks at
_NEWEST: Final = 100  # appearances of a person in which their names and statements are counted
_STEP = """
WITH RECURSIVE step (called, person, place) AS (
    SELECT called, person_id, 0 FROM (
        SELECT a.called, a.person_id FROM appearance a
        WHERE a.kind = 'named' AND (a.called, a.person_id) > (%s, %s) ORDER BY a.called, a.person_id LIMIT 1
    ) begin_
    UNION ALL
    SELECT a.called, a.person_id, place + 1 FROM step JOIN appearance a ON a.{row} = (
        SELECT x.{row} FROM appearance x
        WHERE x.kind = 'named' AND (x.called, x.person_id) > (step.called, step.person)
        ORDER BY x.called, x.person_id LIMIT 1
    )
    WHERE place < {steps}
)
SELECT called, person FROM step
"""
_WITH_WORDS = """
SELECT DISTINCT a.called, a.person_id AS person FROM appearance a
WHERE a.kind = 'named' AND (a.called, a.person_id) > (%s, %s) AND a.called IN (
    SELECT n.called FROM name_word n WHERE {matched} AND n.called >= %s ORDER BY n.called LIMIT {steps}
)
"""
_OF_CASES = """
SELECT DISTINCT a.called, a.person_id AS person FROM (SELECT DISTINCT document_id FROM capture WHERE {held}) k
JOIN appearance a ON a.document_id = k.document_id
WHERE a.kind = 'named' AND (a.called, a.person_id) > (%s, %s) AND {matched}
"""
_COUNTED = """
SELECT a.person_id, a.name, a.number, d.newest,
    (SELECT COUNT(*) FROM statement s WHERE s.appearance_id = a.id AND NOT s.hidden)
FROM ({table}) p
JOIN appearance a ON a.person_id = p.id
JOIN document d ON d.id = a.document_id
WHERE a.number >= COALESCE(
    (SELECT x.number FROM appearance x WHERE x.person_id = p.id ORDER BY x.number DESC LIMIT 1 OFFSET {newest}), 0
) AND {seen}
"""


def people(
    archive: Archive, sight: Sight, *, words: str | None = None, after: str | None = None, limit: int = 50
) -> Page:
    """Return persons who are named, by the first of their names (folded, by code point).

    Each is `{"id", "name", "names", "statements", "visibility"}`. Names and statements are those of the 100 newest
    documents in which a person speaks; `statements` is a `Count`. Nobody's circumstances are listed.

    Args:
        archive: Where.
        sight: What is seen: of names and statements, too.
        words: Words of one of the names, in any order and case; None for everyone.
        after: Where to go on.
        limit: How many at most.

    Raises:
        BadQuestion: `after` is no place in this list.
    """
    database = archive.database
    place = place_of(after, str, str)
    start = ("", UUID(int=0)) if place is None else (place[0], uuid_of(place[1]))
    asked = None if words is None else list(dict.fromkeys(tokens(words)))
    if asked == []:
        return Page((), None)
    with database.reading():
        found, then = _named(database, sight, asked or [], start, limit)
        return Page(_records(database, sight, found), then)


def _named(
    database: Database, sight: Sight, words: list[str], start: tuple[str, UUID], limit: int
) -> tuple[list[UUID], str | None]:
    """Return the persons on a page, and the token of the next one."""
    few = few_of_cases(database, sight.cases)
    if few is not None:
        matched = _matched("a.called", words)
        along = _OF_CASES.format(held=few[0], matched=matched[0])
        values = [*few[1], *start, *matched[1]]
    elif words:
        having = " AND ".join(
            ["n.word = %s", *["n.called IN (SELECT called FROM name_word WHERE word = %s)"] * len(words)][: len(words)]
        )
        along, values = _WITH_WORDS.format(matched=having, steps=_STEPS), [*start, *words, start[0]]
    else:
        along = _STEP.format(row="rowid" if database.is_sqlite else "id", steps=_STEPS - 1)
        values = [*start]
    earlier = _matched("y.called", words)
    is_seen = ("1 = 1", []) if sight == WHOLE else sight.condition(database)
    of_document = "" if sight == WHOLE else "JOIN document d ON d.id = {}.document_id"
    sql = f"""
        SELECT called, person, NOT EXISTS (
            SELECT 1 FROM appearance y {of_document.format("y")}
            WHERE y.person_id = named.person AND y.kind = 'named' AND y.called < named.called
                AND {earlier[0]} AND {is_seen[0]}
        ) AND EXISTS (
            SELECT 1 FROM appearance z {of_document.format("z")}
            WHERE z.called = named.called AND z.person_id = named.person AND z.kind = 'named' AND {is_seen[0]}
        )
        FROM ({along}) named ORDER BY called, person
    """  # noqa: S608 - names of our own; values are parameters
    rows = database.run(sql, [*earlier[1], *is_seen[1], *is_seen[1], *values])
    found: list[UUID] = []
    last = None
    for called, person, is_first in rows:
        if is_first and len(found) == limit:
            return found, last
        last = token(called, as_id(person))
        if is_first:
            found.append(UUID(as_id(person)))
    cut = few is None and len({called for called, _, _ in rows} if words else rows) >= _STEPS
    return found, last if cut else None


def _matched(column: str, words: Sequence[str]) -> Condition:
    """Return the condition that a name has all these words."""
    named = f"{column} IN (SELECT called FROM name_word WHERE word = %s)"  # noqa: S608 - a name of our own
    return all_of((named, [word]) for word in words)


def _records(database: Database, sight: Sight, persons: list[UUID]) -> tuple[dict[str, Any], ...]:
    table, values = table_of(database, persons)
    seen, bound = sight.condition(database)
    names: dict[UUID, dict[str, int]] = defaultdict(dict)
    looked: dict[UUID, int] = defaultdict(int)
    held: dict[UUID, int] = defaultdict(int)
    sql = _COUNTED.format(table=table, seen=seen, newest=_NEWEST)
    for person, name, _, is_newest, count in database.run(sql, [*values, *bound]):
        one = UUID(as_id(person))
        looked[one] += 1
        held[one] += count if is_newest else 0
        if name and count:
            names[one][name] = names[one].get(name, 0) + (count if is_newest else 0)
    known = {UUID(as_id(person)): circumstances for person, (_, circumstances) in known_of(database, persons).items()}
    decided = {UUID(as_id(person)): all_ for person, all_ in decided_of(database, persons).items()}
    records = []
    for person in persons:
        counted = names[person]
        if written := sorted(counted, key=lambda name: (-counted[name], -len(name), name)):
            record = {
                "id": str(person),
                "name": written[0],
                "names": written,
                "statements": Count(held[person], looked[person] <= _NEWEST),
                "visibility": visibility(known.get(person, frozenset()), person=decided.get(person, ())),
            }
            records.append(record)
    return tuple(records)
