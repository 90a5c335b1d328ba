"""Activity: what was done last, and how much waits to be done. Neither tells names, words or reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from firsthand.archive.lists import counted, missing, waiting_with
from firsthand.archive.models import HOLDS
from firsthand.archive.paging import Count, Page, place_of, token
from firsthand.archive.questions import as_id
from firsthand.archive.sight import WHOLE, of_cases, subjects_seen
from firsthand.archive.tables import indexed
from firsthand.custody.entry import decode

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.sight import Sight

_ENTRIES: Final = 500  # that a page looks at
_MOST: Final = 1000
_ACTS: Final = frozenset(
    ["captured", "confirm", "correct", "reject", "withhold", "release", "same", "different", "unsure", "undo", "note"]
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, each counted up to a limit."""

    waiting: Count
    """Statements that nobody has decided about, as `lists.queue` has them."""
    failed: Count
    """Captures that failed or could not be read."""
    missing: Count
    """Hands on the first page of `lists.missing`, if that listed all that it looks at."""
    assigned: Count
    """Of those that wait, what is assigned to whoever asks, among what was assigned to them last."""


def activity(archive: Archive, sight: Sight, *, after: str | None = None, limit: int = 50) -> Page:
    """Return what was captured and decided, the newest first: `{"entry", "act", "by", "at", "subjects"}`.

    `by` is the name of who acted, `subjects` a list of `{"id", "kind"}`. What is about nothing that is seen is left
    out, whole; and so is, for who does not see everything, what names nothing that is held any more.
    """
    database = archive.database
    place = place_of(after, int)
    with database.reading():
        rows = database.run(
            'SELECT "index", bytes FROM log_entry WHERE "index" < %s ORDER BY "index" DESC LIMIT %s',
            [place[0] if place else 2**62, min(_ENTRIES, 3 * limit)],
        )
        entries = [(number, decode(bytes(data))) for number, data in rows]
        entries = [(number, entry) for number, entry in entries if entry.act in _ACTS]
        kinds = subjects_seen(database, sight, {each for _, entry in entries for each in entry.subjects})
        names = {as_id(name): called for name, called in database.run("SELECT id, name FROM actor")}
    items: list[dict[str, Any]] = []
    for number, entry in entries:
        subjects = [{"id": str(each), "kind": kinds[each]} for each in entry.subjects if each in kinds]
        if (sight == WHOLE or len(subjects) == len(entry.subjects) > 0) and len(items) < limit:
            by = names.get(str(entry.by))
            items.append({"entry": number, "act": entry.act, "by": by, "at": entry.at, "subjects": subjects})
    if len(items) == limit:
        return Page(tuple(items), token(items[-1]["entry"]))
    return Page(tuple(items), token(rows[-1][0]) if rows and rows[-1][0] > 0 else None)


def counts(archive: Archive, sight: Sight, to: str | None = None) -> Counts:
    """Return how much waits; `to` is the name of whoever asks."""
    database = archive.database
    seen, values = sight.condition(database)
    join = "CROSS JOIN" if database.is_sqlite else "JOIN"
    waiting = f"""
        SELECT 1 = 1 AS listed FROM statement {indexed(database, "statement_status")}
        {join} document d ON d.id = statement.document_id
        WHERE NOT statement.hidden AND statement.status = 'suggested' AND statement.visibility <> 'withheld'
            AND d.newest AND {seen}
    """  # noqa: S608 - names of our own; values are parameters
    asked = [(waiting, values)]
    if not sight.clear:
        own, bound = of_cases(database, sight, "c.id")
        failed = f"""
            SELECT 1 = 1 AS listed FROM capture c WHERE (c.error IS NOT NULL OR c.unread IS NOT NULL)
            AND (c.error IS NOT NULL OR c.unread <> %s) AND {own}
        """  # noqa: S608 - names of our own; values are parameters
        asked += [(failed, [HOLDS, *bound]), waiting_with(database, sight, "assign", to or "")]
    hands = missing(archive, sight, limit=_MOST)
    none = Count(0, True)
    waits, fails, mine = [*counted(database, asked, _MOST), none, none][:3]
    return Counts(waits, fails, Count(len(hands.items), hands.after is None), mine)
