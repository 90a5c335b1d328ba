from __future__ import annotations

import io
import os
import socket
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from firsthand.capture import EmptyFolderError, Limits, UnreadableError, capture_path, capture_stdin, walk

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")


def test_a_file_is_kept_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "стаття.html"
    page.write_bytes(b"<html>\r\n\xff\x00")
    capture = capture_path(page)
    assert (capture.address, capture.obtained, capture.media_type) == (str(page), "supplied", "text/html")
    assert capture.body == b"<html>\r\n\xff\x00"
    assert (capture.headers, capture.status, capture.error, capture.url, capture.charset) == (
        (),
        None,
        None,
        None,
        None,
    )
    assert abs((datetime.now(UTC) - capture.at).total_seconds()) < 60


def test_standard_input() -> None:
    capture = capture_stdin(io.BytesIO("«Нет».".encode()))
    assert (capture.address, capture.media_type, capture.body) == ("-", "text/plain", "«Нет».".encode())


def test_of_a_file_over_the_limit_the_beginning_is_at_hand_and_the_rest_where_it_lies(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(b"12345")
    whole = capture_path(page, Limits(size=5))
    assert (whole.body, whole.path, whole.notes, whole.name) == (b"12345", None, (), "page.txt")
    cut = capture_path(page, Limits(size=4))
    assert (cut.body, cut.path, cut.name, cut.media_type) == (b"1234", str(page), "page.txt", "text/plain")
    assert cut.notes == ("larger than 4 bytes: only its beginning can be read, kept it is whole",)


def test_standard_input_over_the_limit_is_refused() -> None:
    assert capture_stdin(io.BytesIO(b"1234"), Limits(size=4)).body == b"1234"
    with pytest.raises(UnreadableError, match=r"-: larger than 4 bytes, .* give it as a file"):
        capture_stdin(io.BytesIO(b"12345"), Limits(size=4))


def test_a_folder_with_nothing_in_it_is_told_from_one_with_files(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(EmptyFolderError, match=r"nothing to capture in it \(hidden files are left out\)"):
        capture_path(tmp_path)
    (tmp_path / "a" / "b" / "page.txt").touch()
    with pytest.raises(UnreadableError, match="its files are captured one by one"):
        capture_path(tmp_path)


@pytest.mark.parametrize(
    ("name", "why"),
    [("missing.txt", "there is no such file"), ("", "a folder, not a file"), ("a\0b", "not the name of a file")],
    ids=["missing", "folder", "impossible name"],
)
def test_what_is_no_file_says_so(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        capture_path(f"{tmp_path}/{name}")


@posix
def test_pipes_sockets_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match=r"a pipe, not a file; .* give '-'"):
        capture_path(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match="a device"):
        capture_path("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket"))  # a long absolute name would not fit
        with pytest.raises(UnreadableError, match="a socket"):
            capture_path(tmp_path / "socket")


@posix
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.touch(mode=0)
    if os.access(page, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(UnreadableError, match="may not read it"):
        capture_path(page)


@posix
def test_a_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    page = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        with open(page, "wb"):
            pass
    except OSError:
        pytest.skip("this file system takes only text as names")
    assert capture_path(os.fsdecode(page)).address == f"{tmp_path}/\ufffd.txt"


def test_standard_input_that_cannot_be_read(tmp_path: Path) -> None:
    with open(tmp_path / "out", "wb") as stream, pytest.raises(UnreadableError, match="standard input: cannot be read"):
        capture_stdin(stream)


def test_walk_is_sorted_and_leaves_hidden_files_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/.hidden.txt", ".git/config", "c/d/e.txt", "A.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [os.path.relpath(p, tmp_path) for p in walk(tmp_path)] == [
        os.path.normpath(name) for name in ("A.txt", "a/z.html", "b.txt", "c/d/e.txt")
    ]


def test_walk_gives_back_what_was_asked_for_by_name(tmp_path: Path) -> None:
    hidden = tmp_path / ".page.txt"
    hidden.touch()
    for path in (str(hidden), f"{tmp_path}/missing", "a\0b"):
        assert list(walk(path)) == [path]


@posix
def test_walk_ends_in_circles_and_keeps_broken_links(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.txt").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    assert [os.path.relpath(p, tmp_path) for p in walk(tmp_path)] == ["a/page.txt", "broken"]


def test_walk_goes_deep(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(60):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "page.txt").touch()
    assert list(walk(tmp_path)) == [str(folder / "page.txt")]
