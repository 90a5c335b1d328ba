"""Score: how likely a statement is right, from the probabilities of its parts.

A logistic regression on documents that were held out of the training (Platt 1999), so that of the statements with a
score of .8 some 80 % are right: the same content and the same source (overlap of words ≥ .5 each) as people marked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from firsthand.reading.statement import Act, Type

_LEAST: Final = 1e-4


def signs_of(parts: tuple[float, ...], kind: Type, act: Act, *, english: bool) -> tuple[float, ...]:
    """Return what the score is made of: logarithms of probabilities, and what sort of statement it is."""
    return (
        *(math.log(max(part, _LEAST)) for part in parts),
        float(kind == "direct"),
        float(kind == "mixed"),
        float(act == "speech"),
        float(english),
        1.0,
    )


class Scores(Protocol):
    """Makes one number of signs."""

    def score(self, signs: tuple[float, ...]) -> float:
        """Return the score of a statement."""
        ...


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the signs; the last one is the constant."""

    weights: tuple[float, ...]

    def score(self, signs: tuple[float, ...]) -> float:
        """Return the probability of being right, to two decimals."""
        total = sum(weight * sign for weight, sign in zip(self.weights, signs, strict=True))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 2)
