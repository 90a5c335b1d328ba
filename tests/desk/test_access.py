"""Every address, by every method, for every role: out of the routes themselves, so that none can be forgotten."""

import json
from uuid import UUID

import pytest

from tests.desk.served import Person, run_at_desk

_ROUTES = """
import json
from django.urls import get_resolver
from firsthand.desk.access import rule_of
def walk(patterns, before=""):
    for each in patterns:
        where = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from walk(each.url_patterns, where)
        else:
            rule = rule_of(each.callback, each.name)
            own = not where.startswith("accounts/")
            scopes = getattr(each.callback, "scopes", None)
            yield {"where": where, "name": each.name, "rule": rule and dict(rule), "own": own, "scopes": scopes}
print(json.dumps(list(walk(get_resolver().url_patterns))))
"""
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_ORDER = ("nobody", "viewer", "reviewer", "custodian")
_SECOND_STEP = ("mfa_authenticate", "mfa_login_webauthn")
_NOWHERE = str(UUID(int=7))


@pytest.fixture(scope="module")
def routes(desk):
    return json.loads(run_at_desk(_ROUTES, desk.archive, desk.environment))


@pytest.fixture(scope="module")
def people(desk, custodian, reviewer, viewer):
    return {"nobody": Person(desk.address), "viewer": viewer, "reviewer": reviewer, "custodian": custodian}


def _address(where):
    """Fill in a route: with what is not there, so that nothing is done."""
    parts = where.replace("<uuid:", "<").split("<")
    filled = parts[0]
    for part in parts[1:]:
        kind, _, rest = part.partition(">")
        name = kind.partition(":")[2] or kind
        values = {"verb": "confirm", "number": "999999", "place": "0", "entry": "999999", "token": "x", "pk": "999999"}
        filled += values.get(name, _NOWHERE) + rest
    return filled.replace("^", "").replace("\\Z", "").replace("$", "")


def test_every_address_has_a_rule(routes):
    assert len(routes) > 40
    assert [each["where"] for each in routes if each["rule"] is None and each["own"]] == []
    assert {role for each in routes if each["rule"] for role in each["rule"].values()} <= {*_ORDER, "anyone"}


def test_every_operation_of_the_api_says_what_a_token_has_to_be_for(routes):
    operations = [each for each in routes if each["where"].startswith("api/")]
    assert len(operations) > 40
    for each in operations:
        assert each["rule"].keys() == each["scopes"].keys(), each
        assert "anyone" not in each["rule"].values()
        for method, scope in each["scopes"].items():
            own_searches = "/searches" in each["where"]
            assert (scope == "read") == (method == "GET" or own_searches), each
            assert scope == "read" or each["rule"][method] == "reviewer", each
    assert {each["where"] for each in routes if each["scopes"]} == {each["where"] for each in operations}


def test_only_signing_in_is_open_to_everybody(routes):
    open_to_all = {each["name"] for each in routes if each["rule"] and "anyone" in each["rule"].values()}
    assert open_to_all == {
        "welcome",
        "invitation",
        "language",
        "account_login",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }


def test_what_changes_the_archive_needs_a_reviewer(routes):
    for each in routes:
        if each["name"] in ("decide", "judge", "undo", "add", "cancel", "retry"):
            assert each["rule"]["POST"] == "reviewer", each


@pytest.mark.parametrize("role", _ORDER)
def test_each_role_gets_what_the_rules_give_it_and_nothing_else(routes, people, role):
    person = people[role]
    token = person.token()
    wrong = []
    for each in routes:
        if each["name"] in ("account_logout", "mfa_generate_recovery_codes"):
            continue
        for method in _METHODS:
            data = {"csrfmiddlewaretoken": token} if method == "POST" else None
            answer = person.client.request(method, _address(each["where"]), data=data, headers={"X-CSRFToken": token})
            least = (each["rule"] or {}).get("GET" if method == "HEAD" else method)
            if each["rule"] is None:
                expected = answer.status_code in (403, 404)
            elif least is None:
                expected = answer.status_code == 405
            elif least == "anyone":  # also whoever has no business there is sent on
                expected = answer.status_code not in (403, 405, 500)
            elif _ORDER.index(role) >= _ORDER.index(least):
                expected = answer.status_code not in (403, 405, 500) and not _asks_to_sign_in(answer, each)
            elif role == "nobody":
                expected = _asks_to_sign_in(answer, each)
            else:
                expected = answer.status_code == 403
            if not expected:
                wrong.append((each["where"], method, answer.status_code))
    assert wrong == []


def _asks_to_sign_in(answer, route):
    if route["where"].startswith("api/"):
        return answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")
    where = answer.headers.get("location", "")
    return answer.status_code == 302 and where.startswith("/accounts/login/") and route["name"] != "account_login"


def test_a_form_from_elsewhere_is_refused(custodian):
    answer = custodian.client.post("users", data={"role": "custodian"})
    assert answer.status_code == 403


def test_every_answer_forbids_what_is_inline_and_from_elsewhere(custodian):
    for path in ("", "queue", "search", "accounts/2fa/", "nothing-here", "static/desk/desk.css"):
        policy = custodian.get(path, follow_redirects=True).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    for path in ("", "queue", "search", "accounts/2fa/", "add"):
        page = custodian.client.get(path, follow_redirects=True)
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-frame-options"] == "DENY"
        assert " style=" not in page.text
        assert " onclick=" not in page.text
