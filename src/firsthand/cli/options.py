"""Options that several verbs share."""

from __future__ import annotations

import re
from typing import Annotated

import typer

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")


def _language(code: str | None) -> str | None:
    if code is None:
        return None
    if not (match := _LANGUAGE.fullmatch(code)):
        raise typer.BadParameter(f"{code!r} is no language code; write en, es, ru, uk …")
    return match[1].lower()


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="CODE", callback=_language, help="The language, if the page should not tell it."),
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")]
