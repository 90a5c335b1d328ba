"""A page as a person reads it in a terminal: who said what, speaker by speaker, every word with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from firsthand.cli.lines import hang
from firsthand.cli.terminal import Screen, Style, clean, columns, wrap
from firsthand.cli.wording import ACTS, KINDS, MADE, PEOPLE, TYPES, aged, count, heard, language, ranges, together
from firsthand.reading.credit import Credit
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Kind, PersonCircumstance, Statement
from firsthand.text import Document, Fragments, Span

_CREDITS = {
    "source": "the page took it from there",
    "told": "the words were said to it",
    "uploaded": "it uploaded the recording",
    "collected": "it collected the words",
    "wire": "news agency",
    "link": "linked",
    "embed": "shown inside the page",
    "forward": "forwarded from it",
}
_DASHES = "-–—―−"
_SURE = 0.5  # a reading less certain than this says so


@dataclass(slots=True)
class _Group:
    """What stands under one heading: a speaker, as far as the page shows who that is."""

    heading: str
    kind: Kind
    known: list[str] = field(default_factory=list)
    circumstances: list[PersonCircumstance] = field(default_factory=list)

    def add(self, statement: Statement) -> None:
        """Take in what a further statement tells of the speaker."""
        speaker = statement.speaker
        told = [clean(speaker.role or ""), aged(speaker.age)]
        self.known += [fact for fact in told if fact and fact not in self.known]
        self.circumstances += [each for each in speaker.circumstances if each not in self.circumstances]


def render(given: str, document: Document, reading: Reading, screen: Screen) -> str:
    """Return a document and its reading as lines, none wider than the screen, all ended.

    Nothing that the page holds can steer the terminal, and no statement is shortened.
    """
    return "".join(rendered(given, document, reading, screen))


def rendered(given: str, document: Document, reading: Reading, screen: Screen) -> Iterator[str]:
    """Yield what `render` returns line by line: of a page of many statements the whole is large."""
    for line in _Page(document, reading, screen).lines(given):
        yield f"{line}\n"


class _Page:
    """One page on one screen: what its parts need to know of each other."""

    def __init__(self, document: Document, reading: Reading, screen: Screen) -> None:
        self.document, self.reading, self.screen = document, reading, screen
        self.starts = [0, *(match.end() for match in re.finditer("\n", document.text))]
        self.groups: dict[Hashable, _Group] = {}
        for statement in reading.statements:
            kind = statement.speaker.kind
            self.groups.setdefault(_who(statement), _Group(self.heading(statement), kind)).add(statement)
        made = [set(statement.circumstances) for statement in reading.statements]
        self.common = set.intersection(*made) if made else set()
        parents = _parents(reading.statements)
        self.roots = [statement for statement in reading.statements if statement.id not in parents]
        self.inner: dict[str, list[Statement]] = {}
        for statement in reading.statements:
            if statement.id in parents:
                self.inner.setdefault(parents[statement.id], []).append(statement)
        self.indent = 4 + min(max((columns(clean(each.id)) for each in reading.statements), default=2), 8)

    def lines(self, given: str) -> Iterator[str]:
        """Yield the whole page."""
        yield from self.head(given)
        yield from self.section("Who said what", [each for each in self.roots if each.act == "speech"])
        yield from self.section("Thought, felt or planned", [each for each in self.roots if each.act != "speech"])
        yield from self.credits()
        if furniture := self.furniture():
            what = "line is" if len(furniture) == 1 else "lines are"
            yield ""
            yield from self.hang("", f"{len(furniture)} {what} not part of the article: {ranges(furniture)}", 0, "dim")

    def head(self, given: str) -> Iterator[str]:
        """Yield what the page is, what was read and what to be careful with."""
        yield from self.rule("━", clean(f"{self.document.id} · {given}"))
        yield ""
        document = self.document
        date = document.dates[0] if document.dates else None
        others = sorted({other.value for other in document.dates} - {document.published})
        claims: tuple[tuple[str | None, Style], ...] = (
            (document.title, "bold"),
            (together(document.outlet, document.byline and f"by {document.byline}"), ""),
            (
                together(date and f"{date.value} ({date.found})", others and f"elsewhere on it: {', '.join(others)}"),
                "",
            ),
            (document.url if document.url != given else None, "dim"),
        )
        for text, style in claims:
            if text:
                yield from self.hang("", clean(text), 0, style)
        if any(text for text, _ in claims):
            yield ""
        yield from self.hang("read", together(*self.counts()), 7, label_style="dim")
        for warning in self.warnings():
            yield from self.hang("care", warning, 7, "care", "care")
        for note in (*document.notes, *self.reading.notes):
            yield from self.hang("note", clean(note), 7, label_style="dim")

    def counts(self) -> Iterator[str]:
        """Yield the language and how many statements, speakers and credited hands there are."""
        said = language(self.document.language)
        yield f"{said}, {self.translated}" if self.translated else said
        spoken = [statement for statement in self.reading.statements if statement.act == "speech"]
        yield count(len(spoken), "statement")
        if who := {_who(statement) for statement in spoken} - {()}:
            named = sum(self.groups[each].kind == "named" for each in who)
            yield f"{count(len(who), 'speaker')}\u00a0({named}\u00a0named)"
        if credited := {credit.name for credit in self.reading.credits}:
            yield f"{count(len(credited), 'source')}\u00a0credited"

    @property
    def translated(self) -> str:
        """How sure it is that the page is a translation; empty where nothing says so."""
        if self.document.translated:
            return "translated"
        marked = any("translated" in statement.circumstances for statement in self.reading.statements)
        return "probably translated" if marked else ""

    def warnings(self) -> Iterator[str]:
        """Yield what has to be known before anything of this page is published."""
        for circumstance, (one, many) in PEOPLE.items():
            if touched := sum(circumstance in group.circumstances for group in self.groups.values()):
                who = f"1 speaker is a {one}" if touched == 1 else f"{touched} speakers are {many}"
                yield f"{who}: publish nothing that tells who, until somebody has decided"
        if self.translated:
            yield "not the speakers’ own words: translated at least once; do not put back into quotation marks"
        for made in sorted(self.common - {"translated"}):
            yield f"all statements: {MADE[made]}"

    def section(self, title: str, statements: Sequence[Statement]) -> Iterator[str]:
        """Yield statements under their speakers, each with those that stand inside its words."""
        if not statements:
            return
        yield ""
        yield from self.rule("─", title)
        under: dict[Hashable, list[Statement]] = {}
        for statement in statements:
            under.setdefault(_who(statement), []).append(statement)
        for who, roots in under.items():
            yield ""
            yield from self.speaker(self.groups[who])
            for root in roots:
                waiting = [(root, 0)]
                while waiting:
                    statement, depth = waiting.pop()
                    yield from self.statement(statement, depth)
                    waiting += [(each, depth + 1) for each in reversed(self.inner.get(statement.id, ()))]

    def speaker(self, group: _Group) -> Iterator[str]:
        """Yield a heading: the name, or the page's own words for somebody it does not name, and what is known."""
        yield from self.hang("", group.heading, 0, "bold")
        kind = "" if group is self.groups.get(()) else KINDS[group.kind]
        if known := together(kind, *group.known):
            yield from self.hang("", known, 0)
        if group.circumstances:
            yield from self.hang("", self.guarded(group), 0, "care")

    def guarded(self, group: _Group) -> str:
        """Say why somebody is protected and what that asks for."""
        ask = "do not publish the name" if group.kind == "named" else "do not publish who it is"
        return f"{'; '.join(PEOPLE[each][0] for each in group.circumstances)} — {ask}"

    def statement(self, statement: Statement, depth: int) -> Iterator[str]:
        """Yield the words, whole, and below them how they stand in the page and where."""
        label, margin = clean(statement.id), 2 + 4 * min(depth, 4)
        indent = margin - 2 + self.indent
        seconds = self.document.seconds(statement.content)
        yield from self.hang(" " * margin + label, self.words(statement.content), indent, label_style="id")
        about = [heard(seconds) if seconds else TYPES[statement.type], ACTS[statement.act]]
        if statement.type == "direct" and not seconds and self.after_dash(statement):
            about[0] = "after a dash of speech"
        if depth:
            about.insert(0, self.inside(statement))
        about += [MADE[each] for each in statement.circumstances if each not in self.common]
        if reporting := self.reporting(statement):
            about.append(f"“{reporting}”")
        if statement.score < _SURE:
            about.append(f"reading certainty (not truth) {statement.score:.0%}")
        about.append(self.place(statement.content))
        yield from self.hang("", together(*about), indent, "dim")

    def inside(self, statement: Statement) -> str:
        """Say in whose words a statement stands, and whose it is."""
        group = self.groups[_who(statement)]
        by = f"by {group.heading}" if _who(statement) else "speaker not named"
        guarded = f" ({self.guarded(group)})" if group.circumstances else ""
        return f"inside {clean(statement.within or '')}, {by}{guarded}"

    def heading(self, statement: Statement) -> str:
        """Name a speaker: unnamed ones by the words that the page has for them, never by a number."""
        speaker = statement.speaker
        if speaker.name:
            return clean(speaker.name)
        words = self.words((speaker.mention,) if speaker.mention else statement.source)
        return f"“{words}”" if words else "The page does not say who"

    def reporting(self, statement: Statement) -> str:
        """Return the words that report: the cue, with the source's where the heading has not just said them."""
        heading = self.groups[_who(statement)].heading.strip("“”")
        source = () if self.words(statement.source) == heading else statement.source
        return self.words(tuple(sorted((*source, *statement.cue))))

    def after_dash(self, statement: Statement) -> bool:
        """Tell whether the words are introduced by a dash of dialogue instead of standing in quotation marks."""
        start = statement.content[0].start
        return self.document.text[max(0, start - 8) : start + 1].rstrip()[:-1].rstrip().endswith(tuple(_DASHES))

    def words(self, fragments: Fragments) -> str:
        """Return the pieces as one line, with “ … ” where the page has other words between them."""
        text, end, said = self.document.text, None, ""
        for span in fragments:
            gap = "" if end is None else " " if not text[end : span.start].strip() else " … "
            said += gap + clean(span.of(text))
            end = span.end
        return said.strip()

    def place(self, fragments: Fragments) -> str:
        """Return line and offsets: `line 3 [120–148, 160–171]`."""
        lines = sorted({bisect_right(self.starts, span.start) for span in fragments})
        offsets = ", ".join(f"{span.start}–{span.end}" for span in fragments)
        return f"line\u00a0{ranges(lines)}\u00a0[{offsets}]"

    def credits(self) -> Iterator[str]:
        """Yield the other hands that the page names, with what it took from them."""
        hands: dict[tuple[str, str], list[Credit]] = {}
        for credit in self.reading.credits:
            hands.setdefault((credit.name, credit.kind), []).append(credit)
        if hands:
            yield ""
            yield from self.rule("─", "Sources this page names")
            yield ""
        for (name, kind), named in hands.items():
            covered = {each for credit in named for each in credit.covers}
            words = tuple(sorted({span for credit in named for span in credit.words}))
            about = [_CREDITS[kind], self.covered(covered), self.place(words) if words else ""]
            yield from self.hang("", clean(name), 2)
            yield from self.hang("", together(*about), 4, "dim")

    def covered(self, ids: set[str]) -> str:
        """Name statements: `s1, s2, s5`, or all of them."""
        every = [statement.id for statement in self.reading.statements]
        if not ids:
            return ""
        return (
            "covers every statement"
            if ids >= set(every)
            else f"covers {clean(', '.join(i for i in every if i in ids))}"
        )

    def furniture(self) -> list[int]:
        """Return the numbers of the lines, not blank, of which more than half is marked as furniture."""
        text, spans, found = self.document.text, list(self.document.furniture), []
        ends = [*self.starts[1:], len(text) + 1]
        at = 0
        for number, (start, after) in enumerate(zip(self.starts, ends, strict=True), 1):
            end = after - 1
            while at < len(spans) and spans[at].end <= start:
                at += 1
            marked, look = 0, at
            while look < len(spans) and spans[look].start < end:
                marked += min(spans[look].end, end) - max(spans[look].start, start)
                look += 1
            if 2 * marked > end - start and text[start:end].strip():
                found.append(number)
        return found

    def rule(self, mark: str, title: str) -> Iterator[str]:
        """Yield a line across the screen with a title in it."""
        *lines, last = self.hang(mark * 2, title, 3, "bold", "dim")
        room = self.screen.width - 3 - columns(list(wrap(title, self.screen.width - 3))[-1] if title else "")
        yield from lines
        yield last + " " + self.screen.paint(mark * (room - 1), "dim") if room > 1 else last

    def hang(self, label: str, text: str, indent: int, style: Style = "", label_style: Style = "") -> Iterator[str]:
        """Yield a label and beside it a text, as `lines.hang` does."""
        return hang(self.screen, label, text, indent, style, label_style)


def _who(statement: Statement) -> str | Span | Fragments:
    """Tell speakers apart: one name is one speaker, one mention is one; without either, one source is. () is nobody."""
    return statement.speaker.name or statement.speaker.mention or statement.source


def _parents(statements: Sequence[Statement]) -> dict[str, str]:
    """Map a statement's id to that of the one whose words it stands in, where that one exists and no circle arises."""
    within = {statement.id: statement.within for statement in statements}
    parents: dict[str, str] = {}
    for name, parent in within.items():
        above = parent
        while above is not None and above != name and above in within:
            above = parents.get(above)
        if parent is not None and parent in within and above != name:
            parents[name] = parent
    return parents
