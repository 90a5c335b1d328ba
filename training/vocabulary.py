"""Prune the vocabulary of the trunk to the pieces that our languages use (`python -m training.vocabulary`).

A piece stays if words of one of the languages need it often enough: frequencies of words come from `wordfreq`
(Apache-2.0, its lists CC BY-SA 4.0), each word as it is, capitalised and in capitals. Single letters and marks stay
all, so that any word in Latin, Cyrillic or Greek letters can still be spelt. A word whose piece is gone is cut into
shorter ones.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np
import wordfreq
from tokenizers import Tokenizer, models

from firsthand.trunk.pieces import SPACE, SPECIAL, UNKNOWN
from firsthand.trunk.weights import EMBEDDINGS, FOLDER, PIECES
from training.trunk import load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from training.trunk import Trunk

LANGUAGES: Final = {"en": 1, "es": 1, "ru": 1, "uk": 1, "de": 0.5, "fr": 0.5} | dict.fromkeys(
    ["pt", "it", "ca", "pl", "bg"], 0.2
)
"""How much a language's need of a piece weighs: those that we read, those that they quote most, their neighbours."""
SIZE: Final = 80_000
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK")


def need(trunk: Trunk) -> NDArray[np.float64]:
    """Return for each piece the largest share that it has in the words of a language, weighted."""
    tokenizer = Tokenizer(models.Unigram(list(zip(trunk.pieces, trunk.scores, strict=True)), unk_id=UNKNOWN))
    most = np.zeros(len(trunk.pieces))
    for language, weight in LANGUAGES.items():
        words, shares = [], []
        for word, share in wordfreq.get_frequency_dict(language).items():
            for form, part in ((word, 0.8), (word.capitalize(), 0.18), (word.upper(), 0.02)):
                words.append(SPACE + form)
                shares.append(share * part)
        counts = np.zeros(len(trunk.pieces))
        for encoded, share in zip(tokenizer.encode_batch_fast(words), shares, strict=True):
            counts[encoded.ids] += share
        most = np.maximum(most, weight * counts / counts.sum())
    return most


def _spells(piece: str) -> bool:
    """Tell whether a piece is one letter or mark of text in our scripts."""
    letter = piece.removeprefix(SPACE)
    if len(letter) > 1:
        return False
    return not letter or not letter.isalpha() or unicodedata.name(letter, "").startswith(_SCRIPTS)


def main() -> None:
    """Write the pruned vocabulary and its embeddings where the tool looks for them."""
    trunk = load()
    order = np.argsort(-need(trunk), kind="stable")
    spelling = {i for i, piece in enumerate(trunk.pieces) if _spells(piece)}
    special = range(len(SPECIAL))
    kept = [*special, *sorted({int(i) for i in order[:SIZE]} | spelling - set(special))]
    kept = list(dict.fromkeys(kept))
    FOLDER.mkdir(exist_ok=True)
    np.save(FOLDER / EMBEDDINGS, trunk.words[kept])
    vocabulary = {
        "origin": trunk.origin,
        "replaced": {a: b for a, b in trunk.replaced.items() if a != b},
        "pieces": [[trunk.pieces[i], round(trunk.scores[i], 4)] for i in kept],
    }
    text = json.dumps(vocabulary, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / PIECES).write_text(text + "\n", encoding="utf-8")
    print(f"{len(kept):,} of {len(trunk.pieces):,} pieces kept")


if __name__ == "__main__":
    main()
