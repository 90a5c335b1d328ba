"""Correcting: a statement's words, speaker and kind set right; one made several, several made one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args
from uuid import UUID

from django.shortcuts import render

from firsthand.archive.correct import correct, join, split
from firsthand.archive.decide import CannotDecide, last_seen
from firsthand.archive.find import Found
from firsthand.archive.models import Appearance, Statement
from firsthand.archive.shown import page_of, statement_record
from firsthand.archive.tables import select
from firsthand.desk.marked import blocks
from firsthand.desk.places import located, marked
from firsthand.desk.seen import asking, keep_look, speakers_of
from firsthand.desk.views.deciding import again, decided, reason_of, seen_of
from firsthand.reading.statement import Act, Kind, PersonCircumstance, StatementCircumstance, Type

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_PLACES = ("content", "source", "cue")


def correcting(request: HttpRequest, name: UUID) -> HttpResponse:
    """Show a statement with all that can be set right, and set it right."""
    with asking(request) as asker:
        row, document, _shown = asker.statement(name)
        page, reading = page_of(asker.archive, document)
        database = asker.archive.database
        said = statement_record(asker.archive, row)
        held = {part: json.loads(getattr(row, part)) for part in _PLACES}
        speakers = select(database, Appearance, document_id=document.id, order="number")
        called = {  # whom the page does not name is known by its words for them
            each.appearance_id: " ".join(page.text[start:end] for start, end in json.loads(each.source))
            for each in select(database, Statement, document_id=document.id, order="-number")
        }
        context = {
            "said": said,
            "last_entry": last_seen(asker.archive, Found("statement", row.id, row)),
            "places": [
                {
                    "name": part,
                    "marked": " ".join(f"{start}-{end}" for start, end in held[part]),
                    "words": "\n".join(page.text[start:end] for start, end in held[part]),
                }
                for part in _PLACES
            ],
            "speaker": str(row.appearance_id),
            "speakers": [
                {
                    "id": str(each.id),
                    "name": each.name,
                    "kind": each.kind,
                    "words": "" if each.name else called.get(each.id, ""),
                }
                for each in speakers
            ],
            "types": get_args(Type),
            "acts": get_args(Act),
            "kinds": get_args(Kind),
            "made": get_args(StatementCircumstance),
            "people": get_args(PersonCircumstance),
            "blocks": blocks(page, reading),
            "lang": document.language,
            "others": [
                {"id": str(each.id), "words": each.words}
                for each in select(database, Statement, document_id=document.id, hidden=False, order="number")
                if each.id != row.id
            ],
        }
    if request.method == "POST":
        make = {"split": _split, "join": _join}.get(request.POST.get("what", ""), _correct)
        try:
            return decided(request, [name], make(request, row, page.text, held))
        except CannotDecide as error:
            return again(request, str(error))
    keep_look(request, speakers_of([said]))
    return render(request, "desk/correct.html", context)


def _correct(request: HttpRequest, row: Any, text: str, held: dict[str, Any]) -> Any:
    """Return what corrects a statement as the form says: what it leaves as it is is no part of it."""
    near = held["content"][0][0]
    change: dict[str, Any] = {}
    for part in _PLACES:
        places, typed = request.POST.get(f"{part}_at", ""), request.POST.get(part, "")
        was = "\n".join(text[start:end] for start, end in held[part])
        if marked(places) != held[part]:
            change[part] = marked(places)
        elif typed.replace("\r\n", "\n").strip() != was.strip():
            change[part] = located(text, typed, near)
    for part in ("type", "act"):
        if (value := request.POST.get(part)) and value != getattr(row, part):
            change[part] = value
    made = request.POST.getlist("made")
    if sorted(made) != sorted(json.loads(row.circumstances)):
        change["circumstances"] = made
    who = request.POST.get("speaker", "")
    if who == "new":
        change["speaker"] = {
            "name": request.POST.get("name", "").strip() or None,
            "kind": request.POST.get("kind", "named"),
            "circumstances": request.POST.getlist("people"),
        }
    elif who and who != str(row.appearance_id):
        change["speaker"] = who
    return lambda archive, _about: correct(
        archive, str(row.id), reason=reason_of(request), seen=seen_of(request), **change
    )


def _split(request: HttpRequest, row: Any, text: str, held: dict[str, Any]) -> Any:
    """Return what makes several statements of one: each paragraph that was typed is one, each line of it a piece."""
    paragraphs = request.POST.get("pieces", "").replace("\r\n", "\n").split("\n\n")
    near, pieces = held["content"][0][0], []
    for paragraph in filter(str.strip, paragraphs):
        pieces.append(located(text, paragraph, near))
        near = pieces[-1][-1][1]
    return lambda archive, _about: split(archive, str(row.id), pieces, reason=reason_of(request), seen=seen_of(request))


def _join(request: HttpRequest, row: Any, text: str, held: dict[str, Any]) -> Any:
    """Return what makes one statement of this and the others that were chosen."""
    chosen = [str(row.id), *request.POST.getlist("others")]
    return lambda archive, _about: join(archive, chosen, reason=reason_of(request), seen=seen_of(request))
