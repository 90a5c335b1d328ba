"""Slices: the values of a JSON text too large for memory, each with the bytes that it is, as a stream.

The bytes are looked at as Latin-1: JSON's own signs are ASCII, so that the decoder of the standard library finds where
a value ends, and characters are bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 4 * 2**20
"""Bytes of one value that is taken whole; what is larger can only be passed over."""
_PIECE: Final = 2**20
_LONGEST: Final = 8 * MOST  # bytes of one string that is passed over
_DECODER: Final = json.JSONDecoder(strict=False)
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_WORD: Final = re.compile(r"[-+.\w]+", re.ASCII)
_TOKEN: Final = re.compile(r'[^"{}\[\]]*+(?:"(?:[^"\\]++|\\.)*+"|([{\[])|([}\]]))', re.DOTALL)


class Broken(Exception):
    """A JSON text that does not go on as one; `at` is where, in bytes from its beginning."""

    def __init__(self, at: int, why: str) -> None:
        self.at, self.why = at, why
        super().__init__(f"byte {at}: {why}")


@dataclass(frozen=True, slots=True)
class Slice:
    """One value as it stands in the text."""

    start: int
    end: int
    raw: bytes | None
    """Its bytes; None if there are too many of them, or they are no JSON."""

    def value(self) -> Any:
        """Return what it says, None where that cannot be told."""
        if self.raw is None:
            return None
        try:
            return json.loads(self.raw.decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            return None


class Slices:
    """Walks through one JSON text; every method begins where the one before it ended."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._text, self._start, self._at, self._ended = "", 0, 0, False
        self._more()
        if self._text.startswith("\xef\xbb\xbf"):
            self._at = 3

    @property
    def offset(self) -> int:
        """How many bytes have been passed."""
        return self._start + self._at

    def peek(self) -> str:
        """Return the next sign, white space apart; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more()

    def entries(self) -> Iterator[str]:
        """Yield the keys of the object that begins here; whoever takes one passes its value before the next."""
        self._expect("{")
        while self.peek() != "}":
            key = self.take().value()
            self._expect(":")
            self.peek()
            yield key if isinstance(key, str) else ""
            if self.peek() != ",":
                break
            self._expect(",")
        self._expect("}")

    def elements(self) -> Iterator[None]:
        """Stop at each value of the array that begins here; whoever is called passes it before the next."""
        self._expect("[")
        while self.peek() != "]":
            yield
            if self.peek() != ",":
                break
            self._expect(",")
        self._expect("]")

    def take(self) -> Slice:
        """Return the value that begins here.

        Raises:
            Broken: The text ends in it, or it is no value.
        """
        if self.peek() not in ('"', "{", "["):
            return self._word()
        start = self.offset
        while True:
            try:
                _, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if not isinstance(error, RecursionError) and not self._ended and len(self._text) - self._at <= MOST:
                    self._more()
                    continue
                self.skip()
                return Slice(start, self.offset, None)
            raw = self._text[self._at : end].encode("latin-1") if end - self._at <= MOST else None
            self._at = end
            return Slice(start, self.offset, raw)

    def _word(self) -> Slice:
        """Return the number or the word that begins here; it ends where another sign stands."""
        start = self.offset
        while True:
            found = _WORD.match(self._text, self._at)
            if found is None:
                raise Broken(start, "this is no JSON" if self.peek() else "it is cut off")
            if found.end() < len(self._text) or self._ended or len(found[0]) > _PIECE:
                self._at = found.end()
                return Slice(start, self.offset, found[0].encode("latin-1"))
            self._more()

    def skip(self) -> None:
        """Pass over the value that begins here, however large, by its brackets and strings alone."""
        if self.peek() not in ('"', "{", "["):
            self._word()
            return
        depth = 0
        while True:
            token = _TOKEN.match(self._text, self._at)
            if token is None:
                if self._ended:
                    raise Broken(self.offset, "it is cut off")
                if len(self._text) - self._at > _LONGEST:
                    raise Broken(self.offset, f"a string of more than {_LONGEST >> 20} MiB")
                self._more()
                continue
            self._at = token.end()
            depth += (token[1] is not None) - (token[2] is not None)
            if depth <= 0:
                return

    def _expect(self, sign: str) -> None:
        found = self.peek()
        if found != sign:
            raise Broken(self.offset, f"no “{sign}” stands here" if found else "it is cut off")
        self._at += 1

    def _more(self) -> None:
        """Take in more, at least as much as is waiting, so that a long value is not looked at too often."""
        rest = self._text[self._at :]
        piece = self._stream.read(max(_PIECE, len(rest)))
        self._start += self._at
        self._text, self._at = rest + piece.decode("latin-1"), 0
        self._ended = not piece
