"""Finish: calibrate a trained tagger on what was held out, and write it where the tool looks for it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import torch

import firsthand.reading.tagger.tagger
from benchmarks.polnear import in_its_convention
from firsthand.reading.statement import Speaker
from firsthand.reading.tagger import TaggerReader
from firsthand.scoring.calibration import judge
from firsthand.scoring.gold import GoldStatement
from firsthand.text import Document, Span
from firsthand.trunk.weights import FOLDER, TAGGER
from training.calibrate import fit_scores
from training.examples import held_out
from training.export import export
from training.unlabelled import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from training.model import Tagger

    Floats = NDArray[np.float32]

_OURS = 8
_SURE = 1000.0


class _Recorder:
    """Stands where the calibration will: keeps the signs, and gives their number as the score."""

    def __init__(self) -> None:
        self.signs: list[tuple[float, ...]] = []

    def score(self, signs: tuple[float, ...]) -> float:
        self.signs.append(signs)
        return _SURE + len(self.signs) - 1


class _Trained:
    """A network in training, run as the tool runs the one that it ships."""

    def __init__(self, model: Tagger, version: str) -> None:
        self._model = model.eval()
        notes = {"version": version, "calibration": [], "nobody": model.nobody.tolist(), "trust": model.trust.tolist()}
        self.notes = {name: json.dumps(value) for name, value in notes.items()}

    @torch.no_grad()
    def run(self, embedded: Floats, features: NDArray[np.int64], pool: Floats) -> list[Floats]:
        """Return tags, acts and links of the words of a window."""
        inputs = (torch.from_numpy(x)[None] for x in (embedded, features, pool))
        states = self._model.encode(*inputs, (None, None))
        return [x[0].numpy() for x in self._model.heads(states)]


def finish(model: Tagger, data: Path, annotations: Path, version: str) -> list[float]:
    """Write the tagger; return the weights of its score."""
    tagger = firsthand.reading.tagger.tagger.Tagger(_Trained(model, version))
    tagger.calibration = recorder = _Recorder()
    reader = TaggerReader(tagger)
    signs, right = [], []
    for language, text, gold in _held_out(data, annotations):
        read = reader.read(Document("d", text, language)).statements
        counted = in_its_convention(text, read) if language == "en" else [one for one in read if one.act == "speech"]
        for one in judge(text, gold, counted):
            if one.score >= _SURE:
                signs.append(recorder.signs[int(one.score - _SURE)])
                right.append(one.right)
    weights = fit_scores(signs, right)
    export(model, FOLDER / TAGGER, {"version": version, "calibration": weights})
    return weights


def _held_out(data: Path, annotations: Path) -> Iterator[tuple[str, str, list[GoldStatement]]]:
    with gzip.open(data / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for raw in map(json.loads, lines):
            if held_out(raw["id"]):
                yield "en", raw["text"], _gold(raw)
    known = {id_: (language, text) for id_, language, text in texts(data)}
    for line in annotations.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if held_out(raw["id"], _OURS):
            language, text = known[raw["id"]]
            yield language, text[: raw["end"]], _gold(raw)


def _gold(raw: dict[str, list[dict[str, list[list[int]]]]]) -> list[GoldStatement]:
    def spans(a: dict[str, list[list[int]]], role: str) -> tuple[Span, ...]:
        return tuple(Span(*pair) for pair in sorted(a[role]))

    return [
        GoldStatement(spans(a, "source"), spans(a, "cue"), spans(a, "content"), Speaker(None, "unknown"))
        for a in raw["attributions"]
    ]
