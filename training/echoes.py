"""Fit what echoes are known by: a projection of the states of words, and the weights of features.

`build/venv/bin/python -m training.echoes`. Both learn from sentences of NTREX-128 in documents whose id's SHA-256 is
even and that are no article of `quotes-parallel`, in English, Spanish (two translations), Russian and Ukrainian: whole,
first halves against wholes, and wholes against what stitches two together.

The projection makes the states of words in translations alike and says how much each word tells: the mean best match
of the words of one text in the other (ColBERT's late interaction) has to be greatest for its translation among
sentences of the same articles (cross entropy, AdamW). It is written to the weights' folder. The weights of the features
are a logistic regression over pairs of tellings, with speakers told apart in half of them: ten, who speak in turn. Its
features come from projections that did not see the documents (three folds). They are printed, to be put into
`linking/echoes.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812

from firsthand.linking import echoes
from firsthand.linking.telling import prepared
from firsthand.trunk.encoder import Encoded, centred_words, encoder
from firsthand.trunk.weights import FOLDER, PROJECTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from firsthand.linking.telling import Telling
    from firsthand.trunk.encoder import Encoder

LANGUAGES: Final = ("en", "es", "ru", "uk")
PAIRS: Final = (("en", "es"), ("en", "ru"), ("en", "uk"), ("es", "ru"), ("ru", "uk"), ("es", "uk"))
SIZE: Final = 96
ROUNDS: Final = 12
BATCH: Final = 48
FOLDS: Final = 3
SPEAKERS: Final = 10
_SECOND: Final = "es_mx"
_SHARE: Final = 0.1  # of pairs of sentences of different articles and speakers that are looked at; they weigh the more


def articles() -> tuple[list[dict[str, Any]], set[str]]:
    """Return the sentences of NTREX, and which articles `quotes-parallel` has."""
    from training.__main__ import DATA

    with (DATA / "ntrex-parallel" / "sentences.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    with (DATA / "quotes-parallel" / "dev.jsonl").open(encoding="utf-8") as lines:
        return rows, {json.loads(line)["doc"] for line in lines}


def even(doc: str) -> bool:
    """Tell whether a document is one to learn from."""
    return _number(doc) % 2 == 0


def half(text: str) -> str:
    """Return the first half of the words."""
    words = text.split()
    return " ".join(words[: max(1, (len(words) + 1) // 2)])


def _number(doc: str) -> int:
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16)


class Known:
    """The encoder with another projection, and texts that it has read once."""

    def __init__(self, real: Encoder) -> None:
        self._real = real
        self._kept: dict[str, Any] = {}
        self.projection: Projection | None = None
        self.means: dict[str, Any] = {}

    def plain(self, text: str, language: str) -> Any:
        """Return the states of words, less the mean of their language."""
        return centred_words(self._read(text, language)[1], self.means[language])

    def _read(self, text: str, language: str) -> Any:
        if text not in self._kept:
            vector, states, spans = self._real.states(text)
            self._kept[text] = self._real.less_mean(vector, language), states, spans
        return self._kept[text]

    def measure(self, texts: dict[str, list[str]]) -> None:
        """Take the means of languages from texts."""
        for language, sentences in texts.items():
            states = np.concatenate([self._read(text, language)[1] for text in sentences])
            self.means[language] = (states / np.linalg.norm(states, axis=1, keepdims=True)).mean(0)

    def encoded(self, text: str, language: str) -> Encoded:
        """Do what `Encoder.encoded` does."""
        vector, _, spans = self._read(text, language)
        return Encoded(vector, *self.projection.of(self.plain(text, language)), spans)


class Projection(torch.nn.Module):
    """States of words to vectors of words, and how much each says."""

    def __init__(self, states: Any) -> None:
        super().__init__()
        _, _, axes = np.linalg.svd(states, full_matrices=False)
        self.matrix = torch.nn.Parameter(torch.from_numpy(axes[:SIZE].T.copy()))
        self.weight = torch.nn.Parameter(torch.zeros(states.shape[1]))
        self.bias = torch.nn.Parameter(torch.zeros(()))
        self.scale = torch.nn.Parameter(torch.tensor(3.4))

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Return unit vectors of words, and how much each says."""
        return F.normalize(states @ self.matrix, dim=-1), torch.sigmoid(states @ self.weight + self.bias)

    def of(self, states: Any) -> tuple[Any, Any]:
        """Do what `forward` does, outside of training."""
        matrix, weight, bias = (each.detach().numpy() for each in (self.matrix, self.weight, self.bias))
        words = states @ matrix
        return words / np.linalg.norm(words, axis=1, keepdims=True), 1 / (1 + np.exp(-(states @ weight + bias)))

    def late(self, ours: Sequence[Any], theirs: Sequence[Any]) -> tuple[Tensor, Tensor]:
        """Return the mean best matches of each of our texts in each of theirs, and the other way round."""
        (a, ha), (b, hb) = _padded(ours), _padded(theirs)
        (za, wa), (zb, wb) = self(a), self(b)
        alike = torch.einsum("aid,bjd->abij", za, zb)
        here = alike.masked_fill(~hb[None, :, None, :], -9).amax(3)
        there = alike.masked_fill(~ha[:, None, :, None], -9).amax(2)
        wa, wb = wa * ha, wb * hb
        return (here * wa[:, None]).sum(2) / wa.sum(1)[:, None], (there * wb[None]).sum(2) / wb.sum(1)[None]


def _padded(texts: Sequence[Any]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, texts))
    values = torch.zeros(len(texts), longest, texts[0].shape[1])
    there = torch.zeros(len(texts), longest, dtype=torch.bool)
    for at, text in enumerate(texts):
        values[at, : len(text)] = torch.from_numpy(text)
        there[at, : len(text)] = True
    return values, there


def learn(known: Known, rows: Sequence[dict[str, Any]], seed: int = 0) -> Projection:
    """Return a projection that learnt from these sentences."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    everything = np.concatenate([known.plain(row[language], language) for row in rows for language in LANGUAGES])
    model = Projection(random.permutation(everything)[:20_000])
    groups = (([model.matrix], 2e-3), ([model.weight, model.bias], 3e-2), ([model.scale], 1e-2))
    optimizer = torch.optim.AdamW([{"params": each, "lr": rate} for each, rate in groups], weight_decay=1e-4)
    by_doc: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_doc[row["doc"]].append(row)
    steps = ROUNDS * (len(rows) // BATCH)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps))
    for _ in range(ROUNDS):
        docs = list(by_doc)
        random.shuffle(docs)
        order = [row for doc in docs for row in random.permutation(by_doc[doc])]
        for batch in (order[at : at + BATCH] for at in range(0, len(order) - BATCH + 1, BATCH)):
            x, y = random.choice(LANGUAGES, 2, replace=False)
            how = random.random()
            ours = [known.plain(half(row[x]) if how < 0.4 else row[x], x) for row in batch]
            theirs = [known.plain(row[_SECOND if y == "es" and random.random() < 0.4 else y], y) for row in batch]
            if how > 0.75:  # some words in a row
                ours = [_cut(text, random) for text in ours]
            here, there = model.late(ours, theirs)
            odds = model.scale.exp() * (here if how < 0.4 or how > 0.75 else (here + there) / 2)
            right = torch.arange(len(batch))
            loss = (F.cross_entropy(odds, right) + F.cross_entropy(odds.T, right)) / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
    return model


def _cut(text: Any, random: np.random.Generator) -> Any:
    if len(text) < 6:
        return text
    length = random.integers(3, max(4, len(text) * 2 // 3))
    start = random.integers(0, len(text) - length + 1)
    return text[start : start + length]


def tasks(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[list[tuple[str, str]], list[tuple[str, str]], str]]:
    """Yield lists of (language, text) to be set against each other: of both the one at place n tells the sentence n."""
    following = [rows[at + 1] if at + 1 < len(rows) and rows[at + 1]["doc"] == row["doc"] else None
                 for at, row in enumerate(rows)]  # fmt: skip
    for x, y in (*PAIRS, ("es", _SECOND)):
        code = y.partition("_")[0]
        for ours, theirs in ((x, y), (y, x)):
            a, b = ours.partition("_")[0], theirs.partition("_")[0]
            yield [(a, half(row[ours])) for row in rows], [(b, row[theirs]) for row in rows], "halves"
            joined = [
                f"{row[theirs]} {nxt[theirs]}" if nxt else row[theirs] for row, nxt in zip(rows, following, strict=True)
            ]
            yield [(a, row[ours]) for row in rows], [(b, text) for text in joined], "stitched"
        yield [(x, row[x]) for row in rows], [(code, row[y]) for row in rows], "whole"


def pairs(
    known: Known, rows: Sequence[dict[str, Any]], random: np.random.Generator
) -> Iterator[tuple[dict[str, float], str, bool, float, str]]:
    """Yield features, speakers, whether they tell one sentence, weight and task of pairs of tellings."""
    made: dict[tuple[str, str], Telling] = {}

    def telling(language: str, text: str) -> Telling:
        if (language, text) not in made:
            made[language, text] = prepared(
                known, id="", language=language, words=text, type="direct", speaker=None, kind="unknown"
            )
        return made[language, text]

    docs = np.array([hash(row["doc"]) for row in rows])
    numbers = np.arange(len(rows))
    for ours, theirs, task in tasks(rows):
        left, right = [telling(*each) for each in ours], [telling(*each) for each in theirs]
        cosines = np.stack([t.parts[0].vector for t in left]) @ np.stack([t.parts[0].vector for t in right]).T
        for i in numbers:
            same_doc = docs == docs[i]
            wanted = same_doc | (random.random(len(rows)) < _SHARE)
            for j in np.flatnonzero(wanted & (cosines[i] >= echoes.FLOOR)):
                if task == "stitched" and j == i - 1 and same_doc[j]:
                    continue  # that holds it too
                known_by_name = "same" if i % SPEAKERS == j % SPEAKERS else "different"
                speakers = known_by_name if random.random() < 0.5 else "unknown"
                weight = 1.0 if same_doc[j] else 1 / _SHARE
                yield echoes.features(left[i].parts[0], right[j].parts[0]), speakers, bool(i == j), weight, task


def regression(x: Any, y: Any, weights: Any, ridge: float = 1.0) -> Any:
    """Return the weights of a logistic regression, by Newton's method; `ridge` holds all but the first near 0."""
    beta = np.zeros(x.shape[1])
    hold = np.full(x.shape[1], ridge)
    hold[0] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weights * (y - p)) - hold * beta
        hessian = (x * (weights * p * (1 - p))[:, None]).T @ x + np.diag(hold + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return beta


def write(model: Projection, means: dict[str, Any]) -> None:
    """Write a projection to where the encoder looks for it, in half precision."""
    values = {"projection": model.matrix, "weight": model.weight, "bias": model.bias}
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in values.items()}
    np.savez(FOLDER / PROJECTION, **arrays, **{f"mean_{code}": mean.astype(np.float16) for code, mean in means.items()})


def main() -> None:
    """Learn the projection, write it, fit the weights, print them."""
    torch.set_num_threads(1)
    rows, gold = articles()
    rows = [row for row in rows if even(row["doc"]) and row["doc"] not in gold]
    known = Known(encoder())
    known.measure({language: [row[language] for row in rows] for language in LANGUAGES})
    print(f"{len(rows)} sentences read", flush=True)
    random = np.random.default_rng(0)
    found: list[tuple[dict[str, float], str, bool, float, str]] = []
    for fold in range(FOLDS):
        held = [row for row in rows if _number(row["doc"]) // 2 % FOLDS == fold]
        known.projection = learn(known, [row for row in rows if row not in held])
        found += pairs(known, held, random)
        print(f"fold {fold}: {len(held)} held out, {len(found)} pairs", flush=True)
    write(learn(known, rows), known.means)
    report(found)


def report(found: Sequence[tuple[dict[str, float], str, bool, float, str]]) -> None:
    """Fit the weights of the features and print them, and how well they hold."""
    names = [*found[0][0], "same speaker", "different speaker"]
    x = np.array([
        [*each.values(), speakers == "same", speakers == "different"] for each, speakers, _, _, _ in found
    ], float)  # fmt: skip
    y = np.array([each[2] for each in found], float)
    weights = np.array([each[3] for each in found])
    beta = regression(x, y, weights)
    score = 1 / (1 + np.exp(-(x @ beta)))
    for name, value in zip(names, beta, strict=True):
        print(f'    "{name}": {value:.2f},')
    for low, high in ((0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        here = (score >= low) & (score < high)
        print(f"{low}-{high}: {np.average(y[here], weights=weights[here]):.3f} right of {int(here.sum())}")
    for task in sorted({each[4] for each in found}):
        mine = np.array([each[4] == task for each in found])
        for at in (0.5, 0.8, 0.9):
            through = mine & (score >= at)
            print(task, at, "found", round(y[through].sum() / y[mine].sum(), 3),
                  "right", round(float(np.average(y[through], weights=weights[through])), 4))  # fmt: skip


if __name__ == "__main__":
    main()
