"""Spoken: cues as they are shown become what was said: repetitions once, voices apart, sentences whole."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firsthand.reading.subtitles.no_names import is_no_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firsthand.reading.subtitles.cue import Cue

_STAYS: Final = 0.05  # seconds: what is shown again so soon was never gone
_FOLLOWS: Final = 1.5  # seconds within which a sentence goes on in the next cue
_OVERLAP: Final = 0.5  # seconds: more of it, and two speak at once
_LONGEST: Final = 400  # characters of what is taken for one sentence where nothing ends it
_LAST: Final = 8  # characters in which a sentence ends
_GROWS: Final = 2  # words from which on a line that begins like the one before is that line, grown
_ENDS: Final = re.compile(r"[.!?…。！？]+[\"'»”’)\]]*$")
_TURN: Final = re.compile(r"(>>+|[-–—])\s*(?=[^\W\d_]|[«“\"¿¡\[])")
_LABEL: Final = re.compile(r"\[?([^\W_][^:\[\]\n]{0,40}?)\]?\s*:\s+(?=\S)")
_SOUND: Final = re.compile(r"(?:\[[^\[\]]*\]|[^\w\[\]])*")
_NAME: Final = range(2, 5)  # words of a name


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a transcript's text."""

    words: str
    start: float
    end: float
    voice: str | None = None
    mark: str = ""
    """What stands before the words and says that another voice begins: a dash, “>>”."""
    labelled: bool = False
    """Whether the voice was written before the words, as in SubRip, and so holds until another is."""
    sound: bool = False
    """It is a noise that the transcript describes: nobody says it."""


def find_spoken(cues: Sequence[Cue]) -> tuple[Said, ...]:
    """Return what cues, in order of time, say.

    - What is shown again while it was still to be seen (rolling captions, a cue in pieces) is said once.
    - Lines that each begin with a dash are several voices'; a voice written before the words is a label.
    - A sentence over several cues of one voice is one if each follows within 1.5 s and nothing has ended it.
    """
    pieces = [piece for cue in _once(cues) for piece in _turns(cue)]
    known = Counter(match[1] for piece in pieces if (match := _LABEL.match(piece.words)))
    return tuple(_sentences(_labelled(piece, known) for piece in pieces))


def _once(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield cues without the lines that the one before shows already."""
    shown: tuple[str, ...] = ()
    last: Cue | None = None
    until = 0.0
    for cue in cues:
        if last is not None and cue.voice == last.voice and cue.start <= until + _STAYS:
            lines, again = _new(shown, cue.lines)
            until = max(until, cue.end)
            if not lines:
                if again == len(shown):  # nothing else is to be seen
                    last = replace(last, end=max(last.end, cue.end))
                shown = cue.lines or shown
                continue
        else:
            lines, until = cue.lines, cue.end
        if last is not None:
            yield last
        shown, last = cue.lines, replace(cue, lines=lines)
    if last is not None:
        yield last


def _new(shown: tuple[str, ...], lines: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Return the lines that were not to be seen before, and how many were."""
    if count := _common(shown, lines):
        return lines[count:], count
    if len(shown) == len(lines) == 1 and lines[0].startswith(shown[0] + " ") and len(shown[0].split()) >= _GROWS:
        return (lines[0][len(shown[0]) + 1 :],), 1
    return lines, 0


def _common(shown: tuple[str, ...], lines: tuple[str, ...]) -> int:
    """Return how many lines at most end the one and begin the other, in linear time (Knuth, Morris, Pratt 1977)."""
    if not lines:
        return 0
    borders, count = [0], 0  # of each beginning of `lines`, how long a beginning ends it as well
    for line in lines[1:]:
        while count and line != lines[count]:
            count = borders[count - 1]
        count += line == lines[count]
        borders.append(count)
    count = 0
    for line in shown:
        while count and (count == len(lines) or line != lines[count]):
            count = borders[count - 1]
        count += line == lines[count]
    return count


def _turns(cue: Cue) -> Iterator[Said]:
    """Yield the words of a cue, those of each voice apart where lines begin with marks."""
    marks = [_TURN.match(line) for line in cue.lines]
    if cue.voice is not None or not marks or marks[0] is None:
        yield Said(" ".join(cue.lines), cue.start, cue.end, cue.voice)
        return
    words: list[str] = []
    mark = ""
    for line, begins in zip(cue.lines, marks, strict=True):
        if begins and words:
            yield Said(" ".join(words), cue.start, cue.end, mark=mark)
            words = []
        if begins:
            mark, line = begins[1], line[begins.end() :]
        words.append(line)
    yield Said(" ".join(words), cue.start, cue.end, mark=mark)


def _labelled(piece: Said, known: Counter[str]) -> Said:
    """Tell the voice from the words, and noises from both."""
    if _SOUND.fullmatch(piece.words):
        return replace(piece, sound=True)
    match = _LABEL.match(piece.words)
    if piece.voice is None and match and _is_label(match[1], piece, match.end(), known):
        return replace(piece, voice=match[1].strip(), words=piece.words[match.end() :], mark="", labelled=True)
    return piece


def _is_label(label: str, piece: Said, end: int, known: Counter[str]) -> bool:
    """Tell whether words before a colon name a voice: ИВАН: …, >> Ivan: …, Narrator: …, and Ivan Petrov: … again."""
    if is_no_name(label) or piece.mark.startswith(">>"):
        return True
    if label.isupper() and len(label) > 1:
        return any(char.islower() for char in piece.words[end:])
    words = label.split()
    return known[label] > 1 and len(words) in _NAME and all(word[0].isupper() for word in words)


def _sentences(pieces: Iterable[Said]) -> Iterator[Said]:
    last: Said | None = None
    for piece in pieces:
        if last is not None and _goes_on(last, piece):
            last = replace(last, words=f"{last.words} {piece.words}", end=max(last.end, piece.end))
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _goes_on(last: Said, piece: Said) -> bool:
    if last.sound or piece.sound or piece.mark or _ENDS.search(last.words[-_LAST:]):
        return False
    same = piece.voice == last.voice or (piece.voice is None and last.labelled)
    near = -_OVERLAP <= piece.start - last.end <= _FOLLOWS
    return same and near and len(last.words) + len(piece.words) < _LONGEST
