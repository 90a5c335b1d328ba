"""Accounts: the first custodian, invitations, roles, and what each sets for themselves."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from firsthand.archive.cases import cases
from firsthand.desk.forms import NewAccount
from firsthand.desk.here import acting, archive
from firsthand.desk.models import Account, Invitation, Look
from firsthand.desk.people import made
from firsthand.desk.roles import ROLES

if TYPE_CHECKING:
    from django.http import HttpRequest

_VALID = timedelta(days=7)
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_LOOKS = 200


def welcome(request: HttpRequest) -> HttpResponse:
    """Make the first account, a custodian's: once, and from this computer only."""
    if Account.objects.exists():
        raise Http404
    if not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
        raise PermissionDenied
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            account = None if Account.objects.exists() else made(form, "custodian")
        if account is None:
            raise Http404
        login(request, account, backend=_BACKEND)
        return HttpResponseRedirect("/")
    return render(request, "desk/welcome.html", {"form": form, "folder": archive().folder.resolve()})


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account that somebody was invited to."""
    invited = Invitation.objects.filter(token=token, until__gt=timezone.now()).first()
    if invited is None:
        raise Http404
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            used, _each = Invitation.objects.filter(token=token).delete()
            account = made(form, invited.role) if used else None
        if account is None:
            raise Http404
        login(request, account, backend=_BACKEND)
        return HttpResponseRedirect("/")
    return render(request, "desk/welcome.html", {"form": form, "role_given": invited.role})


def users(request: HttpRequest) -> HttpResponse:
    """List accounts and open invitations; invite somebody."""
    link = None
    if request.method == "POST":
        role = request.POST.get("role")
        if role not in ROLES:
            raise Http404
        invited = Invitation.objects.create(role=role, by=request.user, until=timezone.now() + _VALID)
        link = request.build_absolute_uri(reverse("invitation", args=[invited.token]))
    context = {
        "accounts": Account.objects.order_by("username"),
        "invitations": Invitation.objects.filter(until__gt=timezone.now()).select_related("by").order_by("until"),
        "roles": ROLES,
        "link": link,
    }
    return render(request, "desk/users.html", context)


def user(request: HttpRequest, number: int) -> HttpResponse:
    """Change somebody's role, or close or open their account. One custodian always remains."""
    role, active = request.POST.get("role"), request.POST.get("active") == "yes"
    if role not in ROLES:
        raise Http404
    with transaction.atomic():
        account = get_object_or_404(Account.objects.select_for_update(), pk=number)
        others = Account.objects.filter(role="custodian", is_active=True).exclude(pk=number).exists()
        if others or (role == "custodian" and active):
            account.role, account.is_active = role, active
            account.save(update_fields=["role", "is_active"])
        else:
            messages.error(request, _("There has to be another custodian first."))
    return HttpResponseRedirect(reverse("users"))


def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw an invitation."""
    Invitation.objects.filter(token=token).delete()
    return HttpResponseRedirect(reverse("users"))


def looks(request: HttpRequest) -> HttpResponse:
    """List who was shown protected people, latest first."""
    found = Look.objects.select_related("account").order_by("-pk")[:_LOOKS]
    return render(request, "desk/looks.html", {"looks": found})


def settings(request: HttpRequest) -> HttpResponse:
    """Show what everybody sets for themselves."""
    held = cases(acting(request), counted=False) if request.user.role == "custodian" else []
    return render(request, "desk/settings.html", {"cases": held})
