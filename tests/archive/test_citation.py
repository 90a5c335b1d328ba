import json

import pytest

from firsthand.archive.archive import NotFound
from firsthand.archive.citation import CannotCite, cite
from firsthand.archive.decide import decide
from firsthand.archive.find import find
from firsthand.archive.models import Appearance, Capture, Document, Statement
from firsthand.archive.tables import rows
from tests.archive.press import PAGES, add

NAMES = ("Рябов", "ryabov", "Павел", "Павла", "pavel", "Вильшенко", "Olden", "Hask", "marta")


@pytest.fixture
def held(archive, tmp_path):
    add(archive, tmp_path / "pages", *PAGES)
    return archive


def statement(archive, words):
    return rows(archive.database, Statement, words__contains=words).order_by("number").last()


def speaker(archive, words):
    return str(statement(archive, words).appearance_id)


def document(archive, outlet):
    return rows(archive.database, Document, outlet=outlet).order_by("number").last()


def note(archive, row):
    archive.seal(lambda: None)
    found = cite(archive, find(archive, str(row.id)))
    return "\n".join(found.lines), found.left_out


@pytest.mark.parametrize(
    ("words", "decided"),
    [
        ("забрали", "undecided"),
        ("накормили", "undecided"),  # nobody protects its speaker, but somebody else on the page
        *((words, "withheld") for words in ("забрали", "накормили", "Nobody asked")),
        *((words, "released, then withheld as a page") for words in ("забрали", "накормили", "Nobody asked")),
    ],
)
def test_what_is_not_released_leaves_without_words_or_name(held, words, decided):
    row = statement(held, words)
    if decided == "withheld":
        decide(held, "withhold", str(row.id), reason="asked us to")
    elif decided != "undecided":
        decide(held, "release", str(row.id), reason="weighed")
        decide(held, "withhold", str(row.document_id), reason="for now")
    told, left = note(held, row)
    assert left == ("words", "name", "title", "address", "id")
    page = rows(held.database, Document, id=row.document_id).get()
    for hidden in (words, page.title, page.url, str(row.id), str(page.id), *NAMES):
        assert hidden not in told
    assert page.digest in told
    assert f"Page: {page.outlet}, language {page.language}, published 2023-03-0" in told
    assert "Its words are not released" in told
    assert ("Made in captivity: not free testimony." in told) == (words == "забрали")
    assert ("A statement by a captured person." in told) == (words == "забрали")
    assert f"Log {held.origin}, sealed state {held.size()}, root " in told


def test_what_is_released_leaves_with_its_proof(held):
    for words in ("The dam", "Nobody asked"):
        decide(held, "release", speaker(held, words), reason=None)
    row = statement(held, "The dam")
    decide(held, "confirm", str(row.id), reason=None)
    page = rows(held.database, Document, id=row.document_id).get()
    taken = rows(held.database, Capture, number=page.captured).get()
    told, left = note(held, row)
    assert left == ()
    assert told.splitlines()[:5] == [
        "“The dam will hold until spring,” — Marta Olden",
        "Page: “The dam at Lindmark, updated”, Dayline, language en, published 2023-03-08, https://dayline.example/1.",
        f"Captured {taken.at[:19].replace('T', ' ')} UTC by this computer's clock, supplied by a person, which proves "
        f"nothing about the site; {page.digest}.",
        f"Statement {row.id}. Reading confirmed by a person.",
        told.splitlines()[4],
    ]
    assert str(taken.address) not in told  # a path of this computer
    assert "marta" not in told  # who decided is no part of the note


def test_words_from_captivity_say_so_when_released(held):
    decide(held, "release", str(statement(held, "забрали").id), reason="home since May, agreed")
    told, left = note(held, statement(held, "забрали"))
    assert told.startswith("«Солдаты забрали телефоны» — Павел Рябов\nMade in captivity: not free testimony.\n")
    assert left == ("address",)  # Оксана is undecided, and an address may have her name in other letters


def test_the_words_of_one_who_is_released_do_not_name_one_who_is_not(held):
    decide(held, "release", speaker(held, "накормили"), reason=None)
    told, left = note(held, statement(held, "накормили"))
    assert told.startswith("«[…] […] накормили» — Оксана Вильшенко\n")
    assert left == ("words in which a name may stand", "title", "address")
    assert not any(name in told for name in ("Рябов", "ryabov", "Павел", "Павла"))


def test_degrading_words_leave_without_identity_whatever_was_decided(held):
    row = statement(held, "The dam")
    rows(held.database, Statement, id=row.id).update(circumstances='["degrading"]')
    decide(held, "release", str(row.id), reason="weighed")
    decide(held, "release", speaker(held, "Nobody asked"), reason=None)
    told, left = note(held, row)
    assert "“The dam will hold until spring,” — an unnamed speaker" in told
    assert left == ("name", "title", "address")
    assert "Olden" not in told


def test_where_nobody_is_protected_an_undecided_statement_is_cited_without_its_speaker(held):
    row = statement(held, "Nobody asked")
    told, left = note(held, row)
    assert "“Nobody asked the crews about the phones,” — an unnamed speaker" in told
    assert "Not released: nobody has decided yet whether it may leave the archive." in told
    assert "name" in left
    assert not any(name in told for name in NAMES)


def test_pieces_are_not_quoted_as_one(held):
    row = statement(held, "Nobody asked")
    ((first, last),) = json.loads(row.content)
    rows(held.database, Statement, id=row.id).update(content=f"[[{first},{first + 7}],[{last - 7},{last}]]")
    decide(held, "release", str(row.id), reason=None)
    assert note(held, row)[0].startswith("“Nobody … hones,” — Jon Hask")


def test_a_page_is_cited_without_the_names_on_it(held):
    told, left = note(held, document(held, "Вестник Реки"))
    assert left == ("title", "address")
    assert not any(name in told for name in NAMES)
    assert document(held, "Вестник Реки").digest in told
    told, left = note(held, document(held, "El Cauce"))
    assert left == ()
    assert "Page: “La presa de Lindmark”, El Cauce, language es, published 2023-02, https://elcauce.example/2." in told
    decide(held, "withhold", str(document(held, "El Cauce").id), reason="for now")
    told, left = note(held, document(held, "El Cauce"))
    assert left == ("title", "address", "id")
    assert "A page that is withheld." in told


def test_an_outlet_that_has_the_name_of_a_speaker_is_not_told(held):
    rows(held.database, Document, outlet="Dayline").update(outlet="Jon Hask’s pages")
    assert ", outlet not told, language en" in note(held, statement(held, "Nobody asked"))[0]


def test_entries_after_the_last_sealed_state_are_told(held):
    row = statement(held, "The dam")
    decided = decide(held, "release", str(row.id), reason=None)
    lines = cite(held, find(held, str(row.id))).lines
    assert lines[-1].endswith(f"; entry {decided.entry} is not yet in it.")


@pytest.mark.parametrize("given", ["entry:3", "main", "a capture", "a person"])
def test_nothing_else_is_cited(held, given):
    ids = {"a capture": rows(held.database, Capture).first().id, "a person": rows(held.database, Appearance).first().id}
    with pytest.raises(CannotCite, match="only a statement or a document can be cited"):
        cite(held, find(held, str(ids.get(given, given))))
    with pytest.raises(NotFound):
        find(held, "f" * 32)
