from __future__ import annotations

import multiprocessing
import os
import stat
import sys
import uuid
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from firsthand.custody.keys import (
    KeyFolder,
    KeyFolderError,
    NeedsPassphrase,
    NoKey,
    WrongPassphrase,
    config_folder,
    origin_of,
)
from firsthand.custody.note import Checkpoint, NoteError, open_note, sign

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
ARCHIVE = uuid.UUID("0197a000-0000-7000-8000-000000000001")
DIGESTS = [f"sha256:{number:064x}" for number in range(3)]


@pytest.fixture(autouse=True)
def _config(tmp_path, monkeypatch):
    monkeypatch.setenv("FIRSTHAND_CONFIG", str(tmp_path / "config"))


def checkpoint_of(folder, size, root=bytes(32)):
    return sign(Checkpoint(origin_of(ARCHIVE), size, root), folder.key())


def size_kept(folder):
    return open_note(folder.checkpoint(), folder.vkey()).size


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        pytest.param({"FIRSTHAND_CONFIG": "/keys", "XDG_CONFIG_HOME": "/c"}, "linux", "/keys", id="chosen"),
        pytest.param({"XDG_CONFIG_HOME": "/c"}, "linux", "/c/firsthand", id="xdg"),
        pytest.param({"XDG_CONFIG_HOME": "c"}, "linux", "~/.config/firsthand", id="relative xdg is ignored"),
        pytest.param({"XDG_CONFIG_HOME": ""}, "linux", "~/.config/firsthand", id="empty xdg"),
        pytest.param({}, "linux", "~/.config/firsthand", id="home"),
        pytest.param({}, "darwin", "~/Library/Application Support/firsthand", id="macOS"),
        pytest.param({"APPDATA": "/users/a/roaming"}, "win32", "/users/a/roaming/firsthand", id="Windows"),
    ],
)
def test_the_configuration_folder_is_where_the_system_has_it(environ, platform, expected):
    assert config_folder(environ, platform) == Path(expected).expanduser()


@pytest.mark.parametrize("passphrase", [None, "дуже таємно"], ids=["open", "encrypted"])
def test_a_key_is_made_once_and_signs(passphrase):
    assert not KeyFolder.of(ARCHIVE).exists
    folder = KeyFolder.create(ARCHIVE, passphrase)
    assert folder == KeyFolder.of(ARCHIVE)
    assert (folder.exists, folder.encrypted) == (True, passphrase is not None)
    key, vkey = folder.key(passphrase), folder.vkey()
    assert vkey.name == "firsthand/0197a000-0000-7000-8000-000000000001"
    checkpoint = Checkpoint(vkey.name, 7, bytes(32))
    assert open_note(sign(checkpoint, key), vkey) == checkpoint
    with pytest.raises(KeyFolderError, match="has a key already"):
        KeyFolder.create(ARCHIVE)
    assert folder.key(passphrase).private_bytes_raw() == key.private_bytes_raw()


def test_a_passphrase_that_is_not_needed_is_ignored():
    folder = KeyFolder.create(ARCHIVE)
    assert folder.key("anything").private_bytes_raw() == folder.key().private_bytes_raw()


@posix
def test_only_the_owner_reads_the_key():
    folder = KeyFolder.create(ARCHIVE)
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.path / "key.pem").stat().st_mode) == 0o600


def test_what_keeps_a_key_from_use_is_said():
    with pytest.raises(NoKey, match="no key of this archive here"):
        KeyFolder.of(ARCHIVE).key()
    with pytest.raises(KeyFolderError, match="passphrase is empty"):
        KeyFolder.create(ARCHIVE, "")
    folder = KeyFolder.create(ARCHIVE, "right")
    with pytest.raises(NeedsPassphrase, match="give its passphrase"):
        folder.key()
    with pytest.raises(WrongPassphrase, match="does not open the key"):
        folder.key("wrong")
    (folder.path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n")
    with pytest.raises(KeyFolderError, match="damaged"):
        folder.key()
    other = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder.path / "key.pem").write_bytes(other)
    with pytest.raises(KeyFolderError, match="another kind than Ed25519"):
        folder.key()


@posix
def test_a_folder_that_cannot_be_made_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("FIRSTHAND_CONFIG", str(tmp_path / "file"))
    with pytest.raises(KeyFolderError, match=r"nothing can be kept there .* set FIRSTHAND_CONFIG"):
        KeyFolder.create(ARCHIVE)


@posix
def test_a_folder_that_cannot_be_written_says_so():
    folder = KeyFolder.create(ARCHIVE)
    (folder.path / "erased.tmp").mkdir()
    with pytest.raises(KeyFolderError, match="nothing can be kept there"):
        folder.keep_erased(DIGESTS)


def test_the_largest_checkpoint_stays():
    folder = KeyFolder.create(ARCHIVE)
    assert folder.checkpoint() is None
    for size in (3, 9, 5):
        folder.keep_checkpoint(checkpoint_of(folder, size))
    assert size_kept(folder) == 9
    kept = folder.checkpoint()
    folder.keep_checkpoint(checkpoint_of(folder, 9, bytes(31) + b"\1"))
    assert folder.checkpoint() == kept


def test_only_a_checkpoint_of_this_key_is_kept():
    folder = KeyFolder.create(ARCHIVE)
    folder.keep_checkpoint(checkpoint_of(folder, 3))
    with pytest.raises(NoteError, match="is wrong"):
        folder.keep_checkpoint(checkpoint_of(folder, 3).replace("\n3\n", "\n4\n"))
    assert size_kept(folder) == 3
    (folder.path / "checkpoint").write_text("nothing that was signed")
    folder.keep_checkpoint(checkpoint_of(folder, 2))
    assert size_kept(folder) == 2
    with pytest.raises(NoKey):
        KeyFolder.of(uuid.UUID(int=0)).keep_checkpoint("")


def _keep(sizes):
    folder = KeyFolder.of(ARCHIVE)
    for size in sizes:
        folder.keep_checkpoint(checkpoint_of(folder, size))
        folder.keep_erased([f"sha256:{size:064x}"])


def test_processes_that_keep_at_once_lose_nothing():
    folder = KeyFolder.create(ARCHIVE)
    spawn = multiprocessing.get_context("spawn")
    runs = [spawn.Process(target=_keep, args=(range(start, 60, 3),)) for start in (2, 0, 1)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0, 0]
    assert size_kept(folder) == 59
    assert len(folder.erased()) == 60


def test_erased_digests_are_kept_once_and_in_order():
    folder = KeyFolder.create(ARCHIVE)
    assert folder.erased() == frozenset()
    folder.keep_erased(DIGESTS[1:])
    folder.keep_erased(DIGESTS)
    assert folder.erased() == frozenset(DIGESTS)
    assert (folder.path / "erased").read_text().split() == [DIGESTS[1], DIGESTS[2], DIGESTS[0]]


def test_what_is_no_digest_is_not_kept_and_not_read():
    folder = KeyFolder.create(ARCHIVE)
    with pytest.raises(KeyFolderError, match="'a' is no digest"):
        folder.keep_erased(["a"])
    assert folder.erased() == frozenset()
    (folder.path / "erased").write_text(f"{DIGESTS[0]}\nsha256:12\n")
    with pytest.raises(KeyFolderError, match=r"erased:2: no digest"):
        folder.erased()
    with pytest.raises(NoKey):
        KeyFolder.of(uuid.UUID(int=0)).keep_erased(DIGESTS)


def test_what_a_killed_process_left_is_in_nobodys_way():
    folder = KeyFolder.create(ARCHIVE)
    (folder.path / "checkpoint.tmp").write_text("half a")
    folder.keep_checkpoint(checkpoint_of(folder, 1))
    assert sorted(os.listdir(folder.path)) == ["checkpoint", "key.pem", "lock", "vkey"]
