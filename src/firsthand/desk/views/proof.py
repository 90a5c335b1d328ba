"""Proof: what the log says, what is sealed, and what a check of everything found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from firsthand.archive.archive import MAIN
from firsthand.archive.find import Found
from firsthand.archive.models import LogCheckpoint, Stamp
from firsthand.archive.shown import whole
from firsthand.archive.tables import first, select
from firsthand.desk import jobs
from firsthand.desk.here import acting
from firsthand.desk.models import Adding

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.archive.archive import Archive


def verify(request: HttpRequest) -> HttpResponse:
    """Tell what is proved and what is not; check everything, if asked."""
    if request.method == "POST":
        jobs.begin(Adding.objects.create(kind=jobs.VERIFY, given=[], account=request.user, case=MAIN))
        return HttpResponseRedirect(reverse("verify"))
    archive = acting(request)
    last = Adding.objects.filter(kind=jobs.VERIFY).order_by("-pk").first()
    context: dict[str, Any] = {
        **log_state(archive),
        "checking": last,
        "counts": last.told[0] if last and last.told else {},
        "findings": last.told[1:]
        if last and request.user.role == "custodian"
        else [],  # they name what others may not see
    }
    template = "desk/verify_result.html" if request.headers.get("HX-Request") else "desk/verify.html"
    return render(request, template, context)


def log_state(archive: Archive) -> dict[str, Any]:
    """Return how long the log is, up to where it is sealed, who confirmed the time, and the keys: ours and its own."""
    sealed = first(archive.database, LogCheckpoint, order="-size")
    stamps = select(archive.database, Stamp, order="-number", limit=10)
    return {
        "size": archive.size(),
        "sealed": sealed.size if sealed else None,
        "confirmed": sorted({each.authority for each in stamps if each.token}),
        "key": str(archive.keys.vkey()) if archive.keys.exists else None,
        "vkey": archive.vkey(),
    }


def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry of the log."""
    archive = acting(request)
    told = whole(archive, Found("entry", archive.id, None, number))
    says = [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1))
        for name, value in (told["says"] or {}).items()
        if value not in (None, "", [], {})
    ]
    return render(request, "desk/entry.html", {"entry": told, "number": number, "says": says, "size": archive.size()})
