"""Operations: each states who may call it and for what a token has to be, and answers records as they are."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, get_args

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.params.models import Query as QueryParameters

from firsthand.archive.paging import Count, Page
from firsthand.desk.api.schemas import Conflict, Invalid, Problem
from firsthand.desk.problems import problem
from firsthand.desk.roles import Least, Scope

if TYPE_CHECKING:
    from django.http import HttpRequest

_REFUSALS: Final = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Invalid, 503: Problem}
RULES: Final[dict[str, dict[str, Least]]] = defaultdict(dict)
"""For each address the least role by method, as `access.route` has it."""
SCOPES: Final[dict[str, dict[str, Scope]]] = defaultdict(dict)
"""Likewise, what a token has to be for."""
router: Final = Router()


def operation(
    method: str,
    where: str,
    *,
    least: Least,
    scope: Scope = "read",
    answers: Any,
    status: int = 200,
    tag: str = "reading",
    **more: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make an operation of a function that returns a record.

    The record is sent as it is: what it `answers` is its description, which tests compare with what is sent.

    Args:
        method: Of HTTP.
        where: Its address under `/api/`.
        least: The least role that may call it.
        scope: What a token has to be for.
        answers: Type of the record.
        status: Of an answer.
        tag: Under which it is described.
        more: As ninja takes it.
    """
    RULES[where][method] = least
    SCOPES[where][method] = scope
    described: dict[int, Any] = {status: answers, **_REFUSALS}
    if scope == "decide":
        described[409] = Conflict

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(view, eval_str=True)
        known = {name for each in signature.parameters.values() for name in _asked(each.annotation)}

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if unknown := sorted(request.GET.keys() - known):  # a filter that is misspelt would find everything
                return problem(422, detail=[{"type": "unknown", "loc": ["query", name]} for name in unknown])
            told = view(request, *args, **kwargs)
            return told if isinstance(told, HttpResponseBase) else _sent(told, status)

        answered.__signature__ = signature  # type: ignore[attr-defined]
        details = {"response": described, "tags": [tag], "operation_id": view.__name__, "by_alias": True, **more}
        router.api_operation([method], where, **details)(answered)
        return view

    return decorate


def _asked(annotation: Any) -> Iterable[str]:
    """Return the names that a parameter stands for in the query of an address."""
    kind, *more = get_args(annotation) or (None,)
    return kind.model_fields if more and isinstance(more[0], QueryParameters) else ()


def _sent(told: Any, status: int) -> HttpResponse:
    if isinstance(told, Page):
        told = {"items": [counted(each) for each in told.items], "after": told.after}
    return JsonResponse(told, status=status, encoder=DjangoJSONEncoder, safe=False)


def counted(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with plain numbers; whether one is all, or only so far was counted, stands beside it.

    >>> counted({"statements": Count(1000, False)})
    {'statements': 1000, 'statements_complete': False}
    """
    told: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Count):
            told |= {name: value.number, f"{name}_complete": value.complete}
        else:
            told[name] = value
    return told
