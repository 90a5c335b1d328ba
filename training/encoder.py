"""Export the sentence encoder: multilingual-e5-small as it is, twelve layers, as an ONNX file with eight-bit weights.

`python -m training.encoder`. It is not trained further. With it go the mean vectors of the languages that we read, of
sentences of NTREX-128 in documents whose id's SHA-256 is even: subtracted, they leave the meaning (MODELS.md 2.1).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

import numpy as np
from onnx import TensorProto, helper

import firsthand.trunk.encoder
from firsthand.trunk.weights import ENCODER, FOLDER
from training.export import Graph, write
from training.model import Shape, from_trunk
from training.trunk import load

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES: Final = ("en", "es", "ru", "uk")
WORDS: Final = 8
"""The layer whose states of words are compared: of 6, 8, 10, 11 and 12 the one in which translations are most alike."""
_ROUNDED: Final = 4  # digits of a mean


def export(path: Path, notes: dict[str, object]) -> None:
    """Write the encoder: embeddings of pieces `[pieces, hidden]` to what it makes of them.

    `vector`: the mean of their last states, `[hidden]`. `states`: those of layer `WORDS`, `[pieces, hidden]`.
    """
    model = from_trunk(load(), Shape(layers=tuple(range(12)), pieces=12, inner=1536))
    g = Graph()
    zero = g.weight(np.array([0]))
    x = g.add("Unsqueeze", g.begin(model.position, model.norm), zero)
    for number, layer in enumerate(model.layers, start=1):
        x = g.layer(x, layer)
        if number == WORDS:
            g.add("Squeeze", x, zero, name="states")
    g.add("ReduceMean", g.add("Squeeze", x, zero), zero, name="vector", keepdims=0)
    inputs = [helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["pieces", model.shape.hidden])]
    outputs = [
        helper.make_tensor_value_info("vector", TensorProto.FLOAT, [model.shape.hidden]),
        helper.make_tensor_value_info("states", TensorProto.FLOAT, ["pieces", model.shape.hidden]),
    ]
    write(g, "encoder", inputs, outputs, path, notes)


def means(sentences: dict[str, list[str]]) -> dict[str, list[float]]:
    """Return the mean of the unit vectors of sentences, by language."""
    encoder = firsthand.trunk.encoder.Encoder()
    found = {}
    for language, texts in sentences.items():
        vectors = encoder.vectors(texts)
        found[language] = [round(float(value), _ROUNDED) for value in vectors.mean(0)]
    return found


def main() -> None:
    """Write the encoder, measure the means with it, write it again with them."""
    from training.__main__ import DATA

    sentences: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    with (DATA / "ntrex-parallel" / "sentences.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if int(hashlib.sha256(row["doc"].encode()).hexdigest(), 16) % 2 == 0:
                for language in LANGUAGES:
                    sentences[language].append(row[language])
    export(FOLDER / ENCODER, {"version": "1", "means": {}})
    export(FOLDER / ENCODER, {"version": "1", "means": means(sentences)})


if __name__ == "__main__":
    main()
