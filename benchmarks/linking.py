"""Linking: what it costs to link a page among few and among many statements, and what it misses.

`python -m benchmarks.linking`. An archive grows: first by pages that quote sentences of translated news (NTREX-128) and
are added as anybody adds them, then by statements whose vectors are mixed from those of sixteen such sentences, entered
as linking enters them. At each size pages are added that tell in another language what is held. What linking takes of
that is measured by the processor's time, the loading of the encoder apart; what it links is compared with what it would
if it compared every statement with every other. Takes ten minutes. Exits 1 if something costs more or is missed more
often than is wanted.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.corpora import DATA
from benchmarks.echoes import SPEAKERS
from firsthand.linking.echoes import FLOOR, echo, standing
from firsthand.linking.remembered import SIZE, signs, unit
from firsthand.reading.grammar import GrammarReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from firsthand.archive.archive import Archive, Draft

SIZES: Final = (1_000, 3_000, 10_000, 30_000, 100_000)
"""Statements held."""
WANTED_RATIO: Final = 2.0
"""Of linking's share of an `add` at the last size, to that at the first."""
WANTED_RECALL: Final = 0.98
PAGES: Final = 20
"""That are added and measured at each size."""
QUOTED: Final = 5
"""Sentences a page quotes."""
_SAID: Final = {
    "en": "“{words}” said {name}.",
    "es": "«{words}», dijo {name}.",
    "ru": "«{words}», — сказал {name}.",
    "uk": "«{words}», — сказав {name}.",
}
_MIXED: Final = 16  # sentences whose vectors, weighed at random, make another, which lies to the rest as they do
_APART: Final = 18  # bits between the numbers of statements of entries that follow one another
_WIDTH: Final = 40  # signs of a bar


def sentences() -> list[dict[str, str]]:
    """Return the sentences of NTREX-128 in four languages."""
    with (DATA / "ntrex-parallel" / "sentences.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def page(rows: Sequence[tuple[int, dict[str, str]]], language: str) -> str:
    """Return a page that quotes sentences; sentence n is said by speaker n mod 10."""
    told = (
        _SAID[language].format(words=row[language].replace("“", "").replace("”", ""), name=SPEAKERS[language][n % 10])
        for n, row in rows
    )
    return "\n\n".join(told) + "\n"


class Grown:
    """An archive that grows."""

    def __init__(self, folder: Path) -> None:
        from firsthand.archive.archive import init

        self.folder = folder
        self.archive: Archive = init(folder / "archive")
        self.archive.database.run("PRAGMA synchronous=OFF")
        self._rng = np.random.default_rng(7)
        self._number = 0
        self._synthetic = 0
        self.seconds: list[float] = []

    def add(self, pages: Sequence[str]) -> list[UUID]:
        """Add pages in one run, as `add` does; return their documents."""
        from firsthand.archive.intake import intake
        from firsthand.archive.linker import Linker
        from firsthand.capture.target import file_target

        seconds = self.seconds = []

        class Timed(Linker):
            def link(self, document: UUID, *, again: bool = False) -> Iterator[Draft]:
                begun = process_time()
                found = list(super().link(document, again=again))
                seconds.append(process_time() - begun)
                yield from found

        paths, documents = [], []
        for text in pages:
            self._number += 1
            paths.append(self.folder / f"{self._number}.txt")
            paths[-1].write_text(text, encoding="utf-8")
        with intake(self.archive, GrammarReader(), [str(paths[0])], case="main") as into:
            into._linker = Timed(self.archive)
            for path in paths:
                documents += [kept.document for kept in into.take_in(file_target(str(path))) if kept.document]
        return documents

    def held(self) -> int:
        """Return how many statements there are."""
        return int(self.archive.database.run("SELECT count(*) FROM local_vector")[0][0])

    def grow(self, size: int) -> None:
        """Enter statements mixed from others, each on a page of its own, until there are so many."""
        from firsthand.archive.models import Document, Statement, Vector
        from firsthand.archive.tables import insert, select

        database = self.archive.database
        pages = {row.id: row for row in select(database, Document)}
        known = [row for row in select(database, Vector) if row.number < self._first_synthetic]
        known = [row for row in known if len(row.vectors) == SIZE]  # of one sentence
        own = {row.number: row for row in select(database, Statement)}
        pool = np.concatenate([np.frombuffer(bytes(row.vectors), np.int8).reshape(1, SIZE) for row in known])
        pool = pool.astype(np.float32)
        while (missing := size - self.held()) > 0:
            vectors, statements, documents = [], [], []
            for _ in range(min(missing, 5000)):
                self._synthetic += 1
                number = self._first_synthetic + (self._synthetic << _APART)
                chosen = self._rng.integers(len(known), size=_MIXED)
                mixed = self._rng.normal(size=_MIXED) @ pool[chosen]
                mixed *= np.linalg.norm(pool[chosen[0]]) / np.linalg.norm(mixed)
                one, other = known[chosen[0]], known[chosen[1]]
                bytes_ = np.clip(np.round(mixed), -127, 127).astype(np.int8).tobytes()
                like = own[one.number]
                vectors.append(
                    {
                        "number": number,
                        "signs": signs(bytes_).tobytes(),
                        "vectors": bytes_,
                        "words": bytes(other.words),
                        "speaker": one.speaker,
                    }
                )
                words = own[other.number].words
                on = _id(number + self._first_synthetic)
                told = {"number": number, "id": _id(number), "document_id": on, "words": words}
                statements.append({**like._asdict(), **told})
                named = {"id": on, "number": number, "page": str(number), "address": str(number)}
                documents.append({**pages[like.document_id]._asdict(), **named})
            with database.writing():
                insert(database, Vector, vectors)
                insert(database, Document, documents)
                insert(database, Statement, statements)

    _first_synthetic: Final = 2**40


def _id(number: int) -> UUID:
    from uuid import UUID

    return UUID(int=number)


def recall(grown: Grown, documents: Sequence[UUID]) -> tuple[int, int]:
    """Return how many echoes of documents linking found, and how many there are if all are compared with all."""
    from firsthand.archive.linker import Linker
    from firsthand.archive.models import Document, Echo, Statement, Vector
    from firsthand.archive.tables import select, select_among

    database = grown.archive.database
    linker = Linker(grown.archive)
    rows = list(select(database, Vector))
    every = np.concatenate([np.frombuffer(bytes(row.vectors), np.int8).reshape(-1, SIZE) for row in rows])
    numbers = np.repeat([row.number for row in rows], [len(row.vectors) // SIZE for row in rows])
    vectors = unit(every)
    found = there = 0
    for document in documents:
        own = select(database, Statement, document_id=document)
        where = {row.id: row for row in select_among(database, Document, "id", [document])}
        tellings = linker._prepared(own, where)  # what the tool itself compares
        echoes: dict[UUID, list[tuple[UUID, UUID, float]]] = {}
        for row in (one for one in own if tellings[one.number].parts):
            parts = np.stack([part.vector for part in tellings[row.number].parts])
            near = set(numbers[(vectors @ parts.T).max(1) >= FLOOR].tolist()) - {each.number for each in own}
            others = list(select_among(database, Statement, "number", sorted(near)))
            pages = {each.id: each for each in select_among(database, Document, "id", {o.document_id for o in others})}
            theirs = linker._prepared(others, pages)
            for other in others:
                both = sorted((tellings[row.number], theirs[other.number]), key=lambda one: str(one.id))
                if one := echo(*both):
                    echoes.setdefault(other.document_id, []).append((row.id, other.id, one.score))
        wanted = {frozenset(pair[:2]) for several in echoes.values() for pair in standing(several)}
        ids = [row.id for row in own]
        known = {frozenset((e.a, e.b)) for side in ("a", "b") for e in select_among(database, Echo, side, ids)}
        there += len(wanted)
        found += len(wanted & known)
    return found, there


def main() -> int:
    """Grow the archive, print a line for each size; return 1 if something is more than wanted."""
    numbered = list(enumerate(sentences()))
    base, probes = numbered[: SIZES[0]], iter(np.random.default_rng(3).permutation(SIZES[0] // QUOTED))
    costs: list[float] = []
    found = there = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIRSTHAND_CONFIG"] = str(Path(folder) / "keys")
        grown = Grown(Path(folder))
        grown.add([page(base[start : start + QUOTED], "en") for start in range(0, len(base), QUOTED)])
        print("statements   linking a page   of that at the first size")
        for size in SIZES:
            grown.grow(size)
            told = [("es", "ru", "uk")[n % 3] for n in range(PAGES)]
            places = [int(next(probes)) * QUOTED for _ in range(PAGES)]
            pages = [page(base[at : at + QUOTED], code) for at, code in zip(places, told, strict=True)]
            documents = grown.add(pages)
            costs.append(sum(grown.seconds) / len(grown.seconds))
            some, all_ = recall(grown, documents[:5])
            found, there = found + some, there + all_
            ratio = costs[-1] / costs[0]
            bar = "█" * round(ratio / WANTED_RATIO * _WIDTH)
            print(f"{grown.held():10,}   {costs[-1] * 1000:9.1f} ms    {ratio:5.2f}  {bar}", flush=True)
        grown.archive.close()
    ratio, share = costs[-1] / costs[0], found / max(1, there)
    print(f"at the last size {ratio:.2f} times the cost at the first (at most {WANTED_RATIO:g} wanted)")
    print(f"{found} of {there} echoes found that there are, {share:.3f} (at least {WANTED_RECALL} wanted)")
    return int(ratio > WANTED_RATIO or share < WANTED_RECALL)


if __name__ == "__main__":
    sys.exit(main())
