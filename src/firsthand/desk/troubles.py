"""Troubles: errors that a person can act on, told on a page; nothing of how the desk is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from firsthand.archive.archive import Changed, NotFound
from firsthand.archive.database import DatabaseTrouble
from firsthand.archive.questions import BadQuestion
from firsthand.desk.problems import is_call, problem
from firsthand.desk.seen import NotKnownYet
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Troubles:
    """Middleware that turns what the archive raises into a page with the status that fits."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Hand on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell what went wrong, if it is the caller's to know."""
        if isinstance(error, NotFound):
            return told(request, 404)
        if isinstance(error, Changed):
            return told(request, 409, since=list(error.since.values()), back=request.headers.get("Referer", "/"))
        if isinstance(error, FirsthandError):
            status = 503 if isinstance(error, (DatabaseTrouble, NotKnownYet)) else 400
            safe = isinstance(error, (NotKnownYet, BadQuestion)) or request.user.role != "viewer"
            return told(request, status, str(error) if safe else "")
        return None


def told(request: HttpRequest, status: int, said: str = "", **more: Any) -> HttpResponse:
    """Return a page that says what happened; to whoever calls the API, a record."""
    if is_call(request):
        return problem(status, said, **{name: more[name] for name in ("since",) if name in more})
    return render(request, "desk/trouble.html", {"status": status, "said": said, **more}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page."""
    return told(request, 404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this role may not."""
    return told(request, 403)


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request makes no sense."""
    return told(request, 400)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that it is the desk's own fault."""
    return told(request, 500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was not one of this desk's, or too old."""
    return told(request, 403, form=True)
