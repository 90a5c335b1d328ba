"""Credits: the other hands that a page names, links or embeds, and which statements it has from them.

A name is a hand where two things meet: it looks like an outlet (known, a domain, beside “newspaper”, made of words of
which such names are made; in Cyrillic text also Latin letters or marks), and the words around say that something was
said to it, taken from it or published by it. The words for both are in [credits] of the language files.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firsthand.reading.credit import Credit
from firsthand.reading.grammar.bits import (
    OF,
)
from firsthand.reading.grammar.hands import HandFinder, Mention
from firsthand.reading.grammar.outlet_words import WORD
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.statement import Statement
    from firsthand.text import Document

_CYRILLIC: Final = re.compile(r"[а-яёіїєґ]")
_ARTICLES: Final = frozenset(("the", "el", "la", "los", "las"))
_COMPARED: Final = 50  # hands with which a name is compared, mentions that are asked what they cover
_BACK: Final = 8  # statements that may begin before a place and reach into it
_PARAGRAPHS: Final = 20  # lines after an upload that tell of it
_WHOLE: Final = 10  # lines that credit a hand with the whole page
_SHARING: Final = re.compile(r"(?i)\b(?:share|sharer|intent|mailto|login|signup|subscribe|whatsapp://|t\.me/share)\b")


def _key(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others."""
    return tuple(word for word in WORD.findall(name.lower()) if word[0].isalnum() and word not in _ARTICLES)


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
        self.groups: list[list[Mention]] = []
        self.keys: list[tuple[str, ...]] = []
        self.by_start: dict[str, list[int]] = defaultdict(list)

    def add(self, mention: Mention) -> None:
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
    mentions = HandFinder(document, p).find()
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
        self, document: Document, p: Passage, statements: tuple[Statement, ...], mentions: list[Mention]
    ) -> None:
        self.document, self.p, self.statements = document, p, statements
        self.named = [p.tokens.starts[mention.first] for mention in mentions]
        self.starts = [first for first, _ in p.sentences]
        self.places = [(s.content[0].start, s.content[-1].end) for s in statements]
        self.begins = sorted(start for start, _ in self.places)
        self.whole = 0  # lines that credit the whole page

    def covered(self, mention: Mention) -> list[int]:
        """Return the numbers of the statements that the page has from a hand, as the place of its name tells."""
        tokens = self.p.tokens
        at = bisect_right(self.starts, mention.first) - 1
        if at < 0:  # its sentence begins in furniture
            return []
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
