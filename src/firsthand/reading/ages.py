"""Ages: how old somebody says they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from firsthand.languages import expand, section

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD: Final = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_CLAUSE: Final = re.compile(r"[.,!?…;:—–\n]+|\s-\s")
_POSSIBLE: Final = range(3, 111)
_TENS: Final = 20
_HUNDRED: Final = 100

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lists:
    numbers: dict[str, int]
    joins: frozenset[str]
    years: tuple[_Words, ...]
    """Longest first; the empty one last."""
    asked: tuple[_Words, ...]
    told: tuple[tuple[_Words, _Words], ...]
    """What stands before the number and after it."""


def asks_age(words: str, language: str) -> bool:
    """Tell whether somebody is asked how old they are.

    Args:
        words: What is asked.
        language: One that has a file.
    """
    said = [word for clause in _clauses(words) for word in clause]
    return any(_at(said, phrase, place) for phrase in _lists(language).asked for place in range(len(said)))


def told_age(words: str, language: str, *, asked: bool = False) -> int | None:
    """Return the age that somebody tells; None where they do not.

    Args:
        words: What they say.
        language: One that has a file.
        asked: Whether they were asked for it: then a number alone is enough.

    >>> told_age("Беляев Антон Ильич. Двадцать три года.", "ru", asked=True), told_age("I'm 19 years old.", "en")
    (23, 19)
    >>> told_age("We rode two days. Twenty of us.", "en") is None
    True
    """
    lists = _lists(language)
    for clause in _clauses(words):
        for before, after in lists.told:
            for place in range(len(clause)):
                if not _at(clause, before, place) or not (found := _number(clause, place + len(before), lists)):
                    continue
                age, end = found
                ends = _at(clause, after, end) if after else end == len(clause)
                if ends and age in _POSSIBLE:
                    return age
        if asked and (found := _number(clause, 0, lists)):
            age, end = found
            if age in _POSSIBLE and any(tuple(clause[end:]) == unit for unit in lists.years):
                return age
    return None


def _clauses(words: str) -> list[list[str]]:
    plain = re.sub("[’ʼ`]", "'", words.lower())
    return [_WORD.findall(clause) for clause in _CLAUSE.split(plain)]


def _at(words: Sequence[str], phrase: _Words, place: int) -> bool:
    return tuple(words[place : place + len(phrase)]) == phrase


def _number(words: Sequence[str], at: int, lists: _Lists) -> tuple[int, int] | None:
    """Return the number that stands there, and where it ends."""
    word = words[at] if at < len(words) else ""
    if word.isdecimal():
        return (int(word), at + 1) if len(word) < len(str(_HUNDRED)) + 1 else None
    value = lists.numbers.get(word)
    if value is None or value >= _HUNDRED:
        return None
    at += 1
    if value >= _TENS and value % 10 == 0:
        ones = at + (at + 1 < len(words) and words[at] in lists.joins)
        more = lists.numbers.get(words[ones], 0) if ones < len(words) else 0
        if 0 < more < 10:
            return value + more, ones + 1
    return value, at


@cache
def _lists(language: str) -> _Lists:
    own, numbers = section(language, "transcripts"), section(language, "telling")["numbers"]
    known = {_plain(form): int(value) for value, forms in numbers.items() for form in expand(forms)}
    known |= {_plain(form): 1 for form in expand(own["one"])}
    told = (phrase.partition("…") for phrase in expand(own["age_told"]))
    return _Lists(
        numbers=known,
        joins=frozenset(own["joins"].split()),
        years=(*sorted((_split(phrase) for phrase in expand(own["years"])), key=len, reverse=True), ()),
        asked=tuple(_split(phrase) for phrase in expand(own["age_asked"])),
        told=tuple((_split(before), _split(after)) for before, _, after in told),
    )


def _plain(form: str) -> str:
    return re.sub("[’ʼ`]", "'", form)


def _split(phrase: str) -> _Words:
    return tuple(_WORD.findall(_plain(phrase)))
