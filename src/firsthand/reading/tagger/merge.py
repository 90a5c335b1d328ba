"""Merge: what the network found, put into our convention, with what the grammar knows better.

The network learnt from annotators who join a quotation in the next sentence to the cue before it, who take a colon
for a cue, and who mark nothing within a quotation. Here such a quotation is a statement of its own, a colon is no
cue, and what a quotation reports is found by the grammar.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar.assemble import Finding, type_of
from firsthand.reading.grammar.attribution import Attribution
from firsthand.reading.grammar.bits import COMMA, COMPLEMENTISER, CUE, DASH, NEWLINE, NOUN, PHRASE, STOP
from firsthand.reading.grammar.reader import judged
from firsthand.reading.statement import Act
from firsthand.reading.tagger.score import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firsthand.reading.grammar.attribution import Range
    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.tagger.decode import Found
    from firsthand.reading.tagger.score import Calibration
    from firsthand.reading.tagger.view import View

ACTS: Final[tuple[Act, ...]] = ("speech", "thought", "other")
_KNOWN: Final = CUE | NOUN | PHRASE
RULE: Final = "tagged"


def merge(
    p: Passage, seen: View, found: Sequence[Found], grammar: Sequence[Attribution], calibration: Calibration
) -> list[Finding]:
    """Return the findings of a document, in text order of their contents."""
    findings: list[Finding] = []
    for one in found:
        findings += _findings(p, seen, one, calibration)
    taken = bytearray(len(p.tokens))
    for finding in findings:
        a = finding.attribution
        for first, end in (*a.source, *a.cue, *a.content):
            taken[first:end] = b"\1" * (end - first)
    for a in grammar:
        within = any(
            first <= a.content[0][0] and a.content[-1][1] <= end and (first, end) != a.content[0]
            for finding in findings
            for first, end in finding.attribution.content
        )
        if (within and a.cue and a.source and a.rule in _NESTED) or (
            not a.cue and not any(taken[a.content[0][0] : a.content[-1][1]])
        ):
            findings.append(judged(p, a))
    return sorted(findings, key=lambda f: (f.attribution.content[0][0], -f.attribution.content[-1][1]))


def outer(found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions that do not stand within the content of another."""
    kept: list[Attribution] = []
    end = 0
    for a in found:
        if a.content[0][0] >= end:
            kept.append(a)
            end = max(end, a.content[-1][1])
    return kept


_NESTED: Final = frozenset(["cue that", "cue quote", "phrase"])


def _findings(p: Passage, seen: View, one: Found, calibration: Calibration) -> Iterator[Finding]:
    """Yield one statement, and one for each quotation that goes on in another sentence."""
    tokens, flags = p.tokens, p.tokens.flags

    def ranges(found: Sequence[tuple[int, int]]) -> tuple[Range, ...]:
        return tuple((seen.tokens[first], seen.tokens[end - 1] + 1) for first, end in found)

    cue = ranges(one.cue)
    if not any(tokens.words[i][0].isalnum() for first, end in cue for i in range(first, end)):
        cue = ()
    content = [piece for found in ranges(one.content) if (piece := _trimmed(p, *found))]
    if not content:
        return
    bits = 0
    for first, end in cue:
        for i in range(first, end):
            bits |= flags[i] & _KNOWN
    source = tuple(piece for piece in ranges(one.source) if not cue or _together(p, cue[0][0], piece[0]))
    place = cue[0][0] if cue else source[0][0] if source else content[0][0]
    here: list[Range] = []
    after: list[Range] = []
    for piece in _joined(p, content):
        (here if _same_sentence(p, place, piece) else after).append(piece)
    if not here:
        here, after = after[:1], after[1:]
    act = ACTS[int(one.acts.argmax())]
    whole = Attribution(source, cue, tuple(here), bits, RULE)
    score = calibration.score(signs_of(one.signs, type_of(p, whole), act, english=p.lexicon.code == "en"))
    names = tuple((seen.tokens[word], odds) for word, odds in one.speakers)
    yield Finding(whole, act, score, names)
    for piece in after:
        yield Finding(Attribution((), (), (piece,), 0, RULE), "speech", score)


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


def _joined(p: Passage, content: list[Range]) -> list[Range]:
    """Join pieces of content between which no word stands."""
    joined: list[Range] = []
    for first, end in sorted(content):
        if joined and not any(p.tokens.words[i][0].isalnum() for i in range(joined[-1][1], first)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((first, end))
    return joined


def _same_sentence(p: Passage, place: int, piece: Range) -> bool:
    """Tell whether content stands in the sentence of its cue, or is no quotation by itself."""
    starts = [first for first, _ in p.sentences]
    if bisect_right(starts, place) in range(bisect_right(starts, piece[0]), bisect_right(starts, piece[1] - 1) + 1):
        return True
    first, end = piece
    return not (p.inside[first] and p.inside[end - 1])


def _together(p: Passage, a: int, b: int) -> bool:
    """Tell whether two tokens stand in one sentence."""
    starts = [first for first, _ in p.sentences]
    return bisect_right(starts, a) == bisect_right(starts, b)
