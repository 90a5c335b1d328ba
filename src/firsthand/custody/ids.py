"""Ids: how captures, documents, statements and appearances are named (CONTRACT.md, "Ids")."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from uuid import UUID, uuid5


def new_id() -> UUID:
    """Mint a UUIDv7: 48 bits of this computer's milliseconds, then 74 random bits (RFC 9562 §5.7)."""
    number = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    return UUID(int=number & ~(0x3 << 62) | 0x2 << 62)


def document_id(archive: UUID, digest: str, address: str) -> UUID:
    """Return the id of the document with these main bytes at its own address."""
    return uuid5(archive, digest + address)


def statement_id(archive: UUID, document: UUID, content: Iterable[tuple[int, int]]) -> UUID:
    """Return the id of the statement first read with this content, half-open offsets into the document's text."""
    return uuid5(archive, str(document) + json.dumps([list(span) for span in content], separators=(",", ":")))


def appearance_id(archive: UUID, statement: UUID) -> UUID:
    """Return the id of the speaker of a statement: the first of theirs in the document, as it was first read."""
    return uuid5(archive, f"speaker of {statement}")


def given_appearance_id(archive: UUID, statement: UUID, entry: int) -> UUID:
    """Return the id of the speaker whom a person gave to a statement, by that entry: no reading makes it."""
    return uuid5(archive, f"speaker of {statement} by entry {entry}")
