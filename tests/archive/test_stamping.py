"""Time stamps over sealed states of the log, by an authority of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.archive.archive import Archive, init, open_archive
from firsthand.archive.stamping import stamp
from firsthand.archive.verify import Finding, verify
from tests.custody.authority import make_authority, needs_openssl, serving

pytestmark = needs_openssl


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTHAND_USER", "olena")
    init(tmp_path / "archive").close()
    return tmp_path / "archive"


def with_authority(folder: Path, url: str, root: bytes) -> Archive:
    (folder / "root.pem").write_bytes(root)
    with open(folder / "firsthand.toml", "a", encoding="utf-8") as settings:
        settings.write(f'\n[[stamp]]\nurl = "{url}"\ncertificate = "root.pem"\n')
    return open_archive(folder)


def stamps(archive: Archive) -> list[Finding]:
    return [finding for finding in verify(archive) if finding.what == "stamp"]


def test_an_authority_confirms_the_newest_sealed_state_once(folder: Path, tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "tsa")
    with serving(authority) as url:
        archive = with_authority(folder, url, authority.root)
        assert [finding.result for finding in stamps(archive)] == ["not proved"]  # pending
        assert stamp(archive) == []
        size = archive.size()
        assert stamp(archive) == []
        assert archive.size() == size
    (finding,) = stamps(archive)
    assert finding.result == "ok"
    assert f"log state {size - 1} existed on" in finding.says


def test_an_authority_that_does_not_answer_is_logged_and_said(folder: Path, tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "tsa")
    with serving(authority) as url:
        pass
    archive = with_authority(folder, url, authority.root)
    (failure,) = stamp(archive)
    assert failure.startswith(url)
    assert archive.entry(archive.size() - 1).act == "stamped"
    assert {finding.result for finding in stamps(archive)} == {"not proved"}
    assert any("asking failed" in finding.says for finding in stamps(archive))


def test_another_authoritys_answer_is_no_confirmation(folder: Path, tmp_path: Path) -> None:
    expected, other = make_authority(tmp_path / "tsa"), make_authority(tmp_path / "other")
    with serving(other) as url:
        archive = with_authority(folder, url, expected.root)
        assert len(stamp(archive)) == 1
    assert not any(finding.result == "ok" for finding in stamps(archive))


def test_a_token_put_in_place_of_another_is_found(folder: Path, tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "tsa")
    with serving(authority) as url:
        archive = with_authority(folder, url, authority.root)
        stamp(archive)
    size, note = archive.database.run("SELECT size, note FROM log_checkpoint")[0]
    archive.database.run("UPDATE log_checkpoint SET note = %s WHERE size = %s", [note.replace("\n\n", "\nx\n\n"), size])
    assert "failed" in {finding.result for finding in stamps(archive)}
