"""Archive: the log, what it says, and the blobs, opened together. Whatever is written goes through `append`."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max

from firsthand import __version__
from firsthand.archive import settings as settings_file
from firsthand.archive.apply import Facts, apply
from firsthand.archive.database import Database, DatabaseTrouble
from firsthand.archive.models import Actor, Case, Erased, LogCheckpoint, LogEntry, Subject
from firsthand.archive.replay import log_of, rebuild
from firsthand.archive.settings import Settings
from firsthand.archive.tables import first, rows, select
from firsthand.custody import sealed
from firsthand.custody.blobs import Blobs
from firsthand.custody.entry import Entry, decode
from firsthand.custody.ids import new_id
from firsthand.custody.keys import KeyFolder
from firsthand.custody.note import Checkpoint, sign
from firsthand.custody.tree import grown, leaf_hash, root
from firsthand.errors import FirsthandError

MAIN = "main"
"""The case of whatever is added without naming one."""
TOOLS: Mapping[str, str] = {"firsthand": __version__}
"""The software that has a part in every entry, and its version."""


class NotFound(FirsthandError):
    """Something that is not in the archive."""


class Changed(FirsthandError):
    """A decision about something that somebody else has changed since its author looked."""

    def __init__(self, subject: UUID, seen: int, since: Mapping[int, str]) -> None:
        """Tell of the entries since, by their index."""
        self.subject, self.seen, self.since = subject, seen, dict(since)
        super().__init__(
            f"{subject} has changed since you looked (log entry {seen}): {'; '.join(self.since.values())}. "
            f"Nothing was written. Look again with 'firsthand show {subject}', then decide."
        )


class WasErased(FirsthandError):
    """Bytes that were erased for a reason do not come back by being added again."""

    def __init__(self, digest: str, number: int) -> None:
        self.digest, self.number = digest, number
        super().__init__(
            f"{digest}: these bytes were erased here (log entry {number}) and are not kept again. "
            f"'firsthand show entry:{number}' tells by whom and why."
        )


class NoArchive(FirsthandError):
    """A folder that holds no archive, or only the beginning of one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be appended, and the facts its applier needs. Its blobs are durable already."""

    entry: Entry
    facts: Facts = ()
    sealed: tuple[str, ...] = ()
    """Digests of blobs that were sealed for this entry alone: without it they are destroyed again."""


@dataclass(slots=True)
class Archive:
    """An open archive."""

    folder: Path
    settings: Settings
    database: Database
    id: UUID
    keys: KeyFolder
    user: str | None = None
    """Name of the person for whom it is used; None: whoever runs this program."""
    _actors: dict[str, UUID] = field(default_factory=dict)

    @property
    def blobs(self) -> Blobs:
        """The blob store."""
        return Blobs(self.folder / "blobs")

    @property
    def origin(self) -> str:
        """The name of its log and of its key."""
        return f"firsthand/{self.id}"

    # The log, as `custody.log.Log` has it

    def size(self) -> int:
        """Return how many entries there are."""
        last = rows(self.database, LogEntry).aggregate(last=Max("index"))["last"]
        return 0 if last is None else last + 1

    def entries(self, start: int = 0) -> Iterator[bytes]:
        """Yield the stored bytes of the entries from `start` on, in order."""
        return log_of(self.database, start)

    def entry(self, number: int) -> Entry:
        """Return one entry. Raises `NotFound` if the log does not reach so far."""
        if (row := rows(self.database, LogEntry, index=number).first()) is None:
            raise NotFound(f"no log entry {number} here; the log has {self.size()}")
        return decode(bytes(row.bytes))

    def checkpoint(self) -> str | None:
        """Return the newest signed note, or None."""
        row = rows(self.database, LogCheckpoint).order_by("size").last()
        return row.note if row else None

    def vkey(self) -> str | None:
        """Return the verifier key that the first entry holds."""
        return self.entry(0).key

    # Writing

    def append(self, drafts: Iterable[Draft]) -> list[int]:
        """Append entries and do to the rows what they say, all or nothing; return their indices.

        Args:
            drafts: Made one by one inside the transaction, each after the one before it was applied, so that a draft
                may depend on the rows. No file, network or model is to be touched meanwhile.

        Raises:
            Changed: A decision's subject has entries that its author had not seen.
            WasErased: A blob of an entry was destroyed here.
        """
        numbers: list[int] = []
        sealed: list[str] = []
        try:
            with self.database.writing():
                last = first(self.database, LogEntry, order="-index")
                number, peaks = (0, b"") if last is None else (last.index + 1, bytes(last.peaks))
                for draft in drafts:
                    sealed += draft.sealed
                    self._refuse(draft.entry)
                    data = draft.entry.encode()
                    peaks = grown(peaks, number, leaf_hash(data))
                    self.database.run("INSERT INTO log_entry VALUES (%s, %s, %s)", [number, data, peaks])
                    apply(self.database, number, draft.entry, draft.facts)
                    numbers.append(number)
                    number += 1
        except FirsthandError:
            for digest in sealed:  # a reason that was not written stays nowhere
                self.blobs.destroy(digest)
            raise
        return numbers

    def _refuse(self, entry: Entry) -> None:
        if entry.seen is not None:
            subject = entry.subjects[0]
            if since := list(rows(self.database, Subject, subject=subject, number__gt=entry.seen).order_by("number")):
                raise Changed(subject, entry.seen, {row.number: self.told(row.number) for row in since})
        for gone in select(self.database, Erased, digest=entry.blobs) if entry.blobs else ():
            raise WasErased(gone.digest, gone.number)

    def told(self, number: int) -> str:
        """Say in a few words what an entry is: `entry 17: confirm by marta, 2023-03-08T10:22:00.000Z`."""
        entry = self.entry(number)
        by = rows(self.database, Actor, id=entry.by).first()
        return f"entry {number}: {entry.act} by {by.name if by else entry.by}, {entry.at}"

    def last_about(self, subject: UUID) -> int:
        """Return the index of the last entry about a subject. Raises `NotFound` if there is none."""
        found = rows(self.database, Subject, subject=subject).aggregate(last=Max("number"))["last"]
        if found is None:
            raise NotFound(f"nothing here has the id {subject}")
        return int(found)

    def draft(
        self,
        act: str,
        subjects: Iterable[UUID],
        *details: Any,
        blobs: Iterable[str] = (),
        machine: bool = False,
        tools: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Draft:
        """Make a draft: seal its details, keep them, and name them in an entry. Not inside a transaction.

        Args:
            act: As in `apply.ACTS`.
            subjects: What it is about.
            details: Values to seal, the first of them the act's own.
            blobs: Digests of what is kept already.
            machine: Whether this program decided it, not the person who runs it.
            tools: Software that had a part in it beside this program.
            more: `seen`, `entry`, `erased`, `key` of the entry.
        """
        sealed_details = [sealed.seal_any(detail) for detail in details]
        details = tuple(detail for _, detail in sealed_details)
        kept = [self.blobs.put(data) for data, _ in sealed_details]
        by = self.machine() if machine else self.person()
        entry = Entry(act, now(), by, tuple(subjects), (*kept, *blobs), {**TOOLS, **(tools or {})}, **more)
        return Draft(entry, details, tuple(kept))

    def person(self) -> UUID:
        """Return the actor who uses it: `user`, else whoever runs this program (`FIRSTHAND_USER`, or their account)."""
        return self._actor("person", self.user or _user())

    def acting_as(self, name: str) -> Archive:
        """Return the same archive as used by another person: entries that are drafted with it are theirs."""
        return replace(self, user=name)

    def machine(self) -> UUID:
        """Return the actor that this program is where it decides by itself."""
        return self._actor("machine", "firsthand")

    def _actor(self, kind: str, name: str) -> UUID:
        if (known := self._actors.get(kind + name)) is None:
            row = rows(self.database, Actor, kind=kind, name=name).order_by("number").first()
            known = row.id if row else self._new_actor(kind, name)
            self._actors[kind + name] = known
        return known

    def _new_actor(self, kind: str, name: str) -> UUID:
        draft = actor_draft(self.blobs, uuid4(), kind, name)

        def unless_known() -> Iterator[Draft]:
            if not rows(self.database, Actor, kind=kind, name=name).exists():
                yield draft

        self.append(unless_known())
        return rows(self.database, Actor, kind=kind, name=name).order_by("number").first().id

    def case(self, name: str) -> Any:
        """Return the row of a case. Raises `NotFound` if there is none of this name."""
        if (row := rows(self.database, Case, name=name).first()) is None:
            raise NotFound(f"no case “{name}” here; 'firsthand case list' shows them, 'firsthand case add' makes one")
        return row

    def seal(self, passphrase: Callable[[], str | None]) -> Checkpoint | None:
        """Sign the log's present state, and keep the note here and beside the key.

        Args:
            passphrase: Asked only if the key needs one.

        Returns:
            What was signed, or None where the key is not on this computer: the entries wait for whoever has it.
        """
        if not self.keys.exists:
            return None
        key = self.keys.key(passphrase() if self.keys.encrypted else None)
        last = rows(self.database, LogEntry).order_by("index").last()
        if last is None:
            return None
        checkpoint = Checkpoint(self.origin, last.index + 1, root(bytes(last.peaks)))
        note = sign(checkpoint, key)
        with self.database.writing():
            if not rows(self.database, LogCheckpoint, size=checkpoint.size).exists():
                LogCheckpoint.objects.using(self.database.alias).create(size=checkpoint.size, note=note)
        self.keys.keep_checkpoint(note)
        return checkpoint

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def init(folder: Path, *, database: str | None = None, passphrase: str | None = None) -> Archive:
    """Make an archive in a folder that is missing or empty.

    Args:
        folder: Where.
        database: URL of an empty PostgreSQL database; None for SQLite in the folder.
        passphrase: To encrypt the key with.

    Raises:
        NoArchive: Something is there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NoArchive(f"{folder}: something is there already; an archive begins in an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    settings_file.write(folder, database)
    where = place(folder, database)
    where.prepare()
    archive_id = uuid4()
    keys = KeyFolder.create(archive_id, passphrase)
    archive = Archive(folder, settings_file.read(folder), where, archive_id, keys)
    person = uuid4()
    main = {"name": MAIN, "purpose": "", "basis": "", "members": [], "review_on": "", "hold": False}
    opened = Entry("opened", now(), person, (archive_id,), tools=TOOLS, key=str(keys.vkey()))
    case = Entry("case", now(), person, (new_id(),), (archive.blobs.put(sealed.seal(main)),), TOOLS)
    drafts = [
        Draft(opened),
        actor_draft(archive.blobs, person, "person", _user()),
        actor_draft(archive.blobs, uuid4(), "machine", "firsthand", by=person),
        Draft(case, (main,)),
    ]

    def unless_begun() -> Iterator[Draft]:
        if archive.size():
            raise NoArchive(f"{database}: this database holds an archive already; name an empty one")
        yield from drafts

    archive.append(unless_begun())
    with where.writing():
        where.made()
    archive.seal(lambda: passphrase)
    return archive


def open_archive(folder: Path, *, write: bool = True, damaged: bool = False) -> Archive:
    """Open the archive in a folder.

    Args:
        folder: Where.
        write: Whether the database may be brought up to this version.
        damaged: Whether it is opened to be verified, be it that it cannot be brought up to this version.

    Raises:
        SettingsError: There is none.
        NoArchive: It was begun and never finished.
        DatabaseTrouble: Its database cannot be used, or is of an earlier version and not opened to write.
    """
    settings = settings_file.read(folder)
    where = place(folder, settings.database)
    if where.is_sqlite and not Path(where.location).exists():
        if (folder / "blobs").is_dir():
            raise NoArchive(
                f"{folder}: its database firsthand.db is gone. If you have a backup: 'firsthand restore BACKUP DIR'"
            )
        raise NoArchive(f"{folder}: making it was interrupted. Remove the folder, then init again.")
    earlier = write and where.prepare()
    with where.trouble():
        first = rows(where, LogEntry).order_by("index").first()
    if first is None:
        raise NoArchive(f"{folder}: its log is empty: making it was interrupted. Remove the folder, then init again.")
    if earlier:  # the log tells what the rows are now
        rebuild(where, Blobs(folder / "blobs"))
    elif not (damaged or where.is_current()):
        raise DatabaseTrouble(f"{where}: an earlier version of this program made it. Run 'firsthand rebuild' once.")
    archive_id = decode(bytes(first.bytes)).subjects[0]
    return Archive(folder, settings, where, archive_id, KeyFolder.of(archive_id))


def actor_draft(blobs: Blobs, actor: UUID, kind: str, name: str, by: UUID | None = None) -> Draft:
    """Make the draft that introduces an actor; by themselves unless said otherwise."""
    said = {"kind": kind, "name": name}
    return Draft(Entry("actor", now(), by or actor, (actor,), (blobs.put(sealed.seal(said)),), TOOLS), (said,))


def now() -> str:
    """Return the time of this computer's clock, as entries have it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def place(folder: Path, database: str | None) -> Database:
    """Return the database of the archive in a folder: the one named, else SQLite beside the blobs."""
    return Database(database or folder / "firsthand.db")


def _user() -> str:
    """Return who runs this program, as a name that can be kept: by which they are found again, too."""
    try:
        name = os.environ.get("FIRSTHAND_USER") or getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        name = f"user {os.getuid()}" if hasattr(os, "getuid") else "user"
    return str(sealed.sealable(name))
