"""Matching: which predicted content is meant for which gold one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.scoring.tokens import iou

if TYPE_CHECKING:
    from collections.abc import Sequence

IOU = 0.5
"""Two spans are taken for the same from this token overlap on."""


def match(gold: Sequence[frozenset[int]], predicted: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    """Pair sets of tokens one to one, greedily from the highest IoU down to `IOU`.

    Returns:
        Pairs of indices into `gold` and `predicted`, best first. Where gold contents do not overlap, a prediction above
        0.5 fits one of them only.

    >>> match([frozenset({1, 2, 3}), frozenset({7})], [frozenset({7}), frozenset({2, 3})])
    [(1, 0), (0, 1)]
    """
    candidates = sorted(
        (-overlap, g, p)
        for g, a in enumerate(gold)
        for p, b in enumerate(predicted)
        if a & b and (overlap := iou(a, b)) >= IOU
    )
    pairs: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, g, p in candidates:
        if g not in taken_gold and p not in taken_predicted:
            taken_gold.add(g)
            taken_predicted.add(p)
            pairs.append((g, p))
    return pairs
