"""Identification: which language a text is in, by its function words and letters."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from firsthand.languages import CODES, expand, section

if TYPE_CHECKING:
    from collections.abc import Set

_ASCII = "abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_MOST = 3_000  # characters looked at
_ENOUGH = 0.12  # share of function words, less foreign letters, that decides
_MARGIN = 1.25  # how much better the best has to be than the second
_PRIOR = 0.8  # what a language without a file has to make up for: pages in our languages are more frequent here
_SENTENCE = 12  # tokens from which py3langid may name any language
_NEIGHBOURS = ("be", "bg", "ca", "cs", "de", "fr", "it", "mk", "nl", "pl", "pt", "ro", "sr", "tr")  # neighbours.toml
# Languages of other letters or farther away, which only py3langid tells.
_RARER = "ar az da el et eu fa fi gl he hi hr hu hy id ja ka kk ko ky lt lv mn nb no sk sl sq sv tg th tl ur uz vi zh"


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    words: frozenset[str]
    letters: frozenset[str]
    cyrillic: bool
    weight: float


def identify(text: str, told: str | None = None) -> str | None:
    """Return the language of a text as a BCP 47 code, or None where nothing tells.

    Args:
        text: Any text.
        told: The language that the page gives itself: taken where function words and letters leave it open. Where
            they decide, they are right more often than pages are.

    Languages that no reader knows are named too, the nearest ones by their own words, the rest by py3langid.

    >>> identify("Мост закрыли, но никто не сказал почему."), identify("Нічого не сталося, сказав він.")
    ('ru', 'uk')
    """
    tokens = _sample(text)
    all_counts = Counter(tokens)
    latin, cyrillic = (
        Counter({token: count for token, count in all_counts.items() if first <= token[0] <= last})
        for first, last in (("a", "\u024f"), ("\u0400", "\u052f"))
    )
    counts = max(latin, cyrillic, key=Counter.total)
    if not tokens or 2 * counts.total() < len(tokens):
        return told or _classified(text, None)
    letters = Counter("".join(counts.elements()))
    scores = {
        language.code: _score(counts, letters, language)
        for language in _languages()
        if language.cyrillic == (counts is cyrillic)
    }
    (code, best), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    if best >= _ENOUGH and best >= _MARGIN * second:
        return code
    if told:
        return told
    if best < -0.05 or (best < _ENOUGH and counts is latin and len(tokens) >= _SENTENCE):
        return _classified(text, None)
    return _classified(text, {code for code, score in scores.items() if score >= min(best, max(0.0, 0.5 * best))})


def _sample(text: str) -> list[str]:
    """Return some hundred words, lower case: from the beginning, and of a long text from its middle as well."""
    if len(text) <= _MOST:
        return _TOKEN.findall(text.lower())
    middle = len(text) // 2
    return _TOKEN.findall(text[: _MOST // 2].lower() + " " + text[middle : middle + _MOST // 2].lower())


def _score(counts: Counter[str], letters: Counter[str], language: _Language) -> float:
    """Function words a word, less letters that the language does not have."""
    hits = sum(counts[word] for word in language.words & counts.keys())
    foreign = sum(letters[letter] for letter in letters.keys() - language.letters)
    return (hits * language.weight - foreign) / counts.total()


@cache
def _languages() -> tuple[_Language, ...]:
    lists = [(code, section(code, "identify"), 1.0) for code in CODES]
    lists += [(code, section("neighbours", code), _PRIOR) for code in _NEIGHBOURS]
    return tuple(
        _Language(
            code=code,
            words=frozenset(expand(of["words"])),
            letters=frozenset(of["letters"] + "'’ʼ" + ("" if "а" in of["letters"] else _ASCII)),
            cyrillic="а" in of["letters"],
            weight=weight,
        )
        for code, of, weight in lists
    )


def _classified(text: str, candidates: Set[str] | None) -> str | None:
    """Ask py3langid, which takes half a second to load: only what words and letters leave undecided comes here."""
    sample = text[:5000]
    if sum(letter.isalpha() for letter in sample) < 3:
        return None
    from py3langid import rank

    possible = candidates or {*_RARER.split(), *CODES, *_NEIGHBOURS}
    return next((code for code, _ in rank(sample) if code in possible), None)
