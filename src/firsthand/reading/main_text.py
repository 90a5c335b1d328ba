"""Main text: which lines of a page are the article; the others are furniture."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from firsthand.reading.furniture import is_kept, mark_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from firsthand.reading.page import Page
    from firsthand.text import Span

_MARKUP_LIMIT = 1_500_000  # characters of markup; beyond, trafilatura's memory grows out of bounds
_TAG_LIMIT = 40_000
_DEPTH_LIMIT = 400  # trafilatura recurses
_SPACES = re.compile(r"\s+")
_PIECE = 30  # characters compared at a time
_LITTLE = 250  # characters of an article under which the tree is asked instead


def find_page_furniture(page: Page, root: HtmlElement, markup: str, title: str | None, depth: int) -> tuple[Span, ...]:
    """Mark the lines of a page that are not the article, one span a line.

    Trafilatura says where the article is; the tree what stands inside it and is no part of it; the phrases of the
    language files do the rest. Where trafilatura finds little, the tree alone is asked.

    Args:
        page: The page's lines.
        root: The tree; used up by this.
        markup: What the tree was parsed from.
        title: The page's headline, which stays.
        depth: How deep the tree is.
    """
    lines = [line.span.of(page.text) for line in page.lines]
    if not lines:
        return ()
    around = _inside(page)
    linked = [line.linked > 0.6 * len(text) and not is_kept(text) for line, text in zip(page.lines, lines, strict=True)]
    bare = [_bare(text) for text in lines]
    heading = _heading(page, lines, bare, title)
    article = _article(root, markup, depth)
    found = [index for index, text in enumerate(bare) if not around[index] and _is_in(text, article)]
    if sum(len(lines[index]) for index in found) >= _LITTLE:
        first, last = _range(found, bare, heading)
        main = [first <= index <= last and not (around[index] or linked[index]) for index in range(len(lines))]
        for index in found:
            main[index] = main[index] or (first <= index <= last and len(bare[index]) > 2 * _PIECE)
    else:
        main = [not (around[index] or linked[index]) for index in range(len(lines))]
        last = max(
            (index for index, text in enumerate(lines) if main[index] and len(text) > 80), default=len(lines) - 1
        )
        if heading is not None:
            main[:heading] = [False] * heading
    _leave_out_what_pages_say(lines, main)
    for index in range(last + 1, min(last + 6, len(lines))):
        main[index] = main[index] or (is_kept(lines[index]) and not around[index])
    if heading is not None:
        main[heading] = True
    if not any(main):
        return ()
    return tuple(line.span for line, kept in zip(page.lines, main, strict=True) if not kept)


def _leave_out_what_pages_say(lines: Sequence[str], main: list[bool]) -> None:
    places = [index for index, kept in enumerate(main) if kept]
    marked = mark_lines([lines[index] for index in places])
    if not all(marked):
        for index, furniture in zip(places, marked, strict=True):
            main[index] = not furniture


def _inside(page: Page) -> list[bool]:
    """Tell of each line whether it lies in what the tree calls furniture."""
    inside = []
    spans = sorted(page.around)
    place, end = 0, 0
    for line in page.lines:
        while place < len(spans) and spans[place].start <= line.span.start:
            end = max(end, spans[place].end)
            place += 1
        inside.append(line.span.end <= end)
    return inside


def _heading(page: Page, lines: Sequence[str], bare: Sequence[str], title: str | None) -> int | None:
    """Return the line of the headline: an h1 that says the title, the longest h1, or a line of the title."""
    wanted = _bare(title or "")
    headings = [index for index, line in enumerate(page.lines) if line.tag == "h1"]
    same = [index for index in headings if wanted and (bare[index] in wanted or wanted in bare[index])]
    if same or headings:
        return same[0] if same else max(headings, key=lambda index: len(lines[index]))
    named = [index for index, text in enumerate(bare[:200]) if len(text) > 12 and text in wanted]
    return max(named, key=lambda index: len(bare[index])) if named else None


def _article(root: HtmlElement, markup: str, depth: int) -> str:
    """Return what trafilatura takes for the article, without white space; empty where it finds nothing."""
    if depth > _DEPTH_LIMIT or markup.count("<", 0, _MARKUP_LIMIT) > _TAG_LIMIT:
        return ""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    source: HtmlElement | str = root if len(markup) <= _MARKUP_LIMIT else markup[:_MARKUP_LIMIT]
    try:
        extracted = bare_extraction(source, include_comments=False, include_tables=True, favor_recall=True)
    except Exception:  # noqa: BLE001 - a page made to break it may raise anything; the tree is asked instead
        return ""
    return _bare(getattr(extracted, "text", None) or "")


def _bare(text: str) -> str:
    return _SPACES.sub("", text)


def _is_in(line: str, article: str) -> bool:
    """Tell whether a line stands in the article, at least by half: trafilatura drops links and dates inside lines."""
    if len(line) < _PIECE:
        return len(line) > 2 and line in article
    pieces = [line[start : start + _PIECE] for start in range(0, len(line) - _PIECE + 1, _PIECE)]
    return 2 * sum(piece in article for piece in pieces) >= len(pieces)


def _range(found: Sequence[int], bare: Sequence[str], heading: int | None) -> tuple[int, int]:
    """Return the first and last line of the article: from the headline, if it stands above, to the last long line."""
    long = [index for index in found if len(bare[index]) > 2 * _PIECE] or list(found)
    first, last = long[0], long[-1]
    if heading is not None and heading <= last:
        first = min(first, heading) if first - heading < 40 else first
        first = max(first, heading) if heading > first and heading - first < 15 else first
    while last + 1 in found:
        last += 1
    return first, last
