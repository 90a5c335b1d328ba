"""Tagger: the network over the windows of a document."""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from firsthand.reading.tagger.decode import Window
from firsthand.reading.tagger.score import Calibration
from firsthand.reading.tagger.view import LINE, SENTENCE
from firsthand.trunk.network import Network
from firsthand.trunk.pieces import END, START, pieces
from firsthand.trunk.weights import FOLDER, TAGGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from firsthand.reading.tagger.score import Scores
    from firsthand.reading.tagger.view import View

LENGTH: Final = 254
"""Pieces in a window, without the two that begin and end it."""
LONGEST: Final = 32
"""Pieces of a word that are looked at: an address, a number of many digits."""
SECTION: Final = 6000
"""Words that are read at once."""
MARGIN: Final = 40
"""Pieces at the edge of a window on which it is not believed, since it sees too little around them."""


class Runs(Protocol):
    """A network: inputs by name to outputs, and what its training noted of it."""

    notes: dict[str, str]

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        """Return tags, acts and links of the words of one window."""
        ...


class Tagger:
    """A trained network, loaded. Keeps nothing of what it reads."""

    def __init__(self, network: Runs | None = None) -> None:
        self._network = network or Network(FOLDER / TAGGER)
        notes = {name: json.loads(self._network.notes[name]) for name in ("version", "calibration", "nobody", "trust")}
        self.version: str = notes["version"]
        self.calibration: Scores = Calibration(tuple(notes["calibration"]))
        to_cue, to_source, to_speaker = np.array(notes["nobody"], np.float32)
        self._nobody = to_cue, to_source, to_speaker
        self._trust = (notes["trust"][0], notes["trust"][1])

    def windows(self, seen: View, low: int, high: int) -> list[Window]:
        """Return what the network says of each of the words `[low, high)`."""
        p = pieces()
        ids = [word[:LONGEST] for word in p.ids(seen.words[low:high])]
        found = []
        for a, b, c, d in stretches([len(word) for word in ids]):
            first, end, core, until = low + a, low + b, low + c, low + d
            lengths = [len(word) for word in ids[a:b]]
            row = [START, *chain.from_iterable(ids[a:b]), END]
            features = np.zeros((len(row), seen.features.shape[1]), np.int64)
            features[1:-1] = np.repeat(seen.features[first:end], lengths, axis=0)
            tags, acts, links = self._network.run(embedded=p.embeddings(row), features=features, pool=pooling(lengths))
            scale = np.float32((links.shape[1] // 6) ** -0.5)
            to_cue, cue, to_source, source, to_speaker, speaker = np.split(links, 6, axis=1)
            found.append(
                Window(
                    first,
                    end,
                    core,
                    until,
                    tags,
                    acts,
                    (to_cue * scale, to_source * scale, to_speaker * scale),
                    (cue, source, speaker),
                    self._nobody,
                    self._trust,
                )
            )
        return found


def pooling(lengths: Sequence[int]) -> NDArray[np.float32]:
    """Return the share of each piece in the beginning, the words, and the end of a window: `[words + 2, pieces]`.

    Args:
        lengths: Pieces of each word.
    """
    counts = np.array([1, *lengths, 1])
    owner = np.repeat(np.arange(len(counts)), counts)
    pool = np.zeros((len(counts), len(owner)), np.float32)
    pool[owner, np.arange(len(owner))] = (1 / counts)[owner]
    return pool


def sections(seen: View) -> Iterator[tuple[int, int]]:
    """Yield ranges of words that are read one after the other, so that a long document takes no more memory.

    They begin where a line begins, or a sentence, or anywhere if there is no such place.
    """
    first, count = 0, len(seen.words)
    layout = seen.features[:, 2]
    while first < count:
        end = min(count, first + SECTION)
        if end < count:
            for sort in (LINE, SENTENCE):
                places = np.flatnonzero(layout[first + 1 : end + 1] == sort)
                if len(places):
                    end = first + 1 + int(places[-1])
                    break
        yield first, end
        first = end


def stretches(
    lengths: Sequence[int], length: int = LENGTH, margin: int = MARGIN
) -> Iterator[tuple[int, int, int, int]]:
    """Yield `(first, end, core, until)` in words: windows that overlap, and the words that each is believed on.

    Args:
        lengths: Pieces of each word, none more than `length`.
        length: Pieces in a window.
        margin: Pieces seen but not believed at an edge that is not one of the document.
    """
    ends = list(accumulate(lengths))
    count, core = len(lengths), 0
    while core < count:
        first = bisect_right(ends, ends[core - 1] - margin) if core else 0
        end = max(core + 1, bisect_right(ends, (ends[first - 1] if first else 0) + length))
        until = count if end >= count else max(core + 1, bisect_right(ends, ends[end - 1] - margin))
        yield first, end, core, until
        core = until


@cache
def tagger() -> Tagger:
    """Return the tagger that is installed, loaded once a process."""
    return Tagger()
