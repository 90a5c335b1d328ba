"""Questions: which statements and which people an archive holds, out of its rows and as fast as they give it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID
from weakref import WeakKeyDictionary

from firsthand.archive import search
from firsthand.archive.models import Appearance
from firsthand.archive.remarked import Act, remarked
from firsthand.archive.sight import WHOLE, Sight
from firsthand.archive.standing import held_apart
from firsthand.archive.stored import document_of
from firsthand.archive.tables import among, in_parts, select_among, table_of
from firsthand.care.visibility import Decision as Release
from firsthand.care.visibility import visibility
from firsthand.custody.blobs import DigestMismatch, NoBlob
from firsthand.custody.sealed import SealError, unseal
from firsthand.errors import FirsthandError
from firsthand.linking.people import Appearance as Speaker
from firsthand.linking.proposals import proposals
from firsthand.reading.words import tokens
from firsthand.text import Span

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.database import Database
    from firsthand.text import Document as Page

_AT_ONCE = 1000
_known_outlets: WeakKeyDictionary[Database, tuple[int, list[str]]] = WeakKeyDictionary()
_HEARD = "transcript "  # how a reader of utterances is called, before its version
_DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_ORDER = """
SELECT d.number, statement.number
FROM statement
JOIN document d ON d.id = statement.document_id
JOIN appearance a ON a.id = statement.appearance_id
WHERE {having}
ORDER BY d.day DESC, d.number DESC
"""
_STATEMENTS = """
SELECT d.number, content, d.text, d.id, d.title, d.url, d.outlet, d.language, d.published, c.url, c.address, c.obtained,
    statement.id, type, act, words, statement.circumstances, echo_id, status, statement.reader, decided_by, visibility,
    statement.number, a.person_id, a.name, a.kind
FROM statement
JOIN document d ON d.id = statement.document_id
JOIN capture c ON c.number = d.captured
JOIN appearance a ON a.id = statement.appearance_id
WHERE {having}
"""
_PEOPLE = """
SELECT a.person_id, a.name, SUM(CASE WHEN d.newest THEN 1 ELSE 0 END)
FROM statement
JOIN document d ON d.id = statement.document_id
JOIN appearance a ON a.id = statement.appearance_id
WHERE NOT hidden AND {having}
GROUP BY a.person_id, a.name
"""
_SPEAKERS = """
SELECT a.id, a.person_id, a.name, a.age, a.circumstances, a.document_id
FROM appearance a
JOIN document d ON d.id = a.document_id
WHERE a.kind = 'named' AND a.name IS NOT NULL AND {having}
    AND EXISTS (SELECT 1 FROM statement s WHERE s.appearance_id = a.id AND NOT s.hidden)
"""
_DECIDED = """
SELECT a.person_id, x.act, x.number, x.seen
FROM decision x
JOIN appearance a ON a.id = x.subject
WHERE x.kind = 'person' AND x.act IN ('withhold', 'release') AND x.undone IS NULL AND {having}
"""


_OUTLETS = """
WITH RECURSIVE step (outlet) AS (
    SELECT MIN(outlet) FROM document WHERE newest
    UNION ALL
    SELECT (SELECT MIN(d.outlet) FROM document d WHERE d.newest AND d.outlet > step.outlet)
    FROM step WHERE step.outlet IS NOT NULL
)
SELECT outlet FROM step WHERE outlet IS NOT NULL
"""
_OUTLETS_UNSORTED = "SELECT DISTINCT outlet FROM document WHERE newest AND outlet IS NOT NULL"
_KNOWN = """
SELECT p.id, NULL FROM ({table}) p
WHERE EXISTS (SELECT 1 FROM appearance a WHERE a.person_id = p.id AND a.kind = 'named')
UNION ALL SELECT DISTINCT person_id, circumstances FROM appearance WHERE {having} AND NOT circumstances = '[]'
"""


class BadQuestion(FirsthandError):
    """A question that has no answer: a date that is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which statements are asked for; None asks for all."""

    words: str = ""
    """As `search.condition` takes them."""
    by: str | None = None
    """Words of the speaker's name, in any order and case."""
    outlet: str | None = None
    """Words of the outlet's name."""
    language: str | None = None
    """The first part of BCP 47."""
    since: str | None = None
    """`2022`, `2022-03` or `2022-03-06`: its first day and later; what is dated less precisely, if it may be so."""
    until: str | None = None
    """Likewise: its last day and earlier."""
    case: str | None = None
    """Name of a case."""
    status: str | None = None
    """`suggested`, `confirmed`, `corrected` or `rejected`."""
    withheld: bool = True
    """Whether what is withheld is given, too."""
    type: str | None = None
    """`direct`, `mixed` or `indirect`."""
    person: UUID | None = None
    """The id of a person."""
    tag: str | None = None
    """A tag of the statement or of its document; never of a person."""
    assigned: str | None = None
    """The name of somebody to whom the statement is assigned, or its document if it is not itself."""
    only: UUID | None = None
    """The id of one statement: it is given also where a later version of its page is held, or hidden."""

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            day = getattr(self, name)
            if day is not None and not _is_day(day):
                raise BadQuestion(f"“{day}” is no date; write 2022, 2022-03 or 2022-03-06")

    def remarks(self) -> list[tuple[Act, str]]:
        """Return what remarks are asked for; that of which there are the fewest first."""
        asked: tuple[tuple[Act, str | None], ...] = (("assign", self.assigned), ("tag", self.tag))
        return [(act, said) for act, said in asked if said is not None]


@dataclass(frozen=True, slots=True)
class Listed:
    """One statement of an answer."""

    record: dict[str, Any]
    """As `statements --json` prints it (CONTRACT.md, "The JSON"); where a recording says it also its `seconds`."""
    title: str | None
    """Of its document."""


def statements(archive: Archive, asked: Asked) -> Generator[Listed, None, None]:
    """Yield the statements asked for: newest documents first, by their own dates, in text order within each.

    Of each page the version captured last; nothing that a later reading has no more. All as it is at one moment:
    whoever does not ask for all of them closes the generator before the archive.

    Raises:
        NotFound: There is no such case.
    """
    database = archive.database
    having, parameters = _all_of(_conditions(archive, asked))
    with database.reading(), database.connection.chunked_cursor() as cursor:
        cursor.execute(_ORDER.format(having=having), parameters)  # few columns: all of them are sorted at once
        found = chain.from_iterable(iter(lambda: cursor.fetchmany(_AT_ONCE), []))
        together: dict[int, list[int]] = {}
        for document, group in groupby(found, key=lambda row: row[0]):
            together[document] = [number for _, number in group]
            if sum(map(len, together.values())) >= _AT_ONCE:
                yield from _listed(archive, together)
                together = {}
        yield from _listed(archive, together)


def people(archive: Archive, name: str | None = None, case: str | None = None) -> list[dict[str, Any]]:
    """Return the persons who are named somewhere, as `people --json` prints them, by name.

    Args:
        archive: Where.
        name: Words of the name, in any order and case; None for everyone.
        case: Only those who speak in this case.
        sight: Only those who speak in documents that are seen.

    Raises:
        NotFound: There is no such case.
    """
    database = archive.database
    conditions: list[tuple[str, Sequence[Any]]] = [("1 = 1", ())]
    if case is not None:
        conditions.append(_in_case(archive, case))
    if name is not None:
        conditions.append(among(database, "a.person_id", people_called(database, name)))
    having, parameters = _all_of(conditions)
    names: dict[Any, dict[str | None, int]] = defaultdict(dict)
    with database.reading():
        for person, written, count in database.run(_PEOPLE.format(having=having), parameters):
            names[person][written] = count
        decided = decided_of(database)
        known = chain.from_iterable(known_of(database, some).items() for some in in_parts(names))
        found = []
        for person, (named, circumstances) in known:
            counted = names[person]
            if named and (
                written := sorted(filter(None, counted), key=lambda name: (-counted[name], -len(name), name))
            ):
                record = {
                    "id": as_id(person),
                    "name": written[0],
                    "names": written,
                    "statements": sum(counted.values()),
                    "circumstances": sorted(circumstances),
                    "visibility": visibility(circumstances, person=decided.get(person, ())),
                }
                found.append(record)
    return sorted(found, key=lambda record: (record["name"].casefold(), record["name"], record["id"]))


def proposed(
    archive: Archive, name: str | None = None, case: str | None = None, sight: Sight = WHOLE
) -> list[dict[str, Any]]:
    """Return the pairs of persons who may be one and about whom nobody has judged, the likeliest first.

    Each is `{"a", "b", "names", "score", "reasons"}`: two ids as `judge` takes them, a name of either as it was
    compared, and why. Who speak in one document are two.

    Args:
        archive: Where.
        name: Words of the name of one of the two, in any order and case; None for everyone.
        case: Only those who speak in this case.
        sight: Only those who speak in documents that are seen.

    Raises:
        NotFound: There is no such case.
    """
    database = archive.database
    conditions = [sight.condition(database), *([_in_case(archive, case)] if case is not None else [])]
    having, parameters = _all_of(conditions)
    spoken: dict[UUID, set[Any]] = defaultdict(set)
    told: dict[tuple[UUID, str, int | None], tuple[UUID, Speaker[UUID]]] = {}
    with database.reading():
        for one, whose, written, age, circumstances, document in database.run(
            _SPEAKERS.format(having=having), parameters
        ):
            person = UUID(as_id(whose))
            spoken[person].add(document)
            speaker = Speaker(UUID(as_id(one)), written, "named", age, json.loads(circumstances), as_id(document))
            told.setdefault((person, written, age), (person, speaker))
        asked = None if name is None else set(people_called(database, name))
        person_of = {speaker.id: person for person, speaker in told.values()}
        apart = _judged_apart(database)
    found: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    names = {speaker.id: speaker.name for _, speaker in told.values()}
    about = None if asked is None else {speaker.id for person, speaker in told.values() if person in asked}
    for each in proposals((speaker for _, speaker in told.values()), about):
        a, b = sorted((person_of[each.a], person_of[each.b]))
        if a == b or (a, b) in found or frozenset((a, b)) in apart or not spoken[a].isdisjoint(spoken[b]):
            continue
        first, second = (each.a, each.b) if person_of[each.a] == a else (each.b, each.a)
        found[a, b] = {
            "a": as_id(a),
            "b": as_id(b),
            "names": [names[first], names[second]],
            "score": each.score,
            "reasons": list(each.reasons),
        }
    return list(found.values())


def _judged_apart(database: Database) -> set[frozenset[UUID]]:
    """Return the pairs of persons who were judged not to be one, or not to be clear."""
    judged = [row for row in held_apart(database) if row.kind == "person"]
    ids = {each for row in judged for each in (row.subject, row.other)}
    person = {row.id: row.person_id for row in select_among(database, Appearance, "id", ids)}
    return {
        frozenset((person[row.subject], person[row.other]))
        for row in judged
        if {row.subject, row.other} <= person.keys()
    }


def people_called(database: Database, name: str) -> list[UUID]:
    """Return the ids of persons of whom one name has all these words, in any order."""
    words = list(dict.fromkeys(tokens(name)))
    if not words:
        return []
    having = " AND ".join(["called IN (SELECT called FROM name_word WHERE word = %s)"] * len(words))
    found = database.run(f"SELECT DISTINCT person_id FROM appearance WHERE {having}", words)  # noqa: S608 - words are parameters
    return sorted(UUID(as_id(person)) for (person,) in found)


def outlets_called(database: Database, name: str) -> list[str]:
    """Return the outlets whose names have all these words, in any order."""
    asked = frozenset(tokens(name))
    return [outlet for outlet in all_outlets(database) if asked and asked <= _words_of(outlet)]


def all_outlets(database: Database) -> list[str]:
    """Return the names of all outlets of newest versions, each once; asked anew whenever the log has grown."""
    ((last,),) = database.run('SELECT MAX("index") FROM log_entry')
    at, outlets = _known_outlets.get(database, (-1, []))
    if at != last:
        sql = _OUTLETS if database.is_sqlite else _OUTLETS_UNSORTED  # PostgreSQL has no index to step along
        outlets = [outlet for (outlet,) in database.run(sql)]
        _known_outlets[database] = (last, outlets)
    return outlets


@lru_cache(maxsize=1 << 14)
def _words_of(outlet: str) -> frozenset[str]:
    return frozenset(tokens(outlet))


def _conditions(archive: Archive, asked: Asked) -> Iterator[tuple[str, Sequence[Any]]]:
    database = archive.database
    if asked.only is None:
        yield "d.newest AND NOT hidden", ()
    else:
        yield among(database, "statement.id", [asked.only])
    if asked.words.strip():
        yield search.condition(database, asked.words)
    if asked.by is not None:
        yield among(database, "a.person_id", people_called(database, asked.by))
    if asked.outlet is not None:
        yield among(database, "d.outlet", outlets_called(database, asked.outlet))
    if asked.language is not None:
        yield "d.language = %s OR d.language LIKE %s", (asked.language, f"{asked.language}-%")
    for day, sign in ((asked.since, ">="), (asked.until, "<=")):
        if day is not None:  # both at the precision of the coarser
            sql = f"substr(d.day, 1, {len(day)}) {sign} substr(CAST(%s AS text), 1, length(d.day))"
            yield sql, (day,)
    if asked.case is not None:
        yield _in_case(archive, asked.case)
    for column, value in (("status", asked.status), ("type", asked.type)):
        if value is not None:
            yield f"statement.{column} = %s", (value,)
    if not asked.withheld:
        yield "statement.visibility <> 'withheld'", ()
    if asked.person is not None:
        yield among(database, "a.person_id", [asked.person])
    for each in asked.remarks():
        yield remarked(database, *each)


def _is_day(text: str) -> bool:
    """Tell whether a text is a year, a month or a day that there is."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None


def _all_of(conditions: Iterable[tuple[str, Sequence[Any]]]) -> tuple[str, list[Any]]:
    """Return one condition that is met where all are, with its parameters."""
    every = list(conditions)
    return " AND ".join(f"({sql})" for sql, _ in every), [value for _, values in every for value in values]


def _in_case(archive: Archive, name: str) -> tuple[str, list[Any]]:
    """Return the condition that a document has a capture in a case."""
    sql, values = among(archive.database, "k.case_id", [archive.case(name).id])
    return f"EXISTS (SELECT 1 FROM capture k WHERE k.document_id = d.id AND {sql})", values  # noqa: S608 - names of our own; values are parameters


def _listed(archive: Archive, together: Mapping[int, Sequence[int]]) -> Iterator[Listed]:
    """Yield statements, given their numbers by those of their documents: document by document, in text order."""
    places = {document: place for place, document in enumerate(together)}
    some = _rows(archive, [each for group in together.values() for each in group])
    some.sort(key=lambda row: (places[row[0]], json.loads(row[1])))
    yield from (listed for _, listed in _told(archive, some))


def listed(archive: Archive, numbers: Sequence[int]) -> list[Listed]:
    """Return the statements with these numbers, in their order; without those that are not there."""
    found = dict(_told(archive, sorted(_rows(archive, numbers))))
    return [found[number] for number in numbers if number in found]


def _rows(archive: Archive, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    having, values = among(archive.database, "statement.number", numbers)
    return archive.database.run(_STATEMENTS.format(having=having), values)


def _told(archive: Archive, some: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Listed]]:
    """Yield the statements in some rows, with their numbers; quickest where those of one document stand together."""
    known = known_of(archive.database, {row[-3] for row in some})
    text, page = None, None
    for _, content, digest, document, title, url, outlet, language, published, captured, address, *rest in some:
        obtained, statement, kind, act, words, made, echo, status, reader, decided_by, shown, number, *speaker = rest
        person, name, who = speaker
        named, circumstances = known.get(person, (False, set()))
        record = {
            "id": as_id(statement),
            "type": kind,
            "act": act,
            "words": words,
            "speaker": {
                "name": name,
                "kind": who,
                "person": as_id(person) if named else None,
                "circumstances": sorted(circumstances),
            },
            "circumstances": json.loads(made),
            "document": as_id(document),
            "url": url or captured or (None if address == "-" else address),
            "outlet": outlet,
            "lang": language,
            "published": published,
            "obtained": obtained,
            "echo": None if echo is None else as_id(echo),
            "status": status,
            "reader": reader,
            "decided_by": decided_by,
            "visibility": shown,
        }
        if reader.startswith(_HEARD):
            if digest != text:
                text, page = digest, _page(archive, digest)
            if page and (seconds := page.seconds(tuple(Span(*pair) for pair in json.loads(content)))):
                record["seconds"] = list(seconds)
        yield number, Listed(record, title)


def _page(archive: Archive, digest: str) -> Page | None:
    """Return a document out of its text; None where that is gone or damaged, which `verify` says and no list."""
    try:
        return document_of(unseal(archive.blobs.get(digest)), "")
    except (NoBlob, DigestMismatch, SealError):
        return None


def known_of(database: Database, persons: Iterable[Any]) -> dict[Any, tuple[bool, set[str]]]:
    """Return of persons whether anything names them, and their circumstances in all documents.

    Args:
        database: Where.
        persons: Ids as the driver gave them.

    Returns:
        Nothing of those of whom neither is so.
    """
    ids = [UUID(as_id(person)) for person in persons]
    table, values = table_of(database, ids)
    having, asked = among(database, "person_id", ids)
    found: dict[Any, tuple[bool, set[str]]] = {}
    for person, circumstances in database.run(_KNOWN.format(table=table, having=having), [*values, *asked]):
        named, known = found.get(person, (False, set()))
        found[person] = (named or circumstances is None, known.union(json.loads(circumstances or "[]")))
    return found


def decided_of(database: Database, persons: Sequence[UUID] | None = None) -> dict[Any, list[Release]]:
    """Return the standing decisions on showing persons: all, or those on some."""
    having, values = ("1 = 1", []) if persons is None else among(database, "a.person_id", persons)
    found = defaultdict(list)
    for person, act, number, seen in database.run(_DECIDED.format(having=having), values):
        found[person].append(Release(act, number, frozenset(json.loads(seen))))
    return found


def as_id(value: Any) -> str:
    """Return an id as it is written: SQLite's driver gives its digits, PostgreSQL's a UUID."""
    if isinstance(value, str) and len(value) == 32:
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return str(value)
