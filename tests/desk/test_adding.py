import json
import re
import time

import pytest

from tests.cli.command import Shell
from tests.desk.served import Served

_SAID = "“The bridge will open on Monday,” said Marta Quiroga, the mayor of Villasol."


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("adding"))
    shell.made("init", "archive")
    return shell


@pytest.fixture(scope="module")
def desk(shell):
    served = Served(shell.folder / "archive", shell.environment)
    yield served
    served.close()
    assert not [line for line in served.said if "Traceback" in line], "".join(served.said)


def over(person, answer):
    """Return the page of what was added, once nothing more happens to it."""
    assert answer.status_code == 302, answer.text
    for _ in range(300):
        page = person.read(answer.headers["location"])
        if "every 1s" not in page:
            return page
        time.sleep(0.2)
    raise AssertionError(page)


def test_a_text_that_is_pasted_is_read(desk, reviewer, shell):
    page = over(reviewer, reviewer.send("add", text=_SAID, case="main"))
    assert "<b>done</b>" in page
    assert "1 statement" in page
    assert "Marta Quiroga" in reviewer.read("search?words=bridge")
    (entry,) = [each for each in shell.records("statements") if "bridge" in each["words"]]
    assert entry["obtained"] == "supplied"
    assert shell("verify").returncode == 0


def test_files_that_are_sent_keep_their_names_and_nothing_of_where_they_lay(desk, reviewer, shell):
    files = [
        ("files", ("first.txt", _SAID.replace("bridge", "tunnel").encode())),
        ("files", ("../../second.txt", "“The ferry is late,” said Tom Arden.".encode())),
    ]
    page = over(reviewer, reviewer.send("add", files=files, case="main"))
    assert "<b>done</b>" in page
    documents = re.findall(r"/documents/([0-9a-f-]{36})", page)
    assert sorted(json.loads(shell.made("show", each, "--json"))["address"] for each in documents) == [
        "first.txt",
        "second.txt",
    ]


def test_what_fails_is_told_and_can_be_tried_again(desk, reviewer):
    answer = reviewer.send("add", addresses="http://127.0.0.1:9/nothing", case="main")
    page = over(reviewer, answer)
    assert "<b>failed</b>" in page
    assert "no public address" in page
    assert "--allow-private" not in page  # which nobody can say here
    again = reviewer.send(f"{answer.headers['location'].lstrip('/')}/retry")
    assert "<b>failed</b>" in over(reviewer, again)
    assert "nothing" in reviewer.read("failed")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        pytest.param({"addresses": "file:///etc/passwd"}, "is no address", id="a file of this computer"),
        pytest.param({}, "Nothing was given", id="nothing"),
    ],
)
def test_what_cannot_be_added_is_told(desk, reviewer, said, wrong):
    answer = reviewer.send("add", case="main", **said)
    assert answer.status_code == 400
    assert wrong in answer.text


def test_what_waits_or_runs_can_be_cancelled(desk, reviewer):
    files = [("files", (f"{number}.txt", f"“Number {number},” said Ana Rey.".encode())) for number in range(60)]
    answer = reviewer.send("add", files=files, case="main")
    assert reviewer.send(f"{answer.headers['location'].lstrip('/')}/cancel").status_code == 302
    page = over(reviewer, answer)
    assert "<b>cancelled</b>" in page
    assert len(re.findall(r"/documents/", page)) < 60


def test_everything_is_checked_on_demand(desk, custodian):
    custodian.send("verify")
    for _ in range(100):
        page = custodian.read("verify")
        if "every 2s" not in page:
            break
        time.sleep(0.2)
    checked = page.partition("Last check")[2]
    assert "log entries, in order" in checked
    assert "failed" not in checked
    assert re.search(r"Sealed log state no\. \d+", page)


def test_a_reviewer_does_not_see_what_others_add_and_a_custodian_does(desk, reviewer, custodian):
    other = desk.invited(custodian, "reviewer", "pavlo")
    answer = reviewer.send("add", text="“We wait,” said Ana Rey.", case="main")
    over(reviewer, answer)
    assert other.get(answer.headers["location"]).status_code == 404
    assert custodian.get(answer.headers["location"]).status_code == 200
