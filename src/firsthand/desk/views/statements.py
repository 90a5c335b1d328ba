"""Statements: one, with who said it, where else it stands, and how it came there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render

from firsthand.archive.find import Found
from firsthand.archive.models import Capture, Part
from firsthand.archive.shown import page_of, whole
from firsthand.archive.tables import select
from firsthand.archive.trails import follow
from firsthand.desk import trail
from firsthand.desk.marked import excerpt
from firsthand.desk.restricted import restricted
from firsthand.desk.seen import Asker, asking, keep_look, speakers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def statement(request: HttpRequest, name: UUID) -> HttpResponse:
    """Show one statement, whole."""
    with asking(request) as asker:
        row, document, shown = asker.statement(name)
        if not shown:
            return restricted(request, asker, document, row)
        told = whole(asker.archive, Found("statement", row.id, row), sight=asker.sight)
        page, _reading = page_of(asker.archive, document)
        followed = None if row.hidden else follow(asker.archive, row, sight=asker.sight)
        context = {
            "said": told,
            "excerpt": excerpt(page.text, json.loads(row.content)),
            "trail": trail.drawn(followed) if followed else None,
            "media": _media(asker, document) if told["seconds"] else None,
            **asker.may_remark(Found("statement", row.id, row)),
        }
    keep_look(request, speakers_of(followed.records.values() if followed else [told]))
    return render(request, "desk/statement.html", context)


def _media(asker: Asker, document: Any) -> dict[str, Any] | None:
    """Return the recording of a transcript, if it is held and may be played."""
    if asker.is_viewer:
        return None
    database = asker.archive.database
    captures = select(database, Capture, document_id=document.id, order="-number")
    held = {each.within for each in captures if each.within}  # a transcript made here stands within its recording
    for capture in [*captures, *(select(database, Capture, id=held) if held else ())]:
        for part in select(database, Part, capture_id=capture.id, order="place"):
            kind = (part.media_type or "").partition("/")[0]
            if kind in ("audio", "video"):
                return {"capture": str(capture.id), "place": part.place, "kind": kind, "type": part.media_type}
    return None
