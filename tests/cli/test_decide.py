import pytest

from tests.cli.command import CASE


@pytest.fixture
def shell(tmp_path, kept):
    return kept(tmp_path, CASE / "dayline")


@pytest.fixture
def statement(shell):
    return shell.records("statements")[0]


def test_decisions_are_told_with_what_is_so_now(shell, statement):
    name = statement["id"]
    steps = [
        (["confirm", name[:8]], "confirmed", "undecided"),
        (["reject", name, "--reason", "a caption"], "rejected", "undecided"),
        (["undo", name, "--reason", "no caption"], "confirmed", "undecided"),
        (["release", name, "--reason", "home since May"], "confirmed", "open"),
        (["withhold", name, "--reason", "asked us to"], "confirmed", "withheld"),
    ]
    entries = []
    for arguments, status, visibility in steps:
        (told,) = shell.records(*arguments)
        assert (told["id"], told["kind"], told["status"], told["visibility"]) == (name, "statement", status, visibility)
        entries.append(told["entry"])
    assert entries == sorted(set(entries))
    (undone,) = shell.records("undo", f"entry:{entries[-1]}", "--reason", "it was somebody else")
    assert (undone["undone"], undone["visibility"]) == (entries[-1], "open")
    assert "unchanged. Log state" in shell.made("verify")


def test_a_person_reads_one_line(shell, statement):
    assert shell.made("confirm", statement["id"]) == (
        f"statement {statement['id']} confirmed (entry:8). Now confirmed, undecided\n"
    )
    assert shell.made("undo", "entry:8", "--reason", "mistyped") == (
        f"entry:8 undone (entry:9). statement {statement['id']} now suggested, undecided\n"
    )


def test_persons_are_joined_and_parted(shell):
    one, other, *_ = (each["id"] for each in shell.records("people"))
    (told,) = shell.records("judge", one, other, "same", "--reason", "the same face")
    assert (told["act"], {told["id"], told["other"]}) == ("same", {one, other})
    assert len(shell.records("people", "--archive", "archive")) == len(shell.records("people"))
    assert "joined from 2 appearances" in shell.made("judge", one, other, "same", "--reason", "and the same voice")
    shell.made("judge", one, other, "different", "--reason", "one of them is left-handed")


def test_a_document_is_withheld_with_all_on_it(shell, statement):
    (told,) = shell.records("withhold", statement["document"], "--reason", "asked us to")
    assert (told["kind"], told["visibility"]) == ("document", "withheld")
    assert {each["visibility"] for each in shell.records("statements")} == {"withheld"}


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        pytest.param(["reject", "ID"], 2, "Missing option '--reason'", id="a reason is needed"),
        pytest.param(["reject", "ID", "--reason", "  "], 2, "say in a few words why", id="a reason that says nothing"),
        pytest.param(["release", "ID"], 1, "releasing needs a reason", id="a release of somebody protected"),
        pytest.param(["confirm", "ID", "--seen", "2"], 1, "has changed since you looked", id="somebody was faster"),
        pytest.param(["confirm", "ffff"], 1, "nothing here has the id", id="no such thing"),
        pytest.param(["undo", "entry:0", "--reason", "no"], 1, "cannot be undone", id="no decision"),
        pytest.param(["judge", "ID", "ID", "same", "--reason", "no"], 1, "are the same statement", id="one and itself"),
        pytest.param(["judge", "ID", "ID", "alike", "--reason", "no"], 2, "'alike' is not one of", id="no verdict"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_written(shell, statement, arguments, status, says):
    shell.made("confirm", statement["id"])
    done = shell(*(statement["id"] if each == "ID" else each for each in arguments))
    assert (done.returncode, done.stdout) == (status, b"")
    assert says in done.stderr.decode()
    assert "9 log entries" in shell.made("verify")


@pytest.mark.parametrize(
    "arguments",
    [
        ("confirm",),
        ("withhold", "--reason", "asked us to"),
        ("undo", "--reason", "mistyped"),
        ("erase", "--reason", "old"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_verb_with_a_case_touches_nothing_of_another(shell, statement, arguments):
    shell.made("case", "add", "river")
    verb, *reason = arguments
    before = shell.made("verify", "--case", "river")
    done = shell(verb, statement["document" if verb == "erase" else "id"], *reason, "--case", "river")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"the case \xe2\x80\x9criver\xe2\x80\x9d has no such" in done.stderr
    assert shell.made("verify") == before
