"""`firsthand verify`: whether everything is still what it was."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli import options
from firsthand.cli.wording import number
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.verify import Finding
    from firsthand.cli.terminal import Screen

_EXAMPLES = """\b
Examples:
  firsthand verify
  firsthand verify --key sha256:1f92c4eb…
  firsthand verify --checkpoint checkpoint-of-march
  firsthand verify log/      # an export
"""
_DAMAGED = ("malformed", "not a database", "corrupt", "no such table", "no such column", "does not exist")
_NAMES = {
    "blob": "blob",
    "entry": "log entry",
    "row": "row",
    "checkpoint": "log state",
    "stamp": "time stamp of log state",
}
_NAMED = 5
"""How many items of which the same is to be said are named."""
_TRUTH = "that the sites told the truth"
_WHOSE = "that the key is yours (compare its fingerprint: --key)"


class NoCheckpoint(FirsthandError):
    """A file that should hold a checkpoint and cannot be read."""


@click.command(epilog=_EXAMPLES)
@click.argument("path", metavar="[PATH]", required=False, type=click.Path(path_type=Path))
@click.option("--key", metavar="FINGERPRINT", help="The archive's key, as you know it from elsewhere.")
@click.option(
    "--checkpoint", metavar="FILE", type=click.Path(path_type=Path), help="A checkpoint of its log, kept elsewhere."
)
@options.archive
@options.whole_archive
@options.as_json
def verify(path: Path | None, key: str | None, checkpoint: Path | None, folder: Path, as_json: bool) -> int:
    """Check an archive from the bytes up, or the export of a log on its own. Nothing is written.

    Every blob, log entry, signature, time stamp and row is ok, failed, not proved or erased. The exit is 3 if any
    failed.
    """
    from firsthand.cli.output import json_line, result
    from firsthand.cli.progress import bar
    from firsthand.cli.terminal import screen

    tally = _Tally()
    with bar("verifying", None, as_json=as_json) as progress:
        for done, finding in enumerate(_findings(path or folder, key, checkpoint, tally), 1):
            tally.count(finding)
            if as_json:
                result(json_line(asdict(finding)))
            progress(done)
    if not as_json:
        result("\n".join(tally.told(screen(sys.stdout))))
    return 3 if tally.failed else 0


@dataclass(slots=True)
class _Tally:
    """What was found, counted for a person."""

    captures: int | None = None
    """None for an export, which has no captures."""
    unchanged: Counter[str] = field(default_factory=Counter)
    failed: list[Finding] = field(default_factory=list)
    unproved: list[Finding] = field(default_factory=list)
    erased: Counter[str] = field(default_factory=Counter)
    sealed: int = 0
    authorities: set[str] = field(default_factory=set)
    export: list[str] = field(default_factory=list)
    """Of an export: what holds, in words."""

    def count(self, finding: Finding) -> None:
        """Take one more finding into account."""
        if finding.result == "failed":
            self.failed.append(finding)
        elif finding.result == "not proved":
            self.unproved.append(finding)
        elif finding.result == "erased":
            self.erased[finding.says] += 1
        else:
            self.unchanged[finding.what] += 1
            if finding.what == "checkpoint" and finding.id.isdecimal():
                self.sealed = max(self.sealed, int(finding.id))
            if finding.what == "stamp":
                self.authorities.add(finding.id.partition(" ")[2])

    def told(self, shown: Screen) -> Iterator[str]:
        """Yield it in words: what holds, what does not, what nothing here can prove."""
        from firsthand.cli.terminal import wrap

        whose = [finding for finding in self.unproved if finding.id.startswith("sha256:")]
        others = [finding for finding in self.unproved if finding not in whose and finding.what != "blob"]
        strays = [finding for finding in self.unproved if finding.what == "blob"]
        yield from wrap(self.summary(), shown.width)
        for says, blobs in self.erased.items():
            yield from _item(f"{_count(blobs, 'blob')}: {says}", shown)
        for title, findings in (("Failed", self.failed), ("Not proved", [*others, *strays])):
            if findings:
                yield ""
                yield shown.paint(f"{title}: {_count(len(findings), 'item')}", "care" if title == "Failed" else "bold")
                alike = Counter((each.what, each.says) for each in findings)
                for (what, says), times in alike.items():
                    ids = [each.id for each in findings if (each.what, each.says) == (what, says)][:_NAMED]
                    more = f" and {number(times - _NAMED)} more (--json names each)" if times > _NAMED else ""
                    yield from _item(f"{_NAMES[what]} {', '.join(ids)}{more}: {says}", shown)
        if never := [*([_TRUTH] if self.captures is not None else []), *([_WHOSE] if whose else [])]:
            yield ""
            yield from wrap(f"Not proved by this: {'; '.join(never)}.", shown.width)

    def summary(self) -> str:
        """Say what is unchanged and under whose signature."""
        if self.captures is None:
            return "; ".join(self.export) + "." if self.export else "This export does not hold."
        parts = [] if self.failed else [_count(self.captures, "capture")]
        parts += [_count(self.unchanged["blob"], "blob"), f"{_count(self.unchanged['entry'], 'log entr', 'y', 'ies')}"]
        state = f"Log state {number(self.sealed)} sealed" if self.sealed else "Nothing sealed"
        authorities = len(self.authorities)
        time = (
            f"confirmed by {_count(authorities, 'authorit', 'y', 'ies')}"
            if authorities
            else "no authority has confirmed when"
        )
        return f"{', '.join(parts)}: unchanged. {state}; {time}."


def _findings(path: Path, key: str | None, checkpoint: Path | None, tally: _Tally) -> Iterator[Finding]:
    """Yield the findings about an archive or an export; a database too damaged to be opened is one."""
    from firsthand.archive.archive import NoArchive
    from firsthand.archive.database import DatabaseTrouble
    from firsthand.archive.models import Capture
    from firsthand.archive.tables import rows
    from firsthand.archive.verify import Finding, verify, verify_export
    from firsthand.cli.archives import opened
    from firsthand.custody.entry import EntryError

    note = _text(checkpoint) if checkpoint else None
    if (path / "tile").is_dir() or (path / "vkey").is_file():
        if note:
            raise click.UsageError("--checkpoint is compared with an archive; this is the export of a log")
        for finding in verify_export(path, key=key):
            tally.export += [finding.says] if finding.result == "ok" else []
            yield finding
        return
    tally.captures = 0
    try:
        with opened(path, damaged=True) as archive:
            tally.captures = rows(archive.database, Capture).count()
            yield from verify(archive, key=key, checkpoint=note)
    except EntryError as error:
        yield Finding("entry", "0", "failed", str(error))
    except NoArchive as error:
        yield Finding("row", "firsthand.db", "failed", str(error))
    except DatabaseTrouble as error:
        if not any(sign in str(error) for sign in _DAMAGED):
            raise  # it could not be asked: that is no finding
        yield Finding("row", "database", "failed", str(error))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoCheckpoint(f"{path}: no checkpoint can be read from it: {error}") from error


def _item(text: str, shown: Screen) -> Iterator[str]:
    from firsthand.cli.terminal import clean, wrap

    for place, line in enumerate(wrap(clean(text), shown.width - 4)):
        yield f"{'    ' if place else '  '}{line}"


def _count(count: int, noun: str, one: str = "", many: str = "s") -> str:
    return f"{number(count)} {noun}{one if count == 1 else many}"
