"""Reader: what finds statements in a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from firsthand.reading.credit import Credit
from firsthand.reading.statement import Statement
from firsthand.text import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader found in one document."""

    document_id: str
    statements: tuple[Statement, ...] = ()
    """In text order, ids `s1`, `s2`, …"""
    credits: tuple[Credit, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read: a language that this reader does not know, …"""


class Reader(Protocol):
    """Finds statements and credits. Called from several processes at once; keeps nothing between calls."""

    name: str  # with its version: `grammar 1`
    languages: frozenset[str]  # BCP 47; empty means any

    def read(self, document: Document) -> Reading:
        """Return what the document says and who said it. Same document, same reading."""
        ...
