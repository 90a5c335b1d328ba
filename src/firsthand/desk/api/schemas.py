"""Schemas: what calls take, checked before anything is done with it, and what they answer, as OpenAPI describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, create_model

from firsthand.archive.archive import MAIN
from firsthand.archive.decide import Verdict
from firsthand.archive.remarks import Verdict as EdgeVerdict
from firsthand.linking.trail import EdgeKind
from firsthand.reading.statement import Act, Kind, PersonCircumstance, StatementCircumstance, Type

MOST: Final = 200
"""Records in one answer."""
_NO_NUL: Final = r"^[^\x00]*$"  # PostgreSQL takes none
Word = Annotated[str, StringConstraints(max_length=500, pattern=_NO_NUL)]
Words = Annotated[str, StringConstraints(max_length=20_000, pattern=_NO_NUL)]
After = Annotated[str, StringConstraints(max_length=8000, pattern=r"^[A-Za-z0-9_-]+$")]
Number = Annotated[int, Field(ge=0, lt=2**53)]
Span = Annotated[list[Annotated[int, Field(ge=0, lt=2**31)]], Field(min_length=2, max_length=2)]
Spans = Annotated[list[Span], Field(max_length=1000)]
Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$")]
Status = Literal["suggested", "confirmed", "corrected", "rejected"]
Visibility = Literal["open", "withheld", "undecided"]
Obtained = Literal["fetched", "supplied", "imported"]


class Asking(Schema):
    """What is asked."""

    model_config = ConfigDict(extra="forbid")


class Record(Schema):
    """What is answered; later versions may tell more."""

    model_config = ConfigDict(extra="allow")


# Questions


class Paged(Asking):
    """Which part of a list."""

    after: After | None = Field(None, description="`after` of the part before; none for the first.")
    limit: int = Field(
        50, ge=1, le=MOST, description="How many at most. A part may hold fewer and be followed by more."
    )


class Filters(Asking):
    """Which statements."""

    words: Word = Field("", description="All of them, in any form; “in quotes” as they stand.")
    by: Word | None = Field(None, description="Words of the speaker's name.")
    outlet: Word | None = Field(None, description="Words of the outlet's name.")
    language: Word | None = Field(None, description="The first part of BCP 47.")
    since: Word | None = Field(None, description="`2022`, `2022-03` or `2022-03-06`.")
    until: Word | None = Field(None, description="Likewise: its last day and earlier.")
    case: Word | None = None
    status: Status | None = None
    type: Type | None = None
    person: UUID | None = None
    tag: Word | None = Field(None, description="Of the statement or its document. Viewers know of none.")


class Search(Filters, Paged):
    """Which statements, and which part of the list."""


class Shelf(Paged):
    """Which documents."""

    outlet: Word | None = Field(None, description="Its name, as `outlets` gives it.")
    language: Word | None = None


class Named(Paged):
    """Which people."""

    words: Word | None = Field(None, description="Words of one of the names.")


class Waiting(Paged):
    """Which statements of the queue."""

    type: Type | None = None
    tag: Word | None = Field(None, description="Of the statement or its document: what was tagged last comes first.")
    assigned: bool = Field(
        False, description="Only what is assigned to whoever calls: what was assigned last comes first."
    )


class Taken(Paged):
    """Which captures."""

    failed: bool = Field(True, description="Only those that failed or could not be read.")


# Decisions


class Undoing(Asking):
    """Why a decision is undone."""

    reason: Words


class Deciding(Asking):
    """Why, and what was seen."""

    reason: Words | None = Field(None, description="Needed for rejecting, withholding, and releasing who is protected.")
    seen: Number | None = Field(
        None, description="`last_entry` of what was decided about: refused with 409 if there is a newer one."
    )


class Judging(Deciding):
    """Whether two are one."""

    verdict: Verdict


class Stepping(Deciding):
    """Whether one document has words from another."""

    verdict: EdgeVerdict


class NewSpeaker(Asking):
    """Somebody whom no statement of this document has for its speaker."""

    name: Word | None = None
    kind: Kind
    role: Word | None = None
    age: int | None = Field(None, ge=0, le=150)
    circumstances: list[PersonCircumstance] = Field([], max_length=10)


class Fields(Asking):
    """Of a statement; what is left out stays as it is."""

    source: Spans | None = None
    cue: Spans | None = None
    type: Type | None = None
    act: Act | None = None
    circumstances: Annotated[list[StatementCircumstance], Field(max_length=10)] | None = None
    speaker: UUID | NewSpeaker | None = None


class Correcting(Fields, Deciding):
    """What is to be so of a statement."""

    content: Spans | None = None


class Piece(Fields):
    """One statement of those that are made of one."""

    content: Spans


class Splitting(Deciding):
    """Of what several statements are made of one."""

    pieces: list[Piece] = Field(min_length=1, max_length=100)


class Joining(Deciding):
    """Of which statements one is made."""

    statements: list[UUID] = Field(min_length=1, max_length=100)


class Noting(Asking):
    """What is noted."""

    text: Words
    seen: Number | None = None


class Tagging(Asking):
    """A tag of the case."""

    tag: Word
    seen: Number | None = None


class Grading(Deciding):
    """The Admiralty code."""

    reliability: Literal["A", "B", "C", "D", "E", "F"]
    credibility: int = Field(ge=1, le=6)


class Translating(Asking):
    """A translation."""

    words: Words
    language: Word
    translator: Word | None = Field(None, description="None: whoever calls.")
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")] | None = Field(
        None, description="None: today."
    )
    status: Literal["draft", "certified"] = "draft"
    seen: Number | None = None


class Assigning(Asking):
    """To whom."""

    to: Word | None = Field(description="None: to nobody.")
    seen: Number | None = None


# Adding


class Adding(Asking):
    """How something is added."""

    case: Word = MAIN
    language: Language = Field("", description="Of what is added; empty: it is found out.")


class Addresses(Adding):
    """Pages to capture."""

    addresses: list[Annotated[str, StringConstraints(max_length=8000, pattern=_NO_NUL)]] = Field(
        min_length=1, max_length=1000
    )
    private: bool = Field(
        False, description="Whether chats that are not public may be taken, their authors as protected sources."
    )


class Pasted(Adding):
    """A text."""

    text: str


class Saving(Filters):
    """A question to keep."""

    name: Word


# Answers


class Problem(Record):
    """What went wrong."""

    error: str


class Conflict(Problem):
    """What was decided since."""

    since: list[str]


class Invalid(Problem):
    """What of a call is not as it has to be."""

    detail: list[dict[str, Any]]


class Restricted(Record):
    """What a viewer learns of a page that names somebody protected."""

    restricted: Literal[True]
    outlet: str | None
    lang: str | None
    published: str | None
    role: str | None


class Speaker(Record):
    """Who said it."""

    name: str | None
    kind: Kind
    person: UUID | None
    circumstances: list[PersonCircumstance]


class Statement(Record):
    """As `firsthand statements --json` prints it."""

    id: UUID
    type: Type
    act: Act
    words: str
    speaker: Speaker
    circumstances: list[StatementCircumstance]
    document: UUID
    url: str | None
    outlet: str | None
    lang: str | None
    published: str | None
    obtained: Obtained
    echo: UUID | None
    status: Status
    reader: str
    decided_by: str | None
    visibility: Visibility
    title: str | None


class Queued(Statement):
    """A statement that nobody has decided about."""

    last_entry: int


class Whole(Record):
    """Something, with all that was decided about it."""

    kind: str
    decisions: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    last_entry: int


class StatementWhole(Statement):
    """As `firsthand show --json` prints it."""

    kind: Literal["statement"]
    hidden: bool
    line: int
    seconds: list[float] | None
    source: list[list[int]]
    cue: list[list[int]]
    content: list[list[int]]
    within: UUID | None
    split_into: list[UUID]
    joined: list[UUID]
    as_read: dict[str, Any] | None
    score: float
    digest: str
    text_digest: str
    capture: UUID
    decisions: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    last_entry: int


class Appearance(Record):
    """One telling of a statement."""

    statement: UUID
    document: UUID
    url: str | None
    outlet: str | None
    lang: str | None
    published: str | None
    hand: int | None
    seconds: list[float] | None
    words: str


class Edge(Record):
    """From whom a document has its words."""

    from_: UUID = Field(alias="from")
    to: UUID
    via: list[str]
    kind: EdgeKind
    evidence: list[str]
    score: float
    decided: str | None
    decided_by: str | None


class Origins(Record):
    """How many independent sources."""

    proved: int
    possible: int
    why: list[str]


class Trail(Record):
    """As `firsthand trace --json` prints it."""

    statement: UUID
    echo: UUID | None
    appearances: list[Appearance]
    edges: list[Edge]
    refused: list[dict[str, Any]]
    first_hand: list[UUID]
    earliest_found: UUID
    origins: Origins
    missing: list[str]


class Document(Record):
    """A document of a list."""

    id: UUID
    title: str | None
    url: str | None
    outlet: str | None
    lang: str | None
    published: str | None
    day: str
    obtained: Obtained
    statements: int
    statements_complete: bool


class DocumentWhole(Whole):
    """As `firsthand show --json` prints it."""

    kind: Literal["document"]
    id: UUID
    lang: str | None
    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    text: str
    furniture: list[list[int]]
    attributions: list[dict[str, Any]]
    credits: list[dict[str, Any]]
    address: str
    url: str | None
    digest: str
    text_digest: str
    newest: bool
    captures: list[dict[str, Any]]
    versions: list[dict[str, Any]]
    readings: list[dict[str, Any]]


class Capture(Record):
    """A capture of a list."""

    id: UUID
    url: str | None
    address: str
    obtained: Obtained
    at: str
    media_type: str | None
    error: str | None
    unread: str | None
    document: UUID | None
    case: str | None


class CaptureWhole(Record):
    """As `firsthand show --json` prints it."""

    kind: Literal["capture"]
    id: UUID
    address: str
    url: str | None
    obtained: Obtained
    at: str
    media_type: str | None
    digest: str | None
    size: int | None
    error: str | None
    case: str
    parts: list[dict[str, Any]]
    members: list[dict[str, Any]]
    document: UUID | None
    unread: str | None
    entry: str
    remarks: list[dict[str, Any]]
    last_entry: int


class Person(Record):
    """Somebody of a list. Nobody's circumstances are listed."""

    id: UUID
    name: str
    names: list[str]
    statements: int
    statements_complete: bool
    visibility: Visibility


class PersonWhole(Whole):
    """As `firsthand show --json` prints them."""

    kind: Literal["person"]
    id: UUID
    name: str | None
    names: list[str]
    circumstances: list[PersonCircumstance]
    visibility: Visibility
    appearances: list[dict[str, Any]]
    conflicts: list[list[UUID]]


class Suggested(Record):
    """Two who may be one."""

    a: UUID
    b: UUID
    names: list[str]
    score: float
    reasons: list[str]
    other: PersonWhole


class Outlet(Record):
    """Who publishes."""

    name: str
    pages: int
    pages_complete: bool
    languages: list[str]
    last: str


class Missing(Record):
    """As `firsthand missing --json` prints it."""

    name: str
    lang: str | None
    near: str | None
    credited_by: list[UUID]


class Done(Record):
    """Something that was done."""

    entry: int
    act: str
    by: str | None
    at: str
    subjects: list[dict[str, Any]]


Pairs = list[list[str | int | None]]


class Facets(Record):
    """How many of the first statements of an answer have what: pairs of a value and a number."""

    looked_at: int
    complete: bool
    languages: Pairs
    outlets: Pairs
    speakers: Pairs = Field(description="A person's id, a name, and how many; none where a tag is asked for.")
    statuses: Pairs
    types: Pairs
    years: Pairs
    tags: Pairs = Field(description="Of statements and documents, never of people; none for viewers.")


class Timeline(Record):
    """How many documents there are of each month: pairs."""

    days: Pairs
    complete: bool


class LogState(Record):
    """How long the log is, and up to where it is sealed."""

    size: int
    sealed: int | None
    confirmed: list[str]
    key: str | None
    vkey: str | None


class Entry(Record):
    """As `firsthand show entry:… --json` prints it."""

    entry: str
    act: str
    at: str
    by: str
    subjects: list[UUID]
    sealed: bool


class Decided(Record):
    """As `firsthand confirm --json` and the others print it, with the ids of the statements that a split made."""

    entry: int
    act: str
    id: UUID
    other: UUID | None
    undone: int | None
    kind: str
    status: Status | None
    visibility: Visibility | None
    made: list[UUID]


class Job(Record):
    """Something that is being added."""

    id: int
    kind: str
    given: list[str]
    case: str
    language: str
    private: bool
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    cancelled: bool
    at: datetime
    began: datetime | None
    ended: datetime | None
    told: list[dict[str, Any]]
    error: str | None


class Saved(Record):
    """A question that somebody keeps."""

    id: int
    name: str
    query: str


def listing(record: type[Record]) -> Any:
    """Return the schema of part of a list of records."""
    items: Any = list[record]  # type: ignore[valid-type]
    return create_model(
        f"{record.__name__}List",
        __base__=Record,
        __doc__="Part of a list; `after` is where the next part begins, null where there is none.",
        items=(items, ...),
        after=(str | None, ...),
    )
