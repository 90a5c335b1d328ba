"""Evaluate: what a network in training finds in documents, scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from firsthand.reading.tagger.decode import Window
from firsthand.reading.tagger.tagger import LENGTH, stretches
from firsthand.trunk.pieces import pieces
from training.model import LINK
from training.windows import collate

if TYPE_CHECKING:
    from torch import nn

    from training.examples import Example
    from training.model import Tagger


@torch.no_grad()
def windows(model: Tagger, words: nn.Embedding, example: Example) -> list[Window]:
    """Return what the network says of each word of a document."""
    model.eval()
    lengths = [min(LENGTH, len(ids)) for ids in pieces().ids(example.seen.words)]
    cuts = list(stretches(lengths))
    if not cuts:
        return []
    found = []
    trust = tuple(model.trust.tolist())
    for at in range(0, len(cuts), 8):
        part = cuts[at : at + 8]
        b = collate([(example, a, e) for a, e, _, _ in part])
        with torch.autocast("cpu", torch.bfloat16):
            states = model.encode(words(b.ids), b.features, b.mask)
        states = states.float().gather(1, b.first[..., None].expand(-1, -1, states.shape[-1]))
        tags, acts, links = (x.numpy() for x in model.heads(states))
        for i, (a, e, core, until) in enumerate(part):
            n = e - a
            q1, k1, q2, k2, q3, k3 = np.split(links[i, :n], 6, -1)
            s = LINK**-0.5
            found.append(
                Window(
                    a,
                    e,
                    core,
                    until,
                    tags[i, :n],
                    acts[i, :n],
                    (q1 * s, q2 * s, q3 * s),
                    (k1, k2, k3),
                    tuple(model.nobody.detach().numpy()),
                    trust,
                )
            )
    return found
