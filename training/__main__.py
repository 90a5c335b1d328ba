"""From data to weights, in one command: `python -m training` (see README.md beside this file)."""

from __future__ import annotations

import argparse
import gzip
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from training.augment import rewrite
from training.examples import annotated, held_out, labelled
from training.finish import finish
from training.fit import fit
from training.model import Shape, Tagger, from_trunk, table
from training.speakers import with_pronouns, with_speakers
from training.trunk import load
from training.unlabelled import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.examples import Example

HERE: Final = Path(__file__).parent
DATA: Final = Path(os.environ.get("FIRSTHAND_DATA") or HERE.parent.parent / "shared" / "data")
SEED: Final = 7
VERSION: Final = "1"
SHAPE: Final = Shape(layers=tuple(range(8)))
REWRITTEN: Final = 0.25
"""Share of the English documents that are rewritten into other marks and dirtied."""


def polnear(data: Path, rng: np.random.Generator, rewritten: float) -> list[Example]:
    """Return the training part of PolNeAR without what is held out, a share of its documents rewritten."""
    with gzip.open(data / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        raws = [raw for raw in map(json.loads, lines) if not held_out(raw["id"])]
    raws = [with_pronouns(with_speakers(raw, "en"), rng) for raw in raws]
    raws = [rewrite(raw, rng) if rng.random() < rewritten else raw for raw in raws]
    return [labelled(raw["id"], raw["text"], "en", raw["attributions"], raw.get("discard") or ()) for raw in raws]


def ours(data: Path) -> list[Example]:
    """Return what we annotated ourselves."""
    known = {id_: (language, text) for id_, language, text in texts(data)}
    return [one for one in annotated(HERE / "annotations.jsonl", known) if not held_out(one.id, 8)]


def main() -> None:
    """Train on English, go on with our own annotations, calibrate, write the weights."""
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

    own = ours(data)
    rng = np.random.default_rng(SEED)

    def learn_english(file: Path) -> None:
        torch.manual_seed(SEED)
        fit(from_trunk(load(), SHAPE), words, polnear(data, rng, 0), seed=SEED, epochs=3, out=file)

    def learn_ours(file: Path) -> None:
        mix = own * 3 + polnear(data, rng, REWRITTEN)
        fit(restore(first), words, mix, seed=SEED + 1, epochs=3, out=file, rate=1.5e-4, head_rate=7e-4)

    first = step("english.pt", learn_english)
    tagger = restore(step("tagger.pt", learn_ours))
    print(json.dumps({"calibration": finish(tagger, words, data, HERE / "annotations.jsonl", VERSION)}))


def restore(file: Path) -> Tagger:
    """Load a checkpoint."""
    kept = torch.load(file, weights_only=False)
    model = Tagger(kept["shape"])
    model.load_state_dict(kept["state"])
    return model


if __name__ == "__main__":
    main()
