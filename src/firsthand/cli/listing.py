"""Lists for a person: statements under their documents, people, each with an id to go on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from firsthand.cli.lines import fact, hang
from firsthand.cli.terminal import Screen, clean
from firsthand.cli.wording import ACTS, KINDS, MADE, PEOPLE, VISIBILITY, count, dated, heard, together

if TYPE_CHECKING:
    from firsthand.archive.questions import Listed

_SHORT = 8


def short(name: str) -> str:
    """Return what of an id is enough to type; `find` asks for more where it is not."""
    return name[:_SHORT]


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
            screen,
            "",
            together(count(record["statements"], "statement"), VISIBILITY[record["visibility"]]),
            style="dim",
        )
    if people:
        yield ""
        yield screen.paint(f"{len(people)} {'person' if len(people) == 1 else 'people'}", "dim")


def proposed_lines(pairs: Sequence[Mapping[str, Any]], screen: Screen) -> Iterator[str]:
    """Yield pairs who may be one person as lines, each with what to type to judge them."""
    for number, pair in enumerate(pairs):
        if number:
            yield ""
        yield from hang(screen, f"  {pair['score']:.2f}", " · ".join(map(clean, pair["names"])), style="bold")
        for reason in pair["reasons"]:
            yield from hang(screen, "", reason)
        yield from hang(
            screen,
            "",
            f"firsthand judge {short(pair['a'])} {short(pair['b'])} same|different|unsure --reason …",
            style="dim",
        )
    if pairs:
        yield ""
        yield screen.paint(f"{plain(len(pairs), 'pair')} to judge", "dim")


def protection(circumstances: Iterable[str], screen: Screen) -> Iterator[str]:
    """Yield why somebody is protected, if anything says so."""
    if told := "; ".join(PEOPLE[each][0] for each in PEOPLE if each in circumstances):
        yield from hang(screen, "", told, style="care")


def standing(record: Mapping[str, Any]) -> str:
    """Say what was decided about a statement, and by whom."""
    status = record["status"]
    if record["decided_by"]:
        status += f" by {record['decided_by']}"
    elif status == "suggested":
        status += f" by {record['reader']}"
    return together(status, VISIBILITY[record["visibility"]])


def who(record: Mapping[str, Any]) -> str:
    """Name a statement's speaker, or say what there is instead of a name."""
    speaker = record["speaker"]
    return speaker["name"] or {"unknown": "speaker not known", "unnamed": "somebody not named"}.get(
        speaker["kind"], KINDS[speaker["kind"]]
    )


def made(record: Mapping[str, Any]) -> str:
    """Say what has to be known of how a statement came about."""
    return together(ACTS[record["act"]], *(MADE[each] for each in record["circumstances"]))


def plain(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return count(number, noun).replace("\u00a0", " ")


def _document(record: Mapping[str, Any], title: str | None, screen: Screen) -> Iterator[str]:
    claims = together(
        record["outlet"] or "outlet not known", dated(record["published"]), record["lang"], record["obtained"]
    )
    yield from hang(screen, "", claims, 0, "bold")
    if title:
        yield from hang(screen, "", title, 0)
    yield from hang(screen, "", together(record["url"], short(record["document"])), 0, "dim")


def _statement(record: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield from hang(screen, f"  {short(record['id'])}", record["words"])
    yield from hang(screen, "", who(record), style="bold")
    yield from protection(record["speaker"]["circumstances"], screen)
    time = heard(record["seconds"]) if "seconds" in record else ""
    yield from hang(screen, "", together(time, made(record), standing(record)), style="dim")


def case_lines(record: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    """Yield a case as lines."""
    yield from hang(screen, "", record["name"], 0, "bold")
    holds = together(count(record["captures"], "capture"), count(record["documents"], "document"))
    for label, text in (
        ("id", record["id"]),
        ("purpose", record["purpose"] or "not stated"),
        ("basis", record["basis"] or "not stated"),
        ("members", ", ".join(record["members"]) or "none named"),
        ("tags", ", ".join(record["tags"])),
        ("grades", "statements may be graded" if record["grades"] else ""),
        ("holds", holds),
    ):
        if text:
            yield from fact(screen, label, text)
    if record["hold"]:
        yield from fact(screen, "hold", "nothing of it may be erased", "care")
    day = record["review_on"]
    if day and day <= datetime.now(UTC).date().isoformat():
        due = f"since {day}: decide whether it is still to be kept"
        yield from fact(screen, "review", due, "care")
    else:
        yield from fact(screen, "review", day or "no date")
