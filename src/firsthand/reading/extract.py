"""Extraction: bytes in, a Document out."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING

from firsthand.capture.archived import unwrapped
from firsthand.capture.media_type import sniff
from firsthand.reading.decode import decode
from firsthand.reading.no_text import NoTextError
from firsthand.reading.plain import plain_document

if TYPE_CHECKING:
    from firsthand.capture.capture import Capture
    from firsthand.text import Document

LIMIT = 5_000_000
"""Bytes of a page that are read; the rest is kept, and the document says so."""
_HTML = ("text/html", "application/xhtml+xml")
_OPEN = (None, "", "application/octet-stream", "text/xml", "application/xml", "application/x-unknown-content-type")
_TEXT = ("application/json", "application/jsonl", "application/x-subrip", "application/xml")
_WITHOUT_TEXT = {
    "image": "a picture: there is no text in it to read",
    "audio": "a sound recording: there is no text in it to read",
    "video": "a video: there is no text in it to read",
    "font": "a font: there is no text in it to read",
}


def extract_document(capture: Capture, *, document_id: str = "d1", language: str | None = None) -> Document:
    """Read the text of a capture, and what the page says about itself.

    Args:
        capture: A page, a text or a PDF with a text layer, as it came.
        document_id: The id that the document gets.
        language: BCP 47, where a person knows better than the page and its words.

    Raises:
        NoTextError: The capture failed, or its bytes hold no text.
    """
    if capture.error is not None:
        raise NoTextError(capture.address, f"could not be captured, so there is nothing to read: {capture.error}")
    document = extract_bytes(
        capture.body,
        address=capture.archived.original if capture.archived else capture.url or capture.address,
        media_type=capture.media_type,
        charset=capture.charset,
        document_id=document_id,
        language=language,
        beginning=capture.path is not None,
    )
    if capture.archived is None:
        return document
    return replace(
        document,
        url=document.url and unwrapped(document.url),
        links=tuple(replace(link, url=unwrapped(link.url)) for link in document.links),
    )


def extract_bytes(
    body: bytes,
    *,
    address: str,
    media_type: str | None = None,
    charset: str | None = None,
    document_id: str = "d1",
    language: str | None = None,
    beginning: bool = False,
) -> Document:
    """Read the text of some bytes; see `extract_document`.

    Args:
        body: Plain text, HTML, or a PDF with a text layer.
        address: Where they come from: base of relative links, and named in errors.
        media_type: As declared, without parameters; told from the bytes where it is missing or cannot be right.
        charset: As declared by the server.
        document_id: The id that the document gets.
        language: BCP 47, where a person knows better than the page and its words.
        beginning: Whether there is more of it, which is not at hand.
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
    return media_type or told


def _megabytes(body: bytes) -> str:
    return f"{len(body) / 1e6:.1f}"


def _whole_characters(body: bytes) -> bytes:
    """Leave out the beginning of a UTF-8 character that was cut in two."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(body[-4:])
    pending = len(decoder.getstate()[0])
    return body[: len(body) - pending] if pending else body
