"""Tally and Share: counts that add up over documents, and the figures they come to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What precision and recall are made of. Right ones are counted on both sides: a row's match may cross rows.

    Figures are 0 where undefined.

    >>> both = Tally(3, 4, 3, 6) + Tally(1, 1, 1, 2)
    >>> both.precision, both.recall, round(both.f1, 3)
    (0.8, 0.5, 0.615)
    """

    right_predicted: int = 0
    predicted: int = 0
    right_gold: int = 0
    gold: int = 0

    @classmethod
    def of(cls, right: int, predicted: int, gold: int) -> Tally:
        """Build the tally of pairs that lie in the same row on both sides."""
        return cls(right, predicted, right, gold)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right_predicted + other.right_predicted,
            self.predicted + other.predicted,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.right_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        """The share; 0 where undefined."""
        return self.right / self.of if self.of else 0.0


NO_TALLY, NO_SHARE = Tally(), Share()
