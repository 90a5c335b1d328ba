"""Unlabelled news in our languages, on which a trained network teaches another (self-training).

Every document that stands in a corpus of gold is left out, and every one that shares a paragraph with it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NTREX: Final = {"en": "en", "es": "es", "es_mx": "es", "ru": "ru", "uk": "uk"}
_PARAGRAPH: Final = 80  # characters


def texts(data: Path) -> Iterator[tuple[str, str, str]]:
    """Yield id, language and text of each document.

    NTREX-128 (Federmann, Kocmi and Xin 2022; CC BY-SA 4.0) and SlavNER 2021 (Piskorski et al. 2021; CC BY-SA 4.0).
    """
    measured = {d["doc"] for d in _lines(data / "quotes-parallel" / "dev.jsonl")}
    documents: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _lines(data / "ntrex-parallel" / "sentences.jsonl"):
        if row["doc"] not in measured:
            documents[row["doc"]].append(row)
    for name, rows in documents.items():
        for field, language in _NTREX.items():
            yield f"ntrex/{name}/{field}", language, "\n".join(row[field] for row in sorted(rows, key=lambda r: r["n"]))
    gold = list(_lines(data / "quotes-slavic" / "dev.jsonl"))
    measured = {d["id"] for d in gold}
    passages = {line for d in gold for line in d["text"].split("\n") if len(line) > _PARAGRAPH}
    for row in _lines(data / "bsnlp2021-slavner" / "docs.jsonl"):
        if row["id"] not in measured and passages.isdisjoint(row["text"].split("\n")):
            yield f"slavner/{row['id']}", row["lang"], row["text"]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
