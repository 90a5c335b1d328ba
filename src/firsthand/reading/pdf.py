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
_SOFT_BREAK = re.compile("[\x02\ufffe](?:\r?\n)?")  # what pdfium writes for the hyphen of a word broken at a line's end
_BULLET = re.compile(r"[•*▪◦–—-]\s|\d{1,2}[.)]\s")
_DIGITS = re.compile(r"\d+")
_CREATED = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?")


def pdf_document(body: bytes, *, address: str, document_id: str = "d1", language: str | None = None) -> Document:
    """Read the text layer of a PDF, page after page, a blank line between them.

    Printed lines are run together into paragraphs by a space where the print goes on; a word that is broken at the end
    of a line keeps its hyphen. Headers and footers that return on other pages, and page numbers, are furniture.

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
    if not any(pages):
        raise NoTextError(address, "is a PDF without a text layer, pictures of pages only")
    text, running = _joined(pages, _running(pages))
    furniture = tuple(sorted({*find_furniture(text), *running}))
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


def _pages(pdf: PdfDocument) -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the printed lines of each page up to the limit, and how many pages there are."""
    pages: list[list[str]] = []
    length = 0
    for number in range(len(pdf)):
        if length > _LIMIT:
            note = f"only the first {number} of {len(pdf)} pages were read, up to {_LIMIT / 1e6:g} million characters"
            return pages, (note,)
        page = pdf[number]
        layer = page.get_textpage()
        text = _clean(layer.get_text_bounded())
        layer.close()
        page.close()
        pages.append([line for part in text.split("\n") if (line := part.strip())])
        length += len(text)
    return pages, (f"PDF of {len(pages)} page{'s' if len(pages) != 1 else ''}",)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", _NEWLINES.sub("\n", _SOFT_BREAK.sub("-", text))).strip()


def _running(pages: list[list[str]]) -> set[tuple[int, int]]:
    """Return page and line of each first or last two lines that return on other pages, numbers aside."""
    edges = [
        (page, line, _DIGITS.sub("0", lines[line]))
        for page, lines in enumerate(pages)
        for line in sorted({0, 1, len(lines) - 2, len(lines) - 1})
        if 0 <= line < len(lines) and len(lines) > 4 and len(lines[line]) <= 200
    ]
    counts = Counter(words for _, _, words in edges)
    enough = max(2, len(pages) // 3)
    return {(page, line) for page, line, words in edges if counts[words] >= enough}


def _joined(pages: list[list[str]], running: set[tuple[int, int]]) -> tuple[str, list[Span]]:
    """Write the pages as one text; return it and the places of the running lines."""
    pieces: list[str] = []
    places: list[Span] = []
    length = 0
    for page, lines in enumerate(pages):
        full = max((len(line) for line in lines), default=0)
        for number, line in enumerate(lines):
            if number == 0:
                between = "\n\n" if page else ""
            elif {(page, number), (page, number - 1)} & running or not _goes_on(lines[number - 1], line, full):
                between = "\n"
            else:
                between = "" if lines[number - 1].endswith("-") else " "
            pieces += [between, line]
            length += len(between) + len(line)
            if (page, number) in running:
                places.append(Span(length - len(line), length))
    return "".join(pieces), places


def _goes_on(line: str, after: str, full: int) -> bool:
    """Tell whether a printed line ends for want of room only."""
    if _BULLET.match(after):
        return False
    ended = line.rstrip("»”\"')").endswith((".", "!", "?", ":"))
    return len(line) > (0.9 if ended else 0.7) * full
