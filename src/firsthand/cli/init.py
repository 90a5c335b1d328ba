"""`firsthand init`: make an archive, and the key that signs its log."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli import options
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.cli.terminal import Screen

_EXAMPLES = """\b
Examples:
  firsthand init archive
  firsthand init --passphrase archive
  firsthand init --database postgresql://me@localhost/cases archive
"""


class NoPassphrase(FirsthandError):
    """A passphrase was asked for, and there is nobody to type it."""


@click.command(epilog=_EXAMPLES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--database", metavar="URL", help="An empty PostgreSQL database, in place of a file in DIR.")
@click.option("--passphrase", is_flag=True, help="Encrypt the key; each verb that writes then asks for the passphrase.")
@options.as_json
def init(folder: Path, database: str | None, passphrase: bool, as_json: bool) -> int:
    """Make an archive in DIR, which has to be missing or empty.

    The key that signs its log is made too. It stands outside of the archive, in your configuration folder: whoever can
    change the archive should not find there what to sign the change with. Copy that folder to a safe place.

    The passphrase is what FIRSTHAND_PASSPHRASE holds, or is asked for.
    """
    from firsthand.archive.archive import init as make
    from firsthand.cli.output import json_line, result
    from firsthand.cli.terminal import screen

    archive = make(folder, database=database, passphrase=_new_passphrase() if passphrase else None)
    archive.close()
    if as_json:
        about = {"archive": str(folder), "id": str(archive.id), "origin": archive.origin}
        result(json_line({**about, "fingerprint": archive.keys.vkey().fingerprint, "key": str(archive.keys.path)}))
    else:
        result(made(archive, screen(sys.stdout)))
    return 0


def made(archive: Archive, shown: Screen) -> str:
    """Say what was made, and what to do with the key."""
    from firsthand.cli.lines import fact, whole

    safe = (
        "the folder of the key to a safe place that is not the archive's. Without it nothing can be sealed, and nobody "
        "can tell whether the log has lost its end. Write down the fingerprint: 'firsthand verify --key' compares it."
    )
    facts = {"archive": str(archive.folder), "id": str(archive.id), "log": archive.origin}
    facts |= {"key": str(archive.keys.path), "fingerprint": archive.keys.vkey().fingerprint}
    lines = [line for label, text in facts.items() for line in whole(shown, label, text)]
    return "\n".join([*lines, *fact(shown, "copy", safe, "care")])


def _new_passphrase() -> str:
    from firsthand.cli.archives import on_terminal

    if said := os.environ.get("FIRSTHAND_PASSPHRASE"):
        return said
    if not on_terminal():
        raise NoPassphrase(
            "there is no terminal on which to type the passphrase: put it into FIRSTHAND_PASSPHRASE for this command"
        )
    return str(click.prompt("Passphrase for the new key", hide_input=True, confirmation_prompt=True, err=True))
