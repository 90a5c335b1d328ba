"""Attribution: one statement as ranges of tokens, before anybody asked who the source is."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[int, int]
"""Tokens `[first, end)` of a passage."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which words are given to which source, and by which cue."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    bits: int
    """What the cue takes, as in the lexicon; 0 without a cue."""
    rule: str
    """Which rule found it: its precision is the score."""
