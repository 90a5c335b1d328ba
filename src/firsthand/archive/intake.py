"""Intake: what a person points at is captured, kept and read. A reader that fails loses no evidence."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from firsthand.archive.apply import BY_RULE
from firsthand.archive.archive import Archive, Draft, WasErased, now
from firsthand.archive.models import HOLDS, Appearance, Capture, Document, Erased, Part, Run
from firsthand.archive.recast import reworded
from firsthand.archive.standing import held_apart
from firsthand.archive.stored import capture_of, capture_value, document_of, reading_value, text_value
from firsthand.archive.tables import first, rows, select, select_after, select_among
from firsthand.capture import Capture as Captured
from firsthand.capture import Target, take, take_target, walk
from firsthand.capture.capture import now as this_moment
from firsthand.capture.containers import kind_of, members, private_in
from firsthand.capture.files import UnreadableError, capture_path, printable
from firsthand.capture.limits import USUAL
from firsthand.capture.member import Member
from firsthand.capture.target import file_target
from firsthand.capture.video import is_video, video_captures
from firsthand.custody.digest import digest_of
from firsthand.custody.entry import Entry
from firsthand.custody.ids import document_id, new_id
from firsthand.custody.lock import locked
from firsthand.custody.sealed import sealable, unseal
from firsthand.errors import FirsthandError
from firsthand.linking import people
from firsthand.reading.extract import extract_document, is_record
from firsthand.reading.read import read_document
from firsthand.trunk import weights
from firsthand.trunk.whisper import NotHeardError

if TYPE_CHECKING:
    from firsthand.archive.linker import Linker
    from firsthand.capture.warc import Answers
    from firsthand.reading.reader import Reader
    from firsthand.trunk.whisper import Whisper

RULE = "full name 1"
_REFUSED = (
    "It was not written for everybody, so it is not taken. If you have to keep it, say --private and the --case "
    "it is for: its authors are then protected sources"
)
GUESSABLE = 128
"""Bytes: the digest of so few is found by hashing guesses (a name, a number), so entries leave it to their detail."""
_LISTS = "it lists pages and holds none; --live fetches them"
_LISTS_IN_LISTS = 3  # a sitemap of sitemaps of pages
_HEARD = ("audio/", "video/")
_TRANSCRIPT = "transcript"
_SUBTITLES = ("text/vtt", "application/x-subrip", "application/json")


@dataclass(frozen=True, slots=True)
class Kept:
    """One capture that is durable, as `add` tells of it (CONTRACT.md, "The JSON")."""

    id: UUID
    document: UUID | None
    address: str
    url: str | None
    obtained: str
    at: str
    media_type: str | None
    digest: str | None
    size: int
    statements: int
    error: str | None
    """Why it could not be captured, or why there is nothing of it to read."""
    failed: bool
    """Whether it could not be captured."""
    member: bool = False
    """Whether it stands within another."""
    again: bool = False
    """Whether it was kept before the interruption after which this run goes on."""


@dataclass(slots=True)
class Intake:
    """One run of `add`: into one case, with one reader."""

    archive: Archive
    reader: Reader
    case: UUID
    run: UUID
    language: str | None = None
    allow_private: bool = False
    private: bool = False
    """Whether what was not written for everybody may be taken, its authors as protected sources."""
    live: bool = False
    """Whether what a feed or sitemap on disk lists is to be fetched."""
    whisper: Whisper | None = None
    """What transcribes recordings that have no subtitles; None where nothing is to."""
    resumed: bool = False
    """Whether an interrupted run of the same command goes on."""
    before: dict[tuple[str, UUID | None], list[UUID]] = field(default_factory=dict)
    """What the run kept before the interruption and has not come to again, by address and container, latest first."""
    _seen: Answers = field(default_factory=dict)
    """What the revisits in a WARC may refer to, by the digest that it names."""
    _linker: Linker | None = None

    def take_in(self, target: Target) -> Iterator[Kept]:
        """Capture a target and its members, keep them and read them; what this run has kept already is not taken again.

        Each is durable when it is yielded.
        """
        if target.path is None and is_video(target.address):
            yield from self._video(target)
            return
        main = self._take_in(target, None)
        recording = self._recording(main)
        yield replace(main, error=None) if recording else main
        for member in target.members:
            key = Path(member.address).name
            yield self._take_in(member, {"id": str(main.id), "key": key})
        if recording:
            yield self._heard(main, *recording)
        yield from self._members(main, target, ())

    def _video(self, target: Target) -> Iterator[Kept]:
        """Take in a video on the web, and its subtitles in other languages."""

        def page(url: str) -> Captured:
            return take(url, allow_private=self.allow_private)

        with video_captures(target.address, fetch=page, allow_private=self.allow_private) as (video, subtitles):
            main = self._take_in(video, None)
            yield main
            for each in subtitles:
                yield self._take_in(each, {"id": str(main.id), "key": each.member.key if each.member else ""})
            if recording := self._recording(main):
                yield self._heard(main, *recording)

    def _recording(self, main: Kept) -> tuple[Path, str | None] | None:
        """Return where the recording of a capture lies that is to be transcribed, and its name."""
        if self.whisper is None or main.failed:
            return None
        files = list(select(self.archive.database, Part, order="place", capture_id=main.id))
        if any(file.place and file.media_type in _SUBTITLES for file in files):
            return None
        found = next((file for file in files if (file.media_type or "").startswith(_HEARD)), None)
        return (self.archive.blobs.path(found.digest), found.name) if found else None

    def _heard(self, main: Kept, recording: Path, name: str | None) -> Kept:
        """Take in what a model hears in a recording, as a transcript that stands within its capture."""
        address, within = f"{main.address}#{_TRANSCRIPT}", {"id": str(main.id), "key": _TRANSCRIPT}
        row = first(self.archive.database, Capture, id=main.id)
        capture = Captured(address, row.obtained, this_moment(), b"", url=row.url, member=Member(_TRANSCRIPT))
        if self.whisper and not self.before.get((address, main.id)):
            made = f"made here out of {name or main.address} by {self.whisper.name}"
            capture = replace(capture, notes=(made,), media_type="application/json")
            try:
                capture = replace(capture, body=self.whisper.transcript(recording, self.language))
            except NotHeardError as error:
                capture = replace(capture, error=f"{main.address}: {error}")
        return self._take_in(capture, within)

    def _members(self, main: Kept, target: Target, lists: tuple[str, ...]) -> Iterator[Kept]:
        """Take in what a container holds; what cannot be had of it is kept as a failed capture.

        Args:
            main: The container.
            target: What it was made of.
            lists: The addresses of the lists in which it stands itself.
        """
        row = first(self.archive.database, Capture, id=main.id)
        if row.digest is None or row.unread != HOLDS:
            return
        container = self._kept_capture(row)
        kind = kind_of(container)
        if kind is None:
            return
        container = replace(container, body=b"", parts=())  # not to be held all the while
        where = self.archive.blobs.path(row.digest)
        lists = (*lists, target.address)
        found = members(kind, container, lambda: where.open("rb"), target.path, live=self.live, seen=self._seen)
        for member in found:
            if isinstance(member, Target) and (member.address in lists or len(lists) > _LISTS_IN_LISTS):
                continue
            key = member.member.key if member.member else member.address
            kept = self._take_in(member, {"id": str(main.id), "key": key})
            yield kept
            if isinstance(member, Target):
                yield from self._members(kept, member, lists)
        if target.beside:
            private = bool(private_in(replace(container, body=_head(where)), lambda: where.open("rb")))
            yield from self._left(main, target, private=private)

    def _left(self, main: Kept, target: Target, *, private: bool) -> Iterator[Kept]:
        """Take in the files that belong to an export, and that none of its messages shows."""
        folder = os.path.dirname(target.path or "")
        for path in (file for each in target.beside for file in walk(each)):
            key = printable(os.path.relpath(path, folder)).replace(os.sep, "/")
            within = {"id": str(main.id), "key": key}
            left = file_target(path, member=Member(key, private=private))
            if not self._is_part(path, main.id):
                yield self._take_in(left, within)

    def _is_part(self, path: str, container: UUID) -> bool:
        """Tell whether a file is kept as a part of what stands in a container."""
        try:
            with open(path, "rb") as stream:
                digest = f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
        except OSError:
            return False
        database = self.archive.database
        captures = {part.capture_id for part in select(database, Part, order="place", digest=digest) if part.place}
        return any(row.within == container for row in select_among(database, Capture, "id", captures))

    def _take_in(self, taken: Target | Captured, within: dict[str, str] | None) -> Kept:
        row = self._kept_before(taken.address, within)
        again = row is not None
        capture: Captured | None = None
        if row is None:
            if isinstance(taken, Target):
                capture = self._unless_private(take_target(taken, allow_private=self.allow_private), taken.path)
            else:
                capture = self._with_bytes(taken)
            row = self._keep(capture, within)
        if (row.document_id is None and row.unread is None and row.error is None) or self._is_outdated(row):
            self._read(row, self._kept_capture(row) if capture is None else capture)
            row = first(self.archive.database, Capture, id=row.id)
        return self._told(row, again)

    def _with_bytes(self, capture: Captured) -> Captured:
        """Return a capture with the bytes that are kept of one before, where an archiver had them once only."""
        if capture.revisited is None:
            return capture
        if not self.archive.blobs.holds(capture.revisited):
            return replace(
                capture, error=f"{capture.address}: an earlier answer had its bytes, and is not held any more"
            )
        held = capture_path(self.archive.blobs.path(capture.revisited))
        return replace(capture, body=held.body, path=held.path)

    def _unless_private(self, capture: Captured, path: str | None) -> Captured:
        """Return a capture, or, of what was not written for everybody and is not to be taken, the refusal."""
        if self.private:
            return capture

        def opened() -> BinaryIO:
            return Path(path).open("rb") if capture.path and path else io.BytesIO(capture.body)

        if found := private_in(capture, opened):
            return replace(
                capture,
                body=b"",
                parts=(),
                path=None,
                error=f"{capture.address} holds what is private ({_listed(found)}). {_REFUSED}",
            )
        return capture

    def _kept_before(self, address: str, within: dict[str, str] | None) -> Any:
        """Return the row of what this run has kept, each once: names that are no text may share an address."""
        kept = self.before.get((address, UUID(within["id"]) if within else None))
        return first(self.archive.database, Capture, id=kept.pop()) if kept else None

    def _kept_capture(self, row: Any) -> Captured:
        """Return what is there to read of a capture: of a large file its beginning, of its further files subtitles."""
        blobs = self.archive.blobs
        detail = unseal(blobs.get(row.detail))
        if row.size <= USUAL.size:
            main, *others = detail["parts"] or [None]
            beside = [
                part
                for part in others
                if part["media_type"] in _SUBTITLES and part["size"] <= USUAL.size and blobs.holds(part["digest"])
            ]
            return capture_of({**detail, "parts": [main, *beside] if main else []}, blobs.get)
        path = blobs.path(row.digest)
        with open(path, "rb") as stream:
            return replace(capture_of({**detail, "parts": []}, blobs.get), body=stream.read(USUAL.size), path=str(path))

    def _is_outdated(self, row: Any) -> bool:
        """Tell whether a document held already was read by another version of the reader."""
        if row.document_id is None:
            return False
        return bool(first(self.archive.database, Document, id=row.document_id).reader != self.reader.name)

    def _keep(self, capture: Captured, within: dict[str, str] | None) -> Any:
        """Keep a capture: its bytes first, then the entry that names them."""
        archive = self.archive
        try:
            parts = list(self._kept_parts(capture))
        except (UnreadableError, WasErased) as error:  # a large file that is gone; bytes that were erased here
            capture, parts = replace(capture, body=b"", parts=(), error=str(error), notes=()), []
        detail = {
            **capture_value(capture),
            "case": str(self.case),
            "run": str(self.run),
            "within": within,
            "parts": parts,
        }
        name = new_id()
        about = (name, UUID(within["id"])) if within else (name,)
        blobs = [part["digest"] for part in parts if part["size"] >= GUESSABLE]
        try:
            archive.append([archive.draft("captured", about, detail, blobs=blobs)])
        except WasErased as error:
            for digest in blobs:
                if rows(archive.database, Erased, digest=digest).exists():
                    archive.blobs.destroy(digest)
            gone = {**detail, "parts": [], "error": str(error), "notes": []}
            archive.append([archive.draft("captured", about, gone)])
        return first(archive.database, Capture, id=name)

    def _kept_parts(self, capture: Captured) -> Iterator[dict[str, Any]]:
        if capture.body or capture.error is None:
            yield self._kept_part(capture.name, capture.media_type, capture.body, capture.path)
        for part in capture.parts:
            yield self._kept_part(part.name, part.media_type, part.body, part.path)

    def _kept_part(self, name: str | None, media_type: str | None, body: bytes, path: str | None) -> dict[str, Any]:
        if path is None:
            if gone := first(self.archive.database, Erased, digest=digest_of(body)):
                raise WasErased(gone.digest, gone.number)
            digest, size = self.archive.blobs.put(body), len(body)
        else:
            try:
                stream = open(path, "rb")  # noqa: SIM115 - closed below; what fails there is not the file
            except OSError as error:
                raise UnreadableError(printable(path), f"cannot be read any more: {error.strerror}") from error
            with stream:
                digest, size = self.archive.blobs.put_stream(stream)
        return {"name": name, "media_type": media_type, "digest": digest, "size": size}

    def _read(self, row: Any, capture: Captured) -> None:
        """Read a capture that is kept, and keep the reading, or why there is none."""
        archive = self.archive
        try:
            if kind := kind_of(capture):
                followed = kind != "sitemap" or self.live or capture.obtained == "fetched"
                raise FirsthandError(HOLDS if followed else _LISTS)
            if capture.obtained == "imported" and not 200 <= (capture.status or 200) < 300:
                raise FirsthandError(f"{capture.address} answered {capture.status}: kept, not read")
            if is_record(capture):
                raise FirsthandError("a record for programs, not prose: kept, not read")
            held = first(archive.database, Document, id=row.document_id) if row.document_id else None
            if held:
                text, text_digest, name = unseal(archive.blobs.get(held.text)), held.text, held.id
            else:
                document = extract_document(capture, language=self.language or capture.language)
                own = document.url or capture.url or capture.address
                text, text_digest = sealable(text_value(document, own)), None
                name = document_id(archive.id, row.digest, text["document"]["address"])
                if self._is_read(name):
                    archive.append([archive.draft("read-before", (name, row.id), machine=True)])
                    return
            document = document_of(text, str(name))
            reading = reading_value(document, read_document(document, self.reader), self.reader.name)
        except FirsthandError as error:
            archive.append([archive.draft("unread", (row.id,), {"why": str(error)}, machine=True)])
            return
        tools = {"reader": self.reader.name, "extractor": text["extractor"]}
        if text_digest is None:
            read = archive.draft("read", (name, row.id), reading, text, machine=True, tools=tools)
        else:
            read = archive.draft("read", (name, row.id), reading, blobs=[text_digest], machine=True, tools=tools)
            read = replace(read, facts=(reading, text))
        archive.append(self._with_people(read, name))
        self._link(name)

    def _link(self, document: UUID) -> None:
        """Link a document to what is held, where this installation can."""
        if self._linker is None:
            if not weights.linking_installed():
                return
            from firsthand.archive.linker import Linker  # what it imports takes a while

            self._linker = Linker(self.archive)
        self._linker.enter(document)

    def link_corrected(self) -> None:
        """Link again what people corrected since it was linked, where this installation can."""
        if weights.linking_installed() and reworded(self.archive.database):
            from firsthand.archive.linker import link_outdated  # what it imports takes a while

            link_outdated(self.archive, self._linker)

    def _is_read(self, document: UUID) -> bool:
        return first(self.archive.database, Document, id=document, reader=self.reader.name) is not None

    def _with_people(self, read: Draft, document: UUID) -> Iterator[Draft]:
        """Yield the reading, then what the rule on full names makes of its speakers, found in the same transaction."""
        archive, rule = self.archive, self.archive.machine()
        yield read
        tools = {**read.entry.tools, "rule": RULE}
        apart = held_apart(archive.database)
        for new in select(archive.database, Appearance, order="id", document_id=document):
            for other in same_people(archive, new, apart):
                yield Draft(Entry("same" + BY_RULE, now(), rule, (new.id, other), (), tools))

    def _told(self, row: Any, again: bool) -> Kept:
        database = self.archive.database
        count = 0
        if row.document_id:
            sql = "SELECT count(*) FROM statement WHERE document_id = %s AND NOT hidden"
            ((count,),) = database.run(sql, [row.document_id])
        return Kept(
            **{
                name: getattr(row, name) for name in ("id", "address", "obtained", "at", "media_type", "digest", "size")
            },
            document=row.document_id,
            url=row.url or (None if row.address == "-" else row.address),
            statements=count,
            error=row.error or (None if row.unread == HOLDS else row.unread),
            failed=row.error is not None,
            member=row.within is not None,
            again=again,
        )


def _listed(kinds: Sequence[str]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in kinds)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(USUAL.size // 64)


def same_people(archive: Archive, new: Any, apart: Sequence[Any]) -> list[UUID]:
    """Return the appearances elsewhere with which the rule joins a new one, one for each person they belong to.

    None at all where people hold apart those whom it would join (`held_apart`).
    """
    found, persons = [], []
    for first_of_them in _persons_called(archive, new.key) if new.key else ():
        if first_of_them.person_id != new.person_id and (other := _joined_by_rule(archive, new, first_of_them)):
            found.append(other)
            persons.append(first_of_them.person_id)
    return [] if persons and _are_apart(archive, apart, {new.person_id, *persons}) else found


def _joined_by_rule(archive: Archive, new: Any, first_of_them: Any) -> UUID | None:
    """Return the first appearance of a person that the rule joins with a new one, most often the very first."""
    if people.same_by_rule(_appearance(new), _appearance(first_of_them)):
        return first_of_them.id
    theirs = {"key": new.key, "person_id": first_of_them.person_id}
    for other in select(archive.database, Appearance, order="number", **theirs):
        if people.same_by_rule(_appearance(new), _appearance(other)):
            return other.id
    return None


def _persons_called(archive: Archive, key: str) -> Iterator[Any]:
    """Yield the first appearance of each person with a name, by one step in the index, however many pages name them."""
    after = UUID(int=0)
    while found := select_after(archive.database, Appearance, ("key", key), ("person_id", after), "number"):
        after = found.person_id
        yield found


def _are_apart(archive: Archive, apart: Sequence[Any], persons: Set[UUID]) -> bool:
    """Tell whether any of the judgements is about two of these persons."""
    if not apart:
        return False
    ids = {each for row in apart for each in (row.subject, row.other)}
    person = {row.id: row.person_id for row in select_among(archive.database, Appearance, "id", ids)}
    pairs = ({person.get(row.subject), person.get(row.other)} for row in apart)
    return any(len(pair) == 2 and pair <= persons for pair in pairs)


def _appearance(row: Any) -> people.Appearance[UUID]:
    circumstances = frozenset(json.loads(row.circumstances))
    return people.Appearance(row.id, row.name, row.kind, row.age, circumstances, str(row.document_id))


@contextmanager
def intake(
    archive: Archive,
    reader: Reader,
    given: Sequence[str],
    *,
    case: str,
    language: str | None = None,
    allow_private: bool = False,
    private: bool = False,
    live: bool = False,
    whisper: Whisper | None = None,
) -> Iterator[Intake]:
    """Begin a run of `add`, or go on with one of the same arguments that was interrupted. It ends with the block.

    A run that another process is at work on is not interrupted: then this is a run of its own.

    Args:
        archive: Where to keep.
        reader: What reads.
        given: What the person named, paths made absolute: with the rest it tells whether a run is the same.
        case: Name of the case.
        language: BCP 47, where the person knows better than the pages.
        allow_private: Whether addresses may lead into a private network.
        private: Whether chats that are not public may be taken.
        live: Whether what a feed or sitemap on disk lists is to be fetched.
        whisper: What transcribes recordings that have no subtitles.

    Raises:
        NotFound: There is no such case.
    """
    case_id = archive.case(case).id
    options = [*["--private"] * private, *["--live"] * live, *([whisper.name] if whisper else ())]
    arguments = digest_of(json.dumps([str(case_id), language, *given, *options], ensure_ascii=True).encode())
    folder = archive.folder / "runs"
    folder.mkdir(exist_ok=True)
    for row in [*rows(archive.database, Run, arguments=arguments, ended=None).order_by("number"), None]:
        run = row.id if row else new_id()
        path = folder / f"{run}.lock"
        with locked(path, wait=False) as mine:
            if not mine:
                continue
            if row is None:
                archive.append([archive.draft("run", (run,), {"case": str(case_id), "arguments": arguments})])
            elif rows(archive.database, Run, id=run).get().ended is not None:
                continue
            before = _kept_in(archive, run)
            into = Intake(
                archive,
                reader,
                case_id,
                run,
                language,
                allow_private,
                private,
                live,
                whisper,
                resumed=row is not None,
                before=before,
            )
            yield into
            archive.append([archive.draft("run-ended", (run,))])
        path.unlink(missing_ok=True)
        into.link_corrected()  # no part of the run: what stops it is no reason to go on with the run next time
        return


def _kept_in(archive: Archive, run: UUID) -> dict[tuple[str, UUID | None], list[UUID]]:
    """Return what a run has kept, standard input apart: that may hold something else each time."""
    found: dict[tuple[str, UUID | None], list[UUID]] = defaultdict(list)
    for row in select(archive.database, Capture, order="-number", run_id=run):
        if row.address != "-":
            found[row.address, row.within].append(row.id)
    return found
