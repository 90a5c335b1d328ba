"""Tiles: a log as files that anyone can serve and check without us (C2SP tlog-tiles).

    checkpoint              the newest checkpoint, a signed note
    vkey                    the verifier key that opens it
    tile/entries/<N>        256 entries, each with its length before it, 16 bits big-endian
    tile/<L>/<N>            256 hashes: at level 0 of entries, above of full tiles of the level below
    tile/…/<N>.p/<W>        the last, partial tile of each kind, of width W

A number N is written in groups of three digits, all but the last after an x: 1234067 is x001/x234/067.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.custody import durable
from firsthand.custody.note import Checkpoint, NoteError, VerifierKey, open_note
from firsthand.custody.tree import grown, leaf_hash, root
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firsthand.custody.log import Log

_WIDTH = 256
_HASH = 32
_LONGEST = 0xFFFF


class TileError(FirsthandError):
    """An export that cannot be written, or files that are not the export of a log."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in an export that does not hold."""

    path: str
    """The file, from the export's folder."""
    says: str


def export(log: Log, out: Path) -> Checkpoint:
    """Write the log up to its newest checkpoint into a folder that is missing, empty, or an earlier export of it.

    An earlier export is brought up to date: its files are compared and none is overwritten, partial tiles go once the
    full one is there. The checkpoint is written last, so a folder that has one is complete. Memory does not grow with
    the log.

    Raises:
        TileError: The log has no checkpoint or does not hash to it, the folder holds something else (also an export of
            this log that has more or other entries), or it cannot be written.
        NoteError: The log's own checkpoint or key is not right.
    """
    note, vkey = log.checkpoint(), log.vkey()
    if note is None or vkey is None:
        raise TileError("this log has no checkpoint yet, so there is nothing signed to export; add something first")
    key = VerifierKey.parse(vkey)
    checkpoint = open_note(note, key)
    try:
        earlier = _earlier(out, key, checkpoint)
        durable.write(out / "vkey", (f"{key}\n".encode(),))
        tree = _Tree(lambda path, content: _add(out / path, content))
        for entry in islice(log.entries(), checkpoint.size):
            if earlier and tree.size == earlier.size:
                _refuse_other(out, earlier, tree)
            tree.add(entry)
        if (tree.size, tree.root()) != (checkpoint.size, checkpoint.root):
            raise TileError(
                f"{checkpoint.origin}: the first {tree.size} entries do not hash to the checkpoint, which has "
                f"{checkpoint.size}; run 'firsthand verify' to find which changed"
            )
        if earlier and tree.size == earlier.size:
            _refuse_other(out, earlier, tree)
        tree.end()
        durable.write(out / "checkpoint", (note.encode(),))
        for partial in list((out / "tile").rglob("*.p")):
            if partial.with_suffix("").exists():
                shutil.rmtree(partial)
    except OSError as error:
        raise TileError(
            f"{error.filename or out}: cannot be written: {error.strerror}; the log is untouched"
        ) from error
    return checkpoint


@dataclass(frozen=True, slots=True)
class TileLog:
    """A log read from such a folder. It ends at its checkpoint; files beyond it are not looked at."""

    folder: Path

    def size(self) -> int:
        """Return how many entries the checkpoint says there are.

        Raises:
            TileError: A file is missing or unreadable, or the checkpoint is not signed by the key beside it.
        """
        return self.opened().size

    def entries(self, start: int = 0) -> Iterator[bytes]:
        """Give the entries from number `start` on, as they stand in their bundles; their hashes are not checked.

        Raises:
            TileError: A bundle is missing, too short or too long; it is named. Or as for `size`.
        """
        size = self.size()
        for number in range(start // _WIDTH, -(-size // _WIDTH)):
            yield from self.bundle(number, size)[max(0, start - number * _WIDTH) :]

    def checkpoint(self) -> str | None:
        """Return the note as it stands in its file, unchecked. Raises `TileError` if the file is missing."""
        return self._text("checkpoint")

    def vkey(self) -> str | None:
        """Return the key as it stands in its file, unchecked. Raises `TileError` if the file is missing."""
        return self._text("vkey").strip()

    def opened(self) -> Checkpoint:
        """Return the checkpoint, checked with the key that stands beside it (whose word that is, nobody said yet).

        Raises:
            TileError: A file is missing or unreadable, or the checkpoint is not signed by the key beside it.
        """
        try:
            return open_note(self._text("checkpoint"), VerifierKey.parse(self._text("vkey")))
        except NoteError as error:
            raise TileError(f"{self.folder / 'checkpoint'}: {error}") from error

    def bundle(self, number: int, size: int) -> list[bytes]:
        """Return the 256 or fewer entries of a bundle of a log of this size. Raises `TileError` if it has others."""
        path = _path("entries", number, _width(size, 0, number))
        content, at = self._bytes(path), 0
        entries: list[bytes] = []
        while at < len(content):
            start = at + 2
            at = start + int.from_bytes(content[at:start], "big")
            if at > len(content):
                raise TileError(f"{self.folder / path}: ends in the middle of entry {number * _WIDTH + len(entries)}")
            entries.append(content[start:at])
        if len(entries) != (width := _width(size, 0, number)):
            raise TileError(f"{self.folder / path}: has {len(entries)} entries, not {width}")
        return entries

    def tile(self, level: int, number: int, size: int) -> bytes:
        """Return the hashes of a tile of a log of this size. Raises `TileError` if it has more or fewer."""
        path = _path(str(level), number, width := _width(size, level, number))
        content = self._bytes(path)
        if len(content) != width * _HASH:
            raise TileError(f"{self.folder / path}: has {len(content)} bytes, not {width * _HASH} for {width} hashes")
        return content

    def _text(self, name: str) -> str:
        try:
            return self._bytes(name).decode()
        except UnicodeDecodeError as error:
            raise TileError(f"{self.folder / name}: no text: {error}") from error

    def _bytes(self, path: str) -> bytes:
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            raise TileError(f"{self.folder / path}: missing; restore it or export the log again") from None
        except OSError as error:
            raise TileError(f"{self.folder / path}: cannot be read: {error.strerror}") from error


def verify_tiles(folder: Path) -> Iterator[Fault]:
    """Give what does not agree in an export: entries, hash tiles, checkpoint; nothing if all of it does.

    Each bundle is compared with its tile, each full tile with its hash in the level above, the partial tiles with the
    checkpoint's root, and that with the key beside it. Whose key that is has to be known from elsewhere. Memory does
    not grow with the log.
    """
    log = TileLog(folder)
    try:
        checkpoint = log.opened()
    except TileError as error:
        yield Fault("checkpoint", str(error))
        return
    size, level, peaks = checkpoint.size, 0, b""
    for number in range(-(-size // _WIDTH)):
        path = _path("entries", number, width := _width(size, 0, number))
        try:
            entries = log.bundle(number, size)
        except TileError as error:
            yield Fault(path, str(error))
            continue
        with suppress(TileError):  # a tile that is not there or not whole is told below
            tile = log.tile(0, number, size)
            for index, entry in enumerate(entries):
                if leaf_hash(entry) != tile[index * _HASH : (index + 1) * _HASH]:
                    yield Fault(path, f"entry {number * _WIDTH + index} is not the one of {_path('0', number, width)}")
    while count := size >> 8 * level:
        for number in range(-(-count // _WIDTH)):
            path = _path(str(level), number, width := _width(size, level, number))
            try:
                tile = log.tile(level, number, size)
            except TileError as error:
                yield Fault(path, str(error))
                continue
            if width < _WIDTH:
                peaks = _peaks(tile) + peaks
                continue
            with suppress(TileError):
                above, at = log.tile(level + 1, number // _WIDTH, size), number % _WIDTH * _HASH
                if _peaks(tile) != above[at : at + _HASH]:
                    yield Fault(path, f"does not hash to what level {level + 1} has for it")
        level += 1
    if len(peaks) != _HASH * size.bit_count() or root(peaks) != checkpoint.root:
        yield Fault(
            "checkpoint", f"the tiles do not hash to the root of {size} entries that {checkpoint.origin} signed"
        )


@dataclass(slots=True)
class _Tree:
    """Entries as they become tiles: holds the partial tiles only, and hands each full one to `write`."""

    write: Callable[[str, bytes], None]
    size: int = 0
    bundle: bytearray = field(default_factory=bytearray)
    levels: list[bytearray] = field(default_factory=list)
    """The hashes of the partial tile of each level."""

    def add(self, entry: bytes) -> None:
        if len(entry) > _LONGEST:
            raise TileError(f"entry {self.size} has {len(entry)} bytes; a bundle takes at most {_LONGEST} for one")
        self.bundle += len(entry).to_bytes(2, "big") + entry
        self.size += 1
        if not self.size % _WIDTH:
            self.write(_path("entries", self.size // _WIDTH - 1), bytes(self.bundle))
            self.bundle.clear()
        self._hash(0, leaf_hash(entry))

    def end(self) -> None:
        """Hand over the partial tiles."""
        if width := self.size % _WIDTH:
            self.write(_path("entries", self.size // _WIDTH, width), bytes(self.bundle))
        for level, tile in enumerate(self.levels):
            if tile:
                number = self.size >> 8 * (level + 1)
                self.write(_path(str(level), number, len(tile) // _HASH), bytes(tile))

    def root(self) -> bytes:
        return root(b"".join(map(_peaks, reversed(self.levels))))

    def _hash(self, level: int, value: bytes) -> None:
        if level == len(self.levels):
            self.levels.append(bytearray())
        tile = self.levels[level]
        tile += value
        if len(tile) == _WIDTH * _HASH:
            self.write(_path(str(level), (self.size >> 8 * (level + 1)) - 1), bytes(tile))
            value = _peaks(tile)
            tile.clear()
            self._hash(level + 1, value)


def _peaks(tile: bytes | bytearray) -> bytes:
    """Return the peaks over a tile's hashes; of a full tile that is its one hash."""
    peaks = b""
    for number in range(len(tile) // _HASH):
        peaks = grown(peaks, number, bytes(tile[number * _HASH : (number + 1) * _HASH]))
    return peaks


def _width(size: int, level: int, number: int) -> int:
    """Return how many hashes (or entries) a tile of a log of this size has: 1 to 256."""
    return min(_WIDTH, (size >> 8 * level) - number * _WIDTH)


def _path(kind: str, number: int, width: int = _WIDTH) -> str:
    """Return a tile's path.

    >>> _path("0", 1234067), _path("entries", 5, 17)
    ('tile/0/x001/x234/067', 'tile/entries/005.p/17')
    """
    groups = f"{number:,d}".split(",")
    groups[0] = groups[0].zfill(3)
    partial = f".p/{width}" if width < _WIDTH else ""
    return "/".join(["tile", kind, *(f"x{group}" for group in groups[:-1]), groups[-1] + partial])


def _earlier(out: Path, key: VerifierKey, newest: Checkpoint) -> Checkpoint | None:
    """Return the checkpoint of the export of this log in the folder; None if there is none, or one cut short."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        out.mkdir(parents=True, exist_ok=True)
        return None
    earlier = TileLog(out)
    if not out.is_dir() or not (out / "vkey").is_file() or earlier.vkey() != str(key):
        raise TileError(f"{out}: holds something else than an export of {key.name}; give a folder that is empty or new")
    if not (out / "checkpoint").exists():  # that export was cut short
        return None
    checkpoint = earlier.opened()
    if checkpoint.size > newest.size:
        raise TileError(
            f"{out}: holds an export of {checkpoint.size} entries, but the newest checkpoint of {key.name} has "
            f"{newest.size}: the log lost its end, or an old backup was restored. Run 'firsthand verify'"
        )
    return checkpoint


def _refuse_other(out: Path, earlier: Checkpoint, tree: _Tree) -> None:
    if tree.root() != earlier.root:
        raise TileError(
            f"{out}: holds an export of {earlier.size} entries signed by the same key that are not those of this log: "
            "one of the two was rewritten. Keep both and run 'firsthand verify' on each"
        )


def _add(path: Path, content: bytes) -> None:
    """Write a tile that is not there yet; one that is has to be the same."""
    if not path.exists():
        durable.write(path, (content,))
    elif path.read_bytes() != content:
        raise TileError(f"{path}: is not what the log has there, it was changed after the export; use a new folder")
