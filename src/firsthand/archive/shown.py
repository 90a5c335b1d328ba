"""Shown: one thing of an archive, whole, as a record of plain values with the library's field names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from firsthand.archive.apply import WITHIN_ENTRY
from firsthand.archive.cases import case_record
from firsthand.archive.decide import last_seen
from firsthand.archive.find import refuse_outside
from firsthand.archive.models import (
    Actor,
    Appearance,
    AsRead,
    Capture,
    Case,
    Decision,
    Document,
    Erased,
    LogCheckpoint,
    Part,
    Reading,
    Statement,
    Successor,
)
from firsthand.archive.questions import Asked, statements
from firsthand.archive.recast import enclosing, split_into
from firsthand.archive.remarks import remarks
from firsthand.archive.sight import WHOLE, Sight, seen_among, subjects_seen
from firsthand.archive.standing import person_circumstances, person_visibility
from firsthand.archive.stored import document_of, reading_of
from firsthand.archive.tables import rows
from firsthand.custody.sealed import unseal
from firsthand.linking import people
from firsthand.reading.record import record
from firsthand.reading.statement import Speaker
from firsthand.reading.statement import Statement as Said
from firsthand.text import Span

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.find import Found
    from firsthand.reading.reader import Reading as PageReading
    from firsthand.text import Document as Page
    from firsthand.text import Fragments

_JUDGED = ("same", "different", "unsure")
_SHOWING = ("withhold", "release")
_RECAST = ("correct", "split", "join")
_FOR_SEARCH = ("tokens", "lemmas")


def whole(archive: Archive, found: Found, case: str | None = None, sight: Sight = WHOLE) -> dict[str, Any]:
    """Return everything that is known of one thing; `kind` says what it is.

    Args:
        archive: Where.
        found: What.
        case: Name of the case in which it has to be; None: in any.
        sight: How much is seen: of a person only where they speak in a document that is, of a document only what was
            captured for such cases, and no decision or remark about anything else. What is asked for has to be.

    Raises:
        NotFound: It is not in this case.
        NoBlob, DigestMismatch: A blob that tells of it is gone or damaged.
    """
    if case is not None:
        refuse_outside(archive, found, case)
    within = {"person": _person, "document": _document, "statement": _statement}.get(found.kind)
    told = within(archive, found, sight) if within else _KINDS[found.kind](archive, found)
    return {"kind": found.kind, **told}


def page_of(archive: Archive, document: Any) -> tuple[Page, PageReading]:
    """Return a document and what stands of its readings, as people corrected it: ids are the archive's.

    Args:
        archive: Where.
        document: Its row.
    """
    database = archive.database
    page = document_of(unseal(archive.blobs.get(document.text)), str(document.id))
    readings = {
        row.number: reading_of(unseal(archive.blobs.get(row.reading)), page.id)
        for row in rows(database, Reading, document_id=document.id)
    }
    labels = {number: {each.id: each for each in reading.statements} for number, reading in readings.items()}
    current = max(readings)
    every = list(rows(database, Statement, document_id=document.id))
    read = {row.number: labels.get(row.number // WITHIN_ENTRY, {}).get(row.label) for row in every}
    corrected = {row.statement_id: json.loads(row.said) for row in rows(database, AsRead, document_id=document.id)}
    into: dict[UUID, list[UUID]] = {}
    for link in rows(database, Successor, document_id=document.id, undone=None).order_by("number"):
        into.setdefault(link.before_id, []).append(link.after_id)
    speakers = {row.id: row for row in rows(database, Appearance, document_id=document.id)} if corrected or into else {}
    mentions = {
        row.appearance_id: said.speaker.mention
        for row in every
        if (said := read[row.number]) and row.id not in corrected
    }
    held, names = [], {}
    for row in every:
        said = read[row.number]
        if not row.hidden:
            if said is None or row.id in corrected:
                is_its_own = said is not None and corrected[row.id]["appearance_id"] == str(row.appearance_id)
                who = said.speaker if is_its_own and said else _speaker(speakers[row.appearance_id], mentions)
                said = _said(row, page.id, who)
            within = enclosing(database, row) if row.within in into else row.within
            held.append(replace(said, id=str(row.id), within=str(within) if within else None))
        if row.number // WITHIN_ENTRY == current:
            names[row.label] = [str(name) for name in _standing(row.id, into)]
    held.sort(key=lambda each: each.content)
    shown = {each.id for each in held}
    credits_ = tuple(
        replace(each, covers=tuple(n for label in each.covers for n in names.get(label, ()) if n in shown))
        for each in readings[current].credits
    )
    return page, replace(readings[current], statements=tuple(held), credits=credits_)


def _standing(statement: UUID, into: dict[UUID, list[UUID]]) -> list[UUID]:
    """Return what stands in the place of a statement that was split or joined; itself, if it was not."""
    return [name for after in into[statement] for name in _standing(after, into)] if statement in into else [statement]


def _speaker(appearance: Any, mentions: dict[UUID, Span | None]) -> Speaker:
    return Speaker(
        appearance.name,
        appearance.kind,
        mentions.get(appearance.id),
        role=appearance.role,
        age=appearance.age,
        circumstances=tuple(json.loads(appearance.circumstances)),
    )


def _said(row: Any, page: str, speaker: Speaker) -> Said:
    """Return a statement as its row has it."""
    return Said(
        id=str(row.id),
        document_id=page,
        speaker=speaker,
        circumstances=tuple(json.loads(row.circumstances)),
        source=_spans(row.source),
        cue=_spans(row.cue),
        content=_spans(row.content),
        **{name: getattr(row, name) for name in ("type", "act", "score", "reader")},
    )


def _spans(pairs: str) -> Fragments:
    return tuple(Span(*pair) for pair in json.loads(pairs))


def statement_record(archive: Archive, row: Any) -> dict[str, Any]:
    """Return of a statement what `statements --json` prints, whatever version of its page it is of."""
    (listed,) = statements(archive, Asked(only=row.id))
    return {**listed.record, "title": listed.title}


def _statement(archive: Archive, found: Found, sight: Sight) -> dict[str, Any]:
    row, database = found.row, archive.database
    document = rows(database, Document, id=row.document_id).get()
    speaker = rows(database, Appearance, id=row.appearance_id).get()
    page = document_of(unseal(archive.blobs.get(document.text)), str(document.id))
    content = json.loads(row.content)
    seconds = page.seconds(_spans(row.content))
    within = enclosing(database, row)
    kept = rows(database, AsRead, statement_id=row.id).first()
    said = statement_record(archive, row)
    said["speaker"] |= {"role": speaker.role, "age": speaker.age, "appearance": str(speaker.id)}
    members = rows(database, Appearance, person_id=speaker.person_id).values_list("id", flat=True)
    links = rows(database, Successor, before_id=row.id) | rows(database, Successor, after_id=row.id)
    made = list(links.values_list("number", flat=True))
    about = _decisions(archive, sight, [row.id], made=made)
    about += _decisions(archive, sight, [row.document_id, *members], _SHOWING)
    return {
        **said,
        "hidden": row.hidden,
        "line": page.text.count("\n", 0, content[0][0]) + 1,
        "seconds": list(seconds) if seconds else None,
        **{name: json.loads(getattr(row, name)) for name in ("source", "cue", "content")},
        "within": str(within) if within else None,
        "split_into": [str(each) for each in split_into(database, row.id)],
        "joined": [str(link.before_id) for link in links if link.act == "join" and link.undone is None],
        "as_read": _as_read(json.loads(kept.said)) if kept else None,
        "score": row.score,
        "digest": document.digest,
        "text_digest": document.text,
        "capture": str(_captures(archive, row.document_id, sight).last().id),
        "decisions": sorted(about, key=lambda each: _number(each["entry"])),
        "remarks": _remarks(archive, sight, [row.id]),
        "last_entry": last_seen(archive, found),
    }


def _as_read(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a machine read of a statement that people corrected."""
    lists = {name: json.loads(said[name]) for name in ("source", "cue", "content", "circumstances")}
    return {**{name: said[name] for name in ("words", "type", "act")}, **lists, "appearance": said["appearance_id"]}


def _document(archive: Archive, found: Found, sight: Sight) -> dict[str, Any]:
    row, database = found.row, archive.database
    page, reading = page_of(archive, row)
    captures = _captures(archive, row.id, sight)
    versions = rows(database, Document, page=row.page)
    if sight.cases is not None:
        versions = versions.filter(id__in=seen_among(database, Sight(sight.cases), {each.id for each in versions}))
    given = captures.last().address
    return {
        **{name: value for name, value in record(given, page, reading).items() if name != "input"},
        "address": row.address,
        "url": page.url,
        "dates": [[date.value, date.found] for date in page.dates],
        "notes": [*page.notes, *reading.notes],
        "digest": row.digest,
        "text_digest": row.text,
        "newest": row.newest,
        "captures": [_taken(each) for each in captures],
        "versions": [
            {"id": str(each.id), "digest": each.digest, "newest": each.newest, "at": _at(archive, each)}
            for each in versions.order_by("captured")
        ],
        "readings": [
            {"entry": f"entry:{each.number}", "reader": each.reader, "reading": each.reading, "text": each.text}
            for each in rows(database, Reading, document_id=row.id).order_by("number")
        ],
        "decisions": _decisions(archive, sight, [row.id]),
        "remarks": _remarks(archive, sight, [row.id]),
        "last_entry": last_seen(archive, found),
    }


def _captures(archive: Archive, document: UUID, sight: Sight) -> Any:
    """Return the captures of a document that were made for cases that are seen, earliest first."""
    held = rows(archive.database, Capture, document_id=document).order_by("number")
    return held if sight.cases is None else held.filter(case_id__in=sight.cases)


def _capture(archive: Archive, found: Found) -> dict[str, Any]:
    row, database = found.row, archive.database
    said = unseal(archive.blobs.get(row.detail))
    return {
        **_taken(row),
        "case": rows(database, Case, id=row.case_id).get().name,
        **{name: said[name] for name in ("clock", "charset", "status", "language", "translation")},
        **{name: said[name] for name in ("headers", "redirects", "archived", "notes", "within")},
        "parts": [
            {name: getattr(part, name) for name in ("name", "media_type", "digest", "size")}
            for part in rows(database, Part, capture_id=row.id).order_by("place")
        ],
        "members": [_taken(each) for each in rows(database, Capture, within=row.id).order_by("number")],
        "document": str(row.document_id) if row.document_id else None,
        "unread": row.unread,
        "entry": f"entry:{row.number}",
        "remarks": _remarks(archive, WHOLE, [row.id]),  # they are about nothing else
        "last_entry": last_seen(archive, found),
    }


def _person(archive: Archive, found: Found, sight: Sight) -> dict[str, Any]:
    database = archive.database
    members = list(rows(database, Appearance, person_id=found.id).order_by("number", "id"))
    seen = seen_among(database, sight, {row.document_id for row in members})
    members = [row for row in members if row.document_id in seen]
    ids = [row.id for row in members]
    names = sorted(
        {row.name for row in members if row.name and row.kind == "named"}, key=lambda name: (-len(name), name)
    )
    judged = rows(database, Decision, kind="person", undone=None, act__in=_JUDGED, subject__in=ids, other__in=ids)
    return {
        "id": str(found.id),
        "name": names[0] if names else None,
        "names": names,
        "circumstances": person_circumstances(database, found.id),
        "visibility": person_visibility(database, found.id),
        "appearances": [_appearance(archive, row) for row in members],
        "decisions": _decisions(archive, sight, ids),
        "remarks": _remarks(archive, sight, ids),
        "conflicts": [
            [str(a), str(b)]
            for a, b in people.conflicts(people.Judgement(d.subject, d.other, d.act, d.number) for d in judged)
        ],
        "last_entry": last_seen(archive, found),
    }


def _appearance(archive: Archive, row: Any) -> dict[str, Any]:
    database = archive.database
    document = rows(database, Document, id=row.document_id).get()
    held = rows(database, Statement, appearance_id=row.id, hidden=False).order_by("number")
    return {
        **{name: getattr(row, name) for name in ("name", "kind", "role", "age")},
        "id": str(row.id),
        "circumstances": json.loads(row.circumstances),
        "document": str(row.document_id),
        **{name: getattr(document, name) for name in ("title", "outlet", "published", "url", "newest")},
        "lang": document.language,
        "statements": [str(each.id) for each in held],
    }


def _case(archive: Archive, found: Found) -> dict[str, Any]:
    return {**case_record(archive, found.row), "last_entry": last_seen(archive, found)}


def _entry(archive: Archive, found: Found) -> dict[str, Any]:
    number = found.number or 0
    entry = archive.entry(number)
    sealed = rows(archive.database, LogCheckpoint, size__gt=number).exists()
    return {
        "entry": f"entry:{number}",
        "act": entry.act,
        "at": entry.at,
        "by": _name(archive, entry.by),
        "subjects": [str(subject) for subject in entry.subjects],
        "blobs": list(entry.blobs),
        "tools": dict(entry.tools),
        "seen": entry.seen,
        "about": None if entry.entry is None else f"entry:{entry.entry}",
        "erased": list(entry.erased),
        "key": entry.key,
        "says": None if entry.act == "read" else _says(archive, number),
        "sealed": sealed,
    }


def _decisions(
    archive: Archive, sight: Sight, ids: Iterable[UUID], acts: tuple[str, ...] = (), made: Sequence[int] = ()
) -> list[dict[str, Any]]:
    """Return the records of all decisions about any of these, and of those `made`, undone ones too, earliest first.

    What also is about something that is not seen is left out, whole: it was decided where that is.
    """
    every = list(ids)
    held = rows(archive.database, Decision, subject__in=every) | rows(archive.database, Decision, other__in=every)
    held |= rows(archive.database, Decision, number__in=made)
    if acts:
        held = held.filter(act__in=acts)
    told = list(held.order_by("number"))
    seen = _seen(archive, sight, ((row.subject, row.other) for row in told))
    return [_decision(archive, row) for row in told if seen.issuperset({row.subject, row.other})]


def _remarks(archive: Archive, sight: Sight, ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Return the records of all remarks about any of these, those that do not stand too, earliest first.

    What also is about something that is not seen is left out, as of decisions.
    """
    told = remarks(archive, ids, history=True)
    ends = [(UUID(each["subject"]), each["other"] and UUID(each["other"])) for each in told]
    seen = _seen(archive, sight, ends)
    return [
        {**each, "undone": each["undone"] and _undo(archive, _number(each["undone"]))}
        for each, pair in zip(told, ends, strict=True)
        if seen.issuperset(pair)
    ]


def _seen(archive: Archive, sight: Sight, ends: Iterable[tuple[UUID, UUID | None]]) -> set[UUID | None]:
    """Return those of what decisions are about that are seen, and None for what they are not about."""
    named = {name for pair in ends for name in pair if name}
    return {None, *(named if sight == WHOLE else subjects_seen(archive.database, sight, named))}


def _decision(archive: Archive, row: Any) -> dict[str, Any]:
    entry = archive.entry(row.number)
    rule = entry.tools.get("rule") if entry.act != row.act else None
    return {
        "entry": f"entry:{row.number}",
        "act": row.act,
        "about": row.kind,
        "subject": str(row.subject),
        "other": str(row.other) if row.other else None,
        "by": _name(archive, row.by_id),
        "rule": rule,
        "at": row.at,
        "reason": _by_rule(archive, row) if rule else row.reason,
        "seen": json.loads(row.seen),
        "undone": None if row.undone is None else _undo(archive, row.undone),
        **({"change": _change(archive, row.number)} if row.act in _RECAST else {}),
    }


def _change(archive: Archive, number: int) -> Any:
    """Return what a correction, a split or a join set; the statements that a split or a join names are its subjects."""
    entry = archive.entry(number)
    change = unseal(archive.blobs.get(entry.blobs[1]))
    for each in (change, *change.get("pieces", ())):
        for name in _FOR_SEARCH:
            each.pop(name, None)
    return {**change, "subjects": [str(subject) for subject in entry.subjects]}


def _by_rule(archive: Archive, row: Any) -> str | None:
    """Say why the rule on full names joined two speakers; None where what it saw has been read otherwise since."""
    pair = [
        people.Appearance(
            each.id, each.name, each.kind, each.age, json.loads(each.circumstances), str(each.document_id)
        )
        for each in rows(archive.database, Appearance, id__in=(row.subject, row.other))
    ]
    return people.same_by_rule(*pair) if len(pair) == 2 else None


def _undo(archive: Archive, number: int) -> dict[str, Any]:
    entry = archive.entry(number)
    says = _says(archive, number)
    reason = says["reason"] if says else None
    return {"entry": f"entry:{number}", "by": _name(archive, entry.by), "at": entry.at, "reason": reason}


def _says(archive: Archive, number: int) -> Any:
    """Return the sealed detail of an entry; None where it has none or it was erased."""
    digest = next(iter(archive.entry(number).blobs), None)
    if digest is None or rows(archive.database, Erased, digest=digest).exists():
        return None
    return unseal(archive.blobs.get(digest))


def _name(archive: Archive, actor: UUID) -> str:
    row = rows(archive.database, Actor, id=actor).first()
    return row.name if row else str(actor)


def _taken(row: Any) -> dict[str, Any]:
    plain = ("address", "url", "key", "obtained", "at", "media_type", "digest", "size", "error")
    return {"id": str(row.id), **{name: getattr(row, name) for name in plain}}


def _at(archive: Archive, document: Any) -> str:
    """Return when a document was captured last."""
    return str(rows(archive.database, Capture, number=document.captured).get().at)


def _number(entry: str) -> int:
    return int(entry.removeprefix("entry:"))


_KINDS = {
    "capture": _capture,
    "case": _case,
    "entry": _entry,
}
