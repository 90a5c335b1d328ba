"""`firsthand erase`: destroy bytes and all that was drawn from them; that it was done, and why, stays."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli import options

if TYPE_CHECKING:
    from firsthand.archive.erase import Plan
    from firsthand.cli.terminal import Screen

_EXAMPLES = """\b
Examples:
  firsthand erase 3f2a9c1b --reason "asked for under the agreement of 2 June"
  firsthand erase entry:17 --reason "the reason named somebody"
  firsthand erase --yes bridge --reason "the case ended, keeping it was not renewed"
"""


@click.command(epilog=_EXAMPLES)
@click.argument("given", metavar="ID")
@options.needed_reason
@click.option("--yes", is_flag=True, help="Do not ask. Where there is no terminal nobody is asked.")
@options.archive
@options.its_case
@options.as_json
def erase(given: str, reason: str, yes: bool, folder: Path, case: str | None, as_json: bool) -> int:
    """Destroy a capture, a document, a whole case or the reason of a decision (entry:17), and all drawn from it.

    This cannot be undone. The log keeps that it was done, by whom, when and why: let the reason name nobody. Backups
    and exports made before are not reached.
    """
    from firsthand.archive.erase import erase as destroy
    from firsthand.archive.erase import plan
    from firsthand.cli.archives import on_terminal, opened, refuse_outside
    from firsthand.cli.output import json_line, message, result
    from firsthand.cli.terminal import screen

    with opened(folder, write=True) as archive:
        refuse_outside(archive, case, given)
        if not yes and on_terminal():
            click.echo(_told(plan(archive, given), "this destroys", screen(sys.stderr)), err=True)
            click.confirm("Destroy it?", abort=True, err=True)
        erased = destroy(archive, given, reason=reason)
        if as_json:
            counts = {"statements": erased.plan.statements, "decisions": erased.plan.decisions}
            ids = {"captures": erased.plan.captures, "documents": erased.plan.documents}
            named = {name: [str(each) for each in found] for name, found in ids.items()}
            result(
                json_line({"entries": list(erased.entries), **named, **counts, "digests": list(erased.plan.digests)})
            )
        else:
            result(_told(erased.plan, "destroyed", screen(sys.stdout)))
            result(f"kept: that it was done, by whom and why (entry:{erased.entries[0]})")
        if erased.left:
            message(erased.left)
    return 0


def _told(plan: Plan, label: str, shown: Screen) -> str:
    """Say what is destroyed, and what may hold the same words and stays."""
    from firsthand.cli.terminal import wrap
    from firsthand.cli.wording import count

    parts = [
        count(len(plan.captures), "capture"),
        count(len(plan.documents), "document"),
        count(plan.statements, "statement"),
        count(plan.decisions, "decision"),
        f"{count(len(plan.digests) + len(plan.short), 'blob')}",
    ]
    lines = [f"{label}: {', '.join(parts)}"]
    if plan.cases:
        cases = ", ".join(plan.cases)
        lines.append(f"from {'the case' if len(plan.cases) == 1 else 'the cases'} {cases}")
    if plan.versions:
        ids = ", ".join(map(str, plan.versions))
        lines.append(f"not this: {count(len(plan.versions), 'other version')} of the same pages ({ids})")
    return "\n".join(line.replace("\u00a0", " ") for each in lines for line in wrap(each, shown.width))
