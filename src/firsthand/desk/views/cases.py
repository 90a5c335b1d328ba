"""Cases: what they are for, who works on them, what may be tagged and graded; and what people taught on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from firsthand.archive.archive import NotFound
from firsthand.archive.cases import BadCase, add_case, case_record, change_case
from firsthand.archive.models import Case
from firsthand.archive.tables import rows
from firsthand.archive.training import training_records
from firsthand.desk.access import sight_of
from firsthand.desk.here import acting
from firsthand.desk.keeping import sealed
from firsthand.desk.sentences import told

if TYPE_CHECKING:
    from django.http import HttpRequest


def case(request: HttpRequest, name: UUID) -> HttpResponse:
    """Show a case, and change it."""
    archive = acting(request)
    row = rows(archive.database, Case, id=name).first()
    if row is None:
        raise NotFound("nothing here has this id")
    if request.method == "POST":
        try:
            with sealed(request) as writing:
                change_case(writing, row.name, **_said(request))
        except BadCase as error:
            messages.error(request, told(str(error)))
        else:
            messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("case", args=[name]))
    return render(request, "desk/case.html", {"case": case_record(archive, row, counted=False)})


def new_case(request: HttpRequest) -> HttpResponse:
    """Make a case."""
    try:
        with sealed(request) as archive:
            made = add_case(archive, request.POST.get("name", ""), **_said(request))
    except BadCase as error:
        messages.error(request, told(str(error)))
        return HttpResponseRedirect(reverse("settings"))
    return HttpResponseRedirect(reverse("case", args=[made["id"]]))


def _said(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    return {
        "purpose": given.get("purpose", "").strip(),
        "basis": given.get("basis", "").strip(),
        "members": _lines(given.get("members", "")),
        "review_on": given.get("review_on", "").strip(),
        "hold": given.get("hold") == "yes",
        "tags": _lines(given.get("tags", "")),
        "grades": given.get("grades") == "yes",
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def training(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out what people confirmed and corrected, one record a line, as data from which readers learn."""
    archive, sight = acting(request), sight_of(request.user)

    def lines() -> Iterator[str]:
        for each in training_records(archive, sight):
            yield json.dumps(each, ensure_ascii=True) + "\n"

    headers = {"Content-Disposition": 'attachment; filename="training.jsonl"'}
    return StreamingHttpResponse(lines(), content_type="application/jsonl", headers=headers)
