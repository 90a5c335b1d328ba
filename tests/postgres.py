"""A PostgreSQL server for the tests alone: in a folder of its own, reached by a socket there, gone with them."""

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

START_SECONDS = 30  # it takes one; more only on a machine that is busy

# Runs the server until the tests close their end of the pipe, or are gone without having closed it.
GUARD = '"$@" >server.log 2>&1 & read -r _; kill -INT $!; wait; rm -rf "$PWD"'


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `folder` holds its data, its log and its socket."""

    folder: Path
    numbers: itertools.count = field(default_factory=itertools.count)

    def url(self, database):
        """Name a database as libpq writes it: a socket's folder stands for the host, with its slashes escaped."""
        return f"postgresql://postgres@{quote(str(self.folder), safe='')}:5432/{database}"

    @contextlib.contextmanager
    def new_database(self):
        """Make an empty database and give its URL; drop it at the end, whoever is still connected."""
        name = f"test_{next(self.numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
            try:
                yield self.url(name)
            finally:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def find_programs():
    """Return the folder of initdb and postgres; where there is none, skip the test that asks."""
    tool = Path(__file__).parents[1] / "tools/postgresql"
    try:
        found = subprocess.run([tool, "find"], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no PostgreSQL server is installed; make test installs it where it can")
    return Path(found.stdout.strip())


@contextlib.contextmanager
def running_server(*, fsync=False):
    """Start a server and stop it at the end. Where none is installed, the test that asks is skipped.

    Args:
        fsync: Whether a commit waits for the disk, as it does in use. Only tests of durability need it.
    """
    programs = find_programs()
    # Not where TMPDIR says: a socket's path is at most 100 bytes long, and another user has to be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="firsthand-", dir="/tmp"))
    own = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        own = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    # The caller's PG… and locale settings are not the server's. With TZ, initdb need not find the machine's.
    own |= {"cwd": folder, "env": {"PATH": os.defpath, "TZ": "UTC", "LC_ALL": "C"}}
    try:
        form = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        initdb = [programs / "initdb", "data", *form]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **own)  # noqa: S603 - as PostgreSQL installed it
        options = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "on" if fsync else "off"}
        settings = [f"--{name}={value}" for name, value in options.items()]
        command = ["sh", "-c", GUARD, "sh", programs / "postgres", "-D", "data", *settings]
        # In a session of its own: Ctrl-C is for the tests, which then stop the server.
        with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, **own) as guard:  # noqa: S603
            try:
                server = Server(folder)
                wait_for(server)
                yield server
            finally:
                guard.communicate(b"\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # for a start that failed; else the guard has done it


def wait_for(server):
    """Return once it answers."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > end:
                log = (server.folder / "server.log").read_text(encoding="utf-8", errors="replace")
                raise TimeoutError(f"PostgreSQL in {server.folder} does not answer: {error}\n{log}") from error
        time.sleep(0.05)
