"""`firsthand`: the verbs put together. Each verb loads what it needs only when it runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from firsthand import __version__
from firsthand.cli import demo, output, read
from firsthand.errors import FirsthandError

app = typer.Typer(
    name="firsthand",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help, and a bug keeps Python's own traceback
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=read.EXAMPLES)(read.read)
app.command(epilog=demo.EXAMPLES)(demo.demo)


def _version(asked: bool) -> None:
    if asked:
        output.result(f"firsthand {__version__}")
        raise typer.Exit


@app.callback(epilog="Example: firsthand read page.html")
def firsthand(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Follow quoted words back to the mouth that said them."""


def main() -> None:
    """Run one verb. Exits 0 done, 1 could not, 2 wrong usage, 3 evidence failed a check, 130 interrupted."""
    output.prepare()
    try:
        app()
    except FirsthandError as error:
        output.message(str(error))
        sys.exit(1)
