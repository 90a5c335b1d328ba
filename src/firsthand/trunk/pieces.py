"""Pieces: words cut into the units that the trunk knows, and their embeddings.

The vocabulary is that of multilingual-e5-small, pruned to our languages (`training/vocabulary.py`): a SentencePiece
unigram model (Kudo 2018, "Subword Regularization", arXiv:1804.10959). The embeddings stay in the four bits in which
they came: pruning loses pieces, not precision.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from tokenizers import Tokenizer, models

from firsthand.trunk import weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SPECIAL: Final = ("<s>", "<pad>", "</s>", "<unk>")
START, PAD, END, UNKNOWN = range(4)
SPACE: Final = "▁"
"""Stands before a word that follows a space."""
_KEPT: Final = 50_000  # words remembered at most
_LONE: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # halves of pairs, which are no text
_SCALE: Final = 2  # bytes of a block that hold its scale


class Pieces:
    """The vocabulary: words to pieces, pieces to embeddings. Holds what it has cut once."""

    def __init__(self, folder: Path = weights.FOLDER) -> None:
        vocabulary = json.loads((folder / weights.PIECES).read_text(encoding="utf-8"))
        pieces = [(piece, score) for piece, score in vocabulary["pieces"]]
        self._model = Tokenizer(models.Unigram(pieces, unk_id=UNKNOWN))
        self._replaced = str.maketrans(vocabulary["replaced"])
        self._table = np.load(folder / weights.EMBEDDINGS, mmap_mode="r")
        self._known: dict[str, tuple[int, ...]] = {}

    @property
    def size(self) -> int:
        """How many pieces there are."""
        return len(self._table)

    def ids(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the ids of the pieces of each word, at least one for each.

        Args:
            words: Words and marks as the text has them, each after a `SPACE` if it follows a space or begins a line.
        """
        known = self._known
        if len(known) > _KEPT:
            known.clear()
        fresh = [word for word in set(words) if word not in known]
        if fresh:
            texts = list(map(self._normal, fresh))
            for word, encoded in zip(fresh, self._model.encode_batch_fast(texts), strict=True):
                known[word] = tuple(encoded.ids) or (UNKNOWN,)
        return [known[word] for word in words]

    def _normal(self, word: str) -> str:
        space = SPACE if word[0] == SPACE else ""
        text = unicodedata.normalize("NFC", word[len(space) :].translate(_LONE)).translate(self._replaced)
        return space + text.replace(" ", "")

    def embeddings(self, ids: Iterable[int]) -> NDArray[np.float32]:
        """Return the embeddings of pieces: `[pieces, hidden]`."""
        blocks = np.asarray(self._table[np.fromiter(ids, np.int64)])
        return unpacked(blocks).reshape(len(blocks), -1)


def unpacked(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the weights of four-bit blocks: `[..., 18]` bytes, a half-precision scale first, to `[..., 32]`."""
    scale = np.ascontiguousarray(blocks[..., :_SCALE]).view("<f2").astype(np.float32)
    nibbles = blocks[..., _SCALE:]
    both = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1)
    return (both.astype(np.float32) - 8) * scale


@cache
def pieces() -> Pieces:
    """Return the vocabulary that is installed, loaded once a process."""
    return Pieces()
