"""Links between the pages of an archive: the same whatever came first, and gone with what they join."""

import itertools

import pytest

from firsthand.archive.intake import intake
from firsthand.archive.models import Alike, Echo, Statement
from firsthand.archive.tables import select
from firsthand.archive.trails import follow, missing
from firsthand.capture.target import file_target
from firsthand.reading.grammar import GrammarReader
from firsthand.trunk import weights

pytestmark = pytest.mark.skipif(not weights.installed(), reason="the weights are not installed")

PAGES = {
    "first.txt": "Дневник Линдара\n\n«Сначала у нас забрали телефоны, а потом раздали автоматы», — сказал Антон Белов.",
    "second.txt": "“First they took our phones, and then handed out rifles,” said Anton Belov.\n\n"
    "Source: Lindar Diary.",
    "third.txt": "“The ferry will not cross before Friday,” said Marta Oldenkott. Nobody was warned.",
}


@pytest.fixture
def files(tmp_path):
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def add(archive, files, names):
    for name in names:
        with intake(archive, GrammarReader(), [name], case="main") as into:
            assert all(kept.error is None for kept in into.take_in(file_target(str(files / name))))


def linked(archive):
    """The words of all that is linked, as pairs."""
    words = {row.id: row.words for row in select(archive.database, Statement)}
    return {frozenset((words[row.a], words[row.b])) for row in select(archive.database, Echo)}


@pytest.mark.parametrize("order", list(itertools.permutations(PAGES)), ids="-".join)
def test_the_order_of_arrival_changes_nothing(archive, files, order):
    add(archive, files, order)
    (pair,) = linked(archive)
    assert {words.strip("«»“”,") for words in pair} == {
        "Сначала у нас забрали телефоны, а потом раздали автоматы",
        "First they took our phones, and then handed out rifles",
    }


def test_adding_again_links_nothing_twice(archive, files):
    add(archive, files, PAGES)
    before = linked(archive), archive.size
    add(archive, files, PAGES)
    assert linked(archive) == before[0]
    assert len(select(archive.database, Echo)) == 1
    assert select(archive.database, Alike) == []


def test_a_trail_is_followed_and_names_who_is_missing(archive, files):
    add(archive, files, PAGES)
    (statement,) = (row for row in select(archive.database, Statement) if "phones" in row.words)
    record = follow(archive, statement).record()
    assert {row["lang"] for row in record["appearances"]} == {"en", "ru"}
    assert record["origins"]["proved"] == 0
    assert record["first_hand"] == []
    (hand,) = missing(archive)
    assert hand["name"] == "Lindar Diary"
