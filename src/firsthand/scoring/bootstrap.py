"""Bootstrap: how much a figure would move had other documents been drawn."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from firsthand.scoring.tally import NO_TALLY, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence


def interval(
    tallies: Sequence[Tally], *, rounds: int = 1000, level: float = 0.95, seed: int = 20220306
) -> tuple[float, float]:
    """Return the percentile interval of F1 over documents drawn with replacement (Efron and Tibshirani 1993, §13.3).

    Args:
        tallies: One a document: statements of one document are not independent, documents nearly are.
        rounds: How many draws.
        level: Which share of the draws lies inside.
        seed: Same seed, same interval.

    >>> interval([Tally.of(1, 1, 1)] * 5)
    (1.0, 1.0)
    """
    if not tallies:
        return 0.0, 0.0
    draw = Random(seed)  # noqa: S311 repeatable, nothing secret
    figures = sorted(sum(draw.choices(tallies, k=len(tallies)), NO_TALLY).f1 for _ in range(rounds))
    cut = int(rounds * (1 - level) / 2)
    return figures[cut], figures[-1 - cut]
