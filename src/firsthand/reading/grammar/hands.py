"""Hands: where a page names outlets from which it took words, or to which they were said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Final

from firsthand.reading.credit import CreditKind
from firsthand.reading.grammar import outlet_words as word_bits
from firsthand.reading.grammar.bits import (
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CLOSE_BRACKET,
    COLON,
    COMMA,
    CONJUNCTION,
    CUE,
    DASH,
    DETERMINER,
    MARK,
    NEWLINE,
    OPEN_BRACKET,
    PRONOUN,
    PUNCTUATION,
    STOP,
    VERB,
)
from firsthand.reading.grammar.hand_names import LONGEST, SMALL, HandNames
from firsthand.reading.grammar.outlet_words import Look, Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.passage import Passage
    from firsthand.text import Document

_NEAR: Final = 10  # tokens between a name and what says that something was taken from it
_LINE: Final = 12  # tokens of a line that says where all was taken from
_PARTS: Final = frozenset("/|;·.")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place at which a hand is named."""

    first: int
    end: int
    kind: CreditKind


class HandFinder(HandNames):
    """Looks through one passage."""

    def __init__(self, document: Document, p: Passage) -> None:
        super().__init__(document, p)
        self.found: dict[int, Mention] = {}

    def find(self) -> list[Mention]:
        """Return the mentions in text order."""
        wakes, known = self.table.wakes, list[Range]()
        for i in compress(range(len(self.words)), map(wakes.__contains__, self.words)):
            if self._is_furniture(i):
                continue
            c = wakes[self.words[i]]
            if c & word_bits.PHRASE:
                self._phrase(i)
            if c & word_bits.RELAY:
                self._relay(i)
            if c & (word_bits.NOUN | word_bits.STAFF):
                self._noun(i, c)
            if c & word_bits.NETWORK:
                self._network(i)
            if c & word_bits.KNOWN and (end := self._known(i)) is not None:
                known.append((i, end))
        known += [(i, i + 1) for i in self._domains()]
        for first, end in known:
            self._in_context(first, end)
        self._lines()
        return sorted(set(self.found.values()), key=lambda mention: mention.first)

    def _add(self, name: Range, kind: CreditKind) -> None:
        first, end = name
        if self.words[first] in ("the", "el", "la") and end - first > 1 and not self.flags[first] & CAPITAL:
            first += 1
        if not any(char.isalpha() for char in self.tokens.said(first, end)):
            return
        for i in range(first, end):
            if (known := self.found.get(i)) is not None:
                if kind == "wire" or known.kind != "wire":
                    return
                for j in range(known.first, known.end):
                    self.found.pop(j, None)
        mention = Mention(first, end, kind)
        for i in range(first, end):
            self.found[i] = mention

    def _skip(self, i: int, high: int) -> tuple[int, int]:
        """Go over articles, adjectives, nouns for outlets and people of theirs to a name.

        Returns:
            Where the name may begin, and what stood before it: `word_bits.NOUN`, `word_bits.STAFF`, or 0.
        """
        get, flags, noun, unknown = self.table.words.get, self.flags, 0, 0
        for j in range(i, min(high, i + 7)):
            c, f = get(self.words[j], 0), flags[j]
            if c & (word_bits.OTHER | word_bits.OWNER) and not c & word_bits.NOUN:
                return j, 0
            if c & word_bits.NETWORK and noun and j + 1 < high and flags[j + 1] & (CAPITAL | MARK):
                continue  # the Telegram channel; el canal de Telegram Tochka
            if self.words[j] in ("of", "de") and j + 1 < high and get(self.words[j + 1], 0) & word_bits.NETWORK:
                continue
            proper = not self.table.cyrillic and j > self._sentence(j)[0] and j + 1 < high and flags[j + 1] & CAPITAL
            names = (
                f & CAPITAL
                and (proper or not c & (word_bits.NOUN | word_bits.STAFF))
                and not (f & DETERMINER and self._known(j) is None)
            )
            if f & MARK or names:
                return j, noun
            if c & (word_bits.NOUN | word_bits.STAFF):
                noun |= c & (word_bits.NOUN | word_bits.STAFF)
            elif c & word_bits.BETWEEN or f & DETERMINER:
                continue
            elif noun or f & (PUNCTUATION | CUE | VERB | PRONOUN | AUXILIARY) or unknown >= 2:
                return j, 0
            else:
                unknown += 1
        return min(high, i + 7), noun

    def _fits(self, name: Range, noun: int) -> bool:
        """Tell whether a name is an outlet's that stands beside such a noun, or beside people of one."""
        if noun & word_bits.NOUN:
            first, end = name
            ending = end == first + 1 and self.words[first].endswith(self.table.adjective_endings)
            return not (self.table.adjective_endings and ending) or self._likely(first, end)
        return bool(noun) and self._likely(*name)

    def _phrase(self, i: int) -> None:
        by_second = self.table.phrases[self.words[i]]
        second = self.words[i + 1] if i + 1 < len(self.words) else ""
        for parts, kind, look in by_second.get(second) or by_second[""]:
            end = i + len(parts)
            if tuple(self.words[i:end]) != parts:
                continue
            high = self._sentence(i)[1]
            at, noun = self._skip(end, high)
            name = self._name_at(at) if at < high else None
            if name is None or self._called_back(i):
                continue
            if self._fits(name, noun) or self._looks(name, look):
                self._add(name, kind)
                self._listed(name[1], high, kind, look)
                return

    def _listed(self, at: int, high: int, kind: CreditKind, look: Look) -> None:
        """Take what is listed after a name: citing Dayline and Canal Meseta."""
        for _ in range(4):
            if at < high and self.flags[at] & MARK:
                at += 1
            if at + 1 >= high or not self.flags[at] & (COMMA | CONJUNCTION):
                return
            start, noun = self._skip(at + 1, high)
            name = self._name_at(start) if start < high else None
            if name is None or not (self._fits(name, noun) or self._looks(name, look)):
                return
            self._add(name, kind)
            at = name[1]

    def _relay(self, i: int) -> None:
        low, high = self._sentence(i)
        if self._called_back(i):
            return
        at, noun = self._skip(i + 1, high)
        if at < high and (name := self._name_at(at)) is not None and at - i <= 5:
            straight = self.table.cyrillic or i == low or self.words[i - 1] in ("as", "según", "como", ",")
            if (self._fits(name, noun) or self._likely(*name)) and straight and not self._opens_speech(name):
                self._add(name, "wire")
                return
        j = i
        while j > low and self.flags[j - 1] & (AUXILIARY | ADVERB) and not self.flags[j - 1] & CAPITAL:
            j -= 1
        name = self._name_before(j)
        if name is None or name[0] < low or self._owned(name[0], low):
            return
        if self._likely(*name) if self.table.cyrillic else self._plain(*name):
            self._add(name, "wire")

    def _opens_speech(self, name: Range) -> bool:
        """Tell whether the marks hold speech and no name: пишет «Мы …»."""
        first, end = name
        if not self.flags[first - 1] & MARK:
            return False
        after = self.flags[end + 1] if end + 1 < len(self.flags) else NEWLINE
        return not self.table.cyrillic or bool(after & DASH)

    def _called_back(self, i: int) -> bool:
        """Tell whether the page speaks of what it reported earlier itself."""
        get, low = self.table.words.get, self._sentence(i)[0]
        if get(self.words[i], 0) & word_bits.EARLIER and any(
            w in self.table.earlier for w in self.words[low : min(i, low + 5)]
        ):
            return True
        return any(
            get(word, 0) & word_bits.EARLIER and any(w in self.table.earlier for w in self.words[low : low + 5])
            for word in self.words[low : low + 5]
        )

    def _noun(self, i: int, c: int) -> None:
        low, high = self._sentence(i)
        if self._owned(i, low) or self._called_back(i):
            return
        if self.flags[i] & CAPITAL and i > low and not self.table.cyrillic:
            return  # part of a name
        at, noun = self._skip(i, high)
        name = self._name_at(at) if noun and i < at < high else None
        if name is not None and at == i + 1 and self.flags[i] & CAPITAL and not self.table.cyrillic:
            name = (i, name[1])  # Canal Meseta
        if name is not None and not self._fits(name, noun):
            name = None
        if name is None and not self.table.cyrillic:
            name = self._named_before(i, c, low)
        if name is None:
            name = self._apposed(i, low, high)
        if name is None or self.table.words.get(self.words[name[0]], 0) & word_bits.OTHER:
            return
        kind = self._kind((name[0], max(name[1], i + 1)), low, high)
        if c & word_bits.AMBIGUOUS and kind not in ("uploaded", "collected") and not self._likely(*name):
            near = self.words[max(low, i - 2) : i + 2]
            kind = kind if any(self.table.words.get(word, 0) & word_bits.NEWS for word in near) else None
        if kind is not None:
            self._add(name, "told" if kind == "wire" and c & word_bits.TO else kind)

    def _named_before(self, noun: int, c: int, low: int) -> Range | None:
        """Return the name before its noun: the Dayline news agency, Dayline correspondents."""
        get, j = self.table.words.get, noun
        while (
            j > low
            and get(self.words[j - 1], 0) & (word_bits.NOUN | word_bits.BETWEEN)
            and not self.flags[j - 1] & CAPITAL
        ):
            j -= 1
        name = self._name_before(j)
        if name is None or name[0] < low:
            return None
        if (
            get(self.words[name[0]], 0) & word_bits.INDEFINITE
            or get(self.words[max(low, name[0] - 1)], 0) & word_bits.INDEFINITE
        ):
            return None
        return name if self._fits(name, c) else None

    def _owned(self, i: int, low: int) -> bool:
        """Tell whether the noun only says whose owner or director somebody is."""
        j = i - 1
        while j >= low and i - j <= 3 and (self.flags[j] & DETERMINER or self.words[j] in SMALL):
            j -= 1
        return j >= low and bool(self.table.words.get(self.words[j], 0) & word_bits.OWNER)

    def _apposed(self, noun: int, low: int, high: int) -> Range | None:
        """Return the name before the apposition in which the noun stands: Dayline, a Spanish media outlet."""
        flags, get = self.flags, self.table.words.get
        if noun + 1 < high and get(self.words[noun + 1], 0) & (word_bits.STAFF | word_bits.OWNER):
            return None
        for j in range(noun - 1, max(low, noun - 8), -1):
            f = flags[j]
            if f & COMMA:
                opens = flags[j + 1] & DETERMINER or (self.table.cyrillic and not flags[j + 1] & (CUE | VERB))
                name = self._name_before(j) if opens else None
                return name if name is not None and name[0] >= low else None
            if f & (PUNCTUATION | CUE | VERB):
                return None
        return None

    def _kind(self, name: Range, low: int, high: int) -> CreditKind | None:
        """Return what the words near a name and its noun make of it; None if nothing was taken from it."""
        get, flags, words = self.table.words.get, self.flags, self.words
        first, end = name
        nearest: tuple[int, CreditKind] | None = None
        for j in range(max(low, first - _NEAR), min(high, end + _NEAR)):
            if first <= j < end:
                continue
            c = get(words[j], 0)
            kind: CreditKind | None = None
            if c & word_bits.COLLECTED:
                kind = "collected"
            elif c & word_bits.UPLOADED:
                kind = "uploaded"
            elif c & word_bits.RELAY or flags[j] & CUE:
                kind = "wire"
            if kind is not None:
                distance = first - j if j < first else j - end
                rank = distance + (_NEAR if kind == "wire" and not c & word_bits.RELAY else 0)
                if nearest is None or rank < nearest[0]:
                    nearest = (rank, kind)
        return nearest[1] if nearest else None

    def _network(self, i: int) -> None:
        """A network is a hand where something was said on it: wrote on Twitter, на своей странице в Facebook."""
        low, high = self._sentence(i)
        before = i - 2 if i > low + 1 and self.flags[i - 1] & MARK else i - 1
        if before < low or self.words[before] not in self.table.network_prepositions:
            return
        if self._called_back(i) or (i + 1 < high and self.flags[i + 1] & CAPITAL):
            return
        get = self.table.words.get
        near = range(max(low, i - 8), before)
        said = any(
            self.flags[j] & CUE or get(self.words[j], 0) & (word_bits.PAGE | word_bits.UPLOADED | word_bits.RELAY)
            for j in near
        )
        opens = i - low <= 3 and any(self.flags[j] & CUE for j in range(i + 1, min(high, i + 7)))
        if said or opens:
            self._add((i, i + 1), "told")

    def _in_context(self, first: int, end: int) -> None:
        """A known name or an address is a hand where anything near says that something was taken from it."""
        if any(i in self.found for i in range(first, end)):
            return
        low, high = self._sentence(first)
        if self._owned(first, low) or self._called_back(first):
            return
        before = self.words[first - 1] if first > low else ""
        if before in self.table.network_prepositions and self.table.words.get(self.words[first], 0) & word_bits.NETWORK:
            return
        if self._dateline(first, end):
            self._add((first, end), "wire")
            return
        get = self.table.words.get
        near = [j for j in range(max(low, first - 4), min(high, end + 4)) if not first <= j < end]
        if any(
            get(self.words[j], 0) & (word_bits.RELAY | word_bits.UPLOADED | word_bits.COLLECTED) or self.flags[j] & CUE
            for j in near
        ):
            told = any(self.flags[j] & CUE for j in near if j < first and first - j <= 2)
            self._add(
                (first, end),
                "told" if told and not get(self.words[max(low, first - 1)], 0) & word_bits.RELAY else "wire",
            )

    def _dateline(self, first: int, end: int) -> bool:
        """Tell whether a name stands in brackets at the start of a paragraph, as in MADRID (Reuters) - Rain."""
        return (
            first > 0
            and end + 1 < len(self.flags)
            and bool(self.flags[first - 1] & OPEN_BRACKET and self.flags[end] & CLOSE_BRACKET)
            and bool(self.flags[end + 1] & (DASH | STOP))
        )

    def _lines(self) -> None:
        """Lines that name the hand: Source: Canal Meseta; Forwarded from Tochka."""
        for first, kind, parts in self._line_starts():
            at = first + len(parts)
            if at < len(self.flags) and self.flags[at] & COLON:
                at += 1
            elif kind == "source" and len(parts) == 1:
                continue
            end = at
            while end < len(self.flags) and not self.flags[end] & NEWLINE:
                end += 1
            if not at < end <= at + _LINE:
                continue
            while at < end:
                start = at if self.flags[at] & (CAPITAL | MARK) else self._skip(at, end)[0]
                at = start
                while at < end and not (self.flags[at] & (COMMA | CONJUNCTION) or self.words[at] in _PARTS):
                    at += 1
                name = self._name_at(start) if start < end else None
                if name is None:
                    break
                marked = bool(self.flags[start] & MARK)
                self._add(name if marked or at - start > LONGEST else (start, at), kind)
                at += 1

    def _line_starts(self) -> Iterator[tuple[int, CreditKind, tuple[str, ...]]]:
        sets: tuple[tuple[CreditKind, tuple[tuple[str, ...], ...]], ...] = (
            ("source", self.table.line),
            ("forward", self.table.forward),
        )
        firsts = {parts[0] for _, group in sets for parts in group}
        for low, high in self.p.sentences:
            first = low + 1 if self.flags[low] & OPEN_BRACKET and low + 1 < high else low
            if self.words[first] in firsts and (low == 0 or self.flags[low - 1] & (NEWLINE | STOP)):
                for kind, group in sets:
                    for parts in group:
                        if tuple(self.words[first : first + len(parts)]) == parts:
                            yield first, kind, parts
