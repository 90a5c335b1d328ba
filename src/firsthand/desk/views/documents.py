"""Documents: one, its text with what was found marked in it; two side by side; the saved copies they come from."""

from __future__ import annotations

import mimetypes
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from firsthand.archive.archive import NotFound
from firsthand.archive.find import Found
from firsthand.archive.models import Echo, LogCheckpoint, Part, Statement
from firsthand.archive.shown import page_of, whole
from firsthand.archive.tables import first, rows, select, select_among
from firsthand.desk.headers import SANDBOX
from firsthand.desk.marked import blocks
from firsthand.desk.restricted import restricted
from firsthand.desk.seen import Asker, asking, keep_look
from firsthand.desk.viewers import told_to

if TYPE_CHECKING:
    from django.http import HttpRequest

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_AT_ONCE = 4 * 2**20  # bytes of a recording in one answer
_MOST_PARTS = 2**31  # a greater number is none for a database
_PLAYED = ("audio/", "video/")


def document(request: HttpRequest, name: UUID) -> HttpResponse:
    """Show a document: its text, and beside it what proves the saved copy."""
    with asking(request) as asker:
        row, shown = asker.document(name)
        if not shown:
            return restricted(request, asker, row)
        told = whole(asker.archive, Found("document", row.id, row), sight=asker.sight)
        page, reading = page_of(asker.archive, row)
        sealed = rows(asker.archive.database, LogCheckpoint, size__gt=row.captured).order_by("size").first()
        context = {
            "page": told,
            "blocks": blocks(page, reading),
            "statements": told["attributions"],
            "sealed": sealed.size if sealed else None,
            "beside": _likewise(asker, row),
            **asker.may_remark(Found("document", row.id, row)),
        }
    keep_look(request, [{**each["speaker"], "id": each["id"]} for each in told["attributions"]])
    return render(request, "desk/document.html", context)


def beside(request: HttpRequest, name: UUID, other: UUID) -> HttpResponse:
    """Show two documents side by side, the same statements of both in one row."""
    with asking(request) as asker:
        pair = []
        for each in (name, other):
            row, shown = asker.document(each)
            if not shown:
                return restricted(request, asker, row)
            pair.append((row, *page_of(asker.archive, row)))
        (left, left_page, left_reading), (right, right_page, right_reading) = pair
        echoes = _echoes(asker, left.id, right.id)
        told = {each.id: _said(right_page.text, each) for each in right_reading.statements}
        lines = [
            (_said(left_page.text, said), [told[one] for one in echoes[said.id] if one in told])
            for said in left_reading.statements
        ]
        used = {one["id"] for _here, theirs in lines for one in theirs}
        context = {
            "left": {"row": left, "page": left_page, "blocks": blocks(left_page, left_reading)},
            "right": {"row": right, "page": right_page, "blocks": blocks(right_page, right_reading)},
            "lines": lines,
            "rest": [one for key, one in told.items() if key not in used],
        }
    speakers = [*left_reading.statements, *right_reading.statements]
    keep_look(request, [{"id": one.id, "circumstances": one.speaker.circumstances} for one in speakers])
    return render(request, "desk/beside.html", context)


def _said(text: str, statement: Any) -> dict[str, Any]:
    return {
        "id": statement.id,
        "words": " ".join(span.of(text) for span in statement.content),
        "speaker": statement.speaker.name,
        "kind": statement.speaker.kind,
        "type": statement.type,
    }


def _echoes(asker: Asker, left: UUID, right: UUID) -> dict[str, list[str]]:
    """Return for each statement of one document those of another that are taken for the same."""
    database = asker.archive.database
    ours = {row.id for row in select(database, Statement, document_id=left)}
    theirs = {row.id for row in select(database, Statement, document_id=right)}
    found: dict[str, list[str]] = defaultdict(list)
    for here, there in (("a", "b"), ("b", "a")):
        for row in select_among(database, Echo, here, ours):
            if (other := getattr(row, there)) in theirs:
                found[str(getattr(row, here))].append(str(other))
    return found


def _likewise(asker: Asker, row: Any) -> list[dict[str, Any]]:
    """Return the documents that tell some of what this one does, as far as they are seen, most of it first."""
    database = asker.archive.database
    condition, values = asker.sight.condition(database)
    sql = f"""
        SELECT d.id, d.title, d.outlet, d.language, count(*) FROM statement s
        JOIN statement o ON o.echo_id = s.echo_id AND o.document_id <> s.document_id AND NOT o.hidden
        JOIN document d ON d.id = o.document_id
        WHERE s.document_id = %s AND NOT s.hidden AND s.echo_id IS NOT NULL AND d.newest AND {condition}
        GROUP BY d.id, d.title, d.outlet, d.language ORDER BY count(*) DESC, d.id LIMIT 12
    """  # noqa: S608 - names of our own; values are parameters
    found = database.run(sql, [row.id, *values])
    return [
        {"id": UUID(str(one)), "title": title, "outlet": outlet, "lang": language, "count": count}
        for one, title, outlet, language, count in found
    ]


def capture(request: HttpRequest, name: UUID) -> HttpResponse:
    """Show a saved copy: where it comes from, and what proves that it is unchanged."""
    with asking(request) as asker:
        row = asker.capture(name)
        told = told_to(asker, whole(asker.archive, Found("capture", row.id, row)))
        sealed = rows(asker.archive.database, LogCheckpoint, size__gt=row.number).order_by("size").first()
    return render(request, "desk/capture.html", {"saved": told, "sealed": sealed.size if sealed else None})


def part(request: HttpRequest, name: UUID, place: int) -> HttpResponse:
    """Hand out the bytes of a saved copy, as they came: to be kept, never to be shown by a browser."""
    with asking(request) as asker:
        row = _part(asker, name, place)
        path = asker.archive.blobs.path(row.digest)
    suffix = mimetypes.guess_extension(row.media_type or "") or ".bin"
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{row.digest.removeprefix('sha256:')}{suffix}",
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def recording(request: HttpRequest, name: UUID, place: int) -> HttpResponse:
    """Play a recording: hand out the bytes that a player asks for (RFC 9110 §14)."""
    with asking(request) as asker:
        row = _part(asker, name, place)
        path = asker.archive.blobs.path(row.digest)
    if not (row.media_type or "").startswith(_PLAYED):
        raise NotFound("it is no recording")
    size = path.stat().st_size
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    first_byte, last_byte = 0, size - 1
    if match and (match[1] or match[2]):
        if match[1]:
            first_byte = int(match[1])
            last_byte = min(int(match[2] or last_byte), size - 1)
        else:
            first_byte = max(0, size - int(match[2]))
        if first_byte > last_byte:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    last_byte = min(last_byte, first_byte + _AT_ONCE - 1)
    with path.open("rb") as stream:
        stream.seek(first_byte)
        body = stream.read(last_byte - first_byte + 1)
    whole_of_it = not match and len(body) == size
    headers = {"Accept-Ranges": "bytes", "Content-Security-Policy": SANDBOX}
    if not whole_of_it:
        headers["Content-Range"] = f"bytes {first_byte}-{last_byte}/{size}"
    return HttpResponse(body, content_type=row.media_type, status=200 if whole_of_it else 206, headers=headers)


def _part(asker: Asker, name: UUID, place: int) -> Any:
    """Return the row of one file of a saved copy that is seen. Raises `NotFound`."""
    kept = asker.capture(name)
    row = first(asker.archive.database, Part, capture_id=kept.id, place=place) if place < _MOST_PARTS else None
    if row is None or not asker.archive.blobs.holds(row.digest):
        raise NotFound("there is no such file, or it was erased")
    return row
