"""Drawing: a trail as SVG, from the mouth at the top down to the pages that tell it.

It is read without script or style of its own: the classes are those of `static/desk/trail.css`. Every page is a link;
what the lines say is in the links' names too, for those who hear the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from firsthand.desk.layers import GAP, LABELLED, PORT, Box, Layers, Pair, Placed, Point, layers, place, ports
from firsthand.desk.lettering import legible, measured, runs_leftward, wrapped
from firsthand.linking.outlets import same_outlet
from firsthand.linking.trail import SAID, EdgeKind

if TYPE_CHECKING:
    from firsthand.archive.trails import Followed
    from firsthand.linking.page import Page
    from firsthand.linking.trail import Appearance

NodeKind = Literal["recording", "page", "missing"]
ArrowKind = EdgeKind | Literal["named"]
"""Why a line is drawn: an edge of the trail, or a name that a page gives and of which nothing is held."""

_MARGIN: Final = 4  # around all, so that a focused box is not cut
_NARROW: Final = 152  # two boxes beside each other fit a phone
_ALONE: Final = 272
_ROW: Final = 960  # beyond it, what is not joined goes below, not beside
_PAD: Final = 12
_LABEL, _LABEL_LINE = 14, 18
_SMALL, _SMALL_LINE = 12, 16
_LABEL_LINES, _SMALL_LINES, _WHY_LINES = 2, 2, 3
_BOLD: Final = 1.1
"""How much wider bold letters are."""
_HAND_HEIGHT: Final = 20
_CORNER: Final = 5
_HEAD: Final = 4.5
_SORTS: Final = ("named", "found", "said")
_BETWEEN: Final = 28  # what is not joined


@dataclass(frozen=True, slots=True)
class Node:
    """A page on the trail, a recording, or a hand that is named and not held."""

    id: str
    label: str
    sublabel: str
    """Lines below the label, each of which is broken and cut to fit."""
    kind: NodeKind
    hand: int | None
    """How many hands it is from the mouth, at least."""
    asked: bool
    """Whether it is the page that was asked about."""
    href: str | None
    spoken: str = ""
    """What else its name says where it is heard, or pointed at."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """Words went from one node to another."""

    nearer: str
    farther: str
    kind: ArrowKind
    label: str
    """What the farther one does: “credits it”."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on a trail, in the language of its reader."""

    arrows: Mapping[ArrowKind, str] = field(
        default_factory=lambda: {
            "credit": "credits it",
            "link": "links to it",
            "embed": "shows it",
            "forward": "forwarded it",
            "copy": "has its words",
            "translation": "translates it",
            "echo": "tells the same",
            "named": "names it",
        }
    )
    asked: str = "asked about"
    recording: str = "recording held"
    missing: str = "named, not held"
    hands: Callable[[int], str] = lambda number: (
        f"at least {number} {'hand' if number == 1 else 'hands'} from the mouth"
    )
    page: Callable[[Page[UUID]], str] = lambda page: "\u00a0· ".join(
        each for each in (page.language, (page.published or "")[:10]) if each
    )
    """The language and the date of a page."""


ENGLISH: Final = Words()


def trail_drawn(
    followed: Followed, *, href: Callable[[Appearance[UUID]], str | None], words: Words = ENGLISH
) -> tuple[tuple[Node, ...], tuple[Arrow, ...]]:
    """Return what is drawn of a trail: its pages, and the hands between them that are named and not held.

    A hand that several pages name is one node. The line down to it says why its two neighbours are joined.

    Args:
        followed: The trail of a statement.
        href: Where the statement is shown as one page tells it; None where it is not.
        words: What is written on it.
    """
    nodes: dict[str, Node] = {}
    for each in followed.trail.appearances:
        page, name = followed.pages[each.page], str(each.page)
        asked = each.statement == followed.statement
        if name not in nodes or asked:
            told = next(told for told in page.statements if told.id == each.statement)
            kind: NodeKind = "recording" if page.record else "page"
            nodes[name] = Node(
                name,
                page.name,
                _below(page, told.seconds, asked=asked, words=words),
                kind,
                each.hand,
                asked,
                href(each),
                words.hands(each.hand) if each.hand and each.hand > 1 else "",
            )
    arrows: list[Arrow] = []
    shown_there = {(edge.nearer, edge.farther) for edge in followed.trail.edges if edge.kind in ("embed", "forward")}
    for edge in followed.trail.edges:
        if edge.kind == "link" and (edge.nearer, edge.farther) in shown_there:
            continue  # it says no more than they do
        hands = []
        for via in edge.via:
            shown = next((known for known in followed.trail.missing if same_outlet(known, via)), via)
            hands.append(f"missing {shown}")
            nodes.setdefault(hands[-1], Node(hands[-1], shown, words.missing, "missing", None, False, None))
        ends = [str(edge.nearer), *hands, str(edge.farther)]
        arrows.append(Arrow(ends[0], ends[1], edge.kind, words.arrows[edge.kind]))
        arrows += (Arrow(a, b, "named", words.arrows["named"]) for a, b in pairwise(ends[1:]))
    return tuple(nodes.values()), tuple(dict.fromkeys(arrows))


def _below(page: Page[UUID], seconds: tuple[float, float] | None, *, asked: bool, words: Words) -> str:
    held = [words.recording] if page.record else []
    if seconds:
        minutes, rest = divmod(int(seconds[0]), 60)
        held.append(f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}")
    lines = (words.page(page), "\u00a0· ".join(held), words.asked if asked else "")
    return "\n".join(line for line in lines if line)


def draw(
    nodes: Sequence[Node], arrows: Sequence[Arrow], *, title: str, describes: str, elsewhere: str = "elsewhere"
) -> str:
    """Return a trail as an SVG element.

    Args:
        nodes: Each once, in the order in which they stand side by side where no arrow decides.
        arrows: Between these nodes. Several between the same two are one line with all their labels.
        title: What the drawing is called.
        describes: What it shows, in a sentence, for those who do not see it.
        elsewhere: The heading over pages that nothing joins to the others.

    Raises:
        ValueError: Two nodes have one id, or an arrow ends at none.
    """
    known = {node.id for node in nodes}
    if len(known) < len(nodes):
        raise ValueError("two nodes have one id")
    if strange := {end for arrow in arrows for end in (arrow.nearer, arrow.farther)} - known:
        raise ValueError(f"an arrow ends at {min(strange)!r}, and there is no such node")
    arrows = [arrow for arrow in arrows if arrow.nearer != arrow.farther]
    parts, loose = _parts([_clean(node) for node in nodes], arrows)
    base = _ALONE if len(parts) == 1 and not _broad(*parts[0]) else _NARROW
    drawn = [_Part(*part, base) for part in parts]
    lines, boxes, width, height = _beside(drawn)
    if loose:
        columns = max(2, (width + GAP) // (_NARROW + GAP))
        if drawn:
            height += _BETWEEN
            boxes.append(_heading(legible(elsewhere), height))
            height += _SMALL_LINE + 16
        single = [_Part([node], [], _NARROW) for node in loose]
        for start in range(0, len(single), columns):
            row = single[start : start + columns]
            for number, part in enumerate(row):
                boxes += part.boxes(number * (_NARROW + GAP), height)
            height += max(part.height for part in row) + GAP
            width = max(width, len(row) * (_NARROW + GAP) - GAP)
        height -= GAP
    view = f"{-_MARGIN} {-_MARGIN - _HAND_HEIGHT // 2} {width + 2 * _MARGIN} {height + 2 * _MARGIN + _HAND_HEIGHT // 2}"
    size = f'width="{width + 2 * _MARGIN}" height="{height + 2 * _MARGIN + _HAND_HEIGHT // 2}"'
    role = "group" if any(node.href for node in nodes) else "img"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="trail" role="{role}" '
            f'aria-label="{_escaped(title)}" viewBox="{view}" {size}>',
            f"<title>{_escaped(title)}</title>",
            f"<desc>{_escaped(describes)}</desc>",
            '<g class="trail-lines" aria-hidden="true">',
            *lines,
            "</g>",
            *boxes,
            "</svg>",
            "",
        )
    )


def _clean(node: Node) -> Node:
    lines = map(legible, node.sublabel.split("\n"))
    return replace(
        node,
        label=legible(node.label),
        sublabel="\n".join(line for line in lines if line),
        spoken=legible(node.spoken),
    )


def _escaped(text: str) -> str:
    return escape(legible(text))


def _parts(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> tuple[list[tuple[list[Node], list[Arrow]]], list[Node]]:
    """Return what arrows join, that with the page asked about first, and the pages that none reaches.

    A recording, and the page that was asked about, are never beside the matter: each is a part of its own.
    """
    joined: defaultdict[str, list[str]] = defaultdict(list)
    for arrow in arrows:
        joined[arrow.nearer].append(arrow.farther)
        joined[arrow.farther].append(arrow.nearer)
    of: dict[str, int] = {}
    for number, node in enumerate(nodes):
        waiting = [] if node.id in of else [node.id]
        while waiting:
            here = waiting.pop()
            if here not in of:
                of[here] = number
                waiting += joined[here]
    groups = [[node for node in nodes if of[node.id] == number] for number in dict.fromkeys(of[n.id] for n in nodes)]
    groups.sort(key=lambda group: not any(node.asked for node in group))
    kept = [group for group in groups if len(group) > 1 or group[0].kind == "recording" or group[0].asked]
    if not kept and len(groups) == 1:
        kept = groups
    parts = [(group, [arrow for arrow in arrows if of[arrow.nearer] == of[group[0].id]]) for group in kept]
    return parts, [group[0] for group in groups if group not in kept]


def _asked_first(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> list[Node]:
    """Put those first through which the words came to the page that was asked about: their line is the straight one."""
    way, waiting = set(), [node.id for node in nodes if node.asked]
    while waiting:
        here = waiting.pop()
        if here not in way:
            way.add(here)
            waiting += (arrow.nearer for arrow in arrows if arrow.farther == here)
    return sorted(nodes, key=lambda node: node.id not in way)


def _broad(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> bool:
    """Tell whether boxes come to stand beside each other."""
    found = _layered(nodes, arrows).of
    return len(set(found.values())) < len(found)


def _layered(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> Layers:
    return layers([node.id for node in nodes], [(arrow.nearer, arrow.farther) for arrow in arrows])


def _beside(parts: Sequence[_Part]) -> tuple[list[str], list[str], int, int]:
    """Draw what is not joined side by side, in rows: lines, boxes, width and height."""
    lines: list[str] = []
    boxes: list[str] = []
    width = height = x = y = 0
    for part in parts:
        if x and x + part.width > _ROW:
            x, y = 0, height + _BETWEEN
        lines += part.lines(x, y)
        boxes += part.boxes(x, y)
        width, height = max(width, x + part.width), max(height, y + part.height)
        x += part.width + GAP
    return lines, boxes, width, height


def _heading(text: str, y: int) -> str:
    return (
        f'<text class="trail-elsewhere" x="0" y="{y + _SMALL}" font-size="{_SMALL}" fill="currentColor">'
        f"{escape(text)}</text>"
    )


@dataclass(frozen=True, slots=True)
class _Lettered:
    """A node with its text broken into lines."""

    node: Node
    label: tuple[str, ...]
    below: tuple[str, ...]
    box: Box


class _Part:
    """Nodes and the arrows that join them, laid out."""

    def __init__(self, nodes: Sequence[Node], arrows: Sequence[Arrow], base: int) -> None:
        self.arrows: defaultdict[Pair, list[Arrow]] = defaultdict(list)
        for arrow in arrows:
            self.arrows[arrow.nearer, arrow.farther].append(arrow)
        nodes = _asked_first(nodes, arrows)
        self.found = _layered(nodes, arrows)
        self.into = self.found.into()
        self.names = {node.id: node.label for node in nodes}
        self.why: dict[Pair, tuple[str, ...]] = {}
        self.nodes = {node.id: self._lettered(node, base) for node in nodes}
        self.at: Placed = place(self.found, {name: node.box for name, node in self.nodes.items()})
        self.width, self.height = self.at.width, self.at.height

    def _lettered(self, node: Node, base: int) -> _Lettered:
        count = self.into[node.id]
        width = max(base, PORT + count * ((_NARROW - PORT) // 2) if count <= LABELLED else PORT * (count + 4))
        inner = width - 2 * _PAD
        label = wrapped(node.label, _LABEL * _BOLD, width=inner, lines=_LABEL_LINES)
        below = tuple(
            line
            for part in node.sublabel.split("\n")
            for line in wrapped(part, _SMALL, width=inner, lines=_SMALL_LINES)
        )
        room = [*ports(width, count), width][1] - PORT - 10 if count else 0
        lines = 0
        for pair in self._down_to(node.id) if count <= LABELLED else ():
            self.why[pair] = wrapped(self._told(pair), _SMALL, width=room, lines=_WHY_LINES)
            lines = max(lines, len(self.why[pair]))
        height = 2 * _PAD - 4 + len(label) * _LABEL_LINE + len(below) * _SMALL_LINE
        return _Lettered(node, label, below, Box(width, height, lines * _SMALL_LINE))

    def _down_to(self, node: str) -> list[Pair]:
        return list(dict.fromkeys(ends for ends in self.found.down.values() if ends[1] == node))

    def _told(self, ends: Pair) -> str:
        """Return what all arrows between two nodes say, whichever way they point."""
        return _together(*self.arrows.get(ends, ()), *self.arrows.get(ends[::-1], ()))

    def lines(self, x: int, y: int) -> Iterator[str]:
        """Draw the arrows: those last that pages declare, so that they lie over others on the way they share."""
        sorts = {pair: self._sort(pair) for pair in self.at.lines}
        for pair in sorted(sorts, key=lambda pair: _SORTS.index(sorts[pair])):
            points = [(a + x, b + y) for a, b in self.at.lines[pair]]
            upward = self.found.down[pair] != pair
            nearer, farther = (escape(self.names[end]) for end in pair)
            yield f'<g class="trail-arrow trail-{sorts[pair]}">'
            yield f"<title>{nearer} → {farther}: {escape(_together(*self.arrows[pair]))}</title>"
            yield f'<path class="trail-line" fill="none" stroke="currentColor" d="{_path(points)}"/>'
            yield f'<path class="trail-head" fill="currentColor" d="{_head(points, upward=upward)}"/>'
            if not upward or pair[::-1] not in self.arrows:
                yield from self._why(self.found.down[pair], points[-1])
            yield "</g>"

    def _sort(self, pair: Pair) -> str:
        """Tell how a line is drawn: pages declare it, or it is found in words, or it leads through what is not held."""
        kinds = {arrow.kind for arrow in self.arrows[pair]}
        if kinds == {"named"} or any(self.nodes[end].node.kind == "missing" for end in pair):
            return "named"
        return "said" if kinds & SAID else "found"

    def _why(self, ends: Pair, at: Point) -> Iterator[str]:
        lines = self.why.get(ends, ())
        room = self.nodes[ends[1]].box.width // max(1, self.into[ends[1]]) - 16
        for number, line in enumerate(lines):
            y = at[1] - 14 - (len(lines) - 1 - number) * _SMALL_LINE
            yield _text("trail-why", line, at[0] + 8, y, _SMALL, width=min(room, round(measured(line, _SMALL))))

    def boxes(self, x: int, y: int) -> Iterator[str]:
        """Draw the nodes, as links where they lead somewhere."""
        for name, lettered in self.nodes.items():
            node = lettered.node
            left, top = self.at.boxes[name]
            asked, current = (" trail-asked", ' aria-current="true"') if node.asked else ("", "")
            opening = f'a href="{escape(node.href)}"{current}' if node.href else "g"
            yield f'<{opening} class="trail-node trail-{node.kind}{asked}">'
            yield f"<title>{escape(self._name(node))}</title>"
            yield from _box(lettered, left + x, top + y)
            yield f"</{'a' if node.href else 'g'}>"

    def _name(self, node: Node) -> str:
        """Return all that is known of a node: it may be cut in the drawing."""
        into = [pair for pair in self.arrows if pair[1] == node.id]
        why = (f"{_together(*self.arrows[pair])}: {self.names[pair[0]]}" for pair in into)
        return "; ".join(filter(None, (node.label, *node.sublabel.split("\n"), node.spoken, *why)))


def _together(*arrows: Arrow) -> str:
    """Join what arrows say; a line may end between two of them, not within one."""
    told = dict.fromkeys(legible(arrow.label).replace(" ", "\u00a0") for arrow in arrows)
    return "\u00a0· ".join(filter(None, told))


def _box(lettered: _Lettered, x: int, y: int) -> Iterator[str]:
    box, node = lettered.box, lettered.node
    yield (
        f'<rect class="trail-box" x="{x}" y="{y}" width="{box.width}" height="{box.height}" rx="8" '
        'fill="none" stroke="currentColor"/>'
    )
    at = y + _PAD - 6
    for line in lettered.label:
        at += _LABEL_LINE
        yield _text("trail-label", line, x + _PAD, at, _LABEL, width=box.width - 2 * _PAD)
    for line in lettered.below:
        at += _SMALL_LINE
        yield _text("trail-below", line, x + _PAD, at, _SMALL, width=box.width - 2 * _PAD)
    if node.hand is not None:
        told = str(node.hand) if node.hand == 1 else f"≥{node.hand}"
        wide = max(_HAND_HEIGHT, 12 + 7 * len(told))
        left, top = x + box.width - _PAD - wide, y - _HAND_HEIGHT // 2
        yield (
            f'<rect class="trail-hand" x="{left}" y="{top}" width="{wide}" height="{_HAND_HEIGHT}" '
            f'rx="{_HAND_HEIGHT // 2}" fill="none" stroke="currentColor"/>'
        )
        yield (
            f'<text class="trail-number" x="{left + wide / 2:g}" y="{y + 4}" font-size="{_SMALL}" '
            f'text-anchor="middle" fill="currentColor">{told}</text>'
        )


def _text(name: str, line: str, x: int, y: int, size: int, *, width: int) -> str:
    """Write one line, at the side where its language begins."""
    leftward = runs_leftward(line)
    begins = f'x="{x + width}" y="{y}" direction="rtl"' if leftward else f'x="{x}" y="{y}"'
    return f'<text class="{name}" {begins} font-size="{size}" fill="currentColor">{escape(line)}</text>'


def _path(points: Sequence[Point]) -> str:
    """Return a line with rounded corners as SVG path data."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        r = min(_CORNER, *(_far(here, other) / 2 for other in (before, after)))
        a, b = _toward(here, before, r), _toward(here, after, r)
        steps.append(f"L{a}Q{here[0]} {here[1]} {b}")
    return "".join(steps) + f"L{points[-1][0]} {points[-1][1]}"


def _far(a: Point, b: Point) -> int:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _toward(a: Point, b: Point, by: float) -> str:
    """Return the point that is `by` away from one, on a level or upright way to another."""
    far = max(1, _far(a, b))
    return f"{a[0] + (b[0] - a[0]) * by / far:g} {a[1] + (b[1] - a[1]) * by / far:g}"


def _head(points: Sequence[Point], *, upward: bool) -> str:
    x, y = points[0] if upward else points[-1]
    back = y + 2 * _HEAD if upward else y - 2 * _HEAD
    return f"M{x} {y}L{x - _HEAD:g} {back:g}L{x + _HEAD:g} {back:g}Z"
