"""`firsthand backup` and `firsthand restore`: a copy of an archive that needs no database, and an archive from it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli import options

if TYPE_CHECKING:
    from firsthand.archive.backup import Copied


@click.command(epilog="\b\nExamples:\n  firsthand backup /mnt/disk/backup\n  firsthand backup --archive bridge backup/")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@options.archive
@options.whole_archive
@options.as_json
def backup(out: Path, folder: Path, as_json: bool) -> int:
    """Copy the archive into the folder OUT, or bring an earlier backup there up to date.

    Others may write meanwhile. What was erased since goes from the backup, too. The key is not in it.
    """
    from firsthand.archive.backup import backup as copy
    from firsthand.cli.archives import opened
    from firsthand.cli.output import message
    from firsthand.cli.progress import bar

    with opened(folder) as archive:
        with bar("copying", None, as_json=as_json) as progress:
            copied = copy(archive, out, progress)
        _tell(out, copied, as_json=as_json)
        if archive.keys.exists:
            message(f"the key is not in it: copy {archive.keys.path} by itself to another safe place")
        else:
            message("the key is not in it, nor on this computer: whoever has it keeps a copy of its folder")
    return 0


@click.command(
    epilog="\b\nExamples:\n  firsthand restore backup/ archive\n"
    "  firsthand restore --database postgresql://me@localhost/cases backup/ archive"
)
@click.argument("backup", metavar="BACKUP", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--database", metavar="URL", help="An empty PostgreSQL database, in place of a file in DIR.")
@options.as_json
def restore(backup: Path, folder: Path, database: str | None, as_json: bool) -> int:
    """Make an archive in DIR, which has to be missing or empty, from a backup.

    What this computer's key folder knows to have been erased since is erased again.
    """
    from firsthand.archive.backup import restore as make
    from firsthand.cli.archives import seal, sealing
    from firsthand.cli.output import message
    from firsthand.cli.progress import bar

    with bar("restoring", None, as_json=as_json) as progress:
        archive, copied = make(backup, folder, database=database, progress=progress)
    with sealing(archive):
        _tell(folder, copied, as_json=as_json)
        if not archive.keys.exists:
            message(f"the key is not in a backup: put the copy of its folder at {archive.keys.path}")
        seal(archive)
        if copied.lost:
            message(
                f"the backup is older than the archive was: {copied.lost} sealed entries are lost, and the log says so"
            )
    return 0


def _tell(out: Path, copied: Copied, *, as_json: bool) -> None:
    """Say what was copied."""
    from firsthand.cli.output import json_line, result
    from firsthand.cli.wording import number

    if as_json:
        result(json_line({"out": str(out), **asdict(copied)}))
        return
    gone = f"; {number(copied.erased)} erased since are gone from it" if copied.erased else ""
    result(f"{out}: {number(copied.entries)} log entries, {number(copied.blobs)} blobs copied{gone}")
