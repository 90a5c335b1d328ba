"""Roles: what kinds of people work at the desk, each able to do all that the ones before it are."""

from __future__ import annotations

from typing import Final, Literal

Role = Literal["viewer", "reviewer", "custodian"]
Least = Literal["anyone", "viewer", "reviewer", "custodian"]
Scope = Literal["read", "decide", "add"]
ROLES: Final[tuple[Role, ...]] = ("viewer", "reviewer", "custodian")

SCOPES: Final[tuple[Scope, ...]] = ("read", "decide", "add")
"""What a token may be for."""


def scopes_of(role: str | None) -> tuple[Scope, ...]:
    """Return for what somebody's tokens can be: a viewer neither decides nor adds.

    >>> scopes_of("viewer"), scopes_of("custodian")
    (('read',), ('read', 'decide', 'add'))
    """
    return SCOPES if reaches(role, "reviewer") else SCOPES[:1]


def reaches(role: str | None, least: Least) -> bool:
    """Tell whether a role may do what at least another is needed for; None is nobody who signed in.

    >>> reaches("reviewer", "viewer"), reaches("viewer", "reviewer"), reaches(None, "anyone")
    (True, False, True)
    """
    if least == "anyone":
        return True
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)
