"""Telling: one statement as one document tells it, with all that is compared of it worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from firsthand.languages import CODES, expand, section
from firsthand.linking.spelling import latin
from firsthand.reading.words import fold
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from firsthand.linking.page import Told
    from firsthand.reading.statement import Kind, Type
    from firsthand.trunk.encoder import SentenceEncoder

    Floats = NDArray[np.float32]

Bound = Literal["", "about", "more", "less"]
Vouching = Literal["neutral", "certain", "doubtful", "denying", "admitting", "thinking"]

_VOUCHING: Final[tuple[Vouching, ...]] = ("denying", "doubtful", "admitting", "certain", "thinking", "neutral")
_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ‘`´\-\u2010\u2011][^\W_]+)*")
_FIGURES: Final = re.compile(r"\d+(?:[.,:\u00a0\u202f ]\d+)*")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+")
_SENTENCE: Final = re.compile(r"[.!?…]+[\"”»’'“)\]]*\s+(?=[«“„\"‘'(—–-]*\s*[^\W\d_a-zа-яіїєґёáéíóúüñ])")
_CLAUSE: Final = re.compile(r"[,;:.!?…()]+[\"”»’'“]*\s+|\s+[—–-]\s+")
_SHORT_MONTH: Final = 4  # letters; shorter forms of months are other words too: mar, tra
_TENS: Final = range(20, 100, 10)
_HUNDREDS: Final = 100
_FEWEST: Final = 3  # words of a sentence that is compared by itself
_NEAR: Final = 3  # words between a number and what bounds it


class Number(NamedTuple):
    """A number in a text."""

    value: float
    bound: Bound
    span: Span
    bounded: Span
    """With the words of the bound."""


class Word(NamedTuple):
    """A word as it is compared: folded, and where it stands."""

    text: str
    span: Span
    capital: bool
    """Whether it begins with a capital letter and no sentence with it."""
    latin: str
    """In Latin letters."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A whole content, or one sentence of several: what is compared with those of another telling."""

    vector: Floats
    """Centred, unit length: `[384]`."""
    states: Floats
    """Unit vectors of words: `[words, 96]`."""
    weights: Floats
    """How much each of these words says: `[words]`."""
    mass: float
    """Their sum."""
    numbers: frozenset[float]
    months: frozenset[int]
    names: tuple[str, ...]
    """Capitalised words inside sentences, in Latin letters, folded."""
    latin: frozenset[str]
    """All its words in Latin letters."""
    negated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """What linking knows of one statement. Made by `prepared`."""

    id: object
    language: str | None
    """BCP 47."""
    words: str
    """The pieces of its content, joined by one space."""
    type: Type
    speaker: str | None
    kind: Kind
    cue: str
    parts: tuple[Part, ...]
    """The whole and, of more than one sentence, each; none where there are no words."""
    places: tuple[Span, ...]
    """Where the words of the whole stand that have states."""
    sentences: tuple[Span, ...]
    tokens: tuple[Word, ...]
    numbers: tuple[Number, ...]
    hedges: tuple[Span, ...]
    negations: tuple[Span, ...]
    first: tuple[Span, ...]
    """Words by which the speaker means himself, alone or with others."""
    third: tuple[Span, ...]

    @property
    def named(self) -> str | None:
        """The speaker's name, if it is one."""
        return self.speaker if self.kind == "named" else None


def telling_of(told: Told[Any], encoder: SentenceEncoder) -> Telling:
    """Return a statement of a page as it is compared."""
    return prepared(
        encoder,
        id=told.id,
        language=told.language,
        words=told.words,
        type=told.type,
        speaker=told.speaker,
        kind=told.kind,
        cue=told.cue,
    )


def prepared(
    encoder: SentenceEncoder,
    *,
    id: object,  # noqa: A002 - the field's name
    language: str | None,
    words: str,
    type: Type,  # noqa: A002 - the field's name
    speaker: str | None,
    kind: Kind,
    cue: str = "",
) -> Telling:
    """Work out what is compared of one statement: a function of its arguments and of what is installed.

    Args:
        encoder: The sentence encoder.
        id: Of the statement, in whatever form.
        language: BCP 47, None where it is not known.
        words: The pieces of its content, joined by one space.
        type: How it is told.
        speaker: The name of whom the document means, None where it does not name them.
        kind: What the speaker is.
        cue: The reporting words.
    """
    own = _lists((language or "").partition("-")[0])
    sentences = tuple(_parted(words, _SENTENCE, 0, len(words)))
    tokens = tuple(_tokens(words, sentences))
    numbers = tuple(_numbers(words, tokens, own))
    negations = tuple(token.span for token in tokens if own.negates(token.text))
    whole = encoder.encoded(words, language)
    parts: list[Part] = []
    for span in dict.fromkeys([Span(0, len(words)), *sentences]) if tokens else ():
        inside = [at for at, place in enumerate(whole.spans) if span.start <= place.start < span.end]
        if parts and (len(sentences) == 1 or len(inside) < _FEWEST):
            continue  # the whole, or nothing by which a sentence is known
        mine = [token for token in tokens if span.start <= token.span.start < span.end]
        vector = encoder.encoded(span.of(words), language).vector if parts else whole.vector
        parts.append(
            Part(
                vector=vector,
                states=whole.words[inside],
                weights=whole.weights[inside],
                mass=float(whole.weights[inside].sum()),
                numbers=frozenset(each.value for each in numbers if span.start <= each.span.start < span.end),
                months=frozenset(own.months[token.text] for token in mine if token.text in own.months),
                names=tuple(dict.fromkeys(token.latin for token in mine if token.capital)),
                latin=frozenset(token.latin for token in mine),
                negated=any(span.start <= each.start < span.end for each in negations),
            )
        )
    return Telling(
        id=id,
        language=language,
        words=words,
        type=type,
        speaker=speaker,
        kind=kind,
        cue=cue,
        parts=tuple(parts),
        places=whole.spans,
        sentences=sentences,
        tokens=tokens,
        numbers=numbers,
        hedges=tuple(_phrases(tokens, own.hedges)),
        negations=negations,
        first=tuple(token.span for token in tokens if own.is_first(token.text)),
        third=tuple(token.span for token in tokens if token.text in own.third),
    )


def vouching(cue: str, language: str | None) -> Vouching | None:
    """Return how much a teller vouches for the words by their cue; None where no list has it.

    >>> vouching("ha asegurado", "es"), vouching("говорит", "ru"), vouching("«", "ru")
    ('certain', 'neutral', None)
    """
    own = _lists((language or "").partition("-")[0])
    found = {own.cues[word] for word in (fold(each[0]) for each in _WORD.finditer(cue)) if word in own.cues}
    return next((each for each in _VOUCHING if each in found), None)


def clauses(telling: Telling) -> Iterator[Span]:
    """Yield the clauses of a telling, in text order: what stands between marks."""
    for sentence in telling.sentences:
        yield from _parted(telling.words, _CLAUSE, sentence.start, sentence.end)


class _Lists:
    """The section `[telling]` of a language file."""

    def __init__(self, code: str) -> None:
        own, endings = section(code, "telling"), section(code, "endings")
        self.hedges = _by_first(expand(own["hedges"]))
        self.bounds: Mapping[Bound, frozenset[str]] = {
            "about": frozenset(map(fold, expand(own["about"]))),
            "more": frozenset(map(fold, expand(own["more"]))),
            "less": frozenset(map(fold, expand(own["less"]))),
        }
        self.longest = max(len(phrase.split()) for phrases in self.bounds.values() for phrase in phrases)
        self._negations = frozenset(map(fold, expand(own["negations"])))
        self._first = frozenset(map(fold, expand(own["first"])))
        self._first_endings = tuple(map(fold, expand(own["first_endings"])))
        self._exceptions = frozenset(map(fold, expand(own["first_exceptions"])))
        self.third = frozenset(map(fold, expand(own["third"])))
        self.numbers = {fold(form): int(value) for value, forms in own["numbers"].items() for form in expand(forms)}
        self.cues: dict[str, Vouching] = {
            fold(form): each for each in reversed(_VOUCHING) for form in expand(own[each], endings)
        }
        self.months = {
            fold(form): number
            for number, forms in enumerate(section(code, "dates")["months"], start=1)
            for form in expand(forms)
            if len(form) >= _SHORT_MONTH
        }

    def negates(self, word: str) -> bool:
        return word in self._negations or word.endswith("nʼt")

    def is_first(self, word: str) -> bool:
        if word in self._first:
            return True
        return bool(self._first_endings) and word.endswith(self._first_endings) and word not in self._exceptions


class _None(_Lists):
    """Of a language that has no file: nothing."""

    def __init__(self) -> None:
        self.hedges = {}
        self.bounds = {}
        self.longest = 1
        self._negations = self._first = self._exceptions = self.third = frozenset()
        self._first_endings = ()
        self.numbers, self.cues, self.months = {}, {}, {}


@cache
def _lists(code: str) -> _Lists:
    return _Lists(code) if code in CODES else _None()


def _by_first(phrases: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return phrases, as words, by their first one; the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(word[0] for word in _WORD.finditer(fold(phrase)))
        found.setdefault(words[0], []).append(words)
    return {first: sorted(each, key=len, reverse=True) for first, each in found.items()}


def _phrases(tokens: Sequence[Word], phrases: Mapping[str, Sequence[tuple[str, ...]]]) -> Iterator[Span]:
    after = 0
    for at, token in enumerate(tokens):
        if at < after:
            continue
        for phrase in phrases.get(token.text, ()):
            if tuple(each.text for each in tokens[at : at + len(phrase)]) == phrase:
                after = at + len(phrase)
                yield Span(token.span.start, tokens[after - 1].span.end)
                break


def _parted(text: str, border: re.Pattern[str], start: int, end: int) -> Iterator[Span]:
    """Yield what stands between borders, these with what is before them; nothing without a letter or figure."""
    pending = start
    for found in border.finditer(text, start, end):
        stop = found.start() + len(found[0].rstrip())
        if stop > pending and _WORD.search(text, pending, stop):
            yield Span(pending, stop)
            pending = found.end()
    if _WORD.search(text, pending, end):
        yield Span(pending, end)


def _tokens(text: str, sentences: Sequence[Span]) -> Iterator[Word]:
    for sentence in sentences:
        begun = False
        for found in _WORD.finditer(text, sentence.start, sentence.end):
            span = Span(*found.span())
            folded = fold(found[0])
            yield Word(folded, span, begun and found[0][0].isupper(), latin(folded))
            begun = True


def _numbers(text: str, tokens: Sequence[Word], own: _Lists) -> Iterator[Number]:
    """Yield the numbers of a text: in figures, and in words from two on."""
    figures = [Span(*found.span()) for found in _FIGURES.finditer(text)]
    at, last = 0, 0
    while at < len(tokens):
        token = tokens[at]
        figure = next((each for each in figures if each.start <= token.span.start < each.end), None)
        if figure is not None:
            value, end = _value(figure.of(text)), at
            while end < len(tokens) and tokens[end].span.start < figure.end:
                end += 1
        elif (parsed := _spelt(tokens, at, own.numbers)) is not None:
            value, end = parsed
        else:
            at += 1
            continue
        while end < len(tokens) and own.numbers.get(tokens[end].text, 0) >= 1000:
            value *= own.numbers[tokens[end].text]
            end += 1
        bound, first, stop = _bound(tokens, at, end, last, own)
        span = Span(token.span.start, tokens[end - 1].span.end)
        bounded = Span(tokens[first].span.start, max(span.end, tokens[stop - 1].span.end))
        yield Number(value, bound, span, bounded)
        last = at = end


def _value(figures: str) -> float:
    """Return the value of a number in figures.

    >>> [_value(each) for each in ("1,200", "1.200", "1 200 000", "3,5", "3.5", "10:30")]
    [1200.0, 1200.0, 1200000.0, 3.5, 3.5, 10.3]
    """
    if _GROUPED.fullmatch(figures):
        return float(re.sub(r"\D", "", figures))
    whole, *rest = re.split(r"\D", figures)
    return float(f"{whole}.{''.join(rest)}" if rest else whole)


def _spelt(tokens: Sequence[Word], at: int, known: Mapping[str, int]) -> tuple[float, int] | None:
    """Return the value of a number in words and the place after it, None where there is none."""
    parts = [known.get(part) for part in tokens[at].text.split("-")]
    if parts[0] is None or None in parts:
        return None
    total, value, end = 0, sum(part for part in parts if part is not None), at + 1
    while end < len(tokens):
        part = known.get(tokens[end].text)
        if part is None and tokens[end].text in ("y", "and") and end + 1 < len(tokens):
            part = known.get(tokens[end + 1].text)
            if part is None or not (value % _HUNDREDS in _TENS or value >= _HUNDREDS) or part >= _HUNDREDS:
                break
            end += 1
        if part is None:
            break
        if part >= 1000:
            total, value = total + max(value, 1) * part, 0
        elif part == _HUNDREDS and 0 < value < 10:
            value *= part
        elif (value % _HUNDREDS in _TENS and part < 10) or (value and value % _HUNDREDS == 0 and part < _HUNDREDS):
            value += part
        elif value == 0:
            value = part
        else:
            break
        end += 1
    return float(total + value), end


def _bound(tokens: Sequence[Word], at: int, end: int, last: int, own: _Lists) -> tuple[Bound, int, int]:
    """Return what is said of a number, about, more or less than it, and from which to which token that is said."""
    before = [token.text for token in tokens[max(last, at - _NEAR) : at]]
    after = [token.text for token in tokens[end : end + own.longest]]
    kinds: tuple[Bound, ...] = ("more", "less", "about")
    for kind in kinds:
        phrases = own.bounds.get(kind, frozenset())
        for n in range(len(before), 0, -1):
            if " ".join(before[-n:]) in phrases:
                return kind, at - n, end
        for n in range(len(after), 1, -1):
            if " ".join(after[:n]) in phrases:
                return kind, at, end + n
    return "", at, end
