"""WARC (ISO 28500, WARC/1.1): what another archiver kept, record by record, each response a capture of its own.

Records are framed here and not by warcio or FastWARC: both end a file that is cut off as if it were whole, and give a
record whose length is wrong the records after it. A record that is broken costs that record only.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from firsthand.capture.archived import archived
from firsthand.capture.capture import Capture
from firsthand.capture.encodings import BROKEN, ENCODINGS, SIGNS, Dictionary, EncodingError, Unpacker, inflated, packing
from firsthand.capture.media_type import sniff
from firsthand.capture.member import Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IN_MEMORY: Final = 8 * 2**20
"""Bytes of a member that are held in memory; all of a larger one lie in a file until the next is asked for."""
LARGEST: Final = 4 * 2**30
"""Bytes of one member."""
SUSPECT: Final = 64 * 2**20  # from so many bytes on, a member that was packed to a 200th is taken for a bomb
RATIO: Final = 200
_PIECE: Final = 64 * 1024
_HEADER: Final = 64 * 1024  # bytes of the named fields of a record, or of the header of an answer
_MEMBERS: Final = ("response", "resource", "revisit")
_REMEMBERED: Final = 50_000  # digests of answers whose bytes a revisit may have
_ALIKE: Final = 8  # answers with one digest
_SHORT: Final = 200  # characters of what a record says of itself, in a note or an error
_WEB: Final = re.compile(r"<?(?:https?|ftp):", re.IGNORECASE)  # others are an archiver's notes: urn:pageinfo:, dns: …
_VERSION: Final = re.compile(rb"WARC/\d\.\d\s*")
_NEXT: Final = re.compile(rb"\r\n\r\nWARC/\d\.\d\r\n")
DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
"""How the frame begins that holds the dictionary of a .warc.zst."""
_LARGEST_DICTIONARY: Final = 8 * 2**20
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_DIGESTS: Final = {
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
    "md5": "md5",
}
_SEVERAL: Final = (
    "the archiver kept no bytes here, because they were those of an earlier answer, and does not say which: several "
    "with this digest stand before this one, and they came with different statuses or encodings"
)
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a revisit may refer to: an answer whose bytes are those of its WARC-Payload-Digest."""

    digest: str
    """Of what was captured of it, its encodings taken off: `sha256:<hex>`."""
    where: str
    media_type: str | None
    charset: str | None
    status: int | None
    encodings: tuple[str, ...]
    """What its header says it was encoded with: its WARC-Payload-Digest is of the bytes before that was taken off."""


Answers = dict[str, tuple[Seen, ...]]
"""By their WARC-Payload-Digest, what revisits may refer to: of answers with one status and encodings, the last."""


class Broken(Exception):
    """Why a record, or all that follows, cannot be read: a sentence."""


@dataclass(slots=True)
class Source:
    """The bytes of a WARC as records have them: gzip members or zstd frames are taken off one after the other."""

    stream: BinaryIO
    packed: str = ""
    """`gzip` or `zstd`; empty where records stand as they are."""
    member: int = 0
    """Of packed ones: where the member began out of which the next byte comes."""
    data: bytes = b""
    came: int = 0
    """How many bytes have come into `data`."""
    _raw: bytes = b""
    _read: int = 0
    _dictionary: Dictionary | None = None
    _unpacker: Unpacker | None = None

    def __post_init__(self) -> None:
        self._fill()
        self.packed = packing(self._raw)
        if self._raw.startswith(DICTIONARY):
            self._dictionary = self._read_dictionary()
            self.packed = "zstd"

    @property
    def passed(self) -> int:
        """How many bytes of the file have been taken in and used up."""
        return self._read - len(self._raw)

    @property
    def offset(self) -> int:
        """Where the next byte stands in the file: of a packed one, its member."""
        return self.member if self.packed else self._read - len(self._raw) - len(self.data)

    def more(self) -> bool:
        """Take in more bytes, of one member at most; tell whether there were any.

        Raises:
            Broken: A member is broken or cut off.
        """
        if not self.packed:
            if not self._raw:
                self._fill()
            came, self._raw = self._raw, b""
            self.data += came
            self.came += len(came)
            return bool(came)
        while True:
            if self._unpacker is None:
                while len(self._raw) < 3 and self._fill():
                    pass
                if not self._raw:
                    return False
                self.member = self._read - len(self._raw)
                self._unpacker = Unpacker(self.packed, self._dictionary)
            given = b""
            if self._unpacker.waits:
                if not self._raw and not self._fill():
                    self._unpacker = None
                    raise Broken("the file is cut off here")
                given, self._raw = self._raw, b""
            try:
                out = self._unpacker.unpack(given)
            except BROKEN as error:
                self._raw = self._unpacker.left + self._raw
                self._unpacker = None
                raise Broken(f"broken {self.packed} ({error})") from error
            if self._unpacker.eof:
                self._raw = self._unpacker.left + self._raw
                self._unpacker = None
            if out:
                self.data += out
                self.came += len(out)
                return True

    def _read_dictionary(self) -> Dictionary:
        """Take in the first frame of a .warc.zst, with the dictionary for all others (IIPC's proposal, 4.2.1)."""
        while len(self._raw) < 8 and self._fill():
            pass
        size = int.from_bytes(self._raw[4:8], "little")
        while len(self._raw) < 8 + min(size, _LARGEST_DICTIONARY) and self._fill():
            pass
        told, self._raw = self._raw[8 : 8 + size], self._raw[8 + size :]
        try:
            if len(told) == size and packing(told):
                told = b"".join(islice(inflated([told], "zstd", []), 1 + _LARGEST_DICTIONARY // _PIECE))
                size = len(told)
            if size > _LARGEST_DICTIONARY:
                raise Broken(f"its dictionary is larger than {_LARGEST_DICTIONARY >> 20} MiB")
            if len(told) < size:
                raise Broken("the file is cut off in its dictionary")
            dictionary = Dictionary(told)
            Unpacker("zstd", dictionary)  # what is broken in it may show only here
            return dictionary
        except (*BROKEN, EncodingError, ValueError) as error:
            raise Broken(f"its dictionary is broken ({error})") from error

    @property
    def mark(self) -> tuple[int, int]:
        """Where reading is, for `grew`."""
        return self.passed, self.came

    def grew(self, mark: tuple[int, int]) -> bool:
        """Tell whether what came since a mark was packed as only a bomb is."""
        passed, came = self.passed - mark[0], self.came - mark[1]
        return came > SUSPECT and came > RATIO * max(passed, 1)

    @property
    def in_member(self) -> bool:
        """Whether a record may go on: one in gzip to the end of its member; others, zstd too, to that of the file."""
        return self.packed != "gzip" or bool(self.data) or self._unpacker is not None

    def resume(self) -> bool:
        """Pass on to where the next record may begin after something broken; tell whether there is such a place.

        Of a member that goes on as a bomb does, the rest is not unpacked: the next one is looked for.
        """
        mark = self.mark
        while True:
            if found := _NEXT.search(self.data):
                self.data = self.data[found.start() + 4 :]
                return True
            self.data = self.data[-14:]
            if self.packed and self._unpacker is None:
                break
            if self._unpacker and self.grew(mark):
                self._raw = self._unpacker.left + self._raw
                self._unpacker = None
                break
            try:
                if not self.more():
                    return False
            except Broken:
                break
        self.data, keep, sign = b"", b"", SIGNS[self.packed]
        start = max(self.member + 1 - self.passed, 0)  # not at the same member again
        while True:
            window = keep + self._raw
            if (at := window.find(sign, start)) >= 0:
                self._raw = window[at:]
                return True
            keep, self._raw, start = window[max(len(window) - len(sign) + 1, start) :], b"", 0
            if not self._fill():
                return False

    def _fill(self) -> int:
        piece = self.stream.read(_PIECE)
        self._read += len(piece)
        self._raw += piece
        return len(piece)


@dataclass(slots=True)
class _Sums:
    """Digests taken while bytes pass, as a record names them."""

    told: str
    sum: hashlib._Hash = field(init=False)
    _value: str = field(init=False)

    def __post_init__(self) -> None:
        name, _, self._value = self.told.strip().partition(":")
        self.sum = hashlib.new(_DIGESTS.get(name.lower(), "sha1"), usedforsecurity=False)

    @property
    def known(self) -> bool:
        return self.told.strip().partition(":")[0].lower() in _DIGESTS

    @property
    def key(self) -> str:
        """The same for each way to write a digest."""
        name, _, value = self.told.strip().partition(":")
        return f"{_DIGESTS[name.lower()]}:{value.rstrip('=').upper()}"

    def right(self) -> bool:
        found = self.sum.digest()
        base32 = base64.b32encode(found).decode().rstrip("=")
        return self._value.rstrip("=").upper() in (base32, found.hex().upper())


def warc_members(
    stream: BinaryIO, container: Capture, name: str = "", within: str = "", seen: Answers | None = None
) -> Iterator[Capture]:
    """Yield what the records of a WARC hold that came from the web: responses, resources, and revisits of both.

    A revisit has the digest of the bytes of the answer that it refers to, which was yielded before. Requests and
    metadata are in the container and no members.

    What cannot be read is a capture with an error in its place, and reading goes on at the next record that can.

    Args:
        stream: The WARC, packed or not.
        container: Its capture, or that of the package in which it stands.
        name: The file's name, for the clock and in errors.
        within: Before the offset in the key: the file's place in a package.
        seen: What revisits may refer to by its WARC-Payload-Digest: what stands in WARCs that were read before. Gets
            what stands in this one; what was not referred to for longest is forgotten.
    """
    try:
        source = Source(stream)
    except Broken as broken:
        yield _lost(container, f"{within}@0", f"{name}: at byte 0: {broken}, so nothing in it can be read")
        return
    seen = {} if seen is None else seen
    with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
        while True:
            at = source.offset
            try:
                begun = _begin(source)
                if begun is None:
                    return
                at, fields = begun
                capture, why = _record(source, fields, at, container, name, within, folder, seen)
            except Broken as broken:
                yield _lost(container, f"{within}@{at}", f"{name}: at byte {at}: {broken}")
                if not source.resume():
                    return
                continue
            if capture is not None:
                yield capture
                if capture.path:
                    os.unlink(capture.path)
            elif why:
                yield _lost(container, f"{within}@{at}", f"{name}: at byte {at}: {why}")
            if why and not source.resume():
                return


def _lost(container: Capture, key: str, why: str) -> Capture:
    return Capture(
        f"{container.address}#{key}",
        "imported",
        container.at,
        b"",
        clock=container.clock,
        error=why,
        member=Member(key),
    )


def _begin(source: Source) -> tuple[int, dict[str, str]] | None:
    """Read the named fields of the next record; None where there is none. What is given of each is the first."""
    mark = source.mark
    while True:
        source.data = source.data.lstrip(b"\r\n")
        if source.data:
            break
        if source.grew(mark):
            raise Broken(f"it grows to more than {RATIO} times its size, as a bomb does")
        if not source.more():
            return None
    at = source.offset
    header, end = _header(source)
    first, *lines = header.split(b"\r\n")
    if not _VERSION.fullmatch(first):
        raise Broken("no record begins here")
    fields: dict[str, str] = {}
    last = ""
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and last:
            fields[last] += " " + text.strip()
            continue
        last, _, value = text.partition(":")
        last = last.strip().lower()
        fields.setdefault(last, _CONTROLS.sub("\ufffd", value.strip()))
    if not re.fullmatch(r"\d{1,15}", fields.get("content-length", "")):
        raise Broken("a record that does not say how long it is")
    source.data = source.data[end:]
    return at, fields


def _header(source: Source) -> tuple[bytes, int]:
    """Return the lines up to the empty one, and where what follows that begins; nothing is passed."""
    while True:
        for end in (b"\r\n\r\n", b"\n\n"):
            if (at := source.data.find(end)) >= 0:
                return source.data[:at].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), at + len(end)
        if len(source.data) > _HEADER:
            raise Broken("the header of the record has no end")
        if not source.more():
            raise Broken("the file is cut off here")


def _record(
    source: Source,
    fields: dict[str, str],
    at: int,
    container: Capture,
    name: str,
    within: str,
    folder: str,
    seen: Answers,
) -> tuple[Capture | None, str | None]:
    """Return what a record holds (None for one that is no member), and what is wrong with how it ends."""
    length = int(fields["content-length"])
    kind = fields.get("warc-type", "").lower()
    block = _Block(source, length)
    if kind not in _MEMBERS or not _WEB.match(fields.get("warc-target-uri", "")):
        try:
            for _ in block.pieces():
                pass
        except Broken as broken:
            return None, str(broken)
        return None, block.end()
    digest = _Sums(fields.get("warc-block-digest", ""))
    pieces = block.pieces(digest)
    url = fields.get("warc-target-uri", "").strip("<> ") or None
    key = f"{within}@{at}"
    notes: list[str] = []
    names: list[str] = []
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    declared = fields.get("content-type", "")
    errors: list[str] = []
    ending: str | None = None
    raw, plain = _Sums(fields.get("warc-payload-digest", "")), _Sums(fields.get("warc-payload-digest", ""))
    body = _Body(folder)
    start = source.passed
    try:
        if "application/http" in declared.lower() or (kind == "response" and (url or "").lower().startswith("http")):
            head, pieces = _answer_header(pieces)
            status, headers = _answer(head)
            declared = _of(headers, "content-type")
        pieces = _summed(pieces, raw)
        if "chunked" in _of(headers, "transfer-encoding").lower():
            pieces = _dechunked(pieces, notes)
        pieces = _summed(pieces, plain)
        names = [
            each
            for each in re.split(r"[\s,]+", _of(headers, "content-encoding").lower())
            if each not in ("", "identity")
        ]
        if len(names) > 3 or not set(names) <= ENCODINGS:
            notes.append(f"encoded as {', '.join(names[:3])[:_SHORT]!r}, which cannot be undone here: kept as it came")
            names, declared = [], "application/octet-stream"
        for each in reversed(names):
            pieces = inflated(pieces, each, notes)
        packed = fields.get("content-length", "0")
        for piece in pieces:
            body.write(piece)
            if body.size > LARGEST:
                raise EncodingError(f"larger than {LARGEST >> 30} GiB: only its beginning is kept")
            if body.size > SUSPECT and body.size > RATIO * max(source.passed - start, 1) and (source.packed or names):
                raise EncodingError(
                    f"it grows to more than {RATIO} times its {packed} bytes, as a bomb does: only its beginning "
                    "is kept"
                )
    except EncodingError as error:
        errors.append(str(error))
        body.cut()
    except Broken as broken:
        ending = str(broken)
    if ending is None:
        try:
            for _ in block.rest():
                pass
            ending = block.end()
        except Broken as broken:
            ending = str(broken)
    revisit = kind == "revisit" and not body.size and not raw.right()
    if ending:
        errors.append(ending)
    else:
        if digest.told and digest.known and not digest.right():
            notes.append(f"its bytes are not those of its WARC-Block-Digest {digest.told[:_SHORT]}")
        if raw.told and raw.known and not errors and not revisit and not (raw.right() or plain.right()):
            notes.append(f"its bytes are not those of its WARC-Payload-Digest {raw.told[:_SHORT]}")
        notes += [
            f"its {field_name} {sums.told[:_SHORT]} is of a kind that cannot be checked here"
            for field_name, sums in (("WARC-Block-Digest", digest), ("WARC-Payload-Digest", raw))
            if sums.told and not sums.known
        ]
    time = _time(fields.get("warc-date", ""))
    if time is None:
        notes.append("the record does not say when it was made: the time is that of the import")
    content, path = body.close()
    told = _CONTROLS.sub("", declared.partition(";")[0].strip().lower())
    media_type = told or (sniff(content, url or "") if content else None)
    named = re.search(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", declared, re.IGNORECASE)
    charset = named[1].lower() if named else None
    earlier = None
    if revisit and not errors:
        before = seen.pop(raw.key, ()) if raw.told and raw.known else ()
        if before:
            seen[raw.key] = before
        silent = status is None or (status == 304 and not names)  # a 304 need not say it (RFC 9110, 15.4.5)
        alike = [each for each in before if silent or each.encodings == tuple(names)]
        if not alike:
            errors.append(_elsewhere(fields))
        elif silent and len(alike) > 1:
            errors.append(_SEVERAL)
        else:
            earlier = alike[-1]
            status = status or earlier.status
            media_type, charset = media_type or earlier.media_type, charset or earlier.charset
            notes.append(
                f"the archiver kept no bytes again: they are those of {earlier.where}, "
                f"as their {raw.told[:_SHORT]} says"
            )
    elif raw.told and raw.known and not errors and (raw.right() or plain.right()):
        one = Seen(body.digest, f"{name} at byte {at}", media_type, charset, status, tuple(names))
        others = (each for each in seen.pop(raw.key, ()) if (each.status, each.encodings) != (status, one.encodings))
        seen[raw.key] = (*others, one)[-_ALIKE:]
        if len(seen) > _REMEMBERED:
            del seen[next(iter(seen))]
    return (
        Capture(
            url or f"{container.address}#{key}",
            "imported",
            time or container.at,
            content,
            clock=f"{name}'s WARC-Date" if time else container.clock,
            url=url,
            media_type=media_type,
            charset=charset,
            status=status,
            headers=headers,
            error=f"{name}: at byte {at}: {'; '.join(errors)}" if errors else None,
            notes=tuple(notes),
            path=path,
            archived=archived(url, headers) if url and status and 200 <= status < 300 else None,
            member=Member(key),
            revisited=earlier.digest if earlier else None,
        ),
        ending,
    )


def _elsewhere(fields: dict[str, str]) -> str:
    """Say of a revisit that the bytes to which it refers (WARC/1.1, 6.7) are not to be had."""
    url, date = fields.get("warc-refers-to-target-uri", ""), fields.get("warc-refers-to-date", "")
    answer = f"an earlier answer ({url.strip('<> ')[:_SHORT]} {date[:_SHORT]})" if url and date else "an earlier answer"
    return (
        f"the archiver kept no bytes here, because they were those of {answer}. That does not stand before this one: "
        "if you have the WARC that holds it, add both at once, that one first"
    )


def _time(told: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(told)
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


class _Block:
    """The block of one record, as long as it says it is."""

    def __init__(self, source: Source, length: int) -> None:
        self._source, self._left, self._length = source, length, length
        self._mark = source.mark
        self._digest: _Sums | None = None

    def pieces(self, digest: _Sums | None = None) -> Iterator[bytes]:
        self._digest = digest
        return self.rest()

    def rest(self) -> Iterator[bytes]:
        source = self._source
        while self._left:
            if not source.data:
                if not source.in_member:
                    raise Broken(f"the record says {self._length} bytes, and there are {self._length - self._left}")
                if not source.more():
                    raise Broken(
                        f"the file is cut off: this record says {self._length} bytes, and there are "
                        f"{self._length - self._left}"
                    )
            piece, source.data = source.data[: self._left], source.data[self._left :]
            self._left -= len(piece)
            if source.grew(self._mark):
                raise Broken(
                    f"it grows to more than {RATIO} times its size, as a bomb does: only its beginning is kept"
                )
            if self._digest:
                self._digest.sum.update(piece)
            yield piece

    def end(self) -> str | None:
        """Tell what is wrong with what follows the block, None if it is what has to be there or the end."""
        source = self._source
        while len(source.data) < 4 and source.in_member:
            if not source.more():
                break
        if not source.data or source.data.lstrip(b"\r\n") != source.data or source.data.startswith(b"WARC/"):
            return None
        return f"the record does not end after the {self._length} bytes that it says"


class _Body:
    """The bytes of one member: in memory up to a size, in a file beyond."""

    def __init__(self, folder: str) -> None:
        self._folder, self._pieces = folder, list[bytes]()
        self._sum = hashlib.sha256()
        self.size = 0
        self._file: BinaryIO | None = None
        self._path: str | None = None

    @property
    def digest(self) -> str:
        return f"sha256:{self._sum.hexdigest()}"

    def write(self, piece: bytes) -> None:
        if not piece:
            return
        self._sum.update(piece)
        if self._file is None and self.size + len(piece) > IN_MEMORY:
            descriptor, self._path = tempfile.mkstemp(dir=self._folder)
            self._file = os.fdopen(descriptor, "wb")
            for each in self._pieces:
                self._file.write(each)
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._file.write(piece)
        self.size += len(piece)

    def cut(self) -> None:
        """Keep the beginning only."""
        if self._file and self._path:
            self._file.close()
            os.unlink(self._path)
            self._file = self._path = None

    def close(self) -> tuple[bytes, str | None]:
        if self._file:
            self._file.close()
        return b"".join(self._pieces), self._path


def _summed(pieces: Iterable[bytes], sums: _Sums) -> Iterator[bytes]:
    for piece in pieces:
        if sums.told:
            sums.sum.update(piece)
        yield piece


def _answer_header(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    head = b""
    for piece in pieces:
        head += piece
        for end in (b"\r\n\r\n", b"\n\n"):
            if (at := head.find(end)) >= 0:
                return head[:at], _chain(head[at + len(end) :], pieces)
        if len(head) > _HEADER:
            return b"", _chain(head, pieces)
    return (head, iter(())) if _STATUS.match(head) else (b"", iter((head,)))


def _chain(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from pieces


def _answer(head: bytes) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    status, *lines = head.replace(b"\r\n", b"\n").split(b"\n")
    match = _STATUS.match(status)
    found = []
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon and name.strip():
            found.append((name.strip(), value.strip()))
    return int(match[1]) if match else None, tuple(found)


def _of(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _dechunked(pieces: Iterator[bytes], notes: list[str]) -> Iterator[bytes]:
    """Take the chunks of RFC 9112 §7.1 apart; what only says that it has some is left as it is."""
    waiting = b""
    first = True
    for piece in pieces:
        waiting += piece
        while True:
            line, end, rest = waiting.partition(b"\r\n")
            if not end and len(waiting) < 200:
                break
            size = re.fullmatch(rb"([0-9a-fA-F]{1,8})\s*(?:;.*)?", line[:200])
            if size is None:
                if not first:
                    raise EncodingError("its chunks are broken; what could be taken apart is kept")
                yield waiting  # the archiver has taken the chunks apart, and left the header as it was
                yield from pieces
                return
            first = False
            left = int(size[1], 16)
            waiting = rest
            if left == 0:
                for _ in pieces:
                    pass
                return
            left += 2
            while left:
                if not waiting:
                    waiting = next(pieces, b"")
                    if not waiting:
                        raise EncodingError("its chunks end too early; what came is kept")
                    continue
                part, waiting = waiting[:left], waiting[left:]
                left -= len(part)
                yield part[: len(part) - max(0, 2 - left)] if left < 2 else part
    if waiting and first:
        yield waiting
    elif waiting or not first:
        notes.append("its last chunk is missing")
