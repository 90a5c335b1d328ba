"""Wording: what a person reads in the place of the library's values, the same in every verb."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.cli.terminal import clean
from firsthand.reading.statement import Kind, PersonCircumstance

TYPES = {"direct": "in quotation marks", "mixed": "partly in quotation marks", "indirect": "reported"}
ACTS = {"speech": "", "thought": "thought, not said", "other": "neither said nor thought"}
KINDS: dict[Kind, str] = {
    "named": "",
    "unnamed": "not named",
    "collective": "several people, or a body",
    "outlet": "outlet",
    "unknown": "the page does not show who this is",
}
PEOPLE: dict[PersonCircumstance, tuple[str, str]] = {
    "captivity": ("prisoner, or a relative of one", "prisoners, or relatives of one"),
    "minor": ("minor", "minors"),
    "victim": ("victim", "victims"),
    "source": ("protected source", "protected sources"),
}
"""Why somebody is protected: of one, and of several."""
MADE = {"in_custody": "made in captivity", "translated": "translated", "degrading": "degrading to the speaker"}
VISIBILITY = {"open": "may be shown", "withheld": "withheld", "undecided": "undecided"}
DECIDED = {
    "confirm": "confirmed",
    "reject": "rejected",
    "withhold": "withheld",
    "release": "released",
    "correct": "corrected",
    "split": "split",
    "join": "joined",
    "same": "judged the same",
    "different": "judged different",
    "unsure": "judged perhaps the same",
}
OBTAINED = {
    "fetched": "fetched by us",
    "supplied": "supplied by a person: proves nothing about the site",
    "imported": "imported from another archive",
}
_LANGUAGES = {"en": "English", "es": "Spanish", "ru": "Russian", "uk": "Ukrainian"}


def language(code: str | None) -> str:
    """Name a language.

    >>> language("uk"), language("sv"), language(None)
    ('Ukrainian', 'language “sv”', 'language not known')
    """
    return _LANGUAGES.get(code, f"language “{clean(code)}”") if code else "language not known"


def together(*parts: object) -> str:
    r"""Join what there is; a line never begins with the dot.

    >>> together("Dayline", None, "", "English")
    'Dayline\xa0· English'
    """
    return "\u00a0· ".join(str(part) for part in parts if part)


def aged(age: int | None) -> str:
    """Return an age as a person reads it, nothing where it is not known."""
    return "" if age is None else f"age {age}"


def heard(seconds: Sequence[float]) -> str:
    """Say from when to when something is heard in a recording, as WebVTT writes times.

    >>> heard((42, 46.5)), heard((363_599.9996, 363_600))
    ('heard 00:00:42.000–00:00:46.500', 'heard 101:00:00.000–101:00:00.000')
    """
    return f"heard {'–'.join(map(_clock, seconds))}"


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}.{thousandths:03}"


def dated(text: str | None) -> str:
    """Return a time as a person reads it, at the precision it has.

    >>> dated("2023-03-06T11:20:00+02:00"), dated("2023-03-08T10:22:07.120Z"), dated("2023-03"), dated(None)
    ('2023-03-06 11:20 +02:00', '2023-03-08 10:22 UTC', '2023-03', 'not dated')
    """
    day, _, time = (text or "not dated").partition("T")
    return f"{day} {time[:5]} {time[8:].lstrip('.0123456789').replace('Z', 'UTC')}".strip() if time else day


def count(number: int, noun: str) -> str:
    r"""Return a number with its noun, not to be parted at the end of a line.

    >>> count(1, "statement"), count(2, "statement"), count(0, "statement")
    ('1\xa0statement', '2\xa0statements', 'no\xa0statement')
    """
    return f"{number or 'no'}\u00a0{noun}{'s' if number > 1 else ''}"


def size_of(count: int) -> str:
    r"""Return bytes as a person reads them.

    >>> size_of(900), size_of(38_200), size_of(2_500_000)
    ('900\xa0bytes', '38\xa0KB', '2.5\xa0MB')
    """
    if count < 1000:
        return f"{count}\u00a0byte{'s' * (count != 1)}"
    if count < 1_000_000:
        return f"{count / 1000:.0f}\u00a0KB"
    return f"{count / 1_000_000:.1f}\u00a0MB" if count < 1e9 else f"{count / 1e9:.1f}\u00a0GB"


def number(count: int) -> str:
    r"""Return a number with its thousands apart.

    >>> number(1214)
    '1\u202f214'
    """
    return f"{count:,}".replace(",", "\u202f")


def ranges(numbers: Iterable[int]) -> str:
    """Return ascending numbers, those that follow each other drawn together.

    >>> ranges([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)
