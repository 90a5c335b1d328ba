"""Training: what people confirmed and corrected, as data from which readers learn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from firsthand.archive.models import Document, Statement
from firsthand.archive.shown import page_of
from firsthand.archive.sight import WHOLE, Sight
from firsthand.archive.tables import select
from firsthand.reading.record import record

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive

_SEEN = """
SELECT d.number FROM document d
WHERE {having}
    AND EXISTS (SELECT 1 FROM statement s
        WHERE s.document_id = d.id AND NOT s.hidden AND s.status IN ('confirmed', 'corrected'))
ORDER BY d.number
"""


def training_records(archive: Archive, sight: Sight = WHOLE) -> Iterator[dict[str, Any]]:
    """Yield, of each document of which people confirmed or corrected statements, what they say stands in it.

    A record is what `read --json` prints (CONTRACT.md, "The JSON"), with these statements alone, each `decided`:
    `confirmed` or `corrected`; `rejected` has the content of each statement that people say is none. Of the statements
    that nobody has decided on nothing is said: they are neither. Nor is it said who decided. Words and names stand in
    it in clear: it is for whoever may see these documents, and nothing to publish.

    Args:
        archive: Where.
        sight: Which documents the caller may see.
    """
    having, parameters = sight.condition(archive.database)
    for (number,) in archive.database.run(_SEEN.format(having=having), parameters):
        (document,) = select(archive.database, Document, number=number)
        yield _record(archive, document)


def _record(archive: Archive, document: Any) -> dict[str, Any]:
    page, reading = page_of(archive, document)
    held = select(archive.database, Statement, document_id=document.id, hidden=False)
    status = {str(row.id): row.status for row in held if row.status in ("confirmed", "corrected")}
    said = tuple(
        replace(each, within=each.within if each.within in status else None)
        for each in reading.statements
        if each.id in status
    )
    hands = tuple(
        replace(each, covers=tuple(name for name in each.covers if name in status)) for each in reading.credits
    )
    told: dict[str, Any] = record(document.address, page, replace(reading, statements=said, credits=hands))
    for each in told["attributions"]:
        each["decided"] = status[each["id"]]
    told["rejected"] = sorted(json.loads(row.content) for row in held if row.status == "rejected")
    return told
