"""Cue: what a transcript shows from one second to another, and the track that cues make up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00\ud800-\udfff]")
_SPACE: Final = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of one voice."""

    start: float
    """Seconds."""
    end: float
    lines: tuple[str, ...]
    """Without tags, none empty; white space folded."""
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """All that one file says."""

    cues: tuple[Cue, ...]
    language: str | None = None
    """As the file names it."""
    machine: str | None = None
    """Who wrote down what was said, where that was a machine."""
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read."""


def folded(text: str) -> str:
    """Return words without line breaks and what no text may hold; a space that must not break stays."""
    return _SPACE.sub(" ", _UNPRINTABLE.sub("\ufffd", text)).strip()


def make_track(
    cues: list[Cue], *, broken: int = 0, language: str | None = None, machine: str | None = None, cut: str = ""
) -> Track:
    """Put cues in order and in their right mind, and say what was wrong.

    Args:
        cues: In any order; a start may stand before the beginning, an end before its start.
        broken: How many more there are that cannot be read.
        language: As the file names it.
        machine: Who wrote down what was said, where that was a machine.
        cut: Where the file breaks off, in words; empty where it does not.
    """
    notes = []
    if broken:
        notes.append(f"{broken:,} of {broken + len(cues):,} cues of the transcript could not be read")
    if before := sum(cue.start < 0 for cue in cues):
        notes.append(f"{before:,} cues of the transcript begin before the recording: they were put at its beginning")
        cues = [replace(cue, start=max(0.0, cue.start), end=max(0.0, cue.end)) for cue in cues]
    if backward := sum(cue.end < cue.start for cue in cues):
        notes.append(f"{backward:,} cues of the transcript end before they begin: their ends are not known")
        cues = [replace(cue, end=max(cue.start, cue.end)) for cue in cues]
    if any(after.start < cue.start for cue, after in pairwise(cues)):
        notes.append("the cues of the transcript are not in the order of their times: they were put in order")
        cues = sorted(cues, key=lambda cue: cue.start)
    if cut:
        notes.append(f"the transcript breaks off {cut}: what stands before was read")
    return Track(tuple(cues), language, machine, tuple(notes))
