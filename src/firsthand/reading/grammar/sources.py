"""Sources: whom the words of a source name or describe.

A source names somebody, alone or with what they are; or it describes somebody, who may have been presented in these
words before, or is nobody that the page names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
    KIN,
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
    TITLE,
    VERB,
)
from firsthand.reading.grammar.descriptions import PERSON
from firsthand.reading.grammar.names import Entity, Gender, Name
from firsthand.reading.grammar.voices import FAR, MOST, NEAR, Number, Voice, Voices, agrees
from firsthand.reading.statement import Kind, Speaker
from firsthand.text import Span

if TYPE_CHECKING:
    from firsthand.reading.grammar.attribution import Attribution

_PEOPLE: Final = 500  # names that a description may stand for
_OTHER: Final = frozenset(["other", "others", "otro", "otra", "otros", "otras"])
_ABSTRACT: Final = ("ние", "ння", "ость", "ість", "ство", "ция", "ція")


class Sources(Voices):
    """Resolves phrases."""

    def _phrase(self, a: Attribution, first: int, end: int, sentence: int) -> Voice:
        flags = self.flags
        head_end = end
        for i in range(first + 1, end):
            if flags[i] & (COMMA | OPEN_BRACKET) or (flags[i] & RELATIVE and not flags[i] & DETERMINER):
                head_end = i
                break
        inside = self.names.between(first, head_end)
        if self.known.inflected and (owner := self._body_before(a, first, inside)) is not None:
            span = self.tokens.span(owner, inside[0].end)
            return Voice(Speaker(span.of(self.tokens.text), "collective", span), None, "", "thing", first, sentence)
        if self.known.inflected and (body := self._whole_body(first, head_end, sentence)) is not None:
            return body
        heads = [n for n in inside if self._heads(a, n, first, head_end)]
        listed = self._listed(head_end, end) if heads and head_end < end else None
        if listed or (len(heads) > 1 and self._coupled(heads)):
            span = self.tokens.span(heads[0].first, (listed or heads[-1]).end)
            kind: Kind = "collective"
            return Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "many", first, sentence)
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
            self.flags[i] & (OF | PREPOSITION) and not (self.flags[i + 1] & PRONOUN or self.words[i + 1] in self.they)
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
        """Return where a body begins whose name goes on into the source: в министерстве обороны *Велмарии* …"""
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

    def _whole_body(self, first: int, end: int, sentence: int) -> Voice | None:
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
        return Voice(Speaker(span.of(self.tokens.text), "collective", span), None, "", "thing", first, sentence)

    def _spoken(self, a: Attribution, name: Name, first: int, end: int, sentence: int) -> Voice:
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
        if (name.owner and name.end < end) or words[name.begun - 1] in self.known.called:
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

    def _oblique_cue(self, a: Attribution) -> bool:
        """Tell whether the source stands in a case of its own, not as a subject: по словам Беловой."""
        if a.rule == "phrase":
            return True
        if not a.cue or not a.source:
            return False
        first = a.source[0][0]
        verb = any(self.flags[i] & CUE for begin, end in a.cue for i in range(begin, end))
        return not verb or (first > 0 and bool(self.flags[first - 1] & PREPOSITION))

    def _description(
        self, a: Attribution, first: int, head_end: int, end: int, sentence: int, inside: list[Name]
    ) -> Voice:
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
        presented = inside and inside[0].first == head_end + 1 and flags[head_end] & COMMA  # one of them, Ana Diaz,
        if number == "many" or (flags[first] & ANOTHER and not presented and not self.told.age(first, head_end)):
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

    def _document(self, first: int, end: int, noun: int | None, sentence: int, inside: list[Name]) -> Voice:
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
        for name in reversed(self.names.between(self._low(sentence - 3), at)[-MOST:]):
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

    def _body(self, first: int, head_end: int, end: int, noun: int, sentence: int, inside: list[Name]) -> Voice:
        """A body or outlet by its noun: named if a name belongs to it, the one before it if it only points back."""
        kind: Kind = "outlet" if self.flags[noun] & OUTLET and not self.flags[noun] & BODY else "collective"
        bearing = [n for n in inside if n.end > noun]
        if bearing and not self.flags[first] & ANOTHER:
            begin = noun
            while begin > first and not self.flags[begin - 1] & (DETERMINER | PRONOUN | ADVERB):
                begin -= 1
            span = Span(self.tokens.starts[begin], self.tokens.ends[bearing[-1].end - 1])
            return Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "thing", first, sentence)
        if inside and inside[-1].owner and inside[-1].entity.sort != "person":
            span = Span(self.tokens.starts[inside[-1].first], self.tokens.ends[head_end - 1])
            return Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "thing", first, sentence)
        if (
            self.known.inflected
            and head_end - first > 1
            and self.flags[first] & CAPITAL
            and not self.flags[first] & (ANOTHER | PERSON)
            and noun > first
        ):
            span = self.tokens.span(first, head_end)
            return Voice(Speaker(span.of(self.tokens.text), kind, span), None, "", "thing", first, sentence)
        pointing = not inside and self.flags[noun] & OUTLET and self._points_back(first, head_end, noun)
        if pointing and (outlet := self._outlet_before(first, noun, sentence)) is not None:
            return self._named(outlet, first, sentence)
        if not inside and self._definite(first):
            stem = self.words[noun][:6]
            for voice in reversed(self.voices[-MOST:]):
                if sentence - voice.sentence > FAR:
                    break
                if voice.number == "thing" and voice.speaker.name and stem in voice.speaker.name.lower():
                    return Voice(voice.speaker, voice.entity, "", "thing", first, sentence)
        return self._unnamed(kind, first, end, sentence, "", "thing")

    def _outlet_before(self, at: int, noun: int, sentence: int) -> Entity | None:
        """Return the last outlet that was presented by the same noun: Dayline, a digital medium, … this medium."""
        stem = self.told.stem(self.words[noun])
        for name in reversed(self.names.between(self._low(sentence - NEAR), at)[-MOST:]):
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
            if id(entity) in others or entity.sort != "person" or not agrees(gender, entity.gender):
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
        since = self._low(sentence - NEAR) - 1
        found: Entity | None = None
        for voice in reversed(self.voices[-MOST:]):
            if sentence - voice.sentence > NEAR:
                break
            entity = voice.entity
            if entity is None or entity.sort != "person":
                if voice.number == "one":
                    since = voice.at
                    break
                continue
            if agrees(gender, voice.gender):
                found, since = entity, voice.at
                break
        subject: Entity | None = None
        for name in self.names.between(since + 1, at)[-MOST:]:
            entity = name.entity
            possible = entity.firm and entity.sort == "person" and agrees(gender, entity.gender)
            if possible and not self.p.inside[name.first] and self._is_subject(name):
                subject = entity
        return subject if subject is not None and (human or found is None) else found

    def _same_words(self, first: int, end: int, noun: int | None, sentence: int) -> Voice | None:
        """Return an unnamed speaker described in these words before."""
        if noun is None or not self._points_back(first, end, noun):
            return None
        for voice in reversed(self.voices[-MOST:]):
            if sentence - voice.sentence > NEAR:
                break
            if (
                voice.entity is None
                and voice.speaker.kind == "unnamed"
                and voice.number == "one"
                and voice.speaker.mention is not None
            ):
                if self.words[noun] in voice.speaker.mention.of(self.tokens.text).lower().split():
                    return Voice(voice.speaker, None, voice.gender, "one", first, sentence)
                break
        return None


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
