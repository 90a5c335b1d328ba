"""Key folder: an archive's signing key and what must outlive its disk, kept in the user's configuration folder.

It is never inside the archive: whoever can rewrite the archive should not find there the key to sign it anew, nor the
newest checkpoint to replace, nor the list of what was erased since an old backup was made.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from firsthand.custody import durable
from firsthand.custody.digest import is_digest
from firsthand.custody.lock import locked
from firsthand.custody.note import NoteError, VerifierKey, open_note
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator, Mapping


class KeyFolderError(FirsthandError):
    """A key folder that does not hold what it should."""


class NoKey(KeyFolderError):
    """This user has no key for the archive."""


class NeedsPassphrase(KeyFolderError):
    """The key is encrypted and no passphrase was given."""


class WrongPassphrase(KeyFolderError):
    """The key is encrypted with another passphrase."""


def origin_of(archive_id: uuid.UUID) -> str:
    """Return the origin of an archive's log, which is also the name of its key."""
    return f"firsthand/{archive_id}"


def config_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder that holds a key folder for each archive: FIRSTHAND_CONFIG, else the system's usual place.

    Raises:
        KeyFolderError: The user has no home folder to put it in.
    """
    if chosen := environ.get("FIRSTHAND_CONFIG"):
        return Path(chosen)
    try:
        if platform == "win32":
            return Path(environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "firsthand"
        if platform == "darwin":
            return Path.home() / "Library" / "Application Support" / "firsthand"
        chosen = environ.get("XDG_CONFIG_HOME", "")
        # A relative path there is invalid and to be ignored (XDG Base Directory Specification).
        return (Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".config") / "firsthand"
    except RuntimeError as error:
        raise KeyFolderError("no home folder to keep the key in; set FIRSTHAND_CONFIG to a folder of yours") from error


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """One archive's folder: `key.pem`, `vkey`, the newest `checkpoint`, and `erased`, a digest a line."""

    path: Path

    @classmethod
    def of(cls, archive_id: uuid.UUID) -> KeyFolder:
        """Return the folder for this archive, whether it exists or not."""
        return cls(config_folder() / str(archive_id))

    @classmethod
    def create(cls, archive_id: uuid.UUID, passphrase: str | None = None) -> KeyFolder:
        """Make a key for an archive, PKCS #8 in PEM, encrypted if a passphrase is given; only its owner may read it.

        Raises:
            KeyFolderError: There is a key already, the passphrase is empty, or the folder cannot be written.
        """
        if passphrase == "":
            raise KeyFolderError("the passphrase is empty; give one, or none at all to keep the key unencrypted")
        folder = cls.of(archive_id)
        key = Ed25519PrivateKey.generate()
        encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        try:
            folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise folder._not_written(error) from error
        with folder._locked():
            if folder.exists:
                raise KeyFolderError(f"{folder._key}: this archive has a key already; it is never replaced")
            vkey = VerifierKey(origin_of(archive_id), key.public_key().public_bytes_raw())
            folder._write("vkey", f"{vkey}\n".encode())
            folder._write("key.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
        return folder

    @property
    def exists(self) -> bool:
        """Tell whether this user has a key for the archive."""
        return self._key.exists()

    @property
    def encrypted(self) -> bool:
        """Tell whether the key needs a passphrase. Raises `NoKey`."""
        return b"ENCRYPTED" in self._pem()

    def vkey(self) -> VerifierKey:
        """Return the public half, for which no passphrase is needed.

        Raises:
            NoKey: This user has no key for the archive.
            NoteError: The file is damaged.
        """
        text = self._text("vkey")
        if text is None:
            raise self._no_key()
        return VerifierKey.parse(text)

    def key(self, passphrase: str | None = None) -> Ed25519PrivateKey:
        """Return the key that signs. A passphrase that is not needed is ignored.

        Raises:
            NoKey, NeedsPassphrase, WrongPassphrase: As they say.
            KeyFolderError: The file is no Ed25519 key.
        """
        pem = self._pem()
        encrypted = b"ENCRYPTED" in pem
        if encrypted and not passphrase:
            raise NeedsPassphrase(f"{self._key}: the key is encrypted; give its passphrase")
        try:
            key = load_pem_private_key(pem, passphrase.encode() if encrypted and passphrase else None)
        except ValueError as error:
            if encrypted:
                raise WrongPassphrase(
                    f"{self._key}: the passphrase does not open the key (or the file is damaged); try again, or "
                    "restore the file from a backup"
                ) from error
            raise KeyFolderError(f"{self._key}: damaged, no key can be read; restore it from a backup") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyFolderError(f"{self._key}: a key of another kind than Ed25519; restore the archive's own")
        return key

    def checkpoint(self) -> str | None:
        """Return the newest checkpoint kept here, a note, as it stands in the file; None before the first."""
        return self._text("checkpoint")

    def keep_checkpoint(self, note: str) -> None:
        """Keep a checkpoint as the newest, unless one of this size or larger that this key signed is kept already.

        Any number of processes may do so at once: the largest stays. It is on disk when this returns.

        Raises:
            NoKey: There is no folder for the archive.
            NoteError: The archive's key did not sign it.
        """
        vkey = self.vkey()
        size = open_note(note, vkey).size
        with self._locked():
            kept = self.checkpoint()
            try:
                newest = -1 if kept is None else open_note(kept, vkey).size
            except NoteError:
                newest = -1  # a file that proves nothing is no reason to lose what does
            if size > newest:
                self._write("checkpoint", note.encode())

    def sealed_size(self) -> int:
        """Return how many entries the newest checkpoint covers, 0 without one. Raises `NoteError` if it is damaged."""
        note = self.checkpoint()
        return 0 if note is None else open_note(note, self.vkey()).size

    def set_aside(self) -> None:
        """Let go of the newest checkpoint, for a log that was restored from before it; it is kept under its size."""
        with self._locked():
            size = self.sealed_size()
            if size:
                os.replace(self.path / "checkpoint", self.path / f"checkpoint-{size}")

    def erased(self) -> frozenset[str]:
        """Return the digests that were erased from the archive, so that a restored backup loses them again.

        Raises:
            KeyFolderError: A line of the file is no digest.
        """
        return frozenset(self._erased())

    def keep_erased(self, digests: Iterable[str]) -> None:
        """Add digests, `sha256:<hex>`, to those erased. They are on disk when this returns.

        Raises:
            NoKey: There is no folder for the archive.
            KeyFolderError: One is no digest, or a line of the file is none.
        """
        if not self.path.is_dir():
            raise self._no_key()
        with self._locked():
            lines = list(dict.fromkeys([*self._erased(), *digests]))
            if wrong := [line for line in lines if not is_digest(line)]:
                raise KeyFolderError(f"{wrong[0]!r} is no digest; one looks like sha256:9f86d081…")
            self._write("erased", "".join(f"{line}\n" for line in lines).encode())

    @property
    def _key(self) -> Path:
        return self.path / "key.pem"

    def _no_key(self) -> NoKey:
        return NoKey(
            f"{self.path}: no key of this archive here. Only the user who made the archive has it; copy this folder "
            "from there, or set FIRSTHAND_CONFIG to where it is"
        )

    def _not_written(self, error: OSError) -> KeyFolderError:
        return KeyFolderError(
            f"{self.path}: nothing can be kept there ({error.strerror or error}); make room or mend its "
            "permissions, or set FIRSTHAND_CONFIG to a folder of yours"
        )

    def _pem(self) -> bytes:
        try:
            return self._key.read_bytes()
        except FileNotFoundError:
            raise self._no_key() from None
        except OSError as error:
            raise KeyFolderError(f"{self._key}: cannot be read: {error.strerror}") from error

    def _text(self, name: str) -> str | None:
        try:
            return (self.path / name).read_bytes().decode()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFolderError(f"{self.path / name}: cannot be read: {error}") from error

    def _erased(self) -> list[str]:
        lines = (self._text("erased") or "").splitlines()
        for number, line in enumerate(lines, 1):
            if not is_digest(line):
                raise KeyFolderError(
                    f"{self.path / 'erased'}:{number}: no digest, so it is not known what was erased; restore the file"
                )
        return lines

    def _write(self, name: str, content: bytes) -> None:
        """Replace a file by one that only its owner may read, wholly or not at all; on disk when this returns.

        The caller holds the lock, so the temporary file is nobody else's.
        """
        durable.temporary_of(self.path / name).unlink(missing_ok=True)  # one that others may read would stay so
        durable.write(self.path / name, (content,), mode=0o600)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes out until the block ends; the system lets go by itself if this one is killed.

        Raises:
            KeyFolderError: The folder cannot be written, found out here or in the block.
        """
        try:
            with locked(self.path / "lock"):
                yield
        except OSError as error:
            raise self._not_written(error) from error
