"""`firsthand`: the verbs put together. Each verb loads what it needs only when it runs."""

from __future__ import annotations

import sys

import click

from firsthand import __version__
from firsthand.cli import output
from firsthand.cli.add import add
from firsthand.cli.backup import backup, restore
from firsthand.cli.case import case
from firsthand.cli.decide import confirm, reject, release, undo, withhold
from firsthand.cli.demo import demo
from firsthand.cli.erase import erase
from firsthand.cli.export import export
from firsthand.cli.init import init
from firsthand.cli.judge import judge
from firsthand.cli.missing import missing
from firsthand.cli.names import names
from firsthand.cli.people import people
from firsthand.cli.read import read
from firsthand.cli.rebuild import rebuild
from firsthand.cli.serve import serve
from firsthand.cli.show import show
from firsthand.cli.statements import statements
from firsthand.cli.trace import trace
from firsthand.cli.user import user
from firsthand.cli.verify import verify
from firsthand.errors import FirsthandError

_VERBS: dict[str, tuple[click.Command, ...]] = {
    "To begin": (demo, read, init, add),
    "To look": (serve, statements, show, people, names, trace, missing),
    "To decide": (confirm, reject, judge, withhold, release, undo),
    "To keep": (case, user, erase, verify, rebuild, export, backup, restore),
}
"""In the order in which a person meets them."""
_SENTENCE = 200  # characters: the first sentence of a help text is never cut


class _Verbs(click.Group):
    """A group whose help lists the verbs as `_VERBS` has them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        longest = max(map(len, self.commands))
        for title, verbs in _VERBS.items():
            with formatter.section(title):
                formatter.write_dl([(f"{verb.name:{longest}}", verb.get_short_help_str(_SENTENCE)) for verb in verbs])


@click.group(
    cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: firsthand read page.html"
)
@click.version_option(__version__, message="firsthand %(version)s")
def app() -> None:
    """Follow quoted words back to the mouth that said them."""


for _verb in (verb for verbs in _VERBS.values() for verb in verbs):
    app.add_command(_verb)


def main() -> None:
    """Run one verb; what it returns is the exit status.

    0 done, 1 could not, 2 wrong usage, 3 evidence failed a check, 130 interrupted.
    """
    try:
        output.prepare()
        sys.exit(app.main(prog_name="firsthand", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except FirsthandError as error:
        output.message(str(error))
        sys.exit(1)
