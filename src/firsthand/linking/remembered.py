"""Remembered: what the encoder made of a statement, in few bytes, so that it is compared without being read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firsthand.trunk.encoder import Encoded, SentenceEncoder, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SIZE: Final = 384
"""Dimensions of the vector of a text."""
_WORD: Final = 96  # those of the vector of a word
_SCALE: Final = 254  # hardly a value of a unit vector of 384 dimensions is more than a half
_FULL: Final = 127
_WEIGHT: Final = 255


class Recorder:
    """An encoder that keeps what it makes of the texts of one statement, rounded as it will be remembered."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._vectors: list[NDArray[np.int8]] = []
        self._words = b""

    def encoded(self, text: str, language: str | None) -> Encoded:
        """Do what the encoder does."""
        made = self._encoder.encoded(text, language)
        vector = np.clip(np.round(made.vector * _SCALE), -_FULL, _FULL).astype(np.int8)
        states = np.round(made.words * _FULL).astype(np.int8)
        weights = np.round(made.weights * _WEIGHT).astype(np.uint8)
        if not self._vectors:
            self._words = weights.tobytes() + states.tobytes()
        self._vectors.append(vector)
        return _encoded(vector, states, weights, text)

    def kept(self) -> tuple[bytes, bytes]:
        """Return what was made: the vectors of the whole and of its sentences, and the words of the whole."""
        return b"".join(vector.tobytes() for vector in self._vectors), self._words


class Remembered:
    """An encoder that says again what it made of the texts of one statement, in the same order."""

    def __init__(self, vectors: bytes, words: bytes) -> None:
        self._vectors = iter(np.frombuffer(vectors, np.int8).reshape(-1, SIZE))
        count = len(words) // (_WORD + 1)
        self._weights = np.frombuffer(words, np.uint8, count)
        self._states = np.frombuffer(words, np.int8, count * _WORD, count).reshape(-1, _WORD)

    def encoded(self, text: str, language: str | None) -> Encoded:
        """Do what the encoder did; the words of other texts than the first are not remembered."""
        made = _encoded(next(self._vectors), self._states, self._weights, text)
        self._states, self._weights = self._states[:0], self._weights[:0]
        return made


def unit(values: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return unit vectors of remembered ones: `[texts, 384]`."""
    rows = values.astype(np.float32)
    units: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return units


def signs(vectors: bytes) -> NDArray[np.uint8]:
    """Return one bit for each dimension of remembered vectors, 1 where it is positive: `[texts, 48]`.

    The share of bits in which two differ is, nearly, the angle between them by pi (Charikar 2002).
    """
    return np.packbits(np.frombuffer(vectors, np.int8).reshape(-1, SIZE) > 0, axis=1)


def _encoded(vector: NDArray[np.int8], states: NDArray[np.int8], weights: NDArray[np.uint8], text: str) -> Encoded:
    spans: Sequence[Any] = tuple(places(text))[: len(weights)]
    return Encoded(unit(vector), unit(states), (weights / np.float32(_WEIGHT)).astype(np.float32), tuple(spans))
