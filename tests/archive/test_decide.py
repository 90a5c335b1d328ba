import pytest

from firsthand.archive.archive import Changed, NotFound
from firsthand.archive.decide import CannotDecide, decide, judge, last_seen, undo
from firsthand.archive.find import Ambiguous, find
from firsthand.archive.intake import intake
from firsthand.archive.models import Appearance, Capture, Decision, Document, Statement
from firsthand.archive.standing import person_circumstances, person_visibility
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.capture import gather
from firsthand.reading.reader import Reading as Found
from firsthand.reading.statement import Speaker
from firsthand.reading.statement import Statement as Said
from firsthand.text import Span

TEXT = "“Nobody asked the crew about it,” said Jon Hask. “The ferry will cross,” said Marta Olden, who was there.\n" * 2


class Finder:
    """A reader that finds two statements, by Jon Hask with these circumstances and by Marta Olden."""

    languages = frozenset()

    def __init__(self, version, *circumstances, name="Jon Hask"):
        self.name, self.circumstances, self.who = f"finder {version}", circumstances, name

    def read(self, document):
        said = (
            ("“Nobody asked the crew about it,”", Speaker(self.who, "named", circumstances=self.circumstances)),
            ("“The ferry will cross,”", Speaker("Marta Olden", "named")),
        )
        found = []
        for number, (words, speaker) in enumerate(said, 1):
            start = document.text.index(words)
            content = (Span(start, start + len(words)),)
            found.append(
                Said(f"s{number}", document.id, "direct", "speech", (), (), content, speaker, reader=self.name)
            )
        return Found(document.id, tuple(found))


class Nothing:
    """A reader that finds nothing."""

    name = "nothing"
    languages = frozenset()

    def read(self, document):
        return Found(document.id, ())


def add(archive, path, reader):
    with intake(archive, reader, [str(path)], case="main") as into:
        (kept,) = [kept for target in gather(str(path)) for kept in into.take_in(target)]
    return kept


@pytest.fixture
def page(archive, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    add(archive, path, Finder(1))
    return path


def statement(archive, place=0):
    return rows(archive.database, Statement).order_by("number")[place]


def now(archive, place=0):
    row = statement(archive, place)
    return row.status, row.decided_by, row.visibility


def whole(archive):
    return [each for each in verify(archive) if each.result == "failed"] == []


# What stands


def test_the_latest_decision_that_stands_wins_and_undo_brings_back_the_one_before(archive, page):
    name = str(statement(archive).id)
    steps = [
        (lambda: decide(archive, "confirm", name, reason=None), ("confirmed", "marta", "undecided")),
        (lambda: decide(archive, "reject", name, reason="a caption"), ("rejected", "marta", "undecided")),
        (lambda: decide(archive, "release", name, reason=None), ("rejected", "marta", "open")),
        (lambda: decide(archive, "withhold", name, reason="asked to"), ("rejected", "marta", "withheld")),
        (lambda: undo(archive, name, reason="they agreed"), ("rejected", "marta", "open")),
        (lambda: undo(archive, name, reason="not yet"), ("rejected", "marta", "undecided")),
        (lambda: undo(archive, name, reason="it is none"), ("confirmed", "marta", "undecided")),
        (lambda: undo(archive, name, reason="not sure"), ("suggested", None, "undecided")),
    ]
    for act, expected in steps:
        act()
        assert now(archive) == expected
        assert now(archive, 1) == ("suggested", None, "undecided")
    with pytest.raises(CannotDecide, match="nobody has decided anything about it"):
        undo(archive, name, reason="again")
    assert whole(archive)


def test_what_a_later_reading_finds_of_somebody_closes_what_they_said_elsewhere(archive, page, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("A later page.\n" + TEXT, encoding="utf-8")
    add(archive, other, Finder(1))
    here, there = rows(archive.database, Appearance, name="Jon Hask").order_by("number")
    if here.person_id != there.person_id:
        judge(archive, str(here.id), str(there.id), "same", reason="one man")
    decide(archive, "release", str(here.id), reason=None)
    assert {row.visibility for row in rows(archive.database, Statement, appearance_id=here.id)} == {"open"}
    add(archive, other, Finder(2, "captivity"))
    assert {row.visibility for row in rows(archive.database, Statement, appearance_id=here.id)} == {"undecided"}
    add(archive, other, Finder(3))
    assert {row.visibility for row in rows(archive.database, Statement, appearance_id=here.id)} == {"open"}
    assert whole(archive)


def test_what_is_found_first_on_a_withheld_page_is_withheld(archive, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(TEXT, encoding="utf-8")
    document = add(archive, page, Nothing()).document
    decide(archive, "withhold", str(document), reason="for now")
    add(archive, page, Finder(1))
    assert {row.visibility for row in rows(archive.database, Statement, document_id=document)} == {"withheld"}
    assert whole(archive)


def test_undo_names_what_it_undoes_and_undoes_it_once(archive, page):
    done = decide(archive, "confirm", str(statement(archive).id), reason=None)
    undone = undo(archive, f"entry:{done.entry}", reason="mistyped")
    assert (undone.undone, undone.id) == (done.entry, statement(archive).id)
    assert archive.entry(undone.entry).entry == done.entry
    with pytest.raises(CannotDecide, match=f"was undone already: entry {undone.entry}: undo by marta"):
        undo(archive, f"entry:{done.entry}", reason="again")
    with pytest.raises(CannotDecide, match="is no decision that stands here but “undo”"):
        undo(archive, f"entry:{undone.entry}", reason="back again")
    with pytest.raises(CannotDecide, match="but “opened”"):
        undo(archive, "entry:0", reason="begin anew")
    with pytest.raises(NotFound, match=r"no log entry 999 here; the log has \d+"):
        undo(archive, "entry:999", reason="what")


@pytest.mark.parametrize(
    ("verb", "kind", "says"),
    [
        pytest.param("confirm", "document", "only a statement can be confirmed", id="confirm a document"),
        pytest.param("reject", "person", "only a statement can be rejected", id="reject a person"),
        pytest.param(
            "release", "capture", "is a capture, and only a statement or a person or a document", id="capture"
        ),
        pytest.param("withhold", "case", "is a case", id="withhold a case"),
    ],
)
def test_only_what_makes_sense_can_be_decided(archive, page, verb, kind, says):
    models = {"document": Document, "person": Appearance, "capture": Capture}
    given = str(rows(archive.database, models[kind]).first().id) if kind in models else "main"
    before = archive.size()
    with pytest.raises(CannotDecide, match=says):
        decide(archive, verb, given, reason="because")
    assert archive.size() == before


def test_who_is_protected_is_released_for_a_reason_only(archive, page):
    add(archive, page, Finder(2, "captivity"))
    name = str(statement(archive).id)
    with pytest.raises(CannotDecide, match=r"is protected \(captivity\): releasing needs a reason"):
        decide(archive, "release", name, reason=None)
    with pytest.raises(CannotDecide, match=r"is protected \(captivity\)"):
        decide(archive, "release", str(statement(archive).document_id), reason=None)
    decide(archive, "release", name, reason="home since May, agreed in writing")
    assert now(archive)[2] == "open"


def test_a_circumstance_found_later_makes_a_release_undecided(archive, page):
    decide(archive, "release", str(statement(archive).id), reason=None)
    decide(archive, "release", str(statement(archive, 1).id), reason=None)
    add(archive, page, Finder(2, "captivity"))
    found = {row.id: row.visibility for row in rows(archive.database, Statement)}
    assert sorted(found.values()) == ["open", "undecided"]
    assert whole(archive)


# What its author saw


def test_a_decision_is_refused_if_somebody_decided_since(archive, page):
    row = statement(archive)
    seen = last_seen(archive, find(archive, str(row.id)))
    first = decide(archive, "confirm", str(row.id), reason="heard it", seen=seen)
    before = {digest for digest, _ in archive.blobs.files()}
    with pytest.raises(Changed, match=rf"entry {first.entry}: confirm by marta, .* Nothing was written") as refused:
        decide(archive, "reject", str(row.id), reason="a secret reason", seen=seen)
    assert (refused.value.subject, refused.value.seen) == (row.id, seen)
    assert {digest for digest, _ in archive.blobs.files()} == before  # the reason stays nowhere
    assert decide(archive, "reject", str(row.id), reason="on second thoughts", seen=first.entry).entry > first.entry


def test_a_decision_is_refused_if_the_statement_was_read_anew_since(archive, page):
    name = str(statement(archive).id)
    seen = last_seen(archive, find(archive, name))
    add(archive, page, Finder(2, "captivity"))
    before = {digest for digest, _ in archive.blobs.files()}
    with pytest.raises(Changed, match=r"entry \d+: read by firsthand"):
        decide(archive, "release", name, reason="nothing speaks against it", seen=seen)
    assert {digest for digest, _ in archive.blobs.files()} == before
    assert now(archive)[2] == "undecided"
    decide(archive, "release", name, reason="home since May", seen=last_seen(archive, find(archive, name)))
    assert now(archive)[2] == "open"


def test_a_decision_about_a_person_is_refused_if_a_page_joined_them_since(archive, page, tmp_path):
    jon = str(rows(archive.database, Appearance, name="Jon Hask").get().id)
    seen = last_seen(archive, find(archive, jon))
    other = tmp_path / "other.txt"
    other.write_text("Another. " + TEXT, encoding="utf-8")
    add(archive, other, Finder(1, "minor"))
    assert person_circumstances(archive.database, find(archive, jon).id) == ["minor"]
    with pytest.raises(Changed, match="same-by-rule by firsthand"):
        decide(archive, "release", jon, reason="of age", seen=seen)
    assert person_visibility(archive.database, find(archive, jon).id) == "undecided"


def test_a_judgement_is_refused_if_the_other_one_was_decided_since(archive, page):
    jon, marta = (str(rows(archive.database, Appearance, name=each).get().id) for each in ("Jon Hask", "Marta Olden"))
    seen = archive.size() - 1
    decide(archive, "withhold", marta, reason="asked to")
    with pytest.raises(Changed, match="withhold by marta"):
        judge(archive, jon, marta, "same", reason="one person", seen=seen)


# Judgements


def test_judged_persons_are_one_and_undo_parts_them(archive, page):
    jon, marta = (rows(archive.database, Appearance, name=each).get().id for each in ("Jon Hask", "Marta Olden"))
    done = judge(archive, str(jon), str(marta), "same", reason="a nickname")
    assert find(archive, str(jon)).id == find(archive, str(marta)).id == min(jon, marta)
    with pytest.raises(CannotDecide, match="are the same person; to part what was joined, undo"):
        judge(archive, str(jon), str(jon)[:13], "different", reason="no")
    decide(archive, "withhold", str(marta), reason="asked to")
    assert {row.visibility for row in rows(archive.database, Statement)} == {"withheld"}
    undo(archive, f"entry:{done.entry}", reason="two people")
    assert {find(archive, str(each)).id for each in (jon, marta)} == {jon, marta}
    assert sorted(row.visibility for row in rows(archive.database, Statement)) == ["undecided", "withheld"]
    assert whole(archive)


def test_only_two_of_one_kind_are_judged(archive, page):
    with pytest.raises(CannotDecide, match="two persons or two statements can be judged"):
        judge(archive, str(statement(archive).id), "main", "same", reason="what")
    with pytest.raises(CannotDecide, match="are the same statement"):
        judge(archive, str(statement(archive).id), str(statement(archive).id), "same", reason="what")


# Ids


def test_any_prefix_that_one_thing_has_will_do(archive, page):
    row = statement(archive)
    assert find(archive, row.id.hex[:12]).id == row.id
    assert find(archive, str(row.id).upper()[:20]).kind == "statement"
    assert find(archive, "main").kind == "case"
    begins = [each.id.hex[0] for each in (*rows(archive.database, Statement), *rows(archive.database, Appearance))]
    for digit in {digit for digit in begins if begins.count(digit) > 1}:
        with pytest.raises(Ambiguous, match=rf"“{digit}” begins several ids: \w+ .* Write more of it"):
            find(archive, digit)
    for odd in ("", "zz", "%", "entry:", "entry:x", "0" * 33, "ен", "\udcff", "a\x00b"):
        with pytest.raises(NotFound):
            find(archive, odd)


def test_decisions_are_told_with_who_and_when(archive, page):
    done = decide(archive, "confirm", str(statement(archive).id), reason="heard “it”\u2028twice")
    row = rows(archive.database, Decision).get()
    assert (row.number, row.reason, row.kind) == (done.entry, "heard “it”\u2028twice", "statement")
    assert archive.told(done.entry).startswith(f"entry {done.entry}: confirm by marta, 20")
