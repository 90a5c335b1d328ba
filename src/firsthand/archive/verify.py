"""Verification: whether log, blobs, rows and search index are still what they were. It never writes.

It answers item by item: `ok`, `failed` (something was changed or lost), `not proved` (nothing speaks against it, and
nothing for it), `erased` (destroyed on purpose; the reason is kept).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db import DatabaseError, OperationalError

from firsthand.archive import search
from firsthand.archive.apply import act_of, apply
from firsthand.archive.archive import Archive
from firsthand.archive.database import Database, DatabaseTrouble
from firsthand.archive.models import Part, Stamp
from firsthand.archive.replay import dump, erased_digests, facts_of, projection
from firsthand.archive.tables import rows
from firsthand.custody.blobs import DigestMismatch, NoBlob
from firsthand.custody.digest import digest_of_stream
from firsthand.custody.entry import Entry, EntryError, decode
from firsthand.custody.keys import KeyFolderError
from firsthand.custody.note import NoteError, VerifierKey, open_note
from firsthand.custody.sealed import unseal
from firsthand.custody.stamp import StampError, check
from firsthand.custody.tiles import TileLog, verify_tiles
from firsthand.custody.tree import TreeError, grown, leaf_hash, root
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from django.db.models import Model


What = Literal["blob", "entry", "row", "checkpoint", "stamp"]
Result = Literal["ok", "not proved", "failed", "erased"]


_SENSELESS = (FirsthandError, DatabaseError, LookupError, AttributeError, TypeError, ValueError)
"""What an applier meets where the log or a blob is not what this program wrote."""


_AHEAD = 64
"""How many large files may wait to be hashed or told of."""
_LARGE = 2**18
"""Bytes from which on a file is hashed in a thread."""
_ERASURES = {
    True: "SELECT bytes FROM log_entry WHERE instr(bytes, CAST('\"erased\":[' AS BLOB))",
    False: "SELECT bytes FROM log_entry WHERE position('\"erased\":['::bytea IN bytes) > 0",
}
"""The entries that may destroy something, by whether it is SQLite that is asked."""
_ID = re.compile("[0-9a-f]{32}")
_STRAY = "a stray file: no entry names it; left by an interruption?"
_ALIKE = "{} rows, as the log says"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about one item."""

    what: What
    id: str
    result: Result
    says: str


@dataclass(slots=True)
class _Log:
    """What checking the log found out that checking the rest needs."""

    roots: dict[int, bytes] = field(default_factory=dict)
    """By size, for the sizes that somebody signed."""
    named: dict[str, int] = field(default_factory=dict)
    """Digests that entries name, and the first that does."""
    parts: set[str] = field(default_factory=set)
    """Digests that captures have in their details, those of files too short for an entry to name among them."""
    erased: dict[str, int] = field(default_factory=dict)
    blobs: set[str] = field(default_factory=set)
    """Digests for which a file was found."""
    read: set[str] = field(default_factory=set)
    """Digests of blobs that were unchanged when the appliers' facts were read out of them."""
    size: int = 0
    key: str | None = None
    broken: bool = False
    """Whether an entry is missing or is not what was written: then rows cannot be told from it."""


def verify(archive: Archive, *, key: str | None = None, checkpoint: str | None = None) -> Iterator[Finding]:
    """Check an archive from the bytes up.

    Args:
        archive: Open, for reading.
        key: The fingerprint that its key should have, or the verifier key itself, known from elsewhere.
        checkpoint: A signed note of this log, kept elsewhere.

    Yields:
        Findings: entries, checkpoints, time stamps, blobs, rows, the search index.
    """
    database = archive.database
    with ThreadPoolExecutor(1) as beside:  # it has a connection of its own, and is at work in the database's own code
        searched = beside.submit(_search, database)
        log = _Log()
        held: dict[int, str] = {}
        copies: list[tuple[str, str]] = []
        try:  # before the log: whoever writes meanwhile keeps the copy last
            if beside_key := archive.keys.checkpoint():
                copies.append(("beside the key", beside_key))
        except KeyFolderError as error:
            yield Finding("checkpoint", "beside the key", "failed", str(error))
        if checkpoint is not None:
            copies.append(("given", checkpoint))
        with database.reading(), _any_text(database), _empty() as fresh:
            yield from _readable(database, "checkpoint", "log_checkpoint", _notes(database, held))
            sizes = set(held) | {_size(note) for _, note in copies}
            yield from _readable(database, "entry", "log_entry", _entries(archive, log, sizes, fresh))
            yield from _checkpoints(log, held, copies, key)
            yield from _readable(database, "stamp", "stamp", _stamps(archive, log, held))
            log.parts.update(rows(fresh, Part).values_list("digest", flat=True))
            yield from _blobs(archive, log)
            yield from _rows(archive, log, fresh)
        yield from searched.result()


def verify_export(folder: Path, *, key: str | None = None) -> Iterator[Finding]:
    """Check an exported log on its own: tiles, entries, signature."""
    faults = list(verify_tiles(folder))
    for fault in faults:
        yield Finding("entry", str(fault.path), "failed", fault.says)
    if not faults:
        log = TileLog(folder)
        opened = log.opened()
        yield Finding("entry", f"0–{opened.size - 1}", "ok", f"{opened.size} entries, as they were signed")
        yield Finding(
            "checkpoint", str(opened.size), "ok", f"signed by the key that stands in the export, {log.vkey()}"
        )
        yield _compared(VerifierKey.parse(log.vkey() or ""), key)


@contextmanager
def _any_text(database: Database) -> Iterator[None]:
    """Let SQLite give texts that are no UTF-8, so that they are found to differ and not to be unreadable."""
    connection = database.connection.connection
    if not database.is_sqlite:
        yield
        return
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = str


def _readable(database: Database, what: What, name: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield findings; a part of the database that is so damaged that it cannot be read is one, too."""
    try:
        yield from findings
    except (DatabaseError, DatabaseTrouble) as error:
        cause = error.__cause__ if isinstance(error, DatabaseTrouble) else error
        if isinstance(cause, OperationalError) and not database.is_sqlite:
            raise  # a server that is away says nothing about what it holds
        yield Finding(what, name, "failed", f"cannot be read, the rest is not looked at: {cause}")


def _notes(database: Database, held: dict[int, str]) -> Iterator[Finding]:
    """Read the signed notes into `held`."""
    for size, note in database.run("SELECT size, note FROM log_checkpoint ORDER BY size"):
        held[size] = _printable(note)
    yield from ()


def _entries(archive: Archive, log: _Log, sizes: set[int], fresh: Database) -> Iterator[Finding]:
    """Check that no entry is missing, that each is one, and that each hash follows from all before it.

    What each says is done to the rows of `fresh` meanwhile, as long as it can be.
    """
    log.broken = True  # until the end is reached
    broken, expected, peaks = False, 0, b""
    erased = _erased(archive.database)
    for index, data, beside in _log_rows(archive.database):
        if expected < index:
            broken = True
            gone = str(expected) if expected + 1 == index else f"{expected}–{index - 1}"
            yield Finding("entry", gone, "failed", "missing from the log")
        wrong, entry = "", None
        try:
            entry = decode(data)
            act_of(entry)
        except EntryError as error:
            wrong, entry = str(error), None
        else:
            for digest in entry.blobs:
                log.named.setdefault(digest, index)
            for digest in entry.erased:
                log.erased.setdefault(digest, index)
            if index == 0:
                log.key = entry.key
        if index == expected:
            try:
                peaks = grown(peaks, index, leaf_hash(data))
            except TreeError:  # what stands beside the entry before is no hash: said of that
                peaks = beside
            if peaks != beside and not wrong:
                wrong = "its bytes, or the hash beside them, are not what was written"
        elif index < expected:
            wrong = "an entry before the first"
        peaks, expected = beside, max(index + 1, 0)
        if expected in sizes:
            log.roots[expected] = root(peaks) if not len(peaks) % 32 else b""
        broken = broken or bool(wrong)
        if entry is not None and (senseless := _replayed(archive, log, fresh, index, entry, erased)) is not None:
            wrong = wrong or ("" if broken else senseless)  # else it follows from what was said already
            broken = True
        yield Finding("entry", str(index), "failed" if wrong else "ok", wrong or "unchanged")
    log.size, log.broken = expected, broken


def _erased(database: Database) -> frozenset[str]:
    """Return the digests that entries say were destroyed, as far as they can be read."""
    found: set[str] = set()
    with suppress(DatabaseError):  # said of the log
        for (data,) in database.run(_ERASURES[database.is_sqlite]):
            with suppress(EntryError):
                found |= erased_digests([_bytes(data)])
    return frozenset(found)


def _replayed(
    archive: Archive, log: _Log, fresh: Database, number: int, entry: Entry, erased: frozenset[str]
) -> str | None:
    """Do to the rows what an entry says; return why that cannot be, empty where a blob's finding says it, or None."""
    try:
        facts = facts_of(entry, archive.blobs, erased)
        log.read.update(digest for digest, fact in zip(entry.blobs, facts, strict=False) if fact is not None)
    except (FirsthandError, OSError):
        return ""
    try:
        apply(fresh, number, entry, facts)
    except _SENSELESS as error:
        return f"what it says cannot be: {error!r}"
    return None


def _checkpoints(
    log: _Log, held: dict[int, str], copies: list[tuple[str, str]], expected: str | None
) -> Iterator[Finding]:
    """Check every signed note against the log, the copies kept elsewhere as well."""
    try:
        key = VerifierKey.parse(log.key or "")
    except NoteError:
        yield Finding(
            "checkpoint", "key", "failed", "the first entry holds no verifier key, so no signature can be checked"
        )
        return
    for size, note in held.items():
        finding = _checkpoint(log, key, str(size), note, "")
        if finding.result == "ok" and _size(note) != size:
            says = f"the note that stands under it is of log state {_size(note)}"
            finding = Finding("checkpoint", str(size), "failed", says)
        yield finding
    for where, note in copies:
        yield _checkpoint(log, key, f"{_size(note)} {where}", note, f", the copy {where}")
    last = max(held, default=0)
    if log.size > last:
        says = f"{log.size - last} entries after it are not yet under a checkpoint"
        yield Finding("checkpoint", f"{last}–{log.size}", "not proved", says)
    if not any(where == "beside the key" for where, _ in copies):
        says = "no copy of it on this computer, so a log that was cut short and signed anew would look the same"
        yield Finding("checkpoint", "beside the key", "not proved", says)
    yield _compared(key, expected)


def _checkpoint(log: _Log, key: VerifierKey, name: str, note: str, where: str) -> Finding:
    try:
        checkpoint = open_note(note, key)
    except NoteError as error:
        return Finding("checkpoint", name, "failed", f"{error}{where}")
    if checkpoint.size > log.size:
        says = f"log state {checkpoint.size} was signed{where}, but the log has {log.size} entries: its end is gone"
    elif log.roots.get(checkpoint.size) != checkpoint.root:
        says = f"log state {checkpoint.size} was signed{where}, and its entries are not those: it was rewritten"
    else:
        return Finding("checkpoint", name, "ok", f"log state {checkpoint.size} is as it was signed{where}")
    return Finding("checkpoint", name, "failed", says)


def _compared(key: VerifierKey, expected: str | None) -> Finding:
    """Say whether the key is the one that somebody knows from elsewhere."""
    if expected is None:
        says = "whose key it is: compare the fingerprint with one that you have from elsewhere (--key)"
        return Finding("checkpoint", key.fingerprint, "not proved", says)
    if expected.strip() in (key.fingerprint, key.fingerprint.removeprefix("sha256:"), str(key)):
        return Finding("checkpoint", key.fingerprint, "ok", "the key is the one you named")
    says = f"the log is signed by another key than the one you named ({expected.strip()})"
    return Finding("checkpoint", key.fingerprint, "failed", says)


def _stamps(archive: Archive, log: _Log, held: dict[int, str]) -> Iterator[Finding]:
    """Check what authorities confirmed, and say where one has not."""
    stamped = set()
    for row in rows(archive.database, Stamp).order_by("number"):
        name = f"{row.size} {row.authority}"
        if row.token is None:
            yield Finding("stamp", name, "not proved", f"asking failed: {row.error}")
            continue
        try:
            token = archive.blobs.get(row.token)
            roots = [
                each.certificate.read_bytes() for each in archive.settings.authorities if each.url == row.authority
            ]
            if not roots:
                says = "no [[stamp]] in firsthand.toml has this authority's certificate any more: it cannot be checked"
                yield Finding("stamp", name, "not proved", says)
                continue
            found = check(token, held.get(row.size, "").encode(), roots)
        except (StampError, NoBlob, DigestMismatch) as error:
            yield Finding("stamp", name, "failed", str(error))
        except OSError as error:
            yield Finding("stamp", name, "not proved", f"its certificate cannot be read: {error}")
        else:
            stamped.add((row.size, row.authority))
            says = f"{found.authority} confirms that log state {row.size} existed on {found.time.isoformat()}"
            yield Finding("stamp", name, "ok", f"{says} (checked with {found.verified_by})")
    last = max(held, default=0)
    for authority in archive.settings.authorities:
        if not any(url == authority.url for _, url in stamped):
            yield Finding("stamp", f"{last} {authority.url}", "not proved", "pending: it has confirmed nothing yet")


def _blobs(archive: Archive, log: _Log) -> Iterator[Finding]:
    """Hash every file under `blobs/` whose bytes were not read already, and look for those that should be there."""
    blobs, seen = archive.blobs, log.blobs
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for digest, path, found in _in_order(pool, blobs.files(), log.read):
            if digest is None:
                yield Finding("blob", str(path), "not proved", _STRAY)
                continue
            seen.add(digest)
            if isinstance(found, OSError):
                yield Finding("blob", digest, "failed", f"cannot be read: {found}")
            elif found != digest:
                yield Finding("blob", digest, "failed", f"changed: its bytes now hash to {found}")
            elif digest in log.erased:
                says = f"entry {log.erased[digest]} says it was erased, and it is there: 'firsthand rebuild' removes it"
                yield Finding("blob", digest, "failed", says)
            elif digest in log.named or digest in log.parts:
                yield Finding("blob", digest, "ok", "unchanged")
            else:
                yield Finding("blob", digest, "not proved", _STRAY)
    for digest, number in log.named.items():
        if digest in log.erased:
            says = f"erased, reason kept (entry {log.erased[digest]}: {_reason(archive, log.erased[digest])})"
            yield Finding("blob", digest, "erased", says)
        elif digest not in seen:
            yield Finding("blob", digest, "failed", f"it is gone; entry {number} names it")


def _reason(archive: Archive, number: int) -> str:
    try:
        detail = unseal(archive.blobs.get(archive.entry(number).blobs[0]))
    except FirsthandError as error:
        return f"the reason cannot be read: {error}"
    return str(detail["reason"])


def _in_order(
    pool: ThreadPoolExecutor, files: Iterator[tuple[str | None, Path]], known: Set[str]
) -> Iterator[tuple[str | None, Path, str | OSError]]:
    """Yield digest, path and what the bytes hash to, in order: large files in threads, some ahead."""
    waiting: list[Future[tuple[str | None, Path, str | OSError]]] = []
    for digest, path in files:
        if digest is None or digest in known:
            yield digest, path, digest or ""
        elif _is_small(path):
            yield _hashed(digest, path)
        else:
            waiting.append(pool.submit(_hashed, digest, path))
            if len(waiting) > _AHEAD:
                yield waiting.pop(0).result()
    for each in waiting:
        yield each.result()


def _is_small(path: Path) -> bool:
    """Tell whether handing a file to a thread takes longer than hashing it; of a file that is gone, hashing tells."""
    try:
        return path.stat().st_size < _LARGE
    except OSError:
        return True


def _hashed(digest: str, path: Path) -> tuple[str, Path, str | OSError]:
    try:
        with open(path, "rb", buffering=0) as stream:
            return digest, path, digest_of_stream(stream)
    except OSError as error:
        return digest, path, error


@contextmanager
def _empty() -> Iterator[Database]:
    """Make a database to replay the log into, and throw it away."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Database(Path(folder) / "fresh.db", throwaway=True)
        fresh.prepare()
        fresh.indexes = False
        try:
            fresh.run("BEGIN")
            yield fresh
        finally:
            fresh.close()


def _rows(archive: Archive, log: _Log, fresh: Database) -> Iterator[Finding]:
    """Compare the rows with those that the replay made, and look for blobs that only details name."""
    fresh.run("COMMIT")
    for digest in sorted(log.parts - log.blobs - log.named.keys()):
        part = rows(fresh, Part, digest=digest).first()
        yield Finding("blob", digest, "failed", f"it is gone; capture {part.capture_id} has it")
    with _attached(fresh, archive.database) as is_attached:
        for model in projection():
            table = model._meta.db_table
            if is_attached and (count := _same(fresh, model)) is not None:
                yield Finding("row", table, "ok", _ALIKE.format(count))
            else:
                compared = _table(model, dump(archive.database, model), dump(fresh, model), log.broken)
                yield from _readable(archive.database, "row", table, compared)


@contextmanager
def _attached(fresh: Database, held: Database) -> Iterator[bool]:
    """Let a database see the tables of another as `held`, and tell whether it can."""
    if not held.is_sqlite:
        yield False
        return
    try:
        fresh.run("ATTACH DATABASE %s AS held", [str(held.location)])
    except DatabaseError:
        yield False
        return
    try:
        yield True
    finally:
        fresh.run("DETACH DATABASE held")


def _same(fresh: Database, model: type[Model]) -> int | None:
    """Return how many rows a table has if they are those of the table in `held`, byte for byte, else None.

    This finds out that nothing differs, in the database's own code; what differs is found by reading both.
    """
    table = model._meta.db_table
    every = " AND ".join(f'mine."{each.column}" IS theirs."{each.column}"' for each in _columns(model))
    keys = ", ".join(f'"{each.column}"' for each in model._meta.pk_fields)
    by_key = " AND ".join(f'mine."{each.column}" = theirs."{each.column}"' for each in model._meta.pk_fields)
    sql = f"""
        SELECT (SELECT count(*) FROM main."{table}"),
            (SELECT count(*) FROM held."{table}" NOT INDEXED),
            (SELECT count(*) FROM held."{table}" AS theirs NOT INDEXED WHERE EXISTS
                (SELECT 1 FROM main."{table}" AS mine WHERE {by_key} AND {every})),
            EXISTS (SELECT {keys} FROM main."{table}" EXCEPT SELECT {keys} FROM held."{table}" NOT INDEXED),
            (SELECT group_concat(sql) FROM main.sqlite_master WHERE tbl_name = '{table}') IS
            (SELECT group_concat(sql) FROM held.sqlite_master WHERE tbl_name = '{table}')
    """  # noqa: S608 - names of our own; values are parameters
    try:
        ((mine, theirs, alike, is_one_missing, is_one_shape),) = fresh.run(sql)
    except DatabaseError:
        return None
    return mine if mine == theirs == alike and not is_one_missing and is_one_shape else None


def _table(model: type[Model], held: Iterator[Any], said: Iterator[Any], lost: bool) -> Iterator[Finding]:
    """Compare two streams of rows in the order of their keys."""
    names = [each.column for each in _columns(model)]
    keys = [names.index(each.column) for each in model._meta.pk_fields]
    table, count, wrong = model._meta.db_table, 0, 0

    def key(row: Any) -> tuple[Any, ...]:
        return tuple(_ordered(row[place]) for place in keys)

    def name_of(row: Any) -> str:
        return f"{table} {'/'.join(_printable(row[place]) for place in keys)}"

    one, other = next(held, None), next(said, None)
    while one is not None or other is not None:
        count += 1
        if one == other:
            one, other = next(held, None), next(said, None)
            continue
        wrong += 1
        if other is None or (one is not None and key(one) < key(other)):
            if lost:
                yield Finding("row", name_of(one), "not proved", "what it was drawn from is damaged or gone")
            else:
                yield Finding("row", name_of(one), "failed", "the log knows no such row")
            one = next(held, None)
        elif one is None or key(other) < key(one):
            yield Finding("row", name_of(other), "failed", "this row is gone; 'firsthand rebuild' makes it again")
            other = next(said, None)
        else:
            changed = [name for name, mine, theirs in zip(names, one, other, strict=True) if mine != theirs]
            says = f"not what the log says in {', '.join(changed)}; 'firsthand rebuild' makes it again"
            yield Finding("row", name_of(one), "failed", says)
            one, other = next(held, None), next(said, None)
    if not wrong:
        yield Finding("row", table, "ok", _ALIKE.format(count))


def _columns(model: type[Model]) -> list[Any]:
    return [each for each in model._meta.concrete_fields if each.column]


def _search(database: Database) -> list[Finding]:
    """Check the search index against the statements."""
    try:
        wrong = search.faults(database)
    except DatabaseError as error:
        if any(word in str(error) for word in ("locked", "readonly")) or not database.is_sqlite:
            return [Finding("row", "search", "not proved", f"the index cannot be checked now: {error}")]
        wrong = [("", f"the index cannot be read ({error})")]
    finally:
        database.close()
    if not wrong:
        return [Finding("row", "search", "ok", "the index holds the words of the statements and no others")]
    again = "'firsthand rebuild' makes the index again"
    return [Finding("row", f"search {name}".strip(), "failed", f"{says}; {again}") for name, says in wrong]


def _log_rows(database: Database) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield index, bytes and peaks of all that stands in the log, whatever it is, some at a time."""
    sql, start = 'SELECT "index", bytes, peaks FROM log_entry WHERE "index" > %s ORDER BY "index" LIMIT 1000', -(2**63)
    while some := database.run(sql, [start]):
        for index, data, peaks in some:
            yield index, _bytes(data), _bytes(peaks)
        start = some[-1][0]


def _bytes(value: Any) -> bytes:
    """Return nothing, which is no entry and no hash, where somebody put a text or a number in the place of bytes."""
    return b"" if isinstance(value, str | int | float) else bytes(value)


def _ordered(value: Any) -> tuple[int, Any]:
    """Return a key by which values of all types stand in the order in which SQLite has them."""
    if isinstance(value, str):
        return 2, value.encode("utf-8", "surrogateescape")
    return (0, 0) if value is None else (3, value) if isinstance(value, bytes) else (1, value)


def _printable(value: Any) -> str:
    """Return a key as a person may paste it into `show`: ids with their dashes."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return str(UUID(value))
    return str(value).encode("utf-8", "backslashreplace").decode()


def _size(note: str) -> int:
    """Return the size that a note claims, -1 if it claims none."""
    lines = note.split("\n")
    return int(lines[1]) if len(lines) > 1 and lines[1].isdecimal() else -1
