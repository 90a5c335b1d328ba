"""Trails: what an archive holds, as linking sees it; the trail of a statement, and the hands that nobody holds."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from firsthand.archive.archive import NotFound
from firsthand.archive.models import Alike, Capture, Document, Echo, Hand, Statement
from firsthand.archive.questions import Asked, statements
from firsthand.archive.recast import split_into
from firsthand.archive.remarks import judged_edges
from firsthand.archive.shown import page_of
from firsthand.archive.sight import WHOLE, Sight, seen_among
from firsthand.archive.tables import select, select_among
from firsthand.linking import page as seen
from firsthand.linking.outlets import same_outlet
from firsthand.linking.trail import Likeness, Trail, trail
from firsthand.trunk import weights

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.linking.changes import Change
    from firsthand.linking.trail import Edge
    from firsthand.reading.reader import Reading
    from firsthand.text import Document as Text
    from firsthand.text import Span

_VIDEO: Final = re.compile(r"[\w-]{6,}")
SITES: Final = ("link", "embed")
"""Credits that are only the site of an address."""
_AROUND: Final = 40  # characters beside a name that are shown as evidence


@dataclass(frozen=True, slots=True)
class Followed:
    """The trail of a statement, and what has to be shown of the pages and the words on it."""

    statement: UUID
    trail: Trail[UUID]
    pages: dict[UUID, seen.Page[UUID]]
    records: dict[UUID, dict[str, Any]]
    """Of each statement on it, what `statements --json` prints."""
    changed: tuple[Change, ...] = ()
    """What the statement has otherwise than its first hand, or than the earliest found."""
    judged: Mapping[tuple[UUID, UUID], dict[str, Any]] = field(default_factory=dict)
    """What people judged of edges between its pages, by the two, the one nearer to the mouth first (`remarks`)."""

    def decided_by(self, edge: Edge[UUID]) -> str | None:
        """Return who confirmed an edge, None if nobody did."""
        return self.judged[edge.nearer, edge.farther]["by"] if edge.decided else None

    def record(self) -> dict[str, Any]:
        """Return what `trace --json` prints (CONTRACT.md, "The JSON")."""
        told = {one.id: one for page in self.pages.values() for one in page.statements}
        appearances = []
        for each in self.trail.appearances:
            said = self.records[each.statement]
            seconds = told[each.statement].seconds
            appearances.append(
                {
                    **{name: said[name] for name in ("document", "url", "outlet", "lang", "published", "words")},
                    "statement": str(each.statement),
                    "hand": each.hand,
                    "seconds": list(seconds) if seconds else None,
                }
            )
        return {
            "statement": str(self.statement),
            "echo": self.records[self.statement]["echo"],
            "appearances": appearances,
            "edges": [
                {
                    "from": str(edge.nearer),
                    "to": str(edge.farther),
                    "via": list(edge.via),
                    "kind": edge.kind,
                    "evidence": list(edge.evidence),
                    "score": round(edge.score, 2),
                    "decided": edge.decided,
                    "decided_by": self.decided_by(edge),
                }
                for edge in self.trail.edges
            ],
            "refused": [
                {
                    "from": str(nearer),
                    "to": str(farther),
                    **{name: self.judged[nearer, farther][name] for name in ("entry", "by", "at", "reason")},
                }
                for nearer, farther in self.trail.refused
            ],
            "first_hand": [str(one) for one in self.trail.first_hand],
            "earliest_found": str(self.trail.earliest),
            "origins": {
                "proved": self.trail.origins.proved,
                "possible": self.trail.origins.possible,
                "why": list(self.trail.origins.why),
            },
            "missing": list(self.trail.missing),
        }


def follow(archive: Archive, statement: Any, case: str | None = None, sight: Sight = WHOLE) -> Followed:
    """Return the trail of a statement.

    Of each page the newest version counts; of a video and its translated subtitles the video.

    Args:
        archive: Where.
        statement: Its row.
        case: Name of the case out of which nothing is shown or counted; None: of all.
        sight: Likewise: what is not seen has no part in it. The statement itself has to be.

    Raises:
        NotFound: There is no such case, or the statement was split, or is superseded.
    """
    database = archive.database
    if pieces := split_into(database, statement.id):
        raise NotFound(f"{statement.id} was split into {', '.join(map(str, pieces))}: follow one of these")
    if statement.hidden:
        raise NotFound(
            f"{statement.id} is superseded: a later reading of its page has it no more; follow what that has"
        )
    echo = statement.echo_id
    rows = select(database, Statement, echo_id=echo, hidden=False) if echo else [statement]
    documents = {row.id: row for row in select_among(database, Document, "id", {row.document_id for row in rows})}
    kept = {name for name, row in documents.items() if row.newest or name == statement.document_id}
    if case is not None:
        inside = select(database, Capture, case_id=archive.case(case).id, document_id=kept)
        kept &= {row.document_id for row in inside}
    kept = seen_among(database, sight, kept)
    kept -= _translations(archive, kept) - {statement.document_id}
    rows = [row for row in rows if row.document_id in kept]
    pages = {name: page_seen(archive, documents[name]) for name in sorted(kept)}
    alike = _likeness(archive, kept)
    records = {row.id: listed.record for row in rows for listed in statements(archive, Asked(only=row.id))}
    judged = judged_edges(archive, kept)
    found = trail(
        frozenset(row.id for row in rows),
        list(pages.values()),
        alike,
        refused=[ends for ends, each in judged.items() if each["act"] == "edge-refuse"],
        confirmed=[ends for ends, each in judged.items() if each["act"] == "edge-confirm"],
    )
    told = {one.id: one for page in pages.values() for one in page.statements}
    begun = found.first_hand[0] if found.first_hand else found.earliest
    origin = next(one.statement for one in found.appearances if one.page == begun)
    return Followed(statement.id, found, pages, records, _changed(told[origin], told[statement.id]), judged)


def _changed(first: seen.Told[UUID], last: seen.Told[UUID]) -> tuple[Change, ...]:
    """Return what of a statement changed on the way; nothing where this installation cannot tell meanings apart."""
    if first.id == last.id or not weights.linking_installed():
        return ()
    from firsthand.linking.changes import changes
    from firsthand.linking.telling import telling_of
    from firsthand.trunk.encoder import encoder  # loading it takes longer than all else

    return changes(telling_of(first, encoder()), telling_of(last, encoder()))


def page_seen(archive: Archive, document: Any) -> seen.Page[UUID]:
    """Return a document as the trail sees it, given its row."""
    text, reading = page_of(archive, document)
    captures = select(archive.database, Capture, document_id=document.id, order="number")
    addresses = [document.address, *(each for row in captures for each in (row.url, row.address) if each)]
    record = bool(text.utterances)
    return seen.Page(
        id=document.id,
        addresses=tuple(dict.fromkeys(addresses)),
        outlet=document.outlet,
        language=document.language,
        published=document.published,
        seen=captures[0].at,
        record=record,
        key=_key(document, captures) if record or captures[0].within else None,
        statements=tuple(_told(text, reading, document.id)),
        hands=tuple(_hands(text, reading)),
        pointers=tuple(_pointers(text, reading)),
    )


def missing(archive: Archive, case: str | None = None, sight: Sight = WHOLE) -> list[dict[str, Any]]:
    """Return the hands that pages credit and the archive does not hold, as `missing --json` prints them.

    Args:
        archive: Where.
        case: Name of the case whose pages are asked and looked among; None: all.
        sight: Likewise.

    Raises:
        NotFound: There is no such case.
    """
    database = archive.database
    documents = {row.id: row for row in select(database, Document, newest=True)}
    if case is not None:
        inside = {row.document_id for row in select(database, Capture, case_id=archive.case(case).id)}
        documents = {name: row for name, row in documents.items() if name in inside}
    if sight != WHOLE:
        seen = seen_among(database, sight, set(documents))
        documents = {name: row for name, row in documents.items() if name in seen}
    outlets = sorted({row.outlet for row in documents.values() if row.outlet})
    found: dict[str, list[Any]] = defaultdict(list)
    for hand in select(database, Hand, order="document_id"):
        if hand.kind in SITES or (page := documents.get(hand.document_id)) is None:
            continue
        if any(same_outlet(hand.name, outlet) for outlet in outlets):
            continue
        name = next((known for known in found if same_outlet(known, hand.name)), hand.name)
        found[name].append(page)
    listed = []
    for name, pages in found.items():
        first = min(pages, key=lambda page: (page.day, str(page.id)))
        by = sorted({str(page.id) for page in pages})
        listed.append({"name": name, "lang": first.language, "near": first.published, "credited_by": by})
    return sorted(listed, key=lambda each: (-len(each["credited_by"]), each["name"].casefold(), each["name"]))


def _translations(archive: Archive, documents: Iterable[UUID]) -> set[UUID]:
    """Return the documents that are translated subtitles of a video of which another document is held among them."""
    captures = {row.id: row for row in select_among(archive.database, Capture, "document_id", documents)}
    of = {row.id: row.document_id for row in captures.values()}
    return {row.document_id for row in captures.values() if of.get(row.within, row.document_id) != row.document_id}


def _likeness(archive: Archive, documents: set[UUID]) -> dict[tuple[UUID, UUID], Likeness[UUID]]:
    database = archive.database
    where = {row.id: row.document_id for row in select_among(database, Statement, "document_id", documents)}
    echoes: defaultdict[tuple[UUID, UUID], list[tuple[UUID, UUID, float]]] = defaultdict(list)
    for row in select_among(database, Echo, "a", where):
        if row.b in where:
            a, b = sorted(((where[row.a], row.a), (where[row.b], row.b)))
            echoes[a[0], b[0]].append((a[1], b[1], row.score))
    alike = {(row.a, row.b): row for row in select_among(database, Alike, "a", documents) if row.b in documents}
    return {
        pair: Likeness(
            tuple(sorted(echoes[pair])),
            alike[pair].copied if pair in alike else 0.0,
            alike[pair].translated if pair in alike else 0.0,
            sum(end - start for start, end in json.loads(alike[pair].passages)) if pair in alike else 0,
        )
        for pair in {*echoes, *alike}
    }


def _told(text: Text, reading: Reading, document: UUID) -> Iterator[seen.Told[UUID]]:
    for each in reading.statements:
        yield seen.Told(
            id=UUID(each.id),
            document=document,
            language=text.language,
            words=" ".join(span.of(text.text) for span in each.content),
            type=each.type,
            speaker=each.speaker.name,
            kind=each.speaker.kind,
            cue=" ".join(span.of(text.text) for span in each.cue),
            captive="captivity" in each.speaker.circumstances or "in_custody" in each.circumstances,
            seconds=text.seconds(each.content),
        )


def _hands(text: Text, reading: Reading) -> Iterator[seen.Hand[UUID]]:
    for each in reading.credits:
        if each.kind not in (*SITES, "forward"):
            covers = frozenset(UUID(one) for one in each.covers)
            yield seen.Hand(each.name, each.kind, _evidence(text.text, each.words[0]), covers)


def _pointers(text: Text, reading: Reading) -> Iterator[seen.Pointer]:
    named = {seen.plain(link.url): link.words.of(text.text) for link in text.links if link.words}
    for link in text.links:
        name = link.words.of(text.text) if link.words else named.get(seen.plain(link.url))
        shown = link.url if "://" in link.url else link.url.rpartition("/")[2]  # of a file not where it lies
        yield seen.Pointer(link.url, link.kind, shown, name)
    for each in reading.credits:
        if each.kind == "forward":
            yield seen.Pointer("", "forward", _evidence(text.text, each.words[0]), each.name)


def _evidence(text: str, words: Span) -> str:
    """Return a name with what stands around it in its line, whole words."""
    first = text.rfind("\n", 0, words.start) + 1
    last = text.find("\n", words.end)
    last = len(text) if last < 0 else last
    start, end = max(first, words.start - _AROUND), min(last, words.end + _AROUND)
    if start > first:
        start = min(max(text.find(" ", start), start), words.start)
    if end < last:
        end = max(text.rfind(" ", words.end, end), words.end)
    before, after = "… " if start > first else "", " …" if end < last else ""
    return f"{before}{text[start:end].strip()}{after}"


def _key(document: Any, captures: Iterable[Any]) -> str | None:
    """Return the id of a message in its channel, or of a video on its site."""
    for row in captures:
        if row.within and row.key and row.key.isdigit():
            return str(row.key)
    found = _VIDEO.findall((document.url or "").partition("//")[2].partition("/")[2])
    return found[-1] if found else None
