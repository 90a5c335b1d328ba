from __future__ import annotations

import base64
import hashlib
import os
import shutil
import tracemalloc
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from firsthand.custody.note import Checkpoint, VerifierKey, sign
from firsthand.custody.tiles import Fault, TileError, TileLog, export, verify_tiles
from firsthand.custody.tree import grown, leaf_hash, root

KEY = Ed25519PrivateKey.from_private_bytes(b"a seed of thirty-two bytes, 0001")
ORIGIN = "firsthand/0197-example"
SIZES = [0, 1, 255, 256, 257, 512, 700, 65536 + 256 + 1]


@dataclass
class MadeLog:
    """A log of entries made from their numbers, signed at `signed`, with more entries after it."""

    signed: int
    past: int = 0
    rewritten: int = -1

    def size(self):
        return self.signed + self.past

    def entries(self, start=0):
        for number in range(start, self.size()):
            yield f"entry {number}{'!' if number == self.rewritten else ''}".encode() * (1 + number % 3)

    def checkpoint(self):
        peaks = b""
        for number, entry in zip(range(self.signed), self.entries(), strict=False):
            peaks = grown(peaks, number, leaf_hash(entry))
        return sign(Checkpoint(ORIGIN, self.signed, root(peaks)), KEY)

    def vkey(self):
        return str(VerifierKey(ORIGIN, KEY.public_key().public_bytes_raw()))


class Unsigned(MadeLog):
    def checkpoint(self):
        return None


class Lying(MadeLog):
    def checkpoint(self):
        return sign(Checkpoint(ORIGIN, self.signed, bytes(32)), KEY)


class Cut(MadeLog):
    def entries(self, start=0):
        yield from list(super().entries(start))[:-1]


class Long(MadeLog):
    def entries(self, start=0):
        yield bytes(65535 + self.past)


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def content(folder):
    return {name: (folder / name).read_bytes() for name in files(folder)}


def read_alone(folder):
    """Read an export with nothing of ours: the size, once the signature, the hash tiles and the root are right."""
    note = (folder / "checkpoint").read_text(encoding="utf-8")
    text, _, signature = note.partition("\n\n")
    name, identifier, public = (folder / "vkey").read_text().strip().split("+", 2)
    raw = base64.b64decode(public)
    dash, signer, value = signature.split()
    assert (dash, signer) == ("—", name)
    blob = base64.b64decode(value)
    assert blob[:4].hex() == identifier == hashlib.sha256(f"{name}\n".encode() + raw).hexdigest()[:8]
    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(blob[4:], f"{text}\n".encode())
    origin, size, stated = text.split("\n")
    assert origin == name

    def path(kind, number, width):
        digits = f"{number:09d}"
        groups = [digits[:3], digits[3:6], digits[6:]]
        while len(groups) > 1 and groups[0] == "000":
            groups.pop(0)
        where = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return folder / "tile" / kind / (where if width == 256 else f"{where}.p/{width}")

    def pairs(hashes):
        """Hash a level of the tree into the one above it; an odd one out is carried up as it is."""
        return [
            hashlib.sha256(b"\1" + left + right).digest()
            for left, right in zip(hashes[::2], hashes[1::2], strict=False)
        ] + hashes[len(hashes) // 2 * 2 :]

    level, seen = [], 0
    for number in range(-(-int(size) // 256)):
        bundle = path("entries", number, min(256, int(size) - 256 * number)).read_bytes()
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            level.append(hashlib.sha256(b"\0" + bundle[2 : 2 + length]).digest())
            bundle = bundle[2 + length :]
    assert len(level) == int(size)
    for height in range(64):
        whole = int(size) >> height
        if height % 8 == 0 and whole:
            for number in range(-(-whole // 256)):
                hashes = level[:whole][256 * number : 256 * (number + 1)]
                assert path(str(height // 8), number, len(hashes)).read_bytes() == b"".join(hashes)
                seen += 1
        if len(level) > 1:
            level = pairs(level)
    assert base64.b64decode(stated) == (level[0] if level else hashlib.sha256(b"").digest())
    assert seen == len([name for name in files(folder) if name.startswith("tile/") and "/entries/" not in name])
    return int(size)


@pytest.mark.parametrize("size", SIZES)
def test_an_export_is_read_by_others_and_by_us(tmp_path, size):
    log = MadeLog(size, past=3)
    checkpoint = export(log, tmp_path / "out")
    assert (checkpoint.origin, checkpoint.size) == (ORIGIN, size)
    assert read_alone(tmp_path / "out") == size
    assert list(verify_tiles(tmp_path / "out")) == []
    copy = TileLog(tmp_path / "out")
    assert (copy.size(), copy.checkpoint(), copy.vkey()) == (size, log.checkpoint(), log.vkey())
    assert list(copy.entries()) == list(log.entries())[:size]
    for start in (1, 255, 256, 600, size):
        assert list(copy.entries(start)) == list(log.entries(start))[: max(0, size - start)]


def test_the_tiles_of_the_standard_s_example_have_their_widths(tmp_path):
    export(MadeLog(70_000), tmp_path)
    names = files(tmp_path)
    assert len([name for name in names if name.startswith("tile/0/") and ".p/" not in name]) == 273
    assert [name for name in names if ".p/" in name] == [
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
        "tile/entries/273.p/112",
    ]
    assert "tile/1/000" in names


def test_an_export_of_an_export_is_the_same(tmp_path):
    export(MadeLog(700), tmp_path / "one")
    export(TileLog(tmp_path / "one"), tmp_path / "two")
    assert content(tmp_path / "one") == content(tmp_path / "two")


@pytest.mark.parametrize(
    ("first", "then"), [(0, 1), (1, 256), (200, 300), (256, 256), (255, 700), (300, 300), (300, 400), (65536, 65537)]
)
def test_an_earlier_export_is_brought_up_to_date(tmp_path, first, then):
    export(MadeLog(first), tmp_path / "out")
    before = content(tmp_path / "out")
    export(MadeLog(then), tmp_path / "out")
    export(MadeLog(then), tmp_path / "new")
    after = content(tmp_path / "out")
    assert content(tmp_path / "new").items() <= after.items()
    left = set(after) - set(files(tmp_path / "new"))  # partial tiles of the earlier checkpoint stay until they are full
    assert left <= set(before)
    assert [name for name in left if (tmp_path / "out" / name).parent.with_suffix("").exists()] == []
    assert list(verify_tiles(tmp_path / "out")) == []


def test_an_export_that_was_cut_short_is_finished(tmp_path):
    export(MadeLog(700), tmp_path / "out")
    whole = content(tmp_path / "out")
    (tmp_path / "out/checkpoint").unlink()
    shutil.rmtree(tmp_path / "out/tile/1")
    (tmp_path / "out/tile/0/001.tmp").write_bytes(b"half a ti")
    export(MadeLog(700), tmp_path / "out")
    assert whole.items() <= content(tmp_path / "out").items()


@pytest.mark.parametrize(
    ("then", "why"),
    [
        pytest.param(MadeLog(299), "an export of 300 entries, but .* has 299: the log lost its end", id="tail dropped"),
        pytest.param(MadeLog(400, rewritten=299), "are not those of this log", id="rewritten in the partial tile"),
        pytest.param(MadeLog(300, rewritten=299), "are not those of this log", id="rewritten, same size"),
        pytest.param(MadeLog(400, rewritten=7), "entries/000: is not what the log has there", id="rewritten before"),
    ],
)
def test_an_export_of_another_history_is_not_touched(tmp_path, then, why):
    export(MadeLog(300), tmp_path)
    before = content(tmp_path)
    with pytest.raises(TileError, match=why):
        export(then, tmp_path)
    assert content(tmp_path) == before


def test_a_folder_with_something_else_is_not_touched(tmp_path):
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(TileError, match="something else than an export"):
        export(MadeLog(1), tmp_path)
    with pytest.raises(TileError, match="something else than an export"):
        export(MadeLog(1), tmp_path / "holiday.jpg")
    assert files(tmp_path) == ["holiday.jpg"]


@pytest.mark.parametrize(
    ("log", "why"),
    [
        pytest.param(Unsigned(3), "no checkpoint yet", id="nothing signed"),
        pytest.param(Lying(3), "the first 3 entries do not hash to the checkpoint", id="another root"),
        pytest.param(Cut(300), "the first 299 entries do not hash to the checkpoint, which has 300", id="cut"),
        pytest.param(Long(1, past=1), "entry 0 has 65536 bytes", id="too long"),
    ],
)
def test_a_log_that_cannot_be_exported_leaves_no_checkpoint(tmp_path, log, why):
    with pytest.raises(TileError, match=why):
        export(log, tmp_path / "out")
    assert not (tmp_path / "out/checkpoint").exists()


def test_the_longest_entry_is_exported(tmp_path):
    export(Long(1), tmp_path)
    assert [len(entry) for entry in TileLog(tmp_path).entries()] == [65535]


def test_a_changed_byte_of_any_file_is_found(tmp_path):
    export(MadeLog(600), tmp_path / "whole")
    for name in files(tmp_path / "whole"):
        shutil.copytree(tmp_path / "whole", tmp_path / "copy")
        changed = bytearray((tmp_path / "copy" / name).read_bytes())
        for at in {0, 1, len(changed) // 2, len(changed) - 1}:
            changed[at] ^= 1
            (tmp_path / "copy" / name).write_bytes(changed)
            if not (name == "vkey" and at == len(changed) - 1):  # the line end
                assert list(verify_tiles(tmp_path / "copy")), (name, at)
            changed[at] ^= 1
        for wrong in (bytes(changed[:-1]), bytes(changed) + b"x"):
            (tmp_path / "copy" / name).write_bytes(wrong)
            if name != "vkey" or wrong[-1:] == b"x":
                assert list(verify_tiles(tmp_path / "copy")), name
        os.unlink(tmp_path / "copy" / name)
        assert any(name in fault.path or name in fault.says for fault in verify_tiles(tmp_path / "copy")), name
        shutil.rmtree(tmp_path / "copy")


@pytest.mark.parametrize(
    ("name", "at", "faults"),
    [
        pytest.param(
            "tile/entries/001", 2, [("tile/entries/001", "entry 256 is not the one of tile/0/001")], id="entry"
        ),
        pytest.param(
            "tile/entries/001",
            0,
            [("tile/entries/001", "{}: ends in the middle of entry 256")],
            id="length of an entry",
        ),
        pytest.param(
            "tile/0/001",
            -1,
            [
                ("tile/entries/001", "entry 511 is not the one of tile/0/001"),
                ("tile/0/001", "does not hash to what level 1 has for it"),
            ],
            id="full tile",
        ),
        pytest.param(
            "tile/1/000.p/2",
            0,
            [
                ("tile/0/000", "does not hash to what level 1 has for it"),
                ("checkpoint", f"the tiles do not hash to the root of 600 entries that {ORIGIN} signed"),
            ],
            id="partial tile",
        ),
    ],
)
def test_what_does_not_agree_is_named(tmp_path, name, at, faults):
    export(MadeLog(600), tmp_path)
    changed = bytearray((tmp_path / name).read_bytes())
    changed[at] ^= 0x80
    (tmp_path / name).write_bytes(changed)
    assert list(verify_tiles(tmp_path)) == [Fault(path, says.format(tmp_path / name)) for path, says in faults]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(lambda bundle: bundle[:-1], "ends in the middle of entry 255", id="short"),
        pytest.param(lambda bundle: bundle[:-9], r"has 255 entries, not 256|in the middle", id="one fewer"),
        pytest.param(lambda bundle: bundle + b"\0\1x", "has 257 entries, not 256", id="one more"),
        pytest.param(lambda bundle: bundle + b"\0", "ends in the middle of entry 256", id="half a length"),
        pytest.param(lambda bundle: None, "missing; restore it", id="missing"),
    ],
)
def test_a_bundle_that_is_not_whole_is_named(tmp_path, change, why):
    export(MadeLog(300), tmp_path)
    path = tmp_path / "tile/entries/000"
    changed = change(path.read_bytes())
    path.unlink() if changed is None else path.write_bytes(changed)
    with pytest.raises(TileError, match=rf"entries.000: .*({why})"):
        list(TileLog(tmp_path).entries())


def test_memory_does_not_grow_with_the_log(tmp_path):
    def peak(size):
        tracemalloc.start()
        try:
            log = MadeLog(size)
            export(log, tmp_path / f"{size}")
            assert list(verify_tiles(tmp_path / f"{size}")) == []
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small = peak(1_000)
    assert peak(10_000) < small + 200_000
