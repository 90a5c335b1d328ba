"""Adding: addresses, files or a text, captured in the background; how far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, UploadedFile

from firsthand.archive.archive import MAIN
from firsthand.archive.paging import Page, place_of, token
from firsthand.desk import additions, jobs
from firsthand.desk.additions import record
from firsthand.desk.api import schemas
from firsthand.desk.api.operations import operation
from firsthand.desk.api.schemas import listing
from firsthand.desk.models import Adding

_HOW: dict[str, Any] = {"least": "reviewer", "scope": "add", "answers": schemas.Job, "tag": "adding"}


@operation("POST", "/add/addresses", status=202, **_HOW)
def add_addresses(request: HttpRequest, given: schemas.Addresses) -> dict[str, Any]:
    """Have pages captured."""
    addresses = [word for each in given.addresses for word in each.split()]
    options: dict[str, Any] = {"case": given.case, "language": given.language, "private": given.private}
    return record(additions.begin(request, addresses=addresses, **options))


@operation("POST", "/add/files", status=202, **_HOW)
def add_files(request: HttpRequest, files: File[list[UploadedFile]], given: Form[schemas.Adding]) -> dict[str, Any]:
    """Add files that somebody has."""
    return record(additions.begin(request, files=files, case=given.case, language=given.language))


@operation("POST", "/add/text", status=202, **_HOW)
def add_text(request: HttpRequest, given: schemas.Pasted) -> dict[str, Any]:
    """Add a text that somebody has."""
    return record(additions.begin(request, text=given.text, case=given.case, language=given.language))


@operation("POST", "/verify", status=202, **_HOW)
def verify(request: HttpRequest) -> dict[str, Any]:
    """Have everything checked; what is found is told by the job."""
    made = Adding.objects.create(kind=jobs.VERIFY, given=[], account=request.user, case=MAIN)
    jobs.begin(made)
    return record(made)


@operation("GET", "/jobs", **{**_HOW, "scope": "read", "answers": listing(schemas.Job)})
def list_jobs(request: HttpRequest, part: Query[schemas.Paged]) -> Page:
    """List what you added, latest first; a custodian sees what everybody did."""
    place = place_of(part.after, int)
    held = additions.theirs(request).order_by("-pk")
    found = list((held.filter(pk__lt=place[0]) if place else held)[: part.limit + 1])
    then = token(found[part.limit - 1].pk) if len(found) > part.limit else None
    return Page(tuple(record(each) for each in found[: part.limit]), then)


@operation("GET", "/jobs/{number}", **{**_HOW, "scope": "read"})
def job(request: HttpRequest, number: schemas.Number) -> dict[str, Any]:
    """Tell how far something is."""
    return record(get_object_or_404(additions.theirs(request), pk=number))


@operation("POST", "/jobs/{number}/cancel", **_HOW)
def cancel(request: HttpRequest, number: schemas.Number) -> dict[str, Any]:
    """Stop something before its next capture; what was captured stays."""
    made = get_object_or_404(additions.theirs(request), pk=number)
    jobs.cancel(made)
    made.refresh_from_db()
    return record(made)


@operation("POST", "/jobs/{number}/retry", **_HOW)
def retry(request: HttpRequest, number: schemas.Number) -> dict[str, Any]:
    """Begin again with what failed or was stopped."""
    made = get_object_or_404(additions.theirs(request), pk=number)
    if made.is_over:
        jobs.begin(made)
    return record(made)
