"""The trained reader: a network tags words and links them, the grammar is its eyes for punctuation."""

from firsthand.reading.tagger.reader import TaggerReader

__all__ = ["TaggerReader"]
