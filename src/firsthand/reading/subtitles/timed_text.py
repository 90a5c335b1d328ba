"""Timed text: WebVTT and SubRip, which differ in little.

Read as “WebVTT: The Web Video Text Tracks Format” says a browser does (§6.1 the file, §6.4 the text of a cue), but what
a browser would throw away is kept where words stand in it: cues without the file's first line, times with a comma or
without hours, “3 < 4”. Libraries were tried (webvtt-py 0.6.0, pysubs2 1.8.1): they drop the voices of a cue but the
first, words after “<”, and files with one of these mistakes, and take ten seconds for 5 MB.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from firsthand.reading.subtitles.cue import Cue, Track, folded, make_track

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TIME: Final = r"(?:(\d{1,6}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9}))?"  # §4.1, and as SubRip has it
_TIMES: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_LINE: Final = re.compile(r"\r\n|\n|\r")
_TAG: Final = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z]+)(?:\.[^\s<>]*)?(?:\s(?P<annotation>[^<>]*))?/?>"
    r"|<\d[\d:.]*>"  # the time from which the words after it are shown
    r"|\{\\[^{}\n]*\}"  # {\an8}: SubRip borrows these
)
_KARAOKE: Final = re.compile(r"<\d[\d:.]*><c>")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_LANGUAGE: Final = re.compile(r"Language:\s*([A-Za-z]{2,3}(?:-[\w-]{1,30})?)\s*")
_AUTOMATIC: Final = re.compile(r"Kind:\s*asr\s*", re.IGNORECASE)
_HEAD: Final = 30  # lines in which a file may say its language
_MACHINE: Final = 3  # cues whose words appear one by one: nobody times so by hand


def read_timed_text(text: str, *, blank_ends: bool) -> Track:
    """Read WebVTT or SubRip; never fails.

    Args:
        text: All of it.
        blank_ends: Whether a cue ends at an empty line, as in WebVTT; in SubRip it ends where the next one begins.
    """
    lines = _LINE.split(text)
    cues: list[Cue] = []
    broken = timed = 0
    for times, payload in _blocks(lines, blank_ends=blank_ends):
        match = _TIMES.match(times)
        if match is None:
            broken += 1
            continue
        shown = "\n".join(payload)
        timed += bool(_KARAOKE.search(shown))
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        cues += [Cue(start, end, said, voice) for voice, said in _voices(shown)]
    language, automatic = None, False
    for line in lines[:_HEAD] if blank_ends else ():
        if not line:
            break
        language = match[1] if (match := _LANGUAGE.fullmatch(line)) else language
        automatic |= bool(_AUTOMATIC.fullmatch(line))
    machine = "captions whose words appear one by one, as a machine times them" if timed >= _MACHINE else None
    machine = "automatic captions" if automatic else machine
    return make_track(cues, broken=broken, language=language, machine=machine)


def _blocks(lines: Sequence[str], *, blank_ends: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the line with the times of each cue, and the lines of its text."""
    times: str | None = None
    payload: list[str] = []
    for line in lines:
        if "-->" in line:
            if times is not None:
                if payload and (len(payload) > 1 or not blank_ends) and payload[-1].strip().isdecimal():
                    payload.pop()  # the number of the cue that begins here
                yield times, payload
            times, payload = line, []
        elif times is not None:
            if blank_ends and not line:
                yield times, payload
                times = None
            else:
                payload.append(line)
    if times is not None:
        yield times, payload


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return round(whole + int(fraction) / 10 ** len(fraction), 3) if fraction else float(whole)


def _voices(payload: str) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Yield each voice of a cue with its lines (§6.4: a `v` tag names the voice until it is closed)."""
    voice, said, at = None, "", 0
    for tag in _TAG.finditer(payload):
        said += payload[at : tag.start()]
        at = tag.end()
        if (tag["name"] or "").lower() != "v":
            continue
        if lines := _words(said):
            yield voice, lines
        said = ""
        voice = None if tag["close"] else folded(_decoded(tag["annotation"] or "")) or None
    if lines := _words(said + payload[at:]):
        yield voice, lines


def _words(said: str) -> tuple[str, ...]:
    return tuple(line for each in said.split("\n") if (line := folded(_decoded(each))))


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)
