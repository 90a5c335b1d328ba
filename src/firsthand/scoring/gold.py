"""Gold: a document with what people marked in it, kept as JSON lines.

One object a line, spans as half-open offsets of code points into `text`:

    {"id", "lang", "text",
     "attributions": [{"source": [[s, e], …], "cue": […], "content": […], "speaker": name or null, "kind"}, …],
     "discard": […], "furniture": […], "credits": [{"name", "words": […]}, …], "borderline": […]}

Only `id`, `text` and `attributions` are needed. A `type` in the file is not trusted: it is derived from the text.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.errors import FirsthandError
from firsthand.reading.statement import Speaker
from firsthand.text import Fragments, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class GoldError(FirsthandError):
    """A gold file that cannot be scored against."""


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A statement as people marked it."""

    source: Fragments
    cue: Fragments
    content: Fragments
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class GoldCredit:
    """Another hand, as people marked it."""

    name: str
    words: Fragments


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and what people marked in it. A part that a corpus does not mark at all is None, not empty."""

    id: str
    language: str
    text: str
    statements: tuple[GoldStatement, ...]
    discard: Fragments = ()
    borderline: Fragments = ()
    furniture: Fragments | None = None
    credits: tuple[GoldCredit, ...] | None = None
    speakers: bool = False
    """Whether the speakers are marked."""


def read_gold(path: Path, *, language: str | None = None) -> Iterator[GoldDocument]:
    """Read a file of gold documents, gzipped or not, in its order.

    Args:
        path: A `.jsonl` or `.jsonl.gz` file.
        language: That of documents that do not name theirs.

    Raises:
        GoldError: A line is not such an object, an id is there twice, or a span is no place in the text.
    """
    seen: set[str] = set()
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                document = _document(json.loads(line), language)
            except (ValueError, KeyError, TypeError, FirsthandError) as error:
                raise GoldError(f"{path}, line {number}: {error!r} is no gold document, see {__name__}") from error
            if document.id in seen:
                raise GoldError(
                    f"{path}, line {number}: id {document.id!r} is there twice; each document needs its own"
                )
            seen.add(document.id)
            yield document


def _document(raw: dict[str, Any], language: str | None) -> GoldDocument:
    text = raw["text"]

    def spans(pairs: list[list[int]] | None) -> Fragments:
        found = tuple(Span(start, end) for start, end in pairs or ())
        for span in found:
            span.of(text)
        return found

    return GoldDocument(
        id=raw["id"],
        language=raw.get("lang") or language or "",
        text=text,
        statements=tuple(
            GoldStatement(
                spans(one.get("source")),
                spans(one.get("cue")),
                spans(one.get("content")),
                Speaker(one.get("speaker"), one.get("kind", "unknown")),
            )
            for one in raw["attributions"]
        ),
        discard=spans(raw.get("discard")),
        borderline=spans(raw.get("borderline")),
        furniture=spans(raw["furniture"]) if "furniture" in raw else None,
        credits=tuple(GoldCredit(one["name"], spans(one["words"])) for one in raw["credits"])
        if "credits" in raw
        else None,
        speakers=any("speaker" in one for one in raw["attributions"]),
    )
