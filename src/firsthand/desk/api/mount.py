"""Mount: the addresses of the API, each with its rule, so that `access` lets nobody in whom no rule lets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from firsthand import __version__
from firsthand.desk.api import adding, deciding, reading  # noqa: F401 - their operations are what is mounted
from firsthand.desk.api.operations import RULES, SCOPES, router
from firsthand.desk.problems import problem

if TYPE_CHECKING:
    from django.http import HttpRequest

_WHERE = "/api/"
_ABOUT = (
    "What the pages of the desk do, for programs. Who sees what is the same: a viewer nothing of pages that name "
    "somebody protected. A token is made at the desk, under Settings; it allows no more than its account."
)


def _api() -> NinjaAPI:
    api = NinjaAPI(title="Firsthand", version=__version__, description=_ABOUT, openapi_url=None, docs_url=None)
    api.add_router("", router)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(SuspiciousOperation, lambda request, error: problem(400))  # too large, or garbled
    api.add_exception_handler(Http404, lambda request, error: problem(404))
    return api


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, detail=error.errors)


@cache
def _description() -> dict[str, Any]:
    """Return the description of the API (OpenAPI 3.1)."""
    described = dict(_API.get_openapi_schema(path_prefix=_WHERE))
    described["security"] = [{"token": []}, {"session": []}]
    described["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "firsthand-PORT"},
    }
    return described


def described(request: HttpRequest) -> HttpResponse:
    """Answer with the description of the API."""
    return JsonResponse(_description())


def _called(view: Callable[..., Any], where: str) -> Callable[..., Any]:
    """Return a view of ninja's with its rule: asked for headers alone it answers as it does to GET."""

    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    # ninja's view has `csrf_exempt`, this one has not: a call by cookie is checked as a form is
    call.rule, call.scopes = RULES.get(where), SCOPES.get(where, {})  # type: ignore[attr-defined]
    return call


def _mounted() -> Iterator[URLPattern]:
    """Yield ninja's routes with their rules; an address that has none is closed."""
    for each in _API.urls[0]:
        where = "/" + str(each.pattern).replace("<", "{").replace(">", "}")
        if each.name != "api-root":
            yield path(str(each.pattern), _called(each.callback, where), name=f"api-{each.name}")


_API = _api()
RULES["/openapi.json"]["GET"], SCOPES["/openapi.json"]["GET"] = "viewer", "read"
urlpatterns = [path("openapi.json", _called(described, "/openapi.json"), name="openapi"), *_mounted()]
