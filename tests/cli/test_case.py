import pytest

from tests.archive.press import write


@pytest.fixture
def shell(tmp_path, kept):
    return kept(tmp_path)


def test_a_case_is_made_changed_listed_and_shown(shell):
    shell.made(
        "case", "add", "river", "--purpose", "who gave the order", "--member", "ivo", "--review-on", "2020-01-01"
    )
    shell.made("add", *write(shell.folder / "pages", "dam.html"), "--case", "river")
    shell.made("case", "change", "river", "--hold", "--member", "ivo", "--member", "marta")
    (case,) = shell.records("case", "show", "river")
    assert shell.records("case", "list")[1] == case
    shown = shell.made("case", "show", "river")
    assert shown.split("\n") == [
        "river",
        f"id          {case['id']}",
        "purpose     who gave the order",
        "basis       not stated",
        "members     ivo, marta",
        "holds       1 capture · 1 document",
        "hold        nothing of it may be erased",
        "review      since 2020-01-01: decide whether it is still to be kept",
        "",
    ]
    assert shell.made("show", "river") == shown
    assert shell.made("case", "list").count("\n\n") == 1
    assert {"kind": "case", **case}.items() <= shell.records("show", "river")[0].items()
    shell.made("case", "change", "river", "--no-hold", "--review-on", "", "--purpose", "")
    (case,) = shell.records("case", "show", "river")
    assert (case["hold"], case["review_on"], case["purpose"], case["members"]) == (False, "", "", ["ivo", "marta"])


def test_a_case_shows_its_tags_and_that_it_grades(shell):
    shell.made("case", "add", "river", "--tag", "bridge", "--tag", "convoy", "--grades")
    shown = shell.made("case", "show", "river")
    assert "tags        bridge, convoy\ngrades      statements may be graded\n" in shown
    shell.made("case", "change", "river", "--tag", "", "--no-grades")
    (case,) = shell.records("case", "show", "river")
    assert (case["tags"], case["grades"]) == ([], False)


@pytest.mark.parametrize(
    ("arguments", "status", "err"),
    [
        pytest.param(["add", "main"], 1, "there is a case “main” already", id="taken"),
        pytest.param(["add", " "], 1, "a case needs a name", id="no name"),
        pytest.param(["add", "x", "--review-on", "soon"], 2, "“soon” is no date; write 2027-03-31", id="no date"),
        pytest.param(["change", "main"], 2, "nothing to change: name at least one option", id="no change"),
        pytest.param(["change", "sea", "--hold"], 1, "no case “sea” here", id="change none"),
        pytest.param(["show", "sea"], 1, "no case “sea” here", id="show none"),
    ],
)
def test_what_cannot_be_done_is_told(shell, arguments, status, err):
    done = shell("case", *arguments)
    assert (done.returncode, done.stdout) == (status, b"")
    assert err in done.stderr.decode()


def test_a_change_is_sealed(shell):
    shell.made("case", "add", "river")
    (entry,) = shell.records("show", "entry:4")
    assert (entry["act"], entry["sealed"], entry["says"]["name"]) == ("case", True, "river")
