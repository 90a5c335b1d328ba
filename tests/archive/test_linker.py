"""Links between the pages of an archive: the same whatever came first, and gone with what they join."""

import itertools
import json

import pytest

from firsthand.archive.correct import correct, join, split
from firsthand.archive.decide import undo
from firsthand.archive.intake import intake
from firsthand.archive.linker import Linker, link_outdated, outdated
from firsthand.archive.models import Alike, Echo, Statement
from firsthand.archive.replay import rebuild
from firsthand.archive.tables import select
from firsthand.archive.trails import follow, missing
from firsthand.capture.target import file_target
from firsthand.reading.grammar import GrammarReader
from firsthand.trunk import weights
from tests.archive.world import state

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


def about_phones(archive):
    return next(row for row in select(archive.database, Statement, hidden=False) if "телефоны" in row.words)


def content(row, words):
    """Return where some words of a statement stand in the text of its document."""
    ((start, _), *_), at = json.loads(row.content), row.words.index(words)
    return [[start + at, start + at + len(words)]]


@pytest.mark.parametrize("act", ["correct", "split", "join"])
def test_other_words_are_linked_anew_and_again_after_an_undo(archive, files, act):
    add(archive, files, PAGES)
    before = linked(archive)
    said = about_phones(archive)
    name = str(said.id)
    if act == "correct":
        made = correct(archive, name, content=content(said, "раздали автоматы"), reason="the rest is not his")
    elif act == "split":
        pieces = [content(said, "Сначала у нас забрали телефоны"), content(said, "раздали автоматы")]
        made = split(archive, name, pieces, reason="two breaths")
    else:
        parts = [content(said, "Сначала у нас забрали телефоны"), content(said, "а потом раздали автоматы")]
        split(archive, name, parts, reason="two breaths")
        one, other = (
            str(row.id)
            for row in select(archive.database, Statement, hidden=False)
            if row.document_id == said.document_id
        )
        link_outdated(archive)
        before = linked(archive)
        made = join(archive, [one, other], reason="one breath")
    assert outdated(archive) == [said.document_id]
    link_outdated(archive)
    assert outdated(archive) == []
    assert linked(archive) != before
    undo(archive, f"entry:{made.entry}", reason="it was right")
    add(archive, files, ["third.txt"])  # whatever is added next
    assert outdated(archive) == []
    assert linked(archive) == before
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held
    assert outdated(archive) == []


def test_what_leaves_the_words_alone_is_not_linked_anew(archive, files):
    add(archive, files, PAGES)
    correct(archive, str(about_phones(archive).id), circumstances=["in_custody"], reason="it shows")
    assert outdated(archive) == []


def test_a_correction_made_while_a_document_is_linked_is_not_lost(archive, files, monkeypatch):
    add(archive, files, PAGES)
    said = about_phones(archive)
    correct(archive, str(said.id), content=content(said, "раздали автоматы"), reason="the rest is not his")
    linker = Linker(archive)
    link = linker.link

    def slowly(document, *, again):
        yield from link(document, again=again)
        correct(archive, str(said.id), content=content(said, "Сначала у нас забрали телефоны"), reason="no, this is")

    monkeypatch.setattr(linker, "link", slowly)
    link_outdated(archive, linker)
    assert outdated(archive) == [said.document_id]
