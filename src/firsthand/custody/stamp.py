"""Time stamp: another party's signed word that these bytes existed at a time (RFC 3161), asked for and checked.

What is stamped is a checkpoint's note, byte for byte. Nothing here reaches the network: whoever does sends `request`
and hands what comes back to `check`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = re.compile(r"^Time stamp: (\w{3}) +(\d+) (\d\d):(\d\d):(\d\d)(\.\d+)? (\d{4}) GMT$", re.MULTILINE)
_NONCE = re.compile(r"^Nonce: (?:0x([0-9A-F]+)|unspecified)$", re.MULTILINE)
_HASH = re.compile(r"^Hash Algorithm: (.+)$", re.MULTILINE)
_LIBRARY_REASON = re.compile(r'(?:reason|data): "(?:Verify error: )?([^"]+)"')
_REASON = re.compile(r"\berror:[0-9A-F]+:[^:\n]*:[^:\n]*:([^:\n]+)(?:[^\n]*:Verify error:([^\n]+))?")


class StampError(FirsthandError):
    """A time stamp that does not prove what it should, or that cannot be checked here."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a time stamping authority, as `application/timestamp-query`."""

    der: bytes
    nonce: int
    """A random number that the answer to this request repeats."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a checked stamp proves: the bytes existed at this time, on this authority's word."""

    time: datetime
    """UTC."""
    authority: str
    """The subject of the certificate that signed (RFC 4514): `CN=…,O=…`."""
    verified_by: Literal["rfc3161-client", "openssl"]


def request(data: bytes) -> Request:
    """Make a request for a stamp over the SHA-256 of these bytes, with a fresh nonce, asking for the certificate.

    Raises:
        StampError: There are no bytes.
    """
    if not data:
        raise StampError("nothing to stamp: no bytes")
    made = TimestampRequestBuilder(data, HashAlgorithm.SHA256, nonce=True, cert_req=True).build()
    if made.nonce is None:
        raise StampError("the request was made without a nonce; install rfc3161-client 1.0.6 or newer")
    return Request(made.as_bytes(), made.nonce)


def check(token_response: bytes, data: bytes, roots: Sequence[bytes], nonce: int | None = None) -> Stamped:
    """Check an authority's response: status, bytes, nonce, signature, and its certificate up to one of the roots.

    Certificates have to be valid at the time of the stamp, not now. rfc3161-client takes only strict DER; what it
    cannot parse (OpenSSL's own authority sends its chain in another order) is checked by the `openssl` command, if
    there is one.

    Args:
        token_response: The whole TimeStampResp, as it came.
        data: The bytes that were stamped.
        roots: Certificates in PEM that are trusted to name authorities, one or more in each.
        nonce: That of the request, where it is known.

    Raises:
        StampError: One of these does not hold, and which; or no `openssl` is here and the response needs it.
    """
    try:
        trusted = [certificate for pem in roots for certificate in x509.load_pem_x509_certificates(pem)]
    except ValueError as error:
        raise StampError(f"an authority's root is no certificate in PEM: {error}") from error
    if not trusted:
        raise StampError("no root certificate to check the stamp by; name the authority's in firsthand.toml")
    try:
        response = decode_timestamp_response(token_response)
    except ValueError as error:
        openssl = shutil.which("openssl")
        if openssl is None:
            raise StampError(
                f"not a response in strict DER ({error}), and no 'openssl' is installed that might read it; install it "
                "and try again"
            ) from error
        return _checked_by_openssl(openssl, token_response, data, trusted, nonce)
    return _checked_by_library(response, data, trusted, nonce)


def _checked_by_library(
    response: TimeStampResponse, data: bytes, trusted: list[x509.Certificate], nonce: int | None
) -> Stamped:
    if response.status != PKIStatus.GRANTED:
        raise StampError(f"the authority gave no stamp: status {response.status} {' '.join(response.status_string)}")
    try:
        stamp = response.tst_info
        digest = hashlib.sha256(data).digest()
        imprint = stamp.message_imprint
        if (imprint.hash_algorithm, imprint.message) != (_SHA256, digest):
            raise StampError(_other_bytes(data))
        if nonce is not None and stamp.nonce != nonce:
            raise StampError(_other_request(nonce))
        VerifierBuilder(roots=trusted).build().verify(response, digest)
        (signer,) = response.signed_data.signer_infos
        (name,) = {
            certificate.subject.rfc4514_string()
            for certificate in map(x509.load_der_x509_certificate, response.signed_data.certificates)
            if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number)
        }
    except (VerificationError, ValueError) as error:
        why = "; ".join(_LIBRARY_REASON.findall(str(error))) or str(error)
        raise StampError(f"the stamp is not proved: {why}") from error
    return Stamped(stamp.gen_time.astimezone(UTC), name, "rfc3161-client")


def _checked_by_openssl(
    openssl: str, token_response: bytes, data: bytes, trusted: list[x509.Certificate], nonce: int | None
) -> Stamped:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "reply").write_bytes(token_response)
        (folder / "data").write_bytes(data)
        (folder / "roots").write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in trusted))

        def run(*arguments: str) -> str:
            done = subprocess.run(  # noqa: S603 (no shell; the words are ours, the bytes stand in files)
                [openssl, *arguments], cwd=folder, capture_output=True, timeout=60, check=False
            )
            if done.returncode:
                raise StampError(f"the stamp is not proved: {_reason(done.stderr)}")
            return done.stdout.decode("utf-8", "replace")

        # The text of the token alone: what surrounds it is signed by nobody.
        run("ts", "-reply", "-in", "reply", "-token_out", "-out", "token")
        text = run("ts", "-reply", "-in", "token", "-token_in", "-text")
        time, given, algorithm = _TIME.search(text), _NONCE.search(text), _HASH.search(text)
        if time is None or given is None or algorithm is None:
            raise StampError("the stamp is not readable: 'openssl ts' shows no time, nonce and hash algorithm in it")
        month, day, hour, minute, second, fraction, year = time.groups()
        at = datetime(
            int(year),
            _MONTHS.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            round(float(fraction or 0) * 1_000_000),
            tzinfo=UTC,
        )
        run(
            *("ts", "-verify", "-in", "reply", "-data", "data", "-CAfile", "roots"),
            *("-attime", str(int(at.timestamp()))),
        )
        if algorithm[1] != "sha256":
            raise StampError(_other_bytes(data))
        if nonce is not None and (given[1] is None or int(given[1], 16) != nonce):
            raise StampError(_other_request(nonce))
        run("cms", "-verify", "-inform", "DER", "-in", "token", "-noverify", "-signer", "signer", "-out", "signed")
        signer = x509.load_pem_x509_certificate((folder / "signer").read_bytes())
    return Stamped(at, signer.subject.rfc4514_string(), "openssl")


def _reason(stderr: bytes) -> str:
    """Return the reasons in OpenSSL's list of errors, which stands innermost first."""
    found = [" ".join(filter(None, match)) for match in _REASON.findall(stderr.decode("utf-8", "replace"))]
    return "; ".join(dict.fromkeys(found)) or "openssl does not say why"


def _other_bytes(data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return f"the stamp is over other bytes than these {len(data)}, whose digest is sha256:{digest}"


def _other_request(nonce: int) -> str:
    return f"the stamp answers another request: it does not repeat the nonce {nonce:#x}"
