"""`firsthand add`: capture, keep and read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.cli import options
from firsthand.cli.options import MAIN

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.intake import Kept
    from firsthand.capture import Target
    from firsthand.cli.terminal import Screen
    from firsthand.trunk.whisper import Whisper

_EXAMPLES = """\b
Examples:
  firsthand add https://dayline.example/soldiers
  firsthand add --case bridge folder/ talk.info.json
  firsthand add ChatExport_2023-03-06/ crawl.wacz
  firsthand add --private --case bridge result.json
  firsthand add --transcribe models/whisper-small/ talk.mp4
  firsthand add --json folder/ > captures.jsonl
  pdftotext report.pdf - | firsthand add --lang es -
"""


@click.command(epilog=_EXAMPLES)
@click.argument("inputs", metavar="PATH|URL|- …", nargs=-1, required=True)
@options.archive
@options.into_case
@options.language
@options.as_json
@options.allow_private
@options.private
@click.option(
    "--live", is_flag=True, help="Fetch what a feed or sitemap on disk lists; one from the web is followed anyway."
)
@click.option(
    "--transcribe",
    "model",
    metavar="MODEL",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Write down what is said in recordings without subtitles, with the Whisper model in this folder.",
)
def add(
    inputs: tuple[str, ...],
    folder: Path,
    case: str,
    language: str | None,
    as_json: bool,
    allow_private: bool,
    private: bool,
    live: bool,
    model: Path | None,
) -> int:
    """Capture, keep and read pages, and any other files.

    Takes files, folders, addresses, or - for standard input. A folder is added with all that is in it, hidden files
    left out. Any file is kept, whether or not it can be read. What fails is told and the rest goes on; the exit is 1 if
    anything could not be captured or read.

    Of what holds others (exports of Telegram, WARC and WACZ, feeds, sitemaps) each message, answer and item is a
    capture of its own. Chats that are not public need --private and a case. The address of a video is given to yt-dlp,
    where that is installed. With --transcribe a model writes down what is said in recordings, and the transcript says
    so; 'pip install "firsthand[transcribe]"' installs what it needs, the model you give.

    What has been printed is safe. After an interruption the same command goes on where it was.
    """
    from firsthand.cli.archives import opened
    from firsthand.cli.output import json_line, result
    from firsthand.cli.terminal import screen
    from firsthand.trunk.whisper import Whisper

    if private and case == MAIN:
        raise click.UsageError("--private needs a case of its own: say --case NAME ('firsthand case' makes one)")
    _offer(folder)
    shown = screen(sys.stdout)
    with opened(folder, write=True) as archive:

        def tell(kept: Kept) -> None:
            result(json_line(_record(kept)) if as_json else _told(archive, kept, shown))

        done = add_all(
            archive,
            inputs,
            tell,
            case=case,
            language=language,
            allow_private=allow_private,
            private=private,
            live=live,
            whisper=Whisper(model) if model else None,
            bare=as_json,
        )
        if not as_json and done.captures > 1:
            result(done.told(shown))
        return done.status


@dataclass(slots=True)
class Done:
    """What a run of `add` came to."""

    captures: int = 0
    failed: int = 0
    unread: int = 0
    statements: int = 0
    status: int = 0

    def count(self, kept: Kept) -> None:
        """Take one more into account."""
        self.captures += 1
        self.failed += kept.failed
        self.unread += kept.error is not None and not kept.failed
        self.statements += kept.statements
        if kept.failed or (kept.error is not None and not kept.member):  # many a message has no words
            self.status = 1

    def told(self, shown: Screen) -> str:
        """Say it in a line."""
        from firsthand.cli.lines import fact
        from firsthand.cli.wording import count, together

        read = self.captures - self.failed - self.unread
        parts = [f"{count(self.captures - self.failed, 'capture')} kept", f"{read}\u00a0read"]
        parts += [count(self.statements, "statement")]
        parts += [f"{self.failed}\u00a0failed"] if self.failed else []
        return "\n".join(["", *fact(shown, "in all", together(*parts), "bold")])


def add_all(
    archive: Archive,
    inputs: Sequence[str],
    tell: Callable[[Kept], None],
    *,
    case: str,
    language: str | None = None,
    allow_private: bool = False,
    private: bool = False,
    live: bool = False,
    whisper: Whisper | None = None,
    bare: bool = False,
) -> Done:
    """Add what a person named, with a bar on a terminal. Ctrl-C ends it with the status 130.

    Args:
        archive: Where to.
        inputs: Paths, addresses, `-`.
        tell: Called with each capture once it is durable.
        case: Name of the case.
        language: BCP 47, where a person knows better than the pages.
        allow_private: Whether addresses may lead into a private network.
        private: Whether chats that are not public may be taken.
        live: Whether what a feed or sitemap on disk lists is to be fetched.
        whisper: What transcribes recordings that have no subtitles.
        bare: Whether records are printed, which no bar may break.
    """
    from firsthand.archive.intake import intake
    from firsthand.archive.models import Capture
    from firsthand.archive.tables import rows
    from firsthand.cli.output import message
    from firsthand.cli.progress import bar
    from firsthand.reading.readers import best_reader

    given = [each if each == "-" or "://" in each else os.path.abspath(each) for each in inputs]
    done = Done()
    try:
        total = sum(1 for _ in _targets(inputs, done)) if sys.stderr.isatty() else None
        run = intake(
            archive,
            best_reader(),
            given,
            case=case,
            language=language,
            allow_private=allow_private,
            private=private,
            live=live,
            whisper=whisper,
        )
        with bar("adding", total, as_json=bare) as progress, run as into:
            if into.resumed:
                before = rows(archive.database, Capture, run_id=into.run).count()
                message(f"this goes on with a run that was interrupted; of it {before} kept before, told here again")
            for number, target in enumerate(_targets(inputs, done, aloud=True), 1):
                for kept in into.take_in(target):
                    done.count(kept)
                    if kept.failed:
                        message(kept.error or "")
                    tell(kept)
                progress(number)
    except KeyboardInterrupt:
        message(f"interrupted; captures kept: {done.captures}. The same command goes on from there.")
        done.status = 130
    return done


def _targets(inputs: Sequence[str], done: Done, *, aloud: bool = False) -> Iterator[Target]:
    """Yield all that is to be captured; a folder with nothing in it fails."""
    from firsthand.capture import EmptyFolderError, gather
    from firsthand.cli.output import message

    for each in inputs:
        empty = True
        for target in gather(each):
            empty = False
            yield target
        if empty and aloud:
            done.status = 1
            message(str(EmptyFolderError(each)))


def _offer(folder: Path) -> None:
    """Offer to make the archive, where there is none and a person can be asked."""
    from firsthand.cli.archives import on_terminal
    from firsthand.cli.init import made
    from firsthand.cli.terminal import screen

    if not on_terminal() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        return  # opening it says what is wrong, if anything is
    click.confirm(f"There is no archive in {folder} yet. Make one?", default=True, abort=True, err=True)
    from firsthand.archive.archive import init

    archive = init(folder)
    archive.close()
    click.echo(made(archive, screen(sys.stderr)) + "\n", err=True)


def _record(kept: Kept) -> dict[str, object]:
    """Return what `add --json` prints (CONTRACT.md, "The JSON")."""
    return {
        "id": str(kept.id),
        "document": kept.document and str(kept.document),
        "url": kept.url,
        "obtained": kept.obtained,
        "media_type": kept.media_type,
        "digest": kept.digest,
        "statements": kept.statements,
        "error": kept.error,
    }


def _told(archive: Archive, kept: Kept, shown: Screen) -> str:
    """Say what a capture is, what was read in it and what to be careful with."""
    from firsthand.cli.lines import fact
    from firsthand.cli.wording import size_of, together

    at = f"{kept.obtained} {kept.at[:16].replace('T', ' ')} UTC".replace(" ", "\u00a0")
    where = "standard input" if kept.address == "-" else kept.url or kept.address
    facts = [where, at]
    if kept.digest:
        facts[1:1] = [size_of(kept.size)]
        facts += [kept.digest[:13] + "…"]
    facts += ["kept before the interruption"] if kept.again else []
    lines = [*fact(shown, "failed" if kept.failed else "captured", together(*facts))]
    if kept.failed:
        lines += fact(shown, "as", f"capture {kept.id}")
    elif kept.document:
        read, care = _read(archive, kept)
        lines += fact(shown, "read", read)
        lines += fact(shown, "care", care, "care") if care else ()
    elif kept.error:
        lines += fact(shown, "not read", kept.error)
    else:
        lines += fact(shown, "holds", "what follows, each captured by itself")
    return "\n".join(lines)


def _read(archive: Archive, kept: Kept) -> tuple[str, str]:
    """Say what a document's reading holds, and whom it speaks of; the latter empty if nobody is to be protected."""
    from firsthand.archive.models import Document
    from firsthand.archive.tables import rows
    from firsthand.cli.wording import PEOPLE, count, language, together
    from firsthand.custody.sealed import unseal

    document = rows(archive.database, Document, id=kept.document).get()
    reading = unseal(archive.blobs.get(document.reading))
    people, statements = reading["people"], reading["statements"]
    speakers = {each["person"] for each in statements}
    named = sum(people[each]["kind"] == "named" for each in speakers)
    translated = any("translated" in each["circumstances"] for each in statements)
    parts = [
        language(document.language) + (", probably translated" if translated else ""),
        count(kept.statements, "statement"),
    ]
    if speakers:
        parts.append(f"{count(len(speakers), 'speaker')}\u00a0({named}\u00a0named)")
    if hands := {hand[0] for hand in reading["credits"]}:
        parts.append(f"{count(len(hands), 'source')}\u00a0credited")
    parts.append(f"document\u00a0{str(kept.document)[:8]}")
    found = {each for person in people for each in person["circumstances"]}
    whom = [many for circumstance, (_, many) in PEOPLE.items() if circumstance in found]
    care = f"it speaks of {'; '.join(whom)}: nobody on it leaves the archive until somebody decides" if whom else ""
    return together(*parts), care
