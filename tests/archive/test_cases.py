import pytest

from firsthand.archive import cases as cases_module
from firsthand.archive.archive import Changed, NotFound
from firsthand.archive.cases import BadCase, add_case, cases, change_case
from firsthand.archive.replay import rebuild
from firsthand.custody.ids import new_id
from tests.archive.press import add
from tests.archive.world import state


def test_a_case_says_what_it_is_for_and_what_it_holds(archive, tmp_path):
    made = add_case(archive, " river ", purpose="who gave the order", members=("ivo",), review_on="2027-03-31")
    add(archive, tmp_path / "pages", "dam.html", "mist.html", case="river")
    assert cases(archive)[1] == {
        "id": made["id"],
        "name": "river",
        "purpose": "who gave the order",
        "basis": "",
        "members": ["ivo"],
        "review_on": "2027-03-31",
        "hold": False,
        "tags": [],
        "grades": False,
        "captures": 2,
        "documents": 2,
    }
    assert [case["name"] for case in cases(archive)] == ["main", "river"]


def test_a_change_leaves_the_rest_as_it_was(archive):
    made = add_case(archive, "river", purpose="to know", members=("ivo",))
    assert change_case(archive, "river", hold=True, members=("ivo", "marta")) == {
        **made,
        "hold": True,
        "members": ["ivo", "marta"],
    }


def test_a_case_names_its_tags_and_whether_it_grades(archive):
    made = add_case(archive, "river", tags=[" bridge ", "", "convoy", "bridge"], grades=True)
    assert (made["tags"], made["grades"]) == (["bridge", "convoy"], True)
    changed = change_case(archive, "river", tags=["convoy"])
    assert changed == {**made, "tags": ["convoy"]}
    assert change_case(archive, "river", grades=False) == {**changed, "grades": False}
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held


def test_a_case_of_before_there_were_tags_has_none(archive):
    said = {"name": "sea", "purpose": "", "basis": "", "members": [], "review_on": "", "hold": False}
    archive.append([archive.draft("case", (new_id(),), said)])
    assert [(case["tags"], case["grades"]) for case in cases(archive)] == [([], False)] * 2
    assert change_case(archive, "sea", hold=True)["tags"] == []


@pytest.mark.parametrize(
    ("name", "more", "why"),
    [
        pytest.param("  ", {}, "a case needs a name", id="no name"),
        pytest.param("main", {}, "there is a case “main” already", id="taken"),
        pytest.param("river", {"review_on": "soon"}, "“soon” is no date; write 2027-03-31", id="no date"),
    ],
)
def test_a_case_that_cannot_be_is_refused_and_leaves_nothing(archive, name, more, why):
    before = archive.size(), sorted(archive.blobs.root.rglob("*"))
    with pytest.raises(BadCase, match=why):
        add_case(archive, name, **more)
    files = [path for path in sorted(archive.blobs.root.rglob("*")) if path.is_file()]
    assert (archive.size(), files) == (before[0], [path for path in before[1] if path.is_file()])


def test_a_case_that_is_not_there_is_not_changed(archive):
    with pytest.raises(NotFound, match="no case “sea” here"):
        change_case(archive, "sea", hold=True)


def test_who_changes_what_somebody_has_changed_meanwhile_is_told(archive, monkeypatch):
    add_case(archive, "river")
    state = cases_module._state

    def and_meanwhile(row):
        monkeypatch.setattr(cases_module, "_state", state)
        change_case(archive, "river", purpose="to know")
        return state(row)

    monkeypatch.setattr(cases_module, "_state", and_meanwhile)
    with pytest.raises(Changed, match="has changed since you looked"):
        change_case(archive, "river", hold=True)
    assert cases(archive)[1]["purpose"] == "to know"
