"""Recast: rows of statements as people corrected, split and joined them, worked out anew from what stands.

Nothing that was read is overwritten: `AsRead` keeps the columns as a machine has them while a correction stands, and
the statement's own columns are those with the corrections that stand laid over them, earliest first. So for each field
the latest that stands wins, and undoing one gives what the field would be without it. A statement that was split or
joined is hidden, and `Successor` says what stands in its place.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from firsthand.archive import search
from firsthand.archive.models import Appearance, AsRead, Correction, Statement, Successor, Vector
from firsthand.archive.naming import enter_names, found_by
from firsthand.archive.tables import delete_among, dumps, first, insert, select, select_among, update
from firsthand.custody.ids import given_appearance_id

if TYPE_CHECKING:
    from firsthand.archive.database import Database

_LISTS = ("content", "source", "cue", "circumstances")
_COLUMNS = (*_LISTS, "words", "tokens", "lemmas", "type", "act")
_HEARD = frozenset(["words", "cue", "type", "appearance_id"])
"""Columns from which a statement's vector is made, and by which its echoes are found."""
_OTHER_WORDS = ("content", "appearance_id")
"""Columns that make what was released another statement."""


@dataclass(frozen=True, slots=True)
class Recast:
    """What people made of the statements of a document, as a later reading of it has to know."""

    read: Mapping[UUID, Sequence[Sequence[int]]]
    """Of corrected statements the content that was read."""
    replaced: frozenset[UUID]
    """Those that were split, or joined with others."""
    versions: frozenset[UUID]
    """All that are a person's version, or in whose place one stands."""
    entries: frozenset[int]
    """Those by which people gave speakers."""


NOTHING = Recast({}, frozenset(), frozenset(), frozenset())
"""What people made of the statements of a document that is new."""


def recast_in(database: Database, document: UUID) -> Recast:
    """Return what people made of the statements of a document."""
    read = {row.statement_id: json.loads(row.said) for row in select(database, AsRead, document_id=document)}
    every = select(database, Successor, document_id=document)
    stand = [row for row in every if row.undone is None]
    replaced = frozenset(row.before_id for row in stand)
    return Recast(
        {name: json.loads(said["content"]) for name, said in read.items()},
        replaced,
        replaced.union(read, (row.after_id for row in stand)),
        frozenset(row.number for row in (*every, *select(database, Correction, document_id=document))),
    )


def enter(
    database: Database, archive: UUID, number: int, act: str, subjects: Sequence[UUID], change: Any, places: int
) -> None:
    """Do to the rows what an entry `correct`, `split` or `join` says.

    Args:
        database: Where.
        archive: Its id.
        number: The entry's index.
        act: Which of the three.
        subjects: The statement that is corrected; that is split, and those it is split into; of those that are joined
            the one that stays, and the rest.
        change: As `correct` seals it.
        places: The number that the first new statement gets.
    """
    statement, *others = subjects
    row = first(database, Statement, id=statement)
    if act == "split":
        _enter_pieces(database, archive, number, row, others, change["pieces"], places)
    else:
        columns = _columns(database, archive, number, row.document_id, statement, change)
        said = {"number": number, "statement_id": statement, "document_id": row.document_id}
        insert(database, Correction, [{**said, "change": dumps(columns), "undone": None}])
        restate(database, statement)
    pairs = [(statement, other) if act == "split" else (other, statement) for other in others]
    said = {"number": number, "document_id": row.document_id, "act": act, "undone": None}
    insert(database, Successor, ({**said, "before_id": one, "after_id": other} for one, other in pairs))
    for before in {one for one, _ in pairs}:
        update(database, Statement, {"hidden": True}, id=before)


def undo(database: Database, number: int, undone: int) -> list[UUID]:
    """Take back what an entry did to the rows; return the statements that it had made, which are gone now.

    Args:
        database: Where.
        number: The index of the entry that undoes.
        undone: Of the one that is undone; of any other act than the three there is nothing to take back.
    """
    for row in select(database, Correction, number=undone):
        update(database, Correction, {"undone": number}, number=undone)
        restate(database, row.statement_id)
    pairs = select(database, Successor, number=undone)
    update(database, Successor, {"undone": number}, number=undone)
    for before in {row.before_id for row in pairs}:
        hidden = first(database, Successor, before_id=before, undone=None) is not None
        update(database, Statement, {"hidden": hidden}, id=before)
    gone = [row for row in pairs if row.act == "split"]
    for row in gone:  # what a later reading found inside a piece is inside the whole
        update(database, Statement, {"within": row.before_id}, within=row.after_id)
    made = list(select_among(database, Statement, "id", [row.after_id for row in gone]))
    search.forget(database, [(row.number, row.tokens, row.lemmas) for row in made])
    for model in (Statement, Vector):
        delete_among(database, model, "number", [row.number for row in made])
    return [row.id for row in made]


def restate(database: Database, statement: UUID) -> None:
    """Set the columns of a statement to what was read, with the corrections that stand laid over it."""
    row = first(database, Statement, id=statement)
    stand = select(database, Correction, order="number", statement_id=statement, undone=None)
    kept = first(database, AsRead, statement_id=statement)
    if row is None or (kept is None and not stand):
        return
    if kept is None:
        said: dict[str, Any] = {name: getattr(row, name) for name in _COLUMNS}
        said["appearance_id"] = str(row.appearance_id)
        insert(database, AsRead, [{"statement_id": statement, "document_id": row.document_id, "said": dumps(said)}])
    else:
        said = json.loads(kept.said)
        if not stand:
            delete_among(database, AsRead, "statement_id", [statement])
    for each in stand:
        said |= json.loads(each.change)
    said["appearance_id"] = UUID(said["appearance_id"])
    changed = {name: value for name, value in said.items() if value != getattr(row, name)}
    if not changed:
        return
    search.forget(database, [(row.number, row.tokens, row.lemmas)])
    update(database, Statement, changed, number=row.number)
    search.index(database, [(row.number, said["tokens"], said["lemmas"])])
    if not _HEARD.isdisjoint(changed):
        delete_among(database, Vector, "number", [row.number])


def forget(database: Database, documents: Sequence[UUID]) -> set[UUID]:
    """Delete what people made of statements of erased documents; return all those, with what is there no more."""
    known = list(select_among(database, Successor, "document_id", documents))
    for model in (Correction, AsRead, Successor):
        delete_among(database, model, "document_id", documents)
    return {name for row in known for name in (row.before_id, row.after_id)}


def ancestry(database: Database, statements: Iterable[UUID]) -> dict[UUID, list[Any]]:
    """Return, of the statements that were made of others, the successions that led to them, of every generation."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    waiting = {name: {name} for name in statements}
    while waiting:
        reached: dict[UUID, set[UUID]] = defaultdict(set)
        for row in select_among(database, Successor, "after_id", waiting):
            if row.undone is None:
                for name in waiting[row.after_id]:
                    if row not in found[name]:
                        found[name].append(row)
                        reached[row.before_id].add(name)
        waiting = reached
    return found


def descendants(database: Database, statements: Iterable[UUID]) -> set[UUID]:
    """Return the statements that stand, or stood, in the place of any of these."""
    found: set[UUID] = set()
    waiting = set(statements)
    while waiting:
        reached = {row.after_id for row in select_among(database, Successor, "before_id", waiting)}
        waiting = reached - found
        found |= reached
    return found


def last_change(database: Database, statements: Iterable[UUID]) -> dict[UUID, int]:
    """Return, of statements of which people changed the words or the speaker, the index of the last entry that did."""
    every = list(statements)
    found: dict[UUID, int] = {}
    for row in select_among(database, Correction, "statement_id", every):
        if row.undone is None and any(name in json.loads(row.change) for name in _OTHER_WORDS):
            found[row.statement_id] = max(row.number, found.get(row.statement_id, 0))
    for row in select_among(database, Successor, "after_id", every):
        if row.undone is None:
            found[row.after_id] = max(row.number, found.get(row.after_id, 0))
    return found


def reworded(database: Database, documents: Iterable[UUID] | None = None) -> dict[UUID, int]:
    """Return the documents in which people changed what tells the echoes of a statement, or took such a change back.

    With the index of the last entry that did.

    Args:
        database: Where.
        documents: Of which; None: of all.
    """
    if documents is None:
        corrections, successors = (iter(select(database, model)) for model in (Correction, Successor))
    else:
        ids = list(documents)
        corrections, successors = (
            select_among(database, model, "document_id", ids) for model in (Correction, Successor)
        )
    found: dict[UUID, int] = {}
    heard = (row for row in corrections if not _HEARD.isdisjoint(json.loads(row.change)))
    for row in (*heard, *successors):
        found[row.document_id] = max(row.number, row.undone or 0, found.get(row.document_id, 0))
    return found


def joined_into(database: Database, statement: UUID) -> UUID:
    """Return the statement in which another goes on since they were joined; itself if it was not."""
    while row := first(database, Successor, before_id=statement, act="join", undone=None):
        statement = row.after_id
    return statement


def split_into(database: Database, statement: UUID) -> list[UUID]:
    """Return into what a statement was split, in text order; nothing if it was not."""
    into = select(database, Successor, before_id=statement, act="split", undone=None)
    made = select_among(database, Statement, "id", [row.after_id for row in into])
    return [row.id for row in sorted(made, key=lambda row: row.number)]


def enclosing(database: Database, row: Any) -> UUID | None:
    """Return the statement in whose content one stands, given its row: where that was split, the piece."""
    name: UUID | None = row.within
    while name and (into := select(database, Successor, before_id=name, undone=None)):
        start = json.loads(row.content)[0][0]
        around = select(database, Statement, order="number", id=[each.after_id for each in into])
        name = next((each.id for each in around if _holds(json.loads(each.content), start)), None)
    return None if name == row.id else name


def _holds(content: Sequence[Sequence[int]], place: int) -> bool:
    return content[0][0] <= place < content[-1][1]


def _enter_pieces(
    database: Database,
    archive: UUID,
    number: int,
    row: Any,
    names: Sequence[UUID],
    pieces: Sequence[Mapping[str, Any]],
    places: int,
) -> None:
    new = []
    for place, (name, said) in enumerate(zip(names, pieces, strict=True)):
        columns = _columns(database, archive, number, row.document_id, name, said)
        columns["appearance_id"] = UUID(columns.get("appearance_id", str(row.appearance_id)))
        base = {"hidden": False, "status": "suggested", "decided_by": None, "visibility": "undecided", "echo_id": None}
        new.append({**row._asdict(), **base, **columns, "id": name, "number": places + place})
    insert(database, Statement, new)
    search.index(database, [(each["number"], each["tokens"], each["lemmas"]) for each in new])


def _columns(
    database: Database, archive: UUID, number: int, document: UUID, statement: UUID, change: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the columns that a change sets, as JSON has them; a speaker whom it gives gets a row."""
    said = {name: change[name] for name in _COLUMNS if name in change}
    columns = {name: dumps(value) if name in _LISTS else value for name, value in said.items()}
    speaker = change.get("speaker")
    if speaker and "id" in speaker:
        columns["appearance_id"] = speaker["id"]
    elif speaker:
        name = given_appearance_id(archive, statement, number)
        found = found_by(speaker)
        row = {"id": name, "number": number, "document_id": document, "person_id": name, **found}
        row |= {each: speaker[each] for each in ("name", "kind", "age", "role")}
        insert(database, Appearance, [{**row, "circumstances": dumps(speaker["circumstances"])}])
        enter_names(database, [found["called"]])
        columns["appearance_id"] = str(name)
    return columns
