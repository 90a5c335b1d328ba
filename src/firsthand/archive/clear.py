"""Clear: which documents may be seen by whoever must never learn who a protected person is (GC1, GC2).

A person is *guarded* who is withheld, or protected and not released. A document is *clear* where

1. nobody guarded speaks in it, and no statement of it, of whichever reading, is withheld, or protected and not
   released, or degrading;
2. it is not withheld, and no version of its page is;
3. none of its words, in its texts, title, outlet, byline, addresses and names of files, could be a word that tells who
   somebody guarded is (`care.names`), in whatever document of the archive they speak;
4. it does not speak of captivity (`reading.captives`), be it of people who do not speak: unless somebody protected
   speaks in it, all of whom were released then, or a person released it;
5. all this was found out: `local_clear` has the documents that were found clear, and no others are.

The table is brought up to date after the fact, so whoever asks does that within `seeing`, which tells whether the table
knows all that the log says at the moment that is seen.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from firsthand.archive.apply import BY_RULE
from firsthand.archive.models import (
    Appearance,
    Capture,
    Clear,
    ClearState,
    Decision,
    Document,
    Guarded,
    GuardedWord,
    LogEntry,
    Mention,
    OfCaptives,
    Part,
    Reading,
    Statement,
    Word,
)
from firsthand.archive.standing import known
from firsthand.archive.stored import document_of
from firsthand.archive.tables import (
    among,
    delete_among,
    first,
    in_parts,
    insert,
    rows,
    select,
    select_among,
    update,
    values,
)
from firsthand.care.mentions import UNCOMPARED, could_be, in_address, in_prose, keys
from firsthand.care.names import identifying
from firsthand.care.names import keys as keys_of_name
from firsthand.care.visibility import Visibility, is_guarded, needs_reason
from firsthand.custody.blobs import DigestMismatch, NoBlob
from firsthand.custody.entry import Entry, decode
from firsthand.custody.sealed import SealError, unseal
from firsthand.reading.captives import speaks_of_captivity

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.database import Database

RULE: Final = "clear 3"
"""Changes with whatever makes another document clear, in `care` and `linking` too: all is then found anew."""
_AT_ONCE: Final = 200  # entries taken into account in one transaction
_TRIES: Final = 10
_OF_NOBODY: Final = frozenset(
    [
        *("opened", "restored", "actor", "case", "run", "run-ended", "linked", "unread", "stamped"),
        *("confirm", "reject", "note", "tag", "grade", "translate", "assign", "edge-confirm", "edge-refuse"),
    ]
)
"""Acts that change nothing here."""
_DECIDED: Final = frozenset(["withhold", "release", "same", "same" + BY_RULE, "different", "unsure", "undo"])
"""Acts that change who is guarded, and no words. All others, those of later versions too, may change both."""
_SHOWN: Final = ("withhold", "release")
_LONGEST_NAME: Final = 200  # characters, as many as an index takes
_PROSE: Final = ("text", "title", "about")
_PLACES: Final = ("outlet", "byline", "address", "url")


class _Speaks(NamedTuple):
    """Somebody guarded, where they speak: a row of `Guarded`, its ids as the driver gives them."""

    appearance: Any
    person: Any
    document: int
    name: str | None


@contextmanager
def seeing(archive: Archive) -> Iterator[bool]:
    """See the database as it is at one moment, and be told whether what is clear is known for that moment.

    Where others write faster than this reads the answer may be False: then nothing is to be shown to whoever may see
    clear documents only. Not within a transaction.
    """
    for _ in range(_TRIES):
        with archive.database.reading():
            if _is_current(archive.database):
                yield True
                return
        bring_up_to_date(archive)
    with archive.database.reading():
        yield False


def bring_up_to_date(archive: Archive) -> None:
    """Take into account what was entered in the log until now. One query where that is nothing."""
    database = archive.database
    if _is_current(database):
        return
    until = _last_entry(database)
    while (state := first(database, ClearState, rule=RULE)) is None or state.last < until:
        if state is None:
            _begin(database)
            continue
        found = _Changes(archive, state)
        with database.writing():
            if first(database, ClearState, rule=RULE) == state:
                found.enter()
    if state.last > until and state.last > _last_entry(database):  # the log is another one, not one that went on
        _forget(database, state)


def _last_entry(database: Database) -> int:
    ((last,),) = database.run('SELECT max("index") FROM log_entry')
    return int(last)


def could_name(archive: Archive, text: str) -> bool:
    """Tell whether a text, the name of an outlet or of a file, say, could name somebody guarded. Within `seeing`."""
    found = in_prose(text) | in_address(text)
    return bool(_named(archive.database, found))


def clear_of(archive: Archive, document: UUID) -> bool:
    """Tell whether a document is clear, from the rows and the blobs alone: slow, for comparing."""
    database = archive.database
    row = first(database, Document, id=document)
    appearances = list(rows(database, Appearance))
    guarded = _guarded(database, {one.person_id for one in appearances})
    theirs = [each for each in appearances if each.person_id in guarded]
    tells = {word for each in theirs for word in identifying(each.name or "")}
    told = _telling(archive)
    words = _words(database, told, row)
    return not (
        any(each.document_id == document for each in theirs)
        or any(_hides(each.circumstances, each.visibility) for each in rows(database, Statement, document_id=document))
        or "withhold" in _last_shown(database, [each.id for each in rows(database, Document, page=row.page)]).values()
        or UNCOMPARED in words
        or (_speaks_of_captivity(database, told, row) and not _accounted_for(database, [row]))
        or any(could_be(word, name) for word in words for name in tells)
    )


class _Changes:
    """What some entries change: their words are read before the transaction that enters them."""

    def __init__(self, archive: Archive, state: Any) -> None:
        self.database = database = archive.database
        self.state = state
        self.until: int = state.last
        self.subjects: set[UUID] = set()
        self.erased = False
        read: set[UUID] = set()
        for index, entry in _entries(database, state.last):
            self.until = index
            self.erased |= entry.act == "erased" and index > state.begun
            if entry.act not in _OF_NOBODY:
                self.subjects.update(entry.subjects)
                if entry.act not in _DECIDED:
                    read.update(entry.subjects)
        read.update(row.document_id for row in select_among(database, Capture, "id", read) if row.document_id)
        if self.erased:  # what these are held for may have been said beside them, in what is gone
            speaking = list(values(database, OfCaptives, "document"))
            read.update(row.id for row in select_among(database, Document, "number", speaking))
        read.update(_beside(database, read))
        documents = list(select_among(database, Document, "id", read))
        told = _telling(archive)
        self.words = {row.id: _words(database, told, row) for row in documents}
        self.of_captives = {row.number for row in documents if _speaks_of_captivity(database, told, row)}
        every = {word for words in self.words.values() for word in words}
        for some in in_parts(every):
            for word in set(some).difference(values(database, Word, "word", word=some)):
                keys(word)  # remembered: worked out here, where nobody waits

    def enter(self) -> None:
        """Bring the tables up to date, all of them following from the rows as they are now."""
        database = self.database
        documents, persons = self._touched()
        numbers = {row.number for row in documents.values()}
        numbers |= self._guard(persons)
        numbers |= self._read([row for row in documents.values() if row.id in self.words])
        if self.erased:
            numbers = set(values(database, Document, "number"))
        _settle(database, numbers)
        update(database, ClearState, {"last": self.until}, rule=RULE)

    def _touched(self) -> tuple[dict[UUID, Any], set[UUID]]:
        """Return the documents and persons that the entries are about, versions of the same pages included."""
        database = self.database
        held = set(self.subjects) | set(self.words)
        appearances = list(select_among(database, Appearance, "id", held))
        for each in select_among(database, Statement, "id", self.subjects):
            held.add(each.document_id)
        documents = {row.id: row for row in select_among(database, Document, "id", held)}
        appearances += select_among(database, Appearance, "document_id", documents)
        pages = {row.page for row in documents.values()}
        documents |= {row.id: row for row in select_among(database, Document, "page", pages)}
        return documents, {row.person_id for row in appearances}

    def _guard(self, persons: set[UUID]) -> set[int]:
        """Enter which of some persons are guarded, of all after an erasure; return the documents which that changes."""
        database = self.database
        if self.erased:
            persons = _suspects(database)
        before = _all_held(database) if self.erased else _held(database, persons)
        now = _speaking(database, _guarded(database, persons))
        gone, come = before - now, now - before
        delete_among(database, Guarded, "appearance", [row.appearance for row in gone])
        insert(database, Guarded, (row._asdict() for row in come))
        changed = {row.document for row in gone | come}
        return changed | self._tell({row.name for row in gone if row.name}, {row.name for row in come if row.name})

    def _tell(self, gone: set[str], come: set[str]) -> set[int]:
        """Enter by which words the guarded are told; return the documents in which that makes a difference."""
        database = self.database
        gone -= {name for some in in_parts(gone) for name in values(database, Guarded, "name", name=some)}
        lost = {row.word for row in select_among(database, GuardedWord, "name", gone)}
        delete_among(database, GuardedWord, "name", gone)
        come -= {name for some in in_parts(come) for name in values(database, GuardedWord, "name", name=some)}
        told = {name: identifying(name) for name in come}
        new = {word for words in told.values() for word in words}
        new -= {word for some in in_parts(new) for word in values(database, GuardedWord, "word", word=some)}
        insert(
            database,
            GuardedWord,
            (
                {"key": key, "word": word, "name": name}
                for name, words in told.items()
                for word in words
                for key in keys_of_name(word)
            ),
        )
        doubtful: set[str] = set()
        flagged: set[str] = set()
        for word in new:
            for row in select_among(database, Word, "key", keys_of_name(word)):
                if not row.guarded and could_be(row.word, word):
                    flagged.add(row.word)
        for word in lost:
            for row in select_among(database, Word, "key", keys_of_name(word)):
                if row.guarded:
                    doubtful.add(row.word)
        if self.erased:
            doubtful.update(values(database, Word, "word", guarded=True))
        cleared = doubtful - _named(database, doubtful)
        for changed, guarded in ((flagged, True), (cleared, False)):
            for some in in_parts(changed):
                update(database, Word, {"guarded": guarded}, word=some)
        return {n for some in in_parts(flagged | cleared) for n in values(database, Mention, "document", word=some)}

    def _read(self, documents: Sequence[Any]) -> set[int]:
        """Enter the words of documents that were read, and return their numbers."""
        database = self.database
        every: set[str] = set()
        dropped: set[str] = set()
        for row in documents:
            words = self.words[row.id]
            before = set(values(database, Mention, "word", document=row.number))
            for some in in_parts(before - words):
                dropped.update(some)
                marks = ", ".join(["%s"] * len(some))
                sql = f"DELETE FROM local_mention WHERE document = %s AND word IN ({marks})"  # noqa: S608 - as many marks as words
                database.run(sql, [row.number, *some])
            insert(database, Mention, ({"word": word, "document": row.number} for word in words - before))
            every |= words - before
        numbers = {row.number for row in documents}
        delete_among(database, OfCaptives, "document", numbers)
        insert(database, OfCaptives, ({"document": number} for number in numbers & self.of_captives))
        dropped -= {word for some in in_parts(dropped) for word in values(database, Mention, "word", word=some)}
        delete_among(database, Word, "word", dropped)
        new = every - {word for some in in_parts(every) for word in values(database, Word, "word", word=some)}
        named = _named(database, new)
        entries = ({"word": word, "key": key, "guarded": word in named} for word in new for key in keys(word))
        insert(database, Word, entries)
        return numbers


def _is_current(database: Database) -> bool:
    sql = 'SELECT 1 FROM local_clear_state WHERE rule = %s AND last = (SELECT max("index") FROM log_entry)'
    with database.trouble():
        return bool(database.run(sql, [RULE]))


def _begin(database: Database) -> None:
    """Forget what is known, and begin with the first entry."""
    with database.writing():
        if first(database, ClearState, rule=RULE) is None:
            for model in (Clear, Guarded, GuardedWord, Word, Mention, OfCaptives, ClearState):
                rows(database, model).all()._raw_delete(database.alias)
            insert(database, ClearState, [{"rule": RULE, "begun": _last_entry(database), "last": -1}])


def _entries(database: Database, after: int) -> Iterator[tuple[int, Entry]]:
    found = rows(database, LogEntry, index__gt=after).order_by("index")[:_AT_ONCE]
    return ((row.index, decode(bytes(row.bytes))) for row in found)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text tells of whom it may be about."""

    words: frozenset[str]
    """Those that could be names."""
    of_captives: bool
    """Whether it speaks of captivity."""


_ANYTHING: Final = _Told(frozenset([UNCOMPARED]), of_captives=True)
"""What a text may tell that cannot be read."""


def _telling(archive: Archive) -> Callable[[str], _Told]:
    """Return what gives, by its digest, what a text tells: each is opened once, whichever documents ask."""

    @cache
    def told(digest: str) -> _Told:
        try:
            text = unseal(archive.blobs.get(digest))
        except (NoBlob, DigestMismatch, SealError):
            return _ANYTHING
        page = text["document"]
        words: set[str] = set()
        for name in _PROSE:
            words |= in_prose(page.get(name) or "")
        for name in _PLACES:
            words |= in_address(page.get(name) or "")
        for note in page.get("notes", ()):
            words |= in_prose(note)
        return _Told(frozenset(words), speaks_of_captivity(document_of(text, "")))

    return told


def _words(database: Database, told: Callable[[str], _Told], document: Any) -> frozenset[str]:
    """Return the words of a document that could be names: of all its readings, its captures and their files."""
    texts = {document.text, *values(database, Reading, "text", document_id=document.id)}
    found = {word for text in texts for word in told(text).words}
    captures = select(database, Capture, document_id=document.id)
    for row in captures:
        for place in (row.address, row.url, row.key):
            found |= in_address(place or "")
        found |= in_prose(row.error or "")
    for part in select_among(database, Part, "capture_id", [row.id for row in captures]):
        found |= in_address(part.name or "")
    return frozenset(found)


def _speaks_of_captivity(database: Database, told: Callable[[str], _Told], document: Any) -> bool:
    """Tell whether a document speaks of captivity, in whichever of its texts or of those beside it."""
    beside = _beside(database, [document.id])
    texts = {text for name in beside for text in values(database, Reading, "text", document_id=name)}
    return any(told(text).of_captives for text in {document.text, *texts})


def _recordings(database: Database, documents: Iterable[UUID]) -> set[UUID]:
    """Return the documents of captures within which those of some documents stand: videos, of their subtitles."""
    within = {row.within for row in select_among(database, Capture, "document_id", documents) if row.within}
    return {row.document_id for row in select_among(database, Capture, "id", within) if row.document_id}


def _beside(database: Database, documents: Iterable[UUID]) -> set[UUID]:
    """Return the documents that tell of the same recordings: title and description, subtitles, transcripts."""
    own = _recordings(database, documents).union(documents)
    captures = [row.id for row in select_among(database, Capture, "document_id", own)]
    return own | {row.document_id for row in select_among(database, Capture, "within", captures) if row.document_id}


def _named(database: Database, words: Iterable[str]) -> set[str]:
    """Return those of some words that could be a word of a guarded name."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        for key in keys(word):
            by_key[key].append(word)
    found = {UNCOMPARED} & set(by_key.get("", ()))
    for row in select_among(database, GuardedWord, "key", by_key):
        found.update(word for word in by_key[row.key] if word not in found and could_be(word, row.word))
    return found


def _suspects(database: Database) -> set[UUID]:
    """Return the persons who may be guarded."""
    sql = (
        "SELECT person_id FROM appearance WHERE circumstances <> '[]' "
        "UNION SELECT a.person_id FROM statement s JOIN appearance a ON a.id = s.appearance_id "
        "WHERE s.circumstances NOT IN ('[]', '[\"translated\"]') "
        "UNION SELECT a.person_id FROM decision d JOIN appearance a ON a.id = d.subject "
        "WHERE d.act = 'withhold' AND d.undone IS NULL"
    )
    return {UUID(str(person)) for (person,) in database.run(sql)}


def _held(database: Database, persons: Collection[UUID]) -> set[_Speaks]:
    """Return what is known of the appearances of persons, be it that these were other people's, or others theirs."""
    asked, ids = among(database, "a.person_id", list(persons))
    found = " UNION ".join(
        f"SELECT g.appearance, g.person, g.document, g.name FROM appearance a JOIN local_guarded g ON g.{side} = a.id "  # noqa: S608 - names of our own; values are parameters
        f"WHERE {asked}"
        for side in ("appearance", "person")
    )
    return set(map(_Speaks._make, database.run(found, ids * 2)))


def _all_held(database: Database) -> set[_Speaks]:
    return set(map(_Speaks._make, database.run("SELECT appearance, person, document, name FROM local_guarded")))


def _speaking(database: Database, persons: Collection[UUID]) -> set[_Speaks]:
    """Return where persons speak."""
    asked, ids = among(database, "a.person_id", list(persons))
    sql = (
        "SELECT a.id, a.person_id, d.number, a.name FROM appearance a JOIN document d ON d.id = a.document_id "  # noqa: S608 - names of our own; values are parameters
        f"WHERE {asked}"
    )
    return {
        _Speaks(appearance, person, document, name and name[:_LONGEST_NAME])
        for appearance, person, document, name in database.run(sql, ids)
    }


def _guarded(database: Database, persons: Collection[UUID]) -> set[UUID]:
    """Return those who are guarded, by all that is known of their appearances and of how their statements were made."""
    asked, ids = among(database, "a.person_id", list(persons))
    sql = (
        "SELECT DISTINCT a.person_id, s.circumstances FROM appearance a JOIN statement s ON s.appearance_id = a.id "  # noqa: S608 - names of our own; values are parameters
        f"WHERE {asked} AND NOT s.circumstances = '[]'"
    )
    spoke: defaultdict[UUID, set[str]] = defaultdict(set)
    for person, circumstances in database.run(sql, ids):
        spoke[UUID(str(person))].update(json.loads(circumstances))
    return {
        person
        for person, one in known(database, persons).items()
        if is_guarded(one.visibility, one.circumstances | spoke[person])
    }


def _hides(circumstances: str, visibility: Visibility) -> bool:
    """Tell whether a statement keeps its document from being clear."""
    known = frozenset(json.loads(circumstances))
    return "degrading" in known or is_guarded(visibility, known)


def _accounted_for(database: Database, documents: Sequence[Any]) -> set[int]:
    """Return the numbers of the documents of which people weighed whom they speak of.

    They released the document, or it presents somebody protected. To be asked where nobody guarded speaks: who is
    protected was released then.
    """
    ids = [row.id for row in documents]
    found = {name for name, act in _last_shown(database, ids).items() if act == "release"}
    asked, parameters = among(database, "document_id", ids)
    for table in ("appearance", "statement"):
        sql = f"SELECT DISTINCT document_id, circumstances FROM {table} WHERE {asked} AND NOT circumstances = '[]'"  # noqa: S608 - names of our own; values are parameters
        for name, circumstances in database.run(sql, parameters):
            if needs_reason(frozenset(json.loads(circumstances))):
                found.add(UUID(str(name)))
    return {row.number for row in documents if row.id in found}


def _last_shown(database: Database, documents: Iterable[UUID]) -> dict[UUID, str]:
    """Return which decision is the last that stands on showing each of some documents."""
    stand = [row for row in select_among(database, Decision, "subject", documents) if row.undone is None]
    return {row.subject: row.act for row in sorted(stand, key=lambda row: row.number) if row.act in _SHOWN}


def _settle(database: Database, numbers: Iterable[int]) -> None:
    """Enter which of some documents are clear."""
    for some in in_parts(numbers):
        held = _unbarred(database, select(database, Document, number=some))
        before = set(values(database, Clear, "document", document=some))
        delete_among(database, Clear, "document", before - held)
        insert(database, Clear, ({"document": number} for number in held - before))


def _unbarred(database: Database, documents: Sequence[Any]) -> set[int]:
    """Return the numbers of those documents that are clear; what takes longest is asked of what nothing else bars."""
    guarded = set(values(database, Guarded, "document", document=[row.number for row in documents]))
    left = [row for row in documents if row.number not in guarded]
    pages = {row.id: row.page for row in select_among(database, Document, "page", {row.page for row in left})}
    withheld = {pages[name] for name, act in _last_shown(database, pages).items() if act == "withhold"}
    left = [row for row in left if row.page not in withheld]
    asked, ids = among(database, "document_id", [row.id for row in left])
    sql = (
        f"SELECT DISTINCT document_id, circumstances, visibility FROM statement WHERE {asked} "  # noqa: S608 - names of our own; values are parameters
        "AND (NOT circumstances = '[]' OR visibility = 'withheld')"
    )
    hiding = {UUID(str(name)) for name, *said in database.run(sql, ids) if _hides(*said)}
    left = [row for row in left if row.id not in hiding]
    of_captives = set(values(database, OfCaptives, "document", document=[row.number for row in left]))
    of_captives -= _accounted_for(database, [row for row in left if row.number in of_captives])
    numbers = {row.number for row in left} - of_captives
    asked, ids = among(database, "d.number", list(numbers))
    sql = (
        f"SELECT d.number FROM document d WHERE {asked} AND NOT EXISTS "  # noqa: S608 - names of our own; values are parameters
        "(SELECT 1 FROM local_mention m JOIN local_word w ON w.word = m.word WHERE w.guarded AND m.document = d.number)"
    )
    return {number for (number,) in database.run(sql, ids)}


def _forget(database: Database, state: Any) -> None:
    with database.writing():
        delete_among(database, ClearState, "rule", [state.rule])
