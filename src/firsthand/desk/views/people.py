"""People: one person, in all spellings, with what they said and who else they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import render

from firsthand.archive.models import Statement
from firsthand.archive.shown import whole
from firsthand.archive.tables import select_among
from firsthand.desk.seen import asking, keep_look
from firsthand.desk.suggesting import suggestions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def person(request: HttpRequest, name: UUID) -> HttpResponse:
    """Show one person."""
    with asking(request) as asker:
        found = asker.person(name)
        told = whole(asker.archive, found, sight=asker.sight)
        may = asker.may_remark(found)
        names = {UUID(one) for each in told["appearances"] for one in each["statements"]}
        words = {str(row.id): row.words for row in select_among(asker.archive.database, Statement, "id", names)}
    keep_look(request, [told])
    return render(request, "desk/person.html", {"person": told, "words": words, **may})


def suggested(request: HttpRequest, name: UUID) -> HttpResponse:
    """Show who may be the same person, with reasons; nobody is joined but by a judgement."""
    with asking(request) as asker:
        told, others = suggestions(asker, name)
    keep_look(request, [told, *(each["other"] for each in others)])
    return render(request, "desk/suggested.html", {"person": told, "suggested": others})
