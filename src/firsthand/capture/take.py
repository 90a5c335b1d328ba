"""Whatever a person points at becomes a capture: an address on the web, a path, `-`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from firsthand.capture.files import capture_path, capture_stdin, walk
from firsthand.capture.limits import USUAL, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.capture.capture import Capture

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def expand(target: str) -> Iterator[str]:
    """Return what `take` takes one by one: the files of a folder, in order; anything else as it is."""
    return iter((target,)) if target == "-" or _URL.match(target) else walk(target)


def take(target: str, *, allow_private: bool = False, limits: Limits = USUAL, proxy: str | None = None) -> Capture:
    """Capture one target.

    Args:
        target: A URL, the path of a file, or `-` for standard input.
        allow_private: Whether a URL may lead into a private network.
        limits: For size, and for a URL also time and redirects.
        proxy: For a URL: the address of an HTTP proxy.

    Returns:
        The capture. What goes wrong on the web is told by its `error`.

    Raises:
        UnreadableError: A path or standard input cannot be read.
    """
    if target == "-":
        return capture_stdin(sys.stdin.buffer, limits)
    if not _URL.match(target):
        return capture_path(target, limits)
    from firsthand.capture.web import fetch  # here, because loading httpx takes longer than reading a page

    return fetch(target, allow_private=allow_private, limits=limits, proxy=proxy)
