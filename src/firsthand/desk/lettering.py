"""Lettering: how wide text comes out where no browser measures it, and how it is broken into lines."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CUT: Final = "…"
_SPACE: Final = re.compile(r"[\s\x1c-\x1f\x85]+")
_NO_BREAK: Final = "\u00a0"
_BLANK: Final = f" {_NO_BREAK}"
_DOT: Final = f"{_NO_BREAK}·"
"""Stands between two things in a line; no line ends with it."""
_STEERING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that turn the direction of what stands around them, beyond the text they came in."""
_JOINER: Final = "\u200d"
_NARROW: Final = frozenset("iIljtfr.,:;'|!()[]/·’‘-іїІ1")
_WIDE: Final = frozenset("mwMW@%—…шщжюмыфШЩЖЮМЫФДОQGO")
_BREAKS_AFTER: Final = frozenset("-/–—")


def legible(text: str) -> str:
    r"""Return text as one line that XML can hold: no control characters, nothing that turns its surroundings.

    >>> legible(" a\n b\x00\u202e ")
    'a b'
    """
    spaced = _SPACE.sub(lambda found: _NO_BREAK if found[0] == _NO_BREAK else " ", text)
    return "".join(character for character in spaced if _legible(character)).strip(" ")


def _legible(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cs") or character in _STEERING:
        return False
    return ord(character) & 0xFFFE != 0xFFFE


def measured(text: str, size: float) -> float:
    """Return about how wide text is, in the unit of its size; rather too much, whatever the reader's font is."""
    return size * sum(map(_width, text))


def _width(character: str) -> float:
    """Return how wide a character is, in ems."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1
    if character in _WIDE:
        return 0.9
    if character in _NARROW or character.isspace():
        return 0.38
    return 0.72 if character.isupper() else 0.62


def wrapped(text: str, size: float, *, width: float, lines: int) -> tuple[str, ...]:
    """Break legible text into lines that are not wider than `width`; cut with “…” what goes beyond the last.

    Where no line may end it ends all the same: at a space that forbids it rather than within a word.

    >>> wrapped("Canal Meseta Internacional", 10, width=80, lines=2)
    ('Canal Meseta', 'Internacional')
    >>> wrapped("Canal Meseta Internacional", 10, width=50, lines=2)
    ('Canal', 'Meseta…')
    >>> wrapped("今日の堤防の話", 10, width=40, lines=3)
    ('今日の堤', '防の話')
    """
    left = _clusters(text)
    found: list[str] = []
    while left and len(found) < lines:
        fit = _fitting(left, size, width)
        if fit < len(left) and len(found) == lines - 1:
            fit = _fitting(left, size, width - measured(_CUT, size))
            found.append("".join(left[:fit]).rstrip(_BLANK) + _CUT)
            break
        if fit < len(left):
            places = [place for place in range(fit, 0, -1) if _breaks(left, place)]
            fit = next(iter([*places, *(place for place in range(fit, 0, -1) if left[place] == _NO_BREAK)]), fit)
        found.append("".join(left[:fit]).strip(_BLANK).removesuffix(_DOT))
        while fit < len(left) and left[fit] in _BLANK:
            fit += 1
        left = left[fit:]
    return tuple(found)


def _fitting(clusters: list[str], size: float, width: float) -> int:
    """Count the clusters that fit: one at least."""
    used = 0.0
    for number, cluster in enumerate(clusters):
        used += measured(cluster, size)
        if used > width and number:
            return number
    return len(clusters)


def _breaks(clusters: list[str], place: int) -> bool:
    """Tell whether a line may end before the cluster at a place."""
    before, after = clusters[place - 1], clusters[place]
    if after == " " or (before in _BREAKS_AFTER and after.isalpha()):
        return True
    return before != _NO_BREAK and any(unicodedata.east_asian_width(one[0]) in ("W", "F") for one in (before, after))


def _clusters(text: str) -> list[str]:
    """Split text where it may be cut: never between a letter and its marks."""
    found: list[str] = []
    for character in text:
        joined = found and (unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") or found[-1][-1] == _JOINER)
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return found


def runs_leftward(text: str) -> bool:
    """Tell whether text is written from right to left: its first letter decides.

    >>> runs_leftward("12 صدى السد"), runs_leftward("Kilnside צפון")
    (True, False)
    """
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((each in ("R", "AL") for each in strong if each in ("L", "R", "AL")), False)
