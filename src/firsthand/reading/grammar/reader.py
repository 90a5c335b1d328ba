"""GrammarReader: reads a document by rules and language files, without weights."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from firsthand.languages import CODES
from firsthand.reading.grammar.attributions import Sentences
from firsthand.reading.grammar.bits import ASK, NOUN, SAY, SPEECH, TELL, THAT, THINK
from firsthand.reading.grammar.certainty import certainty
from firsthand.reading.grammar.circumstances import mark
from firsthand.reading.grammar.credits import find_credits
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.grammar.speakers import resolve
from firsthand.reading.grammar.tokens import spans
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Act, Statement, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.attribution import Attribution
    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.statement import Speaker
    from firsthand.text import Document

NAME: Final = "grammar 1"
_MOST: Final = 1_000_000  # words and marks: 5 MB of prose have no more, and each takes some 300 bytes
_PIECE: Final = re.compile(r"\w+|[^\w\s]|\n")


class GrammarReader:
    """Finds statements by quotation marks, reporting words and noun phrases. Any `Document`; keeps nothing."""

    name = NAME
    languages = frozenset(CODES)

    def read(self, document: Document) -> Reading:
        """Return what the document says and who said it; nothing for a language that has no file."""
        if document.language not in self.languages:
            return Reading(document.id)
        notes: tuple[str, ...] = ()
        if (end := _end(document.text)) < len(document.text):
            document = _until(end, document)
            notes = (f"more marks than prose has: who said what was looked for in the first {end:,} characters only",)
        p = passage(document.text, lexicon(document.language), document.furniture)
        found = Sentences(p).read()
        statements = tuple(
            _statement(document, p, attribution, speaker, number, around)
            for number, (attribution, speaker, around) in enumerate(
                zip(found, resolve(document, p, found), _enclosing(found), strict=True), 1
            )
        )
        hands = find_credits(document, p, statements)
        return Reading(document.id, mark(document, p, statements, hands), hands, notes)


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
    )


def _enclosing(found: tuple[Attribution, ...]) -> Iterator[int]:
    """Yield for each attribution the number (from 1) of the innermost one in whose content it stands, or 0."""
    open_: list[tuple[int, int, int]] = []  # number, start and end of each piece of content that is not over
    for number, a in enumerate(found, 1):
        first, end = a.content[0][0], a.content[-1][1]
        open_ = [piece for piece in open_ if piece[2] > first]
        yield next((n for n, start, stop in reversed(open_) if start <= first and end <= stop), 0)
        open_ += [(number, *piece) for piece in a.content]


def _statement(document: Document, p: Passage, a: Attribution, speaker: Speaker, number: int, around: int) -> Statement:
    kind = _type(p, a)
    return Statement(
        id=f"s{number}",
        document_id=document.id,
        type=kind,
        act=_act(a.bits, kind),
        source=spans(p.tokens, a.source),
        cue=spans(p.tokens, a.cue),
        content=spans(p.tokens, a.content),
        speaker=speaker,
        within=f"s{around}" if around else None,
        score=certainty(a.rule, in_marks=kind != "indirect"),
        reader=NAME,
    )


def _type(p: Passage, a: Attribution) -> Type:
    marked = [bool(p.inside[i]) for first, end in a.content for i in range(first, end) if p.tokens.words[i].isalnum()]
    if all(marked):
        return "direct"
    return "mixed" if any(marked) else "indirect"


def _act(bits: int, kind: Type) -> Act:
    if bits & THINK and kind == "indirect" and not bits & (SAY | TELL | THAT | ASK):
        return "thought"
    return "speech" if not bits or bits & (SPEECH | THINK | NOUN) else "other"
