"""Document: the text read out of one capture, and what the page says about itself."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from firsthand.text.span import Fragments, Span, SpanError
from firsthand.text.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Date:
    """A date that the page gives for itself: ISO 8601 at the precision found (`2022`, `2022-03-06`), never padded."""

    value: str
    found: str
    """Where: `meta article:published_time`, `json-ld datePublished`, `time datetime`, `text` …"""
    words: Span | None = None
    """Its place in the text, where it stands there."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the page points to or shows inside itself, with the words that carry it."""

    url: str
    kind: Literal["link", "embed"]
    words: Span | None = None
    """The linked words; None where the link has none (a picture, a frame)."""
    at: int = 0
    """Offset into the text at which it stands, also where it has no words."""


@dataclass(frozen=True, slots=True)
class Document:
    """Text with half-open offsets, and the page's own claims. Everything later points into `text`."""

    id: str
    text: str
    language: str | None = None
    """BCP 47, as the reading uses it: `en`, `es`, `ru`, `uk`, or another that no reader knows."""
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    """The address the page gives itself (canonical, og:url), else the one it was captured at."""
    dates: tuple[Date, ...] = ()
    """Every candidate; the first is the best and is the document's `published`."""
    links: tuple[Link, ...] = ()
    furniture: Fragments = ()
    """What is not part of the article: menus, author bios, cookie notices, “read also”. Marked, not lost."""
    translated: str | None = None
    """The page's own sign that it is a translation (`meta`, a class of a translation plug-in), if it has one."""
    notes: tuple[str, ...] = ()
    """What a person should know about how the text was got: cut at 5 MB, undecodable bytes, …"""
    utterances: tuple[Utterance, ...] = ()
    """Of the transcript of a recording, in text order: what was said, when and by which voice."""
    about: str | None = None
    """Of translated subtitles: title and description of the recording, which are no part of the text."""
    forwarded: Span | None = None
    """The name of whom a message was forwarded from."""
    private: bool = False
    """Whether it was not written for everybody: whoever speaks in it is a protected source."""

    def __post_init__(self) -> None:
        end = 0
        for span in self.furniture:
            if span.start < end or span.end > len(self.text):
                raise SpanError(f"document {self.id}: furniture {span} overlaps the one before or leaves the text")
            end = span.end
        end = 0
        for said in self.utterances:
            if (said.voice or said.words).start < end or said.words.end > len(self.text):
                raise SpanError(
                    f"document {self.id}: {said.words} is no utterance: overlaps the last or leaves the text"
                )
            end = said.words.end

    @property
    def published(self) -> str | None:
        """The date of publication that the page claims, or None."""
        return self.dates[0].value if self.dates else None

    def seconds(self, fragments: Fragments) -> tuple[float, float] | None:
        """Return from when to when these words are heard; None where they are not all of utterances."""
        found: list[Utterance] = []
        for span in fragments:
            at = bisect_right(self.utterances, span.start, key=lambda said: said.words.start) - 1
            if at < 0 or not self.utterances[at].words.contains(span):
                return None
            found.append(self.utterances[at])
        return (found[0].start, max(said.end for said in found)) if found else None
