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
from firsthand.cli.people import people
from firsthand.cli.read import read
from firsthand.cli.rebuild import rebuild
from firsthand.cli.show import show
from firsthand.cli.statements import statements
from firsthand.cli.verify import verify
from firsthand.errors import FirsthandError


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: firsthand read page.html")
@click.version_option(__version__, message="firsthand %(version)s")
def app() -> None:
    """Follow quoted words back to the mouth that said them."""


app.add_command(read)
app.add_command(init)
app.add_command(add)
app.add_command(statements)
app.add_command(show)
app.add_command(people)
app.add_command(case)
app.add_command(judge)
app.add_command(confirm)
app.add_command(reject)
app.add_command(withhold)
app.add_command(release)
app.add_command(undo)
app.add_command(erase)
app.add_command(verify)
app.add_command(rebuild)
app.add_command(export)
app.add_command(backup)
app.add_command(restore)
app.add_command(demo)


def main() -> None:
    """Run one verb; what it returns is the exit status.

    0 done, 1 could not, 2 wrong usage, 3 evidence failed a check, 130 interrupted.
    """
    output.prepare()
    try:
        sys.exit(app.main(prog_name="firsthand", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except FirsthandError as error:
        output.message(str(error))
        sys.exit(1)
