"""Translated: what tells that a page is a translation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firsthand.languages import CODES, expand, section
from firsthand.reading.grammar import circumstance_cues as cue
from firsthand.reading.grammar.circumstance_cues import WORD, Page, Table
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.reading.credit import Credit
    from firsthand.reading.grammar.passage import Passage

_WRONG_MARKS: Final = re.compile(
    r"“[^”“\"\n]{1,200}(?<=\w)[.,!?]?“(?!\w)"  # “We were thirty“
    r"|‘[^’‘'\n]{1,60}(?<=\w)‘(?!\w)"
    r"|“[^”“\"\n]{1,200}\w\""
)
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """Why a page is taken for a translation."""

    says: str
    words: Span | None = None
    """Where it stands in the text, if it does."""


def translation_signs(page: Page, credits_: Iterable[Credit]) -> tuple[Sign, ...]:
    """Say why a page is taken for a translation; empty if it is not.

    Its own word for it is enough, and so is a line that credits an outlet of another language. Of what machines and
    hasty hands leave behind, two different signs are needed.
    """
    document, p, table = page.document, page.p, page.table
    strong, text = list[Sign](), document.text
    if document.translated:
        strong.append(Sign(f"the page says so: {document.translated}"))
    if table.source_line:
        for credit in credits_:
            if credit.kind == "source" and credit.words and _other_language(credit.name, p.lexicon.code):
                start = text.rfind("\n", 0, credit.words[0].start) + 1
                if table.source_line.match(text, start):
                    says = f"it is taken from an outlet of another language: {credit.name}"
                    strong.append(Sign(says, credit.words[0]))
    weak = [sign for sign in (_said(page), _marks(text), _glued(p), _stop(table, text)) if sign]
    if strong:
        return (*strong, *weak)
    return tuple(weak) if len(weak) >= _ENOUGH else ()


def _other_language(name: str, code: str) -> bool:
    """Tell whether an outlet's name is of a language that is not the page's."""
    words = WORD.findall(name.lower())
    cyrillic = code in ("ru", "uk")
    if cyrillic != any("а" <= char <= "я" or char in "іїєґё" for char in name.lower()):
        # Latin names stand in Cyrillic pages for outlets that any page may credit.
        return not cyrillic
    mine = section(code, "credits")
    ours = {*expand(mine.get("nouns", "")), *mine.get("name_words", "").split()}
    known = {" ".join(WORD.findall(phrase)) for phrase in expand(mine.get("known", ()))}
    if " ".join(words) in known or not ours.isdisjoint(words):
        return False
    for other in CODES:
        if other != code and (other in ("ru", "uk")) == cyrillic:
            theirs = section(other, "credits")
            if " ".join(words) in {" ".join(WORD.findall(phrase)) for phrase in expand(theirs.get("known", ()))}:
                return True
            if not {*expand(theirs.get("nouns", "")), *theirs.get("name_words", "").split()}.isdisjoint(words):
                return True
    return False


def _said(page: Page) -> Sign | None:
    """Phrases that a translator leaves: has assured, of 23 years."""
    wanted = cue.CALQUE | cue.TRANSLATION
    found = [(page.tokens.span(first, end), bits) for first, end, bits in page.phrases if bits & wanted]
    if stated := [span for span, bits in found if bits & cue.TRANSLATION]:
        return Sign("the page speaks of its translation", stated[0])
    return Sign("phrases that translations leave", found[0][0]) if len(found) >= _ENOUGH else None


def _marks(text: str) -> Sign | None:
    match = _WRONG_MARKS.search(text)
    return Sign("quotation marks that do not belong together", Span(*match.span())) if match else None


def _glued(p: Passage) -> Sign | None:
    if not p.tokens.glued:
        return None
    i = p.tokens.glued[0]
    return Sign("words run together", p.tokens.span(i - 1, i + 1))


def _stop(table: Table, text: str) -> Sign | None:
    """A full stop in the middle of a sentence: the regime. of the north."""
    for match in table.stray_stop.finditer(text) if table.stray_stop else ():
        if text[max(0, match.start() - 5) : match.start()].isalpha():
            return Sign("a full stop inside a sentence", Span(*match.span()))
    return None
