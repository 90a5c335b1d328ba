from __future__ import annotations

import io
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from firsthand.capture import EmptyFolderError, UnreadableError, expand, take

if TYPE_CHECKING:
    from pathlib import Path


def test_expand_opens_folders_only(tmp_path: Path) -> None:
    (tmp_path / "page.txt").touch()
    assert list(expand(str(tmp_path))) == [str(tmp_path / "page.txt")]
    for target in ("-", "https://dayline.example/", "file:///etc/passwd", "missing.txt"):
        assert list(expand(target)) == [target]


def test_an_empty_folder_stands_for_itself_so_that_reading_it_says_so(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    (target,) = expand(str(tmp_path))
    with pytest.raises(EmptyFolderError, match="nothing to capture in it"):
        take(target)


def test_path_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_bytes(b"a")
    assert take(str(tmp_path / "page.txt")).body == b"a"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"b")))
    assert take("-").body == b"b"
    with pytest.raises(UnreadableError, match="no such file"):
        take(str(tmp_path / "missing"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "FTP://dayline.example/", "http://127.0.0.1:1/"])
def test_addresses_go_to_the_web(target: str) -> None:
    capture = take(target)
    assert capture.obtained == "fetched"
    assert capture.error is not None


def test_files_do_not_load_the_web() -> None:
    check = "assert not {'httpx', 'ssl', 'asyncio'} & set(sys.modules)"
    code = f"import sys; from firsthand.capture import take; take(sys.argv[1]); {check}"
    subprocess.run([sys.executable, "-c", code, __file__], check=True)  # noqa: S603
