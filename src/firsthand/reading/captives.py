"""Captives: whether a page speaks of captivity at all, be it of somebody who speaks on it or of anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firsthand.languages import CODES
from firsthand.reading.grammar.circumstance_cues import CUE_OF_CAPTIVITY, FIRST_PERSON, Page
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.identify import identify
from firsthand.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE: Final = 5000  # characters by which a language is told


def speaks_of_captivity(document: Document) -> bool:
    """Tell whether any word of a page is one of captivity; of a language without such words here, that one may be.

    Its title and what is said about a recording count, too.
    """
    return any(_speaks(text, language) for text, language in _texts(document))


def presents_captives(document: Document, language: str | None = None) -> bool:
    """Tell whether a text, its furniture apart, presents captives: in a language that is named, or in its own."""
    return any(page.captives for page in _pages(document, language))


def _texts(document: Document) -> Iterator[tuple[str, str | None]]:
    yield document.text, document.language
    for text in (document.title, document.about):
        if text:
            yield text, None


def _speaks(text: str, language: str | None) -> bool:
    pages = _pages(Document("", text), language)
    return any(page.any & (CUE_OF_CAPTIVITY | FIRST_PERSON) for page in pages) if pages else language is not None


def _pages(document: Document, language: str | None) -> list[Page]:
    """Return a text with its cues, in the language that is named and in the one that its words show."""
    codes = {(language or "").partition("-")[0], identify(document.text[:_SAMPLE])}
    return [
        Page(document, passage(document.text, lexicon(code), document.furniture)) for code in CODES if code in codes
    ]
