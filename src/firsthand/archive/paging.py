"""Paging: answers one page at a time, by the place where the page before ended; never by counting from the start."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firsthand.archive.questions import BadQuestion

_UNKNOWN = "this page of the list is not known; begin again with the first"


@dataclass(frozen=True, slots=True)
class Page:
    """Part of an answer: records as plain values, and where the next part begins."""

    items: tuple[dict[str, Any], ...]
    after: str | None
    """What to pass as `after` for the next page; None where there is none.

    A page may hold fewer items than were asked for, or none, and be followed by more: of what is rare a page looks
    through so many rows and no further, so that none takes long.
    """


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, counted up to a limit."""

    number: int
    complete: bool
    """False: there are at least so many."""

    def __str__(self) -> str:
        return f"{self.number:,}".replace(",", " ") + ("" if self.complete else "+")


def token(*place: str | int) -> str:
    """Return a place in an order as a text that can stand in an address."""
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def place_of(after: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Return the place that a token names.

    Args:
        after: What `token` returned, None for the beginning.
        kinds: What its parts have to be.

    Raises:
        BadQuestion: It is no place in this order.
    """
    if after is None:
        return None
    try:
        place = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, RecursionError):
        place = None
    if not isinstance(place, list) or list(map(type, place)) != list(kinds) or not all(map(_can_be, place)):
        raise BadQuestion(_UNKNOWN)
    return tuple(place)


def uuid_of(text: str) -> UUID:
    """Return the id that is part of a place. Raises `BadQuestion` where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise BadQuestion(_UNKNOWN) from None


def _can_be(part: str | int) -> bool:
    """Tell whether both databases can look for it."""
    if isinstance(part, str):
        return "\x00" not in part and not any("\ud800" <= character <= "\udfff" for character in part)
    return -(2**63) <= part < 2**63
