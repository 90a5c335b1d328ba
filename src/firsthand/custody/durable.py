"""Durable files: there whole or not at all, and still there after the power fails.

Temporary file, fsync, rename, fsync of the folder. What a killed process leaves behind is the temporary file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def write(path: Path, pieces: Iterable[bytes], *, mode: int = 0o666) -> None:
    """Replace a file by what the pieces hold; it is on disk when this returns.

    Args:
        path: The file, whose folder is made if need be. Two processes may not write it at once.
        pieces: What it is to hold, in order.
        mode: Who may do what with it, less what the user's umask takes away.

    Raises:
        OSError: It cannot be written; a file that was there is as it was.
    """
    make_folder(path.parent)
    fill(temporary_of(path), pieces, mode=mode)
    name(temporary_of(path), path)


def temporary_of(path: Path) -> Path:
    """Return where a file stands until it has its name."""
    return path.with_name(f"{path.name}.tmp")


def fill(temporary: Path, pieces: Iterable[bytes], *, mode: int = 0o666) -> None:
    """Write what is to be given a name once it is whole, down to the disk. Nothing is left of it if that fails."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, mode)
    with _gone_if_this_fails(temporary), open(handle, "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def name(temporary: Path, path: Path) -> None:
    """Give a file that was filled its name, in place of the one that has it. It is left under neither if that fails."""
    with _gone_if_this_fails(temporary):
        make_folder(path.parent)
        os.replace(temporary, path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, and those that lead to it."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def remove(path: Path) -> None:
    """Remove a file for good, one that may not be written too. Nothing happens if it is not there."""
    try:
        if os.name == "nt":  # Windows removes no file that may not be written
            os.chmod(path, 0o600)
        os.unlink(path)
    except FileNotFoundError:
        return
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable. Windows does this itself, and opens no folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _gone_if_this_fails(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        remove(temporary)
        raise
