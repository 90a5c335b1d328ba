"""The server: the desk of one archive, listening, and its worker beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from firsthand.desk.configure import Serving, open_desk

_THREADS = 8
_PATIENCE = 10  # seconds


def serve(folder: Path, serving: Serving, ready: Callable[[str], None]) -> None:
    """Serve the desk until interrupted.

    Args:
        folder: Of the archive.
        serving: How it is reached.
        ready: Called with its address once it listens.

    Raises:
        FirsthandError: There is no archive, or it cannot be used.
        OSError: The port is taken.
    """
    archive = open_desk(folder, serving)
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"}}
    options = proxy | {"clear_untrusted_proxy_headers": True} if serving.https else {}
    server = create_server(
        get_wsgi_application(),
        host=serving.address,
        port=serving.port,
        threads=_THREADS,
        ident=None,
        max_request_body_size=2 * 2**30,
        channel_timeout=120,
        **options,
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with working(folder):
        try:
            ready(f"http://{_host(serving.address)}:{server.effective_port}/")
            server.run()
        finally:
            server.close()
            archive.close()


def _host(address: str) -> str:
    """Return how a browser is to call this computer: passkeys go by a name and take no number."""
    if address in ("127.0.0.1", "::1"):
        return "localhost"
    return f"[{address}]" if ":" in address else address


@contextmanager
def working(folder: Path) -> Iterator[None]:
    """Have a worker beside the desk until the block ends."""
    command = [sys.executable, "-m", "firsthand.desk.worker", str(folder)]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603 - this program
    try:
        yield
    finally:
        worker.terminate()
        if worker.stdin:
            worker.stdin.close()
        try:
            worker.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
