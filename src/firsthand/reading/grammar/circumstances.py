"""Circumstances: who may be a captive, a minor, a victim or a protected source, and how a statement was made.

Words for all of it are in [circumstances] of the language files. On a page that speaks of captives everyone presented
in that group is taken to be one, and their relatives are touched with them: a missed captive is the worst mistake here.
Who is presented with an office or a profession that speaks of captives (minister, lawyer, reporter) is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from firsthand.reading.grammar import circumstance_cues as cue
from firsthand.reading.grammar.bits import (
    AUXILIARY,
    BODY,
    CAPITAL,
    COMMA,
    COMPLEMENTISER,
    CONJUNCTION,
    CUE,
    DETERMINER,
    DOCUMENT,
    KIN,
    MARK,
    NEWLINE,
    OPEN_BRACKET,
    OUTLET,
    POSSESSIVE,
    PREPOSITION,
    RELATIVE,
    ROLE,
    STOP,
    TITLE,
    VERB,
)
from firsthand.reading.grammar.circumstance_cues import OF_AGE, WORD, Page, Range, stem
from firsthand.reading.grammar.translated import translation_signs
from firsthand.reading.statement import PersonCircumstance, StatementCircumstance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firsthand.reading.credit import Credit
    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.statement import Statement
    from firsthand.text import Document, Fragments

_NEAR: Final = 8  # tokens between a cue and whom it touches
_FAR: Final = 600  # characters over which somebody unnamed goes on speaking
_BACK: Final = 1  # sentences before the one in which somebody is described
_FEW: Final = 15  # characters of a description that leans on what stands before
_OF: Final = frozenset(("of", "de", "del", "из", "із", "з"))
_PRESENTS: Final = ROLE | TITLE | KIN | BODY | DOCUMENT | OUTLET
_ENDS: Final = CUE | VERB | AUXILIARY | COMPLEMENTISER | STOP | NEWLINE


@dataclass(slots=True)
class _Person:
    """Somebody who speaks on the page, and what is known of their circumstances."""

    captive: bool = False
    relative: bool = False
    official: bool = False
    released: bool = False
    minor: bool = False
    victim: bool = False
    source: bool = False
    sources: list[Range] = field(default_factory=list)

    def circumstances(self) -> tuple[PersonCircumstance, ...]:
        marks: list[tuple[bool, PersonCircumstance]] = [
            (self.captive or self.relative, "captivity"),
            (self.minor, "minor"),
            (self.victim, "victim"),
            (self.source, "source"),
        ]
        return tuple(name for there, name in marks if there)


def mark(
    document: Document,
    p: Passage,
    statements: tuple[Statement, ...],
    credits_: tuple[Credit, ...] = (),
    heard: Mapping[str, bool] | None = None,
) -> tuple[Statement, ...]:
    """Return the statements with the circumstances of their speakers and of how they were made.

    Args:
        document: What is read.
        p: Its text as a passage.
        statements: In text order, speakers resolved.
        credits_: The hands that the page names.
        heard: The ids of what is heard in a recording, not told: whoever stands near it is not the one who speaks. Each
            with whether its voice is taken to be a captive's unless an office is told of it, as the recording's title
            and description have it.
    """
    if not statements:
        return statements
    page = Page(document, p)
    translated = bool(translation_signs(page, credits_))
    quiet = (
        not page.any & ~(cue.OFFICIAL | cue.SOLDIER | cue.YOUTH | cue.RELATIVE | cue.CALQUE | cue.YEARS)
        and not translated
        and not any((heard or {}).values())
    )
    if quiet and not _young(page) and not any((s.speaker.age or OF_AGE) < OF_AGE for s in statements):
        return statements
    people = _people(page, statements, heard or {})
    return tuple(_marked(page, statement, people[n], translated) for n, statement in enumerate(statements))


def _people(page: Page, statements: tuple[Statement, ...], heard: Mapping[str, bool]) -> list[_Person]:
    """Return the person who says each statement; one who says several is one object."""
    known: dict[object, _Person] = {}
    found: list[_Person] = []
    for n, statement in enumerate(statements):
        speaker = statement.speaker
        key: object = speaker.name or speaker.mention or (statement.source[0] if statement.source else n)
        fresh = key not in known
        person = known.setdefault(key, _Person())
        found.append(person)
        if speaker.kind == "outlet":
            continue
        if any(page.flags[i] & BODY for i in _sourced(page, statement)):
            person.official = True
        if fresh and speaker.name:
            # A body shares words with others: the soldiers of Velmaria are not its ministry.
            fewest = len(WORD.findall(speaker.name)) if speaker.kind == "collective" else 1
            for first, end in _named(page, speaker.name):
                if heard and page.words[end : end + 1] == [":"]:
                    continue  # a label: what follows is said by them, not of them
                if end - first >= fewest:
                    _look_around(page, person, first, end)
        for span in (*statement.source, *((speaker.mention,) if speaker.mention and fresh else ())):
            first, end = page.range(span)
            if end - first == 1 and page.flags[first] & RELATIVE and first:
                first = max(page.sentence(first)[0], first - 4)  # commanders who claim
            _look(page, person, first, end)
        if (speaker.age or OF_AGE) < OF_AGE:
            person.minor = True
        if statement.type != "indirect" and _bits(page, statement.content) & cue.FIRST_PERSON:
            person.captive = True
        _protect(page, statement, person)
        if statement.id in heard:
            person.captive |= heard[statement.id] and not person.official
            continue
        few = sum(span.end - span.start for span in statement.source) <= _FEW
        somebody = any(page.flags[i] & (ROLE | KIN) or page.at.get(i, 0) & cue.YOUTH for i in _sourced(page, statement))
        if somebody and few and speaker.kind == "unnamed" and not person.official:
            _recently(page, statement, person)
        nobody = _is_nobody(page, statement)
        if nobody and n and statement.content[0].start - statements[n - 1].content[-1].end <= _FAR:
            person.captive |= found[n - 1].captive
            person.relative |= found[n - 1].relative
        if nobody and not person.captive:
            around = _reported_beside(page, statement)
            captives = around & (cue.CAPTIVE | (cue.SOLDIER if page.war else 0))
            person.captive = bool(captives) and not around & (cue.OFFICIAL | cue.ANONYMOUS)
    for person in found:
        _settle(person)
    return found


def _settle(person: _Person) -> None:
    """What an office says of somebody outweighs all but their own captivity."""
    if person.official:
        person.minor = person.victim = False
        person.relative &= person.captive


def _young(page: Page) -> bool:
    """Tell whether the page writes an age under 18 as one word."""
    return any(age < OF_AGE for age in page.years.values())


def _named(page: Page, name: str) -> Iterator[Range]:
    """Find where somebody is named, runs of words of the name at a time."""
    places = sorted({i for word in WORD.findall(name.lower()) if len(word) > 2 for i in page.places(word)[:100]})
    run: list[int] = []
    for i in places:
        if run and i > run[-1] + 1:
            yield run[0], run[-1] + 1
            run = []
        run.append(i)
    if run:
        yield run[0], run[-1] + 1


def _bits(page: Page, spans: Fragments) -> int:
    bits = 0
    for span in spans:
        first, end = page.range(span)
        for i in range(first, end):
            bits |= page.at.get(i, 0)
    return bits


def _reported_beside(page: Page, statement: Statement) -> int:
    """Return the cues in the sentences that report a statement, its own words left out."""
    anchor = (*statement.source, *statement.cue) or statement.content[:1]
    inside = [page.range(span) for span in statement.content]
    bits = 0
    for low, high in {page.sentence(page.tokens.at(span.start)) for span in anchor}:
        for i in range(low, min(high, low + 400)):
            if (here := page.at.get(i, 0)) and not any(first <= i < end for first, end in inside):
                bits |= here
    return bits


def _sourced(page: Page, statement: Statement) -> list[int]:
    return [i for span in statement.source for i in range(*page.range(span))]


def _protect(page: Page, statement: Statement, person: _Person) -> None:
    """Mark somebody who speaks on condition that nobody learns who it is."""
    if not page.any & (cue.ANONYMOUS | cue.SOURCE):
        return
    described = statement.source and not any(page.flags[i] & CAPITAL for i in _sourced(page, statement)[1:])
    if statement.speaker.kind == "named" and not described:
        first, end = page.range(statement.source[0]) if statement.source else (0, 0)
        person.source = any(page.at.get(i, 0) & cue.ANONYMOUS for i in range(first, min(end + 6, len(page.words))))
    elif _reported_beside(page, statement) & cue.ANONYMOUS:
        person.source = True
    if person.source and not _bits(page, statement.source) & (cue.CAPTIVE | cue.TAKEN | cue.STATE | cue.SURRENDERED):
        person.captive = False


def _is_nobody(page: Page, statement: Statement) -> bool:
    """Tell whether the source presents nobody: whoever spoke before, or stands near, may be the one who speaks."""
    if statement.speaker.name or statement.speaker.kind in ("outlet", "collective"):
        return False
    words = _sourced(page, statement)
    if words and all(page.words[i] in page.nobody for i in words):
        return False  # nobody told them
    if words and page.flags[words[0]] & POSSESSIVE:
        words = [i for i in words if page.at.get(i, 0) & cue.OF_A_PERSON]  # his story, but not its spokesman
    return not any(
        page.flags[i] & _PRESENTS or page.at.get(i, 0) & cue.OF_A_PERSON or page.words[i] in page.table.outlets
        for i in words
    )


def _recently(page: Page, statement: Statement, person: _Person) -> None:
    """Learn about somebody who is described in few words, the boy, the man, from the sentences before them."""
    first, _ = page.range(statement.source[0])
    low = page.sentence(first)[0]
    for _ in range(_BACK):
        low = page.sentence(low - 1)[0] if low else 0
    for i in range(low, first):
        if page.at.get(i, 0) & cue.VICTIM:
            person.victim = True
        person.minor |= page.years.get(i, OF_AGE) < OF_AGE


def _marked(page: Page, statement: Statement, person: _Person, translated: bool) -> Statement:
    circumstances = person.circumstances()
    around = _reported_beside(page, statement) if page.any & (cue.DEGRADING | cue.INTERPRETER) else 0
    marks: list[tuple[bool, StatementCircumstance]] = [
        (person.captive and not person.released, "in_custody"),
        (translated or bool(around & cue.INTERPRETER), "translated"),
        (bool(around & cue.DEGRADING) and bool({*circumstances} - {"source"}), "degrading"),
    ]
    made = tuple(name for there, name in marks if there)
    if circumstances == statement.speaker.circumstances and made == statement.circumstances:
        return statement
    return replace(statement, speaker=replace(statement.speaker, circumstances=circumstances), circumstances=made)


def _look(page: Page, person: _Person, first: int, end: int) -> None:
    """Learn about a person from the words that present them, tokens `[first, end)`."""
    if not page.tells(first, end):
        return
    for i in range(first, min(end, first + 40)):
        bits = page.at.get(i, 0)
        if bits & cue.RELEASED:
            person.released = True
        if bits & cue.VICTIM:
            person.victim = True
        person.minor |= page.years.get(i, OF_AGE) < OF_AGE
    for i in range(first, min(end, first + 40)):
        bits = page.at.get(i, 0)
        if not bits & cue.OF_A_PERSON and not (page.group and stem(page.words[i]) in page.group):
            continue
        if _possesses(page, i, end) or _beside(page, i, first):
            continue
        _present(page, person, i, bits, first)
        return
    if any(page.at.get(i, 0) & (cue.TAKEN | cue.STATE | cue.SURRENDERED) for i in range(first, end)):
        person.captive = True


def _possesses(page: Page, i: int, end: int) -> bool:
    """Tell whether somebody else is meant: the soldiers' mother is no soldier."""
    if i + 1 >= len(page.words) or i + 1 >= end:
        return False
    after = page.words[i + 1]
    return after in ("'", "’") and page.tokens.ends[i] == page.tokens.starts[i + 1]


def _beside(page: Page, i: int, first: int) -> bool:
    """Tell whether a preposition parts the word from whom the phrase presents: an advocate for soldiers."""
    j = i - 1
    while j > first and i - j <= 2 and page.flags[j] & DETERMINER:
        j -= 1
    return j > first and bool(page.flags[j] & PREPOSITION) and page.words[j] not in _OF


def _present(page: Page, person: _Person, i: int, bits: int, first: int) -> None:
    beside = any(page.at.get(j, 0) & cue.TAKEN for j in range(max(first, i - 2), i))
    if beside or bits & cue.CAPTIVE:
        person.captive = True
    elif bits & cue.OFFICIAL and not bits & cue.SOLDIER:
        person.official = True
    elif bits & cue.SOURCE:
        person.source = True
    elif bits & cue.RELATIVE and page.captives:
        person.relative = True
    elif (bits & (cue.SOLDIER | cue.YOUTH) and page.war) or (page.group and stem(page.words[i]) in page.group):
        person.captive = True
    if bits & cue.MINOR:
        person.minor = True


def _look_around(page: Page, person: _Person, first: int, end: int) -> None:
    """Learn about a person from what stands around a place where they are named, tokens `[first, end)`."""
    if not page.tells(first - _NEAR, end + _NEAR + 3):
        return
    low, high = page.sentence(first)
    i = first - 1
    is_ = False
    while i >= low and first - i <= _NEAR:
        f = page.flags[i]
        if f & COMMA and i == first - 1:
            i -= 1
            continue
        if f & AUXILIARY and i == first - 1:  # one of them is …
            is_ = True
            i -= 1
            continue
        if f & (_ENDS | MARK | COMMA | CONJUNCTION) or page.p.inside[i] != page.p.inside[first]:
            break
        i -= 1
    if i + 1 < first and (not is_ or any(page.at.get(j, 0) & cue.YOUTH for j in range(i + 1, first))):
        _look(page, person, i + 1, first)
    _after(page, person, end, high)


def _after(page: Page, person: _Person, end: int, high: int) -> None:
    """Look at appositions, and at what the sentence goes on to say was done to its subject."""
    flags, i = page.flags, end
    if i < high and (flags[i] & (COMMA | OPEN_BRACKET) or flags[i] & AUXILIARY):
        j = i + 1
        while j < high and j - i <= _NEAR + 2:
            f = flags[j]
            if f & MARK or (f & COMMA and j > i + 3) or (f & _ENDS and not page.at.get(j, 0) & cue.OF_A_PERSON):
                break
            j += 1
        _look(page, person, i + 1, j)
    for k in range(end, min(high, end + _NEAR)):
        bits, f = page.at.get(k, 0), flags[k]
        if f & (COMPLEMENTISER | MARK | STOP) or bits & (cue.SOLDIER | cue.OFFICIAL | cue.RELATIVE):
            return
        if bits & (cue.SURRENDERED | cue.STATE) or (bits & cue.TAKEN and _is_passive(page, k)):
            person.captive = True
            return
        if bits & cue.VICTIM:
            person.victim = True
        if f & CAPITAL and not f & (CUE | VERB | AUXILIARY) and k > end + 1:
            return


def _is_passive(page: Page, i: int) -> bool:
    """Tell whether something was done to the subject: was captured, not has captured."""
    if not page.table.passive:
        return True
    return not page.table.passive.isdisjoint(page.words[max(0, i - 2) : i]) or bool(page.flags[i - 1] & COMMA)
