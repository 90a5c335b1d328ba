"""Hand names: names in a text that may be those of outlets, and how much they look like one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar import outlet_words as word_bits
from firsthand.reading.grammar.bits import (
    BODY,
    CAPITAL,
    CLOSE_BRACKET,
    CONJUNCTION,
    DETERMINER,
    MARK,
    NEWLINE,
    OPEN_BRACKET,
    PRONOUN,
    PUNCTUATION,
    TIME,
)
from firsthand.reading.grammar.outlet_words import DOMAIN, Look, Range, outlet_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.passage import Passage
    from firsthand.text import Document

_LATIN: Final = re.compile(r"[a-zà-ÿ]")
LONGEST: Final = 6  # words of a name
SMALL: Final = frozenset(("of", "de", "del", "la", "el", "los", "y", "and", "the", *"&/+.-‑–’'"))


class HandNames:
    """Looks at names in one passage."""

    def __init__(self, document: Document, p: Passage) -> None:
        self.document, self.p = document, p
        self.tokens, self.table = p.tokens, outlet_words(p.lexicon.code)
        self.flags, self.words, self.text = p.tokens.flags, p.tokens.words, p.tokens.text
        self.starts = [first for first, _ in p.sentences]
        self.at: dict[str, list[int]] | None = None
        self.furniture = [span.start for span in document.furniture]

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
        for match in DOMAIN.finditer(self.text):
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
        return any(self.table.words.get(part, 0) & word_bits.NETWORK for part in word.split("."))

    def _name_at(self, i: int) -> Range | None:
        """Return the name that begins at `i`: in marks, or a run of capitals."""
        flags, words, count = self.flags, self.words, len(self.flags)
        if i >= count:
            return None
        if flags[i] & MARK:
            for j in range(i + 2, min(count, i + LONGEST + 2)):
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
        while j < count and j - i < LONGEST:
            if flags[j] & CAPITAL:
                if self.table.cyrillic and latin != bool(_LATIN.match(words[j])):
                    break
                if self.table.cyrillic and not latin and self.tokens.said(j - 1, j).isupper():
                    break  # корреспондент УНН Иван Петренко
                j += 1
            elif words[j].isdigit() and not flags[j - 1] & NEWLINE and len(words[j]) <= 3:
                j += 1
            elif words[j] in SMALL and j + 1 < count and flags[j + 1] & CAPITAL and not self._ends(j):
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

    def _name_before(self, i: int) -> Range | None:
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
            for k in range(j - 2, max(-1, j - LONGEST - 2), -1):
                if flags[k] & MARK and words[k] != "»":
                    return (k + 1, j) if flags[k + 1] & CAPITAL or _LATIN.match(words[k + 1]) else None
                if flags[k] & NEWLINE:
                    return None
            return None
        end = j + 1
        first = end
        while j >= 0 and end - j <= LONGEST:
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
            elif not (words[j] in SMALL and first == j + 1 and j and flags[j - 1] & CAPITAL and not self._ends(j)):
                break
            j -= 1
        return self._trimmed(first, end) if first < end else None

    def _trimmed(self, first: int, end: int) -> Range | None:
        """Leave off what a run of capitals has before its name; None if it ends in something else."""
        for k in range(first, end):
            if (known := self._known(k)) is not None and known <= end:
                if known == end:
                    return k, end
                return (first, end) if k == first and self.words[end - 1] in self.table.name_words else None
        if all(self.flags[k] & (DETERMINER | TIME | PRONOUN) for k in range(first, end)):
            return None
        return first, end

    def _plain(self, first: int, end: int) -> bool:
        """Tell whether a name is an outlet by itself."""
        if self._known(first) is not None:
            return True
        words = self.words[first:end]
        if end - first > 1 and not self.table.name_words.isdisjoint(words):
            return True
        return any("." in word and DOMAIN.search(word) for word in words)

    def _likely(self, first: int, end: int) -> bool:
        """Tell whether a name beside words of reporting is an outlet."""
        if self._plain(first, end):
            return True
        if self.flags[first] & BODY and end == first + 1:
            return False
        quoted = first > 0 and bool(self.flags[first - 1] & MARK)
        if self.table.cyrillic:
            latin = bool(_LATIN.match(self.words[first]))
            if latin and self.table.words.get(self.words[first], 0) & word_bits.NETWORK:
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

    def _looks(self, name: Range, look: Look) -> bool:
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
            if before >= 0 and get(self.words[before], 0) & word_bits.OTHER:
                return True
        return False

    def _is_furniture(self, i: int) -> bool:
        start = self.tokens.starts[i]
        at = bisect_right(self.furniture, start) - 1
        return at >= 0 and start < self.document.furniture[at].end

    def _sentence(self, i: int) -> Range:
        at = max(0, bisect_right(self.starts, i) - 1)
        return self.p.sentences[at] if self.p.sentences else (0, len(self.flags))
