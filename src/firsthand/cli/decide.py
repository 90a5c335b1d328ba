"""`firsthand confirm`, `reject`, `withhold`, `release`, `undo`: what people decide, each time an entry in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.cli import options

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.decide import Decided, Verb


def _verb(
    verb: Verb, says: str, *, about: str, reason: Callable[[Callable[..., int]], Callable[..., int]], examples: str
) -> click.Command:
    """Make one of the four verbs that decide about one thing."""

    @click.command(verb, help=says, epilog=f"\b\nExamples:\n{examples}")
    @click.argument("given", metavar=about)
    @reason
    @options.seen
    @options.archive
    @options.its_case
    @options.as_json
    def command(given: str, reason: str | None, seen: int | None, folder: Path, case: str | None, as_json: bool) -> int:
        from firsthand.archive.decide import decide
        from firsthand.cli.archives import opened, refuse_outside

        with opened(folder, write=True) as archive:
            refuse_outside(archive, case, given)
            tell(archive, decide(archive, verb, given, reason=reason, seen=seen), as_json=as_json)
        return 0

    return command


confirm = _verb(
    "confirm",
    "Confirm that a statement was read right: these words, this speaker.",
    about="ID",
    reason=options.reason,
    examples="  firsthand confirm 7c1f",
)
reject = _verb(
    "reject",
    "Reject a statement: the page does not say this, or not this way.",
    about="ID",
    reason=options.needed_reason,
    examples='  firsthand reject 7c1f --reason "a caption, nobody says it"',
)
withhold = _verb(
    "withhold",
    """Withhold a statement, a person or a document: it does not leave the archive.

    A person withheld is withheld in every document, whatever else was released.""",
    about="ID",
    reason=options.needed_reason,
    examples='  firsthand withhold 41d0 --reason "asked us to"',
)
release = _verb(
    "release",
    """Release a statement, a person or a document, so that it may leave the archive.

    Anyone with a protecting circumstance needs a reason. A circumstance found later makes the release undecided again.
    """,
    about="ID",
    reason=options.reason,
    examples='  firsthand release 7c1f\n  firsthand release 41d0 --reason "home since May, agreed in writing"',
)


@click.command(
    epilog='\b\nExamples:\n  firsthand undo entry:17 --reason "wrong person"\n  firsthand undo 7c1f --reason "mistyped"'
)
@click.argument("given", metavar="ID")
@options.needed_reason
@options.archive
@options.its_case
@options.as_json
def undo(given: str, reason: str, folder: Path, case: str | None, as_json: bool) -> int:
    """Undo a decision: entry:17, or the last one that stands about ID.

    Both stay in the log.
    """
    from firsthand.archive.decide import undo as take_back
    from firsthand.cli.archives import opened, refuse_outside

    with opened(folder, write=True) as archive:
        refuse_outside(archive, case, given)
        tell(archive, take_back(archive, given, reason=reason), as_json=as_json)
    return 0


def tell(archive: Archive, decided: Decided, *, as_json: bool) -> None:
    """Print a decision that is in the log, and what is so now."""
    from firsthand.archive.outcome import outcome
    from firsthand.cli.output import json_line, result
    from firsthand.cli.wording import DECIDED, VISIBILITY

    now = outcome(archive, decided)
    kind, visibility = now["kind"], now["visibility"]
    said = f"{_joined(archive, decided, now)}{VISIBILITY[visibility]}" if visibility else ""
    if as_json:
        result(json_line(now))
    elif decided.undone is None:
        ids = f"{decided.id} and {decided.other}" if decided.other else str(decided.id)
        result(f"{kind} {ids} {DECIDED[decided.act]} (entry:{decided.entry}). Now {said}")
    else:
        result(f"entry:{decided.undone} undone (entry:{decided.entry}). {kind} {decided.id}{said and f' now {said}'}")


def _joined(archive: Archive, decided: Decided, now: Mapping[str, Any]) -> str:
    """Return the status of a statement, or out of how much a person was joined, to be told before its visibility."""
    from firsthand.archive.models import Appearance
    from firsthand.archive.tables import rows

    if now["kind"] != "person":
        return f"{now['status']}, " if now["status"] else ""
    person = rows(archive.database, Appearance, id=decided.id).get().person_id
    members = rows(archive.database, Appearance, person_id=person).count()
    return f"joined from {members} appearances, " if members > 1 else ""
