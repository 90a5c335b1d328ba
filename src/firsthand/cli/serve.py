"""`firsthand serve`: the desk."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand serve
  firsthand serve --archive case-12 --port 8800 --no-browser
  firsthand serve --listen 0.0.0.0 --host desk.example --https
"""


@click.command(epilog=_EXAMPLES)
@options.archive
@options.whole_archive
@click.option("--port", metavar="N", default=8765, type=click.IntRange(0, 65535), help="Otherwise 8765; 0: any.")
@click.option("--listen", "address", metavar="IP", default="127.0.0.1", help="Otherwise 127.0.0.1: this computer only.")
@click.option("--host", "hosts", metavar="NAME", multiple=True, help="A name under which browsers reach it.")
@click.option("--https", is_flag=True, help="A server in front of it speaks TLS.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def serve(folder: Path, port: int, address: str, hosts: tuple[str, ...], https: bool, no_browser: bool) -> int:
    """Open the desk: read, compare and decide in a browser.

    It listens on this computer only. The first visit makes the first account, a custodian's. To be reached by others it
    has to stand behind a server that speaks TLS, and refuses to listen otherwise: docs/desk.md.
    """
    return serve_folder(folder, port=port, address=address, hosts=hosts, https=https, browse=not no_browser)


def serve_folder(
    folder: Path,
    *,
    port: int = 8765,
    address: str = "127.0.0.1",
    hosts: tuple[str, ...] = (),
    https: bool = False,
    browse: bool = False,
) -> int:
    """Serve the desk of an archive until Ctrl-C; return the exit status."""
    from firsthand.cli.output import message
    from firsthand.desk.configure import Serving
    from firsthand.desk.server import serve as run

    try:
        serving = Serving(address, port, hosts, https)
    except ValueError as error:
        raise click.UsageError(f"--listen: {error}") from error

    def ready(url: str) -> None:
        message(f"The desk is open at {url} (Ctrl-C closes it)")
        if browse and sys.stderr.isatty():
            webbrowser.open(url)

    try:
        run(folder, serving, ready)
    except KeyboardInterrupt:
        message("closed")
    except OSError as error:
        message(f"{address}:{port}: {error.strerror or error}. Name another port: --port N")
        return 1
    return 0
