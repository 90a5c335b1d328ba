"""The blob store: bytes once, under their digest, whole or not at all."""

import hashlib
import io
import multiprocessing
import os
import stat
import sys
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.custody.blobs import Blobs, DigestMismatch, NoBlob
from firsthand.custody.digest import digest_of
from tests.custody.test_durable import killed_before_it_names

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions and signals")
WORDS = "«Мы ждали у моста».".encode()
DIGEST = digest_of(WORDS)


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs")


def kept(blobs):
    return {digest: path.read_bytes() for digest, path in blobs.files()}


def test_a_blob_lies_under_its_digest(blobs):
    assert blobs.put(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    path = blobs.root / "sha256" / "e3" / "b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert list(blobs.files()) == [(digest_of(b""), path)]


@pytest.mark.parametrize("put", [Blobs.put, lambda blobs, data: blobs.put_stream(io.BytesIO(data))[0]], ids=["", "s"])
def test_the_same_bytes_again_are_no_new_blob(blobs, put):
    assert blobs.put(WORDS) == DIGEST
    before = blobs.path(DIGEST).stat()
    assert put(blobs, WORDS) == DIGEST
    after = blobs.path(DIGEST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert kept(blobs) == {DIGEST: WORDS}


@settings(max_examples=25)  # each waits for the disk
@given(st.binary())
def test_bytes_come_back_as_they_were(tmp_path_factory, data):
    blobs = Blobs(tmp_path_factory.getbasetemp() / "any")
    digest = blobs.put(data)
    assert blobs.put_stream(io.BytesIO(data)) == (digest, len(data))
    assert (digest, blobs.get(digest)) == (f"sha256:{hashlib.sha256(data).hexdigest()}", data)


def test_what_was_never_kept_is_not_there(blobs):
    assert not blobs.holds(DIGEST)
    with pytest.raises(NoBlob, match=rf"^{blobs.path(DIGEST)}: the blob {DIGEST} is not there\. Put it back"):
        blobs.get(DIGEST)
    assert list(blobs.files()) == []


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(bytes([WORDS[0] ^ 1]) + WORDS[1:], id="a flipped bit"),
        pytest.param(WORDS[:-1], id="cut short"),
        pytest.param(b"", id="emptied"),
        pytest.param(WORDS + b"\n", id="added to"),
    ],
)
def test_a_damaged_blob_is_refused_and_the_message_says_where(blobs, damaged):
    path = blobs.path(blobs.put(WORDS))
    path.chmod(0o600)
    path.write_bytes(damaged)
    with pytest.raises(DigestMismatch, match=rf"^{path}: kept as {DIGEST}, but .* {digest_of(damaged)}") as caught:
        blobs.get(DIGEST)
    assert (caught.value.digest, caught.value.where, caught.value.found) == (DIGEST, path, digest_of(damaged))


@posix
def test_nobody_may_write_into_a_blob(blobs):
    for digest in (blobs.put(WORDS), blobs.put_stream(io.BytesIO(b"more"))[0]):
        assert stat.S_IMODE(blobs.path(digest).stat().st_mode) == 0o444


def _put(root, gate, number):
    blobs = Blobs(root)
    gate.wait()
    for each in range(40):
        blobs.put(b"shared %d" % each)
        blobs.put_stream(io.BytesIO(b"own %d %d" % (number, each)))


def test_processes_that_put_the_same_bytes_at_once_keep_them_once(blobs):
    spawn = multiprocessing.get_context("spawn")
    gate = spawn.Barrier(2)
    runs = [spawn.Process(target=_put, args=(blobs.root, gate, number)) for number in (0, 1)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert [run.exitcode for run in runs] == [0, 0]
    every = [b"shared %d" % each for each in range(40)] + [
        b"own %d %d" % (p, each) for p in (0, 1) for each in range(40)
    ]
    assert kept(blobs) == {digest_of(each): each for each in every}


@posix
@pytest.mark.parametrize("put", ["put(data)", "put_stream(io.BytesIO(data))"])
def test_a_process_killed_before_the_name_leaves_only_a_stray(blobs, put):
    code = "import io; from firsthand.custody.blobs import Blobs; data = sys.argv[2].encode();"
    killed_before_it_names(f"{code} Blobs(Path(sys.argv[1])).{put}", blobs.root, WORDS.decode())
    assert not blobs.holds(DIGEST)
    ((digest, stray),) = blobs.files()
    assert (digest, stray.parent, stray.read_bytes()) == (None, blobs.root, WORDS)
    assert blobs.put(WORDS) == DIGEST
    assert blobs.get(DIGEST) == WORDS


class Broken(io.RawIOBase):
    """A stream that ends in an error, as a disk or a server does."""

    def __init__(self):
        self.pieces = [b"half of it"]

    def read(self, size=-1):
        if self.pieces:
            return self.pieces.pop()
        raise OSError("the cable was pulled")


def test_a_stream_that_breaks_leaves_nothing(blobs):
    with pytest.raises(OSError, match="cable"):
        blobs.put_stream(Broken())
    assert list(blobs.files()) == []


class Long(io.RawIOBase):
    """So many bytes of nothing, never all in memory."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        piece = bytes(min(size, self.left))
        self.left -= len(piece)
        return piece


def test_memory_does_not_grow_with_a_stream(blobs):
    size = 64 * 2**20
    tracemalloc.start()
    try:
        digest, read = blobs.put_stream(Long(size))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (read, blobs.path(digest).stat().st_size) == (size, size)
    assert peak < 8 * 2**20


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(".new-17-1-0a0a0a0a", id="a temporary file"),
        pytest.param("notes.txt", id="somebody's file"),
        pytest.param(DIGEST.removeprefix("sha256:"), id="a digest in no folder of its own"),
        pytest.param(f"sha256/{DIGEST[7:9]}/{DIGEST[9:-1]}", id="a digit short"),
        pytest.param(f"sha256/{DIGEST[7:9]}/{DIGEST[9:].upper()}", id="capitals"),
        pytest.param(f"sha256/{DIGEST[7:9]}/{DIGEST[9:]}.bak", id="a copy beside"),
        pytest.param(f"sha512/{DIGEST[7:9]}/{DIGEST[9:]}", id="another hash's folder"),
        pytest.param(f"sha256/sha256/{DIGEST[7:9]}/{DIGEST[9:]}", id="too deep"),
    ],
)
def test_files_that_are_no_blobs_are_strays(blobs, name):
    blobs.put(b"another")
    stray = blobs.root / name
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(WORDS)
    assert {path: digest for digest, path in blobs.files()} == {
        blobs.path(digest_of(b"another")): digest_of(b"another"),
        stray: None,
    }


def test_files_come_in_the_order_of_their_digests(blobs):
    every = sorted(blobs.put(b"%d" % number) for number in range(50))
    assert [digest for digest, _ in blobs.files()] == every


def test_a_destroyed_blob_is_gone_and_may_be_kept_again(blobs):
    blobs.put(WORDS)
    blobs.put(b"another")
    for _ in range(2):
        blobs.destroy(DIGEST)
        assert kept(blobs) == {digest_of(b"another"): b"another"}
    blobs.put(WORDS)
    assert blobs.get(DIGEST) == WORDS


@posix
def test_a_store_that_cannot_be_written_leaves_nothing_behind(blobs):
    blobs.put(b"another")
    blobs.path(DIGEST).parent.touch()  # a file in the place of the folder
    with pytest.raises(OSError, match=DIGEST[7:9]):
        blobs.put(WORDS)
    assert [os.path.basename(path) for digest, path in blobs.files() if digest is None] == [DIGEST[7:9]]
