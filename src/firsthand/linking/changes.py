"""Changes: what a later telling of a statement has otherwise than an earlier one.

Word by word where both have the same wording; else, as across languages, clause by clause, and by what can be told from
lists: numbers, names, negations, hedges, persons, cues. Where the two may just be put otherwise, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from firsthand.linking.spelling import spelt_alike
from firsthand.linking.telling import clauses, vouching
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firsthand.linking.telling import Number, Telling, Word
    from firsthand.text import Fragments

ChangeKind = Literal[
    "dropped", "added", "reworded", "number", "name", "negation lost", "negation gained", "hedge lost", "hedge gained",
    "person", "cue", "marks gained", "marks lost",
]  # fmt: skip

GONE: Final = 0.4
"""How well the words of a clause match those of the other telling at most, where it has no counterpart there."""
_SAME_WORDING: Final = 0.5  # share of words that two tellings have in the same order
_FEWEST: Final = 2  # words of a clause of which something can be said
_LONG: Final = 4  # words of what was dropped or added and is told as a whole, whatever it has; of less the kind is told
_SMALL: Final = 10  # a number in words up to here may be put otherwise: a pair, a few, a dozen
_MARKED: Final = {"indirect": 0, "mixed": 1, "direct": 2}
_PERSONS: Final = 1  # words for the other person that are passed over


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the later telling has otherwise."""

    kind: ChangeKind
    before: str
    """The words of the earlier telling; empty where it has none."""
    after: str
    """The words of the later telling; empty where it has none."""
    here: Fragments = ()
    """Where these stand in the words of the earlier telling; nowhere, if they are its cue."""
    there: Fragments = ()
    """Where these stand in the words of the later telling."""


def changes(a: Telling, b: Telling) -> tuple[Change, ...]:
    """Return what a later telling changed.

    Args:
        a: The earlier telling.
        b: The later one.
    """
    worded = _reworded(a, b)
    if worded is None:
        gone, come = tuple(_without(a, b)), tuple(_without(b, a))
        worded = [
            *(Change("dropped", span.of(a.words), "", here=(span,)) for span in gone),
            *(Change("added", "", span.of(b.words), there=(span,)) for span in come),
        ]
    else:
        gone = _long(a, (span for each in worded if each.kind == "dropped" for span in each.here))
        come = _long(b, (span for each in worded if each.kind == "added" for span in each.there))
    numbers = list(_numbers(a, b, gone, come))
    told = [
        *numbers,
        *_names(a, b, gone, come),
        *_present("negation", a, b, _outside(a.negations, gone), _outside(b.negations, come)),
        *_hedges(a, b, (*gone, *_spans(numbers, "here")), (*come, *_spans(numbers, "there"))),
        *_person(a, b, gone, come),
    ]
    here, there = _spans(told, "here"), _spans(told, "there")
    plain = [each for each in worded if not (_covered(a, each.here, here) and _covered(b, each.there, there))]
    return (*plain, *told, *_cue(a, b), *_marks(a, b))


def _reworded(a: Telling, b: Telling) -> list[Change] | None:
    """Return the words that were dropped, added or put otherwise; None where the two have not the same wording."""
    if (a.language or "").partition("-")[0] != (b.language or "").partition("-")[0]:
        return None
    ours, theirs = [token.text for token in a.tokens], [token.text for token in b.tokens]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    if same < _SAME_WORDING * max(1, min(len(ours), len(theirs))):
        return None
    found: list[Change] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        here, there = _run(a.tokens[i:j]), _run(b.tokens[k:m])
        before, after = _text(a, here), _text(b, there)
        if tag == "delete":
            found.append(Change("dropped", before, "", here=here))
        elif tag == "insert":
            found.append(Change("added", "", after, there=there))
        elif tag == "replace":
            found.append(Change("reworded", before, after, here, there))
    return found


def _long(telling: Telling, spans: Iterable[Span]) -> Fragments:
    """Return those spans that have many words."""
    return tuple(span for span in spans if len(_words_in(telling, (span,))) >= _LONG)


def _spans(told: Iterable[Change], side: Literal["here", "there"]) -> list[Span]:
    return [span for each in told for span in (each.here if side == "here" else each.there)]


def _without(a: Telling, b: Telling) -> Iterator[Span]:
    """Yield the clauses of one telling that have no counterpart in the other; those that follow one another as one."""
    if not a.parts or not b.parts:
        return
    whole = a.parts[0]
    best = (whole.states @ b.parts[0].states.T).max(axis=1)
    pending: Span | None = None
    for clause in clauses(a):
        inside = [at for at, place in enumerate(a.places) if clause.start <= place.start < clause.end]
        weights = whole.weights[inside]
        gone = len(inside) >= _FEWEST and float(best[inside] @ weights) < GONE * float(weights.sum())
        if gone:
            pending = clause if pending is None else Span(pending.start, clause.end)
        elif pending is not None:
            yield pending
            pending = None
    if pending is not None:
        yield pending


def _numbers(a: Telling, b: Telling, gone: Fragments, come: Fragments) -> Iterator[Change]:
    ours = [each for each in a.numbers if not _within(each.span, gone)]
    theirs = [each for each in b.numbers if not _within(each.span, come)]
    for number in list(ours):
        same = next((each for each in theirs if each.value == number.value), None)
        if same is not None:
            ours.remove(number)
            theirs.remove(same)
            if (number.bound != same.bound and "more" in (number.bound, same.bound)) or (
                number.bound != same.bound and "less" in (number.bound, same.bound)
            ):
                yield _change("number", a, b, (_bounded(a, number),), (_bounded(b, same),))
    paired = min(len(ours), len(theirs))
    for number, other in zip(ours[:paired], theirs[:paired], strict=True):
        yield _change("number", a, b, (_bounded(a, number),), (_bounded(b, other),))
    for number in _sure(a, ours[paired:]):
        yield _change("number", a, b, (_bounded(a, number),), ())
    for number in _sure(b, theirs[paired:]):
        yield _change("number", a, b, (), (_bounded(b, number),))


def _sure(telling: Telling, numbers: Iterable[Number]) -> Iterator[Number]:
    """Yield numbers that have no other word."""
    for number in numbers:
        if number.value > _SMALL or any(letter.isdigit() for letter in number.span.of(telling.words)):
            yield number


def _bounded(telling: Telling, number: Number) -> Span:
    """Return where a number stands with what bounds it."""
    return number.bounded


def _names(a: Telling, b: Telling, gone: Fragments, come: Fragments) -> Iterator[Change]:
    """Yield names that stand for one another and differ: for one without a match an adjective may stand."""
    ours, theirs = _unmatched(a, b, gone), _unmatched(b, a, come)
    if len(ours) == len(theirs) == 1:
        yield _change("name", a, b, (ours[0].span,), (theirs[0].span,))


def _unmatched(a: Telling, b: Telling, gone: Fragments) -> list[Word]:
    words = {token.latin for token in b.tokens}
    return [
        token
        for token in a.tokens
        if token.capital and not _within(token.span, gone) and not any(spelt_alike(token.latin, word) for word in words)
    ]


def _hedges(a: Telling, b: Telling, gone: Fragments, come: Fragments) -> Iterator[Change]:
    def all_of(telling: Telling, without: Fragments) -> tuple[Span, ...]:
        about = [each.bounded for each in telling.numbers if each.bound == "about"]
        return _outside((*telling.hedges, *about), without)

    yield from _present("hedge", a, b, all_of(a, gone), all_of(b, come))


def _present(
    what: Literal["negation", "hedge"], a: Telling, b: Telling, ours: Fragments, theirs: Fragments
) -> Iterator[Change]:
    if ours and not theirs:
        yield _change("negation lost" if what == "negation" else "hedge lost", a, b, ours, ())
    if theirs and not ours:
        yield _change("negation gained" if what == "negation" else "hedge gained", a, b, (), theirs)


def _person(a: Telling, b: Telling, gone: Fragments, come: Fragments) -> Iterator[Change]:
    """Yield I → they, and they → I: where the one has only the first person and the other only the third."""
    ours = _outside(a.first, gone), _outside(a.third, gone)
    theirs = _outside(b.first, come), _outside(b.third, come)
    if ours[0] and not ours[1] and theirs[1] and not theirs[0]:
        yield _change("person", a, b, ours[0], theirs[1])
    elif ours[1] and not ours[0] and theirs[0] and not theirs[1]:
        yield _change("person", a, b, ours[1], theirs[0])


def _cue(a: Telling, b: Telling) -> Iterator[Change]:
    before, after = vouching(a.cue, a.language), vouching(b.cue, b.language)
    if before is not None and after is not None and before != after:
        yield Change("cue", a.cue, b.cue)


def _marks(a: Telling, b: Telling) -> Iterator[Change]:
    """Yield marks gained, a warning: they are not the speaker's own words; and marks lost."""
    before, after = _MARKED[a.type], _MARKED[b.type]
    if before < after:
        yield Change("marks gained", a.words, b.words, (Span(0, len(a.words)),), (Span(0, len(b.words)),))
    elif after == 0 < before:
        yield Change("marks lost", a.words, b.words, (Span(0, len(a.words)),), (Span(0, len(b.words)),))


def _change(kind: ChangeKind, a: Telling, b: Telling, here: Fragments, there: Fragments) -> Change:
    return Change(kind, _text(a, here), _text(b, there), here, there)


def _text(telling: Telling, spans: Fragments) -> str:
    return " … ".join(span.of(telling.words) for span in spans)


def _run(tokens: Sequence[Word]) -> Fragments:
    return (Span(tokens[0].span.start, tokens[-1].span.end),) if tokens else ()


def _within(span: Span, spans: Iterable[Span]) -> bool:
    return any(each.start <= span.start and span.end <= each.end for each in spans)


def _outside(spans: Iterable[Span], others: Fragments) -> tuple[Span, ...]:
    return tuple(span for span in spans if not _within(span, others))


def _covered(telling: Telling, spans: Iterable[Span], others: Sequence[Span]) -> bool:
    """Tell whether every word in some spans stands in others."""
    return all(_within(word.span, others) for word in _words_in(telling, spans))


def _words_in(telling: Telling, spans: Iterable[Span]) -> list[Word]:
    """Return the words of a telling that stand in some spans."""
    places = tuple(spans)
    return [word for word in telling.tokens if _within(word.span, places)]
