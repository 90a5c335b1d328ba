"""Backup and restore. A backup is a folder: the log a line an entry, its checkpoints, the settings, and the blobs.

It does not depend on the database: whatever the archive uses, a backup can be restored to SQLite or to PostgreSQL. The
key is not in it, as it is not in the archive.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from firsthand.archive import settings as settings_file
from firsthand.archive.archive import TOOLS, Archive, Draft, NoArchive, now, open_archive, place
from firsthand.archive.erase import finish
from firsthand.archive.models import Erased, LogCheckpoint, LogEntry, Part
from firsthand.archive.replay import copy_log, erased_digests, rebuild
from firsthand.archive.tables import first, rows
from firsthand.custody import durable
from firsthand.custody.blobs import Blobs, DigestMismatch, NoBlob
from firsthand.custody.entry import Entry, decode
from firsthand.custody.sealed import seal
from firsthand.errors import FirsthandError

LOG, CHECKPOINTS = "log.jsonl", "checkpoints.jsonl"
_AN_ENTRY = 500  # digests
Progress = Callable[[int, int], None]
"""Told how many blobs are done, of how many."""


class BackupError(FirsthandError):
    """A folder that is no backup, or one of another archive, or an archive that cannot be backed up whole."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup or a restoring did."""

    entries: int
    blobs: int
    """Copied just now; what was there already is not counted."""
    erased: int
    """Blobs that are not there any more because they were erased since."""
    lost: int = 0
    """Entries that had been sealed and that the backup, being older, does not have."""


def backup(archive: Archive, out: Path, progress: Progress = lambda done, of: None) -> Copied:
    """Copy an archive into a folder, or bring an earlier backup in it up to date. Others may write meanwhile.

    Raises:
        BackupError: The folder holds something else, or some blobs are gone or damaged (all others are copied).
    """
    ours = (out / LOG).exists() or _begun(archive, out)
    if not ours and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BackupError(f"{out}: something else is there already; a backup goes into an empty folder")
    durable.make_folder(out)
    with archive.database.reading():
        wanted, size = _log_into(archive, out)
        notes = [(row.size, row.note) for row in rows(archive.database, LogCheckpoint).order_by("size")]
        erased = {row.digest for row in rows(archive.database, Erased)}
        wanted.update(rows(archive.database, Part).values_list("digest", flat=True))
    count, missing = _copy(archive.blobs, Blobs(out / "blobs"), wanted - erased, progress)
    gone = _drop_others(Blobs(out / "blobs"), wanted - erased)
    since = {row.digest for row in rows(archive.database, Erased)}  # while it was copied
    durable.write(out / settings_file.NAME, ((archive.folder / settings_file.NAME).read_bytes(),))
    durable.write(out / CHECKPOINTS, (json.dumps(note).encode() + b"\n" for note in notes))
    durable.name(durable.temporary_of(out / LOG), out / LOG)
    if lost := [error for error in missing if error.digest not in since]:
        raise BackupError(f"{len(lost)} blobs could not be copied, all others were: {lost[0]}")
    return Copied(size, count, gone)


def restore(
    backup: Path, folder: Path, *, database: str | None = None, progress: Progress = lambda done, of: None
) -> tuple[Archive, Copied]:
    """Make an archive of a backup, in a folder that is missing or empty.

    What was erased since the backup was made is erased again, as far as the key's folder on this computer tells.

    Args:
        backup: The folder of the backup.
        folder: Where the archive is to be.
        database: URL of an empty PostgreSQL database; None for SQLite in the folder.
        progress: Told how far it is.

    Raises:
        BackupError: It is no backup, or it is damaged.
        NoArchive: There is something in the folder or the database already.
    """
    if not (backup / LOG).is_file():
        raise BackupError(f"{backup}: no backup is there (it has no {LOG})")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NoArchive(f"{folder}: something is there already; an archive is restored into an empty folder")
    notes = [tuple(json.loads(line)) for line in _lines(backup / CHECKPOINTS)]
    erased = erased_digests(_lines(backup / LOG))
    held = {digest for digest, _ in Blobs(backup / "blobs").files() if digest}
    wanted = {digest for data in _lines(backup / LOG) for digest in decode(data).blobs} | held
    folder.mkdir(parents=True, exist_ok=True)
    where = place(folder, database)
    where.prepare()
    if first(where, LogEntry) is not None:
        raise NoArchive(f"{where}: this database holds an archive already; name an empty one")
    count, missing = _copy(Blobs(backup / "blobs"), Blobs(folder / "blobs"), wanted - erased, progress)
    if missing:
        raise BackupError(f"{len(missing)} blobs are gone or damaged in the backup: {missing[0]}")
    settings = settings_file.read(backup)
    shutil.copyfile(backup / settings_file.NAME, folder / settings_file.NAME)
    if settings.database != database:
        settings_file.set_database(folder, database)
    copy_log(_lines(backup / LOG), notes, where)
    size = rebuild(where, Blobs(folder / "blobs"))
    archive = open_archive(folder)
    again = _erase_again(archive, erased)
    lost = _set_aside(archive, size)
    named = {digest for data in archive.entries() for digest in decode(data).blobs}
    _drop_others(archive.blobs, named | set(rows(archive.database, Part).values_list("digest", flat=True)))
    return archive, Copied(size, count, again, lost)


def _drop_others(blobs: Blobs, named: Set[str]) -> int:
    """Destroy blobs that nothing names, and return how many: erased ones, also those too short for an entry to list."""
    others = [digest for digest, _ in blobs.files() if digest and digest not in named]
    for digest in others:
        blobs.destroy(digest)
    return len(others)


def _erase_again(archive: Archive, erased: frozenset[str]) -> int:
    """Erase what was erased after the backup was made, as the key's folder tells, and say so in the log."""
    since = sorted(archive.keys.erased() - erased) if archive.keys.exists else []
    if since:
        who = archive.person()
        detail = {"reason": "erased after the backup was made from which this was restored"}
        sealed = archive.blobs.put(seal(detail))

        def drafts() -> Iterator[Draft]:
            for start in range(0, len(since), _AN_ENTRY):
                some = tuple(since[start : start + _AN_ENTRY])
                entry = Entry("erased", now(), who, (), (sealed,), TOOLS, erased=some)
                yield Draft(entry, (detail,))

        archive.append(drafts())
    finish(archive)
    return len(since)


def _set_aside(archive: Archive, size: int) -> int:
    """Take note that a later state of the log was sealed than the backup has; return how many entries are lost."""
    sealed = archive.keys.sealed_size() if archive.keys.exists else 0
    if sealed <= size:
        return 0
    archive.keys.set_aside()
    archive.append([archive.draft("restored", (archive.id,), {"lost": sealed - size}, entry=size)])
    return sealed - size


def _copy(
    source: Blobs, target: Blobs, digests: Iterable[str], progress: Progress
) -> tuple[int, list[NoBlob | DigestMismatch]]:
    """Copy blobs that are not there yet; return how many, and what could not be copied."""
    count = 0
    missing: list[NoBlob | DigestMismatch] = []
    every = sorted(digests)
    for done, digest in enumerate(every, 1):
        path = source.path(digest)
        if not target.holds(digest):
            try:
                with open(path, "rb") as stream:
                    found, _ = target.put_stream(stream)
            except FileNotFoundError:
                missing.append(NoBlob(digest, path))
            else:
                count += found == digest
                if found != digest:
                    target.destroy(found)
                    missing.append(DigestMismatch(digest, path, found))
        progress(done, len(every))
    return count, missing


def _log_into(archive: Archive, out: Path) -> tuple[set[str], int]:
    """Write the log beside that of an earlier backup, whose continuation it has to be; return digests and size."""
    earlier = _lines(out / LOG) if (out / LOG).exists() else iter(())
    wanted: set[str] = set()
    size = 0

    def compared() -> Iterator[bytes]:
        nonlocal size
        for data in archive.entries():
            if next(earlier, data) != data:
                raise BackupError(
                    f"{out}: this backup is of another archive, or of one that was rewritten. Name another folder; "
                    "if it should be this one, keep both and run 'firsthand verify'"
                )
            wanted.update(decode(data).blobs)
            size += 1
            yield data

    durable.fill(durable.temporary_of(out / LOG), (data + b"\n" for data in compared()))
    if next(earlier, None) is not None:
        raise BackupError(f"{out}: this backup has more entries than the archive: keep both, run 'firsthand verify'")
    return wanted, size


def _begun(archive: Archive, out: Path) -> bool:
    """Tell whether a first backup of this archive was interrupted there."""
    begun = durable.temporary_of(out / LOG)
    return begun.exists() and next(_lines(begun), None) == next(archive.entries())


def _lines(path: Path) -> Iterator[bytes]:
    """Yield a file's lines without their ends; entries hold no line end of their own."""
    try:
        with open(path, "rb") as stream:
            for line in stream:
                yield line.removesuffix(b"\n")
    except OSError as error:
        raise BackupError(f"{path}: cannot be read: {error.strerror}") from error
