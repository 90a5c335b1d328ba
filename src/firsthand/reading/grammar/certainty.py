"""Certainty: how often what a rule finds is right, which is the score of its statements.

Shares of statements with the right content and source (overlap of words ≥ .5 each), counted on the training part of
PolNeAR (English; Newell, Margolin and Ruths, LREC 2018), which also annotates beliefs. A rule with fewer than a hundred
cases there has the share of all (.6); the shares of English stand for the other languages.
"""

from __future__ import annotations

from typing import Final

_OF_ALL: Final = 0.6
# rule: (some of the content in marks, none)
_SHARES: Final = {
    "quote cue": (0.9, _OF_ALL),
    "cue that": (0.71, 0.68),
    "cue quote": (0.69, _OF_ALL),
    "clause cue": (0.69, 0.58),
    "cue clause": (0.68, 0.58),
    "phrase": (0.6, 0.7),
    "cue name": (0.59, _OF_ALL),
    "cue object": (0.48, 0.47),
    "cue to": (0.44, 0.34),
    "as": (_OF_ALL, 0.22),
}


def certainty(rule: str, *, in_marks: bool) -> float:
    """Return the score of a statement, 0 to 1, by the rule that found it and whether any of it stands in marks."""
    marked, plain = _SHARES.get(rule, (_OF_ALL, _OF_ALL))
    return marked if in_marks else plain
