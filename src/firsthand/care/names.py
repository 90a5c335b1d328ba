"""Names: whether a word of a page could be the name of somebody who must not be known.

A name is told by some of its words alone: a mere first name is nobody's identity. Two words are compared across
scripts, habits of romanisation and cases of declension. What is doubtful counts as the name: a page too many stays
unseen, no name too few.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from firsthand.linking.names import is_fathers_name, is_first_name
from firsthand.linking.sounds import alike, inflected, script_of, tables, word
from firsthand.reading.words import is_listed, tokens

LONGEST: Final = 60  # letters of a word that are looked at
_ALIKE: Final = 0.85
"""How alike two words have to sound."""
_LONG: Final = 4
"""Letters by which a form of a name differs from it at most, less one."""
_SHORT: Final = 3
"""Sounds up to which a name is compared more strictly: Ли, Ким."""
_ALIKE_SHORT: Final = 0.94
_PER_KEY: Final = 3
_STEM: Final = 2  # sounds that are left of a word without its ending
_ROUGH: Final = str.maketrans("bpfvgkhzscCSZJdtlrmnaeiouj", "ppppssssssssssttLRnnAAAAAA")
_SURNAME: Final = re.compile("(?:.[oe]va?|sk(?:ij|i|oj|aja)|[^aeiouj]ska|enko|Cuk|juk)$")
"""What ends surnames and no first names, in sounds."""
_SECOND: Final = frozenset(
    ("ana", "angel", "ann", "anna", "antonio", "carlos", "jesus", "jose", "luis", "manuel", "maria", "miguel", "pilar")
)
"""First names that follow another more often than they are surnames."""
_GLIDE: Final = re.compile("(?<=[aeio])u|u(?=[aeio])")  # Уэнлок and Венлок, Kravchuk and Krauchuk
_SOFTENED: Final = {"сі": "ха", "зі": "га", "ці": "ка"}  # Мусі is the dative of Муха
_ENDING: Final = re.compile(
    "(?<=...)(?:[аоуюяеєиіїыь]|[оеєыиі]м|[оеє][йю]|[оеє]ві|ого|ому|их|ых|[aueiyos]|i?em|om|ow[ia]|ov[ia]|ą|ę|ą|ou)$"
)
"""Of declension, as it is written: without it, names of irregular spelling are heard more surely."""
_CAPITAL: Final = re.compile(r"(?<=[^\W\d_A-ZÀ-ÖØ-ÞЀ-Я])(?=[A-ZÀ-ÖØ-ÞЀ-Я])")
_DIGIT: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_DIGITS: Final = 3  # of a number that may tell somebody by itself
_CYRILLIC_OF_LATIN: Final = str.maketrans("aceiopxyj", "асеіорхуј")
_LATIN_OF_CYRILLIC: Final = str.maketrans("асеіорхуј", "aceiopxyj")


def unglued(text: str) -> str:
    """Return a text with spaces where words were run together: brotherWhen, Belyaev2001."""
    return _DIGIT.sub(" ", _CAPITAL.sub(" ", text))


def identifying(name: str) -> frozenset[str]:
    """Return the words of a name that tell who somebody is: its surnames, patronymics and whatever is not known.

    First names are left out, and small words and initials; but not where a name may begin with the surname, or where a
    first name may be a surname. A name that is a first name only has no such word.

    >>> sorted(identifying("Anton Ilyich Belyaev")), sorted(identifying("Беляев Антон"))
    (['belyaev', 'ilyich'], ['беляев'])
    >>> sorted(identifying("Lucía Martín")), identifying("Антон")
    (['lucía', 'martín'], frozenset())
    """
    if len(name.split()) == 1 and (apart := _CAPITAL.sub(" ", name)) != name:  # AntonBelyaev
        return identifying(apart).union(plain_tokens(name))
    parts = [
        each[:LONGEST] for each in plain_tokens(name) if len(each) > 1 and (not each.isdigit() or len(each) >= _DIGITS)
    ]
    parts = [each for each in parts[:-1] if each not in _small()] + parts[-1:]
    first = [_is_first_name(each) for each in parts]
    if all(first):
        return frozenset(parts if len(parts) > 1 else ())
    turned = _is_surname(parts[0])

    def is_mere(at: int) -> bool:
        if at == len(parts) - 1:
            return turned
        if at == 0:
            return not first[-1]
        return turned or is_fathers_name(parts[at + 1]) or (first[0] and plain(parts[at]) in _SECOND)

    return frozenset(each for at, each in enumerate(parts) if not (first[at] and is_mere(at)))


@lru_cache(maxsize=1 << 16)
def keys(text: str) -> frozenset[str]:
    """Return the keys of a word, by which the words that could be the same name are found: they share one.

    A key is made of the first consonants, roughly, of each way to read the word, with and without its ending.

    >>> keys("Беляевым") & keys("belyaev") != frozenset()
    True
    """
    found: set[str] = set()
    for spelling in _spellings(text):
        for reading in word(spelling).readings:
            sounds = reading.sounds
            found.update((_key(sounds), _key(_GLIDE.sub("v", sounds))))
            found.update(
                _key(sounds.removesuffix(ending))
                for ending in _endings()
                if sounds.endswith(ending) and len(sounds) - len(ending) >= _STEM
            )
    return frozenset(found) or frozenset([text])


@lru_cache(maxsize=1 << 16)
def could_be(text: str, name: str) -> bool:
    """Tell whether a word of a page could be a word of a name, in any script, spelling and case.

    Args:
        text: A word as `plain_tokens` gives it.
        name: A word that is `identifying`.

    >>> could_be("беляева", "belyaev"), could_be("beljajew", "беляев"), could_be("соколова", "belyaev")
    (True, True, False)
    """
    if text == name:
        return True
    if keys(text).isdisjoint(keys(name)) or not any(c.isalpha() for c in text):
        return False
    return any(_could_be(one, other) for one in _spellings(text) for other in _spellings(name))


def _could_be(text: str, name: str) -> bool:
    a, b = word(text), word(name)
    if not a.readings or not b.readings:
        return False
    if a.script == b.script and same_stem(plain(text), plain(name)):
        return True
    if inflected(a, b):
        return True
    heard = alike(a, b)
    shortest = min(len(reading.sounds) for each in (a, b) for reading in each.readings)
    if shortest <= _SHORT:
        return heard >= _ALIKE_SHORT
    if is_listed(text):
        return heard >= _ALIKE
    bare = word(_ENDING.sub("", text)), word(_ENDING.sub("", name))
    return max(heard, alike(*bare)) >= _ALIKE


def same_stem(text: str, name: str) -> bool:
    """Tell whether a word may be a name of the same script in one of its cases: Павла for Павел, Anton’s for Anton.

    Short names make it see more than there is: a word too many is left out, no name too few.
    """
    kept = len(name) if name.isascii() else max(len(name) - 2, min(len(name) - 1, 3))
    return text == name or (len(name) > 2 and abs(len(text) - len(name)) < _LONG and text[:kept] == name[:kept])


def plain(text: str) -> str:
    """Return a word without accents, as addresses have it."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def plain_tokens(text: str) -> list[str]:
    """Return the words of a text in small letters and without apostrophes, in text order."""
    return [each for token in tokens(unicodedata.normalize("NFKC", text)) if (each := token.replace("ʼ", ""))]


def _spellings(text: str) -> tuple[str, ...]:
    """Return a word, and what may be meant where it mixes letters that look alike, has ў, or a softened consonant."""
    found = {text: None}
    scripts = {script_of(c) for c in text if c.isalpha()}
    if {"CYRILLIC", "LATIN"} <= scripts:
        found[text.translate(_CYRILLIC_OF_LATIN)] = found[text.translate(_LATIN_OF_CYRILLIC)] = None
    if "ў" in text:
        found[text.replace("ў", "в")] = None
    if softened := _SOFTENED.get(text[-2:]):
        found[text[:-2] + softened] = None
    return tuple(found)


def _is_first_name(text: str) -> bool:
    return is_first_name(text) or any(reading.sounds in _first_names() for reading in word(text).readings)


@cache
def _first_names() -> frozenset[str]:
    """Return the sounds of the names in first_names.toml."""
    held = tomllib.loads(files("firsthand.care").joinpath("first_names.toml").read_text(encoding="utf-8"))
    names = [each for name in held["names"].split() for each in plain_tokens(name)]
    return frozenset(reading.sounds for name in names for reading in word(name).readings)


def _is_surname(text: str) -> bool:
    """Tell whether a word ends as surnames do and first names do not."""
    return any(len(reading.sounds) > _LONG and _SURNAME.search(reading.sounds) for reading in word(text).readings[:1])


def _key(sounds: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sounds.translate(_ROUGH).replace("A", ""))[:_PER_KEY] or "A"


@cache
def _endings() -> tuple[str, ...]:
    return tuple(tables()["sounds"]["endings"].split())


@cache
def _small() -> frozenset[str]:
    return frozenset(tables()["parts"]["particles"].split())
