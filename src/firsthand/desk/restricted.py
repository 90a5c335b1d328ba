"""Restricted: what a viewer learns of a page that names somebody protected: outlet, language, date and the role."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from firsthand.archive.clear import could_name
from firsthand.archive.models import Appearance, Capture
from firsthand.archive.standing import person_circumstances
from firsthand.archive.tables import first
from firsthand.care.visibility import role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from firsthand.desk.seen import Asker

_PAGES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")
"""What sites publish; all else comes from a channel."""


def restricted(request: HttpRequest, asker: Asker, document: Any, statement: Any = None) -> HttpResponse:
    """Say that a page is held, and nothing by which anybody on it could be found; see `known_of`."""
    return render(request, "desk/restricted.html", {"known": known_of(asker, document, statement)})


def known_of(asker: Asker, document: Any, statement: Any = None) -> dict[str, Any]:
    """Return all that is told of a page that names somebody protected: its outlet, language and day, and the role.

    Args:
        asker: A viewer.
        document: Its row.
        statement: The row of the statement that was asked for: then the role of its speaker is told.
    """
    outlet = document.outlet
    if outlet and (could_name(asker.archive, outlet) or not _is_told_of(asker, document)):
        outlet = None
    who = None
    if statement is not None:
        speaker = first(asker.archive.database, Appearance, id=statement.appearance_id)
        circumstances = set(person_circumstances(asker.archive.database, speaker.person_id))
        who = role(speaker.kind, circumstances.union(json.loads(statement.circumstances)))
    day = (document.published or "")[:10] or None
    return {"outlet": outlet, "lang": document.language, "published": day, "role": who, "restricted": True}


def _is_told_of(asker: Asker, document: Any) -> bool:
    """Tell whether the outlet of a page may be told: a channel may be called after a person, and has to be seen."""
    database = asker.archive.database
    capture = first(database, Capture, number=document.captured)
    if capture is not None and capture.media_type in _PAGES:
        return True
    sql = "SELECT 1 FROM document d JOIN local_clear c ON c.document = d.number WHERE d.outlet = %s LIMIT 1"
    return bool(database.run(sql, [document.outlet]))
