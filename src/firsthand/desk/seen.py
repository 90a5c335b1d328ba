"""Seen: one thing of the archive, as far as whoever asks may see it; what they saw of protected people is kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from firsthand.archive.archive import NotFound
from firsthand.archive.clear import seeing
from firsthand.archive.find import Found
from firsthand.archive.models import Appearance, Capture, Document, Statement
from firsthand.archive.questions import as_id, known_of
from firsthand.archive.recast import joined_into
from firsthand.archive.remarks import cases_of
from firsthand.archive.sight import WHOLE, seen_among, subjects_seen
from firsthand.archive.tables import first, values
from firsthand.care.visibility import needs_reason
from firsthand.desk.access import sight_of
from firsthand.desk.here import acting
from firsthand.desk.models import Look
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.archive.archive import Archive
    from firsthand.archive.sight import Sight


class NotKnownYet(FirsthandError):
    """Others write so fast that it is not known what a viewer may see."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in which archive, and how much of it they see."""

    archive: Archive
    sight: Sight

    @property
    def is_viewer(self) -> bool:
        """Tell whether protected people are to be kept from them."""
        return self.sight.clear

    def document(self, name: UUID) -> tuple[Any, bool]:
        """Return the row of a document, and whether its content may be seen.

        Raises:
            NotFound: There is none, or it is kept for cases that they do not see.
        """
        row = first(self.archive.database, Document, id=name)
        if row is None or not self._sees(row, clear=False):
            raise NotFound("nothing here has this id")
        return row, not self.is_viewer or self._sees(row, clear=True)

    def statement(self, name: UUID) -> tuple[Any, Any, bool]:
        """Return the rows of a statement and its document, and whether its content may be seen. Raises `NotFound`.

        The id of a statement that was joined stands for what it was joined into.
        """
        row = first(self.archive.database, Statement, id=joined_into(self.archive.database, name))
        if row is None:
            raise NotFound("nothing here has this id")
        document, shown = self.document(row.document_id)
        return row, document, shown

    def person(self, name: UUID) -> Found:
        """Return a person of whom at least one appearance is seen. Raises `NotFound`."""
        row = first(self.archive.database, Appearance, id=name)
        if row is not None:
            database = self.archive.database
            condition, values = self.sight.condition(database)
            sql = (
                "SELECT 1 FROM appearance a JOIN document d ON d.id = a.document_id "  # noqa: S608 - names of our own; values are parameters
                f"WHERE a.person_id = %s AND {condition} LIMIT 1"
            )
            if database.run(sql, [row.person_id, *values]):
                return Found("person", row.person_id, row)
        raise NotFound("nothing here has this id")

    def subject(self, name: UUID) -> UUID:
        """Return by which id a decision names something that is seen: a person by an appearance that is.

        Others read what is decided wherever they see what it names.
        """
        database = self.archive.database
        if subjects_seen(database, self.sight, [name]):
            return name
        row = first(database, Appearance, id=name)
        members = [UUID(as_id(one)) for one in values(database, Appearance, "id", person_id=row.person_id)]
        return min(subjects_seen(database, self.sight, members))

    def sees_all(self, names: Collection[UUID]) -> bool:
        """Tell whether somebody sees all that an entry names; who sees everything, also what is no more."""
        return self.sight == WHOLE or len(subjects_seen(self.archive.database, self.sight, names)) == len(set(names))

    def capture(self, name: UUID) -> Any:
        """Return the row of a capture that is seen; a viewer sees those of clear documents alone. Raises `NotFound`."""
        row = first(self.archive.database, Capture, id=name)
        if row is not None:
            mine = self.sight.cases is None or row.case_id in self.sight.cases
            if mine and (not self.is_viewer if row.document_id is None else self.document(row.document_id)[1]):
                return row
        raise NotFound("nothing here has this id")

    def persons(self, names: Iterable[str]) -> list[dict[str, Any]]:
        """Return persons as `keep_look` takes them, with their circumstances in all documents, given their ids."""
        known = known_of(self.archive.database, [UUID(name) for name in names])
        return [{"id": as_id(name), "circumstances": sorted(found)} for name, (_, found) in known.items()]

    def may_remark(self, found: Found) -> dict[str, Any]:
        """Return with what a thing may be tagged, and whether it may be graded: what its cases that are seen say."""
        held = [row for row in cases_of(self.archive, found) if self.sight.cases is None or row.id in self.sight.cases]
        tags = sorted({name for row in held for name in json.loads(row.tags)})
        return {"tags": tags, "grades": any(row.grades for row in held)}

    def _sees(self, row: Any, *, clear: bool) -> bool:
        return bool(seen_among(self.archive.database, replace(self.sight, clear=clear), {row.id}))


@contextmanager
def asking(request: HttpRequest) -> Iterator[Asker]:
    """Answer a request out of the archive as it is at one moment.

    For a viewer that is a moment for which it is known what names protected people.
    """
    archive = acting(request)
    sight = sight_of(request.user)
    if sight.clear:
        with seeing(archive) as known:
            if not known:
                raise NotKnownYet(_("What names protected people is being looked for just now. Try again in a minute."))
            yield Asker(archive, sight)
    else:
        with archive.database.reading():
            yield Asker(archive, sight)


def speakers_of(statements: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return who speaks; whom nobody names is known by the id of what they say."""
    return [{**each["speaker"], "id": each["id"]} for each in statements]


def keep_look(request: HttpRequest, speakers: Iterable[Mapping[str, Any]]) -> None:
    """Keep that somebody was shown people who are protected, given as the `speaker` of records."""
    people = sorted(
        {
            str(each.get("person") or each.get("appearance") or each.get("id"))
            for each in speakers
            if needs_reason(frozenset(each["circumstances"]))
        }
    )
    if people:
        Look.objects.create(account=request.user, page=request.path, people=people)
