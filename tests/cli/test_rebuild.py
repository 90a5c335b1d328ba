import pytest

from tests.cli.command import CASE, Shell


@pytest.fixture
def shell(tmp_path, database):
    shell = Shell(tmp_path)
    shell.made("init", "archive", *(["--database", database] if database else []))
    shell.made("add", CASE / "dayline", CASE / "vestovoy")
    shell.made("confirm", shell.records("statements")[0]["id"])
    return shell


def everything(shell):
    return shell.records("statements"), shell.records("people")


def test_rows_are_the_same_after_a_rebuild(shell):
    before = everything(shell)
    assert shell.records("rebuild") == [{"archive": "archive", "entries": 12}]
    assert everything(shell) == before
    assert "unchanged. Log state 12 sealed" in shell.made("verify")


@pytest.mark.parametrize("database", [None], ids=["sqlite"])
def test_an_archive_moves_to_another_database_and_back(shell, postgres_url):
    before = everything(shell)
    shell.made("rebuild", "--database", postgres_url)
    (shell.folder / "archive" / "firsthand.db").rename(shell.folder / "old.db")
    assert everything(shell) == before
    shell.made("add", CASE / "nadtalva")
    again = shell("rebuild", "--database", postgres_url)
    assert (again.returncode, b"in that database already" in again.stderr) == (1, True)
    before = everything(shell)
    shell.made("rebuild", "--database", "sqlite")
    assert everything(shell) == before
    back = shell("rebuild", "--database", postgres_url)
    assert (back.returncode, b"holds an archive already" in back.stderr) == (1, True)
    assert "unchanged. Log state" in shell.made("verify")
