"""Readers: which one reads here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.reading.grammar import GrammarReader
from firsthand.trunk import weights

if TYPE_CHECKING:
    from firsthand.reading.reader import Reader


def best_reader() -> Reader:
    """Return the trained reader where its weights are installed, else the grammar, which needs none."""
    if not weights.installed():
        return GrammarReader()
    from firsthand.reading.tagger import TaggerReader  # what it imports takes a while and is not always there

    return TaggerReader()
