"""`firsthand rebuild`: make the rows anew from log and blobs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli import options
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive

_EXAMPLES = """\b
Examples:
  firsthand rebuild
  firsthand rebuild --database postgresql://me@localhost/cases
  firsthand rebuild --database sqlite
"""


class NotEmpty(FirsthandError):
    """A database to move to that is in use."""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--database", metavar="URL|sqlite", help="Move to this empty PostgreSQL database, or to a file in the archive."
)
@options.archive
@options.whole_archive
@options.as_json
def rebuild(database: str | None, folder: Path, as_json: bool) -> int:
    """Make the rows and the search index anew from the log and the blobs. Nothing is read again or fetched.

    With --database the log moves to another, empty database, and the rows are made there. The old one stays as it was,
    and is not used any more: nobody else should write meanwhile.
    """
    from firsthand.archive.erase import finish
    from firsthand.archive.replay import rebuild as replay
    from firsthand.cli.archives import opened
    from firsthand.cli.output import json_line, result
    from firsthand.cli.progress import bar
    from firsthand.cli.wording import number

    with opened(folder, write=True) as archive, bar("rebuilding", archive.size(), as_json=as_json) as progress:
        if database is None:
            entries = replay(archive.database, archive.blobs, progress)
            finish(archive)  # an erasure that was interrupted
        else:
            entries = _moved(archive, None if database == "sqlite" else database, progress)
    if as_json:
        result(json_line({"archive": str(folder), "entries": entries}))
    else:
        result(f"{number(entries)} log entries applied: rows and search index are made anew")
    return 0


def _moved(archive: Archive, database: str | None, progress: Callable[[int], None]) -> int:
    """Copy the log into another database, make the rows there, and let the settings name it; return the entries."""
    from firsthand.archive import settings
    from firsthand.archive.archive import place
    from firsthand.archive.models import LogCheckpoint, LogEntry
    from firsthand.archive.replay import copy_log
    from firsthand.archive.replay import rebuild as replay
    from firsthand.archive.tables import rows

    target = place(archive.folder, database)
    if target.location == archive.database.location:
        raise NotEmpty("the archive is in that database already; without --database it is rebuilt where it is")
    if target.is_sqlite and Path(target.location).exists():
        raise NotEmpty(f"{target.location}: there is a file already; move it away, then run this again")
    target.prepare()
    try:
        with target.trouble():
            if rows(target, LogEntry).exists():
                raise NotEmpty("that database holds an archive already; name an empty one")
        with archive.database.writing():  # nobody else, until the log is copied and the settings say where to
            notes = rows(archive.database, LogCheckpoint).order_by("size").values_list("size", "note")
            copy_log(archive.entries(), list(notes), target)
            entries = replay(target, archive.blobs, progress)
            settings.set_database(archive.folder, database)
    finally:
        target.close()
    return entries
