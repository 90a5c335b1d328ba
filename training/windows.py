"""Windows: stretches of documents that fit into the network, and batches of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import accumulate, chain
from typing import TYPE_CHECKING

import numpy as np
import torch

from firsthand.reading.tagger.tagger import LENGTH, LONGEST, pooling
from firsthand.trunk.pieces import END, PAD, START, pieces
from training.examples import IGNORED, NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from training.examples import Example


@dataclass(frozen=True)
class Batch:
    """Tensors of windows, padded. Words count from 0 in their window; a link to word `w` is `w + 1`, nobody is 0."""

    ids: Tensor
    features: Tensor
    pool: Tensor
    masks: tuple[Tensor, Tensor]
    shut: Tensor
    """True where a window has no word."""
    tags: Tensor
    to_cue: Tensor
    to_source: Tensor
    acts: Tensor
    known: tuple[Tensor, Tensor]
    speakers: tuple[Tensor, Tensor, Tensor]
    """Of those who are asked: the window, their words as weights, 1 where their speaker is named."""

    def to(self, device: str) -> Batch:
        """Return the batch on another device."""
        return Batch(
            *(
                value.to(device) if isinstance(value, torch.Tensor) else tuple(one.to(device) for one in value)
                for value in (getattr(self, field.name) for field in fields(self))
            )
        )


def cut(lengths: Sequence[int], start: int, length: int = LENGTH) -> Iterator[tuple[int, int]]:
    """Yield ranges of words whose pieces fit into a window; the first one is `start` pieces short."""
    ends = list(accumulate(lengths))
    first, used, room = 0, 0, length - start
    for i, end in enumerate(ends):
        if end - used > room and i > first:
            yield first, i
            first, used, room = i, ends[i - 1], length
    if first < len(ends):
        yield first, len(ends)


def batches(
    examples: Sequence[Example], rng: np.random.Generator, size: int, length: int = LENGTH
) -> Iterator[list[tuple[Example, int, int]]]:
    """Yield windows of all examples, cut at random places, in random order, those of like length together."""
    p = pieces()
    windows = []
    for example in examples:
        lengths = [min(LONGEST, len(ids)) for ids in p.ids(example.seen.words)]
        windows += [(example, a, b, sum(lengths[a:b])) for a, b in cut(lengths, int(rng.integers(length // 2)), length)]
    order = rng.permutation(len(windows))
    pools = [order[i : i + 16 * size] for i in range(0, len(order), 16 * size)]
    groups = []
    for pool in pools:
        ranked = sorted(pool, key=lambda i: windows[i][3])
        groups += [ranked[i : i + size] for i in range(0, len(ranked), size)]
    for number in rng.permutation(len(groups)):
        yield [windows[i][:3] for i in groups[number]]


def collate(windows: Sequence[tuple[Example, int, int]], blind: Iterable[bool] | None = None) -> Batch:
    """Put windows into tensors; where `blind`, without what the grammar and the lexicon know."""
    p = pieces()
    rows = []
    for example, a, b in windows:
        cut_ = [word[:LONGEST] for word in p.ids(example.seen.words[a:b])]
        rows.append(([START, *chain.from_iterable(cut_), END], [len(word) for word in cut_]))
    n, t, w = len(rows), max(len(r[0]) for r in rows), max(len(r[1]) for r in rows)
    ids = np.full((n, t), PAD)
    features = np.zeros((n, t, 4), np.int64)
    pool = np.zeros((n, w + 2, t), np.float32)
    tags, to_cue, to_source, acts = (np.full((n, w), IGNORED) for _ in range(4))
    whose: list[int] = []
    asked: list[NDArray[np.float32]] = []
    names: list[NDArray[np.float32]] = []
    known = np.zeros((2, n, w, w + 1), np.float32)
    blind = list(blind) if blind is not None else [False] * n
    for i, ((example, a, b), (row, lengths)) in enumerate(zip(windows, rows, strict=True)):
        ids[i, : len(row)] = row
        seen = example.seen.features[a:b].copy()
        if blind[i]:
            seen[:, 0] = seen[:, 3] = 0
        else:
            for x, y, cue in example.seen.reported:
                if a <= cue < b and x < b and y > a:
                    known[0, i, max(x, a) - a : min(y, b) - a, cue - a + 1] = 1
            for cue, source in example.seen.given.items():
                if a <= cue < b and a <= source < b:
                    known[1, i, cue - a, source - a + 1] = 1
        features[i, 1 : len(row) - 1] = np.repeat(seen, lengths, axis=0)
        pool[i, : b - a + 2, : len(row)] = pooling(lengths)
        tags[i, : b - a] = example.tags[a:b]
        acts[i, : b - a] = example.acts[a:b]
        for x, y, named in example.speakers:
            here = [j - a + 1 for j in named if a <= j < b]
            if a <= x and y <= b and (here or not named):
                whose.append(i)
                asked.append(np.zeros(w, np.float32))
                asked[-1][x - a : y - a] = 1 / (y - x)
                names.append(np.zeros(w + 1, np.float32))
                names[-1][here or [0]] = 1
        to_cue[i, : b - a] = _within(example.cues, a, b)
        to_source[i, : b - a] = _within(example.sources, a, b)
    tensor = torch.from_numpy
    counts = np.array([len(lengths) for _, lengths in rows])[:, None]
    return Batch(
        tensor(ids),
        tensor(features),
        tensor(pool),
        (_mask(ids == PAD), _mask(np.arange(w + 2) >= counts + 2)),
        tensor(np.arange(w) >= counts),
        tensor(tags),
        tensor(to_cue),
        tensor(to_source),
        tensor(acts),
        (tensor(known[0]), tensor(known[1])),
        (
            tensor(np.array(whose, np.int64)),
            tensor(np.stack(asked) if asked else np.zeros((0, w), np.float32)),
            tensor(np.stack(names) if names else np.zeros((0, w + 1), np.float32)),
        ),
    )


def _mask(shut: NDArray[np.bool_]) -> Tensor:
    return torch.from_numpy(np.where(shut, -1e4, 0).astype(np.float32))[:, None, None, :]


def _within(links: NDArray[np.int64], a: int, b: int) -> NDArray[np.int64]:
    """Return the links of a window's words, counted from its own; nobody is 0; one that leads out of it is ignored."""
    links = links[a:b]
    inside = np.where((links >= a) & (links < b), links - a + 1, IGNORED)
    inside[links == NOBODY] = 0
    return inside
