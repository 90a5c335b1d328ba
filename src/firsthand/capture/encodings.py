"""Content encodings of HTTP, undone piece by piece, so that no answer grows larger than somebody looks."""

from __future__ import annotations

import itertools
import zlib
from typing import TYPE_CHECKING

import brotli

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WBITS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_PIECE = 64 * 1024
ENCODINGS = frozenset([*_WBITS, "br"])
"""What can be undone."""


class EncodingError(Exception):
    """Why no more could be undone: a sentence for the `error` of a capture, in which it always ends."""


def inflated(pieces: Iterable[bytes], name: str, notes: list[str]) -> Iterator[bytes]:
    """Undo gzip (any number of members, as RFC 1952 has it), deflate (with zlib's wrapping or without) or br.

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
    wbits = _WBITS[name]
    if name == "deflate" and not (len(head) >= 2 and head[0] & 15 == 8 and (head[0] << 8 | head[1]) % 31 == 0):
        wbits = -zlib.MAX_WBITS
    elif name != "deflate" and head and not b"\x1f\x8b".startswith(head[:2]):
        notes.append(f"announced as {name} but sent without it: taken as it came")
        yield from pieces
        return
    unpacker = zlib.decompressobj(wbits)
    for piece in pieces:
        more = False
        while piece or more:
            if unpacker.eof:
                if name == "deflate" or not piece.startswith(b"\x1f"):
                    notes.append(f"what stands after the end of the {name} encoding is left out")
                    return
                unpacker = zlib.decompressobj(wbits)
            try:
                out = unpacker.decompress(piece, _PIECE)
            except zlib.error as error:
                raise EncodingError(f"broken {name} encoding ({error}); what could be decoded is kept") from error
            yield out  # an empty one too, so that the clock is looked at
            piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            more = len(out) == _PIECE and not unpacker.eof
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
