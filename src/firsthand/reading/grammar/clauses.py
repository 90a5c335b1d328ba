"""Clauses: where reported words begin and end, and what may stand between them and their cue.

All functions look at ranges of tokens of one passage; none crosses the sentence whose end it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar import phrases
from firsthand.reading.grammar.bits import (
    ADDRESSEE,
    ADVERB,
    ASK,
    AUXILIARY,
    CAPITAL,
    COLON,
    COMMA,
    COMPLEMENTISER,
    CONJUNCTION,
    CUE,
    DASH,
    DATIVE,
    DETERMINER,
    GERUND,
    INFINITIVE,
    NEWLINE,
    OPEN_BRACKET,
    OPENER,
    PHRASE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    RELATIVE,
    ROLE,
    SAY,
    SEMICOLON,
    STOP,
    TELL,
    THAT,
    TIME,
    TITLE,
    TO,
    VERB,
    WANT,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firsthand.reading.grammar.attribution import Range
    from firsthand.reading.grammar.cues import Cue
    from firsthand.reading.grammar.passage import Passage, Quoted

QUIET: Final = ADVERB | TIME | ADDRESSEE
"""What may stand anywhere between cue and content."""
_CUES_AHEAD: Final = 8  # reporting words that are looked at for where the words before them end
_SHORT: Final = 3  # words of a quotation that may be a title or a scare quote even before a comma
_PHRASE: Final = 6  # words that one without a comma or a stop needs more than


def skip(p: Passage, i: int, high: int) -> int:
    """Return the first token from `i` that is no adverb, time or addressee."""
    while i < high and p.tokens.flags[i] & QUIET and not p.inside[i] and not p.tokens.flags[i] & CAPITAL:
        i += 1
    return i


def piece(p: Passage, begin: int, end: int) -> tuple[Range, ...]:
    """Trim a range of what is no content at its edges; empty if nothing is left."""
    flags = p.tokens.flags
    edge = COMMA | DASH | COLON | SEMICOLON | STOP | NEWLINE
    while end > begin and flags[end - 1] & edge and not p.inside[end - 1]:
        end -= 1
    while begin < end and flags[begin] & edge and not p.inside[begin]:
        begin += 1
    return ((begin, end),) if begin < end else ()


def clause_begin(p: Passage, low: int, end: int) -> int:
    """Return where the clause begins that ends at `end`: at the sentence's start, after its connecting words."""
    begin = low
    flags = p.tokens.flags
    while begin < end and not p.inside[begin]:
        if flags[begin] & (CONJUNCTION | DASH | COMMA) and not flags[begin] & (DETERMINER | PRONOUN):
            begin += 1
        elif flags[begin] & (OPENER | ADVERB) and begin + 1 < end and flags[begin + 1] & COMMA:
            begin += 2
        elif p.tokens.words[begin] in p.lexicon.lists["contrasts"]:
            begin += 1
        else:
            break
    return begin


def clause_end(p: Passage, i: int, high: int, later: Sequence[Cue]) -> int:
    """Return where reported words end: at the sentence's end, or before the next report of the same rank."""
    flags, words, inside = p.tokens.flags, p.tokens.words, p.inside
    groups = {cue.group: cue for cue in later[:_CUES_AHEAD]}
    j = i
    while j < high:
        if inside[j]:
            j = p.quoted[inside[j] - 1].end
            continue
        f = flags[j]
        if f & (COMMA | CONJUNCTION | DASH | SEMICOLON):
            k = j + 1
            if f & COMMA:
                while k < high and flags[k] & (CONJUNCTION | OPENER) and not flags[k] & COMPLEMENTISER:
                    k += 1
            if (
                k < high
                and k in groups
                and groups[k].bits & ~(WANT | PHRASE)
                and (f & CONJUNCTION or k > j + 1 or groups[k].bits & GERUND or not p.lexicon.zero_complementiser)
                and k + 1 < high
            ):
                return j
            if f & COMMA and k < high:
                if j + 1 in groups and groups[j + 1].bits & PHRASE:
                    return j
                if words[j + 1] in p.lexicon.as_words and any(j + 1 < g <= j + 12 for g in groups):
                    return j
                if k > j + 1:
                    for group, cue in groups.items():
                        if group > k and cue.bits & (SAY | TELL | THAT | ASK | QUOTE | TO):
                            subject = phrases.before(p, group, k)
                            if subject is not None and subject[0] == k:
                                return j
                elif f & COMMA:
                    for group, cue in groups.items():
                        if group > k and cue.bits & (SAY | TELL) and group - k < 8:
                            subject = phrases.before(p, group, k)
                            if subject is not None and subject[0] == k and bare_tail(p, cue.end, high):
                                return j
        j += 1
    return min(j, high)


def first_comma(p: Passage, i: int, high: int) -> int:
    """Return the first comma outside quotations that no complementiser or quotation follows, or `high`."""
    for j in range(i + 3, high - 1):
        if p.tokens.flags[j] & COMMA and not p.inside[j] and not p.inside[j + 1]:
            if not p.tokens.flags[j + 1] & (COMPLEMENTISER | RELATIVE | GERUND):
                return j
        elif p.inside[j] and quote_ending(p, j) is not None and p.tokens.flags[j - 1] & COMMA:
            return j + 1
    return high


def begins_clause(p: Passage, i: int, high: int) -> bool:
    """Tell whether a main clause begins here: a pronoun with its verb."""
    flags = p.tokens.flags
    if not flags[i] & PRONOUN or flags[i] & (RELATIVE | COMPLEMENTISER) or i + 1 >= high:
        return False
    return bool(flags[i + 1] & (AUXILIARY | VERB))


def finite(p: Passage, i: int, high: int) -> bool:
    """Tell whether a clause with a finite verb begins here, as far as words and endings tell."""
    flags = p.tokens.flags
    if flags[i] & (PUNCTUATION | PREPOSITION | CONJUNCTION) and not flags[i] & (PRONOUN | DETERMINER):
        return False
    for j in range(i, min(high, i + 14)):
        f = flags[j]
        if f & PUNCTUATION and not p.inside[j]:
            return False
        if j > i and f & (AUXILIARY | VERB | CUE) and not f & CAPITAL:
            return True
        if p.tokens.words[j].endswith(p.lexicon.finite_endings) and (j > i or not f):
            return True
    return False


def bare_tail(p: Passage, i: int, high: int) -> bool:
    """Tell whether nothing more is reported after `i`: the sentence ends, or a time, a place, a listener follows."""
    flags = p.tokens.flags
    if i >= high:
        return True
    i = skip(p, i, high)
    if i >= high:
        return True
    f = flags[i]
    if f & (COMPLEMENTISER | COLON | INFINITIVE) and not f & PREPOSITION:
        return False
    if p.inside[i] or introduces(p, i, high):
        return False
    if f & (COMMA | DASH | SEMICOLON | OPEN_BRACKET | PREPOSITION | CONJUNCTION | OPENER | GERUND):
        return True
    if f & (CAPITAL | DETERMINER | DATIVE | PRONOUN | ROLE):  # told CNN.
        end = phrases.after(p, i, high)
        return end is not None and (end >= high or bool(flags[end] & (COMMA | DASH | PREPOSITION | TIME)))
    return False


def introduces(p: Passage, i: int, high: int) -> bool:
    """Tell whether content follows: a complementiser, a colon."""
    i = skip(p, i, high)
    if i < high and p.tokens.flags[i] & COMMA and not p.inside[i]:
        i += 1
    while i < high and (linked := linker(p, i, high)):
        i = linked + bool(p.tokens.flags[linked] & COMMA)
    return i < high and not p.inside[i] and bool(p.tokens.flags[i] & (COMPLEMENTISER | COLON))


def linker(p: Passage, i: int, high: int) -> int | None:
    """Return the token after words that lead to a complementiser: о том, что."""
    for phrase in p.lexicon.linkers.get(p.tokens.words[i], ()):
        end = i + len(phrase.words)
        if end < high and tuple(p.tokens.words[i:end]) == phrase.words:
            ahead = end + 1 if p.tokens.flags[end] & COMMA else end
            if ahead < high and p.tokens.flags[ahead] & COMPLEMENTISER:
                return end
    return None


def parenthesis(p: Passage, comma: int, high: int) -> int | None:
    """Return the comma that ends an aside between cue and content: she said, without evidence, that …"""
    for j in range(comma + 1, min(high, comma + 9)):
        f = p.tokens.flags[j]
        if f & COMMA and j + 1 < high:
            return j if p.tokens.flags[j + 1] & COMPLEMENTISER or p.inside[j + 1] else None
        if f & PUNCTUATION or f & CUE:
            return None
    return None


def quote_ending(p: Passage, i: int) -> int | None:
    """Return the index of the quotation whose last token is `i`."""
    mark = p.inside[i] if i >= 0 else 0
    return mark - 1 if mark and p.quoted[mark - 1].end == i + 1 else None


def is_speech(p: Passage, quotation: Quoted) -> bool:
    """Tell whether a quotation can be a statement by itself rather than a phrase, a title or a name."""
    if quotation.quotation.dash:
        return True
    flags = p.tokens.flags
    first = quotation.first + 1
    last = quotation.end - 2
    if first > last:
        return False
    size = quotation.end - quotation.first - 2
    if flags[last] & (COMMA | STOP) or size > _PHRASE:
        return True
    return size >= _SHORT and quotation.end < len(flags) and bool(flags[quotation.end] & COMMA)


def quotation_near(p: Passage, i: int, high: int) -> bool:
    """Tell whether a noun phrase with a quotation goes on: named Ana Diaz, the judge, “a disgrace”."""
    for j in range(i, min(high, i + 14)):
        if p.inside[j]:
            return True
        if p.tokens.flags[j] & (CUE | VERB | AUXILIARY | COMPLEMENTISER | SEMICOLON | COLON):
            return False
    return False


def past_adverbial(p: Passage, i: int, high: int) -> int:
    """Return the token after “with a statement on the matter”: the small words after a preposition."""
    flags = p.tokens.flags
    while i < high and flags[i] & PREPOSITION and not p.inside[i]:
        i += 2
        while i < high and not flags[i] & (CAPITAL | ROLE | TITLE | PUNCTUATION | PREPOSITION | CUE):
            i += 1
    return i


def is_clause(p: Passage, low: int, end: int, least: int) -> bool:
    """Tell whether a range reads like a clause: `least` words, and not one that only leads in (In a statement, …).

    If the clause goes on after the cue (Acts of protest, he said, are …) one word is enough.
    """
    f = p.tokens.flags[low]
    if f & (PREPOSITION | OPENER | GERUND) and not f & (DETERMINER | PRONOUN):
        return least == 1 and bool(f & OPENER)
    return sum(not g & PUNCTUATION for g in p.tokens.flags[low:end]) >= least


def is_infinitive(p: Passage, i: int, high: int) -> bool:
    """Tell whether an infinitive begins here: “a trabajar”, but not “a los ministros”."""
    if not p.tokens.flags[i] & PREPOSITION or not p.lexicon.infinitive_endings:
        return True
    return i + 1 < high and p.tokens.words[i + 1].endswith(p.lexicon.infinitive_endings)


def shared_end(p: Passage, i: int, high: int) -> int:
    """Return where an infinitive's clause ends if the subject goes on with another verb: to stay, but was sent."""
    flags = p.tokens.flags
    for j in range(i + 1, high - 1):
        if flags[j] & COLON and p.inside[j + 1] and not p.inside[j]:
            return j
        if not p.lexicon.zero_complementiser:
            continue
        if flags[j] & (CONJUNCTION | OPENER) and flags[j + 1] & AUXILIARY and not p.inside[j]:
            return j
    return high


def _after_comma(p: Passage, end: int, high: int) -> int:
    """Return where the clause begins after “as Smith said on Monday, …”."""
    if end < high and p.tokens.flags[end] & (PREPOSITION | TIME | ADVERB):
        for i in range(end, min(high, end + 14)):
            if p.inside[i]:
                break
            if p.tokens.flags[i] & COMMA:
                return i
    return end


def around(p: Passage, low: int, high: int, first: int, end: int, later: Sequence[Cue]) -> tuple[Range, ...]:
    """Return what a set phrase `[first, end)` reports: the clause after its comma, or the one before it."""
    flags = p.tokens.flags
    leading = first
    while leading > low and flags[leading - 1] & (CONJUNCTION | OPENER | ADVERB) and not p.inside[leading - 1]:
        leading -= 1
    at_start = leading == low or bool(flags[leading - 1] & (COMPLEMENTISER | SEMICOLON | COLON | DASH))
    if not at_start and leading < first and flags[leading - 1] & COMMA:
        at_start = True
    if first - low <= 2 and all(f & (DETERMINER | PRONOUN | CONJUNCTION | OPENER) for f in flags[low:first]):
        at_start = True  # tal y como
    if at_start:
        begin = _after_comma(p, end, high)
        while begin < high and flags[begin] & (COMMA | DASH | COLON | QUIET | COMPLEMENTISER) and not p.inside[begin]:
            begin += 1
        return piece(p, begin, clause_end(p, begin, high, later))
    last = first
    while last > low and flags[last - 1] & (COMMA | DASH) and not p.inside[last - 1]:
        last -= 1
    begin = clause_begin(p, low, last)
    pieces = piece(p, begin, last)
    if pieces and end < high and flags[end] & COMMA and last < first:
        pieces += piece(p, end + 1, clause_end(p, end + 1, high, later))
    return pieces


def subordinate(p: Passage, low: int, first: int) -> bool:
    """Tell whether the cue stands in a clause that leads in the main one: when Smith said …, the crowd …"""
    i = first - 1
    return i == low and bool(p.tokens.flags[i] & OPENER) and p.tokens.words[i] not in p.lexicon.lists["contrasts"]
