"""PDF: a Document out of a text layer."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from firsthand.reading.furniture import find_furniture
from firsthand.reading.identify import identify
from firsthand.reading.no_text import NoTextError
from firsthand.reading.plain import main_sample, read_claims
from firsthand.text import Date, Document, Span

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_LIMIT = 5_000_000  # characters
_NEWLINES = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_UNPRINTABLE = re.compile("[\x00\ud800-\udfff]")
_SOFT_BREAK = "\ufffe"  # what pdfium writes where a word was broken at the end of a line
_DIGITS = re.compile(r"\d+")
_CREATED = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?")


def pdf_document(body: bytes, *, address: str, document_id: str = "d1", language: str | None = None) -> Document:
    """Read the text layer of a PDF, page after page, a blank line between them.

    Lines stay as they are printed, broken words too. Headers and footers that return on other pages, and page numbers,
    are furniture.

    Raises:
        NoTextError: It is encrypted, broken, or has pictures of text only.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(body)
    except PdfiumError as error:
        why = "is an encrypted PDF: it needs a password" if "password" in str(error).lower() else "is a broken PDF"
        raise NoTextError(address, why) from error
    try:
        pages, notes = _pages(pdf)
        metadata = {name: _clean(value) for name, value in pdf.get_metadata_dict().items()}
    except PdfiumError as error:
        raise NoTextError(address, f"is a broken PDF: {error}") from error
    finally:
        pdf.close()
    text = "\n\n".join(pages)
    if not text.strip():
        raise NoTextError(address, "is a PDF without a text layer, pictures of pages only")
    furniture = tuple(sorted({*find_furniture(text), *_running(pages)}))
    language = language or identify(main_sample(text, furniture))
    claims = read_claims(text, furniture, language)
    created = _CREATED.match(metadata.get("CreationDate", ""))
    day = "-".join(part for part in created.groups()[:3] if part) if created else ""
    return Document(
        id=document_id,
        text=text,
        language=language,
        title=metadata.get("Title") or claims.title,
        outlet=claims.outlet,
        byline=metadata.get("Author") or claims.byline,
        url=address if address.lower().startswith(("http://", "https://")) else None,
        dates=(*claims.dates, *((Date(day, "pdf CreationDate"),) if day else ())),
        furniture=furniture,
        notes=notes,
    )


def _pages(pdf: PdfDocument) -> tuple[list[str], tuple[str, ...]]:
    """Return the text of each page up to the limit, and how many pages there are."""
    pages: list[str] = []
    length = 0
    for number in range(len(pdf)):
        if length > _LIMIT:
            note = f"only the first {number} of {len(pdf)} pages were read, up to {_LIMIT / 1e6:g} million characters"
            return pages, (note,)
        page = pdf[number]
        layer = page.get_textpage()
        text = layer.get_text_bounded()
        layer.close()
        page.close()
        pages.append(_clean(_NEWLINES.sub("\n", text.replace("\r\n", "\n"))))
        length += len(pages[-1])
    return pages, (f"PDF of {len(pages)} page{'s' if len(pages) != 1 else ''}",)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text.replace(_SOFT_BREAK, "-")).strip()


def _running(pages: list[str]) -> list[Span]:
    """Mark the first and last two lines of pages where they return on others, numbers aside."""
    edges: list[tuple[int, str]] = []
    start = 0
    for page in pages:
        place, lines = start, []
        for line in page.split("\n"):
            if line.strip():
                lines.append((place, line.rstrip()))
            place += len(line) + 1
        edges.extend(dict.fromkeys((*lines[:2], *lines[-2:])))
        start += len(page) + 2
    counts = Counter(_DIGITS.sub("0", line) for _, line in edges)
    enough = max(2, len(pages) // 3)
    return [
        Span(place + len(line) - len(line.lstrip()), place + len(line))
        for place, line in edges
        if len(pages) > 1 and counts[_DIGITS.sub("0", line)] >= enough and len(line) <= 200
    ]
