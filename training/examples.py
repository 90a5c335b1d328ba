"""Examples: documents with labels, as the tagger sees them.

Labels follow our convention (docs/adr): quotation marks belong to the content, the complementiser does not, and what is
believed, wished or known is marked as an act other than speech.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firsthand.reading.grammar.attributions import Sentences
from firsthand.reading.grammar.bits import (
    ASK,
    COMMA,
    COMPLEMENTISER,
    CUE,
    NOUN,
    PHRASE,
    SAY,
    SPEECH,
    STOP,
    TELL,
    THAT,
    THINK,
)
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.tagger.decode import ASKED
from firsthand.reading.tagger.merge import outer
from firsthand.reading.tagger.view import CONTENT, CUES, SOURCE, view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from firsthand.reading.grammar.passage import Passage
    from firsthand.reading.tagger.view import View

IGNORED: Final = -100
NOBODY: Final = -1
"""Where a link leads that has no end: no source given, no cue."""
SPEAKS, THINKS, OTHER = range(3)


@dataclass(frozen=True)
class Example:
    """A document with labels; `IGNORED` where nothing is learnt."""

    id: str
    seen: View
    tags: NDArray[np.int64]
    cues: NDArray[np.int64]
    """Of a word of content: the first word of its cue, or `NOBODY`."""
    sources: NDArray[np.int64]
    """Of a word of a cue, or of content without one: the first word of its source, or `NOBODY`."""
    acts: NDArray[np.int64]
    """Of a word of a cue."""
    speakers: tuple[tuple[int, int, tuple[int, ...]], ...] = ()
    """`(first, end, words)`: the words of names that the words `[first, end)` stand for; none where nobody is named."""


def held_out(id_: str, one_in: int = 16) -> bool:
    """Tell whether a document is kept back from training, for thresholds and calibration.

    A translation is kept back with what it translates: the last part of the id of one in NTREX-128 is its language.
    """
    if id_.startswith("ntrex/"):
        id_ = id_.rpartition("/")[0]
    return hashlib.sha256(id_.encode()).digest()[0] % one_in == 0


def unlabelled(id_: str, text: str, language: str) -> Example:
    """Return a document without labels, for a teacher to speak of."""
    one = labelled(language, {"id": id_, "text": text, "attributions": []})
    return replace(one, tags=np.full_like(one.tags, IGNORED))


def annotated(path: Path, texts: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read our own annotations, which hold places and no words: the language of each document, and the document.

    Args:
        path: A file of JSON lines: `id`, `end` (how much of the text was annotated), `sha256` of that part,
        `attributions` with `source`, `cue`, `content` and `speaker` as offsets.
        texts: Language and text of each document.

    Raises:
        ValueError: A text is another one than that which was annotated.
    """
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            language, text = texts[raw["id"]]
            text = text[: raw["end"]]
            if hashlib.sha256(text.encode()).hexdigest() != raw["sha256"]:
                raise ValueError(f"{raw['id']}: not the text that was annotated")
            yield language, {"id": raw["id"], "text": text, "attributions": _flat(raw["attributions"])}


def _flat(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the statements that stand within no other; those that go on without a cue share that of the one before."""
    flat: list[dict[str, Any]] = []
    end = 0
    for row in sorted(rows, key=lambda r: (r["content"][0][0], -r["content"][-1][1])):
        if row["content"][-1][1] <= end:
            continue
        end = row["content"][-1][1]
        before = flat[-1] if flat else None
        goes_on = not row["cue"] and not row["source"]
        if before and goes_on and before["cue"] and row.get("speaker") == before.get("speaker"):
            before["content"] = before["content"] + row["content"]
        else:
            flat.append(dict(row))
    return flat


def labelled(language: str, raw: dict[str, Any]) -> Example:
    """Put labels of character offsets on the words of a document.

    Args:
        language: What it is written in.
        raw: `id`, `text`, `attributions`, and `discard` where there is any.
    """
    text = raw["text"]
    p = passage(text, lexicon(language))
    seen = view(p, outer(Sentences(p).read()))
    number = {token: at for at, token in enumerate(seen.tokens)}
    tags = np.zeros(len(seen.tokens), np.int64)
    cues, sources, acts = (np.full(len(tags), IGNORED, np.int64) for _ in range(3))
    speakers: list[tuple[int, int, tuple[int, ...]]] = []

    def words(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
        pieces = []
        for start, end in spans:
            first = p.tokens.at(start)
            last = first
            while last < len(p.tokens) and p.tokens.starts[last] < end:
                last += 1
            if found := [number[i] for i in range(first, last) if i in number]:
                pieces.append(found)
        return pieces

    def tag(pieces: list[list[int]], begin: int) -> None:
        for piece in pieces:
            tags[piece] = begin + 1
            tags[piece[0]] = begin

    for a in raw["attributions"]:
        cue, source, content = words(a["cue"]), words(a["source"]), words(a["content"])
        content = [piece for found in content if (piece := _ours(p, seen, found))]
        if not content:
            continue
        tag(content, CONTENT)
        tag(source, SOURCE)
        tag(cue, CUES)
        for piece in content:
            cues[piece] = cue[0][0] if cue else NOBODY
        if "speaker" in a:
            asked = (source or cue or content)[0][:ASKED]
            named = tuple(i for piece in words(a["speaker"]) for i in piece)
            if named or not a["speaker"]:
                speakers.append((asked[0], asked[-1] + 1, named))
        for piece in cue or content:
            sources[piece] = source[0][0] if source else NOBODY
            acts[piece] = _act(p, seen, cue, content)
    for piece in words(raw.get("discard") or ()):
        tags[piece] = cues[piece] = sources[piece] = acts[piece] = IGNORED
    return Example(raw["id"], seen, tags, cues, sources, acts, tuple(speakers))


def _ours(p: Passage, seen: View, piece: list[int]) -> list[int]:
    """Bring content into our convention: its marks are in it, complementiser and closing comma are not."""
    flags = p.tokens.flags
    first, last = piece[0], piece[-1]
    if p.tokens.words[seen.tokens[first]] == "that" and flags[seen.tokens[first]] & COMPLEMENTISER and last > first:
        first += 1
    place = seen.features[:, 1]
    if first and place[first] == 1 and place[first - 1] == 2:
        first -= 1
    if last + 1 < len(place) and place[last] == 1 and place[last + 1] == 3:
        last += 1
    while last > first and not place[last] and flags[seen.tokens[last]] & (COMMA | STOP):
        last -= 1
    return list(range(first, last + 1))


def _act(p: Passage, seen: View, cue: list[list[int]], content: list[list[int]]) -> int:
    bits = 0
    for piece in cue:
        for i in piece:
            bits |= p.tokens.flags[seen.tokens[i]]
    quoted = any(p.inside[seen.tokens[i]] for piece in content for i in piece)
    if quoted or not cue:
        return SPEAKS
    if not bits & (CUE | NOUN | PHRASE):
        return IGNORED
    if bits & THINK and not bits & (SAY | TELL | THAT | ASK):
        return THINKS
    return SPEAKS if bits & (SPEECH | THINK | NOUN | PHRASE) else OTHER
