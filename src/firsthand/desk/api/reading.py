"""Reading: what is held, as far as whoever asks may see it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query

from firsthand.archive import lists
from firsthand.archive.activity import activity as acts
from firsthand.archive.decide import last_seen_of
from firsthand.archive.find import Found
from firsthand.archive.paging import Page, place_of, token
from firsthand.archive.persons import people as named
from firsthand.archive.questions import BadQuestion
from firsthand.archive.shown import whole
from firsthand.archive.trails import follow
from firsthand.archive.trails import missing as missing_hands
from firsthand.desk.api import schemas
from firsthand.desk.api.operations import operation
from firsthand.desk.api.schemas import listing
from firsthand.desk.here import acting
from firsthand.desk.models import SavedSearch
from firsthand.desk.restricted import known_of
from firsthand.desk.searching import asked_of, save
from firsthand.desk.seen import asking, keep_look
from firsthand.desk.suggesting import suggestions
from firsthand.desk.viewers import told_to
from firsthand.desk.views import documents as files
from firsthand.desk.views.proof import log_state


@operation("GET", "/statements", least="viewer", answers=listing(schemas.Statement))
def statements(request: HttpRequest, search: Query[schemas.Search]) -> Page:
    """List the statements asked for, of each page its newest version."""
    asked = asked_of(request.user, search.dict())
    with asking(request) as asker:
        page = lists.statements(asker.archive, asker.sight, asked, after=search.after, limit=search.limit)
    keep_look(request, [each["speaker"] for each in page.items])
    return page


@operation("GET", "/statements/{name}", least="viewer", answers=schemas.StatementWhole | schemas.Restricted)
def statement(request: HttpRequest, name: UUID) -> dict[str, Any]:
    """Return one statement, whole."""
    with asking(request) as asker:
        row, document, shown = asker.statement(name)
        if not shown:
            return known_of(asker, document, row)
        told = told_to(asker, whole(asker.archive, Found("statement", row.id, row), sight=asker.sight))
    keep_look(request, [told["speaker"]])
    return told


@operation("GET", "/statements/{name}/trail", least="viewer", answers=schemas.Trail | schemas.Restricted)
def trail(request: HttpRequest, name: UUID) -> dict[str, Any]:
    """Return how a statement's words travelled."""
    with asking(request) as asker:
        row, document, shown = asker.statement(name)
        if not shown:
            return known_of(asker, document, row)
        followed = follow(asker.archive, row, sight=asker.sight)
        told = told_to(asker, followed.record())
    keep_look(request, [each["speaker"] for each in followed.records.values()])
    return told


@operation("GET", "/documents", least="viewer", answers=listing(schemas.Document))
def documents(request: HttpRequest, shelf: Query[schemas.Shelf]) -> Page:
    """List documents, the newest first by their own dates."""
    with asking(request) as asker:
        return lists.documents(
            asker.archive,
            asker.sight,
            outlet=shelf.outlet or None,
            language=shelf.language or None,
            after=shelf.after,
            limit=shelf.limit,
        )


@operation("GET", "/documents/{name}", least="viewer", answers=schemas.DocumentWhole | schemas.Restricted)
def document(request: HttpRequest, name: UUID) -> dict[str, Any]:
    """Return a document, whole: its text, and what was found in it."""
    with asking(request) as asker:
        row, shown = asker.document(name)
        if not shown:
            return known_of(asker, row)
        told = told_to(asker, whole(asker.archive, Found("document", row.id, row), sight=asker.sight))
    keep_look(request, [{**each["speaker"], "id": each["id"]} for each in told["attributions"]])
    return told


@operation("GET", "/captures", least="reviewer", answers=listing(schemas.Capture))
def captures(request: HttpRequest, taken: Query[schemas.Taken]) -> Page:
    """List captures, the newest first: those that failed or could not be read, or all."""
    with asking(request) as asker:
        return lists.captures(asker.archive, asker.sight, failed=taken.failed, after=taken.after, limit=taken.limit)


@operation("GET", "/captures/{name}", least="viewer", answers=schemas.CaptureWhole)
def capture(request: HttpRequest, name: UUID) -> dict[str, Any]:
    """Return a capture: where it comes from, and what proves that it is unchanged."""
    with asking(request) as asker:
        row = asker.capture(name)
        return told_to(asker, whole(asker.archive, Found("capture", row.id, row)))


_BYTES = {"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}}


@operation("GET", "/captures/{name}/parts/{place}", least="reviewer", answers=None, openapi_extra=_BYTES)
def part(request: HttpRequest, name: UUID, place: schemas.Number) -> Any:
    """Return the bytes of one file of a capture, as they came."""
    return files.part(request, name, place)


@operation("GET", "/people", least="viewer", answers=listing(schemas.Person))
def people(request: HttpRequest, search: Query[schemas.Named]) -> Page:
    """List who is named."""
    with asking(request) as asker:
        words = (search.words or "").strip() or None
        page = named(asker.archive, asker.sight, words=words, after=search.after, limit=search.limit)
        shown = asker.persons(each["id"] for each in page.items)
    keep_look(request, shown)
    return page


@operation("GET", "/people/{name}", least="viewer", answers=schemas.PersonWhole)
def person(request: HttpRequest, name: UUID) -> dict[str, Any]:
    """Return one person, with where they speak."""
    with asking(request) as asker:
        told = told_to(asker, whole(asker.archive, asker.person(name), sight=asker.sight))
    keep_look(request, [told])
    return told


@operation("GET", "/people/{name}/suggested", least="reviewer", answers=listing(schemas.Suggested))
def suggested(request: HttpRequest, name: UUID) -> Page:
    """List who may be the same person, the likeliest first; nobody is joined but by a judgement."""
    with asking(request) as asker:
        told, others = suggestions(asker, name)
    keep_look(request, [told, *(each["other"] for each in others)])
    return Page(tuple(others), None)


@operation("GET", "/outlets", least="viewer", answers=listing(schemas.Outlet))
def outlets(request: HttpRequest, part: Query[schemas.Paged]) -> Page:
    """List who publishes, by name."""
    with asking(request) as asker:
        return lists.outlets(asker.archive, asker.sight, after=part.after, limit=part.limit)


@operation("GET", "/facets", least="viewer", answers=schemas.Facets)
def facets(request: HttpRequest, filters: Query[schemas.Filters]) -> dict[str, Any]:
    """Return what the first statements of an answer are of, said and made by."""
    asked = asked_of(request.user, filters.dict())
    with asking(request) as asker:
        found = lists.facets(asker.archive, asker.sight, asked)
        shown = asker.persons(person for person, _name, _count in found.speakers)
    keep_look(request, shown)
    return asdict(found)


@operation("GET", "/timeline", least="viewer", answers=schemas.Timeline)
def timeline(request: HttpRequest, filters: Query[schemas.Filters]) -> dict[str, Any]:
    """Return how many documents there are of each month, the newest first."""
    asked = asked_of(request.user, filters.dict())
    with asking(request) as asker:
        return asdict(lists.timeline(asker.archive, asker.sight, asked))


@operation("GET", "/missing", least="viewer", answers=listing(schemas.Missing))
def missing(request: HttpRequest, part: Query[schemas.Paged]) -> Page:
    """List hands that pages name and the archive does not hold, the most often named first."""
    place = place_of(part.after, int)
    start = max(place[0], 0) if place else 0
    with asking(request) as asker:
        found = missing_hands(asker.archive, sight=asker.sight)
    end = start + part.limit
    return Page(tuple(found[start:end]), token(end) if end < len(found) else None)


@operation("GET", "/queue", least="reviewer", answers=listing(schemas.Queued))
def queue(request: HttpRequest, waiting: Query[schemas.Waiting]) -> Page:
    """List the statements that nobody has decided about, the newest in the archive first."""
    with asking(request) as asker:
        page = lists.queue(
            asker.archive,
            asker.sight,
            kind=waiting.type,
            tag=waiting.tag or None,
            to=request.user.get_username() if waiting.assigned else None,
            after=waiting.after,
            limit=waiting.limit,
        )
        last = last_seen_of(asker.archive, {UUID(each["id"]): UUID(each["document"]) for each in page.items})
    keep_look(request, [each["speaker"] for each in page.items])
    return Page(tuple({**each, "last_entry": last[UUID(each["id"])]} for each in page.items), page.after)


@operation("GET", "/activity", least="reviewer", answers=listing(schemas.Done))
def activity(request: HttpRequest, part: Query[schemas.Paged]) -> Page:
    """List what was captured and decided, latest first."""
    with asking(request) as asker:
        return acts(asker.archive, asker.sight, after=part.after, limit=part.limit)


@operation("GET", "/log", least="reviewer", answers=schemas.LogState)
def log(request: HttpRequest) -> dict[str, Any]:
    """Return how long the log is, and up to where it is sealed."""
    return log_state(acting(request))


@operation("GET", "/log/{number}", least="custodian", answers=schemas.Entry)
def entry(request: HttpRequest, number: schemas.Number) -> dict[str, Any]:
    """Return one entry of the log."""
    archive = acting(request)
    return whole(archive, Found("entry", archive.id, None, number))


@operation("GET", "/searches", least="viewer", answers=listing(schemas.Saved))
def searches(request: HttpRequest, part: Query[schemas.Paged]) -> Page:
    """List the questions that you keep."""
    place = place_of(part.after, int)
    kept = SavedSearch.objects.filter(account=request.user, pk__gt=place[0] if place else 0).order_by("pk")
    found = [_saved(each) for each in kept[: part.limit + 1]]
    return Page(tuple(found[: part.limit]), token(found[part.limit - 1]["id"]) if len(found) > part.limit else None)


@operation("POST", "/searches", least="viewer", answers=schemas.Saved)
def save_search(request: HttpRequest, given: schemas.Saving) -> dict[str, Any]:
    """Keep a question under a name; one that had the name already is replaced."""
    asked_of(request.user, given.dict())
    if (saved := save(request.user, given.name, given.dict())) is None:
        raise BadQuestion("a question that is kept has a name")
    return _saved(saved)


@operation("DELETE", "/searches/{number}", least="viewer", answers=schemas.Saved)
def drop_search(request: HttpRequest, number: schemas.Number) -> dict[str, Any]:
    """Forget a question that you keep."""
    saved = get_object_or_404(SavedSearch, account=request.user, pk=number)
    told = _saved(saved)
    saved.delete()
    return told


def _saved(search: Any) -> dict[str, Any]:
    return {"id": search.pk, "name": search.name, "query": search.query}
