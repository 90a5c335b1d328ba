"""Adding: an address, files or a text, captured in the background; how far it is, and what came of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from firsthand.archive.archive import MAIN
from firsthand.desk import jobs
from firsthand.desk.access import cases_seen
from firsthand.desk.here import archive
from firsthand.desk.models import Adding

if TYPE_CHECKING:
    from django.http import HttpRequest

_SHOWN = 50


def add(request: HttpRequest) -> HttpResponse:
    """Take what is to be added, and begin."""
    names = cases_seen(request.user)
    wrong, made = "", None
    if request.method == "POST":
        case = request.POST.get("case", MAIN)
        if case not in names:
            raise PermissionDenied
        addresses = request.POST.get("addresses", "").split()
        files = request.FILES.getlist("files")
        text = request.POST.get("text", "")
        language = request.POST.get("language", "")
        options = {"account": request.user, "case": case, "language": language}
        options["private"] = request.POST.get("private") == "yes"
        if bad := [each for each in addresses if not each.lower().startswith(("http://", "https://"))]:
            wrong = _("“{given}” is no address of a page: it has to begin with https:// or http://.").format(
                given=bad[0]
            )
        elif addresses:
            made = Adding.objects.create(kind="url", given=addresses, **options)
        elif files or text.strip():
            made = Adding.objects.create(kind="upload" if files else "paste", given=[], **options)
            made.given = _kept(made, files, text)
            made.save(update_fields=["given"])
        else:
            wrong = _("Nothing was given: an address, a file or a text.")
        if made:
            jobs.begin(made)
            return HttpResponseRedirect(reverse("adding", args=[made.pk]))
    context = {"cases": names, "wrong": wrong, "given": request.POST}
    return render(request, "desk/add.html", context, status=400 if wrong else 200)


def _kept(made: Adding, files: Any, text: str) -> list[str]:
    """Put what was sent where the worker finds it, under its own names; return the paths from there."""
    folder = jobs.folder_of(archive(), made)
    folder.mkdir(parents=True, mode=0o700)
    given = []
    for number, each in enumerate(files):
        name = Path(each.name.replace("\\", "/")).name or "file"
        place = folder / (name if not (folder / name).exists() else f"{number}-{name}")
        with place.open("wb") as stream:
            shutil.copyfileobj(each, stream)
        given.append(place.name)
    if text.strip():
        (folder / "pasted.txt").write_text(text.replace("\r\n", "\n"), encoding="utf-8", newline="")
        given.append("pasted.txt")
    return given


def additions(request: HttpRequest) -> HttpResponse:
    """List what was added last."""
    found = _theirs(request).select_related("account").order_by("-pk")[:_SHOWN]
    return render(request, "desk/additions.html", {"additions": found})


def adding(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far something is."""
    made = get_object_or_404(_theirs(request), pk=number)
    template = "desk/adding_progress.html" if request.headers.get("HX-Request") else "desk/adding.html"
    return render(request, template, {"adding": made})


def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop something before its next capture; what was captured stays."""
    made = get_object_or_404(_theirs(request), pk=number)
    jobs.cancel(made)
    return HttpResponseRedirect(reverse("adding", args=[number]))


def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Begin again with what failed or was stopped."""
    made = get_object_or_404(_theirs(request), pk=number)
    if made.is_over:
        jobs.begin(made)
    return HttpResponseRedirect(reverse("adding", args=[number]))


def _theirs(request: HttpRequest) -> Any:
    """Return what somebody added: a custodian sees what everybody did."""
    every = Adding.objects.all()
    return every if request.user.role == "custodian" else every.filter(account=request.user)
