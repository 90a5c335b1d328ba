"""Adding: an address, files or a text, captured in the background; how far it is, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from firsthand.archive.archive import MAIN
from firsthand.desk import additions as given
from firsthand.desk import jobs
from firsthand.desk.access import cases_of

if TYPE_CHECKING:
    from django.http import HttpRequest

_SHOWN = 50


def add(request: HttpRequest) -> HttpResponse:
    """Take what is to be added, and begin."""
    wrong = ""
    if request.method == "POST":
        try:
            made = given.begin(
                request,
                case=request.POST.get("case", MAIN),
                addresses=request.POST.get("addresses", "").split(),
                files=request.FILES.getlist("files"),
                text=request.POST.get("text", ""),
                language=request.POST.get("language", ""),
                private=request.POST.get("private") == "yes",
            )
        except given.NothingToAdd as error:
            wrong = str(error)
        else:
            return HttpResponseRedirect(reverse("adding", args=[made.pk]))
    context = {"cases": cases_of(request.user), "wrong": wrong, "given": request.POST}
    return render(request, "desk/add.html", context, status=400 if wrong else 200)


def additions(request: HttpRequest) -> HttpResponse:
    """List what was added last."""
    found = given.theirs(request).select_related("account").order_by("-pk")[:_SHOWN]
    return render(request, "desk/additions.html", {"additions": found})


def adding(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far something is."""
    made = get_object_or_404(given.theirs(request), pk=number)
    template = "desk/adding_progress.html" if request.headers.get("HX-Request") else "desk/adding.html"
    return render(request, template, {"adding": made})


def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop something before its next capture; what was captured stays."""
    made = get_object_or_404(given.theirs(request), pk=number)
    jobs.cancel(made)
    return HttpResponseRedirect(reverse("adding", args=[number]))


def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Begin again with what failed or was stopped."""
    made = get_object_or_404(given.theirs(request), pk=number)
    if made.is_over:
        jobs.begin(made)
    return HttpResponseRedirect(reverse("adding", args=[number]))
