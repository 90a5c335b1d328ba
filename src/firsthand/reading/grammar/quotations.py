"""Quotations: what stands between marks, with the mistakes that real pages make.

Marks are paired line by line, by their form and by what stands at their sides: « and „ open; » and ” close; “ opens, or
closes what „ opened; straight marks do what their sides and the open quotation allow. A mark of the wrong form closes
where it cannot open. A quotation that nothing closes runs to the end of its line, or of the line in which its closing
mark comes; one that nothing opened is kept as `opened=False` and begins with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text[start:end]`, marks included. Quotations inside it are not listed."""

    start: int
    end: int
    opened: bool = True
    closed: bool = True
    dash: bool = False
    """Speech after a dash, which has no marks; the dash is left out."""


_DOUBLE: Final = re.compile("''|``|’’|‘‘|[“”„‟«»\"]")
_SINGLE: Final = re.compile(r"(?<![\w.,!?’'])[‘'](?=[\w\[$…«“])")
_SINGLE_CLOSE: Final = re.compile(r"(?<=[\w.,!?…%)])[’'‘](?!\w)")
_ELISION: Final = re.compile(r"(?:em|til|till|cause|tis|twas|bout|round|n|ve|re|s|ll|d|m|t|\d0s|\d\d)\b", re.IGNORECASE)
_BEFORE_OPENING: Final = frozenset(" \t\r\n\xa0\u2009([{—–-/:;,…'‘’\"“«„")
_AFTER_CLOSING: Final = frozenset(" \t\r\n\xa0\u2009)]}—–-/:;,.!?…'’\"”»“")
_ENDS: Final = re.compile(r"[,.;!?]?\s*(?:[—–-]\s|$)", re.MULTILINE)
_LINES_ACROSS: Final = 6  # lines that a quotation without marks at their starts may run over
_DASH_LINE: Final = re.compile(r"^[ \t\xa0]*[—–―-][ \t\xa0]?(\S.*?)[ \t\xa0]*$", re.MULTILINE)
# From the dash before the narrator's words (small letter) to the dash after them, or the end of the line.
_NARRATOR: Final = re.compile(
    r"(?:(?<=[,.!?…»”\"])[ \xa0][—–-][ \xa0]|[ \xa0][—–](?=\w))[^\W\d_A-ZА-ЯЁІЇЄҐ].*?"
    r"(?:[,.]?[ \xa0]?[—–-](?:[.,:;]?[ \xa0]|$)|$)",
)


def find_quotations(text: str, *, single_marks: bool = True, dashes: bool = False) -> tuple[Quotation, ...]:
    """Find the outermost quotations, in text order; none overlaps another.

    Args:
        text: A document's text.
        single_marks: ‘…’ and '…' mark quotations too, outside double marks.
        dashes: A line that begins with a dash is speech, up to the dash before the words of the narrator.

    >>> [q.end - q.start for q in find_quotations("“No,” she said, “never.”")]
    [5, 8]
    """
    found: list[Quotation] = []
    line_start, size = 0, len(text)
    events = [m.span() for m in _DOUBLE.finditer(text)]
    spoken = _dashes(text) if dashes else []
    if not events and not (single_marks and ("‘" in text or "'" in text)):
        return tuple(spoken)
    at = 0
    resume = 0  # where the quotation ends that an earlier line opened
    while line_start < size:
        line_end = text.find("\n", line_start)
        line_end = size if line_end < 0 else line_end
        first = at
        while at < len(events) and events[at][0] < line_end:
            at += 1
        begin = max(line_start, resume)
        if begin < line_end:
            in_line = [e for e in events[first:at] if e[0] >= begin]
            double = _pair(text, in_line, begin, line_end)
            if single_marks and ("‘" in (line := text[begin:line_end]) or "'" in line):
                double = sorted(double + _singles(text, begin, line_end, double), key=lambda q: q.start)
            if double and not double[-1].closed:
                closing = _closing_across(text, events, at)
                if closing is not None:
                    double[-1] = Quotation(double[-1].start, closing)
                    resume = closing
            found += double
        line_start = line_end + 1
    if spoken:
        found = [q for q in found if not any(q.start < d.end and d.start < q.end for d in spoken)]
        found = sorted(found + spoken, key=lambda q: q.start)
    return tuple(found)


def _dashes(text: str) -> list[Quotation]:
    """Find speech in lines that begin with a dash: — No —dijo ella—. Nunca. / — Нет, — сказала она. — Никогда."""
    found = []
    for line in _DASH_LINE.finditer(text):
        start, end = line.span(1)
        for narrator in _NARRATOR.finditer(text, start, end):
            if narrator.start() > start:
                found.append(Quotation(start, narrator.start(), dash=True))
            start = narrator.end()
        if (start < end and found and found[-1].start >= line.start(1)) or start == line.start(1):
            found.append(Quotation(start, end, dash=True))
    trimmed = [replace(q, end=q.start + len(text[q.start : q.end].rstrip(" ,\xa0"))) for q in found]
    return [q for q in trimmed if any(char.isalnum() for char in text[q.start : q.end])]


def _sides(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether a mark can open and whether it can close, by the characters at its sides."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    may_open = before in _BEFORE_OPENING and not after.isspace() and after not in ",.;:!?)"
    return may_open, not before.isspace() and after in _AFTER_CLOSING


def _closing_across(text: str, events: list[tuple[int, int]], at: int) -> int | None:
    """Return the end of the mark, in one of the next lines, that closes what is open at the end of this one.

    Args:
        text: The text.
        events: All double marks.
        at: Index of the first mark after the line.
    """
    depth = lines = 0
    begin = line_end = -1
    for number in range(at, len(events)):
        s, e = events[number]
        if s >= line_end:
            start = text.rfind("\n", max(line_end, 0), s) + 1 or max(begin, 0)
            lines += 1 if begin < 0 else text.count("\n", begin, start)
            begin, line_end = start, text.find("\n", s)
            line_end = len(text) if line_end < 0 else line_end
            if lines > _LINES_ACROSS or (depth == 0 and not text[begin:s].strip()):
                return None  # marks are set again at the start of each paragraph
        may_open, may_close = _sides(text, s, e)
        mark = text[s:e]
        if mark in "«„" or (may_open and not may_close) or (mark == "“" and not may_close):
            depth += 1
        elif depth:
            depth -= 1
        else:
            return e
    return None


def _pair(text: str, events: list[tuple[int, int]], start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    stack: list[tuple[int, str]] = []  # offset and form of each open mark
    for number, (s, e) in enumerate(events):
        mark = text[s:e]
        may_open, may_close = _sides(text, s, e)
        if mark in ("«", "„", "``", "‘‘"):
            opens = not (stack and may_close and not may_open)
        elif mark in ("»", "”", "’’"):
            opens = not stack and may_open and not may_close
            if not stack and not opens:
                found.append(Quotation(start, e, opened=False))
                start = e
                continue
        elif mark in ("“", "‟"):
            opens = not stack or (may_open and not may_close) or (may_open and not _same_sort(stack, mark))
        else:  # straight
            opens = not stack or (may_open and not may_close and _closed_later(text, events, number))
            if not stack and may_close and not may_open and not _closed_later(text, events, number):
                found.append(Quotation(start, e, opened=False))
                start = e
                continue
        if opens:
            stack.append((s, mark))
            continue
        if not stack:
            continue
        # A closing mark ends the innermost quotation of its own form, and what was left open inside it.
        depth = len(stack) - 1
        while depth > 0 and not _matches(stack[depth][1], mark):
            depth -= 1
        if not _matches(stack[depth][1], mark):
            depth = len(stack) - 1
        del stack[depth + 1 :]
        opened, _ = stack.pop()
        if stack and number == len(events) - 1 and _ENDS.match(text, e, end):
            opened = stack[0][0]  # of several marks side by side only one was set: «… «so», — said Smith
            stack.clear()
        if not stack:
            found.append(Quotation(opened, e))
            start = e
    if stack:
        found.append(Quotation(stack[0][0], start + len(text[start:end].rstrip(" \t\xa0")), closed=False))
    return [q for q in found if text[q.start : q.end].strip(" \t\r\n\"“”„«»'‘’`")]


def _same_sort(stack: list[tuple[int, str]], mark: str) -> bool:
    return bool(stack) and stack[-1][1] in ("„", mark)


def _closed_later(text: str, events: list[tuple[int, int]], number: int) -> bool:
    """Tell whether enough straight marks follow to close a second, inner quotation."""
    mark = text[slice(*events[number])]
    return sum(text[s:e] == mark for s, e in events[number + 1 :]) >= 2


_CLOSED_BY: Final = {
    "«": "»",
    "„": '“”"',
    "“": "”“",
    "‟": "”",
    "”": "”",
    "»": "«»",
    '"': '"',
    "''": "''",
    "``": "''",
    "’’": "’’",
    "‘‘": "’’",
}


def _matches(opening: str, closing: str) -> bool:
    return closing in _CLOSED_BY.get(opening, "")


def _singles(text: str, start: int, end: int, double: list[Quotation]) -> list[Quotation]:
    """Find quotations in single marks outside the double ones; they need a closing mark in their line."""
    found: list[Quotation] = []
    at = start
    while match := _SINGLE.search(text, at, end):
        at = match.end()
        inside = next((q for q in double if q.start <= match.start() < q.end), None)
        if inside is not None:
            at = inside.end
            continue
        if match.group() == "'" and _ELISION.match(text, match.end()):
            continue
        closing = _SINGLE_CLOSE.search(text, match.end(), end)
        if closing is None:
            continue
        if not any(q.start < closing.end() and match.start() < q.end for q in double):
            found.append(Quotation(match.start(), closing.end()))
            at = closing.end()
    return found
