"""People: the speakers of several documents, joined to persons by judgements only (CONTRACT.md, "Readings …")."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar
from uuid import UUID

from firsthand.reading.words import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from firsthand.reading.statement import Kind

Id = TypeVar("Id", UUID, str)
Verdict = Literal["same", "different", "unsure"]

_HYPHENS: Final = re.compile("[\u2010\u2011]")
_PATRONYMIC: Final = re.compile(
    "(?:"
    "[иі]ч(?:а|у|е|ем|ом|еві|ові|и)?"  # -ович, -евич, -йович, -ич, in any case
    "|(?:ов|ев|ич|іч|ив|ів|їв)н(?:а|ы|и|е|і|у|ой|ою|о)"  # -овна, -евна, -ична, -інична, -івна, -ївна
    "|[iy]t?ch"  # -ovich, -yevich, -ovych, -ovitch
    "|(?:[oei]v|ich|ych)n[ayiueo]"  # -ovna, -yevna, -ivna, -yivna, -ichna
    ")$"
)
_AGES_APART: Final = 1  # years between two pages about one event, a birthday between them
_OF_AGE: Final = 18


@dataclass(frozen=True, slots=True)
class Appearance(Generic[Id]):
    """One speaker in one document."""

    id: Id
    name: str | None
    kind: Kind
    age: int | None
    circumstances: Collection[str]
    document: str


@dataclass(frozen=True, slots=True)
class Judgement(Generic[Id]):
    """Whether two appearances are one person, as judged at one place of the log and not undone since."""

    a: Id
    b: Id
    verdict: Verdict
    entry: int

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise ValueError(f"entry {self.entry} judges {self.a} against itself")


@lru_cache(maxsize=1 << 14)
def name_key(name: str | None) -> str | None:
    """Return what two spellings of one full name have in common, or None where a name joins nobody by itself.

    None for a name of fewer than two parts, of two scripts, with an initial or anything but letters in a part, and for
    a first name with a patronymic, which is no full name (DESIGN.md, "Reading"). Some surnames look like patronymics:
    they are left to people. Case, ё, apostrophes, spaces and invisible characters make no difference; the order of the
    parts does.

    Args:
        name: As a document writes it, without titles.

    >>> name_key("Олена  Дар'єва") == name_key("ОЛЕНА ДАР’ЄВА")
    True
    >>> name_key("Вера Николаевна") is name_key("Vera N. Lugovaya") is None
    True
    """
    parts = _HYPHENS.sub("-", fold(name or "")).split()
    if len(parts) < 2 or not all(word.isalpha() for part in parts for word in part.split("-")):
        return None
    if any(_is_initial(part) and not (part == "y" and 0 < at < len(parts) - 1) for at, part in enumerate(parts)):
        return None  # Ortega y Gasset has none
    if len(parts) == 2 and any(_PATRONYMIC.search(_plain(part)) for part in parts):
        return None
    key = " ".join(parts)
    return key if len({_script(c) for c in key if c.isalpha() and c != "ʼ"}) == 1 else None


def same_by_rule(a: Appearance[Id], b: Appearance[Id]) -> str | None:
    """Return why the contract's one rule joins two appearances, in words, or None where it does not.

    The rule: the same full name of two or more parts, in the same script, nothing conflicting. Ages more than a year
    apart conflict, and so do a minor and a grown-up. One document's two speakers are two: its reading kept them apart.
    A function of the two alone, the same both ways.
    """
    key = name_key(a.name)
    if key is None or key != name_key(b.name) or a.kind != "named" or b.kind != "named" or a.document == b.document:
        return None
    if apart(a, b):
        return None
    ages = _ages(a, b)
    names = " and ".join(f"“{name}”" for name in sorted({a.name or "", b.name or ""}))
    same_age = f", ages {ages[0]} and {ages[1]}" if len(ages) == 2 else ""
    return f"the same full name in two documents, {names}{same_age}; nothing conflicts"


def apart(a: Appearance[Id], b: Appearance[Id]) -> str | None:
    """Return what keeps two appearances apart whatever their names, in words; the same both ways."""
    ages = _ages(a, b)
    if len(ages) == 2 and ages[1] - ages[0] > _AGES_APART:
        return f"ages {ages[0]} and {ages[1]} are apart"
    if "minor" in [*a.circumstances, *b.circumstances] and any(age > _OF_AGE for age in ages):
        return "one is a minor, the other grown up"
    return None


def clusters(judgements: Iterable[Judgement[Id]]) -> dict[Id, Id]:
    """Return the person of every appearance that was judged: the smallest id of those that `same` joins to it.

    Persons are the connected components of the pairs whose latest judgement is `same`. A function of the judgements as
    a set: their order changes nothing.

    Args:
        judgements: All that stand; for each pair the one with the highest `entry` counts.
    """
    return _joined(_latest(judgements))


def conflicts(judgements: Iterable[Judgement[Id]]) -> tuple[tuple[Id, Id], ...]:
    """Return the pairs that were judged different and share a person all the same, through others; smaller id first."""
    latest = _latest(judgements)
    person = _joined(latest)
    return tuple(sorted(p for p, verdict in latest.items() if verdict == "different" and person[p[0]] == person[p[1]]))


def _ages(a: Appearance[Id], b: Appearance[Id]) -> list[int]:
    return sorted(age for age in (a.age, b.age) if age is not None)


def _latest(judgements: Iterable[Judgement[Id]]) -> dict[tuple[Id, Id], Verdict]:
    """Return what counts for each pair, smaller id first. Should one entry say two things, the careful one counts."""
    careful = ("same", "unsure", "different")
    found: dict[tuple[Id, Id], Verdict] = {}
    for j in sorted(judgements, key=lambda j: (j.entry, careful.index(j.verdict))):
        found[(j.a, j.b) if j.a < j.b else (j.b, j.a)] = j.verdict
    return found


def _joined(verdicts: dict[tuple[Id, Id], Verdict]) -> dict[Id, Id]:
    """Map every id to the smallest one that it is joined to (union by minimum, paths halved)."""
    parent = {one: one for pair in verdicts for one in pair}

    def root(one: Id) -> Id:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    for (a, b), verdict in verdicts.items():
        if verdict == "same":
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return {one: root(one) for one in parent}


def _is_initial(part: str) -> bool:
    """Tell whether a part is one letter of a script that has capitals: 김 is a name."""
    return len(part) == 1 and part.upper() != part


def _plain(part: str) -> str:
    """Return Nikoláyevna without its accents, and Ївна with its own."""
    return (
        part if _script(part[0]) != "LATIN" else unicodedata.normalize("NFD", part).encode("ascii", "ignore").decode()
    )


def _script(letter: str) -> str:
    """Return the first word of a letter's name in Unicode: LATIN, CYRILLIC, HANGUL …"""
    return unicodedata.name(letter, "UNNAMED").split()[0]
