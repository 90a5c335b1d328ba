"""A time stamping authority of our own, made with the OpenSSL command line, for tests only."""

from __future__ import annotations

import shutil
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="the authority is made with openssl")

_CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
default_ca = authority
[authority]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
[any]
organizationName = supplied
commonName = supplied
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""


@dataclass(frozen=True)
class Authority:
    folder: Path

    @property
    def root(self) -> bytes:
        """The certificate to trust, PEM."""
        return (self.folder / "root.pem").read_bytes()

    def reply(self, request: bytes, *, chain: bool = False) -> bytes:
        """Answer a TimeStampReq with a TimeStampResp; with `chain`, the root goes along and breaks the DER order."""
        (self.folder / "query").write_bytes(request)
        _openssl(
            self.folder,
            *("ts", "-reply", "-config", "config", "-section", "tsa", "-queryfile", "query", "-out", "reply"),
            *("-signer", "tsa.pem", "-inkey", "tsa.key", *(["-chain", "root.pem"] if chain else [])),
        )
        return (self.folder / "reply").read_bytes()


def make_authority(folder: Path, *, until: datetime | None = None) -> Authority:
    """Make a root and a certificate for time stamping that it signs, which ends at `until` (default: in ten years)."""
    folder.mkdir(parents=True)
    (folder / "config").write_text(_CONFIG, encoding="utf-8")
    (folder / "index").touch()
    (folder / "serial").write_text("01\n", encoding="utf-8")
    new = ("req", "-config", "config", "-newkey", "rsa:2048", "-nodes")
    _openssl(
        folder,
        *(*new, "-x509", "-days", "3650", "-extensions", "root", "-subj", "/O=Example/CN=Example Root"),
        *("-keyout", "root.key", "-out", "root.pem"),
    )
    # The longer name puts this certificate after the root in DER order, and OpenSSL sends it first.
    name = "/O=Example Authority for Stamping Time/CN=Example Time Stamping Certificate of the First Order"
    _openssl(folder, *new, "-subj", name, "-keyout", "tsa.key", "-out", "tsa.csr")
    ends = ["-enddate", f"{until:%Y%m%d%H%M%SZ}"] if until else ["-days", "3650"]
    _openssl(
        folder,
        *("ca", "-config", "config", "-batch", "-notext", "-extensions", "stamping", *ends),
        *("-cert", "root.pem", "-keyfile", "root.key", "-in", "tsa.csr", "-out", "tsa.pem"),
    )
    return Authority(folder)


@contextmanager
def serving(authority: Authority) -> Iterator[str]:
    """Answer requests over HTTP as RFC 3161 §3.4 says, at the address that is given."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            right = self.headers["Content-Type"] == "application/timestamp-query"
            body = authority.reply(self.rfile.read(int(self.headers["Content-Length"]))) if right else b""
            self.send_response(200 if right else 415)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 (a test's own)
