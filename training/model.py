"""The network: the layers of the trunk, the grammar's features added to their input, three heads on words.

Post-norm BERT (Devlin et al. 2019) with exact GELU. The word embeddings are not trained: the tagger and the sentence
encoder share one table. The first layers see pieces; then the pieces of a word become one state, their mean, so that
the other layers have less to do (some 1.3 pieces a word in English, 2 in Russian). Links are scaled dot products of
projected words (Dozat and Manning 2017, arXiv:1611.01734, without the bilinear term), to which what the grammar links
is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from firsthand.reading.tagger.decode import SPEAKER
from firsthand.reading.tagger.view import FEATURES, TAGS
from firsthand.trunk.pieces import pieces

if TYPE_CHECKING:
    from torch import Tensor

    from training.trunk import Trunk

LINK = 96
ACTS = 3


@dataclass(frozen=True)
class Shape:
    """What a network is made of."""

    layers: tuple[int, ...] = tuple(range(12))
    """Which layers of the trunk."""
    pieces: int = 1
    """How many of them see pieces, before these are joined to words."""
    inner: int = 1536
    """How many of the inner units of a layer: those with the largest weights."""
    hidden: int = 384
    heads: int = 12
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One layer of the encoder. `[batch, pieces, hidden]` in and out."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        h = shape.hidden
        self.heads, self.dropout = shape.heads, dropout
        self.qkv = nn.Linear(h, 3 * h)
        self.out = nn.Linear(h, h)
        self.norm = nn.LayerNorm(h, eps=shape.epsilon)
        self.up = nn.Linear(h, shape.inner)
        self.down = nn.Linear(shape.inner, h)
        self.norm2 = nn.LayerNorm(h, eps=shape.epsilon)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """Attend and transform."""
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        p = self.dropout if self.training else 0.0
        mask = mask if mask is None else mask.to(q.dtype)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # with dropout in it, it is three times slower
        a = self.out(a.transpose(1, 2).reshape(b, t, h))
        x = self.norm(x + F.dropout(a, p))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), p))


class Tagger(nn.Module):
    """Tags, links and acts of the words of windows."""

    def __init__(self, shape: Shape, dropout: float = 0.1, positions: int = 512) -> None:
        super().__init__()
        h = shape.hidden
        self.shape = shape
        self.position = nn.Parameter(torch.zeros(positions, h))
        self.features = nn.ModuleList(nn.Embedding(n, h) for n in FEATURES)
        self.norm = nn.LayerNorm(h, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in shape.layers)
        self.tags = nn.Linear(h, len(TAGS))
        self.acts = nn.Linear(h, ACTS)
        self.links = nn.Linear(h, 6 * LINK)
        self.nobody = nn.Parameter(torch.zeros(3, LINK))
        self.trust = nn.Parameter(torch.ones(2))
        """How much the grammar's links weigh: from content to cue, from cue to source."""

    def encode(self, embedded: Tensor, features: Tensor, pool: Tensor, masks: tuple[Tensor, Tensor]) -> Tensor:
        """Return the states of words, `[batch, words, hidden]`.

        Args:
            embedded: Word embeddings of the pieces, `[batch, pieces, hidden]`.
            features: Of the word that each piece belongs to, `[batch, pieces, 4]`; 0 on pieces that are no word.
            pool: `[batch, words + 2, pieces]`: the share of each piece in the beginning, the words, and the end.
            masks: Added to the scores of attention, `[batch, 1, 1, pieces]` and `[batch, 1, 1, words + 2]`.
        """
        x = embedded + self.position[: embedded.shape[1]]
        x = self.norm(x)
        for number, feature in enumerate(self.features):
            x = x + feature(features[..., number])
        for number, layer in enumerate(self.layers):
            if number == self.shape.pieces:
                x = pool.to(x.dtype) @ x
            x = layer(x, masks[number >= self.shape.pieces])
        if self.shape.pieces >= len(self.layers):  # never joined: the state of a word is that of its first piece
            first = (pool > 0).int().argmax(-1)
            x = x.gather(1, first[..., None].expand(-1, -1, x.shape[-1]))
        return x[:, 1:-1]

    def heads(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return tags `[…, 7]`, acts `[…, 3]`, projections `[…, 6 × 96]` of the states of words."""
        return self.tags(states), self.acts(states), self.links(states)

    def link(self, projected: Tensor, which: int, known: Tensor) -> Tensor:
        """Return `[batch, words, 1 + words]`: whom each word leads to; 0 is nobody.

        Args:
            projected: As `heads` gives them.
            which: 0 from content to cue, 1 from cue to source.
            known: 1 where the grammar sees a link, `[batch, words, 1 + words]`.
        """
        q, k = self._ends(projected, which)
        return q @ k.transpose(1, 2) / LINK**0.5 + self.trust[which] * known

    def speakers(self, projected: Tensor, asked: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        """Return `[asked, 1 + words]`: which words name the speaker of those who are asked; 0 is nobody."""
        whose, weights, _ = asked
        q, k = self._ends(projected, SPEAKER)
        k = k[whose]
        q = torch.einsum("aw,awd->ad", weights.to(q.dtype), q[whose])
        return torch.einsum("ad,awd->aw", q, k) / LINK**0.5

    def _ends(self, projected: Tensor, which: int) -> tuple[Tensor, Tensor]:
        q, k = projected[..., 2 * which * LINK :][..., : 2 * LINK].split(LINK, -1)
        return q, torch.cat([self.nobody[which].to(k.dtype).expand(k.shape[0], 1, LINK), k], 1)


def from_trunk(trunk: Trunk, shape: Shape, dropout: float = 0.1) -> Tagger:
    """Return a tagger whose layers begin as those of the trunk."""
    model = Tagger(shape, dropout, trunk.sizes.positions)
    tensors = {name: torch.from_numpy(values.copy()) for name, values in trunk.tensors.items()}
    h = shape.hidden
    with torch.no_grad():
        model.position.copy_(tensors["emb.pos"].view(-1, h) + tensors["emb.type"].view(-1, h)[0])
        model.norm.weight.copy_(tensors["emb.ln.w"])
        model.norm.bias.copy_(tensors["emb.ln.b"])
        for feature in model.features:
            nn.init.normal_(feature.weight, std=0.02)
        for layer, number in zip(model.layers, shape.layers, strict=True):
            _fill(layer, {name.split(".", 1)[1]: t for name, t in tensors.items() if name.startswith(f"l{number}.")}, h)
    return model


def from_teacher(teacher: Tagger, shape: Shape, dropout: float = 0.1) -> Tagger:
    """Return a smaller tagger that begins with the layers `shape.layers` of a trained one, and with its heads."""
    model = Tagger(shape, dropout, len(teacher.position))
    with torch.no_grad():
        for part in ("position", "nobody", "trust"):
            getattr(model, part).copy_(getattr(teacher, part))
        for part in ("features", "norm", "acts", "tags", "links"):
            getattr(model, part).load_state_dict(getattr(teacher, part).state_dict())
        for layer, number in zip(model.layers, shape.layers, strict=True):
            given = teacher.layers[number]
            for part in ("qkv", "out", "norm", "norm2"):
                getattr(layer, part).load_state_dict(getattr(given, part).state_dict())
            _strongest(layer, given.up.weight, given.up.bias, given.down.weight, given.down.bias)
    return model


def _strongest(layer: nn.Module, up: Tensor, up_bias: Tensor, down: Tensor, bias: Tensor) -> None:
    """Keep the inner units with the largest weights."""
    strong = (up.norm(dim=1) * down.norm(dim=0)).argsort(descending=True, stable=True)[: layer.up.out_features]
    layer.up.weight.copy_(up[strong])
    layer.up.bias.copy_(up_bias[strong])
    layer.down.weight.copy_(down[:, strong])
    layer.down.bias.copy_(bias)


def _fill(layer: nn.Module, t: dict[str, Tensor], h: int) -> None:
    layer.qkv.weight.copy_(torch.cat([t[f"{name}.w"].view(h, h) for name in "qkv"]))
    layer.qkv.bias.copy_(torch.cat([t[f"{name}.b"] for name in "qkv"]))
    layer.out.weight.copy_(t["ao.w"].view(h, h))
    layer.out.bias.copy_(t["ao.b"])
    _strongest(layer, t["fi.w"].view(-1, h), t["fi.b"], t["fo.w"].view(h, -1), t["fo.b"])
    for part, name in ((layer.norm, "aln"), (layer.norm2, "oln")):
        part.weight.copy_(t[f"{name}.w"])
        part.bias.copy_(t[f"{name}.b"])


def table() -> nn.Embedding:
    """Return the word embeddings that the tool ships, not to be trained."""
    p = pieces()
    values = torch.from_numpy(p.embeddings(range(p.size)))
    return nn.Embedding.from_pretrained(values, freeze=True)
