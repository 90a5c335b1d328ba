"""Whatever a person points at becomes captures: an address on the web, a path, `-`."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from firsthand.capture.capture import Capture, Part, now
from firsthand.capture.exports import belongings
from firsthand.capture.files import UnreadableError, capture_path, capture_stdin, printable, walk, walk_beside
from firsthand.capture.limits import USUAL, Limits
from firsthand.capture.target import Target, file_target, group_target, info_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def expand(target: str) -> Iterator[str]:
    """Yield what `take` takes one by one: the files of a folder, in order; all else, an empty folder too, as it is."""
    if target == "-" or _URL.match(target):
        yield target
        return
    empty = True
    for path in walk(target):
        empty = False
        yield path
    if empty:
        yield target


def gather(given: str) -> Iterator[Target]:
    """Yield what the captures are made of to which something that a person names amounts, in order, as it is found.

    Args:
        given: A URL, `-`, or a path. A folder stands for the files in it as `walk` finds them; those that share a stem
            with an `.info.json` beside them are one target, at the place of the first, and those that belong to an
            export of Telegram go with that. A file that is named itself is that file alone.

    Yields:
        Targets. None for a folder without a file to capture: say so with `EmptyFolderError`.
    """
    if given == "-" or _URL.match(given):
        yield Target(given)
        return
    grouped: dict[str, bool] = {}  # by the path of an .info.json: whether it is one
    exports: dict[str, tuple[str, ...]] = {}  # by the path of an export: what belongs to it

    def of_exports(folder: str, names: Sequence[str]) -> frozenset[str]:
        found = belongings(folder, names)
        if found is None:
            return frozenset()
        exports[os.path.join(folder, found[0])] = tuple(os.path.join(folder, name) for name in sorted(found[1]))
        return found[1]

    for path, beside in walk_beside(given, of_exports):
        if info := info_beside(path, beside):
            if info not in grouped:
                group = group_target(info, beside)
                grouped[info] = group is not None
                if group:
                    yield group
            if grouped[info]:
                continue
        yield file_target(path, beside=exports.pop(path, ()))


def take_target(
    target: Target, *, allow_private: bool = False, limits: Limits = USUAL, proxy: str | None = None
) -> Capture:
    """Capture what `gather` found, whatever happens; its members are captures of their own.

    Args:
        target: What to capture.
        allow_private: Whether a URL may lead into a private network.
        limits: For size, and for a URL also time and redirects.
        proxy: For a URL: the address of an HTTP proxy.

    Returns:
        The capture. What goes wrong is told by its `error`, beside what could be had: files that can be read are there
        also where others of the same capture cannot.
    """
    errors: list[str] = []
    try:
        if target.path is None:
            web = take(target.address, allow_private=allow_private, limits=limits, proxy=proxy)
            return replace(web, member=target.member) if target.member else web
        main = capture_path(target.path, limits, address=target.address)
    except UnreadableError as error:
        name = None if target.path is None else os.path.basename(printable(target.path))
        main = Capture(target.address, "supplied", now(), b"", name=name)
        errors.append(str(error))
    parts: list[Part] = []
    for path in target.parts:
        try:
            file = capture_path(path, limits)
        except UnreadableError as error:
            errors.append(str(error))
        else:
            parts.append(Part(file.name or "", file.media_type or "", file.body, file.path))
    return replace(
        main,
        url=target.url,
        parts=tuple(parts),
        member=target.member,
        language=target.language,
        translation=target.translation,
        error="; ".join(errors) or None,
    )


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
