"""Plain text: a Document out of characters, unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firsthand.reading.dates import printed_dates
from firsthand.reading.furniture import byline_names, find_furniture
from firsthand.reading.identify import identify
from firsthand.text import Date, Document, Fragments, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"\S[^\n]*")
_HEAD_LINES = 10
_ENOUGH = 6000  # characters of the article by which its language is told
_NO_HEADLINE = re.compile(r"[-–—•*]\s|.*(?:[.,;:]|[^.]\.\.\.)$", re.DOTALL)
_RIGHTS = re.compile(
    r"©\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?[\s,]*([^\W\d_][^.|,;©\n]{1,40}?)(?=[.|,;\n]|\s*$)"
)
_OUTLET = re.compile(r"([^\W\d_][\w-]*\.[a-zа-яіїєґ]{2,}|[A-ZА-ЯІЇЄҐ]{2,8})\s*[,–—|-]\s*$")
_UPDATED = re.compile(r"(?i:updated|modified|actualiza|modificad|обновл|оновл|изменен|змінен)")
_PLACE = re.compile(r"[A-ZА-ЯЁІЇЄҐÁÉÍÓÚÑ][^.!?]{0,40},\s*")


@dataclass(frozen=True, slots=True)
class Claims:
    """What lines of text say about the page they stand on."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    dates: tuple[Date, ...] = ()


def plain_document(
    text: str,
    *,
    document_id: str = "d1",
    language: str | None = None,
    url: str | None = None,
    notes: tuple[str, ...] = (),
) -> Document:
    """Read plain text: language, furniture, and what the text says about itself. `text` stays as it is."""
    furniture = find_furniture(text)
    language = language or identify(main_sample(text, furniture))
    claims = read_claims(text, furniture, language)
    return Document(
        id=document_id,
        text=text,
        language=language,
        title=claims.title,
        outlet=claims.outlet,
        byline=claims.byline,
        url=url,
        dates=claims.dates,
        furniture=furniture,
        notes=notes,
    )


def main_sample(text: str, furniture: Fragments) -> str:
    """Return text without furniture, as much of it as the language can be told by."""
    if not furniture:
        return text
    pieces, length, start = [], 0, 0
    for span in (*furniture, Span(len(text), len(text) + 1)):
        pieces.append(text[start : span.start])
        length += span.start - start
        start = span.end
        if length > _ENOUGH:
            break
    return " ".join(pieces)


def read_claims(text: str, furniture: Fragments, language: str | None) -> Claims:
    """Read what the lines at the head, and the by-line and rights wherever they stand, say about the page."""
    places = {span.start for span in furniture}
    head = list(_head(text))
    main = [span for span in head if span.start not in places]
    dates: list[Date] = []
    updates: list[Date] = []
    outlet = byline = None
    for span in furniture:
        line = span.of(text)
        if len(line) > 200:
            continue
        byline = byline or byline_names(line)
        if "©" in line and (rights := _RIGHTS.search(line)):
            outlet = outlet or rights[1].strip()
        if span in head:
            printed = printed_dates(line, language)
            for date in printed:
                of = updates if _UPDATED.search(line[: date.start]) else dates
                of.append(Date(date.value, "text", Span(span.start + date.start, span.start + date.end)))
            if printed and (named := _OUTLET.match(line[: printed[0].start])):
                outlet = named[1]
    for span in main[:3]:
        line = span.of(text)[:80]
        for date in printed_dates(line, language)[:1]:
            after_place = not date.start or _PLACE.fullmatch(line[: date.start])
            if after_place and re.match(r"\s*[.(—–|/-]", line[date.end :]):
                dates.append(Date(date.value, "text", Span(span.start + date.start, span.start + date.end)))
    return Claims(_title(text, main, text.rstrip()), outlet, byline, (*dates, *updates))


def _head(text: str) -> Iterator[Span]:
    for count, match in enumerate(_LINE.finditer(text[:20_000])):
        line = match[0].rstrip()
        yield Span(match.start(), match.start() + len(line))
        if count >= _HEAD_LINES or (count > 2 and len(line) > 300):
            return


def _title(text: str, main: list[Span], whole: str) -> str | None:
    """The first line, if there is more below it and it does not end as a sentence in running text does."""
    if not main or main[0].end == len(whole):
        return None
    line = main[0].of(text)
    return None if len(line) > 200 or _NO_HEADLINE.match(line) else line
