"""Name words: what a language's file knows of names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from firsthand.languages import expand, section
from firsthand.reading.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable


_VOWELS: Final = "аяиіїыеєуюоё"
_CASES: Final = {
    "": "а у ом е ові і",
    "й": "я ю ем є єм ї еві єві",
    "ь": "я ю ем е ом",
    "о": "а у ом ові",
    "а": "ы и е і у ой ою",
    "я": "и е і ї ю ей ею єю ии ії",
}
"""What names end in, in the other cases, by their last letter; nothing for a consonant."""
_KEPT: Final = 20_000  # words remembered to be places or not


@dataclass(frozen=True, slots=True)
class NameWords:
    """What a language's file knows of names."""

    male: frozenset[str]
    female: frozenset[str]
    given: frozenset[str]
    """First names, of men and of women."""
    male_in_a: frozenset[str]
    places: frozenset[str]
    stems: frozenset[str]
    """Of the places, where the language has cases: without what they end in."""
    press: frozenset[str]
    bodies: frozenset[str]
    """Nouns with which a capital adjective names a body: Белый дом."""
    anaphors: frozenset[str]
    of_whom: frozenset[str]
    honorifics: frozenset[str]
    """What politeness puts before any name: Mr."""
    copulas: frozenset[str]
    """Words for “is” that present somebody: one of them is …"""
    called: frozenset[str]
    """Words after which a description gives the name: a man called …, назвавшийся …"""
    male_words: frozenset[str]
    female_words: frozenset[str]
    endings: frozenset[str]
    """What a name may end in, in any case; empty for a language without cases."""
    oblique: tuple[str, ...]
    patronymics: tuple[str, ...]
    male_patronymics: tuple[str, ...]
    inflected: bool


@cache
def name_words(code: str) -> NameWords:
    """Return what the file of a language knows of names."""
    names, people = section(code, "names"), lexicon(code).lists

    def words(name: str) -> tuple[str, ...]:
        return expand(names.get(name, ""))

    endings = frozenset(words("case_endings"))
    stems = {stem if len(stem := place.rstrip("аяоеийіїєыь")) > 2 else place for place in words("places") if endings}
    male, female = (_declined(words(name)) if endings else set(words(name)) for name in ("male_names", "female_names"))
    return NameWords(
        male=frozenset(male - female),
        female=frozenset(female - male),
        given=frozenset(male ^ female),
        male_in_a=frozenset(words("male_in_a")),
        places=frozenset(words("places")),
        stems=frozenset(stems),
        press=frozenset(words("press")),
        bodies=frozenset(words("bodies")),
        anaphors=frozenset(words("anaphors")),
        of_whom=frozenset(words("of_whom")),
        honorifics=frozenset(words("honorifics")),
        copulas=frozenset(words("copulas")),
        called=frozenset(words("called")),
        male_words=people.get("male", frozenset()),
        female_words=people.get("female", frozenset()),
        endings=endings | {""} if endings else endings,
        oblique=words("oblique_endings"),
        patronymics=words("patronymic_endings"),
        male_patronymics=words("male_patronymic_endings"),
        inflected=bool(endings),
    )


@lru_cache(maxsize=_KEPT)
def is_place(code: str, word: str) -> bool:
    """Tell whether a word in lower case, in any of its forms, is the name of a country or a capital."""
    known = name_words(code)
    return word in known.places or any(
        word[:n] in known.stems and word[n:] in known.endings
        for n in range(max(3, len(word) - 3), len(word) + bool(known.stems))
    )


def _declined(names: Iterable[str]) -> set[str]:
    """Write out the cases of Russian and Ukrainian first names.

    >>> sorted(_declined(["анна"]))
    ['анна', 'анне', 'анни', 'анной', 'анною', 'анну', 'анны', 'анні']
    """
    forms = set(names)
    for name in tuple(forms):
        endings = _CASES.get(name[-1], _CASES[""] if name[-1] not in _VOWELS else "")
        stem = name[:-1] if name[-1] in _CASES else name
        forms.update(stem + ending for ending in endings.split())
    return forms
