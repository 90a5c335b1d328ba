"""Weights: where they lie, and whether they are there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "weights"
PIECES: Final = "pieces.json"
EMBEDDINGS: Final = "embeddings.npy"
TAGGER: Final = "tagger.onnx"
ENCODER: Final = "encoder.onnx"
PROJECTION: Final = "words.npz"


def installed(folder: Path = FOLDER) -> bool:
    """Tell whether a folder has all that the tagger needs. It may be left out of a small installation."""
    return _has(folder, TAGGER)


def linking_installed(folder: Path = FOLDER) -> bool:
    """Tell whether a folder has all by which meanings are told apart."""
    return _has(folder, ENCODER, PROJECTION)


def _has(folder: Path, *names: str) -> bool:
    return all((folder / name).is_file() for name in (PIECES, EMBEDDINGS, *names))
