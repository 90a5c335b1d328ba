"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Accounts, jobs and what else belongs to this computer and not to the log: its tables are called `local_…`."""

    name = "firsthand.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
