"""Readers: those that are measured."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from firsthand.reading.grammar import GrammarReader
from firsthand.reading.readers import best_reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firsthand.reading.reader import Reader

NAMES = ("grammar", "tagger")


@cache
def readers() -> Mapping[str, Reader]:
    """Return the readers that are installed, by name without version, the best one last."""
    return {reader.name.split()[0]: reader for reader in (GrammarReader(), best_reader())}
