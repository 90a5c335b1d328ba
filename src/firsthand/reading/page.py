"""Page: what an HTML tree shows, as lines in document order, with the place of every link and embed.

Nothing is judged here but visibility: what a browser would not show is left out, everything else is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree

from firsthand.text import Link, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNSEEN = _set(
    "script style template noscript head title meta link svg math canvas object audio video iframe select datalist "
    "textarea map param source track area applet frame noframes"
)
_INLINE = _set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr output picture q "
    "rp rt ruby s samp small span strike strong sub sup time tt u var wbr amp-img"
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NOT_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MEDIA = (
    "iframe",
    "video",
    "audio",
    "embed",
    "object",
    "source",
    "amp-iframe",
    "amp-video",
    "amp-youtube",
    "amp-twitter",
)
_QUOTED_POST = re.compile(r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|bluesky-embed)\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[^a-z0-9]+")
_AROUND = _set(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar cookie cookies consent gdpr banner share "
    "sharing shares social socials related recommended recommendations newsletter subscribe subscription signup promo "
    "advert advertisement ad ads adv sponsor sponsored popup modal tags taglist pagination pager widget skip caption "
    "copyright byline author authors bio dateline date datetime timestamp published updated time counter views "
    "rating toolbar ticker credit credits login search lang languages"
)
_ANSWERS = _set("comments comment disqus respond replies commentlist")
_AROUND_TAGS = _set("nav footer aside menu dialog button figcaption address")
_AROUND_ROLES = _set("navigation banner contentinfo complementary search dialog alertdialog menu")
_NEVER_AROUND = _set("html body main article h1")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: its place, and what the tree says about it."""

    span: Span
    tag: str
    """The block that it stands in: `p`, `h1`, `li`, …"""
    linked: int
    """How many of its characters are links."""


@dataclass(frozen=True, slots=True)
class Page:
    """The visible text of a page. Every offset is into `text`."""

    text: str
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    around: tuple[Span, ...]
    """What the tree itself calls navigation, sidebar, caption, comments …; may lie inside one another."""


@dataclass(slots=True)
class _Writer:
    """Text as it grows: white space collapsed as a browser does, a line a block."""

    pieces: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    length: int = 0
    start: int = 0
    space: bool = False
    linked: int = 0

    def write(self, text: str, *, link: bool) -> None:
        collapsed = _SPACE.sub(" ", text)
        words = collapsed.strip(" ")
        if not words:
            self.space = self.space or bool(collapsed)
            return
        if (self.space or collapsed[0] == " ") and self.length > self.start:
            self._put(" ")
        self._put(words)
        self.linked += len(words) if link else 0
        self.space = collapsed[-1] == " "

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def place(self) -> int:
        """Return where the next word will stand."""
        return self.length + (self.space and self.length > self.start)

    def end_line(self, tag: str) -> None:
        if self.length > self.start:
            self.lines.append(Line(Span(self.start, self.length), tag, self.linked))
            self._put("\n")
        self.start, self.space, self.linked = self.length, False, 0


def read_page(root: HtmlElement, base: str | None) -> Page:
    """Walk a tree once, without recursion.

    Args:
        root: The `html` element of a parsed page.
        base: The page's address, for relative links; None where it has none.
    """
    writer = _Writer()
    links: list[Link] = []
    around: list[tuple[int, int, bool]] = []
    opened: list[tuple[HtmlElement, int]] = []  # elements that may be furniture, and where they begin
    anchors: list[tuple[str, int]] = []
    blocks: list[str] = []
    heading_ends = 0  # where the last h1 ended
    base = _base(root, base)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            links.extend(Link(url, "embed", None, writer.place()) for url in _embedded(element, base))
            if tag in _UNSEEN or _is_hidden(element):
                walk.skip_subtree()
                continue
            if tag not in _INLINE:
                writer.end_line(blocks[-1] if blocks else tag)
                if tag != "br":
                    blocks.append(tag)
            if tag == "a":
                anchors.append((element.get("href") or "", writer.place()))
            if _is_around(element):
                opened.append((element, writer.length))
            if element.text:
                writer.write(element.text, link=bool(anchors))
            continue
        if not (tag in _UNSEEN or _is_hidden(element)):
            if tag == "a" and anchors:
                href, start = anchors.pop()
                links.extend(_link(href, base, start, writer))
            if tag not in _INLINE and tag != "br":
                writer.end_line(blocks.pop() if blocks else tag)
            if tag == "h1":
                heading_ends = writer.length
            if opened and opened[-1][0] is element:
                start = opened.pop()[1]
                if writer.length > start:
                    around.append((start, writer.length, heading_ends > start))
        if element.tail and element is not root:
            writer.write(element.tail, link=bool(anchors))
    writer.end_line("body")
    text = "".join(writer.pieces)
    spans = (Span(start, min(end, len(text))) for start, end, heading in around if not heading)
    return Page(
        text=text,
        lines=tuple(writer.lines),
        links=tuple(sorted(links, key=lambda link: link.at)),
        around=tuple(span for span in spans if 2 * (span.end - span.start) < len(text) or len(text) < 200),
    )


def _base(root: HtmlElement, base: str | None) -> str | None:
    element = root.find(".//base[@href]")
    return resolved(element.get("href") or "", base) or base if element is not None else base


def resolved(href: str, base: str | None) -> str | None:
    """Return an http(s) address, made whole by the base where it is relative; None where it is none."""
    href = _SPACE.sub("", href)
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(base or "", href)
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _link(href: str, base: str | None, start: int, writer: _Writer) -> Iterator[Link]:
    url = resolved(href, base)
    if url:
        end = writer.length - (writer.length == writer.start and writer.length > 0)  # a line that has just ended
        yield Link(url, "link", Span(start, end) if end > start else None, start)


def _embedded(element: HtmlElement, base: str | None) -> Iterator[str]:
    """Name what an element shows from elsewhere: a frame, a recording, a post of a network."""
    tag = element.tag
    candidates: list[str | None] = []
    if tag in _MEDIA:
        candidates = [next((found for name in ("src", "data-src", "data") if (found := element.get(name))), None)]
        candidates += [source.get("src") for source in element.findall("source")] if tag in ("video", "audio") else []
        if tag == "amp-youtube" and (video := element.get("data-videoid")):
            candidates.append(f"https://www.youtube.com/watch?v={video}")
        if tag == "amp-twitter" and (post := element.get("data-tweetid")):
            candidates.append(f"https://twitter.com/i/status/{post}")
    elif tag == "script" and (post := element.get("data-telegram-post")):
        candidates = [f"https://t.me/{post}"]
    elif tag in ("blockquote", "div") and _QUOTED_POST.search(element.get("class") or ""):
        links = [anchor.get("href") for anchor in element.iter("a")]
        candidates = [element.get("cite") or element.get("data-instgrm-permalink") or element.get("data-href")]
        candidates = candidates if candidates[0] else links[-1:]
    for candidate in candidates:
        if candidate and (url := resolved(candidate, base)):
            yield url


def _is_hidden(element: HtmlElement) -> bool:
    if not element.attrib:
        return False
    style = element.get("style")
    return bool(
        (element.get("hidden") is not None and element.get("hidden") != "until-found")
        or (style is not None and bool(_NOT_SHOWN.search(style[:2000])))
        or element.tag == "input"
        or (element.tag == "dialog" and element.get("open") is None)
    )


def _is_around(element: HtmlElement) -> bool:
    """Tell by tag, role and class names whether an element may be furniture."""
    tag = element.tag
    if tag in _AROUND_TAGS:
        return True
    if tag in _NEVER_AROUND or not element.attrib:
        return bool(tag == "header")
    if tag == "header" or element.get("role") in _AROUND_ROLES:
        return True
    if element.get("itemprop") in ("datePublished", "dateModified", "author"):
        return True
    for names in (element.get("class"), element.get("id")):
        for name in names[:200].split() if names else ():
            parts = [part for part in _PARTS.split(_CAMEL.sub("-", name).lower()) if part]
            if _ANSWERS.intersection(parts) or (len(parts) <= 3 and _AROUND.intersection(parts)):
                return True
    return False
