"""Links between the pages of an archive: the same whatever came first, and gone with what they join."""

import itertools
import json

import pytest

from firsthand.archive.correct import correct, join, split
from firsthand.archive.decide import undo
from firsthand.archive.erase import erase
from firsthand.archive.intake import intake
from firsthand.archive.linker import Linker, link_outdated, outdated
from firsthand.archive.models import Alike, Capture, Document, Echo, Statement
from firsthand.archive.replay import rebuild
from firsthand.archive.tables import first, select
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


class Interrupted(Linker):
    """Does something once, between the moment at which it has found what a document is linked to and its entry."""

    def __init__(self, archive, meanwhile):
        super().__init__(archive)
        self.meanwhile = [meanwhile]

    def link(self, document, *, again=False):
        yield from super().link(document, again=again)
        while self.meanwhile:
            self.meanwhile.pop()()


def test_a_correction_made_while_a_document_is_linked_is_not_lost(archive, files):
    add(archive, files, PAGES)
    said = about_phones(archive)
    correct(archive, str(said.id), content=content(said, "раздали автоматы"), reason="the rest is not his")

    def correct_again():
        correct(archive, str(said.id), content=content(said, "Сначала у нас забрали телефоны"), reason="no, this is")

    link_outdated(archive, Interrupted(archive, correct_again))
    assert outdated(archive) == []
    now = linked(archive)
    Linker(archive).enter(said.document_id, again=True)
    assert linked(archive) == now


def test_what_another_process_links_meanwhile_is_not_lost(archive, files):
    add(archive, files, ["first.txt"])
    said = about_phones(archive)
    correct(archive, str(said.id), type="mixed", reason="half of it is the page's")
    linker = Interrupted(archive, lambda: add(archive, files, ["second.txt"]))
    linker.enter(said.document_id, again=True)
    assert len(linked(archive)) == 1


def test_links_to_words_that_were_corrected_meanwhile_are_not_entered(archive, files):
    add(archive, files, ["first.txt"])
    said = about_phones(archive)

    def correct_and_link():
        correct(archive, str(said.id), content=content(said, "раздали"), reason="only this is his")
        link_outdated(archive)

    with intake(archive, GrammarReader(), ["second.txt"], case="main") as into:
        into._linker = Interrupted(archive, correct_and_link)
        assert all(kept.error is None for kept in into.take_in(file_target(str(files / "second.txt"))))
    now = linked(archive)
    Linker(archive).enter(said.document_id, again=True)
    assert linked(archive) == now


def test_what_is_erased_while_it_is_linked_is_linked_to_nothing(archive, files):
    add(archive, files, PAGES)
    said = about_phones(archive)
    capture = next(row for row in select(archive.database, Capture) if row.document_id == said.document_id)
    Interrupted(archive, lambda: erase(archive, str(capture.id), reason="asked for")).enter(
        said.document_id, again=True
    )
    assert linked(archive) == set()
    assert select(archive.database, Alike) == []
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held


def test_a_page_that_cannot_be_linked_again_ends_no_run_before_its_end(archive, files):
    add(archive, files, ["first.txt"])
    said = about_phones(archive)
    correct(archive, str(said.id), type="mixed", reason="half of it is the page's")
    text = archive.blobs.path(first(archive.database, Document, id=said.document_id).text)
    text.chmod(0o600)
    text.unlink()
    add(archive, files, ["third.txt"])
    (files / "third.txt").write_text(f"{PAGES['third.txt']} The page was changed since.", encoding="utf-8")
    add(archive, files, ["third.txt"])
    assert len(select(archive.database, Document)) == 3
    assert outdated(archive) == [said.document_id]
