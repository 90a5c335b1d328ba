"""Voices: who spoke so far on a page, and whom it would mean by she, by him, or by no word at all."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from firsthand.reading.grammar.bits import (
    AUXILIARY,
    CAPITAL,
    COMMA,
    CONJUNCTION,
    CUE,
    NEWLINE,
    OF,
    POSSESSIVE,
    PREPOSITION,
    PUNCTUATION,
    STOP,
    VERB,
)
from firsthand.reading.grammar.descriptions import PERSON, Descriptions
from firsthand.reading.grammar.entities import Names
from firsthand.reading.grammar.names import Entity, Gender, Name
from firsthand.reading.statement import Kind, Speaker
from firsthand.text import Span

if TYPE_CHECKING:
    from firsthand.reading.grammar.passage import Passage

Number = Literal["one", "many", "thing", "any"]
NOBODY: Final = Speaker(None, "unknown")
_ARTICLES: Final = frozenset(["the", "a", "an"])  # before a name of no person: the Pacific Ocean
MOST: Final = 60  # names looked back at, however long the sentence
FAR: Final = 6  # sentences that a pronoun may look back
NEAR: Final = 4  # sentences that a plain description may look back


@dataclass(eq=False, slots=True)
class Voice:
    """Somebody who spoke, at the token and sentence where the source stands: an entity, or somebody without a name."""

    speaker: Speaker
    entity: Entity | None
    gender: Gender
    number: Number
    at: int
    sentence: int
    nested: bool = False
    """It speaks within what another says."""


class Voices:
    """Those who spoke, in the order of the text, and the names among which to look for the next one."""

    def __init__(self, p: Passage) -> None:
        self.p = p
        self.tokens, self.flags, self.words = p.tokens, p.tokens.flags, p.tokens.words
        self.names = Names(p)
        self.known = self.names.known
        self.told = Descriptions(p, self.names)
        self.lists = p.lexicon.lists
        self.he, self.she = self._pronouns("he"), self._pronouns("she")
        self.they = self._pronouns("they")
        self.sentence_starts = [first for first, _ in p.sentences]
        self.voices: list[Voice] = []
        self._of: dict[int, Speaker] = {}

    def _pronouns(self, name: str) -> frozenset[str]:
        empty: frozenset[str] = frozenset()
        return self.lists.get(name, empty) | self.lists.get(name + "_forms", empty)

    def sentence(self, i: int) -> int:
        """Return the number of the sentence, from 1, in which token `i` stands; 0 before the first."""
        return bisect_right(self.sentence_starts, i)

    def _named(self, entity: Entity, at: int, sentence: int) -> Voice:
        number: Number = "one" if entity.sort == "person" else "thing"
        return Voice(self.speaker(entity), entity, entity.gender, number, at, sentence)

    def speaker(self, entity: Entity) -> Speaker:
        """Return an entity as a speaker."""
        known = self._of.get(id(entity))
        if known is None:
            span = self._span(entity.best)
            kind: Kind = "named" if entity.sort == "person" else "collective" if entity.sort == "body" else "outlet"
            role, age = None, None
            if entity.sort == "person":
                _, role, age = self.told.presented(entity)
            known = self._of[id(entity)] = Speaker(span.of(self.tokens.text), kind, span, role, age)
        return known

    def _span(self, name: Name) -> Span:
        stop = self.tokens.ends[name.end - 1]
        if name.owner:
            stop -= 2 if self.words[name.end - 1][-1] == "s" else 1
        return Span(self.tokens.starts[name.first], stop)

    def _unnamed(self, kind: Kind, first: int, end: int, sentence: int, gender: Gender, number: Number) -> Voice:
        span = self.tokens.span(first, end)
        age = self.told.age(first, end) if kind == "unnamed" else None
        speaker = Speaker(None, kind, span, None, age) if kind != "unknown" else Speaker(None, kind, span)
        return Voice(speaker, None, gender, number, first, sentence)

    def _nobody(self, at: int, sentence: int) -> Voice:
        return Voice(NOBODY, None, "", "any", at, sentence)

    def _back(self, at: int, sentence: int, gender: Gender, number: Number) -> Voice | None:
        """Return whom a pronoun, or no word at all, at token `at` stands for."""
        best: Voice | None = None
        top = 0.0
        seen: dict[int, float] = {}
        for age, voice in enumerate(reversed(self.voices[-MOST:])):
            distance = sentence - voice.sentence
            if distance > FAR or age > 8:
                break
            if (
                (voice.entity is not None and not voice.entity.firm)
                or not agrees(gender, voice.gender)
                or voice.number == "many"
                or (voice.number == "thing" and number == "one")
            ):
                continue
            if voice.speaker is NOBODY or voice.at >= at:
                continue
            key = id(voice.entity or voice.speaker)
            score = 3.2 - distance * 0.6 - age * 0.7 + seen.get(key, 0.0)
            seen.setdefault(key, 0.5)
            if self.p.inside[voice.at] or (voice.nested and distance):
                score -= 2
            if score > top:
                best, top = voice, score
        for name in reversed(self.names.between(self._low(sentence - 2), at)[-MOST:]):
            entity = name.entity
            if (
                not entity.firm
                or entity.sort != "person"
                or self.p.inside[name.first]
                or (self.words[name.first - 1] in _ARTICLES and self.p.lexicon.code == "en")
                or not agrees(gender, entity.gender)
            ):
                continue
            distance = sentence - self.sentence(name.first)
            score = (
                2.2
                - distance * 0.7
                + (0.8 if self._is_subject(name) else -0.9)
                + (0.3 if gender and entity.gender == gender else 0.0)
            )
            if name.owner:
                score -= 0.3
            if score > top:
                best, top = self._named(entity, at, sentence), score
        if best is None:
            return None
        if gender and best.entity is not None and not best.entity.gender:
            best.entity.gender = gender
        return Voice(best.speaker, best.entity, best.gender, best.number, at, sentence)

    def _low(self, sentence: int) -> int:
        return self.sentence_starts[max(0, sentence - 1)] if self.sentence_starts else 0

    def _is_subject(self, name: Name) -> bool:
        """Tell whether a name can be the subject of its sentence: nothing stands before it that governs it."""
        i = name.begun - 1
        flags = self.flags
        low = self._low(self.sentence(name.first))
        while i >= low and not flags[i] & (PUNCTUATION | PREPOSITION | CUE | VERB | AUXILIARY | CAPITAL | OF):
            i -= 1
        if i < low:
            return True
        f = flags[i]
        if self.words[i] in self.known.copulas and i == name.begun - 1 and len(name.words) > 1:
            return True  # one of them is …
        if i == low and f & (PERSON | POSSESSIVE) and not f & (PREPOSITION | CUE):
            return True  # Her grandson …
        if f & (COMMA | CONJUNCTION):
            return name.end < len(flags) and bool(flags[name.end] & (VERB | CUE | AUXILIARY))
        return bool(f & (STOP | NEWLINE))


def agrees(a: Gender, b: Gender) -> bool:
    """Tell whether two genders can be one person's."""
    return not a or not b or a == b
