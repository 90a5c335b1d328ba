"""Assemble: from attributions to a reading, whichever reader found them.

Who speaks, what is credited and what the circumstances are is decided here, after all attributions of a document are
known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar.circumstances import mark
from firsthand.reading.grammar.credits import find_credits
from firsthand.reading.grammar.speakers import resolve
from firsthand.reading.grammar.tokens import spans
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Act, Statement, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firsthand.reading.grammar.attribution import Attribution
    from firsthand.reading.grammar.passage import Passage
    from firsthand.text import Document

_MOST: Final = 1_000_000  # words and marks: 5 MB of prose have no more, and each takes some 300 bytes
_PIECE: Final = re.compile(r"\w+|[^\w\s]|\n")


@dataclass(frozen=True, slots=True)
class Finding:
    """An attribution and what its reader makes of it."""

    attribution: Attribution
    act: Act
    score: float
    names: tuple[tuple[int, float], ...] | None = None
    """Tokens that may name the speaker, with the probability of each; None where the reader does not say."""
    reader: str | None = None
    """Name and version of what found it, where that is not the reader of the document."""


def readable(document: Document) -> tuple[Document, tuple[str, ...]]:
    """Return the part of a document that is read, and a note if that is not all of it."""
    if (end := _end(document.text)) == len(document.text):
        return document, ()
    note = f"more marks than prose has: who said what was looked for in the first {end:,} characters only"
    return _until(end, document), (note,)


def assemble(
    document: Document, p: Passage, found: Sequence[Finding], *, reader: str, notes: tuple[str, ...] = ()
) -> Reading:
    """Make a reading of what was found.

    Args:
        document: What is read.
        p: Its text as a passage.
        found: In text order of their contents, the longer first where two begin together.
        reader: Name and version of what found them.
        notes: What a person should know about how it was read.
    """
    attributions = tuple(one.attribution for one in found)
    speakers = resolve(p, attributions, tuple(one.names for one in found))
    statements = tuple(
        Statement(
            id=f"s{number}",
            document_id=document.id,
            type=type_of(p, one.attribution),
            act=one.act,
            source=spans(p.tokens, one.attribution.source),
            cue=spans(p.tokens, one.attribution.cue),
            content=spans(p.tokens, one.attribution.content),
            speaker=speaker,
            within=f"s{around}" if around else None,
            score=one.score,
            reader=one.reader or reader,
        )
        for number, (one, speaker, around) in enumerate(zip(found, speakers, _enclosing(attributions), strict=True), 1)
    )
    hands = find_credits(document, p, statements)
    return Reading(document.id, mark(document, p, statements, hands), hands, notes)


def type_of(p: Passage, a: Attribution) -> Type:
    """Tell by the marks whether all, some or none of the content is quoted."""
    marked = [bool(p.inside[i]) for first, end in a.content for i in range(first, end) if p.tokens.words[i].isalnum()]
    if all(marked):
        return "direct"
    return "mixed" if any(marked) else "indirect"


def _end(text: str) -> int:
    """Return where the words and marks end that are read: at the end of the text, if it is one that people read."""
    if len(text) <= _MOST:
        return len(text)
    beyond = next(islice(_PIECE.finditer(text), _MOST, None), None)
    return beyond.start() if beyond else len(text)


def _until(end: int, document: Document) -> Document:
    """Return the part of a document that ends here; what it points to beyond is left out."""
    return replace(
        document,
        text=document.text[:end],
        dates=tuple(date for date in document.dates if date.words is None or date.words.end <= end),
        links=tuple(link for link in document.links if (link.words.end if link.words else link.at) <= end),
        furniture=tuple(span for span in document.furniture if span.end <= end),
        utterances=tuple(said for said in document.utterances if said.words.end <= end),
    )


def _enclosing(found: tuple[Attribution, ...]) -> Iterator[int]:
    """Yield for each attribution the number (from 1) of the innermost one in whose content it stands, or 0."""
    open_: list[tuple[int, int, int]] = []  # number, start and end of each piece of content that is not over
    for number, a in enumerate(found, 1):
        first, end = a.content[0][0], a.content[-1][1]
        open_ = [piece for piece in open_ if piece[2] > first]
        yield next((n for n, start, stop in reversed(open_) if start <= first and end <= stop), 0)
        open_ += [(number, *piece) for piece in a.content]
