"""The API: whole flows by token and by cookie, what a token may, what a viewer is told, and what any call may bring."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from tests.desk.served import run_at_desk

_NOWHERE = UUID(int=7)
_PROTECTED = {"captivity", "minor", "victim", "source"}


class Caller:
    """A program with a token."""

    def __init__(self, desk, secret):
        self.secret = secret
        self.client = httpx.Client(
            base_url=desk.address + "api/", headers={"Authorization": f"Bearer {secret}"}, timeout=60
        )

    def get(self, path, **asked):
        answer = self.client.get(path, params=asked)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:2000])
        return answer.json()

    def status(self, method, path, **options):
        return self.client.request(method, path, **options).status_code

    def do(self, path, status=200, **said):
        answer = self.client.post(path, json=said)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer.json()

    def all_of(self, path, **asked):
        """Every record of a list, part by part."""
        found, after = [], None
        while True:
            part = self.get(path, **asked, **({"after": after} if after else {}))
            found += part["items"]
            after = part["after"]
            if after is None:
                return found


def secret_of(person, *scopes, name="a script", days="7"):
    page = person.client.post(
        "tokens", data={"csrfmiddlewaretoken": person.token(), "name": name, "scopes": list(scopes), "days": days}
    )
    return re.search(r"<code[^>]*data-secret>([^<]+)<", page.text)[1]


@pytest.fixture(scope="module")
def callers(desk, custodian, reviewer, viewer):
    people = {"custodian": custodian, "reviewer": reviewer, "viewer": viewer}
    made = {role: Caller(desk, secret_of(person, "read", "decide", "add")) for role, person in people.items()}
    yield made
    for each in made.values():
        each.client.close()


@pytest.fixture
def call(callers):
    return callers["reviewer"]


def waiting(call):
    """A statement that nobody has decided about."""
    return call.get("queue", limit=1)["items"][0]


# Reading


def test_lists_are_those_of_the_command_line_part_by_part(call, desk, shell):
    records = {record["id"]: record for record in shell.records("statements", "--archive", desk.archive)}
    listed = call.all_of("statements", limit=7)
    assert {each["id"] for each in listed} == records.keys()
    for each in listed:
        assert {name: value for name, value in each.items() if name != "title"} == records[each["id"]]


def test_one_thing_is_what_show_and_trace_print(call, desk, shell):
    def printed(verb, *about):
        return shell.records(verb, *about, "--archive", desk.archive)

    said = next(each for each in call.all_of("statements") if each["echo"])
    assert [call.get(f"statements/{said['id']}")] == printed("show", said["id"])
    assert [call.get(f"statements/{said['id']}/trail")] == printed("trace", said["id"])
    assert [call.get(f"documents/{said['document']}")] == printed("show", said["document"])
    capture = call.get(f"statements/{said['id']}")["capture"]
    assert [call.get(f"captures/{capture}")] == printed("show", capture)
    assert call.all_of("missing", limit=1) == printed("missing")


def test_statements_are_found_by_every_filter(call):
    every = call.all_of("statements")
    outlet = next(each["outlet"] for each in every if each["outlet"])
    for asked, holds in (
        ({"language": "ru"}, lambda each: each["lang"] == "ru"),
        ({"type": "direct"}, lambda each: each["type"] == "direct"),
        ({"outlet": outlet}, lambda each: outlet.split()[0] in each["outlet"]),
        ({"status": "suggested"}, lambda each: each["status"] == "suggested"),
        ({"case": call.get("captures", failed=False)["items"][0]["case"]}, lambda each: True),
        ({"since": "2000", "until": "2100"}, lambda each: True),
    ):
        found = call.all_of("statements", **asked)
        assert found, asked
        assert all(map(holds, found)), asked
    person = next(each["speaker"]["person"] for each in every if each["speaker"]["person"])
    assert {each["speaker"]["person"] for each in call.all_of("statements", person=person)} == {person}
    assert call.get("facets", language="ru")["languages"][0][0] == "ru"
    assert call.get("timeline")["days"]


def test_a_question_that_makes_no_sense_is_told_so(call):
    assert call.status("GET", "statements", params={"since": "2023-13"}) == 400
    assert call.status("GET", "statements", params={"after": "nonsense"}) == 400
    assert call.status("GET", "statements", params={"limit": 201}) == 422
    assert call.status("GET", "statements", params={"status": "proved"}) == 422
    assert call.status("GET", "statements", params={"case": "no such case"}) == 404
    assert call.status("GET", "statements/17") == 422
    answer = call.client.get(f"statements/{_NOWHERE}")
    assert (answer.status_code, list(answer.json())) == (404, ["error"])
    assert call.client.get("nothing/here").json()["error"]


def test_nobody_is_listed_by_circumstances(call, desk):
    described = call.get("openapi.json")
    named = [
        each["name"]
        for where in described["paths"].values()
        for how in where.values()
        for each in how.get("parameters", ())
    ]
    assert "words" in named
    assert not [name for name in named if "circumstance" in name or name in _PROTECTED]
    assert call.status("GET", "statements", params={"circumstances": "captivity"}) == 422
    assert not {"circumstances", "people"} & call.get("facets").keys()
    assert all("circumstances" not in each for each in call.all_of("people"))


def test_lists_that_only_some_see(callers):
    assert callers["reviewer"].get("log")["size"] > 10
    assert callers["custodian"].get("log/0")["act"] == "opened"
    assert callers["reviewer"].status("GET", "log/0") == 403
    assert {each["act"] for each in callers["reviewer"].all_of("activity")} >= {"captured"}
    for path in ("queue", "activity", "captures", "log", "jobs"):
        assert callers["viewer"].status("GET", path) == 403, path


def test_searches_are_kept_for_whoever_keeps_them(callers):
    mine, theirs = callers["viewer"], callers["custodian"]
    saved = mine.do("searches", name="Phones", words="phones", language="en")
    assert saved["query"] == "words=phones&language=en"
    assert mine.get("searches")["items"] == [saved]
    assert theirs.get("searches")["items"] == []
    assert theirs.status("DELETE", f"searches/{saved['id']}") == 404
    assert mine.status("DELETE", f"searches/{saved['id']}") == 200
    assert mine.get("searches")["items"] == []


# Deciding


def test_a_decision_is_sealed_shown_and_undone(call):
    said = waiting(call)
    made = call.do(f"decide/confirm/{said['id']}", reason="heard it", seen=said["last_entry"])
    assert (made["act"], made["id"], made["status"]) == ("confirm", said["id"], "confirmed")
    state = call.get("log")
    assert state["sealed"] == state["size"]
    now = call.get(f"statements/{said['id']}")
    assert (now["status"], now["decided_by"]) == ("confirmed", "olena")
    assert now["decisions"][-1]["reason"] == "heard it"
    undone = call.do(f"undo/{made['entry']}", reason="misheard")
    assert (undone["undone"], undone["status"]) == (made["entry"], "suggested")


def test_whoever_looked_too_early_is_told_what_was_decided_since(callers):
    call = callers["reviewer"]
    said = waiting(call)
    entry = callers["custodian"].do(f"decide/confirm/{said['id']}", seen=said["last_entry"])["entry"]
    refused = call.do(f"decide/reject/{said['id']}", status=409, reason="no words", seen=said["last_entry"])
    assert refused["since"] == [
        each for each in refused["since"] if each.startswith(f"entry {entry}: confirm by marta")
    ]
    assert refused["error"]
    assert call.get(f"statements/{said['id']}")["status"] == "confirmed"


def test_what_makes_no_sense_is_refused_with_why(call):
    said = waiting(call)
    assert "why" in call.do(f"decide/reject/{said['id']}", status=400)["error"]
    assert call.do(f"decide/confirm/{_NOWHERE}", status=404)
    assert call.do(f"decide/destroy/{said['id']}", status=422)
    assert call.do(f"decide/confirm/{said['id']}", status=422, reasom="misspelt")["detail"][0]["loc"][-1] == "reasom"
    assert call.do(f"decide/confirm/{said['document']}", status=400)
    assert call.status("POST", f"decide/confirm/{said['id']}", content=b"{") == 400
    assert call.status("POST", f"decide/confirm/{said['id']}", content=b"[" * 100_000) == 400
    assert call.status("POST", f"decide/confirm/{said['id']}", content=b'{"reason": "\\ud800"}') == 422
    assert call.status("POST", f"decide/confirm/{said['id']}", content=b'{"reason": "\\u0000"}') == 422
    assert call.status("POST", f"undo/{10**40}", json={"reason": "x"}) == 422
    assert call.status("POST", f"undo/{2**52}", json={"reason": "x"}) == 404
    assert call.get(f"statements/{said['id']}")["status"] == "suggested"


def test_statements_are_corrected_split_and_joined(call, reviewer):
    said = next(
        each
        for each in call.all_of("queue")
        if len(each["words"].split()) > 6 and len(call.get(f"statements/{each['id']}")["content"]) == 1
    )
    whole = call.get(f"statements/{said['id']}")
    ((start, end),) = whole["content"]
    made = call.do(f"correct/{said['id']}", reason="cut too long", content=[[start, end - 2]], act="thought")
    assert made["status"] == "corrected"
    call.do(f"correct/{said['id']}", status=400, reason="so already", act="thought")
    call.do(f"correct/{said['id']}", status=400, reason="beyond", content=[[start, 10**8]])
    speaker = {"name": "Nina Example", "kind": "named", "circumstances": []}
    call.do(f"correct/{said['id']}", reason="somebody else", speaker=speaker)
    now = call.get(f"statements/{said['id']}")
    assert (now["speaker"]["name"], now["act"], now["content"]) == ("Nina Example", "thought", [[start, end - 2]])
    middle = start + 4
    pieces = [{"content": [[start, middle]]}, {"content": [[middle, end - 2]], "act": "speech"}]
    parts = call.do(f"split/{said['id']}", reason="two", pieces=pieces)["made"]
    assert len(parts) == 2
    assert call.get(f"statements/{said['id']}")["split_into"] == parts
    joined = call.do("join", reason="one after all", statements=parts)
    assert joined["id"] == parts[0]
    assert call.get(f"statements/{parts[1]}")["id"] == parts[0]
    assert call.status("GET", f"statements/{parts[1]}/trail") == 200
    assert call.status("GET", f"statements/{said['id']}/trail") == 404
    assert parts[0] in reviewer.read(f"statements/{said['id']}")
    assert parts[0] in reviewer.read(f"statements/{parts[1]}")


def test_a_number_or_a_body_beyond_every_measure_is_refused(call, reviewer):
    said = waiting(call)
    capture = call.get(f"statements/{said['id']}")["capture"]
    assert reviewer.get(f"saved/{capture}/{10**30}").status_code == 404
    assert call.status("GET", f"captures/{capture}/parts/{10**30}") == 422
    assert call.status("GET", f"captures/{capture}/parts/{2**52}") == 404
    assert call.status("POST", "add/text", content=b'{"text": "' + b"a" * 21 * 2**20 + b'"}') == 400
    assert call.status("POST", "add/files", files=[("files", (str(n), b"x", "")) for n in range(1100)]) == 400
    assert call.status("GET", "statements?" + "&".join(f"a{n}=1" for n in range(2000))) == 400


def test_steps_people_and_statements_are_judged(call):
    said = next(each for each in call.all_of("statements") if each["echo"])
    edge = next(
        edge
        for each in call.all_of("statements")
        if each["echo"]
        for edge in call.get(f"statements/{each['id']}/trail")["edges"]
    )
    call.do(f"step/{edge['from']}/{edge['to']}", status=400, verdict="refuse", reason=" ")
    made = call.do(f"step/{edge['from']}/{edge['to']}", verdict="confirm", reason="it says so")
    assert made["act"] == "edge-confirm"
    other = next(each for each in call.all_of("statements") if each["document"] != said["document"])
    assert call.do(f"judge/{said['id']}/{other['id']}", verdict="different", reason="others")["act"] == "different"
    one = next(found for each in call.all_of("people") for found in call.get(f"people/{each['id']}/suggested")["items"])
    joined = call.do(f"judge/{one['a']}/{one['b']}", verdict="same", reason="same village")
    assert (joined["kind"], joined["act"]) == ("person", "same")


def test_remarks_are_kept(callers):
    call = callers["reviewer"]
    said = waiting(call)
    call.do(f"note/{said['id']}", text="ask again")
    call.do(f"note/{said['document']}", text="dated by hand")
    call.do(f"translate/{said['id']}", words="They took everything.", language="en")
    call.do(f"assign/{said['id']}", to="olena")
    call.do(f"tag/{said['id']}", status=400, tag="no such tag")
    remarks = {each["act"]: each for each in call.get(f"statements/{said['id']}")["remarks"]}
    assert remarks["note"]["text"] == "ask again"
    assert remarks["translate"]["translator"] == "olena"
    assert remarks["assign"]["to"] == "olena"
    call.do(f"assign/{said['id']}", to=None)


# Adding


def test_a_text_is_added_by_a_job(call, desk):
    text = "“Nobody here has slept,” said Vera Example."
    made = call.do("add/text", status=202, text=text)
    done = _over(call, made["id"])
    assert (done["state"], done["error"]) == ("done", None)
    (kept,) = done["told"]
    assert call.get(f"documents/{kept['document']}")["text"] == text
    assert call.get("jobs", limit=1)["items"][0]["id"] == made["id"]


def test_files_are_added_whatever_they_are_called(call):
    name = "ф" * 250 + ".html"
    page = b"<html lang=en><title>T</title><p>\xe2\x80\x9cWe have no water,\xe2\x80\x9d said Ivan Example.</p></html>"
    answer = call.client.post("add/files", files=[("files", (name, page, "text/html"))], data={"language": "en"})
    assert answer.status_code == 202, answer.text
    assert _over(call, answer.json()["id"])["state"] == "done"
    assert call.status("POST", "add/files", files=[("files", ("a", b"", ""))], data={"case": "elsewhere"}) == 403


def test_addresses_are_checked_and_jobs_stopped_and_begun_again(callers):
    call = callers["reviewer"]
    assert "address" in call.do("add/addresses", status=400, addresses=["ftp://dayline.example/"])["error"]
    made = call.do("add/addresses", status=202, addresses=["http://127.0.0.1:9/"])
    assert _over(call, made["id"])["state"] == "failed"
    assert call.do(f"jobs/{made['id']}/retry")["state"] == "waiting"
    _over(call, made["id"])
    assert call.do(f"jobs/{made['id']}/cancel")["id"] == made["id"]
    assert callers["custodian"].get(f"jobs/{made['id']}")["id"] == made["id"]
    other = callers["custodian"].do("add/text", status=202, text="“Yes,” said Ivan Example.")
    assert call.status("GET", f"jobs/{other['id']}") == 404


def _over(call, number):
    for _ in range(300):
        job = call.get(f"jobs/{number}")
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.2)
    raise AssertionError(job)


# Who may


def test_without_a_token_nothing_is_told(desk):
    for headers in ({}, {"Authorization": "Bearer firsthand_guess"}, {"Authorization": "Basic bWFydGE6eA=="}):
        answer = httpx.get(desk.address + "api/statements", headers=headers)
        assert answer.status_code == 401
        assert list(answer.json()) == ["error"]
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_token_is_for_what_it_was_made_for(desk, custodian):
    said = Caller(desk, secret_of(custodian, "read"))
    record = waiting(said)
    assert said.do(f"decide/confirm/{record['id']}", status=403)["error"]
    assert said.do("add/text", status=403, text="“Yes,” he said.")
    deciding = Caller(desk, secret_of(custodian, "decide"))
    assert deciding.status("GET", "statements") == 403
    assert deciding.do(f"note/{record['id']}", text="by a program")
    for each in (said, deciding):
        each.client.close()


def test_a_token_opens_no_page_and_makes_no_other(desk, callers):
    token = {"Authorization": f"Bearer {callers['custodian'].secret}"}
    for path in ("", "users", "tokens", "settings"):
        answer = httpx.get(desk.address + path, headers=token)
        assert answer.headers["location"].startswith("/accounts/login/")


def test_a_token_ends_when_it_is_revoked_or_its_account_closed(desk, custodian):
    guest = desk.invited(custodian, "reviewer", "guest")
    number = re.search(r'action="/users/(\d+)"[^>]*>(?:(?!</form>).)*Role of guest', custodian.read("users"))[1]
    first, second = (Caller(desk, secret_of(guest, "read", "decide", "add", name=name)) for name in ("one", "two"))
    assert first.get("log")
    page = guest.read("tokens")
    assert first.secret not in page
    assert second.secret not in page
    revoke = re.search(r'action="/(tokens/\d+/revoke)"(?:(?!</form>).)*Revoke one', page)[1]
    assert desk.invited(custodian, "reviewer", "stranger").send(revoke).status_code == 404
    assert guest.send(revoke).status_code == 302
    assert first.status("GET", "log") == 401
    assert second.get("log")
    custodian.send(f"users/{number}", role="viewer", active="yes")
    assert second.status("GET", "log") == 403  # never more than its account
    assert second.get("documents")
    custodian.send(f"users/{number}", role="viewer")
    assert second.status("GET", "documents") == 401
    for each in (first, second):
        each.client.close()


def test_a_token_expires_and_its_secret_is_nowhere(desk, custodian):
    secret = secret_of(custodian, "read", name="short")
    caller = Caller(desk, secret)
    assert caller.get("log")
    code = """
from firsthand.desk.models import Token
from django.utils import timezone
assert Token.objects.get(name="short").used
Token.objects.filter(name="short").update(expires=timezone.now())
"""
    run_at_desk(code, desk.archive, desk.environment)
    assert caller.status("GET", "log") == 401
    caller.client.close()
    assert "expired" in custodian.read("tokens")
    for path in desk.archive.glob("firsthand.db*"):
        assert secret.encode() not in path.read_bytes()


def test_a_viewer_makes_no_token_that_decides(viewer, desk):
    caller = Caller(desk, secret_of(viewer, "read", "decide", name="more"))
    assert caller.status("POST", f"note/{_NOWHERE}", json={"text": "x"}) == 403
    caller.client.close()
    assert 'value="decide"' not in viewer.read("tokens")
    assert viewer.send("tokens", name="nothing", days="7").status_code == 200
    assert viewer.send("tokens", name="for ever", scopes="read", days="99999").status_code == 404


def test_signing_in_is_enough_to_read_and_a_form_s_token_to_write(reviewer):
    said = reviewer.get("api/queue").json()["items"][0]
    answer = reviewer.client.post(f"api/note/{said['id']}", json={"text": "from elsewhere"})
    assert (answer.status_code, list(answer.json())) == (403, ["error"])
    headers = {"X-CSRFToken": reviewer.token()}
    answer = reviewer.client.post(f"api/note/{said['id']}", json={"text": "from here"}, headers=headers)
    assert answer.status_code == 200, answer.text


# What a viewer is told


def test_a_viewer_is_told_nothing_of_pages_that_name_somebody_protected(callers):
    call, custodian = callers["viewer"], callers["custodian"]
    seen = {each["id"] for each in call.all_of("documents")}
    hidden = [each for each in custodian.all_of("documents") if each["id"] not in seen]
    assert seen
    assert hidden
    for each in hidden:
        told = call.get(f"documents/{each['id']}")
        assert told.keys() == {"outlet", "lang", "published", "role", "restricted"}
        assert told["restricted"] is True
        assert told["role"] is None
    mine = {each["id"] for each in call.all_of("statements")}
    for each in custodian.all_of("statements"):
        if each["id"] not in mine:
            told = call.get(f"statements/{each['id']}")
            assert told.keys() == {"outlet", "lang", "published", "role", "restricted"}
            assert len(told["published"] or "2023-03-08") <= 10
            assert call.get(f"statements/{each['id']}/trail").keys() == told.keys()
            assert each["speaker"]["name"] is None or each["speaker"]["name"] not in json.dumps(told)
    named = {each["name"] for each in call.all_of("people")}
    guarded = {
        each["name"] for each in custodian.all_of("people") if custodian.get(f"people/{each['id']}")["circumstances"]
    }
    assert guarded
    assert not guarded & named
    listed = json.dumps([call.all_of(path) for path in ("statements", "documents", "people", "outlets", "missing")])
    assert not [name for name in guarded if name in listed]
    for each in custodian.all_of("people"):
        if each["name"] in guarded:
            assert call.status("GET", f"people/{each['id']}") == 404


def test_a_viewer_reads_no_reason_note_or_byte(callers):
    call, reviewer = callers["viewer"], callers["reviewer"]
    secret = "the words of a reason 7c1f"  # noqa: S105 - no password
    said = next(each for each in call.all_of("statements") if each["status"] == "suggested")
    entry = reviewer.do(f"decide/confirm/{said['id']}", reason=secret)["entry"]
    reviewer.do(f"undo/{entry}", reason=secret)
    reviewer.do(f"note/{said['id']}", text=secret)
    reviewer.do(f"note/{said['document']}", text=secret)
    statement = call.get(f"statements/{said['id']}")
    capture = statement["capture"]
    told = [statement, call.get(f"documents/{said['document']}"), call.get(f"captures/{capture}")]
    told.append(call.get(f"statements/{said['id']}/trail"))
    if said["speaker"]["person"]:
        told.append(call.get(f"people/{said['speaker']['person']}"))
    assert secret not in json.dumps(told)
    assert statement["decisions"][-1]["entry"] == f"entry:{entry}"
    assert call.get(f"captures/{capture}")["parts"] == []
    assert call.status("GET", f"captures/{capture}/parts/0") == 403
    digest = reviewer.get(f"captures/{capture}")["parts"][0]["digest"]
    answer = reviewer.client.get(f"captures/{capture}/parts/0")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert digest.removeprefix("sha256:") in answer.headers["content-disposition"]


def test_looking_at_protected_people_by_the_api_is_kept(callers, custodian):
    call = callers["reviewer"]
    said = next(each for each in call.all_of("statements") if _PROTECTED & set(each["speaker"]["circumstances"]))
    call.get(f"statements/{said['id']}")
    assert f"/api/statements/{said['id']}" in custodian.read("looks")
    call.get(f"documents/{said['document']}")
    assert f"/api/documents/{said['document']}" in custodian.read("looks")


def test_whoever_is_no_member_of_a_case_learns_nothing_of_it(desk, callers, shell):
    shell.made(
        "case",
        "add",
        "sealed-off",
        "--purpose",
        "a test",
        "--basis",
        "consent",
        "--member",
        "marta",
        "--archive",
        str(desk.archive),
    )
    call, custodian = callers["reviewer"], callers["custodian"]
    text = "“We were told to wait,” said Oleh Sample."
    job = custodian.do("add/text", status=202, text=text, case="sealed-off")
    document = _over(custodian, job["id"])["told"][0]["document"]
    assert custodian.get(f"documents/{document}")["text"] == text
    assert call.status("GET", f"documents/{document}") == 404
    assert call.do(f"note/{document}", status=404, text="x")
    assert call.status("GET", "statements", params={"case": "sealed-off"}) == 404
    assert custodian.get("statements", case="sealed-off")["items"]
    assert call.do("add/text", status=403, text=text, case="sealed-off")
    (capture,) = custodian.get(f"documents/{document}")["captures"]
    assert call.status("GET", f"captures/{capture['id']}") == 404


def test_of_what_two_cases_hold_only_one_s_own_captures_are_told(callers, reviewer, desk, shell):
    case = ("case", "add", "set-aside", "--purpose", "a test", "--basis", "consent", "--member", "marta")
    shell.made(*case, "--archive", desk.archive)
    call, custodian = callers["reviewer"], callers["custodian"]
    text = "“They never came back,” said Oleh Sample."
    (mine,) = _over(call, call.do("add/text", status=202, text=text)["id"])["told"]
    job = custodian.do("add/text", status=202, text=text, case="set-aside")
    (other,) = _over(custodian, job["id"])["told"]
    assert mine["document"] == other["document"]
    assert len(custodian.get(f"documents/{mine['document']}")["captures"]) == 2
    assert [each["id"] for each in call.get(f"documents/{mine['document']}")["captures"]] == [mine["id"]]
    assert call.status("GET", f"captures/{other['id']}") == 404
    assert reviewer.get(f"saved/{other['id']}").status_code == 404
    assert reviewer.get("search?case=set-aside").status_code == 404


# What any call may bring


@pytest.fixture(scope="module")
def trampled(another_desk):
    """A desk at which programs decide and add at random, and its custodian."""
    served = another_desk()
    return served, served.first()


@pytest.mark.parametrize(
    ("role", "phase", "seconds"),
    [
        pytest.param("custodian", "coverage", 25, id="every bound of every field"),
        pytest.param("reviewer", "fuzzing", 10, id="at random, as a reviewer"),
        pytest.param("viewer", "fuzzing", 10, id="at random, as a viewer"),
    ],
)
def test_no_call_breaks_the_desk_and_answers_are_as_described(trampled, tmp_path, role, phase, seconds):
    served, custodian = trampled
    person = custodian if role == "custodian" else served.invited(custodian, role, role)
    secret = secret_of(person, "read", "decide", "add")
    checks = ("not_a_server_error", "status_code_conformance", "content_type_conformance")
    checks += ("response_schema_conformance", "unsupported_method")
    tool = Path(sys.executable).with_name("schemathesis")
    options = {
        "--header": f"Authorization: Bearer {secret}",
        "--checks": ",".join(checks),
        "--phases": phase,
        "--max-time": str(seconds),
        "--max-examples": "15",
        "--seed": "7",
        "--generation-database": "none",
        "--warnings": "off",
    }
    command = [
        str(tool),
        "run",
        served.address + "api/openapi.json",
        *(word for each in options.items() for word in each),
    ]
    done = subprocess.run(  # noqa: S603 - a tool of the tests
        command, cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
