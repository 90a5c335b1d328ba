"""Here: the archive that this process serves, and in whose name a request acts in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.archive.archive import Archive

_open: list[Archive] = []


def opened(archive: Archive) -> None:
    """Make known which archive this process serves."""
    _open[:] = [archive]


def archive() -> Archive:
    """Return the archive."""
    return _open[0]


def acting(request: HttpRequest) -> Archive:
    """Return the archive in which the person who is signed in acts."""
    return _open[0].acting_as(request.user.get_username())


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what every page needs."""
    user = getattr(request, "user", None)  # none yet where a request is refused before it comes to accounts
    role = user.role if user and user.is_authenticated else None
    return {"role": role, "decides": role in ("reviewer", "custodian"), "custodian": role == "custodian"}
