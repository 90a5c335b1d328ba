"""Captures of what a person has in hand: files, folders of files, standard input."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from firsthand.capture.capture import Capture, CaptureError, now
from firsthand.capture.limits import USUAL, Limits
from firsthand.capture.media_type import sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

_OTHER_KINDS = (
    (stat.S_ISFIFO, "a pipe, not a file; send it to standard input and give '-'"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)


class UnreadableError(CaptureError):
    """A path whose bytes cannot be had."""

    def __init__(self, address: str, why: str) -> None:
        self.address = address
        super().__init__(f"{address}: {why}")


class EmptyFolderError(UnreadableError):
    """A folder in which there is nothing to capture."""

    def __init__(self, address: str) -> None:
        super().__init__(address, "a folder, not a file, with nothing to capture in it (hidden files are left out)")


def capture_path(path: str | os.PathLike[str], limits: Limits = USUAL, *, address: str | None = None) -> Capture:
    """Capture one file: whole up to the limit of size, of a larger one the beginning and where the rest is.

    Args:
        path: The file.
        limits: For the size of `body`.
        address: What it goes by; by default the path as given.

    Raises:
        UnreadableError: It is missing, may not be read, or is no regular file.
    """
    address = address or printable(path)
    try:
        _refuse_other_kinds(address, path)
        at = now()
        with open(path, "rb") as stream:
            body = stream.read(limits.size)
            larger = bool(stream.read(1))
    except (OSError, ValueError) as error:
        raise UnreadableError(address, _why(error)) from error
    note = f"larger than {limits.size_text}: only its beginning can be read, kept it is whole"
    return Capture(
        address,
        "supplied",
        at,
        body,
        media_type=sniff(body, address),
        notes=(note,) if larger else (),
        path=os.fspath(path) if larger else None,
        name=os.path.basename(printable(path)),
    )


def capture_stdin(stream: BinaryIO, limits: Limits = USUAL) -> Capture:
    """Capture a buffered binary stream (`sys.stdin.buffer`) up to its end.

    Raises:
        UnreadableError: It cannot be read, or holds more than the limit.
    """
    at = now()
    try:
        body = stream.read(limits.size + 1)
    except OSError as error:
        raise UnreadableError("standard input", _why(error)) from error
    if len(body) > limits.size:
        raise UnreadableError(
            "-", f"larger than {limits.size_text}, the most that is taken from standard input: give it as a file"
        )
    return Capture("-", "supplied", at, body, media_type=sniff(body))


def walk(path: str | os.PathLike[str]) -> Iterator[str]:
    """Expand a folder into its files, recursively and sorted; hidden files and folders are left out.

    What was asked for by name is given back as it is, hidden or not, also if it does not exist: `capture_path` says
    what is wrong with it. So is a folder that may not be listed. Links are followed; a folder is walked once.
    """
    return (found for found, _ in walk_beside(path))


def walk_beside(
    path: str | os.PathLike[str], apart: Callable[[str, Sequence[str]], Collection[str]] = lambda *_: ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Walk as `walk` does, and give with each file the sorted names in its folder, its own among them.

    What was asked for by name comes without any.

    Args:
        path: Where to begin.
        apart: Gives, of a folder and the names in it, the names that are left out.
    """
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[str, tuple[str, ...]]] = [(os.fspath(path), ())]
    while waiting:
        path, beside = waiting.pop()
        try:
            found = os.stat(path)
            if stat.S_ISDIR(found.st_mode):
                if (found.st_dev, found.st_ino) not in seen:
                    seen.add((found.st_dev, found.st_ino))
                    names = tuple(sorted(name for name in os.listdir(path) if not name.startswith(".")))
                    out = apart(path, names)
                    waiting.extend((os.path.join(path, name), names) for name in reversed(names) if name not in out)
                continue
        except (OSError, ValueError):
            pass  # whoever opens it gets the same error, with its name
        yield path, beside


def printable(path: str | os.PathLike[str]) -> str:
    """Return the path with bytes that are no text shown as U+FFFD, so that it can be printed and kept."""
    return os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _refuse_other_kinds(address: str, path: str | os.PathLike[str]) -> None:
    mode = os.stat(path).st_mode
    for is_kind, what in _OTHER_KINDS:
        if is_kind(mode):
            raise UnreadableError(address, what)
    if stat.S_ISDIR(mode):
        if not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableError(address, "a folder that you may not list; check its permissions")
        if next(walk(path), None) is None:
            raise EmptyFolderError(address)
        raise UnreadableError(address, "a folder, not a file; its files are captured one by one")


def _why(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file; check the spelling and the folder you are in"
        case PermissionError():
            return "you may not read it; check its permissions"
        case OSError():
            return f"cannot be read: {error.strerror or error}"
        case _:
            return "not the name of a file"
