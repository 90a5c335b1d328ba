import json
import re

import pytest

from tests.cli.command import Shell

OPEN = {"FIRSTHAND_PASSPHRASE": "open sesame"}


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


def test_an_archive_is_made_and_its_key_stands_elsewhere(shell, database):
    arguments = ["--database", database] if database else []
    (made,) = shell.records("init", "archive", *arguments)
    assert made["origin"] == f"firsthand/{made['id']}"
    assert re.fullmatch("sha256:[0-9a-f]{64}", made["fingerprint"])
    assert made["key"] == str(shell.folder / "keys" / made["id"])
    assert not [path for path in (shell.folder / "archive").rglob("*") if path.suffix == ".pem"]
    assert (shell.folder / "archive" / "firsthand.db").exists() == (database is None)
    assert json.loads(shell.made("verify", "--json", "--key", made["fingerprint"]).splitlines()[-1])["result"] == "ok"
    again = shell("init", "other", *arguments)
    assert (again.returncode, "holds an archive already" in again.stderr.decode()) == (
        (0, False) if database is None else (1, True)
    )


def test_a_person_is_told_what_to_copy_and_to_write_down(shell):
    said = shell.made("init", "archive")
    for words in ("id  ", "log  ", "fingerprint sha256:", f"key         {shell.folder}", "copy  ", "safe place"):
        assert words in said


def test_nothing_is_made_where_something_is(shell):
    (shell.folder / "archive").mkdir()
    (shell.folder / "archive" / "letter.txt").write_text("dear", encoding="utf-8")
    done = shell("init", "archive")
    assert done.returncode == 1
    assert "something is there already" in done.stderr.decode()
    assert not (shell.folder / "keys").exists()


def test_an_encrypted_key_seals_only_with_its_passphrase(shell):
    assert "FIRSTHAND_PASSPHRASE" in shell("init", "--passphrase", "archive").stderr.decode()
    shell.made("init", "--passphrase", "archive", **OPEN)
    (shell.folder / "a.txt").write_text("“We are leaving,” said Ana Rey.", encoding="utf-8")
    for given, said in (({}, "the key is encrypted"), ({"FIRSTHAND_PASSPHRASE": "sesam"}, "does not open the key")):
        done = shell("add", "a.txt", **given)
        assert done.returncode == 0
        assert "not sealed: " in done.stderr.decode()
        assert said in done.stderr.decode()
    assert "not yet under a checkpoint" in shell.made("verify")
    assert shell("add", "a.txt", **OPEN).stderr == b""
    assert "not yet under a checkpoint" not in shell.made("verify")
