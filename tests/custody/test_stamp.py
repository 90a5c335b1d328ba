from __future__ import annotations

import shutil
import time
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
from rfc3161_client._rust import parse_timestamp_request

from firsthand.custody.stamp import StampError, check, request
from tests.custody.authority import make_authority, needs_openssl, serving

pytestmark = needs_openssl
NOTE = "firsthand/0197-example\n7\nAAAA\n\n— firsthand/0197-example AAAA\n".encode()
NAME = "CN=Example Time Stamping Certificate of the First Order,O=Example Authority for Stamping Time"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority") / "other")


both = pytest.mark.parametrize(
    ("chain", "verifier"),
    [pytest.param(False, "rfc3161-client", id="certificate"), pytest.param(True, "openssl", id="chain out of order")],
)


def test_a_request_asks_for_sha_256_a_nonce_and_the_certificate():
    made = request(NOTE)
    parsed = parse_timestamp_request(made.der)
    assert parsed.message_imprint.hash_algorithm.dotted_string == "2.16.840.1.101.3.4.2.1"
    assert (parsed.nonce, parsed.cert_req) == (made.nonce, True)
    assert request(NOTE).nonce != made.nonce
    with pytest.raises(StampError, match="nothing to stamp"):
        request(b"")


@both
def test_a_stamp_says_when_by_whom_and_what_verified_it(authority, other, chain, verifier):
    made = request(NOTE)
    stamped = check(authority.reply(made.der, chain=chain), NOTE, [other.root, authority.root], made.nonce)
    assert (stamped.authority, stamped.verified_by) == (NAME, verifier)
    assert abs(stamped.time - datetime.now(UTC)) < timedelta(minutes=1)
    assert stamped.time.tzinfo is UTC


@both
def test_what_does_not_match_is_said(authority, other, chain, verifier):
    made = request(NOTE)
    reply = authority.reply(made.der, chain=chain)
    with pytest.raises(StampError, match=r"over other bytes|message imprint mismatch"):
        check(reply, NOTE + b" ", [authority.root])
    with pytest.raises(StampError, match="answers another request"):
        check(reply, NOTE, [authority.root], made.nonce + 1)
    with pytest.raises(StampError, match=r"not proved: certificate verify.*(unable to get|self.signed)"):
        check(reply, NOTE, [other.root])


@both
def test_a_changed_signature_is_refused(authority, chain, verifier):
    reply = bytearray(authority.reply(request(NOTE).der, chain=chain))
    reply[-1] ^= 1
    with pytest.raises(StampError, match="the stamp is not proved"):
        check(bytes(reply), NOTE, [authority.root])


def test_a_certificate_that_ended_since_proves_all_the_same(tmp_path):
    end = datetime.now(UTC) + timedelta(seconds=3)
    short = make_authority(tmp_path / "short", until=end)
    made = request(NOTE)
    replies = [short.reply(made.der, chain=chain) for chain in (False, True)]
    time.sleep(max(0.0, (end - datetime.now(UTC)).total_seconds()) + 1)
    for reply, verifier in zip(replies, ("rfc3161-client", "openssl"), strict=True):
        stamped = check(reply, NOTE, [short.root], made.nonce)
        assert (stamped.verified_by, stamped.time < end) == (verifier, True)


def test_a_certificate_that_had_ended_proves_nothing(tmp_path):
    ended = make_authority(tmp_path / "ended", until=datetime.now(UTC) - timedelta(hours=1))
    for chain in (False, True):
        with pytest.raises(StampError, match=r"not proved: .*certificate has expired"):
            check(ended.reply(request(NOTE).der, chain=chain), NOTE, [ended.root])


def test_an_authority_that_refuses_is_heard(authority):
    sha_512 = TimestampRequestBuilder(NOTE, HashAlgorithm.SHA512).build().as_bytes()
    with pytest.raises(StampError, match="gave no stamp: status 2 Message digest algorithm is not supported"):
        check(authority.reply(sha_512), NOTE, [authority.root])


@pytest.mark.parametrize("junk", [b"", b"<html>", b"\x30\x00", bytes(100)])
def test_what_is_no_response_is_refused(authority, junk):
    with pytest.raises(StampError, match="not proved"):
        check(junk, NOTE, [authority.root])


def test_a_root_is_needed(authority):
    reply = authority.reply(request(NOTE).der)
    with pytest.raises(StampError, match="no root certificate"):
        check(reply, NOTE, [])
    with pytest.raises(StampError, match="no certificate in PEM"):
        check(reply, NOTE, [b"not PEM"])


def test_without_openssl_a_chain_out_of_order_cannot_be_checked(authority, tmp_path, monkeypatch):
    reply = authority.reply(request(NOTE).der, chain=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("openssl") is None
    with pytest.raises(StampError, match="no 'openssl' is installed"):
        check(reply, NOTE, [authority.root])


def test_the_authority_answers_over_http(authority):
    made = request(NOTE)
    with serving(authority) as url:
        sent = urllib.request.Request(url, made.der, {"Content-Type": "application/timestamp-query"})  # noqa: S310
        with urllib.request.urlopen(sent, timeout=10) as answer:  # noqa: S310
            reply = answer.read()
    assert check(reply, NOTE, [authority.root], made.nonce).authority == NAME
