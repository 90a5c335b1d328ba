"""Visibility: whether a statement or a person may be shown, from what people decided and what has come to light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Set as AbstractSet

    from firsthand.reading.statement import Kind

Visibility = Literal["open", "withheld", "undecided"]
Act = Literal["withhold", "release"]

_PROTECTING: Final = frozenset(["captivity", "minor", "victim", "source", "in_custody", "degrading"])


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a statement, a person or a document, and has not undone."""

    act: Act
    entry: int
    """Its place in the log."""
    seen: frozenset[str]
    """The circumstances, of statement and person together, that stood when it was made."""

    def __post_init__(self) -> None:
        if self.act not in get_args(Act):
            raise ValueError(f"entry {self.entry}: {self.act!r} is no decision about what is shown")


def visibility(
    circumstances: AbstractSet[str],
    *,
    statement: Collection[Decision] = (),
    person: Collection[Decision] = (),
    document: Collection[Decision] = (),
) -> Visibility:
    """Tell whether a statement or a person may be shown.

    1. Undecided until someone decides: machines miss cues, so nothing is open because nothing was found (DESIGN.md,
       "Care"; STANDARDS.md GC1: the default is refusal).
    2. For each of statement, person and document its latest decision counts, by place in the log: a decision is
       revised by another one (CONTRACT.md, "Readings, versions, decisions").
    3. A withhold that counts for any of the three withholds, whatever else was released and however late: a person's
       withdrawal holds in all outputs (MC3), a page's for everyone on it (NW1).
    4. Only a release of the statement or of its person opens. That of a document opens nothing: people are decided,
       not pages (GC1, CR1: by a reviewer, for the person).
    5. A release holds for the protecting circumstances that its author saw. One that has come to light since makes the
       statement or person undecided again, since nobody has weighed it (GC1, CR1: a reason for that person's case). So
       a captive is not opened by the release of a statement that was made before anyone knew of the captivity.

    Open is not named: see `may_name`.

    Args:
        circumstances: Of a statement: its own and its speaker's. Of a person: those of all their appearances.
        statement: Standing decisions about the statement, in any order; none for a person, who is not opened by one
            statement of theirs.
        person: Those about the speaker's person, every appearance that is judged to be the same included.
        document: Those about the document that the statement stands in; none for a person, who stands in several.
    """
    protecting = _PROTECTING.intersection(circumstances)
    counting = [_latest(decisions) for decisions in (statement, person, document)]
    if any(decision.act == "withhold" for latest in counting for decision in latest):
        return "withheld"
    by_statement, by_person, _ = ([protecting <= decision.seen for decision in latest] for latest in counting)
    return "open" if any(held and all(held) for held in (by_statement, by_person)) else "undecided"


def _latest(decisions: Collection[Decision]) -> list[Decision]:
    """Return the decisions of the last entry: several where it decided about several members of one person."""
    last = max((decision.entry for decision in decisions), default=None)
    return [decision for decision in decisions if decision.entry == last]


def needs_reason(circumstances: AbstractSet[str]) -> bool:
    """Tell whether a release needs its author's reason: a circumstance protects (GC1, CR1, MC3)."""
    return not _PROTECTING.isdisjoint(circumstances)


def is_guarded(shown: Visibility, circumstances: AbstractSet[str]) -> bool:
    """Tell whether a person must not be known to whoever may not decide: withheld, or protected and not released."""
    return shown == "withheld" or (shown != "open" and needs_reason(circumstances))


def may_name(shown: Visibility, circumstances: AbstractSet[str]) -> bool:
    """Tell whether a statement's speaker may be named: never in degrading material, whatever was decided (GC2)."""
    return shown == "open" and "degrading" not in circumstances


def role(kind: Kind, circumstances: AbstractSet[str]) -> str:
    """Return what is printed, in English, instead of a name that may not be shown (SO3).

    It says as little as tells the reader how to take the words. A protected source is only that: that a source is held
    or young helps whoever looks for them. That a captive or a minor is also a victim is not said: it adds nothing to
    how the words are taken and much to the harm (MC1). Never an age, a sex, a unit or a place (GC1).

    >>> role("named", {"captivity", "minor"})
    'a captured minor'
    """
    many = kind == "collective"
    if "source" in circumstances:
        return "protected sources" if many else "a protected source"
    held = not circumstances.isdisjoint(["captivity", "in_custody"])
    if "minor" in circumstances:
        noun = "minors" if many else "minor"
    elif held:
        noun = "people" if many else "person"
    elif "victim" in circumstances:
        noun = "victims" if many else "victim"
    else:
        return _PLAIN[kind]
    if "captivity" in circumstances:
        noun = f"captured {noun}"
    elif held:
        noun = f"{noun} in custody"
    return noun if many else f"a {noun}"


_PLAIN: Final[dict[Kind, str]] = {
    "named": "an unnamed speaker",
    "unnamed": "an unnamed speaker",
    "collective": "unnamed speakers",
    "outlet": "an unnamed outlet",
    "unknown": "an unknown speaker",
}
