"""Passage: the tokens of a text with its quotations and sentences, on which the rules work."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar.bits import CAPITAL, COMMA, CUE, DASH, MARK, NEWLINE, NUMBER, STOP
from firsthand.reading.grammar.quotations import Quotation, find_quotations
from firsthand.reading.grammar.tokens import Tokens, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.lexicon import Lexicon
    from firsthand.text import Fragments

_LONGEST: Final = 200  # tokens: what goes on for longer is no sentence, and is read in pieces
_MAY_BEGIN: Final = CAPITAL | MARK | NUMBER


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as a range of tokens, its marks included."""

    first: int
    end: int
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Passage:
    """What the rules look at. All ranges are of tokens, half-open."""

    lexicon: Lexicon
    tokens: Tokens
    quoted: tuple[Quoted, ...]
    inside: list[int]
    """For each token, 1 + the index of the quotation that it stands in, or 0."""
    sentences: tuple[tuple[int, int], ...]
    """In text order; none crosses a line end, but for a quotation that does."""


def passage(text: str, lexicon: Lexicon, furniture: Fragments = ()) -> Passage:
    """Cut a text into tokens, quotations and sentences. Furniture has tokens but no sentences: nobody says it."""
    tokens = tokenise(text, lexicon)
    quoted: list[Quoted] = []
    inside = [0] * len(tokens)
    for quotation in find_quotations(text, single_marks=lexicon.single_marks, dashes=lexicon.speech_after_dash):
        if not quotation.opened:
            continue
        first, end = tokens.at(quotation.start), bisect_left(tokens.starts, quotation.end)
        if first >= end or (quoted and quoted[-1].end > first):
            continue
        if quotation.dash and tokens.flags[first] & CUE and not tokens.flags[first] & CAPITAL:
            continue  # a line that goes on: – said the president
        whole = Quoted(first, end, quotation)
        for piece in _pieces(tokens, whole) if lexicon.speech_after_dash else (whole,):
            quoted.append(piece)
            inside[piece.first : piece.end] = [len(quoted)] * (piece.end - piece.first)
    sentences = _sentences(lexicon, tokens, quoted, inside, 0, len(tokens))
    if furniture:
        begins = [span.start for span in furniture]
        sentences = [s for s in sentences if not _within(tokens.starts[s[0]], begins, furniture)]
    return Passage(lexicon, tokens, tuple(quoted), inside, tuple(sentences))


def _within(offset: int, begins: list[int], furniture: Fragments) -> bool:
    at = bisect_right(begins, offset) - 1
    return at >= 0 and offset < furniture[at].end


def _pieces(tokens: Tokens, quoted: Quoted) -> Iterator[Quoted]:
    """Part a quotation at the words of its narrator inside the marks: «Да, — сказала она, — приду»."""
    flags, first = tokens.flags, quoted.first
    i = first + 1
    while i + 1 < quoted.end:
        if (
            flags[i] & DASH
            and flags[i - 1] & (COMMA | STOP)
            and not flags[i + 1] & CAPITAL
            and any(f & CUE for f in flags[i + 1 : i + 4])
        ):
            end = i - 1 if flags[i - 1] & COMMA else i
            if end > first + 1:
                yield Quoted(first, end, quoted.quotation)
            closing = i + 1
            while closing < quoted.end and not (flags[closing] & DASH and flags[closing - 1] & (COMMA | STOP)):
                closing += 1
            first = i = closing + 1
        i += 1
    if first == quoted.first or first + 1 < quoted.end:
        yield Quoted(first, quoted.end, quoted.quotation)


def interior(p: Passage, wanted: list[Quoted]) -> Passage:
    """Return the same tokens, seen from inside these quotations: their marks are none, those within them are."""
    tokens, count = p.tokens, len(p.tokens)
    quoted: list[Quoted] = []
    inside = [0] * count
    sentences: list[tuple[int, int]] = []
    for outer in wanted:
        start = tokens.ends[outer.first] if not outer.quotation.dash else tokens.starts[outer.first]
        marked = outer.quotation.closed and not outer.quotation.dash
        text = tokens.text[start : tokens.starts[outer.end - 1] if marked else tokens.ends[outer.end - 1]]
        for q in find_quotations(text, single_marks=True):
            first, end = tokens.at(start + q.start), bisect_left(tokens.starts, start + q.end)
            if not q.opened or end >= outer.end or first >= end or (quoted and quoted[-1].end > first):
                continue
            quoted.append(Quoted(first, end, q))
            inside[first:end] = [len(quoted)] * (end - first)
        sentences += _sentences(p.lexicon, tokens, quoted, inside, outer.first + 1, outer.end - 1)
    return Passage(p.lexicon, tokens, tuple(quoted), inside, tuple(sentences))


def _sentences(
    lexicon: Lexicon, tokens: Tokens, quoted: list[Quoted], inside: list[int], low: int, high: int
) -> list[tuple[int, int]]:
    """Return the sentences between two tokens."""
    flags, words, starts, ends, text = tokens.flags, tokens.words, tokens.starts, tokens.ends, tokens.text
    found: list[tuple[int, int]] = []
    first, count = low, high
    breaks = [i for i in range(low, high) if flags[i] & (STOP | NEWLINE)]
    breaks += [q.end - 1 for q in quoted if low < q.end <= high]
    breaks += [i - 1 for i in tokens.glued if low < i < high]
    for i in sorted(set(breaks)):
        if i < first:
            continue
        f = flags[i]
        after = i + 1
        if inside[i]:
            quotation = quoted[inside[i] - 1]
            if i != quotation.end - 1 or not _ends_sentence(tokens, quotation, inside):
                continue
        elif f & NEWLINE:
            pass
        elif f & STOP:
            if after < count and flags[after] & STOP and starts[after] == ends[i]:
                continue  # … of several stops, the last counts
            if after < count and not flags[after] & NEWLINE:
                if words[i] == "." and _abbreviation(tokens, i, lexicon.lists["abbreviations"]):
                    continue
                if not flags[after] & _MAY_BEGIN and text[starts[after]] not in "—–-(¿¡":
                    continue
        if after > first:
            end = i if f & NEWLINE else after
            if end > first:
                found.append((first, end))
        first = after
    if first < count:
        found.append((first, count))
    return [piece for begin, end in found for piece in _bounded(quoted, inside, begin, end)]


def _bounded(quoted: list[Quoted], inside: list[int], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Part what is too long to be a sentence; never within a quotation."""
    while end - begin > _LONGEST:
        cut = begin + _LONGEST
        if inside[cut]:
            cut = quoted[inside[cut] - 1].end
        if cut >= end:
            break
        yield begin, cut
        begin = cut
    yield begin, end


def _abbreviation(tokens: Tokens, stop: int, known: frozenset[str]) -> bool:
    """Tell whether the full stop belongs to the word before it: Mr., J., U.S."""
    if stop == 0 or tokens.ends[stop - 1] != tokens.starts[stop]:
        return False
    word = tokens.words[stop - 1]
    if len(word) == 1 and word.isalpha():
        return True
    if word in known:
        return True
    return "." in word[1:] and len(word) <= 5 and stop + 1 < len(tokens) and not tokens.flags[stop + 1] & MARK


def _ends_sentence(tokens: Tokens, quotation: Quoted, inside: list[int]) -> bool:
    """Tell whether a sentence ends with this quotation: “I am sure.” Then …, but not “Sure?” he asked."""
    flags, after = tokens.flags, quotation.end
    if after >= len(flags):
        return True
    if flags[after] & NEWLINE:
        return True
    last = quotation.end - 2
    if last < quotation.first or not flags[last] & STOP or not flags[after] & _MAY_BEGIN:
        return False
    if inside[after]:
        return True
    # The attribution may still follow: after a question or a cry, and on careless pages after a full stop.
    stopped = tokens.words[last] == "."
    for number, f in enumerate(flags[after : after + 8]):
        if f & CUE and number:
            follows = flags[after + number + 1] if after + number + 1 < len(flags) else NEWLINE
            return not follows & ((STOP | NEWLINE) if stopped else (STOP | NEWLINE | COMMA)) or (stopped and number > 4)
        if f & (STOP | NEWLINE | MARK | COMMA):
            break
    return True
