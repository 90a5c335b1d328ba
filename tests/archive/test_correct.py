import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.archive import recast, search
from firsthand.archive.archive import Changed, NotFound, init
from firsthand.archive.citation import CannotCite, cite
from firsthand.archive.correct import correct, join, split
from firsthand.archive.decide import CannotDecide, decide, judge, undo
from firsthand.archive.erase import erase
from firsthand.archive.find import find
from firsthand.archive.intake import intake
from firsthand.archive.models import (
    Appearance,
    AsRead,
    Correction,
    Decision,
    Document,
    Erased,
    Statement,
    Successor,
    Vector,
)
from firsthand.archive.questions import Asked, statements
from firsthand.archive.replay import rebuild
from firsthand.archive.shown import page_of, statement_record, whole
from firsthand.archive.tables import insert, rows
from firsthand.archive.trails import follow
from firsthand.archive.verify import verify
from firsthand.capture import gather
from firsthand.cli.showing import shown_lines
from firsthand.cli.terminal import Screen
from firsthand.reading.reader import Reading as Found
from firsthand.reading.statement import Speaker
from firsthand.reading.statement import Statement as Said
from firsthand.text import Span
from tests.archive.test_replay import copied
from tests.archive.world import World, state

TEXT = (
    "“Nobody asked the crew about it,” said Jon Hask, the mate. “The ferry will cross. The harbour stays shut,” "
    "said Marta Olden, who was there. The mayor said that the pier would be rebuilt, and that nobody was hurt.\n"
)
CREW, FERRY, PIER = "“Nobody asked the crew about it,”", "“The ferry will cross. The harbour stays shut,”", "the pier"
FOUND = ((CREW, "Jon Hask"), (FERRY, "Marta Olden"), ("the pier would be rebuilt, and that nobody was hurt", None))


class Finder:
    """A reader that finds these words, by those whom it takes for their speakers."""

    languages = frozenset()

    def __init__(self, version=1, found=FOUND):
        self.name, self.found = f"finder {version}", found

    def read(self, document):
        said = []
        for number, (words, name) in enumerate(self.found, 1):
            who = Speaker(name, "named" if name else "unnamed")
            (content,) = (Span(*pair) for pair in at(words))
            said.append(Said(f"s{number}", document.id, "direct", "speech", (), (), (content,), who, reader=self.name))
        return Found(document.id, tuple(said))


def at(*words):
    """Return where words stand in the text."""
    return [[TEXT.index(each), TEXT.index(each) + len(each)] for each in words]


def add(archive, path, reader):
    with intake(archive, reader, [str(path)], case="main") as into:
        (kept,) = [kept for target in gather(str(path)) for kept in into.take_in(target)]
    return kept


@pytest.fixture
def page(archive, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    add(archive, path, Finder())
    return path


def statement(archive, place=0, **having):
    return rows(archive.database, Statement, **having).order_by("number")[place]


def shown(archive):
    """Return the words of the statements of the page, by whom, in text order."""
    page, reading = page_of(archive, rows(archive.database, Document).get())
    return [(" ".join(span.of(page.text) for span in each.content), each.speaker.name) for each in reading.statements]


def hits(archive, words):
    return [each.record["words"] for each in statements(archive, Asked(words))]


def same_when_rebuilt(archive):
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held
    assert not search.faults(archive.database)
    assert [each for each in verify(archive) if each.result == "failed"] == []


# Corrections


def test_corrected_values_are_shown_everywhere_and_what_was_read_is_kept(archive, page):
    row = statement(archive)
    marta = rows(archive.database, Appearance, name="Marta Olden").get()
    done = correct(
        archive,
        str(row.id),
        reason="heard on the recording",
        content=at("asked the crew"),
        cue=at("said"),
        source=at("Jon Hask"),
        type="indirect",
        act="thought",
        circumstances=["translated"],
        speaker=str(marta.id),
    )
    assert (done.act, done.id, statement(archive).id) == ("correct", row.id, row.id)
    record = statement_record(archive, row)
    expected = {"words": "asked the crew", "type": "indirect", "act": "thought", "circumstances": ["translated"]}
    assert {name: record[name] for name in expected} == expected
    assert (record["status"], record["decided_by"], record["reader"]) == ("corrected", "marta", "finder 1")
    assert record["speaker"]["name"] == "Marta Olden"
    told = whole(archive, find(archive, str(row.id)))
    assert (told["content"], told["cue"], told["source"]) == (at("asked the crew"), at("said"), at("Jon Hask"))
    assert (told["as_read"]["words"], told["as_read"]["type"]) == (CREW, "direct")
    assert told["decisions"][0]["change"]["content"] == at("asked the crew")
    assert "tokens" not in told["decisions"][0]["change"]
    assert shown(archive)[0] == ("asked the crew", "Marta Olden")
    assert follow(archive, statement(archive)).record()["appearances"][0]["words"] == "asked the crew"
    assert "Reading corrected by a person." in "\n".join(cite(archive, find(archive, str(row.id))).lines)
    assert hits(archive, "crew") == ["asked the crew"]
    assert hits(archive, "nobody") == ["the pier would be rebuilt, and that nobody was hurt"]
    same_when_rebuilt(archive)
    undo(archive, str(row.id), reason="not so")
    assert statement(archive) == row
    assert {name: getattr(statement(archive), name) for name in ("words", "cue", "type", "act")} == {
        "words": CREW,
        "cue": "[]",
        "type": "direct",
        "act": "speech",
    }
    assert hits(archive, "crew") == [CREW]
    assert shown(archive)[0] == (CREW, "Jon Hask")
    assert not rows(archive.database, AsRead).exists()
    same_when_rebuilt(archive)


def test_of_each_field_the_latest_correction_that_stands_wins(archive, page):
    name = str(statement(archive).id)

    def now():
        row = statement(archive)
        return row.words, row.type, row.status

    first = correct(archive, name, reason="one", content=at("asked the crew"))
    second = correct(archive, name, reason="two", type="mixed")
    third = correct(archive, name, reason="three", content=at("the crew"), type="mixed")
    assert now() == ("the crew", "mixed", "corrected")
    undo(archive, f"entry:{second.entry}", reason="no")
    assert now() == ("the crew", "direct", "corrected")  # the third did not change the type
    undo(archive, f"entry:{third.entry}", reason="no")
    assert now() == ("asked the crew", "direct", "corrected")
    decide(archive, "confirm", name, reason=None)
    undo(archive, f"entry:{first.entry}", reason="no")
    assert now() == (CREW, "direct", "confirmed")
    same_when_rebuilt(archive)


def test_a_new_speaker_is_a_person_of_their_own(archive, page):
    before = statement(archive)
    said = {"name": "Ines  Marrow", "kind": "named", "role": "cook", "age": 31, "circumstances": ["captivity"]}
    correct(archive, str(before.id), reason="the subtitles name her", speaker=said)
    row = rows(archive.database, Appearance, name="Ines Marrow").get()
    assert statement(archive).appearance_id == row.id == row.person_id
    assert (row.kind, row.role, row.age, row.circumstances) == ("named", "cook", 31, '["captivity"]')
    assert row.key == "ines marrow"
    assert find(archive, str(row.id)).kind == "person"
    assert statement_record(archive, before)["speaker"]["circumstances"] == ["captivity"]
    assert shown(archive)[0] == (CREW, "Ines Marrow")
    add(archive, page, Finder(2, [(CREW, "Ines Marrow"), *FOUND[1:]]))
    row = rows(archive.database, Appearance, id=row.id).get()
    assert (row.name, row.role, row.age) == ("Ines Marrow", "cook", 31)
    same_when_rebuilt(archive)


def test_what_was_released_were_the_words_as_they_stood(archive, page):
    name = str(statement(archive).id)
    decide(archive, "release", name, reason=None)
    correct(archive, name, reason="a typing error", type="mixed")
    assert statement(archive).visibility == "open"
    done = correct(archive, name, reason="another speaker", speaker={"name": "Ines Marrow", "kind": "named"})
    assert statement(archive).visibility == "undecided"
    undo(archive, f"entry:{done.entry}", reason="no")
    assert statement(archive).visibility == "open"
    correct(archive, name, reason="more words", content=at(CREW + " said Jon Hask"))
    assert statement(archive).visibility == "undecided"
    decide(archive, "release", name, reason=None)
    assert statement(archive).visibility == "open"
    same_when_rebuilt(archive)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param({}, "is so already", id="nothing"),
        pytest.param({"type": "direct"}, "is so already", id="as it is"),
        pytest.param({"content": []}, "there are no words in it", id="no content"),
        pytest.param({"content": at(" ")}, "there are no words in it", id="blank"),
        pytest.param({"content": [[0, 9999]]}, r"\[0, 9999\) is no place in the text", id="past the end"),
        pytest.param({"content": [[-3, 4]]}, "is no place", id="before the beginning"),
        pytest.param({"content": [[4, 4]]}, "is no place", id="empty"),
        pytest.param({"content": [[9, 12], [1, 4]]}, "not in text order", id="out of order"),
        pytest.param({"content": [[1, 4], [3, 6]]}, "overlap at 3", id="overlapping"),
        pytest.param({"cue": [[1]]}, "is no span", id="half a span"),
        pytest.param({"cue": [[True, 4]]}, "is no span", id="no number"),
        pytest.param({"type": "loud"}, "one of direct, mixed, indirect", id="type"),
        pytest.param({"act": "song"}, "one of speech, thought, other", id="act"),
        pytest.param({"circumstances": ["captivity"]}, "one of in_custody", id="of persons"),
        pytest.param({"speaker": {"kind": "named"}}, "“named” has a name", id="no name"),
        pytest.param({"speaker": {"name": "Jo", "kind": "hero"}}, "one of named, unnamed", id="kind"),
        pytest.param({"speaker": {"name": "Jo", "kind": "named", "age": "8"}}, "a number of years", id="age"),
        pytest.param({"speaker": {"name": "Jo", "kind": "named", "hat": 1}}, "has no “hat”", id="hat"),
        pytest.param({"speaker": "main"}, "is a case, and no speaker", id="a case"),
    ],
)
def test_only_what_can_be_is_set(archive, page, said, says):
    before = archive.size()
    with pytest.raises(CannotDecide, match=says):
        correct(archive, str(statement(archive).id), reason="because", **said)
    assert archive.size() == before


def test_only_statements_are_corrected_and_by_who_speaks_on_their_page(archive, page, tmp_path):
    with pytest.raises(CannotDecide, match="is a document, and only a statement can be corrected"):
        correct(archive, str(statement(archive).document_id), reason="what", type="mixed")
    other = tmp_path / "other.txt"
    other.write_text(TEXT + "Later.", encoding="utf-8")
    kept = add(archive, other, Finder(1, [(CREW, "Pia Voss")]))
    elsewhere = rows(archive.database, Appearance, document_id=kept.document).get()
    with pytest.raises(CannotDecide, match="does not speak in this document: give a new speaker"):
        correct(archive, str(statement(archive).id), reason="it was Pia", speaker=str(elsewhere.id))
    with pytest.raises(CannotDecide, match="in several documents"):
        join(archive, [str(statement(archive).id), str(statement(archive, document_id=kept.document).id)], reason="x")


@pytest.mark.parametrize(
    "second",
    [
        lambda archive, name, seen: correct(archive, name, reason="mine", type="indirect", seen=seen),
        lambda archive, name, seen: split(archive, name, [at("Nobody"), at("the crew")], reason="mine", seen=seen),
        lambda archive, name, seen: join(archive, [str(statement(archive, 1).id), name], reason="mine", seen=seen),
    ],
    ids=["correct", "split", "join"],
)
def test_of_two_reviewers_at_once_the_second_is_told(archive, page, second):
    name = str(statement(archive).id)
    seen = archive.size() - 1
    correct(archive, name, reason="mine", type="mixed", seen=seen)
    held, size, blobs = state(archive.database), archive.size(), len(list(archive.blobs.files()))
    with pytest.raises(Changed, match="correct by marta"):
        second(archive, name, seen)
    assert (state(archive.database), archive.size()) == (held, size)
    assert len(list(archive.blobs.files())) == blobs
    statement_seen = archive.size() - 1
    add(archive, page, Finder(2))
    with pytest.raises(Changed, match="read by firsthand"):
        second(archive, name, statement_seen)


def test_a_vector_of_other_words_is_dropped(archive, page):
    row = statement(archive)
    vector = {"number": row.number, "signs": b"", "vectors": b"", "words": b"", "speaker": ""}
    insert(archive.database, Vector, [vector], unless_there=True)
    correct(archive, str(row.id), reason="x", circumstances=["translated"])
    assert rows(archive.database, Vector, number=row.number).exists()
    correct(archive, str(row.id), reason="x", content=at("the crew"))
    assert not rows(archive.database, Vector, number=row.number).exists()


# Later readings


@pytest.mark.parametrize(
    "again",
    [
        pytest.param([(CREW, "Jon Hask Jr")], id="as it was read"),
        pytest.param([("the crew about it,”", "Jon Hask")], id="nearly as it was corrected"),
        pytest.param([(CREW, "Jon Hask"), ("the crew about it,”", "Jon Hask")], id="both"),
        pytest.param([], id="not at all"),
    ],
)
def test_a_persons_version_stands_after_a_new_reading(archive, page, again):
    row = statement(archive)
    correct(archive, str(row.id), reason="not all of it", content=at("the crew about it"))
    add(archive, page, Finder(2, [*again, (FERRY, "Marta Olden")]))
    assert shown(archive)[0] == ("the crew about it", "Jon Hask")
    assert [each.record["words"] for each in statements(archive, Asked())] == ["the crew about it", FERRY]
    assert statement(archive, id=row.id).reader == "finder 1"
    same_when_rebuilt(archive)
    undo(archive, str(row.id), reason="all of it")
    assert shown(archive)[0] == (CREW, "Jon Hask")
    add(archive, page, Finder(3))
    assert (statement(archive, id=row.id).reader, statement(archive, id=row.id).words) == ("finder 3", CREW)
    same_when_rebuilt(archive)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param([(FERRY, "Marta Olden")], id="whole"),
        pytest.param([("“The ferry will cross.", "Marta Olden"), ("The harbour stays shut,”", None)], id="in pieces"),
        pytest.param([], id="not at all"),
    ],
)
def test_what_was_split_stays_so_after_a_new_reading(archive, page, again):
    row = statement(archive, 1)
    split(archive, str(row.id), [at("“The ferry will cross."), at("The harbour stays shut,”")], reason="two")
    add(archive, page, Finder(2, [FOUND[0], *again]))
    assert shown(archive)[1:] == [
        ("“The ferry will cross.", "Marta Olden"),
        ("The harbour stays shut,”", "Marta Olden"),
    ]
    same_when_rebuilt(archive)
    undo(archive, str(row.id), reason="one")
    assert shown(archive)[1:] == [(FERRY, "Marta Olden")]
    same_when_rebuilt(archive)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(FOUND, id="apart"),
        pytest.param([(CREW + " said Jon Hask, the mate. " + FERRY, "Jon Hask")], id="as one"),
        pytest.param([], id="not at all"),
    ],
)
def test_what_was_joined_stays_so_after_a_new_reading(archive, page, again):
    one, other = statement(archive), statement(archive, 1)
    join(archive, [str(other.id), str(one.id)], reason="one breath")
    add(archive, page, Finder(2, again))
    assert shown(archive)[0] == (f"{CREW} {FERRY}", "Jon Hask")
    assert len(shown(archive)) == len(again[2:]) + 1
    same_when_rebuilt(archive)


# Splits


def test_a_split_statement_resolves_and_says_into_what(archive, page):
    row = statement(archive, 1)
    jon = rows(archive.database, Appearance, name="Jon Hask").get()
    second = {"content": at("The harbour stays shut,”"), "speaker": str(jon.id), "type": "mixed"}
    done = split(archive, str(row.id), [second, at("“The ferry will cross.")], reason="two")
    first, other = (statement(archive, id=each) for each in done.made)
    assert (first.words, first.type, first.status, first.decided_by, first.appearance_id) == (
        *("“The ferry will cross.", "direct", "corrected", "marta", row.appearance_id),
    )
    assert (other.words, other.type, other.appearance_id) == ("The harbour stays shut,”", "mixed", jon.id)
    found = find(archive, str(row.id))
    assert (found.id, found.row.hidden) == (row.id, True)
    told = whole(archive, found)
    assert told["split_into"] == [str(each) for each in done.made]
    assert whole(archive, find(archive, str(first.id)))["decisions"][0]["act"] == "split"
    assert hits(archive, "harbour") == ["The harbour stays shut,”"]
    assert [words for words, _ in shown(archive)][1:3] == ["“The ferry will cross.", "The harbour stays shut,”"]
    assert follow(archive, first).record()["statement"] == str(first.id)
    with pytest.raises(NotFound, match=r"was split into .*: follow one of these"):
        follow(archive, found.row)
    with pytest.raises(CannotCite, match=r"was split into .*: cite these"):
        cite(archive, found)
    with pytest.raises(CannotDecide, match=r"was split into .*: correct these"):
        correct(archive, str(row.id), reason="x", type="mixed")
    with pytest.raises(CannotDecide, match=r"was split into .*: decide about these"):
        decide(archive, "confirm", str(row.id), reason="x")
    same_when_rebuilt(archive)
    confirmed = decide(archive, "confirm", str(first.id), reason=None)
    with pytest.raises(CannotDecide, match=f"entry {confirmed.entry}: confirm by marta.*Undo that first"):
        undo(archive, f"entry:{done.entry}", reason="one")
    undo(archive, f"entry:{confirmed.entry}", reason="one")
    undo(archive, str(other.id), reason="one")
    assert [words for words, _ in shown(archive)][:2] == [CREW, FERRY]
    assert statement(archive, id=row.id).status == "suggested"
    with pytest.raises(NotFound, match=f"was a piece of {row.id}, and splitting that was undone"):
        find(archive, str(other.id))
    same_when_rebuilt(archive)


def test_pieces_of_what_is_withheld_are_withheld_and_nobody_has_released_those_of_what_is_open(archive, page):
    one, other = statement(archive), statement(archive, 1)
    decide(archive, "withhold", str(one.id), reason="asked to")
    decide(archive, "release", str(other.id), reason=None)
    pieces = split(archive, str(one.id), [at("“Nobody"), at("the crew")], reason="two").made
    more = split(archive, str(other.id), [at("“The ferry"), at("harbour")], reason="two").made
    assert {statement(archive, id=each).visibility for each in pieces} == {"withheld"}
    assert {statement(archive, id=each).visibility for each in more} == {"undecided"}
    decide(archive, "withhold", str(other.id), reason="asked to")
    assert {statement(archive, id=each).visibility for each in more} == {"withheld"}
    decide(archive, "release", str(pieces[0]), reason="they agreed")
    assert statement(archive, id=pieces[0]).visibility == "open"
    same_when_rebuilt(archive)


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        pytest.param([at(FERRY)], "a split makes two or more", id="one"),
        pytest.param([at("The ferry will"), at("will cross")], "two of the pieces overlap", id="overlapping"),
        pytest.param([at("The ferry"), []], "there are no words in it", id="empty"),
        pytest.param([at("The ferry"), {"type": "mixed"}], "a piece has no content", id="no content"),
        pytest.param([at("The ferry"), {"content": at("shut"), "hat": 1}], "a piece has no “hat”", id="hat"),
    ],
)
def test_a_split_makes_pieces_that_stand_apart(archive, page, pieces, says):
    with pytest.raises(CannotDecide, match=says):
        split(archive, str(statement(archive, 1).id), pieces, reason="two")


# Joins


def test_joined_statements_go_on_in_the_first_and_undo_parts_them(archive, page):
    one, other, third = (statement(archive, place) for place in range(3))
    done = join(archive, [str(third.id), str(other.id), str(one.id)[:13]], reason="one breath")
    assert (done.id, done.other) == (one.id, other.id)
    assert find(archive, str(third.id)).id == find(archive, str(other.id)).id == one.id
    assert [words for words, _ in shown(archive)] == [f"{CREW} {FERRY} {FOUND[2][0]}"]
    told = whole(archive, find(archive, str(other.id)))
    assert (told["id"], told["status"], sorted(told["joined"])) == (
        *(str(one.id), "corrected", sorted([str(other.id), str(third.id)])),
    )
    with pytest.raises(CannotDecide, match="two or more statements that are not one already"):
        join(archive, [str(one.id), str(other.id)], reason="again")
    correct(archive, str(other.id), reason="by way of an alias", type="mixed")
    assert statement(archive).type == "mixed"
    same_when_rebuilt(archive)
    undo(archive, f"entry:{done.entry}", reason="three")
    assert [words for words, _ in shown(archive)] == [words for words, _ in FOUND]
    assert statement(archive).type == "mixed"
    assert find(archive, str(other.id)).id == other.id
    same_when_rebuilt(archive)


def test_what_joins_a_withheld_statement_is_withheld(archive, page):
    one, other, third = (statement(archive, place) for place in range(3))
    decide(archive, "release", str(one.id), reason=None)
    decide(archive, "release", str(third.id), reason=None)
    decide(archive, "withhold", str(other.id), reason="asked to")
    join(archive, [str(one.id), str(third.id)], reason="one")
    assert statement(archive).visibility == "undecided"
    done = join(archive, [str(one.id), str(other.id)], reason="one")
    assert statement(archive).visibility == "withheld"
    undo(archive, f"entry:{done.entry}", reason="two")
    assert [row.visibility for row in rows(archive.database, Statement).order_by("number")][:2] == [
        *("undecided", "withheld"),
    ]
    same_when_rebuilt(archive)


def test_joins_that_were_built_upon_are_undone_from_the_last(archive, page):
    one, other, third = (str(statement(archive, place).id) for place in range(3))
    first = join(archive, [other, third], reason="one")
    second = join(archive, [one, third], reason="one")
    assert find(archive, third).id == statement(archive).id
    with pytest.raises(CannotDecide, match=f"entry {second.entry}: join by marta"):
        undo(archive, f"entry:{first.entry}", reason="no")
    for done in (second, first):
        undo(archive, f"entry:{done.entry}", reason="no")
    assert [words for words, _ in shown(archive)] == [words for words, _ in FOUND]
    same_when_rebuilt(archive)


def test_statements_inside_one_that_was_split_are_inside_a_piece(archive, page):
    whole_one, inner = statement(archive, 1), statement(archive)
    archive.database.run("UPDATE statement SET within = %s WHERE number = %s", [whole_one.id, inner.number])
    assert recast.enclosing(archive.database, statement(archive)) == whole_one.id
    pieces = split(archive, str(whole_one.id), [at(CREW[:5]), at("shut")], reason="two").made
    assert recast.enclosing(archive.database, statement(archive, id=inner.id)) == pieces[0]


def test_a_judgement_holds_of_what_was_joined(archive, page):
    one, other, third = (str(statement(archive, place).id) for place in range(3))
    join(archive, [one, other], reason="one")
    judge(archive, other, third, "same", reason="the same words")
    assert statement(archive).echo_id == statement(archive, 2).echo_id is not None
    same_when_rebuilt(archive)


def test_a_terminal_tells_what_was_read_and_what_became_of_it(archive, page):
    one, other, third = (str(statement(archive, place).id) for place in range(3))
    correct(archive, one, reason="heard on the recording", content=at("the crew"))
    piece, _ = split(archive, other, [at("“The ferry"), at("stays shut")], reason="two").made
    join(archive, [one, third], reason="one")

    def lines(given):
        found = find(archive, given)
        return "\n".join(shown_lines(archive, found, whole(archive, found), Screen(200)))

    assert f"was read    {CREW}" in lines(one)
    assert f"joined      {third}" in lines(third)
    assert "statement corrected by marta" in lines(one)
    assert f"split into  {piece}, " in lines(other)
    assert "statement split by marta" in lines(str(piece))
    assert "superseded" not in lines(other)
    assert "“The ferry" in lines(str(statement(archive).document_id))


# Erasure


def test_erasing_the_reason_leaves_the_correction(archive, page):
    name = str(statement(archive).id)
    done = correct(archive, name, reason="his sister Ada told us", content=at("the crew"))
    cut = split(archive, str(statement(archive, 1).id), [at("The ferry"), at("shut")], reason="Ada, again")
    bound = join(archive, [name, str(statement(archive, 2).id)], reason="and again Ada")
    held = shown(archive)
    add(archive, page, Finder(2))
    for each in (done, cut, bound):
        erase(archive, f"entry:{each.entry}", reason="it named somebody")
    assert shown(archive) == held
    assert {row.reason for row in rows(archive.database, Decision)} == {None}
    same_when_rebuilt(archive)
    for each in (bound, cut, done):
        undo(archive, f"entry:{each.entry}", reason="no")
    assert [words for words, _ in shown(archive)] == [words for words, _ in FOUND]
    same_when_rebuilt(archive)


def test_erasing_the_document_erases_what_was_set_in_it_and_of_pieces_that_are_gone(archive, page):
    row = statement(archive)
    correct(archive, str(row.id), reason="r1", speaker={"name": "Ines Marrow", "kind": "named"})
    cut = split(archive, str(statement(archive, 1).id), [at("“The ferry will"), at("stays shut")], reason="r2")
    piece = correct(archive, str(cut.made[0]), reason="r3", content=at("The ferry"))
    undo(archive, f"entry:{piece.entry}", reason="r4")
    undo(archive, f"entry:{cut.entry}", reason="r5")
    join(archive, [str(row.id), str(statement(archive, 2).id)], reason="r6")
    named = {
        digest
        for data in range(archive.size())
        if (entry := archive.entry(data)).act in ("correct", "split", "join", "undo")
        for digest in entry.blobs
    }
    erase(archive, str(row.document_id), reason="asked for")
    assert named == {each.digest for each in rows(archive.database, Erased, digest__in=named)}
    for model in (Statement, Appearance, Decision, Correction, AsRead, Successor):
        assert not rows(archive.database, model).exists()
    assert not hits(archive, "crew")
    left = b"".join(path.read_bytes() for _, path, *_ in ((d, p) for d, p in archive.blobs.files()))
    assert not any(word in left for word in (b"Ines", b"ferry", b"r3"))
    if archive.database.is_sqlite:
        files = [archive.folder / f"firsthand.db{end}" for end in ("", "-wal")]
        kept = b"".join(path.read_bytes() for path in files if path.exists())
        assert not any(word in kept for word in (b"Ines", b"ferry"))
    same_when_rebuilt(archive)


# Whatever happens


class Newsroom(World):
    """A world in which people correct, split and join, too."""

    def spans(self, row):
        length = len(page_of(self.archive, rows(self.database, Document, id=row.document_id).get())[0].text)
        places = sorted(self.random.sample(range(length), min(4, length - length % 2)))
        return [[*pair] for pair in zip(places[::2], places[1::2], strict=True)]

    def tries(self, act, *given, **more):
        with suppress(CannotDecide):
            act(self.archive, *given, reason="a look at the page", **more)

    def corrects(self):
        if row := self.some(Statement):
            speakers = [str(each.id) for each in rows(self.database, Appearance, document_id=row.document_id)]
            more = {
                "content": self.spans(row)[:1],
                "cue": self.spans(row),
                "type": self.random.choice(["direct", "mixed", "indirect"]),
                "circumstances": self.random.choice([[], ["translated"]]),
                "speaker": self.random.choice([{"name": "Ines Marrow", "kind": "named"}, *sorted(speakers)]),
            }
            few = self.random.sample(sorted(more), self.random.randint(1, 2))
            self.tries(correct, str(row.id), **{name: more[name] for name in few})

    def splits(self):
        if row := self.some(Statement):
            self.tries(split, str(row.id), [[pair] for pair in self.spans(row)])

    def joins(self):
        if row := self.some(Statement):
            own = [str(each.id) for each in rows(self.database, Statement, document_id=row.document_id)]
            self.tries(join, self.random.sample(sorted(own), min(2, len(own))))

    def decides_on_a_statement(self):
        with suppress(CannotDecide):
            super().decides_on_a_statement()

    def undoes(self):
        if row := self.some(Decision, undone=None):
            self.tries(undo, f"entry:{row.number}")

    OFTEN = (World.adds, World.reads_anew, World.reads_anew, corrects, corrects, splits, joins, decides_on_a_statement)
    SOMETIMES = (World.judges_people, World.decides_on_a_person, World.judges_statements, undoes, undoes, undoes)


@pytest.mark.parametrize("seed", range(6))
def test_a_log_with_corrections_is_replayed_to_the_same_rows_on_both_databases(tmp_path, postgres_url, seed):
    one, other = (None, postgres_url) if seed % 2 else (postgres_url, tmp_path / "copy.db")
    archive = init(tmp_path / "archive", database=one)
    newsroom = Newsroom(archive, tmp_path / "pages", random.Random(seed))  # noqa: S311 - told again by its seed
    newsroom.new_case("river")
    newsroom.acts(40)
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held, newsroom.done
    copy = copied(archive, other)
    assert state(copy) == held, newsroom.done
    assert [each for each in verify(archive) if each.result == "failed"] == []
    for row in rows(archive.database, Document):
        page_of(archive, row)
    copy.close()
    archive.close()


STEPS = st.lists(
    st.tuples(st.sampled_from(["content", "type", "cue", "speaker", "undo"]), st.integers(0, 3)), max_size=8
)


@pytest.fixture(scope="module")
def a_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("steps")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTHAND_CONFIG", str(folder / "config"))
        patch.setenv("FIRSTHAND_USER", "marta")
        archive = init(folder / "archive")
        archive.database.run("PRAGMA synchronous=OFF")
        path = folder / "page.txt"
        path.write_text(TEXT, encoding="utf-8")
        add(archive, Path(path), Finder())
        yield archive
        archive.close()


@settings(max_examples=25)
@given(steps=STEPS)
def test_each_field_is_what_the_latest_that_stands_set_it_to(a_page, steps):
    archive = a_page
    row = statement(archive)
    speakers = [str(each.id) for each in rows(archive.database, Appearance).order_by("id")]
    values = {
        "content": [at("Nobody"), at("the crew"), at("crew about it"), at("asked", "about")],
        "type": ["direct", "mixed", "indirect", "mixed"],
        "cue": [[], at("said"), at("said Jon"), at("Jon")],
        "speaker": [*speakers, *speakers],
    }
    read = {"content": row.content, "type": row.type, "cue": row.cue, "speaker": str(row.appearance_id)}
    done = []

    def now():
        held = statement(archive)
        return {"content": held.content, "type": held.type, "cue": held.cue, "speaker": str(held.appearance_id)}

    for field, place in steps:
        if field == "undo":
            if done:
                undo(archive, f"entry:{done.pop(place % len(done))[0]}", reason="no")
        else:
            try:
                entry = correct(archive, str(row.id), reason="so", **{field: values[field][place]}).entry
            except CannotDecide:
                continue
            done.append((entry, field, now()[field]))
        assert now() == read | {name: value for _, name, value in done}
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held
    for entry, *_ in done:
        undo(archive, f"entry:{entry}", reason="over")
    assert now() == read
