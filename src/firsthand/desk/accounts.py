"""Accounts: how allauth is to behave here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Nobody makes an account without an invitation, and no mail is sent: there may be no network."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Return that it is not."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Send nothing."""
