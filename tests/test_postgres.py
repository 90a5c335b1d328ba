import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import running_server

ROOT = Path(__file__).parents[1]
SETTINGS = "SELECT current_setting('fsync'), current_setting('listen_addresses'), current_setting('server_encoding')"


def only_row(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()


def test_the_server_answers_on_its_socket_alone(postgres_url):
    assert only_row(postgres_url, SETTINGS) == ("off", "", "UTF8")


def test_two_databases_share_nothing(postgres_server):
    with postgres_server.new_database() as one, postgres_server.new_database() as other:
        with psycopg.connect(one) as connection:
            connection.execute("CREATE TABLE kept (words text)")
        names = "SELECT to_regclass('kept')::text"
        assert (only_row(one, names), only_row(other, names)) == (("kept",), (None,))


def test_a_database_is_dropped_under_whoever_is_still_connected(postgres_server):
    with postgres_server.new_database() as url:
        left = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError, match="terminating connection"):
        left.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_test_of_both_databases_gets_none_or_a_url(database):
    assert database is None or only_row(database, "SELECT 1") == (1,)


def test_a_server_for_durability_waits_for_the_disk():
    with running_server(fsync=True) as server, server.new_database() as url:
        assert only_row(url, SETTINGS)[0] == "on"
    assert not server.folder.exists()


@pytest.mark.usefixtures("postgres_server")  # to be skipped where there is none
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_no_server_outlives_its_tests(tmp_path, number):
    page = tmp_path / "test_waits.py"
    page.write_text(
        "import time\n"
        "def test_waits(postgres_server):\n"
        "    print('\\n' + str(postgres_server.folder), flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-m", "pytest", "-s", "-p", "tests.conftest", "-p", "no:cacheprovider", page]
    own = {"cwd": ROOT, "stdout": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen(command, **own) as tests:  # noqa: S603 - our own
        folder = Path(next(line.strip() for line in tests.stdout if "/firsthand-" in line))
        assert (folder / "data/postmaster.pid").exists()
        os.killpg(tests.pid, number)
        tests.communicate()
    end = time.monotonic() + 10
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not folder.exists()
