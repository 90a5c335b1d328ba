"""The trail: how a statement travelled, hand by hand, from the mouth to the pages that tell it.

Edges are found between two pages at a time, from what these two say (`between`); the trail of a statement joins those
that bear on it (`trail`). An edge always leads away from the mouth.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final, Generic, Literal

from firsthand.linking.copies import FEWEST
from firsthand.linking.echoes import same_name
from firsthand.linking.outlets import same_outlet
from firsthand.linking.page import Id, Page, before, points_to

Pair = tuple[Id, Id, float]
"""A statement, one on another page that is the same, and the score of that."""
_Tells = Mapping[Id, set[str | None]]
"""What a page tells, and who says each on it; None: it names nobody."""
EdgeKind = Literal["credit", "link", "embed", "forward", "copy", "translation", "echo"]

SAID: Final[frozenset[EdgeKind]] = frozenset(["credit", "link", "embed", "forward"])
"""Edges that a page itself declares. The others are found in its words, and their direction in the dates."""
_STRENGTH: Final[Mapping[EdgeKind, int]] = {
    "forward": 6, "embed": 5, "link": 4, "credit": 3, "copy": 2, "translation": 1, "echo": 0,
}  # fmt: skip
_NEXT: Final = frozenset(["source", "wire", "forward"])
"""Credits to the hand from which the page itself took its words; the others may be hands farther back."""
_TAKEN, _NAMED = 0.9, 0.8
"""Scores of credits: to the hand from which a page took its words, and to one that it names."""
_DOUBT: Final = "no date says which of the two came first"
_HEARD: Final = 0.9
"""The score from which on one statement on two pages, alone, says that the one has it from the other."""
_REST: Final = 0.5
"""How much it counts that a page tells nothing else, where it counts 1 that it tells all: see `_closeness`."""
_SIBLING: Final = "collected"
"""A credit to a hand that gathered from several: it stands beside the chain, not in it."""


@dataclass(frozen=True, slots=True)
class Likeness(Generic[Id]):
    """What the words of two pages have in common. The same whichever of them comes first."""

    echoes: tuple[Pair[Id], ...] = ()
    """Statements of the one that the other tells too, with the score of each."""
    copied: float = 0.0
    """Share of the shorter page's words that stand in the other as they are."""
    translated: float = 0.0
    """Share of the statements of the one with fewer of which the other has translations, in the same order."""
    shared: int = 0
    """How many characters of the one stand in the other as they are, in passages."""


@dataclass(frozen=True, slots=True)
class Edge(Generic[Id]):
    """One page took words from another, or points at it."""

    nearer: Id
    farther: Id
    kind: EdgeKind
    evidence: tuple[str, ...]
    score: float
    via: tuple[str, ...] = ()
    """Hands between the two that are named and not held, nearest to the mouth first."""
    covers: frozenset[Id] = frozenset()
    """Statements of the farther page that it is about; none: all."""
    decided: Literal["confirmed"] | None = None
    """What a person decided about it; refused edges are in no trail."""


@dataclass(frozen=True, slots=True)
class Appearance(Generic[Id]):
    """The statement on one page."""

    statement: Id
    page: Id
    hand: int | None
    """How many hands it went through up to here at least; 1 at a first hand, None where none is known."""


@dataclass(frozen=True, slots=True)
class Origins:
    """How many independent sources there are: proved, and possible; and why, in words."""

    proved: int
    possible: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trail(Generic[Id]):
    """The way of one statement."""

    appearances: tuple[Appearance[Id], ...]
    edges: tuple[Edge[Id], ...]
    first_hand: tuple[Id, ...]
    """Pages that are held recordings or original records and took these words from no other page."""
    earliest: Id
    origins: Origins
    missing: tuple[str, ...]
    """Hands that its pages name and nobody holds."""
    refused: tuple[tuple[Id, Id], ...] = ()
    """Pages between which something was found that a person refused, as that person named them."""


def between(
    a: Page[Id], b: Page[Id], alike: Likeness[Id], statements: frozenset[Id] | None = None
) -> Iterator[Edge[Id]]:
    """Yield the edges between two pages: a function of the two, the same whichever comes first.

    Args:
        a: One page.
        b: Another.
        alike: What their words have in common.
        statements: Those that are known to be one, by whatever way; None: those of the two that are alike.
    """
    for nearer, farther in ((a, b), (b, a)):
        yield from _declared(nearer, farther, alike, statements)
    if a.record and b.record and not _one_recording(a, b, alike):
        return
    nearer, farther = (a, b) if _nearer(a, b, alike) else (b, a)
    ends = nearer.id, farther.id
    doubt: tuple[str, ...] = (_DOUBT,) if a.record == b.record and before(a, b) is None else ()
    if alike.copied:
        share = f"{alike.copied:.0%} of the shorter page's words stand in the other as they are"
        yield Edge(*ends, "copy", (share, *doubt), alike.copied)
    if alike.translated:
        share = f"{alike.translated:.0%} of its statements in the same order, in another language"
        yield Edge(*ends, "translation", (share, *doubt), alike.translated)
    if alike.echoes:
        best = max(score for _, _, score in alike.echoes)
        yield Edge(*ends, "echo", (f"the same statement, {best:.2f}", *doubt), best, covers=_told_in(farther, alike))


def _nearer(a: Page[Id], b: Page[Id], alike: Likeness[Id]) -> bool:
    """Tell whether the first of two pages is nearer to the mouth, if one has its words from the other.

    A transcript comes before what is told of it, and the older page before the younger; where no date says which that
    is, the page that tells more: nobody cuts words and gets more of them. Of one recording, shown twice, all comes
    before a part, whatever the dates say.
    """
    if a.record != b.record:
        return a.record
    here, there = (len(page.statements) - len(_told_in(page, alike)) for page in (a, b))
    if a.record and bool(here) != bool(there):
        return here > there
    older = before(a, b)
    if older is None:
        if here == there:  # a page without a date is made nobody's source by guessing
            here, there = (len(page.published or "") for page in (a, b))
        older = here > there if here != there else a.id < b.id
    return older


def _one_recording(a: Page[Id], b: Page[Id], alike: Likeness[Id]) -> bool:
    """Tell whether two recordings may be one, shown twice: their words are the same, and nobody else says them.

    A clip of a sentence or two is too short to show a copied passage: what it tells is all that there is to go by.
    """
    heard = {one for *pair, score in alike.echoes if score >= _HEARD for one in pair}
    clip = any(
        0 < len(page.statements) < FEWEST and heard.issuperset(one.id for one in page.statements) for page in (a, b)
    )
    told = {one.id: one.speaker for page in (a, b) for one in page.statements}
    speakers = [(told[one], told[other]) for one, other, _ in alike.echoes if one in told and other in told]
    return bool(alike.copied or alike.translated or clip) and not _others(speakers)


def _others(speakers: Collection[tuple[str | None, str | None]]) -> bool:
    """Tell whether those who say the same on two pages are all named, and none like another."""
    return bool(speakers) and all(same_name(one, other) == "different" for one, other in speakers)


def _declared(
    nearer: Page[Id], farther: Page[Id], alike: Likeness[Id], statements: frozenset[Id] | None
) -> Iterator[Edge[Id]]:
    """Yield what the farther page says of the nearer one."""
    ends = nearer.id, farther.id
    told = _told_in(farther, alike)
    if statements is not None:
        told |= {one.id for one in farther.statements} & statements
    for pointer in farther.pointers:
        if pointer.kind == "forward":
            name = pointer.name or ""
            if nearer.outlet and same_outlet(name, nearer.outlet) and (told or alike.copied):
                yield Edge(*ends, "forward", (pointer.words,), 1.0)
        elif points_to(pointer, nearer, same_outlet):
            yield Edge(*ends, "link" if pointer.kind == "reply" else pointer.kind, (pointer.words,), 1.0)
    for hand in farther.hands:
        covered = told & hand.covers if hand.covers else told
        if covered and hand.kind != _SIBLING and nearer.outlet and same_outlet(hand.name, nearer.outlet):
            score = _TAKEN if hand.kind in _NEXT else _NAMED
            yield Edge(*ends, "credit", (hand.words,), score, covers=covered)


def _told_in(page: Page[Id], alike: Likeness[Id]) -> frozenset[Id]:
    own = {told.id for told in page.statements}
    return frozenset(one for a, b, _ in alike.echoes for one in (a, b) if one in own)


def trail(
    statements: frozenset[Id],
    pages: Sequence[Page[Id]],
    likeness: Mapping[tuple[Id, Id], Likeness[Id]],
    *,
    refused: Collection[tuple[Id, Id]] = (),
    confirmed: Collection[tuple[Id, Id]] = (),
) -> Trail[Id]:
    """Return the way of a statement.

    A confirmed edge is marked, and weighs no more than it did: nothing is proved by confirming.

    Args:
        statements: It and its echoes: the same statement, as told on several pages.
        pages: Those on which it is told, each once.
        likeness: What the words of pages have in common, by their ids, the smaller first.
        refused: Pages of which neither has it from the other, as a person judged: what joins them is left out.
        confirmed: Pages of which the second has it from the first, as a person judged.
    """
    pages = sorted(pages, key=lambda page: (page.when, page.id))
    found = (
        edge
        for a, b in combinations(sorted(pages, key=lambda page: page.id), 2)
        for edge in between(a, b, likeness.get((a.id, b.id), Likeness()), statements)
    )
    bearing = [
        _with_via(edge, pages, statements) if edge.kind not in SAID else edge
        for edge in found
        if not edge.covers or edge.covers & statements
    ]
    shown = {_pair(edge) for edge in bearing}
    left_out = tuple(sorted(ends for ends in refused if _ordered(ends) in shown))
    apart = {_ordered(ends) for ends in refused}
    bearing = [edge for edge in bearing if _pair(edge) not in apart]
    chosen: list[Edge[Id]] = _one_of_each(pages, bearing, likeness)
    edges: list[Edge[Id]] = sorted(
        _first_told(pages, _kept(pages, chosen, likeness)), key=lambda e: (e.farther, e.nearer, e.kind)
    )
    fed = {edge.farther for edge in edges}
    first = tuple(page.id for page in pages if page.record and page.id not in fed)
    hands = _hands(first, edges + _possible(chosen))
    place = {page.id: number for number, page in enumerate(pages)}
    of = {told.id: page.id for page in pages for told in page.statements if told.id in statements}
    order = sorted(of, key=lambda one: (hands.get(of[one], len(pages) + 1), place[of[one]], one))
    return Trail(
        tuple(Appearance(one, of[one], hands.get(of[one])) for one in order),
        tuple(
            replace(edge, decided="confirmed") if _ends(edge) in confirmed else edge
            for edge in sorted(edges, key=lambda e: hands.get(e.farther, len(pages) + 1))
        ),
        first,
        first[0] if first else next(page.id for page in pages if page.id not in fed),
        _origins(pages, fed, first, _echoing(pages, edges, chosen), statements, len(left_out)),
        _missing(pages),
        left_out,
    )


def _one_of_each(
    pages: Sequence[Page[Id]], found: Sequence[Edge[Id]], likeness: Mapping[tuple[Id, Id], Likeness[Id]]
) -> list[Edge[Id]]:
    """Leave out credits to an outlet that lead to another page of it than that which is meant.

    Meant is the one to which the crediting page points too; else the one most like it, the oldest of several.
    """
    outlets = {page.id: page.outlet or "" for page in pages}
    place = {page.id: number for number, page in enumerate(pages)}
    pointed = {_ends(edge) for edge in found if edge.kind in SAID and edge.kind != "credit"}
    named: defaultdict[Id, list[Edge[Id]]] = defaultdict(list)
    for edge in found:
        if edge.kind == "credit":
            named[edge.farther].append(edge)

    def rank(edge: Edge[Id]) -> tuple[bool, float, int]:
        alike = likeness.get(_pair(edge), Likeness())
        echoes = max((score for _, _, score in alike.echoes), default=0.0)
        return _ends(edge) in pointed, echoes, -place[edge.nearer]

    def meant(edge: Edge[Id]) -> bool:
        return all(
            rank(edge) > rank(other)
            for other in named[edge.farther]
            if edge.nearer != other.nearer and same_outlet(outlets[edge.nearer], outlets[other.nearer])
        )

    return [edge for edge in found if edge.kind != "credit" or meant(edge)]


def _first_told(pages: Sequence[Page[Id]], edges: list[Edge[Id]]) -> list[Edge[Id]]:
    """Leave out credits that a page has only because it is a copy, or a translation, of a page that gives them."""
    outlets = {page.id: page.outlet or "" for page in pages}
    joined = {_ends(edge) for edge in edges}

    def repeated(edge: Edge[Id]) -> bool:
        return (
            edge.kind == "credit"
            and edge.score < _TAKEN
            and any(
                other.farther == edge.farther
                and other.kind in ("copy", "translation")
                and other.nearer != edge.nearer
                and same_outlet(outlets[page.id], outlets[edge.nearer])
                and _leads(joined, page.id, other.nearer)
                for other in edges
                for page in pages
            )
        )

    return [edge for edge in edges if not repeated(edge)]


def _ends(edge: Edge[Id]) -> tuple[Id, Id]:
    return edge.nearer, edge.farther


def _kept(
    pages: Sequence[Page[Id]], found: Sequence[Edge[Id]], likeness: Mapping[tuple[Id, Id], Likeness[Id]]
) -> list[Edge[Id]]:
    """Return the edges that stand: all that pages declare, and of the others those that say more than these.

    An edge that would close a circle falls, the weakest first. What is found in words alone joins a page that declares
    nothing to the page from which it most likely has them, and says more of two pages that are joined already. Two
    recordings are not joined where that would make one source of some by people of different names, through others.
    """
    told = _told(pages, likeness)
    recordings = {page.id for page in pages if page.record}
    kept: list[Edge[Id]] = []
    joined: set[tuple[Id, Id]] = set()
    for edge in sorted(found, key=lambda e: (-_STRENGTH[e.kind], -e.score, e.nearer, e.farther)):
        if edge.kind in SAID and not _leads(joined, edge.farther, edge.nearer):
            kept.append(edge)
            joined.add(_ends(edge))
    fed = {farther for _, farther in joined}

    def by_others(nearer: Id, farther: Id) -> bool:
        both = (_one_with(one, joined, recordings) for one in (nearer, farther))
        return any(_others(_speakers(told[a], told[b])) for a, b in product(*both))

    for nearer, farther in _likeliest(pages, found, likeness, told):
        if farther in fed or _leads(joined, farther, nearer) or (farther in recordings and by_others(nearer, farther)):
            continue
        joined.add((nearer, farther))
        fed.add(farther)
    kept += (edge for edge in found if edge.kind in ("copy", "translation") and _ends(edge) in joined)
    plain = joined - {_ends(edge) for edge in kept}
    return kept + [edge for edge in found if edge.kind == "echo" and _ends(edge) in plain]


def _one_with(recording: Id, joined: Collection[tuple[Id, Id]], recordings: Collection[Id]) -> set[Id]:
    """Return the recordings that are joined to one, through others too, and that one."""
    found, waiting = {recording}, [recording]
    while waiting:
        here = waiting.pop()
        nearby = {other for ends in joined if here in ends for other in ends if other in recordings} - found
        found |= nearby
        waiting += nearby
    return found


def _likeliest(
    pages: Sequence[Page[Id]],
    found: Sequence[Edge[Id]],
    likeness: Mapping[tuple[Id, Id], Likeness[Id]],
    told: Mapping[Id, _Tells[Id]],
) -> list[tuple[Id, Id]]:
    """Return which page may have its words from which, by its words, the likeliest first.

    What something shows to have been there first goes before what may have been; then closeness counts. Of pages as
    close it may be any: the youngest is taken, of recordings the oldest, and hands are not counted by it (`_possible`).
    A page that tells more had a better source; two recordings that may be one are joined even so, as one source.
    """
    of = {page.id: page for page in pages}
    place = {page.id: number for number, page in enumerate(pages)}
    words = {_ends(edge): likeness.get(_pair(edge), Likeness()) for edge in found if _in_words(edge)}
    most: defaultdict[Id, int] = defaultdict(lambda: 1)
    for (_, farther), alike in words.items():
        most[farther] = max(most[farther], alike.shared)

    def rank(ends: tuple[Id, Id]) -> tuple[bool, float, bool, int, tuple[Id, Id]]:
        nearer, farther = ends
        close = _closeness(told[nearer], told[farther]) + words[ends].shared / most[farther]
        record = of[nearer].record
        age = place[nearer] if record else -place[nearer]
        return not _sure(of[nearer], of[farther], told), -close, record, age, ends

    return sorted(
        (ends for ends in words if of[ends[1]].record or not _fuller(of[ends[1]], of[ends[0]], told)), key=rank
    )


def _in_words(edge: Edge[Id]) -> bool:
    """Tell whether an edge that no page declares is enough to join two."""
    return edge.kind not in SAID and (edge.kind != "echo" or edge.score >= _HEARD)


def _closeness(nearer: _Tells[Id], farther: _Tells[Id]) -> float:
    """Return how likely one page has what it tells from another, to be compared with others that it may have it from.

    Most of what it tells has to stand there, and the less else stands there, the fewer hands are between.
    """
    both = len(nearer.keys() & farther.keys())
    return both / max(1, len(farther)) + _REST * both / max(1, len(nearer))


def _sure(nearer: Page[Id], farther: Page[Id], told: Mapping[Id, _Tells[Id]]) -> bool:
    """Tell whether something shows that the one page was there first, and no date speaks against it."""
    older = before(nearer, farther)
    shown = nearer.record != farther.record or told[nearer.id].keys() > told[farther.id].keys()
    return older is True or (older is None and shown)


def _fuller(page: Page[Id], other: Page[Id], told: Mapping[Id, _Tells[Id]]) -> bool:
    """Tell whether a page tells all that another does, and all by one speaker, and more: it had a better source.

    What others say beside may have been added to it.
    """
    speakers = {one.speaker for one in page.statements}
    return len(speakers) == 1 and told[other.id].keys() < told[page.id].keys()


def _told(pages: Sequence[Page[Id]], likeness: Mapping[tuple[Id, Id], Likeness[Id]]) -> dict[Id, _Tells[Id]]:
    """Return what each page tells: statements that echo one another, through others too, by the least of them."""
    one: dict[Id, Id] = {}

    def least(statement: Id) -> Id:
        while one.get(statement, statement) != statement:
            statement = one[statement]
        return statement

    for a, b in combinations(sorted(page.id for page in pages), 2):
        for mine, other, _ in likeness.get((a, b), Likeness()).echoes:
            first, last = sorted((least(mine), least(other)))
            one[last] = first
    tells: dict[Id, _Tells[Id]] = {page.id: defaultdict(set) for page in pages}
    for page in pages:
        for told in page.statements:
            tells[page.id][least(told.id)].add(told.speaker)
    return tells


def _speakers(one: _Tells[Id], other: _Tells[Id]) -> list[tuple[str | None, str | None]]:
    """Return who says on one page and who on another what both tell."""
    return [pair for same in one.keys() & other.keys() for pair in product(one[same], other[same])]


def _possible(found: Sequence[Edge[Id]]) -> list[Edge[Id]]:
    """Return by which edges pages may have their words that declare nothing: each may be one hand from any of these."""
    declare = {edge.farther for edge in found if edge.kind in SAID}
    return [edge for edge in found if _in_words(edge) and edge.farther not in declare]


def _pair(edge: Edge[Id]) -> tuple[Id, Id]:
    return _ordered(_ends(edge))


def _ordered(ends: tuple[Id, Id]) -> tuple[Id, Id]:
    first, last = sorted(ends)
    return first, last


def _leads(joined: set[tuple[Id, Id]], start: Id, goal: Id) -> bool:
    """Tell whether edges lead from one page to another."""
    waiting, seen = [start], {start}
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        nearby = [b for a, b in joined if a == here and b not in seen]
        seen.update(nearby)
        waiting += nearby
    return False


def _with_via(edge: Edge[Id], pages: Sequence[Page[Id]], statements: frozenset[Id]) -> Edge[Id]:
    """Add the hands from which the farther page says to have its words, and which nobody holds."""
    (farther,) = (page for page in pages if page.id == edge.farther)
    names = dict.fromkeys(
        hand.name
        for hand in farther.hands
        if hand.kind in _NEXT
        and (not hand.covers or hand.covers & statements)
        and not any(page.outlet and same_outlet(hand.name, page.outlet) for page in pages)
    )
    return replace(edge, via=tuple(names))


def _hands(first: Sequence[Id], edges: Sequence[Edge[Id]]) -> dict[Id, int]:
    """Count the fewest hands from a first one to each page."""
    hands = dict.fromkeys(first, 1)
    waiting = deque(first)
    while waiting:
        here = waiting.popleft()
        for edge in edges:
            number = hands[here] + 1 + len(edge.via)
            if edge.nearer == here and number < hands.get(edge.farther, number + 1):
                hands[edge.farther] = number
                waiting.append(edge.farther)
    return hands


def _echoing(pages: Sequence[Page[Id]], edges: Sequence[Edge[Id]], found: Sequence[Edge[Id]]) -> set[Id]:
    """Return the recordings that an echo alone joins to another: clips of it, or others in which the same is said."""
    shown = {edge.farther for edge in found if edge.kind != "echo"}
    echoing = {edge.farther for edge in edges if edge.kind == "echo"} - shown
    return {page.id for page in pages if page.record} & echoing


def _origins(
    pages: Sequence[Page[Id]],
    fed: set[Id],
    first: Sequence[Id],
    echoing: Collection[Id],
    statements: frozenset[Id],
    refused: int,
) -> Origins:
    captive = any(told.captive for page in pages for told in page.statements if told.id in statements)
    others = [page for page in pages if page.id not in fed and page.id not in first]
    why: list[str] = []
    proved = len(first)
    if proved:
        why.append(f"{_count(len(first), 'recording or original record', 'recordings or original records')} held")
    if captive and proved > 1:
        proved = 1
        why.append("statements made in captivity never confirm one another")
    if others:
        why.append(
            f"{_count(len(others), 'page')} that {'names' if len(others) == 1 else 'name'} no other hand held here: "
            "it may have the words from anywhere"
        )
    if echoing:
        short = _count(len(echoing), "recording is", "recordings are")
        why.append(f"{short} too short to tell from a clip of another held here: possible, not proved")
    possible = 1 if captive else len(first) + len(others) + len(echoing)
    if captive and (others or echoing):
        why.append("it was said in captivity: however many tell it, nobody here confirms anybody")
    if refused:
        why.append(f"what joins {_count(refused, 'pair')} of pages was refused by a person and is left out")
    return Origins(proved, max(proved, possible), tuple(why))


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _missing(pages: Sequence[Page[Id]]) -> tuple[str, ...]:
    """Return the names of hands that pages credit and that none of them is, each in its first spelling."""
    names: list[str] = []
    for hand in (hand for page in pages for hand in page.hands):
        held = any(page.outlet and same_outlet(hand.name, page.outlet) for page in pages)
        if not held and not any(same_outlet(hand.name, name) for name in names):
            names.append(hand.name)
    return tuple(names)
