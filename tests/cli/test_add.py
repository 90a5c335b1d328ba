import hashlib
import json
import signal
import sys

import pytest

from tests.cli.command import CASE, Shell

FIELDS = ["id", "document", "url", "obtained", "media_type", "digest", "statements", "error"]


@pytest.fixture
def shell(tmp_path, database):
    shell = Shell(tmp_path)
    shell.made("init", "archive", *(["--database", database] if database else []))
    return shell


def records(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_the_example_case_is_kept_whole_and_read(shell):
    done = shell("add", "--json", CASE / "dayline", CASE / "severnaya-liniya")
    assert (done.returncode, done.stderr) == (0, b"")
    page, video, subtitles = records(done)
    assert [list(each) for each in (page, video, subtitles)] == [FIELDS] * 3
    path = CASE / "dayline" / "soldiers.html"
    digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert (page["url"], page["digest"], page["obtained"], page["error"]) == (str(path), digest, "supplied", None)
    assert page["statements"] == len(shell.records("read", path)[0]["attributions"])
    assert video["url"] == "https://kadr.example/watch/sl0306k7"
    assert all(each["document"] and each["statements"] for each in (video, subtitles))
    assert "3 captures" in shell.made("verify")


def test_a_person_is_told_what_was_captured_read_and_what_to_be_careful_with(shell):
    said = shell.made("add", CASE / "nadtalva")
    assert said.startswith("captured    ")
    assert "read        Ukrainian · 11 statements · 6 speakers (3 named)" in said
    assert "care        it speaks of minors; victims; protected sources: nobody on it leaves" in said


def test_a_failure_is_kept_told_and_stops_nothing(shell):
    (shell.folder / "empty").mkdir()
    done = shell("add", "--json", "gone.txt", "empty", "http://127.0.0.1:9/", CASE / "dayline")
    assert done.returncode == 1
    gone, private, page = records(done)
    assert (gone["digest"], private["digest"]) == (None, None)
    assert "there is no such file" in gone["error"]
    assert private["url"] == "http://127.0.0.1:9/"
    assert page["error"] is None
    said = done.stderr.decode()
    for words in ("there is no such file", "with nothing to capture in it", "--allow-private"):
        assert words in said


@pytest.mark.parametrize("database", [None], ids=["sqlite"])
def test_an_empty_folder_alone_is_a_failure(shell):
    (shell.folder / "empty").mkdir()
    done = shell("add", "empty")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "empty: a folder, not a file, with nothing to capture" in done.stderr.decode()


@pytest.mark.parametrize("database", [None], ids=["sqlite"])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["--archive", "other"], "'firsthand init other' makes one", id="no archive"),
        pytest.param(["--case", "bridge"], "no case “bridge” here", id="no case"),
    ],
)
def test_what_is_missing_is_said_and_how_to_make_it(shell, arguments, says):
    done = shell("add", *arguments, CASE / "dayline")
    assert (done.returncode, done.stdout) == (1, b"")
    assert says in done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_an_interrupted_run_goes_on_with_the_same_command(shell):
    pages = shell.folder / "pages"
    pages.mkdir()
    for number in range(150):
        (pages / f"{number:03}.txt").write_text(f"“We are {number},” said Ana Rey of Lindholm.", encoding="utf-8")
    with shell.start("add", "--json", "pages") as process:
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    kept = [first, *(json.loads(line) for line in out.splitlines())]
    assert process.returncode == 130
    assert len(kept) < 150
    assert "firsthand: interrupted; captures kept: " in said.decode()
    assert "The same command goes on from there." in said.decode()
    assert "not yet under a checkpoint" not in shell.made("verify")
    again = shell("add", "--json", "pages")
    assert again.returncode == 0
    assert "goes on with a run that was interrupted" in again.stderr.decode()
    told = records(again)
    assert (len(told), told[: len(kept)]) == (150, kept)
    assert "150 captures" in shell.made("verify")
    assert len({each["id"] for each in records(shell("add", "--json", "pages"))} - {each["id"] for each in told}) == 150
