"""Merge: what the network found, put into our convention, with what the grammar knows better.

The network learnt from annotators who join a quotation in the next sentence to the cue before it, who take a colon
for a cue, and who mark nothing within a quotation. Here such a quotation is a statement of its own, a colon is no
cue, and what a quotation reports is found by the grammar.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar.assemble import Finding, type_of
from firsthand.reading.grammar.attribution import Attribution
from firsthand.reading.grammar.bits import (
    ADDRESSEE,
    CAPITAL,
    COMMA,
    COMPLEMENTISER,
    CUE,
    DASH,
    NEWLINE,
    NOUN,
    PHRASE,
    STOP,
)
from firsthand.reading.grammar.reader import NAME, judged
from firsthand.reading.statement import Act
from firsthand.reading.tagger.score import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firsthand.reading.grammar.attribution import Range
    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.tagger.decode import Found
    from firsthand.reading.tagger.score import Scores
    from firsthand.reading.tagger.view import View

ACTS: Final[tuple[Act, ...]] = ("speech", "thought", "other")
_KNOWN: Final = CUE | NOUN | PHRASE
RULE: Final = "tagged"
_NESTED: Final = frozenset(["cue that", "cue quote", "phrase"])
"""Rules of the grammar that are believed within a quotation."""
_DOUBTED: Final = 0.3
"""Below this score the network gives way to the grammar."""
_LEAST: Final = 0.1
"""Below this score nothing is said."""
_MINUTES: Final = frozenset(["min", "mins", "minute", "minutes", "minutos", "мин", "минуты", "минут", "хв", "хвилини"])
_STRAY: Final = 2  # words of the next sentence that are no content
_SIGNED: Final = frozenset(["name dash"])
"""Rules of the grammar that are believed against the network: “…” — Ana Smith, line after line."""


def merge(
    p: Passage, seen: View, found: Sequence[Found], grammar: Sequence[Attribution], calibration: Scores
) -> list[Finding]:
    """Return the findings of a document, in text order of their contents."""
    sources = {i: a.source for a in grammar if a.source for first, end in a.cue for i in range(first, end)}
    signed = {i for a in grammar if a.rule in _SIGNED for first, end in a.content for i in range(first, end)}
    tagged = _Tagged(p, seen, calibration, signed, sources)
    findings = [finding for one in found for finding in tagged.findings(one)]
    rules = [replace(judged(p, a), reader=NAME) for a in grammar]
    of_cue = {i: n for n, a in enumerate(grammar) for first, end in a.cue for i in range(first, end)}
    doubted = [
        (n, one)
        for one in findings
        if one.score < _DOUBTED
        for n in {of_cue[i] for first, end in one.attribution.cue for i in range(first, end) if i in of_cue}
        if rules[n].score > one.score
    ]
    timed = [one for one in findings if _is_reading_time(p, one)]
    better = {n for n, _ in doubted}
    better |= {of_cue[i] for one in timed for a, b in one.attribution.content for i in range(a, b) if i in of_cue}
    beaten = {id(one) for _, one in doubted} | {id(one) for one in timed}
    findings = [one for one in findings if one.score >= _LEAST and id(one) not in beaten]
    taken = bytearray(len(p.tokens))
    content = bytearray(len(p.tokens))
    cues = {i for finding in findings for first, end in finding.attribution.cue for i in range(first, end)}
    for finding in findings:
        a = finding.attribution
        for first, end in (*a.source, *a.cue, *a.content):
            taken[first:end] = b"\1" * (end - first)
        for first, end in a.content:
            content[first + 1 : end] = b"\1" * (end - first - 1)
    for n, rule in enumerate(rules):
        a = rule.attribution
        first, end = a.content[0][0], a.content[-1][1]
        nested = a.cue and a.source and a.rule in _NESTED and a.cue[0][0] not in cues and all(content[first:end])
        alone = (not a.cue and _has_words(p, a.content)) or n in better
        if nested or (alone and not any(taken[first:end])):
            findings.append(rule)
    return sorted(findings, key=lambda f: (f.attribution.content[0][0], -f.attribution.content[-1][1]))


def _is_reading_time(p: Passage, one: Finding) -> bool:
    """Tell whether what was taken for a source is how long the page takes: “2 min read”, glued to what follows."""
    words = [p.tokens.words[i] for first, end in one.attribution.source for i in range(first, end)]
    return any(word in _MINUTES for word in words) and all(word in _MINUTES or word[0].isdigit() for word in words)


def outer(found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions that do not stand within the content of another."""
    kept: list[Attribution] = []
    end = 0
    for a in found:
        if a.content[0][0] >= end:
            kept.append(a)
            end = max(end, a.content[-1][1])
    return kept


class _Tagged:
    """Puts what the network found into our convention."""

    def __init__(
        self,
        p: Passage,
        seen: View,
        calibration: Scores,
        signed: set[int],
        sources: dict[int, tuple[Range, ...]],
    ) -> None:
        self.p, self.seen, self.calibration = p, seen, calibration
        self.signed, self.sources = signed, sources
        self.sentences = [first for first, _ in p.sentences]

    def findings(self, one: Found) -> Iterator[Finding]:
        """Yield one statement, and one for each quotation that goes on in another line."""
        p, flags, words = self.p, self.p.tokens.flags, self.p.tokens.words
        place = self._ranges(one.cue or one.source or one.content[:1])[0][0]
        lines = [line for found in self._ranges(one.content) if (line := self._line(*found, place))]
        content = [piece for line in lines if (piece := _trimmed(p, *self._bounded(*line)))]
        content = [piece for piece in content if piece[0] not in self.signed]
        if not content:
            return
        cue = self._ranges(one.cue)
        if not any(words[i][0].isalnum() for first, end in cue for i in range(first, end)):
            cue = ()
        bits = 0
        for first, end in cue:
            for i in range(first, end):
                bits |= flags[i] & _KNOWN
        source = tuple(piece for piece in self._ranges(one.source) if not cue or self._together(cue[0], piece))
        if cue and (known := next((self.sources[i] for i in range(*cue[0]) if i in self.sources), ())):
            spoken_to = source and flags[source[0][0]] & ADDRESSEE
            source = known if not source or spoken_to or self._names_more(known[0], source[0]) else source
        here, after = self._parted((*cue, *source, content[0])[0], _joined(p, content))
        act = ACTS[int(one.acts.argmax())]
        whole = Attribution(source, cue, tuple(here), bits, RULE)
        signs = signs_of(one.signs, type_of(p, whole), act, english=p.lexicon.code == "en")
        score = self.calibration.score(signs)
        names = tuple((self.seen.tokens[word], odds) for word, odds in one.speakers)
        yield Finding(whole, act, score, names)
        for piece in after:
            yield Finding(Attribution((), (), (piece,), 0, RULE), "speech", score)

    def _ranges(self, found: Sequence[tuple[int, int]]) -> tuple[Range, ...]:
        """Return the tokens of words."""
        tokens, flags = self.seen.tokens, self.p.tokens.flags
        ranges: list[Range] = []
        for first, end in found:
            begin = tokens[first]
            for a, b in pairwise(tokens[first:end]):
                if b > a + 1 and not all(flags[i] & NEWLINE for i in range(a + 1, b)):  # furniture stands between
                    ranges.append((begin, a + 1))
                    begin = b
            ranges.append((begin, tokens[end - 1] + 1))
        return tuple(ranges)

    def _line(self, first: int, end: int, place: int) -> Range | None:
        """Leave out words without marks in the lines before that of the cue: a headline, a caption."""
        inside, flags = self.p.inside, self.p.tokens.flags
        cuts = [i for i in range(first, end) if flags[i] & NEWLINE and not inside[i]]
        while first < end and not inside[first] and any(flags[i] & NEWLINE for i in range(first, place)):
            line = cuts.pop(0) if cuts else end
            if any(inside[first:line]):
                break
            first = min(line + 1, end)
        return (first, end) if first < end else None

    def _bounded(self, first: int, end: int) -> Range:
        """Leave out the first words of another sentence: … to speak with his motherShe said …"""
        start = self.sentences[bisect_right(self.sentences, end - 1) - 1]
        return (
            (first, start) if first < start and end - start <= _STRAY and not self.p.inside[end - 1] else (first, end)
        )

    def _names_more(self, wide: Range, narrow: Range) -> bool:
        """Tell whether a range holds another that has no name in it, and a name: one of them, *Leo Paz*."""
        flags = self.p.tokens.flags
        return (
            wide[0] <= narrow[0]
            and narrow[1] <= wide[1]
            and not any(f & CAPITAL for f in flags[slice(*narrow)])
            and any(f & CAPITAL for f in flags[slice(*wide)])
        )

    def _together(self, a: Range, b: Range) -> bool:
        """Tell whether two ranges begin in one sentence."""
        return bisect_right(self.sentences, a[0]) == bisect_right(self.sentences, b[0])

    def _parted(self, place: Range, content: list[Range]) -> tuple[list[Range], list[Range]]:
        """Part the content that stands with its cue from quotations in other lines."""
        inside = self.p.inside
        here: list[Range] = []
        far: list[Range] = []
        after: list[Range] = []
        for piece in content:
            alone = inside[piece[0]] and inside[piece[1] - 1] and not self._together(place, piece)
            (far if alone else here).append(piece)
        if not here:
            here, far = far[:1], far[1:]
        for piece in far:
            low = min(place[0], *(first for first, _ in here))
            high = max(place[1], *(end for _, end in here))
            gap = range(piece[1], low) if piece[1] <= low else range(high, piece[0])
            (after if any(self.p.tokens.flags[i] & NEWLINE for i in gap) else here).append(piece)
        return sorted(here), after


def _trimmed(p: Passage, first: int, end: int) -> Range | None:
    """Bring content to the marks of its quotation; drop what only stands around it."""
    flags, inside = p.tokens.flags, p.inside
    while first < end and not inside[first] and flags[first] & (COMMA | NEWLINE | DASH | STOP):
        first += 1
    while end > first and not inside[end - 1] and flags[end - 1] & (COMMA | NEWLINE | DASH | STOP):
        end -= 1
    if end - first > 1 and flags[first] & COMPLEMENTISER and not inside[first]:
        first += 1
    if first >= end:
        return None
    if inside[first]:
        quoted = p.quoted[inside[first] - 1]
        if quoted.first < first <= quoted.first + 2:
            first = quoted.first
    if inside[end - 1]:
        quoted = p.quoted[inside[end - 1] - 1]
        if quoted.end - 2 <= end < quoted.end:
            end = quoted.end
    return first, end


def _has_words(p: Passage, ranges: Sequence[Range]) -> bool:
    return any(p.tokens.words[i][0].isalnum() for first, end in ranges for i in range(first, end))


def _joined(p: Passage, content: list[Range]) -> list[Range]:
    """Join pieces of content between which no word stands."""
    joined: list[Range] = []
    for first, end in sorted(content):
        if joined and not any(p.tokens.words[i][0].isalnum() for i in range(joined[-1][1], first)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((first, end))
    return joined
