"""Floors: scores that a change may not fall below, kept with the digest of what they were reached on."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = Path(__file__).parent / "floors.json"


class Floor(TypedDict):
    """The floors of one group of documents."""

    digest: str
    scores: dict[str, float]


def load() -> dict[str, Floor]:
    """Read all floors, by group; none are pinned while the file is missing."""
    floors: dict[str, Floor] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return floors


def shortfalls(group: str, floor: Floor, digest: str, reached: Mapping[str, float]) -> Iterator[str]:
    """Say, one line each, where a group is below its floor, or that the two cannot be compared."""
    if digest != floor["digest"]:
        yield f"{group}: not the texts that its floors were reached on; look at the new scores, then --update-floors"
    for row, least in floor["scores"].items():
        if reached.get(row, 0.0) < least:
            yield f"{group}: {row} is {reached.get(row, 0.0):.4f}, its floor is {least}"


def updated(floor: Floor | None, digest: str, reached: Mapping[str, float], *, lower: bool) -> Floor:
    """Return the floors that `reached` earns, rounded down; without `lower` none sinks and none goes."""
    scores = {row: math.floor(score * 1000) / 1000 for row, score in reached.items()}
    if floor and not lower:
        for row, least in floor["scores"].items():
            scores[row] = max(least, scores.get(row, least))
    return {"digest": digest, "scores": scores}


def save(floors: Mapping[str, Floor]) -> None:
    """Write all floors."""
    FILE.write_text(json.dumps(floors, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
