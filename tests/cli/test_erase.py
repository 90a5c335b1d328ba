import pytest

from tests.cli.command import CASE

PLANTED = "Belyaev"


@pytest.fixture
def shell(tmp_path, kept):
    return kept(tmp_path, CASE / "dayline", CASE / "nadtalva")


def holding(folder, words):
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_document_is_destroyed_and_the_reason_kept(shell):
    document = next(each["document"] for each in shell.records("statements") if each["lang"] == "en")
    held = [each for each in shell.records("statements") if each["document"] == document]
    assert holding(shell.folder / "archive", PLANTED)
    (told,) = shell.records("erase", document, "--reason", "asked for in writing")
    assert (told["documents"], told["statements"], len(told["captures"])) == ([document], len(held), 1)
    assert holding(shell.folder / "archive", PLANTED) == []
    said = shell.made("verify")
    assert "erased, reason kept" in said
    assert "asked for in writing" in said
    assert document not in {each["document"] for each in shell.records("statements")}
    again = shell("erase", document, "--reason", "asked for again")
    assert (again.returncode, again.stdout) == (1, b"")
    assert "was erased" in again.stderr.decode()


def test_a_person_is_told_what_was_destroyed(shell):
    document = shell.records("statements")[0]["document"]
    said = shell.made("erase", document, "--reason", "asked for in writing").splitlines()
    assert said[0].startswith("destroyed: 1 capture, 1 document, 11 statements, ")
    assert said[1:] == ["from the case main", "kept: that it was done, by whom and why (entry:10)"]


def test_a_statement_is_not_erased_by_itself(shell):
    done = shell("erase", shell.records("statements")[0]["id"], "--reason", "asked for in writing")
    assert done.returncode == 1
    assert "its words stand in a document" in done.stderr.decode()
