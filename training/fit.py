"""Fit: train a tagger on examples."""

from __future__ import annotations

import json
import math
import time
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, Dataset

from firsthand.reading.tagger.decode import TO_CUE, TO_SOURCE
from firsthand.reading.tagger.view import CONTENT, CUES
from training.examples import IGNORED
from training.windows import Batch, batches, collate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor, nn

    from training.examples import Example
    from training.model import Tagger

TAUGHT = 2.0
"""Of the loss against teachers."""
BLIND = 0.15
"""Share of windows that are shown without what the grammar knows."""


class _Drawn(Dataset[Batch]):
    """The batches of a plan, put together when they are asked for, some of their windows blind."""

    def __init__(self, plan: Sequence[list[tuple[Example, int, int]]], seed: int) -> None:
        self._plan, self._seed = plan, seed

    def __len__(self) -> int:
        return len(self._plan)

    def __getitem__(self, step: int) -> Batch:
        group = self._plan[step]
        return collate(group, np.random.default_rng([self._seed, step]).random(len(group)) < BLIND)


def loss_of(model: Tagger, words: nn.Embedding, b: Batch, teachers: Sequence[Tagger] = ()) -> Tensor:
    """Return the sum of the losses of the heads on a batch, and of what teachers say otherwise of it."""
    with torch.autocast(b.ids.device.type, torch.bfloat16):
        tags, acts, links = model.heads(model.encode(words(b.ids), b.features, b.pool, b.masks))
        to_cue, to_source = model.link(links, TO_CUE, b.known[0]), model.link(links, TO_SOURCE, b.known[1])
        to_speaker = model.speakers(links, b.speakers).float()

    def one(logits: Tensor, gold: Tensor) -> Tensor:
        flat = gold.flatten()
        if not (flat != IGNORED).any():
            return logits.sum() * 0
        return F.cross_entropy(logits.float().flatten(0, 1), flat, ignore_index=IGNORED)

    def linked(logits: Tensor, gold: Tensor) -> Tensor:
        logits = logits.float()
        return one(torch.cat([logits[..., :1], logits[..., 1:].masked_fill(b.shut[:, None, :], -1e4)], -1), gold)

    loss = one(tags, b.tags) + 0.5 * linked(to_cue, b.to_cue) + 0.5 * linked(to_source, b.to_source)
    loss = loss + 0.1 * one(acts, b.acts)
    whose, _, names = b.speakers
    if len(whose):
        to_speaker[:, 1:] = to_speaker[:, 1:].masked_fill(b.shut[whose], -1e4)
        named = to_speaker.log_softmax(-1).masked_fill(names == 0, -1e4).logsumexp(-1)
        loss = loss - 0.3 * named.mean()
    if teachers:
        loss = loss + TAUGHT * _taught(teachers, words, b, tags, (to_cue, to_source))
    return loss


def _taught(
    teachers: Sequence[Tagger], words: nn.Embedding, b: Batch, tags: Tensor, links: tuple[Tensor, Tensor]
) -> Tensor:
    """Return the cross entropy with the teachers' mean answer: tags, and where content and cues lead."""
    shut = F.pad(b.shut, (1, 0))[:, None, :]
    told, *goals = (
        torch.stack(same).mean(0) for same in zip(*(_says(one, words, b, shut) for one in teachers), strict=True)
    )
    open_ = ~b.shut
    loss = -(told * tags.float().log_softmax(-1)).sum(-1)[open_].mean()
    for begin, given, goal in zip((CONTENT, CUES), links, goals, strict=True):
        weight = told[..., begin : begin + 2].sum(-1) * open_
        each = -(goal * given.float().masked_fill(shut, -1e4).log_softmax(-1)).sum(-1)
        loss = loss + 0.5 * (weight * each).sum() / weight.sum().clamp(min=1)
    return loss


@torch.no_grad()
def _says(teacher: Tagger, words: nn.Embedding, b: Batch, shut: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return what a teacher says of a batch, as probabilities: tags, where content leads, where cues lead."""
    with torch.autocast(b.ids.device.type, torch.bfloat16):
        tags, _, links = teacher.heads(teacher.encode(words(b.ids), b.features, b.pool, b.masks))
        leads = teacher.link(links, TO_CUE, b.known[0]), teacher.link(links, TO_SOURCE, b.known[1])
    to_cue, to_source = (lead.float().masked_fill(shut, -1e4).softmax(-1) for lead in leads)
    return tags.float().softmax(-1), to_cue, to_source


def fit(
    model: Tagger,
    words: nn.Embedding,
    examples: Sequence[Example],
    *,
    seed: int,
    epochs: int,
    out: Path,
    size: int = 16,
    rate: float = 2e-4,
    head_rate: float = 1e-3,
    decay: float = 0.995,
    teachers: Sequence[Tagger] = (),
) -> None:
    """Train and write `out` at the end of each epoch: AdamW, linear decay after 6 % of warm-up, bfloat16.

    What is kept is a running mean of the weights (Polyak and Juditsky 1992), of the last steps as `decay` says. With
    teachers, what they say counts beside the labels, also of windows that have none (Hinton, Vinyals and Dean 2015,
    arXiv:1503.02531).
    """
    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model, words = model.to(device), words.to(device)
    teachers = [teacher.to(device).eval() for teacher in teachers]
    rng = np.random.default_rng(seed)
    heads = {"tags", "acts", "links", "nobody", "trust", "features"}
    slow = [p for name, p in model.named_parameters() if name.split(".")[0] not in heads]
    fast = [p for name, p in model.named_parameters() if name.split(".")[0] in heads]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": rate}, {"params": fast, "lr": head_rate}], weight_decay=0.01)
    plan = [list(batches(examples, rng, size)) for _ in range(epochs)]
    drawn = _Drawn([group for windows in plan for group in windows], seed)
    steps, ends = len(drawn), list(accumulate(map(len, plan)))
    warm = max(1, int(0.06 * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    averaged = [value.detach().clone() for value in model.parameters()]
    begun, mean = time.monotonic(), math.nan
    model.train()
    for step, b in enumerate(DataLoader(drawn, batch_size=None, num_workers=6 if device == "cuda" else 0), 1):
        value = loss_of(model, words, b.to(device), teachers)
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        kept = min(decay, step / (step + 10))
        torch._foreach_lerp_(averaged, [value.detach() for value in model.parameters()], 1 - kept)
        if step % 50 == 0:
            mean = value.item() if math.isnan(mean) else 0.8 * mean + 0.2 * value.item()
            done = {"step": step, "of": steps, "loss": round(mean, 4), "seconds": round(time.monotonic() - begun)}
            print(json.dumps(done), flush=True)
        if step in ends:
            keep(model, averaged, out)


def keep(model: Tagger, averaged: Sequence[Tensor], out: Path) -> None:
    """Write a checkpoint: the shape, and the running mean of the weights."""
    out.parent.mkdir(parents=True, exist_ok=True)
    state = model.state_dict() | {name: a for (name, _), a in zip(model.named_parameters(), averaged, strict=True)}
    torch.save({"shape": model.shape, "state": state}, out)
