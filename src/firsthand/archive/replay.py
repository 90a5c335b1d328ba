"""Replay: the rows, made anew from the log and the blobs. No model, network or clock has a part in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps

from firsthand.archive import search
from firsthand.archive.apply import Facts, act_of, apply
from firsthand.archive.database import DatabaseTrouble
from firsthand.archive.models import ClearState, LogCheckpoint, LogEntry
from firsthand.archive.tables import first, rows
from firsthand.custody.blobs import Blobs
from firsthand.custody.entry import Entry, decode
from firsthand.custody.sealed import unseal
from firsthand.custody.tree import grown, leaf_hash

if TYPE_CHECKING:
    from django.db.models import Model

    from firsthand.archive.database import Database

LOCAL = "local_"
"""Begins the name of a table that says nothing of the log."""
_AT_ONCE = 1000
Progress = Callable[[int], None]
"""Told after each entry how many there were."""


def projection() -> tuple[type[Model], ...]:
    """Return the models whose rows follow from the log."""
    return tuple(
        model
        for model in apps.get_app_config("archive").get_models()
        if model not in (LogEntry, LogCheckpoint) and not model._meta.db_table.startswith(LOCAL)
    )


def erased_digests(entries: Iterable[bytes]) -> frozenset[str]:
    """Return every digest that entries say was destroyed."""
    found: set[str] = set()
    for data in entries:
        if b'"erased":[' in data:
            found.update(decode(data).erased)
    return frozenset(found)


def facts_of(entry: Entry, blobs: Blobs, erased: frozenset[str]) -> Facts:
    """Return what stands in the sealed blobs that an applier needs, None for one that was erased.

    Raises:
        NoBlob, DigestMismatch, SealError: One is gone or damaged, and was not erased.
    """
    needed = entry.blobs[: act_of(entry).sealed]
    return tuple(None if digest in erased else unseal(blobs.get(digest)) for digest in needed)


def log_of(database: Database, start: int = 0) -> Iterator[bytes]:
    """Yield the stored bytes of the log's entries from `start` on, in order, some at a time."""
    while some := list(rows(database, LogEntry, index__gte=start).order_by("index")[:_AT_ONCE]):
        yield from (bytes(row.bytes) for row in some)
        start = some[-1].index + 1


def rebuild(database: Database, blobs: Blobs, progress: Progress = lambda number: None) -> int:
    """Empty the projection and the search index, and apply every entry of the database's log; return how many.

    Others see the old rows until all is done.
    """
    with database.writing():
        search.clear(database)
        for model in (*projection(), ClearState):  # what is clear is found anew from the new rows
            rows(database, model).all()._raw_delete(database.alias)
        erased = erased_digests(log_of(database))
        number = 0
        database.indexes = not database.is_sqlite  # there the whole index is made at the end
        try:
            for number, data in enumerate(log_of(database), 1):
                entry = decode(data)
                apply(database, number - 1, entry, facts_of(entry, blobs, erased))
                progress(number)
        finally:
            database.indexes = True
        search.purge(database)
        database.made()
    return number


def copy_log(entries: Iterable[bytes], notes: Iterable[tuple[int, str]], database: Database) -> None:
    """Enter a log, bytes as they are, and its checkpoints into an empty database.

    Raises:
        DatabaseTrouble: It is not empty.
    """
    peaks = b""
    with database.writing():
        if first(database, LogEntry) is not None:
            raise DatabaseTrouble(f"{database}: this database holds an archive already; name an empty one")
        for number, data in enumerate(entries):
            peaks = grown(peaks, number, leaf_hash(data))
            database.run("INSERT INTO log_entry VALUES (%s, %s, %s)", [number, data, peaks])
        for size, note in notes:
            database.run("INSERT INTO log_checkpoint VALUES (%s, %s)", [size, note])


def dump(database: Database, model: type[Model]) -> Iterator[tuple[Any, ...]]:
    """Yield a table's rows in the order of their keys, with the same values whatever the database."""
    fields = [field for field in model._meta.concrete_fields if field.column]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    keys = ", ".join(f'"{field.column}"' for field in model._meta.pk_fields)
    sql = f'SELECT {columns} FROM "{model._meta.db_table}" ORDER BY {keys}'  # noqa: S608 - names of our own; values are parameters
    plain = [place for place, field in enumerate(fields) if field.get_internal_type() in ("UUIDField", "BooleanField")]
    with database.connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while some := cursor.fetchmany(_AT_ONCE):
            for row in some:
                if plain:
                    values = list(row)
                    for place in plain:
                        values[place] = _plain(values[place])
                    yield tuple(values)
                else:
                    yield tuple(row)


def _plain(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else int(value) if isinstance(value, bool) else value
