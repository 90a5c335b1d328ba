"""From data to weights, in one command: `python -m training` (see README.md beside this file)."""

from __future__ import annotations

import argparse
import gzip
import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from training.augment import rewrite
from training.examples import annotated, held_out, labelled, unlabelled
from training.finish import finish
from training.fit import fit
from training.model import Shape, Tagger, from_teacher, from_trunk, table
from training.speakers import with_pronouns, with_speakers
from training.trunk import load
from training.unlabelled import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.examples import Example

HERE: Final = Path(__file__).parent
DATA: Final = Path(os.environ.get("FIRSTHAND_DATA") or HERE.parent.parent / "shared" / "data")
VERSION: Final = "2"
TEACHERS: Final = (7, 10)
"""Their seeds."""
TEACHER: Final = Shape(layers=tuple(range(8)), pieces=8)
ASSISTANT: Final = Shape(layers=(0, 2, 3, 4, 5, 6, 7), inner=1280)
"""Of a teacher's layers. Leaving out the second, unlike the first or last, costs it little before any training."""
STUDENT: Final = Shape(layers=(0, 1, 2, 4, 5, 6), inner=1024)
"""Of the assistant's layers: what is shipped. Smaller steps lose less (Mirzadeh et al. 2020, arXiv:1902.03393)."""
REWRITTEN: Final = 0.25
"""Share of the documents that are rewritten into other marks and dirtied."""
_OFTEN: Final = 0.4  # that share in the second copy of PolNeAR that the student sees
_READ: Final = 6000  # characters of a document that nobody annotated


def polnear(data: Path, rng: np.random.Generator, rewritten: float) -> list[Example]:
    """Return the training part of PolNeAR without what is held out, shares of its documents changed."""
    with gzip.open(data / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        raws = [raw for raw in map(json.loads, lines) if not held_out(raw["id"])]
    raws = [with_pronouns(with_speakers(raw, "en"), rng) for raw in raws]
    raws = [rewrite(raw, rng) if rng.random() < rewritten else raw for raw in raws]
    return [labelled("en", raw) for raw in raws]


def ours(data: Path, rng: np.random.Generator, times: int) -> list[Example]:
    """Return what we annotated ourselves: as it stands, and again with some documents rewritten each time."""
    known = {id_: (language, text) for id_, language, text in texts(data)}
    raws = [
        (language, with_speakers(raw, language))
        for language, raw in annotated(HERE / "annotations.jsonl", known)
        if not held_out(raw["id"], 8)
    ]
    return [
        labelled(language, rewrite(raw, rng) if time and rng.random() < REWRITTEN else raw)
        for time in range(times)
        for language, raw in raws
    ]


def unread(data: Path) -> list[Example]:
    """Return the documents that nobody annotated, for the teacher to speak of."""
    annotated_ = {json.loads(line)["id"] for line in (HERE / "annotations.jsonl").open(encoding="utf-8")}
    return [
        unlabelled(id_, text[:_READ], language)
        for id_, language, text in texts(data)
        if id_ not in annotated_ and not held_out(id_, 8)
    ]


def main() -> None:
    """Train teachers on English and on our own annotations, students by them; calibrate, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the corpora (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=HERE.parent / "build" / "training", help="where checkpoints go")
    options = parser.parse_args()
    torch.set_flush_denormal(True)
    data, out = options.data, options.out
    words = table()

    def step(name: str, work: Callable[[Path], None]) -> Path:
        """Do a step whose file is not there yet."""
        file: Path = out / name
        if not file.exists():
            print(json.dumps({"step": name}), flush=True)
            part = file.with_suffix(".part")
            work(part)
            part.rename(file)
        return file

    def mixed() -> list[Example]:
        return ours(data, np.random.default_rng(10), 4) + polnear(data, np.random.default_rng(8), REWRITTEN)

    def learn_english(file: Path, seed: int) -> None:
        torch.manual_seed(seed)
        news = polnear(data, np.random.default_rng(7), 0)
        fit(from_trunk(load(), TEACHER), words, news, seed=seed, epochs=3, out=file)

    def learn_ours(file: Path, seed: int, english: Path) -> None:
        fit(restore(english), words, mixed(), seed=63 + seed, epochs=3, out=file, rate=1.5e-4, head_rate=7e-4)

    def be_taught(file: Path, teachers: list[Tagger], shape: Shape, **how: Any) -> None:
        mix = mixed() + polnear(data, np.random.default_rng(9), _OFTEN) + unread(data)
        student = from_teacher(teachers[0], shape, dropout=0.05)
        fit(student, words, mix, out=file, size=32, decay=0.998, teachers=teachers, **how)

    best = []
    for seed in TEACHERS:
        english = step(f"english{seed}.pt", partial(learn_english, seed=seed))
        best.append(restore(step(f"teacher{seed}.pt", partial(learn_ours, seed=seed, english=english))))
    first = {"seed": 700, "epochs": 7, "rate": 4e-4, "head_rate": 8e-4}
    assistant = restore(step("assistant.pt", partial(be_taught, teachers=best, shape=ASSISTANT, **first)))
    second = {"seed": 800, "epochs": 5, "rate": 3e-4, "head_rate": 6e-4}
    tagger = restore(step("tagger.pt", partial(be_taught, teachers=[assistant], shape=STUDENT, **second)))
    print(json.dumps({"calibration": finish(tagger, data, HERE / "annotations.jsonl", VERSION)}))


def restore(file: Path) -> Tagger:
    """Load a checkpoint."""
    kept = torch.load(file, map_location="cpu", weights_only=False)
    model = Tagger(kept["shape"])
    model.load_state_dict(kept["state"])
    return model


if __name__ == "__main__":
    main()
