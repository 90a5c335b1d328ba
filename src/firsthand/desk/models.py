"""Rows that belong to this computer and not to the log: accounts, tokens, what was looked at, jobs, saved searches."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from firsthand.desk.roles import ROLES


def _token() -> str:
    return secrets.token_urlsafe(32)


class Account(AbstractUser):
    """Somebody who may sign in. Their name is the one under which they act in the log."""

    role = models.TextField(choices=[(role, role) for role in ROLES], default="viewer")
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "local_account"


class Invitation(models.Model):
    """A link with which one person makes an account for themselves."""

    token = models.TextField(primary_key=True, default=_token)
    role = models.TextField()
    by = models.ForeignKey(Account, models.CASCADE)
    until = models.DateTimeField()

    class Meta:
        db_table = "local_invitation"


class Token(models.Model):
    """With what a program calls the API for somebody: never more than that somebody may."""

    digest = models.TextField(unique=True)  # of the secret, which is kept nowhere
    name = models.TextField()
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    scopes = models.JSONField()  # of SCOPES
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)
    expires = models.DateTimeField()

    class Meta:
        db_table = "local_token"


class Look(models.Model):
    """Who was shown which protected people, where, and when."""

    at = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(Account, models.PROTECT)
    page = models.TextField()
    people = models.JSONField()  # ids of persons

    class Meta:
        db_table = "local_look"


class Adding(models.Model):
    """Something to be added: what was given, and how far it is."""

    WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"

    account = models.ForeignKey(Account, models.PROTECT)
    given = models.JSONField()  # addresses, or names of files in its folder
    kind = models.TextField()  # url | upload | paste
    case = models.TextField()
    language = models.TextField(blank=True)
    private = models.BooleanField(default=False)
    state = models.TextField(default=WAITING)
    cancelled = models.BooleanField(default=False)  # asked for; `state` says whether it is so
    at = models.DateTimeField(auto_now_add=True)
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    told = models.JSONField(default=list)  # of each capture: id, address, document, statements, error
    error = models.TextField(blank=True)

    class Meta:
        db_table = "local_adding"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more happens to it."""
        return self.state in (self.DONE, self.FAILED, self.CANCELLED)


class SavedSearch(models.Model):
    """A question that somebody asks again and again."""

    account = models.ForeignKey(Account, models.CASCADE)
    name = models.TextField()
    query = models.TextField()  # as it stands in the address

    class Meta:
        db_table = "local_saved_search"
        constraints = (models.UniqueConstraint(fields=["account", "name"], name="saved_search_name"),)
