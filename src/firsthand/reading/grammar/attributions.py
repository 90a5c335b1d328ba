"""Attributions: which words are given to which source, sentence by sentence.

A reporting word (cue) reports what stands before it (“…,” she said), after it (she said that …) or around it. What it
takes is in the language file; where its content begins and ends is found between marks, complementisers and the next
reporting word. Content that stands in marks without a cue goes on with the statement before it.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar import clauses, phrases
from firsthand.reading.grammar.attribution import Attribution, Range
from firsthand.reading.grammar.bits import (
    ABOUT,
    ADDRESSEE,
    ADVERB,
    ASK,
    AUXILIARY,
    BODY,
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
    INSTITUTIONAL,
    KIN,
    MARK,
    NAME,
    NEWLINE,
    NOUN,
    OF,
    OPENER,
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
from firsthand.reading.grammar.cues import Cue, find_cues
from firsthand.reading.grammar.passage import interior
from firsthand.reading.grammar.setphrases import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.passage import Passage

_Content = tuple[tuple[Range, ...], Range | None, str]
"""What was said, the source if it stands after the cue, and the rule."""
_GROUP: Final = attrgetter("group")
_GAP: Final = 16  # tokens between a cue and its complementiser or quotation
_CLAUSE: Final = SAY | TELL | THAT | THINK | SHOW | ASK
_AFTER_CLAUSE: Final = SAY | TELL | THAT | THINK | ASK


def _holds(outer: tuple[Range, ...], inner: tuple[Range, ...]) -> bool:
    return any(a <= c and d <= b for a, b in outer for c, d in inner[:1])


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
        self.previous: Range | None = None  # the sentence before it

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
        if headline := self._headline():
            self.found.append(headline)
        self.found += self._inner()
        return tuple(sorted(self.found, key=lambda a: (a.content[0][0], -a.content[-1][1])))

    def _sentence(self, low: int, high: int, marked: list[int], quotes: range) -> None:
        end = high
        while end > low and self.flags[end - 1] & STOP and not self.inside[end - 1]:
            end -= 1
        while low < end and self.flags[low] & DASH and not self.inside[low]:
            low += 1
        before = len(self.found)
        set_phrases = [found for i in marked if (found := self._set_phrase(i, low, end)) is not None]
        cues = sorted([*find_cues(self.p, low, end, marked), *(cue for cue, _, _ in set_phrases)], key=_GROUP)
        for cue, pieces, (source, stop) in set_phrases:
            later = [c for c in cues if c.group >= stop]
            if content := clauses.around(self.p, low, end, cue.first, stop, later):
                self._keep(Attribution((source,), pieces, content, SAY, "phrase"), before)
        shared: Range | None = None
        for number, cue in enumerate(cues):
            if cue.bits == PHRASE:
                continue
            attribution = self._reported(low, end, cue, cues, number, shared)
            if attribution is None or self._is_part(attribution, before) or self._same_words(attribution, before):
                continue
            if attribution.source and self._is_nobody(attribution.source[0]):
                continue
            self._keep(attribution, before)
            if attribution.source:
                shared = attribution.source[0]
        for quote in quotes:
            alone = len(self.found) == before
            quotation = self.quoted[quote]
            whole = quotation.first == low and quotation.end >= end
            colon = (
                quotation.first > low
                and self.flags[quotation.first - 1] & COLON
                and quotation.end - quotation.first > 4
            )
            if quote not in self.taken and (whole or colon or clauses.is_speech(self.p, quotation)):
                attribution = self._uncued(low, end, quote) if alone else self._after_colon(low, end, quote)
                if attribution is not None:
                    self._keep(attribution, before)

    def _keep(self, a: Attribution, before: int) -> None:
        """Add a statement; those since `before` whose cue stands in its source are part of the source."""
        inside = [n for n in range(before, len(self.found)) if _holds(a.source, self.found[n].cue)]
        for number in reversed(inside):  # a man who did not want to give his name said …
            del self.found[number]
        self.found.append(a)
        self.taken.update(self.inside[first] - 1 for first, _ in a.content if self.inside[first])
        self.taken.update(self.inside[end - 1] - 1 for _, end in a.content if self.inside[end - 1])

    def _set_phrase(self, key: int, low: int, high: int) -> tuple[Cue, tuple[Range, ...], tuple[Range, int]] | None:
        """Find “according to X” by its key word; return the cue, its pieces, the source, and where the phrase ends."""
        if key >= high or not self.flags[key] & PHRASE:
            return None
        for phrase in self.lexicon.attributions.get(self.words[key], ()):
            matched = match(self.p, phrase, key, low, high)
            if matched is not None:
                pieces, source, end = matched
                first = pieces[0][0]
                return Cue(first, first, end, PHRASE), pieces, (source, end)
        return None

    def _is_part(self, a: Attribution, before: int) -> bool:
        """Tell whether this is only part of what the sentence reports already: she said he wanted to leave."""
        if a.bits & THAT and a.rule == "cue that" and a.source:
            return False
        if a.bits & (SAY | TELL | ASK | NOUN) and not (a.rule == "cue quote" and self._is_phrase(a.content[0])):
            return False
        if a.bits & (NAME | ABOUT) and any(self.inside[i] for first, end in a.content for i in range(first, end)):
            return False
        cue = a.cue[0][0]
        return any(first <= cue < end for other in self.found[before:] for first, end in other.content)

    def _is_nobody(self, source: Range) -> bool:
        return source[1] - source[0] == 1 and self.words[source[0]] in self.lexicon.lists["nobody"]

    def _is_phrase(self, content: Range) -> bool:
        """Tell whether a range is one quotation that is no statement by itself."""
        quote = clauses.quote_ending(self.p, content[1] - 1)
        return (
            quote is not None
            and self.quoted[quote].first == content[0]
            and not clauses.is_speech(self.p, self.quoted[quote])
        )

    def _same_words(self, a: Attribution, before: int) -> bool:
        """Tell whether the sentence gave these words already; the cue that names its source is kept."""
        for number in range(before, len(self.found)):
            if self.found[number].content[0] == a.content[0]:
                if a.source and not self.found[number].source:
                    self.found[number] = a
                return True
        return False

    def _reported(
        self, low: int, high: int, cue: Cue, cues: list[Cue], number: int, source: Range | None
    ) -> Attribution | None:
        later = cues[number + 1 :]
        if cue.bits & NOUN:
            return self._noun(low, high, cue, later)
        if cue.group > low and self.flags[cue.group - 1] & INFINITIVE and not cue.bits & (SAY | TELL | THAT):
            return None
        relative = [c for c in cues[:number] if self.flags[c.group - 1] & RELATIVE]  # a man who said … has said
        clause = max([low, *(c.end for c in cues[:number] if c.bits != PHRASE and c not in relative)])
        subject = self._subject(low, clause, cue)
        if not cue.bits & GERUND and any(f & PASSIVE for f in self.flags[cue.group : cue.end - 1]):
            return None if subject is None else self._passive(low, high, cue, subject, later)
        if attribution := self._back(low, high, cue, subject):
            return attribution
        return (
            self._as(low, high, cue, subject, later)
            or self._after_content(low, high, cue, subject, later)
            or self._before_content(low, high, cue, subject, source, later)
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
        if subject is None and cue.bits & INSTITUTIONAL:  # in the letter it says that …
            for i in range(cue.group - 2, max(clause, cue.group - 9) - 1, -1):
                if flags[i] & PUNCTUATION:
                    break
                if flags[i] & PREPOSITION:
                    return i + 1, cue.group
        return subject

    def _back(self, low: int, high: int, cue: Cue, subject: Range | None) -> Attribution | None:
        """Об этом сообщил Смит: the sentence before, if nobody else was given it."""
        size = cue.group - low
        if not 0 < size < 4 or " ".join(self.words[low : cue.group]) not in self.lexicon.back:
            return None
        source, end = self._inverted(cue, high)
        previous = self.previous
        if (
            source is None
            or previous is None
            or self.flags[source[0]] & OUTLET
            or clauses.introduces(self.p, end, high)
        ):
            return None
        if self.found and self.found[-1].content[-1][1] > previous[0]:
            return None
        content = clauses.piece(self.p, *previous)
        return Attribution((source,), ((cue.first, cue.end),), content, cue.bits, "back") if content else None

    def _is_person(self, source: Range) -> bool:
        """Tell whether a noun phrase can name somebody who speaks, and no outlet."""
        flags = self.flags[source[0] : source[1]]
        person = CAPITAL | ROLE | TITLE | KIN | BODY | (PRONOUN if len(flags) == 1 else 0)
        return not flags[0] & OUTLET and any(f & person for f in flags)

    def _as(self, low: int, high: int, cue: Cue, subject: Range | None, later: list[Cue]) -> Attribution | None:
        """As Smith said, …; …, as reported by Smith; как сообщает Смит, …"""
        first = subject[0] if subject else cue.group
        if first - 1 < low or self.words[first - 1] not in self.lexicon.as_words:
            return None
        if not cue.bits & (_AFTER_CLAUSE | QUOTE | NAME | INSTITUTIONAL) or (
            subject and not clauses.bare_tail(self.p, cue.end, high)
        ):
            return None
        end = cue.end
        if subject is None:
            subject, end = self._inverted(cue, high, closed=True)
            if subject is None:
                return None
        content = clauses.around(self.p, low, high, first - 1, end, later)
        if not content:
            return None
        return Attribution((subject,), ((cue.first, cue.end),), content, cue.bits, "as")

    def _after_content(
        self, low: int, high: int, cue: Cue, subject: Range | None, later: list[Cue]
    ) -> Attribution | None:
        """Content before its cue: “…,” she said; …, said Smith."""
        flags = self.flags
        if subject is not None and self._follows(cue, high):
            subject = None
        left = subject[0] if subject else cue.group
        last = left - 1
        while last >= low and flags[last] & (COMMA | DASH) and not self.inside[last]:
            last -= 1
        if last < low:
            return None
        if not cue.bits & ~(WANT | NAME | SHOW | GERUND | INSTITUTIONAL):
            return None
        punctuated = last < left - 1
        quote = clauses.quote_ending(self.p, last)
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
            if quote in self.taken and not clauses.is_speech(self.p, quotation):
                return None
            if clauses.introduces(self.p, end, high) and not clauses.is_speech(self.p, quotation):
                return None
            if not clauses.is_speech(self.p, quotation) and not clauses.bare_tail(self.p, end, high):
                return None
        else:
            if not cue.bits & _AFTER_CLAUSE or not clauses.bare_tail(self.p, end, high):
                return None
            if subject is None and inverted is None and not cue.bits & INSTITUTIONAL:
                return None
            goes_on = end < high and bool(flags[end] & COMMA or any(self.inside[end:high]))
            least = 1 if goes_on else 2 if inverted is not None and not self.lexicon.zero_complementiser else 4
            if not clauses.is_clause(self.p, low, last + 1, least):
                return None
        chosen = subject or inverted
        pieces = self._content_before(low, last, quote)
        if not pieces:
            return None
        rule = "quote cue" if quote is not None else "clause cue"
        after = self._continued(end, high, later, quote is not None)
        return Attribution((chosen,) if chosen else (), ((cue.first, cue.end),), pieces + after, cue.bits, rule)

    def _follows(self, cue: Cue, high: int) -> bool:
        """Tell whether the subject follows its cue though a noun phrase stands before it: …, said the agency."""
        if self.lexicon.zero_complementiser or not self.flags[cue.group - 1] & COMMA or not cue.bits & _AFTER_CLAUSE:
            return False
        inverted, end = self._inverted(cue, high)
        if inverted is None or not clauses.bare_tail(self.p, end, high):
            return False
        return self._is_person(inverted) or bool(self.flags[inverted[0]] & OUTLET)

    def _inverted(self, cue: Cue, high: int, *, closed: bool = False) -> tuple[Range | None, int]:
        """Find the subject after its cue: said Ana Diaz, a nurse. `closed` as in `phrases.after`."""
        first = cue.end
        limit = min(high, first + 8)
        while (
            first < limit and self.flags[first] & (clauses.QUIET | DATIVE) and not self.flags[first] & (CAPITAL | ROLE)
        ):
            first += 1
        if first >= high:
            return None, cue.end
        if not self.lexicon.zero_complementiser and first + 1 < high:
            listener, role = self.flags[first], self.flags[first + 1]
            if listener & CAPITAL and not listener & (ROLE | TITLE) and role & (ROLE | TITLE) and not role & CAPITAL:
                first += 1  # рассказал Рейтер представник …
        f = self.flags[first]
        body = None
        if f & PREPOSITION and cue.bits & INSTITUTIONAL:  # said in the ministry
            end = phrases.after(self.p, first + 1, high, closed=closed)
            body = ((first + 1, end), end) if end is not None else None
        if f & PREPOSITION and not self.lexicon.zero_complementiser:
            first = clauses.past_adverbial(self.p, first, high)
            if first >= high or not self.flags[first] & (CAPITAL | ROLE | TITLE):
                return body or (None, cue.end)
            if body is not None and self.words[first].endswith(self.lexicon.oblique_endings):
                return body
        end = phrases.after(self.p, first, high, closed=closed)
        if end is None:
            return body or (None, cue.end)
        return (first, end), end

    def _content_before(self, low: int, last: int, quote: int | None) -> tuple[Range, ...]:
        if quote is None:
            return clauses.piece(self.p, clauses.clause_begin(self.p, low, last + 1), last + 1)
        quotation = self.quoted[quote]
        begin = quotation.first
        if begin <= low:
            return ((begin, quotation.end),)
        previous = self.flags[begin - 1]
        partial = not previous & (COLON | DASH | STOP | COMMA) and not self.inside[begin - 1]
        if partial:
            clause = clauses.clause_begin(self.p, low, begin)
            return clauses.piece(self.p, clause, quotation.end)
        return ((begin, quotation.end),)

    def _continued(self, end: int, high: int, later: list[Cue], quoted: bool) -> tuple[Range, ...]:
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
                    return clauses.piece(self.p, j, min(self.quoted[quote].end, high))
                if quoted and f & COMMA and j < high and not flags[j] & CUE and clauses.begins_clause(self.p, j, high):
                    return clauses.piece(self.p, j, clauses.clause_end(self.p, j, high, later))
                if j < high and self.inside[j] and self.quoted[self.inside[j] - 1].first == j:
                    return ((j, min(self.quoted[self.inside[j] - 1].end, high)),)
                if not quoted and f & COMMA:
                    return clauses.piece(self.p, j, clauses.clause_end(self.p, j, high, later))
            i += 1
        if i < high and i == end and quoted and self.quoted[self.inside[i] - 1].first == i:
            return ((i, min(self.quoted[self.inside[i] - 1].end, high)),)
        return ()

    def _before_content(
        self, low: int, high: int, cue: Cue, subject: Range | None, source: Range | None, later: list[Cue]
    ) -> Attribution | None:
        """Content after its cue: she said that …; she said: “…”; she denied …"""
        if subject is not None and clauses.subordinate(self.p, low, subject[0]):
            high = clauses.first_comma(self.p, cue.end, high)
        found = self._content_after(high, cue, subject, later)
        if found is None or found[2] in ("cue object", "cue name"):
            found = self._far_colon(cue.end, high, later) or found
        if found is None:
            return None
        content, inverted, rule = found
        chosen = subject or inverted
        if chosen is None:
            chosen = self._shared(low, cue, source)
        if chosen is None and rule not in ("cue quote", "cue that"):
            return None
        return Attribution((chosen,) if chosen else (), ((cue.first, cue.end),), content, cue.bits, rule)

    def _far_colon(self, i: int, high: int, later: list[Cue]) -> _Content | None:
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
        if end is None or flags[first] & AUXILIARY:
            return None
        if end == first + 1 and flags[end] & PREPOSITION and any(f & COMMA for f in flags[end : cue.group]):
            return None  # Preguntada por el plan, la ministra …
        if flags[first] & CAPITAL and not flags[first] & (DETERMINER | ROLE | TITLE | BODY):
            end = next((i for i in range(first + 1, end) if not flags[i] & (CAPITAL | OF | STOP | COMMA)), end)
            end -= bool(flags[end - 1] & COMMA)
        return (first, end) if end < cue.group else None

    def _content_after(self, high: int, cue: Cue, subject: Range | None, later: list[Cue]) -> _Content | None:
        flags, inside = self.flags, self.inside
        bits = cue.bits
        i = cue.end
        limit = min(high, i + _GAP)
        inverted: Range | None = None
        listener = not bits & TELL
        english = self.lexicon.zero_complementiser
        while i < limit:
            if inside[i]:
                quotation = self.quoted[inside[i] - 1]
                if quotation.first != i:
                    return None
                return self._quoted_after(i, high, cue, later, inverted, flags[i - 1], subject is not None)
            f = flags[i]
            if f & COLON:
                return self._colon(i, high, later, inverted)
            if f & COMPLEMENTISER and not (
                f & DETERMINER and i + 1 < high and flags[i + 1] & (PUNCTUATION & ~(MARK | COMMA) | VERB | AUXILIARY)
            ):
                if not bits & (_CLAUSE | QUOTE | ABOUT | TO | WANT):
                    return None
                return self._clause(i + 1, high, later, inverted, "cue that")
            if bits & ASK and self.words[i] in self.lexicon.lists.get("question_words", ()):
                return self._clause(i, high, later, inverted, "cue that")
            if linked := clauses.linker(self.p, i, high):
                i = linked
                continue
            if f & COMMA:
                if i + 1 < high and (flags[i + 1] & COMPLEMENTISER or inside[i + 1]):
                    i += 1
                    continue
                closing = clauses.parenthesis(self.p, i, limit)
                if closing is not None:
                    i = closing + 1
                    continue
                return None
            if f & STOP or f & (DASH | SEMICOLON):
                return None
            if f & INFINITIVE and bits & (TO | WANT) and not f & CAPITAL and clauses.is_infinitive(self.p, i, high):
                return self._clause(i, clauses.shared_end(self.p, i, high), later, inverted, "cue to")
            if f & clauses.QUIET and not f & CAPITAL:
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
            if f & PREPOSITION and not f & COMPLEMENTISER:
                end = phrases.after(self.p, i + 1, high, appositions=False)
                if end is None or end >= limit:
                    break
                if (not bits & _CLAUSE or bits & ABOUT) and not (
                    flags[end] & COMPLEMENTISER or clauses.linker(self.p, end, high)
                ):
                    break
                i = end
                continue
            if (
                not listener
                or (subject is None and inverted is None and not bits & GERUND)
                or f & (DATIVE | ADDRESSEE)
                or bits & TO
            ):
                end = phrases.after(self.p, i, high, appositions=subject is None)
                if end is not None and end < high and end > i:
                    ahead = clauses.skip(self.p, end, high)
                    if ahead < high and (
                        flags[ahead] & (COMPLEMENTISER | COLON | COMMA | INFINITIVE | PREPOSITION)
                        or inside[ahead]
                        or not listener
                    ):
                        speaks = (listener and not bits & TO) or (not english and self._is_person((i, end)))
                        if subject is None and inverted is None and not bits & GERUND and speaks:
                            inverted = (i, end)
                        listener = True
                        i = end
                        continue
            break
        if i >= high:
            return None
        return self._bare(cue, i, high, later, inverted)

    def _bare(self, cue: Cue, i: int, high: int, later: list[Cue], inverted: Range | None) -> _Content | None:
        """A clause without complementiser (he said it rained), or an object (he denied the charge)."""
        bits = cue.bits
        if (
            bits & (SAY | TELL | THINK | THAT | SHOW | ASK)
            and self.lexicon.zero_complementiser
            and (
                (bits & SAY and inverted is None and not self.flags[i] & PUNCTUATION) or clauses.finite(self.p, i, high)
            )
        ):
            return self._clause(i, high, later, inverted, "cue clause")
        if bits & ABOUT:
            return self._object(cue.end, high, later, inverted, "cue object")
        if bits & NAME:
            found = self._object(cue.end, high, later, inverted, "cue name")
            if found and any(self.inside[j] for first, end in found[0] for j in range(first, end)):
                return found
        return None

    def _colon(self, i: int, high: int, later: list[Cue], inverted: Range | None) -> _Content | None:
        j = i + 1
        flags = self.flags
        while j < high and flags[j] & (DASH | STOP) and not self.inside[j]:
            j += 1
        if j >= high:  # The mayor wrote: / “…”
            while j < len(flags) and flags[j] & (NEWLINE | STOP):
                j += 1
            if j < len(flags) and self.inside[j] and self.quoted[self.inside[j] - 1].first == j:
                quote = self.inside[j] - 1
                return ((j, self.quoted[quote].end),), inverted, "cue quote"
            return None
        if self.inside[j]:
            quotation = self.quoted[self.inside[j] - 1]
            return ((j, quotation.end),), inverted, "cue quote"
        return self._clause(j, high, later, inverted, "cue colon")

    def _quoted_after(
        self, i: int, high: int, cue: Cue, later: list[Cue], inverted: Range | None, previous: int, spoken: bool
    ) -> _Content | None:
        """The cue is followed by a quotation, which may be all that was said or a part of it."""
        quotation = self.quoted[self.inside[i] - 1]
        end = quotation.end
        flags = self.flags
        short = i == cue.end and end - i <= 6 and (end >= high or flags[end] & PREPOSITION)
        unspoken = not (spoken or self.lexicon.zero_complementiser or clauses.is_speech(self.p, quotation))
        if short and unspoken and flags[i + 1] & CAPITAL:
            return None  # reports «Northern News»
        if cue.bits & (ABOUT | NAME | WANT) and not cue.bits & (SAY | THAT | TELL | QUOTE | THINK | ASK):
            return self._object(cue.end, high, later, inverted, "cue object")
        whole = end >= high or bool(flags[end] & (COMMA | STOP | DASH | SEMICOLON | CONJUNCTION | OPENER))
        if end < high and not whole and flags[end - 2] & STOP:
            whole = True
        if whole or previous & COMMA:
            return ((i, end),), inverted, "cue quote"
        return self._clause(i, high, later, inverted, "cue quote")

    def _clause(self, i: int, high: int, later: list[Cue], inverted: Range | None, rule: str) -> _Content | None:
        pieces = clauses.piece(self.p, i, clauses.clause_end(self.p, i, high, later))
        if not pieces or (pieces[0][1] - pieces[0][0] < 2 and not self.inside[pieces[0][0]]):
            return None
        return pieces, inverted, rule

    def _object(self, i: int, high: int, later: list[Cue], inverted: Range | None, rule: str) -> _Content | None:
        flags, end = self.flags, i
        stop = clauses.clause_end(self.p, i, high, later)
        while end < stop:
            f = flags[end]
            if self.inside[end]:
                end = self.quoted[self.inside[end] - 1].end
                if flags[end - 2] & (COMMA | STOP) and not clauses.quotation_near(self.p, end, stop):
                    break
                continue
            if f & COMMA and (
                clauses.quotation_near(self.p, end + 1, stop) or clauses.linker(self.p, max(i, end - 2), stop) == end
            ):
                end += 1
                continue
            if f & (COMMA | SEMICOLON | COLON) or (f & OPENER and end > i and not f & (PREPOSITION | CAPITAL)):
                break
            if (
                f & CONJUNCTION
                and end + 1 < stop
                and flags[end + 1] & (AUXILIARY | VERB | CUE)
                and not flags[end + 1] & CAPITAL
            ):
                break
            if f & DASH and self.tokens.starts[end] != self.tokens.ends[end - 1]:
                break
            end += 1
        pieces = clauses.piece(self.p, i, min(end, stop))
        return (pieces, inverted, rule) if pieces and pieces[0][1] - pieces[0][0] >= 1 else None

    def _noun(self, low: int, high: int, cue: Cue, later: list[Cue]) -> Attribution | None:
        """His claim that …; the warning by officials that …"""
        content = self._clause(cue.end + 1, high, later, None, "noun")
        if content is None:
            return None
        flags = self.flags
        i = cue.group - 1
        while (
            i > low
            and not flags[i] & (DETERMINER | POSSESSIVE | PUNCTUATION | PREPOSITION | VERB | CUE | AUXILIARY)
            and cue.group - i < 4
        ):
            if self.words[i].endswith(("'s", "’s")):
                break
            i -= 1
        if i < low:
            return None
        if flags[i] & POSSESSIVE:
            source: Range = (i, i + 1)
        elif self.words[i].endswith(("'s", "’s")):
            first = i
            while first > low and flags[first] & flags[first - 1] & CAPITAL:
                first -= 1
            source = (first, i + 1) if flags[i] & CAPITAL else phrases.before(self.p, i + 1, low) or (i, i + 1)
        else:
            return None
        return Attribution((source,), ((cue.first, cue.end),), content[0], cue.bits, "noun")

    def _uncued(self, low: int, high: int, quote: int) -> Attribution | None:
        """A sentence in which only marks report: it goes on with the statement before, or stands by itself."""
        quotation = self.quoted[quote]
        content = ((quotation.first, quotation.end),)
        if quotation.first == low and quotation.end >= high:
            if self._joined(quote) or quotation.end - quotation.first <= 5:
                return None
            return Attribution((), (), content, 0, "quote alone")
        i = quotation.end
        if quotation.first == low and i + 1 < high and self.flags[i] & DASH and self.flags[i + 1] & (CAPITAL | TITLE):
            end = phrases.after(self.p, i + 1, high)
            if end is not None and end >= high:  # “No” — Ana Smith
                return Attribution(((i + 1, end),), (), content, 0, "name dash")
        return self._after_colon(low, high, quote)

    def _after_colon(self, low: int, high: int, quote: int) -> Attribution | None:
        """Smith: “No”; Smith stood up in tears: “No”."""
        quotation = self.quoted[quote]
        i = quotation.first - 1
        if quotation.end < high or i <= low or not self.flags[i] & (COLON | DASH) or self.inside[i]:
            return None
        content = ((quotation.first, quotation.end),)
        source = phrases.before(self.p, i, low)
        if source is not None and source[0] == low:
            return Attribution((source,), (), content, 0, "name colon")
        end = phrases.after(self.p, low, i, closed=True)
        if end is None or not self.flags[i] & COLON or self.inside[low]:
            return None
        person = ROLE | TITLE | KIN | (PRONOUN if not self.flags[low] & DETERMINER else 0)
        if not self.flags[low] & person and not any(f & (person | CAPITAL) for f in self.flags[low + 1 : end]):
            return None  # one word with a capital at the start of a sentence is no name yet
        return Attribution(((low, end),), (), content, 0, "subject colon")

    def _headline(self) -> Attribution | None:
        """Read a first line of the form Smith: no to more roads, or No to more roads — Smith.

        It is one only if the name is a source somewhere in the text: Election: what we know is none.
        """
        flags = self.flags
        if not self.p.sentences or (self.found and self.found[0].content[0][0] < self.p.sentences[0][1]):
            return None
        low, high = self.p.sentences[0]
        if any(flags[i] & STOP and not self.inside[i] for i in range(low, high)):
            return None
        found: tuple[Range, Range] | None = None
        for i in range(low + 1, high - 1):
            if self.inside[i] or not flags[i] & (COLON | DASH) or self.tokens.ends[i] == self.tokens.starts[i + 1]:
                continue
            if flags[i] & COLON and i - low <= 4:
                found = (low, i), (i + 1, high)
            elif flags[i] & DASH and high - i <= 4 and not self.lexicon.zero_complementiser:
                found = (i + 1, high), (low, i)
            break
        if found is None or not all(flags[i] & CAPITAL for i in range(*found[0])):
            return None
        stem = self.words[found[0][1] - 1][:5]
        content = clauses.piece(self.p, *found[1])
        named = any(
            self.words[i].startswith(stem) for a in self.found for first, end in a.source for i in range(first, end)
        )
        quoted = (
            bool(content)
            and self.inside[content[0][0]] > 0
            and self.quoted[self.inside[content[0][0]] - 1].end >= content[0][1]
        )
        return Attribution((found[0],), (), content, 0, "headline") if content and (named or quoted) else None

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
