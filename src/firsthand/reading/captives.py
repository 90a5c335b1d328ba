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
    from collections.abc import Iterable

_SAMPLE: Final = 5000  # characters by which a language is told


def speaks_of_captivity(document: Document) -> bool:
    """Tell whether any word of a page is one of captivity; of a language without such words here, that one may be.

    Its title and what is said about a recording count, too. They are short, and may be of another language than the
    page: they are read in each of ours, which takes less than finding out theirs.
    """
    told = (document.language or "").partition("-")[0], identify(document.text[:_SAMPLE])
    own = [code for code in CODES if code in told]
    if document.language is not None and not own:
        return True
    beside = (text for text in (document.title, document.about) if text)
    return _speaks(document.text, own) or any(_speaks(text, CODES) for text in beside)


def _speaks(text: str, codes: Iterable[str]) -> bool:
    pages = (Page(Document("", text), passage(text, lexicon(code), ())) for code in codes)
    return any(page.any & (CUE_OF_CAPTIVITY | FIRST_PERSON) for page in pages)
