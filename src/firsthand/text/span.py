"""Span: a place in a document's text."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.errors import FirsthandError


class SpanError(FirsthandError):
    """Offsets that name no place in a text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open offsets `[start, end)` into a document's text, in Unicode code points from 0. Never empty.

    >>> Span(1, 3).of("“No,” she said.")
    'No'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"[{self.start}, {self.end}) is no span: it needs 0 <= start < end")

    def of(self, text: str) -> str:
        """Return the words that stand here. Raises `SpanError` if the text ends before the span does."""
        if self.end > len(text):
            raise SpanError(f"[{self.start}, {self.end}) ends after the text, which has {len(text)} characters")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether every character of `other` stands in this span."""
        return self.start <= other.start and other.end <= self.end


Fragments = tuple[Span, ...]
"""Pieces in text order that do not overlap; empty where the text has none."""
