"""Errors: what a reader got wrong in a document, laid out for a person to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.scoring import match, quotation_type
from firsthand.scoring.matching import IOU
from firsthand.scoring.tokens import Tokens, iou

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.measure import Measured
    from firsthand.scoring import Attribution
    from firsthand.text import Fragments

WIDTH = 240


def describe(measured: Measured) -> Iterator[str]:
    """Say line by line what was missed, invented, cut wrong, or given to the wrong source or speaker, in text order.

    A missed statement and an invented one that share words are told as one that was `cut` wrong.
    """
    gold, text = measured.gold, measured.gold.text
    words = Tokens(text, skip=gold.discard)
    golden, found = ([a for a in side if words.of(a.content)] for side in (gold.statements, measured.statements))
    ours, theirs = ([words.of(a.content) for a in side] for side in (golden, found))
    pairs = match(ours, theirs)
    got = dict(pairs)
    free = set(range(len(found))) - set(got.values())
    entries: list[tuple[int, list[str]]] = []
    for g, meant in enumerate(golden):
        kind = quotation_type(text, meant.content)
        if (p := got.get(g)) is not None:
            read = found[p]
            if iou(words.of(meant.source), words.of(read.source)) < IOU:
                what = ["  source"]
            elif gold.speakers and (meant.speaker.name or "") != (read.speaker.name or ""):
                what = [f"  speaker  meant {meant.speaker.name}, read {read.speaker.name}"]
            else:
                continue
        elif near := [p for p in free if ours[g] & theirs[p]]:
            p = max(near, key=lambda p: iou(ours[g], theirs[p]))
            free.remove(p)
            what = ["  cut"]
        else:
            what = ["  missed"]
        what[0] = f"{what[0]}  ({kind})"
        what.append(f"    gold  {_say(text, meant)}")
        if p is not None:
            what.append(f"    read  {_say(text, found[p])}")
        entries.append((meant.content[0].start, what))
    for p in free:
        kind = quotation_type(text, found[p].content)
        entries.append((found[p].content[0].start, [f"  invented  ({kind})", f"    read  {_say(text, found[p])}"]))
    row = measured.score.rows["all"].e2e
    yield f"{gold.id} ({measured.document.language})  gold {row.gold}, read {row.predicted}, right {row.right_gold}"
    for _, lines in sorted(entries):
        yield from lines


def _say(text: str, one: Attribution) -> str:
    def words(fragments: Fragments) -> str:
        return " / ".join(span.of(text).replace("\n", "⏎") for span in fragments) or "–"

    said = words(one.content)
    said = said if len(said) <= WIDTH else f"{said[: WIDTH // 2]} … {said[-WIDTH // 2 :]}"
    return f"[{words(one.source)}] [{words(one.cue)}] {said}"
