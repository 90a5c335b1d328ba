"""Options that several verbs share."""

from __future__ import annotations

import re
from pathlib import Path

import click

MAIN = "main"
"""The case of whatever no case is named for."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")


def _language(_context: click.Context, _parameter: click.Parameter, code: str | None) -> str | None:
    if code is None:
        return None
    if not (match := _LANGUAGE.fullmatch(code)):
        raise click.BadParameter(f"{code!r} is no language code; write en, es, ru, uk …")
    return match[1].lower()


def _reason(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise click.BadParameter("it is empty; say in a few words why")
    return text and text.strip()


archive = click.option(
    "--archive",
    "folder",
    metavar="DIR",
    envvar="FIRSTHAND_ARCHIVE",
    default="archive",
    type=click.Path(path_type=Path),
    help="The archive; otherwise what FIRSTHAND_ARCHIVE names, otherwise ./archive.",
)
into_case = click.option("--case", "case", metavar="NAME", default=MAIN, help="The case to keep it in; otherwise main.")
only_case = click.option("--case", "case", metavar="NAME", help="Only what this case holds; otherwise all cases.")
its_case = click.option("--case", "case", metavar="NAME", help="Only if it is kept for this case; otherwise whichever.")
whole_archive = click.option(  # every verb takes --case; to these it makes no difference
    "--case", metavar="NAME", expose_value=False, hidden=True
)
reason = click.option("--reason", metavar="WHY", callback=_reason, help="Why: it is kept with the decision.")
needed_reason = click.option(
    "--reason", metavar="WHY", callback=_reason, required=True, help="Why: it is kept with the decision."
)
seen = click.option(
    "--seen",
    metavar="N",
    type=click.IntRange(0),
    help="The last log entry about it that you have seen: refused if there is a newer one.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
language = click.option(
    "--lang", "language", metavar="CODE", callback=_language, help="The language, if the page should not tell it."
)
only_language = click.option(
    "--lang", "language", metavar="CODE", callback=_language, help="Only documents in this language: en, es, ru, uk …"
)
allow_private = click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
private = click.option(
    "--private",
    is_flag=True,
    help="Take chats that are not public too, into the named case: their authors are protected sources.",
)
