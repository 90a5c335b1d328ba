import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.crash import Adding, Life, Tally, campaign, write_files
from firsthand.archive.archive import init, open_archive
from firsthand.archive.decide import decide
from firsthand.archive.intake import intake
from firsthand.archive.models import Capture, Run, Statement
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.capture import gather
from firsthand.reading.grammar import GrammarReader

FIRSTHAND = str(Path(sys.executable).with_name("firsthand"))
FERRY = "“The ferry will cross until the ice is here,” said Marta Olden, the harbour master of Lindmark.\n"

# Runs the command line, and kills it at its n-th change of a file.
KILLED = """
import os, signal, sys
left = int(sys.argv.pop(1))

def count(event, arguments):
    global left
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event in ("os.rename", "os.remove", "os.mkdir", "os.chmod", "sqlite3.connect"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

import django.db.backends.utils as backends

execute = backends.CursorWrapper.execute
backends.CursorWrapper.execute = lambda *given: (count("os.rename", ()), execute(*given))[1]
sys.addaudithook(count)
from firsthand.cli.main import main
main()
"""


def firsthand(*arguments):
    return subprocess.run([FIRSTHAND, *map(str, arguments)], capture_output=True, text=True, check=False)  # noqa: S603


def killed_at(step, *arguments):
    """Run a command that is killed at a step; tell whether it was."""
    command = [sys.executable, "-c", KILLED, str(step), *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode in (-signal.SIGKILL, 0, 1), ended.stderr
    return ended.returncode == -signal.SIGKILL


def failures(folder):
    archive = open_archive(folder, write=False)
    try:
        return [finding for finding in verify(archive) if finding.result == "failed"]
    finally:
        archive.close()


def add_all(folder, pages):
    """Add the pages and return the first capture."""
    archive = open_archive(folder)
    with intake(archive, GrammarReader(), ["x"], case="main") as into:
        for target in gather(os.fspath(pages)):
            list(into.take_in(target))
    capture = rows(archive.database, Capture).order_by("number").first()
    archive.close()
    return capture


@pytest.fixture
def made(tmp_path):
    init(tmp_path / "archive").close()
    return tmp_path / "archive"


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"Page {number}. {FERRY * 2}", encoding="utf-8")
    return folder


def test_nothing_that_was_printed_is_lost_when_add_is_killed(tmp_path):
    tally = campaign(tmp_path, kills=6, seed=4, pages=6)
    assert tally.kills == 6
    assert tally.runs >= 1


def test_an_add_killed_at_its_first_steps_goes_on(made, pages):
    """Around the run's own entry and the first capture, where chance seldom strikes."""
    expected = len(list(pages.iterdir()))
    for step in range(0, 48, 8):
        assert killed_at(step, "add", "--json", "--archive", made, pages)
        assert failures(made) == []
    records = [json.loads(line) for line in firsthand("add", "--json", "--archive", made, pages).stdout.splitlines()]
    archive = open_archive(made, write=False)
    assert rows(archive.database, Run).count() == rows(archive.database, Run).exclude(ended=None).count() == 1
    assert len(records) == rows(archive.database, Capture).count() == expected
    archive.close()


def test_a_run_that_was_interrupted_goes_on_and_one_that_ended_does_not(archive, pages):
    targets = [target for path in sorted(pages.iterdir()) for target in gather(os.fspath(path))]

    def add(some, *, stop=False, given=("x",)):
        with intake(archive, GrammarReader(), given, case="main") as into:
            kept = [each for target in some for each in into.take_in(target)]
            if stop:
                raise KeyboardInterrupt
            return into.run, into.resumed, kept

    with pytest.raises(KeyboardInterrupt):
        add(targets[:2], stop=True)
    other, resumed, _ = add(targets[:1], given=("another command",))
    assert not resumed
    run, resumed, kept = add(targets)
    assert (resumed, run == other) == (True, False)
    assert [each.again for each in kept] == [True, True, False, False, False, False]
    blobs = {row.digest for row in rows(archive.database, Capture)}
    again, resumed, kept = add(targets)
    assert (resumed, again == run) == (False, False)
    assert not any(each.again for each in kept)
    assert {row.digest for row in rows(archive.database, Capture)} == blobs
    assert [finding for finding in verify(archive) if finding.result == "failed"] == []


def test_a_run_in_another_case_or_language_is_another_run(archive, pages):
    with pytest.raises(KeyboardInterrupt), intake(archive, GrammarReader(), ["x"], case="main"):
        raise KeyboardInterrupt
    with intake(archive, GrammarReader(), ["x"], case="main", language="en") as into:
        assert not into.resumed


def test_two_processes_with_the_same_command_are_two_runs(made, tmp_path):
    folder = tmp_path / "files"
    expected = write_files(folder, seed=5, pages=12)
    both = [Adding.start(made, folder) for _ in range(2)]
    assert [each.end() for each in both] == [1, 1]  # it holds files that cannot be read
    life = Life(made, folder, expected)
    for each in both:
        assert len(each.records) == expected
        life.check(each.records, Tally())
    assert not {r["id"] for r in both[0].records} & {r["id"] for r in both[1].records}
    life.check_ended(2, both[0].records, 1)
    assert list((made / "runs").iterdir()) == []


def test_a_command_beside_a_run_at_work_does_not_take_it_over(made, pages):
    """Also where one is left that was killed: that one goes on, once."""
    archive = open_archive(made)
    with pytest.raises(KeyboardInterrupt), intake(archive, GrammarReader(), ["x"], case="main"):
        raise KeyboardInterrupt
    one, two = (intake(archive, GrammarReader(), ["x"], case="main") for _ in range(2))
    with one as goes_on, two as begins:
        assert (goes_on.resumed, begins.resumed) == (True, False)
        assert goes_on.run != begins.run
    archive.close()


# Other commands, killed


@pytest.mark.parametrize("step", [1, 30, 55, 72, 84, 88])
def test_a_killed_init_leaves_an_archive_or_says_what_to_do(tmp_path, step):
    folder = tmp_path / "archive"
    killed = killed_at(step, "init", folder)
    (tmp_path / "page.txt").write_text(FERRY, encoding="utf-8")
    added = firsthand("add", "--archive", folder, tmp_path / "page.txt")
    if added.returncode == 0:
        assert failures(folder) == []
    elif folder.exists() and any(folder.iterdir()):
        assert killed
        assert "Remove the folder, then init again" in added.stderr
    else:
        assert "firsthand init" in added.stderr
        assert firsthand("init", folder).returncode == 0


@pytest.mark.parametrize("step", [9, 30, 51, 54, 58, 62, 68])
def test_a_killed_erasure_is_not_begun_or_is_finished_by_what_verify_names(made, pages, step):
    capture = add_all(made, pages)
    killed_at(step, "erase", "--archive", made, capture.id, "--reason", "asked for")
    for failure in failures(made):
        assert failure.what == "blob"
        assert "'firsthand rebuild' removes it" in failure.says
    assert firsthand("rebuild", "--archive", made).returncode == 0
    assert failures(made) == []
    archive = open_archive(made, write=False)
    erased = not rows(archive.database, Capture, id=capture.id).exists()
    assert archive.blobs.holds(capture.digest) is not erased
    archive.close()


@pytest.mark.parametrize("step", [9, 20, 30])
def test_a_killed_decision_was_made_or_was_not(made, pages, step):
    document = add_all(made, pages).document_id
    archive = open_archive(made)
    statement = rows(archive.database, Statement, document_id=document).first()
    before = archive.size()
    killed_at(step, "confirm", "--archive", made, statement.id, "--reason", "heard it")
    assert failures(made) == []
    now = rows(archive.database, Statement, id=statement.id).get()
    assert (archive.size() - before, now.status) in ((0, "suggested"), (1, "confirmed"))
    decide(archive, "confirm", str(statement.id), reason="heard it")
    assert failures(made) == []
    archive.close()
