"""`firsthand demo`: the example archive, for whoever has no page at hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.cli import options
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firsthand.archive.archive import Archive
    from firsthand.cli.terminal import Screen

_EXAMPLES = """\b
Examples:
  firsthand demo
  firsthand demo --no-serve | less
  firsthand demo --archive /tmp/example
"""
_IGNORED = "# Made by 'firsthand demo'; it can be removed.\n*\n"
_CASE = "example"
_INTERRUPTED = 130


class NotTheExample(FirsthandError):
    """An archive that holds something else than the example case."""


@click.command(epilog=_EXAMPLES)
@click.option("--no-serve", is_flag=True, help="Only build, and print what the pages say.")
@click.option(
    "--archive",
    "folder",
    metavar="DIR",
    default="example-archive",
    type=click.Path(path_type=Path),
    help="Where the example archive is, or is to be made; otherwise ./example-archive.",
)
@click.option("--port", metavar="N", default=8765, type=click.IntRange(0, 65535), help="Otherwise 8765; 0: any.")
@options.as_json
def demo(no_serve: bool, folder: Path, port: int, as_json: bool) -> int:
    """Build an archive of the example case, and open the desk on it.

    One sentence's way from a video to a page that you might read, among invented people, countries and outlets. Run
    again, it opens the archive that is there. With --no-serve or --json it prints what the pages say instead.
    """
    from firsthand.cli.archives import opened

    made = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if made:
        _make(folder)
    with opened(folder, write=True) as archive:
        status = _build(archive, as_json=as_json)
        printing = no_serve or as_json
        if not status and printing:
            _print(archive, as_json=as_json)
    if status or printing:
        return status
    return _serve(folder, port)


def _serve(folder: Path, port: int) -> int:
    """Open the desk, in a process of its own: building has set Django up without one."""
    import subprocess

    command = [sys.executable, "-c", "from firsthand.cli.main import main; main()", "serve"]
    try:
        return subprocess.call([*command, "--archive", str(folder), "--port", str(port)])  # noqa: S603 - this program
    except KeyboardInterrupt:
        return 0


def _make(folder: Path) -> None:
    """Make the archive, where a repository that it may stand in does not see it."""
    from firsthand.archive.archive import init

    init(folder).close()
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")


def _build(archive: Archive, *, as_json: bool) -> int:
    """Add the example case, unless that was done before; return the exit status if it was interrupted, else 0."""
    from importlib.resources import as_file

    from firsthand import example
    from firsthand.archive.cases import add_case
    from firsthand.archive.models import Capture, Case, Run
    from firsthand.archive.tables import rows
    from firsthand.cli.add import add_all
    from firsthand.cli.output import message

    database = archive.database
    if (case := rows(database, Case, name=_CASE).first()) and rows(
        database, Run, case_id=case.id, ended__isnull=False
    ).exists():
        return 0
    if not case:
        if rows(database, Capture).exists():
            raise NotTheExample(
                f"{archive.folder}: this archive holds something else than the example; name another folder: "
                "firsthand demo --archive DIR"
            )
        add_case(archive, _CASE, purpose="to see what Firsthand does, with a case that is invented")
    with as_file(example.root()) as root:
        outlets = sorted(str(path) for path in root.iterdir() if path.is_dir() and not path.name.startswith("_"))
        done = add_all(archive, outlets, lambda kept: None, case=_CASE, bare=as_json)
    if done.status != _INTERRUPTED:
        message(f"{archive.folder}: made, with the example case in it")
        return 0
    return done.status


def _print(archive: Archive, *, as_json: bool) -> None:
    """Print the pages as they were read, then what is in the archive and what to try with it."""
    from firsthand import example
    from firsthand.archive.models import Capture, Case, Document
    from firsthand.archive.stored import document_of, reading_of
    from firsthand.archive.tables import rows
    from firsthand.cli.output import json_pieces, results
    from firsthand.cli.render import rendered
    from firsthand.cli.terminal import screen
    from firsthand.custody.digest import digest_of
    from firsthand.custody.sealed import unseal
    from firsthand.reading.record import record

    shown = screen(sys.stdout)
    for number, (name, page) in enumerate(zip(example.PAGES, example.pages(), strict=True), 1):
        row = rows(archive.database, Document, digest=digest_of(page.read_bytes())).first()
        if row is None:
            raise NotTheExample(
                f"{archive.folder}: it has the example case of another version; remove that folder, then run again"
            )
        document = document_of(unseal(archive.blobs.get(row.text)), f"d{number}")
        reading = reading_of(unseal(archive.blobs.get(row.reading)), f"d{number}")
        pieces = json_pieces(record(name, document, reading)) if as_json else rendered(name, document, reading, shown)
        results(pieces)
    if not as_json:
        case = rows(archive.database, Case, name=_CASE).get()
        captures = rows(archive.database, Capture, case_id=case.id)
        results(["\n".join(_summary(archive, captures, shown))])


def _summary(archive: Archive, captures: Any, shown: Screen) -> Iterator[str]:
    """Yield how much is in the archive, and commands to try on it."""
    from firsthand.archive.models import Appearance, Statement
    from firsthand.archive.tables import rows
    from firsthand.cli.terminal import clean, wrap
    from firsthand.cli.wording import count

    documents = {row.document_id for row in captures if row.document_id}
    statements = rows(archive.database, Statement, document_id__in=documents, hidden=False)
    people = rows(archive.database, Appearance, document_id__in=documents, kind="named").values("person_id").distinct()
    parts = [count(captures.count(), "capture"), count(len(documents), "page"), count(statements.count(), "statement")]
    parts.append(f"{count(people.count(), 'named speaker')}")
    yield shown.paint("━" * shown.width, "dim")
    yield ""
    held = f"In the archive {clean(str(archive.folder))}: {', '.join(parts)}. Nothing leaves it until somebody decides."
    yield from (line.replace("\u00a0", " ") for line in wrap(held, shown.width))
    yield ""
    yield "Try next:"
    where = f"--archive {archive.folder}"
    for command in ("statements", "statements солдат", "people", "show ID", "trace ID", "missing", "verify"):
        yield f"  firsthand {command} {where}"
