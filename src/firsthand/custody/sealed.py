"""Sealed blobs: a JSON value behind 128 random bits.

A digest stays in the log for ever, also when what it is of was erased. The random bits keep whoever has the digest from
finding out what it was of by hashing guesses: names, reasons, addresses (CONTRACT.md, "The log").
"""

from __future__ import annotations

import json
import os
import re
from typing import Any

from firsthand.errors import FirsthandError

_SALT = 16
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NO_TEXT = re.compile(r"\\u0000|[\ud800-\udfff]")
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")


class SealError(FirsthandError):
    """Bytes that are no sealed blob."""


def sealable(value: Any) -> Any:
    """Return a JSON value with U+FFFD for what names and pages may hold and neither UTF-8 nor every database does.

    These are NUL and lone surrogates. A value without them is returned as it is.
    """
    return _cleaned(value) if _NO_TEXT.search(_ENCODE(value)) else value


def seal_any(value: Any) -> tuple[bytes, Any]:
    """Seal what may hold what `sealable` replaces; return the bytes, and the value that stands in them."""
    text = _ENCODE(value)
    if _NO_TEXT.search(text):
        value = _cleaned(value)
        text = _ENCODE(value)
    return os.urandom(_SALT) + text.encode(), value


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _NO_CHARACTER.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, (list, tuple)) else value


def seal(value: object) -> bytes:
    """Return the bytes of a blob: 16 random ones, then the value as JSON in UTF-8. No two calls return the same."""
    return os.urandom(_SALT) + _ENCODE(value).encode()


def unseal(data: bytes) -> Any:
    """Return the value that was sealed.

    Raises:
        SealError: The bytes are not what `seal` returns.
    """
    try:
        return json.loads(data[_SALT:])
    except (ValueError, RecursionError) as error:
        raise SealError(f"these bytes are no sealed blob: {error}") from error
