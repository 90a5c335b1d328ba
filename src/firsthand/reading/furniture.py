"""Furniture: the lines of a page that are not part of the article. They are marked, never lost.

A line is furniture by what it is (a date, a counter, a caption, a by-line), by what it says (the phrases of the section
`[furniture]` of the language files, all languages at once, for menus are often in another one), or by where it stands
(under “Comments”, in a copy of the article that the page hides, at the end about the author).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from firsthand.languages import CODES, section
from firsthand.reading.dates import printed_dates, words_beside
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHORT = 300  # characters: what a line may have to be judged by how it begins or ends
_MOST_LINES = 100_000
_WORD = re.compile(r"[^\W\d_](?:[\w'’ʼ-]*\w)?")
_COUNTER = re.compile(r"[\W\d_]*\d[\W\d_]*(?:(?:of|из|з|із|de|k|m|тыс|тис)\b[\W\d_]*)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:[#@]\w+[\s,]*)+")
_SENTENCE_END = (".", "!", "?", "…", "»", "”", '"', ":", ";", ".)", "!)", "?)")
_NAME = r"[A-ZА-ЯЁІЇЄҐÁÉÍÓÚÑ][\w.'’ʼ-]*"
_SLASHED = re.compile(rf"(?:.*\s/|(?:{_NAME}\s){{0,3}}{_NAME}\s?/)\s?(?:©\s?)?{_NAME}(?:[\s/]{_NAME}){{0,3}}\s*")
_NAME_ALONE = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,2}|[А-ЯЁІЇЄҐ]\S*\w(?: [А-ЯЁІЇЄҐ]\S*\w){1,5}")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")
_SPEECH = re.compile(r"[«“„\"‘]|[—–-]\s")
_QUOTES = re.compile(r"[«»“”„\"]")


@dataclass(frozen=True, slots=True)
class _Signs:
    """The phrases of all languages, made ready to be looked up."""

    whole: frozenset[str]
    starts: dict[str, tuple[re.Pattern[str], ...]]
    holds: tuple[tuple[str, re.Pattern[str]], ...]
    home: tuple[str, ...]
    photo: tuple[str, ...]
    caption: re.Pattern[str]
    agency: re.Pattern[str]
    byline: re.Pattern[str]
    keep: re.Pattern[str]
    after: frozenset[str]
    follows: frozenset[str]
    bio: re.Pattern[str]
    bio_work: frozenset[str]
    bio_signs: tuple[re.Pattern[str], ...]


def find_furniture(text: str) -> tuple[Span, ...]:
    r"""Mark the lines of a text that belong to the page and not to the article.

    Args:
        text: A document's text; lines are parted by `\n`.

    Returns:
        One span a line, in text order, without the white space around it. Empty where no line or every line would be
        marked, for a text is not all furniture, and where there are more lines than a page has.

    >>> text = "Bridge closed\n6 March 2023, 10:00\nThe bridge is closed, she said.\nRead also: Ferry runs again"
    >>> [span.of(text) for span in find_furniture(text)]
    ['6 March 2023, 10:00', 'Read also: Ferry runs again']
    """
    if text.count("\n") > _MOST_LINES:
        return ()
    lines = _lines(text)
    if len(lines) < 2:
        return ()
    words = [span.of(text) for span in lines]
    marked = mark_lines(words)
    if all(marked):
        return ()
    return tuple(span for span, furniture in zip(lines, marked, strict=True) if furniture)


def mark_lines(lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether it is furniture. Lines are in page order, without white space around them."""
    signs = _signs()
    lowered = [line.lower().replace("’", "'").replace("ʼ", "'") for line in lines]
    whole_text = "\n".join(lowered)
    holds = tuple(pattern for key, pattern in signs.holds if key in whole_text)
    labels = tuple(label for label in signs.photo if label in whole_text)
    marked = [
        _says(low, signs) or _is(line, low, signs) or (index > 0 and _is_caption(line, low, labels, signs))
        for index, (line, low) in enumerate(zip(lines, lowered, strict=True))
    ]
    for pattern in holds:
        for index, low in enumerate(lowered):
            if not marked[index] and pattern.search(low) and not _SPEECH.match(low):
                marked[index] = True
    _mark_hidden_copy(lines, marked)
    _mark_head(lines, lowered, marked, signs)
    _mark_lists(lines, lowered, marked, signs)
    _mark_author_notes(lines, lowered, marked, signs)
    return [furniture and not is_kept(line) for line, furniture in zip(lines, marked, strict=True)]


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            first = start + line.index(bare[0])
            spans.append(Span(first, first + len(bare)))
        start += len(line) + 1
    return spans


def _key(low: str) -> str:
    """Return the words of a line without numbers, arrows and punctuation around them."""
    return low.strip(" \t\r\u00a0\u200b\ufeff0123456789.,:;!?…·•|/\\()[]{}<>«»‹›“”\"'→←↑↓▼▲►◄+*#–—-_=✕×©")


def _says(low: str, signs: _Signs) -> bool:
    """By its words: the line is, or begins with, something that only pages say."""
    if len(low) > _SHORT:
        return False
    if len(low) <= 60 and _key(low) in signs.whole:
        return True
    if _SPEECH.match(low):
        return False
    first = _WORD.search(low)
    patterns = signs.starts.get(first[0] if first else "", ())
    return any(pattern.match(low) for pattern in patterns)


def _is(line: str, low: str, signs: _Signs) -> bool:
    """By its shape: a counter, an address, a date, a by-line."""
    if len(line) > 120:
        return False
    if _COUNTER.fullmatch(low) or _ADDRESS.fullmatch(line) or _is_date(line):
        return True
    return bool(signs.byline.match(low)) and byline_names(line) is not None


def _is_caption(line: str, low: str, labels: Sequence[str], signs: _Signs) -> bool:
    """By the credit that a picture's caption ends or begins with: `Photo: NAME`, `… / NAME`, `NAME/AGENCY`."""
    if len(line) > _SHORT:
        return False
    if any(label in low for label in labels) and signs.caption.search(low):
        return True
    if not any(sign in low for sign in ("/", "©", " via ", "courtesy")):
        return False
    return bool(signs.agency.search(low) or (not line.endswith(_SENTENCE_END) and _SLASHED.fullmatch(line)))


def _is_date(line: str) -> bool:
    if not _DIGIT.search(line):
        return False
    dates = printed_dates(line, "uk")  # any order of the numbers will do here
    left = line
    for date in reversed(dates):
        left = left[: date.start] + " " + left[date.end :]
    beside = words_beside()
    others = [word for word in map(_key, left.replace("’", "'").split()) if word and word.lower() not in beside]
    if not dates:
        return not others and bool(re.search(r"\d:\d\d", line))
    if line.endswith(_SENTENCE_END) and others:
        return False
    if dates[0].start == 0 and "T" in dates[0].value and len(line) <= 80:
        return True
    return len(others) <= 5 and all(word[0].isupper() for word in others) and len(others) < 4 + 2 * ("," in line)


def is_kept(line: str) -> bool:
    """Tell whether a line names whom the page took its article from, and so is never furniture."""
    return len(line) <= 200 and bool(_signs().keep.match(line.lower()))


def byline_names(line: str) -> str | None:
    """Return the names on a by-line, as printed, or None where the line is none.

    >>> byline_names("By Ana Robles and Petro Hai")
    'Ana Robles and Petro Hai'
    """
    label = _signs().byline.match(line.lower().replace("’", "'").replace("ʼ", "'"))
    if not label or len(line) > 100 or line.endswith(_SENTENCE_END):
        return None
    names = line[label.end() :].strip()
    words = _WORD.findall(names)
    named = [word for word in words if word[0].isupper()]
    joined = [word for word in words if word in ("and", "y", "и", "та", "і", "й", "de", "для", "for")]
    if not named or len(words) > 8 or len(named) + len(joined) < len(words) or _DIGIT.search(names):
        return None
    return names if ":" in label[0] or len(named) > 1 else None


def _mark_head(lines: Sequence[str], lowered: Sequence[str], marked: list[bool], signs: _Signs) -> None:
    """Trails of sections, glued or cut copies of the headline, the headline again, a name alone under it."""
    for index, low in enumerate(lowered[:8]):
        if marked[index] or len(low) > _SHORT:
            continue
        for other in lowered[index + 1 : index + 5]:
            copied = len(other) >= 20 and len(low) > len(other) and low.endswith(other) and other[-1] != "."
            cut = low.endswith(("...", "…")) and len(low) > 40 and low.rstrip(".… ")[-30:] in other
            if (copied or cut) and len(other) <= _SHORT:
                marked[index] = True
        if low.startswith(signs.home) and len(re.findall(r"\s[/>»›→|•]\s", low)) >= 2:
            marked[index] = True
        if len(low) >= 20 and any(
            low == other for other, taken in zip(lowered[:index], marked, strict=False) if not taken
        ):
            marked[index] = True
        if 0 < index < len(lines) - 1 and max(map(len, lines[:index])) < _SHORT:
            marked[index] |= bool(_NAME_ALONE.fullmatch(lines[index]))


def _mark_hidden_copy(lines: Sequence[str], marked: list[bool]) -> None:
    """A copy of the article run together into one line, put there for search engines, and what stands above it."""
    for index, line in enumerate(lines[:12]):
        if len(line) < _SHORT:
            continue
        if sum(other[:30] in line for other in lines[index + 1 : index + 40]) < 2:
            continue
        bare = _bare(line)
        inside = [
            len(other) for other in map(_bare, lines[index + 1 : index + 40]) if len(other) > 50 and other in bare
        ]
        if len(inside) >= 2 and sum(inside) > 0.6 * len(bare):
            below = set(lines[index + 1 :])
            marked[index] = True
            for above, other in enumerate(lines[:index]):
                marked[above] |= other in below or any(other in lines[place] for place in range(above + 1, index))
                if index - above == 1:
                    marked[above] = True


def _bare(line: str) -> str:
    return _SPACES.sub("", line)


def _mark_lists(lines: Sequence[str], lowered: Sequence[str], marked: list[bool], signs: _Signs) -> None:
    """What follows a heading: comments to the end of the page, headlines of other articles as long as they go on."""
    listing = False
    kept = 0  # lines of the article so far
    for index, low in enumerate(lowered):
        kept += index > 0 and not marked[index - 1]
        key = _key(low) if len(low) <= 60 else ""
        if key in signs.after and kept > 3:
            marked[index:] = [True] * (len(lines) - index)
            return
        if key in signs.follows:
            marked[index] = listing = True
        elif listing:
            listing = len(low) <= 160 and not lines[index].endswith((".", "!", ":", "»", "”", '"', ";", ","))
            listing = listing and not low.startswith(("—", "–", "- "))
            marked[index] |= listing
    run = 0
    for index, line in enumerate((*lines, "")):
        if 0 < len(line) <= 25 and line[-1].isalnum() and len(line.split()) <= 3 and not _QUOTES.search(line):
            run += 1
            continue
        if run >= 6:
            marked[index - run : index] = [True] * run
        run = 0


def _mark_author_notes(lines: Sequence[str], lowered: Sequence[str], marked: list[bool], signs: _Signs) -> None:
    """Up to three last lines that tell who wrote the article."""
    rest = [index for index, furniture in enumerate(marked) if not furniture]
    if len(rest) < 3:
        return
    for index in reversed(rest[-3:]):
        line, low = lines[index], lowered[index]
        if _QUOTES.search(line):
            break
        words = _WORD.findall(low)[:14]
        works = sum(word in signs.bio_work for word in words)
        told = any(pattern.search(low) for pattern in signs.bio_signs)
        opens = signs.bio.match(line)
        if (opens and (works or told)) or (told and works) or (works > 1 and words[0] in signs.bio_work and not opens):
            marked[index] = True
        elif index != rest[-1]:
            break


@cache
def _signs() -> _Signs:
    sections = [section(code, "furniture") for code in CODES]

    def phrases(name: str) -> list[str]:
        return [_plain(phrase) for lists in sections for phrase in lists[name]]

    starts: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in phrases("starts"):
        first = _WORD.search(phrase)
        starts[first[0] if first else ""].append(phrase)
    photo = _any(phrases("photo"))
    who = r"(?:[^.!?]|(?<=\b\w)\.|\.(?=\w))"
    is_ = _any(sorted(phrases("bio_is"), key=len, reverse=True))
    return _Signs(
        whole=frozenset(map(_key, (*phrases("whole"), *phrases("follows"), *phrases("after")))),
        starts={word: tuple(re.compile(r"[\W_]*" + _pattern(phrase)) for phrase in of) for word, of in starts.items()},
        holds=tuple((_longest_piece(phrase), re.compile(_pattern(phrase))) for phrase in phrases("holds")),
        home=tuple(phrases("home")),
        photo=tuple(sorted(set(phrases("photo")))),
        caption=re.compile(
            rf"^\W*(?:{photo})\s?(?:[:/|©]|\sby\s|\(c\))"  # Photo: …
            rf"|[\s(\[/|.,;]\(?(?:{photo})\s?[:/|©]\s?{who}{{2,60}}$"  # … / photo: NAME
            rf"|[.!?»\"”]\s(?:{photo})\s{who}{{2,40}}$"  # … . Photo NAME
            rf"|\s/\s(?:{photo})\s{who}{{2,60}}$"
        ),
        agency=re.compile(rf"(?:/|©|\bvia\s|\bcourtesy of\s)\s?(?:{_any(phrases('agencies'))})[\s)\].]*$"),
        byline=re.compile(rf"\W*(?:{_any(phrases('byline'))})(?:\s*[:—–|-])?\s+"),
        keep=re.compile(rf"\W*(?:{_any(phrases('keep'))})"),
        after=frozenset(map(_key, phrases("after"))),
        follows=frozenset(map(_key, phrases("follows"))),
        bio=re.compile(rf"\(?{_NAME}(?:\s{_NAME}){{1,4}}(?:,[^,.]{{2,60}},)?\s(?i:{is_})(?!\w)"),
        bio_work=frozenset(word for lists in sections for word in lists["bio_work"].split()),
        bio_signs=tuple(re.compile(_pattern(phrase)) for phrase in phrases("bio_signs")),
    )


def _plain(phrase: str) -> str:
    return phrase.lower().replace("’", "'").replace("ʼ", "'").strip()


def _any(phrases: Iterable[str]) -> str:
    return "|".join(_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _pattern(phrase: str) -> str:
    """Write a phrase of a language file as a regular expression: `…` up to eighty characters, `*` any ending."""
    written = re.escape(phrase).replace(r"\ …\ ", r"\s.{0,80}?").replace("…", ".{0,80}?")
    written = written.replace(r"\*", r"\w*").replace(r"\ :", r"\s*:").replace(r"\ ", r"\s+")
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    return before + written + (r"(?!\w)" if phrase[-1].isalnum() else "")


def _longest_piece(phrase: str) -> str:
    return max(re.split(r"[…*]", phrase), key=len).strip()
