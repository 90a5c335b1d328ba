"""Utterance: words of a recording, with the time and the voice that its transcript gives them."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from firsthand.text.span import SpanError

if TYPE_CHECKING:
    from firsthand.text.span import Span


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says without a break, as a document's text has it."""

    words: Span
    """Without the label that says whose they are."""
    start: float
    """Seconds from the beginning of the recording."""
    end: float
    voice: Span | None = None
    """The label's words, where the transcript says who speaks; it stands before them."""

    def __post_init__(self) -> None:
        if not (isfinite(self.start) and isfinite(self.end) and 0 <= self.start <= self.end):
            raise SpanError(f"{self.start} to {self.end} s is no part of a recording: it needs 0 <= start <= end")
        if self.voice is not None and self.voice.end > self.words.start:
            raise SpanError(f"the voice {self.voice} does not stand before the words {self.words}")
