"""Archived: what a copy in another archive is a copy of, as its address or its Memento headers (RFC 7089) say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARCHIVES = (
    (re.compile(r"(?:web|wayback)\.archive\.org"), "Wayback Machine"),
    (re.compile(r"(?:www\.)?archive\.(?:today|ph|is|li|vn|md|fo)"), "archive.today"),
)
_ADDRESS = re.compile(r"https?://(?:[^/?#@\s]*@)?([^/?#@:\s]+)(?::\d+)?/(\S*)", re.IGNORECASE)
_COPY = re.compile(
    r"(?:web/)?(?P<time>(?:19|20)(?:\d{2,12}|\d\d\.\d\d\.\d\d-\d{6}))(?:[a-z]{2}_)?/(?P<original>.+)"
    r"|(?:o/\w+|newest|oldest)/(?P<undated>https?:/.+)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(https?):/+(?=[^/])", re.IGNORECASE)
_USUAL_PORT = re.compile(r"(http://[^/?#]*):80(?=[/?#]|$)|(https://[^/?#]*):443(?=[/?#]|$)", re.IGNORECASE)
_HOST = re.compile(r"https?://[\w.:\[\]-]+(?=[/?#]|$)\S*", re.IGNORECASE)
_PRECISIONS = {
    4: ("%Y", "%Y"),
    6: ("%Y%m", "%Y-%m"),
    8: ("%Y%m%d", "%Y-%m-%d"),
    10: ("%Y%m%d%H", "%Y-%m-%dT%HZ"),
    12: ("%Y%m%d%H%M", "%Y-%m-%dT%H:%MZ"),
    14: ("%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%SZ"),
}
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s";,]+))*)')
_PARAMETER = re.compile(r'([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s";,]+))')


@dataclass(frozen=True, slots=True)
class Archived:
    """That some bytes are another archive's copy of a page: its word for it, which proves nothing about the page."""

    archive: str
    """`Wayback Machine`, `archive.today`, or the host of another."""
    original: str
    """The address of which it is a copy."""
    at: str
    """When that archive took it: ISO 8601, UTC, at the precision given."""


def archived(url: str, headers: Iterable[tuple[str, str]] = ()) -> Archived | None:
    """Tell what an answer is a copy of, or None where neither its address nor its headers say.

    Args:
        url: The address that answered.
        headers: Its headers.

    >>> archived("https://web.archive.org/web/20230308102200id_/https://dayline.example/soldiers")
    Archived(archive='Wayback Machine', original='https://dayline.example/soldiers', at='2023-03-08T10:22:00Z')
    >>> archived("https://archive.ph/AbC12") is None
    True
    """
    match = _ADDRESS.fullmatch(url)
    if not match:
        return None
    host = match[1].lower()
    archive = next((name for hosts, name in _ARCHIVES if hosts.fullmatch(host)), None)
    copy = _COPY.fullmatch(match[2]) if archive else None
    if archive and copy and copy["time"] and (at := _time(copy["time"])) and (original := _address(copy["original"])):
        return Archived(archive, original, at)
    return _memento(url, archive or host, headers)


def unwrapped(url: str) -> str:
    """Return the address that a link on an archived page had before the archive rewrote it; any other as it is.

    Archives rewrite links to lead into themselves, on their own host or, where the page's base is kept, on the page's.

    >>> unwrapped("https://web.archive.org/web/20230308102200/https://tochka.example/3614")
    'https://tochka.example/3614'
    """
    match = _ADDRESS.fullmatch(url)
    copy = _COPY.fullmatch(match[2]) if match else None
    original = (copy["undated"] or copy["original"]) if copy else None
    if not copy or not original or not _SCHEME.match(original) or (copy["time"] and not _time(copy["time"])):
        return url
    return _address(original) or url


def _time(digits: str) -> str | None:
    digits = re.sub(r"\D", "", digits)
    if len(digits) not in _PRECISIONS:
        return None
    given, written = _PRECISIONS[len(digits)]
    try:
        return datetime.strptime(digits, given).strftime(written)  # noqa: DTZ007  # what is written says UTC
    except ValueError:
        return None


def _address(original: str) -> str | None:
    """Return an http(s) address with two slashes and without the usual port, or None where it is none."""
    whole = _SCHEME.sub(lambda match: f"{match[1].lower()}://", original, count=1)
    if not _SCHEME.match(original):
        whole = f"http://{original}"
    whole = _USUAL_PORT.sub(lambda match: match[1] or match[2], whole, count=1)
    host = re.split("[/?#]", whole.partition("://")[2], maxsplit=1)[0]
    return whole if _HOST.fullmatch(whole) and "." in host else None


def _memento(url: str, archive: str, headers: Iterable[tuple[str, str]]) -> Archived | None:
    """Read what RFC 7089 has a memento say of itself: the link to its original, and its time.

    A link to a memento counts only where it leads to this very answer: originals link to their mementos too.
    """
    time = original = None
    for name, value in headers:
        if name.lower() == "memento-datetime":
            time = value
        elif name.lower() == "link":
            for target, rest in _LINK.findall(value):
                parameters = {key.lower(): quoted or plain for key, quoted, plain in _PARAMETER.findall(rest)}
                relations = parameters.get("rel", "").lower().split()
                if "original" in relations:
                    original = original or _address(target)
                if "memento" in relations and target == url:
                    time = time or parameters.get("datetime")
    if not time or not original or original == url:
        return None
    try:
        taken = datetime.strptime(time.strip(), "%a, %d %b %Y %H:%M:%S GMT")  # noqa: DTZ007  # GMT stands in it
    except ValueError:
        return None
    return Archived(archive, original, taken.strftime("%Y-%m-%dT%H:%M:%SZ"))
