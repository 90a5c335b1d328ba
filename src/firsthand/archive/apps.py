"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Its tables carry no prefix: they are what the contract calls the log and its projection."""

    name = "firsthand.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"
