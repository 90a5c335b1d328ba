"""Extraction: bytes in, a Document out."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING

from firsthand.capture.archived import unwrapped
from firsthand.capture.media_type import sniff
from firsthand.capture.telegram import HTML_MESSAGE, JSON_MESSAGE
from firsthand.reading.decode import decode
from firsthand.reading.no_text import NoTextError
from firsthand.reading.plain import plain_document
from firsthand.reading.subtitles import is_transcript, transcript_document
from firsthand.text import Date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firsthand.capture.capture import Capture, Part
    from firsthand.text import Document

LIMIT = 5_000_000
"""Bytes of a page that are read; the rest is kept, and the document says so."""
_HTML = ("text/html", "application/xhtml+xml")
_OPEN = (None, "", "application/octet-stream", "text/xml", "application/xml", "application/x-unknown-content-type")
_TEXT = ("application/json", "application/jsonl", "application/x-subrip", "application/xml")
_TIMED = ("text/vtt", "application/x-subrip")
_RECORDS = ("application/json", "application/jsonl")
_WITHOUT_TEXT = {
    "image": "a picture: there is no text in it to read",
    "audio": "a sound recording: there is no text in it to read",
    "video": "a video: there is no text in it to read",
    "font": "a font: there is no text in it to read",
}


def extract_document(capture: Capture, *, document_id: str = "d1", language: str | None = None) -> Document:
    """Read the text of a capture, and what the page says about itself.

    Args:
        capture: A page, a text, a PDF with a text layer, or the transcript of a recording, as it came.
        document_id: The id that the document gets.
        language: BCP 47, where a person knows better than the page and its words.

    Raises:
        NoTextError: The capture failed, or its bytes hold no text.
    """
    if capture.error is not None:
        raise NoTextError(capture.address, f"could not be captured, so there is nothing to read: {capture.error}")
    if capture.media_type in (JSON_MESSAGE, HTML_MESSAGE):
        from firsthand.reading.telegram import html_message, json_message  # here, because most documents are none

        return (json_message if capture.media_type == JSON_MESSAGE else html_message)(
            decode(capture.body, "utf-8").text,
            address=capture.url or capture.address,
            document_id=document_id,
            language=language,
            member=capture.member,
        )
    document = extract_bytes(
        capture.body,
        address=capture.archived.original if capture.archived else capture.url or capture.address,
        media_type=capture.media_type,
        charset=capture.charset,
        document_id=document_id,
        language=language,
        beginning=capture.path is not None,
        parts=capture.parts,
        translation=capture.translation,
    )
    if (member := capture.member) is not None:
        claimed = (Date(member.published, member.found),) if member.published else ()
        document = replace(
            document,
            outlet=document.outlet or member.outlet,
            dates=(*document.dates, *claimed),
            private=member.private,
            about=member.about,
        )
    if capture.archived is None:
        return document
    return replace(
        document,
        url=document.url and unwrapped(document.url),
        links=tuple(replace(link, url=unwrapped(link.url)) for link in document.links),
    )


def is_record(capture: Capture) -> bool:
    """Tell whether a capture is JSON for programs, and no transcript: then it is kept and not read as prose."""
    kind = _kind(capture.body, capture.address, capture.media_type)
    if kind not in _RECORDS:
        return False
    return kind != "application/json" or not is_transcript(decode(capture.body[:LIMIT], capture.charset).text)


def extract_bytes(
    body: bytes,
    *,
    address: str,
    media_type: str | None = None,
    charset: str | None = None,
    document_id: str = "d1",
    language: str | None = None,
    beginning: bool = False,
    parts: Sequence[Part] = (),
    translation: bool = False,
) -> Document:
    """Read the text of some bytes; see `extract_document`.

    Args:
        body: Plain text, HTML, a PDF with a text layer, or a transcript.
        address: Where they come from: base of relative links, and named in errors.
        media_type: As declared, without parameters; told from the bytes where it is missing or cannot be right.
        charset: As declared by the server.
        document_id: The id that the document gets.
        language: BCP 47, where a person knows better than the page and its words.
        beginning: Whether there is more of it, which is not at hand.
        parts: The further files of the capture: of a video's record, its subtitles.
        translation: Whether it is the transcript of a recording in another language.
    """
    kind = _kind(body, address, media_type)
    if kind == "application/pdf" and beginning:
        raise NoTextError(address, f"a PDF of more than {_megabytes(body)} MB: too large to be read")
    if kind == "application/pdf":
        from firsthand.reading.pdf import pdf_document

        return pdf_document(body, address=address, document_id=document_id, language=language)
    top, _, _ = kind.partition("/")
    if top != "text" and kind not in (*_HTML, *_TEXT):
        raise NoTextError(address, _WITHOUT_TEXT.get(top, f"is {kind}: no text can be read from that"))
    markup = kind in _HTML
    cut = len(body) > LIMIT or beginning
    decoded = decode(_whole_characters(body[:LIMIT]) if cut else body, charset, markup=markup)
    if not decoded.text.strip():
        raise NoTextError(address, "is empty: there is nothing to read")
    notes = decoded.notes
    if cut:
        whole = f"{'more than ' if beginning else ''}{_megabytes(body)}"
        notes += (f"only the first {min(LIMIT, len(body)) / 1e6:g} MB of {whole} MB were read",)
    if kind in (*_TIMED, "application/json"):
        transcript = transcript_document(
            decoded.text,
            kind,
            address=address,
            document_id=document_id,
            language=language,
            parts=parts,
            translation=translation,
            notes=notes,
        )
        if transcript is not None:
            return transcript
    if not markup:
        url = address if address.lower().startswith(("http://", "https://")) else None
        return plain_document(decoded.text, document_id=document_id, language=language, url=url, notes=notes)
    from firsthand.reading.html import html_document

    return html_document(decoded.text, address=address, document_id=document_id, language=language, notes=notes)


def _kind(body: bytes, address: str, media_type: str | None) -> str:
    told = sniff(body, address)
    if told == "application/pdf" or media_type in _OPEN:
        return told
    if media_type in _HTML and not told.startswith("text/"):
        return told
    if media_type == "text/plain" and told in _TIMED:
        return told  # what many servers call subtitles
    return media_type or told


def _megabytes(body: bytes) -> str:
    return f"{len(body) / 1e6:.1f}"


def _whole_characters(body: bytes) -> bytes:
    """Leave out the beginning of a UTF-8 character that was cut in two."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(body[-4:])
    pending = len(decoder.getstate()[0])
    return body[: len(body) - pending] if pending else body
