"""Dates as pages print them: found in running text, or given in ISO form in a page's own data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from firsthand.languages import CODES, expand, section


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a line: ISO 8601 at the precision printed, and its half-open offsets in the line."""

    value: str
    start: int
    end: int


_TIME = r"(?P<{0}hour>[01]?\d|2[0-3])[:.](?P<{0}minute>[0-5]\d)(?::[0-5]\d)?(?:\s*(?P<{0}half>[ap])\.?\s?m\b\.?)?"
_DIGIT = re.compile(r"\d")
_SPACE = r"[\s\u00a0]"
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/\-_.]|$)")
_ISO = re.compile(
    r"\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:[T ](\d\d:?\d\d(?::?\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?"
)


@cache
def _months() -> dict[str, int]:
    return {
        form: number
        for code in CODES
        for number, forms in enumerate(section(code, "dates")["months"], start=1)
        for form in forms.split()
    }


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    before = rf"(?:{_TIME.format('b')}{_SPACE}*[,|–—-]?{_SPACE}*)?"
    after = (
        rf"(?:{_SPACE}*(?:г\.?|р\.?|року|года)?{_SPACE}*[,|•·–—-]?{_SPACE}*"
        rf"(?:at|в|о|об|a las|las)?{_SPACE}*{_TIME.format('a')})?"
    )
    shapes = (
        r"(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)",
        rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th|º|-го|-е)?\.?{_SPACE}*(?:de{_SPACE}+|of{_SPACE}+)?(?P<m2>{month})\b\.?,?"
        rf"{_SPACE}*(?:del?{_SPACE}+)?(?P<y2>\d{{4}})",
        rf"(?P<m3>{month})\.?{_SPACE}+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?{_SPACE}+(?P<y3>\d{{4}})",
        r"(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>\d{4})",
        rf"(?P<m5>{month}){_SPACE}+(?:de{_SPACE}+)?(?P<y5>\d{{4}})",
    )
    return re.compile(rf"(?<![\w/-]){before}(?:{'|'.join(shapes)}){after}(?!\d)")


@cache
def words_beside() -> frozenset[str]:
    """Return the words that may stand on a line beside a date without making it a sentence, weekdays included."""
    return frozenset(
        word for code in CODES for name in ("beside", "weekdays") for word in expand(section(code, "dates")[name])
    )


def printed_dates(line: str, language: str | None = None) -> tuple[PrintedDate, ...]:
    """Find the dates that a line prints with a year; month and day only where they are printed.

    Args:
        line: Any text.
        language: Decides which of `3/6/2023` is the day, as the language's file says. Where it does not, a date
            that could be read both ways is left out: it is never guessed.

    >>> printed_dates("Kyiv, 6 March 2023, 9:47")
    (PrintedDate(value='2023-03-06T09:47', start=6, end=24),)
    """
    if not _DIGIT.search(line):
        return ()
    lowered = line.lower() if len(line.lower()) == len(line) else line
    found = []
    for match in _pattern().finditer(lowered):
        shape = next(number for number in "12345" if match[f"y{number}"])
        printed_month, year = match[f"m{shape}"], int(match[f"y{shape}"])
        month = int(printed_month) if printed_month.isdigit() else _months()[printed_month]
        day = int(match[f"d{shape}"]) if shape != "5" else None
        if shape == "4" and day is not None and not 12 < day <= 31:
            if month <= 12 and day != month and _numeric_order(language) != "day":
                continue
        elif shape == "4" and month > 12:
            day, month = month, day or 0
        if shape == "4" and month > 12 and day is not None:
            day, month = month, day
        if not 1900 <= year <= 2099 or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
            continue
        value = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
        if day:
            value += _time(match, "a") or _time(match, "b")
        found.append(PrintedDate(value, match.start(), match.end()))
    return tuple(found)


def _numeric_order(language: str | None) -> str:
    return str(section(language, "dates")["numeric"]) if language in CODES else "unknown"


def _time(match: re.Match[str], where: str) -> str:
    if match[f"{where}hour"] is None:
        return ""
    hour, half = int(match[f"{where}hour"]), match[f"{where}half"]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"T{hour:02}:{match[f'{where}minute']}"


def iso_date(value: str) -> str | None:
    """Return a date given in ISO form as ISO 8601 at the same precision, or None where it is none.

    >>> iso_date("2022-03-06 10:00:00+0200")
    '2022-03-06T10:00:00+02:00'
    >>> iso_date("2022-03")
    '2022-03'
    """
    match = _ISO.match(value)
    if not match or value[match.end() : match.end() + 1].isalnum():
        return None
    year, month, day, time, zone = match.groups()
    if not 1900 <= int(year) <= 2099 or not 1 <= int(month or 1) <= 12 or not 1 <= int(day or 1) <= 31:
        return None
    written = "-".join(part for part in (year, month, day) if part)
    if time:
        digits = time.replace(":", "")
        if int(digits[:2]) > 23 or int(digits[2:4]) > 59:
            return written
        written += "T" + ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))
        if zone:
            plain = zone.replace(":", "")
            written += "Z" if zone == "Z" else f"{plain[:3]}:{plain[3:] or '00'}"
    return written


def url_date(url: str) -> str | None:
    """Return the date in an address such as `/2023/03/06/name` or `/20230306/`, or None.

    >>> url_date("https://dayline.example/2023/03/06/bridge")
    '2023-03-06'
    """
    match = _URL_DATE.search(url)
    return "-".join(part for part in match.groups() if part) if match else None
