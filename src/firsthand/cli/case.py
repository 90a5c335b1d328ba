"""`firsthand case`: what is kept together, what for, on what grounds and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from firsthand.cli import options

_ADD = """\b
Example:
  firsthand case add lindholm --purpose "who gave the order" \\
      --basis "journalism, GDPR art. 85(2)" --member marta --review-on 2027-03-31
"""
_CHANGE = """\b
Examples:
  firsthand case change lindholm --review-on 2028-03-31
  firsthand case change lindholm --member marta --member ivo
  firsthand case change lindholm --hold
"""


def _day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    if text:  # an empty one takes the date away
        try:
            date.fromisoformat(text)
        except ValueError:
            raise click.BadParameter(f"“{text}” is no date; write 2027-03-31") from None
    return text


def _described(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that say what a case is; what is not given is None."""
    for option in (
        options.as_json,
        options.archive,
        click.option("--grades/--no-grades", default=None, help="Whether its statements may be graded (A–F, 1–6)."),
        click.option(
            "--tag", "tags", metavar="NAME", multiple=True, help="What may be tagged with; once for each. '': nothing."
        ),
        click.option("--hold/--no-hold", default=None, help="Whether nothing of it may be erased, whoever asks."),
        click.option(
            "--review-on", metavar="DATE", callback=_day, help="When to decide again on keeping it: 2027-03-31."
        ),
        click.option("--member", "members", metavar="NAME", multiple=True, help="Who works on it; once for each."),
        click.option("--basis", metavar="TEXT", help="On what legal grounds."),
        click.option("--purpose", metavar="TEXT", help="What its captures are kept for."),
    ):
        command = option(command)
    return command


@click.group(epilog='Example: firsthand case add lindholm --purpose "who gave the order"')
def case() -> None:
    """Cases: each capture is kept for one; `main` if none was named."""


@case.command(epilog=_ADD)
@click.argument("name")
@_described
def add(name: str, folder: Path, as_json: bool, **said: Any) -> int:
    """Make a case of this NAME."""
    from firsthand.archive.cases import add_case
    from firsthand.cli.archives import opened

    with opened(folder, write=True) as archive:
        _tell([add_case(archive, name, **_given(said))], as_json=as_json)
    return 0


@case.command(epilog=_CHANGE)
@click.argument("name")
@_described
def change(name: str, folder: Path, as_json: bool, **said: Any) -> int:
    """Change what the case NAME says of itself. What no option names stays; --member and --tag name all anew."""
    from firsthand.archive.cases import change_case
    from firsthand.cli.archives import opened

    if not (changes := _given(said)):
        raise click.UsageError("nothing to change: name at least one option")
    with opened(folder, write=True) as archive:
        _tell([change_case(archive, name, **changes)], as_json=as_json)
    return 0


@case.command("list", epilog="Example: firsthand case list")
@options.archive
@options.as_json
def list_(folder: Path, as_json: bool) -> int:
    """Print all cases, and say of which keeping has to be decided."""
    from firsthand.archive.cases import cases
    from firsthand.cli.archives import opened

    with opened(folder) as archive:
        _tell(cases(archive), as_json=as_json)
    return 0


@case.command(epilog="Example: firsthand case show lindholm")
@click.argument("name")
@options.archive
@options.as_json
def show(name: str, folder: Path, as_json: bool) -> int:
    """Print the case NAME."""
    from firsthand.archive.cases import case_record
    from firsthand.cli.archives import opened

    with opened(folder) as archive:
        _tell([case_record(archive, archive.case(name))], as_json=as_json)
    return 0


def _given(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, ())}


def _tell(records: list[dict[str, Any]], *, as_json: bool) -> None:
    import sys

    from firsthand.cli.listing import case_lines
    from firsthand.cli.output import json_line, result
    from firsthand.cli.terminal import screen

    for number, record in enumerate(records):
        if as_json:
            result(json_line(record))
            continue
        if number:
            result("")
        for line in case_lines(record, screen(sys.stdout)):
            result(line)
