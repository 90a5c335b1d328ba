"""Durable files: whole or not at all, on disk before anyone is told so."""

import os
import stat
import subprocess
import sys

import pytest

from firsthand.custody import durable

linux = pytest.mark.skipif(sys.platform != "linux", reason="the system tells elsewhere not what a handle is of")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")

# Python tells of a rename before it is done: that is the moment between the temporary file and the name.
KILLED = """
import os, signal, sys
from pathlib import Path
sys.addaudithook(lambda event, _: event == "os.rename" and os.kill(os.getpid(), signal.SIGKILL))
"""


def killed_before_it_names(code, *arguments):
    """Run Python that is killed at the first file it would give its name."""
    done = subprocess.run([sys.executable, "-c", KILLED + code, *map(str, arguments)], check=False, timeout=60)  # noqa: S603
    assert done.returncode == -9


@pytest.fixture
def synced(monkeypatch):
    """What is brought to the disk, in order: each with the names that stood in its folder then."""
    calls, sync = [], os.fsync

    def spied(handle):
        path = os.readlink(f"/proc/self/fd/{handle}")
        calls.append((path, sorted(os.listdir(path if os.path.isdir(path) else os.path.dirname(path)))))
        sync(handle)

    monkeypatch.setattr(os, "fsync", spied)
    return calls


def test_a_file_is_what_the_pieces_hold(tmp_path):
    for pieces in ((b"one", b"", b"two"), (b"shorter",), ()):
        durable.write(tmp_path / "file", iter(pieces))
        assert (tmp_path / "file").read_bytes() == b"".join(pieces)
        assert os.listdir(tmp_path) == ["file"]


@linux
def test_the_bytes_are_on_disk_before_the_name_and_the_name_before_it_returns(tmp_path, synced):
    durable.write(tmp_path / "a" / "b" / "file", [b"kept"])
    assert synced == [
        (str(tmp_path), ["a"]),
        (str(tmp_path / "a"), ["b"]),
        (str(tmp_path / "a" / "b" / "file.tmp"), ["file.tmp"]),
        (str(tmp_path / "a" / "b"), ["file"]),
    ]


@linux
def test_a_file_that_is_removed_is_gone_from_the_disk(tmp_path, synced):
    (tmp_path / "file").touch(mode=0o400)
    durable.remove(tmp_path / "file")
    durable.remove(tmp_path / "file")
    assert synced == [(str(tmp_path), [])]


def failing():
    yield b"half"
    raise OSError("the cable was pulled")


def test_what_fails_leaves_the_file_that_was_there(tmp_path):
    durable.write(tmp_path / "file", [b"before"])
    with pytest.raises(OSError, match="cable"):
        durable.write(tmp_path / "file", failing())
    assert (tmp_path / "file").read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["file"]


def test_what_cannot_be_named_leaves_nothing(tmp_path):
    (tmp_path / "folder" / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        durable.write(tmp_path / "folder", [b"a file in place of a folder"])
    assert os.listdir(tmp_path) == ["folder"]


@posix
def test_a_killed_process_leaves_the_file_that_was_there(tmp_path):
    durable.write(tmp_path / "file", [b"before"])
    code = "from firsthand.custody import durable; durable.write(Path(sys.argv[1]), [b'after'])"
    killed_before_it_names(code, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"before"
    assert sorted(os.listdir(tmp_path)) == ["file", "file.tmp"]
    durable.write(tmp_path / "file", [b"again"])
    assert (tmp_path / "file").read_bytes() == b"again"
    assert os.listdir(tmp_path) == ["file"]


@posix
@pytest.mark.parametrize("mode", [0o444, 0o600], ids=oct)
def test_a_file_has_the_mode_that_was_asked_for(tmp_path, mode):
    durable.write(tmp_path / "file", [b""], mode=mode)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode
