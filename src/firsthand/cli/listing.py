"""Lists for a person: statements under their documents, people, each with an id to go on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from firsthand.cli.render import _ACTS, _KINDS, _MADE, _PEOPLE, count
from firsthand.cli.terminal import Screen, Style, clean, columns, wrap

if TYPE_CHECKING:
    from firsthand.archive.questions import Listed

_SHORT = 8
_INDENT = 12
SHOWN = {"open": "may be shown", "withheld": "withheld", "undecided": "undecided"}


def short(name: str) -> str:
    """Return what of an id is enough to type; `find` asks for more where it is not."""
    return name[:_SHORT]


def hang(
    screen: Screen, label: str, text: str, indent: int = _INDENT, style: Style = "", label_style: Style = "id"
) -> Iterator[str]:
    """Yield a label and, from column `indent` on, a text that nothing in it can break out of, wrapped to the screen."""
    indent = max(indent, columns(label) + 1) if label else indent
    for number, line in enumerate(list(wrap(clean(text), screen.width - indent)) or [""]):
        head = screen.paint(label, label_style) + " " * (indent - columns(label)) if number == 0 else " " * indent
        yield (head + screen.paint(line.replace("\u00a0", " "), style)).rstrip()


def statement_lines(listed: Iterable[Listed], screen: Screen) -> Iterator[str]:
    """Yield statements as lines under their documents, and in the end how many there were."""
    number, documents = 0, 0
    for _, together_in in groupby(listed, key=lambda each: each.record["document"]):
        for place, each in enumerate(together_in):
            if place == 0:
                documents += 1
                if number:
                    yield ""
                yield from _document(each.record, each.title, screen)
            number += 1
            yield ""
            yield from _statement(each.record, screen)
    if number:
        yield ""
        yield screen.paint(f"{plain(number, 'statement')} in {plain(documents, 'document')}", "dim")


def people_lines(people: Sequence[Mapping[str, Any]], screen: Screen) -> Iterator[str]:
    """Yield persons as lines."""
    for record in people:
        yield from hang(screen, f"  {short(record['id'])}", record["name"], style="bold")
        if others := record["names"][1:]:
            yield from hang(screen, "", f"also {', '.join(others)}")
        yield from protection(record["circumstances"], screen)
        yield from hang(
            screen, "", together(count(record["statements"], "statement"), SHOWN[record["visibility"]]), style="dim"
        )
    if people:
        yield ""
        yield screen.paint(f"{len(people)} {'person' if len(people) == 1 else 'people'}", "dim")


def protection(circumstances: Iterable[str], screen: Screen) -> Iterator[str]:
    """Yield why somebody is protected, if anything says so."""
    if told := "; ".join(_PEOPLE[each][0] for each in _PEOPLE if each in circumstances):
        yield from hang(screen, "", told, style="care")


def standing(record: Mapping[str, Any]) -> str:
    """Say what was decided about a statement, and by whom."""
    status = record["status"]
    if record["decided_by"]:
        status += f" by {record['decided_by']}"
    elif status == "suggested":
        status += f" by {record['reader']}"
    return together(status, SHOWN[record["visibility"]])


def who(record: Mapping[str, Any]) -> str:
    """Name a statement's speaker, or say what there is instead of a name."""
    speaker = record["speaker"]
    return speaker["name"] or {"unknown": "speaker not known", "unnamed": "somebody not named"}.get(
        speaker["kind"], _KINDS[speaker["kind"]]
    )


def made(record: Mapping[str, Any]) -> str:
    """Say what has to be known of how a statement came about."""
    return together(_ACTS[record["act"]], *(_MADE[each] for each in record["circumstances"]))


def plain(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return count(number, noun).replace("\u00a0", " ")


def together(*parts: object) -> str:
    """Join what there is; a line never begins with the dot."""
    return "\u00a0· ".join(str(part) for part in parts if part)


def dated(text: str) -> str:
    """Return a time as a person reads it, at the precision it has.

    >>> dated("2023-03-06T11:20:00+02:00"), dated("2023-03-08T10:22:07.120Z"), dated("2023-03")
    ('2023-03-06 11:20 +02:00', '2023-03-08 10:22 UTC', '2023-03')
    """
    day, _, time = text.partition("T")
    return f"{day} {time[:5]} {time[8:].lstrip('.0123456789').replace('Z', 'UTC')}".strip() if time else day


def _document(record: Mapping[str, Any], title: str | None, screen: Screen) -> Iterator[str]:
    date = dated(record["published"]) if record["published"] else "not dated"
    claims = together(record["outlet"] or "outlet not known", date, record["lang"], record["obtained"])
    yield from hang(screen, "", claims, 0, "bold")
    if title:
        yield from hang(screen, "", title, 0)
    yield from hang(screen, "", together(record["url"], short(record["document"])), 0, "dim")


def _statement(record: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield from hang(screen, f"  {short(record['id'])}", record["words"])
    yield from hang(screen, "", who(record), style="bold")
    yield from protection(record["speaker"]["circumstances"], screen)
    yield from hang(screen, "", together(made(record), standing(record)), style="dim")


def case_lines(record: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    """Yield a case as lines."""
    yield from hang(screen, "", record["name"], 0, "bold")
    holds = together(count(record["captures"], "capture"), count(record["documents"], "document"))
    for label, text in (
        ("id", record["id"]),
        ("purpose", record["purpose"] or "not stated"),
        ("basis", record["basis"] or "not stated"),
        ("members", ", ".join(record["members"]) or "none named"),
        ("holds", holds),
    ):
        yield from hang(screen, label, text, label_style="dim")
    if record["hold"]:
        yield from hang(screen, "hold", "nothing of it may be erased", style="care", label_style="care")
    day = record["review_on"]
    if day and day <= datetime.now(UTC).date().isoformat():
        due = f"since {day}: decide whether it is still to be kept"
        yield from hang(screen, "review", due, style="care", label_style="care")
    else:
        yield from hang(screen, "review", day or "no date", label_style="dim")
