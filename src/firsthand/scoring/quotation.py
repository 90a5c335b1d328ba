"""Quotation: which stretches of a text stand inside quotation marks, and what type that makes of a content.

This is the scale's own reading of marks, the same for gold and prediction and deliberately simple. The readers have
better ones and do not use it: a change there must not move the scale.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.scoring.tokens import WORD
from firsthand.text import Fragments, Span

if TYPE_CHECKING:
    from firsthand.reading.statement import Type

_DOUBLED = {"``": "“", "‘‘": "“", "’’": "”", "''": '"'}
_MARK = re.compile("``|‘‘|’’|''|[“„«”»\"]")
_BEFORE_OPENING = " \t\n\r([{—–-/:;,…'‘\u00a0\u2009"
_AFTER_CLOSING = " \t\n\r)]}—–-/:;,.!?…'’\u00a0\u2009\"”“"
_SINGLE_OPENING = re.compile(r"['‘](?=[^\W_]|[\[$…])")
_SINGLE_CLOSING = re.compile(r"(?<!\s)['’](?![^\W_])")
_ELISION = re.compile(r"(?:em|til|till|cause|tis|twas|bout|round|n|ve|re|s|ll|d|m|t|\d0s|\d\d)\b", re.IGNORECASE)


def quoted_regions(text: str) -> Fragments:
    """Return all stretches that stand inside quotation marks, in text order, without the marks.

    Marks are paired paragraph by paragraph. Double marks are the curly, low, angle and straight ones and the doubled
    singles; a mark opens or closes by its form, by the characters at its sides and by whether a quotation is open. A
    quotation that is not closed runs to the paragraph's end, as in quotations of several paragraphs. Single marks count
    outside double ones only, need a closing mark in the same paragraph, and common elisions (’em, ’til, ’90s) do not
    open one.

    >>> [region.of("She said “yes” and »nej«.") for region in quoted_regions("She said “yes” and »nej«.")]
    ['yes', 'nej']
    """
    regions: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        double = _double(text, start, end)
        regions += double + _single(text, start, end, double)
        start = end
    return tuple(sorted(regions))


def _double(text: str, start: int, end: int) -> list[Span]:
    regions: list[Span] = []
    opened: int | None = None
    for found in _MARK.finditer(text, start, end):
        at, after_at = found.span()
        mark = _DOUBLED.get(found[0], found[0])
        before = text[at - 1] if at > start else " "
        after = text[after_at] if after_at < end else " "
        may_open = before in _BEFORE_OPENING and not after.isspace()
        may_close = not before.isspace() and after in _AFTER_CLOSING
        if mark in "“„«":  # as its form says, unless its sides say plainly the opposite: „so“
            opens, closes = True, may_close and not may_open
        elif mark in "”»":  # ”så”, »so«
            opens, closes = may_open and not may_close, True
        else:
            opens, closes = may_open or not may_close, may_close or not may_open
        if opened is None:
            opened = after_at if opens else None
        elif closes:  # an opening mark while one is open, a quotation resumed, leaves it open
            regions += _span(opened, at)
            opened = None
    return regions if opened is None else regions + _span(opened, end)


def _single(text: str, start: int, end: int, double: list[Span]) -> list[Span]:
    regions: list[Span] = []
    at = start
    while opening := _SINGLE_OPENING.search(text, at, end):
        i = opening.start()
        at = i + 1
        if outer := next((region for region in double if region.start <= i < region.end), None):
            at = outer.end
        elif (i == start or text[i - 1] in _BEFORE_OPENING) and not _ELISION.match(text, i + 1):
            closing = _SINGLE_CLOSING.search(text, i + 1, end)
            if closing and not set('"“') & set(text[i : closing.start()]):
                regions += _span(i + 1, closing.start())
                at = closing.end()
    return regions


def _span(start: int, end: int) -> list[Span]:
    return [Span(start, end)] if start < end else []


def quotation_type(text: str, content: Fragments, regions: Fragments | None = None) -> Type:
    """Tell direct, mixed and indirect apart by how many of the content's words stand inside quotation marks.

    All of them make it direct, some mixed, none indirect; a content without words is indirect.
    """
    regions = quoted_regions(text) if regions is None else regions
    words = [m.span() for span in content for m in WORD.finditer(text, span.start, span.end)]
    inside = sum(any(r.start <= start and end <= r.end for r in regions) for start, end in words)
    return "indirect" if not inside else "direct" if inside == len(words) else "mixed"
