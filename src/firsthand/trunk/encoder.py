"""Encoder: sentences to vectors, such that translations lie close together, and their words too.

multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672), eight-bit weights, on the vocabulary that the tagger uses
too. A sentence's vector depends on the sentence alone: each is run by itself. Words are states of its eighth layer,
projected and weighed as `training/echoes.py` learnt it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from firsthand.text import Span
from firsthand.trunk.network import Network
from firsthand.trunk.pieces import END, SPACE, START, pieces
from firsthand.trunk.weights import ENCODER, FOLDER, PROJECTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_LENGTH: Final = 254  # pieces that are looked at
_PREFIX: Final = ("query", ":")  # what the model was trained to expect before either of two sentences
_WORD: Final = re.compile(r"\S+")
_SAID: Final = re.compile(r"[^\W_]")  # a mark that stands by itself is no word


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """What the encoder makes of one text."""

    vector: Floats
    """Centred, unit length: `[384]`."""
    words: Floats
    """A unit vector of each word, `[words, 96]`: the cosine of two says how much they mean the same in place."""
    weights: Floats
    """How much each word says, 0 to 1: `[words]`."""
    spans: tuple[Span, ...]
    """Where the words stand: runs without white space. Of a long text its beginning."""


class SentenceEncoder(Protocol):
    """What linking asks of an encoder."""

    def encoded(self, text: str, language: str | None) -> Encoded:
        """Return the vector of a text and those of its words; see `Encoder.encoded`."""


class Encoder:
    """The sentence encoder, loaded. Keeps nothing of what it reads."""

    def __init__(self, path: Path = FOLDER / ENCODER) -> None:
        self._network = Network(path)
        self.version: str = json.loads(self._network.notes["version"])
        means = json.loads(self._network.notes["means"])
        self._means = {language: np.array(mean, np.float32) for language, mean in means.items()}
        self._begin = list(chain.from_iterable(pieces().ids([SPACE + _PREFIX[0], _PREFIX[1]])))
        self._words = _Words(path.with_name(PROJECTION)) if path.with_name(PROJECTION).exists() else None

    def vectors(self, texts: Iterable[str]) -> Floats:
        """Return the unit vectors of sentences: `[texts, 384]`."""
        return np.stack([_unit(self._run(pieces().ids(_words(text)))[0]) for text in texts])

    def centred(self, texts: Sequence[str], languages: Sequence[str | None]) -> Floats:
        """Return vectors from which the mean of their language is taken: `[texts, 384]`, unit length.

        Their cosine says how much two sentences mean the same, in whatever languages.

        Args:
            texts: Sentences.
            languages: BCP 47, of each; the mean of all languages is taken where it is another.
        """
        return np.stack([self.less_mean(row, code) for row, code in zip(self.vectors(texts), languages, strict=True)])

    def less_mean(self, vector: Floats, language: str | None) -> Floats:
        """Return a text's vector without the mean of its language, unit length."""
        return _unit(_unit(vector) - _mean(self._means, language))

    def encoded(self, text: str, language: str | None) -> Encoded:
        """Return the vector of a text and those of its words, all from one run.

        Args:
            text: Any; one without a word has no vectors of words.
            language: BCP 47, as for `centred`.

        Raises:
            FileNotFoundError: The projection of words is not installed.
        """
        if self._words is None:
            raise FileNotFoundError(f"{PROJECTION} does not stand beside {ENCODER}")
        vector, states, spans = self.states(text)
        return Encoded(self.less_mean(vector, language), *self._words(states, language), spans)

    def states(self, text: str) -> tuple[Floats, Floats, tuple[Span, ...]]:
        """Return the vector of a text, its words' states in the eighth layer, `[words, 384]`, and their places."""
        ids = pieces().ids(_words(text))
        vector, states = self._run(ids)
        ends = np.cumsum([1 + len(self._begin), *map(len, ids)])
        said = [
            (slice(start, end), Span(*found.span()))
            for found, start, end in zip(_WORD.finditer(text), ends[:-1], ends[1:], strict=True)
            if end < len(states) and _SAID.search(found[0])
        ]
        means = [states[piece].mean(axis=0) for piece, _ in said]
        empty = np.zeros((0, states.shape[1]), np.float32)
        return vector, np.stack(means) if means else empty, tuple(span for _, span in said)

    def _run(self, words: Sequence[tuple[int, ...]]) -> tuple[Floats, Floats]:
        ids = [*self._begin, *chain.from_iterable(words)]
        vector, states = self._network.run(embedded=pieces().embeddings([START, *ids[:_LENGTH], END]))
        return vector, states


class _Words:
    """How states become vectors of words: less the mean of their language, projected; and how much each one says."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as kept:
            self._means = {name[5:]: kept[name].astype(np.float32) for name in kept if name.startswith("mean_")}
            self._projection, self._weight, self._bias = (
                kept[name].astype(np.float32) for name in ("projection", "weight", "bias")
            )

    def __call__(self, states: Floats, language: str | None) -> tuple[Floats, Floats]:
        plain = centred_words(states, _mean(self._means, language))
        return _unit(plain @ self._projection), 1 / (1 + np.exp(-(plain @ self._weight + self._bias)))


def places(text: str) -> Iterator[Span]:
    """Yield where the words of a text stand that have vectors: runs without white space that say anything."""
    for found in _WORD.finditer(text):
        if _SAID.search(found[0]):
            yield Span(*found.span())


def centred_words(states: Floats, mean: Floats) -> Floats:
    """Return the unit vectors of states less the mean of such, unit length: what is projected."""
    return _unit(_unit(states) - mean)


def _words(text: str) -> list[str]:
    return [SPACE + word for word in _WORD.findall(text)]


def _mean(means: dict[str, Floats], language: str | None) -> Floats:
    """Return the mean of a language; of all where it has none."""
    mean = means.get((language or "").partition("-")[0])
    return np.mean(list(means.values()), axis=0, dtype=np.float32) if mean is None else mean


def _unit(vectors: Floats) -> Floats:
    units: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return units


@cache
def encoder() -> Encoder:
    """Return the encoder that is installed, loaded once a process."""
    return Encoder()
