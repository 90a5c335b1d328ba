"""Speakers: who the words of a source stand for, within one document.

A source names somebody, points back (she, the minister, nothing at all), or describes somebody whom the document does
not name. Pointing back is followed to the best mention before it: the last speaker, the last subject, one presented in
these words. When unsure, nobody is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar.bits import (
    ADVERB,
    ANOTHER,
    AUXILIARY,
    BODY,
    CAPITAL,
    COMMA,
    CONJUNCTION,
    CUE,
    DETERMINER,
    FIRST,
    GERUND,
    NOUN,
    NUMBER,
    OF,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    VERB,
)
from firsthand.reading.grammar.descriptions import PERSON, SOME_NOUN
from firsthand.reading.grammar.names import ADJECTIVE, Gender
from firsthand.reading.grammar.sources import Sources
from firsthand.reading.grammar.voices import MOST, NEAR, NOBODY, Voice, agrees
from firsthand.reading.statement import Speaker

if TYPE_CHECKING:
    from firsthand.reading.grammar.attribution import Attribution, Range
    from firsthand.reading.grammar.passage import Passage

_NAME: Final = 8  # tokens of a name
_SURE: Final = 0.9  # the probability from which on a name is given that the rules did not find
_PHRASE: Final = 8  # tokens of a phrase for which a relative pronoun may stand
_RUN: Final = 4  # words that two quotations share if one repeats the other
_WHO: Final = frozenset(["who", "quien", "quienes"])  # never a thing

Odds = tuple[tuple[int, float], ...]
"""Tokens and probabilities."""


def resolve(
    p: Passage, attributions: tuple[Attribution, ...], names: tuple[Odds | None, ...] = ()
) -> tuple[Speaker, ...]:
    """Return the speaker of each attribution, in their order.

    Args:
        p: The text of a document as a passage. Names that stand in it only are given.
        attributions: What was found in it, in text order.
        names: For each, the tokens that may name its speaker, with the probability of each, where a reader knows.
    """
    return _Speakers(p, attributions, names or (None,) * len(attributions)).all() if attributions else ()


class _Speakers(Sources):
    """Resolves all attributions of a passage, one after the other."""

    def __init__(self, p: Passage, attributions: tuple[Attribution, ...], odds: tuple[Odds | None, ...]) -> None:
        super().__init__(p)
        self.attributions = attributions
        self.odds = odds

    def all(self) -> tuple[Speaker, ...]:
        order = sorted(range(len(self.attributions)), key=lambda n: self._place(self.attributions[n]))
        found: dict[int, Voice] = {}
        reported: list[Range] = []
        for number in order:
            attribution = self.attributions[number]
            voice = self._likely(self._voice(attribution), attribution, self.odds[number])
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

    def _likely(self, voice: Voice, a: Attribution, odds: Odds | None) -> Voice:
        """Return whom a trained reader takes the source for, where the rules find nobody and it is sure."""
        if odds is None or voice.entity is not None or voice.number in ("many", "thing") or not a.source:
            return voice
        first, end = a.source[0][0], a.source[-1][1]
        other = any(f & (ANOTHER | NUMBER | POSSESSIVE) for f in self.flags[first:end])
        if voice.speaker.kind != "unnamed" or other or self.names.between(first, end):
            return voice
        last = self.voices[-1] if self.voices else None
        if last is not None and last.entity is None and last.number == "one" and voice.sentence - last.sentence < NEAR:
            return voice  # the one who spoke before, whom nobody named
        mass: dict[int, float] = {}
        for token, probability in odds:
            for name in self.names.between(max(0, token - _NAME), token + 1):
                if name.first <= token < name.end and name.entity.firm and agrees(voice.gender, name.entity.gender):
                    mass[id(name.entity)] = mass.get(id(name.entity), 0.0) + probability
                    if mass[id(name.entity)] >= _SURE:
                        return self._named(name.entity, voice.at, voice.sentence)
        return voice

    def _repeated(self) -> dict[int, int]:
        """Map quotations that stand alone to the attribution that has the same words and says whose they are."""
        alone = {n: self._runs(a) for n, a in enumerate(self.attributions) if not a.source and not a.cue}
        where: dict[tuple[str, ...], int | None] = dict.fromkeys(run for runs in alone.values() for run in runs)
        if not where:
            return {}
        for number, a in enumerate(self.attributions):
            if number not in alone:
                for run in self._runs(a):
                    if run in where and where[run] is None:
                        where[run] = number
        wholes = {number: {where[run] for run in runs} for number, runs in alone.items()}
        return {n: whole for n, found in wholes.items() if len(found) == 1 and (whole := found.pop()) is not None}

    def _runs(self, a: Attribution) -> list[tuple[str, ...]]:
        """Return the words of a content, four at a time."""
        words = [word for first, end in a.content for word in self.words[first:end] if word[0].isalnum()]
        return list(zip(*(words[k:] for k in range(_RUN)), strict=False))

    @staticmethod
    def _place(a: Attribution) -> int:
        return a.source[0][0] if a.source else a.cue[0][0] if a.cue else a.content[0][0]

    def _voice(self, a: Attribution) -> Voice:
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
            if self.words[first] in self.lists["nobody"]:
                return self._nobody(at, sentence)
            if f & RELATIVE and (antecedent := self._antecedent(first)) is not None:
                return self._relative(a, first, *antecedent, sentence)
            return self._pronoun(a, first, sentence)
        if end - first > 2 and self.p.inside[first] and self.p.inside[first] == self.p.inside[end - 1]:
            return self._titled(first, end, sentence)
        return self._phrase(a, first, end, sentence)

    def _titled(self, first: int, end: int, sentence: int) -> Voice:
        """Return the outlet whose name stands in marks: как пишет «Северный листок»."""
        inner = self.tokens.span(first + 1, end - 1)
        speaker = Speaker(inner.of(self.tokens.text), "outlet", inner)
        return Voice(speaker, None, "", "one", first, sentence)

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
            if noun and self.known.inflected and not self._qualifies(start - 1):
                break  # Пришёл солдат, который …
            noun = noun or bool(f & (PERSON | CAPITAL))
            start -= 1
            if f & DETERMINER and not f & PERSON and noun:
                break
        governed = start - 1 > low and flags[start - 1] & (OF | PREPOSITION) and flags[start - 2] & PERSON
        if governed and not any(f & PERSON for f in flags[start:end]):
            start -= 2  # officials at the ministry who …
        while (
            start < end - 1 and flags[start] & (OF | PREPOSITION | ADVERB) and not flags[start] & (PERSON | DETERMINER)
        ):
            start += 1
        return (start, end) if noun else None

    def _qualifies(self, i: int) -> bool:
        """Tell whether a word before a Russian or Ukrainian noun goes with it: молодой, наш, 19-летний."""
        return bool(self.flags[i] & (PERSON | DETERMINER | POSSESSIVE | NUMBER)) or self.words[i].endswith(ADJECTIVE)

    def _relative(self, a: Attribution, at: int, first: int, end: int, sentence: int) -> Voice:
        """Return whom a relative pronoun stands for: whoever is named right before it, or the phrase before it."""
        names = self.names.between(first, end)
        if not names or (names[-1].end == end and (not self.known.inflected or len(names[-1].entity.words) > 1)):
            voice = self._phrase(a, first, end, sentence)
            if voice.number != "thing" or self.words[at] not in _WHO:
                return voice
        plural = self._plural(first, end, self.told.noun(first, end))
        return self._unnamed("unnamed", first, end, sentence, "", "many" if plural else "one")

    def _silent(self, a: Attribution, at: int, sentence: int) -> Voice:
        """Who speaks where the source has no words: quotations that go on, subjects left out."""
        last = self.voices[-1] if self.voices else None
        if not a.cue:
            if last is not None and last.number == "thing" and len(self.voices) > 1:
                before = self.voices[-2]  # “…,” she said, according to Dayline. “…”
                if before.entity is not None and before.number == "one" and before.sentence == last.sentence:
                    last = before
            if last is not None:
                return Voice(last.speaker, last.entity, last.gender, last.number, at, sentence)
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
            if (
                cue[0] in ("has", "have", "had") and "been" not in cue
            ):  # translated from a language that leaves them out
                return self._back(at, sentence, "", "one" if cue[0] == "has" else "any") or self._nobody(at, sentence)
            gerund = self.flags[a.cue[0][0]] & GERUND or self.words[a.cue[0][0]].endswith("ing")
            if gerund and last is not None and last.sentence == sentence:
                return Voice(last.speaker, last.entity, last.gender, last.number, at, sentence)
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

    def _pronoun(self, a: Attribution, at: int, sentence: int) -> Voice:
        word = self.words[at]
        f = self.flags[at]
        if f & FIRST or word in self.lists.get("first_forms", frozenset()):
            if self.p.inside[at]:
                outer = self._outer(at)
                if outer is not None:
                    return Voice(outer.speaker, outer.entity, outer.gender, outer.number, at, sentence)
            return self._nobody(at, sentence)
        if word in self.they and word not in self.he | self.she:
            for voice in reversed(self.voices[-MOST:]):
                if sentence - voice.sentence > NEAR:
                    break
                if (
                    voice.number in ("many", "thing")
                    and voice.speaker.kind in ("unnamed", "collective")
                    and voice.entity is None
                ):
                    return Voice(voice.speaker, voice.entity, voice.gender, voice.number, at, sentence)
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
            for voice in reversed(self.voices[-MOST:]):
                if sentence - voice.sentence > NEAR:
                    break
                if voice.number == "thing":
                    return Voice(voice.speaker, voice.entity, "", "thing", at, sentence)
            return self._nobody(at, sentence)
        return self._unnamed("unnamed", at, at + 1, sentence, "", "any")

    def _outer(self, at: int) -> Voice | None:
        """Return who says the quotation in which token `at` stands: the last one to speak."""
        last = self.voices[-1] if self.voices else None
        return last if last is not None and self.sentence(at) - last.sentence < 3 else None
