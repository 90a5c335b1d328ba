"""Lists: what an archive holds, one page at a time, within what somebody may see.

No list counts or sorts a whole archive. Each goes along an index from where the page before ended, looks through a
bounded number of rows, and says whether there may be more (`paging.Page`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from firsthand.archive.models import HOLDS, Case
from firsthand.archive.paging import Count, Page, place_of, token
from firsthand.archive.questions import Asked, all_outlets, as_id, listed
from firsthand.archive.remarked import Act, Condition, along_remarks
from firsthand.archive.sight import WHOLE, Sight
from firsthand.archive.tables import among, indexed, select, table_of
from firsthand.archive.trails import SITES
from firsthand.archive.walk import SCANNED, Hit, all_of, before, days, few_of_cases, spoken, walk
from firsthand.linking.outlets import outlet_keys, same_outlet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firsthand.archive.archive import Archive
    from firsthand.archive.database import Database

MOST: Final = 1000
"""Up to which is counted."""
_FACETED: Final = 500  # statements
_COUNTED_DAYS: Final = 10_000  # documents
_HANDS: Final = 200  # that a page of the list looks at
_TAGS: Final = 100  # of all cases together
_PER_TAG: Final = 200  # statements
_PER_OUTLET: Final = 200  # newest documents of an outlet that are looked at where not all are seen

_known_hands: WeakKeyDictionary[Database, tuple[list[str], dict[str, frozenset[str]]]] = WeakKeyDictionary()

_DOCUMENTS = """
SELECT d.number, d.id, d.title, c.url, d.url, c.address, d.outlet, d.language, d.published, d.day, c.obtained,
    (SELECT COUNT(*) FROM (SELECT 1 FROM statement s WHERE s.document_id = d.id AND NOT s.hidden LIMIT {most}) few)
FROM document d
JOIN capture c ON c.number = d.captured
WHERE {having}
"""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the first statements of an answer have what: the commonest first.

    Nothing here counts captivity, age or harm: a list of prisoners, minors or victims is nobody's to draw up. A tag may
    say such a thing: those of persons have no part in this, and where a tag is asked for no `speakers` are told.
    """

    looked_at: int
    complete: bool
    """Whether those were all; else at least so many have it."""
    languages: tuple[tuple[str | None, int], ...]
    outlets: tuple[tuple[str | None, int], ...]
    speakers: tuple[tuple[str, str, int], ...]
    """Of those who are named: a person's id, a name, and how many."""
    statuses: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    """Of the statements and of their documents; none for whoever sees only what is clear."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many documents there are of each day or month, the newest first."""

    days: tuple[tuple[str, int], ...]
    """`2023-03` or, of what is dated less precisely, `2023`."""
    complete: bool
    """False: of what is older than the last no more was counted; ask on with `until`."""


def statements(archive: Archive, sight: Sight, asked: Asked, *, after: str | None = None, limit: int = 50) -> Page:
    """Return statements as `statements --json` prints them, with the `title` of their documents.

    `walk` says in which order. Of each page the version captured last; nothing that a later reading has no more.
    `only` of the question has no part here.

    Raises:
        NotFound: There is no such case.
        BadQuestion: `after` is no place in this list.
    """
    with archive.database.reading():
        hits, then = walk(archive, sight, asked, after).take(archive.database, limit)
        return Page(_records(archive, [hit.number for hit in hits if hit.number]), then)


def answer(archive: Archive, sight: Sight, asked: Asked, *, limit: int = 50) -> tuple[Page, Facets]:
    """Return the first page of `statements`, and the `facets` of the same question, looked for once."""
    with archive.database.reading():
        way = walk(archive, sight, asked, more=True)
        hits, then = way.take(archive.database, _FACETED)
        first = hits[:limit]
        after = token(way.order, *first[-1].place) if len(hits) > limit else then
        return Page(_records(archive, [hit.number for hit in first if hit.number]), after), _facets(asked, hits, then)


def facets(archive: Archive, sight: Sight, asked: Asked, *, most: int = _FACETED) -> Facets:
    """Return what the first statements of an answer are of, said and made by."""
    with archive.database.reading():
        return _facets(asked, *walk(archive, sight, asked, more=True).take(archive.database, most))


def _facets(asked: Asked, hits: Sequence[Hit], then: str | None) -> Facets:
    rows = [hit.more[:9] for hit in hits]
    named = [] if asked.tag is not None else [(row[3], row[4]) for row in rows if row[5] == "named"]
    people = Counter(person for person, _ in named)
    names = dict(reversed(named))
    return Facets(
        len(rows),
        then is None,
        languages=_counted(row[1] for row in rows),
        outlets=_counted(row[2] for row in rows),
        speakers=tuple((as_id(person), names[person], count) for person, count in people.most_common()),
        statuses=_counted(row[6] for row in rows),
        types=_counted(row[7] for row in rows),
        years=tuple(sorted(Counter(row[0][:4] for row in rows).items(), reverse=True)),
        tags=_counted(tag for row in rows for tag in {said["tag"] for said in json.loads(f"[{row[8] or ''}]")}),
    )


def _counted(values: Iterable[Any]) -> tuple[tuple[Any, int], ...]:
    return tuple(Counter(values).most_common())


def queue(
    archive: Archive,
    sight: Sight,
    *,
    kind: str | None = None,
    tag: str | None = None,
    to: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Return the statements that nobody has decided about, the newest in the archive first.

    What is withheld waits for nobody: it leaves the archive in no reading. It waits again once that is undone, or it
    is released.

    Args:
        archive: Where.
        sight: What is seen.
        kind: `direct`, `mixed` or `indirect`; None for all.
        tag: Only what has this tag, or is in a document that has; what was tagged last comes first.
        to: Only what is assigned to somebody of this name; what was assigned last comes first.
        after: Where to go on.
        limit: How many at most.
    """
    if tag is not None or to is not None:
        asked = Asked(status="suggested", withheld=False, type=kind, tag=tag, assigned=to)
        return statements(archive, sight, asked, after=after, limit=limit)
    database = archive.database
    place = place_of(after, int)
    seen, values = sight.condition(database)
    typed: Condition = ("1 = 1", []) if kind is None else ("statement.type = %s", [kind])
    further, bound = before("statement.number", place, closed=False)
    join = "CROSS JOIN" if database.is_sqlite else "JOIN"
    sql = f"""
        SELECT statement.number, d.newest AND statement.visibility <> 'withheld' AND {typed[0]} AND {seen}
        FROM statement {indexed(database, "statement_status")}
        {join} document d ON d.id = statement.document_id
        WHERE NOT statement.hidden AND statement.status = 'suggested' AND {further}
        ORDER BY statement.number DESC LIMIT {SCANNED}
    """  # noqa: S608 - names of our own; values are parameters
    with database.reading():
        found, then = _taken(database, sql, [*typed[1], *values, *bound], limit)
        return Page(_records(archive, [number for (number,) in found]), then)


def waiting_tags(archive: Archive, sight: Sight) -> tuple[tuple[str, Count], ...]:
    """Return the tags of the cases that are seen, with how many statements of the queue have each, the commonest first.

    Of each tag the last 200 statements that have it are looked at. Who sees only what is clear is told of none.
    """
    database = archive.database
    held = [] if sight.clear else select(database, Case)
    cases = [case for case in held if sight.cases is None or case.id in sight.cases]
    names = sorted({name for case in cases for name in json.loads(case.tags)})[:_TAGS]
    found = counted(database, [waiting_with(database, sight, "tag", name) for name in names], _PER_TAG)
    some = [(name, count) for name, count in zip(names, found, strict=True) if count.number]
    return tuple(sorted(some, key=lambda each: (-each[1].number, each[0])))


def waiting_with(database: Database, sight: Sight, act: Act, said: str) -> Condition:
    """Return for `counted` the statements that have a tag or are assigned to somebody, and whether each waits."""
    (remarks, values), stands = along_remarks(database, act, said)
    seen, bound = sight.condition(database)
    sql = f"""
        SELECT d.newest AND NOT statement.hidden AND statement.status = 'suggested'
            AND statement.visibility <> 'withheld' AND {stands} AND {seen} AS listed
        FROM {remarks} {"CROSS JOIN" if database.is_sqlite else "JOIN"} document d ON d.id = statement.document_id
        ORDER BY r.number DESC
    """  # noqa: S608 - names of our own; values are parameters
    return sql, [*bound, *values]


def counted(database: Database, queries: Sequence[Condition], most: int) -> list[Count]:
    """Return how many rows of each query are `listed`, a column of it, among so many at most; all asked at once."""
    if not queries:
        return []
    one = "SELECT {}, SUM(CASE WHEN listed THEN 1 ELSE 0 END), COUNT(*) FROM ({} LIMIT {}) few"
    every = " UNION ALL ".join(one.format(place, sql, most + 1) for place, (sql, _) in enumerate(queries))
    rows = database.run(every, [value for _, values in queries for value in values])
    return [Count(min(number or 0, most), looked <= most) for _, number, looked in sorted(rows)]


def _taken(database: Database, sql: str, values: list[Any], limit: int) -> tuple[list[list[Any]], str | None]:
    """Return the places on a page, and the token of the next one.

    Args:
        database: Where.
        sql: What gives places, and at last whether what is there is listed: at most `SCANNED` rows.
        values: Its parameters.
        limit: How many places at most.
    """
    found: list[list[Any]] = []
    last: list[Any] = []
    looked = 0
    with database.connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        rows = chain.from_iterable(iter(lambda: cursor.fetchmany(limit + 1), []))
        for *place, is_listed in rows:
            looked += 1
            if is_listed and len(found) == limit:
                return found, token(*last)
            last = place
            if is_listed:
                found.append(place)
    return found, token(*last) if looked == SCANNED else None


def _records(archive: Archive, numbers: Sequence[int]) -> tuple[dict[str, Any], ...]:
    return tuple({**each.record, "title": each.title} for each in listed(archive, numbers))


def documents(
    archive: Archive,
    sight: Sight,
    *,
    outlet: str | None = None,
    language: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Return documents, the newest first by their own dates, with how many statements each has.

    Args:
        archive: Where.
        sight: What is seen.
        outlet: Its name, as `outlets` gives it.
        language: The first part of BCP 47.
        after: Where to go on.
        limit: How many at most.
    """
    database = archive.database
    place = place_of(after, str, int)
    having: list[Condition] = [("d.newest", []), before("(d.day, d.number)", place, closed=False), *spoken(language)]
    if outlet is not None:
        having.append(("d.outlet = %s", [outlet]))
    few = few_of_cases(database, sight.cases)
    index = indexed(database, "document_newest" if outlet is None else "document_outlet")
    along = f"document d {index}"
    if few is not None:
        along = f"(SELECT DISTINCT document_id FROM capture WHERE {few[0]}) k JOIN document d ON d.id = k.document_id"  # noqa: S608 - names of our own; values are parameters
    seen, values = sight.condition(database)
    condition, asked = all_of(having)
    sql = f"""
        SELECT d.day, d.number, {seen} FROM {along}
        WHERE {condition} ORDER BY d.day DESC, d.number DESC LIMIT {SCANNED}
    """  # noqa: S608 - names of our own; values are parameters
    with database.reading():
        found, then = _taken(database, sql, [*values, *(few[1] if few else []), *asked], limit)
        return Page(_shelf(database, [number for _, number in found]), then)


def _shelf(database: Database, numbers: Sequence[int]) -> tuple[dict[str, Any], ...]:
    having, values = among(database, "d.number", numbers)
    found = {}
    for number, name, title, captured, url, address, outlet, language, published, day, obtained, count in database.run(
        _DOCUMENTS.format(having=having, most=MOST + 1), values
    ):
        found[number] = {
            "id": as_id(name),
            "title": title,
            "url": url or captured or (None if address == "-" else address),
            "outlet": outlet,
            "lang": language,
            "published": published,
            "day": day,
            "obtained": obtained,
            "statements": Count(min(count, MOST), count <= MOST),
        }
    return tuple(found[number] for number in numbers)


def captures(archive: Archive, sight: Sight, *, failed: bool = True, after: str | None = None, limit: int = 50) -> Page:
    """Return captures, the newest first: those that failed or could not be read, with why, or all.

    Nobody knows who is named in what was not read: whoever sees only what is clear is shown none.
    """
    database = archive.database
    place = place_of(after, int)
    if sight.clear:
        return Page((), None)
    having = [before("c.number", place, closed=False)]
    if sight.cases is not None:
        having.append(among(database, "c.case_id", sight.cases))
    if failed:
        having.append(("c.error IS NOT NULL OR c.unread IS NOT NULL", []))  # as the index has it
        having.append(("c.error IS NOT NULL OR c.unread <> %s", [HOLDS]))
    condition, values = all_of(having)
    found = database.run(
        f"""
        SELECT c.number, c.id, c.url, c.address, c.obtained, c.at, c.media_type, c.error, c.unread,
            c.document_id, k.name
        FROM capture c LEFT JOIN "case" k ON k.id = c.case_id
        WHERE {condition} ORDER BY c.number DESC LIMIT {limit + 1}
        """,  # noqa: S608 - names of our own; values are parameters
        values,
    )
    names = ("url", "address", "obtained", "at", "media_type", "error", "unread")
    items = tuple(
        {"id": as_id(row[1]), **dict(zip(names, row[2:9], strict=True))}
        | {"document": None if row[9] is None else as_id(row[9]), "case": row[10]}
        for row in found[:limit]
    )
    return Page(items, token(found[limit - 1][0]) if len(found) > limit else None)


def outlets(archive: Archive, sight: Sight, *, after: str | None = None, limit: int = 50) -> Page:
    """Return outlets by name, in code point order: with how many pages, in which languages, and the last day.

    Where more than a thousand pages are of one outlet, the newest thousand are looked at.
    """
    database = archive.database
    place = place_of(after, str)
    with database.reading():
        names = _outlets_after(database, place[0] if place else None, limit)
        seen, values = sight.condition(database)
        most = MOST + 1 if sight == Sight() else _PER_OUTLET
        one = f"""
            SELECT * FROM (
                SELECT name, day, language FROM (
                    SELECT CAST(%s AS text) AS name, d.day, d.language, d.number, {seen} AS seen
                    FROM document d {indexed(database, "document_outlet")}
                    WHERE d.newest AND d.outlet = %s ORDER BY d.day DESC, d.number DESC LIMIT {most}
                ) few WHERE seen
            ) its
        """  # noqa: S608 - names of our own; values are parameters
        some = names[:limit]
        asked = [value for name in some for value in (name, *values, name)]
        rows = database.run(" UNION ALL ".join([one] * len(some)), asked) if some else []
    found: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for name, day, language in rows:
        found[name].append((day, language))
    items = [
        {
            "name": name,
            "pages": Count(min(len(found[name]), MOST), len(found[name]) < most),
            "languages": sorted({language for _, language in found[name] if language}),
            "last": max(day for day, _ in found[name]),
        }
        for name in some
        if found[name]
    ]
    return Page(tuple(items), token(names[limit - 1]) if len(names) > limit else None)


def _outlets_after(database: Database, after: str | None, limit: int) -> list[str]:
    if not database.is_sqlite:
        sql = "SELECT DISTINCT outlet FROM document WHERE newest AND outlet > %s ORDER BY outlet LIMIT %s"
        return [name for (name,) in database.run(sql, [after or "", limit + 1])]
    sql = f"""
        WITH RECURSIVE step (outlet, place) AS (
            SELECT MIN(outlet), 0 FROM document WHERE newest AND outlet > %s
            UNION ALL
            SELECT (SELECT MIN(d.outlet) FROM document d WHERE d.newest AND d.outlet > step.outlet), place + 1
            FROM step WHERE step.outlet IS NOT NULL AND place < {limit}
        )
        SELECT outlet FROM step WHERE outlet IS NOT NULL
    """  # noqa: S608 - a number
    return [name for (name,) in database.run(sql, [after or ""])]


def missing(archive: Archive, sight: Sight, *, after: str | None = None, limit: int = 50) -> Page:
    """Return hands that pages credit and no page that is seen has for its outlet, those of the newest pages first.

    Each is `{"name", "lang", "near", "credited_by"}`, as `missing --json` has them, out of the pages that this page of
    the list looks at: a hand may come again on a later one. Names are compared with those of outlets that begin with
    the same letter (`trails.missing` compares all, and reads everything).
    """
    database = archive.database
    place = place_of(after, int)
    seen, values = sight.condition(database)
    marks = ", ".join(["%s"] * len(SITES))
    sql = f"""
        SELECT d.number, h.name, d.id, d.language, d.published, d.day FROM document d
        JOIN hand h ON h.document_id = d.id
        WHERE d.newest AND d.number < %s AND h.kind NOT IN ({marks}) AND {seen}
        ORDER BY d.number DESC LIMIT {_HANDS}
    """  # noqa: S608 - names of our own; values are parameters
    with database.reading():
        rows = database.run(sql, [place[0] if place else 2**62, *SITES, *values])
        held = _held(database, sight, {row[1] for row in rows})
    found: dict[str, list[Any]] = defaultdict(list)
    last: int | None = None
    for row in rows:
        if len(found) >= limit and row[0] != last:
            break
        last, name = row[0], row[1]
        if name not in held:
            found[name].append(row)
    items = []
    for name, pages in found.items():
        first = min(pages, key=lambda row: (row[5], str(row[2])))
        by = sorted({as_id(row[2]) for row in pages})
        items.append({"name": name, "lang": first[3], "near": first[4], "credited_by": by})
    items.sort(key=lambda each: (-len(each["credited_by"]), each["name"].casefold(), each["name"]))
    more = bool(rows) and (rows[-1][0] != last or len(rows) == _HANDS)
    return Page(tuple(items), token(last) if more and last is not None else None)


def _held(database: Database, sight: Sight, names: Iterable[str]) -> set[str]:
    """Return those names of hands that are names of outlets of which a document is seen."""
    same = _same_as(database, names)
    known = set().union(*same.values())
    if sight != WHOLE:
        table, asked = table_of(database, sorted(known), "text")
        seen, values = sight.condition(database)
        sql = f"""
            SELECT o.id FROM ({table}) o
            WHERE EXISTS (SELECT 1 FROM document d WHERE d.newest AND d.outlet = o.id AND {seen})
        """  # noqa: S608 - names of our own; values are parameters
        known = {outlet for (outlet,) in database.run(sql, [*asked, *values])}
    return {name for name, few in same.items() if few & known}


def _same_as(database: Database, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for names of hands the outlets that are theirs, compared once as long as there are no other outlets."""
    every = all_outlets(database)
    of, same = _known_hands.get(database, (None, {}))
    if of != every:
        same = {}
        _known_hands[database] = every, same
    if new := [name for name in names if name not in same]:
        outlets: dict[str, list[str]] = defaultdict(list)
        for outlet in every:
            for key in outlet_keys(outlet):
                outlets[key].append(outlet)
        for name in new:
            alike = {each for key in outlet_keys(name) for each in outlets[key]}
            same[name] = frozenset(each for each in alike if same_outlet(name, each))
    return {name: same[name] for name in names}


def timeline(archive: Archive, sight: Sight, asked: Asked) -> Timeline:
    """Return how many documents there are of each month, the newest first.

    Where words, a speaker, a status, a type or a tag are asked for, documents are counted in which the first of those
    statements stand; else the newest 10 000.
    """
    of_statements = asked.status or asked.type or asked.by is not None or asked.person or asked.remarks()
    plain = not (asked.words.strip() or of_statements)
    with archive.database.reading():
        if plain:
            found, complete = days(archive, sight, asked, _COUNTED_DAYS)
            return Timeline(tuple(found), complete)
        hits, then = walk(archive, sight, asked, more=True).take(archive.database, _FACETED)
    counted = Counter({(hit.more[-1], hit.more[0][:7]) for hit in hits})
    months = Counter(day for _, day in counted)
    return Timeline(tuple(sorted(months.items(), reverse=True)), then is None)
