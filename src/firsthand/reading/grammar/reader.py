"""GrammarReader: reads a document by rules and language files, without weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firsthand.languages import CODES
from firsthand.reading.grammar.assemble import Finding, assemble, readable, type_of
from firsthand.reading.grammar.attributions import Sentences
from firsthand.reading.grammar.bits import ASK, NOUN, SAY, SPEECH, TELL, THAT, THINK
from firsthand.reading.grammar.certainty import certainty
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.reader import Reading

if TYPE_CHECKING:
    from firsthand.reading.grammar.attribution import Attribution
    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.statement import Act, Type
    from firsthand.text import Document

NAME: Final = "grammar 1"


class GrammarReader:
    """Finds statements by quotation marks, reporting words and noun phrases. Any `Document`; keeps nothing."""

    name = NAME
    languages = frozenset(CODES)

    def read(self, document: Document) -> Reading:
        """Return what the document says and who said it; nothing for a language that has no file."""
        if document.language not in self.languages:
            return Reading(document.id)
        document, notes = readable(document)
        p = passage(document.text, lexicon(document.language), document.furniture)
        found = [judged(p, a) for a in Sentences(p).read()]
        return assemble(document, p, found, reader=NAME, notes=notes)


def judged(p: Passage, a: Attribution) -> Finding:
    """Say what act an attribution of the grammar is, and how sure it is."""
    kind = type_of(p, a)
    return Finding(a, _act(a.bits, kind), certainty(a.rule, in_marks=kind != "indirect"))


def _act(bits: int, kind: Type) -> Act:
    if bits & THINK and kind == "indirect" and not bits & (SAY | TELL | THAT | ASK):
        return "thought"
    return "speech" if not bits or bits & (SPEECH | THINK | NOUN) else "other"
