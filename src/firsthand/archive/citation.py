"""Citation: a note about a statement or a document to paste into a text. It leaves the archive, so care comes first."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from firsthand.archive.decide import last_seen
from firsthand.archive.models import Appearance, Capture, Decision, Document, Statement
from firsthand.archive.recast import split_into
from firsthand.archive.shown import statement_record
from firsthand.archive.standing import person_circumstances
from firsthand.archive.tables import rows
from firsthand.care.names import plain, same_stem
from firsthand.care.visibility import may_name, needs_reason, role
from firsthand.custody.note import VerifierKey, open_note
from firsthand.custody.sealed import unseal
from firsthand.errors import FirsthandError
from firsthand.reading.words import tokens

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.find import Found

_WORD = re.compile(r"\w[\w’'ʼ-]*")
_OBTAINED = {
    "fetched": "fetched from there",
    "supplied": "supplied by a person, which proves nothing about the site",
    "imported": "imported from another archive",
}
_CUSTODY = "Made in captivity: not free testimony."
_MADE = {
    "in_custody": _CUSTODY,
    "translated": "Translated: not the speaker’s own words; do not put back into quotation marks.",
    "degrading": "Degrading to the speaker, who is not named for that.",
}
_SPEAKER = {"captivity": "The speaker is a prisoner, or a relative of one.", "minor": "The speaker is a minor."}
_TYPES = {"direct": "", "mixed": " (partly quoted by the page)", "indirect": " (reported by the page, not quoted)"}
_STATUS = {
    "suggested": "Read by {reader}, not yet confirmed by a person.",
    "confirmed": "Reading confirmed by a person.",
    "corrected": "Reading corrected by a person.",
    "rejected": "Rejected by a person: the page does not say this, or not this way.",
}
_ALL = ("words", "name", "title", "address", "id")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_MARKS = tuple("“„«\"‘'‹”")
_LONG = 4  # letters from which on a word in another script may be somebody's name


class CannotCite(FirsthandError):
    """Something of which there is no note."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A note, line by line, and what care kept out of it."""

    lines: tuple[str, ...]
    left_out: tuple[str, ...]
    """`words`, `name`, `title`, `address`, `id`."""


def cite(archive: Archive, found: Found) -> Citation:
    """Write a note about a statement or a document.

    Of a withheld statement, and of an undecided one where anybody on the page is protected, the note gives outlet,
    language, day, digest and role, and says why (GC1, CR1). Nobody's name is given who may not be named, and no title,
    address or word in which such a name could stand: of anyone who speaks on the page, in whatever spelling the archive
    has. Where somebody on it is protected and not released, its title and address may name people who do not speak at
    all, and are left out (PI1). Words from captivity say so (PI2).

    Raises:
        CannotCite: It is neither, or was split.
    """
    if found.kind not in ("statement", "document"):
        raise CannotCite(f"{found.id} is a {found.kind}: only a statement or a document can be cited")
    database = archive.database
    if pieces := split_into(database, found.id):
        raise CannotCite(f"{found.id} was split into {', '.join(map(str, pieces))}: cite these")
    of = found.row.document_id if found.kind == "statement" else found.id
    document = rows(database, Document, id=of).get()
    state = _log_state(archive, max(document.captured, last_seen(archive, found)))
    page = _Page(archive, document)
    return _of_statement(archive, found.row, page, state) if found.kind == "statement" else _of_document(page, state)


def _of_statement(archive: Archive, row: Any, page: _Page, state: str) -> Citation:
    said = statement_record(archive, row)
    speaker = said["speaker"]
    circumstances = {*said["circumstances"], *speaker["circumstances"]}
    careful = [_MADE[each] for each in said["circumstances"]]
    careful += [text for each, text in _SPEAKER.items() if each in circumstances]
    if said["act"] != "speech":
        careful.append("Thought or felt, as the page has it; not said.")
    substitute = role(speaker["kind"], circumstances)
    released, protected = row.visibility == "open", needs_reason(circumstances) or page.protected
    why = "withheld" if row.visibility == "withheld" else "nobody has decided yet whether it may leave the archive"
    if row.visibility == "withheld" or (protected and not released):
        lines = (
            f"A statement by {substitute}. Its words are not released: {why}.",
            page.known(),
            page.kept(),
            *careful,
        )
        return Citation((*lines, _left(_ALL, "the statement is not released"), state), _ALL)
    if not released:
        careful.append(f"Not released: {why}.")
    if not (named := may_name(row.visibility, circumstances)) and released:  # degrading
        page.guard(rows(archive.database, Appearance, id=row.appearance_id).get().person_id)
        page.protected = True
    words, masked = page.masked(row)
    left = (
        *(["words in which a name may stand"] if masked else []),
        *(["name"] if speaker["name"] and not named else []),
    )
    told, hidden = page.told()
    status = _STATUS[row.status].format(reader=row.reader)
    name = f"Statement {row.id}. {status}" if not hidden else status
    lines = (f"{_quoted(words, said['type'])} — {(named and speaker['name']) or substitute}", *careful, *told, name)
    left += hidden
    why = "somebody on the page is undecided or withheld, or may not be named"
    return Citation((*lines, *([_left(left, why)] if left else []), state), tuple(left))


def _of_document(page: _Page, state: str) -> Citation:
    if page.withheld:
        lines = ("A page that is withheld.", page.known(), page.kept(), _left(_ALL[2:], "it is withheld"), state)
        return Citation(lines, _ALL[2:])
    told, left = page.told()
    name = () if left else (f"Document {page.row.id}.",)
    why = "somebody on the page is undecided or withheld"
    return Citation((*told, *name, *([_left(left, why)] if left else []), state), left)


class _Page:
    """What may be told of the document that is cited."""

    def __init__(self, archive: Archive, row: Any) -> None:
        self.database = database = archive.database
        self.row = row
        self.capture = rows(database, Capture, number=row.captured).get()
        self.clock = unseal(archive.blobs.get(self.capture.detail))["clock"]
        self.text = unseal(archive.blobs.get(row.text))["document"]["text"]
        about = rows(database, Decision, subject=row.id, undone=None, act__in=("withhold", "release"))
        last = about.order_by("number").last()
        self.withheld = last is not None and last.act == "withhold"
        self.guarded: set[str] = set()
        """Words of the names that may not be told."""
        self.protected = False
        """Whether one of those people is protected."""
        speakers = {each.id: each for each in rows(database, Appearance, document_id=row.id)}
        people = {each.person_id: set(person_circumstances(database, each.person_id)) for each in speakers.values()}
        named: set[UUID] = set()
        hidden: set[UUID] = set()
        for each in rows(database, Statement, document_id=row.id, hidden=False):
            person = speakers[each.appearance_id].person_id
            circumstances = people[person].union(json.loads(each.circumstances))
            if may_name(each.visibility, circumstances):
                named.add(person)
            else:
                self.protected |= needs_reason(circumstances)
            if each.visibility == "withheld":
                hidden.add(person)
        for person in people.keys() - (named - hidden):
            self.guard(person)

    def guard(self, person: UUID) -> None:
        """Keep a person's names, in whatever spelling the archive has them, out of the note."""
        for each in rows(self.database, Appearance, person_id=person, kind="named", name__isnull=False):
            self.guarded.update(word for word in tokens(each.name) if len(word) > 1)

    def known(self) -> str:
        """Tell what may be told of every page: outlet, language, day."""
        outlet = self.row.outlet
        if outlet and self.could_name(outlet, unsure=False):
            outlet = None
        day = f"published {self.row.published[:10]}" if self.row.published else "not dated"
        return f"Page: {outlet or 'outlet not told'}, language {self.row.language or 'not known'}, {day}."

    def told(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Tell of the page what names nobody, and what was left out of that."""
        row, capture = self.row, self.capture
        left = []
        title = f"“{row.title}”, " if row.title else ""
        if row.title and (self.protected or self.could_name(row.title)):
            title, left = "", ["title"]
        url = next((each for each in (row.url, capture.url, capture.address) if each and _WEB.match(each)), None)
        if url and (self.protected or self.could_name(unquote(_path(url)))):
            url = None
            left.append("address")
        known = self.known().removeprefix("Page: ").removesuffix(".")
        lines = [f"Page: {title}{known}{f', {url}' if url else ''}."]
        return (*lines, self.kept()), tuple(left)

    def kept(self) -> str:
        """Tell when and how it was captured, and its digest, by which whoever has the page finds it and nobody else."""
        at = self.capture.at[:19].replace("T", " ")
        return f"Captured {at} UTC by {self.clock}, {_OBTAINED[self.capture.obtained]}; {self.row.digest}."

    def could_name(self, text: str, *, unsure: bool = True) -> bool:
        """Tell whether a name that is guarded could stand in a text.

        Args:
            text: A title, the path of an address, …
            unsure: Whether a longer word in another script than the name may be it, transliterated.
        """
        return any(self._is_guarded(word, unsure=unsure) for word in tokens(text))

    def masked(self, statement: Any) -> tuple[str, bool]:
        """Return the words without those that guarded names are made of, and whether there were any.

        Between pieces that the page has apart stands “…”: what is quoted is not mended.
        """
        words = " … ".join(self.text[start:end] for start, end in json.loads(statement.content))
        shown = _WORD.sub(lambda match: "[…]" if self.could_name(match[0], unsure=False) else match[0], words)
        return " ".join(shown.split()), shown != words

    def _is_guarded(self, word: str, *, unsure: bool) -> bool:
        for name in self.guarded:
            if _script(word) != _script(name):
                if unsure and word.isalpha() and len(word) >= _LONG:
                    return True
            elif same_stem(plain(word), plain(name)):
                return True
        return False


def _quoted(words: str, kind: str) -> str:
    marked = words if words[:1] in _MARKS else f"“{words}”"
    return f"{marked}{_TYPES[kind]}"


def _left(what: Collection[str], why: str) -> str:
    return f"Left out: {', '.join(what)} ({why})."


def _log_state(archive: Archive, last: int) -> str:
    """Say in which signed state of the log it is that the note can be checked against."""
    note, vkey = archive.checkpoint(), archive.vkey()
    if note is None or vkey is None:
        return f"Log {archive.origin}, not yet sealed."
    sealed = open_note(note, VerifierKey.parse(vkey))
    state = f"sealed state {sealed.size}, root {base64.b64encode(sealed.root).decode()}"
    later = "" if last < sealed.size else f"; entry {last} is not yet in it"
    return f"Log {archive.origin}, {state}{later}."


def _path(url: str) -> str:
    """Return of an address what comes after the host, which is the outlet's."""
    parts = urlsplit(url)
    return f"{parts.path} {parts.query} {parts.fragment}"


def _script(word: str) -> str:
    return unicodedata.name(word[0], "").partition(" ")[0]
