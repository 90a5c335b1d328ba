"""Teach: let trained networks label documents that nobody labelled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firsthand.reading.tagger.decode import best_path, decode
from training.evaluate import windows
from training.examples import IGNORED, NOBODY, labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import nn

    from training.examples import Example
    from training.model import Tagger


def taught(teachers: Sequence[Tagger], words: nn.Embedding, id_: str, language: str, text: str) -> Example | None:
    """Return a document as the mean of several networks reads it, or None if there is nothing in it."""
    example = labelled(id_, text, language, ())
    views = [windows(teacher, words, example) for teacher in teachers]
    if not views or not views[0]:
        return None
    soft = np.mean(
        [np.concatenate([_softmax(w.tags[w.core - w.first : w.until - w.first]) for w in v]) for v in views], 0
    )
    tags = np.array(best_path(np.log(soft + 1e-9)))
    cues, sources, acts = (np.full(len(tags), IGNORED) for _ in range(3))
    for found in decode(example.seen, views[0]):
        for first, end in found.content:
            cues[first:end] = found.cue[0][0] if found.cue else NOBODY
        for first, end in found.cue or found.content:
            sources[first:end] = found.source[0][0] if found.source else NOBODY
            acts[first:end] = int(found.acts.argmax())
    return replace(example, tags=tags, cues=cues, sources=sources, acts=acts, soft=soft.astype(np.float32))


def _softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def soften(teachers: Sequence[Tagger], words: nn.Embedding, example: Example) -> Example:
    """Return a labelled document whose tags are half the annotators', half the networks'."""
    views = [windows(teacher, words, example) for teacher in teachers]
    if not views[0]:
        return example
    soft = np.mean(
        [np.concatenate([_softmax(w.tags[w.core - w.first : w.until - w.first]) for w in v]) for v in views], 0
    )
    known = np.flatnonzero(example.tags != IGNORED)
    mixed = np.zeros_like(soft)
    mixed[known] = soft[known] / 2
    mixed[known, example.tags[known]] += 0.5
    return replace(example, soft=mixed.astype(np.float32))
