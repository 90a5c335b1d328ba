"""Marked: a document's text cut into lines and pieces, each piece with what stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firsthand.reading.reader import Reading
    from firsthand.text import Document


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands on `[start, end)` of a text."""

    start: int
    end: int
    kind: str
    """`content`, `source`, `cue` of a statement, or `credit`."""
    of: str
    """The id of the statement, or the name of the hand."""
    type: str = ""
    """Of a statement, or kind of a credit."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line on which the same marks stand."""

    text: str
    at: int
    """Offset of its beginning in the document's text, in code points."""
    classes: str
    """Names for the style sheet: what stands on it."""
    of: str | None
    """The innermost statement in whose words, source or cue it stands."""
    first: bool
    """Whether the words of that statement begin with it."""
    credit: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong to the article, or that do not."""

    furniture: bool
    lines: tuple[tuple[Piece, ...], ...]


def blocks(document: Document, reading: Reading) -> list[Block]:
    """Cut a document into blocks of lines: the article's, and between them what is not part of it.

    Empty lines are left out; otherwise the pieces together are the text.
    """
    marks = sorted(_marks(reading), key=lambda mark: (mark.start, -mark.end))
    furniture = [(span.start, span.end) for span in document.furniture]
    found: list[tuple[bool, list[tuple[Piece, ...]]]] = []
    begun: set[str] = set()
    start = 0
    for line in document.text.split("\n"):
        end = start + len(line)
        if line.strip():
            outside = any(a <= start and end <= b for a, b in furniture)
            if not found or found[-1][0] != outside:
                found.append((outside, []))
            found[-1][1].append(tuple(_pieces(document.text, start, end, marks, begun)))
        start = end + 1
    return [Block(outside, tuple(lines)) for outside, lines in found]


def _marks(reading: Reading) -> Iterator[Mark]:
    for each in reading.statements:
        for kind in ("content", "source", "cue"):
            for span in getattr(each, kind):
                yield Mark(span.start, span.end, kind, each.id, each.type)
    for credit in reading.credits:
        for span in credit.words:
            yield Mark(span.start, span.end, "credit", credit.name, credit.kind)


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark], begun: set[str]) -> Iterator[Piece]:
    """Yield the pieces of one line."""
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted({start, end, *(place for mark in here for place in (mark.start, mark.end) if start < place < end)})
    for begin, stop in pairwise(cuts):
        on = [mark for mark in here if mark.start <= begin and stop <= mark.end]
        inner = _innermost(mark for mark in on if mark.kind != "credit")
        credit = next((mark for mark in on if mark.kind == "credit"), None)
        first = inner is not None and inner.kind == "content" and inner.of not in begun
        if first and inner:
            begun.add(inner.of)
        classes = {f"is-{mark.kind}" for mark in on} | {f"is-{mark.type}" for mark in on if mark.kind == "content"}
        yield Piece(
            text[begin:stop],
            begin,
            " ".join(sorted(classes)),
            inner.of if inner else None,
            first,
            credit.of if credit else None,
        )


def _innermost(marks: Iterable[Mark]) -> Mark | None:
    return min(marks, key=lambda mark: (mark.kind != "content", mark.end - mark.start), default=None)


def excerpt(text: str, content: Sequence[Sequence[int]], around: int = 160) -> dict[str, Any]:
    """Return a statement's words with what stands around them: `before`, `pieces` (text and whether said), `after`."""
    start, end = content[0][0], content[-1][1]
    pieces, last = [], start
    for begin, stop in content:
        if begin > last:
            pieces.append({"text": text[last:begin], "said": False, "at": last})
        pieces.append({"text": text[begin:stop], "said": True, "at": begin})
        last = stop
    before, after = text[max(0, start - around) : start], text[end : end + around]
    return {
        "before": ("…" if start > around else "") + before,
        "pieces": pieces,
        "after": after + ("…" if end + around < len(text) else ""),
    }
