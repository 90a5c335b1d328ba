"""Entities: which names of a passage stand for one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, TypeVar

from firsthand.reading.grammar.bits import (
    ADVERB,
    CAPITAL,
    COMPLEMENTISER,
    CUE,
    DETERMINER,
    NEWLINE,
    OF,
    PREPOSITION,
    STOP,
    VERB,
)
from firsthand.reading.grammar.name_words import is_place, name_words
from firsthand.reading.grammar.names import Entity, Gender, Name, NameFinder

if TYPE_CHECKING:
    from firsthand.reading.grammar.attribution import Range
    from firsthand.reading.grammar.passage import Passage

_T = TypeVar("_T")
_VOWELS: Final = "аяиіїыеєуюоё"
_MOST: Final = 50  # names that are compared with one, so that a hostile page costs no more than its length


class Names:
    """The names of one passage, and the entities that they stand for."""

    def __init__(self, p: Passage) -> None:
        self.p = p
        self.known = name_words(p.lexicon.code)
        self.tokens = p.tokens
        self.shared = 3 if self.known.inflected else None
        """How many letters forms of one word share at least; None where all."""
        self.found = NameFinder(p).find()
        self.entities: list[Entity] = []
        self._by_word: dict[str, list[Entity]] = {}
        self._cluster()
        self.starts = [name.first for name in self.found]

    def place(self, word: str) -> bool:
        """Tell whether a word in lower case, in any of its forms, is the name of a country or a capital."""
        return is_place(self.p.lexicon.code, word)

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
            patronymic = words[-1].endswith(self.known.patronymics) if self.known.patronymics else False
            whose = len(words) == 3 and any(
                self.same(words[0], tail[1]) and not self.same(words[2], tail[1])
                for tail in tails.get(self._key(words[0]), ())
            )
            # штаба Белова Иван Рудой, but not Белов Иван Ильич; Выступление Ивана Белова
            if (whose and not patronymic) or (known and name.loose):
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

    def between(self, first: int, end: int) -> list[Name]:
        """Return the names that begin in tokens `[first, end)`."""
        return self.found[bisect_left(self.starts, first) : bisect_left(self.starts, end)]


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
