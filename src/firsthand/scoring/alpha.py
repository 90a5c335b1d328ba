"""Krippendorff's alpha: agreement on every token's role, corrected for chance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firsthand.scoring.score import Attribution
    from firsthand.scoring.tokens import Tokens

Label = Literal["source", "cue", "content", "none"]


def token_labels(tokens: Tokens, attributions: Iterable[Attribution]) -> list[Label]:
    """Label each token with its role; where roles overlap: cue over source over content."""
    labels: list[Label] = ["none"] * len(tokens)
    attributions = tuple(attributions)
    layers: list[tuple[Label, list[frozenset[int]]]] = [
        ("content", [tokens.of(a.content) for a in attributions]),
        ("source", [tokens.of(a.source) for a in attributions]),
        ("cue", [tokens.of(a.cue) for a in attributions]),
    ]
    for label, covered in layers:
        for i in frozenset().union(*covered):
            labels[i] = label
    return labels


def krippendorff(pairs: Mapping[tuple[Label, Label], int]) -> float:
    """Compute alpha for nominal data, two coders and no gaps (Krippendorff 2011, "Computing Krippendorff's Alpha", B).

    Args:
        pairs: How many units the first coder gave one label and the second another.

    Returns:
        1 for perfect agreement, 0 for chance or no units, below 0 for worse than chance.

    >>> round(krippendorff({("content", "content"): 1, ("content", "none"): 1, ("none", "none"): 2}), 3)
    0.533
    """
    total = sum(pairs.values())
    if not total:
        return 0.0
    labels: Counter[Label] = Counter()
    agreed = 0
    for (a, b), count in pairs.items():
        labels[a] += count
        labels[b] += count
        agreed += count * (a == b)
    values = 2 * total
    expected = 1 - sum(count * (count - 1) for count in labels.values()) / (values * (values - 1))
    observed = 1 - agreed / total
    if not expected:
        return 0.0 if observed else 1.0
    return 1 - observed / expected
