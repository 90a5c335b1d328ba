"""What stands: the columns of statements and speakers that follow from decisions, worked out anew from rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from firsthand.archive import recast
from firsthand.archive.models import Actor, Appearance, Decision, Echo, Statement
from firsthand.archive.tables import among, first, in_parts, select, select_among, update
from firsthand.care.visibility import Decision as Release
from firsthand.care.visibility import visibility
from firsthand.linking.people import Judgement, clusters

if TYPE_CHECKING:
    from django.db.models import Model

    from firsthand.archive.database import Database
    from firsthand.care.visibility import Visibility

_RECAST = ("correct", "split", "join")
_STATUS = {"confirm": "confirmed", "reject": "rejected", **dict.fromkeys(_RECAST, "corrected")}
_SHOWN = ("withhold", "release")
_ANY_SHOWN = f"SELECT 1 FROM decision WHERE act IN {_SHOWN} LIMIT 1"  # noqa: S608 - two constants of ours
_JUDGED = ("same", "different", "unsure")
_MACHINE = -1
"""The place in the log of what a machine judges: before whatever a person does."""
_APART = (
    "SELECT number FROM decision WHERE act IN ('different', 'unsure') AND undone IS NULL "
    "UNION ALL SELECT number FROM decision WHERE act = 'same' AND undone >= 0 AND detail IS NULL"  # the rule's
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person from all their appearances."""

    circumstances: frozenset[str]
    decisions: tuple[Release, ...]
    """On showing them, those that stand."""

    @property
    def visibility(self) -> Visibility:
        """What care says of them."""
        return visibility(self.circumstances, person=self.decisions)


def refresh(database: Database, held: Sequence[Any]) -> None:
    """Set status, decided_by and visibility of statements, given as their rows.

    What was released were the words and the speaker as they stood: a release from before a person changed either opens
    nothing any more. Whoever withheld a statement withheld what it was split or joined into.
    """
    if not held:
        return
    speakers = {row.id: row for row in select_among(database, Appearance, "id", {each.appearance_id for each in held})}
    people = known(database, {row.person_id for row in speakers.values()})
    made = recast.ancestry(database, (each.id for each in held))
    changed = recast.last_change(database, (each.id for each in held))
    makers = {row.number for rows in made.values() for row in rows}
    making = {row.number: row for row in select_among(database, Decision, "number", makers)}
    subjects = {each.id for each in held} | {each.document_id for each in held}
    subjects.update(row.before_id for rows in made.values() for row in rows)
    about = _decisions(database, subjects)
    names: dict[UUID, str] = {}
    changes: dict[tuple[str, str | None, Visibility], list[int]] = defaultdict(list)
    for each in held:
        speaker = speakers[each.appearance_id]
        person = people[speaker.person_id]
        own = about.get(each.id, ())
        into = made.get(each.id, ())
        decided = [row for row in own if row.act in _STATUS]
        decided += (making[row.number] for row in into if row.after_id == each.id)
        last = max(decided, key=lambda row: row.number, default=None)
        status = _STATUS[last.act] if last else "suggested"
        decided_by = None
        if last:
            if last.by_id not in names:
                names[last.by_id] = first(database, Actor, id=last.by_id).name
            decided_by = names[last.by_id]
        shown = visibility(
            person.circumstances | frozenset(json.loads(each.circumstances)),
            statement=[
                *(one for one in _releases(own) if one.act == "withhold" or one.entry > changed.get(each.id, -1)),
                *(one for row in into for one in _last_withheld(about.get(row.before_id, ()))),
            ],
            person=person.decisions,
            document=_releases(about.get(each.document_id, ())),
        )
        if (status, decided_by, shown) != (each.status, each.decided_by, each.visibility):
            changes[status, decided_by, shown].append(each.number)
    for (status, by, visible), numbers in changes.items():
        now = {"status": status, "decided_by": by, "visibility": visible}
        for some in in_parts(numbers):
            update(database, Statement, now, number=some)


def recluster(database: Database, model: type[Model], column: str, ids: Iterable[UUID]) -> list[UUID]:
    """Set the cluster of each row that judgements join with any of `ids`, and return the ids of all of them.

    A row that nothing joins is its own person, and the echo of nothing. Statements are joined by what a machine found
    too, unless people judged otherwise.
    """
    alone = column == "person_id"
    found: set[UUID] = set()
    judged: dict[Any, Judgement[UUID]] = {}
    waiting = set(ids)
    for each in select_among(database, model, "id", waiting):  # those who were one with them until now
        if (cluster := getattr(each, column)) is not None:
            waiting.update(row.id for row in select(database, model, **{column: cluster}))
    while waiting:
        found |= waiting
        reached: set[UUID] = set()
        for name in ("subject", "other"):
            for each in select_among(database, Decision, name, waiting):
                if each.act in _JUDGED and each.undone is None:
                    act = each.act
                    judged[each.number] = Judgement(each.subject, each.other, act, each.number)
                    reached.update((each.subject, each.other))
        for side in () if alone else ("a", "b"):
            for each in select_among(database, Echo, side, waiting):
                judged[each.a, each.b] = Judgement(each.a, each.b, "same", _MACHINE)
                reached.update((each.a, each.b))
        waiting = reached - found
    joined = clusters(judged.values())
    for each in select_among(database, model, "id", found):
        cluster = joined.get(each.id, each.id if alone else None)
        if getattr(each, column) != cluster:
            update(database, model, {column: cluster}, id=each.id)
    return sorted(found)


def join(database: Database, persons: Iterable[Any]) -> None:
    """Make one person of several, as a judgement `same` that has just been made does: what `recluster` comes to then.

    It costs no more for somebody whom thousands of pages name than for somebody new, as long as nobody has decided
    anything about what may be shown.

    Args:
        database: Where.
        persons: Their ids, as the driver gives them.
    """
    every = set(persons)
    one = min(every)
    for other in every - {one}:
        update(database, Appearance, {"person_id": one}, person_id=other)
    if len(every) > 1:
        refresh_persons(database, [one])


def refresh_persons(database: Database, persons: Iterable[Any]) -> None:
    """Refresh all that some persons said, on whichever pages; nothing as long as nobody decided what may be shown."""
    if database.run(_ANY_SHOWN):
        theirs = [row.id for row in select_among(database, Appearance, "person_id", persons)]
        for some in in_parts(theirs):
            refresh(database, select(database, Statement, appearance_id=some))


def held_apart(database: Database) -> list[Any]:
    """Return the judgements that two are not one, or that it is not clear, and those of the rule that were undone."""
    return list(select_among(database, Decision, "number", (row[0] for row in database.run(_APART))))


def known(database: Database, persons: Collection[UUID]) -> dict[UUID, Known]:
    """Return what is known of persons: two queries, whoever they are and on however many pages they speak."""
    asked, ids = among(database, "a.person_id", list(persons))
    circumstances: dict[UUID, set[str]] = defaultdict(set)
    sql = f"SELECT DISTINCT a.person_id, a.circumstances FROM appearance a WHERE {asked} AND NOT a.circumstances = '[]'"  # noqa: S608 - names of our own; values are parameters
    for person, said in database.run(sql, ids):
        circumstances[UUID(str(person))].update(json.loads(said))
    decisions: dict[UUID, list[Release]] = defaultdict(list)
    sql = f"""
        SELECT a.person_id, d.act, d.number, d.seen
        FROM appearance a CROSS JOIN decision d
        WHERE {asked} AND d.subject = a.id AND d.act IN {_SHOWN} AND d.undone IS NULL
    """  # noqa: S608 - names of our own; values are parameters; CROSS: not along all that anybody was ever released by
    for person, act, number, seen in database.run(sql, ids):
        decisions[UUID(str(person))].append(Release(act, number, frozenset(json.loads(seen))))
    return {
        person: Known(frozenset(circumstances.get(person, ())), tuple(decisions.get(person, ()))) for person in persons
    }


def person_visibility(database: Database, person: UUID) -> Visibility:
    """Return what care says of a person."""
    return known(database, [person])[person].visibility


def person_circumstances(database: Database, person: UUID) -> list[str]:
    """Return the circumstances of a person, in whichever document they were found."""
    return sorted(known(database, [person])[person].circumstances)


def _decisions(database: Database, subjects: Iterable[UUID]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for some in in_parts(subjects):
        for row in select(database, Decision, subject=some, undone=None):
            found[row.subject].append(row)
    return found


def _last_withheld(decisions: Iterable[Any]) -> list[Release]:
    """Return the last decision on showing something, if it withholds."""
    last = max(_releases(decisions), key=lambda one: one.entry, default=None)
    return [last] if last and last.act == "withhold" else []


def _releases(decisions: Iterable[Any]) -> list[Release]:
    return [Release(row.act, row.number, frozenset(json.loads(row.seen))) for row in decisions if row.act in _SHOWN]
