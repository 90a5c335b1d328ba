import pytest

from tests.cli.command import CASE


@pytest.fixture
def shell(tmp_path, kept):
    return kept(tmp_path, CASE / "dayline")


def test_the_log_is_written_as_tiles_and_brought_up_to_date(shell):
    (first,) = shell.records("export", "log", "out")
    assert (first["size"], first["origin"]) == (8, first["vkey"].split("+")[0])
    assert {path.name for path in (shell.folder / "out").iterdir()} == {"checkpoint", "vkey", "tile"}
    shell.made("add", CASE / "nadtalva")
    said = shell.made("export", "log", "out")
    assert said.startswith("out: 12 log entries, sealed with sha256:")
    assert "12 entries, as they were signed" in shell.made("verify", "out")


def test_it_names_no_address_person_or_reason(shell):
    name = shell.records("statements")[0]["id"]
    shell.made("reject", name, "--reason", "a caption of the editor's")
    shell.made("export", "log", "out")
    held = b"".join(path.read_bytes() for path in (shell.folder / "out").rglob("*") if path.is_file())
    for words in ("soldiers.html", "Belyaev", "caption", "marta", str(shell.folder)):
        assert words.encode() not in held


def test_another_folder_is_left_alone(shell):
    (shell.folder / "letters").mkdir()
    (shell.folder / "letters" / "one.txt").write_text("dear", encoding="utf-8")
    done = shell("export", "log", "letters")
    assert (done.returncode, b"holds something else" in done.stderr) == (1, True)
