"""Words: what full text search compares, in one spelling and in the form that a dictionary lists."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simplemma.strategies import DefaultStrategy

LANGUAGES: Final = frozenset(["en", "es", "ru", "uk"])
"""Languages that have lemmas."""

_APOSTROPHE: Final = "ʼ"  # U+02BC is a letter: search engines do not split at it
_APOSTROPHES: Final = re.compile(r"(?<=[^\W_])['’‘‛`´′＇](?=[^\W_])")
_STRESS: Final = re.compile("([аеиоуыэюяіє])([\u0300\u0301\u0308]+)")  # за́мок, её: a vowel and its marks
_START: Final = re.compile(f"[^\\W_{_APOSTROPHE}]")
_CYRILLIC: Final = re.compile("[а-яѐ-ӿ]")


class _Seen(dict[int, str | None]):
    """Code point to what is seen of it: nothing of soft hyphens and marks of direction. Worked out when first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = None if unicodedata.category(chr(code)) == "Cf" else chr(code)
        return self[code]


class _Parted(dict[int, str]):
    """Code point to itself in a word, and to a space between words. Worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if unicodedata.category(chr(code))[0] in "LMN" else " "
        return self[code]


_SEEN = _Seen()
_PARTED = _Parted()


def fold(text: str) -> str:
    """Return a text in the one spelling in which words are compared.

    Case, Unicode's ways of writing one character, ё and е, the apostrophes inside a word (all become U+02BC, which is a
    letter), stress marks over Cyrillic and invisible characters make no difference in it.

    >>> fold("Не́ля Дар’єва")
    'неля дарʼєва'
    """
    text = text.translate(_SEEN)
    text = _STRESS.sub(_unstressed, unicodedata.normalize("NFD", text).casefold())
    return _APOSTROPHES.sub(_APOSTROPHE, unicodedata.normalize("NFC", text))


def tokens(text: str) -> list[str]:
    """Return the words of a text in text order: runs of letters, digits and combining marks.

    They are spelled as in `fold`. No token is empty or contains a space, a quotation mark or punctuation, and
    `tokens(token) == [token]` for each.

    >>> tokens("“Об’єкт зруйновано,” — said the minister’s aide (42).")
    ['обʼєкт', 'зруйновано', 'said', 'the', 'ministerʼs', 'aide', '42']
    """
    folded = fold(text)
    pieces = folded.translate(_PARTED).split()
    return [piece[start.start() :].rstrip(_APOSTROPHE) for piece in pieces if (start := _START.search(piece))]


def lemmas(words: Iterable[str], language: str | None) -> list[str]:
    """Return the dictionary form of each token, as many as were given, in their order.

    A word that the dictionary of its language does not know is its own lemma, and so is one with a digit, and every
    word of a language that is not in `LANGUAGES`. The same for the same version of simplemma.

    Args:
        words: What `tokens` returned.
        language: BCP 47, None where it is not known.

    >>> lemmas(["забрали", "солдатов"], "ru")
    ['забрать', 'солдат']
    """
    primary = (language or "").partition("-")[0].lower()
    if primary not in LANGUAGES:
        return list(words)
    return [_lemma(word, primary) for word in words]


def lemma_candidates(word: str) -> frozenset[str]:
    """Return the lemmas that a token has in the languages of its script: a query does not say in which it is written.

    >>> sorted(lemma_candidates("солдати"))
    ['солдат', 'солдати']
    """
    languages = ("ru", "uk") if _CYRILLIC.search(word) else ("en", "es")
    return frozenset(_lemma(word, language) for language in languages)


@lru_cache(maxsize=1 << 16)
def is_listed(word: str) -> bool:
    """Tell whether the dictionary of a language of its script lists a token, in whatever form.

    >>> is_listed("солдатов"), is_listed("belyaeva")
    (True, False)
    """
    languages = ("ru", "uk") if _CYRILLIC.search(word) else ("en", "es")
    return any(_strategy().is_dictionary_member(word, language) for language in languages)


def _unstressed(vowel: re.Match[str]) -> str:
    """Return ї of ї́, а of а́, and е of ё."""
    return vowel[1] if vowel[1] == "е" else vowel[1] + "\u0308" * vowel[2].count("\u0308")


@lru_cache(maxsize=1 << 16)
def _lemma(word: str, language: str) -> str:
    if not word.isalpha() and any(c.isnumeric() for c in word):
        return word
    if language == "en":
        word = word.removesuffix(f"{_APOSTROPHE}s")  # names in the genitive stand in no dictionary
    lemma = _strategy().get_lemma(word, language)
    if lemma == word:
        return word
    return "".join(tokens(lemma or "")) or word  # it has Anna, ё, об'єкт, and some entries with hyphens


@cache
def _strategy() -> DefaultStrategy:
    """Return the dictionaries, each read when its language first comes up.

    Streamed, not unpacked: half the time to load, a sixth of the memory, against some 15 µs a new word instead of 2.
    All four languages pay for unpacking from about 90 000 different words on.
    """
    from simplemma.strategies import DefaultStrategy, StreamDictionaryFactory

    return DefaultStrategy(dictionary_factory=StreamDictionaryFactory())
