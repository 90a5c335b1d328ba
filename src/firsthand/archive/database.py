"""The database of an archive: SQLite in its folder, or PostgreSQL at an address.

Django knows databases by alias. Every one that a process opens gets an alias of its own, so that a process can have
several archives open, and a copy to compare one with.
"""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import django
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from firsthand.errors import FirsthandError

_WAIT = 300  # seconds that a writer waits for the others
_LOCK = 0x4669727374  # the advisory lock that a writer on PostgreSQL takes
_PRAGMAS = "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; "
_KEPT = "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL"
_THROWN_AWAY = "PRAGMA journal_mode=MEMORY; PRAGMA secure_delete=OFF; PRAGMA synchronous=OFF"
_NAMED = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
_NEEDED = "0008_made"
"""The newest migration: a database whose rows it did not make is brought up to it when it is opened to write."""
sqlite3.register_adapter(UUID, lambda value: f"{value.int:032x}")  # as Django stores them; PostgreSQL knows UUIDs
_numbers = itertools.count(1)

if not settings.configured:  # by a web server, say: then it has set up Django, too
    settings.configure(INSTALLED_APPS=["firsthand.archive.apps.ArchiveConfig"], USE_TZ=True, DATABASES={})
    django.setup()


class DatabaseTrouble(FirsthandError):
    """A database that cannot be used."""


class Database:
    """One database, opened when it is first used.

    `location` is the file of SQLite or the URL of PostgreSQL; `is_sqlite` tells which.
    """

    def __init__(self, location: Path | str, *, throwaway: bool = False) -> None:
        """Make it known to Django.

        Args:
            location: A file, or a URL as libpq has it: `postgresql://[user[:password]@][host][:port]/name`.
            throwaway: Whether it may be lost when the machine stops: a copy made to compare with.

        Raises:
            DatabaseTrouble: The URL is not one of PostgreSQL, or its driver is not installed.
        """
        self.location = location
        self.archive: UUID | None = None  # the id of the archive in it, once somebody has looked
        self.alias = f"archive{next(_numbers)}"
        self.is_sqlite = isinstance(location, Path)
        self.indexes = True  # whether statements are entered in the search index as they come
        self._wrappers = threading.local()
        spec = _sqlite(location, throwaway) if isinstance(location, Path) else _postgresql(location)
        connections.settings[self.alias] = connections.configure_settings({"default": spec})["default"]

    def __str__(self) -> str:
        """Return where it is, for people: without a password."""
        return _without_password(str(self.location))

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection."""
        return connections[self.alias]

    def prepare(self) -> bool:
        """Make the tables, or bring those of an earlier version up to date, and tell whether their rows are not.

        Rows that the log explains are never migrated: whoever has a log makes them anew (`replay.rebuild`), and until
        that is done (`made`) they are of an earlier version, whatever interrupts it.
        """
        with self.trouble():
            if self.is_current():
                return False
            from django.core.management import call_command

            call_command("migrate", database=self.alias, verbosity=0, interactive=False)
            return True

    def is_current(self) -> bool:
        """Tell whether this version of the program made the rows."""
        if isinstance(self.location, Path) and not self.location.exists():
            return False
        try:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM local_made WHERE by = %s", [_NEEDED])
                return cursor.fetchone() is not None
        except DatabaseError:
            return False

    def made(self) -> None:
        """Keep that this version made the rows, in the transaction that did."""
        self.run("DELETE FROM local_made")
        self.run("INSERT INTO local_made VALUES (%s)", [_NEEDED])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one right to write, for a transaction that has to be short."""
        with self.trouble(), transaction.atomic(using=self.alias):
            if not self.is_sqlite:  # SQLite begins its transactions IMMEDIATE
                self.run("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See the database as it is at this moment, whatever others write meanwhile; within such a block, as it was."""
        if getattr(self._wrappers, "reading", False):
            yield
            return
        self._wrappers.reading = True
        try:
            with self._moment():
                yield
        finally:
            self._wrappers.reading = False

    @contextmanager
    def _moment(self) -> Iterator[None]:
        with self.trouble():
            connection = self.connection
            connection.ensure_connection()
            if self.is_sqlite:  # not Django's atomic: that would take the right to write
                connection.cursor().execute("BEGIN DEFERRED")
                try:
                    yield
                finally:
                    connection.cursor().execute("ROLLBACK")
            else:
                with transaction.atomic(using=self.alias):
                    self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    yield

    @contextmanager
    def trouble(self) -> Iterator[None]:
        """Turn what the database complains of into an error that says where and what to do."""
        try:
            yield
        except DatabaseError as error:
            said = " ".join(str(error).split())
            raise DatabaseTrouble(f"{self}: the database says: {said.rstrip('.')}. {_advice(said)}") from error

    def run(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows, if it has any."""
        connection = self._driver()
        with connection.wrap_database_errors:
            cursor = connection.connection.cursor()
            cursor.execute(sql.replace("%s", "?") if self.is_sqlite else sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def run_counting(self, sql: str, parameters: Any = ()) -> int:
        """Run one statement and return how many rows it changed."""
        connection = self._driver()
        with connection.wrap_database_errors:
            cursor = connection.connection.cursor()
            cursor.execute(sql.replace("%s", "?") if self.is_sqlite else sql, parameters)
            return int(cursor.rowcount)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        connection = self._driver()
        with connection.wrap_database_errors:
            connection.connection.cursor().executemany(sql.replace("%s", "?") if self.is_sqlite else sql, rows)

    def _driver(self) -> BaseDatabaseWrapper:
        """Return the connection, open: its driver's own cursors take half as long as Django's."""
        try:
            connection: BaseDatabaseWrapper = self._wrappers.mine
        except AttributeError:  # asking Django each time takes as long as a query
            connection = self._wrappers.mine = self.connection
        if connection.connection is None:
            connection.ensure_connection()
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        self.connection.close()


def _sqlite(path: Path, throwaway: bool) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": _WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": _PRAGMAS + (_THROWN_AWAY if throwaway else _KEPT),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise DatabaseTrouble(
            "PostgreSQL needs its driver, which is not installed: pip install 'firsthand[postgresql]'"
        ) from error
    try:
        options = conninfo_to_dict(url) if url.startswith(("postgresql://", "postgres://")) else {}
    except ProgrammingError:
        options = {}
    if not options.get("dbname"):
        raise DatabaseTrouble(
            f"{_without_password(url)}: no address of a database; write postgresql://user:password@host/name"
        )
    named = {name: str(options.pop(key, "")) for name, key in _NAMED.items()}
    return {"ENGINE": "django.db.backends.postgresql", **named, "OPTIONS": options}


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":…@") if parts.password else url


def _advice(said: str) -> str:
    if "locked" in said:
        return "Another program holds it. Wait until that is done, then run this again."
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return "It is damaged. Keep a copy of it as it is, then take a backup: 'firsthand restore BACKUP DIR'."
    if "full" in said:
        return "Make room on the disk, then run this again: nothing that was printed is lost."
    if "no such table" in said or "does not exist" in said:
        return "It is no archive of this version, or not all of one. 'firsthand rebuild' makes it anew from its log."
    return "Check that it can be reached and written, then run this again."
