"""People: accounts, made and mended without a browser."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from firsthand.desk.forms import NewAccount
from firsthand.desk.models import Account
from firsthand.errors import FirsthandError


class BadAccount(FirsthandError):
    """An account that cannot be made so, or is not there."""


def made(form: NewAccount, role: str) -> Account:
    """Make an account out of a form. Raises `BadAccount` where the name is taken or the password too weak."""
    if not form.is_valid():
        raise BadAccount(" ".join(str(each) for errors in form.errors.values() for each in errors))
    account = Account(username=form.cleaned_data["username"], role=role)
    account.set_password(form.cleaned_data["password"])
    account.save()
    return account


def reset(name: str, password: str) -> None:
    """Give somebody a new password, and take their second factors and tokens: whoever was signed in is so no more."""
    account = Account.objects.filter(username=name).first()
    if account is None:
        raise BadAccount(f"nobody here is called {name}; 'firsthand user list' shows who is")
    form = NewAccount({"username": "-", "password": password})
    if form.errors.get("password"):
        raise BadAccount(" ".join(map(str, form.errors["password"])))
    account.set_password(password)
    account.save(update_fields=["password"])
    Authenticator.objects.filter(user=account).delete()
    account.tokens.all().delete()


def accounts() -> list[dict[str, Any]]:
    """Return the records of all accounts, by name."""
    return [record(account) for account in Account.objects.order_by("username")]


def record(account: Account) -> dict[str, Any]:
    """Return what is told of an account."""
    return {"name": account.username, "role": account.role, "active": account.is_active}
