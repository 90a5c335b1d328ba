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
from training.teach import soften, taught
from training.trunk import load
from training.unlabelled import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.examples import Example

HERE: Final = Path(__file__).parent
DATA: Final = Path(os.environ.get("FIRSTHAND_DATA") or HERE.parent.parent / "shared" / "data")
SEED: Final = 7
VERSION: Final = "1"
TEACHER: Final = Shape()
STUDENT: Final = Shape(layers=tuple(range(8)))


def polnear(data: Path, rng: np.random.Generator) -> list[Example]:
    """Return the training part of PolNeAR without what is held out, four in ten documents rewritten."""
    with gzip.open(data / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        raws = [raw for raw in map(json.loads, lines) if not held_out(raw["id"])]
    raws = [with_pronouns(with_speakers(raw, "en"), rng) for raw in raws]
    raws = [rewrite(raw, rng) if rng.random() < 0.25 else raw for raw in raws]
    return [labelled(raw["id"], raw["text"], "en", raw["attributions"], raw.get("discard") or ()) for raw in raws]


def ours(data: Path) -> list[Example]:
    """Return what we annotated ourselves."""
    known = {id_: (language, text) for id_, language, text in texts(data)}
    return [one for one in annotated(HERE / "annotations.jsonl", known) if not held_out(one.id, 8)]


def main() -> None:
    """Train the teacher, let it label, train the student."""
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

    rng = np.random.default_rng(SEED)
    english, own = polnear(data, rng), ours(data)

    def learn_english(file: Path) -> None:
        torch.manual_seed(SEED)
        fit(from_trunk(load(), TEACHER), words, english, seed=SEED, epochs=4, out=file, rate=1.5e-4)

    def learn_ours(file: Path) -> None:
        teacher = restore(first)
        mix = own * 2 + [english[i] for i in rng.permutation(len(english))[: len(english) // 3]]
        fit(teacher, words, mix, seed=SEED + 1, epochs=2, out=file, rate=8e-5, head_rate=4e-4)

    def learn_from_teacher(file: Path) -> None:
        teacher = [restore(second)]
        known = {example.id for example in own}
        fresh = [one for one in texts(data) if one[0] not in known]
        labelled_ = [one for text in fresh if (one := taught(teacher, words, *text)) is not None]
        mix = [soften(teacher, words, one) for one in english + own] + labelled_
        mix += [one for one in mix if one.id in known] * 2
        torch.manual_seed(SEED + 2)
        fit(from_trunk(load(), STUDENT), words, mix, seed=SEED + 2, epochs=4, out=file)

    first = step("english.pt", learn_english)
    second = step("teacher.pt", learn_ours)
    student = restore(step("student.pt", learn_from_teacher))
    print(json.dumps({"calibration": finish(student, words, data, HERE / "annotations.jsonl", VERSION)}))


def restore(file: Path) -> Tagger:
    """Load a checkpoint."""
    kept = torch.load(file, weights_only=False)
    model = Tagger(kept["shape"])
    model.load_state_dict(kept["state"])
    return model


if __name__ == "__main__":
    main()
