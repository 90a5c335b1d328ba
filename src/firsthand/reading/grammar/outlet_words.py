"""Outlet words: what a language's file knows of outlets, and of taking words from them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from firsthand.languages import CODES, expand, section
from firsthand.reading.credit import CreditKind

# What a word of [credits] does.
(
    NOUN,
    BETWEEN,
    TO,
    STAFF,
    OWNER,
    OTHER,
    NETWORK,
    PAGE,
    KNOWN,
    RELAY,
    UPLOADED,
    COLLECTED,
    EARLIER,
    PHRASE,
    INDEFINITE,
    AMBIGUOUS,
    NEWS,
) = (1 << bit for bit in range(17))
Range = tuple[int, int]
_LISTS: Final = {
    "nouns": NOUN,
    "between": BETWEEN,
    "to_nouns": TO,
    "staff": STAFF,
    "owners": OWNER,
    "others": OTHER,
    "networks": NETWORK,
    "indefinite": INDEFINITE,
    "ambiguous": AMBIGUOUS,
    "ambiguous_with": NEWS,
    "pages": PAGE,
    "relay": RELAY,
    "uploaded": UPLOADED,
    "collected": COLLECTED,
    "earlier_verbs": EARLIER,
}
WAKES: Final = NOUN | STAFF | NETWORK | KNOWN | RELAY | PHRASE | EARLIER
Look = Literal["likely", "acronym", "plain"]
"""How much a name has to look like an outlet."""
_KINDS: Final[dict[str, tuple[CreditKind, Look]]] = {
    "told": ("told", "likely"),
    "source": ("source", "likely"),
    "uploaded": ("uploaded", "likely"),
    "collected": ("collected", "likely"),
    "told_to": ("told", "acronym"),
    "uploaded_known": ("uploaded", "plain"),
    "told_known": ("told", "plain"),
    "source_known": ("source", "plain"),
}
DOMAIN: Final = re.compile(
    r"(?i)\.(?:com|net|org|info|news|media|online|today|ua|ru|es|ar|mx|tv|fm|uk|eu|example|нет|инфо|інфо|ру|укр)\b"
)


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one language, and the names of outlets of all."""

    words: dict[str, int]
    wakes: dict[str, int]
    """Of the words, those at which a hand is looked for."""
    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], CreditKind, Look], ...]]]
    """By first and second word, longest first: the words, the kind, how the name that follows has to look. Those of
    one word stand under every second word, and under "" for all others."""
    known: dict[str, tuple[tuple[str, ...], ...]]
    """Names of outlets by first word, longest first."""
    name_words: frozenset[str]
    earlier: frozenset[str]
    network_prepositions: frozenset[str]
    line: tuple[tuple[str, ...], ...]
    forward: tuple[tuple[str, ...], ...]
    cyrillic: bool
    adjective_endings: tuple[str, ...]


WORD: Final = re.compile(r"\w+(?:['’ʼ.\-‑]\w+)*|[^\w\s]")


@cache
def outlet_words(code: str) -> Table:
    """Return the table of a language that has a file."""
    own = section(code, "credits")
    words: dict[str, int] = defaultdict(int)
    for name, bit in _LISTS.items():
        for word in expand(own.get(name, "")):
            words[word.replace("\u00a0", " ")] |= bit
    known: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    name_words: set[str] = set()
    for each in CODES:  # an English outlet is credited in every language
        listed = section(each, "credits")
        name_words.update(listed.get("name_words", "").split())
        for phrase in expand(listed.get("known", ())):
            parts = tuple(WORD.findall(phrase))
            known[parts[0]].add(parts)
            words[parts[0]] |= KNOWN
    phrases: dict[str, set[tuple[tuple[str, ...], CreditKind, Look]]] = defaultdict(set)
    for name, (kind, look) in _KINDS.items():
        for phrase in expand(own.get("phrases", {}).get(name, ())):
            parts = tuple(WORD.findall(phrase))
            phrases[parts[0]].add((parts, kind, look))
            words[parts[0]] |= PHRASE
    return Table(
        words=dict(words),
        wakes={word: bits for word, bits in words.items() if bits & WAKES},
        phrases={first: _by_second(group) for first, group in phrases.items()},
        known={first: tuple(sorted(group, key=lambda g: (-len(g), g))) for first, group in known.items()},
        name_words=frozenset(name_words),
        earlier=frozenset(expand(own.get("earlier", ""))),
        network_prepositions=frozenset(expand(own.get("network_prepositions", ""))),
        line=tuple(tuple(WORD.findall(phrase)) for phrase in expand(own.get("line", ()))),
        forward=tuple(tuple(WORD.findall(phrase)) for phrase in expand(own.get("forward", ()))),
        cyrillic=code in ("ru", "uk"),
        adjective_endings=tuple(own.get("adjective_endings", "").split()),
    )


def _by_second(
    group: set[tuple[tuple[str, ...], CreditKind, Look]],
) -> dict[str, tuple[tuple[tuple[str, ...], CreditKind, Look], ...]]:
    longest_first = sorted(group, key=lambda g: (-len(g[0]), g))
    seconds = {parts[1] for parts, _, _ in group if len(parts) > 1} | {""}
    return {word: tuple(g for g in longest_first if len(g[0]) == 1 or g[0][1] == word) for word in seconds}
