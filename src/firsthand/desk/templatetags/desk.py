"""Filters and tags of the desk's templates."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.utils.translation import gettext as _

from firsthand.desk import sentences, wording
from firsthand.linking import page as pages

register = template.Library()
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi", "ps", "dv", "ckb", "syr")
_MINUTE = 60
_TURNING = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@register.filter
def say(value: object, table: str) -> Any:
    """Return the words for one of the library's values: `{{ statement.type|say:"types" }}`."""
    return wording.TABLES[table].get(str(value), value) if value not in (None, "") else ""


@register.filter
def checked(counted: str) -> str:
    """Return the words for what was checked and how it came out: `blob ok`."""
    what, _space, result = counted.partition(" ")
    return f"{say(what, 'checked')}, {say(result, 'results')}"


register.filter("dated", wording.dated)
register.filter("told", sentences.told)


@register.filter
def clock(seconds: float) -> str:
    """Return a place in a recording as players show it.

    >>> clock(42), clock(3725.5)
    ('0:42', '1:02:05')
    """
    minutes, rest = divmod(int(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def bare(field: BoundField) -> str:
    """Return the input of a field without words inside of it that say what stands above it."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def size(count: int) -> str:
    """Return bytes as a person reads them."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= least:
            return f"{count / least:.1f}\u00a0{unit}"
    return f"{count}\u00a0B"


@register.filter
def percent(share: float) -> str:
    """Return a share of 1 in hundredths."""
    return f"{share:.0%}"


@register.filter
def brief(name: object) -> str:
    """Return the beginning of an id or a digest."""
    return str(name).removeprefix("sha256:")[:8]


@register.filter
def visible(text: object) -> str:
    """Return a text with what cannot be seen in it made visible: characters that turn or hide others."""
    return "".join(_shown(each) for each in str(text))


@register.filter
def called(page: Mapping[str, Any]) -> str:
    """Name a page: its title, else its outlet, else its address."""
    own = page.get("title") or page.get("outlet") or site(page.get("url") or page.get("address"))
    return str(own or _("no title"))


@register.filter
def site(url: str | None) -> str:
    """Return the site of an address, as pages without an outlet are called."""
    return pages.site(url) if url else ""


@register.filter
def direction(language: str | None) -> str:
    """Return in which direction a language is written, as HTML has it."""
    return "rtl" if (language or "").split("-")[0] in _RIGHT_TO_LEFT else "ltr"


@register.filter
def without(values: Sequence[Any], value: Any) -> list[Any]:
    """Return values but one."""
    return [each for each in values if each != value]


@register.filter
def of(table: Mapping[str, Any], name: object) -> Any:
    """Return what a table has under a name."""
    return table.get(str(name), "")


@register.filter
def words(text: str) -> list[str]:
    """Return the words of a text, for a loop over a few values."""
    return text.split()


@register.filter
def lines(values: Sequence[Any]) -> str:
    """Return values one a line, for a field in which they are typed so."""
    return "\n".join(map(str, values or ()))


@register.simple_tag
def query(current: Mapping[str, Any] | None, more: Mapping[str, Any] | None = None, **changes: Any) -> str:
    """Return a query string with some of its values changed; an empty one goes."""
    every = {**(current or {}), **(more or {}), **changes}
    kept = {name: value for name, value in every.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else "?"


def _shown(character: str) -> str:
    if character in "\n\t":
        return character
    hides = unicodedata.category(character) == "Cc" or character in _TURNING
    return f"\u27e8{ord(character):04X}\u27e9" if hides else character
