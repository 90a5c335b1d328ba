"""Capture: bytes as they came, and what is known about how they came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from firsthand.errors import FirsthandError

Obtained = Literal["fetched", "supplied", "imported"]


class CaptureError(FirsthandError):
    """Something that could not be captured, or a capture that contradicts itself."""


@dataclass(frozen=True, slots=True)
class Capture:
    """What one address held at one moment, or the failure to get it.

    A failed capture is a capture too: `error` says what went wrong, and `status`, `headers` and `body` hold what was
    sent all the same (a refusal page, the first half of a broken transfer).
    """

    address: str
    """The URL or the path as given, `-` for standard input."""
    obtained: Obtained
    """`fetched` by us, `supplied` by a person (proves nothing about a site), `imported` from another archive."""
    at: datetime
    """When we turned to it, UTC."""
    body: bytes
    """The main bytes; of a web page after its transfer and content encodings are taken off."""
    clock: str = "this computer's clock"
    """Whose word `at` is."""
    url: str | None = None
    """The address that answered, after redirects; None for what does not come from the web."""
    media_type: str | None = None
    """Declared by the server, or told from the bytes; lower case, without parameters."""
    charset: str | None = None
    """The character encoding that the server declared."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """As sent, in order, bytes taken as Latin-1."""
    redirects: tuple[tuple[int, str], ...] = ()
    """Each hop before `url`: the status with which it sent us on, and its address."""
    error: str | None = None
    notes: tuple[str, ...] = ()
    """What a person should know about how the bytes were got."""

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise CaptureError(f"capture of {self.address}: its time {self.at.isoformat()} is not in UTC")

    @property
    def digest(self) -> str:
        """`sha256:` and the digest of `body`, taken anew at each call."""
        return f"sha256:{hashlib.sha256(self.body).hexdigest()}"


def now() -> datetime:
    """Return the time of this computer's clock, UTC."""
    return datetime.now(UTC)
