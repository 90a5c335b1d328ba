"""Appliers: what each act in the log does to the rows. One for every act of every entry version, kept for ever.

An applier is handed the entry, its index and its *facts*: what stands in the sealed blobs that the entry names, parsed
beforehand, None for a blob that was erased. It runs inside the transaction that appends the entry and again in every
rebuild, and does the same to the same rows each time: no clock, network, model or file has a part in it. What it writes
follows from rows and facts alone, so what an erased blob said leaves no trace in what others say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firsthand.archive import recast, search
from firsthand.archive.database import Database
from firsthand.archive.models import (
    Actor,
    Alike,
    Appearance,
    Capture,
    Case,
    Clear,
    Decision,
    Document,
    Echo,
    Erased,
    Fingerprint,
    Guarded,
    GuardedWord,
    Hand,
    Mention,
    OfCaptives,
    Part,
    Reading,
    Remark,
    Run,
    Stamp,
    Statement,
    Subject,
    Vector,
    Word,
)
from firsthand.archive.naming import enter_names, forget_names, found_by
from firsthand.archive.standing import join, recluster, refresh, refresh_persons
from firsthand.archive.tables import (
    delete_among,
    dumps,
    first,
    in_parts,
    insert,
    select,
    select_among,
    update,
    values,
)
from firsthand.custody.digest import digest_of
from firsthand.custody.entry import Entry, EntryError
from firsthand.custody.ids import appearance_id, statement_id

Facts = tuple[Any, ...]
"""The parsed values of the sealed blobs of an entry, in its order; None for one that was erased."""
WITHIN_ENTRY = 2**21
"""Statements of one reading are numbered from the entry's index times this."""
BY_RULE = "-by-rule"
_FORGOTTEN: Mapping[str, Any] = {"reason": None, "seen": []}
"""What is left of the detail of a decision when that was erased."""
_SAME = 0.5  # intersection over union from which on a statement of a later reading is the one of an earlier


@dataclass(frozen=True, slots=True)
class Act:
    """An act as the log knows it."""

    apply: Callable[[Database, int, Entry, Facts], None]
    sealed: int = 1
    """How many of the entry's blobs, from the first, are sealed ones whose values the applier needs."""
    stands: bool = False
    """Whether it is applied also where one of them was erased."""


def apply(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Do to the rows what an entry says.

    Raises:
        EntryError: No version of this program writes such an act.
    """
    act = act_of(entry)
    insert(database, Subject, ({"subject": subject, "number": number} for subject in dict.fromkeys(entry.subjects)))
    if act.stands or None not in facts:
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
    delete_among(database, Case, "id", [case])
    state = {"tags": [], "grades": False, **said}  # cases of before there were any have neither
    lists = {name: dumps(state[name]) for name in ("members", "tags")}
    insert(database, Case, [{**state, "id": case, "number": number, **lists}])


def _run(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    (run,) = entry.subjects
    row = {"id": run, "number": number, "case_id": UUID(said["case"]), "arguments": said["arguments"], "ended": None}
    insert(database, Run, [row])


def _run_ended(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    update(database, Run, {"ended": number, "arguments": ""}, id=entry.subjects[0])


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
    if row["digest"]:
        same = select(database, Capture, digest=row["digest"], address=row["address"])
        row["document_id"] = next((held.document_id for held in same if held.document_id), None)
    insert(database, Capture, [row])
    insert(database, Part, ({**part, "capture_id": row["id"], "place": at} for at, part in enumerate(said["parts"])))
    if row["document_id"]:
        settle_versions(database, {first(database, Document, id=row["document_id"]).page})


def _unread(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    update(database, Capture, {"unread": facts[0]["why"]}, id=entry.subjects[0])


def _read(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter a reading: a first one as it is; of a later one, what is new beside what is there."""
    reading, text = facts
    document, capture = entry.subjects
    taken = first(database, Capture, id=capture)
    if taken is None:
        return  # it was erased; so was its text
    page = text["document"]
    row = {name: page[name] for name in ("title", "outlet", "byline", "url", "language", "published", "address")}
    row |= {"text": entry.blobs[1], "reading": entry.blobs[0], "reader": reading["reader"]}
    row |= {"digest": taken.digest, "captured": taken.number, "newest": True, "day": page["published"] or taken.at}
    own = page["address"] if page["address"] != "-" else str(document)  # standard input is nobody's address
    row["page"] = digest_of(own.encode())  # an address may be longer than an index takes
    again = update(database, Document, row, id=document) > 0
    if not again:
        insert(database, Document, [{**row, "id": document, "number": number}])
    said = {"number": number, "document_id": document, "text": row["text"], "reading": row["reading"]}
    insert(database, Reading, [{**said, "reader": row["reader"]}])
    of_it = {"document_id": document, "unread": None}
    update(database, Capture, of_it, digest=taken.digest, address=taken.address)
    settle_versions(database, {row["page"]})
    delete_among(database, Hand, "document_id", [document])
    insert(
        database,
        Hand,
        (
            {"document_id": document, "place": place, "name": name, "kind": kind}
            for place, (name, kind, *_) in enumerate(reading["credits"])
        ),
    )
    _enter_statements(database, number, document, reading, page["text"], again)


def _read_before(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter that a capture, got from elsewhere, is of a document that has been read."""
    document, capture = entry.subjects
    if held := first(database, Document, id=document):
        update(database, Capture, {"document_id": document}, id=capture)
        settle_versions(database, {held.page})


def _enter_statements(
    database: Database, number: int, document: UUID, reading: dict[str, Any], text: str, again: bool
) -> None:
    """Give statements their ids and their speakers, and make rows of them."""
    archive = archive_id(database)
    earlier = select(database, Statement, order="number", document_id=document) if again else []
    known = {row.id: row for row in select(database, Appearance, document_id=document)} if again else {}
    people = recast.recast_in(database, document) if again else recast.NOTHING
    known = {name: row for name, row in known.items() if row.number not in people.entries}
    theirs = {row.appearance_id for row in earlier if row.id in people.versions}
    held = _matched(earlier, reading["statements"], people)
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
            appearances[said["person"]] = who or _new_speaker(archive, name, theirs)
        kept.add(name)
        if before is not None and (before.status != "suggested" or name in people.replaced):
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
                "reader": said["reader"],
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
    changed = _enter_appearances(database, number, document, reading["people"], appearances, known)
    if again:
        refresh(database, select(database, Statement, document_id=document))
    if changed:
        refresh_persons(database, changed)


def _enter_appearances(
    database: Database,
    number: int,
    document: UUID,
    speakers: Sequence[dict[str, Any]],
    appearances: dict[int, UUID],
    known: dict[UUID, Any],
) -> set[UUID]:
    """Make rows of the speakers of a reading, or bring those that are there up to it.

    Returns:
        The persons of whom something else is known now than before.
    """
    made: dict[UUID, dict[str, Any]] = {}
    changed: set[UUID] = set()
    names: set[str | None] = set()
    for place, appearance in appearances.items():
        said = speakers[place]
        row = {
            "name": said["name"],
            "kind": said["kind"],
            "age": said["age"],
            "role": said["role"],
            **found_by(said),
            "circumstances": dumps(said["circumstances"]),
        }
        names.add(row["called"])
        if appearance in known:
            update(database, Appearance, row, id=appearance)
            if row["circumstances"] != known[appearance].circumstances:
                changed.add(known[appearance].person_id)
        else:
            base = {"id": appearance, "number": number, "document_id": document, "person_id": appearance}
            made.setdefault(appearance, {**base, **row})
    insert(database, Appearance, made.values())
    enter_names(database, names)
    forget_names(database, {row.called for row in known.values()} - names)
    return changed


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


def _new_speaker(archive: UUID, statement: UUID, theirs: set[UUID]) -> UUID:
    """Return the id of a speaker met first in a statement, other than those whom people left or put where they are."""
    name = appearance_id(archive, statement)
    while name in theirs:
        name = appearance_id(archive, name)
    return name


def _matched(earlier: Sequence[Any], statements: Sequence[dict[str, Any]], people: recast.Recast) -> dict[int, Any]:
    """Pair statements of a new reading with those held whose content is mostly the same, best pairs first.

    Each is paired once; a person's version with all that are mostly the same as what it has, or was read with.
    """
    pairs = []
    spans = [[json.loads(row.content)] for row in earlier]
    for row, contents in zip(earlier, spans, strict=True):
        if row.id in people.read:
            contents.append(people.read[row.id])
    for place, said in enumerate(statements):
        for order, contents in enumerate(spans):
            if (share := max(_overlap(content, said["content"]) for content in contents)) >= _SAME:
                pairs.append((-share, place, order))
    found: dict[int, Any] = {}
    used: set[int] = set()
    for _, place, order in sorted(pairs):
        if place not in found and order not in used:
            found[place] = earlier[order]
            used.add(order)
    for _, place, order in sorted(pairs):
        if place not in found and earlier[order].id in people.versions:
            found[place] = earlier[order]
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
    for model in (Statement, Vector):
        delete_among(database, model, "number", [row.number for row in gone])
    hidden = [row.number for row in earlier if row.id not in kept and row.status == "suggested"]
    for some in in_parts(hidden):
        update(database, Statement, {"hidden": True}, number=some)


def _decision(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter a decision. It stands also when its reason was erased; what its author saw is forgotten then.

    Were it to go with its reason, a rebuild would meet later readings without it and make other rows of them.
    """
    (said,) = facts
    detail: str | None = entry.blobs[0]
    if said is None:
        kind, detail = _kind_of(database, entry.subjects), None
        if kind is None:
            return  # what it was about was erased
        said = {"kind": kind, **_FORGOTTEN}
    insert(database, Decision, [_decision_row(number, entry, said, detail)])
    _settle(database, select(database, Decision, number=number))


def _recast(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter that a statement was corrected, split, or joined with others.

    Why stands in one blob, what in another: whoever erases the reason leaves the correction as it is.
    """
    said, change = facts
    if change is None or first(database, Statement, id=entry.subjects[0]) is None:
        return  # the document was erased
    detail = None if said is None else entry.blobs[0]
    row = _decision_row(number, entry, said or {"kind": "statement", **_FORGOTTEN}, detail)
    insert(database, Decision, [{**row, "other": None}])
    places = number * WITHIN_ENTRY
    recast.enter(database, archive_id(database), number, entry.act, entry.subjects, change, places)
    _settle(database, select(database, Decision, number=number))


def _decision_row(number: int, entry: Entry, said: dict[str, Any], detail: str | None) -> dict[str, Any]:
    return {
        "number": number,
        "act": entry.act.removesuffix(BY_RULE),
        "subject": entry.subjects[0],
        "other": entry.subjects[1] if len(entry.subjects) > 1 else None,
        "kind": said["kind"],
        "by_id": entry.by,
        "at": entry.at,
        "reason": said["reason"],
        "seen": dumps(said["seen"]),
        "detail": detail,
        "undone": None,
    }


def _kind_of(database: Database, subjects: Sequence[UUID]) -> str | None:
    """Return what ids that a decision or a remark is about are ids of; None if not all of them are here."""
    kinds = (("statement", Statement), ("person", Appearance), ("document", Document), ("capture", Capture))
    for kind, model in kinds:
        if len(select(database, model, id=subjects)) == len(subjects):
            return kind
    return None


def _remark(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter a remark, also where what it says was erased: it may have replaced another, or refused an edge."""
    (said,) = facts
    if _kind_of(database, entry.subjects) is None:
        return  # what it was about was erased
    row = {
        "number": number,
        "act": entry.act,
        "subject": entry.subjects[0],
        "other": entry.subjects[1] if len(entry.subjects) > 1 else None,
        "by_id": entry.by,
        "at": entry.at,
        "said": None,
        "detail": None,
        "undone": None,
    }
    if said is not None:
        own = {name: value for name, value in said.items() if name not in ("kind", "anchor")}
        row |= {"said": dumps(own), "detail": entry.blobs[0]}
    insert(database, Remark, [row])


def _by_rule(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter a judgement that a rule made: it names two appearances and needs no words."""
    persons = values(database, Appearance, "person_id", id=entry.subjects)
    if len(persons) < len(entry.subjects):
        return  # one was erased
    row = _decision_row(number, entry, {"kind": "person", "reason": None, "seen": []}, None)
    insert(database, Decision, [row])
    join(database, persons)


def _linked(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Enter to which statements and documents those of one document are linked, in place of what was said before.

    Ids that name nothing any more are left out: what they named was erased, or a later reading has it no more.
    """
    (said,) = facts
    (document,) = entry.subjects
    if first(database, Document, id=document) is None:
        return  # erased
    own = [row.id for row in select(database, Statement, document_id=document)]
    touched = _unlink(database, own, [document])
    held = {row.id for row in select_among(database, Statement, "id", {UUID(other) for _, other, _ in said["echoes"]})}
    for one, other, score in ((UUID(a), UUID(b), score) for a, b, score in said["echoes"]):
        if one in own and other in held:
            row = {"a": min(one, other), "b": max(one, other), "number": number, "score": score}
            insert(database, Echo, [row])
            touched |= {one, other}
    alike = {UUID(other): (copied, here, there, translated) for other, copied, here, there, translated in said["alike"]}
    for other in sorted(row.id for row in select_among(database, Document, "id", alike)):
        copied, here, there, translated = alike[other]
        row = {"a": min(document, other), "b": max(document, other), "number": number}
        passages = dumps(here if document < other else there)
        insert(database, Alike, [{**row, "copied": copied, "passages": passages, "translated": translated}])
    recluster(database, Statement, "echo_id", touched)


def _unlink(database: Database, statements: Sequence[UUID], documents: Sequence[UUID]) -> set[UUID]:
    """Delete what links statements and documents to others, and return the statements that were linked."""
    touched = {
        one for side in ("a", "b") for row in select_among(database, Echo, side, statements) for one in (row.a, row.b)
    }
    for side in ("a", "b"):
        delete_among(database, Echo, side, statements)
        delete_among(database, Alike, side, documents)
    return touched


def _undo(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    if update(database, Decision, {"undone": number}, number=entry.entry):
        touched = _unlink(database, recast.undo(database, number, entry.entry or 0), [])
        recluster(database, Statement, "echo_id", touched)
        _settle(database, select(database, Decision, number=entry.entry))
    else:
        update(database, Remark, {"undone": number}, number=entry.entry)


def _settle(database: Database, decisions: Iterable[Any]) -> None:
    """Bring up to date whatever follows from decisions that were made, undone or destroyed."""
    judged: set[UUID] = set()
    people: set[UUID] = set()
    statements: set[UUID] = set()
    documents: set[UUID] = set()
    echoes: set[UUID] = set()
    for each in decisions:
        if each.other is not None:
            (judged if each.kind == "person" else echoes).update((each.subject, each.other))
        else:
            {"person": people, "statement": statements, "document": documents}[each.kind].add(each.subject)
    if echoes:
        recluster(database, Statement, "echo_id", echoes)
    appearances = set(recluster(database, Appearance, "person_id", judged) if judged else ())
    persons = {row.person_id for row in select_among(database, Appearance, "id", people)}
    appearances.update(row.id for row in select_among(database, Appearance, "person_id", persons))
    for some in in_parts(appearances):
        refresh(database, select(database, Statement, appearance_id=some))
    for some in in_parts(statements | recast.descendants(database, statements)):
        refresh(database, select(database, Statement, id=some))
    for some in in_parts(documents):
        refresh(database, select(database, Statement, document_id=some))


def _erased(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    """Delete every row drawn from the destroyed blobs, and bring up to date what is left."""
    before = {row.digest for row in select_among(database, Erased, "digest", entry.erased)}
    new = [digest for digest in dict.fromkeys(entry.erased) if digest not in before]
    insert(database, Erased, ({"digest": digest, "number": number} for digest in new))
    captures = list(select_among(database, Capture, "detail", entry.erased))
    documents = list(select_among(database, Document, "text", entry.erased))
    ids = [row.id for row in documents]
    statements = list(select_among(database, Statement, "document_id", ids))
    appearances = list(select_among(database, Appearance, "document_id", ids))
    subjects = list({row.id for row in (*statements, *appearances, *documents)} | recast.forget(database, ids))
    decisions = [row for name in ("subject", "other") for row in select_among(database, Decision, name, subjects)]
    search.forget(database, [(row.number, row.tokens, row.lemmas) for row in statements])
    touched = _unlink(database, [row.id for row in statements], ids)
    delete_among(database, Statement, "document_id", ids)
    delete_among(database, Appearance, "document_id", ids)
    forget_names(database, {row.called for row in appearances})
    delete_among(database, Reading, "document_id", ids)
    delete_among(database, Hand, "document_id", ids)
    delete_among(database, Vector, "number", [row.number for row in statements])
    delete_among(database, Fingerprint, "document", [row.number for row in documents])
    forget_words(database, [row.number for row in documents])
    delete_among(database, Document, "id", ids)
    delete_among(database, Capture, "detail", entry.erased)
    delete_among(database, Part, "capture_id", [row.id for row in captures])
    delete_among(database, Decision, "number", [row.number for row in decisions])
    for name in ("subject", "other"):
        delete_among(database, Remark, name, [*subjects, *(row.id for row in captures)])
    for some in in_parts(entry.erased):
        update(database, Remark, {"detail": None, "said": None}, detail=some)
    for row in list(select_among(database, Decision, "detail", entry.erased)):
        forgotten = {"detail": None, "reason": None, "seen": dumps(_FORGOTTEN["seen"])}
        update(database, Decision, forgotten, number=row.number)
        decisions.append(row)
    left = {row.document_id for row in captures if row.document_id} - set(ids)
    settle_versions(database, {row.page for row in (*documents, *select_among(database, Document, "id", left))})
    _settle(database, decisions)
    recluster(database, Statement, "echo_id", touched)


def forget_words(database: Database, documents: Sequence[int]) -> None:
    """Delete what is known of the words and names in documents, by their numbers, and what no other has of it."""
    words = {row.word for row in select_among(database, Mention, "document", documents)}
    names = {row.name for row in select_among(database, Guarded, "document", documents) if row.name}
    for model in (Clear, Guarded, Mention, OfCaptives):
        delete_among(database, model, "document", documents)
    words -= {word for some in in_parts(words) for word in values(database, Mention, "word", word=some)}
    names -= {name for some in in_parts(names) for name in values(database, Guarded, "name", name=some)}
    delete_among(database, Word, "word", words)
    delete_among(database, GuardedWord, "name", names)


def _stamped(database: Database, number: int, entry: Entry, facts: Facts) -> None:
    (said,) = facts
    token = entry.blobs[1] if len(entry.blobs) > 1 else None
    row = {"number": number, "size": entry.entry, "authority": said["authority"], "error": said["error"]}
    insert(database, Stamp, [{**row, "token": token}])


def settle_versions(database: Database, pages: Iterable[str]) -> None:
    """Mark of each page the version captured last, and give each document the number of its newest capture."""
    for page in pages:
        settled = []
        for version in select(database, Document, page=page):
            taken = first(database, Capture, order="-number", document_id=version.id)
            captured, day = (taken.number, version.published or taken.at) if taken else (version.captured, version.day)
            settled.append((version, captured, day))
        last = max((captured for _, captured, _ in settled), default=None)
        for version, captured, day in settled:
            now = {"captured": captured, "day": day, "newest": captured == last}
            if any(getattr(version, name) != value for name, value in now.items()):
                update(database, Document, now, id=version.id)


def archive_id(database: Database) -> UUID:
    """Return the id that the first entry gave the archive."""
    if database.archive is None:
        database.archive = first(database, Subject, number=0).subject
    return database.archive


def words_of(text: str, content: Sequence[Sequence[int]]) -> str:
    """Return the pieces of a statement's content, joined by one space."""
    return " ".join(text[start:end] for start, end in content)


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
    (1, "linked"): Act(_linked),
    **{
        (1, act): Act(_decision, stands=True)
        for act in ("confirm", "reject", "withhold", "release", "same", "different", "unsure")
    },
    **{
        (1, act): Act(_remark, stands=True)
        for act in ("note", "tag", "grade", "translate", "assign", "edge-confirm", "edge-refuse")
    },
    **{(1, act): Act(_recast, 2, stands=True) for act in ("correct", "split", "join")},
    (1, "same" + BY_RULE): Act(_by_rule, 0),
    (1, "undo"): Act(_undo, 0),  # it undoes also when its reason was erased
    (1, "erased"): Act(_erased),
    (1, "restored"): Act(_opened, 0),
    (1, "stamped"): Act(_stamped),
}
