"""Reading the language files, and the short way of writing the forms of a word."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CODES = ("en", "es", "ru", "uk")
"""The languages that have a file, BCP 47."""


class LanguageFileError(FirsthandError):
    """A language file that cannot be understood."""


_HEADER: Final = re.compile(r"^\[(\w+)[\w.]*\]", re.MULTILINE)


@cache
def _parts(code: str) -> Mapping[str, str]:
    """Return the text of each section with its sub-sections, so that only what is asked for is parsed.

    Each begins with as many line ends as stand before it in the file: errors name the right line.
    """
    try:
        text = files(__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LanguageFileError(f"no file for language {code!r}; there are {', '.join(CODES)}") from None
    headers = [*_HEADER.finditer(text)]
    parts: dict[str, str] = {}
    for header, end in zip(headers, [*(h.start() for h in headers[1:]), len(text)], strict=True):
        lines = text.count("\n", 0, header.start())
        before = parts.get(header[1], "")
        parts[header[1]] = before + "\n" * (lines - before.count("\n")) + text[header.start() : end]
    return parts


@cache
def section(code: str, name: str) -> Mapping[str, Any]:
    """Return the section `[name]` of a language's file, as TOML gives it.

    Raises:
        LanguageFileError: There is no such language, the section is missing, or it is not TOML.
    """
    try:
        return MappingProxyType(tomllib.loads(_parts(code)[name])[name])
    except KeyError:
        raise LanguageFileError(f"languages/{code}.toml has no section [{name}]") from None
    except tomllib.TOMLDecodeError as error:
        raise LanguageFileError(f"languages/{code}.toml: {error}") from error


def expand(words: str | Iterable[str], endings: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Write out the forms of each word.

    Args:
        words: Words parted by spaces, or a list of phrases. `{a,b,}` in one stands for each alternative in turn, the
            empty one too; `stem~name` for the stem with each ending of the set `name`.
        endings: Sets of endings, parted by spaces; `-` is the empty ending.

    Returns:
        Every form, in the order written.

    Raises:
        LanguageFileError: A brace is not closed, or a set of endings does not exist.

    >>> expand("sa{y,ys,id} told")
    ('say', 'says', 'said', 'told')
    >>> expand(["made {it ,}clear"])
    ('made it clear', 'made clear')
    >>> expand("afirm~ar", {"ar": "a ó aron"})
    ('afirma', 'afirmó', 'afirmaron')
    """
    forms: list[str] = []
    for word in words.split() if isinstance(words, str) else words:
        forms.extend(_forms(word, endings or {}))
    return tuple(forms)


def _forms(word: str, endings: Mapping[str, str]) -> list[str]:
    before, brace, rest = word.partition("{")
    if brace:
        choices, after = _choices(word, rest)
        return [form for choice in choices for form in _forms(before + choice + after, endings)]
    stem, tilde, name = word.partition("~")
    if not tilde:
        return [word]
    if name not in endings:
        raise LanguageFileError(f"{word!r}: no set of endings {name!r} in [endings]")
    return [stem + ("" if ending == "-" else ending) for ending in endings[name].split()]


def _choices(word: str, rest: str) -> tuple[list[str], str]:
    """Part what follows an opening brace into its alternatives, which may have braces of their own, and the rest."""
    choices, depth = [""], 0
    for at, char in enumerate(rest):
        if char == "}" and depth == 0:
            return choices, rest[at + 1 :]
        if char == "," and depth == 0:
            choices.append("")
            continue
        depth += (char == "{") - (char == "}")
        choices[-1] += char
    raise LanguageFileError(f"{word!r}: a {{ is not closed")
