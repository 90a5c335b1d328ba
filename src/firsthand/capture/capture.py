"""Capture: bytes as they came, and what is known about how they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.capture.archived import Archived
    from firsthand.capture.member import Member

Obtained = Literal["fetched", "supplied", "imported"]


class CaptureError(FirsthandError):
    """Something that could not be captured, or a capture that contradicts itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """One more file of a capture, beside its main bytes: the video that an `.info.json` tells of, a subtitle file."""

    name: str
    """Its file name; no other part of the capture has it."""
    media_type: str
    body: bytes
    path: str | None = None
    """As of `Capture`: where all its bytes lie if `body` holds only the beginning."""


@dataclass(frozen=True, slots=True)
class Capture:
    """What one address held at one moment, or the failure to get it.

    A failed capture is a capture too: `error` says what went wrong, and `status`, `headers` and `body` hold what was
    sent all the same (a refusal page, the first half of a broken transfer).
    """

    address: str
    """The URL or the path as given, `-` for standard input. The path of a `Target` is absolute."""
    obtained: Obtained
    """`fetched` by us, `supplied` by a person (proves nothing about a site), `imported` from another archive."""
    at: datetime
    """When we turned to it, UTC."""
    body: bytes
    """The main bytes; of a web page after its transfer and content encodings are taken off. Of a file over the limit
    of size (`path`) only the beginning."""
    clock: str = "this computer's clock"
    """Whose word `at` is."""
    url: str | None = None
    """The address that answered, after redirects. Of a supplied capture the one that its files claim, which proves
    nothing about the site, or None."""
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
    path: str | None = None
    """Where all the bytes lie if `body` holds only the beginning: whoever keeps them streams them from there."""
    name: str | None = None
    """The main file's name; None for what comes from the web or standard input."""
    parts: tuple[Part, ...] = ()
    """Its further files; the main one is the capture itself."""
    language: str | None = None
    """The language that its files name, as `--lang` has it: BCP 47's first part in lower case."""
    translation: bool = False
    """Whether it is what another capture says, in another language: subtitles not in the video's own."""
    archived: Archived | None = None
    """What it is a copy of, if another archive sent it."""
    member: Member | None = None
    """Its place in a container, if it came out of one, and what that says of it."""
    revisited: str | None = None
    """The digest (`sha256:<hex>`) of its bytes where `body` holds none of them, because another archiver kept them once
    only: they are those of a capture that came out of a container before."""

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise CaptureError(f"capture of {self.address}: its time {self.at.isoformat()} is not in UTC")


def now() -> datetime:
    """Return the time of this computer's clock, UTC."""
    return datetime.now(UTC)
