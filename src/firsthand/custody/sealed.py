"""Sealed blobs: a JSON value behind 128 random bits.

A digest stays in the log for ever, also when what it is of was erased. The random bits keep whoever has the digest from
finding out what it was of by hashing guesses: names, reasons, addresses (CONTRACT.md, "The log").
"""

from __future__ import annotations

import json
import os
from typing import Any

from firsthand.errors import FirsthandError

_SALT = 16


class SealError(FirsthandError):
    """Bytes that are no sealed blob."""


def seal(value: object) -> bytes:
    """Return the bytes of a blob: 16 random ones, then the value as JSON in UTF-8. No two calls return the same."""
    return os.urandom(_SALT) + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unseal(data: bytes) -> Any:
    """Return the value that was sealed.

    Raises:
        SealError: The bytes are not what `seal` returns.
    """
    try:
        return json.loads(data[_SALT:])
    except (ValueError, RecursionError) as error:
        raise SealError(f"these bytes are no sealed blob: {error}") from error
