"""Outlets: whether two names, or addresses, are of one outlet, and why.

A table says which spellings and sites are of one outlet (`outlets.toml`); what it does not know is compared as it is
spelt, by sound where the alphabets differ.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from anyascii import anyascii

from firsthand.linking.names import Comparison
from firsthand.linking.sounds import alike, script_of, word
from firsthand.reading.words import fold

_SAME: Final = 0.9
"""From here on two names are taken for one outlet's."""
_ACROSS: Final = 0.86  # of their words, how alike the sounds of each pair are where the alphabets differ
_WITHIN: Final = 0.97  # in one alphabet a letter more often makes another name
_DOMAIN: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_WORD: Final = re.compile(r"[^\W_]+")
_COUNTRY: Final = 2  # letters of the last part of a site's name, with a short one before it: co.uk, com.ua
_SECOND: Final = 3


@lru_cache(maxsize=1 << 14)
def same_outlet(a: str, b: str) -> bool:
    """Tell whether two names or addresses are one outlet's.

    >>> same_outlet("Agencia EFE", "efe.com"), same_outlet("Рейтер", "Reuters"), same_outlet("El País", "El Mundo")
    (True, True, False)
    """
    return compare_outlets(a, b).score >= _SAME


@lru_cache(maxsize=1 << 14)
def outlet_keys(name: str) -> frozenset[str]:
    """Return keys of which names of one outlet have one in common, but for rare spellings in two alphabets.

    >>> outlet_keys("Рейтер") & outlet_keys("Reuters") != frozenset()
    True
    """
    known = _known(name)
    first = anyascii("".join(_words(name)))[:1].lower()
    return frozenset(key for key in (known and f"={known}", first) if key)


def compare_outlets(a: str, b: str) -> Comparison:
    """Compare two names or addresses of outlets: the same both ways; 1 where the table or the spelling says so.

    >>> compare_outlets("The Lindmark Post", "lindmarkpost.example").reasons
    ('the name of the site is the name of the outlet',)
    """
    one, two = sorted((a, b))
    known = {_known(each) for each in (one, two)}
    if len(known) == 1 and None not in known:
        return Comparison(1.0, (f"the table of outlets has both as {known.pop()}",))
    if None not in known:
        return Comparison(0.0, (f"the table of outlets has them as {' and '.join(sorted(map(str, known)))}",))
    ours, theirs = _words(one), _words(two)
    if not ours or not theirs:
        return Comparison(float(fold(one) == fold(two)), ("an outlet has a name",))
    if ours == theirs:
        return Comparison(1.0, ("the same name",))
    if any(map(_site, (one, two))) and _joined(one) & _joined(two):
        return Comparison(1.0, ("the name of the site is the name of the outlet",))
    return _by_sound(ours, theirs)


def _by_sound(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Comparison:
    if len(ours) != len(theirs):
        return Comparison(0.0, ("other names",))
    within = len({script_of("".join(each)) for each in (ours, theirs)}) == 1
    least = min(alike(word(x), word(y)) for x, y in zip(ours, theirs, strict=True))
    if least >= (_WITHIN if within else _ACROSS):
        return Comparison(round(max(least, _SAME), 3), ("the same sounds, spelt in two ways",))
    return Comparison(round(min(least, _SAME - 0.1), 3), ("other sounds",))


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others: all, where only such words make it up."""
    if site := _site(name):
        return tuple(_WORD.findall(fold(site)))
    words = _WORD.findall(fold(name))
    return tuple(each for each in words if each not in _plain()) or tuple(words)


def _joined(name: str) -> set[str]:
    """Return how a site of this name may be called."""
    return {"".join(_words(name)), "".join(_WORD.findall(fold(_site(name) or name)))}


@lru_cache(maxsize=1 << 14)
def _known(name: str) -> str | None:
    """Return by which name the table has an outlet, None if it has not."""
    table = _table()
    if domain := _host(name):
        parts = domain.split(".")
        return next((table[found] for at in range(len(parts) - 1) if (found := ".".join(parts[at:])) in table), None)
    whole = " ".join(_WORD.findall(fold(name)))
    return table.get(whole) or table.get(" ".join(_words(name)))


@lru_cache(maxsize=1 << 14)
def _site(name: str) -> str:
    """Return what a site is called, without what all sites have: `dayline` of `www.dayline.co.uk`; empty of a name."""
    parts = _host(name).split(".")
    if len(parts) > _SECOND - 1 and len(parts[-1]) == _COUNTRY and len(parts[-2]) <= _SECOND:
        return parts[-3]
    return parts[-2] if len(parts) > 1 else ""


def _host(name: str) -> str:
    """Return the host of an address or of what looks like one, else nothing."""
    text = name.strip().lower()
    host = (urlsplit(text).hostname or "") if "://" in text else text.partition("/")[0]
    return host.removeprefix("www.").removeprefix("m.") if _DOMAIN.fullmatch(host) else ""


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(files("firsthand.linking").joinpath("outlets.toml").read_text(encoding="utf-8"))


@cache
def _plain() -> frozenset[str]:
    return frozenset(map(fold, _read()["plain"]["words"].split()))


@cache
def _table() -> dict[str, str]:
    """Return the names of outlets by their spellings, folded, and by their sites."""
    found: dict[str, str] = {}
    for name, others in _read()["outlets"].items():
        for each in (name, *others.split(" | ")):
            found[_host(each) or " ".join(_WORD.findall(fold(each)))] = name
    return found
