"""Cues: the words that report, told from nouns and idioms of the same form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firsthand.reading.grammar.bits import (
    ADVERB,
    ALSO_NOUN,
    AUXILIARY,
    BODY,
    CAPITAL,
    CLOSE_BRACKET,
    COMMA,
    COMPLEMENTISER,
    CONJUNCTION,
    CUE,
    DETERMINER,
    DOCUMENT,
    GERUND,
    INFINITIVE,
    INSTITUTIONAL,
    NOUN,
    NUMBER,
    OPENER,
    PHRASE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    ROLE,
    SAY,
    TELL,
    TITLE,
)
from firsthand.reading.grammar.clauses import linker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.passage import Passage


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word or phrase with its auxiliaries: tokens `[group, end)`, the word itself at `first`."""

    group: int
    """Where its auxiliaries and adverbs begin: a subject ends before."""
    first: int
    end: int
    bits: int
    """What it takes; `PHRASE` alone is a set phrase such as “according to X”."""


def find_cues(p: Passage, low: int, high: int, marked: list[int]) -> Iterator[Cue]:
    """Yield the cues among the tokens `marked` of a sentence, in order; nouns and idioms that report nothing are not.

    Args:
        p: The passage.
        low: The first token of the sentence.
        high: One past its last.
        marked: Its tokens that may be a reporting word, or begin a phrase.
    """
    flags, words = p.tokens.flags, p.tokens.words
    done = low
    for i in marked:
        if i < done or i >= high:
            continue
        f = flags[i]
        first, end, bits = i, i + 1, f & CUE
        if f & PHRASE:
            for phrase in p.lexicon.phrases.get(words[i], ()):
                size = len(phrase.words)
                if tuple(words[i : i + size]) == phrase.words and not linker(p, i + size - 1, high):
                    end, bits = i + size, phrase.bits
                    break
            if not bits and end > i + 1:
                done = end
                continue
        if not bits:
            if f & NOUN and end < high and flags[end] & COMPLEMENTISER:
                yield Cue(i, i, i + 1, NOUN)
                done = i + 1
            continue
        if end == i + 1:
            if _is_noun(p, i, low) or (f & ALSO_NOUN and not _is_verb(p, i, low)):
                if f & NOUN and end < high and flags[end] & COMPLEMENTISER:
                    yield Cue(i, i, i + 1, NOUN)
                    done = i + 1
                continue
            if f & CAPITAL and i > low and not f & (SAY | TELL) and not flags[i - 1] & PUNCTUATION:
                continue
            if end < high and words[end] in p.lexicon.particles:
                end += 1
        group = first
        while group > low and flags[group - 1] & (AUXILIARY | ADVERB) and not flags[group - 1] & CUE:
            if flags[group - 1] & CAPITAL and not (group - 1 == low and flags[low] & AUXILIARY):
                break
            group -= 1
        while first > group and flags[first - 1] & AUXILIARY:
            first -= 1
        yield Cue(group, first, end, bits | (f & (GERUND | INSTITUTIONAL)))
        done = end


def _is_noun(p: Passage, i: int, low: int) -> bool:
    """Tell whether a reporting word is a noun here: the reports, his claim, Smith's remarks."""
    f = p.tokens.flags[i]
    if i == low or f & GERUND or not (p.lexicon.zero_complementiser or f & (NOUN | ALSO_NOUN)):
        return False
    previous = p.tokens.flags[i - 1]
    word = p.tokens.words[i - 1]
    if word.endswith(("'s", "’s", "s'", "s’")) and not previous & (PRONOUN | AUXILIARY):
        return bool(f & NOUN)
    if previous & (DETERMINER | POSSESSIVE) and not previous & (PRONOUN | CONJUNCTION | NUMBER):
        return True
    if word in p.lexicon.as_words:
        return False
    return bool(previous & PREPOSITION and not previous & (INFINITIVE | CONJUNCTION | OPENER | COMPLEMENTISER))


def _is_verb(p: Passage, i: int, low: int) -> bool:
    """Tell whether a word that is as often a noun is a verb here: a name, a pronoun or a plural stands before it."""
    j = i - 1
    while j >= low and p.tokens.flags[j] & (AUXILIARY | ADVERB):
        j -= 1
    if j < i - 1 and p.tokens.flags[i - 1] & AUXILIARY:
        return True
    if j < low or p.tokens.flags[j] & PUNCTUATION:
        return j >= low and bool(p.tokens.flags[j] & (COMMA | CLOSE_BRACKET))
    word, f = p.tokens.words[j], p.tokens.flags[j]
    if f & (PRONOUN | CONJUNCTION) or word.endswith("s"):
        return not f & DETERMINER
    return bool(f & (CAPITAL | ROLE | TITLE | BODY | DOCUMENT | INFINITIVE)) and p.tokens.words[i].endswith("s")
