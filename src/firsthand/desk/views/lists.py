"""Lists: what waits, what is found, who speaks, who publishes, what is missing, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from firsthand.archive import lists
from firsthand.archive.activity import activity as acts
from firsthand.archive.activity import counts
from firsthand.archive.decide import last_seen_of
from firsthand.archive.models import Document
from firsthand.archive.persons import people as named
from firsthand.archive.questions import Asked, BadQuestion
from firsthand.archive.tables import select_among
from firsthand.desk import wording
from firsthand.desk.models import Adding, SavedSearch
from firsthand.desk.searching import FILTERS, asked_of, query_of, save
from firsthand.desk.seen import asking, keep_look, speakers_of
from firsthand.desk.templatetags.desk import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest

_PAGE = 50
_QUEUE = 25
_FACET = 8


def home(request: HttpRequest) -> HttpResponse:
    """Show what is new and what waits; to a viewer, the newest documents."""
    if request.user.role == "viewer":
        return HttpResponseRedirect(reverse("documents"))
    with asking(request) as asker:
        context = {
            "counts": counts(asker.archive, asker.sight, request.user.get_username()),
            "documents": lists.documents(asker.archive, asker.sight, limit=8),
            "failed": lists.captures(asker.archive, asker.sight, limit=8),
        }
    context["additions"] = Adding.objects.filter(account=request.user).order_by("-pk")[:5]
    return render(request, "desk/home.html", context)


def queue(request: HttpRequest) -> HttpResponse:
    """Show the statements that nobody has decided about: all, or those with a tag, or assigned to whoever looks."""
    told = {name: request.GET.get(name, "").strip() for name in ("tag", "assigned")}
    to = request.user.get_username() if told["assigned"] else None
    with asking(request) as asker:
        page = lists.queue(
            asker.archive,
            asker.sight,
            tag=told["tag"] or None,
            to=to,
            after=request.GET.get("after"),
            limit=_QUEUE,
        )
        tags = lists.waiting_tags(asker.archive, asker.sight)
        last = last_seen_of(asker.archive, {UUID(each["id"]): UUID(each["document"]) for each in page.items})
    waiting = [{**each, "last_entry": last[UUID(each["id"])]} for each in page.items]
    keep_look(request, speakers_of(waiting))
    return render(request, "desk/queue.html", {"page": page, "waiting": waiting, "told": told, "tags": tags})


def search(request: HttpRequest) -> HttpResponse:
    """Find statements by their words, in any language, narrowed by facets."""
    asked, told, wrong = _asked(request)
    context: dict[str, Any] = {"told": told, "wrong": wrong, "page": None, "facets": ()}
    if not wrong:
        after = request.GET.get("after")
        with asking(request) as asker:
            if after:
                context["page"] = lists.statements(asker.archive, asker.sight, asked, after=after, limit=_PAGE)
                shown = []
            else:
                context["page"], found = lists.answer(asker.archive, asker.sight, asked, limit=_PAGE)
                context["facets"] = _facets(found)
                shown = asker.persons(person for person, _name, _count in found.speakers[:_FACET])
        keep_look(request, [*speakers_of(context["page"].items), *shown])
    context["saved"] = SavedSearch.objects.filter(account=request.user).order_by("name")
    return render(request, "desk/search.html", context, status=400 if wrong else 200)


def _asked(request: HttpRequest) -> tuple[Asked, dict[str, str], str]:
    """Return what is asked for, what of it to show again, and what is wrong with it."""
    told = {name: request.GET.get(name, "").strip() for name in FILTERS}
    try:
        return asked_of(request.user, told), told, ""
    except BadQuestion as error:
        return Asked(), told, str(error)


def _facets(found: lists.Facets) -> list[dict[str, Any]]:
    """Return what an answer can be narrowed down to, each with its words and what it adds to the question."""

    def told(label: Any, values: Iterable[tuple[Any, Any, Any]]) -> dict[str, Any]:
        few = [{"label": says, "query": adds, "count": count} for says, adds, count in values if says]
        return {"label": label, "values": few[:_FACET]}

    def worded(
        table: Mapping[Any, Any], name: str, counted: Iterable[tuple[Any, int]]
    ) -> Iterable[tuple[Any, Any, Any]]:
        return ((table.get(value, value), {name: value}, count) for value, count in counted if value)

    return [
        told(_("Language"), worded(wording.LANGUAGES, "language", found.languages)),
        told(_("Speaker"), ((name, {"person": person}, count) for person, name, count in found.speakers)),
        told(_("Outlet"), worded({}, "outlet", found.outlets)),
        told(_("Status"), worded(wording.STATUS, "status", found.statuses)),
        told(_("Kind"), worded(wording.TYPES, "type", found.types)),
        told(_("Tags"), ((tag, {"tag": tag}, count) for tag, count in found.tags)),
        told(_("Year"), ((year, {"since": year, "until": year}, count) for year, count in found.years)),
    ]


def save_search(request: HttpRequest) -> HttpResponse:
    """Keep a question under a name."""
    if saved := save(request.user, request.POST.get("name", ""), request.POST):
        messages.success(request, _("Search saved as “{name}”.").format(name=saved.name))
    return HttpResponseRedirect(f"{reverse('search')}?{query_of(request.POST)}")


def drop_search(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a saved question."""
    get_object_or_404(SavedSearch, account=request.user, pk=number).delete()
    return HttpResponseRedirect(reverse("search"))


def documents(request: HttpRequest) -> HttpResponse:
    """List documents, the newest first."""
    told = {name: request.GET.get(name, "").strip() for name in ("outlet", "language")}
    with asking(request) as asker:
        page = lists.documents(
            asker.archive,
            asker.sight,
            outlet=told["outlet"] or None,
            language=told["language"] or None,
            after=request.GET.get("after"),
            limit=_PAGE,
        )
    return render(request, "desk/documents.html", {"page": page, "told": told})


def failed(request: HttpRequest) -> HttpResponse:
    """List saved copies of which nothing could be read, and what could not be saved."""
    with asking(request) as asker:
        page = lists.captures(asker.archive, asker.sight, after=request.GET.get("after"), limit=_PAGE)
    return render(request, "desk/failed.html", {"page": page})


def people(request: HttpRequest) -> HttpResponse:
    """List who is named."""
    words = request.GET.get("words", "").strip()
    with asking(request) as asker:
        page = named(asker.archive, asker.sight, words=words or None, after=request.GET.get("after"), limit=_PAGE)
        shown = asker.persons(each["id"] for each in page.items)
    keep_look(request, shown)
    return render(request, "desk/people.html", {"page": page, "told": {"words": words}})


def outlets(request: HttpRequest) -> HttpResponse:
    """List who publishes."""
    with asking(request) as asker:
        page = lists.outlets(asker.archive, asker.sight, after=request.GET.get("after"), limit=_PAGE)
    return render(request, "desk/outlets.html", {"page": page, "told": {}})


def timeline(request: HttpRequest) -> HttpResponse:
    """Show when what was published, month by month."""
    asked, told, wrong = _asked(request)
    context: dict[str, Any] = {"told": told, "wrong": wrong}
    if not wrong:
        with asking(request) as asker:
            found = lists.timeline(asker.archive, asker.sight, asked)
        most = max((count for _when, count in found.days), default=1)
        context |= {"days": found.days, "complete": found.complete, "most": most}
    return render(request, "desk/timeline.html", context, status=400 if wrong else 200)


def missing_hands(request: HttpRequest) -> HttpResponse:
    """List sources that pages name and nobody holds."""
    with asking(request) as asker:
        page = lists.missing(asker.archive, asker.sight, after=request.GET.get("after"), limit=_PAGE)
        names = {UUID(one) for each in page.items for one in each["credited_by"][:_FACET]}
        pages = {
            str(row.id): called({"title": row.title, "outlet": row.outlet, "url": row.url})
            for row in select_among(asker.archive.database, Document, "id", names)
        }
    return render(request, "desk/missing.html", {"page": page, "pages": pages})


def activity(request: HttpRequest) -> HttpResponse:
    """List what was done, latest first."""
    with asking(request) as asker:
        page = acts(asker.archive, asker.sight, after=request.GET.get("after"), limit=_PAGE)
    return render(request, "desk/activity.html", {"page": page})
