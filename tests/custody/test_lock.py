"""Locks: one holder at a time, none left behind by the dead."""

import multiprocessing
import os
import signal
import sys
import time

import pytest

from firsthand.custody.lock import locked

_NEW = multiprocessing.get_context("spawn")
STILL = 30  # seconds after which something has gone wrong


def _hold(path, line):
    with locked(path) as held:
        line.send(held)
        line.poll(STILL)


def _ask(path, told):
    with locked(path, wait=False) as held:
        told.put(held)


def _count(path, number):
    for _ in range(50):
        with locked(path):
            before = int(number.read_text())
            time.sleep(0.0005)
            number.write_text(str(before + 1))


@pytest.fixture
def holder(tmp_path):
    """A process that holds the lock `lock`, and the line on which anything lets it end."""
    line, theirs = _NEW.Pipe()
    process = _NEW.Process(target=_hold, args=(tmp_path / "lock", theirs))
    process.start()
    assert line.poll(STILL)
    assert line.recv() is True
    yield process, line
    process.kill()
    process.join(STILL)


def test_a_lock_is_held_until_the_block_ends(tmp_path):
    for wait in (True, False, True):
        with locked(tmp_path / "lock", wait=wait) as held:
            assert held
    assert os.listdir(tmp_path) == ["lock"]


def test_it_is_let_go_when_the_block_fails(tmp_path):
    with pytest.raises(ValueError, match="in the block"), locked(tmp_path / "lock"):
        raise ValueError("in the block")
    with locked(tmp_path / "lock", wait=False) as held:
        assert held


def test_whoever_does_not_wait_is_told_that_another_holds_it(tmp_path, holder):
    process, line = holder
    with locked(tmp_path / "lock", wait=False) as held:
        assert not held
    with locked(tmp_path / "another", wait=False) as held:
        assert held
    line.send(None)
    with locked(tmp_path / "lock") as held:  # waits for it
        assert held
    process.join(STILL)
    assert process.exitcode == 0


def test_asking_for_a_lock_that_another_holds_takes_nothing_from_it(tmp_path, holder):
    for _ in range(2):
        told = _NEW.Queue()
        process = _NEW.Process(target=_ask, args=(tmp_path / "lock", told))
        process.start()
        assert told.get(timeout=STILL) is False
        process.join(STILL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_the_lock_of_a_killed_process_is_free(tmp_path, holder):
    process, _ = holder
    os.kill(process.pid, signal.SIGKILL)
    process.join(STILL)
    with locked(tmp_path / "lock", wait=False) as held:
        assert held


def test_two_that_wait_come_one_after_the_other(tmp_path):
    number = tmp_path / "number"
    number.write_text("0")
    runs = [_NEW.Process(target=_count, args=(tmp_path / "lock", number)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(STILL)
    assert [run.exitcode for run in runs] == [0, 0]
    assert number.read_text() == "100"


def test_a_lock_where_no_file_can_be_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError), locked(tmp_path / "no folder" / "lock"):
        pass
