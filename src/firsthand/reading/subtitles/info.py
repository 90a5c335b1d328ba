"""Info: what a downloader's `.info.json` (yt-dlp, youtube-dl) says of a video."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from firsthand.reading.dates import iso_date
from firsthand.reading.subtitles.cue import folded
from firsthand.text import Date

_SIGNS: Final = ("webpage_url", "extractor", "extractor_key", "formats", "_type", "display_id", "fulltitle")
_ENOUGH: Final = 2  # of these, beside a title: other records have titles too
_LINE: Final = re.compile(r"\r\n|\n|\r")
_CODE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)*")
_NONE: Final = frozenset(["und", "mul", "zxx", "mis"])


@dataclass(frozen=True, slots=True)
class Info:
    """The parts of the record that a reader needs; all else stays in the bytes that are kept."""

    title: str | None
    description: tuple[str, ...]
    """Its lines."""
    outlet: str | None
    url: str | None
    date: Date | None
    language: str | None
    automatic: frozenset[str]
    """The languages, lower case, in which there are captions that a machine made, and no others."""


def read_info(value: Any) -> Info | None:
    """Return what a JSON value says of a video; None where it is no such record."""
    if not isinstance(value, dict) or not isinstance(value.get("title"), str):
        return None
    if sum(name in value for name in _SIGNS) < _ENOUGH:
        return None
    description = value.get("description")
    lines = [folded(line) for line in _LINE.split(description)] if isinstance(description, str) else []
    while lines and not lines[-1]:
        lines.pop()
    language = _text(value, "language") or ""
    language = language.replace("_", "-") if _CODE.fullmatch(language) and language not in _NONE else ""
    return Info(
        title=_text(value, "title"),
        description=tuple(lines),
        outlet=_text(value, "channel") or _text(value, "uploader") or _text(value, "creator"),
        url=url if (url := _text(value, "webpage_url")) and url.lower().startswith(("http://", "https://")) else None,
        date=_date(value),
        language=language or None,
        automatic=_codes(value, "automatic_captions") - _codes(value, "subtitles"),
    )


def _text(value: dict[str, Any], name: str) -> str | None:
    found = value.get(name)
    return folded(found) or None if isinstance(found, str) else None


def _codes(value: dict[str, Any], name: str) -> frozenset[str]:
    found = value.get(name)
    return frozenset(code.lower().replace("_", "-") for code in found) if isinstance(found, dict) else frozenset()


def _date(value: dict[str, Any]) -> Date | None:
    moment = value.get("timestamp")
    if isinstance(moment, (int, float)) and not isinstance(moment, bool):
        try:
            at = datetime.fromtimestamp(moment, UTC)
        except (OverflowError, ValueError, OSError):
            pass
        else:
            return Date(at.isoformat(timespec="seconds").replace("+00:00", "Z"), "info.json timestamp")
    day = value.get("upload_date")
    if isinstance(day, str) and re.fullmatch(r"\d{8}", day, re.ASCII) and (iso := iso_date(day)):
        return Date(iso, "info.json upload_date")
    return None
