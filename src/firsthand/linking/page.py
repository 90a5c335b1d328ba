"""Page: a document as the trail sees it: what it tells, whom it credits, where it points, and when it came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable

    from firsthand.reading.credit import CreditKind
    from firsthand.reading.statement import Kind, Type

Id = TypeVar("Id", UUID, str)
PointerKind = Literal["link", "embed", "forward", "reply"]

_KEY: Final = 6  # characters of an id by which a video is known wherever it is shown
_YOUTUBE: Final = frozenset(["youtube.com", "youtu.be", "youtube-nocookie.com"])
_TRACKS: Final = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|ref|ref_src|embed|single|feature|si|share")
"""Parameters of an address that make no other page of it."""


@dataclass(frozen=True, slots=True)
class Told(Generic[Id]):
    """One statement, as one document tells it."""

    id: Id
    document: Id
    language: str | None
    words: str
    """The pieces of its content, joined by one space."""
    type: Type
    speaker: str | None
    kind: Kind
    cue: str
    """The reporting words, as they stand; empty where there are none."""
    captive: bool = False
    """Whether it was made in captivity, or its speaker is a captive."""
    seconds: tuple[float, float] | None = None
    """From when to when in a recording."""


@dataclass(frozen=True, slots=True)
class Hand(Generic[Id]):
    """Another outlet that the document credits."""

    name: str
    kind: CreditKind
    words: str
    """What the document says, to show as evidence."""
    covers: frozenset[Id] = frozenset()
    """The statements that were taken from it."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """An address, or a name, at which the document points."""

    to: str
    kind: PointerKind
    words: str
    """What the document has there, to show as evidence."""
    name: str | None = None
    """The words of the link, or whom a message was forwarded from."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Id]):
    """One document, the newest version of its page."""

    id: Id
    addresses: tuple[str, ...]
    """All by which it goes, its own first."""
    outlet: str | None
    language: str | None
    published: str | None
    """ISO 8601, at the precision found: the document's claim."""
    seen: str
    """When it was first captured: ISO 8601, UTC."""
    record: bool = False
    """Whether it is a recording, or the transcript of one, or another original record that is held."""
    key: str | None = None
    """The id of a video, or of a message in its channel."""
    statements: tuple[Told[Id], ...] = ()
    """In text order."""
    hands: tuple[Hand[Id], ...] = ()
    pointers: tuple[Pointer, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: its outlet, else the site of its address; of a file its name, not where it lies."""
        return self.outlet or site(self.addresses[0])

    @property
    def when(self) -> str:
        """The time by which pages are listed: what it claims, if that can be, else when it was first seen."""
        return self.published if self.published and not _later(self.published, self.seen) else self.seen


def before(a: Page[Id], b: Page[Id]) -> bool | None:
    """Tell whether one page is older than another; None where that cannot be said.

    It cannot where what they claim is too imprecise. Of a page that claims nothing, or to be younger than when it was
    seen, all that is known is that it was there by then.
    """
    one, other = (page.published if page.when == page.published else None for page in (a, b))
    if one and other:
        first, last = _instant(one), _instant(other)
        precise = min(len(first), len(last))
        return None if first[:precise] == last[:precise] else first < last
    if one and _later(one, b.seen):
        return False
    if other and _later(other, a.seen):
        return True
    return None


def _later(one: str, other: str) -> bool:
    """Tell whether one time is surely later than another."""
    first, last = _instant(one), _instant(other)
    precise = min(len(first), len(last))
    return first[:precise] > last[:precise]


@lru_cache(maxsize=1 << 14)
def _instant(when: str) -> str:
    """Return an ISO time at its own precision, in UTC where it says its zone: comparable as text."""
    if "T" not in when:
        return when
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when[:10]
    return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat()[:16]


def points_to(pointer: Pointer, page: Page[Id], same_outlet: Callable[[str, str], bool]) -> bool:
    """Tell whether a document's pointer leads to a page.

    It does where it has one of the page's addresses; where it shows the same video, known by its id on the same site;
    where it names a message by its number, in a channel whose name, or the words of the link, are the page's outlet.
    """
    to = plain(pointer.to)
    if any(to == plain(own) for own in page.addresses):
        return True
    host, parts = _parts(pointer.to)
    if page.key is None or page.key not in parts:
        return False
    if len(page.key) >= _KEY and not page.key.isdigit():
        return any(_site(host) == _site(_parts(own)[0]) for own in page.addresses)
    place = parts.index(page.key)
    names = (pointer.name, parts[place - 1] if place else None)
    return page.outlet is not None and any(name and same_outlet(name, page.outlet) for name in names)


def site(address: str) -> str:
    """Return the host of an address; of a file its name, not where it lies.

    >>> site("https://dayline.example/a/b"), site("/srv/river/page.html")
    ('dayline.example', 'page.html')
    """
    return _parts(address)[0] or address.rpartition("/")[2] or address


@lru_cache(maxsize=1 << 14)
def plain(url: str) -> str:
    """Return what is left of an address when that which makes no difference is gone."""
    parts = urlsplit(url.strip())
    if not parts.netloc:
        return url.strip()
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = "&".join(f"{k}={v}" for k, v in sorted(parse_qsl(parts.query)) if not _TRACKS.fullmatch(k))
    return f"{host}{unquote(parts.path).rstrip('/')}{'?' if query else ''}{query}"


@lru_cache(maxsize=1 << 14)
def _parts(url: str) -> tuple[str, list[str]]:
    parts = urlsplit(url.strip())
    named = [part for part in unquote(parts.path).split("/") if part]
    return parts.hostname or "", named + [value for _, value in parse_qsl(parts.query)]


def _site(host: str) -> str:
    host = host.removeprefix("www.").removeprefix("m.")
    return "youtube.com" if host in _YOUTUBE else host
