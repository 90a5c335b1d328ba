"""Sounds: how one word of a name may be meant to sound, whatever alphabet and country spelled it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from anyascii import anyascii

Rewrite = Callable[[str], str]

_ANY_SOUND: Final = "aeioujbvfghkdtzslmnprcCSZJ"
_VOWELS: Final = "aeiou"
_VOWEL: Final = re.compile(f"[{_VOWELS}j]")
_TWICE: Final = re.compile(r"(.)\1+")
_NO_SOUND: Final = re.compile(f"[^{_ANY_SOUND}]")
_CLASSES: Final = ("bpf", "v", "gkh", "dt", "zscCSZJ", "l", "r", "mn")
_BIT: Final = {sound: 1 << at for at, group in enumerate(_CLASSES) for sound in group}
_LONGEST: Final = 60  # letters of a word; no name has more, and what claims to would take minutes
_FAR: Final = 3  # classes of consonants that only one of two words has: not worth a closer look
_ENDING_COST: Final = 0.35
_UNHEARD: Final = 0.92  # what words whose vowels are not known count at most
_STEM: Final = 2  # sounds: what has to be left before an ending


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to pronounce a word.

    Attributes:
        sounds: In the letters that names.toml explains.
        weight: What it costs to hear nothing of it.
        classes: One bit for each class of consonants in it.
    """

    sounds: str
    weight: float
    classes: int


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a name: `word` makes it, and gives the same object again while it is cached.

    Attributes:
        text: In small letters, without spaces, apostrophes and invisible characters, at most 60.
        script: LATIN, CYRILLIC, HANGUL …
        readings: One for each habit of spelling that makes a difference; none where it has no letters that sound.
    """

    text: str
    script: str
    readings: tuple[Reading, ...]


@cache
def tables() -> dict[str, Any]:
    """Return what stands in names.toml."""
    return tomllib.loads(files("firsthand.linking").joinpath("names.toml").read_text(encoding="utf-8"))


def script_of(text: str) -> str:
    """Return the first word of the Unicode name of the first letter: LATIN, CYRILLIC, HANGUL …"""
    return unicodedata.name(next((c for c in text if c.isalpha()), " "), "UNNAMED").split()[0]


@lru_cache(maxsize=1 << 16)
def word(text: str) -> Word:
    """Prepare a word.

    >>> "hruSCev" in [reading.sounds for reading in word("khrushchev").readings]
    True
    """
    text = text[:_LONGEST]
    script = script_of(text)
    habits = _habits()["cyrillic" if script == "CYRILLIC" else "latin"]
    bases = [text if script in ("CYRILLIC", "LATIN") else anyascii(text).lower()]
    if script in _vowelless():
        bases = [bases[0].replace("w", "u")]
        bases += [re.sub(tables()["vowelless"]["article"], "", bases[0])]
    readings = dict.fromkeys(_sounds(rewrite(base)) for base in bases for rewrite in habits)
    return Word(text, script, tuple(map(_reading, filter(None, readings))))


@lru_cache(maxsize=1 << 17)
def alike(a: Word, b: Word) -> float:
    """Return how alike two words sound, 0 to 1: their nearest readings, an ending of declension next to nothing."""
    best = 0.0
    for x in a.readings:
        for y in b.readings:
            if x.sounds == y.sounds:
                return 1.0
            if (x.classes ^ y.classes).bit_count() < _FAR:
                most = max(x.weight, y.weight)
                light = min(x.weight, y.weight)
                if light < most * 0.5:  # more than half of it missing
                    continue
                best = max(best, 1 - distance(x.sounds, y.sounds) / most)
    if a.script != b.script and (a.script in _vowelless() or b.script in _vowelless()):
        best = max(best, _by_consonants(a, b))
    return best


def _by_consonants(a: Word, b: Word) -> float:
    """Return how alike the consonants of two words are, one of which is in a script that tells no vowels or adds some.

    That says less than the sounds do: 0.92 at most, and nothing of fewer than two consonants.
    """
    ours, theirs = ({_consonants(reading.sounds) for reading in each.readings} for each in (a, b))
    least = min(
        (distance(x, y) / max(len(x), len(y)) for x in ours for y in theirs if min(len(x), len(y)) > 1), default=1.0
    )
    return _UNHEARD * (1 - least)


def inflected(a: Word, b: Word) -> bool:
    """Tell whether two words have one stem and endings of declension, as Belyaev and Belyaeva have."""
    return any(_declined(x.sounds, y.sounds) for x in a.readings for y in b.readings)


def stems(sounds: str) -> tuple[str, ...]:
    """Return what may be left of a word before an ending of declension.

    >>> stems("antonom")
    ('anton',)
    """
    return tuple(sounds[:at] for at in range(max(len(sounds) - 3, _STEM + 1), len(sounds)) if sounds[at:] in _endings())


def distance(a: str, b: str) -> float:
    """Return what it costs to take the sounds of one for those of the other, endings of declension being cheap."""
    drop = _DROP
    row = [0.0]
    for sound in b:
        row.append(row[-1] + drop[sound])
    rows = [row]
    for sound in a:
        costs, gone = _INSTEAD[sound], drop[sound]
        diagonal = row[0]
        left = diagonal + gone
        made = [left]
        for at, other in enumerate(b, 1):
            up = row[at]
            best = diagonal + costs[other]
            if up + gone < best:
                best = up + gone
            left += drop[other]
            if best < left:
                left = best
            made.append(left)
            diagonal = up
        row = made
        rows.append(row)
    best = row[-1]
    if best <= _ENDING_COST:
        return best
    endings = _endings()
    tails_b = [j for j in range(max(len(b) - 3, _STEM), len(b) + 1) if b[j:] in endings]
    for i in range(max(len(a) - 3, _STEM), len(a) + 1):
        if a[i:] in endings:
            best = min(best, *(rows[i][j] + _ENDING_COST for j in tails_b), best)
    return best


def _consonants(sounds: str) -> str:
    """Return the consonants; l and r are one, which Chinese makes of foreign names."""
    return _VOWEL.sub("", sounds).replace("r", "l")


def _declined(a: str, b: str) -> bool:
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    return common > _STEM and a != b and {a[common:], b[common:]} <= _endings()


def _reading(sounds: str) -> Reading:
    classes = 0
    for sound in sounds:
        classes |= _BIT.get(sound, 0)
    return Reading(sounds, sum(_DROP[sound] for sound in sounds), classes)


@cache
def _vowelless() -> frozenset[str]:
    return frozenset(tables()["vowelless"]["scripts"].split())


@cache
def _endings() -> frozenset[str]:
    return frozenset(["", *tables()["sounds"]["endings"].split()])


@cache
def _habits() -> dict[str, tuple[Rewrite, ...]]:
    held = tables()
    return {
        script: tuple(_rewriter(rules, dict(_rules(letters))) for rules in held[script].values())
        for script, letters in held["letters"].items()
    }


def _rules(text: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (rule.rpartition("=") for rule in text.split())]


def _rewriter(rules: str, letters: dict[str, str]) -> Rewrite:
    """Make a function that writes a word in sounds: the rules in one expression, a group each, and the letters last."""
    made = [right for _, right in _rules(rules)]
    pattern = re.compile("|".join(f"({left})" for left, _ in _rules(rules)) + "|(.)")

    def sound(found: re.Match[str]) -> str:
        at = (found.lastindex or 0) - 1
        return made[at] if at < len(made) else letters.get(found[0], found[0])

    return lambda text: pattern.sub(sound, text)


def _sounds(text: str) -> str:
    """Return sounds without marks over letters, foreign letters and doubles."""
    if not text.isascii():
        bare = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = "".join(c if c.isascii() else anyascii(c).lower() for c in bare)
    return _TWICE.sub(r"\1", _NO_SOUND.sub("", text))


def _costs() -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    held = tables()["sounds"]
    drop = dict.fromkeys(_ANY_SOUND, 1.0) | {one[0]: float(one[1:]) for one in held["dropped"].split()}
    instead = {
        a: {b: 0.0 if a == b else (1.0, 1.2, 0.5)[(a in _VOWELS) + (b in _VOWELS)] for b in _ANY_SOUND}
        for a in _ANY_SOUND
    }
    for one in held["near"].split():
        a, b, cost = one[0], one[1], float(one[2:])
        instead[a][b] = instead[b][a] = cost
    return drop, instead


_DROP, _INSTEAD = _costs()
