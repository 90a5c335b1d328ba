"""Mentions: the words of a page that could be names of people, in its text and in its addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from anyascii import anyascii

from firsthand.care import names
from firsthand.care.names import LONGEST, plain_tokens, unglued
from firsthand.linking.sounds import script_of
from firsthand.reading.words import is_listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNCOMPARED: Final = ""
"""Stands for the words of a script in which names are not compared: each could be anybody's."""
GLUED: Final = "…"
"""Begins what is left of a word of an address: a name may begin there, and end anywhere in it."""
_COMPARED: Final = frozenset(["LATIN", "CYRILLIC"])
_LEAST: Final = 2  # letters of a name
_DIGITS: Final = 3  # of a number that may tell somebody by itself
_LONG: Final = 8  # letters from which on a word of an address may be several
_NAME: Final = 4  # letters of a name that is looked for within such a word
_MORE: Final = 3  # letters that the name may have there, or lack
_HANDLE: Final = re.compile(r"[@#][^\W\d]|[\w%][@./\\=?&%][\w@./\\=?&%]")
_BROKEN: Final = re.compile(r"(\w+)[-‐­]\n\s*(\w+)")
_HOST: Final = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_UNQUOTED: Final = 3  # times
_OWN_NAMES: Final = (
    "عربي عربى العربية فارسی اردو עברית 中文 中文网 简体 繁體 简体中文 繁體中文 正體中文 日本語 한국어 조선말 "
    "हिन्दी हिंदी বাংলা ไทย ภาษาไทย ქართული հայերեն ελληνικα தமிழ் ਪੰਜਾਬੀ ગુજરાતી తెలుగు ಕನ್ನಡ മലയാളം "
    "मराठी नेपाली සිංහල ខ្មែរ አማርኛ ትግርኛ پښتو كوردی ئۇيغۇرچە"
)
"""What languages in other scripts call themselves: pages list the languages that they can be had in."""


def in_prose(text: str) -> frozenset[str]:
    """Return the words of a text that could be names of people.

    They are those with a capital letter or a digit, those that no dictionary of ours lists, every word of a line
    without capitals, as subtitles have them, and whatever `in_address` finds in an address or a handle.

    >>> sorted(in_prose("The man saw Belyaev and his brother."))
    ['belyaev', 'the']
    """
    found: set[str] = set()
    for line in text.splitlines():
        bare = line == line.lower()
        for piece in line.split():
            if _HANDLE.search(piece):
                found |= in_address(piece)
            words, doubtful = _words_of(piece)
            found.update(words if bare else doubtful)
    for start, end in _BROKEN.findall(text):
        found.update(_words_of(start + end)[0])
    return frozenset(found)


def in_address(text: str) -> frozenset[str]:
    """Return every word of an address or the name of a file, and what could be names within long ones.

    >>> sorted(in_address("https://dayline.example/news/belyaev-interview"))
    ['belyaev', 'dayline', 'example', 'https', 'interview', 'news']
    """
    for _ in range(_UNQUOTED):
        text = unquote(text)
    found: set[str] = set()
    for piece in (*text.split(), *filter(None, map(_unicode_host, _HOST.findall(text)))):
        words, _ = _words_of(piece)
        found.update(words)
        for each in words:
            if len(each) >= _LONG and not is_listed(each):
                found.update(GLUED + each[start:] for start in range(len(each) - _NAME + 1))
    return frozenset(found)


def keys(mention: str) -> frozenset[str]:
    """Return by what the words of names are found that a mention could be: it shares one with each of them."""
    if mention.startswith(GLUED):
        rest = mention.removeprefix(GLUED)
        longest = {key for end in range(_NAME, len(rest) + 1) for key in names.keys(rest[:end])}
        return frozenset(longest)
    return names.keys(mention)


def could_be(mention: str, name: str) -> bool:
    """Tell whether a mention could be, or have in it, a word of a name.

    >>> could_be("…belyaevspeaks", "беляев")
    True
    """
    if not mention.startswith(GLUED):
        return mention == UNCOMPARED or names.could_be(mention, name)
    rest, size = mention.removeprefix(GLUED), len(name if name.isascii() else anyascii(name))
    ends = range(max(_NAME, size - _MORE), min(size + _MORE, len(rest)) + 1)
    return size >= _NAME and any(names.could_be(rest[:end], name) for end in ends)


@lru_cache(maxsize=1 << 16)
def _words_of(piece: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of what stands between two spaces, run together or not, and those that look like names."""
    piece = unicodedata.normalize("NFKC", piece)
    words = frozenset(_worth(plain_tokens(f"{piece} {unglued(piece)}")))
    if piece != piece.lower():
        return words, words
    return words, frozenset(each for each in words if not each.isalpha() or not is_listed(each))


def _worth(words: Iterable[str]) -> Iterator[str]:
    for each in words:
        foreign = sum(c.isalpha() and script_of(c) not in _COMPARED for c in each) if not each.isascii() else 0
        if foreign >= _LEAST:
            if each not in _own_names():
                yield UNCOMPARED
        elif len(each) >= (_DIGITS if each.isdigit() else _LEAST):
            yield each[:LONGEST]


@cache
def _own_names() -> frozenset[str]:
    return frozenset(plain_tokens(_OWN_NAMES))


def _unicode_host(label: str) -> str | None:
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return None
