"""Descriptions: how people are presented, before their names and after them, and what a description says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from firsthand.reading.grammar.bits import (
    ADVERB,
    ANOTHER,
    AUXILIARY,
    BODY,
    CAPITAL,
    CLOSE_BRACKET,
    COMMA,
    CONJUNCTION,
    CUE,
    DETERMINER,
    DOCUMENT,
    KIN,
    NEWLINE,
    NUMBER,
    OF,
    OPEN_BRACKET,
    OPENER,
    OUTLET,
    PHRASE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    ROLE,
    STOP,
    TITLE,
    VERB,
)

if TYPE_CHECKING:
    from firsthand.reading.grammar.attribution import Range
    from firsthand.reading.grammar.entities import Names
    from firsthand.reading.grammar.names import Entity, Name
    from firsthand.reading.grammar.passage import Passage

PERSON: Final = ROLE | TITLE | KIN
SOME_NOUN: Final = PERSON | BODY | DOCUMENT | OUTLET
_SMALL: Final = DETERMINER | PREPOSITION | OF | CONJUNCTION | PRONOUN | PUNCTUATION | RELATIVE | ADVERB | POSSESSIVE
_MOST: Final = 50  # names of one whose surroundings are read
_AGE: Final = re.compile(
    r"(\d{1,2})[- ](?:year|летн|річн|лет\b|года?\b|рок(?:и|ів)\b|рік\b)"
    r"|^,? ?(?:de |aged |age )?(\d{1,2})(?: años)?\s*(?:,|$|\))|de (\d{1,2}) años"
)


class Descriptions:
    """The descriptions of one passage."""

    def __init__(self, p: Passage, names: Names) -> None:
        self.p, self.names, self.known = p, names, names.known
        self.tokens, self.flags, self.words = p.tokens, p.tokens.flags, p.tokens.words

    def case(self, name: Name) -> Literal["nominative", "oblique", ""]:
        """Return the case in which a name stands, as far as its other forms and its ending tell."""
        best = name.entity.best
        if len(best.words) < len(name.words):
            return ""
        worse = 0
        for word in name.words:
            match = next((other for other in best.words if self.names.same(word, other)), word)
            if match == word:
                continue
            worse += 1
        if worse:
            return "oblique"
        last = name.words[-1]
        if len(name.words) > 1 and last[-1] not in "аяиіїыеєуюоё" and not last.endswith(self.known.oblique):
            return "nominative"  # the first name may have no cases: Ендрю
        if any(len(word) > 3 and word.endswith(self.known.oblique) for word in name.words):
            return "oblique"
        return "nominative"

    def noun(self, first: int, end: int) -> int | None:
        """Return the noun that a description is about: its last in English, its first elsewhere."""
        flags = self.flags
        found = None
        for i in range(first, end):
            f = flags[i]
            if f & (OF | PREPOSITION) and i > first and not f & (DETERMINER | SOME_NOUN):
                break
            if f & SOME_NOUN:
                found = i
                if self.p.lexicon.code != "en":
                    break
        return found

    def content_words(self, first: int, end: int) -> set[str]:
        """Return the stems of what a description says, its small words left out."""
        return {
            self.stem(self.words[i])
            for i in range(first, end)
            if not self.flags[i] & _SMALL or self.flags[i] & SOME_NOUN
        }

    def stem(self, word: str) -> str:
        """Return a word without what its forms differ in."""
        if word.endswith(("'s", "’s")):
            word = word[:-2]
        return word[: max(4, len(word) - 2)] if self.known.inflected else word[: max(4, len(word) - 1)]

    def presented(self, entity: Entity) -> tuple[frozenset[str], str | None, int | None]:
        """Return the words in which somebody is presented, the role as the text gives it, the age."""
        if entity.presented is not None:
            return entity.presented
        found: set[str] = set()
        role: str | None = None
        age: int | None = None
        for name in entity.names[:_MOST]:
            before, after = self._title(name), self._apposition(name)
            if before and self.known.inflected and self.case(name) == "oblique" and self._whose(*before):
                before = None
            for piece in (before, after):
                if piece is None:
                    continue
                found |= self.content_words(*piece)
                if (noun := self.noun(*piece)) is not None:
                    entity.heads.add(self.stem(self.words[noun]))
                    if self.p.lexicon.code != "en" and noun + 1 < piece[1] and self.flags[noun + 1] & PERSON:
                        entity.heads.add(self.stem(self.words[noun + 1]))
                age = self.age(*piece) if age is None else age
                if role is None and noun is not None:
                    role = self._role(*piece)
        entity.presented = (frozenset(found), role, age)
        return entity.presented

    def beside(self, name: Name) -> tuple[Range, ...]:
        """Return the words before a name and after it that present it, where there are any."""
        return tuple(piece for piece in (self._before_name(name), self._apposition(name)) if piece is not None)

    def _before_name(self, name: Name) -> Range | None:
        first = name.begun
        while (
            first
            and name.begun - first < 3
            and not self.flags[first - 1] & (PUNCTUATION | VERB | CUE | OF | PREPOSITION)
        ):
            first -= 1
        return (first, name.first) if first < name.first else None

    def _whose(self, first: int, end: int) -> bool:
        noun = self.noun(first, end)
        return noun is not None and self.words[noun] in self.known.of_whom

    def _title(self, name: Name) -> Range | None:
        """Return the words before a name that present it."""
        flags = self.flags
        i = name.first
        apposed = bool(i and flags[i - 1] & COMMA and not self.known.inflected)
        if apposed:
            i -= 1  # el ministro, Leo Paz
        elif i and i == name.begun and flags[i - 1] & (OF | PREPOSITION) and not flags[i - 1] & DETERMINER:
            return None  # the minister of Transport
        low = max(0, i - 12)
        noun = False
        while i > low:
            f = flags[i - 1]
            if f & (PRONOUN | CUE | VERB | AUXILIARY | CONJUNCTION | NEWLINE) and not f & (
                SOME_NOUN | DETERMINER | POSSESSIVE | CAPITAL
            ):
                break
            if self.words[i - 1] in self.known.called:
                return None
            if f & PUNCTUATION and not (f & STOP and i - 2 >= low and (flags[i - 2] & TITLE or self._short(i - 1))):
                break
            if f & DETERMINER and not f & (SOME_NOUN | OF | PREPOSITION):
                i -= 1 if not f & ANOTHER else 0
                if apposed and i - 1 > low and flags[i - 1] & (OF | PREPOSITION) and self._governed(i - 1):
                    continue  # the commissioner for the prisoners, Ana Ruiz
                break
            if f & PREPOSITION and (not self._governed(i - 1)):
                break
            noun = noun or bool(f & PERSON)
            i -= 1
        return (i, name.first) if noun and i < name.first else self._aged(i, name.first)

    def _aged(self, first: int, end: int) -> Range | None:
        return (first, end) if first < end and any(self.words[i][0].isdigit() for i in range(first, end)) else None

    def _governed(self, i: int) -> bool:
        """Tell whether a person's noun stands right before the preposition: minister for, посол в."""
        before = self.flags[i - 1] if i > 0 else PUNCTUATION
        if before & (PERSON | CAPITAL) or (self.flags[i] & OF and not before & PUNCTUATION):
            return True
        # la comisionada tarsena para
        return i > 1 and not before & (_SMALL | CUE | VERB) and bool(self.flags[i - 2] & PERSON)

    def _apposition(self, name: Name) -> Range | None:
        """Return the words after a name, between commas or in brackets, that present it."""
        flags = self.flags
        i = name.end
        if i + 1 >= len(flags) or not flags[i] & (COMMA | OPEN_BRACKET):
            return None
        f = flags[i + 1]
        if (f & (CUE | PRONOUN | RELATIVE) and not f & (SOME_NOUN | DETERMINER)) or self.p.inside[i + 1]:
            return None
        j = i + 1
        while j < len(flags) and j - i < 24:
            f = flags[j]
            if (
                f & (CLOSE_BRACKET | NEWLINE)
                or (f & STOP and not self._short(j))
                or (
                    f & COMMA
                    and j > i + 1
                    and not (flags[j - 1] & NUMBER and j + 1 < len(flags) and flags[j + 1] & (DETERMINER | SOME_NOUN))
                )
            ):
                break
            if f & (CUE | AUXILIARY | VERB) and not f & (SOME_NOUN | CAPITAL):
                return None
            j += 1
        if not (self.noun(i + 1, j) is not None or self._aged(i + 1, j)):
            return None
        if flags[i + 1] & CAPITAL and not flags[i + 1] & SOME_NOUN:
            return None  # a list of names
        return (i + 1, j)

    def _short(self, stop: int) -> bool:
        """Tell whether the full stop belongs to the word before it: U.S., EE. UU."""
        word = self.words[stop - 1]
        return self.words[stop] == "." and ("." in word or word in ("ee", "uu") or (len(word) == 1 and word.isalpha()))

    def _role(self, first: int, end: int) -> str | None:
        """Return what a description says somebody is, without articles and ages; None if it only addresses them: Mr."""
        while first < end - 1 and (
            self.flags[first] & (NUMBER | COMMA | POSSESSIVE | CONJUNCTION)
            or (self.flags[first] & (OPENER | PHRASE) and not self.flags[first] & SOME_NOUN)  # по словам директора
            or self.words[first] in ("the", "a", "an", "el", "la", "los", "las", "un", "una")
        ):
            first += 1
        while end - 1 > first and self.flags[end - 1] & (PUNCTUATION | DETERMINER) and not self.flags[end - 1] & STOP:
            end -= 1
        last = end - 2 if self.flags[end - 1] & STOP and end - 1 > first else end - 1
        if self.words[last] in self.known.honorifics:
            return None
        return self.tokens.said(first, end)

    def age(self, first: int, end: int) -> int | None:
        """Return the age that tokens tell: 21-year-old, de 21 años, “, 21,”."""
        for i in range(first, end):
            word = self.words[i]
            if word[0].isdigit():
                match = _AGE.search(self.tokens.said(first, end))
                if match:
                    return int(next(group for group in match.groups() if group))
                return None
        return None
