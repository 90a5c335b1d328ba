"""Calibrate: make the probabilities of a trained network into one that tells how often a statement is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

RIDGE = 1.0
STEPS = 50


def fit_scores(signs: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """Return the weights of a logistic regression, by Newton's method, weights but the constant kept small.

    Args:
        signs: As `firsthand.reading.tagger.score.signs_of` gives them, one row a statement.
        right: Whether each was right.
    """
    x, y = np.array(signs, float), np.array(right, float)
    weights = np.zeros(x.shape[1])
    penalty = np.diag([RIDGE] * (x.shape[1] - 1) + [0.0])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + penalty @ weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + penalty
        weights -= np.linalg.solve(curve, slope)
    return [round(float(weight), 4) for weight in weights]
