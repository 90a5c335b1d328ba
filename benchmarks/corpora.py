"""Corpora: the gold texts that readers are measured on, and where they lie."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.german import counted_in_german, read_german
from benchmarks.markup import read_samples
from benchmarks.polnear import in_its_convention
from firsthand.reading.statement import Statement
from firsthand.scoring import GoldDocument, read_gold

HERE = Path(__file__).parent
DATA = Path(os.environ.get("FIRSTHAND_DATA") or HERE.parent.parent / "shared" / "data")


def speech(text: str, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements that our own guidelines count: speech and writing, no beliefs and wishes."""
    return [one for one in statements if one.act == "speech"]


def _samples(file: Path) -> Iterable[GoldDocument]:
    return read_samples(file.read_text(encoding="utf-8"), file.stem)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files of gold documents under one set of guidelines."""

    name: str
    files: tuple[Path, ...]
    read: Callable[[Path], Iterable[GoldDocument]] = read_gold
    counted: Callable[[str, Iterable[Statement]], list[Statement]] = speech
    """Takes a text and what was read in it; gives back what the guidelines count, laid out as they ask."""
    read_as: str | None = None
    """Whose language file to read with, where there is none for theirs."""

    @property
    def present(self) -> bool:
        """Whether all its files are there."""
        return all(file.exists() for file in self.files)

    def documents(self) -> list[GoldDocument]:
        """Read it."""
        return [document for file in self.files for document in self.read(file)]


def digest(corpora: Iterable[Corpus]) -> str:
    """Digest the corpora's files, one after the other."""
    whole = hashlib.sha256()
    for corpus in corpora:
        for file in corpus.files:
            whole.update(file.read_bytes())
    return f"sha256:{whole.hexdigest()}"


SAMPLES = Corpus("samples", tuple(sorted((HERE / "samples").glob("??.txt"))), _samples)
POLNEAR = Corpus(
    "polnear", (DATA / "polnear" / "dev.jsonl.gz",), partial(read_gold, language="en"), counted=in_its_convention
)
PARALLEL = Corpus("quotes-parallel", (DATA / "quotes-parallel" / "dev.jsonl",))
SLAVIC = Corpus("quotes-slavic", (DATA / "quotes-slavic" / "dev.jsonl",))
GERMAN = Corpus(
    "de-news-quotes",
    (DATA / "de-news-quotes" / "dev.jsonl",),
    read_german,
    counted=counted_in_german,
    read_as="en",
)
CORPORA = (SAMPLES, POLNEAR, PARALLEL, SLAVIC, GERMAN)
