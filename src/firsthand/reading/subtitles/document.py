"""Document of a recording: title and description, where they are known, then its utterances, one a line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from firsthand.reading.decode import decode
from firsthand.reading.furniture import find_furniture
from firsthand.reading.identify import identify
from firsthand.reading.no_text import NoTextError
from firsthand.reading.subtitles import loose_json
from firsthand.reading.subtitles.info import Info, read_info
from firsthand.reading.subtitles.spoken import Said, find_spoken
from firsthand.reading.subtitles.timed_json import read_timed_json
from firsthand.reading.subtitles.timed_text import read_timed_text
from firsthand.text import Document, Link, Span, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firsthand.capture.capture import Part
    from firsthand.reading.subtitles.cue import Track

TIMED_TEXT: Final = ("text/vtt", "application/x-subrip")
JSON: Final = "application/json"
LIMIT: Final = 5_000_000
"""Bytes of one file that are read."""
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
_TRAILING: Final = ".,;:!?)]}'’…"
_NAMED: Final = re.compile(r"\.([a-z]{2,3})(?:[-_]\w+)*\.\w+$", re.IGNORECASE)
_ORIGINAL: Final = re.compile(r"\.[\w-]+-orig\.\w+$", re.IGNORECASE)
_CODE: Final = re.compile(r"\.([a-z]{2,3}(?:[-_]\w+)*)\.\w+$", re.IGNORECASE)
_KINDS: Final = ("text/vtt", ".json3", "application/x-subrip", JSON)
"""Of several files in one language the first that can be read is: WebVTT says who speaks."""
_UNREADABLE: Final = re.compile(r"\.(ass|ssa|ttml|dfxp|srv[123]|lrc|sbv)$", re.IGNORECASE)
_SAMPLE: Final = 6000  # characters by which the language is told
_TRANSLATED: Final = "subtitles in another language than the recording"


def is_transcript(text: str) -> bool:
    """Tell whether JSON, or the beginning of it, is a transcript or the record of a video."""
    value, whole = loose_json.decode(text)
    return read_info(value) is not None or read_timed_json(value, cut=not whole) is not None


def transcript_document(
    text: str,
    kind: str,
    *,
    address: str,
    document_id: str = "d1",
    language: str | None = None,
    parts: Sequence[Part] = (),
    translation: bool = False,
    notes: tuple[str, ...] = (),
) -> Document | None:
    """Read a transcript, or the record of a video with the subtitles beside it.

    Args:
        text: All of a WebVTT, SubRip or JSON file, or its beginning.
        kind: Its media type.
        address: Where it was captured.
        document_id: The id that the document gets.
        language: BCP 47, where a person or the capture knows better.
        parts: The further files of the capture: subtitles in the recording's own language among them.
        translation: Whether this is what was said, in another language.
        notes: What is known already about how the characters were got.

    Returns:
        The document; None for JSON that is neither.

    Raises:
        NoTextError: A transcript in which there is nothing to read.
    """
    if kind in TIMED_TEXT:
        track: Track | None = read_timed_text(text, blank_ends=kind == "text/vtt")
        info = None
    else:
        value, whole = loose_json.decode(text)
        info = read_info(value)
        track = None if info else read_timed_json(value, cut=not whole)
        if info is None and track is None:
            return None
        if info and not whole:
            notes += ("the record of the video breaks off in the middle: what stands before was read",)
    if info:
        track, more = _beside(info, parts)
        notes += more
    written = _Text()
    if info:
        written.head(info)
    if track:
        written.spoken(find_spoken(track.cues))
        notes += track.notes
        if track.machine and written.utterances:
            notes += (f"machine-made transcript, by {track.machine}: words and times may be wrong",)
    if not written.utterances and not (info and "".join(written.pieces).strip()):
        raise NoTextError(address, "; ".join(("holds no words that can be read as a transcript", *notes)))
    whole_text = "".join(written.pieces)
    told = (info and info.language) or (track and track.language) or _named(address)
    # title and description may be in another language than what is said
    sample = whole_text[written.utterances[0].words.start :] if written.utterances else whole_text
    url = address if address.lower().startswith(("http://", "https://")) else None
    return Document(
        id=document_id,
        text=whole_text,
        language=language or identify(sample[:_SAMPLE], told and told.lower().replace("_", "-").partition("-")[0]),
        title=info.title if info else None,
        outlet=info.outlet if info else None,
        url=(info.url if info else None) or url,
        dates=(info.date,) if info and info.date else (),
        links=tuple(written.links),
        furniture=tuple(written.furniture),
        translated=_TRANSLATED if translation else None,
        notes=notes,
        utterances=tuple(written.utterances),
    )


@dataclass(slots=True)
class _Text:
    """The text as it grows, a line at a time."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    utterances: list[Utterance] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def put(self, text: str) -> Span | None:
        start, self.length = self.length, self.length + len(text)
        self.pieces.append(text)
        return Span(start, self.length) if text else None

    def head(self, info: Info) -> None:
        """Write title and description, as they stand in the record."""
        lines = [*((info.title,) if info.title else ()), *info.description]
        text = "\n".join(lines)
        title = len(info.title or "")
        self.put(text + "\n" if text else "")
        self.furniture += [span for span in find_furniture(text) if span.start >= title]
        for match in _ADDRESS.finditer(text):
            url = match[0].rstrip(_TRAILING)
            self.links.append(Link(url, "link", Span(match.start(), match.start() + len(url)), match.start()))

    def spoken(self, said: Iterable[Said]) -> None:
        """Write what is said, whose it is before it."""
        for each in said:
            voice = None
            if each.voice:
                voice = self.put(each.voice.rstrip(": ") or each.voice)
                self.put(": ")
            elif each.mark:
                self.put(f"{each.mark} ")
            words = self.put(each.words)
            if words and not each.sound:
                self.utterances.append(Utterance(words, each.start, each.end, voice))
            else:
                self.furniture += [span for span in (voice, words) if span]
            self.put("\n")


def _beside(info: Info, parts: Sequence[Part]) -> tuple[Track | None, tuple[str, ...]]:
    """Return the subtitles to read out of the files beside a record, and what to say of them."""
    own = (info.language or "").partition("-")[0].lower()
    ranked = sorted(
        (_automatic(part, info), _said_in(part) != own, _KINDS.index(kind), part.name, place, kind)
        for place, part in enumerate(parts)
        if (kind := _format(part))
    )
    empty: tuple[str, ...] = ()
    for automatic, *_, place, kind in ranked:
        part = parts[place]
        body = part.body[:LIMIT]
        decoded = decode(body)
        track = _track(decoded.text, kind)
        if track is None:
            continue  # other JSON: comments, a chat
        notes = (*decoded.notes, *track.notes)
        if len(part.body) > LIMIT or part.path is not None:
            notes += (f"only the first {len(body) / 1e6:g} MB of the subtitles were read",)
        if not track.cues:
            empty += (f"there is nothing to read in the subtitles {part.name}",)
            continue
        machine = track.machine or ("automatic captions" if automatic else None)
        language = track.language or _said_in(part) or None
        return replace(track, language=language, machine=machine, notes=notes), empty
    others = sorted(part.name for part in parts if _UNREADABLE.search(part.name))
    return None, (*empty, *((f"subtitles kept, not read: {', '.join(others)}",) if others else ()))


def _track(text: str, kind: str) -> Track | None:
    if kind in TIMED_TEXT:
        return read_timed_text(text, blank_ends=kind == "text/vtt")
    value, whole = loose_json.decode(text)
    return read_timed_json(value, cut=not whole)


def _format(part: Part) -> str | None:
    """Return what of `_KINDS` a file is."""
    if part.name.lower().endswith(".json3"):
        return ".json3"
    return part.media_type if part.media_type in _KINDS else None


def _automatic(part: Part, info: Info) -> bool:
    if _ORIGINAL.search(part.name):
        return True
    code = _CODE.search(part.name)
    return code is not None and code[1].lower().replace("_", "-") in info.automatic


def _said_in(part: Part) -> str:
    return _named(part.name) or ""


def _named(name: str) -> str | None:
    """Return the language that a file's name tells: talk.ru.vtt."""
    match = _NAMED.search(os.path.basename(name))
    return match[1].lower() if match else None
