"""TaggerReader: reads a document with the trained network, the grammar beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.languages import CODES
from firsthand.reading.grammar.assemble import assemble, readable
from firsthand.reading.grammar.attributions import Sentences
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.reader import Reading
from firsthand.reading.tagger.decode import decode
from firsthand.reading.tagger.merge import merge, outer
from firsthand.reading.tagger.tagger import Tagger, sections, tagger
from firsthand.reading.tagger.view import view

if TYPE_CHECKING:
    from firsthand.text import Document


class TaggerReader:
    """Finds statements as people do who were trained to. Any `Document`; keeps nothing."""

    languages = frozenset(CODES)

    def __init__(self, network: Tagger | None = None) -> None:
        self._tagger = network or tagger()
        self.name = f"tagger {self._tagger.version}"

    def read(self, document: Document) -> Reading:
        """Return what the document says and who said it; nothing for a language that has no file."""
        if document.language not in self.languages:
            return Reading(document.id)
        document, notes = readable(document)
        p = passage(document.text, lexicon(document.language), document.furniture)
        grammar = Sentences(p).read()
        seen = view(p, outer(grammar))
        found = [one for first, end in sections(seen) for one in decode(seen, self._tagger.windows(seen, first, end))]
        return assemble(
            document, p, merge(p, seen, found, grammar, self._tagger.calibration), reader=self.name, notes=notes
        )
