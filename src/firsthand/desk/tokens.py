"""Tokens: with what a program calls the API in somebody's name, for as long and as much as they said."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from firsthand.desk.models import Token
from firsthand.desk.problems import is_call, problem

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.desk.models import Account

DAYS: Final = (7, 30, 90, 365)
"""For how long one can be made: none is for ever."""
_BEFORE: Final = "firsthand_"  # so that who scans what was published by mistake knows it for a secret
_USED: Final = timedelta(minutes=1)  # how exactly its last use is known


def make(account: Account, name: str, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """Make a token, and return it with its secret, which nobody can find out again."""
    secret = _BEFORE + secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=days)
    made = Token.objects.create(
        account=account, name=name, scopes=list(scopes), digest=_digest(secret), expires=expires
    )
    return made, secret


def found(secret: str) -> Token | None:
    """Return the token with a secret, if it may be used now: not expired, and its account open."""
    now = timezone.now()
    token = (
        Token.objects.select_related("account")
        .filter(digest=_digest(secret), expires__gt=now, account__is_active=True)
        .first()
    )
    if token is not None and (token.used is None or now - token.used > _USED):
        Token.objects.filter(pk=token.pk).update(used=now)
    return token


def _digest(secret: str) -> str:
    """Return what is kept of a secret. It has 256 random bits: a slow hash would make it no safer."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Tokens:
    """Middleware that knows callers of the API by their tokens. Pages are opened by signing in alone."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Let a call be its token's account, whoever is signed in; refuse one with a token that is none."""
        given = request.headers.get("Authorization")
        if given is not None and is_call(request):
            scheme, _, secret = given.partition(" ")
            token = found(secret.strip()) if scheme.lower() == "bearer" else None
            if token is None:
                return problem(401)
            request.user, request.token = token.account, token
            request._dont_enforce_csrf_checks = True  # no browser sends such a header by itself
        return self.get_response(request)
