"""Decode: from what the network says of each word to attributions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from firsthand.reading.tagger.view import CONTENT, CUES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from firsthand.reading.tagger.view import View

    Floats = NDArray[np.float32]

Range = tuple[int, int]
NOBODY: Final = -1
_SWITCH: Final = 3.0  # how much likelier another cue must be before content is parted between two
_FAR: Final = -12.0  # the logit of a word that the window does not show
_NEVER: Final = -1e9
ASKED: Final = 12  # words of a source that are asked whom they stand for
_SCARCE: Final = 0.01  # the probability below which a name is not considered
TO_CUE, TO_SOURCE, SPEAKER = range(3)
"""The heads that link words."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the network says of the words `[first, end)`; it is believed on those of `[core, until)`."""

    first: int
    end: int
    core: int
    until: int
    tags: Floats
    """Logits, `[words, 7]`."""
    acts: Floats
    """Logits, `[words, 3]`."""
    queries: tuple[Floats, Floats, Floats]
    """To cues, to sources, to the names of speakers: `[words, 96]`, scaled."""
    keys: tuple[Floats, Floats, Floats]
    nobody: tuple[Floats, Floats, Floats]
    """`[96]`."""
    trust: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as ranges of words, with the probabilities of its parts."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    acts: Floats
    """Probabilities, `[3]`."""
    speakers: tuple[tuple[int, float], ...]
    """Words that may name the speaker, with the probability of each; what is missing to 1 is that nobody is named."""
    signs: tuple[float, ...]
    """What the score is made of: probabilities of the tags of content, cue and source, and of both links."""


def decode(seen: View, windows: Sequence[Window]) -> list[Found]:
    """Return the attributions of a stretch of a document, in the order of their content."""
    base = windows[0].core
    logits = np.concatenate([w.tags[w.core - w.first : w.until - w.first] for w in windows])
    logp = logits - _logsumexp(logits)
    path = best_path(logp)
    sure = np.concatenate([[0], np.cumsum(logp[np.arange(len(path)), path])])
    cues, sources, contents = (_runs(path, begin, base) for begin in (CUES, SOURCE, CONTENT))
    links = _Links(seen, windows)
    to_cue = _Targets(TO_CUE, cues, {i: cue for first, end, cue in seen.reported for i in range(first, end)})
    to_source = _Targets(TO_SOURCE, sources, seen.given)

    def certainty(ranges: Sequence[Range]) -> float:
        """Return the geometric mean of the probabilities of the tags of words."""
        words = sum(end - first for first, end in ranges)
        return (
            float(np.exp(sum(sure[end - base] - sure[first - base] for first, end in ranges) / words)) if words else 1.0
        )

    pieces: dict[int, list[tuple[Range, float]]] = {}
    for first, end in contents:
        low, scores = links.scores(to_cue, first, end)
        for a, b, which, p in _parted(scores):
            cue = low + which - 1 if which else NOBODY
            pieces.setdefault(cue, []).append(((first + a, first + b), p))

    def attribution(cue: tuple[Range, ...], content: Sequence[tuple[Range, float]]) -> Found:
        ranges = tuple(piece for piece, _ in content)
        asked = (cue or ranges)[0]
        low, scores = links.scores(to_source, *asked)
        odds = _softmax(scores.mean(0))
        best = int(odds.argmax())
        source = (sources[low + best - 1],) if best else ()
        signs = (certainty(ranges), certainty(cue), certainty(source), min(p for _, p in content), float(odds[best]))
        who = links.speakers(*(source or cue or ranges)[0])
        return Found(source, cue, ranges, links.acts(*asked), who, signs)

    found = [attribution((cue,), pieces[number]) for number, cue in enumerate(cues) if number in pieces]
    found += [attribution((), [piece]) for piece in pieces.get(NOBODY, ())]
    return sorted(found, key=lambda one: one.content[0])


def best_path(logp: Floats) -> list[int]:
    """Return the likeliest tags in which nothing goes on that did not begin.

    Args:
        logp: Logarithms of the probabilities of `TAGS`, `[words, 7]`.
    """
    rows = logp.tolist()
    if not rows:
        return []
    score = list(rows[0])
    for begin in (SOURCE, CUES, CONTENT):
        score[begin + 1] = _NEVER
    back: list[tuple[int, int, int, int]] = []
    for row in rows[1:]:
        top = max(score)
        best = score.index(top)
        after, ways = [top + p for p in row], [best]
        for begin in (SOURCE, CUES, CONTENT):
            goes_on = begin if score[begin] > score[begin + 1] else begin + 1
            after[begin + 1] = score[goes_on] + row[begin + 1]
            ways.append(goes_on)
        score = after
        back.append((ways[0], ways[1], ways[2], ways[3]))
    path = [score.index(max(score))]
    for way in reversed(back):
        tag = path[-1]
        path.append(way[0] if tag == 0 or tag % 2 else way[tag // 2])
    return path[::-1]


def _runs(path: Sequence[int], begin: int, base: int) -> list[Range]:
    """Return the ranges of words that have a role."""
    runs: list[Range] = []
    first: int | None = None
    for i, tag in enumerate(path, base):
        if first is not None and tag != begin + 1:
            runs.append((first, i))
            first = None
        if tag == begin:
            first = i
    if first is not None:
        runs.append((first, base + len(path)))
    return runs


class _Targets:
    """The words to which others may lead: where cues, or sources, begin."""

    def __init__(self, head: int, ranges: Sequence[Range], known: dict[int, int]) -> None:
        self.head = head
        self.places = np.array([first for first, _ in ranges], np.int64)
        self.number = {first: number for number, (first, _) in enumerate(ranges)}
        self.known = known


class _Links:
    """Scores of links between the words of a stretch."""

    def __init__(self, seen: View, windows: Sequence[Window]) -> None:
        self.windows = windows
        self.cores = [w.core for w in windows]

    def _parts(self, first: int, end: int) -> Iterator[tuple[Window, int, int]]:
        """Yield the windows that are believed on `[first, end)`, each with its part."""
        at = bisect_right(self.cores, first) - 1
        while first < end:
            w = self.windows[at]
            stop = min(end, w.until)
            yield w, first, stop
            first, at = stop, at + 1

    def scores(self, targets: _Targets, first: int, end: int) -> tuple[int, Floats]:
        """Return the number of the first target in sight, and logits of leading to nobody and to each in sight.

        The logits are `[end - first, 1 + targets in sight]`.
        """
        head, places = targets.head, targets.places
        parts = list(self._parts(first, end))
        lows = [int(np.searchsorted(places, w.first)) for w, _, _ in parts]
        highs = [int(np.searchsorted(places, w.end)) for w, _, _ in parts]
        low, high = min(lows), max(highs)
        out = np.full((end - first, 1 + high - low), _FAR, np.float32)
        for (w, a, b), lo, hi in zip(parts, lows, highs, strict=True):
            query = w.queries[head][a - w.first : b - w.first]
            out[a - first : b - first, 0] = query @ w.nobody[head]
            out[a - first : b - first, 1 + lo - low : 1 + hi - low] = query @ w.keys[head][places[lo:hi] - w.first].T
        trust = parts[0][0].trust[head]
        for i in range(first, end):
            known = targets.known.get(first if head == TO_SOURCE else i)
            if known is not None and (number := targets.number.get(known)) is not None and low <= number < high:
                out[i - first, 1 + number - low] += trust
        return low, out

    def speakers(self, first: int, end: int) -> tuple[tuple[int, float], ...]:
        """Return the words that may name whom these words stand for, with their probabilities."""
        w, first, end = next(iter(self._parts(first, min(end, first + ASKED))))
        query = w.queries[SPEAKER][first - w.first : end - w.first].mean(0)
        odds = _softmax(np.concatenate([[query @ w.nobody[SPEAKER]], w.keys[SPEAKER] @ query]))
        return tuple((w.first + int(i), float(odds[i + 1])) for i in np.flatnonzero(odds[1:] > _SCARCE))

    def acts(self, first: int, end: int) -> Floats:
        """Return the probabilities of acts, `[3]`."""
        logits = np.concatenate([w.acts[a - w.first : b - w.first] for w, a, b in self._parts(first, end)])
        return _softmax((logits - _logsumexp(logits)).mean(0))


def _parted(logits: Floats) -> Iterator[tuple[int, int, int, float]]:
    """Part a run of content between cues: `(first, end, target, probability)`; target 0 is nobody."""
    logp = logits - _logsumexp(logits)
    whole = logp.sum(0)
    best = int(whole.argmax())
    if whole[best] >= logp.max(1).sum() - _SWITCH:  # no other way can be better by as much as parting costs
        yield 0, len(logp), best, float(np.exp(whole[best] / len(logp)))
        return
    score = logp[0].copy()
    back = []
    for row in logp[1:]:
        top = int(score.argmax())
        stay = score >= score[top] - _SWITCH
        back.append(np.where(stay, np.arange(len(score)), top))
        score = np.where(stay, score, score[top] - _SWITCH) + row
    path = [int(score.argmax())]
    for way in reversed(back):
        path.append(int(way[path[-1]]))
    path.reverse()
    begin = 0
    for i in range(1, len(path) + 1):
        if i == len(path) or path[i] != path[begin]:
            yield begin, i, path[begin], float(np.exp(logp[begin:i, path[begin]].mean()))
            begin = i


def _logsumexp(x: Floats) -> Floats:
    top: Floats = x.max(-1, keepdims=True)
    total: Floats = top + np.log(np.exp(x - top).sum(-1, keepdims=True))
    return total


def _softmax(x: Floats) -> Floats:
    odds: Floats = np.exp(x - _logsumexp(x))
    return odds
