"""Layers: a graph laid out from the top to the bottom, in boxes joined by lines that run along no box.

Sugiyama's method in its plainest form: circles are broken, each node stands below all that lead to it, those of a
layer are ordered by what they are joined to, and lines turn in the space between two layers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Point = tuple[int, int]
Pair = tuple[str, str]
_Item = tuple[str, int]
"""A box, or the lane that goes on from it through a lower layer: the id, and the layer."""

PORT: Final = 20
"""How far from a box's left edge its lines leave and, if there is one, arrive."""
GAP: Final = 16
LABELLED: Final = 4
"""As many lines into one box can have a label each."""
_LANE: Final = 8  # on each side of a line that passes a layer
_TRACK: Final = 10  # between two lines that run side by side
_STUB: Final = 14  # from a box to where its lines may turn
_HEAD: Final = 18  # from there, or from a label, to the next box
_HAND: Final = 48  # at the upper right corner, where no line arrives
_SWEEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Layers:
    """Which node stands in which layer, 0 at the top, and what leads downward."""

    of: Mapping[str, int]
    down: Mapping[Pair, Pair]
    """Of each pair the upper and the lower end: turned round where it would close a circle."""

    def into(self) -> dict[str, int]:
        """Count the lines that reach each node from above."""
        found = dict.fromkeys(self.of, 0)
        for _, lower in set(self.down.values()):
            found[lower] += 1
        return found


@dataclass(frozen=True, slots=True)
class Box:
    """How large a node is drawn, and how high the labels are of the lines that reach it."""

    width: int
    height: int
    labels: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything stands: the upper left corner of each box, and the corners of each line from the top down."""

    boxes: Mapping[str, Point]
    lines: Mapping[Pair, tuple[Point, ...]]
    width: int
    height: int


def layers(nodes: Sequence[str], pairs: Iterable[Pair]) -> Layers:
    """Return the layer of each node: the longest way down to it.

    Args:
        nodes: In the order in which they are to stand, where nothing else decides.
        pairs: Two different nodes each, the upper first; circles are broken where the order of nodes closes them.

    >>> layers("abc", [("a", "b"), ("b", "c"), ("c", "a")]).of
    {'a': 0, 'b': 1, 'c': 2}
    """
    leads: defaultdict[str, list[str]] = defaultdict(list)
    pairs = list(dict.fromkeys(pairs))
    for upper, lower in pairs:
        leads[upper].append(lower)
    ended = _ended(nodes, leads, {lower for _, lower in pairs})
    down = {(a, b): (a, b) if ended[a] > ended[b] else (b, a) for a, b in pairs}
    of = dict.fromkeys(nodes, 0)
    below: defaultdict[str, list[str]] = defaultdict(list)
    for upper, lower in down.values():
        below[upper].append(lower)
    for upper in sorted(nodes, key=lambda node: -ended[node]):
        for lower in below[upper]:
            of[lower] = max(of[lower], of[upper] + 1)
    return Layers(of, down)


def _ended(nodes: Sequence[str], leads: Mapping[str, list[str]], fed: set[str]) -> dict[str, int]:
    """Number the nodes as a walk along the pairs leaves them: an end before what leads to it, but for circles."""
    ended: dict[str, int] = {}
    seen: set[str] = set()
    for start in sorted(nodes, key=lambda node: node in fed):
        walk = [] if start in seen else [(start, iter(leads.get(start, ())))]
        seen.add(start)
        while walk:
            here, further = walk[-1]
            for each in further:
                if each not in seen:
                    seen.add(each)
                    walk.append((each, iter(leads.get(each, ()))))
                    break
            else:
                ended[here] = len(ended)
                walk.pop()
    return ended


def ports(width: int, count: int) -> list[int]:
    """Return how far from its left edge each of `count` lines reaches a box."""
    room = (width - PORT) // count if count <= LABELLED else (width - PORT - _HAND) / (count - 1)
    return [round(PORT + number * room) for number in range(count)]


def place(found: Layers, boxes: Mapping[str, Box]) -> Placed:
    """Return where the boxes and lines of a graph stand, close to the upper left corner.

    Args:
        found: Its layers.
        boxes: The size of each node, in the order of `layers`.
    """
    return _Placing(found, boxes).placed()


class _Placing:
    """The steps of `place`, one after the other: rows, order, columns, then lines from the top down."""

    def __init__(self, found: Layers, boxes: Mapping[str, Box]) -> None:
        self.found, self.boxes = found, boxes
        self.ways = {pair: self._way(*ends) for pair, ends in found.down.items()}
        self.above: defaultdict[_Item, list[_Item]] = defaultdict(list)
        self.below: defaultdict[_Item, list[_Item]] = defaultdict(list)
        for way in self.ways.values():
            for upper, lower in pairwise(way):
                if upper not in self.above[lower]:
                    self.above[lower].append(upper)
                    self.below[upper].append(lower)
        self.rows: list[list[_Item]] = [[] for _ in range(max(found.of.values(), default=0) + 1)]
        for item in dict.fromkeys([*((node, found.of[node]) for node in boxes), *sorted(self._lanes())]):
            self.rows[item[1]].append(item)

    def _way(self, upper: str, lower: str) -> list[_Item]:
        first, last = self.found.of[upper], self.found.of[lower]
        return [*((upper, layer) for layer in range(first, last)), (lower, last)]

    def _lanes(self) -> set[_Item]:
        return {item for way in self.ways.values() for item in way if self._lane(item)}

    def _lane(self, item: _Item) -> bool:
        return self.found.of[item[0]] != item[1]

    def placed(self) -> Placed:
        self._order()
        self._columns()
        lines, tops = self._lines()
        boxes = {node: (self.x[node, layer] - PORT, tops[layer]) for node, layer in self.found.of.items()}
        xs = [x for x, _ in boxes.values()] + [x - _LANE for line in lines.values() for x, _ in line]
        rights = [x + self.boxes[node].width for node, (x, _) in boxes.items()]
        rights += [x + _LANE for line in lines.values() for x, _ in line]
        left = min(xs)
        return Placed(
            {node: (x - left, y) for node, (x, y) in boxes.items()},
            {pair: tuple((x - left, y) for x, y in line) for pair, line in lines.items()},
            max(rights) - left,
            max(y + self.boxes[node].height for node, (_, y) in boxes.items()),
        )

    def _order(self) -> None:
        """Sort each layer by where those stand that its nodes are joined to, downward, upward and downward again."""
        for joined, rows in ((self.above, self.rows), (self.below, self.rows[::-1]), (self.above, self.rows)):
            for before, row in pairwise(rows):
                place = {item: number for number, item in enumerate(before)}
                middle = {}
                for number, item in enumerate(row):
                    places = [place[other] for other in joined[item]]
                    middle[item] = sum(places) / len(places) if places else number
                row.sort(key=middle.__getitem__)

    def _columns(self) -> None:
        """Set each below the leftmost that leads to it, and each above the leftmost that it leads to."""
        self.x: dict[_Item, int] = {}
        for row in self.rows:
            self._pushed(row, dict.fromkeys(row, 0))
        for _ in range(_SWEEPS):
            for joined, other, rows in (
                (self.above, self.below, self.rows),
                (self.below, self.above, self.rows[::-1]),
            ):
                for row in rows:
                    near = {item: joined[item] or other[item] or [item] for item in row}
                    self._pushed(row, {item: min(self.x[each] for each in near[item]) for item in row})

    def _pushed(self, row: Sequence[_Item], wanted: Mapping[_Item, int]) -> None:
        """Set a row where it is wanted, each as far to the right as those before it need."""
        free: int | None = None
        for item in row:
            lane = self._lane(item)
            left, right = (_LANE, _LANE) if lane else (PORT, self.boxes[item[0]].width - PORT)
            self.x[item] = wanted[item] if free is None else max(wanted[item], free + left)
            free = self.x[item] + right + (_LANE if lane else GAP)

    def _lines(self) -> tuple[dict[Pair, tuple[Point, ...]], list[int]]:
        """Return the corners of each line, and where each row begins."""
        tops = [0]
        turns: dict[tuple[_Item, _Item], int] = {}
        ends: dict[tuple[_Item, _Item], int] = {}
        for row, lower in zip(self.rows, self.rows[1:], strict=False):
            bottom = tops[-1] + max(self.boxes[item[0]].height for item in row if not self._lane(item))
            for item in lower:
                self._arrivals(item, row, ends)
            tracks = self._tracks(row, ends)
            for upper, track in tracks.items():
                turns |= {(upper, each): bottom + _STUB + _TRACK * track for each in self.below[upper]}
            labels = max(self.boxes[item[0]].labels for item in lower if not self._lane(item))
            used = max(tracks.values(), default=-1) + 1
            tops.append(bottom + _STUB + _TRACK * used + labels + _HEAD)
        return {pair: self._corners(way, tops, turns, ends) for pair, way in self.ways.items()}, tops

    def _arrivals(self, item: _Item, row: Sequence[_Item], ends: dict[tuple[_Item, _Item], int]) -> None:
        """Note where lines reach an item: each at its own port, and never just below where another one leaves."""
        uppers = sorted(self.above[item], key=lambda upper: (self.x[upper], upper))
        if not uppers:
            return
        lane = self._lane(item)
        offsets = [0] if lane else [each - PORT for each in ports(self.boxes[item[0]].width, len(uppers))]
        for upper, offset in zip(uppers, offsets, strict=True):
            others = {self.x[other] for other in row if other != upper and self.below[other]}
            x = self.x[item] + offset
            shift = next((by for by in (0, 6, -6, 3) if not any(abs(x + by - each) < 3 for each in others)), 0)
            ends[upper, item] = x + shift
            if lane:
                self.x[item] = x + shift

    def _tracks(self, row: Sequence[_Item], ends: Mapping[tuple[_Item, _Item], int]) -> dict[_Item, int]:
        """Return on which track the lines of each item turn, of those whose lines turn: lines never lie on lines."""
        tracks: dict[_Item, int] = {}
        taken: list[list[Point]] = []
        for item in row:
            xs = [self.x[item], *(ends[item, lower] for lower in self.below[item])]
            first, last = min(xs) - _TRACK, max(xs) + _TRACK
            if len(set(xs)) == 1:
                continue
            free = (n for n, spans in enumerate(taken) if all(last < a or first > b for a, b in spans))
            tracks[item] = next(free, len(taken))
            if tracks[item] == len(taken):
                taken.append([])
            taken[tracks[item]].append((first, last))
        return tracks

    def _corners(
        self,
        way: Sequence[_Item],
        tops: Sequence[int],
        turns: Mapping[tuple[_Item, _Item], int],
        ends: Mapping[tuple[_Item, _Item], int],
    ) -> tuple[Point, ...]:
        node, layer = way[0]
        corners = [(self.x[way[0]], tops[layer] + self.boxes[node].height)]
        for upper, lower in pairwise(way):
            x, end = corners[-1][0], ends[upper, lower]
            if x != end:
                corners += [(x, turns[upper, lower]), (end, turns[upper, lower])]
        return (*corners, (corners[-1][0], tops[way[-1][1]]))
