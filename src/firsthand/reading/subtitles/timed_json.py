"""Timed JSON: YouTube's json3, and what openai-whisper, faster-whisper, WhisperX and whisper.cpp write.

None of them is told by its name: the members are what tells them from other JSON.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from firsthand.reading.subtitles.cue import Cue, Track, folded, make_track

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEARD: Final = frozenset(["avg_logprob", "no_speech_prob", "compression_ratio", "temperature", "seek", "tokens"])
_SURE: Final = frozenset(["score", "probability"])  # of a word: what WhisperX and faster-whisper call it
_WHISPER: Final = "a speech recogniser (Whisper)"
_CAPTIONS: Final = "automatic captions"
_ENDS: Final = (("start", "from"), ("end", "to"))  # what whisper.cpp calls them
_ROW: Final = 5  # id, seek, start, end, text: a segment of faster-whisper that was written as a list
_NO_TIME: Final = 1e13  # thousandths: three centuries
_FEW: Final = 20  # rows that are looked at to know what all are


def read_timed_json(value: Any, *, cut: bool = False) -> Track | None:
    """Read a transcript out of a JSON value; None where it is none.

    Args:
        value: As decoded.
        cut: Whether the file breaks off after what the value holds.
    """
    where = "in the middle" if cut else ""
    if isinstance(value, dict):
        if isinstance(value.get("events"), list) and _some(value["events"], ("tStartMs",)):
            return _json3(value, where)
        if isinstance(value.get("transcription"), list) and _some(value["transcription"], ("offsets", "text")):
            return _whisper_cpp(value, where)
        if isinstance(value.get("segments"), list) and _are_segments(value["segments"]):
            info = value.get("info")
            return _whisper(value["segments"], {**(info if isinstance(info, dict) else {}), **value}, where)
    if isinstance(value, list) and _are_segments(value):
        return _whisper(value, {}, where)
    return None


def _some(rows: list[Any], names: tuple[str, ...]) -> bool:
    """Tell whether rows are objects with these members, or there are none."""
    return not rows or any(isinstance(row, dict) and all(name in row for name in names) for row in rows[:_FEW])


def _are_segments(rows: list[Any]) -> bool:
    return bool(rows) and (
        _some(rows, ("start", "end", "text")) or all(_segment(row) is not None for row in rows[:_FEW])
    )


def _json3(value: dict[str, Any], cut: str) -> Track:
    events = [event for event in value["events"] if isinstance(event, dict)]
    shown: list[tuple[float, float, str, bool]] = []
    broken = 0
    machine = value.get("kind") == "asr"
    for event in events:
        pieces = event.get("segs")
        if not isinstance(pieces, list):
            continue  # a window, a style
        machine |= any(isinstance(piece, dict) and "acAsrConf" in piece for piece in pieces)
        said = "".join(str(piece.get("utf8") or "") for piece in pieces if isinstance(piece, dict))
        start, length = _number(event.get("tStartMs")), _number(event.get("dDurationMs", 0))
        if start is None or length is None:
            broken += 1
        elif said.strip():
            shown.append((start / 1000, (start + length) / 1000, said, "wWinId" in event))
    machine |= any("aAppend" in event for event in events)
    cues = [Cue(start, end, _lines(said)) for start, end, said, _ in shown]
    for place, ((start, end, _, rolls), after) in enumerate(pairwise(shown)):
        if rolls and start <= after[0] < end:  # it stays on the screen while the next is said
            cues[place] = Cue(start, after[0], cues[place].lines)
    return make_track(cues, broken=broken, machine=_CAPTIONS if machine else None, cut=cut)


def _whisper(rows: list[Any], told: dict[str, Any], cut: str) -> Track:
    segments = [_segment(row) for row in rows]
    heard = any(map(_is_heard, rows[:_FEW]))
    language = told.get("language")
    return make_track(
        [cue for cue in segments if cue is not None and cue.lines],
        broken=sum(cue is None for cue in segments),
        language=language if isinstance(language, str) else None,
        machine=_WHISPER if heard else None,
        cut=cut,
    )


def _is_heard(row: Any) -> bool:
    """Tell whether a segment holds what only a recogniser writes."""
    if not isinstance(row, dict):
        return isinstance(row, list)
    words = row.get("words")
    words = words[:_FEW] if isinstance(words, list) else []
    return bool(_HEARD & row.keys()) or any(isinstance(word, dict) and bool(_SURE & word.keys()) for word in words)


def _segment(row: Any) -> Cue | None:
    if isinstance(row, list) and len(row) >= _ROW:
        row = {"start": row[2], "end": row[3], "text": row[4]}
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return None
    start, end = _number(row.get("start")), _number(row.get("end"))
    if start is None or end is None:
        return None
    return Cue(start, end, _lines(row["text"]), _voice(row.get("speaker")))


def _whisper_cpp(value: dict[str, Any], cut: str) -> Track:
    cues: list[Cue] = []
    broken = 0
    for row in value["transcription"]:
        offsets = row.get("offsets") if isinstance(row, dict) else None
        times = {name: _number(offsets.get(end)) for name, end in _ENDS} if isinstance(offsets, dict) else {}
        seconds = {name: number / 1000 for name, number in times.items() if number is not None}
        segment = _segment({**row, **seconds}) if len(seconds) == len(_ENDS) else None
        if segment is None:
            broken += 1
        elif segment.lines:
            cues.append(segment)
    result = value.get("result")
    language = result.get("language") if isinstance(result, dict) else None
    language = language if isinstance(language, str) else None
    return make_track(cues, broken=broken, language=language, machine=_WHISPER, cut=cut)


def _number(value: Any) -> float | None:
    """Return a number of seconds or thousandths; None for what is none, or no time in any recording."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return round(number, 3) if abs(number) < _NO_TIME else None  # false of NaN, which is no number


def _voice(value: Any) -> str | None:
    return folded(str(value)) or None if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def _lines(said: str) -> tuple[str, ...]:
    return tuple(line for each in _split(said) if (line := folded(each)))


def _split(said: str) -> Iterable[str]:
    return said.replace("\r", "\n").split("\n")
