"""`firsthand judge`: whether two persons are one, or two statements the same words of one mouth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli import options

if TYPE_CHECKING:
    from firsthand.archive.decide import Verdict

_EXAMPLES = """\b
Examples:
  firsthand judge 41d0 9be2 same --reason "same patronymic, same unit, both of Orsk"
  firsthand judge 41d0 c377 different --reason "one is 21, the other 40"
"""


@click.command(epilog=_EXAMPLES)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.argument("verdict", type=click.Choice(["same", "different", "unsure"]))
@options.needed_reason
@options.seen
@options.archive
@options.its_case
@options.as_json
def judge(
    a: str, b: str, verdict: Verdict, reason: str, seen: int | None, folder: Path, case: str | None, as_json: bool
) -> int:
    """Judge whether two persons are one, or two statements the same words of one mouth.

    Persons are joined and kept apart by judgements alone. Each can be undone.
    """
    from firsthand.archive.decide import judge as decide
    from firsthand.cli.archives import opened, refuse_outside
    from firsthand.cli.decide import tell

    with opened(folder, write=True) as archive:
        refuse_outside(archive, case, a, b)
        tell(archive, decide(archive, a, b, verdict, reason=reason, seen=seen), as_json=as_json)
    return 0
