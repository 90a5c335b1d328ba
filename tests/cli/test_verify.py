import json
import sqlite3

import pytest

from tests.cli.command import CASE


@pytest.fixture
def shell(tmp_path, kept):
    return kept(tmp_path, CASE / "dayline")


def run(shell, sql, *parameters):
    with sqlite3.connect(shell.folder / "archive" / "firsthand.db") as database:
        database.execute(sql, parameters)
    database.close()


def blob(shell):
    return max((shell.folder / "archive" / "blobs").rglob("*/*/*"), key=lambda path: path.stat().st_size)


def change_blob(shell):
    path = blob(shell)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")


DAMAGE = {
    "a blob is changed": change_blob,
    "a blob is gone": lambda shell: blob(shell).unlink(),
    "an entry is changed": lambda shell: run(
        shell, "UPDATE log_entry SET bytes = CAST(replace(bytes, 'captured', 'capturee') AS BLOB) WHERE \"index\" = 5"
    ),
    "the first entry is changed": lambda shell: run(
        shell, "UPDATE log_entry SET bytes = X'7b7d' WHERE \"index\" = 0"
    ),
    "the log has lost its end": lambda shell: run(shell, "DELETE FROM log_entry WHERE \"index\" > 5"),
    "a row is changed": lambda shell: run(shell, "UPDATE statement SET words = words || '!' WHERE label = 's3'"),
    "a row is gone": lambda shell: run(shell, "DELETE FROM statement WHERE label = 's3'"),
    "a table is gone": lambda shell: run(shell, "DROP TABLE statement"),
    "the database is no database": lambda shell: (shell.folder / "archive" / "firsthand.db").write_bytes(b"?" * 9999),
    "the database is gone": lambda shell: (shell.folder / "archive" / "firsthand.db").unlink(),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_not_what_it_was_is_named_and_the_exit_is_3(shell, damage):
    damage(shell)
    done = shell("verify", "--json")
    assert done.returncode == 3, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [each for each in found if each["result"] == "failed" and each["id"] and each["says"]]
    said = shell("verify")
    assert said.returncode == 3
    assert "\nFailed: " in said.stdout.decode()


def test_what_is_whole_is_said_in_a_few_words(shell):
    assert shell.made("verify").splitlines() == [
        "1 capture, 8 blobs, 8 log entries: unchanged. Log state 8 sealed; no authority",
        "has confirmed when.",
        "",
        "Not proved by this: that the sites told the truth; that the key is yours",
        "(compare its fingerprint: --key).",
    ]


def test_programs_get_every_item(shell):
    found = shell.records("verify", "archive")
    assert all(list(each) == ["what", "id", "result", "says"] for each in found)
    counts = {what: sum(each["what"] == what for each in found) for what in ("blob", "entry")}
    assert counts == {"blob": 8, "entry": 8}


def test_a_key_and_a_checkpoint_from_elsewhere_are_compared(shell):
    (folder,) = (shell.folder / "keys").iterdir()
    kept = (folder / "checkpoint").read_text(encoding="utf-8")
    (shell.folder / "kept").write_text(kept, encoding="utf-8")
    shell.made("add", CASE / "nadtalva")
    assert "Failed" not in shell.made("verify", "--checkpoint", "kept")
    run(shell, "DELETE FROM log_checkpoint WHERE size < 9")
    (shell.folder / "kept").write_text(kept.replace("\n8\n", "\n7\n"), encoding="utf-8")
    assert shell("verify", "--checkpoint", "kept").returncode == 3
    wrong = shell("verify", "--key", "sha256:" + "0" * 64)
    assert wrong.returncode == 3
    assert "another key than the one" in " ".join(wrong.stdout.decode().split())
    gone = shell("verify", "--checkpoint", "gone")
    assert (gone.returncode, b"no checkpoint can be read" in gone.stderr) == (1, True)


@pytest.mark.parametrize("name", ["tile/entries/000.p/8", "checkpoint", "vkey", "tile/0/000.p/8"])
def test_an_export_is_checked_on_its_own(shell, name):
    shell.made("export", "log", "out")
    assert "8 entries, as they were signed" in shell.made("verify", "out")
    path = shell.folder / "out" / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    assert shell("verify", "out").returncode == 3
    path.unlink()
    assert shell("verify", "out", "--json").returncode == 3


def test_where_there_is_no_archive_nothing_failed(shell):
    done = shell("verify", "elsewhere")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "no archive is there" in done.stderr.decode()
