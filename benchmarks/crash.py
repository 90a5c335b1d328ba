"""`add` killed at any moment, over and over: nothing that it printed is lost (`python -m benchmarks.crash`).

A process adds a folder of pages and other files and is killed (SIGKILL) at a moment drawn by chance: while it starts,
between two records, in the middle of one, while it goes on with what an earlier kill interrupted. After each kill the
archive is verified and compared with all that was printed; then the same command runs again. Once it gets to its end,
everything is there exactly once, and the same command after that makes new captures of the same blobs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand.archive.archive import init, open_archive
from firsthand.archive.models import Capture, Document, Run, Statement
from firsthand.archive.stored import document_of
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.custody.sealed import unseal

KILLS = 200
PAGES = 60
_A_LIFE = 8  # kills of one archive at most: then its run may end
_HANGS = 120  # seconds
_SAID = {
    "en": "“The ferry will cross {} times a day until the ice is gone,” said {}, {}, a ferryman from Lindmark.",
    "es": "«El transbordador cruzará {} veces al día hasta que se vaya el hielo», dijo {}, de {} años.",
    "ru": "«Паром будет ходить {} раз в день, пока не сойдёт лёд», — сказал {}, {} года, паромщик из Линдмарка.",
    "uk": "«Пором ходитиме {} разів на день, поки не зійде крига», — сказав {}, {} роки, поромник із Ліндмарка.",
}
_WHO = {
    "en": ("Marta Olden", "Jon Hask", "Ned Varley"),
    "es": ("Inés Calderuela", "Bruno Salcedilla"),
    "ru": ("Антон Беловежцев", "Пётр Ладожин"),
    "uk": ("Остап Криничко", "Данило Вербовий"),
}
_PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")


class Lost(AssertionError):
    """Something that was printed and is not there, or an archive that is not whole."""


def write_files(folder: Path, seed: int, pages: int = PAGES) -> int:
    """Write pages of four languages, a large file, a picture, a video; return how many captures they are."""
    rng = random.Random(seed)  # noqa: S311 - the same files for the same seed
    folder.mkdir(parents=True)
    languages = list(_SAID)
    for number in range(pages):
        language = languages[number % len(languages)]
        who = rng.choice(_WHO[language])
        said = _SAID[language].format(number + 2, who, 21 + 2 * len(who))
        text = "\n\n".join([said, *(_SAID[language].format(number + 70 + more, who, 30) for more in range(2))])
        if number % 3:
            (folder / f"{language}-{number:03}.txt").write_text(text, encoding="utf-8")
        else:
            link = f'<link rel="canonical" href="https://dayline.example/ferry/{number // 2}">'
            page = f'<html lang="{language}"><head>{link}<title>Ferry</title></head><body><p>{text}</p></body></html>'
            (folder / f"{language}-{number:03}.html").write_text(page, encoding="utf-8")
    first = next(folder.glob("*.html"))
    (folder / "a-copy.html").write_bytes(first.read_bytes())
    (folder / "large.bin").write_bytes(rng.randbytes(4 * 2**20))
    (folder / "picture.png").write_bytes(_PICTURE)
    told = {"id": "ferry", "title": "The ferry", "webpage_url": "https://meseta.example/watch/ferry", "language": "en"}
    (folder / "talk.info.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "talk.webm").write_bytes(rng.randbytes(2**20))
    for language in ("en", "uk"):
        vtt = f"WEBVTT\n\n00:00.000 --> 00:02.000\n{_SAID[language].format(3, _WHO[language][0], 21)}\n"
        (folder / f"talk.{language}.vtt").write_text(vtt, encoding="utf-8")
    return pages + 5  # the copy, the large file, the picture, the video, its subtitles in another language


@dataclass(slots=True)
class Adding:
    """One process of `add`, and what it has printed so far."""

    process: subprocess.Popen[bytes]
    lines: list[bytes] = field(default_factory=list)
    reader: threading.Thread = field(default_factory=threading.Thread)
    printed: threading.Condition = field(default_factory=threading.Condition)

    @classmethod
    def start(cls, archive: Path, folder: Path) -> Adding:
        """Start `firsthand add FOLDER --json` and read what it prints as it comes."""
        command = [str(Path(sys.executable).with_name("firsthand")), "add", "--json", "--archive", str(archive)]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        adding = cls(subprocess.Popen([*command, str(folder)], **pipes))  # noqa: S603 - our own program
        adding.reader = threading.Thread(target=adding._read)
        adding.reader.start()
        return adding

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.printed:
                self.lines.append(line)
                self.printed.notify_all()
        with self.printed:
            self.printed.notify_all()

    def wait_for(self, count: int) -> None:
        """Wait until so many records are printed, or it has ended."""
        with self.printed:
            self.printed.wait_for(lambda: len(self.lines) >= count or self.process.poll() is not None, _HANGS)

    def kill(self) -> bool:
        """Kill it; tell whether it was still running."""
        running = self.process.poll() is None
        self.process.kill()
        self.end()
        return running and self.process.returncode < 0

    def end(self) -> int:
        """Wait until it has ended and return its exit status."""
        status = self.process.wait(_HANGS)
        self.reader.join(_HANGS)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    @property
    def records(self) -> list[dict[str, Any]]:
        """What it has printed; a line that was cut off is no record."""
        return [json.loads(line) for line in self.lines if line.endswith(b"\n")]


@dataclass(slots=True)
class Tally:
    """What came of it."""

    kills: int = 0
    before: int = 0
    """Kills before anything was printed."""
    resumed: int = 0
    """Kills of a process that went on with an interrupted run."""
    runs: int = 0
    """Runs that got to their end."""
    captures: int = 0
    """Records printed, each compared with the archive after each later kill."""
    checks: int = 0
    worst: int = 0
    """Kills of one run."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.before} before the first record, {self.resumed} of a run that went on, at most "
            f"{self.worst} of one run), {self.runs} runs to their end: {self.captures} captures printed, none lost; "
            f"{self.checks} findings of verify, none failed"
        )


@dataclass(slots=True)
class Life:
    """One archive, what is added to it, and what was printed about it."""

    archive: Path
    folder: Path
    expected: int
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By capture: the first record printed."""

    def check(self, records: Sequence[dict[str, Any]], tally: Tally) -> None:
        """Verify the archive and look for all that was ever printed."""
        for record in records:
            before = self.known.setdefault(record["id"], record)
            if any(before[name] != record[name] for name in ("url", "digest", "document", "error", "statements")):
                raise Lost(f"told as {before}, and after the interruption as {record}")
        archive = open_archive(self.archive, write=False)
        try:
            for finding in verify(archive):
                tally.checks += 1
                if finding.result == "failed":
                    raise Lost(f"verify: {finding}")
            held = {str(row.id): row for row in rows(archive.database, Capture)}
            for record in self.known.values():
                row = held.get(record["id"])
                if row is None or (row.digest, row.error or row.unread) != (record["digest"], record["error"]):
                    raise Lost(f"printed, and not there: {record}")
                archive.blobs.get(row.digest)
                if record["document"]:
                    document = rows(archive.database, Document, id=record["document"]).get()
                    if not document_of(unseal(archive.blobs.get(document.text)), str(document.id)).text:
                        raise Lost(f"printed, and without its text: {record}")
                    count = rows(archive.database, Statement, document_id=document.id).count()
                    if count != record["statements"]:
                        raise Lost(f"{count} statements, not as printed: {record}")
            if twice := _twice(row for row in held.values()):
                raise Lost(f"captured twice in one run: {twice}")
            if (unfinished := rows(archive.database, Run, ended=None).count()) > 1:
                raise Lost(f"{unfinished} runs are unfinished: the same command began another")
        finally:
            archive.close()

    def runs(self) -> tuple[int, int]:
        """Return how many runs there are, and how many of them have ended."""
        archive = open_archive(self.archive, write=False)
        try:
            found = rows(archive.database, Run)
            return found.count(), found.exclude(ended=None).count()
        finally:
            archive.close()

    def check_ended(self, ended: int, records: Sequence[dict[str, Any]], status: int) -> None:
        """Check that everything is there exactly once for each run that got to its end."""
        archive = open_archive(self.archive, write=False)
        try:
            held = rows(archive.database, Capture)
            counts = {run.id: held.filter(run_id=run.id).count() for run in rows(archive.database, Run)}
            digests = set(held.values_list("digest", flat=True))
        finally:
            archive.close()
        if status != 1:  # it holds files that cannot be read
            raise Lost(f"add ended with {status}")
        if set(counts.values()) != {self.expected} or len(counts) != ended or len(records) != self.expected:
            raise Lost(f"{self.expected} captures are expected of {ended} runs, and there are {counts}")
        if len(digests) != self.expected - 1:  # one file is the copy of another
            raise Lost(f"{len(digests)} main blobs of {ended} runs, {self.expected - 1} are expected")


def _twice(captures: Any) -> list[Any]:
    counts = Counter((row.run_id, row.address, row.within) for row in captures)
    return [key for key, count in counts.items() if count > 1]


def campaign(root: Path, kills: int, seed: int, pages: int = PAGES) -> Tally:
    """Kill so often, and check after each kill; archives, files and keys are made in `root`.

    Raises:
        Lost: Something was.
    """
    rng = random.Random(seed)  # noqa: S311 - nothing is secret here
    tally = Tally()
    number = 0
    while tally.kills < kills:
        number += 1
        folder = root / f"files-{number}"
        life = Life(root / f"archive-{number}", folder, write_files(folder, seed + number, pages))
        init(life.archive).close()
        _one_run(life, tally, rng, min(rng.randint(1, _A_LIFE), kills - tally.kills), ended=1)
        again = rng.randint(0, 1) if tally.kills < kills else 0
        _one_run(life, tally, rng, again, ended=2)
    return tally


def _one_run(life: Life, tally: Tally, rng: random.Random, kills: int, *, ended: int) -> None:
    """Kill a run so often, then let it get to its end."""
    mine = 0
    while True:
        _, done = life.runs()
        adding = Adding.start(life.archive, life.folder)
        began = time.monotonic()
        if mine == kills:
            status = adding.end()
            life.check(adding.records, tally)
            life.check_ended(ended, adding.records, status)
            break
        _wait(adding, rng, life.expected)
        killed = adding.kill()
        life.check(adding.records, tally)
        if life.runs()[1] > done:  # it got to its end, or was killed after that
            tally.kills += killed
            life.check_ended(ended, adding.records, 1)
            break
        if not killed:
            raise Lost(f"add ended by itself after {time.monotonic() - began:.1f} s, and its run has no end")
        tally.kills += 1
        mine += 1
        tally.before += not adding.lines
        tally.resumed += mine > 1
    tally.worst = max(tally.worst, mine)
    tally.runs += 1
    tally.captures = tally.captures + life.expected


def _wait(adding: Adding, rng: random.Random, expected: int) -> None:
    """Wait for a moment drawn by chance."""
    match rng.choice(("start", "between", "middle", "middle", "end")):
        case "start":
            time.sleep(rng.uniform(0, 0.7))
        case "between":
            adding.wait_for(rng.randint(1, expected))
        case "middle":
            adding.wait_for(rng.randint(0, expected))
            time.sleep(rng.expovariate(1 / 0.01))
        case _:
            adding.wait_for(expected)
            time.sleep(rng.uniform(0, 0.05))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign and print what came of it; 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIRSTHAND_CONFIG"] = str(Path(folder, "config"))
        os.environ["FIRSTHAND_USER"] = "marta"
        try:
            tally = campaign(Path(folder), options.kills, options.seed)
        except Lost as error:
            print(f"lost (seed {options.seed}): {error}")
            return 1
    print(f"{tally} (seed {options.seed}, {time.monotonic() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
