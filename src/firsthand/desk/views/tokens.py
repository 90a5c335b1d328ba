"""Tokens: what somebody's programs call the API with: made, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from firsthand.desk.models import Token
from firsthand.desk.roles import scopes_of
from firsthand.desk.tokens import DAYS, make

if TYPE_CHECKING:
    from django.http import HttpRequest

_LONGEST_NAME = 120


def tokens(request: HttpRequest) -> HttpResponse:
    """List tokens; make one, and show its secret once."""
    made = secret = None
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:_LONGEST_NAME]
        scopes = [scope for scope in scopes_of(request.user.role) if scope in request.POST.getlist("scopes")]
        days = request.POST.get("days", "")
        if days not in map(str, DAYS):
            raise Http404
        if name and scopes:
            made, secret = make(request.user, name, scopes, int(days))
        else:
            messages.error(request, _("Give the token a name, and say what it is for."))
    context = {
        "made": made,
        "secret": secret,
        "tokens": _theirs(request).select_related("account").order_by("account__username", "-pk"),
        "scopes": scopes_of(request.user.role),
        "days": DAYS,
        "now": timezone.now(),
    }
    return render(request, "desk/tokens.html", context)


def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke a token: at once."""
    get_object_or_404(_theirs(request), pk=number).delete()
    return HttpResponseRedirect(reverse("tokens"))


def _theirs(request: HttpRequest) -> Any:
    """Return the query of somebody's tokens: a custodian sees and revokes everybody's."""
    every = Token.objects.all()
    return every if request.user.role == "custodian" else every.filter(account=request.user)
