"""Others: what other readers, and people, reach on PolNeAR, to print beside our own figures."""

from __future__ import annotations

from dataclasses import dataclass

TYPES = ("direct", "mixed", "indirect", "all")


@dataclass(frozen=True, slots=True)
class Other:
    """End-to-end F1 in per cent by type, as in `TYPES`, and words per core-second, where it is a program."""

    name: str
    f1: tuple[float, float, float, float]
    per_second: int | None = None


OTHERS = (
    Other("textacy", (52, 0, 0, 22), 3_500),
    Other("Gender Gap Tracker, rules", (51, 51, 35, 43), 4_400),
    Other("BBC Citron, retrained on PolNeAR train", (64, 56, 42, 49), 2_700),
    Other("one trained annotator against another", (94, 87, 65, 73.5)),
)
SOURCE = (
    "Measured with this scale on PolNeAR's test split, the annotators (alpha .764) on articles that two of them marked;"
    " ours on its dev split."
)
ROLES = (83, 75, 73)
"""F1 of exact source, cue and content spans of the best labeller published."""
ROLES_SOURCE = "BERT + Cofe, COLING 2022"
