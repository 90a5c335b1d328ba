"""Circumstance cues: which words of a page speak of captivity, age, harm and secrecy, and of translation."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Final

from firsthand.languages import expand, section
from firsthand.reading.grammar.bits import (
    CAPITAL,
    NUMBER,
    ROLE,
)
from firsthand.text import Span

if TYPE_CHECKING:
    from firsthand.reading.grammar.passage import Passage
    from firsthand.text import Document

Range = tuple[int, int]

_NAMES: Final = (
    "captives",
    "war",
    "captivity",
    "taken",
    "surrendered",
    "first_person",
    "soldiers",
    "youths",
    "officials",
    "relatives",
    "released",
    "minors",
    "victims",
    "anonymous",
    "sources",
    "degrading",
    "interpreter",
    "translation",
    "calques",
)
(
    CAPTIVE,
    WAR,
    STATE,
    TAKEN,
    SURRENDERED,
    FIRST_PERSON,
    SOLDIER,
    YOUTH,
    OFFICIAL,
    RELATIVE,
    RELEASED,
    MINOR,
    VICTIM,
    ANONYMOUS,
    SOURCE,
    DEGRADING,
    INTERPRETER,
    TRANSLATION,
    CALQUE,
    PHRASE,
    YEARS,
) = (1 << bit for bit in range(len(_NAMES) + 2))
CUE_OF_CAPTIVITY: Final = CAPTIVE | WAR | STATE | TAKEN | SURRENDERED
OF_A_PERSON: Final = SOLDIER | YOUTH | OFFICIAL | RELATIVE | MINOR | CAPTIVE | SOURCE
OF_AGE: Final = 18
WORD: Final = re.compile(r"\w+(?:['’ʼ.\-‑]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Table:
    """What a language's file knows of circumstances."""

    words: dict[str, int]
    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], int], ...]]]
    """By first word and second word."""
    year: re.Pattern[str] | None
    """An age written as one word: 17-year-old."""
    outlets: frozenset[str]
    source_line: re.Pattern[str] | None
    stray_stop: re.Pattern[str] | None
    """A full stop before a word that begins no sentence."""
    passive: frozenset[str]
    """Before what was done to somebody: was captured; empty where the form of the word tells it."""


@cache
def _table(code: str) -> Table:
    own, endings = section(code, "circumstances"), section(code, "endings")
    words: dict[str, int] = defaultdict(int)
    phrases: dict[tuple[str, str], dict[tuple[str, ...], int]] = defaultdict(lambda: defaultdict(int))
    for number, name in enumerate(_NAMES):
        for phrase in expand(own.get(name, ()), endings):
            parts = tuple(WORD.findall(phrase))
            if len(parts) == 1:
                words[parts[0]] |= 1 << number
            else:
                phrases[parts[0], parts[1]][parts] |= 1 << number
                words[parts[0]] |= PHRASE
    by_words: dict[str, dict[str, tuple[tuple[tuple[str, ...], int], ...]]] = defaultdict(dict)
    for (first, second), group in phrases.items():
        by_words[first][second] = tuple(group.items())
    for word in own.get("years", ()):
        words[word] |= YEARS
    stems = "|".join(own.get("year_stems", "").split())
    lower = "|".join(own.get("lower_after_stop", ()))
    lines = "|".join(re.escape(line) for line in expand(section(code, "credits").get("line", ())))
    return Table(
        words=dict(words),
        phrases=dict(by_words),
        year=re.compile(rf"(\d{{1,2}})[-‑](?:{stems})") if stems else None,
        outlets=frozenset(expand(section(code, "credits").get("nouns", ""))),
        source_line=re.compile(rf"(?im)^[ \t(\[]*(?:{lines})\s*:") if lines else None,
        stray_stop=re.compile(rf"\.[ \xa0](?:{lower})\b") if lower else None,
        passive=frozenset(own.get("passive", ())),
    )


_NEAR: Final = 8  # tokens between a soldier and a cue of captivity


class Page:
    """One passage with the cues that stand in it."""

    def __init__(self, document: Document, p: Passage) -> None:
        self.document, self.p, self.table = document, p, _table(p.lexicon.code)
        self.tokens, self.flags, self.words = p.tokens, p.tokens.flags, p.tokens.words
        self.starts = [first for first, _ in p.sentences]
        self.nobody = p.lexicon.lists["nobody"]
        self.phrases: list[tuple[int, int, int]] = []
        self.years: dict[int, int] = {}
        """Ages that are written as one word: 17-year-old."""
        self.at = self._find()
        self.any = 0
        for bits in self.at.values():
            self.any |= bits
        self.war = self._is_of_war()
        self.captives = self.war or bool(self.any & (CAPTIVE | WAR))
        self.group = self._group() if self.any & TAKEN else frozenset[str]()
        self._places: dict[str, list[int]] | None = None
        self.telling = self._telling()

    def _telling(self) -> list[int]:
        """Return the tokens that say something of a person: cues, ages in one word, what captives are called here."""
        telling = set(self.at)
        if self.table.year:
            match, words = self.table.year.match, self.words
            self.years = {i: int(age[1]) for i, f in enumerate(self.flags) if f & NUMBER and (age := match(words[i]))}
            telling.update(self.years)
        if self.group:
            telling.update(i for i, word in enumerate(self.words) if stem(word) in self.group)
        return sorted(telling)

    def tells(self, first: int, end: int) -> bool:
        """Tell whether anything is said of a person within tokens `[first, end)`."""
        at = bisect_left(self.telling, first)
        return at < len(self.telling) and self.telling[at] < end

    def _find(self) -> dict[int, int]:
        """Return what each token is a cue of; of no list, then it is not there."""
        known, at, words = self.table.words, dict[int, int](), self.words
        furniture = self.document.furniture
        f = 0
        for i in compress(range(len(words)), map(known.__contains__, words)):
            c = known[words[i]]
            start = self.tokens.starts[i]
            while f < len(furniture) and furniture[f].end <= start:
                f += 1
            if f < len(furniture) and furniture[f].start <= start and not c & PHRASE:
                continue
            if c != PHRASE:
                at[i] = at.get(i, 0) | (c & ~PHRASE)
            if c & PHRASE and i + 1 < len(words):
                for parts, bits in self.table.phrases[words[i]].get(words[i + 1], ()):
                    if tuple(words[i : i + len(parts)]) == parts:
                        self.phrases.append((i, i + len(parts), bits))
                        for k in range(i, i + len(parts)):
                            at[k] = at.get(k, 0) | bits
        return at

    def _is_of_war(self) -> bool:
        """Tell whether soldiers are captives here: a soldier stands beside a cue of captivity, or only war makes it."""
        if not self.any & CUE_OF_CAPTIVITY:
            return False
        if self.any & WAR:
            return True
        soldiers = [i for i, bits in self.at.items() if bits & SOLDIER]
        cues = [i for i, bits in self.at.items() if bits & CUE_OF_CAPTIVITY]
        return any(
            abs(i - j) <= _NEAR and self.sentence(i) == self.sentence(j) for i in soldiers[:200] for j in cues[:200]
        )

    def _group(self) -> frozenset[str]:
        """Return the stems of what captives are called here: detained *sailors*, *activists* arrested in May."""
        found = set()
        for i, bits in self.at.items():
            if bits & TAKEN:
                for j in (i - 2, i - 1, i + 1, i + 2):
                    if 0 <= j < len(self.words) and self.flags[j] & ROLE and not self.at.get(j, 0) & OFFICIAL:
                        found.add(stem(self.words[j]))
        return frozenset(found)

    def sentence(self, i: int) -> Range:
        """Return the sentence in which a token stands."""
        number = max(0, bisect_right(self.starts, i) - 1)
        return self.p.sentences[number] if self.p.sentences else (0, len(self.words))

    def range(self, span: Span) -> Range:
        """Return the tokens of a span."""
        return self.tokens.at(span.start), self.tokens.at(span.end - 1) + 1

    def places(self, word: str) -> list[int]:
        """Return where a word of a name stands, whatever its case ending."""
        if self._places is None:
            self._places = defaultdict(list)
            for i, f in enumerate(self.flags):
                if f & CAPITAL:
                    self._places[stem(self.words[i])].append(i)
        return self._places.get(stem(word), [])


def stem(word: str) -> str:
    """Return a word without what its forms differ in."""
    word = word.removesuffix("'s").removesuffix("’s")
    return word[: max(4, len(word) - 2)] if len(word) > 4 else word
