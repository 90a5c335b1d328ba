"""The blob store: every byte captured or derived, once, in a file named by its digest.

A blob is durable when `put` returns (`durable`). What a killed process leaves behind is a temporary file, never half a
blob.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from firsthand.custody import durable
from firsthand.custody.digest import digest_of, hex_digits, is_digest
from firsthand.errors import FirsthandError

_PIECE = 2**20
_TEMPORARY = ".new-"
_numbers = itertools.count(1)


class NoBlob(FirsthandError):
    """A blob that is not in the store."""

    def __init__(self, digest: str, where: Path) -> None:
        self.digest, self.where = digest, where
        super().__init__(
            f"{where}: the blob {digest} is not there. Put it back from a backup, then run 'firsthand verify'."
        )


class DigestMismatch(FirsthandError):
    """Bytes that are not those which were kept."""

    def __init__(self, digest: str, where: Path, found: str) -> None:
        self.digest, self.where, self.found = digest, where, found
        super().__init__(
            f"{where}: kept as {digest}, but its bytes now hash to {found}: it was changed since. "
            "Put it back from a backup, then run 'firsthand verify'."
        )


@dataclass(frozen=True, slots=True)
class Blobs:
    """The store in the folder `root`: `sha256/9f/2c…`."""

    root: Path

    def path(self, digest: str) -> Path:
        """Return where a blob lies or would lie."""
        digits = hex_digits(digest)
        return Path(f"{self.root}/sha256/{digits[:2]}/{digits[2:]}")

    def holds(self, digest: str) -> bool:
        """Tell whether there is a blob of this name."""
        return self.path(digest).is_file()

    def put(self, data: bytes) -> str:
        """Keep bytes and return their digest. The same bytes again are no new blob."""
        digest = digest_of(data)
        path = self.path(digest)
        if path.is_file():
            durable.sync_folder(path.parent)  # whoever writes it at this moment may not have come so far
        else:
            durable.name(self._filled((data,)), path)
        return digest

    def put_stream(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep what a stream holds, however much; return its digest and how many bytes it had."""
        total, size = hashlib.sha256(), 0

        def pieces() -> Iterator[bytes]:
            nonlocal size
            while piece := stream.read(_PIECE):
                total.update(piece)
                size += len(piece)
                yield piece

        temporary = self._filled(pieces())
        digest = f"sha256:{total.hexdigest()}"
        path = self.path(digest)
        if path.is_file():
            durable.remove(temporary)
            durable.sync_folder(path.parent)
        else:
            durable.name(temporary, path)
        return digest, size

    def get(self, digest: str) -> bytes:
        """Return a blob's bytes, checked against their digest.

        Raises:
            NoBlob: It is not there.
            DigestMismatch: It is not what it was.
        """
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise NoBlob(digest, path) from None
        if (found := digest_of(data)) != digest:
            raise DigestMismatch(digest, path, found)
        return data

    def destroy(self, digest: str) -> None:
        """Remove a blob for good; nothing happens if it is not there."""
        durable.remove(self.path(digest))

    def files(self) -> Iterator[tuple[str | None, Path]]:
        """Yield every file under the root in order, with the digest that its name stands for, or None for a stray."""
        for folder, folders, names in os.walk(self.root):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                digest = f"sha256:{path.parent.name}{name}"
                yield (digest if is_digest(digest) and self.path(digest) == path else None), path

    def _filled(self, pieces: Iterable[bytes]) -> Path:
        """Write a file that nobody else has, to be read only, and return where it is."""
        temporary = self.root / f"{_TEMPORARY}{os.getpid()}-{next(_numbers)}-{os.urandom(4).hex()}"
        durable.make_folder(self.root)
        durable.fill(temporary, pieces, mode=0o444)
        return temporary
