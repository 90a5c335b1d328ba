"""The values that every stage passes on: places in a text, and the document they are places of."""

from firsthand.text.document import Date, Document, Link
from firsthand.text.span import Fragments, Span, SpanError
from firsthand.text.utterance import Utterance

__all__ = ["Date", "Document", "Fragments", "Link", "Span", "SpanError", "Utterance"]
