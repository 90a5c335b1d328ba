"""Digest: the labelled SHA-256 of some bytes, `sha256:<64 hex digits>` (a labelled digest, WARC/1.1 §5.8)."""

from __future__ import annotations

import hashlib
import re
from typing import BinaryIO

_LABEL = "sha256:"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_PIECE = 2**20


def digest_of(data: bytes) -> str:
    """Return the digest of bytes at hand.

    >>> digest_of(b"")
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return _LABEL + hashlib.sha256(data).hexdigest()


def digest_of_stream(stream: BinaryIO) -> str:
    """Return the digest of what a stream still holds, read piece by piece."""
    total = hashlib.sha256()
    while piece := stream.read(_PIECE):
        total.update(piece)
    return _LABEL + total.hexdigest()


def is_digest(text: str) -> bool:
    """Tell whether a text is a digest as this module writes them."""
    return _DIGEST.fullmatch(text) is not None


def hex_digits(digest: str) -> str:
    """Return the digest without its label."""
    return digest.removeprefix(_LABEL)
