"""Fit: train a tagger on examples."""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812

from training.examples import IGNORED
from training.windows import batches, collate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor, nn

    from training.examples import Example
    from training.model import Tagger
    from training.windows import Batch

DECAY = 0.995
"""Of the running mean of the weights, which is what is kept (Polyak and Juditsky 1992)."""
BLIND = 0.15
"""Share of windows that are shown without what the grammar knows."""


def outputs(model: Tagger, words: nn.Embedding, b: Batch) -> tuple[Tensor, ...]:
    """Return tags, acts, links to cues, to sources and to speakers of a batch's words."""
    states = model.encode(words(b.ids), b.features, b.mask)
    states = states.gather(1, b.first[..., None].expand(-1, -1, states.shape[-1]))
    tags, acts, links = model.heads(states)
    return (
        tags,
        acts,
        model.link(links, 0, b.known[0]),
        model.link(links, 1, b.known[1]),
        model.speakers(links, b.speakers),
    )


def loss_of(found: tuple[Tensor, ...], b: Batch) -> Tensor:
    """Sum the losses of the heads."""
    tags, acts, to_cue, to_source, to_speaker = (x.float() for x in found)
    padding = b.tags == IGNORED
    shut = padding & (b.first == 0)

    def one(logits: Tensor, gold: Tensor) -> Tensor:
        flat = gold.flatten()
        if not (flat != IGNORED).any():
            return logits.sum() * 0
        return F.cross_entropy(logits.flatten(0, 1), flat, ignore_index=IGNORED)

    def linked(logits: Tensor, gold: Tensor) -> Tensor:
        logits = logits.clone()
        logits[:, :, 1:] = logits[:, :, 1:].masked_fill(shut[:, None, :], -1e4)
        return one(logits, gold)

    tagged = -(b.soft * tags.log_softmax(-1)).sum() / b.soft.sum().clamp(min=1)
    whose, _, names = b.speakers
    if len(whose):
        to_speaker[:, 1:] = to_speaker[:, 1:].masked_fill(shut[whose], -1e4)
        named = to_speaker.log_softmax(-1).masked_fill(names == 0, -1e4).logsumexp(-1)
        tagged = tagged - 0.3 * named.mean()
    return tagged + 0.5 * linked(to_cue, b.to_cue) + 0.5 * linked(to_source, b.to_source) + 0.1 * one(acts, b.acts)


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
) -> None:
    """Train and write `out` at the end of each epoch: AdamW, linear decay after 6 % of warm-up, bfloat16."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    heads = {"tags", "acts", "links", "nobody", "trust", "features"}
    slow = [p for name, p in model.named_parameters() if name.split(".")[0] not in heads]
    fast = [p for name, p in model.named_parameters() if name.split(".")[0] in heads]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": rate}, {"params": fast, "lr": head_rate}], weight_decay=0.01)
    plan = [list(batches(examples, rng, size)) for _ in range(epochs)]
    steps = sum(map(len, plan))
    warm = max(1, int(0.06 * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    averaged = [value.detach().clone() for value in model.parameters()]
    step, begun, mean = 0, time.monotonic(), math.nan
    for epoch, windows in enumerate(plan, 1):
        model.train()
        for group in windows:
            b = collate(group, rng.random(len(group)) < BLIND)
            with torch.autocast("cpu", torch.bfloat16):
                found = outputs(model, words, b)
            value = loss_of(found, b)
            optimiser.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            decay = min(DECAY, step / (step + 10))
            torch._foreach_lerp_(averaged, [value.detach() for value in model.parameters()], 1 - decay)
            mean = value.item() if math.isnan(mean) else 0.98 * mean + 0.02 * value.item()
            if step % 50 == 0:
                done = {"step": step, "of": steps, "loss": round(mean, 4), "seconds": round(time.monotonic() - begun)}
                print(json.dumps(done), flush=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        state = model.state_dict() | {name: a for (name, _), a in zip(model.named_parameters(), averaged, strict=True)}
        torch.save({"shape": model.shape, "state": state}, out)
        print(json.dumps({"epoch": epoch, "wrote": str(out)}), flush=True)
