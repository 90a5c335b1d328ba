"""Calibration: whether scores mean what they say. Of statements scored 0.8, four in five should be right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Protocol

from firsthand.scoring.matching import IOU, match
from firsthand.scoring.score import Attribution
from firsthand.scoring.tokens import Tokens, iou

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.text import Fragments


class Scored(Attribution, Protocol):
    """An attribution with its score."""

    @property
    def score(self) -> float:
        """How sure the reading is, 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Judged:
    """What a reading's score said of one statement, and whether the statement is right."""

    score: float
    right: bool


def judge(
    text: str, gold: Iterable[Attribution], predicted: Iterable[Scored], *, discard: Fragments = ()
) -> tuple[Judged, ...]:
    """Judge each statement of a reading: it is right if it counts as right end to end (`score.score_document`).

    Args:
        text: What all spans point into.
        gold: What people marked.
        predicted: What a reader found.
        discard: As in `score_document`: what it drops is not judged here either.
    """
    words, plain = Tokens(text, skip=discard), Tokens(text)

    def counts(a: Attribution) -> bool:
        kept = len(words.of(a.content))
        return kept > 0 and 2 * kept >= len(plain.of(a.content))

    golden, found = [a for a in gold if counts(a)], [a for a in predicted if counts(a)]
    pairs = match([words.of(a.content) for a in golden], [words.of(a.content) for a in found])
    right = {p for g, p in pairs if iou(words.of(golden[g].source), words.of(found[p].source)) >= IOU}
    return tuple(Judged(a.score, p in right) for p, a in enumerate(found))


def calibration_error(judged: Iterable[Judged], *, bins: int = 10) -> float:
    """Compute the expected calibration error (Guo et al. 2017, "On Calibration of Modern Neural Networks", eq. 3).

    Args:
        judged: Statements of any number of documents.
        bins: Of equal width, each without its lower end. A bin weighs as much as it has statements.

    Returns:
        Mean distance between what scores say and what share is right, 0 to 1; 0 where there is nothing.

    >>> round(calibration_error([Judged(0.9, True), Judged(0.9, True), Judged(0.9, False), Judged(0.3, False)]), 3)
    0.25
    """
    filled: defaultdict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        filled[max(1, ceil(one.score * bins))].append(one)
    distances = [abs(sum(one.right for one in each) - sum(one.score for one in each)) for each in filled.values()]
    return sum(distances) / sum(map(len, filled.values())) if filled else 0.0
