"""Credits: the other hands that a page names, links or embeds, and which statements it has from them.

A name is a hand where two things meet: it looks like an outlet (known, a domain, beside “newspaper”, made of words of
which such names are made; in Cyrillic text also Latin letters or marks), and the words around say that something was
said to it, taken from it or published by it. The words for both are in [credits] of the language files.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from firsthand.languages import CODES, expand, section
from firsthand.reading.credit import Credit, CreditKind
from firsthand.reading.grammar.bits import (
    ADVERB,
    AUXILIARY,
    BODY,
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
    OF,
    OPEN_BRACKET,
    PRONOUN,
    PUNCTUATION,
    STOP,
    TIME,
    VERB,
)
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.statement import Statement
    from firsthand.text import Document

_Range = tuple[int, int]

# What a word of [credits] does.
(
    _NOUN,
    _BETWEEN,
    _TO,
    _STAFF,
    _OWNER,
    _OTHER,
    _NETWORK,
    _PAGE,
    _KNOWN,
    _RELAY,
    _UPLOADED,
    _COLLECTED,
    _EARLIER,
    _PHRASE,
    _INDEFINITE,
    _AMBIGUOUS,
    _NEWS,
) = (1 << bit for bit in range(17))
_LISTS: Final = {
    "nouns": _NOUN,
    "between": _BETWEEN,
    "to_nouns": _TO,
    "staff": _STAFF,
    "owners": _OWNER,
    "others": _OTHER,
    "networks": _NETWORK,
    "indefinite": _INDEFINITE,
    "ambiguous": _AMBIGUOUS,
    "ambiguous_with": _NEWS,
    "pages": _PAGE,
    "relay": _RELAY,
    "uploaded": _UPLOADED,
    "collected": _COLLECTED,
    "earlier_verbs": _EARLIER,
}
_WAKES: Final = _NOUN | _STAFF | _NETWORK | _KNOWN | _RELAY | _PHRASE | _EARLIER
_Look = Literal["likely", "acronym", "plain"]
"""How much a name has to look like an outlet."""
_KINDS: Final[dict[str, tuple[CreditKind, _Look]]] = {
    "told": ("told", "likely"),
    "source": ("source", "likely"),
    "uploaded": ("uploaded", "likely"),
    "collected": ("collected", "likely"),
    "told_to": ("told", "acronym"),
    "uploaded_known": ("uploaded", "plain"),
    "told_known": ("told", "plain"),
    "source_known": ("source", "plain"),
}
_DOMAIN: Final = re.compile(
    r"(?i)\.(?:com|net|org|info|news|media|online|today|ua|ru|es|ar|mx|tv|fm|uk|eu|example|нет|инфо|інфо|ру|укр)\b"
)
_LATIN: Final = re.compile(r"[a-zà-ÿ]")
_CYRILLIC: Final = re.compile(r"[а-яёіїєґ]")
_LONGEST: Final = 6  # words of a name
_NEAR: Final = 10  # tokens between a name and what says that something was taken from it
_LINE: Final = 12  # tokens of a line that says where all was taken from
_SMALL: Final = frozenset(("of", "de", "del", "la", "el", "los", "y", "and", "the", *"&/+.-‑–’'"))
_ARTICLES: Final = frozenset(("the", "el", "la", "los", "las"))
_COMPARED: Final = 50  # hands with which a name is compared, mentions that are asked what they cover
_BACK: Final = 8  # statements that may begin before a place and reach into it
_PARAGRAPHS: Final = 20  # lines after an upload that tell of it
_WHOLE: Final = 10  # lines that credit a hand with the whole page
_PARTS: Final = frozenset("/|;·.")
_SHARING: Final = re.compile(r"(?i)\b(?:share|sharer|intent|mailto|login|signup|subscribe|whatsapp://|t\.me/share)\b")


@dataclass(frozen=True, slots=True)
class _Table:
    words: dict[str, int]
    wakes: dict[str, int]
    """Of the words, those at which a hand is looked for."""
    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], CreditKind, _Look], ...]]]
    """By first and second word, longest first: the words, the kind, how the name that follows has to look. Those of
    one word stand under every second word, and under "" for all others."""
    known: dict[str, tuple[tuple[str, ...], ...]]
    """Names of outlets by first word, longest first."""
    name_words: frozenset[str]
    earlier: frozenset[str]
    network_prepositions: frozenset[str]
    line: tuple[tuple[str, ...], ...]
    forward: tuple[tuple[str, ...], ...]
    cyrillic: bool
    adjective_endings: tuple[str, ...]


_WORD: Final = re.compile(r"\w+(?:['’ʼ.\-‑]\w+)*|[^\w\s]")


@cache
def _table(code: str) -> _Table:
    own = section(code, "credits")
    words: dict[str, int] = defaultdict(int)
    for name, bit in _LISTS.items():
        for word in expand(own.get(name, "")):
            words[word.replace("\u00a0", " ")] |= bit
    known: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    name_words: set[str] = set()
    for each in CODES:  # an English outlet is credited in every language
        listed = section(each, "credits")
        name_words.update(listed.get("name_words", "").split())
        for phrase in expand(listed.get("known", ())):
            parts = tuple(_WORD.findall(phrase))
            known[parts[0]].add(parts)
            words[parts[0]] |= _KNOWN
    phrases: dict[str, set[tuple[tuple[str, ...], CreditKind, _Look]]] = defaultdict(set)
    for name, (kind, look) in _KINDS.items():
        for phrase in expand(own.get("phrases", {}).get(name, ())):
            parts = tuple(_WORD.findall(phrase))
            phrases[parts[0]].add((parts, kind, look))
            words[parts[0]] |= _PHRASE
    return _Table(
        words=dict(words),
        wakes={word: bits for word, bits in words.items() if bits & _WAKES},
        phrases={first: _by_second(group) for first, group in phrases.items()},
        known={first: tuple(sorted(group, key=lambda g: (-len(g), g))) for first, group in known.items()},
        name_words=frozenset(name_words),
        earlier=frozenset(expand(own.get("earlier", ""))),
        network_prepositions=frozenset(expand(own.get("network_prepositions", ""))),
        line=tuple(tuple(_WORD.findall(phrase)) for phrase in expand(own.get("line", ()))),
        forward=tuple(tuple(_WORD.findall(phrase)) for phrase in expand(own.get("forward", ()))),
        cyrillic=code in ("ru", "uk"),
        adjective_endings=tuple(own.get("adjective_endings", "").split()),
    )


def _by_second(
    group: set[tuple[tuple[str, ...], CreditKind, _Look]],
) -> dict[str, tuple[tuple[tuple[str, ...], CreditKind, _Look], ...]]:
    longest_first = sorted(group, key=lambda g: (-len(g[0]), g))
    seconds = {parts[1] for parts, _, _ in group if len(parts) > 1} | {""}
    return {word: tuple(g for g in longest_first if len(g[0]) == 1 or g[0][1] == word) for word in seconds}


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place at which a hand is named."""

    first: int
    end: int
    kind: CreditKind


class _Finder:
    """Looks through one passage."""

    def __init__(self, document: Document, p: Passage) -> None:
        self.document, self.p = document, p
        self.tokens, self.table = p.tokens, _table(p.lexicon.code)
        self.flags, self.words, self.text = p.tokens.flags, p.tokens.words, p.tokens.text
        self.found: dict[int, _Mention] = {}
        self.starts = [first for first, _ in p.sentences]
        self.at: dict[str, list[int]] | None = None
        self.furniture = [span.start for span in document.furniture]

    def find(self) -> list[_Mention]:
        wakes, known = self.table.wakes, list[_Range]()
        for i in compress(range(len(self.words)), map(wakes.__contains__, self.words)):
            if self._is_furniture(i):
                continue
            c = wakes[self.words[i]]
            if c & _PHRASE:
                self._phrase(i)
            if c & _RELAY:
                self._relay(i)
            if c & (_NOUN | _STAFF):
                self._noun(i, c)
            if c & _NETWORK:
                self._network(i)
            if c & _KNOWN and (end := self._known(i)) is not None:
                known.append((i, end))
        known += [(i, i + 1) for i in self._domains()]
        for first, end in known:
            self._in_context(first, end)
        self._lines()
        return sorted(set(self.found.values()), key=lambda mention: mention.first)

    # ------------------------------------------------------------------------------------------------ names

    def _known(self, i: int) -> int | None:
        """Return where the known name ends that begins at `i`."""
        if not self.flags[i] & CAPITAL and i + 1 < len(self.words):
            return None
        for parts in self.table.known.get(self.words[i], ()):
            end = i + len(parts)
            if tuple(self.words[i:end]) == parts and (len(parts) > 1 or self._is_name(i, parts[0])):
                return self._joined(end)
        return None

    def _is_name(self, i: int, word: str) -> bool:
        """Tell whether a short name is written as one: AP and FT, not Ap; El Mundo, not el mundo."""
        said = self.tokens.said(i, i + 1)
        return said.isupper() if len(word) <= 4 else bool(self.flags[i] & CAPITAL)

    def _joined(self, end: int) -> int:
        """Go on over what a name is joined to: Reuters/Ipsos."""
        while (
            end + 1 < len(self.words)
            and self.words[end] == "/"
            and self.flags[end + 1] & CAPITAL
            and self.tokens.ends[end] == self.tokens.starts[end + 1]
        ):
            end += 2
        return end

    def _domains(self) -> Iterator[int]:
        """Find names that are addresses: Dayline.ua."""
        for match in _DOMAIN.finditer(self.text):
            i = self.tokens.at(match.start())
            word = self.words[i]
            if self.tokens.starts[i] + 2 <= match.start() and self.tokens.ends[i] == match.end():
                before = self.text[self.tokens.starts[i] - 1 : self.tokens.starts[i]]
                if (
                    before not in ("@", "/", ".")
                    and not word.startswith("www.")
                    and not self._network_page(word)
                    and not self._is_furniture(i)
                ):
                    yield i

    def _network_page(self, word: str) -> bool:
        return any(self.table.words.get(part, 0) & _NETWORK for part in word.split("."))

    def _name_at(self, i: int) -> _Range | None:
        """Return the name that begins at `i`: in marks, or a run of capitals."""
        flags, words, count = self.flags, self.words, len(self.flags)
        if i >= count:
            return None
        if flags[i] & MARK:
            for j in range(i + 2, min(count, i + _LONGEST + 2)):
                if flags[j] & MARK and words[j] not in ("«", "„"):
                    inner = words[j - 1]
                    named = flags[i + 1] & CAPITAL or words[i + 1][0].isdigit() or _LATIN.match(words[i + 1])
                    return (i + 1, j) if named and inner not in (",", ".", "!", "?") else None
                if flags[j] & NEWLINE:
                    return None
            return None
        if (end := self._known(i)) is not None:
            return i, end
        latin = self.table.cyrillic and bool(_LATIN.match(words[i]))
        if (not flags[i] & CAPITAL and not (latin and "." in words[i])) or flags[i] & TIME:
            return None
        j = i + 1
        while j < count and j - i < _LONGEST:
            if flags[j] & CAPITAL:
                if self.table.cyrillic and latin != bool(_LATIN.match(words[j])):
                    break
                if self.table.cyrillic and not latin and self.tokens.said(j - 1, j).isupper():
                    break  # корреспондент УНН Иван Петренко
                j += 1
            elif words[j].isdigit() and not flags[j - 1] & NEWLINE and len(words[j]) <= 3:
                j += 1
            elif words[j] in _SMALL and j + 1 < count and flags[j + 1] & CAPITAL and not self._ends(j):
                j += 2
            else:
                break
        while j - 1 > i and flags[j - 1] & (PUNCTUATION | CONJUNCTION):
            j -= 1
        return i, j

    def _ends(self, j: int) -> bool:
        """Tell whether a mark between two capitals parts them."""
        word = self.words[j]
        tight = self.tokens.ends[j - 1] == self.tokens.starts[j] and self.tokens.ends[j] == self.tokens.starts[j + 1]
        return (not word.isalnum() and word != "&" and not tight) or (word in ("and", "y") and not self.table.cyrillic)

    def _name_before(self, i: int) -> _Range | None:
        """Return the name whose last word stands before `i`."""
        flags, words = self.flags, self.words
        j = i - 1
        if j < 0:
            return None
        if flags[j] & CLOSE_BRACKET:  # The Dayline Post (DP) reports
            k = j - 1
            while k > 0 and j - k < 4 and not flags[k] & OPEN_BRACKET:
                k -= 1
            if not flags[k] & OPEN_BRACKET:
                return None
            j = k - 1
        if flags[j] & MARK and words[j] not in ("«", "„"):
            for k in range(j - 2, max(-1, j - _LONGEST - 2), -1):
                if flags[k] & MARK and words[k] != "»":
                    return (k + 1, j) if flags[k + 1] & CAPITAL or _LATIN.match(words[k + 1]) else None
                if flags[k] & NEWLINE:
                    return None
            return None
        end = j + 1
        first = end
        while j >= 0 and end - j <= _LONGEST:
            if flags[j] & CAPITAL:
                if (
                    self.table.cyrillic
                    and first < end
                    and bool(_LATIN.match(words[j])) != bool(_LATIN.match(words[first]))
                ):
                    break
                first = j
            elif words[j].isdigit() and j == end - 1 and j and flags[j - 1] & CAPITAL and len(words[j]) <= 3:
                pass
            elif not (words[j] in _SMALL and first == j + 1 and j and flags[j - 1] & CAPITAL and not self._ends(j)):
                break
            j -= 1
        return self._trimmed(first, end) if first < end else None

    def _trimmed(self, first: int, end: int) -> _Range | None:
        """Leave off what a run of capitals has before its name; None if it ends in something else."""
        for k in range(first, end):
            if (known := self._known(k)) is not None and known <= end:
                if known == end:
                    return k, end
                return (first, end) if k == first and self.words[end - 1] in self.table.name_words else None
        if all(self.flags[k] & (DETERMINER | TIME | PRONOUN) for k in range(first, end)):
            return None
        return first, end

    # ------------------------------------------------------------------------------------------------ what a name is

    def _plain(self, first: int, end: int) -> bool:
        """Tell whether a name is an outlet by itself."""
        if self._known(first) is not None:
            return True
        words = self.words[first:end]
        if end - first > 1 and not self.table.name_words.isdisjoint(words):
            return True
        return any("." in word and _DOMAIN.search(word) for word in words)

    def _likely(self, first: int, end: int) -> bool:
        """Tell whether a name beside words of reporting is an outlet."""
        if self._plain(first, end):
            return True
        if self.flags[first] & BODY and end == first + 1:
            return False
        quoted = first > 0 and bool(self.flags[first - 1] & MARK)
        if self.table.cyrillic:
            latin = bool(_LATIN.match(self.words[first]))
            if latin and self.table.words.get(self.words[first], 0) & _NETWORK:
                return False
            return (quoted and end - first <= 4) or (latin and not self._is_other(first, end))
        if quoted:
            return end - first <= 4
        return self._acronym(first, end)

    def _acronym(self, first: int, end: int) -> bool:
        said = self.tokens.said(first, first + 1)
        article = first > 0 and bool(self.flags[first - 1] & DETERMINER)
        return (
            end == first + 1 and said.isupper() and 3 <= len(said) <= 6 and not article and not self.flags[first] & BODY
        )

    def _looks(self, name: _Range, look: _Look) -> bool:
        if self._plain(*name):
            return True
        return self._likely(*name) if look == "likely" else look == "acronym" and self._acronym(*name)

    def _is_other(self, first: int, end: int) -> bool:
        """Tell whether the page elsewhere calls the name a company, a party or the like."""
        if self.at is None:
            self.at = defaultdict(list)
            for i, f in enumerate(self.flags):
                if f & CAPITAL:
                    self.at[self.words[i]].append(i)
        get = self.table.words.get
        for i in self.at[self.words[first]][:50]:
            before = i - 1
            while before > 0 and self.flags[before] & MARK:
                before -= 1
            if before >= 0 and get(self.words[before], 0) & _OTHER:
                return True
        return False

    def _is_furniture(self, i: int) -> bool:
        start = self.tokens.starts[i]
        at = bisect_right(self.furniture, start) - 1
        return at >= 0 and start < self.document.furniture[at].end

    # ------------------------------------------------------------------------------------------------ contexts

    def _sentence(self, i: int) -> _Range:
        at = max(0, bisect_right(self.starts, i) - 1)
        return self.p.sentences[at] if self.p.sentences else (0, len(self.flags))

    def _add(self, name: _Range, kind: CreditKind) -> None:
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
        mention = _Mention(first, end, kind)
        for i in range(first, end):
            self.found[i] = mention

    def _skip(self, i: int, high: int) -> tuple[int, int]:
        """Go over articles, adjectives, nouns for outlets and people of theirs to a name.

        Returns:
            Where the name may begin, and what stood before it: `_NOUN`, `_STAFF`, or 0.
        """
        get, flags, noun, unknown = self.table.words.get, self.flags, 0, 0
        for j in range(i, min(high, i + 7)):
            c, f = get(self.words[j], 0), flags[j]
            if c & (_OTHER | _OWNER) and not c & _NOUN:
                return j, 0
            if c & _NETWORK and noun and j + 1 < high and flags[j + 1] & (CAPITAL | MARK):
                continue  # the Telegram channel; el canal de Telegram Tochka
            if self.words[j] in ("of", "de") and j + 1 < high and get(self.words[j + 1], 0) & _NETWORK:
                continue
            proper = not self.table.cyrillic and j > self._sentence(j)[0] and j + 1 < high and flags[j + 1] & CAPITAL
            names = (
                f & CAPITAL and (proper or not c & (_NOUN | _STAFF)) and not (f & DETERMINER and self._known(j) is None)
            )
            if f & MARK or names:
                return j, noun
            if c & (_NOUN | _STAFF):
                noun |= c & (_NOUN | _STAFF)
            elif c & _BETWEEN or f & DETERMINER:
                continue
            elif noun or f & (PUNCTUATION | CUE | VERB | PRONOUN | AUXILIARY) or unknown >= 2:
                return j, 0
            else:
                unknown += 1
        return min(high, i + 7), noun

    def _fits(self, name: _Range, noun: int) -> bool:
        """Tell whether a name is an outlet's that stands beside such a noun, or beside people of one."""
        if noun & _NOUN:
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

    def _listed(self, at: int, high: int, kind: CreditKind, look: _Look) -> None:
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

    def _opens_speech(self, name: _Range) -> bool:
        """Tell whether the marks hold speech and no name: пишет «Мы …»."""
        first, end = name
        if not self.flags[first - 1] & MARK:
            return False
        after = self.flags[end + 1] if end + 1 < len(self.flags) else NEWLINE
        return not self.table.cyrillic or bool(after & DASH)

    def _called_back(self, i: int) -> bool:
        """Tell whether the page speaks of what it reported earlier itself."""
        get, low = self.table.words.get, self._sentence(i)[0]
        if get(self.words[i], 0) & _EARLIER and any(w in self.table.earlier for w in self.words[low : min(i, low + 5)]):
            return True
        return any(
            get(word, 0) & _EARLIER and any(w in self.table.earlier for w in self.words[low : low + 5])
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
        if name is None or self.table.words.get(self.words[name[0]], 0) & _OTHER:
            return
        kind = self._kind((name[0], max(name[1], i + 1)), low, high)
        if c & _AMBIGUOUS and kind not in ("uploaded", "collected") and not self._likely(*name):
            near = self.words[max(low, i - 2) : i + 2]
            kind = kind if any(self.table.words.get(word, 0) & _NEWS for word in near) else None
        if kind is not None:
            self._add(name, "told" if kind == "wire" and c & _TO else kind)

    def _named_before(self, noun: int, c: int, low: int) -> _Range | None:
        """Return the name before its noun: the Dayline news agency, Dayline correspondents."""
        get, j = self.table.words.get, noun
        while j > low and get(self.words[j - 1], 0) & (_NOUN | _BETWEEN) and not self.flags[j - 1] & CAPITAL:
            j -= 1
        name = self._name_before(j)
        if name is None or name[0] < low:
            return None
        if get(self.words[name[0]], 0) & _INDEFINITE or get(self.words[max(low, name[0] - 1)], 0) & _INDEFINITE:
            return None
        return name if self._fits(name, c) else None

    def _owned(self, i: int, low: int) -> bool:
        """Tell whether the noun only says whose owner or director somebody is."""
        j = i - 1
        while j >= low and i - j <= 3 and (self.flags[j] & DETERMINER or self.words[j] in _SMALL):
            j -= 1
        return j >= low and bool(self.table.words.get(self.words[j], 0) & _OWNER)

    def _apposed(self, noun: int, low: int, high: int) -> _Range | None:
        """Return the name before the apposition in which the noun stands: Dayline, a Spanish media outlet."""
        flags, get = self.flags, self.table.words.get
        if noun + 1 < high and get(self.words[noun + 1], 0) & (_STAFF | _OWNER):
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

    def _kind(self, name: _Range, low: int, high: int) -> CreditKind | None:
        """Return what the words near a name and its noun make of it; None if nothing was taken from it."""
        get, flags, words = self.table.words.get, self.flags, self.words
        first, end = name
        nearest: tuple[int, CreditKind] | None = None
        for j in range(max(low, first - _NEAR), min(high, end + _NEAR)):
            if first <= j < end:
                continue
            c = get(words[j], 0)
            kind: CreditKind | None = None
            if c & _COLLECTED:
                kind = "collected"
            elif c & _UPLOADED:
                kind = "uploaded"
            elif c & _RELAY or flags[j] & CUE:
                kind = "wire"
            if kind is not None:
                distance = first - j if j < first else j - end
                rank = distance + (_NEAR if kind == "wire" and not c & _RELAY else 0)
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
        said = any(self.flags[j] & CUE or get(self.words[j], 0) & (_PAGE | _UPLOADED | _RELAY) for j in near)
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
        if before in self.table.network_prepositions and self.table.words.get(self.words[first], 0) & _NETWORK:
            return
        if self._dateline(first, end):
            self._add((first, end), "wire")
            return
        get = self.table.words.get
        near = [j for j in range(max(low, first - 4), min(high, end + 4)) if not first <= j < end]
        if any(get(self.words[j], 0) & (_RELAY | _UPLOADED | _COLLECTED) or self.flags[j] & CUE for j in near):
            told = any(self.flags[j] & CUE for j in near if j < first and first - j <= 2)
            self._add((first, end), "told" if told and not get(self.words[max(low, first - 1)], 0) & _RELAY else "wire")

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
                self._add(name if marked or at - start > _LONGEST else (start, at), kind)
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


def _key(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others."""
    return tuple(word for word in _WORD.findall(name.lower()) if word[0].isalnum() and word not in _ARTICLES)


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two names differ at most in their case endings: «Вестовой», «Вестовым»."""
    if len(a) != len(b):
        return False
    for one, other in zip(a, b, strict=True):
        kept = max(3, min(len(one), len(other)) - 2) if _CYRILLIC.match(one) else len(one)
        if one[:kept] != other[:kept] or (kept == len(one) and one != other):
            return False
    return True


def _initials(key: tuple[str, ...]) -> tuple[str, ...]:
    return ("".join(word[0] for word in key),) if len(key) > 1 else ()


class _Hands:
    """Mentions joined to hands: same words, or initials that stand for them (NYT)."""

    def __init__(self, document: Document, p: Passage) -> None:
        self.tokens = p.tokens
        self.own = _key(document.outlet) if document.outlet else ()
        self.groups: list[list[_Mention]] = []
        self.keys: list[tuple[str, ...]] = []
        self.by_start: dict[str, list[int]] = defaultdict(list)

    def add(self, mention: _Mention) -> None:
        key = _key(self.tokens.said(mention.first, mention.end))
        if not key or (self.own and _same(key, self.own)):
            return
        for number in self.by_start[key[0][:1]][-_COMPARED:]:
            other = self.keys[number]
            if _same(key, other) or key == _initials(other) or other == _initials(key):
                self.groups[number].append(mention)
                return
        self.by_start[key[0][:1]].append(len(self.groups))
        self.groups.append([mention])
        self.keys.append(key)


def find_credits(document: Document, p: Passage, statements: tuple[Statement, ...]) -> tuple[Credit, ...]:
    """Find the hands that a page names, links or embeds.

    Returns:
        One credit a hand, however often it is named, in the order in which they come; hands that are only linked or
        embedded last. The page's own outlet is none, nor are photographers, nor what stands in furniture.
    """
    found = _Hands(document, p)
    mentions = _Finder(document, p).find()
    for mention in mentions:
        found.add(mention)
    spoken = _Spoken(document, p, statements, mentions)
    hands: list[Credit] = []
    for group in found.groups:
        name = max((p.tokens.said(m.first, m.end) for m in group), key=len)
        kind = next((m.kind for m in group if m.kind == "source"), group[0].kind)
        covers = sorted({id_ for m in group[:_COMPARED] for id_ in spoken.covered(m)})
        hands.append(
            Credit(
                " ".join(name.split()),
                kind,
                tuple(p.tokens.span(m.first, m.end) for m in group),
                tuple(statements[number].id for number in covers),
            )
        )
    return (*hands, *_linked(document, hands, spoken, statements))


class _Spoken:
    """Which statements a hand covers, by where it stands."""

    def __init__(
        self, document: Document, p: Passage, statements: tuple[Statement, ...], mentions: list[_Mention]
    ) -> None:
        self.document, self.p, self.statements = document, p, statements
        self.named = [p.tokens.starts[mention.first] for mention in mentions]
        self.starts = [first for first, _ in p.sentences]
        self.places = [(s.content[0].start, s.content[-1].end) for s in statements]
        self.begins = sorted(start for start, _ in self.places)
        self.whole = 0  # lines that credit the whole page

    def covered(self, mention: _Mention) -> list[int]:
        """Return the numbers of the statements that the page has from a hand, as the place of its name tells."""
        tokens = self.p.tokens
        at = max(0, bisect_right(self.starts, mention.first) - 1)
        low, high = self.p.sentences[at]
        line = self._line(tokens.starts[mention.first])
        if mention.kind in ("source", "forward") and self._alone(line, low) and self.whole < _WHOLE:
            self.whole += 1
            return list(range(len(self.statements)))
        if mention.kind in ("uploaded", "collected"):
            return self._onwards(line)
        within = self._between(tokens.starts[low], tokens.ends[high - 1])
        if within:
            return within
        before = self._between(line[0], tokens.starts[low])
        return before[-1:] or self._between(*line)[:1]

    def _line(self, offset: int) -> tuple[int, int]:
        text = self.p.tokens.text
        end = text.find("\n", offset)
        return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end

    def _alone(self, line: tuple[int, int], low: int) -> bool:
        """Tell whether the line holds nothing but the hand."""
        before, held = self.p.tokens.text[line[0] : self.p.tokens.starts[low]], self.p.tokens.text[slice(*line)]
        return not before.strip("([ \t") and len(held.strip()) <= 100

    def _between(self, start: int, end: int) -> list[int]:
        low = max(0, bisect_right(self.begins, start) - _BACK)
        return [n for n in range(low, bisect_left(self.begins, end)) if start < self.places[n][1]]

    def _onwards(self, line: tuple[int, int]) -> list[int]:
        """What a hand uploaded: its paragraph, and the next ones until a hand is named or somebody new speaks."""
        text, covered = self.p.tokens.text, self._between(*line)
        start, end = line
        for _ in range(_PARAGRAPHS):
            if end >= len(text):
                break
            start, end = self._line(end + 1)
            here = self._between(start, end)
            if bisect_left(self.named, start) < bisect_left(self.named, end):
                break
            empty = not text[start:end].strip() or _touches(Span(start, end), self.document.furniture)
            if any(self._is_new(n, start) for n in here) or not (here or empty):
                break
            covered += here
        return covered

    def _is_new(self, number: int, start: int) -> bool:
        """Tell whether the speaker is somebody whom the page first names after `start`."""
        speaker = self.statements[number].speaker
        if speaker.kind not in ("named", "collective", "outlet") or speaker.mention is None:
            return False
        return speaker.mention.start >= start and not self._is_one_of_them(speaker.mention.start)

    def _is_one_of_them(self, offset: int) -> bool:
        """Tell whether somebody is presented as one of those spoken of before: one of them is Ana Ruiz."""
        tokens, lists = self.p.tokens, self.p.lexicon.lists
        they = lists.get("they", frozenset()) | lists.get("they_forms", frozenset())
        end = tokens.at(offset)
        low = self.p.sentences[max(0, bisect_right(self.starts, end) - 1)][0]
        return any(tokens.flags[i] & OF and tokens.words[i + 1] in they for i in range(low, end - 1))


def _linked(
    document: Document, hands: list[Credit], spoken: _Spoken, statements: tuple[Statement, ...]
) -> Iterator[Credit]:
    """Hands that the page links or embeds, by their hosts; own pages, furniture and buttons for sharing are none."""
    named = sorted(span for hand in hands for span in hand.words)
    own, seen = _host(document.url or ""), set[tuple[str, str]]()
    for link in document.links:
        host = _host(link.url)
        if not host or host == own or (host, link.kind) in seen or _SHARING.search(link.url):
            continue
        place = link.words or Span(link.at, link.at + 1)
        if _touches(place, document.furniture) or (link.kind == "link" and _touches(place, named)):
            continue
        seen.add((host, link.kind))
        low, high = spoken._line(link.at)
        covers = tuple(statements[n].id for n in spoken._between(low, high))
        yield Credit(host, link.kind, (link.words,) if link.words else (), covers)


def _touches(place: Span, spans: Sequence[Span]) -> bool:
    """Tell whether a place shares a character with one of the spans, which are sorted and do not overlap."""
    at = bisect_left(spans, place)
    return any(place.overlaps(span) for span in spans[max(0, at - 1) : at + 1])


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
