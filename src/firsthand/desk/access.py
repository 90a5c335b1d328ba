"""Access: who may call which address by which method, and how much of the archive they see there.

Every route states its rule (`route`, `api.operations`); the pages of allauth have theirs in a table here. What has none
is refused, so that a new page is closed until somebody has thought about it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path

from firsthand.archive.models import Case
from firsthand.archive.sight import Sight
from firsthand.archive.tables import select
from firsthand.desk.here import archive
from firsthand.desk.problems import is_call, problem
from firsthand.desk.roles import Least, Scope, reaches

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.desk.models import Account

View = Callable[..., Any]
Rule = Mapping[str, Least]
_SIGNED_IN: Rule = {"GET": "viewer", "POST": "viewer"}
_ANYONE: Rule = {"GET": "anyone", "POST": "anyone"}
_ALLAUTH: Mapping[str, Rule] = {
    "account_login": _ANYONE,
    "account_logout": _SIGNED_IN,
    "account_inactive": {"GET": "anyone"},
    "account_reauthenticate": _SIGNED_IN,
    "account_change_password": _SIGNED_IN,
    "mfa_authenticate": _ANYONE,
    "mfa_login_webauthn": _ANYONE,
    "mfa_reauthenticate": _SIGNED_IN,
    "mfa_reauthenticate_webauthn": _SIGNED_IN,
    "mfa_index": {"GET": "viewer"},
    "mfa_activate_totp": _SIGNED_IN,
    "mfa_deactivate_totp": _SIGNED_IN,
    "mfa_view_recovery_codes": {"GET": "viewer"},
    "mfa_generate_recovery_codes": _SIGNED_IN,
    "mfa_download_recovery_codes": {"GET": "viewer"},
    "mfa_list_webauthn": {"GET": "viewer"},
    "mfa_add_webauthn": _SIGNED_IN,
    "mfa_edit_webauthn": _SIGNED_IN,
    "mfa_remove_webauthn": _SIGNED_IN,
}
"""Pages of allauth that are used; its others are closed."""


def route(where: str, view: View, name: str, **rule: Least) -> URLPattern:
    """Return a route with its rule: for each method the least role that may call it. Other methods are refused."""

    def ruled(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    ruled.rule = rule  # type: ignore[attr-defined]
    ruled.__name__ = view.__name__
    return path(where, ruled, name=name)


def rule_of(view: Any, name: str | None) -> Rule | None:
    """Return the rule of a view under its name in the routes; None where nobody has stated one."""
    return getattr(view, "rule", None) or _ALLAUTH.get(name or "")


class Access:
    """Middleware that refuses whatever no rule allows."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Hand on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Refuse a call that no rule allows; ask whoever has not signed in to do so."""
        match = request.resolver_match
        rule = rule_of(view, match.url_name if match else None)
        if rule is None:
            raise PermissionDenied
        method = "GET" if request.method == "HEAD" else request.method
        if method not in rule:
            allowed = ["HEAD", *rule] if "GET" in rule else list(rule)
            if is_call(request):
                return problem(405, headers={"Allow": ", ".join(allowed)})
            return HttpResponseNotAllowed(allowed)
        user = request.user
        if reaches(user.role if user.is_authenticated else None, rule[method]) and _is_within_token(
            request, getattr(view, "scopes", {}).get(method)
        ):
            return None
        if user.is_authenticated:
            raise PermissionDenied
        if is_call(request):
            return problem(401)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": "/"})
        if not get_user_model().objects.exists():
            return redirect("welcome")
        return redirect_to_login(request.get_full_path() if method == "GET" else "/")


def _is_within_token(request: HttpRequest, scope: Scope | None) -> bool:
    """Tell whether the token that a call came with, if it came with one, is for this."""
    token = getattr(request, "token", None)
    return token is None or scope in token.scopes


def cases_of(account: Account) -> list[str]:
    """Return the names of the cases that somebody sees, the earliest first."""
    sight = sight_of(account)
    held = select(archive().database, Case, order="number")
    return [case.name for case in held if sight.cases is None or case.id in sight.cases]


def sight_of(account: Account) -> Sight:
    """Return how much somebody sees: of cases that name members only those that name them; a custodian all of them.

    A viewer sees only what names nobody protected.
    """
    clear = account.role == "viewer"
    if account.role == "custodian":
        return Sight()
    closed, own = False, []
    for case in select(archive().database, Case):
        members = json.loads(case.members)
        if members and account.username not in members:
            closed = True
        else:
            own.append(case.id)
    return Sight(tuple(own) if closed else None, clear)
