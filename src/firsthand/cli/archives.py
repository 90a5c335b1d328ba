"""An archive, opened for one verb: sealed at the end if the verb wrote in it, and closed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli.output import message
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive


class CannotWrite(FirsthandError):
    """Something that the system refuses: no room, no permission."""


@contextmanager
def opened(folder: Path, *, write: bool = False, damaged: bool = False) -> Iterator[Archive]:
    """Open the archive in a folder until the block ends.

    Args:
        folder: Where.
        write: Whether the verb writes. What it has appended is sealed at the end, also after an error or Ctrl-C; where
            that is not possible it is said on standard error: the entries are kept and wait for the next verb that can.
        damaged: As `open_archive` has it.

    Raises:
        FirsthandError: There is no archive, it cannot be used, or the system refuses something.
    """
    from firsthand.archive.archive import open_archive

    with sealing(open_archive(folder, write=write, damaged=damaged), write=write) as archive:
        yield archive


@contextmanager
def sealing(archive: Archive, *, write: bool = True) -> Iterator[Archive]:
    """Do for an archive that is open already what `opened` does."""
    try:
        with archive.database.trouble():
            before = archive.size() if write else 0
            try:
                yield archive
            finally:
                if write and archive.size() > before:
                    seal(archive)
    except BrokenPipeError:
        raise  # whoever read the results has left
    except OSError as error:
        where = error.filename or archive.folder
        raise CannotWrite(
            f"{where}: {error.strerror or error}. What was printed is kept; mend that and run the same command again."
        ) from error
    finally:
        archive.close()


def refuse_outside(archive: Archive, case: str | None, *given: str) -> None:
    """Raise `NotFound` unless all these ids are of what is kept for the case; None: for any."""
    from firsthand.archive.find import find
    from firsthand.archive.find import refuse_outside as refuse

    for each in given if case is not None else ():
        refuse(archive, find(archive, each), case or "")


def seal(archive: Archive) -> None:
    """Sign the state of the log, or say why it is not signed."""
    try:
        if archive.seal(passphrase):
            if archive.settings.authorities:
                _stamp(archive)
            return
        why = f"this computer has no key of the archive ({archive.keys.path}); all is kept until whoever has it writes"
    except FirsthandError as error:
        why = f"{error}. All is kept; the next command that writes seals it"
    message(f"not sealed: {why}.")


def _stamp(archive: Archive) -> None:
    """Have the authorities confirm the time of what was sealed, and seal what the log says of that."""
    from firsthand.archive.stamping import stamp

    for failure in stamp(archive):
        message(f"time not confirmed: {failure}. It is asked again after the next command that writes")
    archive.seal(passphrase)


def passphrase() -> str | None:
    """Return the passphrase of the key: `FIRSTHAND_PASSPHRASE`, else what is typed on a terminal, else None."""
    if said := os.environ.get("FIRSTHAND_PASSPHRASE"):
        return said
    if not on_terminal():
        return None
    said = click.prompt("Passphrase of the archive's key", hide_input=True, default="", show_default=False, err=True)
    return said or None


def on_terminal() -> bool:
    """Tell whether a person can be asked: input is theirs, and they see what is written to standard error."""
    return sys.stdin.isatty() and sys.stderr.isatty()
