"""Where results go: standard output for them, standard error for all else, UTF-8 in both whatever the locale is."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping

from firsthand.errors import FirsthandError

# Line separators to some readers (CONTRACT.md), commands or reordering to a terminal, or no UTF-8 at all.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class NoOutput(FirsthandError):
    """Standard output is closed: there is nowhere to print results."""


def prepare() -> None:
    r"""Let standard output and error take any text: UTF-8, ends of line as `\n`, what is no UTF-8 as an escape.

    Raises:
        NoOutput: Standard output is closed.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # for as long as the process lasts
    if sys.stdout is None:
        raise NoOutput("standard output is closed, so nothing was done; send it to a file, or to the null device")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def json_line(record: Mapping[str, object]) -> str:
    r"""Return one JSON object on one line, its `\n` not included.

    No other character in it ends a line or steers a terminal: those are escaped, and JSON readers give them back.

    >>> print(json_line({"text": "уже\u2028да"}))
    {"text": "уже\u2028да"}
    """
    return "".join(json_pieces(record))


def json_pieces(record: Mapping[str, object]) -> Iterator[str]:
    """Yield what `json_line` returns, lists element by element: of a page of many statements the whole is large."""
    before = "{"
    for name, value in record.items():
        yield f"{before}{_json(name)}: "
        if isinstance(value, list):
            yield "["
            yield from (f"{', ' * (place > 0)}{_json(each)}" for place, each in enumerate(value))
            yield "]"
        else:
            yield _json(value)
        before = ", "
    yield "}" if record else "{}"


def _json(value: object) -> str:
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def result(text: str) -> None:
    r"""Print a result and hand it on at once. A `\n` is added."""
    results((text,))


def results(pieces: Iterable[str]) -> None:
    r"""Print a result that comes in pieces, then hand it on. A `\n` is added."""
    sys.stdout.writelines(pieces)
    sys.stdout.write("\n")
    sys.stdout.flush()


def message(text: str) -> None:
    """Say something that is no result: an error, a note, progress."""
    from firsthand.cli.terminal import clean

    sys.stderr.write(f"firsthand: {clean(text)}\n")
    sys.stderr.flush()
