import shutil

import pytest

from tests.cli.command import CASE


@pytest.fixture
def shell(tmp_path, kept):
    return kept(tmp_path, CASE / "dayline")


def test_an_archive_comes_back_from_its_backup(shell, database):
    before = shell.records("statements")
    done = shell("backup", "backup")
    assert done.stdout.decode() == "backup: 8 log entries, 8 blobs copied\n"
    assert "the key is not in it: copy " in done.stderr.decode()
    assert not [path for path in (shell.folder / "backup").rglob("*") if path.suffix == ".pem"]
    shutil.rmtree(shell.folder / "archive")
    arguments = ["--database", database] if database else []
    assert shell.made("restore", "backup", "archive", *arguments) == "archive: 8 log entries, 8 blobs copied\n"
    assert shell.records("statements") == before
    assert "1 capture, 8 blobs, 8 log entries: unchanged. Log state 8 sealed" in shell.made("verify")
    shell.made("add", CASE / "nadtalva")


def test_an_old_backup_says_what_it_lacks_and_erases_again_what_was_erased_since(shell):
    shell.made("backup", "backup")
    document = shell.records("statements")[0]["document"]
    shell.made("erase", document, "--reason", "asked for in writing")
    done = shell("restore", "backup", "again", "--json")
    assert done.returncode == 0
    assert "sealed entries are lost" in done.stderr.decode()
    assert shell.records("statements", "--archive", "again") == []
    assert not [
        path for path in (shell.folder / "again").rglob("*") if path.is_file() and b"Belyaev" in path.read_bytes()
    ]


def test_a_computer_without_the_key_says_where_it_belongs(shell):
    shell.made("backup", "backup")
    done = shell("restore", "backup", "again", FIRSTHAND_CONFIG=str(shell.folder / "none"))
    assert done.returncode == 0
    assert "put the copy of its folder at " in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["backup", "archive"], "something else is there already", id="a backup over something else"),
        pytest.param(["restore", "keys", "again"], "no backup is there", id="no backup"),
        pytest.param(["restore", "backup", "archive"], "something is there already", id="over an archive"),
    ],
)
def test_nothing_is_overwritten(shell, arguments, says):
    shell.made("backup", "backup")
    done = shell(*arguments)
    assert (done.returncode, done.stdout) == (1, b"")
    assert says in done.stderr.decode()


def test_a_first_backup_that_was_interrupted_is_finished_by_the_same_command(shell):
    shell.made("backup", "backup")
    (shell.folder / "backup" / "log.jsonl").rename(shell.folder / "backup" / "log.jsonl.tmp")
    assert "8 log entries, 0 blobs copied" in shell.made("backup", "backup")
    assert "8 log entries, 8 blobs copied" in shell.made("restore", "backup", "again")
    (shell.folder / "backup" / "log.jsonl").rename(shell.folder / "backup" / "log.jsonl.tmp")
    shell.made("init", "other")
    done = shell("backup", "backup", "--archive", "other")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "something else is there already" in done.stderr.decode()
