import pytest

from firsthand.archive.archive import Changed, NotFound, init
from firsthand.archive.cases import add_case, change_case
from firsthand.archive.decide import CannotDecide, decide, judge, last_seen, undo
from firsthand.archive.erase import erase
from firsthand.archive.find import find
from firsthand.archive.models import Appearance, Capture, Document, Remark, Statement
from firsthand.archive.remarks import assign, grade, judge_edge, note, remarks, tag, translate
from firsthand.archive.replay import copy_log, rebuild
from firsthand.archive.shown import whole
from firsthand.archive.tables import rows
from firsthand.archive.trails import follow
from firsthand.archive.verify import verify
from firsthand.trunk import weights
from tests.archive import press, world
from tests.archive.press import page
from tests.archive.world import state

MODELS = {"statement": Statement, "document": Document, "person": Appearance, "capture": Capture}
COPY = page(
    "en",
    "Kilnside",
    "2023-03-10",
    "https://kilnside.example/7",
    "What Lindmark was told",
    *press.DAM,
    "Source: Dayline",
)


@pytest.fixture
def held(archive, tmp_path):
    """An archive of two pages, whose case has tags and grades."""
    change_case(archive, "main", tags=["bridge", "convoy"], grades=True, members=["ivo"])
    press.add(archive, tmp_path / "pages", "dam.html", "mist.html")
    return archive


def one(archive, kind="statement", place=0):
    return str(rows(archive.database, MODELS[kind]).order_by("number", "id")[place].id)


def said(archive, *given, history=False):
    """What stands about something: what is said, without who and when."""
    plain = ("entry", "subject", "other", "by", "at", "undone", "erased", "stands")
    found = remarks(archive, [find(archive, each).id for each in given], history=history)
    return [{name: value for name, value in each.items() if name not in plain} for each in found]


def is_whole(archive):
    """Tell whether a rebuild makes the same rows, and nothing is found wrong."""
    before = state(archive.database)
    rebuild(archive.database, archive.blobs)
    return state(archive.database) == before and not [each for each in verify(archive) if each.result == "failed"]


def everything(archive):
    """Make one remark of each act; return their entries."""
    statement, document, other = one(archive), one(archive, "document"), one(archive, "document", 1)
    done = [
        note(archive, statement, "ask the harbour master"),
        note(archive, one(archive, "person"), "has two names"),
        note(archive, one(archive, "capture"), "came by post"),
        tag(archive, document, "convoy"),
        grade(archive, statement, "B", 2, reason="was there"),
        translate(archive, statement, "Гребля витримає", language="uk", translator="Neva Orlyk", on="2026-05-01"),
        assign(archive, statement, "marta"),
        judge_edge(archive, document, other, "refuse", reason="two witnesses"),
    ]
    return [each.entry for each in done]


# What is said


def test_notes_stand_side_by_side_on_whatever_they_are_about(held):
    for kind in MODELS:
        given = one(held, kind)
        note(held, given, "ask her again")
        done = note(held, given[:18], "no: “asked”\u2028twice")
        assert said(held, given) == [
            {"act": "note", "text": "ask her again"},
            {"act": "note", "text": "no: “asked”\u2028twice"},
        ]
        told = remarks(held, [find(held, given).id])[-1]
        assert (told["entry"], told["by"], told["undone"], told["stands"]) == (
            f"entry:{done.entry}",
            "marta",
            None,
            True,
        )
    assert is_whole(held)


def test_a_tag_is_one_of_its_case_and_undoing_takes_it_away(held):
    for kind in ("statement", "document", "person"):
        done = tag(held, one(held, kind), "bridge")
        tag(held, one(held, kind), "convoy")
        with pytest.raises(CannotDecide, match="is tagged “bridge” already; undo that to take the tag away"):
            tag(held, one(held, kind), "bridge")
        undo(held, f"entry:{done.entry}", reason="no bridge in it")
        assert said(held, one(held, kind)) == [{"act": "tag", "tag": "convoy"}]
        tag(held, one(held, kind), "bridge")
    assert is_whole(held)


def test_only_the_case_that_holds_it_gives_the_tags_and_allows_grades(held, tmp_path):
    add_case(held, "river", tags=["weir"])
    press.add(held, tmp_path / "more", "presa.html", case="river")
    far = str(rows(held.database, Statement).order_by("number").last().id)
    with pytest.raises(CannotDecide, match="“bridge” is no tag of the case “river”: its tags are weir"):
        tag(held, far, "bridge")
    with pytest.raises(CannotDecide, match="“river” are not graded; 'firsthand case change river --grades' switches"):
        grade(held, far, "A", 1)
    with pytest.raises(NotFound, match="the case “main” has no such statement"):
        tag(held, far, "bridge", case="main")
    press.add(held, tmp_path / "again", "presa.html", case="main")
    tag(held, far, "bridge")
    grade(held, far, "A", 1)
    with pytest.raises(CannotDecide, match="no tag of the case “river”"):
        tag(held, far, "convoy", case="river")
    with pytest.raises(CannotDecide, match="are not graded"):
        grade(held, far, "A", 2, case="river")
    change_case(held, "main", tags=[])
    with pytest.raises(CannotDecide, match="no tag of the case “main”: it has no tags yet"):
        tag(held, one(held), "bridge")


def test_the_latest_grade_that_stands_wins(held):
    given = one(held)
    grade(held, given, "B", 2)
    grade(held, given, "F", 6, reason="nobody saw him there")
    last = {"act": "grade", "reliability": "F", "credibility": 6, "reason": "nobody saw him there"}
    assert said(held, given) == [last]
    assert [each["stands"] for each in remarks(held, [find(held, given).id], history=True)] == [False, True]
    undo(held, given, reason="she did")
    assert said(held, given) == [{"act": "grade", "reliability": "B", "credibility": 2, "reason": None}]
    assert is_whole(held)


def test_of_translations_the_latest_in_each_language_stands(held):
    given = one(held)
    for words, language, status in (
        ("Гребля", "uk", "draft"),
        ("A represa", "PT-br", "draft"),
        ("Дамба", "uk", "certified"),
    ):
        translate(held, given, words, language=language, translator=" Neva Orlyk ", on="2026-05-01", status=status)
    assert said(held, given) == [
        {"act": "translate", "language": language, "words": words, "translator": "Neva Orlyk", "date": "2026-05-01"}
        | {"status": status}
        for language, words, status in (("pt-BR", "A represa", "draft"), ("uk", "Дамба", "certified"))
    ]
    assert [each["words"] for each in said(held, given, history=True)] == ["Гребля", "A represa", "Дамба"]
    undo(held, given, reason="not her stamp")
    assert {each["words"] for each in said(held, given)} == {"Гребля", "A represa"}
    assert is_whole(held)


def test_what_is_assigned_is_somebodys_or_nobodys(held):
    for given in (one(held), one(held, "document")):
        assign(held, given, "marta")  # who has acted here
        assign(held, given, "ivo")  # a member of the case who has not
        assert said(held, given) == [{"act": "assign", "to": "ivo"}]
        assign(held, given, None)
        assert said(held, given) == [{"act": "assign", "to": None}]
        undo(held, given, reason="somebody has to")
        assert said(held, given) == [{"act": "assign", "to": "ivo"}]
    assert is_whole(held)


def test_remarks_about_a_person_are_those_about_any_appearance(held):
    (first, second) = (one(held, "person", place) for place in (0, 1))
    note(held, first, "a nurse")
    note(held, second, "a teacher")
    judge(held, first, second, "same", reason="both")
    told = whole(held, find(held, first))
    assert [each["text"] for each in told["remarks"]] == ["a nurse", "a teacher"]
    tag(held, first, "bridge")
    with pytest.raises(CannotDecide, match="already"):
        tag(held, second, "bridge")


def test_remarks_of_many_come_with_one_query(held, monkeypatch):
    everything(held)
    ids = [row.id for model in MODELS.values() for row in rows(held.database, model)]
    asked = []
    run = type(held.database).run
    monkeypatch.setattr(type(held.database), "run", lambda *given: asked.append(given[1]) or run(*given))
    found = remarks(held, ids * 300)
    assert len(asked) == 1
    assert len(found) == 8
    assert remarks(held, []) == []


# What cannot be said


@pytest.mark.parametrize(
    ("act", "kind", "says"),
    [
        pytest.param(lambda *on: note(*on, " \n"), "statement", "a note is empty; write some words", id="empty note"),
        pytest.param(lambda *on: note(*on, "x"), "case", "only a statement or a person or", id="note a case"),
        pytest.param(
            lambda *on: tag(*on, "weir"),
            "person",
            r"“weir” is no tag of the case “main”: its tags are bridge, convoy\. 'firsthand case change main --tag",
            id="unknown tag",
        ),
        pytest.param(lambda *on: tag(*on, "bridge"), "capture", "or a person can be tagged", id="tag a capture"),
        pytest.param(
            lambda *on: grade(*on, "A", 1), "document", "only a statement can be graded", id="grade a document"
        ),
        pytest.param(
            lambda *on: grade(*on, "G", 1), "statement", "“G” is no reliability .* write A .* to F", id="letter"
        ),
        pytest.param(lambda *on: grade(*on, "AB", 1), "statement", "“AB” is no reliability", id="letters"),
        pytest.param(
            lambda *on: grade(*on, "A", 0), "statement", "“0” is no credibility .* write 1 .* to 6", id="number"
        ),
        pytest.param(
            lambda *on: translated(*on, language="Ukrainian!"),
            "statement",
            "names no language; write a BCP 47",
            id="no language",
        ),
        pytest.param(
            lambda *on: translated(*on, on="soon"), "statement", "“soon” is no date; write 2027", id="no date"
        ),
        pytest.param(
            lambda *on: translated(*on, status="good"),
            "statement",
            "a translation is draft or certified, not “good”",
            id="status",
        ),
        pytest.param(
            lambda *on: translated(*on, translator=""), "statement", "the translator's name is empty", id="by nobody"
        ),
        pytest.param(lambda *on: translated(*on, words=""), "statement", "a translation is empty", id="no words"),
        pytest.param(
            lambda *on: translated(*on), "person", "only a statement can be translated", id="translate a person"
        ),
        pytest.param(
            lambda *on: assign(*on, "oleh"),
            "statement",
            r"nobody here is called “oleh”: assign to .* --member",
            id="a stranger",
        ),
        pytest.param(
            lambda *on: assign(*on, "firsthand"), "statement", "nobody here is called “firsthand”", id="a machine"
        ),
        pytest.param(
            lambda *on: assign(*on, "ivo"), "person", "only a statement or a document can be assigned", id="assign"
        ),
        pytest.param(
            lambda *on: edge(*on), "document", "are the same document: an edge joins two", id="edge to itself"
        ),
        pytest.param(lambda *on: edge(*on), "statement", "an edge joins two documents", id="edge of statements"),
        pytest.param(lambda *on: edge(*on, reason=""), "second", "the reason is empty", id="edge without a reason"),
        pytest.param(
            lambda *on: edge(*on, verdict="maybe"), "second", "is confirmed or refused, not “maybe”", id="verdict"
        ),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(held, act, kind, says):
    given = "main" if kind == "case" else one(held, "document", 1) if kind == "second" else one(held, kind)
    before = held.size(), {digest for digest, _ in held.blobs.files()}
    with pytest.raises(CannotDecide, match=says):
        act(held, given)
    assert (held.size(), {digest for digest, _ in held.blobs.files()}) == before


def translated(archive, given, *, words="Гребля", **more):
    return translate(archive, given, words, **{"language": "uk", "translator": "Neva", "on": "2026-05-01", **more})


def edge(archive, given, *, verdict="refuse", reason="no"):
    return judge_edge(archive, one(archive, "document"), given, verdict, reason=reason)


# What its author saw


@pytest.mark.parametrize("kind", MODELS)
def test_a_remark_is_refused_if_somebody_wrote_since_and_what_it_said_stays_nowhere(held, kind):
    given = one(held, kind)
    seen = last_seen(held, find(held, given))
    first = note(held, given, "ours", seen=seen)
    before = {digest for digest, _ in held.blobs.files()}
    with pytest.raises(Changed, match=rf"entry {first.entry}: note by marta, .* Nothing was written"):
        note(held, given, "theirs", seen=seen)
    assert {digest for digest, _ in held.blobs.files()} == before
    assert note(held, given, "theirs", seen=first.entry).entry == last_seen(held, find(held, given))


def test_a_remark_counts_for_who_decides_and_a_decision_for_who_remarks(held):
    seen = last_seen(held, find(held, one(held)))
    note(held, one(held), "wait")
    with pytest.raises(Changed, match="note by marta"):
        decide(held, "confirm", one(held), reason=None, seen=seen)
    seen = last_seen(held, find(held, one(held)))
    decide(held, "confirm", one(held), reason=None)
    with pytest.raises(Changed, match="confirm by marta"):
        grade(held, one(held), "A", 1, seen=seen)


@pytest.mark.parametrize("place", [0, 1], ids=["nearer", "farther"])
def test_an_edge_is_not_judged_if_either_page_changed_since(held, place):
    pages = [one(held, "document", each) for each in (0, 1)]
    seen = max(last_seen(held, find(held, each)) for each in pages)
    note(held, pages[place], "look at the date")
    with pytest.raises(Changed, match="note by marta"):
        judge_edge(held, *pages, "confirm", reason="says so", seen=seen)


def test_nothing_is_said_of_what_was_erased_meanwhile(held, monkeypatch):
    given = one(held)
    document = str(rows(held.database, Statement, id=given).get().document_id)
    draft = type(held).draft

    def and_meanwhile(*args, **more):
        made = draft(*args, **more)
        monkeypatch.setattr(type(held), "draft", draft)
        erase(held, document, reason="asked for")
        return made

    monkeypatch.setattr(type(held), "draft", and_meanwhile)
    with pytest.raises(NotFound):
        note(held, given, "too late")
    assert not rows(held.database, Remark).exists()
    assert is_whole(held)


# Undone, erased, made anew


def test_undo_names_a_remark_or_takes_the_last_of_all_that_stands(held):
    given = one(held)
    first = note(held, given, "wrong page")
    decide(held, "confirm", given, reason=None)
    note(held, given, "the right page")
    assert undo(held, given, reason="mine").undone == first.entry + 2
    assert rows(held.database, Statement, id=given).get().status == "confirmed"
    undone = undo(held, f"entry:{first.entry}", reason="not this one")
    with pytest.raises(CannotDecide, match=f"was undone already: entry {undone.entry}: undo by marta"):
        undo(held, f"entry:{first.entry}", reason="again")
    undo(held, given, reason="heard it again")
    assert rows(held.database, Statement, id=given).get().status == "suggested"
    with pytest.raises(CannotDecide, match="nobody has decided anything about it"):
        undo(held, given, reason="and again")
    told = whole(held, find(held, given))["remarks"]
    assert [each["text"] for each in told] == ["wrong page", "the right page"]  # what was withdrawn stays to be seen
    assert told[0]["undone"]["reason"] == "not this one"
    assert is_whole(held)


def test_what_is_shown_whole_has_its_remarks(held):
    everything(held)
    found = {kind: [each["act"] for each in whole(held, find(held, one(held, kind)))["remarks"]] for kind in MODELS}
    assert found == {
        "statement": ["note", "grade", "translate", "assign"],
        "document": ["tag", "edge-refuse"],
        "person": ["note"],
        "capture": ["note"],
    }
    assert [each["act"] for each in whole(held, find(held, one(held, "document", 1)))["remarks"]] == ["edge-refuse"]


def test_a_rebuild_gives_the_same_rows_in_either_database(held, request, tmp_path):
    for entry in everything(held)[::2]:
        undo(held, f"entry:{entry}", reason="a mistake")
    assert is_whole(held)
    url = request.getfixturevalue("postgres_url") if held.database.is_sqlite else None
    other = init(tmp_path / "other", database=url).database
    other.run("DELETE FROM log_entry")
    other.run("DELETE FROM log_checkpoint")
    copy_log(*world.log(held), other)
    rebuild(other, held.blobs)
    assert state(other) == state(held.database)
    other.close()


def test_what_a_remark_says_is_erased_by_itself_and_that_there_was_one_stays(held):
    given = one(held)
    grade(held, given, "B", 2)
    entries = everything(held)
    for entry in entries:
        erase(held, f"entry:{entry}", reason="it named somebody")
    found = list(rows(held.database, Remark, number__in=entries).order_by("number"))
    assert [(row.said, row.detail) for row in found] == [(None, None)] * len(entries)
    assert said(held, given) == []  # not the grade that the erased one had replaced either
    assert [each["act"] for each in remarks(held, [find(held, one(held, "document")).id])] == ["edge-refuse"]
    assert all(each["erased"] for each in remarks(held, [row.subject for row in found], history=True)[1:])
    whole(held, find(held, given))
    undo(held, f"entry:{entries[0]}", reason="anyway")
    assert is_whole(held)


def test_remarks_go_with_what_they_are_about(held):
    everything(held)
    document = one(held, "document")
    erase(held, document, reason="asked for")
    assert not rows(held.database, Remark).exists()
    assert b"harbour master" not in b"".join(path.read_bytes() for _, path in held.blobs.files())
    assert is_whole(held)


# Edges


@pytest.fixture
def joined(held, tmp_path, monkeypatch):
    """A page, another that credits it, and the trail of what both tell."""
    if not weights.linking_installed():
        pytest.skip("the weights are not installed")
    monkeypatch.setitem(press.PAGES, "copy.html", COPY)
    press.add(held, tmp_path / "pages", "copy.html")
    statement = rows(held.database, Statement, words__contains="The dam will hold").order_by("number").last()
    near, far = (str(rows(held.database, Document, outlet=name).get().id) for name in ("Dayline", "Kilnside"))
    return lambda: follow(held, rows(held.database, Statement, id=statement.id).get()).record(), near, far


def test_a_refused_edge_is_left_out_until_it_is_undone(held, joined):
    trace, near, far = joined
    before = trace()
    assert {(each["from"], each["to"], each["decided"]) for each in before["edges"]} == {(near, far, None)}
    assert (before["origins"]["possible"], before["refused"]) == (1, [])
    done = judge_edge(held, far, near, "refuse", reason="both were there")
    after = trace()
    assert after["edges"] == []
    assert after["origins"]["possible"] == 2
    (refused,) = after["refused"]
    assert {**refused, "at": ""} == {
        "from": far, "to": near, "entry": f"entry:{done.entry}", "by": "marta", "at": "", "reason": "both were there"
    }  # fmt: skip
    assert "refused by a person" in after["origins"]["why"][-1]
    erase(held, f"entry:{done.entry}", reason="it named somebody")
    assert trace()["edges"] == []
    assert trace()["refused"][0]["reason"] is None
    undo(held, f"entry:{done.entry}", reason="they were not")
    assert trace() == before
    assert is_whole(held)


def test_a_confirmed_edge_is_marked_with_who_and_proves_nothing(held, joined):
    trace, near, far = joined
    before = trace()
    judge_edge(held, near, far, "refuse", reason="not sure")
    judge_edge(held, near, far, "confirm", reason="says so itself")
    after = trace()
    assert {(each["decided"], each["decided_by"]) for each in after["edges"]} == {("confirmed", "marta")}
    assert (after["origins"], after["refused"]) == (before["origins"], [])
    undo(held, far, reason="says something else")
    assert trace()["edges"] == []
    undo(held, far, reason="sure now")
    assert trace() == before
