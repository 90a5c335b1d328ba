"""Decisions: each is made about what the person sees, in their name, and sealed before it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from firsthand.archive import decide, remarks
from firsthand.archive.archive import Changed, NotFound
from firsthand.archive.decide import BuiltUpon, CannotDecide
from firsthand.archive.find import find
from firsthand.archive.models import Document, Statement
from firsthand.archive.tables import first
from firsthand.desk import jobs
from firsthand.desk.keeping import sealed
from firsthand.desk.seen import Asker, asking

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.archive.decide import Decided, Verb, Verdict
    from firsthand.archive.remarks import Verdict as EdgeVerdict

_NEEDS_REASON = ("reject", "withhold")
_REWORDS = ("correct", "split", "join", "undo")


def decision(request: HttpRequest, verb: Verb, name: UUID, *, reason: str | None, seen: int | None) -> Decided:
    """Confirm, reject, withhold or release something; see `made` for what these raise."""
    if verb in _NEEDS_REASON:
        reason = _given(reason)
    return made(request, [name], lambda archive, about: decide.decide(archive, verb, about, reason=reason, seen=seen))


def judgement(
    request: HttpRequest, a: UUID, b: UUID, verdict: Verdict, *, reason: str | None, seen: int | None
) -> Decided:
    """Judge whether two persons, or two statements, are one."""
    why = _given(reason)
    return made(
        request, [a, b], lambda archive, one, other: decide.judge(archive, one, other, verdict, reason=why, seen=seen)
    )


def undoing(request: HttpRequest, entry: int, *, reason: str | None) -> Decided:
    """Undo a decision or a remark. Raises `NotFound` where something that it is about is not seen."""
    why = _given(reason)
    with asking(request) as asker:
        about = asker.archive.entry(entry).subjects
        if not asker.sees_all(about):
            raise NotFound(f"no entry {entry} here")
    return made(request, about, lambda archive, *_about: decide.undo(archive, f"entry:{entry}", reason=why))


def step(
    request: HttpRequest, nearer: UUID, farther: UUID, verdict: EdgeVerdict, *, reason: str | None, seen: int | None
) -> Decided:
    """Confirm or refuse that one document has words from another."""
    why = _given(reason)
    return made(
        request,
        [nearer, farther],
        lambda archive, one, other: remarks.judge_edge(archive, one, other, verdict, reason=why, seen=seen),
    )


def translation(
    request: HttpRequest,
    name: UUID,
    *,
    words: str,
    language: str,
    translator: str | None,
    on: str | None,
    certified: bool,
    seen: int | None,
) -> Decided:
    """Put a translation beside a statement: if nothing else is said, one's own, made today."""
    return made(
        request,
        [name],
        lambda archive, about: remarks.translate(
            archive,
            about,
            words,
            language=language,
            translator=translator or request.user.get_username(),
            on=on or timezone.now().date().isoformat(),
            status="certified" if certified else "draft",
            seen=seen,
        ),
    )


def made(request: HttpRequest, about: Iterable[UUID], make: Callable[..., Decided]) -> Decided:
    """Make a decision, and seal the log; of other words the worker looks for echoes.

    Args:
        request: In whose name.
        about: What has to be seen by whoever decides.
        make: What enters it in the log, given the archive and by which ids the entry has to name what it is about.

    Raises:
        NotFound: It is not there, or not seen.
        PermissionDenied: It is nothing that is decided about at the desk.
        CannotDecide: It makes no sense, or lacks its reason.
        BuiltUpon: It undoes what later decisions rest on.
        Changed: There are newer entries about it than were seen.
    """
    with asking(request) as asker:
        names = [_name_of(asker, each) for each in about]
    try:
        with sealed(request) as archive:
            decided = make(archive, *names)
    except Changed as error:
        with asking(request) as asker:
            raise Changed(error.subject, error.seen, _as_told(asker, error.since)) from None
    except BuiltUpon as error:
        with asking(request) as asker:
            raise BuiltUpon(error.entry, _as_told(asker, error.since)) from None
    if decided.act in _REWORDS:
        jobs.link.enqueue()
    return decided


def _as_told(asker: Asker, since: Mapping[int, str]) -> dict[int, str]:
    """Return what entries are, and of those about what is not seen only that they are there."""
    unseen = _("log entry {number}: by somebody who works on another case")
    return {
        number: says if asker.sees_all(asker.archive.entry(number).subjects) else unseen.format(number=number)
        for number, says in since.items()
    }


def _given(reason: str | None) -> str:
    """Return a reason. Raises `CannotDecide` where there is none."""
    if not reason:
        raise CannotDecide(_("Say in a few words why: it is kept with the decision."))
    return reason


def _name_of(asker: Asker, name: UUID) -> str:
    """Return by which id what is decided about is named. Raises `NotFound` unless it is seen."""
    database = asker.archive.database
    if row := first(database, Statement, id=name):
        asker.document(row.document_id)
    elif first(database, Document, id=name):
        asker.document(name)
    elif (kind := find(asker.archive, str(name)).kind) == "person":
        asker.person(name)
        return str(asker.subject(name))
    elif kind == "capture":
        asker.capture(name)
    else:
        raise PermissionDenied
    return str(name)
