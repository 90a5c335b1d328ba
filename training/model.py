"""The network: the layers of the trunk, the grammar's features added to their input, three heads on words.

Post-norm BERT (Devlin et al. 2019) with exact GELU. The word embeddings are not trained: the tagger and the sentence
encoder share one table. Links are scaled dot products of projected words (Dozat and Manning 2017, arXiv:1611.01734,
without the bilinear term), to which what the grammar links is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

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
    inner: int = 1536
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

    def encode(self, embedded: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the states of pieces.

        Args:
            embedded: Word embeddings of the pieces, `[batch, pieces, hidden]`.
            features: Of the word that each piece belongs to, `[batch, pieces, 4]`; 0 on pieces that are no word.
            mask: Added to the scores of attention, `[batch, 1, 1, pieces]`.
        """
        x = embedded + self.position[: embedded.shape[1]]
        x = self.norm(x)
        for number, feature in enumerate(self.features):
            x = x + feature(features[..., number])
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def heads(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return tags `[…, 7]`, acts `[…, 3]`, projections `[…, 6 × 96]` of the states of first pieces."""
        return self.tags(states), self.acts(states), self.links(states)

    def link(self, projected: Tensor, which: int, known: Tensor) -> Tensor:
        """Return `[batch, words, 1 + words]`: whom each word leads to; 0 is nobody.

        Args:
            projected: As `heads` gives them.
            which: 0 from content to cue, 1 from cue to source.
            known: 1 where the grammar sees a link, `[batch, words, 1 + words]`.
        """
        q, k = projected[..., 2 * which * LINK :][..., : 2 * LINK].split(LINK, -1)
        k = torch.cat([self.nobody[which].to(k.dtype).expand(k.shape[0], 1, LINK), k], 1)
        return q @ k.transpose(1, 2) / LINK**0.5 + self.trust[which] * known

    def speakers(self, projected: Tensor, asked: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        """Return `[asked, 1 + words]`: which words name the speaker of those who are asked; 0 is nobody."""
        whose, weights, _ = asked
        q, k = projected[..., 4 * LINK :].split(LINK, -1)
        k = torch.cat([self.nobody[2].to(k.dtype).expand(k.shape[0], 1, LINK), k], 1)[whose]
        q = torch.einsum("aw,awd->ad", weights.to(q.dtype), q[whose])
        return torch.einsum("ad,awd->aw", q, k) / LINK**0.5


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


def _fill(layer: nn.Module, t: dict[str, Tensor], h: int) -> None:
    layer.qkv.weight.copy_(torch.cat([t[f"{name}.w"].view(h, h) for name in "qkv"]))
    layer.qkv.bias.copy_(torch.cat([t[f"{name}.b"] for name in "qkv"]))
    for part, name in ((layer.out, "ao"), (layer.up, "fi"), (layer.down, "fo")):
        part.weight.copy_(t[f"{name}.w"].view(-1, part.in_features)[: part.out_features])
        part.bias.copy_(t[f"{name}.b"][: part.out_features])
    for part, name in ((layer.norm, "aln"), (layer.norm2, "oln")):
        part.weight.copy_(t[f"{name}.w"])
        part.bias.copy_(t[f"{name}.b"])


def table() -> nn.Embedding:
    """Return the word embeddings that the tool ships, not to be trained."""
    p = pieces()
    values = torch.from_numpy(p.embeddings(range(p.size)))
    return nn.Embedding.from_pretrained(values, freeze=True)
