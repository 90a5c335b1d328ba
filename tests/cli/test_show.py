import json

import pytest

from firsthand.custody.digest import is_digest
from firsthand.reading.readers import best_reader
from tests.archive.press import PAGES, write
from tests.cli.command import Shell


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("show"))
    shell.made("init", "archive")
    for name in PAGES:  # the later version of a page after the earlier one
        shell.made("add", *write(shell.folder / "pages", name))
    return shell


@pytest.fixture(scope="module")
def ids(shell):
    """Ids of each kind of thing, all about one page."""
    (said,) = shell.records("statements", "забрали")
    (page,) = shell.records("show", said["document"])
    return {
        "statement": said["id"],
        "document": said["document"],
        "person": said["speaker"]["person"],
        "capture": page["captures"][0]["id"],
        "case": "main",
        "entry": page["readings"][0]["entry"],
    }


KINDS = ["statement", "document", "person", "capture", "case", "entry"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", ["40", "80"])
def test_each_thing_is_shown_on_the_screen_it_has(shell, ids, kind, width):
    done = shell("show", ids[kind], COLUMNS=width)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    digests = [line for line in lines if "sha256:" in line]  # whole, to be copied
    assert max(len(line) for line in lines if line not in digests) <= int(width)
    assert all(is_digest(line.split()[-1]) for line in digests)


@pytest.mark.parametrize("kind", KINDS)
def test_each_thing_is_one_object_for_programs(shell, ids, kind):
    (told,) = shell.records("show", ids[kind])
    assert told["kind"] == kind
    if kind not in ("case", "entry"):
        assert told["id"] == ids[kind]
        assert shell.records("show", ids[kind], "--case", "main") == [told]


def test_a_statement_tells_who_where_and_what_was_decided(shell, ids):
    said = ids["statement"]
    shell.made("confirm", said)
    (entry,) = shell.records("withhold", said, "--reason", "asked us to")
    (told,) = shell.records("show", said)
    assert told["last_entry"] == entry["entry"]
    confirmed, withheld = told["decisions"]
    assert (withheld["entry"], withheld["act"]) == (f"entry:{entry['entry']}", "withhold")
    assert (withheld["by"], withheld["reason"], withheld["undone"]) == ("marta", "asked us to", None)
    shell.made("undo", withheld["entry"], "--reason", "a mistake")
    (told,) = shell.records("show", said)
    assert told["decisions"][1]["undone"]["reason"] == "a mistake"
    shown = shell.made("show", said)
    assert "by          Павел Рябов · пленный\n            prisoner, or a relative of one\n" in shown
    assert "status      confirmed by marta · undecided\n" in shown
    assert ["place       ", " 2 [18–43]\n"][0] in shown
    assert f"  {withheld['entry']}  statement withheld by marta" in shown
    assert "“a mistake”" in shown
    shell.made("undo", confirmed["entry"], "--reason", "tidy")


def test_a_document_is_shown_as_it_is_read_and_as_it_is_kept(shell, ids):
    shown = shell.made("show", ids["document"])
    assert "Who said what" in shown
    assert f"  {ids['statement'][:8]}  «Солдаты забрали телефоны»" in shown
    assert "captured    " in shown
    assert f"read        {best_reader().name} · {ids['entry']}" in shown
    newer = shell.records("statements", "--outlet", "dayline")[0]["document"]
    (told,) = shell.records("show", newer)
    (older,) = [each for each in told["versions"] if not each["newest"]]
    assert "a newer version of this page is held" in shell.made("show", older["id"])
    assert told["attributions"][0]["speaker"]["name"] == "Marta Olden"


def test_a_person_joined_by_the_rule_says_so(shell):
    (marta,) = shell.records("people", "olden")
    (told,) = shell.records("show", marta["id"])
    (decision,) = told["decisions"]
    assert (decision["act"], decision["rule"]) == ("same", "full name 1")
    assert "the same full name in two documents" in decision["reason"]
    shown = shell.made("show", marta["id"])
    assert "by rule “full name 1”" in shown
    assert "older version" in shown


def test_people_judged_apart_and_joined_through_others_are_a_conflict(shell):
    a, b, c = (shell.records("people", name)[0]["id"] for name in ("hask", "ferrandel", "вильшенко"))
    shell.made("judge", a, b, "different", "--reason", "two ages")
    for other in (a, b):
        shell.made("judge", c, other, "same", "--reason", "one voice")
    (told,) = shell.records("show", c)
    assert len(told["conflicts"]) == 1
    assert "were judged different" in shell.made("show", c)


def test_a_capture_tells_how_it_came(shell, ids):
    shown = shell.made("show", ids["capture"])
    assert "obtained    supplied by a person: proves nothing about the site" in shown
    assert "case        main" in shown
    assert "part        plen.html · text/html" in shown


def test_a_failed_capture_is_shown_with_its_error(shell):
    (failed,) = map(json.loads, shell("add", "gone.html", "--json").stdout.splitlines())
    shown = shell.made("show", failed["id"])
    # A long path may be broken anywhere.
    assert "gone.html:thereisnosuchfile" in "".join(shown.split())
    assert "\nfailed      " in shown
    assert "obtained" not in shown


def test_a_note_is_printed_plain(shell, ids):
    note = shell.made("show", ids["statement"], "--cite")
    assert note.startswith("A statement by a captured person. Its words are not released")
    (told,) = shell.records("show", ids["statement"], "--cite")
    assert "\n".join(told["note"]) + "\n" == note
    assert told["left_out"] == ["words", "name", "title", "address", "id"]


@pytest.mark.parametrize(
    ("arguments", "err"),
    [
        pytest.param(["ffffffff"], "nothing here has the id “ffffffff”", id="no such id"),
        pytest.param(["entry:9999"], "no log entry 9999 here", id="no such entry"),
        pytest.param(["main", "--cite"], "only a statement or a document can be cited", id="no note of it"),
        pytest.param(["main", "--case", "sea"], "no case “sea” here", id="no such case"),
    ],
)
def test_what_cannot_be_shown_is_told(shell, arguments, err):
    done = shell("show", *arguments)
    assert (done.returncode, done.stdout) == (1, b"")
    assert err in done.stderr.decode()


def test_a_case_shows_only_what_it_holds(shell, ids):
    shell.made("case", "add", "river")
    for kind in ("statement", "document", "person", "capture"):
        done = shell("show", ids[kind], "--case", "river")
        assert f"the case “river” has no such {kind}" in done.stderr.decode()
