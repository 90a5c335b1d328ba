"""Backups: complete, whatever the database, brought up to date, and without what was erased since."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.archive.archive import NoArchive
from firsthand.archive.backup import BackupError, backup, restore
from firsthand.archive.erase import erase
from firsthand.archive.models import Capture, Document
from firsthand.archive.replay import dump, projection
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from tests.archive.world import told


def failures(archive):
    return [finding for finding in verify(archive) if finding.result == "failed"]


def state(archive):
    return {model.__name__: list(dump(archive.database, model)) for model in projection()}


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def filled(archive, tmp_path):
    told(archive, tmp_path)
    archive.seal(lambda: None)
    return archive


def test_what_is_restored_is_what_was_backed_up(filled, tmp_path, database, postgres_url):
    backup(filled, tmp_path / "backup")
    other = postgres_url if database is None else None
    restored, copied = restore(tmp_path / "backup", tmp_path / "again", database=other)
    assert state(restored) == state(filled)
    assert (copied.entries, copied.erased, copied.lost) == (filled.size(), 0, 0)
    assert restored.checkpoint() == filled.checkpoint()
    assert failures(restored) == []
    if other:
        with pytest.raises(NoArchive, match="holds an archive already"):
            restore(tmp_path / "backup", tmp_path / "third", database=other)


def test_a_second_backup_copies_only_what_is_new(filled, tmp_path):
    first = backup(filled, tmp_path / "backup")
    assert first.blobs > 0
    before = files(tmp_path / "backup")
    assert backup(filled, tmp_path / "backup").blobs == 0
    assert files(tmp_path / "backup") == before


def test_what_was_erased_leaves_the_backup_when_it_is_brought_up_to_date(filled, tmp_path):
    backup(filled, tmp_path / "backup")
    document = rows(filled.database, Document).order_by("number").first()
    erased = erase(filled, str(document.id), reason="asked to").plan
    backup(filled, tmp_path / "backup")
    left = {path.parent.name + path.name for path in (tmp_path / "backup" / "blobs").rglob("*") if path.is_file()}
    assert not left & {digest.removeprefix("sha256:") for digest in (*erased.digests, *erased.short)}


def test_an_older_backup_comes_back_without_what_was_erased_since(filled, tmp_path):
    backup(filled, tmp_path / "backup")
    short = tmp_path / "short.txt"
    assert not short.exists()
    document = rows(filled.database, Document).order_by("number").first()
    plan = erase(filled, str(document.id), reason="asked to").plan
    filled.seal(lambda: None)
    restored, copied = restore(tmp_path / "backup", tmp_path / "again")
    assert copied.erased > 0
    assert copied.lost > 0
    assert not rows(restored.database, Document, id=document.id).exists()
    assert not rows(restored.database, Capture, id__in=plan.captures).exists()
    assert not any(restored.blobs.holds(digest) for digest in (*plan.digests, *plan.short))
    restored.seal(lambda: None)
    assert failures(restored) == []


def test_a_damaged_blob_is_told_and_all_others_are_copied(filled, tmp_path):
    damaged = rows(filled.database, Capture, size__gt=200).first().digest
    path = filled.blobs.path(damaged)
    path.chmod(0o600)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    with pytest.raises(BackupError, match=f"1 blobs could not be copied, all others were: .*{damaged}"):
        backup(filled, tmp_path / "backup")
    held = sum(1 for _ in filled.blobs.files())
    assert sum(1 for path in (tmp_path / "backup" / "blobs").rglob("*") if path.is_file()) >= held - 2


@pytest.mark.parametrize("there", ["something else", "another archive's"])
def test_a_backup_never_goes_over_something_else(filled, tmp_path, there, monkeypatch):
    out = tmp_path / "backup"
    if there == "something else":
        out.mkdir()
        (out / "letters.txt").write_text("keep me", encoding="utf-8")
    else:
        from firsthand.archive.archive import init

        backup(init(tmp_path / "other"), out)
    before = {path: content for path, content in files(out).items() if not path.name.startswith(".new-")}
    with pytest.raises(BackupError, match=r"another folder|empty folder"):
        backup(filled, out)
    assert {path: content for path, content in files(out).items() if not path.name.startswith(".new-")} == before


def test_nothing_is_restored_over_something_else(filled, tmp_path):
    backup(filled, tmp_path / "backup")
    with pytest.raises(NoArchive, match="something is there already"):
        restore(tmp_path / "backup", filled.folder)
    with pytest.raises(BackupError, match="no backup is there"):
        restore(tmp_path / "nothing", tmp_path / "again")
    assert not Path(tmp_path / "again").exists()
