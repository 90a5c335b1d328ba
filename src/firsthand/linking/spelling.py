"""Spelling: how alike two words are in Latin letters, whatever script they were written in."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from anyascii import anyascii

_ALIKE: Final = 0.84  # found on names in translated news: трамп and trump, путін and putin
_FIRST: Final = 4  # letters that Winkler weighs more


@lru_cache(maxsize=1 << 14)
def latin(word: str) -> str:
    """Return a word in Latin letters, in lower case.

    >>> latin("Вельчук")
    'velchuk'
    """
    return anyascii(word).lower().replace("'", "")


@lru_cache(maxsize=1 << 16)
def letter_pairs(name: str) -> frozenset[str]:
    """Return the pairs of letters of a name in Latin letters: neighbours, and those with one letter between them.

    >>> sorted(letter_pairs("Яна"))
    ['aa', 'an', 'na', 'ya', 'yn']
    """
    letters = " ".join(map(latin, name.split()))
    return frozenset(letters[at] + letters[at + gap] for gap in (1, 2) for at in range(len(letters) - gap))


def spelt_alike(a: str, b: str) -> bool:
    """Tell whether two words in Latin letters may spell one name, the forms of declension included.

    >>> spelt_alike("velchuk", "velchukom"), spelt_alike("velchuk", "arsenev")
    (True, False)
    """
    return a == b or (a[:1] == b[:1] and jaro_winkler(*sorted((a, b))) >= _ALIKE)


@lru_cache(maxsize=1 << 16)
def jaro_winkler(a: str, b: str) -> float:
    """Return how alike two words are, 0 to 1 (Winkler 1990), with a weight of 0.1 for each common first letter of four.

    >>> round(jaro_winkler("martha", "marhta"), 3)
    0.961
    """
    if a == b:
        return 1.0
    reach = max(len(a), len(b)) // 2 - 1
    taken = [False] * len(b)
    ours: list[str] = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                ours.append(letter)
                break
    if not ours:
        return 0.0
    theirs = [letter for letter, used in zip(b, taken, strict=True) if used]
    moved = sum(x != y for x, y in zip(ours, theirs, strict=True)) / 2
    m = len(ours)
    jaro = (m / len(a) + m / len(b) + (m - moved) / m) / 3
    first = 0
    while first < min(_FIRST, len(a), len(b)) and a[first] == b[first]:
        first += 1
    return jaro + first * 0.1 * (1 - jaro)
