"""The record of one document and its reading: plain values with the library's field names, one JSON object a page."""

from __future__ import annotations

from firsthand.reading.credit import Credit
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Statement
from firsthand.text import Document, Fragments


def record(given: str, document: Document, reading: Reading) -> dict[str, object]:
    """Return what `read --json` prints of a document (CONTRACT.md, "The JSON").

    Args:
        given: What was asked for: a path, an address, or `-`.
        document: The page.
        reading: What was found in it. Its ids are unique within this record only.
    """
    return {
        "input": given,
        "id": document.id,
        "lang": document.language,
        "title": document.title,
        "outlet": document.outlet,
        "byline": document.byline,
        "published": document.published,
        "text": document.text,
        "furniture": _pairs(document.furniture),
        "attributions": [_attribution(document, statement) for statement in reading.statements],
        "credits": [_credit(credit) for credit in reading.credits],
    }


def _attribution(document: Document, statement: Statement) -> dict[str, object]:
    speaker = statement.speaker
    return {
        "id": statement.id,
        "type": statement.type,
        "act": statement.act,
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "speaker": {
            "name": speaker.name,
            "kind": speaker.kind,
            "mention": _pairs((speaker.mention,) if speaker.mention else ()),
            "role": speaker.role,
            "age": speaker.age,
            "circumstances": list(speaker.circumstances),
        },
        "circumstances": list(statement.circumstances),
        "within": statement.within,
        "seconds": list(seconds) if (seconds := document.seconds(statement.content)) else None,
        "score": statement.score,
        "reader": statement.reader,
    }


def _credit(credit: Credit) -> dict[str, object]:
    return {
        "name": credit.name,
        "kind": credit.kind,
        "words": _pairs(credit.words),
        "covers": list(credit.covers),
    }


def _pairs(fragments: Fragments) -> list[list[int]]:
    return [[span.start, span.end] for span in fragments]
