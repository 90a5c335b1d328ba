"""Deciding: what a person decides, each time an entry in the log; and the way back to where they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast, get_args
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from firsthand.archive.archive import Changed
from firsthand.archive.decide import CannotDecide, Verb, Verdict
from firsthand.archive.remarks import Verdict as EdgeVerdict
from firsthand.archive.remarks import assign, grade, note, tag
from firsthand.desk import decisions, wording
from firsthand.desk.sentences import told

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.archive.archive import Archive
    from firsthand.archive.decide import Decided

_CREDIBILITY = tuple("123456")


def decision(request: HttpRequest, verb: str, name: UUID) -> HttpResponse:
    """Confirm, reject, withhold or release something."""
    if verb not in get_args(Verb):
        return HttpResponseBadRequest()
    reason, seen = reason_of(request), seen_of(request)
    return _answered(request, lambda: decisions.decision(request, cast("Verb", verb), name, reason=reason, seen=seen))


def judgement(request: HttpRequest, a: UUID, b: UUID) -> HttpResponse:
    """Judge whether two persons, or two statements, are one."""
    verdict = request.POST.get("verdict", "")
    if verdict not in get_args(Verdict):
        return HttpResponseBadRequest()
    reason, seen = reason_of(request), seen_of(request)
    return _answered(request, lambda: decisions.judgement(request, a, b, verdict, reason=reason, seen=seen))


def undoing(request: HttpRequest, entry: int) -> HttpResponse:
    """Undo a decision."""
    return _answered(request, lambda: decisions.undoing(request, entry, reason=reason_of(request)))


def step(request: HttpRequest, nearer: UUID, farther: UUID) -> HttpResponse:
    """Confirm or refuse that one document has words from another."""
    verdict = request.POST.get("verdict", "")
    if verdict not in get_args(EdgeVerdict):
        return HttpResponseBadRequest()
    reason, seen = reason_of(request), seen_of(request)
    return _answered(request, lambda: decisions.step(request, nearer, farther, verdict, reason=reason, seen=seen))


def remark(request: HttpRequest, act: str, name: UUID) -> HttpResponse:
    """Note, tag, grade, translate or assign something."""
    said = {key: value.strip() for key, value in request.POST.items()}
    seen = seen_of(request)
    if act == "translate":
        return _answered(
            request,
            lambda: decisions.translation(
                request,
                name,
                words=said.get("words", ""),
                language=said.get("language", ""),
                translator=said.get("translator"),
                on=said.get("on"),
                certified=said.get("status") == "certified",
                seen=seen,
            ),
        )
    acts: dict[str, Callable[[Archive, str], Decided]] = {
        "note": lambda archive, about: note(archive, about, said.get("text", ""), seen=seen),
        "tag": lambda archive, about: tag(archive, about, said.get("tag", ""), seen=seen),
        "grade": lambda archive, about: grade(
            archive,
            about,
            said.get("reliability", ""),
            int(said["credibility"]) if said.get("credibility", "") in _CREDIBILITY else 0,
            reason=said.get("reason") or None,
            seen=seen,
        ),
        "assign": lambda archive, about: assign(archive, about, said.get("to") or None, seen=seen),
    }
    if act not in acts:
        return HttpResponseBadRequest()
    return decided(request, [name], acts[act])


def decided(request: HttpRequest, about: Any, make: Callable[..., Decided]) -> HttpResponse:
    """Make a decision about what the person sees, seal the log, and go back to where they were."""
    return _answered(request, lambda: decisions.made(request, about, make))


def _answered(request: HttpRequest, make: Callable[[], Decided]) -> HttpResponse:
    """Make a decision, and go back to where the person was."""
    try:
        made = make()
    except Changed as error:
        return _conflict(request, error)
    except CannotDecide as error:
        return again(request, str(error))
    said = _("{what}: kept as log entry {number}.").format(
        what=str(wording.DONE[made.act]).capitalize(), number=made.entry
    )
    messages.success(request, said, extra_tags=f"entry-{made.entry}" if made.act != "undo" else "")
    return HttpResponseRedirect(_next(request))


def _conflict(request: HttpRequest, error: Changed) -> HttpResponse:
    """Tell that somebody else was faster; what was typed is not lost."""
    context = {"since": error.since.values(), "reason": reason_of(request) or "", "back": _next(request)}
    return render(request, "desk/changed.html", context, status=409)


def again(request: HttpRequest, said: str) -> HttpResponse:
    """Send the person back with what is wrong."""
    messages.error(request, told(said))
    return HttpResponseRedirect(_next(request))


def reason_of(request: HttpRequest) -> str | None:
    """Return why, in the person's words; None where they gave no reason."""
    return request.POST.get("reason", "").strip() or None


def seen_of(request: HttpRequest) -> int | None:
    """Return the index of the last log entry about it that was on the page on which they decided."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _next(request: HttpRequest) -> str:
    where = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if safe else "/"
