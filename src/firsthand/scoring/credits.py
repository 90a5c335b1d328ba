"""Credits: whether the other hands that a page names were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from firsthand.scoring.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.text import Fragments


class HasWords(Protocol):
    """A credit: all that counts here is where the words of its name stand."""

    @property
    def words(self) -> Fragments:
        """The words of its name."""
        ...


def score_credits(gold: Iterable[HasWords], predicted: Iterable[HasWords]) -> Tally:
    """Pair credits whose words overlap, one to one, those that share the most first.

    Predictions without words (a link on a picture) are not counted: there is nothing in the text to compare.
    """
    a, b = [list(credit.words) for credit in gold], [list(credit.words) for credit in predicted if credit.words]
    shared = sorted(
        (-common, g, p)
        for g, ours in enumerate(a)
        for p, theirs in enumerate(b)
        if (common := sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in ours for y in theirs))
    )
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, g, p in shared:
        if g not in taken_gold and p not in taken_predicted:
            taken_gold.add(g)
            taken_predicted.add(p)
    return Tally.of(len(taken_gold), len(b), len(a))
