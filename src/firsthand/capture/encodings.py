"""Content encodings of HTTP, undone piece by piece, so that no answer grows larger than somebody looks."""

from __future__ import annotations

import itertools
import sys
import zlib
from typing import TYPE_CHECKING, Final

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WBITS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS, "raw": -zlib.MAX_WBITS}
_PIECE = 64 * 1024
SIGNS: Final = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd"}
"""How a gzip member and a zstd frame begin."""
_BEGINS = {
    "gzip": (SIGNS["gzip"],),
    "x-gzip": (SIGNS["gzip"],),
    "zstd": (SIGNS["zstd"], *(bytes((number, 0x2A)) for number in range(0x50, 0x60))),  # frames to be skipped, too
}
ENCODINGS = frozenset(["gzip", "x-gzip", "deflate", "br", "zstd"])
"""What can be undone."""
BROKEN: Final = (zlib.error, zstd.ZstdError)
"""What `Unpacker.unpack` raises where bytes are not what they should be."""
Dictionary = zstd.ZstdDict
"""What zstd frames may need to be undone; made of its bytes, or a ValueError."""


class EncodingError(Exception):
    """Why no more could be undone: a sentence for the `error` of a capture, in which it always ends."""


class Unpacker:
    """One gzip member, zlib stream or zstd frame, undone 64 KiB at a time, whatever it grows to.

    A zstd frame for which more than 128 MiB would have to be remembered is refused by the library, as a broken one.
    """

    def __init__(self, name: str, dictionary: Dictionary | None = None) -> None:
        zlibs = name in _WBITS
        self._inner = zlib.decompressobj(_WBITS[name]) if zlibs else zstd.ZstdDecompressor(dictionary)
        self.left = b""
        """What was given and is not used up: after the end what follows it, before it what may hold the next."""
        self.waits = True
        """Whether nothing more comes out before more is given."""
        self.eof = False
        self._given = b""

    def unpack(self, data: bytes = b"") -> bytes:
        """Take bytes in, none before it `waits` for them; return what comes out of them, 64 KiB at most.

        Raises:
            zlib.error: They are broken, as `BROKEN` says.
            zstd.ZstdError: Likewise.
        """
        inner = self._inner
        if isinstance(inner, zstd.ZstdDecompressor):
            self.left = self._given = data or self._given
            out = inner.decompress(data, _PIECE)
            self.left = inner.unused_data if inner.eof else self._given
            self.waits = inner.eof or inner.needs_input
        else:
            self.left += data
            out = inner.decompress(self.left, _PIECE)
            self.left = inner.unused_data if inner.eof else inner.unconsumed_tail
            self.waits = inner.eof or (not self.left and len(out) < _PIECE)
        self.eof = inner.eof
        return out


def packing(head: bytes) -> str:
    """Tell by the first bytes whether something is packed, and how: `gzip`, `zstd` or empty."""
    return next((name for name, sign in SIGNS.items() if head.startswith(sign[:2])), "")


def inflated(pieces: Iterable[bytes], name: str, notes: list[str]) -> Iterator[bytes]:
    """Undo gzip or zstd (any number of members or frames), deflate (with zlib's wrapping or without) or br.

    Args:
        pieces: The bytes as sent.
        name: Which of `ENCODINGS`.
        notes: Gets what a person should know about it.

    Raises:
        EncodingError: They are broken, or end too early; what could be undone has been yielded.
    """
    if name == "br":
        yield from _brotli(pieces)
        return
    pieces = iter(pieces)
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= 2:
            break
    pieces = itertools.chain([head], pieces)
    kind = name
    if name == "deflate":
        kind = name if len(head) >= 2 and head[0] & 15 == 8 and (head[0] << 8 | head[1]) % 31 == 0 else "raw"
    elif head and not any(sign.startswith(head[:2]) for sign in _BEGINS[name]):
        notes.append(f"announced as {name} but sent without it: taken as it came")
        yield from pieces
        return
    unpacker = Unpacker(kind)
    for piece in pieces:
        while piece or not unpacker.waits:
            if unpacker.eof:
                if not any(sign.startswith(piece[:1]) for sign in _BEGINS.get(name, ())):
                    notes.append(f"what stands after the end of the {name} encoding is left out")
                    return
                unpacker = Unpacker(kind)
            try:
                out = unpacker.unpack(piece)
            except BROKEN as error:
                raise EncodingError(f"broken {name} encoding ({error}); what could be decoded is kept") from error
            yield out  # an empty one too, so that the clock is looked at
            piece = unpacker.left if unpacker.eof else b""
    if head and not unpacker.eof:
        raise EncodingError(f"the {name} encoding ends too early; what came is kept")


def _brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    came = False
    for piece in pieces:
        came = came or bool(piece)
        try:
            yield unpacker.process(piece, output_buffer_limit=_PIECE)
            while not unpacker.can_accept_more_data() and not unpacker.is_finished():
                yield unpacker.process(b"", output_buffer_limit=_PIECE)
        except brotli.error as error:
            raise EncodingError("broken br encoding; what could be decoded is kept") from error
    if came and not unpacker.is_finished():
        raise EncodingError("the br encoding ends too early; what came is kept")
