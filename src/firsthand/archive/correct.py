"""Corrections: what people set right in statements: their spans, their speakers, where one ends and the next begins.

A correction is two blobs: why it was made, with the quote it is anchored to, and what it sets. Erasing the reason
(`erase entry:17`) destroys the first alone, and the correction stands as it was: a rebuild has to come to the rows that
later readings met. What it sets goes with its document, and only then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args
from uuid import UUID

from firsthand.archive.apply import words_of
from firsthand.archive.archive import NotFound
from firsthand.archive.decide import CannotDecide, Decided, anchor, circumstances_of, last_seen, unless_changed
from firsthand.archive.find import Found, find
from firsthand.archive.models import Appearance, Document, Statement
from firsthand.archive.recast import split_into
from firsthand.archive.stored import searched
from firsthand.archive.tables import rows
from firsthand.custody.ids import statement_id
from firsthand.custody.sealed import unseal
from firsthand.reading.statement import Act, Kind, PersonCircumstance, StatementCircumstance, Type

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive, Draft

Pairs = Sequence[Sequence[int]]
"""Pieces of a document's text as half-open offsets, in text order."""
Who = str | UUID | Mapping[str, Any]
"""A speaker of the same document by an id (or what it begins with), or a new one: `{name, kind, role, age,
circumstances}`, of which all but the kind may be left out."""
Piece = Pairs | Mapping[str, Any]
"""Of a split: the content of one piece, or that and whatever else `correct` takes, by name."""
_PLACES = ("content", "source", "cue")
_OF_PIECE = (*_PLACES, "type", "act", "circumstances", "speaker")
_SPEAKER: dict[str, Any] = {"name": None, "kind": None, "role": None, "age": None, "circumstances": []}
_DRAWN = frozenset(["words", "tokens", "lemmas"])
"""What follows from the content, and changes with it alone."""
_OLDEST = 150


@dataclass(frozen=True, slots=True)
class _Page:
    """The document of a statement, as what is said about it is checked against."""

    row: Any
    text: str
    language: str | None


def correct(
    archive: Archive,
    given: str,
    *,
    reason: str | None,
    seen: int | None = None,
    content: Pairs | None = None,
    source: Pairs | None = None,
    cue: Pairs | None = None,
    type: Type | None = None,  # noqa: A002 - the field's name
    act: Act | None = None,
    circumstances: Sequence[str] | None = None,
    speaker: Who | None = None,
) -> Decided:
    """Set fields of a statement right. Its id stays; what is not given, or is so already, stays as it is.

    A new speaker is a person of their own until somebody judges. What was released before a change of words or speaker
    is undecided again.

    Args:
        archive: Where.
        given: The statement's id, or what it begins with.
        reason: Why, in a person's words.
        seen: The index of the last log entry about it that the person saw; None: as it is now.
        content: The words said, with their quotation marks.
        source: The words that name who is reported; there may be none.
        cue: The reporting words; there may be none.
        type: Whether they stand in quotation marks.
        act: Whether it was said.
        circumstances: Of the statement, all that there are.
        speaker: Who said it.

    Raises:
        CannotDecide: It is no statement, it was split, a field cannot be so, or nothing would change.
        Changed: There are newer entries about it than `seen`.
    """
    found = _statement(archive, given)
    page = _page(archive, found)
    said: dict[str, Any] = {"content": content, "source": source, "cue": cue, "type": type, "act": act}
    said |= {"circumstances": circumstances, "speaker": speaker}
    change = _change(archive, page, {name: value for name, value in said.items() if value is not None})
    same = {name for name, value in change.items() if value == _now(found.row, name)}
    same = same | _DRAWN if "content" in same else same - _DRAWN
    change = {name: value for name, value in change.items() if name not in same}
    if not change:
        raise CannotDecide(f"{given} is so already: a correction says what is to be otherwise")
    number = _append(archive, "correct", [found], lambda: (found.id,), change, reason, seen)
    return Decided(number, "correct", found.id)


def split(
    archive: Archive, given: str, pieces: Sequence[Piece], *, reason: str | None, seen: int | None = None
) -> Decided:
    """Make several statements of one: new ones, while the one that was split is kept and shown no more.

    What a piece is not given it has from the statement that is split. Nobody has released the pieces; if that was
    withheld, they are.

    Args:
        archive: Where.
        given: The statement's id, or what it begins with.
        pieces: Two or more.
        reason: Why, in a person's words.
        seen: The index of the last log entry about it that the person saw; None: as it is now.

    Returns:
        What is in the log, with the ids of the pieces in text order as `made`.

    Raises:
        CannotDecide: It is no statement, it was split, or the pieces are not two or more that stand apart.
        Changed: There are newer entries about it than `seen`.
    """
    found = _statement(archive, given)
    page = _page(archive, found)
    if len(pieces) < 2:
        raise CannotDecide(f"{given}: a split makes two or more; give the content of each")
    row = found.row
    told = []
    for piece in pieces:
        said = dict(piece) if isinstance(piece, Mapping) else {"content": piece}
        if unknown := sorted(said.keys() - set(_OF_PIECE)):
            raise CannotDecide(f"a piece has no “{unknown[0]}”: it has {', '.join(_OF_PIECE)}")
        if said.get("content") is None:
            raise CannotDecide(f"{given}: a piece has no content; give the content of each")
        kept = {name: json.loads(getattr(row, name)) for name in ("source", "cue", "circumstances")}
        kept |= {"type": row.type, "act": row.act, "speaker": {"id": str(row.appearance_id)}}
        told.append(kept | _change(archive, page, {name: value for name, value in said.items() if value is not None}))
    told.sort(key=lambda each: each["content"])
    places = sorted(pair for each in told for pair in each["content"])
    if any(one[1] > other[0] for one, other in pairwise(places)):
        raise CannotDecide(f"{given}: two of the pieces overlap; each word can be in one")
    made: list[UUID] = []

    def subjects() -> tuple[UUID, ...]:
        made[:] = _new_ids(archive, page.row.id, [each["content"] for each in told])
        return (found.id, *made)

    number = _append(archive, "split", [found], subjects, {"pieces": told}, reason, seen)
    return Decided(number, "split", found.id, made=tuple(made))


def join(archive: Archive, given: Sequence[str], *, reason: str | None, seen: int | None = None) -> Decided:
    """Make one statement of several of one document: the first in text order, which gets the content of all.

    The others are kept and shown no more; their ids stand for the first. If any of them was withheld, it is.

    Args:
        archive: Where.
        given: The statements' ids, or what they begin with.
        reason: Why, in a person's words.
        seen: The index of the last log entry about any of them that the person saw; None: as it is now.

    Raises:
        CannotDecide: They are not two or more statements of one document.
        Changed: There are newer entries about one of them than `seen`.
    """
    found = list({each.id: each for each in (_statement(archive, one) for one in given)}.values())
    if len(found) < 2:
        raise CannotDecide("joining takes two or more statements that are not one already")
    if len({each.row.document_id for each in found}) > 1:
        raise CannotDecide(
            "these statements stand in several documents, and only what stands in one can be joined; "
            "to say that they are the same words, judge them the same"
        )
    found.sort(key=lambda each: (json.loads(each.row.content), each.row.number))
    page = _page(archive, found[0])
    change = _words(page, _union([pair for each in found for pair in json.loads(each.row.content)]))
    ids = tuple(each.id for each in found)
    number = _append(archive, "join", found, lambda: ids, change, reason, seen)
    return Decided(number, "join", found[0].id, found[1].id)


def _statement(archive: Archive, given: str) -> Found:
    """Return a statement that can be corrected."""
    found = find(archive, given)
    if found.kind != "statement":
        raise CannotDecide(f"{given} is a {found.kind}, and only a statement can be corrected, split or joined")
    if pieces := split_into(archive.database, found.id):
        raise CannotDecide(f"{given} was split into {', '.join(map(str, pieces))}: correct these")
    if found.row.hidden:
        raise CannotDecide(f"{given} is superseded: a later reading of its page has it no more; correct what that has")
    return found


def _page(archive: Archive, found: Found) -> _Page:
    row = rows(archive.database, Document, id=found.row.document_id).get()
    page = unseal(archive.blobs.get(row.text))["document"]
    return _Page(row, page["text"], page["language"])


def _append(
    archive: Archive,
    act: str,
    found: Sequence[Found],
    subjects: Callable[[], tuple[UUID, ...]],
    change: Mapping[str, Any],
    reason: str | None,
    seen: int | None,
) -> int:
    """Append what was decided; its subjects are told inside the transaction."""
    last = max(last_seen(archive, each) for each in found) if seen is None else seen
    circumstances = sorted({name for each in found for name in circumstances_of(archive, each)})
    anchors = [anchor(archive, each) for each in found]
    detail: dict[str, Any] = {"kind": "statement", "reason": reason, "seen": circumstances, "anchor": anchors[0]}
    if len(anchors) > 1:
        detail["anchors"] = anchors
    draft = archive.draft(act, [each.id for each in found], detail, change, seen=last)

    def drafts() -> Iterator[Draft]:
        entry = replace(draft.entry, subjects=subjects())
        held = rows(archive.database, Statement, id__in=[each.id for each in found]).count()
        yield from unless_changed(archive, replace(draft, entry=entry), *found)
        if held < len(found):
            raise NotFound(f"{found[0].id} was erased since you looked. Nothing was written.")

    (number,) = archive.append(drafts())
    return number


def _new_ids(archive: Archive, document: UUID, contents: Sequence[Pairs]) -> Iterator[UUID]:
    """Yield the ids of new statements, as a reading gives them."""
    taken = set(rows(archive.database, Statement, document_id=document).values_list("id", flat=True))
    for content in contents:
        pairs = [(start, end) for start, end in content]
        name = statement_id(archive.id, document, pairs)
        while name in taken:
            name = statement_id(archive.id, name, pairs)
        taken.add(name)
        yield name


def _now(row: Any, name: str) -> Any:
    """Return what stands of a statement, in the form in which a change has it."""
    if name == "speaker":
        return {"id": str(row.appearance_id)}
    value = getattr(row, name)
    return json.loads(value) if name in (*_PLACES, "circumstances") else value


def _change(archive: Archive, page: _Page, said: Mapping[str, Any]) -> dict[str, Any]:
    """Check what is to be set, and return it as it is sealed: appliers look nothing up, in no text or dictionary."""
    change: dict[str, Any] = {}
    for name in _PLACES:
        if name in said:
            change[name] = _pairs(page, name, said[name])
    if "content" in said:
        change |= _words(page, change["content"])
    for name, values in (("type", get_args(Type)), ("act", get_args(Act))):
        if name in said:
            change[name] = _one_of(name, said[name], values)
    if "circumstances" in said:
        change["circumstances"] = _circumstances(said["circumstances"], get_args(StatementCircumstance))
    if "speaker" in said:
        change["speaker"] = _speaker(archive, page, said["speaker"])
    return change


def _words(page: _Page, content: list[list[int]]) -> dict[str, Any]:
    words = words_of(page.text, content)
    return {"content": content, "words": words, **searched(words, page.language)}


def _pairs(page: _Page, name: str, given: Pairs) -> list[list[int]]:
    """Return spans as JSON has them, once they are spans of the text, in its order and apart."""
    last, length = 0, len(page.text)
    pairs = []
    for pair in given:
        if [type(place) for place in pair] != [int, int]:
            raise CannotDecide(f"{name}: {list(pair)} is no span; write [start, end) in characters of the text")
        start, end = pair
        if not 0 <= start < end <= length:
            raise CannotDecide(f"{name}: [{start}, {end}) is no place in the text, which has {length} characters")
        if start < last:
            raise CannotDecide(
                f"{name}: the spans are not in text order, or overlap at {start}; put each after the last"
            )
        last = end
        pairs.append([start, end])
    if name == "content" and not words_of(page.text, pairs).strip():
        raise CannotDecide("content: there are no words in it; to say that it is no statement, reject it")
    return pairs


def _union(pairs: list[list[int]]) -> list[list[int]]:
    """Return the places that spans cover, as spans in text order and apart."""
    found: list[list[int]] = []
    for start, end in sorted(pairs):
        if found and start <= found[-1][1]:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([start, end])
    return found


def _one_of(name: str, value: Any, values: Sequence[str]) -> Any:
    if value not in values:
        raise CannotDecide(f"{name}: “{value}” is none; it is one of {', '.join(values)}")
    return value


def _circumstances(given: Sequence[str], values: Sequence[str]) -> list[str]:
    return sorted({_one_of("circumstances", each, values) for each in given})


def _speaker(archive: Archive, page: _Page, given: Who) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        return {"id": str(_spoken_here(archive, page, str(given)))}
    if unknown := sorted(given.keys() - _SPEAKER.keys()):
        raise CannotDecide(f"a speaker has no “{unknown[0]}”: they have {', '.join(_SPEAKER)}")
    said = {**_SPEAKER, **given}
    _one_of("kind", said["kind"], get_args(Kind))
    for name in ("name", "role"):
        said[name] = " ".join(said[name].split()) or None if said[name] else None
    if said["name"] is None and said["kind"] == "named":
        raise CannotDecide("a speaker who is “named” has a name: give it, or another kind")
    age = said["age"]
    if age is not None and (isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= _OLDEST):
        raise CannotDecide(f"age: “{age}” is none; it is a number of years, or left out")
    return {**said, "circumstances": _circumstances(said["circumstances"] or (), get_args(PersonCircumstance))}


def _spoken_here(archive: Archive, page: _Page, given: str) -> UUID:
    """Return the speaker of a document whom an id stands for."""
    found = find(archive, given)
    if found.kind != "person":
        raise CannotDecide(f"{given} is a {found.kind}, and no speaker; give the id of one, or a name and a kind")
    if found.row.document_id == page.row.id:
        return UUID(str(found.row.id))
    here = rows(archive.database, Appearance, person_id=found.id, document_id=page.row.id).order_by("number", "id")
    if (speaker := here.first()) is None:
        raise CannotDecide(
            f"{given} does not speak in this document: give a new speaker, with name and kind, "
            "and judge the two the same"
        )
    return UUID(str(speaker.id))
