"""Accounts: how allauth is to behave here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class Adapter(DefaultAccountAdapter):
    """Nobody makes an account without an invitation, and no mail is sent: there may be no network."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Return that it is not."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Send nothing."""


class Factors(DefaultMFAAdapter):
    """What passkeys are told of this desk."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return under which host they work, and the name that people are shown."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Firsthand"}
