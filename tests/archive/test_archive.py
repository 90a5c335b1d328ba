"""Archives: who writes in them."""

import pytest

from firsthand.archive.archive import init, open_archive
from firsthand.archive.database import DatabaseTrouble
from firsthand.archive.models import Actor, Statement
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.custody.blobs import NoBlob
from tests.archive.world import World


def test_a_user_whose_name_is_no_text_is_the_same_each_time(tmp_path, database, monkeypatch):
    monkeypatch.setenv("FIRSTHAND_USER", "ol\udcffena")
    init(tmp_path / "archive", database=database).close()
    archive = open_archive(tmp_path / "archive")
    person = archive.person()
    assert [(row.id, row.name) for row in rows(archive.database, Actor, kind="person")] == [(person, "ol\ufffdena")]


def test_rows_of_an_earlier_version_are_made_anew_and_not_read_before_that_is_done(archive, tmp_path):
    """Also where the first attempt came upon a blob that was gone."""
    page = World(archive, tmp_path / "pages", None).add_page("bridge.html")
    archive.database.run("UPDATE statement SET visibility = 'open'")
    archive.database.run("UPDATE local_made SET by = '0007_remarked'")
    lost = archive.blobs.path(archive.entry(archive.last_about(page.document)).blobs[0])
    kept = lost.rename(tmp_path / "kept")
    for _ in range(2):
        with pytest.raises(NoBlob):
            open_archive(archive.folder)
        with pytest.raises(
            DatabaseTrouble, match=r"an earlier version of this program made it\. Run 'firsthand rebuild'"
        ):
            open_archive(archive.folder, write=False)
    broken = open_archive(archive.folder, write=False, damaged=True)
    assert {"blob", "row"} <= {each.what for each in verify(broken) if each.result == "failed"}
    broken.close()
    kept.rename(lost)
    mended = open_archive(archive.folder)
    assert {row.visibility for row in rows(mended.database, Statement)} == {"undecided"}
    mended.close()
    open_archive(archive.folder, write=False).close()
