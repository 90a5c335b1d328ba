"""Noun phrases: where the words that name a source begin and end.

There is no parser here. A noun phrase is what stands between words that cannot be part of one: verbs, conjunctions,
complementisers, marks; the comma, the bracket and the relative clause are followed as far as they belong to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar.bits import (
    ADDRESSEE,
    ADVERB,
    ANOTHER,
    AUXILIARY,
    BODY,
    CAPITAL,
    CLOSE_BRACKET,
    COLON,
    COMMA,
    COMPLEMENTISER,
    CONJUNCTION,
    CUE,
    DASH,
    DETERMINER,
    INFINITIVE,
    KIN,
    MARK,
    NEWLINE,
    NUMBER,
    OF,
    OPEN_BRACKET,
    OPENER,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    ROLE,
    SEMICOLON,
    STOP,
    TIME,
    TITLE,
    VERB,
)

if TYPE_CHECKING:
    from firsthand.reading.grammar.passage import Passage

_PERSON: Final = ROLE | TITLE | KIN
_APPOSITION: Final = DETERMINER | NUMBER | ROLE | TITLE | CAPITAL | KIN | POSSESSIVE | ANOTHER
_LONGEST: Final = 48  # tokens of a noun phrase with its appositions
_APPOSED: Final = 30  # tokens between the commas of an apposition
_NAME_IN_MARKS: Final = 7  # tokens of a name in marks, marks included: agency «Northern News»


def before(p: Passage, end: int, low: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends just before token `end`, or None.

    What stands between it and `end` and is no part of it is left out: Смит в письме (заявил).

    Args:
        p: The passage.
        end: One past the last token that may belong to it.
        low: The first token that may.
    """
    flags = p.tokens.flags
    low = max(low, end - _LONGEST)
    end = _without_time(p, end, low)
    i = end - 1
    if i < low:
        return None
    apposed = False
    for _ in range(2):  # Smith, 48, a spokesman for the company, said
        if flags[i] & COMMA or flags[i] & (CLOSE_BRACKET):
            opening = _apposition_before(p, i, low)
            if opening is None:
                return None
            i, apposed = opening - 1, True
            if i < low:
                return None
    if apposed:  # Ana Diaz, 48, a nurse from Melk, said
        opening = next((j for j in range(i, max(low, i - 4), -1) if flags[j] & COMMA), low)
        if opening > low and any(f & NUMBER for f in flags[opening : i + 1]):
            i = opening - 1
    start = _head_before(p, i, low)
    if start is None or start > i:
        return None
    if start == i and flags[start] & DETERMINER and not flags[start] & (PRONOUN | ANOTHER | NUMBER):
        return None  # los ha difundido
    if apposed and flags[start] & PRONOUN and not flags[start] & DETERMINER:
        return None
    if apposed and start - 2 >= low and flags[start - 1] & COMMA and flags[start] & CAPITAL:
        role = _head_before(p, start - 2, low)  # the minister, Ana Diaz, who …, said
        if role is not None and flags[role] & (DETERMINER | ROLE | TITLE) and (role == low or _breaks(flags[role - 1])):
            start = role
    while flags[end - 1] & COMMA:
        end -= 1
    if p.lexicon.zero_complementiser:
        return start, end
    return _without_adverbials(p, start, end) if not apposed else (start, end)


def _without_time(p: Passage, end: int, low: int) -> int:
    """Leave out a time between subject and verb: soldiers captured the past March 4 (have said)."""
    flags = p.tokens.flags
    i = end
    while i > low and not p.inside[i - 1]:
        if not flags[i - 1] & (TIME | NUMBER) and not (i < end and flags[i - 1] & OF and flags[i - 2] & NUMBER):
            break
        i -= 1
    if i == end or not any(f & TIME for f in flags[i:end]):
        return end
    if i - 1 > low and not flags[i - 1] and flags[i - 2] & DETERMINER:
        i -= 2  # the past March
    while i > low and flags[i - 1] & (DETERMINER | PREPOSITION | ADVERB) and not flags[i - 1] & (CAPITAL | PRONOUN):
        i -= 1
    return i if i > low and not flags[i - 1] & PUNCTUATION else end


def _breaks(f: int) -> bool:
    return bool(f & (PUNCTUATION | OPENER | CONJUNCTION | COMPLEMENTISER))


def _without_adverbials(p: Passage, start: int, end: int) -> tuple[int, int] | None:
    """Leave out “in a letter”, “to the channel” where they stand between subject and verb, or before the subject."""
    flags = p.tokens.flags
    named = CAPITAL | ROLE | TITLE | KIN | BODY
    if start and flags[start - 1] & PREPOSITION:
        previous = [j for j in range(start, end) if flags[j] & PREPOSITION]
        if not previous and flags[start] & (CAPITAL | BODY):  # в министерстве Эрдии записи назвали …
            body = start + 1
            while body < end and flags[body] & (CAPITAL | OF):
                body += 1
            if not any(f & (CAPITAL | ROLE | TITLE) for f in flags[body:end]):
                return start, body
        first = (previous[-1] if previous else start - 1) + 2
        for j in range(first, end):
            if flags[j] & (ROLE | TITLE | KIN) or (flags[j] & CAPITAL and not flags[j - 1] & CAPITAL):
                return j, end
        return None if previous or not flags[start] & CAPITAL else (start, end)
    for j in range(start + 1, end):
        f = flags[j]
        if (f & PREPOSITION and not f & OF) or (f & ADDRESSEE and not f & CAPITAL):
            if any(g & named for g in flags[start:j]):
                return start, j - 1 if flags[j - 1] & COMMA else j
            break
    return start, end


def _apposition_before(p: Passage, closing: int, low: int) -> int | None:
    """Return the comma or bracket that opens the apposition which `closing` ends."""
    flags = p.tokens.flags
    want = OPEN_BRACKET if flags[closing] & CLOSE_BRACKET else COMMA
    j = closing - 1
    while j > low and j > closing - _APPOSED:
        f = flags[j]
        if f & want:
            first = flags[j + 1]
            if j + 1 >= closing:
                return None
            if want == OPEN_BRACKET or first & RELATIVE:
                return j
            if first & (_APPOSITION | PREPOSITION) and not first & (OPENER | TIME):
                return j if first & CAPITAL or _noun_like(flags[j + 1 : closing]) else None
            if not first & (PUNCTUATION | VERB | CUE | AUXILIARY | OPENER | CONJUNCTION | PRONOUN | ADVERB | TIME):
                return j
            return None
        if f & (STOP | SEMICOLON | COLON | NEWLINE) and want == COMMA and not _inner_stop(p, j):
            return None
        j -= 1
    return None


def _noun_like(between: list[int]) -> bool:
    """Tell whether words can be one noun phrase: a verb in them follows a relative pronoun."""
    for f in between:
        if f & RELATIVE:
            return True
        if f & (VERB | CUE | AUXILIARY) and not f & (CAPITAL | ROLE | TITLE):
            return False
    return True


def _inner_stop(p: Passage, i: int) -> bool:
    """Tell whether the mark at `i` is the full stop of an abbreviation inside a phrase."""
    tokens = p.tokens
    if tokens.words[i] != "." or i == 0 or tokens.ends[i - 1] != tokens.starts[i]:
        return False
    word = tokens.words[i - 1]
    return len(word) <= 2 or "." in word or word in p.lexicon.lists["abbreviations"]


def _head_before(p: Passage, last: int, low: int) -> int | None:
    flags, words = p.tokens.flags, p.tokens.words
    i = last
    joined = -1  # where the phrase would begin were it not joined by “and”
    while i >= low:
        f = flags[i]
        if p.inside[i]:
            quoted = p.quoted[p.inside[i] - 1]
            if i == quoted.end - 1 and quoted.end - quoted.first <= _NAME_IN_MARKS and quoted.first > low:
                i = quoted.first - 1
                continue
            break
        if f & PUNCTUATION:
            if f & STOP and _inner_stop(p, i):
                i -= 1
                continue
            if f & CLOSE_BRACKET:
                j = i - 1
                while j > low and i - j < 8 and not flags[j] & OPEN_BRACKET:
                    j -= 1
                if flags[j] & OPEN_BRACKET and j > low:
                    i = j - 1
                    continue
            if f & DASH and i > low and p.tokens.ends[i - 1] == p.tokens.starts[i]:
                i -= 1
                continue
            break
        if f & PRONOUN and not f & (DETERMINER | NUMBER | COMPLEMENTISER):
            if i == last:
                return i
            if not flags[i + 1] & OF:  # uno de los soldados
                break
        if f & (COMPLEMENTISER | OPENER) and not f & (CAPITAL | OF):
            break
        if f & RELATIVE and i == last and not f & COMPLEMENTISER:
            return None if flags[i - 1] & PREPOSITION else i
        if f & RELATIVE and not f & DETERMINER:
            if i - 1 >= low and not flags[i - 1] & (PUNCTUATION | CUE | AUXILIARY | VERB) and i < last:
                i -= 1
                continue
            break
        if f & (VERB | AUXILIARY | INFINITIVE | CUE) and not (
            f & ANOTHER
            or (f & CAPITAL and i > low and not f & AUXILIARY)
            or (f & CAPITAL and not f & (AUXILIARY | CUE) and words[i] not in p.lexicon.lists["verbs"])
        ):
            if f & (ROLE | TITLE | KIN) or _is_noun(p, i, low):
                i -= 1
                continue
            relative = _relative_before(p, i, low)
            if relative is not None and i < last:
                i = relative - 1
                continue
            break
        if f & TIME and not f & CAPITAL | (f & TIME and i == last):
            break
        if f & TIME:
            break
        if f & CONJUNCTION:
            if i == last or i - 1 < low or not _joins(p, i, low):
                break
            joined = i + 1
            i -= 1
            continue
        if f & ADVERB and not f & CAPITAL and not (i > low and flags[i - 1] & DETERMINER):
            if i < last and flags[i + 1] & ANOTHER and not p.lexicon.zero_complementiser:
                i -= 1
            break
        if f & DETERMINER and i > low and not flags[i - 1] & (DETERMINER | PREPOSITION | OF | CONJUNCTION | ADVERB):
            relative = _relative_before(p, i, low)  # a man who did not give his name
            if relative is not None and i < last:
                i = relative - 1
                continue
            i -= 1
            break
        i -= 1
    start = i + 1
    if joined >= 0 and i >= low and flags[i] & (VERB | AUXILIARY | CUE) and not flags[i] & PUNCTUATION:
        start = joined
    leading = PREPOSITION | ADVERB | CONJUNCTION | TIME | AUXILIARY | OPENER
    prepositional = start <= last and bool(flags[start] & PREPOSITION)
    while start <= last and flags[start] & leading and not flags[start] & (DETERMINER | ROLE | TITLE):
        name = (
            flags[start] & (leading & ~ADVERB | CAPITAL) == CAPITAL and words[start] not in p.lexicon.lists["adverbs"]
        )
        if start == last and name:
            break  # Kelly, not an adverb
        if start < last and flags[start + 1] & ANOTHER and flags[start] & ADVERB:
            break  # ещё один
        start += 1
    if start > last:
        return None
    if prepositional:
        # “At the rally the senator”: the phrase after the preposition is not the subject if another follows.
        for j in range(last, start, -1):
            if flags[j] & DETERMINER and not flags[j - 1] & (PREPOSITION | OF | DETERMINER | CONJUNCTION):
                return j
            if flags[j - 1] & PRONOUN and not flags[j - 1] & DETERMINER and not flags[j] & (PUNCTUATION | PREPOSITION):
                return j  # in one of them Ana Diaz
    if words[start] in ("'s", "’s"):
        return None
    return start


def _joins(p: Passage, conjunction: int, low: int) -> bool:
    """Tell whether “and” at this place joins two noun phrases rather than two clauses."""
    flags = p.tokens.flags
    left, right = flags[conjunction - 1], flags[conjunction + 1]
    noun = CAPITAL | _PERSON
    if not (left & noun or (right & DETERMINER and not left & (PUNCTUATION | VERB | CUE | AUXILIARY))):
        return False
    if not right & (noun | DETERMINER | POSSESSIVE):
        return False
    j = conjunction - 1
    while j >= low and not flags[j] & (PUNCTUATION | COMPLEMENTISER | OPENER):
        if flags[j] & (VERB | AUXILIARY | CUE) and not flags[j] & (CAPITAL | ROLE | TITLE):
            return False
        j -= 1
    return True


def _is_noun(p: Passage, i: int, low: int) -> bool:
    """Tell whether a word that can be a verb is a noun here: it follows an article, a possessive or an adjective."""
    return (
        i > low and bool(p.tokens.flags[i - 1] & (DETERMINER | POSSESSIVE | OF)) and not p.tokens.flags[i] & AUXILIARY
    )


def _relative_before(p: Passage, verb: int, low: int) -> int | None:
    """Return the relative pronoun of the clause in which `verb` stands, if it belongs to a noun before it."""
    flags = p.tokens.flags
    for j in range(verb - 1, max(low, verb - 9), -1):
        f = flags[j]
        if f & PUNCTUATION:
            return None
        if f & RELATIVE and j > low and not flags[j - 1] & (PUNCTUATION | CUE | PREPOSITION):
            return j
    return None


def after(
    p: Passage, first: int, high: int, *, appositions: bool = True, closed: bool = False, long: bool = False
) -> int | None:
    """Return where the noun phrase ends that begins at token `first`, or None if none does.

    Args:
        p: The passage.
        first: Its first token.
        high: One past the last token that may belong to it.
        appositions: Follow it over commas: Ana Diaz, a nurse from Melk.
        closed: A comma has to close each apposition, since a clause follows.
        long: Take what follows a preposition along: according to a letter seen by the paper in May.
    """
    flags = p.tokens.flags
    high = min(high, first + _LONGEST)
    if first >= high:
        return None
    f = flags[first]
    if f & PRONOUN and not f & DETERMINER:
        return first + 1
    if p.inside[first] and p.quoted[p.inside[first] - 1].end - first > _NAME_IN_MARKS:
        return None
    if f & (
        PUNCTUATION & ~MARK | COMPLEMENTISER | OPENER | INFINITIVE | PREPOSITION | CONJUNCTION | AUXILIARY
    ) and not (f & (CAPITAL | DETERMINER | ROLE | TITLE)):
        return None
    if f & (VERB | CUE | ADVERB | TIME) and not f & (CAPITAL | DETERMINER | ROLE | TITLE):
        return None
    i = _head_after(p, first, high, long)
    if i <= first:
        return None
    for _ in range(2):
        if not appositions or i >= high or not flags[i] & COMMA:
            break
        closing = _apposition_after(p, i, high, closed)
        if closing is None:
            break
        i = closing
    return i


def _head_after(p: Passage, first: int, high: int, long: bool) -> int:
    flags = p.tokens.flags
    i = first
    while i < high:
        f = flags[i]
        if p.inside[i]:
            quoted = p.quoted[p.inside[i] - 1]
            if i == quoted.first and i > first - 1 and quoted.end - quoted.first <= _NAME_IN_MARKS:
                i = quoted.end
                continue
            break
        if f & PUNCTUATION:
            if f & STOP and i > first and i + 1 < high and _inner_stop(p, i) and flags[i + 1] & (CAPITAL | ROLE):
                i += 1
                continue
            if f & OPEN_BRACKET:
                j = i + 1
                while j < high and j - i < 8 and not flags[j] & CLOSE_BRACKET:
                    j += 1
                if j < high and flags[j] & CLOSE_BRACKET:
                    i = j + 1
                    continue
            if f & DASH and i + 1 < high and p.tokens.ends[i] == p.tokens.starts[i + 1]:
                i += 1
                continue
            break
        if i > first:
            previous = flags[i - 1]
            if f & COMPLEMENTISER or (f & (OPENER | INFINITIVE | RELATIVE) and not f & (CAPITAL | DETERMINER | OF)):
                break
            if (
                f & (VERB | AUXILIARY | CUE)
                and not f & (CAPITAL | ROLE | TITLE)
                and not previous & (DETERMINER | POSSESSIVE | OF)
            ):
                break
            if f & (TIME | ADVERB) and not f & (OF | ROLE) and not (f & CAPITAL and not f & TIME):
                break
            if f & PRONOUN and not f & DETERMINER:
                break
            if f & CONJUNCTION:
                if i + 1 < high and _joins_after(p, i, high):
                    i += 1
                    continue
                break
            if f & PREPOSITION and not f & OF:
                names_more = i + 1 < high and flags[i + 1] & (CAPITAL | DETERMINER)
                if not names_more or not (long or previous & (ROLE | TITLE)):
                    break
            if f & DETERMINER and not f & CAPITAL and not previous & (PREPOSITION | OF | CONJUNCTION | DETERMINER):
                break
        i += 1
    while i > first and flags[i - 1] & (PREPOSITION | OF | CONJUNCTION | DASH):
        i -= 1
    return i


def _joins_after(p: Passage, conjunction: int, high: int) -> bool:
    flags = p.tokens.flags
    if not flags[conjunction + 1] & (CAPITAL | DETERMINER | ROLE | TITLE | POSSESSIVE):
        return False
    for j in range(conjunction + 1, min(high, conjunction + 8)):
        if flags[j] & PUNCTUATION:
            break
        if flags[j] & (CUE | VERB | AUXILIARY) and not flags[j] & CAPITAL:
            return False
    return True


def _may_appose(p: Passage, first: int, high: int) -> bool:
    """Tell whether an apposition can begin with this token."""
    flags = p.tokens.flags
    f = flags[first]
    english = p.lexicon.zero_complementiser
    if english and any(g & (ROLE | TITLE) for g in flags[first : min(high, first + 6)]):
        return True
    if f & (OPENER | CUE | TIME) or (f & PRONOUN and not (english and f & DETERMINER)):
        return False
    if f & (ADVERB | PREPOSITION):
        after_it = flags[first + 1] if first + 1 < high else 0
        return bool(after_it & (NUMBER if f & PREPOSITION and not english else _APPOSITION))
    return bool(f & _APPOSITION) or p.tokens.words[first].endswith(p.lexicon.participle_endings)


def _leads_in_a_name(flags: list[int], comma: int, high: int) -> bool:
    """Tell whether a name between commas follows this one."""
    j = comma + 1
    while j < high and flags[j] & CAPITAL:
        j += 1
    return comma + 1 < j < high and bool(flags[j] & COMMA)


def _apposition_after(p: Passage, comma: int, high: int, closed: bool) -> int | None:
    """Return the token after the apposition that the comma opens: the next comma, stop or dash.

    With `closed`, only a comma may close it: what stands before a clause is not its last noun phrase.
    """
    flags = p.tokens.flags
    first = comma + 1
    if first >= high or p.inside[first]:
        return None
    f = flags[first]
    relative = bool(f & RELATIVE)
    if not relative and not _may_appose(p, first, high):
        return None
    j = first
    while j < high and j - first < _APPOSED:
        f = flags[j]
        if p.inside[j]:
            if closed:
                return None
            j = p.quoted[p.inside[j] - 1].end
            continue
        if f & (COMMA | SEMICOLON | COLON | NEWLINE) or (f & DASH and p.tokens.ends[j - 1] != p.tokens.starts[j]):
            if closed and f & COMMA and _leads_in_a_name(flags, j, high):
                return None  # according to the paper, the manager, Ana Diaz, is …
            return j if f & COMMA or not closed else None
        if f & RELATIVE:
            relative = True
        if f & STOP and not (_inner_stop(p, j) and j + 1 < high and flags[j + 1] & CAPITAL):
            return None if closed else j
        if not relative and f & (CUE | VERB | AUXILIARY | OPENER | COMPLEMENTISER) and not f & (CAPITAL | ROLE | TITLE):
            return None
        j += 1
    return j if j == high and not closed else None
