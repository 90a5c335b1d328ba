"""Options that several verbs share."""

from __future__ import annotations

import re

import click

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")


def _language(_context: click.Context, _parameter: click.Parameter, code: str | None) -> str | None:
    if code is None:
        return None
    if not (match := _LANGUAGE.fullmatch(code)):
        raise click.BadParameter(f"{code!r} is no language code; write en, es, ru, uk …")
    return match[1].lower()


as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
language = click.option(
    "--lang", "language", metavar="CODE", callback=_language, help="The language, if the page should not tell it."
)
allow_private = click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
