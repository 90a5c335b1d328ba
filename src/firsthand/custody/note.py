"""Checkpoint: a log's size and root, signed so that anyone can check it (C2SP tlog-checkpoint, signed-note, Ed25519).

A note is text, an empty line, and signature lines. A checkpoint is a note whose text is the log's origin, its size and
its root, a line each. The key that signs it bears the log's origin as its name.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from firsthand.errors import FirsthandError

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+\x00-\x20\x7f\ud800-\udfff]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_SIGNATURE = re.compile(r"— (?P<name>\S+) (?P<value>\S+)")
_MOST_SIGNATURES = 100  # what the standard's authors take; it asks for at least 16


class NoteError(FirsthandError):
    """A note, checkpoint or verifier key that is not well-formed, or not signed by the key it should be."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a log's key. Its text is the signed-note verifier key, `name+id+key`.

    >>> print(VerifierKey("log.example/1", bytes(32)))
    log.example/1+5a5987ef+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    """

    name: str
    """Without spaces and plus signs."""
    public: bytes
    """The Ed25519 public key, 32 bytes (RFC 8032)."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteError(f"{self.name!r} is no name for a key: it needs characters, none of them a space or a plus")
        if len(self.public) != 32:
            raise NoteError(f"key {self.name}: an Ed25519 public key has 32 bytes, not {len(self.public)}")

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a verifier key, with or without a line end. Raises `NoteError` if it is none."""
        match text.strip().split("+", 2):
            case [name, identifier, encoded]:
                value = _decoded(encoded)
                if value is not None and value[:1] == _ED25519:
                    key = cls(name, value[1:])
                    if identifier == key.identifier.hex():
                        return key
        raise NoteError(
            f"{text.strip()[:200]!r} is no verifier key; one looks like name+1a2b3c4d+AS8n…, is for an Ed25519 key, "
            "and its middle part is made from the other two"
        )

    @property
    def identifier(self) -> bytes:
        """The 4 bytes by which a signature names this key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """`sha256:<hex>` of the public key's 32 bytes: what to write down elsewhere and compare."""
        return f"sha256:{sha256(self.public).hexdigest()}"

    def __str__(self) -> str:
        return f"{self.name}+{self.identifier.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one moment: so many entries, with this root."""

    origin: str
    """Which log: `firsthand/<archive id>`, also the name of its key."""
    size: int
    root: bytes
    """32 bytes."""

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or _CONTROL.search(self.origin):
            raise NoteError(f"{self.origin!r} is no origin of a log: it needs to be one line, and not empty")
        if self.size < 0 or len(self.root) != 32:
            raise NoteError(f"{self.origin}: a checkpoint needs a size from 0 and a root of 32 bytes")

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a note's text. Lines after the third are extensions and ignored. Raises `NoteError` if it is none."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise NoteError("a checkpoint has at least three lines, none of them empty: origin, size and root")
        origin, size, encoded, *_ = lines
        root = _decoded(encoded)
        if not _NUMBER.fullmatch(size) or root is None:
            raise NoteError(f"{origin}: the second line of a checkpoint is a number, the third a root in base64")
        return cls(origin, int(size), root)

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the checkpoint as a whole note, signed in the name of its origin.

    Raises:
        NoteError: The origin has a space or a plus in it and so is no name for a key.
    """
    return sign_text(checkpoint.text, VerifierKey(checkpoint.origin, key.public_key().public_bytes_raw()), key)


def open_note(note: str, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint that this key signed.

    Raises:
        NoteError: The note is not well-formed, not signed by this key, changed since, or about another log.
    """
    checkpoint = Checkpoint.parse(verified_text(note, key))
    if checkpoint.origin != key.name:
        raise NoteError(f"a checkpoint of {checkpoint.origin}, but the key is that of {key.name}")
    return checkpoint


def sign_text(text: str, name: VerifierKey, key: Ed25519PrivateKey) -> str:
    """Return the note: the text, which ends in a line end, and this key's signature."""
    value = base64.b64encode(name.identifier + key.sign(text.encode())).decode()
    return f"{text}\n— {name.name} {value}\n"


def verified_text(note: str, key: VerifierKey) -> str:
    """Return a note's text, which must be ignored until this key is seen to have signed it.

    Signatures of other keys are ignored, also where they share this key's name or its identifier.

    Raises:
        NoteError: The note is not well-formed, this key did not sign it, or it was changed since.
    """
    start, empty, end = note.rpartition("\n\n")
    text, signatures = start + "\n", end.split("\n")
    if not empty or signatures.pop() or not signatures or _CONTROL.search(note):
        raise NoteError("not a signed note: one is text, an empty line and signature lines, each ended by a line end")
    if len(signatures) > _MOST_SIGNATURES:
        raise NoteError(f"a note with {len(signatures)} signatures; at most {_MOST_SIGNATURES} are read")
    try:
        signed = text.encode()
        public = Ed25519PublicKey.from_public_bytes(key.public)
    except ValueError as error:
        raise NoteError(f"neither text nor key can be checked: {error}") from error
    found = False
    for line in signatures:
        match = _SIGNATURE.fullmatch(line)
        value = _decoded(match["value"]) if match else None
        if match is None or value is None or len(value) <= 4:
            raise NoteError(f"not a signed note: {line[:200]!r} is no signature line (— name base64)")
        if (match["name"], value[:4]) == (key.name, key.identifier):
            try:
                public.verify(value[4:], signed)
            except InvalidSignature:
                raise NoteError(
                    f"the signature of {key.name} is wrong: the note was changed after it was signed, or another key "
                    f"signed it than {key.fingerprint}. Compare with a copy kept elsewhere"
                ) from None
            found = True
    if not found:
        raise NoteError(f"not signed by {key.name} with the key {key.fingerprint}")
    return text


def _decoded(text: str) -> bytes | None:
    """Return what standard base64 stands for, or None if the text is not exactly what it encodes to."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if base64.b64encode(value).decode() == text else None
