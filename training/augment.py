"""Augment: rewrite documents into the marks and layouts of other languages, and into pages as dirty as real ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from firsthand.reading.grammar.quotations import find_quotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np

    Edit = tuple[int, int, str]

_MARKS: Final = (("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("„", "”"), ("''", "''"), ("“", "“"))
_SHARES: Final = (0.2, 0.25, 0.3, 0.1, 0.05, 0.05, 0.05)
_BREAK: Final = re.compile(r"(?<=[.!?»”\"])[ \n](?=[A-ZА-Я])")
_LINE: Final = re.compile(r"\n+")


def rewrite(raw: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Return a document with other marks and some of the faults of real pages; its labels go with their words.

    Args:
        raw: `text`, `attributions` of offsets, `discard`.
        rng: What decides.
    """
    edits = sorted(_edits(raw["text"], rng))
    clean: list[Edit] = []
    for edit in edits:
        if not clean or edit[0] >= clean[-1][1]:
            clean.append(edit)
    new, moved = apply(raw["text"], clean)

    def spans(old: Iterable[tuple[int, int]]) -> list[list[int]]:
        pairs = ([moved(start), moved(end)] for start, end in old)
        return [pair for pair in pairs if pair[1] > pair[0]]

    roles = ("source", "cue", "content", "speaker")
    attributions = [a | {role: spans(a[role]) for role in roles if role in a} for a in raw["attributions"]]
    kept = [a for a in attributions if a["content"]]
    return raw | {"text": new, "attributions": kept, "discard": spans(raw.get("discard") or ())}


def _edits(text: str, rng: np.random.Generator) -> Iterator[Edit]:
    opening, closing = _MARKS[int(rng.choice(len(_MARKS), p=_SHARES))]
    after = opening != "“" and rng.random() < 0.6  # where the comma goes: “…,” or «…»,
    faults = 0.04 if rng.random() < 0.3 else 0.0
    for q in find_quotations(text, single_marks=False):
        if not q.opened or q.dash:
            continue
        first = 2 if text.startswith(("''", "``", "’’", "‘‘"), q.start) else 1
        fault = rng.random()
        yield q.start, q.start + first, "" if fault < faults / 2 else closing if fault < faults else opening
        if not q.closed:
            continue
        last = 2 if text.startswith(("''", "’’"), q.end - 2) else 1
        fault = rng.random()
        mark = "" if fault < faults / 2 else opening if fault < faults else closing
        end = q.end - last
        if after and text[end - 1] == ",":
            yield end - 1, q.end, mark + ","
        elif after and text[end - 1] == "." and rng.random() < 0.7:
            yield end - 1, q.end, mark + "."
        else:
            yield end, q.end, mark
    if rng.random() < 0.15:
        for found in _LINE.finditer(text):
            yield found.start(), found.end(), " "
    if rng.random() < 0.2:
        for found in _BREAK.finditer(text):
            if rng.random() < 0.1:
                yield found.start(), found.end(), ""


def apply(text: str, edits: list[Edit]) -> tuple[str, Callable[[int], int]]:
    """Return the edited text, and what tells where an offset has gone. Edits in text order, none over another."""
    parts, starts, shifts, at, shift = [], [0], [0], 0, 0
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
        shift += len(new) - (end - start)
        starts.append(end)
        shifts.append(shift)
    parts.append(text[at:])
    begins = [start for start, _, _ in edits]

    def moved(offset: int) -> int:
        """Return where an offset has gone; one inside an edit goes to its end."""
        number = bisect_right(begins, offset) - 1
        if number >= 0 and begins[number] < offset < edits[number][1]:
            offset = edits[number][1]
        return offset + shifts[bisect_right(starts, offset) - 1]

    return "".join(parts), moved
