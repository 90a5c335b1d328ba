"""Entry: one act in the log. Its bytes are canonical JSON (RFC 8785); the stored bytes are what is hashed.

An entry goes wherever the log goes, for ever, so it holds no address, path, name, reason or text. Those stand in blobs
of which it names the digests; the first of them is the act's sealed detail (`sealed`), where it has one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from firsthand.custody.digest import is_digest
from firsthand.errors import FirsthandError

LONGEST = 65_535
"""Bytes of an entry at most: its length in an entry bundle takes two bytes (C2SP tlog-tiles)."""
VERSION = 1
_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_ACT = re.compile(r"[a-z]+(-[a-z]+)*")


class EntryError(FirsthandError):
    """Bytes that are no entry, or an entry that may not be written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to what, when. Its place in the log is its index, given when it is appended."""

    act: str
    """`opened`, `captured`, `read`, `confirm` … lower-case letters, words joined by `-`."""
    at: str
    """UTC, `2023-03-08T10:22:00.000Z`: a claim of the clock of whoever wrote it."""
    by: UUID
    """The actor's id."""
    subjects: tuple[UUID, ...] = ()
    """What it is about: ids of captures, documents, statements, persons, cases, …"""
    blobs: tuple[str, ...] = ()
    """Digests; the first is the sealed detail of the act."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """Name of each piece of software that had a part in it, and its version."""
    seen: int | None = None
    """Of a decision: the index of the last entry about its subject that its author saw."""
    entry: int | None = None
    """Of an undo: the index of the entry undone. Of a stamp: the size of the log it confirms."""
    erased: tuple[str, ...] = ()
    """Of an erasure: the digests destroyed."""
    key: str | None = None
    """Of the first entry: the verifier key (C2SP signed-note vkey)."""
    v: int = VERSION

    def encode(self) -> bytes:
        """Return the bytes to store.

        Raises:
            EntryError: They are more than 65 535, or not ASCII.
        """
        record: dict[str, Any] = {"v": self.v, "act": self.act, "at": self.at, "by": str(self.by)}
        record["subjects"] = [str(subject) for subject in self.subjects]
        record["blobs"] = list(self.blobs)
        record["tools"] = dict(self.tools)
        for name in ("seen", "entry", "key"):
            if (value := getattr(self, name)) is not None:
                record[name] = value
        if self.erased:
            record["erased"] = list(self.erased)
        # Of ASCII texts and small whole numbers this is what RFC 8785 asks for, in a tenth of the time of a library.
        text = _ENCODE(record)
        if not text.isascii():
            raise EntryError(f"an entry “{self.act}” with letters beyond ASCII: words belong into its sealed detail")
        data = text.encode()
        if len(data) > LONGEST:
            raise EntryError(f"an entry “{self.act}” of {len(data)} bytes: no entry may have more than {LONGEST}")
        return data


def decode(data: bytes) -> Entry:
    """Return the entry that some stored bytes are.

    Raises:
        EntryError: They are not canonical JSON with the members of an entry.
    """
    try:
        record = json.loads(data)
        entry = Entry(
            act=record["act"],
            at=record["at"],
            by=UUID(record["by"]),
            subjects=tuple(map(UUID, record["subjects"])),
            blobs=tuple(record["blobs"]),
            tools=record["tools"],
            seen=record.get("seen"),
            entry=record.get("entry"),
            erased=tuple(record.get("erased", ())),
            key=record.get("key"),
            v=record["v"],
        )
        well = _ACT.fullmatch(entry.act) and _AT.fullmatch(entry.at) and entry.encode() == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EntryError(f"these bytes are no log entry: {error}") from error
    if not (well and all(map(is_digest, (*entry.blobs, *entry.erased)))):
        raise EntryError("these bytes are no log entry: no version of this program writes them so")
    return entry
