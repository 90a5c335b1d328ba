import pytest

from firsthand.archive import search
from firsthand.archive.archive import init
from firsthand.archive.database import Database
from firsthand.archive.decide import decide, undo
from firsthand.archive.erase import CannotErase, erase
from firsthand.archive.models import Decision, Statement
from firsthand.archive.replay import copy_log, rebuild
from firsthand.archive.tables import rows
from tests.archive import world
from tests.archive.world import SEARCHES, Newer, World, history, state


def found(database):
    """Return the statements that each of some searches finds."""
    sqls = {words: search.condition(database, words) for words in SEARCHES}
    query = "SELECT number FROM statement WHERE {} ORDER BY number"
    return {words: database.run(query.format(sql), parameters) for words, (sql, parameters) in sqls.items()}


def copied(archive, location):
    """Return an empty database of the given kind, filled from the log alone."""
    copy = Database(location)
    copy.prepare()
    copy_log(*world.log(archive), copy)
    rebuild(copy, archive.blobs)
    return copy


def test_a_rebuild_in_place_gives_the_same_rows(archive, tmp_path):
    world.told(archive, tmp_path)
    rows_before, found_before = state(archive.database), found(archive.database)
    assert rebuild(archive.database, archive.blobs) == archive.size()
    assert state(archive.database) == rows_before
    assert found(archive.database) == found_before
    assert found_before["солдат"]
    assert found_before["солдат"] == found_before["солдаты"]
    assert not search.faults(archive.database)


@pytest.mark.parametrize("seed", range(5))
def test_a_log_that_is_replayed_in_the_other_kind_of_database_gives_the_same_rows(tmp_path, postgres_url, seed):
    one, other = (None, postgres_url) if seed % 2 else (postgres_url, tmp_path / "copy.db")
    archive = init(tmp_path / "archive", database=one)
    did = history(archive, tmp_path, seed).done
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held, did
    copy = copied(archive, other)
    assert state(copy) == held, did
    assert found(copy) == found(archive.database)
    copy.close()
    archive.close()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 120))
def test_a_long_history_is_rebuilt_as_it_was(archive, tmp_path, seed):
    did = history(archive, tmp_path, seed, count=120).done
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held, did


@pytest.mark.parametrize("verb", ["confirm", "withhold"])
def test_erasing_the_reason_of_a_decision_that_a_later_reading_went_around_leaves_what_a_rebuild_gives(
    archive, tmp_path, verb
):
    newsroom = World(archive, tmp_path / "pages", None)
    newsroom.add_page("bridge.html")
    for row in list(rows(archive.database, Statement).order_by("number")):
        decided = decide(archive, verb, str(row.id), reason="named somebody")
    newsroom.add_page("bridge.html", reader=Newer())
    erase(archive, f"entry:{decided.entry}", reason="it named somebody")
    erase(archive, f"entry:{decided.entry - 2}", reason="it named somebody")
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held


def test_what_was_erased_twice_is_erased_once(archive, tmp_path):
    """The reason of a decision first, then the page that the decision was about."""
    newsroom = World(archive, tmp_path / "pages", None)
    page = newsroom.add_page("bridge.html")
    statement = rows(archive.database, Statement).first()
    decided = decide(archive, "reject", str(statement.id), reason="named somebody")
    erase(archive, f"entry:{decided.entry}", reason="it named somebody")
    erase(archive, str(page.document), reason="asked for")
    held = state(archive.database)
    assert not held["statement"]
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held


def test_a_decision_stands_after_its_reason_was_erased(archive, tmp_path):
    newsroom = World(archive, tmp_path / "pages", None)
    newsroom.add_page("bridge.html")
    statement = rows(archive.database, Statement).first()
    decided = decide(archive, "withhold", str(statement.id), reason="her brother Anders is held")
    erase(archive, f"entry:{decided.entry}", reason="it named somebody")
    row = rows(archive.database, Decision).get()
    assert (row.number, row.act, row.reason, row.detail) == (decided.entry, "withhold", None, None)
    assert rows(archive.database, Statement, id=statement.id).get().visibility == "withheld"
    with pytest.raises(CannotErase, match=r"only the reason of a decision or an undo, .* is erased this way, and once"):
        erase(archive, f"entry:{decided.entry}", reason="again")
    undone = undo(archive, str(statement.id), reason="Anders is free")
    erase(archive, f"entry:{undone.entry}", reason="it named somebody, too")
    assert rows(archive.database, Statement, id=statement.id).get().visibility == "undecided"
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held
