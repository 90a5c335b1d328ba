"""Trails as lines: a statement's way, drawn from the page that was asked about back to the mouth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from firsthand.cli.lines import hang
from firsthand.cli.listing import plain, short, who
from firsthand.cli.terminal import Screen, clean
from firsthand.cli.wording import PEOPLE, count, dated, language, together

if TYPE_CHECKING:
    from firsthand.archive.trails import Followed
    from firsthand.linking.changes import Change
    from firsthand.linking.trail import Edge

_STEP = "   "
_KINDS = {
    "credit": "credits it",
    "link": "links to it",
    "embed": "shows it",
    "forward": "forwarded from it",
    "copy": "has its words",
    "translation": "translates it",
    "echo": "tells the same",
}


def clock(seconds: float) -> str:
    """Return a place in a recording as players show it.

    >>> clock(42), clock(3725.5)
    ('0:42', '1:02:05')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def trail_lines(followed: Followed, screen: Screen) -> Iterator[str]:
    """Yield the trail of a statement as a tree of pages, and what it comes to."""
    said = followed.records[followed.statement]
    yield from hang(screen, "", said["words"], 0)
    yield from hang(screen, "", who(said), 0, "bold")
    if told := [PEOPLE[each][0] for each in PEOPLE if each in said["speaker"]["circumstances"]]:
        ask = "do not publish the name" if said["speaker"]["name"] else "do not publish who it is"
        yield from hang(screen, "", f"{'; '.join(told)} — {ask}", 0, "care")
    yield ""
    drawn = _Drawn(followed, screen)
    asked = next(a.page for a in followed.trail.appearances if a.statement == followed.statement)
    yield from drawn.page(asked, "")
    if others := [one for one in followed.pages if one not in drawn.seen]:
        yield ""
        yield screen.paint("elsewhere", "dim")
        for one in others:
            if one not in drawn.seen:
                yield from drawn.page(one, "")
    yield ""
    yield from _sum(followed, screen)


class _Drawn:
    """Draws each page once."""

    def __init__(self, followed: Followed, screen: Screen) -> None:
        self.followed, self.screen = followed, screen
        self.seen: set[UUID] = set()
        self.told: dict[UUID, list[UUID]] = defaultdict(list)
        self.hands: dict[UUID, int | None] = {}
        for each in followed.trail.appearances:
            self.told[each.page].append(each.statement)
            self.hands[each.page] = each.hand
        self.into: dict[UUID, list[Edge[UUID]]] = defaultdict(list)
        for edge in followed.trail.edges:
            self.into[edge.farther].append(edge)

    def page(self, one: UUID, pad: str) -> Iterator[str]:
        """Yield a page and, below it, those from which it has the words."""
        again = one in self.seen
        self.seen.add(one)
        yield from self._head(one, pad, again=again)
        if again:
            return
        nearer: dict[UUID, list[Edge[UUID]]] = defaultdict(list)
        for edge in self.into[one]:
            nearer[edge.nearer].append(edge)
        for origin, edges in nearer.items():
            deep = pad
            for name in reversed(edges[0].via):
                yield from hang(self.screen, "", f"{deep}└─ {name}: named, not held", 0, "care")
                deep += _STEP
            for edge in edges:
                why = " · ".join(edge.evidence[:1])
                by = self.followed.decided_by(edge)
                said = together(f": {why}" if why else "", by and f"confirmed by {clean(by)}")
                yield from self._line(f"{deep}└ {_KINDS[edge.kind]}", said, "dim")
            yield from self.page(origin, deep + _STEP)

    def _head(self, one: UUID, pad: str, *, again: bool) -> Iterator[str]:
        page = self.followed.pages[one]
        told = {each.id: each for each in page.statements}
        first = told[self.told[one][0]]
        hand = self.hands[one]
        times = [each.seconds for name in self.told[one] if (each := told[name]).seconds]
        place = f"at {clock(times[0][0])}" if times else ""
        held = "RECORDING HELD" if page.record else ""
        steps = f"at least {count(hand, 'hand')} from the mouth" if hand and hand > 1 else ""
        yield from self._line(
            f"{pad}{page.name}",
            f"  {together(place, held, language(page.language), dated(page.published), steps)}",
            "bold",
        )
        if again:
            yield from self._line(f"{pad}(above)", "", "dim")
        else:
            yield from self._line(f"{pad}{short(str(first.id))}", f"  {first.words}", "id")

    def _line(self, label: str, text: str, style: Any) -> Iterator[str]:
        pad = len(label) - len(label.lstrip(" "))
        words = label.strip()
        for number, line in enumerate(hang(self.screen, "", f"{words}{text}", pad)):
            yield self.screen.paint(line, style) if number == 0 and style == "dim" else line


def _sum(followed: Followed, screen: Screen) -> Iterator[str]:
    found = followed.trail
    pages = plain(len(followed.pages), "page")
    proved = plain(found.origins.proved, "independent source")
    possible = f", {found.origins.possible} possible" if found.origins.possible > found.origins.proved else ""
    yield from hang(screen, "", f"{pages}, {proved} proved{possible}", 0, "bold")
    for why in found.origins.why:
        yield from hang(screen, "", why, 2)
    first = [followed.pages[one] for one in found.first_hand]
    if not first:
        earliest = followed.pages[found.earliest]
        words = f"no first hand is held; earliest found: {earliest.name}"
        yield from hang(screen, "", together(words, dated(earliest.published)), 0)
    if first and followed.statement not in {told.id for page in first for told in page.statements}:
        own = followed.pages[next(a.page for a in found.appearances if a.statement == followed.statement)]
        if any((page.language or "") != (own.language or "") for page in first):
            yield from hang(
                screen,
                "",
                "not the speaker's own words: translated; do not put them back into quotation marks",
                0,
                "care",
            )
    if followed.changed:
        yield ""
        yield screen.paint("what changed on the way", "dim")
    for each in followed.changed:
        yield from _change(each, screen)
    if found.missing:
        yield ""
    for name in found.missing:
        yield from hang(screen, "", f"missing: {name} is named and not held", 0, "care")


def _change(each: Change, screen: Screen) -> Iterator[str]:
    """Yield one thing that the last page has otherwise than the first."""
    words = " ← ".join(f"“{clean(part)}”" for part in (each.after, each.before) if part)
    yield from hang(screen, "", f"{each.kind}: {words}" if words else each.kind, 2)


def missing_lines(listed: Iterable[Mapping[str, Any]], screen: Screen) -> Iterator[str]:
    """Yield the hands that nobody holds."""
    for record in listed:
        near = f"about {dated(record['near'])}" if record["near"] else ""
        by = f"{count(len(record['credited_by']), 'page')} credit{'s' if len(record['credited_by']) == 1 else ''} it"
        yield from hang(screen, "", clean(record["name"]), 0, "bold")
        ids = ", ".join(map(short, record["credited_by"]))
        yield from hang(screen, "", together(near, by, ids), 2, "dim")
