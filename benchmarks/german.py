"""German: Wikinews articles in which every quotation was marked (Petersen-Frey and Biemann, LREC-COLING 2024).

Its quotations are of five types (direct, indirect, reported, free indirect and between) and of a medium: speech,
writing, thought, or two of them where the annotators could not tell. Counted are speech and writing, of all types, that
stand within no other quotation. Where it may be thought as well, the passage is borderline. There is no language file
for German: it is read with the English one, which knows hardly a word of it, so this measures what carries over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from firsthand.reading.statement import Speaker
from firsthand.scoring import GoldDocument, GoldStatement
from firsthand.text import Fragments, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from firsthand.reading.statement import Statement

_COUNTED = frozenset(["Speech", "Writing", "SW"])
_UNSURE = frozenset(["ST", "TW"])


def read_german(path: Path) -> Iterator[GoldDocument]:
    """Read a file of the corpus, in its order. Its speakers are marked by their words only, not by name."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            outer = [one for one in raw["quotes"] if not one["nested_in"]]
            yield GoldDocument(
                id=raw["id"],
                language="de",
                text=raw["text"],
                statements=tuple(
                    GoldStatement(
                        _spans(one, "speaker"), _spans(one, "cue"), _spans(one, "quote"), Speaker(None, "unknown")
                    )
                    for one in outer
                    if one["medium"] in _COUNTED
                ),
                borderline=tuple(span for one in outer if one["medium"] in _UNSURE for span in _spans(one, "quote")),
            )


def _spans(quotation: dict[str, Any], role: str) -> Fragments:
    return tuple(Span(start, end) for start, end in quotation.get(role, ()))


def counted_in_german(text: str, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements that this corpus counts: speech, and none that stands within another."""
    return [one for one in statements if one.act == "speech" and one.within is None]
