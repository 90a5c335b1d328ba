"""Measure: a reader's readings of a corpus, scored, and summed up over any choice of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firsthand.capture import Capture
from firsthand.reading.read import read
from firsthand.scoring import (
    ROWS,
    Row,
    Score,
    SpeakerScore,
    Tally,
    interval,
    score_credits,
    score_document,
    score_furniture,
    score_speakers,
)
from firsthand.scoring.calibration import Judged, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.corpora import Corpus
    from firsthand.reading.reader import Reader, Reading
    from firsthand.reading.statement import Statement
    from firsthand.scoring import GoldDocument
    from firsthand.text import Document

TYPES = ("direct", "mixed", "quoted", "indirect", "all")
"""Rows of a report; `quoted` is direct and mixed together."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One document: what people marked, what was read, and how they agree."""

    gold: GoldDocument
    document: Document
    reading: Reading
    statements: Sequence[Statement]
    """Those of the reading that the corpus's guidelines count."""
    score: Score
    surely: Score
    """The score without predictions on passages that one annotator would mark and another not."""
    speakers: SpeakerScore
    furniture: Tally | None
    credits: Tally | None
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The sum over documents. A part that no document has marked is None."""

    documents: int
    languages_right: int
    score: Score
    surely: Score
    speakers: SpeakerScore | None
    furniture: Tally | None
    credits: Tally | None
    judged: tuple[Judged, ...]
    intervals: dict[str, tuple[float, float]]
    """95 % of end-to-end F1, by row."""

    def rows(self) -> dict[str, Row]:
        """Return the rows of a report."""
        return {name: row_of(self.score, name) for name in TYPES}

    def figures(self) -> dict[str, float]:
        """Return what floors pin, 0 to 1: end-to-end F1 by row, alpha, F1 of credits and furniture, right names."""
        figures = {name: row.e2e.f1 for name, row in self.rows().items() if row.e2e.gold} | {"alpha": self.score.alpha}
        if self.speakers and self.speakers.right.of:
            figures["speakers"] = self.speakers.inflected.value
        for name, tally in (("furniture", self.furniture), ("credits", self.credits)):
            if tally and tally.gold:
                figures[name] = tally.f1
        return figures


def row_of(score: Score, name: str) -> Row:
    """Return a row by its name in a report."""
    return score.rows[name] if name in ROWS else score.quoted


def read_text(text: str, reader: Reader, language: str | None = None) -> tuple[Document, Reading]:
    """Go the whole way from the bytes of a plain text to who said what; the language is to be told where not given."""
    moment = datetime(2022, 3, 6, tzinfo=UTC)
    capture = Capture("-", "supplied", moment, text.encode(), media_type="text/plain")
    return read(capture, reader, language=language)


def measure(corpus: Corpus, reader: Reader, language: str | None = None) -> list[Measured]:
    """Read and score each document of a corpus, or those in one language."""
    return [_measure(gold, corpus, reader) for gold in corpus.documents() if language in (None, gold.language)]


def as_read(measured: Measured) -> Measured:
    """Score the same reading again, with all its statements, laid out as the reader does."""
    return _scored(measured.gold, measured.document, measured.reading, measured.reading.statements)


def _measure(gold: GoldDocument, corpus: Corpus, reader: Reader) -> Measured:
    document, reading = read_text(gold.text, reader, corpus.read_as)
    if document.text != gold.text:
        raise AssertionError(f"{gold.id}: plain text was changed on the way, offsets do not fit")
    return _scored(gold, document, reading, corpus.counted(gold.text, reading.statements))


def _scored(gold: GoldDocument, document: Document, reading: Reading, statements: Sequence[Statement]) -> Measured:
    score = score_document(gold.text, gold.statements, statements, discard=gold.discard)
    return Measured(
        gold=gold,
        document=document,
        reading=reading,
        statements=statements,
        score=score,
        surely=score_document(gold.text, gold.statements, statements, discard=gold.discard, borderline=gold.borderline)
        if gold.borderline
        else score,
        speakers=score_speakers(gold.text, gold.statements, statements) if gold.speakers else SpeakerScore(),
        furniture=None if gold.furniture is None else score_furniture(gold.text, gold.furniture, document.furniture),
        credits=None if gold.credits is None else score_credits(gold.credits, reading.credits),
        judged=judge(gold.text, gold.statements, statements, discard=gold.discard),
    )


def summarise(measured: Sequence[Measured]) -> Summary:
    """Sum up over documents."""
    return Summary(
        documents=len(measured),
        languages_right=sum(one.document.language == one.gold.language for one in measured),
        score=sum((one.score for one in measured), Score()),
        surely=sum((one.surely for one in measured), Score()),
        speakers=sum((one.speakers for one in measured), SpeakerScore())
        if any(one.gold.speakers for one in measured)
        else None,
        furniture=_sum([one.furniture for one in measured]),
        credits=_sum([one.credits for one in measured]),
        judged=tuple(judged for one in measured for judged in one.judged),
        intervals={name: interval([row_of(one.score, name).e2e for one in measured], rounds=400) for name in TYPES},
    )


def _sum(tallies: Sequence[Tally | None]) -> Tally | None:
    known = [tally for tally in tallies if tally is not None]
    return sum(known, Tally()) if known else None
