"""Captives: whether a page speaks of captivity at all, be it of somebody who speaks on it or of anybody else."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from firsthand.languages import CODES
from firsthand.reading.grammar.circumstance_cues import CUE_OF_CAPTIVITY, FIRST_PERSON, Page
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.identify import identify
from firsthand.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAMPLE: Final = 5000  # characters by which a language is told


def speaks_of_captivity(document: Document) -> bool:
    """Tell whether any word of a page is one of captivity; of a language without such words here, that one may be.

    Its title and what is said about a recording count, too. They are short, and may be of another language than the
    page: they are read in each of ours, which takes less than finding out theirs.
    """
    own = _pages(Document("", document.text), _codes(document.text, document.language))
    if document.language is not None and not own:
        return True
    beside = (page for text in (document.title, document.about) if text for page in _pages(Document("", text), CODES))
    return any(page.any & (CUE_OF_CAPTIVITY | FIRST_PERSON) for page in chain(own, beside))


def presents_captives(document: Document, language: str | None = None) -> bool:
    """Tell whether a text, its furniture apart, presents captives: in a language that is named, or in its own."""
    return any(page.captives for page in _pages(document, _codes(document.text, language)))


def _codes(text: str, language: str | None) -> list[str]:
    """Return those of our languages that are named, or that the words of a text show."""
    told = (language or "").partition("-")[0], identify(text[:_SAMPLE])
    return [code for code in CODES if code in told]


def _pages(document: Document, codes: Iterable[str]) -> list[Page]:
    """Return a text with its cues in some languages."""
    return [Page(document, passage(document.text, lexicon(code), document.furniture)) for code in codes]
