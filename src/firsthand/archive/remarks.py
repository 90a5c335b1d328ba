"""Remarks: what people note, tag, grade, translate and assign, and what they judge of the edges of a trail.

Each is an entry in the log that changes no reading and no visibility. What it says stands in its sealed detail; where
that was erased, that there was one stays. `decide.undo` undoes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from firsthand.archive.decide import CannotDecide, Decided, anchor, last_seen, unless_changed
from firsthand.archive.find import Found, find, refuse_outside
from firsthand.archive.models import Actor, Appearance, Capture, Case
from firsthand.archive.tables import among, first, select, select_among

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive, Draft

Verdict = Literal["confirm", "refuse"]
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "note": ("text",),
    "tag": ("tag",),
    "grade": ("reliability", "credibility", "reason"),
    "translate": ("language", "words", "translator", "date", "status"),
    "assign": ("to",),
    "edge-confirm": ("reason",),
    "edge-refuse": ("reason",),
}
"""What each act says."""
_EDGE: Final = ("edge-confirm", "edge-refuse")
_DONE: Final = {"note": "noted on", "tag": "tagged", "grade": "graded", "translate": "translated", "assign": "assigned"}
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "note": ("statement", "person", "document", "capture"),
    "tag": ("statement", "document", "person"),
    "grade": ("statement",),
    "translate": ("statement",),
    "assign": ("statement", "document"),
}
_RELIABILITY: Final = "ABCDEF"
_CREDIBILITY: Final = range(1, 7)
_STATUS: Final = ("draft", "certified")
_LANGUAGE: Final = re.compile(  # RFC 5646 §2.1, without what is grandfathered or of private use only
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(-[a-wyz\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?",
    re.ASCII | re.IGNORECASE,
)


def note(archive: Archive, given: str, text: str, *, seen: int | None = None) -> Decided:
    """Note something about a statement, a person, a document or a capture. Several notes stand side by side.

    Args:
        archive: Where.
        given: An id, or what it begins with.
        text: In a person's words.
        seen: The index of the last log entry about it that the person saw; None: as it is now.

    Raises:
        CannotDecide: It is nothing that is noted on, or the note is empty.
        Changed: There are newer entries about it than `seen`.
    """
    found = _found(archive, "note", given)
    return _remark(archive, "note", (found,), {"text": _worded(text, "a note")}, seen)


def tag(archive: Archive, given: str, name: str, *, case: str | None = None, seen: int | None = None) -> Decided:
    """Tag a statement, a document or a person with one of the tags of its case. Undoing takes the tag away.

    Args:
        archive: Where.
        given: An id, or what it begins with.
        name: The tag.
        case: Name of the case whose tags count; None: every one that holds it.
        seen: As for `note`.

    Raises:
        CannotDecide: No case that holds it has this tag, or it has the tag already.
        NotFound: It is not in this case.
        Changed: There are newer entries about it than `seen`.
    """
    found = _found(archive, "tag", given)
    held = cases_of(archive, found, case)
    if name not in (tags := sorted({each for row in held for each in json.loads(row.tags)})):
        known = f"its tags are {', '.join(tags)}" if tags else "it has no tags yet"
        raise CannotDecide(
            f"“{name}” is no tag of {_called(held)}: {known}. "
            f"'firsthand case change {held[0].name} --tag …' names them anew, each with its own --tag"
        )
    if any(each["act"] == "tag" and each["tag"] == name for each in remarks(archive, _ids(archive, found))):
        raise CannotDecide(f"{given} is tagged “{name}” already; undo that to take the tag away")
    return _remark(archive, "tag", (found,), {"tag": name}, seen)


def grade(
    archive: Archive,
    given: str,
    reliability: str,
    credibility: int,
    *,
    reason: str | None = None,
    case: str | None = None,
    seen: int | None = None,
) -> Decided:
    """Grade a statement by its source and its information, each by itself (NATO AJP-2.1, the Admiralty code).

    Args:
        archive: Where.
        given: An id, or what it begins with.
        reliability: Of the source: `A` completely reliable … `E` unreliable, `F` cannot be judged.
        credibility: Of the information: 1 confirmed by other sources … 5 improbable, 6 cannot be judged.
        reason: Why, in a person's words.
        case: Name of the case that has to allow it; None: any that holds it.
        seen: As for `note`.

    Raises:
        CannotDecide: It is no statement or no grade, or its case has grades switched off.
        NotFound: It is not in this case.
        Changed: There are newer entries about it than `seen`.
    """
    found = _found(archive, "grade", given)
    if reliability not in tuple(_RELIABILITY):
        raise CannotDecide(
            f"“{reliability}” is no reliability of a source; write A (completely reliable) to F (cannot be judged)"
        )
    if credibility not in _CREDIBILITY:
        raise CannotDecide(
            f"“{credibility}” is no credibility of information; write 1 (confirmed by others) to 6 (cannot be judged)"
        )
    held = cases_of(archive, found, case)
    if not any(row.grades for row in held):
        raise CannotDecide(
            f"statements of {_called(held)} are not graded; "
            f"'firsthand case change {held[0].name} --grades' switches grades on"
        )
    said = {"reliability": reliability, "credibility": int(credibility), "reason": reason}
    return _remark(archive, "grade", (found,), said, seen)


def translate(
    archive: Archive,
    given: str,
    words: str,
    *,
    language: str,
    translator: str,
    on: str,
    status: Literal["draft", "certified"] = "draft",
    seen: int | None = None,
) -> Decided:
    """Put a person's translation beside a statement. The latest in a language stands, earlier ones stay to be seen.

    Args:
        archive: Where.
        given: An id, or what it begins with.
        words: The translation.
        language: Into which language: BCP 47.
        translator: Who translated.
        on: ISO date of the translation.
        status: Whether it is certified.
        seen: As for `note`.

    Raises:
        CannotDecide: It is no statement, or one of these says nothing.
        Changed: There are newer entries about it than `seen`.
    """
    found = _found(archive, "translate", given)
    if status not in _STATUS:
        raise CannotDecide(f"a translation is {' or '.join(_STATUS)}, not “{status}”")
    said = {
        "language": _language(language),
        "words": _worded(words, "a translation"),
        "translator": _worded(translator, "the translator's name").strip(),
        "date": _day(on),
        "status": status,
    }
    return _remark(archive, "translate", (found,), said, seen)


def assign(archive: Archive, given: str, to: str | None, *, seen: int | None = None) -> Decided:
    """Assign a statement or a document to a person who works here, or to nobody. The latest stands.

    Args:
        archive: Where.
        given: An id, or what it begins with.
        to: The name of somebody who has acted in this archive or is a member of its case; None: nobody.
        seen: As for `note`.

    Raises:
        CannotDecide: It is nothing that is assigned, or nobody here has this name.
        Changed: There are newer entries about it than `seen`.
    """
    found = _found(archive, "assign", given)
    if to is not None and first(archive.database, Actor, kind="person", name=to) is None:
        held = cases_of(archive, found, None)
        if all(to not in json.loads(row.members) for row in held):
            raise CannotDecide(
                f"nobody here is called “{to}”: assign to somebody who has acted in this archive, or make them a "
                f"member of the case: 'firsthand case change {held[0].name} --member …', once for each"
            )
    return _remark(archive, "assign", (found,), {"to": to}, seen)


def judge_edge(
    archive: Archive, nearer: str, farther: str, verdict: Verdict, *, reason: str, seen: int | None = None
) -> Decided:
    """Confirm or refuse that a document has its words from another. The latest about the two stands.

    Whatever joins the two, in either direction, is left out of trails once it is refused.

    Args:
        archive: Where.
        nearer: The document nearer to the mouth: an id, or what it begins with.
        farther: The other one.
        verdict: Which.
        reason: Why, in a person's words.
        seen: The index of the last log entry about either that the person saw; None: as it is now.

    Raises:
        CannotDecide: They are not two documents, or there is no reason.
        Changed: There are newer entries about one of them than `seen`.
    """
    if verdict not in ("confirm", "refuse"):
        raise CannotDecide(f"an edge is confirmed or refused, not “{verdict}”; write confirm or refuse")
    one, other = find(archive, nearer), find(archive, farther)
    if (one.kind, other.kind) != ("document", "document"):
        raise CannotDecide(f"{nearer} is a {one.kind} and {farther} a {other.kind}: an edge joins two documents")
    if one.id == other.id:
        raise CannotDecide(f"{nearer} and {farther} are the same document: an edge joins two")
    said = {"reason": _worded(reason, "the reason")}
    return _remark(archive, f"edge-{verdict}", (one, other), said, seen)


def remarks(archive: Archive, ids: Iterable[UUID], *, history: bool = False) -> list[dict[str, Any]]:
    """Return the remarks about any of these, earliest first, with one query however many they are.

    Args:
        archive: Where.
        ids: Of statements, documents, captures, and of all appearances of persons.
        history: Whether those are returned, too, that do not stand: undone, replaced by a later one, or erased.

    Returns:
        Records `{"entry", "act", "subject", "other", "by", "at", "undone", "erased", "stands"}` with what the act says
        (`FIELDS`), None where it was erased.
    """
    every = list(dict.fromkeys(ids))
    about, values = among(archive.database, "r.subject", every)
    around, more = among(archive.database, "r.other", every)
    sql = (
        "SELECT r.number, r.act, r.subject, r.other, a.name, r.by_id, r.at, r.undone, r.said "  # noqa: S608 - names of our own; values are parameters
        f"FROM remark r LEFT JOIN actor a ON a.id = r.by_id WHERE {about} OR {around} ORDER BY r.number"
    )
    told = [_record(*row) for row in archive.database.run(sql, [*values, *more])]
    latest = {_slot(each): each["entry"] for each in told if each["undone"] is None}
    for each in told:
        each["stands"] = latest.get(_slot(each)) == each["entry"] and (each["act"] in _EDGE or not each["erased"])
    return told if history else [each for each in told if each["stands"]]


def judged_edges(archive: Archive, documents: Iterable[UUID]) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """Return what stands about edges between these documents, by the two as they were named, nearer first."""
    inside = set(documents)
    found = ((UUID(each["subject"]), each) for each in remarks(archive, inside) if each["act"] in _EDGE)
    pairs = ((nearer, UUID(each["other"]), each) for nearer, each in found)
    return {(nearer, farther): each for nearer, farther, each in pairs if {nearer, farther} <= inside}


def _record(
    number: int,
    act: str,
    subject: Any,
    other: Any,
    name: str | None,
    by: Any,
    at: str,
    undone: int | None,
    said: str | None,
) -> dict[str, Any]:
    says = json.loads(said) if said else {}
    return {
        "entry": f"entry:{number}",
        "act": act,
        "subject": str(_id(subject)),
        "other": str(_id(other)) if other else None,
        "by": name or str(_id(by)),
        "at": at,
        "undone": f"entry:{undone}" if undone is not None else None,
        "erased": said is None,
        **{field: says.get(field) for field in FIELDS[act]},
    }


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)  # SQLite's driver gives the digits


def _slot(told: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what only one remark can say at a time: a later one with the same replaces an earlier."""
    act, subject = told["act"], told["subject"]
    if act in _EDGE:
        return "edge", *sorted((subject, told["other"]))
    if act == "translate" and told["language"]:
        return act, subject, told["language"]
    return (act, subject) if act in ("grade", "assign") else (told["entry"],)


def _found(archive: Archive, act: str, given: str) -> Found:
    found = find(archive, given)
    if found.kind not in _ABOUT[act]:
        raise CannotDecide(f"{given} is a {found.kind}, and only a {' or a '.join(_ABOUT[act])} can be {_DONE[act]}")
    return found


def _remark(archive: Archive, act: str, about: tuple[Found, ...], said: Mapping[str, Any], seen: int | None) -> Decided:
    last = max(last_seen(archive, each) for each in about) if seen is None else seen
    detail = {"kind": about[0].kind, "anchor": anchor(archive, about[0]), **said}
    draft = archive.draft(act, [each.row.id for each in about], detail, seen=last)
    (number,) = archive.append(_unless_gone(archive, draft, *about))
    return Decided(number, act, about[0].id, about[1].id if len(about) > 1 else None)


def _unless_gone(archive: Archive, draft: Draft, *about: Found) -> Iterator[Draft]:
    """Yield a remark, and raise `Changed` or `NotFound` if what it is about was changed or erased meanwhile."""
    yield from unless_changed(archive, draft, *about)
    for each in about:
        find(archive, str(each.id))


def cases_of(archive: Archive, found: Found, case: str | None = None) -> list[Any]:
    """Return the cases that hold something, the earliest first; or the one asked for, if it does."""
    if case is not None:
        refuse_outside(archive, found, case)
        return [archive.case(case)]
    database = archive.database
    if found.kind == "person":
        documents = {row.document_id for row in select(database, Appearance, person_id=found.id)}
    else:
        documents = {found.row.document_id if found.kind == "statement" else found.id}
    held = {row.case_id for row in select_among(database, Capture, "document_id", documents)}
    return sorted(select_among(database, Case, "id", held), key=lambda row: row.id)


def _called(held: Iterable[Any]) -> str:
    names = [f"“{row.name}”" for row in held]
    return f"the case {names[0]}" if len(names) == 1 else f"the cases {', '.join(names)}"


def _ids(archive: Archive, found: Found) -> list[UUID]:
    """Return the ids that remarks about something name: of a person any of its appearances."""
    if found.kind != "person":
        return [found.id]
    return [row.id for row in select(archive.database, Appearance, person_id=found.id)]


def _worded(text: str, what: str) -> str:
    if not text.strip():
        raise CannotDecide(f"{what} is empty; write some words")
    return text


def _language(code: str) -> str:
    """Return a language tag as RFC 5646 §2.1.1 writes it.

    >>> _language("ZH-hant-tw"), _language("sl-rozaj-biske")
    ('zh-Hant-TW', 'sl-rozaj-biske')
    """
    if not _LANGUAGE.fullmatch(code):
        raise CannotDecide(f"“{code}” names no language; write a BCP 47 tag: uk, or pt-BR")
    first_one, *rest = code.lower().split("-")
    written = [first_one]
    for part in rest:
        style: Callable[[str], str] = {2: str.upper, 4: str.capitalize}.get(len(part), str)
        written.append(part if any(len(each) == 1 for each in written) else style(part))
    return "-".join(written)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CannotDecide(f"“{text}” is no date; write 2027-03-31") from None
