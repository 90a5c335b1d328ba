"""Deciding: what pages decide by forms, through the same functions: what is written is sealed before it is answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import BaseModel

from firsthand.archive import correct as corrections
from firsthand.archive import remarks
from firsthand.archive.decide import Decided, Verb
from firsthand.archive.outcome import outcome
from firsthand.desk import decisions
from firsthand.desk.api import schemas
from firsthand.desk.api.operations import operation
from firsthand.desk.here import acting

_HOW: dict[str, Any] = {"least": "reviewer", "scope": "decide", "answers": schemas.Decided, "tag": "deciding"}


@operation("POST", "/decide/{verb}/{name}", **_HOW)
def decide(request: HttpRequest, verb: Verb, name: UUID, given: schemas.Deciding) -> dict[str, Any]:
    """Confirm or reject a statement; withhold or release a statement, a person or a document."""
    return _told(request, decisions.decision(request, verb, name, reason=_words(given.reason), seen=given.seen))


@operation("POST", "/judge/{a}/{b}", **_HOW)
def judge(request: HttpRequest, a: UUID, b: UUID, given: schemas.Judging) -> dict[str, Any]:
    """Judge whether two persons, or two statements, are one."""
    reason = _words(given.reason)
    return _told(request, decisions.judgement(request, a, b, given.verdict, reason=reason, seen=given.seen))


@operation("POST", "/step/{nearer}/{farther}", **_HOW)
def step(request: HttpRequest, nearer: UUID, farther: UUID, given: schemas.Stepping) -> dict[str, Any]:
    """Confirm or refuse that one document has words from another."""
    reason = _words(given.reason)
    return _told(request, decisions.step(request, nearer, farther, given.verdict, reason=reason, seen=given.seen))


@operation("POST", "/undo/{entry}", **_HOW)
def undo(request: HttpRequest, entry: schemas.Number, given: schemas.Undoing) -> dict[str, Any]:
    """Undo a decision or a remark."""
    return _told(request, decisions.undoing(request, entry, reason=_words(given.reason)))


@operation("POST", "/correct/{name}", **_HOW)
def correct(request: HttpRequest, name: UUID, given: schemas.Correcting) -> dict[str, Any]:
    """Set a statement right: its id stays."""
    change = _fields(given) | {"reason": _words(given.reason), "seen": given.seen}
    return _told(
        request,
        decisions.made(request, [name], lambda archive, about: corrections.correct(archive, about, **change)),
    )


@operation("POST", "/split/{name}", **_HOW)
def split(request: HttpRequest, name: UUID, given: schemas.Splitting) -> dict[str, Any]:
    """Make several statements of one."""
    pieces, reason = [_fields(piece) for piece in given.pieces], _words(given.reason)
    made = decisions.made(
        request,
        [name],
        lambda archive, about: corrections.split(archive, about, pieces, reason=reason, seen=given.seen),
    )
    return _told(request, made)


@operation("POST", "/join", **_HOW)
def join(request: HttpRequest, given: schemas.Joining) -> dict[str, Any]:
    """Make one statement of several of one document."""
    reason = _words(given.reason)
    made = decisions.made(
        request,
        given.statements,
        lambda archive, *about: corrections.join(archive, about, reason=reason, seen=given.seen),
    )
    return _told(request, made)


@operation("POST", "/note/{name}", **_HOW)
def note(request: HttpRequest, name: UUID, given: schemas.Noting) -> dict[str, Any]:
    """Note something about a statement, a person, a document or a capture."""
    text, seen = given.text.strip(), given.seen
    return _told(
        request,
        decisions.made(request, [name], lambda archive, about: remarks.note(archive, about, text, seen=seen)),
    )


@operation("POST", "/tag/{name}", **_HOW)
def tag(request: HttpRequest, name: UUID, given: schemas.Tagging) -> dict[str, Any]:
    """Tag a statement, a document or a person with one of the tags of its case."""
    word, seen = given.tag.strip(), given.seen
    return _told(
        request,
        decisions.made(request, [name], lambda archive, about: remarks.tag(archive, about, word, seen=seen)),
    )


@operation("POST", "/grade/{name}", **_HOW)
def grade(request: HttpRequest, name: UUID, given: schemas.Grading) -> dict[str, Any]:
    """Grade a statement by its source and its information (the Admiralty code)."""
    made = decisions.made(
        request,
        [name],
        lambda archive, about: remarks.grade(
            archive,
            about,
            given.reliability,
            given.credibility,
            reason=_words(given.reason),
            seen=given.seen,
        ),
    )
    return _told(request, made)


@operation("POST", "/translate/{name}", **_HOW)
def translate(request: HttpRequest, name: UUID, given: schemas.Translating) -> dict[str, Any]:
    """Put a translation beside a statement."""
    made = decisions.translation(
        request,
        name,
        words=given.words.strip(),
        language=given.language.strip(),
        translator=_words(given.translator),
        on=given.date,
        certified=given.status == "certified",
        seen=given.seen,
    )
    return _told(request, made)


@operation("POST", "/assign/{name}", **_HOW)
def assign(request: HttpRequest, name: UUID, given: schemas.Assigning) -> dict[str, Any]:
    """Assign a statement or a document to somebody, or to nobody."""
    to, seen = _words(given.to), given.seen
    return _told(
        request,
        decisions.made(request, [name], lambda archive, about: remarks.assign(archive, about, to, seen=seen)),
    )


def _told(request: HttpRequest, made: Decided) -> dict[str, Any]:
    return {**outcome(acting(request), made), "made": [str(each) for each in made.made]}


def _words(text: str | None) -> str | None:
    """Return what somebody wrote, None where that is nothing."""
    return (text or "").strip() or None


def _fields(given: schemas.Fields) -> dict[str, Any]:
    """Return what is given of a statement, as `archive.correct` takes it."""
    told = {name: getattr(given, name) for name in (*schemas.Fields.model_fields, "content")}
    if isinstance(speaker := told["speaker"], BaseModel):
        told["speaker"] = speaker.model_dump()
    return {name: value for name, value in told.items() if value is not None}
