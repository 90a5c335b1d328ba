"""What a terminal is sent: a page's words without commands for the terminal, wrapped by the columns they take."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TextIO

Style = Literal["", "bold", "dim", "id", "care"]
_CODES: dict[Style, str] = {"bold": "1", "dim": "2", "id": "36", "care": "33"}
_KEPT = "\u00a0\u202f\u200c\u200d"  # spaces that do not break; joiners that Persian, Indic scripts and emoji need
_DROPPED = "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"  # nobody sees them


@dataclass(frozen=True, slots=True)
class Screen:
    """How many columns a person reads, and whether they show colour."""

    width: int = 80
    colour: bool = False

    def paint(self, text: str, style: Style) -> str:
        """Return the text in a style, or as it is where there is no colour."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and style and text else text


def screen(stream: TextIO) -> Screen:
    """Return the screen behind a stream: 40 to 100 columns, 80 if unknown; colour on a terminal without `NO_COLOR`."""
    colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(min(max(shutil.get_terminal_size((80, 24)).columns, 40), 100), colour)


class _Shown(dict[int, str]):
    """Code point to what is printed for it, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _DROPPED:
            shown = ""
        elif character in _KEPT:
            shown = character
        elif character.isspace():
            shown = " "
        elif code < 0x20:
            shown = chr(0x2400 + code)  # ␛ for ESC
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            shown = f"‹U+{code:04X}›"
        else:
            shown = character
        self[code] = shown
        return shown


class _Widths(dict[str, int]):
    """Character to the columns that it takes, worked out when first met."""

    def __missing__(self, character: str) -> int:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = width
        return width


_SHOWN = _Shown()
_WIDTHS = _Widths()


def clean(text: str) -> str:
    r"""Return a page's words on one line, unable to steer the terminal: escapes and reordering marks become visible.

    >>> clean("no\x1b[2J\n  more\u202e")
    'no␛[2J more‹U+202E›'
    """
    return " ".join(word for word in text.translate(_SHOWN).split(" ") if word)


def columns(text: str) -> int:
    """Return how many columns cleaned text takes: 2 for wide letters, 0 for marks that sit on others.

    >>> columns("Київ"), columns("И\u0306"), columns("記者")
    (4, 1, 4)
    """
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield cleaned text as lines of at most `width` columns, cutting only words that are wider than a line.

    Nothing is lost but the spaces where a line ends. No text, no line.
    """
    line, used = "", 0
    for word in text.split(" "):
        for piece in _cut(word, width):
            room = columns(piece)
            if line and used + 1 + room > width:
                yield line
                line, used = piece, room
            else:
                line, used = (f"{line} {piece}", used + 1 + room) if line else (piece, room)
    if line:
        yield line


def _cut(word: str, width: int) -> Iterator[str]:
    """Yield a word in pieces of at most `width` columns (of one character where even that is wider)."""
    if columns(word) <= width:
        yield word
        return
    piece, used = "", 0
    for character in word:
        room = _WIDTHS[character]
        if piece and used + room > width:
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + room
    yield piece
