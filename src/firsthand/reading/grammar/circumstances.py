"""Circumstances: who may be a captive, a minor, a victim or a protected source, and how a statement was made.

Words for all of it are in [circumstances] of the language files. On a page that speaks of captives everyone presented
in that group is taken to be one, and their relatives are touched with them: a missed captive is the worst mistake here.
Who is presented with an office or a profession that speaks of captives (minister, lawyer, reporter) is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Final

from firsthand.languages import CODES, expand, section
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
    NUMBER,
    OF,
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
from firsthand.reading.grammar.names import name_words
from firsthand.reading.statement import PersonCircumstance, StatementCircumstance
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firsthand.reading.credit import Credit
    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.statement import Statement
    from firsthand.text import Document, Fragments

_Range = tuple[int, int]

_NAMES: Final = (
    "captives",
    "war",
    "captivity",
    "taken",
    "surrendered",
    "first_person",
    "soldiers",
    "youths",
    "officials",
    "relatives",
    "released",
    "minors",
    "victims",
    "anonymous",
    "sources",
    "degrading",
    "interpreter",
    "translation",
    "calques",
)
(
    _CAPTIVE,
    _WAR,
    _STATE,
    _TAKEN,
    _SURRENDERED,
    _FIRST_PERSON,
    _SOLDIER,
    _YOUTH,
    _OFFICIAL,
    _RELATIVE,
    _RELEASED,
    _MINOR,
    _VICTIM,
    _ANONYMOUS,
    _SOURCE,
    _DEGRADING,
    _INTERPRETER,
    _TRANSLATION,
    _CALQUE,
    _PHRASE,
    _YEARS,
) = (1 << bit for bit in range(len(_NAMES) + 2))
_CUE_OF_CAPTIVITY: Final = _CAPTIVE | _WAR | _STATE | _TAKEN | _SURRENDERED
_OF_A_PERSON: Final = _SOLDIER | _YOUTH | _OFFICIAL | _RELATIVE | _MINOR | _CAPTIVE | _SOURCE
_NEAR: Final = 8  # tokens between a cue and whom it touches
_FAR: Final = 600  # characters over which somebody unnamed goes on speaking
_BACK: Final = 1  # sentences before the one in which somebody is described
_FEW: Final = 15  # characters of a description that leans on what stands before
_OF_AGE: Final = 18
_WORD: Final = re.compile(r"\w+(?:['’ʼ.\-‑]\w+)*|[^\w\s]")
_OF: Final = frozenset(("of", "de", "del", "из", "із", "з"))
_PRESENTS: Final = ROLE | TITLE | KIN | BODY | DOCUMENT | OUTLET
_ENDS: Final = CUE | VERB | AUXILIARY | COMPLEMENTISER | STOP | NEWLINE


@dataclass(frozen=True, slots=True)
class _Table:
    words: dict[str, int]
    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], int], ...]]]
    """By first word and second word."""
    year: re.Pattern[str] | None
    """An age written as one word: 17-year-old."""
    outlets: frozenset[str]
    source_line: re.Pattern[str] | None
    stray_stop: re.Pattern[str] | None
    """A full stop before a word that begins no sentence."""
    passive: frozenset[str]
    """Before what was done to somebody: was captured; empty where the form of the word tells it."""


@cache
def _table(code: str) -> _Table:
    own, endings = section(code, "circumstances"), section(code, "endings")
    words: dict[str, int] = defaultdict(int)
    phrases: dict[tuple[str, str], dict[tuple[str, ...], int]] = defaultdict(lambda: defaultdict(int))
    for number, name in enumerate(_NAMES):
        for phrase in expand(own.get(name, ()), endings):
            parts = tuple(_WORD.findall(phrase))
            if len(parts) == 1:
                words[parts[0]] |= 1 << number
            else:
                phrases[parts[0], parts[1]][parts] |= 1 << number
                words[parts[0]] |= _PHRASE
    by_words: dict[str, dict[str, tuple[tuple[tuple[str, ...], int], ...]]] = defaultdict(dict)
    for (first, second), group in phrases.items():
        by_words[first][second] = tuple(group.items())
    for word in own.get("years", ()):
        words[word] |= _YEARS
    stems = "|".join(own.get("year_stems", "").split())
    lower = "|".join(own.get("lower_after_stop", ()))
    lines = "|".join(re.escape(line) for line in expand(section(code, "credits").get("line", ())))
    return _Table(
        words=dict(words),
        phrases=dict(by_words),
        year=re.compile(rf"(\d{{1,2}})[-‑](?:{stems})") if stems else None,
        outlets=frozenset(expand(section(code, "credits").get("nouns", ""))),
        source_line=re.compile(rf"(?im)^[ \t(\[]*(?:{lines})\s*:") if lines else None,
        stray_stop=re.compile(rf"\.[ \xa0](?:{lower})\b") if lower else None,
        passive=frozenset(own.get("passive", ())),
    )


@dataclass(frozen=True, slots=True)
class Sign:
    """Why a page is taken for a translation."""

    says: str
    words: Span | None = None
    """Where it stands in the text, if it does."""


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
    sources: list[_Range] = field(default_factory=list)

    def circumstances(self) -> tuple[PersonCircumstance, ...]:
        marks: list[tuple[bool, PersonCircumstance]] = [
            (self.captive or self.relative, "captivity"),
            (self.minor, "minor"),
            (self.victim, "victim"),
            (self.source, "source"),
        ]
        return tuple(name for there, name in marks if there)


class _Page:
    """One passage with the cues that stand in it."""

    def __init__(self, document: Document, p: Passage) -> None:
        self.document, self.p, self.table = document, p, _table(p.lexicon.code)
        self.tokens, self.flags, self.words = p.tokens, p.tokens.flags, p.tokens.words
        self.starts = [first for first, _ in p.sentences]
        self.nobody = name_words(p.lexicon.code).nobody
        self.phrases: list[tuple[int, int, int]] = []
        self.years: dict[int, int] = {}
        """Ages that are written as one word: 17-year-old."""
        self.at = self._find()
        self.any = 0
        for bits in self.at.values():
            self.any |= bits
        self.war = self._is_of_war()
        self.captives = self.war or bool(self.any & (_CAPTIVE | _WAR))
        self.group = self._group() if self.any & _TAKEN else frozenset[str]()
        self._places: dict[str, list[int]] | None = None
        self.telling = self._telling()

    def _telling(self) -> list[int]:
        """Return the tokens that say something of a person: cues, ages in one word, what captives are called here."""
        telling = set(self.at)
        if self.table.year:
            match, words = self.table.year.match, self.words
            self.years = {i: int(age[1]) for i, f in enumerate(self.flags) if f & NUMBER and (age := match(words[i]))}
            telling.update(self.years)
        if self.group:
            telling.update(i for i, word in enumerate(self.words) if _stem(word) in self.group)
        return sorted(telling)

    def tells(self, first: int, end: int) -> bool:
        """Tell whether anything is said of a person within tokens `[first, end)`."""
        at = bisect_left(self.telling, first)
        return at < len(self.telling) and self.telling[at] < end

    def _find(self) -> dict[int, int]:
        """Return what each token is a cue of; of no list, then it is not there."""
        known, at, words = self.table.words, dict[int, int](), self.words
        furniture = self.document.furniture
        f = 0
        for i in compress(range(len(words)), map(known.__contains__, words)):
            c = known[words[i]]
            start = self.tokens.starts[i]
            while f < len(furniture) and furniture[f].end <= start:
                f += 1
            if f < len(furniture) and furniture[f].start <= start and not c & _PHRASE:
                continue
            if c != _PHRASE:
                at[i] = at.get(i, 0) | (c & ~_PHRASE)
            if c & _PHRASE and i + 1 < len(words):
                for parts, bits in self.table.phrases[words[i]].get(words[i + 1], ()):
                    if tuple(words[i : i + len(parts)]) == parts:
                        self.phrases.append((i, i + len(parts), bits))
                        for k in range(i, i + len(parts)):
                            at[k] = at.get(k, 0) | bits
        return at

    def _is_of_war(self) -> bool:
        """Tell whether soldiers are captives here: a soldier stands beside a cue of captivity, or only war makes it."""
        if not self.any & _CUE_OF_CAPTIVITY:
            return False
        if self.any & _WAR:
            return True
        soldiers = [i for i, bits in self.at.items() if bits & _SOLDIER]
        cues = [i for i, bits in self.at.items() if bits & _CUE_OF_CAPTIVITY]
        return any(
            abs(i - j) <= _NEAR and self.sentence(i) == self.sentence(j) for i in soldiers[:200] for j in cues[:200]
        )

    def _group(self) -> frozenset[str]:
        """Return the stems of what captives are called here: detained *sailors*, *activists* arrested in May."""
        found = set()
        for i, bits in self.at.items():
            if bits & _TAKEN:
                for j in (i - 2, i - 1, i + 1, i + 2):
                    if 0 <= j < len(self.words) and self.flags[j] & ROLE and not self.at.get(j, 0) & _OFFICIAL:
                        found.add(_stem(self.words[j]))
        return frozenset(found)

    def sentence(self, i: int) -> _Range:
        """Return the sentence in which a token stands."""
        number = max(0, bisect_right(self.starts, i) - 1)
        return self.p.sentences[number] if self.p.sentences else (0, len(self.words))

    def range(self, span: Span) -> _Range:
        """Return the tokens of a span."""
        return self.tokens.at(span.start), self.tokens.at(span.end - 1) + 1

    def places(self, word: str) -> list[int]:
        """Return where a word of a name stands, whatever its case ending."""
        if self._places is None:
            self._places = defaultdict(list)
            for i, f in enumerate(self.flags):
                if f & CAPITAL:
                    self._places[_stem(self.words[i])].append(i)
        return self._places.get(_stem(word), [])

    # ------------------------------------------------------------------------------------------------ a person

    def look(self, person: _Person, first: int, end: int) -> None:
        """Learn about a person from the words that present them, tokens `[first, end)`."""
        if not self.tells(first, end):
            return
        for i in range(first, min(end, first + 40)):
            bits = self.at.get(i, 0)
            if bits & _RELEASED:
                person.released = True
            if bits & _VICTIM:
                person.victim = True
            person.minor |= self.years.get(i, _OF_AGE) < _OF_AGE
        for i in range(first, min(end, first + 40)):
            bits = self.at.get(i, 0)
            if not bits & _OF_A_PERSON and not (self.group and _stem(self.words[i]) in self.group):
                continue
            if self._possesses(i, end) or self._beside(i, first):
                continue
            self._present(person, i, bits, first)
            return
        if any(self.at.get(i, 0) & (_TAKEN | _STATE | _SURRENDERED) for i in range(first, end)):
            person.captive = True

    def _possesses(self, i: int, end: int) -> bool:
        """Tell whether somebody else is meant: the soldiers' mother is no soldier."""
        if i + 1 >= len(self.words) or i + 1 >= end:
            return False
        after = self.words[i + 1]
        return after in ("'", "’") and self.tokens.ends[i] == self.tokens.starts[i + 1]

    def _beside(self, i: int, first: int) -> bool:
        """Tell whether a preposition parts the word from whom the phrase presents: an advocate for soldiers."""
        j = i - 1
        while j > first and i - j <= 2 and self.flags[j] & DETERMINER:
            j -= 1
        return j > first and bool(self.flags[j] & PREPOSITION) and self.words[j] not in _OF

    def _present(self, person: _Person, i: int, bits: int, first: int) -> None:
        beside = any(self.at.get(j, 0) & _TAKEN for j in range(max(first, i - 2), i))
        if beside or bits & _CAPTIVE:
            person.captive = True
        elif bits & _OFFICIAL and not bits & _SOLDIER:
            person.official = True
        elif bits & _SOURCE:
            person.source = True
        elif bits & _RELATIVE and self.captives:
            person.relative = True
        elif (bits & (_SOLDIER | _YOUTH) and self.war) or (self.group and _stem(self.words[i]) in self.group):
            person.captive = True
        if bits & _MINOR:
            person.minor = True

    def around(self, person: _Person, first: int, end: int) -> None:
        """Learn about a person from what stands around a place where they are named, tokens `[first, end)`."""
        if not self.tells(first - _NEAR, end + _NEAR + 3):
            return
        low, high = self.sentence(first)
        i = first - 1
        is_ = False
        while i >= low and first - i <= _NEAR:
            f = self.flags[i]
            if f & COMMA and i == first - 1:
                i -= 1
                continue
            if f & AUXILIARY and i == first - 1:  # one of them is …
                is_ = True
                i -= 1
                continue
            if f & (_ENDS | MARK | COMMA | CONJUNCTION) or self.p.inside[i] != self.p.inside[first]:
                break
            i -= 1
        if i + 1 < first and (not is_ or any(self.at.get(j, 0) & _YOUTH for j in range(i + 1, first))):
            self.look(person, i + 1, first)
        self._after(person, end, high)

    def _after(self, person: _Person, end: int, high: int) -> None:
        """Look at appositions, and at what the sentence goes on to say was done to its subject."""
        flags, i = self.flags, end
        if i < high and (flags[i] & (COMMA | OPEN_BRACKET) or flags[i] & AUXILIARY):
            j = i + 1
            while j < high and j - i <= _NEAR + 2:
                f = flags[j]
                if f & MARK or (f & COMMA and j > i + 3) or (f & _ENDS and not self.at.get(j, 0) & _OF_A_PERSON):
                    break
                j += 1
            self.look(person, i + 1, j)
        for k in range(end, min(high, end + _NEAR)):
            bits, f = self.at.get(k, 0), flags[k]
            if f & (COMPLEMENTISER | MARK | STOP) or bits & (_SOLDIER | _OFFICIAL | _RELATIVE):
                return
            if bits & (_SURRENDERED | _STATE) or (bits & _TAKEN and self._is_passive(k)):
                person.captive = True
                return
            if bits & _VICTIM:
                person.victim = True
            if f & CAPITAL and not f & (CUE | VERB | AUXILIARY) and k > end + 1:
                return

    def _is_passive(self, i: int) -> bool:
        """Tell whether something was done to the subject: was captured, not has captured."""
        if not self.table.passive:
            return True
        return not self.table.passive.isdisjoint(self.words[max(0, i - 2) : i]) or bool(self.flags[i - 1] & COMMA)


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("’s")
    return word[: max(4, len(word) - 2)] if len(word) > 4 else word


def mark(
    document: Document, p: Passage, statements: tuple[Statement, ...], credits_: tuple[Credit, ...] = ()
) -> tuple[Statement, ...]:
    """Return the statements with the circumstances of their speakers and of how they were made.

    Args:
        document: What is read.
        p: Its text as a passage.
        statements: In text order, speakers resolved.
        credits_: The hands that the page names.
    """
    if not statements:
        return statements
    page = _Page(document, p)
    translated = bool(_signs(page, credits_))
    quiet = not page.any & ~(_OFFICIAL | _SOLDIER | _YOUTH | _RELATIVE | _CALQUE | _YEARS) and not translated
    if quiet and not _young(page) and not any((s.speaker.age or _OF_AGE) < _OF_AGE for s in statements):
        return statements
    people = _people(page, statements)
    return tuple(_marked(page, statement, people[n], translated) for n, statement in enumerate(statements))


def _people(page: _Page, statements: tuple[Statement, ...]) -> list[_Person]:
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
            fewest = len(_WORD.findall(speaker.name)) if speaker.kind == "collective" else 1
            for first, end in _named(page, speaker.name):
                if end - first >= fewest:
                    page.around(person, first, end)
        for span in (*statement.source, *((speaker.mention,) if speaker.mention and fresh else ())):
            first, end = page.range(span)
            if end - first == 1 and page.flags[first] & RELATIVE and first:
                first = max(page.sentence(first)[0], first - 4)  # commanders who claim
            page.look(person, first, end)
        if (speaker.age or _OF_AGE) < _OF_AGE:
            person.minor = True
        if statement.type != "indirect" and _bits(page, statement.content) & _FIRST_PERSON:
            person.captive = True
        _protect(page, statement, person)
        few = sum(span.end - span.start for span in statement.source) <= _FEW
        somebody = any(page.flags[i] & (ROLE | KIN) or page.at.get(i, 0) & _YOUTH for i in _sourced(page, statement))
        if somebody and few and speaker.kind == "unnamed" and not person.official:
            _recently(page, statement, person)
        nobody = _is_nobody(page, statement)
        if nobody and n and statement.content[0].start - statements[n - 1].content[-1].end <= _FAR:
            person.captive |= found[n - 1].captive
            person.relative |= found[n - 1].relative
        if nobody and not person.captive:
            around = _around(page, statement)
            captives = around & (_CAPTIVE | (_SOLDIER if page.war else 0))
            person.captive = bool(captives) and not around & (_OFFICIAL | _ANONYMOUS)
    for person in found:
        _settle(person)
    return found


def _settle(person: _Person) -> None:
    """What an office says of somebody outweighs all but their own captivity."""
    if person.official:
        person.minor = person.victim = False
        person.relative &= person.captive


def _young(page: _Page) -> bool:
    """Tell whether the page writes an age under 18 as one word."""
    return any(age < _OF_AGE for age in page.years.values())


def _named(page: _Page, name: str) -> Iterator[_Range]:
    """Find where somebody is named, runs of words of the name at a time."""
    places = sorted({i for word in _WORD.findall(name.lower()) if len(word) > 2 for i in page.places(word)[:100]})
    run: list[int] = []
    for i in places:
        if run and i > run[-1] + 1:
            yield run[0], run[-1] + 1
            run = []
        run.append(i)
    if run:
        yield run[0], run[-1] + 1


def _bits(page: _Page, spans: Fragments) -> int:
    bits = 0
    for span in spans:
        first, end = page.range(span)
        for i in range(first, end):
            bits |= page.at.get(i, 0)
    return bits


def _around(page: _Page, statement: Statement) -> int:
    """Return the cues in the sentences that report a statement, its own words left out."""
    anchor = (*statement.source, *statement.cue) or statement.content[:1]
    inside = [page.range(span) for span in statement.content]
    bits = 0
    for low, high in {page.sentence(page.tokens.at(span.start)) for span in anchor}:
        for i in range(low, min(high, low + 400)):
            if (here := page.at.get(i, 0)) and not any(first <= i < end for first, end in inside):
                bits |= here
    return bits


def _sourced(page: _Page, statement: Statement) -> list[int]:
    return [i for span in statement.source for i in range(*page.range(span))]


def _protect(page: _Page, statement: Statement, person: _Person) -> None:
    """Mark somebody who speaks on condition that nobody learns who it is."""
    if not page.any & (_ANONYMOUS | _SOURCE):
        return
    described = statement.source and not any(page.flags[i] & CAPITAL for i in _sourced(page, statement)[1:])
    if statement.speaker.kind == "named" and not described:
        first, end = page.range(statement.source[0]) if statement.source else (0, 0)
        person.source = any(page.at.get(i, 0) & _ANONYMOUS for i in range(first, min(end + 6, len(page.words))))
    elif _around(page, statement) & _ANONYMOUS:
        person.source = True
    if person.source and not _bits(page, statement.source) & (_CAPTIVE | _TAKEN | _STATE | _SURRENDERED):
        person.captive = False


def _is_nobody(page: _Page, statement: Statement) -> bool:
    """Tell whether the source presents nobody: whoever spoke before, or stands near, may be the one who speaks."""
    if statement.speaker.name or statement.speaker.kind in ("outlet", "collective"):
        return False
    words = _sourced(page, statement)
    if words and all(page.words[i] in page.nobody for i in words):
        return False  # nobody told them
    if words and page.flags[words[0]] & POSSESSIVE:
        words = [i for i in words if page.at.get(i, 0) & _OF_A_PERSON]  # his story, but not its spokesman
    return not any(
        page.flags[i] & _PRESENTS or page.at.get(i, 0) & _OF_A_PERSON or page.words[i] in page.table.outlets
        for i in words
    )


def _recently(page: _Page, statement: Statement, person: _Person) -> None:
    """Learn about somebody who is described in few words, the boy, the man, from the sentences before them."""
    first, _ = page.range(statement.source[0])
    low = page.sentence(first)[0]
    for _ in range(_BACK):
        low = page.sentence(low - 1)[0] if low else 0
    for i in range(low, first):
        if page.at.get(i, 0) & _VICTIM:
            person.victim = True
        person.minor |= page.years.get(i, _OF_AGE) < _OF_AGE


def _marked(page: _Page, statement: Statement, person: _Person, translated: bool) -> Statement:
    circumstances = person.circumstances()
    around = _around(page, statement) if page.any & (_DEGRADING | _INTERPRETER) else 0
    marks: list[tuple[bool, StatementCircumstance]] = [
        (person.captive and not person.released, "in_custody"),
        (translated or bool(around & _INTERPRETER), "translated"),
        (bool(around & _DEGRADING) and bool({*circumstances} - {"source"}), "degrading"),
    ]
    made = tuple(name for there, name in marks if there)
    if circumstances == statement.speaker.circumstances and made == statement.circumstances:
        return statement
    return replace(statement, speaker=replace(statement.speaker, circumstances=circumstances), circumstances=made)


# ---------------------------------------------------------------------------------------------------- translated pages

_WRONG_MARKS: Final = re.compile(
    r"“[^”“\"\n]{1,200}(?<=\w)[.,!?]?“(?!\w)"  # “We were thirty“
    r"|‘[^’‘'\n]{1,60}(?<=\w)‘(?!\w)"
    r"|“[^”“\"\n]{1,200}\w\""
)
_ENOUGH: Final = 2


def translation_signs(document: Document, p: Passage, credits_: Iterable[Credit] = ()) -> tuple[Sign, ...]:
    """Say why a page is taken for a translation; empty if it is not.

    Its own word for it is enough, and so is a line that credits an outlet of another language. Of what machines and
    hasty hands leave behind, two different signs are needed.
    """
    return _signs(_Page(document, p), credits_)


def _signs(page: _Page, credits_: Iterable[Credit]) -> tuple[Sign, ...]:
    document, p, table = page.document, page.p, page.table
    strong, text = list[Sign](), document.text
    if document.translated:
        strong.append(Sign(f"the page says so: {document.translated}"))
    if table.source_line:
        for credit in credits_:
            if credit.kind == "source" and credit.words and _other_language(credit.name, p.lexicon.code):
                start = text.rfind("\n", 0, credit.words[0].start) + 1
                if table.source_line.match(text, start):
                    says = f"it is taken from an outlet of another language: {credit.name}"
                    strong.append(Sign(says, credit.words[0]))
    weak = [sign for sign in (_said(page), _marks(text), _glued(p), _stop(table, text)) if sign]
    if strong:
        return (*strong, *weak)
    return tuple(weak) if len(weak) >= _ENOUGH else ()


def _other_language(name: str, code: str) -> bool:
    """Tell whether an outlet's name is of a language that is not the page's."""
    words = _WORD.findall(name.lower())
    cyrillic = code in ("ru", "uk")
    if cyrillic != any("а" <= char <= "я" or char in "іїєґё" for char in name.lower()):
        # Latin names stand in Cyrillic pages for outlets that any page may credit.
        return not cyrillic
    mine = section(code, "credits")
    ours = {*expand(mine.get("nouns", "")), *mine.get("name_words", "").split()}
    known = {" ".join(_WORD.findall(phrase)) for phrase in expand(mine.get("known", ()))}
    if " ".join(words) in known or not ours.isdisjoint(words):
        return False
    for other in CODES:
        if other != code and (other in ("ru", "uk")) == cyrillic:
            theirs = section(other, "credits")
            if " ".join(words) in {" ".join(_WORD.findall(phrase)) for phrase in expand(theirs.get("known", ()))}:
                return True
            if not {*expand(theirs.get("nouns", "")), *theirs.get("name_words", "").split()}.isdisjoint(words):
                return True
    return False


def _said(page: _Page) -> Sign | None:
    """Phrases that a translator leaves: has assured, of 23 years."""
    wanted = _CALQUE | _TRANSLATION
    found = [(page.tokens.span(first, end), bits) for first, end, bits in page.phrases if bits & wanted]
    if stated := [span for span, bits in found if bits & _TRANSLATION]:
        return Sign("the page speaks of its translation", stated[0])
    return Sign("phrases that translations leave", found[0][0]) if len(found) >= _ENOUGH else None


def _marks(text: str) -> Sign | None:
    match = _WRONG_MARKS.search(text)
    return Sign("quotation marks that do not belong together", Span(*match.span())) if match else None


def _glued(p: Passage) -> Sign | None:
    if not p.tokens.glued:
        return None
    i = p.tokens.glued[0]
    return Sign("words run together", p.tokens.span(i - 1, i + 1))


def _stop(table: _Table, text: str) -> Sign | None:
    """A full stop in the middle of a sentence: the regime. of the north."""
    for match in table.stray_stop.finditer(text) if table.stray_stop else ():
        if text[max(0, match.start() - 5) : match.start()].isalpha():
            return Sign("a full stop inside a sentence", Span(*match.span()))
    return None
