"""Walk: statements one after the other along an index, from any place on, and never more rows than a page may cost.

There are four orders, and the question tells which:

- `d`, newest documents first, by their own dates, in text order within each: where nothing is asked of statements that
  few of them have;
- `n`, newest in the archive first: where words or a status that people gave are asked for, since these are found in
  that order, and sorting all that is found by date takes as long as there is much of it;
- `p`, newest pages in the archive first, in the order of each reading: where a speaker is asked for;
- `r`, what was tagged or assigned last first, in the order of each reading: where a tag or an assignment is asked for.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, Final, Literal

from firsthand.archive import search
from firsthand.archive.archive import NotFound
from firsthand.archive.paging import place_of, token
from firsthand.archive.questions import Asked, outlets_called, people_called
from firsthand.archive.remarked import Act, Condition, along_remarks, remarked, tags_of
from firsthand.archive.sight import Sight
from firsthand.archive.tables import among, indexed, table_of

if TYPE_CHECKING:
    from uuid import UUID

    from firsthand.archive.archive import Archive
    from firsthand.archive.database import Database

SCANNED: Final = 1000
"""Rows that a page looks through at most."""
FEW: Final = 1000
"""So many things are sooner gathered than found along an index."""
_DOCUMENTS: Final = 30  # that are gathered at once
_APPEARANCES: Final = 300  # likewise
_AT_ONCE: Final = 100
Order = Literal["d", "n", "p", "r"]
_LAST_DAY: Final = "~"  # after every date
_MORE = "d.day, d.language, d.outlet, a.person_id, a.name, a.kind, statement.status, statement.type"
_SPEAKER = "LEFT JOIN appearance a ON a.id = statement.appearance_id"


@dataclass(frozen=True, slots=True)
class Hit:
    """One statement on the way, or a row that is none of those asked for."""

    place: tuple[Any, ...]
    number: int | None
    more: tuple[Any, ...] = ()
    """Day, language, outlet, person, name, kind, status, type, tags (members of a JSON list, None where there are none)
    and the document's number, where they were asked for."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through statements, of which the database gives blocks in order and Python orders what is in each."""

    order: Order
    sql: str
    values: list[Any]
    start: tuple[Any, ...] | None
    blocks: int | None = None
    """How many blocks there can be at most before the walk has to begin again from where it is."""

    def hits(self, database: Database) -> Generator[Hit, None, None]:
        """Yield every row looked at, in order: of those asked for with the number."""
        width = 2 if self.order == "d" else 1
        blocks = 0
        with database.connection.chunked_cursor() as cursor:
            cursor.execute(self.sql, self.values)
            rows = chain.from_iterable(iter(lambda: cursor.fetchmany(_AT_ONCE), []))
            for block, group in groupby(rows, key=lambda row: row[:width]):
                blocks += 1
                found = [self._hit(block, row[width:]) for row in group]
                if self.order != "n":
                    found.sort(key=lambda hit: hit.place)
                for hit in found:
                    if self.start is None or hit.place[:width] != self.start[:width] or hit.place > self.start:
                        yield hit
        if self.blocks is not None and blocks >= self.blocks:
            yield _UNFINISHED

    def _hit(self, block: tuple[Any, ...], row: tuple[Any, ...]) -> Hit:
        number, start, is_asked, *more = row
        by_block = (*block, number or 0)
        place = {"d": (*block, start or 0, number or 0), "n": block, "p": by_block, "r": by_block}[self.order]
        return Hit(place, number if is_asked else None, tuple(more))

    def take(self, database: Database, limit: int) -> tuple[list[Hit], str | None]:
        """Return so many hits at most, and the token of where to go on; None where that was all."""
        found: list[Hit] = []
        last: tuple[Any, ...] = self.start or ()
        with closing(self.hits(database)) as hits:
            for looked, hit in enumerate(hits):
                if looked >= max(SCANNED, limit) or hit is _UNFINISHED or (hit.number and len(found) == limit):
                    return found, token(self.order, *last)
                last = hit.place
                if hit.number:
                    found.append(hit)
        return found, None


_UNFINISHED: Final = Hit((), None)
_PLACES: Final[dict[str, tuple[type, ...]]] = {"d": (str, int, int, int), "n": (int,), "p": (int, int), "r": (int, int)}


def walk(archive: Archive, sight: Sight, asked: Asked, after: str | None = None, *, more: bool = False) -> Walk:
    """Return the way through the statements asked for.

    Args:
        archive: Where.
        sight: What is seen.
        asked: What of it.
        after: Where to go on.
        more: Whether hits are to have `more`.

    Raises:
        NotFound: There is no such case.
        BadQuestion: There is no such place.
    """
    asking = _asking(archive, sight, asked, more)
    order: Order
    if asked.words.strip():
        order = "n"
    elif asking.remarks:
        order = "r"
    elif asked.status not in (None, "suggested"):
        order = "n"
    else:
        order = "d" if asking.persons is None else "p"
    place = place_of(after, str, *_PLACES[order])
    if place is not None and place[0] != order:
        place = place_of("", str)  # of another list: it says so
    start = place[1:] if place else None
    by = {"d": asking.by_day, "n": asking.by_number, "p": asking.by_speaker, "r": asking.by_remark}
    return by[order](start)


def days(archive: Archive, sight: Sight, asked: Asked, most: int) -> tuple[list[tuple[str, int]], bool]:
    """Return how many documents there are of each month among the newest, and whether those are all.

    Args:
        archive: Where.
        sight: What is seen.
        asked: What of it; what is asked of statements does not matter.
        most: How many documents are looked at.
    """
    asking = _asking(archive, sight, asked, more=False)
    dated = asking.of_documents()
    if asking.outlets is not None:
        dated = all_of([dated, among(archive.database, "d.outlet", asking.outlets)])
    along = (
        f"document d {indexed(archive.database, 'document_newest' if asking.outlets is None else 'document_outlet')}"
    )
    few = few_of_cases(archive.database, asking.cases, sight.cases)
    if few is not None:
        along = f"(SELECT DISTINCT document_id FROM capture WHERE {few[0]}) k JOIN document d ON d.id = k.document_id"  # noqa: S608 - names of our own; values are parameters
    seen, values = asking.of_cases()
    found = archive.database.run(
        f"""
        SELECT substr(day, 1, 7), COUNT(*), SUM(CASE WHEN seen THEN 1 ELSE 0 END) FROM (
            SELECT d.day AS day, {seen} AS seen FROM {along}
            WHERE d.newest AND {dated[0]} ORDER BY d.day DESC LIMIT {most}
        ) few GROUP BY 1 ORDER BY 1 DESC
        """,  # noqa: S608 - names of our own; values are parameters
        [*values, *(few[1] if few else []), *dated[1]],
    )
    return [(day, number) for day, _, number in found if number], sum(row[1] for row in found) < most


def _asking(archive: Archive, sight: Sight, asked: Asked, more: bool) -> _Asking:
    database = archive.database
    cases = None if asked.case is None else (archive.case(asked.case).id,)
    persons = None if asked.by is None else people_called(database, asked.by)
    if asked.person is not None:
        persons = [asked.person] if persons is None or asked.person in persons else []
    outlets = None if asked.outlet is None else outlets_called(database, asked.outlet)
    remarks = asked.remarks()
    if remarks and sight.clear:
        raise NotFound("nothing here is tagged or assigned")  # viewers are told of no remark
    return _Asking(database, sight, asked, cases, persons, outlets, remarks, more)


@dataclass(frozen=True, slots=True)
class _Asking:
    database: Database
    sight: Sight
    asked: Asked
    cases: tuple[UUID, ...] | None
    persons: list[UUID] | None
    outlets: list[str] | None
    remarks: list[tuple[Act, str]]
    """What remarks are asked for."""
    with_more: bool

    @property
    def more(self) -> str:
        """The further columns of a hit: none unless they are asked for."""
        tags = "NULL" if self.sight.clear else tags_of(self.database)
        return f", {_MORE}, {tags}, d.number" if self.with_more else ""

    def by_day(self, start: tuple[Any, ...] | None) -> Walk:
        """Walk along the index on the days of newest versions, or along a few documents in its order."""
        database, blocks, index = self.database, None, ""
        dated = [self.of_documents(), before("(d.day, d.number)", start and start[:2])]
        few = few_of_cases(database, self.cases, self.sight.cases)
        if self.outlets is not None:
            one = len(self.outlets) == 1
            dated.append(("d.outlet = %s", list(self.outlets)) if one else among(database, "d.outlet", self.outlets))
        if few is not None:
            along = (
                f"(SELECT DISTINCT document_id FROM capture WHERE {few[0]}) k JOIN document d ON d.id = k.document_id"  # noqa: S608 - names of our own; values are parameters
            )
            dated, blocks = [_first(along, all_of(dated), few[1])], _DOCUMENTS
        elif self.outlets is not None and len(self.outlets) != 1:
            dated, blocks = (
                [_first(f"document d {indexed(database, 'document_outlet')}", all_of(dated), [])],
                _DOCUMENTS,
            )
        else:
            index = indexed(database, "document_newest" if self.outlets is None else "document_outlet")
        seen, is_asked = all_of([self.of_cases()]), all_of(self.of_statements())
        having, values = all_of(dated)
        sql = f"""
            SELECT d.day, d.number, statement.number, {text_place(database)}, {is_asked[0]} {self.more}
            FROM document d {index}
            LEFT JOIN statement ON statement.document_id = CASE WHEN {seen[0]} THEN d.id END
            {_SPEAKER if self.with_more else ""}
            WHERE d.newest AND {having} ORDER BY d.day DESC, d.number DESC
        """  # noqa: S608 - names of our own; values are parameters
        return Walk("d", sql, [*is_asked[1], *seen[1], *values], start, blocks)

    def by_number(self, start: tuple[Any, ...] | None) -> Walk:
        """Walk along the search index or that of statuses, or along a few statements."""
        database = self.database
        forms = search.forms(database, self.asked.words) if self.asked.words.strip() else None
        is_asked = [*self.of_all(), *(remarked(database, *each) for each in self.remarks)]
        key = "statement.number"
        cross = "CROSS JOIN" if database.is_sqlite else "JOIN"  # in this order
        if (numbers := [] if forms == [] else self._few()) is not None:
            table, values = table_of(database, numbers, "bigint")
            along = f"FROM ({table}) h JOIN statement ON statement.number = h.id"
            found = [("1 = 1", [])] if forms is None else [search.said(self.asked.words, forms)]
        elif forms is not None:
            match, phrases = search.along(database, self.asked.words, forms)
            key = "search.rowid" if database.is_sqlite else "search.number"
            along = f"FROM search {cross} statement ON statement.number = {key}"
            values, found = [], [match]
            is_asked += phrases
        else:
            along, values = f"FROM statement {indexed(database, 'statement_status')}", []
            found = [("NOT statement.hidden AND statement.status = %s", [str(self.asked.status)])]
        speaker = (
            ""
            if self.persons is None and not self.with_more
            else f"{cross} appearance a ON a.id = statement.appearance_id"
        )
        having, bounds = all_of([*found, before(key, start, closed=False)])
        condition, asked = all_of(is_asked)
        sql = f"""
            SELECT {key}, statement.number, 0, {condition} {self.more}
            {along} {cross} document d ON d.id = statement.document_id {speaker}
            WHERE {having} ORDER BY {key} DESC
        """
        return Walk("n", sql, [*asked, *values, *bounds], start)

    def by_speaker(self, start: tuple[Any, ...] | None) -> Walk:
        """Walk along the appearances of persons."""
        database = self.database
        persons = self.persons or []
        one = len(persons) == 1
        theirs = ("person_id = %s", list(persons)) if one else among(database, "person_id", persons)
        having, values = all_of([theirs, before("number", start and start[:1])])
        condition, asked = all_of(self.of_all())
        sql = f"""
            SELECT a.number, statement.number, 0, {condition} {self.more}
            FROM appearance a
            JOIN document d ON d.id = a.document_id
            LEFT JOIN statement ON statement.appearance_id = a.id
            WHERE {having.replace("number", "a.number").replace("person_id", "a.person_id")} AND a.number >= (
                SELECT MIN(number) FROM (
                    SELECT DISTINCT number FROM appearance WHERE {having} ORDER BY number DESC LIMIT {_APPEARANCES}
                ) few
            )
            ORDER BY a.number DESC
        """  # noqa: S608 - names of our own; values are parameters
        return Walk("p", sql, [*asked, *values, *values], start, _APPEARANCES)

    def by_remark(self, start: tuple[Any, ...] | None) -> Walk:
        """Walk along what was assigned to somebody, or has a tag."""
        database, join = self.database, "CROSS JOIN" if self.database.is_sqlite else "JOIN"
        (first, *others) = self.remarks
        (remarks, values), stands = along_remarks(database, *first)
        condition, asked = all_of([*self.of_all(), (stands, []), *(remarked(database, *each) for each in others)])
        having, bound = before("r.number", start and start[:1])
        sql = f"""
            SELECT r.number, statement.number, 0, {condition} {self.more}
            FROM {remarks}
            {join} document d ON d.id = statement.document_id
            {join} appearance a ON a.id = statement.appearance_id
            WHERE {having} ORDER BY r.number DESC
        """  # noqa: S608 - names of our own; values are parameters
        return Walk("r", sql, [*asked, *values, *bound], start)

    def of_all(self) -> list[Condition]:
        """Return all that is asked but words and remarks, of a statement, its document `d` and its speaker `a`."""
        asked = [("d.newest", []), *self.of_statements(), self.of_documents(), self.of_cases()]
        for column, values in (("d.outlet", self.outlets), ("a.person_id", self.persons)):
            if values is not None:
                asked.append(among(self.database, column, values))
        return asked

    def of_documents(self) -> Condition:
        """Return what is asked of documents and stands in the indexes along which they are walked."""
        return all_of([*_dated(self.asked), *spoken(self.asked.language)])

    def of_cases(self) -> Condition:
        """Return the condition that a document is seen, and in the case asked for."""
        every = [self.sight, *([Sight(self.cases)] if self.cases is not None else [])]
        return all_of(each.condition(self.database) for each in every)

    def of_statements(self) -> list[Condition]:
        """Return what is asked of a statement's own row."""
        asked: list[Condition] = [("NOT statement.hidden", [])]
        for column, value in (("status", self.asked.status), ("type", self.asked.type)):
            if value is not None:
                asked.append((f"statement.{column} = %s", [value]))
        if not self.asked.withheld:
            asked.append(("statement.visibility <> 'withheld'", []))
        return asked

    def _few(self) -> list[int] | None:
        """Return the statements of which those asked for are some, where something asked for leaves but a few."""
        database = self.database
        join = "CROSS JOIN" if database.is_sqlite else "JOIN"
        ways: list[tuple[str, list[Any]]] = []
        for each in self.remarks:
            (remarks, values), stands = along_remarks(database, *each)
            ways.append((f"SELECT statement.number FROM {remarks} WHERE {stands}", values))  # noqa: S608 - names of our own
        if self.asked.status not in (None, "suggested") and self.asked.words.strip():
            ways.append(("SELECT number FROM statement WHERE NOT hidden AND status = %s", [str(self.asked.status)]))
        if self.persons is not None:
            having, values = among(database, "a.person_id", self.persons)
            ways.append((f"FROM appearance a {join} statement s ON s.appearance_id = a.id WHERE {having}", values))
        if self.outlets is not None:
            having, values = among(database, "d.outlet", self.outlets)
            along = f"document d {indexed(database, 'document_outlet')}"
            ways.append(
                (f"FROM {along} {join} statement s ON s.document_id = d.id WHERE d.newest AND {having}", values)
            )
        for cases in (self.cases, self.sight.cases):
            if cases is not None:
                having, values = among(database, "k.case_id", cases)
                held = f"SELECT DISTINCT k.document_id FROM capture k WHERE {having}"  # noqa: S608 - names of our own
                ways.append((f"FROM ({held}) c {join} statement s ON s.document_id = c.document_id", values))
        for sql, values in ways:
            asking = sql if sql.startswith("SELECT") else f"SELECT s.number {sql}"
            found = database.run(f"{asking} LIMIT {FEW + 1}", values)
            if len(found) <= FEW:
                return [number for (number,) in found]
        return None


def _first(along: str, having: Condition, values: list[Any]) -> Condition:
    """Return the condition that a document is one of the first of those that are gathered."""
    order = f"ORDER BY d.day DESC, d.number DESC LIMIT {_DOCUMENTS}"
    sql = f"SELECT d.number FROM {along} WHERE d.newest AND {having[0]} {order}"  # noqa: S608 - names of our own; values are parameters
    return f"d.number IN ({sql})", [*values, *having[1]]


def few_of_cases(database: Database, *every: tuple[UUID, ...] | None) -> Condition | None:
    """Return the condition that a capture is of some cases, where they hold but few."""
    for cases in every:
        if cases is not None:
            having, values = among(database, "case_id", cases)
            ((held,),) = database.run(
                f"SELECT COUNT(*) FROM (SELECT 1 FROM capture WHERE {having} LIMIT {FEW + 1}) few",  # noqa: S608 - names of our own
                values,
            )
            if held <= FEW:
                return having, values
    return None


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Return one condition that is met where all are."""
    every = list(conditions)
    return " AND ".join(f"({sql})" for sql, _ in every) or "1 = 1", [value for _, values in every for value in values]


def before(columns: str, place: tuple[Any, ...] | None, *, closed: bool = True) -> Condition:
    """Return the condition that columns come before a place, or at it, where the largest come first."""
    if place is None:
        return "1 = 1", []
    marks = ", ".join(["%s"] * len(place))
    return f"{columns} {'<=' if closed else '<'} {f'({marks})' if len(place) > 1 else marks}", list(place)


def spoken(language: str | None) -> list[Condition]:
    """Return the condition that a document is in a language."""
    if language is None:
        return []
    return [("d.language = %s OR (d.language > %s AND d.language < %s)", [language, f"{language}-", f"{language}."])]


def _dated(asked: Asked) -> Iterator[Condition]:
    """Yield what `questions` asks of the day, and first a range of the index that holds it."""
    for day, sign in ((asked.since, ">="), (asked.until, "<=")):
        if day is not None:
            yield ("d.day >= %s", [day[:4]]) if sign == ">=" else ("d.day <= %s", [day + _LAST_DAY])
            yield f"substr(d.day, 1, {len(day)}) {sign} substr(CAST(%s AS text), 1, length(d.day))", [day]


def text_place(database: Database) -> str:
    """Return SQL for the place in the text at which a statement's content begins."""
    if database.is_sqlite:
        return "CAST(substr(statement.content, 3) AS integer)"
    return "CAST(split_part(substr(statement.content, 3), ',', 1) AS integer)"
