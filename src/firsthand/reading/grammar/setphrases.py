"""Set phrases with a place for their source: according to X, по его словам."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.reading.grammar import phrases
from firsthand.reading.grammar.bits import CAPITAL, PRONOUN, PUNCTUATION, RELATIVE

if TYPE_CHECKING:
    from firsthand.reading.grammar.attribution import Range
    from firsthand.reading.grammar.lexicon import Phrase
    from firsthand.reading.grammar.passage import Passage


def match(p: Passage, phrase: Phrase, key: int, low: int, high: int) -> tuple[tuple[Range, ...], Range, int] | None:
    """Match a phrase that has its key word at `key`; return the pieces of the cue, the source, where it ends."""
    words, flags = p.tokens.words, p.tokens.flags
    gap = phrase.words.index(None)
    head, tail = phrase.words[:gap], phrase.words[gap + 1 :]
    if phrase.key < gap:
        first = key - phrase.key
        start = first + len(head)
        if first < low or start >= high or tuple(words[first:start]) != head:
            return None
        if p.tokens.flags[start] & RELATIVE and not p.tokens.flags[start] & PRONOUN:
            return None  # согласно которому
        if not tail:
            end = phrases.after(p, start, high, closed=first == low or bool(flags[first] & CAPITAL), long=True)
            return (((first, start),), (start, end), end) if end is not None else None
        for at in range(start + 1, min(start + 5, high)):
            if tuple(words[at : at + len(tail)]) == tail:
                return ((first, start), (at, at + len(tail))), (start, at), at + len(tail)
            if flags[at] & PUNCTUATION:
                break
        return None
    at = key - (phrase.key - gap - 1)
    if tuple(words[at : at + len(tail)]) != tail:
        return None
    for start in range(at - 1, max(low, at - 4) - 1, -1):  # по его словам
        if flags[start] & PUNCTUATION:
            break
        first = start - len(head)
        if first >= low and tuple(words[first:start]) == head:
            return ((first, start), (at, at + len(tail))), (start, at), at + len(tail)
    return None
