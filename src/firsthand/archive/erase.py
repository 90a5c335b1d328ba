"""Erasure: bytes, and everything drawn from them, are destroyed; that they were, by whom and why, stays in the log."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from firsthand.archive import recast, search
from firsthand.archive.archive import TOOLS, Draft, now
from firsthand.archive.find import find
from firsthand.archive.intake import GUESSABLE
from firsthand.archive.models import (
    HOLDS,
    Appearance,
    AsRead,
    Capture,
    Case,
    Correction,
    Decision,
    Document,
    Erased,
    Fingerprint,
    Guarded,
    GuardedWord,
    Hand,
    Mention,
    NameWord,
    Part,
    Reading,
    Remark,
    Statement,
    Subject,
    Vector,
    Word,
)
from firsthand.archive.tables import rows, rows_among
from firsthand.custody.entry import Entry
from firsthand.custody.sealed import seal_any
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.database import Database

_AN_ENTRY = 500  # digests, and as many subjects: well under the 65 535 bytes of an entry
_PATIENCE = 60  # seconds
_OTHERS = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL
"""
_PENDING = ".erasing"
"""Ends the name of a file with the digests that the log does not list, until what they are of is destroyed."""
_WITH_WORDS = (
    *(Statement, Document, Capture, Part, Appearance, Decision, Remark, Reading, Hand, Vector, Fingerprint),
    *(NameWord, Guarded, GuardedWord, Word, Mention),
    *(Correction, AsRead),
)


class CannotErase(FirsthandError):
    """Something that is not erased by itself, or may not be erased now."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure destroys."""

    captures: tuple[UUID, ...]
    documents: tuple[UUID, ...]
    statements: int
    decisions: int
    digests: tuple[str, ...]
    """As the log will list them."""
    short: tuple[str, ...]
    """Blobs so short that their digests would tell what they were: destroyed, and not listed."""
    cases: tuple[str, ...]
    """Names of the cases that lose something."""
    versions: tuple[UUID, ...]
    """Documents that stay: other versions of the same pages, which may hold the same words."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased."""

    entries: tuple[int, ...]
    plan: Plan
    left: str | None
    """What may still hold the words, and until when; None if nothing does."""


def plan(archive: Archive, given: str) -> Plan:
    """Return what erasing a capture, a document, a case or the reason of a decision (`entry:17`) destroys.

    The words stand in the bytes, so every capture of the same bytes goes with them, whatever its address and case, also
    one that has them in a part. A further part that a capture which stays has, too, stays with that.

    Raises:
        CannotErase: It is part of something larger that has to be erased, or a case forbids it.
    """
    database = archive.database
    found = find(archive, given)
    if found.kind == "entry":
        return _plan_of_reason(archive, found.number or 0)
    if found.kind == "capture":
        first = [found.row]
    elif found.kind == "document":
        first = list(rows(database, Capture, document_id=found.id))
    elif found.kind == "case":
        first = list(rows(database, Capture, case_id=found.id))
    else:
        where = sorted({str(row.document_id) for row in rows(database, type(found.row), id=found.row.id)})
        raise CannotErase(
            f"{given} is a {found.kind}: its words stand in a document and cannot be erased without it. "
            f"Erase {', '.join(where)}, or withhold the {found.kind}"
        )
    captures = _with_the_same_bytes(database, first)
    if not captures:
        raise CannotErase(f"{given}: there is nothing in it to erase")
    within = {row.within for row in captures.values() if row.within} - set(captures)
    if outer := [row for row in rows_among(database, Capture, "id", within) if row.unread == HOLDS]:
        raise CannotErase(
            f"{given} stands within {outer[0].id} ({outer[0].address}), whose bytes have its words too. "
            f"Erase {outer[0].id}, with all that it holds"
        )
    cases = {row.id: row for row in rows_among(database, Case, "id", {row.case_id for row in captures.values()})}
    if held := [case.name for case in cases.values() if case.hold]:
        raise CannotErase(
            f"{given}: case “{held[0]}” is on legal hold. 'firsthand case change {held[0]} --no-hold' ends it"
        )
    documents = list(rows_among(database, Document, "digest", {row.digest for row in captures.values()}))
    ids = [row.id for row in documents]
    statements = list(rows_among(database, Statement, "document_id", ids))
    appearances = list(rows_among(database, Appearance, "document_id", ids))
    subjects = {*captures, *ids, *(row.id for row in statements), *(row.id for row in appearances)}
    subjects |= recast.descendants(database, subjects)  # pieces are gone once a split was undone; what was said is not
    parts = {row.digest: row.size for row in rows_among(database, Part, "capture_id", captures)}
    elsewhere = {row.digest for row in rows_among(database, Part, "digest", parts) if row.capture_id not in captures}
    digests = _named_about(archive, subjects) - elsewhere
    short = [digest for digest, size in parts.items() if size < GUESSABLE and digest not in elsewhere]
    decisions = {
        row.number
        for model in (Decision, Remark)
        for name in ("subject", "other")
        for row in rows_among(database, model, name, subjects)
    }
    pages = rows_among(database, Document, "page", {row.page for row in documents})
    return Plan(
        captures=tuple(sorted(captures)),
        documents=tuple(sorted(ids)),
        statements=len(statements),
        decisions=len(decisions),
        digests=tuple(sorted(digests)),
        short=tuple(sorted(short)),
        cases=tuple(sorted(case.name for case in cases.values())),
        versions=tuple(sorted({row.id for row in pages} - set(ids))),
    )


def erase(archive: Archive, given: str, *, reason: str) -> Erasure:
    """Erase what `plan` tells of.

    Args:
        archive: Where.
        given: An id, a prefix of one, the name of a case, or `entry:17`.
        reason: Why. It is kept, so it should name nobody.

    Raises:
        CannotErase: See `plan`.
    """
    planned = plan(archive, given)  # before anything is written: it may refuse
    who = archive.person()
    data, detail = seal_any({"reason": reason})
    sealed = archive.blobs.put(data)

    def drafts() -> Iterator[Draft]:
        nonlocal planned
        planned = plan(archive, given)  # again, now that nobody else writes
        subjects = (*planned.captures, *planned.documents)
        for start in range(0, max(len(planned.digests), len(subjects)), _AN_ENTRY):
            some = slice(start, start + _AN_ENTRY)
            yield Draft(
                Entry(
                    "erased",
                    now(),
                    who,
                    subjects[some],
                    (sealed,),
                    TOOLS,
                    erased=planned.digests[some],
                ),
                (detail,),
                (sealed,),
            )

    pending = archive.folder / "runs" / f"{sealed.removeprefix('sha256:')}{_PENDING}"
    pending.parent.mkdir(exist_ok=True)
    pending.write_text("\n".join(planned.short), encoding="utf-8")
    try:
        entries = archive.append(drafts())
    except FirsthandError:
        pending.unlink()
        raise
    return Erasure(tuple(entries), planned, finish(archive, planned.short))


def finish(archive: Archive, short: Iterable[str] = ()) -> str | None:
    """Destroy the blobs that the log calls erased, and leave nothing of their words in the database's files.

    Done at the end of every erasure, and again where one was interrupted.

    Returns:
        What may still hold the words, and until when; None if nothing does.
    """
    erased = [row.digest for row in rows(archive.database, Erased)]
    pending = list((archive.folder / "runs").glob(f"*{_PENDING}"))
    short = {*short, *(line for path in pending for line in path.read_text(encoding="utf-8").splitlines())}
    short -= {row.digest for row in rows_among(archive.database, Part, "digest", short)}
    if archive.keys.path.is_dir():
        archive.keys.keep_erased(erased)
    for digest in (*erased, *short):
        archive.blobs.destroy(digest)
    for path in pending:
        path.unlink(missing_ok=True)
    return _scrub(archive.database)


def _scrub(database: Database) -> str | None:
    with database.trouble():
        if database.is_sqlite:
            with database.writing():
                search.purge(database)
            ((busy, _, _),) = database.run("PRAGMA wal_checkpoint(TRUNCATE)")
            if busy:
                return (
                    f"another program has {database.location} open: until it ends, {database.location}-wal keeps words"
                )
            return None
        alone = _wait_for_others(database)
        tables = ", ".join(f'"{model._meta.db_table}"' for model in _WITH_WORDS)
        database.run(f"VACUUM (FULL, ANALYZE) {tables}, search")
        database.run("VACUUM FULL pg_statistic")  # samples of what stood in the tables
        if not alone:
            return "another program reads the database: its files keep words until that ends and more is erased"
        return (
            "PostgreSQL keeps what it wrote in its own write-ahead log, and in backups, until it reuses or drops them"
        )


def _wait_for_others(database: Database) -> bool:
    """Wait until nobody sees PostgreSQL as it was before: rows that somebody may see yet outlive a VACUUM.

    Its own taking of samples is such a reader. Returns whether there are none now.
    """
    until = time.monotonic() + _PATIENCE
    while database.run(_OTHERS):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _with_the_same_bytes(database: Database, first: Sequence[Capture]) -> dict[UUID, Capture]:
    """Return the captures, those that stand within them, and all others that have the same main bytes in a part."""
    found: dict[UUID, Capture] = {}
    waiting = list(first)
    while waiting:
        found.update((row.id, row) for row in waiting)
        digests = {row.digest for row in waiting if row.size}
        having = {part.capture_id for part in rows_among(database, Part, "digest", digests)}
        reached = [*rows_among(database, Capture, "id", having)]
        reached += rows_among(database, Capture, "within", {row.id for row in waiting})
        waiting = [row for row in reached if row.id not in found]
    return found


def _named_about(archive: Archive, subjects: Iterable[UUID]) -> set[str]:
    """Return the digests that entries about any of these name, their reasons and readings among them."""
    numbers = {row.number for row in rows_among(archive.database, Subject, "subject", subjects)}
    entries = (archive.entry(number) for number in sorted(numbers))
    named = {digest for entry in entries if entry.act != "erased" for digest in entry.blobs}
    return named - {row.digest for row in rows_among(archive.database, Erased, "digest", named)}


def _plan_of_reason(archive: Archive, number: int) -> Plan:
    """Plan to erase why something was decided or undone, or what was remarked. That it was stays.

    What a correction set stays, too.
    """
    held = (rows(archive.database, model, number=number).first() for model in (Decision, Remark))
    decision = next(filter(None, held), None)
    entry = archive.entry(number)
    reason = decision.detail if decision else entry.blobs[0] if entry.act == "undo" else None
    if reason is None or rows(archive.database, Erased, digest=reason).exists():
        raise CannotErase(
            f"entry:{number} is “{entry.act}”: only the reason of a decision or an undo, "
            "or what a remark says, is erased this way, and once"
        )
    return Plan((), (), 0, 0, (reason,), (), (), ())
