"""Speakers: who the words of a source stand for, within one document.

A source names somebody, points back (she, the minister, nothing at all), or describes somebody whom the document does
not name. Pointing back is followed to the best mention before it: the last speaker, the last subject, one presented in
these words. When unsure, nobody is named.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from firsthand.reading.grammar.bits import (
    ADVERB,
    ALSO_NOUN,
    ANOTHER,
    AUXILIARY,
    BODY,
    CAPITAL,
    COMMA,
    CONJUNCTION,
    CUE,
    DETERMINER,
    DOCUMENT,
    FIRST,
    GERUND,
    KIN,
    NEWLINE,
    NOUN,
    NUMBER,
    OF,
    OPEN_BRACKET,
    OUTLET,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    ROLE,
    STOP,
    TITLE,
    VERB,
)
from firsthand.reading.grammar.descriptions import PERSON, SOME_NOUN, Descriptions
from firsthand.reading.grammar.names import Entity, Gender, Name, Names
from firsthand.reading.statement import Kind, Speaker
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.reading.grammar.attribution import Attribution, Range
    from firsthand.reading.grammar.passage import Passage
    from firsthand.text import Document

Number = Literal["one", "many", "thing", "any"]

_MOST: Final = 60  # names looked back at, however long the sentence
_PEOPLE: Final = 500  # names that a description may stand for
_FAR: Final = 6  # sentences that a pronoun may look back
_NEAR: Final = 4  # sentences that a plain description may look back
_PHRASE: Final = 8  # tokens of a phrase for which a relative pronoun may stand
_RUN: Final = 4  # words that two quotations share if one repeats the other
_WHO: Final = frozenset(["who", "quien", "quienes"])  # never a thing
_OTHER: Final = frozenset(["other", "others", "otro", "otra", "otros", "otras"])
_ABSTRACT: Final = ("ние", "ння", "ость", "ість", "ство", "ция", "ція")
NOBODY: Final = Speaker(None, "unknown")


def resolve(document: Document, p: Passage, attributions: tuple[Attribution, ...]) -> tuple[Speaker, ...]:
    """Return the speaker of each attribution, in their order.

    Args:
        document: What is read. Names that stand in its text only are given.
        p: Its text as a passage.
        attributions: What was found in it, in text order.
    """
    return _Speakers(p, attributions).all() if attributions else ()


@dataclass(eq=False, slots=True)
class _Voice:
    """Somebody who spoke, at the token and sentence where the source stands: an entity, or somebody without a name."""

    speaker: Speaker
    entity: Entity | None
    gender: Gender
    number: Number
    at: int
    sentence: int
    nested: bool = False
    """It speaks within what another says."""


class _Speakers:
    def __init__(self, p: Passage, attributions: tuple[Attribution, ...]) -> None:
        self.p = p
        self.tokens, self.flags, self.words = p.tokens, p.tokens.flags, p.tokens.words
        self.names = Names(p)
        self.known = self.names.known
        self.told = Descriptions(p, self.names)
        self.attributions = attributions
        self.lists = p.lexicon.lists
        self.he, self.she = self._pronouns("he"), self._pronouns("she")
        self.they = self._pronouns("they")
        self.sentence_starts = [first for first, _ in p.sentences]
        self.voices: list[_Voice] = []
        self._of: dict[int, Speaker] = {}

    def _pronouns(self, name: str) -> frozenset[str]:
        empty: frozenset[str] = frozenset()
        return self.lists.get(name, empty) | self.lists.get(name + "_forms", empty)

    def sentence(self, i: int) -> int:
        return bisect_right(self.sentence_starts, i)

    # ---------------------------------------------------------------------------------------------- all of them

    def all(self) -> tuple[Speaker, ...]:
        order = sorted(range(len(self.attributions)), key=lambda n: self._place(self.attributions[n]))
        found: dict[int, _Voice] = {}
        reported: list[Range] = []
        for number in order:
            attribution = self.attributions[number]
            voice = self._voice(attribution)
            place = self._place(attribution)
            voice.nested = any(low <= place < high for low, high in reported)
            reported = [piece for piece in reported if piece[1] > place]
            reported.extend(attribution.content)
            found[number] = voice
            self.voices.append(voice)
        for number in reversed(order):  # words before anybody spoke: whoever speaks next
            voice = found[number]
            attribution = self.attributions[number]
            if voice.speaker is NOBODY and not attribution.source and not attribution.cue and voice is self.voices[0]:
                following = found[order[1]] if len(order) > 1 else None
                if following is not None and self._place(self.attributions[order[1]]) < voice.at + 120:
                    found[number] = following
        for number, whole in self._repeated().items():
            found[number] = found[whole]
        return tuple(found[number].speaker for number in range(len(self.attributions)))

    def _repeated(self) -> dict[int, int]:
        """Map quotations that stand alone to the attribution that has the same words and says whose they are."""
        alone = [n for n, a in enumerate(self.attributions) if not a.source and not a.cue]
        if not alone:
            return {}
        where: dict[tuple[str, ...], int] = {}
        for number, a in enumerate(self.attributions):
            if a.source or a.cue:
                for run in self._runs(a):
                    where.setdefault(run, number)
        repeated = {}
        for number in alone:
            runs = list(self._runs(self.attributions[number]))
            wholes = {where.get(run) for run in runs}
            if len(wholes) == 1 and (whole := wholes.pop()) is not None:
                repeated[number] = whole
        return repeated

    def _runs(self, a: Attribution) -> Iterator[tuple[str, ...]]:
        """Yield the words of a content, four at a time."""
        words = [self.words[i] for first, end in a.content for i in range(first, end) if self.words[i][0].isalnum()]
        return (tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))

    @staticmethod
    def _place(a: Attribution) -> int:
        return a.source[0][0] if a.source else a.cue[0][0] if a.cue else a.content[0][0]

    def _voice(self, a: Attribution) -> _Voice:
        at = self._place(a)
        sentence = self.sentence(at)
        if not a.source:
            return self._silent(a, at, sentence)
        first, end = a.source[0][0], a.source[-1][1]
        f = self.flags[first]
        if (
            end - first == 1
            and (f & (PRONOUN | RELATIVE) or self.words[first] in self.he or self.words[first] in self.she)
            and not f & (SOME_NOUN | NUMBER)
        ):
            if self.words[first] in self.known.nobody:
                return self._nobody(at, sentence)
            if f & RELATIVE and (antecedent := self._antecedent(first)) is not None:
                return self._relative(a, first, *antecedent, sentence)
            return self._pronoun(a, first, sentence)
        return self._phrase(a, first, end, sentence)

    def _antecedent(self, at: int) -> Range | None:
        """Return the phrase before a relative pronoun for which it stands: videos of *commanders* who claim."""
        flags, end = self.flags, at
        low = self.p.sentences[self.sentence(at) - 1][0] if self.sentence(at) else 0
        if end > low and flags[end - 1] & (COMMA | PREPOSITION) and not flags[end - 1] & PERSON:
            end -= 1
        if end > low and flags[end - 1] & COMMA:
            end -= 1  # , por quien
        start, noun = end, False
        while start > low and end - start < _PHRASE:
            f = flags[start - 1]
            if f & (OF | PREPOSITION) and not f & (PERSON | DETERMINER) and noun:
                break
            if f & (PUNCTUATION | VERB | CUE | AUXILIARY | PRONOUN | CONJUNCTION) and not f & (PERSON | CAPITAL):
                break
            noun = noun or bool(f & (PERSON | CAPITAL))
            start -= 1
            if f & DETERMINER and not f & PERSON and noun:
                break
        if start - 1 > low and flags[start - 1] & (OF | PREPOSITION) and flags[start - 2] & PERSON:
            if not any(f & PERSON for f in flags[start:end]):
                start -= 2  # officials at the ministry who …
        while start < end - 1 and flags[start] & (OF | PREPOSITION | ADVERB) and not flags[start] & (PERSON | DETERMINER):
            start += 1
        return (start, end) if noun else None

    def _relative(self, a: Attribution, at: int, first: int, end: int, sentence: int) -> _Voice:
        """Return whom a relative pronoun stands for: whoever is named right before it, or the phrase before it."""
        names = self.names.between(first, end)
        if not names or (names[-1].end == end and (not self.known.inflected or len(names[-1].entity.words) > 1)):
            voice = self._phrase(a, first, end, sentence)
            if voice.number != "thing" or self.words[at] not in _WHO:
                return voice
        plural = self._plural(first, end, self.told.noun(first, end))
        return self._unnamed("unnamed", first, end, sentence, "", "many" if plural else "one")

    # ---------------------------------------------------------------------------------------------- values

    def _named(self, entity: Entity, at: int, sentence: int) -> _Voice:
        number: Number = "one" if entity.sort == "person" else "thing"
        return _Voice(self.speaker(entity), entity, entity.gender, number, at, sentence)

    def speaker(self, entity: Entity) -> Speaker:
        """Return an entity as a speaker."""
        known = self._of.get(id(entity))
        if known is None:
            span = self._span(entity.best)
            kind: Kind = "named" if entity.sort == "person" else "collective" if entity.sort == "body" else "outlet"
            role, age = None, None
            if entity.sort == "person":
                _, role, age = self.told.presented(entity)
            known = self._of[id(entity)] = Speaker(span.of(self.tokens.text), kind, span, role, age)
        return known

    def _span(self, name: Name) -> Span:
        stop = self.tokens.ends[name.end - 1]
        if name.owner:
            stop -= 2 if self.words[name.end - 1][-1] == "s" else 1
        return Span(self.tokens.starts[name.first], stop)

    def _unnamed(self, kind: Kind, first: int, end: int, sentence: int, gender: Gender, number: Number) -> _Voice:
        span = self.tokens.span(first, end)
        age = self.told.age(first, end) if kind == "unnamed" else None
        speaker = Speaker(None, kind, span, None, age) if kind != "unknown" else Speaker(None, kind, span)
        return _Voice(speaker, None, gender, number, first, sentence)

    def _nobody(self, at: int, sentence: int) -> _Voice:
        return _Voice(NOBODY, None, "", "any", at, sentence)

    # ---------------------------------------------------------------------------------------------- no words

    def _silent(self, a: Attribution, at: int, sentence: int) -> _Voice:
        """Who speaks where the source has no words: quotations that go on, subjects left out."""
        last = self.voices[-1] if self.voices else None
        if not a.cue:
            if last is not None and last.number == "thing" and len(self.voices) > 1:
                before = self.voices[-2]  # “…,” she said, according to Dayline. “…”
                if before.entity is not None and before.number == "one" and before.sentence == last.sentence:
                    last = before
            if last is not None:
                return _Voice(last.speaker, last.entity, last.gender, last.number, at, sentence)
            low, high = self.p.sentences[sentence - 1] if sentence else (0, 0)
            people = [
                n for n in self.names.between(low, high) if n.entity.sort == "person" and not self.p.inside[n.first]
            ]
            entities = {id(n.entity): n.entity for n in people}
            if len(entities) == 1:
                return self._named(people[0].entity, at, sentence)
            return self._nobody(at, sentence)
        gender, number = self._agreement(a)
        noun = self.flags[a.cue[-1][1] - 1]
        if self._impersonal(a) or (noun & NOUN and not noun & CUE) or (a.bits & NOUN and not a.bits & CUE):
            return self._nobody(at, sentence)
        if number == "many":
            return self._nobody(at, sentence)
        if self.p.lexicon.code == "en":
            cue = self.words[a.cue[0][0] : a.cue[-1][1]]
            if cue[0] in ("has", "have", "had") and "been" not in cue:  # translated from a language that leaves them out
                return self._back(at, sentence, "", "one" if cue[0] == "has" else "any") or self._nobody(at, sentence)
            gerund = self.flags[a.cue[0][0]] & GERUND or self.words[a.cue[0][0]].endswith("ing")
            if gerund and last is not None and last.sentence == sentence:
                return _Voice(last.speaker, last.entity, last.gender, last.number, at, sentence)
            return self._nobody(at, sentence)
        return self._back(at, sentence, gender, "any") or self._nobody(at, sentence)

    def _impersonal(self, a: Attribution) -> bool:
        """Tell whether nobody is meant to be the subject: se afirma, сообщается, it is said."""
        first, end = a.cue[0][0], a.cue[-1][1]
        code = self.p.lexicon.code
        if code == "es":
            return (
                self.words[first] == "se"
                or (first > 0 and self.words[first - 1] == "se")
                or any(self.words[i] in ("fue", "es", "sido", "le", "que") for i in range(first, end - 1))
                or bool(self.flags[first] & BODY)
            )
        if code in ("ru", "uk"):
            word = self.words[end - 1]
            if (
                end - first > 1
                and self.flags[first] & AUXILIARY
                and word.endswith(("ен", "ён", "ан", "ана", "ена", "ны", "ні", "ений", "аний"))
            ):
                return True
            return word.endswith(("ся", "сь", "но", "то", "ны", "ні")) and not word.endswith(("лся", "лась", "вся"))
        return False

    # ---------------------------------------------------------------------------------------------- pronouns

    def _agreement(self, a: Attribution) -> tuple[Gender, Number]:
        """Return what the form of the cue says of its subject."""
        code = self.p.lexicon.code
        if not a.cue or code == "en" or not a.cue[-1][1] - a.cue[-1][0]:
            return "", "any"
        if code == "es":
            forms = [self.words[i] for first, end in a.cue for i in range(first, end)]
            verb = forms[0] if forms[0] != "se" or len(forms) == 1 else forms[1]
            return "", "many" if verb.endswith("n") and len(verb) > 2 else "one"
        word = self.words[a.cue[-1][1] - 1]
        return _past(word, code)

    def _pronoun(self, a: Attribution, at: int, sentence: int) -> _Voice:
        word = self.words[at]
        f = self.flags[at]
        if f & FIRST or word in self.lists.get("first_forms", frozenset()):
            if self.p.inside[at]:
                outer = self._outer(at)
                if outer is not None:
                    return _Voice(outer.speaker, outer.entity, outer.gender, outer.number, at, sentence)
            return self._nobody(at, sentence)
        if word in self.they and word not in self.he | self.she:
            for voice in reversed(self.voices[-_MOST:]):
                if sentence - voice.sentence > _NEAR:
                    break
                if (
                    voice.number in ("many", "thing")
                    and voice.speaker.kind in ("unnamed", "collective")
                    and voice.entity is None
                ):
                    return _Voice(voice.speaker, voice.entity, voice.gender, voice.number, at, sentence)
            return self._unnamed("unnamed", at, at + 1, sentence, "", "many")
        gender: Gender = "m" if word in self.he else "f" if word in self.she else ""
        if word in self.he and word in self.she:
            gender = ""
        if gender or (self.p.lexicon.code == "es" and word in ("quien", "éste", "ésta")):
            found = self._back(at, sentence, gender, "one")
            return found or self._unnamed("unnamed", at, at + 1, sentence, gender, "one")
        if f & RELATIVE and at:  # …, who said
            before = self.names.between(max(0, at - 6), at)
            if before and before[-1].entity.sort == "person" and before[-1].end >= at - 2:
                return self._named(before[-1].entity, at, sentence)
        if word == "it":
            for voice in reversed(self.voices[-_MOST:]):
                if sentence - voice.sentence > _NEAR:
                    break
                if voice.number == "thing":
                    return _Voice(voice.speaker, voice.entity, "", "thing", at, sentence)
            return self._nobody(at, sentence)
        return self._unnamed("unnamed", at, at + 1, sentence, "", "any")

    def _outer(self, at: int) -> _Voice | None:
        """Return who says the quotation in which token `at` stands: the last one to speak."""
        last = self.voices[-1] if self.voices else None
        return last if last is not None and self.sentence(at) - last.sentence < 3 else None

    def _back(self, at: int, sentence: int, gender: Gender, number: Number) -> _Voice | None:
        """Return whom a pronoun, or no word at all, at token `at` stands for."""
        best: _Voice | None = None
        top = 0.0
        seen: dict[int, float] = {}
        for age, voice in enumerate(reversed(self.voices[-_MOST:])):
            distance = sentence - voice.sentence
            if distance > _FAR or age > 8:
                break
            if (
                (voice.entity is not None and not voice.entity.firm)
                or not _agrees(gender, voice.gender)
                or voice.number == "many"
                or (voice.number == "thing" and number == "one")
            ):
                continue
            if voice.speaker is NOBODY or voice.at >= at:
                continue
            key = id(voice.entity or voice.speaker)
            score = 3.2 - distance * 0.6 - age * 0.7 + seen.get(key, 0.0)
            seen.setdefault(key, 0.5)
            if self.p.inside[voice.at] or (voice.nested and distance):
                score -= 2
            if score > top:
                best, top = voice, score
        for name in reversed(self.names.between(self._low(sentence - 2), at)[-_MOST:]):
            entity = name.entity
            if (
                not entity.firm
                or entity.sort != "person"
                or self.p.inside[name.first]
                or not _agrees(gender, entity.gender)
            ):
                continue
            distance = sentence - self.sentence(name.first)
            score = (
                2.2
                - distance * 0.7
                + (0.8 if self._is_subject(name) else -0.9)
                + (0.3 if gender and entity.gender == gender else 0.0)
            )
            if name.owner:
                score -= 0.3
            if score > top:
                best, top = self._named(entity, at, sentence), score
        if best is None:
            return None
        if gender and best.entity is not None and not best.entity.gender:
            best.entity.gender = gender
        return _Voice(best.speaker, best.entity, best.gender, best.number, at, sentence)

    def _low(self, sentence: int) -> int:
        return self.sentence_starts[max(0, sentence - 1)] if self.sentence_starts else 0

    def _is_subject(self, name: Name) -> bool:
        """Tell whether a name can be the subject of its sentence: nothing stands before it that governs it."""
        i = name.begun - 1
        flags = self.flags
        low = self._low(self.sentence(name.first))
        while i >= low and not flags[i] & (PUNCTUATION | PREPOSITION | CUE | VERB | AUXILIARY | CAPITAL | OF):
            i -= 1
        if i < low:
            return True
        f = flags[i]
        if self.words[i] in self.known.copulas and i == name.begun - 1 and len(name.words) > 1:
            return True  # one of them is …
        if i == low and f & (PERSON | POSSESSIVE) and not f & (PREPOSITION | CUE):
            return True  # Her grandson …
        if f & (COMMA | CONJUNCTION):
            return name.end < len(flags) and bool(flags[name.end] & (VERB | CUE | AUXILIARY))
        return bool(f & (STOP | NEWLINE))

    # ---------------------------------------------------------------------------------------------- phrases

    def _phrase(self, a: Attribution, first: int, end: int, sentence: int) -> _Voice:
        flags = self.flags
        head_end = end
        for i in range(first + 1, end):
            if flags[i] & (COMMA | OPEN_BRACKET) or (flags[i] & RELATIVE and not flags[i] & DETERMINER):
                head_end = i
                break
        inside = self.names.between(first, head_end)
        if self.known.inflected and (owner := self._body_before(a, first, inside)) is not None:
            span = self.tokens.span(owner, inside[0].end)
            return _Voice(Speaker(span.of(self.tokens.text), "collective", span), None, "", "thing", first, sentence)
        if self.known.inflected and (body := self._whole_body(first, head_end, sentence)) is not None:
            return body
        heads = [n for n in inside if self._heads(a, n, first, head_end)]
        listed = self._listed(head_end, end) if heads and head_end < end else None
        if listed or (len(heads) > 1 and self._coupled(heads)):
            span = self.tokens.span(heads[0].first, (listed or heads[-1]).end)
            kind: Kind = "collective"
            return _Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "many", first, sentence)
        if heads:
            name = heads[-1]
            return self._spoken(a, name, first, head_end, sentence)
        if (called := self._called(first, end)) is not None:
            return self._named(called, first, sentence)
        if head_end < end and flags[head_end] & COMMA:
            apposed = self.names.between(head_end + 1, end)
            if (
                apposed
                and apposed[0].begun <= head_end + 1 + bool(flags[head_end + 1] & DETERMINER)
                and not self._plural(first, head_end, self.told.noun(first, head_end))
                and apposed[0].entity.sort == "person"
                and not apposed[0].owner
                and (self.told.noun(first, head_end) is not None or len(apposed[0].words) > 1)
                and not flags[first] & ANOTHER
            ):
                return self._named(apposed[0].entity, first, sentence)
        return self._description(a, first, head_end, end, sentence, inside)

    def _called(self, first: int, end: int) -> Entity | None:
        """Return whom a description names itself: a man called Leo Paz, пленный, назвавшийся Львом."""
        for name in self.names.between(first + 1, end):
            at = name.begun - 1
            if self.words[at] in self.known.called and name.entity.sort == "person" and not name.owner:
                if self._parted(first, at):
                    return None
                words, role, age = self.told.presented(name.entity)
                words |= self.told.content_words(first, at)
                name.entity.presented = words, role, self.told.age(first, at) if age is None else age
                return name.entity
        return None

    def _parted(self, first: int, end: int) -> bool:
        """Tell whether a preposition stands within tokens, other than of them."""
        return any(
            self.flags[i] & (OF | PREPOSITION)
            and not (self.flags[i + 1] & PRONOUN or self.words[i + 1] in self.they)
            for i in range(first, end)
        )

    def _listed(self, comma: int, end: int) -> Name | None:
        """Return the last name of a list that goes on after a comma: Ana Ruiz, Leo Paz and Eva Sol."""
        rest = self.names.between(comma, end)
        if not rest or rest[0].begun != comma + 1 or rest[0].owner or not self.flags[comma] & COMMA:
            return None
        last = rest[-1]
        return last if self.flags[last.begun - 1] & CONJUNCTION and last.end == end else None

    def _body_before(self, a: Attribution, first: int, inside: list[Name]) -> int | None:
        """Return where a body begins whose name goes on into the source: (в) министерстве обороны *Велмарии* назвали."""
        if not inside or inside[0].begun != first or self._oblique_cue(a):
            return None
        if self._agreement(a)[1] != "many" and self.told.case(inside[0]) != "oblique":
            return None
        for i in range(first - 1, max(-1, first - 4), -1):
            f = self.flags[i]
            if f & BODY and not f & (PERSON | CUE):
                return i
            if f & (PUNCTUATION | CUE | VERB | AUXILIARY | PREPOSITION | CONJUNCTION | PRONOUN | PERSON):
                break
        return None

    def _whole_body(self, first: int, end: int, sentence: int) -> _Voice | None:
        """Return a body that is named by a capital noun and what follows it: Палата представителей."""
        noun = self.told.noun(first, end)
        if (
            noun is None
            or end - noun < 2
            or not self.flags[noun] & BODY
            or not self.flags[noun] & CAPITAL
            or self.flags[noun] & TITLE
        ):
            return None
        begin = first if self.flags[first] & CAPITAL else noun
        if self.flags[noun + 1] & CAPITAL and begin == noun == end - 2 and self.words[noun] not in self.known.of_whom:
            return None
        span = self.tokens.span(begin, end)
        return _Voice(Speaker(span.of(self.tokens.text), "collective", span), None, "", "thing", first, sentence)

    def _spoken(self, a: Attribution, name: Name, first: int, end: int, sentence: int) -> _Voice:
        entity = name.entity
        if entity.sort == "person" and a.cue:
            gender, number = self._agreement(a)
            if number == "many" and self.known.inflected and len(name.words) == 1:
                return self._unnamed("unnamed", first, end, sentence, "", "many")
            if gender and not entity.sure:
                entity.gender, entity.sure = gender, True
        if entity.sort == "person" and self._common(name, entity):
            return self._unnamed("unnamed", first, end, sentence, "", "many")
        if entity.sort == "person":
            noun = self.told.noun(first, name.first)
            if noun is not None and self.flags[noun] & (BODY | OUTLET) and not self.flags[noun] & PERSON:
                entity.sort = "outlet" if self.flags[noun] & OUTLET else "body"
        return self._named(entity, first, sentence)

    def _common(self, name: Name, entity: Entity) -> bool:
        """Tell whether a lone capital word that begins a sentence is no name: Prosecutors said."""
        if self.known.inflected and not entity.firm and name.words[0].endswith(_ABSTRACT):
            return True
        return (
            self.p.lexicon.code == "en"
            and not entity.firm
            and name.words[0] not in self.known.male
            and name.words[0] not in self.known.female
        )

    def _coupled(self, heads: list[Name]) -> bool:
        return len(heads) == 2 and heads[1].begun - heads[0].end == 1 and bool(self.flags[heads[0].end] & CONJUNCTION)

    def _heads(self, a: Attribution, name: Name, first: int, end: int) -> bool:
        """Tell whether a name within a source is its head, not what belongs to it: Trump’s lawyer, members of Nadia."""
        flags, words = self.flags, self.words
        if name.owner and name.end < end:
            return False
        if name.end < end and (self.p.lexicon.code == "en" or (not name.entity.firm)):
            f = flags[name.end]
            if (
                not f & (PUNCTUATION | CAPITAL | NUMBER | ADVERB | PRONOUN | CONJUNCTION | PREPOSITION | AUXILIARY)
                and not self.p.inside[name.end]
            ):
                return False
        entity = name.entity
        titled = any(flags[i] & PERSON for i in range(name.begun, name.first))
        if name.begun <= first:
            if titled and self.known.inflected and not self._oblique_cue(a) and self.told.case(name) == "oblique":
                return False  # Адвокат Белова
            return entity.sort == "person" or not titled
        before = flags[name.begun - 1]
        governed = bool(before & (OF | PREPOSITION)) and not before & (DETERMINER | ROLE | TITLE)
        full = entity.sort == "person" and len(name.words) > 1 and name.end >= end
        noun = self.told.noun(first, name.begun)
        if titled:
            return not governed
        if governed:  # Secretary of State Ana Ruiz, la senadora por Melk Ana Ruiz
            return full and name.begun < name.first and noun is not None and bool(flags[noun] & PERSON)
        between = self._parted((noun or first) + 1, name.begun)
        if noun is None:
            return not between or (full and self.known.inflected and self.told.case(name) == "nominative")
        if flags[noun] & ANOTHER:
            return False
        if not self.known.inflected:
            return not between or (full and bool(flags[noun] & PERSON))
        head = flags[noun]
        word = words[noun]
        if entity.sort != "person":
            return bool(head & (OUTLET | BODY)) and not head & PERSON and not (head & DOCUMENT)
        if head & (BODY | DOCUMENT) and not head & PERSON:
            return False
        if word in self.known.of_whom:
            if self._oblique_cue(a):
                return full and name.begun - noun > 1
            return (
                self.told.case(name) == "nominative"
                and len(name.words) > 1
                and any(w[-1] not in "иіїоуюеэєё" for w in name.words)
            )
        if self._oblique_cue(a):
            return True
        return self.told.case(name) != "oblique"

    def _oblique_cue(self, a: Attribution) -> bool:
        """Tell whether the source stands in a case of its own, not as a subject: по словам Беловой."""
        if a.rule == "phrase":
            return True
        if not a.cue or not a.source:
            return False
        first = a.source[0][0]
        verb = any(self.flags[i] & CUE for begin, end in a.cue for i in range(begin, end))
        return not verb or (first > 0 and bool(self.flags[first - 1] & PREPOSITION))

    # ---------------------------------------------------------------------------------------------- descriptions

    def _description(
        self, a: Attribution, first: int, head_end: int, end: int, sentence: int, inside: list[Name]
    ) -> _Voice:
        flags, words = self.flags, self.words
        noun = self.told.noun(first, head_end)
        f = flags[noun] if noun is not None else 0
        gender, number = self._agreement(a)
        if self._plural(first, head_end, noun):
            number = "many"
        told = self._told_gender(first, head_end)
        gender = told or gender
        if flags[first] & POSSESSIVE and head_end - first == 2 and flags[first + 1] & (DOCUMENT | NOUN | ALSO_NOUN):
            owner = self._back(first, sentence, self._whose_gender(words[first]), "one")  # his story, su relato
            return owner or self._nobody(first, sentence)
        if f & DOCUMENT and not f & PERSON:
            return self._document(first, end, noun, sentence, inside)
        if noun is not None and f & (BODY | OUTLET) and not f & (TITLE | KIN) and not (f & ROLE and number == "many"):
            return self._body(first, head_end, end, noun, sentence, inside)
        if number == "many" or (flags[first] & ANOTHER and not self.told.age(first, head_end)):
            if number == "many" and inside and self._speaks_for(first, inside):
                return self._named(inside[-1].entity, first, sentence)
            return self._unnamed("unnamed", first, end, sentence, gender, "many" if number == "many" else "one")
        if head_end - first > 1 and flags[first + 1] & ANOTHER and (self.known.inflected or words[first + 1] in _OTHER):
            return self._unnamed("unnamed", first, end, sentence, gender, "one")
        if not inside and noun is None and not self._definite(first):
            return self._unnamed("unnamed", first, end, sentence, gender, number)
        if noun is not None and f & KIN:
            kin = self._kin(noun)
            return (
                self._named(kin, first, sentence)
                if kin
                else self._unnamed("unnamed", first, end, sentence, gender, "one")
            )
        entity = self._described(first, head_end, end, noun, sentence, gender)
        if entity is not None:
            return self._named(entity, first, sentence)
        again = self._same_words(first, head_end, noun, sentence)
        if again is not None:
            return again
        return self._unnamed("unnamed", first, end, sentence, gender, "one")

    def _whose_gender(self, word: str) -> Gender:
        he, she = word in self.he, word in self.she
        return "" if he == she else "m" if he else "f"

    def _speaks_for(self, first: int, inside: list[Name]) -> bool:
        """Tell whether people speak for the body or outlet they are named with: reporters of Dayline."""
        name = inside[-1]
        return (
            name.entity.sort == "outlet" or (name.entity.sort == "body" and not any(map(self.names.place, name.words)))
        ) and self.words[first] in self.known.of_whom

    def _definite(self, first: int) -> bool:
        if self.p.lexicon.code == "en":
            return bool(self.flags[first] & DETERMINER) and not self.flags[first] & ANOTHER
        return not self.flags[first] & ANOTHER

    def _plural(self, first: int, end: int, noun: int | None) -> bool:
        code, words, flags = self.p.lexicon.code, self.words, self.flags
        if flags[first] & NUMBER and words[first].isdigit() and end - first > 1 and not self.told.age(first, end):
            return True
        if any(words[i] == "%" for i in range(first, end)):
            return True
        if noun is None:
            if code == "es":
                return words[first] in ("los", "las", "unos", "unas")
            last = words[end - 1]
            return code == "en" and last.endswith("s") and not last.endswith(("ss", "'s", "’s"))
        word = words[noun]
        if code == "en":
            return word in ("people", "men", "women", "children", "police", "spokesmen") or (
                word.endswith("s") and not word.endswith(("ss", "'s", "’s", "boss"))
            )
        if code == "es":
            return word.endswith("s") and words[first] not in ("el", "la")
        return False

    def _told_gender(self, first: int, end: int) -> Gender:
        for i in range(first, end):
            if self.words[i] in self.known.female_words:
                return "f"
            if self.words[i] in self.known.male_words:
                return "m"
            if self.flags[i] & (OF | PREPOSITION) and i > first:
                break
        return ""

    def _document(self, first: int, end: int, noun: int | None, sentence: int, inside: list[Name]) -> _Voice:
        """A document speaks for whoever issued it, if that is said."""
        issued = noun is not None and self.words[noun] in self.known.of_whom
        for name in inside:
            if issued and (name.entity.sort != "person" or name.owner):
                return self._named(name.entity, first, sentence)
        if issued and not inside and not self.flags[first] & ANOTHER:
            issuer = self._issuer(first, sentence)
            if issuer is not None:
                return self._named(issuer, first, sentence)
        return self._unnamed("unknown", first, end, sentence, "", "thing")

    def _issuer(self, at: int, sentence: int) -> Entity | None:
        """Return the body whose document was named just before."""
        for name in reversed(self.names.between(self._low(sentence - 3), at)[-_MOST:]):
            before = name.begun - 1
            if before >= 0 and self.flags[before] & OF:
                before -= 1
            if (
                before >= 0
                and self.flags[before] & DOCUMENT
                and not self.flags[before] & CAPITAL
                and name.entity.sort == "body"
            ):
                return name.entity
        last = self.voices[-1] if self.voices else None
        if last is not None and last.entity is not None and last.entity.sort == "body" and sentence - last.sentence < 3:
            return last.entity
        return None

    def _body(self, first: int, head_end: int, end: int, noun: int, sentence: int, inside: list[Name]) -> _Voice:
        """A body or outlet by its noun: named if a name belongs to it, the one before it if it only points back."""
        kind: Kind = "outlet" if self.flags[noun] & OUTLET and not self.flags[noun] & BODY else "collective"
        bearing = [n for n in inside if n.end > noun]
        if bearing and not self.flags[first] & ANOTHER:
            begin = noun
            while begin > first and not self.flags[begin - 1] & (DETERMINER | PRONOUN | ADVERB):
                begin -= 1
            span = Span(self.tokens.starts[begin], self.tokens.ends[bearing[-1].end - 1])
            return _Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "thing", first, sentence)
        if inside and inside[-1].owner and inside[-1].entity.sort != "person":
            span = Span(self.tokens.starts[inside[-1].first], self.tokens.ends[head_end - 1])
            return _Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "thing", first, sentence)
        if (
            self.known.inflected
            and head_end - first > 1
            and self.flags[first] & CAPITAL
            and not self.flags[first] & (ANOTHER | PERSON)
            and noun > first
        ):
            span = self.tokens.span(first, head_end)
            return _Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "thing", first, sentence)
        if not inside and self.flags[noun] & OUTLET and self._points_back(first, head_end, noun):
            if (outlet := self._outlet_before(first, noun, sentence)) is not None:
                return self._named(outlet, first, sentence)
        if not inside and self._definite(first):
            stem = self.words[noun][:6]
            for voice in reversed(self.voices[-_MOST:]):
                if sentence - voice.sentence > _FAR:
                    break
                if voice.number == "thing" and voice.speaker.name and stem in voice.speaker.name.lower():
                    return _Voice(voice.speaker, voice.entity, "", "thing", first, sentence)
        return self._unnamed(kind, first, end, sentence, "", "thing")

    def _outlet_before(self, at: int, noun: int, sentence: int) -> Entity | None:
        """Return the last outlet that was presented by the same noun: Dayline, a digital medium, … this medium."""
        stem = self.told.stem(self.words[noun])
        for name in reversed(self.names.between(self._low(sentence - _NEAR), at)[-_MOST:]):
            if self.p.inside[name.first]:
                continue
            for first, end in self.told.beside(name):
                if any(self.flags[i] & OUTLET and self.told.stem(self.words[i]) == stem for i in range(first, end)):
                    name.entity.sort = "outlet"
                    return name.entity
        return None

    def _kin(self, noun: int) -> Entity | None:
        """Return who is named as that relative somewhere: his father Robert."""
        found = None
        for name in self.names.found[:_PEOPLE]:
            i = name.begun - 1
            if i >= 0 and self.flags[i] & KIN and self.names.same(self.words[i], self.words[noun]):
                if found is not None and found is not name.entity:
                    return None
                found = name.entity
        return found

    def _described(
        self, first: int, end: int, all_: int, noun: int | None, sentence: int, gender: Gender
    ) -> Entity | None:
        """Return who was presented in these words, or whom a plain description stands for."""
        wanted = self.told.content_words(first, end)
        age = self.told.age(first, all_)
        role = self.told.stem(self.words[noun]) if noun is not None else ""
        others = {id(name.entity) for name in self.names.between(first, end)}  # Ruiz’s lawyer is not Ruiz
        recent = self._recent(first, sentence, gender, bool(self._told_gender(first, end)) or age is not None)
        best: Entity | None = None
        top = 0.0
        if recent is not None and id(recent) in others:
            recent = None
        for entity in self.names.entities[:_PEOPLE]:
            if id(entity) in others or entity.sort != "person" or not _agrees(gender, entity.gender):
                continue
            words, _, their_age = self.told.presented(entity)
            heads = entity.heads
            if age is not None:
                if their_age is not None and their_age != age:
                    continue
                score = 6.0 if their_age == age else 0.0
            else:
                score = 0.0
            if role and role in heads:
                score += 2.0 + 1.0 * len((wanted & words) - {role})
                score -= 0.25 * len(wanted - words)
            elif role:
                score += 0.5 * len(wanted & words)
                if score < 1 or entity is not recent:
                    continue
            else:
                score += 1.0 * len(wanted & words) - 0.5
            if not score:
                continue
            if entity is recent:
                score += 1.0
            if score > top:
                best, top = entity, score
            elif score == top and best is not recent:
                best = None
        if best is not None and top >= 2.0:
            return best
        if recent is not None and self._plain(first, end) and self._points_back(first, end, noun):
            if noun is not None and self.flags[noun] & TITLE and recent.heads and not self.known.inflected:
                return None  # who was presented as a senator is not the president
            if self._has_own_complement(noun, end) and recent.heads and role not in recent.heads:
                return None  # nor is the spokesman an officer of the staff
            return recent
        return None

    def _has_own_complement(self, noun: int | None, end: int) -> bool:
        """Tell whether common words follow the noun of a description: офицер штаба, but not президент США."""
        if noun is None or not self.known.inflected or self.flags[noun] & TITLE:
            return False
        rest = [f for f in self.flags[noun + 1 : end] if not f & (PUNCTUATION | ADVERB | PRONOUN)]
        return bool(rest) and not any(f & CAPITAL for f in rest)

    def _points_back(self, first: int, end: int, noun: int | None) -> bool:
        """Tell whether a description without a name may stand for somebody presented before."""
        if self.p.lexicon.code == "en":
            return self.words[first] in ("the", "this", "that")
        if self.p.lexicon.code == "es":
            return self.words[first] in ("el", "la", "este", "esta", "ese", "esa", "dicho", "dicha", "del", "al")
        return noun is not None or self._plain(first, end)

    def _plain(self, first: int, end: int) -> bool:
        """Tell whether the description is by a plain word for a person, or by an age alone."""
        for i in range(first, end):
            if self.words[i] in self.known.anaphors:
                return True
            if self.flags[i] & (OF | PREPOSITION) and i > first:
                break
        return self.told.age(first, end) is not None

    def _recent(self, at: int, sentence: int, gender: Gender, human: bool) -> Entity | None:
        """Return the last person with a name who spoke or was the subject, if nobody without a name spoke since."""
        since = self._low(sentence - _NEAR) - 1
        found: Entity | None = None
        for voice in reversed(self.voices[-_MOST:]):
            if sentence - voice.sentence > _NEAR:
                break
            entity = voice.entity
            if entity is None or entity.sort != "person":
                if voice.number == "one":
                    since = voice.at
                    break
                continue
            if _agrees(gender, voice.gender):
                found, since = entity, voice.at
                break
        subject: Entity | None = None
        for name in self.names.between(since + 1, at)[-_MOST:]:
            entity = name.entity
            possible = entity.firm and entity.sort == "person" and _agrees(gender, entity.gender)
            if possible and not self.p.inside[name.first] and self._is_subject(name):
                subject = entity
        return subject if subject is not None and (human or found is None) else found

    def _same_words(self, first: int, end: int, noun: int | None, sentence: int) -> _Voice | None:
        """Return an unnamed speaker described in these words before."""
        if noun is None or not self._points_back(first, end, noun):
            return None
        for voice in reversed(self.voices[-_MOST:]):
            if sentence - voice.sentence > _NEAR:
                break
            if (
                voice.entity is None
                and voice.speaker.kind == "unnamed"
                and voice.number == "one"
                and voice.speaker.mention is not None
            ):
                if self.words[noun] in voice.speaker.mention.of(self.tokens.text).lower().split():
                    return _Voice(voice.speaker, None, voice.gender, "one", first, sentence)
                break
        return None


def _agrees(a: Gender, b: Gender) -> bool:
    return not a or not b or a == b


def _past(word: str, code: str) -> tuple[Gender, Number]:
    """Return gender and number that the past tense of a Russian or Ukrainian verb tells.

    >>> _past("сказала", "ru"), _past("заявив", "uk"), _past("сообщили", "ru"), _past("говорит", "ru")
    (('f', 'one'), ('m', 'one'), ('', 'many'), ('', 'one'))
    """
    if word.endswith(("ла", "лась", "лася")):
        return "f", "one"
    if word.endswith(("ли", "лись", "лися", "ют", "ят", "ут", "ат", "ють", "ять", "уть", "ать", "ются", "ються")):
        return "", "many"
    if word.endswith(("л", "лся") if code == "ru" else ("в", "вся", "іг", "ік")):
        return "m", "one"
    return "", "one"
