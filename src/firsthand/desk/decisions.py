"""Decisions: each is made about what the person sees, in their name, and sealed before it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from firsthand.archive import decide, remarks
from firsthand.archive.decide import CannotDecide
from firsthand.archive.find import find
from firsthand.archive.models import Document, Statement
from firsthand.archive.tables import first
from firsthand.desk import jobs
from firsthand.desk.keeping import sealed
from firsthand.desk.seen import Asker, asking

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.archive.archive import Archive
    from firsthand.archive.decide import Decided, Verb, Verdict
    from firsthand.archive.remarks import Verdict as EdgeVerdict

_NEEDS_REASON = ("reject", "withhold")
_REWORDS = ("correct", "split", "join", "undo")


def decision(request: HttpRequest, verb: Verb, name: UUID, *, reason: str | None, seen: int | None) -> Decided:
    """Confirm, reject, withhold or release something; see `made` for what these raise."""
    if verb in _NEEDS_REASON:
        reason = _given(reason)
    return made(request, [name], lambda archive: decide.decide(archive, verb, str(name), reason=reason, seen=seen))


def judgement(
    request: HttpRequest, a: UUID, b: UUID, verdict: Verdict, *, reason: str | None, seen: int | None
) -> Decided:
    """Judge whether two persons, or two statements, are one."""
    why = _given(reason)
    return made(request, [a, b], lambda archive: decide.judge(archive, str(a), str(b), verdict, reason=why, seen=seen))


def undoing(request: HttpRequest, entry: int, *, reason: str | None) -> Decided:
    """Undo a decision or a remark."""
    why = _given(reason)
    with asking(request) as asker:
        about = asker.archive.entry(entry).subjects
    return made(request, about, lambda archive: decide.undo(archive, f"entry:{entry}", reason=why))


def step(
    request: HttpRequest, nearer: UUID, farther: UUID, verdict: EdgeVerdict, *, reason: str | None, seen: int | None
) -> Decided:
    """Confirm or refuse that one document has words from another."""
    why = _given(reason)
    return made(
        request,
        [nearer, farther],
        lambda archive: remarks.judge_edge(archive, str(nearer), str(farther), verdict, reason=why, seen=seen),
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
        lambda archive: remarks.translate(
            archive,
            str(name),
            words,
            language=language,
            translator=translator or request.user.get_username(),
            on=on or timezone.now().date().isoformat(),
            status="certified" if certified else "draft",
            seen=seen,
        ),
    )


def made(request: HttpRequest, about: Iterable[UUID], make: Callable[[Archive], Decided]) -> Decided:
    """Make a decision, and seal the log; of other words the worker looks for echoes.

    Args:
        request: In whose name.
        about: What has to be seen by whoever decides.
        make: What enters it in the log.

    Raises:
        NotFound: It is not there, or not seen.
        PermissionDenied: It is nothing that is decided about at the desk.
        CannotDecide: It makes no sense, or lacks its reason.
        Changed: There are newer entries about it than were seen.
    """
    with asking(request) as asker:
        for each in about:
            _refuse_unseen(asker, each)
    with sealed(request) as archive:
        decided = make(archive)
    if decided.act in _REWORDS:
        jobs.link.enqueue()
    return decided


def _given(reason: str | None) -> str:
    """Return a reason. Raises `CannotDecide` where there is none."""
    if not reason:
        raise CannotDecide(_("Say in a few words why: it is kept with the decision."))
    return reason


def _refuse_unseen(asker: Asker, name: UUID) -> Any:
    """Raise `NotFound` unless what is decided about is seen."""
    database = asker.archive.database
    if row := first(database, Statement, id=name):
        return asker.document(row.document_id)
    if first(database, Document, id=name):
        return asker.document(name)
    if (kind := find(asker.archive, str(name)).kind) == "person":
        return asker.person(name)
    if kind == "capture":
        return asker.capture(name)
    raise PermissionDenied
