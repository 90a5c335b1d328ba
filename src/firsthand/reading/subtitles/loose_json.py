"""Loose JSON: of a text that breaks off, or is broken somewhere, all that stands before."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_BROKEN: Final = (ValueError, RecursionError)


def decode(text: str) -> tuple[Any, bool]:
    """Return the value, and whether it is all there; None where nothing is.

    Of what is broken, an object has the members that stand before, and a list among them, or a list that is all there
    is, its first elements.

    >>> decode('{"a": 1, "b": [1, 2, {"c": 3')
    ({'a': 1, 'b': [1, 2]}, False)
    """
    try:
        return json.loads(text), True
    except _BROKEN:
        return _beginning(text, _after(text, 0), inside=False)[0], False


def _after(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _beginning(text: str, at: int, *, inside: bool) -> tuple[Any, int | None]:
    """Return a value that begins here, and where it ends; None for the latter if it breaks off."""
    sign = text[at : at + 1]
    if sign == "[":
        return _elements(text, at)
    if sign == "{" and not inside:
        return _members(text, at), None
    try:
        return _DECODER.raw_decode(text, at)
    except _BROKEN:
        return None, None


def _elements(text: str, at: int) -> tuple[list[Any], int | None]:
    try:
        return _DECODER.raw_decode(text, at)
    except _BROKEN:
        pass
    found: list[Any] = []
    at = _after(text, at + 1)
    try:
        while True:
            value, at = _DECODER.raw_decode(text, at)
            found.append(value)
            at = _after(text, at)
            if text[at : at + 1] != ",":
                return found, None
            at = _after(text, at + 1)
    except _BROKEN:
        return found, None


def _members(text: str, at: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    at = _after(text, at + 1)
    while text[at : at + 1] == '"':
        try:
            name, at = _DECODER.raw_decode(text, at)
        except _BROKEN:
            break
        at = _after(text, at)
        if text[at : at + 1] != ":":
            break
        value, end = _beginning(text, _after(text, at + 1), inside=True)
        if end is None:
            if isinstance(value, list):
                found[name] = value
            break
        found[name], at = value, _after(text, end)
        if text[at : at + 1] != ",":
            break
        at = _after(text, at + 1)
    return found
