"""Corpora: the gold texts that readers are measured on, and where they lie."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.markup import read_samples
from firsthand.scoring import GoldDocument, read_gold

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
DATA = Path(os.environ.get("FIRSTHAND_DATA") or HERE.parent.parent / "shared" / "data")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files of gold documents under one set of guidelines."""

    name: str
    files: tuple[Path, ...]
    language: str | None = None
    """That of documents which do not say theirs."""
    every_act: bool = False
    """Its guidelines count beliefs and wishes as attributions; ours count speech and writing."""

    @property
    def present(self) -> bool:
        """Whether all its files are there."""
        return all(file.exists() for file in self.files)

    def documents(self) -> list[GoldDocument]:
        """Read it."""
        return [document for file in self.files for document in self._read(file)]

    def _read(self, file: Path) -> Iterable[GoldDocument]:
        if file.suffix == ".txt":
            return read_samples(file.read_text(encoding="utf-8"), file.stem)
        return read_gold(file, language=self.language)


def digest(corpora: Iterable[Corpus]) -> str:
    """Digest the corpora's files, one after the other."""
    whole = hashlib.sha256()
    for corpus in corpora:
        for file in corpus.files:
            whole.update(file.read_bytes())
    return f"sha256:{whole.hexdigest()}"


SAMPLES = Corpus("samples", tuple(sorted((HERE / "samples").glob("??.txt"))))
POLNEAR = Corpus("polnear", (DATA / "polnear" / "dev.jsonl.gz",), language="en", every_act=True)
PARALLEL = Corpus("quotes-parallel", (DATA / "quotes-parallel" / "dev.jsonl",))
SLAVIC = Corpus("quotes-slavic", (DATA / "quotes-slavic" / "dev.jsonl",))
CORPORA = (SAMPLES, POLNEAR, PARALLEL, SLAVIC)
