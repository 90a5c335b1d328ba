"""Decisions: what people decide about statements, persons and documents, and how it is undone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from firsthand.archive.archive import Changed
from firsthand.archive.find import Found, find
from firsthand.archive.models import Appearance, Decision, Document, Remark, Statement, Subject, Successor
from firsthand.archive.recast import split_into
from firsthand.archive.standing import person_circumstances
from firsthand.archive.tables import among, rows
from firsthand.care.visibility import needs_reason
from firsthand.custody.sealed import unseal
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive, Draft

Verb = Literal["confirm", "reject", "withhold", "release"]
Verdict = Literal["same", "different", "unsure"]
_ABOUT: dict[Verb, tuple[str, ...]] = {
    "confirm": ("statement",),
    "reject": ("statement",),
    "withhold": ("statement", "person", "document"),
    "release": ("statement", "person", "document"),
}
_DONE = {"confirm": "confirmed", "reject": "rejected", "withhold": "withheld", "release": "released"}
_AROUND = 32  # characters before and after the words that an anchor keeps


class CannotDecide(FirsthandError):
    """A decision that makes no sense, or lacks its reason."""


class BuiltUpon(CannotDecide):
    """An undo of what later decisions rest on."""

    def __init__(self, entry: int, since: Mapping[int, str]) -> None:
        """Tell of the later entries, by their index."""
        self.entry, self.since = entry, dict(since)
        super().__init__(
            f"entry:{entry} cannot be undone before what was decided since about the statements it made: "
            f"{'; '.join(self.since.values())}. Undo that first, the latest before all"
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is in the log."""

    entry: int
    act: str
    id: UUID
    other: UUID | None = None
    undone: int | None = None
    made: tuple[UUID, ...] = ()
    """The statements that a split made."""


def decide(archive: Archive, verb: Verb, given: str, *, reason: str | None, seen: int | None = None) -> Decided:
    """Confirm or reject a statement, withhold or release a statement, a person or a document.

    Args:
        archive: Where.
        verb: What is decided.
        given: An id, or what it begins with. That of a person names one appearance: it is for the cases of that
            document that the decision is made, and they are who read it.
        reason: Why, in a person's words.
        seen: The index of the last log entry about it that the person saw; None: as it is now.

    Raises:
        CannotDecide: It is nothing that this can be said of, or a release that needs a reason has none.
        Changed: There are newer entries about it than `seen`.
    """
    found = find(archive, given)
    if found.kind not in _ABOUT[verb]:
        raise CannotDecide(f"{given} is a {found.kind}, and only a {' or a '.join(_ABOUT[verb])} can be {_DONE[verb]}")
    if verb in ("confirm", "reject") and (pieces := split_into(archive.database, found.id)):
        raise CannotDecide(f"{given} was split into {', '.join(map(str, pieces))}: decide about these")
    circumstances = circumstances_of(archive, found)
    if verb == "release" and not reason and needs_reason(frozenset(circumstances)):
        raise CannotDecide(
            f"{given} is protected ({', '.join(circumstances)}): releasing needs a reason that weighs it. "
            "Say it with --reason"
        )
    last = last_seen(archive, found) if seen is None else seen
    detail = {"kind": found.kind, "reason": reason, "seen": circumstances, "anchor": anchor(archive, found)}
    (number,) = archive.append(unless_changed(archive, archive.draft(verb, (found.row.id,), detail, seen=last), found))
    return Decided(number, verb, found.id)


def judge(archive: Archive, a: str, b: str, verdict: Verdict, *, reason: str, seen: int | None = None) -> Decided:
    """Judge whether two persons are one, or two statements the same words of one mouth.

    Raises:
        CannotDecide: They are not two of one kind, or are one already by their reading.
        Changed: There are newer entries about the first than `seen`.
    """
    one, other = find(archive, a), find(archive, b)
    if one.kind != other.kind or one.kind not in ("person", "statement"):
        raise CannotDecide(f"{a} is a {one.kind} and {b} a {other.kind}: two persons or two statements can be judged")
    if one.row.id == other.row.id:
        raise CannotDecide(f"{a} and {b} are the same {one.kind}; to part what was joined, undo the judgement")
    subjects = (one.row.id, other.row.id) if one.kind == "person" else (one.id, other.id)
    last = max(last_seen(archive, one), last_seen(archive, other)) if seen is None else seen
    detail = {"kind": one.kind, "reason": reason, "seen": []}
    draft = archive.draft(verdict, subjects, detail, seen=last)
    (number,) = archive.append(unless_changed(archive, draft, one, other))
    return Decided(number, verdict, *subjects)


def undo(archive: Archive, given: str, *, reason: str) -> Decided:
    """Undo a decision or a remark: `entry:17`, or the last one that stands about something.

    Raises:
        CannotDecide: There is no decision to undo.
        BuiltUpon: Later decisions rest on it.
    """
    found = find(archive, given)
    if found.kind == "entry":
        held = (rows(archive.database, model, number=found.number).first() for model in (Decision, Remark))
        decision = next(filter(None, held), None)
        if decision is None:
            act = archive.entry(found.number or 0).act
            raise CannotDecide(f"{given} is no decision that stands here but “{act}”: it cannot be undone")
    else:
        last_ones = filter(None, (standing_about(archive, found, model).last() for model in (Decision, Remark)))
        decision = max(last_ones, key=lambda row: row.number, default=None)
        if decision is None:
            raise CannotDecide(f"{given}: nobody has decided anything about it that could be undone")
    if decision.undone is not None:
        raise CannotDecide(f"{given} was undone already: {archive.told(decision.undone)}")
    subjects = archive.entry(decision.number).subjects
    last = max(row.number for row in rows(archive.database, Subject, subject=decision.subject))
    draft = archive.draft("undo", subjects, {"reason": reason}, entry=decision.number, seen=last)
    (number,) = archive.append(_unless_built_upon(archive, draft, decision))
    return Decided(number, "undo", decision.subject, decision.other, decision.number)


def standing_about(archive: Archive, found: Found, model: type[Decision | Remark] = Decision) -> Any:
    """Return the decisions, or the remarks, about something that were not undone, earliest first."""
    ids = [found.id]
    if found.kind == "person":
        ids = list(rows(archive.database, Appearance, person_id=found.id).values_list("id", flat=True))
    stand = rows(archive.database, model, undone=None)
    about = stand.filter(subject__in=ids) | stand.filter(other__in=ids)
    if model is Decision:
        made = rows(archive.database, Successor, after_id__in=ids, undone=None).values_list("number", flat=True)
        about |= stand.filter(number__in=list(made))
    return about.order_by("number")


def circumstances_of(archive: Archive, found: Found) -> list[str]:
    """Return all circumstances: of a statement its speaker's, too, of a document everyone's."""
    if found.kind == "person":
        return person_circumstances(archive.database, found.id)
    if found.kind == "statement":
        statements = [found.row]
    else:
        statements = list(rows(archive.database, Statement, document_id=found.id))
    speakers = rows(archive.database, Appearance, id__in={each.appearance_id for each in statements})
    people = {row.person_id for row in speakers}
    own = (json.loads(each.circumstances) for each in statements)
    theirs = (person_circumstances(archive.database, person) for person in people)
    return sorted({each for some in (*own, *theirs) for each in some})


def last_seen(archive: Archive, found: Found) -> int:
    """Return the index of the last entry about something: one that names it, or that it was made or read anew by.

    What is about any appearance of a person is about the person.
    """
    database = archive.database
    if found.kind == "statement":
        return last_seen_of(archive, {found.id: found.row.document_id})[found.id]
    if found.kind == "person":  # they may speak on thousands of pages
        theirs = "FROM appearance a JOIN {0} e ON e.{1} = a.{2} WHERE a.person_id = %s"
        about = [theirs.format("subject", "subject", "id"), theirs.format("reading", "document_id", "document_id")]
    else:
        about = ["FROM subject e WHERE e.subject = %s"]
    last = (database.run(f"SELECT MAX(e.number) {each}", [found.id]) for each in about)
    return max(found.row.number, *(number or 0 for ((number,),) in last))


def last_seen_of(archive: Archive, statements: Mapping[UUID, UUID]) -> dict[UUID, int]:
    """Return of many statements what `last_seen` returns of one, given their documents."""
    database = archive.database
    found = dict.fromkeys(statements, 0)
    asked, values = among(database, "subject", list(statements))
    for name, last in database.run(f"SELECT subject, MAX(number) FROM subject WHERE {asked} GROUP BY subject", values):  # noqa: S608 - names of our own; values are parameters
        found[UUID(str(name))] = last
    asked, values = among(database, "document_id", list(set(statements.values())))
    sql = f"SELECT document_id, MAX(number) FROM reading WHERE {asked} GROUP BY document_id"  # noqa: S608 - names of our own; values are parameters
    read = {UUID(str(name)): last for name, last in database.run(sql, values)}
    return {name: max(last, read.get(statements[name], 0)) for name, last in found.items()}


def unless_changed(archive: Archive, draft: Draft, *about: Found) -> Iterator[Draft]:
    """Yield a decision, and raise `Changed` if what it is about was read anew or joined since its author looked.

    The archive itself looks only at what names the first subject. Raised after the draft is handed over: what was
    sealed for it is destroyed with it.
    """
    seen = draft.entry.seen or 0
    newer = [(each, number) for each in about if (number := last_seen(archive, each)) > seen]
    yield draft
    for found, number in newer:
        raise Changed(found.id, seen, {number: archive.told(number)})


def _unless_built_upon(archive: Archive, draft: Draft, decision: Any) -> Iterator[Draft]:
    """Yield an undo, and raise `BuiltUpon` if something stands that was decided about what it takes back.

    Of a split that is any decision about a piece, of a join a later split or join of any of its statements.
    """
    stand = rows(archive.database, Decision, undone=None)
    pairs = list(rows(archive.database, Successor, number=decision.number))
    later: set[int] = set()
    if pairs:
        ids = {name for row in pairs for name in (row.before_id, row.after_id)}
        links = rows(archive.database, Successor, number__gt=decision.number, undone=None)
        later.update(
            (links.filter(before_id__in=ids) | links.filter(after_id__in=ids)).values_list("number", flat=True)
        )
    if decision.act == "split":
        pieces = [row.after_id for row in pairs]
        about = stand.filter(subject__in=pieces) | stand.filter(other__in=pieces)
        later.update(about.values_list("number", flat=True))
    yield draft
    if later:
        raise BuiltUpon(decision.number, {number: archive.told(number) for number in sorted(later)})


def anchor(archive: Archive, found: Found) -> dict[str, Any] | None:
    """Return where a statement's words stand: the text's digest, position, quote (W3C Web Annotation §4.2)."""
    if found.kind != "statement":
        return None
    document = rows(archive.database, Document, id=found.row.document_id).get()
    text = unseal(archive.blobs.get(document.text))["document"]["text"]
    content = json.loads(found.row.content)
    start, end = content[0][0], content[-1][1]
    return {
        "text": document.text,
        "position": content,
        "prefix": text[max(0, start - _AROUND) : start],
        "exact": [text[s:e] for s, e in content],
        "suffix": text[end : end + _AROUND],
    }
