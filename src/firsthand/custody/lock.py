"""Locks between processes. The system lets go of a lock when its process ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock that a file stands for, until the block ends. The file is made and stays.

    Args:
        path: The file.
        wait: Whether to wait for whoever holds it.

    Yields:
        Whether it is held: always True after waiting.

    Raises:
        OSError: The file cannot be made.
    """
    with open(path, "ab") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            held = False
            while not held:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                    held = True
                except OSError:  # LK_LOCK gives up after ten seconds
                    if not wait:
                        break
            try:
                yield held
            finally:
                if held:
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True
