"""Target: what one capture is made of. Files that belong to one video are one target.

A downloader such as yt-dlp puts beside `talk.info.json`, which tells of a video, what has the same stem: `talk.webm`,
subtitles as `talk.ru.vtt`, `talk.jpg`, `talk.description`.
"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from firsthand.capture.files import UnreadableError, capture_path, printable
from firsthand.capture.member import Member

if TYPE_CHECKING:
    from collections.abc import Sequence

_INFO = ".info.json"
_SUBTITLES = re.compile(
    r"([a-z]{2,3}(?:[-_][\w-]+)?)\.(?:vtt|srt|ass|ssa|ttml|dfxp|srv[123]|json3|lrc|sbv)", re.IGNORECASE
)
_ORIGINAL = "-orig"  # how automatic captions in the language that is spoken are marked
_READ = 20_000  # characters of a title and a description
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_NO_LANGUAGES = ("und", "mul", "zxx", "mis")
_WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to capture, not captured yet: an address, standard input, or files that belong together."""

    address: str
    """A URL, `-`, or the absolute path of the main file, made printable."""
    path: str | None = None
    """The main file as the system finds it; None for what is no file."""
    parts: tuple[str, ...] = ()
    """The paths of the further files."""
    members: tuple[Target, ...] = ()
    """Captures that stand within this one, each under its file's name: subtitles in other languages."""
    url: str | None = None
    """The address on the web that the files claim."""
    language: str | None = None
    """The language that the files name, as `--lang` has it."""
    translation: bool = False
    member: Member | None = None
    """Its place in a container, if one names it."""
    beside: tuple[str, ...] = ()
    """Of an export: the paths of the files and folders that belong to it. What of them no message shows is captured
    within it."""


def file_target(path: str, **more: Any) -> Target:
    """Make a target of a file, and of what else is known of it."""
    return Target(printable(os.path.abspath(path)) if path else path, path, **more)


def info_beside(path: str, beside: Sequence[str]) -> str | None:
    """Return the path of the `.info.json` whose stem a file shares (the longest such stem), its own included, or None.

    Args:
        path: The file.
        beside: The sorted names in its folder.
    """
    folder, name = os.path.split(path)
    while name := name.rpartition(".")[0]:
        info = name + _INFO
        place = bisect_left(beside, info)
        if place < len(beside) and beside[place] == info:
            return os.path.join(folder, info)
    return None


def group_target(info: str, beside: Sequence[str]) -> Target | None:
    """Make one target of an `.info.json` and the files that share its stem; None if it holds no JSON object.

    The main file is the `.info.json`. Subtitles in the video's language are parts like all else; each other language is
    a member, marked as a translation, in however many formats. Where no language is told, the video's is taken to be
    the first, by name, that has subtitles other than automatic captions.

    Args:
        info: The path of the `.info.json`.
        beside: The sorted names in its folder.
    """
    told = _told(info)
    if told is None:
        return None
    folder = os.path.dirname(info)
    stem = os.path.basename(info).removesuffix(_INFO)
    parts: list[str] = []
    subtitles: dict[str, list[str]] = {}
    start = f"{stem}."
    for name in takewhile(lambda name: name.startswith(start), beside[bisect_left(beside, start) :]):
        path = os.path.join(folder, name)
        if path == info or os.path.isdir(path) or info_beside(path, beside) != info:
            continue
        match = _SUBTITLES.fullmatch(name, len(start))
        (subtitles.setdefault(_code(match[1]), []) if match else parts).append(path)
    language = _first(_code(told["language"])) if isinstance(told.get("language"), str) else ""
    language = language if re.fullmatch("[a-z]{2,3}", language) and language not in _NO_LANGUAGES else ""
    own = language or _spoken(sorted(subtitles), told)
    members: list[Target] = []
    for code, paths in sorted(subtitles.items()):
        if _first(code) == own:
            parts += paths
        else:
            main, *others = sorted(paths, key=lambda path: (not path.lower().endswith(".vtt"), path))
            member = Member(printable(os.path.basename(main)), about=_about(told))
            members.append(
                file_target(main, parts=tuple(others), language=_first(code), translation=True, member=member)
            )
    url = told.get("webpage_url")
    claimed = url if isinstance(url, str) and url.isprintable() and _WEB.fullmatch(url) else None
    return file_target(info, parts=tuple(sorted(parts)), members=tuple(members), url=claimed, language=language or None)


def _told(info: str) -> dict[str, Any] | None:
    try:
        capture = capture_path(info)
        told = None if capture.path else json.loads(capture.body)
    except (UnreadableError, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _about(told: dict[str, Any]) -> str | None:
    """Return title and description, as far as anybody reads on."""
    said = "\n".join(each for name in ("title", "description") if isinstance(each := told.get(name), str))
    return _NO_TEXT.sub("\ufffd", said[:_READ]) or None


def _spoken(codes: Sequence[str], told: dict[str, Any]) -> str:
    """Guess the video's language from its subtitles; empty where it has none."""

    def listed(name: str) -> set[str]:
        found = told.get(name)
        return {_code(code) for code in found} if isinstance(found, dict) else set()

    automatic = listed("automatic_captions") - listed("subtitles")
    written = [code for code in codes if code not in automatic]
    spoken = [code for code in codes if code.endswith(_ORIGINAL)]
    return _first(next(iter(written or spoken or codes), ""))


def _code(language: str) -> str:
    return language.lower().replace("_", "-")


def _first(code: str) -> str:
    """Return the language without script, region and the like."""
    return code.partition("-")[0]
