"""Appliers: what each act in the log does to the rows. One for every act of every entry version, kept for ever.

An applier is handed the entry, its index and its *facts*: what stands in the sealed blobs that the entry names, parsed
beforehand, None for a blob that was erased. It runs inside the transaction that appends the entry and again in every
rebuild, and does the same to the same rows each time: no clock, network, model or file has a part in it. What it writes
follows from rows and facts alone, so what an erased blob said leaves no trace in what others say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firsthand.archive import search
from firsthand.archive.database import Database
from firsthand.archive.models import (
    Actor,
    Appearance,
    Capture,
    Case,
    Decision,
    Document,
    Erased,
    Part,
    Reading,
    Run,
    Stamp,
    Statement,
    Subject,
)
from firsthand.archive.standing import recluster, refresh
from firsthand.archive.tables import delete_among, in_parts, insert, rows, rows_among
from firsthand.custody.entry import Entry, EntryError
from firsthand.custody.ids import appearance_id, statement_id
from firsthand.linking.people import name_key

Facts = tuple[Any, ...]
"""The parsed values of the sealed blobs of an entry, in its order; None for one that was erased."""
WITHIN_ENTRY = 2**21
"""Statements of one reading are numbered from the entry's index times this."""
BY_RULE = "-by-rule"
_SAME = 0.5  # intersection over union from which on a statement of a later reading is the one of an earlier


@dataclass(frozen=True, slots=True)
class Act:
    """An act as the log knows it."""

    apply: Callable[[Database, int, Entry, Facts], None]
    sealed: int = 1
    """How many of the entry's blobs, from the first, are sealed ones whose values the applier needs."""


def apply(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Do to the rows what an entry says.

    Raises:
        EntryError: No version of this program writes such an act.
    """
    act = act_of(entry)
    insert(database, Subject, ({"subject": subject, "number": number} for subject in dict.fromkeys(entry.subjects)))
    if None not in facts:
        act.apply(database, number, entry, facts)


def act_of(entry: Entry) -> Act:
    """Return what is known of an entry's act. Raises `EntryError` if nothing is."""
    try:
        return ACTS[entry.v, entry.act]
    except KeyError:
        raise EntryError(
            f"the act “{entry.act}” of version {entry.v} is not known here: "
            "a newer firsthand has written in this archive; install that one"
        ) from None


def _opened(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Do nothing: who and when stands in the entry."""


def _actor(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    row = {"id": entry.subjects[0], "number": number, "kind": said["kind"], "name": said["name"]}
    insert(database, Actor, [row])


def _case(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    (case,) = entry.subjects
    rows(database, Case, id=case).delete()
    members = dumps(said["members"])
    insert(database, Case, [{**said, "id": case, "number": number, "members": members}])


def _run(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    (run,) = entry.subjects
    row = {"id": run, "number": number, "case_id": UUID(said["case"]), "arguments": said["arguments"], "ended": None}
    insert(database, Run, [row])


def _run_ended(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    rows(database, Run, id=entry.subjects[0]).update(ended=number)


def _captured(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    main = said["parts"][0] if said["parts"] else {"digest": None, "size": 0}
    row = {
        "id": entry.subjects[0],
        "number": number,
        "case_id": UUID(said["case"]),
        "run_id": UUID(said["run"]),
        "within": UUID(said["within"]["id"]) if said["within"] else None,
        "key": said["within"]["key"] if said["within"] else None,
        "unread": None,
        "document_id": None,
        "detail": entry.blobs[0],
        **{name: said[name] for name in ("address", "url", "obtained", "at", "media_type", "error")},
        **{name: main[name] for name in ("digest", "size")},
    }
    same = rows(database, Capture, digest=row["digest"], address=row["address"], document_id__isnull=False)
    if row["digest"] and (held := same.first()):
        row["document_id"] = held.document_id
    insert(database, Capture, [row])
    insert(database, Part, ({**part, "capture_id": row["id"], "place": at} for at, part in enumerate(said["parts"])))
    if row["document_id"]:
        settle_versions(database, {rows(database, Document, id=row["document_id"]).get().address})


def _unread(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    rows(database, Capture, id=entry.subjects[0]).update(unread=facts[0]["why"])


def _read(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter a reading: a first one as it is; of a later one, what is new beside what is there."""
    reading, text = facts
    document, capture = entry.subjects
    taken = rows(database, Capture, id=capture).first()
    if taken is None:
        return  # it was erased; so was its text
    page = text["document"]
    row = {name: page[name] for name in ("title", "outlet", "byline", "url", "language", "published", "address")}
    row |= {"text": entry.blobs[1], "reading": entry.blobs[0], "reader": reading["reader"]}
    row |= {"digest": taken.digest, "captured": taken.number, "newest": True, "day": page["published"] or taken.at}
    known = rows(database, Document, id=document)
    if first := not known.exists():
        insert(database, Document, [{**row, "id": document, "number": number}])
    else:
        known.update(**row)
    said = {"number": number, "document_id": document, "text": row["text"], "reading": row["reading"]}
    insert(database, Reading, [{**said, "reader": row["reader"]}])
    same = rows(database, Capture, digest=taken.digest, address=taken.address)
    (same | rows(database, Capture, id=capture)).update(document_id=document, unread=None)
    settle_versions(database, {row["address"]})
    _enter_statements(database, number, document, reading, page["text"], first)


def _read_before(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter that a capture, got from elsewhere, is of a document that has been read."""
    document, capture = entry.subjects
    if held := rows(database, Document, id=document).first():
        rows(database, Capture, id=capture).update(document_id=document)
        settle_versions(database, {held.address})


def _enter_statements(
    database: Database, number: int, document: UUID, reading: dict[str, Any], text: str, first: bool
) -> None:
    """Give statements their ids and their speakers, and make rows of them."""
    archive = archive_id(database)
    earlier = [] if first else list(rows(database, Statement, document_id=document).order_by("number"))
    known = {} if first else {row.id: row for row in rows(database, Appearance, document_id=document)}
    held = _matched(earlier, reading["statements"])
    appearances: dict[int, UUID] = {}
    ids: dict[str, UUID] = {}
    new: list[dict[str, Any]] = []
    kept: set[UUID] = set()
    taken = {row.id for row in earlier}
    for place, said in enumerate(reading["statements"]):
        before = held.get(place)
        if before is None:
            name = statement_id(archive, document, said["content"])
            while name in taken:  # two statements with one content, or one that a later reading moved
                name = statement_id(archive, name, said["content"])
            taken.add(name)
        else:
            name = before.id
        ids[said["id"]] = name
        if said["person"] not in appearances:
            who = _speaker_before(before, known, reading["people"][said["person"]])
            appearances[said["person"]] = who or appearance_id(archive, name)
        kept.add(name)
        if before is not None and before.status != "suggested":
            continue  # a person's version stands
        new.append(
            {
                "number": number * WITHIN_ENTRY + place,
                "id": name,
                "document_id": document,
                "appearance_id": appearances[said["person"]],
                "label": said["id"],
                "words": words_of(text, said["content"]),
                "within": ids.get(said["within"]),
                "reader": reading["reader"],
                "hidden": False,
                "status": "suggested",
                "decided_by": None,
                "visibility": "undecided",
                "echo_id": before.echo_id if before else None,
                **{part: dumps(said[part]) for part in ("source", "cue", "content", "circumstances")},
                **{part: said[part] for part in ("type", "act", "score", "tokens", "lemmas")},
            }
        )
    if earlier:
        _replace(database, earlier, kept, {row["id"] for row in new})
    insert(database, Statement, new)
    search.index(database, [(row["number"], row["tokens"], row["lemmas"]) for row in new])
    _enter_appearances(database, number, document, reading["people"], appearances, known)
    if earlier:
        refresh(database, rows(database, Statement, document_id=document))


def _enter_appearances(
    database: Database,
    number: int,
    document: UUID,
    speakers: Sequence[dict[str, Any]],
    appearances: dict[int, UUID],
    known: dict[UUID, Any],
) -> None:
    """Make rows of the speakers of a reading, or bring those that are there up to it."""
    made: dict[UUID, dict[str, Any]] = {}
    for place, appearance in appearances.items():
        said = speakers[place]
        row = {
            "name": said["name"],
            "kind": said["kind"],
            "age": said["age"],
            "role": said["role"],
            "key": name_key(said["name"]) if said["name"] and said["kind"] == "named" else None,
            "circumstances": dumps(said["circumstances"]),
        }
        if appearance in known:
            rows(database, Appearance, id=appearance).update(**row)
        else:
            base = {"id": appearance, "number": number, "document_id": document, "person_id": appearance}
            made.setdefault(appearance, {**base, **row})
    insert(database, Appearance, made.values())


def _speaker_before(before: Any, known: dict[UUID, Any], speaker: dict[str, Any]) -> UUID | None:
    """Return whom an earlier reading has for the same speaker: by the name, else by the statement."""
    if speaker["name"]:
        for row in known.values():
            if row.name == speaker["name"]:
                return row.id
        return None
    if before is not None and (row := known.get(before.appearance_id)) and row.name is None:
        return row.id
    return None


def _matched(earlier: Sequence[Any], statements: Sequence[dict[str, Any]]) -> dict[int, Any]:
    """Pair statements of a new reading with those held whose content is mostly the same, best pairs first."""
    pairs = []
    spans = [json.loads(row.content) for row in earlier]
    for place, said in enumerate(statements):
        for order, content in enumerate(spans):
            if (share := _overlap(content, said["content"])) >= _SAME:
                pairs.append((-share, place, order))
    found: dict[int, Any] = {}
    used: set[int] = set()
    for _, place, order in sorted(pairs):
        if place not in found and order not in used:
            found[place] = earlier[order]
            used.add(order)
    return found


def _overlap(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> float:
    """Return intersection over union, in characters."""
    if one[-1][1] <= other[0][0] or other[-1][1] <= one[0][0]:
        return 0.0
    mine = {place for start, end in one for place in range(start, end)}
    theirs = {place for start, end in other for place in range(start, end)}
    return len(mine & theirs) / len(mine | theirs)


def _replace(database: Database, earlier: Sequence[Any], kept: set[UUID], new: set[UUID]) -> None:
    """Take out what the new reading has anew, and hide what nobody decided on and it has no more."""
    gone = [row for row in earlier if row.id in new]
    search.forget(database, [(row.number, row.tokens, row.lemmas) for row in gone])
    delete_among(database, Statement, "number", [row.number for row in gone])
    hidden = [row.number for row in earlier if row.id not in kept and row.status == "suggested"]
    for some in in_parts(hidden):
        rows(database, Statement, number__in=some).update(hidden=True)


def _decision(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    row = {
        "number": number,
        "act": entry.act.removesuffix(BY_RULE),
        "subject": entry.subjects[0],
        "other": entry.subjects[1] if len(entry.subjects) > 1 else None,
        "kind": said["kind"],
        "by_id": entry.by,
        "at": entry.at,
        "reason": said["reason"],
        "seen": dumps(said["seen"]),
        "detail": entry.blobs[0] if entry.blobs else None,
        "undone": None,
    }
    insert(database, Decision, [row])
    _settle(database, [rows(database, Decision, number=number).get()])


def _by_rule(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter a judgement that a rule made: it names two appearances and needs no words."""
    if rows(database, Appearance, id__in=entry.subjects).count() == len(entry.subjects):  # neither was erased
        _decision(database, number, entry, ({"kind": "person", "reason": None, "seen": []},))


def _undo(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    undone = rows(database, Decision, number=entry.entry)
    if undone.update(undone=number):
        _settle(database, list(undone.all()))


def _settle(database: Database, decisions: Iterable[Any]) -> None:
    """Bring up to date whatever follows from decisions that were made, undone or destroyed."""
    people: set[UUID] = set()
    statements: set[UUID] = set()
    documents: set[UUID] = set()
    echoes: set[UUID] = set()
    for each in decisions:
        if each.other is not None:
            (people if each.kind == "person" else echoes).update((each.subject, each.other))
        else:
            {"person": people, "statement": statements, "document": documents}[each.kind].add(each.subject)
    if echoes:
        recluster(database, Statement, "echo_id", echoes)
    if people:
        touched = recluster(database, Appearance, "person_id", people)
        for some in in_parts(touched):
            refresh(database, rows(database, Statement, appearance_id__in=some))
    for some in in_parts(statements):
        refresh(database, rows(database, Statement, id__in=some))
    for some in in_parts(documents):
        refresh(database, rows(database, Statement, document_id__in=some))


def _erased(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Delete every row drawn from the destroyed blobs, and bring up to date what is left."""
    before = {row.digest for row in rows_among(database, Erased, "digest", entry.erased)}
    new = [digest for digest in dict.fromkeys(entry.erased) if digest not in before]
    insert(database, Erased, ({"digest": digest, "number": number} for digest in new))
    captures = list(rows_among(database, Capture, "detail", entry.erased))
    documents = list(rows_among(database, Document, "text", entry.erased))
    decisions = list(rows_among(database, Decision, "detail", entry.erased))
    ids = [row.id for row in documents]
    statements = list(rows_among(database, Statement, "document_id", ids))
    appearances = list(rows_among(database, Appearance, "document_id", ids))
    subjects = [row.id for row in (*statements, *appearances, *documents)]
    for name in ("subject", "other"):
        decisions += rows_among(database, Decision, name, subjects)
    search.forget(database, [(row.number, row.tokens, row.lemmas) for row in statements])
    delete_among(database, Statement, "document_id", ids)
    delete_among(database, Appearance, "document_id", ids)
    delete_among(database, Reading, "document_id", ids)
    delete_among(database, Document, "id", ids)
    delete_among(database, Capture, "detail", entry.erased)
    delete_among(database, Part, "capture_id", [row.id for row in captures])
    delete_among(database, Decision, "number", [row.number for row in decisions])
    left = {row.document_id for row in captures if row.document_id} - set(ids)
    settle_versions(database, {row.address for row in (*documents, *rows_among(database, Document, "id", left))})
    _settle(database, decisions)


def _stamped(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    token = entry.blobs[1] if len(entry.blobs) > 1 else None
    row = {"number": number, "size": entry.entry, "authority": said["authority"], "error": said["error"]}
    insert(database, Stamp, [{**row, "token": token}])


def settle_versions(database: Database, addresses: Iterable[str]) -> None:
    """Mark of each page the version captured last, and give each document the number of its newest capture.

    Standard input is no address: what came that way are no versions of one page.
    """
    for address in addresses:
        versions = list(rows(database, Document, address=address))
        for version in versions:
            taken = rows(database, Capture, document_id=version.id).order_by("number").last()
            if taken is not None:
                version.captured, version.day = taken.number, version.published or taken.at
        last = max((version.captured for version in versions), default=None)
        for version in versions:
            version.newest = version.captured == last or address == "-"
            version.save(using=database.alias, update_fields=["captured", "newest", "day"])


def archive_id(database: Database) -> UUID:
    """Return the id that the first entry gave the archive."""
    return rows(database, Subject, number=0).get().subject


def words_of(text: str, content: Sequence[Sequence[int]]) -> str:
    """Return the pieces of a statement's content, joined by one space."""
    return " ".join(text[start:end] for start, end in content)


def dumps(value: object) -> str:
    """Return a value as JSON, the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


ACTS: dict[tuple[int, str], Act] = {
    (1, "opened"): Act(_opened, 0),
    (1, "actor"): Act(_actor),
    (1, "case"): Act(_case),
    (1, "run"): Act(_run),
    (1, "run-ended"): Act(_run_ended, 0),
    (1, "captured"): Act(_captured),
    (1, "read"): Act(_read, 2),
    (1, "read-before"): Act(_read_before, 0),
    (1, "unread"): Act(_unread),
    **{(1, act): Act(_decision) for act in ("confirm", "reject", "withhold", "release", "same", "different", "unsure")},
    (1, "same" + BY_RULE): Act(_by_rule, 0),
    (1, "undo"): Act(_undo, 0),  # it undoes also when its reason was erased
    (1, "erased"): Act(_erased),
    (1, "restored"): Act(_opened, 0),
    (1, "stamped"): Act(_stamped),
}
