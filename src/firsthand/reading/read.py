"""From a capture to who said what: extraction and a reader, joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firsthand.reading.credit import Credit
from firsthand.reading.extract import extract_document
from firsthand.reading.reader import Reading

if TYPE_CHECKING:
    from firsthand.capture import Capture
    from firsthand.reading.reader import Reader
    from firsthand.reading.statement import PersonCircumstance, Statement
    from firsthand.text import Document

SOURCE: Final[PersonCircumstance] = "source"


def read(
    capture: Capture, reader: Reader, *, document_id: str = "d1", language: str | None = None
) -> tuple[Document, Reading]:
    """Read the text out of a capture, and out of the text who said what.

    Args:
        capture: A page as it came, not a failed capture.
        reader: What finds the statements. A document in a language that it does not read has none, and says so.
        document_id: The id that the document gets.
        language: BCP 47, where a person knows better than the page and its words.

    Raises:
        FirsthandError: No text can be got from these bytes.
    """
    document = extract_document(capture, document_id=document_id, language=language)
    return document, read_document(document, reader)


def read_document(document: Document, reader: Reader) -> Reading:
    """Return what a reader finds in a document: nothing in a language that it does not read, and a note saying so.

    The utterances of a transcript are statements in any language.
    """
    if document.utterances:
        from firsthand.reading.transcript import read_transcript  # here, because most documents are none

        reading = read_transcript(document, lambda prose: _read_prose(prose, reader))
    else:
        reading = _read_prose(document, reader)
    if document.forwarded:
        name = document.forwarded.of(document.text)
        covers = tuple(statement.id for statement in reading.statements)
        reading = replace(reading, credits=(Credit(name, "forward", (document.forwarded,), covers), *reading.credits))
    if document.private:
        reading = replace(reading, statements=tuple(map(_protected, reading.statements)))
    return reading


def _protected(statement: Statement) -> Statement:
    """Return a statement whose speaker is a protected source."""
    speaker = statement.speaker
    circumstances = tuple(dict.fromkeys((*speaker.circumstances, SOURCE)))
    return replace(statement, speaker=replace(speaker, circumstances=circumstances))


def _read_prose(document: Document, reader: Reader) -> Reading:
    if not reader.languages or document.language in reader.languages:
        return reader.read(document)
    what = f"language “{document.language}”" if document.language else "its language is not clear (say it with --lang)"
    note = f"{what}: who said what is looked for in {', '.join(sorted(reader.languages))} only"
    return Reading(document.id, notes=(note,))
