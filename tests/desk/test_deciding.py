"""Decisions at the desk are entries in the log, by whoever is signed in; nothing is silently overwritten."""

import json
import re

import pytest

_PHONES = "search?words=phones"


@pytest.fixture(scope="module")
def statement(custodian):
    return re.search(r'/statements/([0-9a-f-]{36})"', custodian.read(_PHONES))[1]


def told(shell, name):
    return json.loads(shell.made("show", name, "--json", "--archive", "archive"))


def seen(person, name):
    return re.search(r'name="seen" value="(\d+)"', person.read(f"statements/{name}"))[1]


def entry_of(person):
    return int(re.search(r"log entry (\d+)", person.read("settings"))[1])


def test_a_decision_is_an_entry_of_whoever_is_signed_in_and_is_sealed(reviewer, shell, statement):
    answer = reviewer.send(f"decide/confirm/{statement}", seen=seen(reviewer, statement), next="/queue")
    assert answer.headers["location"] == "/queue"
    entry = told(shell, f"entry:{entry_of(reviewer)}")
    assert (entry["act"], entry["by"], entry["sealed"]) == ("confirm", "olena", True)
    assert told(shell, statement)["status"] == "confirmed"


def test_the_second_of_two_at_once_is_told_and_writes_nothing(reviewer, custodian, shell, statement):
    before = seen(reviewer, statement)
    assert custodian.send(f"decide/reject/{statement}", reason="a caption", seen=before).status_code == 302
    late = reviewer.send(f"decide/withhold/{statement}", reason="asked us to", seen=before)
    assert late.status_code == 409
    assert "Somebody was faster" in late.text
    assert "asked us to" in late.text
    now = told(shell, statement)
    assert (now["status"], now["visibility"]) == ("rejected", "undecided")
    entry = entry_of(custodian)
    assert custodian.send(f"undo/{entry}", reason="read again").status_code == 302
    assert told(shell, statement)["status"] == "confirmed"


def test_rejecting_and_withholding_need_a_reason(reviewer, shell, statement):
    before = told(shell, statement)["last_entry"]
    for verb in ("reject", "withhold"):
        reviewer.send(f"decide/{verb}/{statement}", reason=" ")
    assert told(shell, statement)["last_entry"] == before
    assert "Say in a few words why" in reviewer.read("settings")


def test_releasing_somebody_protected_needs_a_reason(reviewer, shell, statement):
    reviewer.send(f"decide/release/{statement}")
    assert told(shell, statement)["visibility"] != "open"
    assert "needs a reason" in reviewer.read("settings")


def test_words_are_corrected_by_typing_them_as_they_stand(reviewer, shell, statement):
    words = told(shell, statement)["words"]
    page = reviewer.read(f"statements/{statement}/correct")
    at = re.search(r'name="content_at" value="([^"]+)"', page)[1]
    shorter = words.strip("“”").split()[0]
    said = {"content": shorter, "content_at": at, "type": "direct", "act": "speech", "reason": "only this is hers"}
    source = re.findall(r'name="(?:source|cue)_at" value="([^"]*)"', page)
    said |= dict(zip(("source_at", "cue_at"), source, strict=True))
    for part in ("source", "cue"):
        said[part] = re.search(rf'name="{part}"[^>]*>([^<]*)</textarea>', page)[1]
    made = re.findall(r'name="made" value="(\w+)" checked', page)
    answer = reviewer.send(f"statements/{statement}/correct", seen=seen(reviewer, statement), made=made, **said)
    assert answer.status_code == 302, answer.text
    now = told(shell, statement)
    assert (now["words"], now["status"]) == (shorter, "corrected")
    assert reviewer.send(f"undo/{entry_of(reviewer)}", reason="all of it is hers").status_code == 302
    assert told(shell, statement)["words"] == words


def test_words_that_do_not_stand_there_are_not_taken(reviewer, shell, statement):
    before = told(shell, statement)["last_entry"]
    page = reviewer.read(f"statements/{statement}/correct")
    at = re.search(r'name="content_at" value="([^"]+)"', page)[1]
    reviewer.send(f"statements/{statement}/correct", content="nobody said this", content_at=at, reason="x")
    assert "do not stand in the text" in reviewer.read("settings")
    assert told(shell, statement)["last_entry"] == before


def test_a_note_and_a_translation_are_kept_and_undone(reviewer, shell, statement):
    reviewer.send(f"remark/note/{statement}", text="compare with the video")
    reviewer.send(f"remark/translate/{statement}", words="спочатку забрали телефони", language="uk", translator="Olena")
    page = reviewer.read(f"statements/{statement}")
    assert "compare with the video" in page
    assert 'lang="uk"' in page
    entries = re.findall(r"log entry (\d+)", page)
    reviewer.send(f"undo/{entries[-1]}", reason="a draft")
    assert "спочатку забрали" not in reviewer.read(f"statements/{statement}")


def test_a_step_of_the_trail_can_be_refused(reviewer, custodian, statement):
    name = re.findall(r'/statements/([0-9a-f-]{36})"', custodian.read(_PHONES))[1]
    page = reviewer.read(f"statements/{name}")
    step = re.search(r'action="/(step/[^"]+)"', page)[1]
    assert reviewer.send(step, verdict="refuse", reason="another article of theirs").status_code == 302
    page = reviewer.read(f"statements/{name}")
    assert "Refused steps" in page
    entry = re.search(r"log entry (\d+)", page)[1]
    assert reviewer.send(f"undo/{entry}", reason="it is the same one").status_code == 302
    assert "Refused steps" not in reviewer.read(f"statements/{name}")


def test_decisions_by_whoever_may_not_decide_are_refused(viewer, shell, statement):
    before = told(shell, statement)["last_entry"]
    assert viewer.send(f"decide/confirm/{statement}").status_code == 403
    assert told(shell, statement)["last_entry"] == before


def test_the_archive_holds_what_the_log_says_after_all_that(shell):
    told = shell("verify", "--archive", "archive")
    assert told.returncode == 0, told.stdout
