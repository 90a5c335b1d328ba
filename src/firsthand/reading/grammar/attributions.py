"""Attributions: which words are given to which source, sentence by sentence.

A reporting word (cue) reports what stands before it (“…,” she said), after it (she said that …) or around it. What it
takes is in the language file; where its content begins and ends is found between marks, complementisers and the next
reporting word. Content that stands in marks without a cue goes on with the statement before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar import phrases
from firsthand.reading.grammar.bits import (
    ABOUT,
    ADDRESSEE,
    ADVERB,
    ALSO_NOUN,
    ASK,
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
    DATIVE,
    DETERMINER,
    DOCUMENT,
    GERUND,
    INFINITIVE,
    INSTITUTIONAL,
    MARK,
    NAME,
    NEWLINE,
    NOUN,
    NUMBER,
    OPENER,
    OPEN_BRACKET,
    OUTLET,
    PASSIVE,
    PHRASE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    RELATIVE,
    ROLE,
    SAY,
    SEMICOLON,
    SHOW,
    STOP,
    TELL,
    THAT,
    THINK,
    TIME,
    TITLE,
    TO,
    VERB,
    WANT,
)
from firsthand.reading.grammar.passage import interior

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.lexicon import Phrase
    from firsthand.reading.grammar.passage import Passage, Quoted

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement as ranges of tokens, before anybody asked who the source is."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    bits: int
    """What the cue takes, as in the lexicon; 0 without a cue."""
    rule: str
    """Which rule found it: its precision is the score."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word or phrase with its auxiliaries: tokens `[group, end)`, the word itself at `first`."""

    group: int
    first: int
    end: int
    bits: int


_GAP: Final = 16  # tokens between a cue and its complementiser or quotation
_QUIET: Final = ADVERB | TIME | ADDRESSEE
_CLAUSE: Final = SAY | TELL | THAT | THINK | SHOW | ASK
_AFTER_CLAUSE: Final = SAY | TELL | THAT | THINK | ASK
_SHORT: Final = 3  # words of a quotation that may be a title or a scare quote


class Sentences:
    """Reads one passage, sentence by sentence; what it finds depends on nothing but the passage."""

    def __init__(self, passage: Passage) -> None:
        self.p = passage
        self.tokens = passage.tokens
        self.flags = passage.tokens.flags
        self.words = passage.tokens.words
        self.inside = passage.inside
        self.quoted = passage.quoted
        self.lexicon = passage.lexicon
        self.found: list[Attribution] = []
        self.taken: set[int] = set()  # quotations that are content of a statement
        self.phrase_starts: set[int] = set()  # of the sentence being read
        self.previous: Range | None = None  # the sentence before it

    # -------------------------------------------------------------------------------------------- the passage

    def read(self) -> tuple[Attribution, ...]:
        """Return every attribution, in text order of their contents."""
        flags, inside = self.flags, self.inside
        wakes = CUE | NOUN | PHRASE
        marked = [i for i, f in enumerate(flags) if f & wakes and not inside[i]]
        at = quote = 0
        for low, high in self.p.sentences:
            first = at
            while at < len(marked) and marked[at] < high:
                at += 1
            begun = quote
            while quote < len(self.quoted) and self.quoted[quote].first < high:
                quote += 1
            if at > first or quote > begun:
                self._sentence(low, high, marked[first:at], range(begun, quote))
            self.previous = (low, high)
        self.found += self._inner()
        return tuple(sorted(self.found, key=lambda a: (a.content[0], a.content[-1])))

    def _sentence(self, low: int, high: int, marked: list[int], quotes: range) -> None:
        end = high
        while end > low and self.flags[end - 1] & STOP and not self.inside[end - 1]:
            end -= 1
        before = len(self.found)
        cues = list(self._cues(low, end, marked))
        self.found += self._set_phrases(low, end, marked)
        self.phrase_starts = {a.cue[0][0] for a in self.found[before:]}
        source: Range | None = None
        for number, cue in enumerate(cues):
            attribution = self._reported(low, end, cue, cues, number, source)
            if attribution is None or self._is_part(attribution, before):
                continue
            self.found.append(attribution)
            if attribution.source:
                source = attribution.source[0]
        if len(self.found) == before and quotes:
            self._uncued(low, end, quotes)

    def _is_part(self, a: Attribution, before: int) -> bool:
        """Tell whether this is only part of what the sentence reports already: she said he wanted to leave."""
        if a.bits & (SAY | TELL | ASK | NOUN) or any(self.inside[i] for first, end in a.content for i in range(first, end)):
            return False
        cue = a.cue[0][0]
        return any(first <= cue < end for other in self.found[before:] for first, end in other.content)

    # -------------------------------------------------------------------------------------------- cues

    def _cues(self, low: int, high: int, marked: list[int]) -> Iterator[Cue]:
        flags, words = self.flags, self.words
        done = low
        for i in marked:
            if i < done or i >= high:
                continue
            f = flags[i]
            first, end, bits = i, i + 1, f & CUE
            if f & PHRASE:
                for phrase in self.lexicon.phrases.get(words[i], ()):
                    size = len(phrase.words)
                    if tuple(words[i : i + size]) == phrase.words:
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
                if self._is_noun(i, low) or (f & ALSO_NOUN and not self._is_verb(i, low)):
                    if f & NOUN and end < high and flags[end] & COMPLEMENTISER:
                        yield Cue(i, i, i + 1, NOUN)
                        done = i + 1
                    continue
                if f & CAPITAL and i > low and not f & (SAY | TELL) and not flags[i - 1] & PUNCTUATION:
                    continue
                if end < high and words[end] in self.lexicon.particles:
                    end += 1
            group = first
            while group > low and flags[group - 1] & (AUXILIARY | ADVERB) and not flags[group - 1] & (CUE | CAPITAL):
                group -= 1
            while first > group and flags[first - 1] & AUXILIARY:
                first -= 1
            yield Cue(group, first, end, bits | (f & (GERUND | INSTITUTIONAL)))
            done = end

    def _is_noun(self, i: int, low: int) -> bool:
        """Tell whether a reporting word is a noun here: the reports, his claim, Smith's remarks."""
        f = self.flags[i]
        if i == low or f & GERUND:
            return False
        previous = self.flags[i - 1]
        word = self.words[i - 1]
        if word.endswith(("'s", "’s", "s'", "s’")) and not previous & (PRONOUN | AUXILIARY):
            return bool(f & NOUN)
        if previous & (DETERMINER | POSSESSIVE) and not previous & (PRONOUN | CONJUNCTION | NUMBER):
            return True
        return bool(previous & PREPOSITION and not previous & (INFINITIVE | CONJUNCTION | OPENER | COMPLEMENTISER))

    def _is_verb(self, i: int, low: int) -> bool:
        """Tell whether a word that is as often a noun is a verb here: a name, a pronoun or a plural stands before it."""
        j = i - 1
        while j >= low and self.flags[j] & (AUXILIARY | ADVERB):
            j -= 1
        if j < i - 1 and self.flags[i - 1] & AUXILIARY:
            return True
        if j < low or self.flags[j] & PUNCTUATION:
            return j >= low and bool(self.flags[j] & (COMMA | CLOSE_BRACKET))
        word, f = self.words[j], self.flags[j]
        if f & (PRONOUN | CONJUNCTION) or word.endswith("s"):
            return not f & DETERMINER
        return bool(f & (CAPITAL | ROLE | TITLE | BODY | DOCUMENT | INFINITIVE)) and self.words[i].endswith("s")

    def _set_phrases(self, low: int, high: int, marked: list[int]) -> Iterator[Attribution]:
        """Find “according to X, …” and “…, according to X”."""
        for i in marked:
            if i >= high or not self.flags[i] & PHRASE:
                continue
            for phrase in self.lexicon.attributions.get(self.words[i], ()):
                matched = self._match(phrase, i, low, high)
                if matched is None:
                    continue
                cue, source, end = matched
                first = cue[0][0]
                content = self._around(low, high, first, end)
                if content:
                    yield Attribution((source,), cue, content, SAY, "phrase")
                break

    def _match(
        self, phrase: Phrase, key: int, low: int, high: int
    ) -> tuple[tuple[Range, ...], Range, int] | None:
        """Match a phrase that has its key word at `key`; return the pieces of the cue, the source, where it ends."""
        words, flags = self.words, self.flags
        gap = phrase.words.index(None)
        head, tail = phrase.words[:gap], phrase.words[gap + 1 :]
        if phrase.key < gap:
            first = key - phrase.key
            start = first + len(head)
            if first < low or tuple(words[first:start]) != head:
                return None
            if not tail:
                end = phrases.after(self.p, start, high, closed=first == low or bool(flags[first] & CAPITAL), long=True)
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

    def _around(self, low: int, high: int, first: int, end: int) -> tuple[Range, ...]:
        """Return what a set phrase `[first, end)` reports: the clause after its comma, or the one before it."""
        flags = self.flags
        leading = first
        while leading > low and flags[leading - 1] & (CONJUNCTION | OPENER | ADVERB) and not self.inside[leading - 1]:
            leading -= 1
        at_start = leading == low or bool(flags[leading - 1] & (COMPLEMENTISER | SEMICOLON | COLON | DASH))
        if not at_start and leading < first and flags[leading - 1] & COMMA:
            at_start = True
        if at_start:
            begin = end
            while begin < high and flags[begin] & (COMMA | DASH | COLON | _QUIET | COMPLEMENTISER) and not self.inside[begin]:
                begin += 1
            return self._piece(begin, self._clause_end(begin, high, ()))
        last = first
        while last > low and flags[last - 1] & (COMMA | DASH) and not self.inside[last - 1]:
            last -= 1
        begin = self._clause_begin(low, last)
        pieces = self._piece(begin, last)
        if pieces and end < high and flags[end] & COMMA and last < first:
            pieces += self._piece(end + 1, self._clause_end(end + 1, high, ()))
        return pieces

    def _piece(self, begin: int, end: int) -> tuple[Range, ...]:
        """Trim a range of what is no content at its edges; empty if nothing is left."""
        flags = self.flags
        edge = COMMA | DASH | COLON | SEMICOLON | STOP | NEWLINE
        while end > begin and flags[end - 1] & edge and not self.inside[end - 1]:
            end -= 1
        while begin < end and flags[begin] & edge and not self.inside[begin]:
            begin += 1
        return ((begin, end),) if begin < end else ()

    def _clause_begin(self, low: int, end: int) -> int:
        """Return where the clause begins that ends at `end`: at the sentence's start, after its connecting words."""
        begin = low
        flags = self.flags
        while begin < end and not self.inside[begin]:
            if flags[begin] & (CONJUNCTION | DASH | COMMA) and not flags[begin] & (DETERMINER | PRONOUN):
                begin += 1
            elif flags[begin] & (OPENER | ADVERB) and begin + 1 < end and flags[begin + 1] & COMMA:
                begin += 2
            else:
                break
        return begin

    # -------------------------------------------------------------------------------------------- one cue

    def _reported(
        self, low: int, high: int, cue: Cue, cues: list[Cue], number: int, source: Range | None
    ) -> Attribution | None:
        if cue.bits & NOUN:
            return self._noun(low, high, cue, cues[number + 1 :])
        if cue.group > low and self.flags[cue.group - 1] & INFINITIVE and not cue.bits & (SAY | TELL | THAT):
            return None
        clause = max([low, *(c.end for c in cues[:number])])
        subject = self._subject(low, clause, cue)
        if not cue.bits & GERUND and any(f & PASSIVE for f in self.flags[cue.group : cue.end - 1]):
            return None if subject is None else self._passive(low, high, cue, subject, cues[number + 1 :])
        if attribution := self._back(low, high, cue, subject):
            return attribution
        return (
            self._as(low, high, cue, subject)
            or self._after_content(low, high, cue, subject)
            or self._before_content(low, high, cue, subject, source, cues[number + 1 :])
        )

    def _passive(self, low: int, high: int, cue: Cue, subject: Range, later: list[Cue]) -> Attribution | None:
        """It was reported that …; she was told by officials that …: who is told is not who tells."""
        if not cue.bits & (SAY | TELL | THAT):
            return None
        found = self._content_after(high, cue, subject, later)
        if found is None or found[2] not in ("cue that", "cue quote"):
            return None
        return Attribution((), ((cue.first, cue.end),), found[0], cue.bits, "passive")

    def _subject(self, low: int, clause: int, cue: Cue) -> Range | None:
        """Return the noun phrase before the cue, in its own clause or over a relative clause between commas."""
        flags = self.flags
        if cue.bits & GERUND and not any(f & AUXILIARY for f in flags[cue.group : cue.first + 1]):
            return None  # he left, saying …; she wrote a letter saying …
        subject = phrases.before(self.p, cue.group, clause)
        if subject is None and clause > low and flags[cue.group - 1] & COMMA:
            subject = phrases.before(self.p, cue.group, low)
        return subject

    def _back(self, low: int, high: int, cue: Cue, subject: Range | None) -> Attribution | None:
        """Об этом сообщил Смит: the sentence before, if nobody else was given it."""
        size = cue.group - low
        if not 0 < size < 4 or " ".join(self.words[low : cue.group]) not in self.lexicon.back:
            return None
        source, end = self._inverted(cue, high)
        previous = self.previous
        if source is None or previous is None or self.flags[source[0]] & OUTLET or self._introduces(end, high):
            return None
        if self.found and self.found[-1].content[-1][1] > previous[0]:
            return None
        content = self._piece(*previous)
        return Attribution((source,), ((cue.first, cue.end),), content, cue.bits, "back") if content else None

    def _as(self, low: int, high: int, cue: Cue, subject: Range | None) -> Attribution | None:
        """As Smith said, …; …, as reported by Smith; как сообщает Смит, …"""
        first = subject[0] if subject else cue.group
        if first - 1 < low or self.words[first - 1] not in self.lexicon.as_words:
            return None
        if not cue.bits & (_AFTER_CLAUSE | QUOTE) or (subject and not self._bare_tail(cue.end, high)):
            return None
        end = cue.end
        if subject is None:
            stop = phrases.after(self.p, self._skip(end, high), high)
            if stop is None:
                return None
            subject = (self._skip(end, high), stop)
            end = stop
        content = self._around(low, high, first - 1, end)
        if not content:
            return None
        return Attribution((subject,), ((cue.first, cue.end),), content, cue.bits, "as")

    def _skip(self, i: int, high: int) -> int:
        """Return the first token from `i` that is no adverb, time or addressee."""
        while i < high and self.flags[i] & _QUIET and not self.inside[i] and not self.flags[i] & CAPITAL:
            i += 1
        return i

    def _quote_ending(self, i: int) -> int | None:
        """Return the index of the quotation whose last token is `i`."""
        mark = self.inside[i] if i >= 0 else 0
        return mark - 1 if mark and self.quoted[mark - 1].end == i + 1 else None

    def _after_content(self, low: int, high: int, cue: Cue, subject: Range | None) -> Attribution | None:
        """Content before its cue: “…,” she said; …, said Smith."""
        flags = self.flags
        left = subject[0] if subject else cue.group
        last = left - 1
        while last >= low and flags[last] & (COMMA | DASH) and not self.inside[last]:
            last -= 1
        if last < low:
            return None
        punctuated = last < left - 1
        quote = self._quote_ending(last)
        if quote is None and not punctuated:
            return None
        end = cue.end
        inverted = None
        if subject is None:
            if cue.bits & GERUND and flags[cue.group - 1] & COMMA:
                return None
            inverted, end = self._inverted(cue, high)
        if quote is not None:
            quotation = self.quoted[quote]
            if quote in self.taken and not self._is_speech(quotation):
                return None
            if self._introduces(end, high) and not self._is_speech(quotation):
                return None
            if not self._is_speech(quotation) and not self._bare_tail(end, high):
                return None
        else:
            if not cue.bits & _AFTER_CLAUSE or not self._bare_tail(end, high):
                return None
            if subject is None and inverted is None and not cue.bits & INSTITUTIONAL:
                return None
            goes_on = end < high and bool(flags[end] & COMMA or any(self.inside[end:high]))
            if not self._is_clause(low, last + 1, goes_on):
                return None
        chosen = subject or inverted
        pieces = self._content_before(low, last, quote)
        if not pieces:
            return None
        rule = "quote cue" if quote is not None else "clause cue"
        after = self._continued(end, high, quote is not None)
        return Attribution((chosen,) if chosen else (), ((cue.first, cue.end),), pieces + after, cue.bits, rule)

    def _inverted(self, cue: Cue, high: int) -> tuple[Range | None, int]:
        """Find the subject after its cue: said Ana Diaz, a nurse."""
        first = cue.end
        limit = min(high, first + 8)
        while first < limit and self.flags[first] & (_QUIET | DATIVE) and not self.flags[first] & (CAPITAL | ROLE):
            first += 1
        if first >= high:
            return None, cue.end
        f = self.flags[first]
        if f & PREPOSITION and cue.bits & INSTITUTIONAL:
            end = phrases.after(self.p, first + 1, high)
            return ((first + 1, end), end) if end is not None else (None, cue.end)
        if f & PREPOSITION and not self.lexicon.zero_complementiser:
            first = self._past_adverbial(first, high)
            if first >= high or not self.flags[first] & (CAPITAL | ROLE | TITLE):
                return None, cue.end
        end = phrases.after(self.p, first, high)
        if end is None:
            return None, cue.end
        return (first, end), end

    def _past_adverbial(self, i: int, high: int) -> int:
        """Return the token after “with a statement on the matter”: the small words after a preposition."""
        flags = self.flags
        while i < high and flags[i] & PREPOSITION and not self.inside[i]:
            i += 2
            while i < high and not flags[i] & (CAPITAL | ROLE | TITLE | PUNCTUATION | PREPOSITION | CUE):
                i += 1
        return i

    def _is_speech(self, quotation: Quoted) -> bool:
        """Tell whether a quotation can be a statement by itself rather than a phrase, a title or a name."""
        if quotation.quotation.dash:
            return True
        flags = self.flags
        first = quotation.first + 1
        last = quotation.end - 2
        if first > last:
            return False
        if flags[last] & (COMMA | STOP) or (quotation.end < len(flags) and flags[quotation.end] & COMMA):
            if quotation.end - quotation.first - 2 >= _SHORT or flags[last] & (STOP | COMMA):
                return True
        return quotation.end - quotation.first - 2 > 6

    def _introduces(self, i: int, high: int) -> bool:
        """Tell whether content follows: a complementiser, a colon."""
        i = self._skip(i, high)
        if i < high and self.flags[i] & COMMA and not self.inside[i]:
            i += 1
        while i < high and (linked := self._linker(i, high)):
            i = linked + bool(self.flags[linked] & COMMA)
        return i < high and not self.inside[i] and bool(self.flags[i] & (COMPLEMENTISER | COLON))

    def _bare_tail(self, i: int, high: int) -> bool:
        """Tell whether nothing more is reported after `i`: the sentence ends, or a time, a place, a listener follows."""
        flags = self.flags
        if i >= high:
            return True
        i = self._skip(i, high)
        if i >= high:
            return True
        f = flags[i]
        if f & (COMPLEMENTISER | COLON | INFINITIVE) and not f & PREPOSITION:
            return False
        if self.inside[i] or self._introduces(i, high):
            return False
        if f & (COMMA | DASH | SEMICOLON | OPEN_BRACKET | PREPOSITION | CONJUNCTION | OPENER | GERUND):
            return True
        if f & (CAPITAL | DETERMINER | DATIVE | PRONOUN | ROLE):  # told CNN.
            end = phrases.after(self.p, i, high)
            return end is not None and (end >= high or bool(flags[end] & (COMMA | DASH | PREPOSITION | TIME)))
        return False

    def _is_clause(self, low: int, end: int, goes_on: bool) -> bool:
        """Tell whether a range reads like a clause: four words, and not one that only leads in (In a statement, …).

        If the clause goes on after the cue (Acts of protest, he said, are …) one word is enough.
        """
        f = self.flags[low]
        if f & (PREPOSITION | OPENER | GERUND) and not f & (DETERMINER | PRONOUN):
            return goes_on and bool(f & OPENER)
        return sum(not g & PUNCTUATION for g in self.flags[low:end]) >= (1 if goes_on else 4)

    def _content_before(self, low: int, last: int, quote: int | None) -> tuple[Range, ...]:
        if quote is None:
            return self._piece(self._clause_begin(low, last + 1), last + 1)
        quotation = self.quoted[quote]
        self.taken.add(quote)
        begin = quotation.first
        if begin <= low:
            return ((begin, quotation.end),)
        previous = self.flags[begin - 1]
        partial = not previous & (COLON | DASH | STOP | COMMA) and not self.inside[begin - 1]
        if partial:
            clause = self._clause_begin(low, begin)
            return self._piece(clause, quotation.end)
        return ((begin, quotation.end),)

    def _continued(self, end: int, high: int, quoted: bool) -> tuple[Range, ...]:
        """Return what goes on after the cue in the same sentence: “No,” she said, “never.”"""
        flags = self.flags
        i = end
        while i < high and not self.inside[i]:
            f = flags[i]
            if f & CUE and not f & CAPITAL and i > end:
                return ()
            if f & (COMMA | DASH | COLON):
                j = i + 1
                while j < high and flags[j] & (COMMA | DASH) and not self.inside[j]:
                    j += 1
                k = j
                while k < high and flags[k] & (CONJUNCTION | OPENER | COMPLEMENTISER) and not self.inside[k]:
                    k += 1
                if quoted and f & COMMA and k < high and self.inside[k]:
                    quote = self.inside[k] - 1
                    self.taken.add(quote)
                    return self._piece(j, min(self.quoted[quote].end, high))
                if quoted and f & COMMA and j < high and not flags[j] & CUE and self._begins_clause(j, high):
                    return self._piece(j, self._clause_end(j, high, ()))
                if j < high and self.inside[j] and self.quoted[self.inside[j] - 1].first == j:
                    self.taken.add(self.inside[j] - 1)
                    return ((j, min(self.quoted[self.inside[j] - 1].end, high)),)
                if not quoted and f & COMMA:
                    return self._piece(j, self._clause_end(j, high, ()))
            i += 1
        if i < high and i == end and quoted and self.quoted[self.inside[i] - 1].first == i:
            self.taken.add(self.inside[i] - 1)
            return ((i, min(self.quoted[self.inside[i] - 1].end, high)),)
        return ()

    def _begins_clause(self, i: int, high: int) -> bool:
        """Tell whether a main clause begins here: a pronoun with its verb."""
        flags = self.flags
        if not flags[i] & PRONOUN or flags[i] & (RELATIVE | COMPLEMENTISER) or i + 1 >= high:
            return False
        return bool(flags[i + 1] & (AUXILIARY | VERB))

    # -------------------------------------------------------------------------------------------- content after its cue

    def _before_content(
        self, low: int, high: int, cue: Cue, subject: Range | None, source: Range | None, later: list[Cue]
    ) -> Attribution | None:
        """Content after its cue: she said that …; she said: “…”; she denied …"""
        if subject is not None and self._subordinate(low, subject[0]):
            high = self._first_comma(cue.end, high)
        found = self._content_after(high, cue, subject, later)
        if found is None or found[2] in ("cue object", "cue name"):
            found = self._far_colon(cue.end, high, later) or found
        if found is None:
            return None
        content, inverted, rule = found
        chosen = subject or inverted
        if chosen is None:
            chosen = self._shared(low, cue, source)
        if chosen is None and not (rule in ("cue quote", "cue that")):
            return None
        return Attribution((chosen,) if chosen else (), ((cue.first, cue.end),), content, cue.bits, rule)

    def _subordinate(self, low: int, first: int) -> bool:
        """Tell whether the cue stands in a clause that leads in the main one: when Smith said …, the crowd …"""
        i = first - 1
        return i == low and bool(self.flags[i] & OPENER) and self.words[i] not in self.lexicon.lists["contrasts"]

    def _first_comma(self, i: int, high: int) -> int:
        """Return the first comma outside quotations that no complementiser or quotation follows, or `high`."""
        for j in range(i + 3, high - 1):
            if self.flags[j] & COMMA and not self.inside[j] and not self.inside[j + 1]:
                if not self.flags[j + 1] & (COMPLEMENTISER | RELATIVE | GERUND):
                    return j
            elif self.inside[j] and self._quote_ending(j) is not None and self.flags[j - 1] & COMMA:
                return j + 1
        return high

    def _far_colon(self, i: int, high: int, later: list[Cue]) -> tuple[tuple[Range, ...], Range | None, str] | None:
        """Find a quotation after a colon further on: he summed up the season so: “…”"""
        stop = min(high - 1, i + 30, later[0].group if later else high)
        for j in range(i, stop):
            if self.flags[j] & COLON and not self.inside[j]:
                return self._colon(j, high, later, None) if self.inside[j + 1] else None
        return None

    def _shared(self, low: int, cue: Cue, source: Range | None) -> Range | None:
        """Return the subject that the cue shares with an earlier verb: he smiled, adding …; she left and said …"""
        if source is not None:
            return source
        flags = self.flags
        if cue.group <= low or not (
            flags[cue.group - 1] & (COMMA | CONJUNCTION | PREPOSITION | OPENER) or cue.bits & GERUND
        ):
            return None
        first = low
        if flags[first] & (PREPOSITION | OPENER | ADVERB | TIME) and not flags[first] & (DETERMINER | PRONOUN):
            while first < cue.group and not (flags[first] & COMMA and not self.inside[first]):
                first += 1
            first += 1
        if first >= cue.group or self.inside[first]:
            return None
        end = phrases.after(self.p, first, cue.group)
        return (first, end) if end is not None and end < cue.group else None

    def _content_after(
        self, high: int, cue: Cue, subject: Range | None, later: list[Cue]
    ) -> tuple[tuple[Range, ...], Range | None, str] | None:
        flags, inside = self.flags, self.inside
        bits = cue.bits
        i = cue.end
        limit = min(high, i + _GAP)
        inverted: Range | None = None
        listener = not bits & TELL
        while i < limit:
            if inside[i]:
                quotation = self.quoted[inside[i] - 1]
                if quotation.first != i:
                    return None
                return self._quoted_after(i, high, cue, later, inverted, flags[i - 1])
            f = flags[i]
            if f & COLON:
                return self._colon(i, high, later, inverted)
            if f & COMPLEMENTISER and not (
                f & DETERMINER and i + 1 < high and flags[i + 1] & (PUNCTUATION & ~MARK | VERB | AUXILIARY)
            ):
                if not bits & (_CLAUSE | QUOTE | ABOUT | TO | WANT):
                    return None
                return self._clause(i + 1, high, later, inverted, "cue that")
            if linked := self._linker(i, high):
                i = linked
                continue
            if f & COMMA:
                if i + 1 < high and (flags[i + 1] & COMPLEMENTISER or inside[i + 1]):
                    i += 1
                    continue
                closing = self._parenthesis(i, limit)
                if closing is not None:
                    i = closing + 1
                    continue
                return None
            if f & STOP or f & (DASH | SEMICOLON):
                return None
            if f & INFINITIVE and bits & (TO | WANT) and not f & CAPITAL:
                return self._clause(i, self._shared_end(i, high), later, inverted, "cue to")
            if f & _QUIET and not f & CAPITAL:
                i += 1
                continue
            if f & PRONOUN and subject is not None and i + 1 < high and (inside[i + 1] or flags[i + 1] & COLON):
                i += 1
                continue
            if f & TIME:
                i += 1
                continue
            if f & (CUE | VERB) and not f & (CAPITAL | ROLE | TITLE) and i > cue.end:
                break
            if f & PREPOSITION and not f & COMPLEMENTISER and bits & _CLAUSE and not bits & ABOUT:
                end = phrases.after(self.p, i + 1, high, appositions=False)
                if end is None or end >= limit:
                    break
                i = end
                continue
            if not listener or (subject is None and inverted is None and not bits & GERUND) or f & (DATIVE | ADDRESSEE) or bits & TO:
                end = phrases.after(self.p, i, high, appositions=subject is None)
                if end is not None and end < high and end > i:
                    ahead = self._skip(end, high)
                    if ahead < high and (flags[ahead] & (COMPLEMENTISER | COLON | COMMA | INFINITIVE | PREPOSITION) or inside[ahead] or not listener):
                        if listener and subject is None and inverted is None and not bits & (TO | GERUND):
                            inverted = (i, end)
                        listener = True
                        i = end
                        continue
            break
        if i >= high:
            return None
        return self._bare(cue, i, high, later, inverted)

    def _bare(
        self, cue: Cue, i: int, high: int, later: list[Cue], inverted: Range | None
    ) -> tuple[tuple[Range, ...], Range | None, str] | None:
        """A clause without complementiser (he said it rained), or an object (he denied the charge)."""
        bits = cue.bits
        if (
            bits & (SAY | TELL | THINK | THAT | SHOW | ASK)
            and self.lexicon.zero_complementiser
            and ((bits & SAY and inverted is None and not self.flags[i] & PUNCTUATION) or self._finite(i, high))
        ):
            return self._clause(i, high, later, inverted, "cue clause")
        if bits & ABOUT:
            return self._object(cue.end, high, later, inverted, "cue object")
        if bits & NAME:
            found = self._object(cue.end, high, later, inverted, "cue name")
            if found and any(self.inside[j] for first, end in found[0] for j in range(first, end)):
                return found
        return None

    def _finite(self, i: int, high: int) -> bool:
        """Tell whether a clause with a finite verb begins here, as far as words and endings tell."""
        flags = self.flags
        if flags[i] & (PUNCTUATION | PREPOSITION | CONJUNCTION) and not flags[i] & (PRONOUN | DETERMINER):
            return False
        nominal = 0
        for j in range(i, min(high, i + 14)):
            f = flags[j]
            if f & PUNCTUATION and not self.inside[j]:
                return False
            if f & (AUXILIARY | VERB | CUE) and nominal and not (f & CAPITAL and j > i):
                return True
            if nominal and self.words[j].endswith(("ed", "'s", "’s", "'re", "’re", "'ll", "’ll", "'d", "’d", "'ve", "’ve", "n't", "n’t")):
                return True
            if self.words[j].endswith(("'s", "’s", "'re", "’re", "'ll", "’ll", "'m", "’m", "'d", "’d", "'ve", "’ve")) and f == 0:
                return True
            nominal += 1
        return False

    def _shared_end(self, i: int, high: int) -> int:
        """Return where an infinitive's clause ends if the subject goes on with another verb: to stay, but was sent."""
        flags = self.flags
        if not self.lexicon.zero_complementiser:
            return high
        for j in range(i + 1, high - 1):
            if flags[j] & (CONJUNCTION | OPENER) and flags[j + 1] & AUXILIARY and not self.inside[j]:
                return j
        return high

    def _parenthesis(self, comma: int, high: int) -> int | None:
        """Return the comma that ends an aside between cue and content: she said, without evidence, that …"""
        for j in range(comma + 1, min(high, comma + 9)):
            f = self.flags[j]
            if f & COMMA and j + 1 < high:
                return j if self.flags[j + 1] & COMPLEMENTISER or self.inside[j + 1] else None
            if f & PUNCTUATION or f & CUE:
                return None
        return None

    def _linker(self, i: int, high: int) -> int | None:
        """Return the token after words that lead to a complementiser: о том, что."""
        for phrase in self.lexicon.linkers.get(self.words[i], ()):
            end = i + len(phrase.words)
            if end < high and tuple(self.words[i:end]) == phrase.words:
                ahead = end + 1 if self.flags[end] & COMMA else end
                if ahead < high and self.flags[ahead] & COMPLEMENTISER:
                    return end
        return None

    def _colon(
        self, i: int, high: int, later: list[Cue], inverted: Range | None
    ) -> tuple[tuple[Range, ...], Range | None, str] | None:
        j = i + 1
        flags = self.flags
        while j < high and flags[j] & (DASH | STOP) and not self.inside[j]:
            j += 1
        if j >= high:  # The mayor wrote: / “…”
            while j < len(flags) and flags[j] & (NEWLINE | STOP):
                j += 1
            if j < len(flags) and self.inside[j] and self.quoted[self.inside[j] - 1].first == j:
                quote = self.inside[j] - 1
                self.taken.add(quote)
                return ((j, self.quoted[quote].end),), inverted, "cue quote"
            return None
        if self.inside[j]:
            quotation = self.quoted[self.inside[j] - 1]
            self.taken.add(self.inside[j] - 1)
            return ((j, quotation.end),), inverted, "cue quote"
        return self._clause(j, high, later, inverted, "cue colon")

    def _quoted_after(
        self, i: int, high: int, cue: Cue, later: list[Cue], inverted: Range | None, previous: int
    ) -> tuple[tuple[Range, ...], Range | None, str] | None:
        """The cue is followed by a quotation, which may be all that was said or a part of it."""
        quotation = self.quoted[self.inside[i] - 1]
        end = quotation.end
        self.taken.add(self.inside[i] - 1)
        flags = self.flags
        if cue.bits & (ABOUT | NAME | WANT) and not cue.bits & (SAY | THAT | TELL | QUOTE | THINK | ASK):
            return self._object(cue.end, high, later, inverted, "cue object")
        whole = end >= high or bool(flags[end] & (COMMA | STOP | DASH | SEMICOLON | CONJUNCTION | OPENER))
        if end < high and not whole and flags[end - 2] & STOP:
            whole = True
        if whole or previous & COMMA:
            return ((i, end),), inverted, "cue quote"
        return self._clause(i, high, later, inverted, "cue quote")

    def _clause(
        self, i: int, high: int, later: list[Cue], inverted: Range | None, rule: str
    ) -> tuple[tuple[Range, ...], Range | None, str] | None:
        pieces = self._piece(i, self._clause_end(i, high, later))
        if not pieces or (pieces[0][1] - pieces[0][0] < 2 and not self.inside[pieces[0][0]]):
            return None
        return pieces, inverted, rule

    def _object(
        self, i: int, high: int, later: list[Cue], inverted: Range | None, rule: str
    ) -> tuple[tuple[Range, ...], Range | None, str] | None:
        flags, end = self.flags, i
        stop = self._clause_end(i, high, later)
        while end < stop:
            f = flags[end]
            if self.inside[end]:
                end = self.quoted[self.inside[end] - 1].end
                if flags[end - 2] & (COMMA | STOP) and not self._quotation_near(end, stop):
                    break
                continue
            if f & COMMA and self._quotation_near(end + 1, stop):
                end += 1
                continue
            if f & (COMMA | SEMICOLON | COLON) or (f & OPENER and end > i and not f & (PREPOSITION | CAPITAL)):
                break
            if f & CONJUNCTION and end + 1 < stop and flags[end + 1] & (AUXILIARY | VERB | CUE) and not flags[end + 1] & CAPITAL:
                break
            if f & DASH and self.tokens.starts[end] != self.tokens.ends[end - 1]:
                break
            end += 1
        pieces = self._piece(i, min(end, stop))
        return (pieces, inverted, rule) if pieces and pieces[0][1] - pieces[0][0] >= 1 else None

    def _quotation_near(self, i: int, high: int) -> bool:
        """Tell whether a noun phrase with a quotation goes on: named Ana Diaz, the judge, “a disgrace”."""
        for j in range(i, min(high, i + 14)):
            if self.inside[j]:
                return True
            if self.flags[j] & (CUE | VERB | AUXILIARY | COMPLEMENTISER | SEMICOLON | COLON):
                return False
        return False

    def _clause_end(self, i: int, high: int, later: tuple[Cue, ...] | list[Cue]) -> int:
        """Return where reported words end: at the sentence's end, or before the next report of the same rank."""
        flags, words, inside = self.flags, self.words, self.inside
        groups = {cue.group: cue for cue in later}
        j = i
        while j < high:
            if inside[j]:
                j = self.quoted[inside[j] - 1].end
                continue
            f = flags[j]
            if f & (COMMA | CONJUNCTION | DASH | SEMICOLON):
                k = j + 1
                if f & COMMA:
                    while k < high and flags[k] & (CONJUNCTION | OPENER) and not flags[k] & COMPLEMENTISER:
                        k += 1
                if k < high and k in groups and (groups[k].bits & ~WANT) and (f & CONJUNCTION or k > j + 1 or groups[k].bits & GERUND or not self.lexicon.zero_complementiser):
                    if k + 1 < high:
                        return j
                if f & COMMA and k < high:
                    if j + 1 in self.phrase_starts:
                        return j
                    if words[j + 1] in self.lexicon.as_words and any(j + 1 < g <= j + 12 for g in groups):
                        return j
                    if k > j + 1:
                        for group, cue in groups.items():
                            if group > k and cue.bits & (SAY | TELL | THAT | ASK | QUOTE | TO):
                                subject = phrases.before(self.p, group, k)
                                if subject is not None and subject[0] == k:
                                    return j
                    elif f & COMMA:
                        for group, cue in groups.items():
                            if group > k and cue.bits & (SAY | TELL) and group - k < 8:
                                subject = phrases.before(self.p, group, k)
                                if subject is not None and subject[0] == k and self._bare_tail(cue.end, high):
                                    return j
            j += 1
        return min(j, high)

    def _noun(self, low: int, high: int, cue: Cue, later: list[Cue]) -> Attribution | None:
        """His claim that …; the warning by officials that …"""
        content = self._clause(cue.end + 1, high, later, None, "noun")
        if content is None:
            return None
        flags = self.flags
        i = cue.group - 1
        while i > low and not flags[i] & (DETERMINER | POSSESSIVE | PUNCTUATION | PREPOSITION | VERB | CUE | AUXILIARY) and cue.group - i < 4:
            if self.words[i].endswith(("'s", "’s")):
                break
            i -= 1
        if i < low:
            return None
        if flags[i] & POSSESSIVE:
            source: Range = (i, i + 1)
        elif self.words[i].endswith(("'s", "’s")):
            source = phrases.before(self.p, i + 1, low) or (i, i + 1)
        else:
            return None
        return Attribution((source,), ((cue.first, cue.end),), content[0], cue.bits, "noun")

    # -------------------------------------------------------------------------------------------- quotations without a cue

    def _uncued(self, low: int, high: int, quotes: range) -> None:
        """A sentence in which only marks report: it goes on with the statement before, or stands by itself."""
        quotation = self.quoted[quotes[0]]
        if quotes[0] in self.taken or not self._is_speech(quotation):
            return
        if low == 0 and self._headline(low, high):
            return
        if quotation.first - low == 0 and quotation.end >= high:
            if self._joined(quotes[0]):
                return
            if quotation.end - quotation.first > 5:
                self.taken.add(quotes[0])
                self.found.append(Attribution((), (), ((quotation.first, quotation.end),), 0, "quote alone"))
            return
        i = quotation.first - 1
        if quotation.end >= high and i > low and self.flags[i] & (COLON | DASH):
            source = phrases.before(self.p, i, low)
            if source is not None and (source[0] == low or self.flags[source[0] - 1] & PUNCTUATION):
                self.taken.add(quotes[0])
                self.found.append(Attribution((source,), (), ((quotation.first, quotation.end),), 0, "name colon"))
            return
        i = quotation.end
        if quotation.first == low and i + 1 < high and self.flags[i] & DASH and self.flags[i + 1] & (CAPITAL | TITLE):
            end = phrases.after(self.p, i + 1, high)
            if end is not None and end >= high:
                self.taken.add(quotes[0])
                self.found.append(Attribution(((i + 1, end),), (), ((quotation.first, i),), 0, "name dash"))

    def _headline(self, low: int, high: int) -> bool:
        """Read a first line of the form Smith: ‘no’ to more roads."""
        for i in range(low + 1, min(high - 2, low + 6)):
            if self.flags[i] & COLON:
                self.found.append(Attribution(((low, i),), (), self._piece(i + 1, high), 0, "name colon"))
                return True
            if not self.flags[i - 1] & CAPITAL or self.inside[i]:
                return False
        return False

    def _joined(self, quote: int) -> bool:
        """Add the quotation to the statement before it, if it goes on there: “No,” she said. “Never.”"""
        if not self.found:
            return False
        last = self.found[-1]
        quotation = self.quoted[quote]
        end = max(r[1] for r in (*last.source, *last.cue, *last.content))
        between = self.flags[end : quotation.first]
        if end > quotation.first or not self.inside[last.content[-1][1] - 1]:
            return False
        previous = self.inside[last.content[-1][1] - 1] - 1
        lines = sum(bool(f & NEWLINE) for f in between)
        unclosed = not self.quoted[previous].quotation.closed and quote == previous + 1
        if lines and not unclosed:
            return False
        if not lines and (
            any(self.inside[i] for i in range(end, quotation.first))
            or (self.previous is not None and last.content[-1][1] <= self.previous[0])
        ):
            return False
        self.taken.add(quote)
        self.found[-1] = replace(last, content=(*last.content, (quotation.first, quotation.end)))
        return True

    # -------------------------------------------------------------------------------------------- reports inside quotations

    def _inner(self) -> Iterator[Attribution]:
        """Find reports inside quotations that are statements: “He told me that …”."""
        flags = self.flags
        reports = SAY | TELL | ASK
        wanted = [
            quoted
            for number, quoted in enumerate(self.quoted)
            if number in self.taken
            and quoted.end - quoted.first > 7
            and any(
                flags[i] & reports and any(f & (COMPLEMENTISER | MARK) for f in flags[i + 1 : i + 7])
                for i in range(quoted.first + 1, quoted.end - 1)
            )
        ]
        if not wanted:
            return
        for a in Sentences(interior(self.p, wanted)).read():
            if a.source and a.bits & reports and a.rule in ("cue that", "cue quote"):
                yield a
