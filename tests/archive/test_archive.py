"""Archives: who writes in them."""

from firsthand.archive.archive import init, open_archive
from firsthand.archive.models import Actor
from firsthand.archive.tables import rows


def test_a_user_whose_name_is_no_text_is_the_same_each_time(tmp_path, database, monkeypatch):
    monkeypatch.setenv("FIRSTHAND_USER", "ol\udcffena")
    init(tmp_path / "archive", database=database).close()
    archive = open_archive(tmp_path / "archive")
    person = archive.person()
    assert [(row.id, row.name) for row in rows(archive.database, Actor, kind="person")] == [(person, "ol\ufffdena")]
