"""Names: where somebody or something is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from firsthand.reading.grammar.bits import (
    ADVERB,
    AUXILIARY,
    BODY,
    CAPITAL,
    COMPLEMENTISER,
    CONJUNCTION,
    CUE,
    DETERMINER,
    DOCUMENT,
    KIN,
    NEWLINE,
    OF,
    OPENER,
    OUTLET,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    ROLE,
    STOP,
    TIME,
    TITLE,
    VERB,
)
from firsthand.reading.grammar.name_words import is_place, name_words

if TYPE_CHECKING:
    from firsthand.reading.grammar.passage import Passage

Gender = Literal["", "m", "f"]
Sort = Literal["person", "body", "outlet"]
_NEVER: Final = PRONOUN | OPENER | DETERMINER | CONJUNCTION | AUXILIARY | COMPLEMENTISER | RELATIVE | TIME | POSSESSIVE
_NO_NAME: Final = _NEVER | PREPOSITION
_TITLE: Final = TITLE | ROLE | KIN
_POSSESSIVE: Final = ("'s", "’s", "s'", "s’")
_JOINING: Final = frozenset(
    ["de", "del", "da", "dos", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la", "los"]
)
_WITHIN: Final = frozenset(["of", "for", "and", "para", "y", "e"])
_AFTER_WITHIN: Final = _WITHIN | {"the", "la", "el", "los", "las"}
_WHERE: Final = frozenset(["in", "at", "в", "у", "на", "із", "з"])
ADJECTIVE: Final = ("ый", "ий", "ой", "ая", "ое", "ого", "ому", "ым", "ом", "им", "ей", "ую", "на", "ну", "ної", "ній")
_LONGEST: Final = 6


@dataclass(eq=False, slots=True)
class Name:
    """One place where somebody or something is named: tokens `[first, end)`."""

    first: int
    end: int
    words: tuple[str, ...]
    """Lower case, without a possessive ending."""
    owner: bool
    """It ends in a possessive: Smith’s."""
    begun: int
    """Where the capital words begin, titles included."""
    trimmed: bool
    """Words that say where someone is from stood before it: U.S. President …"""
    sort: Sort
    loose: bool
    """The capital letter may be the sentence's or the headline's."""
    entity: Entity = field(init=False)
    """Whom it stands for: set once all names are found."""


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody or something, by all names that stand for it."""

    sort: Sort
    words: tuple[str, ...]
    """Those of its fullest name."""
    best: Name
    """Where its fullest name stands, in the nominative if it can be told."""
    names: list[Name] = field(default_factory=list)
    gender: Gender = ""
    firm: bool = False
    """It is named by several words, or where no sentence begins: its capital letter is its own."""
    sure: bool = False
    """Whether the gender is said rather than guessed."""
    heads: set[str] = field(default_factory=set)
    """Stems of the nouns that present it."""
    presented: tuple[frozenset[str], str | None, int | None] | None = None
    """Words of its descriptions, the role as the text gives it, its age: filled by who asks for it."""


class NameFinder:
    """Finds names in one passage."""

    def __init__(self, p: Passage) -> None:
        self.p, self.tokens = p, p.tokens
        self.known = name_words(p.lexicon.code)

    def find(self) -> list[Name]:
        """Return the names in text order."""
        flags = self.tokens.flags
        own = self.p.lexicon.code != "en"  # there a capital letter within a sentence is a name's: Том, Kim Jong Un
        words = self.tokens.words
        known = self.known.given
        capitals = [
            i
            for i, f in enumerate(flags)
            if f & CAPITAL
            and (not f & _NO_NAME or words[i] in known or ((own or words[i] == "the") and not self._begins(i)))
        ]
        found: list[Name] = []
        at, count = 0, len(capitals)
        while at < count:
            first = capitals[at]
            end = first + 1
            at += 1
            while at < count and end - first < 12:
                following = capitals[at]
                if following != end and (following > end + 2 or not self._joined(first, end, following)):
                    break
                if self._owns(end - 1) or self._parts(end - 1, following):
                    break
                end = following + 1
                at += 1
            if (name := self._name(first, end)) is not None:
                found.append(name)
        return found

    def _owns(self, i: int) -> bool:
        return self.tokens.words[i].endswith(_POSSESSIVE) and len(self.tokens.words[i]) > 3

    def _parts(self, last: int, following: int) -> bool:
        """Tell whether a capital word is not part of the name before it: Trump Says, газета The Hill Белова."""
        f, text, starts = self.tokens.flags[following], self.tokens.text, self.tokens.starts
        if f & (CUE | VERB) and not f & _TITLE and self.tokens.words[following] not in self.known.places:
            return True
        return self.known.inflected and text[starts[last]].isascii() != text[starts[following]].isascii()

    def _joined(self, first: int, end: int, following: int) -> bool:
        """Tell whether what stands between two capital words belongs to the name: J. Smith, Ana de la Cruz."""
        words, flags = self.tokens.words, self.tokens.flags
        between = words[end:following]
        if between == ["."]:
            before = words[end - 1]
            return self.tokens.ends[end - 1] == self.tokens.starts[end] and (
                len(before) == 1 or "." in before or before in ("ee", "uu") or bool(flags[end - 1] & TITLE)
            )
        if not between:
            return False
        if between[0] in _WITHIN:
            return bool(flags[first] & BODY) and between[-1] in _AFTER_WITHIN
        if not all(word in _JOINING for word in between):
            return False
        before = words[end - 1]
        if flags[end - 1] & BODY or before in self.known.places:
            return not flags[end - 1] & _TITLE
        return (end > 1 and bool(flags[end - 2] & CAPITAL)) or before in self.known.given

    def _name(self, first: int, end: int) -> Name | None:
        """Make a name of capital words, without titles and places before it; None if it names nobody."""
        flags, words, known = self.tokens.flags, self.tokens.words, self.known
        begun, bits, trimmed = first, 0, False
        for f in flags[first:end]:
            bits |= f
        if bits & _TITLE:
            if (bare := self._untitled(first, end)) is None:
                return None
            first, trimmed = bare, bare > first
        if end - first > 1:
            if (bare := self._unplaced(first, end)) > first:
                first, trimmed = bare, True
            if any(char.isdigit() for char in words[first]):
                first += 1
            if (bare := self._from_given(first, end)) > first:
                first, trimmed = bare, True
        if (
            known.inflected
            and end == first + 1
            and end < len(words)
            and words[end] in known.bodies
            and words[first].endswith(ADJECTIVE)
        ):
            end += 1
        if end - first > _LONGEST + 2:
            return None
        last = words[end - 1]
        owner = self._owns(end - 1)
        if end < len(words) and words[end] == "." and ("." in last or last == "uu"):
            end += 1
        parts = [word for word in words[first:end] if word != "."]
        if not parts:
            return None
        if owner:
            parts[-1] = last[:-2] if last[-1] == "s" else last[:-1]
        loose = self._begins(first)
        if len(parts) == 1 and self._is_no_name(first, parts[0], loose=loose):
            return None
        if ("'" in parts[0] or "’" in parts[0]) and flags[first] == CAPITAL and _contracted(parts[0]):
            return None
        if len(parts) > 3 and trimmed and known.inflected:
            first, parts = end - 2, parts[-2:]
            loose = self._begins(first)
        sort = self._sort(first, end, parts, bits, trimmed)
        return Name(first, end, tuple(parts), owner, begun, trimmed, sort, loose)

    def _is_no_name(self, i: int, word: str, *, loose: bool) -> bool:
        """Tell whether a single word has its capital letter from the sentence it begins, or is no name anywhere."""
        f = self.tokens.flags[i]
        return (
            bool(f & (OUTLET | _NEVER))
            or word == "the"
            or (loose and bool(f & (CUE | VERB | ADVERB) or (f & (BODY | DOCUMENT) and not self._place(i))))
        )

    def _untitled(self, first: int, end: int) -> int | None:
        """Return where a name begins after the titles before it: President Ana Ruiz; None if there is nothing else."""
        flags, words, begun = self.tokens.flags, self.tokens.words, first
        given = self.known.given if end - first > 1 else self.known.male
        for i in range(end - 1, first - 1, -1):
            if flags[i] & _TITLE and not (i == end - 1 and end - first > 1 and words[first] in given):
                if flags[i] & (BODY | OUTLET) and i > begun:
                    continue
                first = i + 1
                while first < end and (words[first] in (".", "de", "del", "la", "of") or flags[first] & OF):
                    first += 1
                break
        return first if first < end else None

    def _unplaced(self, first: int, end: int) -> int:
        """Return where a name begins after the places and initials before it: U.S. Senator, Spain’s Ana Ruiz."""
        words = self.tokens.words
        while (
            end - first > 1
            and words[first + 1] != "."
            and (self._place(first) or self._acronym(first))
            and not self._whole(first, end)
        ):
            first += 1
            while end - first > 1 and (words[first] in _JOINING or words[first] in ("of", ".")):
                first += 1
        return first

    def _from_given(self, first: int, end: int) -> int:
        """Return where the first name begins within a run of capital words: Dayline Ana Ruiz, In Ruiz Leo Paz."""
        flags, words, given = self.tokens.flags, self.tokens.words, self.known.given
        if end - first < 3 or words[first] in given:
            return first
        for i in range(first + 1, end - 1):
            if words[end - 1].endswith(self.known.patronymics) and not self.known.inflected:
                return first
            if words[i] in given and (
                self._begins(first)
                or flags[first - 1] & (_TITLE | BODY)
                or any(flags[j] & (BODY | OUTLET) or self._place(j) for j in range(first, i))
            ):
                return i
        within = first and words[first - 1] in _WHERE and self.p.lexicon.code != "es"
        return first + 1 if within and not any(f & (BODY | OUTLET) for f in flags[first:end]) else first

    def _begins(self, i: int) -> bool:
        """Tell whether a sentence, a line or a quotation may begin at this token."""
        if i == 0:
            return True
        before = self.tokens.flags[i - 1]
        if before & (STOP | NEWLINE):
            return not (self.tokens.words[i - 1] == "." and i > 1 and self.tokens.flags[i - 2] & TITLE)
        mark = self.p.inside[i]
        return bool(mark and self.p.quoted[mark - 1].first == i - 1) or self.tokens.words[i - 1] in "—–-•*"

    def _place(self, i: int) -> bool:
        word = self.tokens.words[i]
        return is_place(self.p.lexicon.code, word[:-2] if word.endswith(("'s", "’s")) else word)

    def _acronym(self, i: int) -> bool:
        word = self.tokens.text[self.tokens.starts[i] : self.tokens.ends[i]]
        return len(word) > 1 and word.isupper() and len(word) < 6

    def _whole(self, first: int, end: int) -> bool:
        """Tell whether a place and what follows it are one name: North Korea, Russia Today, Corea del Norte."""
        if end - first == 2:
            return (
                not self.known.inflected
                or bool(self.tokens.flags[first + 1] & (BODY | OUTLET))
                or self._press(first + 1)
            )
        return any(self.tokens.flags[i] & (BODY | OUTLET) or self._press(i) for i in range(first + 1, end)) or (
            self.tokens.words[first + 1] in _JOINING and end - first == 3
        )

    def _press(self, i: int) -> bool:
        return self.tokens.words[i] in self.known.press

    def _sort(self, first: int, end: int, parts: list[str], bits: int, trimmed: bool) -> Sort:
        known = self.known
        if parts[0] in known.male or parts[0] in known.female:
            return "person"
        marked = self.p.inside[first]
        if marked and self.p.quoted[marked - 1].first == first - 1 and self.p.quoted[marked - 1].end == end + 1:
            return "outlet"
        if bits & (BODY | OUTLET) and trimmed:
            bits = 0
            for f in self.tokens.flags[first:end]:
                bits |= f
        press = parts[0] == "the" or not known.press.isdisjoint(parts)
        if not press and (bits & OUTLET or (known.inflected and self.tokens.text[self.tokens.starts[first]].isascii())):
            return "outlet"
        body = bits & BODY or parts[-1] in known.bodies or (len(parts) == 1 and self._acronym(first))
        placed = any(is_place(self.p.lexicon.code, part) for part in parts) if press or not body else False
        if press:
            return "body" if placed else "outlet"
        return "body" if body or placed else "person"


def _contracted(word: str) -> bool:
    """Tell whether a word is an English pronoun with its verb: I’ve, he’s."""
    return word.replace("’", "'").partition("'")[0] in (
        "i",
        "he",
        "she",
        "it",
        "we",
        "you",
        "they",
        "that",
        "there",
        "what",
    )
