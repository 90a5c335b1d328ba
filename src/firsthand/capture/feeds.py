"""Feeds and sitemaps: what they list, each item a capture of its own.

Of a feed or sitemap that was fetched the pages are fetched too. A file on disk reaches no network unless that is asked
for: of a feed's items it has a title and text itself, of a sitemap's pages only the addresses.
"""

from __future__ import annotations

import html
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal

from firsthand.capture.capture import Capture
from firsthand.capture.member import Member
from firsthand.capture.target import Target
from firsthand.capture.telegram import failed

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST: Final = 8 * 2**20
"""Bytes of one that are looked through."""
_MOST: Final = 10_000
_ROOT: Final = re.compile(
    rb"(?>\s+|<\?.{0,2000}?\?>|<!--.{0,8000}?-->|<!DOCTYPE[^>\[]{0,2000}>)*+"
    rb"<(?:[a-z][\w.-]{0,40}:)?(rss|feed|rdf|urlset|sitemapindex)(?=[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_END: Final = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|urlset|sitemapindex)\s*>", re.IGNORECASE)
_ITEM: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_ENTRY: Final = re.compile(  # up to its end, never over the beginning of another
    rb"<(?:[\w.-]{1,40}:)?(url|sitemap)>((?:(?!<(?:[\w.-]{1,40}:)?(?:url|sitemap)>).)*?)</(?:[\w.-]{1,40}:)?\1>",
    re.IGNORECASE | re.DOTALL,
)
_LOC: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?loc>\s*+(?:<!\[CDATA\[)?\s*+([^<\]\s]+)", re.IGNORECASE)
_LASTMOD: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?lastmod>\s*+([^<\s]+)", re.IGNORECASE)
_NEWS_DATE: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?publication_date>\s*+([^<\s]+)", re.IGNORECASE)
_WEB: Final = ("http://", "https://")


def feed_kind(head: bytes) -> Literal["feed", "sitemap"] | None:
    """Tell by its first element whether an XML text is a feed or a sitemap."""
    root = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    if root is None:
        return None
    name = root[1].lower()
    if name == b"rdf":
        return "feed" if b"purl.org/rss/1.0" in head else None
    return "feed" if name in (b"rss", b"feed") else "sitemap"


def feed_items(capture: Capture, body: bytes, *, live: bool) -> Iterator[Capture | Target]:
    """Yield the items of a feed: their pages, or what the feed has of them itself.

    Args:
        capture: The feed.
        body: Its bytes.
        live: Whether pages are to be fetched.
    """
    import feedparser  # here, because few things that are captured are feeds

    starts = [item.start() for item in islice(_ITEM.finditer(body), _MOST + 1)]
    begin = body[: starts[_MOST]] if len(starts) > _MOST else body  # a feed of a million items would not fit
    feed = feedparser.parse(io.BytesIO(begin), sanitize_html=False, resolve_relative_uris=False)
    outlet = str(feed.feed.get("title") or "").strip() or None
    seen: set[str] = set()
    for number, entry in enumerate(islice(feed.entries, _MOST), 1):
        link = str(entry.get("link") or "")
        web = link.startswith(_WEB) and link.isprintable()
        key = str(entry.get("id") or link or f"@{number}")
        key = key if key.isprintable() and key not in seen else f"@{number}"
        seen.add(key)
        member = Member(key, outlet, published=_time(entry), found="feed published")
        if live and web:
            yield Target(link, member=member)
            continue
        yield Capture(
            f"{capture.address}#{key}",
            "supplied",
            capture.at,
            _page(entry).encode("utf-8", "replace"),
            clock=capture.clock,
            url=link if web else None,
            media_type="text/html",
            charset="utf-8",
            notes=("an item of a feed: its title and text as the feed has them, put together as a page",),
            member=member,
        )
    yield from _short(
        capture, body, len(starts), len(feed.entries), str(feed.get("bozo_exception", "")) if feed.bozo else ""
    )


def sitemap_pages(capture: Capture, body: bytes, *, live: bool) -> Iterator[Capture | Target]:
    """Yield the pages that a sitemap lists; what it says of when they changed goes with them.

    Args:
        capture: The sitemap.
        body: Its bytes.
        live: Whether pages are to be fetched; otherwise there is nothing to yield, since it holds none of them.
    """
    count = 0
    for entry in _ENTRY.finditer(body):
        if (where := _LOC.search(entry[2])) is None:
            continue
        url = html.unescape(where[1].decode("utf-8", "replace"))
        if not url.startswith(_WEB) or not url.isprintable():
            continue
        count += 1
        if live and count <= _MOST:
            published, changed = _NEWS_DATE.search(entry[2]), _LASTMOD.search(entry[2])
            when = (published or changed or {1: b""})[1].decode("utf-8", "replace")
            found = "news sitemap publication_date" if published else "sitemap lastmod"
            yield Target(url, member=Member(url, published=when or None, found=found))
    yield from _short(capture, body, count, count, "")


def _short(capture: Capture, body: bytes, count: int, found: int, why: str) -> Iterator[Capture]:
    """Yield what could not be had of it, if there is anything."""
    if count > _MOST:
        yield failed(capture, f"@{_MOST}", f"it lists more than {_MOST} items: only so many are taken")
    if len(body) >= LARGEST:
        yield failed(capture, f"@{len(body)}", f"it is larger than {LARGEST >> 20} MiB: only its beginning is read")
    elif not _END.search(body[-4096:]):
        yield failed(capture, f"@{len(body)}", "it is cut off; what stands before is taken")
    elif why and not found:
        yield failed(capture, "@0", f"no item can be read out of it: {why}")


def _page(entry: Any) -> str:
    """Put what a feed has of an item into a page."""
    told = [(str(one.get("value") or ""), one.get("type")) for one in entry.get("content") or ()]
    if not told:
        told = [(str(entry.get("summary") or ""), (entry.get("summary_detail") or {}).get("type"))]
    text = "\n".join(html.escape(value) if kind == "text/plain" else value for value, kind in told)
    title = html.escape(str(entry.get("title") or ""), quote=False)
    title = str(entry.get("title") or "") if (entry.get("title_detail") or {}).get("type") == "text/html" else title
    author = html.escape(str(entry.get("author") or ""))
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        + (f'<meta name="author" content="{author}">' if author else "")
        + f"<title>{re.sub('<[^>]*>', '', title)}</title></head><body><article><h1>{title}</h1>\n"
        + f"<div>{text}</div></article></body></html>"
    )


def _time(entry: Any) -> str | None:
    told = entry.get("published_parsed") or entry.get("updated_parsed")
    if not told:
        return None
    year, month, day, hour, minute, second = told[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
