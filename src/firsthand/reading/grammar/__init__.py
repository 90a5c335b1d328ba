"""The grammar reader: quotation marks, reporting words and noun phrases, by rules over the language files.

marks → quotations ┐
tokens ────────────┼→ attributions → speakers → circumstances → statements
cues ──────────────┘                                           credits
"""

from firsthand.reading.grammar.reader import GrammarReader

__all__ = ["GrammarReader"]
