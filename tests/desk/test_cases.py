"""Who works on one case reads nothing that was decided, noted or tagged in another; what is theirs they undo."""

import json
import re

import pytest

from tests.desk.test_api import Caller, _over, secret_of

_SAID = {
    "mill": "“The mill will be mended by May,” said Vera Tolling, the mayor of Harbrook.",
    "quarry": "“The quarry is shut for good,” said Vera Tolling, the mayor of Harbrook.",
}
_MEMBERS = {"mill": "olena", "quarry": "ivo"}
_PAGES = ("", "queue", "queue?assigned=yes", "search?words=", "people", "activity", "missing", "documents")
_CALLS = ("statements", "facets", "people", "activity", "queue", "documents", "captures", "timeline")


def _secret(case, what):
    return f"{what} of the {case} 5e1d"


@pytest.fixture(scope="module")
def desk(another_desk):
    return another_desk()


@pytest.fixture(scope="module")
def people(desk, custodian):
    """One reviewer a case, and the custodian, with a token each."""
    signed_in = {"marta": custodian, **{name: desk.invited(custodian, "reviewer", name) for name in ("olena", "ivo")}}
    made = {
        name: (person, Caller(desk, secret_of(person, "read", "decide", "add"))) for name, person in signed_in.items()
    }
    yield made
    for _, call in made.values():
        call.client.close()


@pytest.fixture(scope="module")
def held(desk, shell, people):
    """Of each case the ids of its document, its statement and the appearance in it of a person who is one in both."""
    found = {}
    for case, text in _SAID.items():
        member = ("--member", _MEMBERS[case], "--tag", _secret(case, "tag"))
        shell.made("case", "add", case, "--purpose", "x", "--basis", "x", *member, "--archive", desk.archive)
        call = people["marta"][1]
        (kept,) = _over(call, call.do("add/text", status=202, text=text, case=case)["id"])["told"]
        (said,) = call.get(f"documents/{kept['document']}")["attributions"]
        found[case] = {"document": kept["document"], "statement": said["id"], "capture": kept["id"]}
    for ids in found.values():
        ids |= people["marta"][1].get(f"statements/{ids['statement']}")["speaker"]
    assert found["mill"]["person"] == found["quarry"]["person"]
    assert found["mill"]["appearance"] != found["quarry"]["appearance"]
    return found


@pytest.fixture(scope="module")
def decided(people, held):
    """What each case's reviewer decides on the person whom both have, and on what is theirs; return the entries."""
    entries = {}
    for case, name in _MEMBERS.items():
        own, call, secret = held[case], people[name][1], _secret(case, "reason")
        person = own["person"]
        entries[case] = [
            call.do(f"decide/withhold/{person}", reason=secret)["entry"],
            call.do(f"note/{person}", text=secret)["entry"],
            call.do(f"tag/{person}", tag=_secret(case, "tag"))["entry"],
            call.do(f"decide/confirm/{own['statement']}", reason=secret)["entry"],
            call.do(f"note/{own['document']}", text=secret)["entry"],
            call.do(f"tag/{own['document']}", tag=_secret(case, "tag"))["entry"],
            call.do(f"note/{own['capture']}", text=secret)["entry"],
            call.do(f"assign/{own['document']}", to=name)["entry"],
        ]
        entries[case].append(call.do(f"decide/release/{person}", reason=secret)["entry"])
        call.do(f"undo/{entries[case][-1]}", reason=secret)
    two = [held[case]["statement"] for case in held]
    across = people["marta"][1].do(f"judge/{two[0]}/{two[1]}", verdict="different", reason=_secret("desk", "reason"))
    return {**entries, "across": [across["entry"]]}


def _everything(person, call, held):
    """Return every answer that could tell of either case to somebody, by its address."""
    told = {path: person.get(path).text for path in _PAGES} | {f"api/{path}": call.get(path) for path in _CALLS}
    kinds = ("statements", "documents", "people", "people", "saved")
    for ids in held.values():
        names = (ids["statement"], ids["document"], ids["person"], ids["appearance"], ids["capture"])
        paths = [f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True)]
        paths += [f"people/{ids['person']}/suggested", f"statements/{ids['statement']}/correct"]
        told |= {path: person.get(path).text for path in paths}
        calls = [path.replace("saved/", "captures/") for path in paths[:-1]] + [f"statements/{names[0]}/trail"]
        told |= {f"api/{path}": call.client.get(path).text for path in calls}
    return {path: answer if isinstance(answer, str) else json.dumps(answer) for path, answer in told.items()}


@pytest.mark.parametrize(
    ("name", "sees", "never"),
    [
        pytest.param("olena", ("mill",), ("quarry", "desk"), id="of the one case"),
        pytest.param("ivo", ("quarry",), ("mill", "desk"), id="of the other"),
        pytest.param("marta", ("mill", "quarry", "desk"), (), id="the custodian"),
    ],
)
def test_each_reads_what_was_decided_in_their_cases_alone(people, held, decided, name, sees, never):
    told = _everything(*people[name], held)
    for case in never:
        for what in ("reason", "tag"):
            assert [path for path, answer in told.items() if _secret(case, what) in answer] == []
        hidden = decided["across" if case == "desk" else case]
        listed = json.loads(told["api/activity"])["items"]
        assert not {each["entry"] for each in listed} & set(hidden)
        assert [path for path, answer in told.items() for entry in hidden if f"entry:{entry}" in answer] == []
    for case in sees:
        where = {path for path, answer in told.items() if _secret(case, "reason") in answer}
        other = [] if case == "desk" else [f"{at}people/{held[case]['person']}" for at in ("", "api/")]
        ids = held.get(case, held["mill"])
        assert where >= {f"statements/{ids['statement']}", f"api/statements/{ids['statement']}", *other}


def test_a_person_is_withheld_whoever_decided_it(people, held, decided):
    for case, name in _MEMBERS.items():
        assert people[name][1].get(f"people/{held[case]['person']}")["visibility"] == "withheld"


@pytest.mark.parametrize(("name", "other"), [("olena", "quarry"), ("ivo", "mill")])
def test_nobody_undoes_what_they_do_not_see(people, held, decided, name, other):
    person, call = people[name]
    for entry in [*decided[other], *decided["across"]]:
        call.do(f"undo/{entry}", status=404, reason="none of mine")
        assert person.send(f"undo/{entry}", reason="none of mine").status_code == 404


def test_whoever_decides_too_late_is_not_told_who_decided_on_another_case(people, held, decided):
    person = held["mill"]["person"]
    seen = people["ivo"][1].get(f"people/{person}")["last_entry"]
    entry = people["olena"][1].do(f"note/{person}", text=_secret("mill", "reason"))["entry"]
    refused = people["ivo"][1].do(f"decide/withhold/{person}", status=409, reason="late", seen=seen)
    assert refused["since"] == [f"log entry {entry}: by somebody who works on another case"]
    assert "olena" not in json.dumps(refused)
    (known,) = people["marta"][1].do(f"note/{person}", status=409, text="late", seen=seen)["since"]
    assert known.startswith(f"entry {entry}: note by olena")


def test_what_is_one_s_own_is_undone(people, held):
    call = people["ivo"][1]
    entry = call.do(f"note/{held['mill']['person']}", text="mine")["entry"]
    assert "mine" in json.dumps(call.get(f"people/{held['mill']['person']}")["remarks"])
    assert call.do(f"undo/{entry}", reason="mine no more")["undone"] == entry


def test_the_queue_shows_what_is_assigned_and_what_has_a_tag(desk, people, held, decided):
    person, call = people["olena"]
    call.do(f"undo/{decided['mill'][3]}", reason="heard again")
    assert call.get("queue", assigned=True)["items"] == []  # what is withheld waits for nobody
    for case in held:
        people["marta"][1].do(f"undo/{decided[case][0]}", reason="asked again")  # the withholding
    mill, quarry = held["mill"]["statement"], held["quarry"]["statement"]
    for asked in (
        {"assigned": True},
        {"tag": _secret("mill", "tag")},
        {"assigned": True, "tag": _secret("mill", "tag")},
    ):
        assert [each["id"] for each in call.get("queue", **asked)["items"]] == [mill]
    assert call.get("queue", tag=_secret("quarry", "tag"))["items"] == []
    assert people["ivo"][1].get("queue", assigned=True)["items"] == []  # theirs is decided
    page = person.read("queue?assigned=yes")
    assert re.findall(r'data-open="/documents/[^#]+#s-([^"]+)"', page) == [mill]
    assert re.search(rf"{_secret('mill', 'tag')}</a> <span[^>]*>1<", page)
    assert "<b>1</b> statement is assigned to you" in person.read("")
    assert quarry not in person.read("queue")
    assert call.get("statements", tag=_secret("mill", "tag"))["items"][0]["id"] == mill
    assert call.get("facets", tag=_secret("mill", "tag"))["tags"] == [[_secret("mill", "tag"), 1]]
    assert f"tag={_secret('mill', 'tag').replace(' ', '+')}" in person.read("search")


def test_a_viewer_knows_of_no_tag(desk, custodian, shell, people, held):
    """Not even of one on what they may read."""
    shell.made("case", "change", "mill", "--member", "olena", "--member", "victor", "--archive", desk.archive)
    viewer, reviewer, name = desk.invited(custodian, "viewer", "victor"), people["olena"][1], _secret("mill", "tag")
    call = Caller(desk, secret_of(viewer, "read"))
    text = "“The road is open,” said Ines Corvell, the engineer."
    made = reviewer.do("add/text", status=202, text=text, case="mill")
    document = _over(reviewer, made["id"])["told"][0]["document"]
    reviewer.do(f"tag/{document}", tag=name)
    assert document in [each["document"] for each in reviewer.all_of("statements", tag=name)]
    assert call.get(f"documents/{document}")["text"] == text
    assert call.get("facets")["tags"] == []
    for path in ("statements", "facets", "timeline"):
        assert [call.status("GET", path, params={"tag": each}) for each in (name, "no such tag")] == [404, 404]
    assert viewer.get("search", params={"tag": name}).status_code == 404
    pages = ("search", "documents", f"documents/{document}", "people", "timeline")
    assert name not in "".join(viewer.read(path) for path in pages)
    call.client.close()


def test_nobody_is_told_who_built_upon_their_split_in_another_case(people, held):
    olena, marta = people["olena"][1], people["marta"][1]
    name, other = held["mill"]["statement"], held["quarry"]["statement"]
    ((start, end),) = olena.get(f"statements/{name}")["content"]
    pieces = [{"content": [[start, start + 12]]}, {"content": [[start + 13, end]]}]
    split = olena.do(f"split/{name}", reason="two", pieces=pieces)
    judged = marta.do(f"judge/{split['made'][0]}/{other}", verdict="unsure", reason="of the quarry")["entry"]
    told = olena.do(f"undo/{split['entry']}", status=400, reason="one after all")["error"]
    assert f"log entry {judged}: by somebody who works on another case" in told
    assert "marta" not in told
    people["olena"][0].send(f"undo/{split['entry']}", reason="one after all")
    assert f"log entry {judged}: by somebody who works on another case" in people["olena"][0].get("").text
    assert f"entry {judged}: unsure by marta" in marta.do(f"undo/{split['entry']}", status=400, reason="x")["error"]
    marta.do(f"undo/{judged}", reason="not of the quarry")
    olena.do(f"undo/{split['entry']}", reason="one after all")
