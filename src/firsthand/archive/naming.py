"""Naming: by what rows of speakers are found: the key of a full name, what they are called, and each word of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from firsthand.archive.models import Appearance, NameWord
from firsthand.archive.tables import insert, values
from firsthand.linking.people import name_key
from firsthand.reading.words import fold, tokens

if TYPE_CHECKING:
    from firsthand.archive.database import Database

_LONGEST = 200  # characters: longer ones no index takes


def found_by(speaker: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the columns by which a speaker is found: `key`, for the rule on full names, and `called`."""
    key = name_key(speaker["name"]) if speaker["kind"] == "named" else None
    called = fold(speaker["name"])[:_LONGEST] if speaker["name"] else None
    return {"key": key if key and len(key) <= _LONGEST else None, "called": called}


def enter_names(database: Database, names: Iterable[str | None]) -> None:
    """Enter the words of what speakers are called."""
    words = ({"word": word, "called": name} for name in names if name for word in dict.fromkeys(tokens(name)))
    insert(database, NameWord, words, unless_there=True)


def forget_names(database: Database, names: Iterable[str | None]) -> None:
    """Take out the words of names that nobody is called by any more."""
    for name in names:
        if name and not values(database, Appearance, "id", called=name):
            for word in set(tokens(name)):
                database.run("DELETE FROM name_word WHERE word = %s AND called = %s", [word, name])
