"""Names: who is named in a passage, and which of the names stand for one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from firsthand.languages import expand, section
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
from firsthand.reading.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.reading.grammar.passage import Passage

Range = tuple[int, int]
_T = TypeVar("_T")
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
_ADJECTIVE: Final = ("ый", "ий", "ой", "ая", "ое", "ого", "ому", "ым", "ом", "им", "ей", "ую", "на", "ну", "ної", "ній")
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
_LONGEST: Final = 6
_KEPT: Final = 20_000  # words remembered to be places or not
_MOST: Final = 50  # names that are compared with one, so that a hostile page costs no more than its length


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
    nobody: frozenset[str]
    """Words by which nobody is said to have spoken: nobody, nadie."""
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
        nobody=frozenset(words("nobody")),
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
def _is_place(code: str, word: str) -> bool:
    known = name_words(code)
    return word in known.places or any(
        word[:n] in known.stems and word[n:] in known.endings
        for n in range(max(3, len(word) - 3), len(word) + bool(known.stems))
    )


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


class Names:
    """The names of one passage, and the entities that they stand for."""

    def __init__(self, p: Passage) -> None:
        self.p = p
        self.known = name_words(p.lexicon.code)
        self.tokens = p.tokens
        self.shared = 3 if self.known.inflected else None
        """How many letters forms of one word share at least; None where all."""
        self.found = self._find()
        self.entities: list[Entity] = []
        self._by_word: dict[str, list[Entity]] = {}
        self._cluster()
        self.starts = [name.first for name in self.found]

    # ---------------------------------------------------------------------------------------------- finding

    def _find(self) -> list[Name]:
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
            and words[first].endswith(_ADJECTIVE)
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
        """Tell whether a single word has its capital letter from the sentence that it begins, or is no name anywhere."""
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

    def place(self, word: str) -> bool:
        """Tell whether a word in lower case, in any of its forms, is the name of a country or a capital."""
        return _is_place(self.p.lexicon.code, word)

    def _place(self, i: int) -> bool:
        word = self.tokens.words[i]
        return self.place(word[:-2] if word.endswith(("'s", "’s")) else word)

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
        placed = any(map(self.place, parts)) if press or not body else False
        if press:
            return "body" if placed else "outlet"
        return "body" if body or placed else "person"

    # ---------------------------------------------------------------------------------------------- clustering

    def same(self, a: str, b: str) -> bool:
        """Tell whether two words, lower case, are forms of one name."""
        if a == b:
            return True
        endings = self.known.endings
        if not endings or a[:3] != b[:3] or len(a) < 3:
            return False
        shared = 3
        for x, y in zip(a[3:], b[3:], strict=False):
            if x != y:
                break
            shared += 1
        return a[shared:] in endings and b[shared:] in endings

    def _key(self, word: str) -> str:
        return word[: self.shared]

    def _cluster(self) -> None:
        """Put names together that stand for one: names of several words first, then the single words among them."""
        long = [name for name in self.found if len(name.words) > 1]
        tails: dict[str, list[tuple[str, ...]]] = {}
        for name in long:
            if len(name.words) == 2:
                _put(tails, self._key(name.words[1]), name.words)
        headlines = self._headlines() if self.p.lexicon.code == "en" else []
        for name in long:
            at = bisect_right(headlines, (name.first, len(self.tokens))) - 1
            self._undress(name, tails, headline=at >= 0 and name.first < headlines[at][1])
        long = [name for name in long if len(name.words) > 1]
        for name in sorted(long, key=lambda n: (-len(n.words), n.first)):
            name.entity = self._holder(name) or self._new(name)
            name.entity.names.append(name)
        self._cluster_words()
        for entity in self.entities:
            self._settle(entity)

    def _undress(self, name: Name, tails: dict[str, list[tuple[str, ...]]], *, headline: bool) -> None:
        """Take off what only looks like part of a name: Crooked Ana Ruiz, Asking Ruiz, a headline’s other words."""
        words, given = name.words, self.known.given
        if len(words) != name.end - name.first:
            return
        if headline or (len(words) > 2 and words[0] not in given and words[1] in given):
            for at in range(len(words) - 1):
                if words[at : at + 2] in tails.get(self._key(words[at + 1]), ()):
                    name.first += at
                    name.end, name.words = name.first + 2, words[at : at + 2]
                    return
        if len(words) > 2:
            known = any(all(map(self.same, words[-2:], tail)) for tail in tails.get(self._key(words[-1]), ()))
            whose = len(words) == 3 and any(
                self.same(words[0], tail[1]) and not self.same(words[2], tail[1])
                for tail in tails.get(self._key(words[0]), ())
            )
            if whose or (known and name.loose):  # штаба Белова Иван Рудой; Выступление Ивана Белова
                name.first, name.words = name.end - 2, words[-2:]
            return
        verbal = self.tokens.flags[name.first] & (VERB | ADVERB | CUE) or words[0].endswith("ing")
        if len(words) == 2 and name.loose and verbal and words[0] not in given:
            name.first, name.words = name.first + 1, words[1:]

    def _cluster_words(self) -> None:
        surnames: dict[str, list[Entity]] = {}
        initials: dict[str, Entity] = {}
        for entity in self.entities:
            _put(surnames, entity.words[-1][:2], entity)
            initials.setdefault("".join(word[0] for word in entity.words if word != "the"), entity)
        firm = {name.words[0] for name in self.found if len(name.words) == 1 and not name.loose}
        lower: set[str] | None = None
        recent: dict[int, int] = {}
        named: list[Name] = []
        for name in self.found:
            if len(name.words) > 1:
                recent[id(name.entity)] = name.first
                named.append(name)
                continue
            word = name.words[0]
            candidates = [
                e
                for e in self._by_word.get(self._key(word), ())
                if (e.sort == "person" or (e.sort == name.sort and not self.place(word)) or len(e.words) == 1)
                and any(self.same(word, w) for w in e.words)
            ]
            if not candidates and name.sort != "person":
                letters = word.replace(".", "")  # NYT, U.S.
                full = initials.get(letters) or (initials.get(letters[:-1]) if len(letters) > 2 else None)
                candidates = [full] if full is not None and len(letters) > 1 else []
            if not candidates and len(word) > 6 and not name.loose:
                near = [e for e in surnames.get(word[:2], ()) if _one_letter(word, e.words[-1])]
                candidates = near if len(near) == 1 else []
            if len(candidates) == 1:
                entity = candidates[0]
            elif candidates:
                if told := self._honorific(name):
                    candidates = [e for e in candidates if self._given(e) in ("", told)] or candidates
                last = [e for e in candidates if self.same(word, e.words[-1])] or candidates
                entity = max(last, key=lambda e: recent.get(id(e), -e.names[0].first - 1))
            else:
                if name.loose and word not in firm:
                    lower = lower or {
                        w for w, f in zip(self.tokens.words, self.tokens.flags, strict=True) if not f & CAPITAL
                    }
                    if word in lower:
                        continue
                entity = self._new(name)
            name.entity = entity
            entity.names.append(name)
            named.append(name)
        self.found = named

    def _headlines(self) -> list[Range]:
        """Return the sentences in which most words have a capital letter: there it says nothing of names."""
        flags, found = self.tokens.flags, []
        for low, high in self.p.sentences:
            if (
                low < high
                and high - low < 30
                and high - low > 4
                and sum(bool(f & CAPITAL) for f in flags[low:high]) * 2 > high - low
            ):
                found.append((low, high))
        return found

    def _new(self, name: Name) -> Entity:
        entity = Entity(name.sort, name.words, name)
        self.entities.append(entity)
        for word in {self._key(w) for w in name.words}:
            _put(self._by_word, word, entity)
        return entity

    def _holder(self, name: Name) -> Entity | None:
        """Return the entity whose name holds all words of this one."""
        for entity in self._by_word.get(self._key(name.words[-1]), ()):
            if self._fits(name, entity):
                return entity
        return None

    def _fits(self, name: Name, entity: Entity) -> bool:
        ours, theirs = name.words, entity.words
        if self._half(ours) != self._half(theirs):
            return False
        left = list(theirs)
        for word in ours:
            for other in left:
                if self.same(word, other) or (len(word) == 1 and other.startswith(word)):
                    left.remove(other)
                    break
            else:
                # Nicknames: a shorter form of a first name beside the same surname.
                if (
                    word is ours[0]
                    and len(left) == len(theirs)
                    and (left[0].startswith(word[:4]) or word.startswith(left[0][:4]))
                    and len(min(word, left[0], key=len)) > 2
                ):
                    left.pop(0)
                    continue
                return False
        return True

    def _half(self, words: tuple[str, ...]) -> bool:
        """Tell whether a name is a first name with a patronymic, which is not a full name."""
        return (
            len(words) == 2
            and bool(self.known.patronymics)
            and len(words[1]) > 5
            and words[1].endswith(self.known.patronymics)
        )

    def _honorific(self, name: Name) -> Gender:
        """Return what a title before a name says: Mr., Sra."""
        i = name.first - 1
        if i > 0 and self.tokens.words[i] == ".":
            i -= 1
        word = self.tokens.words[i] if i >= 0 else ""
        return "f" if word in self.known.female_words else "m" if word in self.known.male_words else ""

    def _given(self, entity: Entity) -> Gender:
        first = entity.words[0]
        return "f" if first in self.known.female else "m" if first in self.known.male else ""

    def _settle(self, entity: Entity) -> None:
        """Choose the fullest name, nominative if there is one, and guess the gender."""
        longest = len(entity.words)
        if len(entity.names) > 1:
            longest = max(len(name.words) for name in entity.names)
            full = [name for name in entity.names if len(name.words) == longest]
            plain = ([name for name in full if not name.owner] or full)[:_MOST]
            if self.known.inflected and len(plain) > 1:
                entity.best = max(plain, key=lambda n: (self._nominative(n, plain), -n.first))
            else:
                entity.best = plain[0]
            entity.words = entity.best.words
        entity.firm = entity.firm or longest > 1 or any(not name.loose for name in entity.names)
        if entity.sort == "person":
            entity.gender, entity.sure = self._gender(entity)

    def _nominative(self, name: Name, all_: list[Name]) -> int:
        """Score how likely a name stands as the subject: no preposition before it, no ending of another case."""
        before = self.tokens.flags[name.begun - 1] if name.begun else STOP
        score = -3 if before & PREPOSITION and not before & DETERMINER else 0
        for place, word in enumerate(name.words):
            if len(word) > 3 and word.endswith(self.known.oblique):
                score -= 2
            if word[-1] in _VOWELS and any(other.words[place][-1] not in _VOWELS for other in all_):
                score -= 1  # Дональда beside Дональд
            elif word[-1] in "иіїые" and any(other.words[place][-1] in "ая" for other in all_):
                score -= 1  # Натальи beside Наталья
        return score

    def _gender(self, entity: Entity) -> tuple[Gender, bool]:
        known, flags, words = self.known, self.tokens.flags, self.tokens.words
        for name in entity.names[:8]:
            for i in range(name.first - 1, max(-1, name.first - 5), -1):
                if flags[i] & (PREPOSITION | COMPLEMENTISER | CUE | NEWLINE) and not flags[i] & (OF | CAPITAL):
                    break
                if words[i] in known.female_words:
                    return "f", True
                if words[i] in known.male_words and not known.inflected:
                    return "m", True
        best = entity.words
        for word in best:
            if len(word) > 5 and known.patronymics and word.endswith(known.patronymics):
                return ("m" if word.endswith(known.male_patronymics) else "f"), True
        first = best[0]
        if len(best) > 1 or first in known.male or first in known.female:
            for word in best[:1] if not known.inflected else best[:2]:
                if word in known.female:
                    return "f", True
                if word in known.male:
                    return "m", True
            if (
                known.inflected
                and len(best) > 1
                and first.endswith(("ом", "ем", "ём", "єм", "ові", "еві"))
                and len(first) > 3
            ):
                return "m", False
            if known.inflected and len(best) > 1 and first.endswith(("ой", "ою", "ею", "єю")) and len(first) > 4:
                return "f", False
            if known.inflected:
                nominative = self._nominative(entity.best, [entity.best]) >= 0
                if first[-1] in "ая":
                    return ("f", False) if nominative and best[-1][-1] not in "йвнк" else ("", False)
                return ("m" if nominative and first[-1] not in "уюіиеё" else ""), False
            if self.p.lexicon.code == "es" and len(best) > 1:
                if first.endswith("a") and first not in known.male_in_a:
                    return "f", False
                return ("m", False) if first.endswith("o") else ("", False)
        return "", False

    # ---------------------------------------------------------------------------------------------- asking

    def between(self, first: int, end: int) -> list[Name]:
        """Return the names that begin in tokens `[first, end)`."""
        return self.found[bisect_left(self.starts, first) : bisect_left(self.starts, end)]


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


def _put(lists: dict[str, list[_T]], key: str, value: _T) -> None:
    known = lists.setdefault(key, [])
    if len(known) < _MOST:
        known.append(value)


def _one_letter(a: str, b: str) -> bool:
    """Tell whether two words differ in one letter: changed, dropped or added."""
    if abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    if len(a) == len(b):
        return a[shared + 1 :] == b[shared + 1 :]
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return long[shared + 1 :] == short[shared:]
