"""Searching: what is asked for by name and value, and the questions that somebody keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from firsthand.archive.archive import NotFound
from firsthand.archive.questions import Asked, BadQuestion
from firsthand.desk.access import cases_of
from firsthand.desk.models import SavedSearch

if TYPE_CHECKING:
    from firsthand.desk.models import Account

FILTERS: Final = ("words", "by", "outlet", "language", "since", "until", "case", "status", "type", "person", "tag")
"""What can be asked for. Never circumstances: nobody draws up a list of prisoners, minors or victims."""
_LONGEST_NAME: Final = 120


def asked_of(account: Account, given: Mapping[str, Any]) -> Asked:
    """Return a question of somebody out of its filters; what is empty asks for all.

    Raises:
        BadQuestion: A date is none, or an id.
        NotFound: There is no such case, or it is not theirs to know of.
    """
    told: dict[str, Any] = {name: str(given.get(name) or "").strip() or None for name in FILTERS}
    if any(value and "\x00" in value for value in told.values()):
        raise BadQuestion("what is asked for has a character that no text has")  # nor PostgreSQL
    if told["person"]:
        try:
            told["person"] = UUID(told["person"])
        except ValueError:
            raise BadQuestion(f"“{told['person']}” is nobody's id") from None
    if told["case"] and told["case"] not in cases_of(account):
        raise NotFound(f"no case “{told['case']}” here")
    return Asked(**{**told, "words": told["words"] or ""})


def save(account: Account, name: str, given: Mapping[str, Any]) -> SavedSearch | None:
    """Keep a question under a name; None where that is empty. One that had the name already is replaced."""
    name = name.strip()[:_LONGEST_NAME]
    if not name:
        return None
    saved, _is_new = SavedSearch.objects.update_or_create(
        account=account, name=name, defaults={"query": query_of(given)}
    )
    return saved


def query_of(given: Mapping[str, Any]) -> str:
    """Return a question as it stands in an address."""
    return urlencode({name: str(given[name]) for name in FILTERS if given.get(name)})
