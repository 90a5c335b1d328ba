"""Linker: what the statements and the words of a document are linked to, among all that an archive holds.

What is found of two statements, or of two documents, follows from these two alone; the tables by which candidates are
found belong to this computer, and are made anew where they are missing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import numpy as np

from firsthand.archive import recast
from firsthand.archive.models import Alike, Appearance, Document, Echo, Fingerprint, Statement, Subject, Vector
from firsthand.archive.tables import delete_among, first, in_parts, insert, select, select_among
from firsthand.archive.trails import page_seen
from firsthand.custody.sealed import unseal
from firsthand.errors import FirsthandError
from firsthand.linking.copies import FEWEST, copied, translated
from firsthand.linking.echoes import FLOOR, echo, same_name, standing
from firsthand.linking.passages import Words, fingerprints
from firsthand.linking.remembered import SIZE, Recorder, Remembered, signs, unit
from firsthand.linking.telling import prepared
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from firsthand.archive.archive import Archive, Draft
    from firsthand.linking.telling import Telling

LINKER: Final = "echo 1"
_BYTES: Final = 48
"""The signs of a vector of 384 dimensions."""
_APART: Final = 158
"""Signs in which the vectors of two parts differ at most: at `FLOOR` 24 in 25 differ in no more."""
_BACK: Final = 2**28
"""How far back, in numbers of statements, rows are looked for that other processes enter late."""
_KEPT: Final = 4096  # tellings remembered


class _OutOfDate(FirsthandError):
    """What a document is linked to was worked out of rows that are others by now."""


class Linker:
    """Links documents of one archive, one after the other."""

    def __init__(self, archive: Archive) -> None:
        from firsthand.trunk.encoder import encoder  # loading it takes longer than reading a page

        self.archive, self._encoder = archive, encoder()
        self._numbers = np.zeros(0, np.int64)
        self._signs = np.zeros((0, _BYTES // 8), np.uint64)
        self._names: dict[str, int] = {}
        self._who = np.zeros(0, np.int64)  # of each row of signs, the number of the name of whoever says it
        self._may: dict[str, list[bool]] = {}
        self._tellings: dict[int, tuple[tuple[Any, ...], Telling]] = {}  # with what each was made of

    def enter(self, document: UUID, *, again: bool = False) -> None:
        """Enter in the log to what a document is linked, if it is to anything or was, or always `again`.

        It is worked out before the transaction, and anew where others entered meanwhile what it follows from.
        """
        while True:
            last = self.archive.size() - 1
            drafts = list(self.link(document, again=again))
            with suppress(_OutOfDate):
                if drafts:
                    self.archive.append(self._unless_outdated(drafts, document, last))
                return

    def link(self, document: UUID, *, again: bool = False) -> Iterator[Draft]:
        """Yield the entry that says to what a document is linked; see `enter`."""
        database = self.archive.database
        row = first(database, Document, id=document)
        if row is None:  # erased
            return
        own = select(database, Statement, document_id=document, hidden=False)
        tellings = self._prepared(own, {row.id: row})
        echoes = list(self._echoes(row, own, tellings))
        alike = list(self._alike(row, [(one, other) for one, other, _ in echoes]))
        if echoes or alike or again or any(self._links(document)):
            said = {
                "linker": LINKER,
                "echoes": [[str(one.id), str(other.id), round(score, 3)] for one, other, score in echoes],
                "alike": alike,
            }
            yield self.archive.draft("linked", (document,), said, machine=True, tools={"linker": LINKER})

    def _unless_outdated(self, drafts: Sequence[Draft], document: UUID, last: int) -> Iterator[Draft]:
        """Yield what was worked out when `last` was the last entry; raise `_OutOfDate` where it is not so any more."""
        changed = any(self._changed(document, draft.facts[0], last) for draft in drafts)
        yield from drafts
        if changed:  # said last, so that what was sealed for nothing is destroyed
            raise _OutOfDate

    def _changed(self, document: UUID, said: Mapping[str, Any], last: int) -> bool:
        """Tell whether a document, or one to which it was found to be linked, is another since an entry."""
        database = self.archive.database
        if self.archive.size() - 1 == last:
            return False
        if first(database, Document, id=document) is None:  # erased
            return True
        echoes = {UUID(other) for _, other, _ in said["echoes"]}
        documents = {document, *(UUID(other) for other, *_ in said["alike"])}
        documents.update(row.document_id for row in select_among(database, Statement, "id", echoes))
        if any(number > last for number in recast.reworded(database, documents).values()):
            return True
        for row in select_among(database, Subject, "subject", documents):
            act = self.archive.entry(row.number).act if row.number > last else ""
            if act == "read" or (act == "linked" and row.subject == document):
                return True
        return any(row.number > last for row in self._links(document))

    def _links(self, document: UUID) -> Iterator[Any]:
        """Yield the rows that say to what a document and its statements are linked."""
        database = self.archive.database
        own = [row.id for row in select(database, Statement, document_id=document)]
        for side in ("a", "b"):
            yield from select_among(database, Alike, side, [document])
            yield from select_among(database, Echo, side, own)

    def _prepared(self, rows: Sequence[Any], documents: dict[UUID, Any]) -> dict[int, Telling]:
        """Return statements as linking sees them, by their numbers; the encoder reads each once ever."""
        database = self.archive.database
        if len(self._tellings) > _KEPT:
            self._tellings.clear()
        fresh = [row for row in rows if self._tellings.get(row.number, ((), None))[0] != _made_of(row)]
        kept = {row.number: row for row in select_among(database, Vector, "number", [row.number for row in fresh])}
        speakers = {
            row.id: row for row in select_among(database, Appearance, "id", {row.appearance_id for row in fresh})
        }
        texts: dict[UUID, str] = {}
        made: list[dict[str, Any]] = []
        for row in fresh:
            document = documents[row.document_id]
            if row.cue != "[]" and document.id not in texts:
                texts[document.id] = unseal(self.archive.blobs.get(document.text))["document"]["text"]
            speaker = speakers[row.appearance_id]
            known = kept.get(row.number)
            reads = Remembered(bytes(known.vectors), bytes(known.words)) if known else Recorder(self._encoder)
            telling = prepared(
                reads,
                id=row.id,
                language=document.language,
                words=row.words,
                type=row.type,
                speaker=speaker.name,
                kind=speaker.kind,
                cue=" ".join(texts[document.id][start:end] for start, end in _pairs(row.cue)),
            )
            self._tellings[row.number] = (_made_of(row), telling)
            if isinstance(reads, Recorder):
                vectors, words = reads.kept()
                made.append(
                    {
                        "number": row.number,
                        "signs": signs(vectors).tobytes(),
                        "vectors": vectors,
                        "words": words,
                        "speaker": telling.named or "",
                    }
                )
        known_numbers = set(self._numbers.tolist())
        if any(each["number"] in known_numbers for each in made):  # they were corrected: look at all anew
            self._numbers, self._signs, self._who = self._numbers[:0], self._signs[:0], self._who[:0]
        of = {row.number: _made_of(row) for row in fresh}
        with database.writing():  # in which nobody corrects what was just read
            now = {row.number: _made_of(row) for row in select_among(database, Statement, "number", of)}
            same = (each for each in made if now.get(each["number"]) == of[each["number"]])
            insert(database, Vector, same, unless_there=True)
        return {row.number: self._tellings[row.number][1] for row in rows}

    def _load(self) -> None:
        """Look at the vectors that were entered since."""
        last = int(self._numbers.max()) if len(self._numbers) else -1
        sql = "SELECT number, signs, speaker FROM local_vector WHERE number > %s"
        known = set(self._numbers[self._numbers > last - _BACK].tolist())
        found = [row for row in self.archive.database.run(sql, [last - _BACK]) if row[0] not in known and row[1]]
        if found:
            of_each = [bytes(row[1]) for row in found]
            counts = [len(of_one) // _BYTES for of_one in of_each]
            fresh = np.frombuffer(b"".join(of_each), np.uint64).reshape(-1, _BYTES // 8)
            who = [self._names.setdefault(row[2], len(self._names)) for row in found]
            self._numbers = np.concatenate([self._numbers, np.repeat([row[0] for row in found], counts)])
            self._who = np.concatenate([self._who, np.repeat(who, counts)])
            self._signs = np.concatenate([self._signs, fresh])

    def _may_speak(self, name: str) -> NDArray[np.bool_]:
        """Tell of each number of a name whether whoever it names may be one whom another names, empty for nobody."""
        told = self._may.setdefault(name, [])
        for other in islice(self._names, len(told), None):
            told.append(same_name(name or None, other or None) != "different")
        return np.array(told, bool)

    def _near(self, telling: Telling) -> list[int]:
        """Return the numbers of statements of which some part is near some part of one, unless others say them."""
        may_speak = self._may_speak(telling.named or "")[self._who]
        numbers, held = self._numbers[may_speak], self._signs[may_speak]
        vectors = np.stack([part.vector for part in telling.parts])
        found: set[int] = set()
        for mine in np.packbits(vectors > 0, axis=1).view(np.uint64):
            found.update(numbers[_apart(held, mine) <= _APART].tolist())
        near: list[int] = []
        for some in in_parts(sorted(found)):
            marks = ", ".join(["%s"] * len(some))
            sql = f"SELECT number, vectors FROM local_vector WHERE number IN ({marks})"  # noqa: S608 - as many marks as numbers
            rows = [(number, bytes(kept)) for number, kept in self.archive.database.run(sql, list(some))]
            if not rows:  # their words were corrected or erased since
                continue
            theirs = unit(np.frombuffer(b"".join(kept for _, kept in rows), np.int8).reshape(-1, SIZE))
            starts = np.cumsum([0, *(len(kept) // SIZE for _, kept in rows[:-1])])
            best = np.maximum.reduceat((vectors @ theirs.T).max(axis=0), starts)
            near += [number for (number, _), cosine in zip(rows, best, strict=True) if cosine >= FLOOR]
        return near

    def _echoes(
        self, document: Any, own: Sequence[Any], tellings: dict[int, Telling]
    ) -> Iterator[tuple[Any, Any, float]]:
        """Yield statements of a document with those of other pages that tell the same."""
        database = self.archive.database
        self._load()
        near = {row.number: self._near(tellings[row.number]) for row in own if tellings[row.number].parts}
        numbers = {other for several in near.values() for other in several}
        others = {row.number: row for row in select_among(database, Statement, "number", numbers) if not row.hidden}
        where = {
            row.id: row for row in select_among(database, Document, "id", {o.document_id for o in others.values()})
        }
        others = {n: row for n, row in others.items() if where[row.document_id].page != document.page}
        theirs = self._prepared(list(others.values()), where)
        found: defaultdict[UUID, list[tuple[int, int, float]]] = defaultdict(list)
        for number, several in near.items():
            for other in several:
                if other in others:
                    both = sorted((tellings[number], theirs[other]), key=lambda one: str(one.id))
                    if (one := echo(*both)) is not None:
                        found[others[other].document_id].append((number, other, one.score))
        mine = {row.number: row for row in own}
        for _, pairs in sorted(found.items()):
            for number, other, score in standing(pairs):
                yield mine[number], others[other], score

    def _alike(self, document: Any, echoes: Iterable[tuple[Any, Any]]) -> Iterator[list[Any]]:
        """Yield documents that have words of one, or translations of its statements in the same order."""
        database = self.archive.database
        mine = self._words(document)
        prints = sorted(fingerprints(mine))
        with database.writing():
            delete_among(database, Fingerprint, "document", [document.number])
            rows = ({"hash": each, "document": document.number} for each in prints)
            insert(database, Fingerprint, rows, unless_there=True)
        numbers = {row.document for row in select_among(database, Fingerprint, "hash", prints)} - {document.number}
        pairs: dict[UUID, list[tuple[UUID, UUID, float]]] = defaultdict(list)
        for one, other in echoes:
            pairs[other.document_id].append((one.id, other.id, 1.0))
        often = [name for name, found in pairs.items() if len(found) >= FEWEST]
        others = {row.id: row for row in select_among(database, Document, "number", numbers)}
        others |= {row.id: row for row in select_among(database, Document, "id", often)}
        own = page_seen(self.archive, document) if often else None
        for name, other in sorted(others.items()):
            if other.page == document.page:
                continue
            share, found = copied(mine, self._words(other)) if other.number in numbers else (0.0, ())
            order = 0.0
            if own and name in often and other.language != document.language:
                order = translated(own, page_seen(self.archive, other), pairs[name])
            if share or order:
                here, there = (
                    [[getattr(one, side).start, getattr(one, side).end] for one in found] for side in ("here", "there")
                )
                yield [str(name), round(share, 3), here, there, round(order, 3)]

    def _words(self, document: Any) -> Words:
        page = unseal(self.archive.blobs.get(document.text))["document"]
        return Words(page["text"], tuple(Span(start, end) for start, end in page["furniture"]))


def outdated(archive: Archive) -> list[UUID]:
    """Return documents of which people corrected, split or joined statements, or undid that, since they were linked."""
    last = recast.reworded(archive.database)
    for row in list(select_among(archive.database, Subject, "subject", last)):
        if row.number > last.get(row.subject, row.number) and archive.entry(row.number).act == "linked":
            del last[row.subject]
    return sorted(last)


def link_outdated(archive: Archive, linker: Linker | None = None) -> None:
    """Link those documents anew. One that cannot be is left, for `verify` to tell what is wrong with it."""
    for document in outdated(archive):
        linker = linker or Linker(archive)
        with suppress(FirsthandError):
            linker.enter(document, again=True)


def _apart(held: NDArray[np.uint64], mine: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """Return in how many signs each row differs from one."""
    apart = np.zeros(len(held), np.uint16)
    for column, word in zip(held.T, mine, strict=True):
        apart += np.bitwise_count(column ^ word)
    return apart


def _made_of(row: Any) -> tuple[Any, ...]:
    """Return of what a statement's telling is made, as far as people may correct it."""
    return row.words, row.type, row.cue, row.appearance_id


def _pairs(text: str) -> list[list[int]]:
    pairs: list[list[int]] = json.loads(text)
    return pairs
