"""Telegram's messages in HTML: the pages of an export, and the pages that t.me shows of a public channel (`t.me/s/…`).

Each message is a capture, its bytes the very slice of the page that holds it: an element, its tags included.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from firsthand.capture.capture import Capture
from firsthand.capture.member import Member
from firsthand.capture.telegram import HTML_MESSAGE, failed, part_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.capture.capture import Part

LARGEST: Final = 64 * 2**20
"""Bytes of one page that are looked through."""
_CLASS: Final = rb"""<div\b[^<>]{0,2000}?\bclass\s*=\s*["'](?:[^"'>]*\s)?"""
_EXPORTED: Final = re.compile(_CLASS + rb"message(?:\s[^\"'>]*)?[\"'][^>]*>", re.IGNORECASE)
_POST: Final = re.compile(_CLASS + rb"tgme_widget_message(?:\s[^\"'>]*)?[\"'][^>]*>", re.IGNORECASE)
_DIV: Final = re.compile(rb"<!--.*?-->|<(/?)div\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE | re.DOTALL)
_ID: Final = re.compile(rb"""\bid\s*=\s*["']message(-?\d+)["']""", re.IGNORECASE)
_SERVICE: Final = re.compile(rb"""\bclass\s*=\s*["'][^"'>]*\b(?:service|service_message)\b""", re.IGNORECASE)
_POST_ID: Final = re.compile(rb"""\bdata-post\s*=\s*["']([\w-]+/\d+)["']""", re.IGNORECASE)
_CHANNEL: Final = re.compile(rb"""<meta\s+property=["']og:title["']\s+content=["']([^"'>]*)["']""", re.IGNORECASE)
_HREF: Final = re.compile(rb"""\b(?:href|src)\s*=\s*["']([^"'>]+)["']""", re.IGNORECASE)


def is_exported_page(body: bytes) -> bool:
    """Tell whether a page is one of an export of Telegram Desktop."""
    return b"page_wrap" in body[:8192] and b"Exported Data" in body[:8192]


def is_channel_page(body: bytes) -> bool:
    """Tell whether a page is what t.me shows of a channel, with at least one post."""
    head = body[: 2**20]
    return b"tgme_channel_history" in head and b"tgme_widget_message" in head and b"data-post" in head


def exported_messages(body: bytes, container: Capture, *, folder: str | None, name: str = "") -> Iterator[Capture]:
    """Yield the messages of one page of an export.

    What kind of chat it is does not stand in it, so its speakers are protected, and its name may be a person's.

    Args:
        body: The page.
        container: The capture of the export.
        folder: Where the export lies, and the files beside it.
        name: The page's name, if the export has several: then errors tell it.
    """
    for tag, start, end in _elements(body, _EXPORTED):
        number = _ID.search(tag)
        if number is None or _SERVICE.search(tag):
            continue
        key = number[1].decode()
        if end is None:
            yield failed(container, key, f"{name or 'the page'} is cut off in message {key}")
            return
        raw = body[start:end]
        notes: list[str] = []
        yield Capture(
            f"{container.address}#{key}",
            "supplied",
            container.at,
            raw,
            clock=container.clock,
            media_type=HTML_MESSAGE,
            charset="utf-8",
            parts=tuple(_beside(raw, folder, notes)),
            notes=tuple(notes),
            member=Member(key, None, private=True),
        )
    if body.rstrip()[-7:].lower() != b"</html>":
        yield failed(container, f"@{name}{len(body)}", f"{name or 'the page'} is cut off: it has no end")


def channel_posts(body: bytes, container: Capture) -> Iterator[Capture]:
    """Yield the posts of a page that t.me shows of a channel, each under its own address.

    Args:
        body: The page.
        container: Its capture.
    """
    header = _CHANNEL.search(body)
    outlet = _text(header[1]) if header else None
    for tag, start, end in _elements(body, _POST):
        post = _POST_ID.search(tag)
        if post is None or _SERVICE.search(tag):
            continue
        key = post[1].decode()
        if end is None:
            yield failed(container, key, f"the page is cut off in post {key}")
            return
        yield Capture(
            f"https://t.me/{key}",
            container.obtained,
            container.at,
            body[start:end],
            clock=container.clock,
            url=f"https://t.me/{key}",
            media_type=HTML_MESSAGE,
            charset="utf-8",
            member=Member(key, outlet),
        )
    if body.rstrip()[-7:].lower() != b"</html>":
        yield failed(container, f"@{len(body)}", "the page is cut off: it has no end")


def _elements(body: bytes, opening: re.Pattern[bytes]) -> Iterator[tuple[bytes, int, int | None]]:
    """Yield the elements that begin with such a tag: the tag, the element's start and its end, None if it has none."""
    at = 0
    while found := opening.search(body, at):
        depth = 0
        end = None
        for tag in _DIV.finditer(body, found.start()):
            if tag[1] is None:
                continue
            depth += -1 if tag[1] else 1
            if depth == 0:
                end = tag.end()
                break
        yield found[0], found.start(), end
        if end is None:
            return
        at = end


def _text(raw: bytes) -> str | None:
    return html.unescape(raw.decode("utf-8", "replace")).strip() or None


def _beside(raw: bytes, folder: str | None, notes: list[str]) -> Iterator[Part]:
    """Yield the files that an exported message shows; what it says is not included is noted."""
    seen: set[str] = set()
    for match in _HREF.finditer(raw):
        path = _text(match[1]) or ""
        if re.match(r"[a-z][a-z0-9+.-]*:|//|#|$", path, re.IGNORECASE) or path in seen:
            continue
        seen.add(path)
        if re.search(r"(?:^|/)(?:images|css|js)/|\.html?(?:#|$)", path) or re.search(r"userpic", path):
            continue
        part = part_beside(path, folder, notes)
        if part and part.name not in seen:
            seen.add(part.name)
            yield part
    if b"Not included, change data exporting settings" in raw:
        notes.append("what it shows is not included in the export")
