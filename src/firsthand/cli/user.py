"""`firsthand user`: who may sign in at the desk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand user add olena --role reviewer
  firsthand user list
  firsthand user password olena
"""
_ROLES = ("viewer", "reviewer", "custodian")


@click.group(epilog=_EXAMPLES)
def user() -> None:
    """Say who may sign in at the desk, and as what.

    A viewer reads what names nobody protected, a reviewer sees their cases and decides, a custodian sees everything.
    """


@user.command("add")
@click.argument("name", metavar="NAME")
@click.option("--role", type=click.Choice(_ROLES), default="viewer", help="Otherwise viewer.")
@options.archive
@options.whole_archive
@options.as_json
def add(name: str, role: str, folder: Path, as_json: bool) -> int:
    """Make an account; the password is asked for, or read from standard input."""
    from firsthand.desk.configure import open_desk

    archive = open_desk(folder)
    from firsthand.desk.forms import NewAccount
    from firsthand.desk.people import made, record

    account = made(NewAccount({"username": name, "password": _password()}), role)
    _tell(record(account), as_json=as_json)
    archive.close()
    return 0


@user.command("list")
@options.archive
@options.whole_archive
@options.as_json
def list_(folder: Path, as_json: bool) -> int:
    """List the accounts."""
    from firsthand.desk.configure import open_desk

    archive = open_desk(folder)
    from firsthand.desk.people import accounts

    for each in accounts():
        _tell(each, as_json=as_json)
    archive.close()
    return 0


@user.command("password")
@click.argument("name", metavar="NAME")
@options.archive
@options.whole_archive
def password(name: str, folder: Path) -> int:
    """Set somebody's password, and end their sessions and second factors: for who has lost them."""
    from firsthand.cli.output import message
    from firsthand.desk.configure import open_desk

    archive = open_desk(folder)
    from firsthand.desk.people import reset

    reset(name, _password())
    message(f"{name} has a new password, and no second factor until they set one")
    archive.close()
    return 0


def _password() -> str:
    """Ask for a password, twice; without a terminal, take the first line of standard input."""
    from firsthand.cli.archives import on_terminal

    if on_terminal():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\n")


def _tell(each: dict[str, object], *, as_json: bool) -> None:
    from firsthand.cli.output import json_line, result
    from firsthand.cli.terminal import clean

    result(
        json_line(each)
        if as_json
        else f"{clean(str(each['name']))}  {each['role']}{'' if each['active'] else '  closed'}"
    )
