"""Hostile inputs read one after another: every one ends in a reading or in a clear error (`python -m benchmarks.fuzz`).

An input goes the way of any page: bytes, capture, document, reading, JSON line, lines for a terminal. What comes out is
checked against what the library promises. Each family runs in a process of its own, so that its peak of memory is its
own and a crash loses one input; some of its inputs are read again in another process, under another hash seed, and must
give the same bytes. What fails is kept under `build/fuzz/`.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import multiprocessing
import os
import re
import resource
import signal
import socketserver
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from benchmarks.hostile import FAMILIES, Input, make
from firsthand.capture import Capture, capture_stdin
from firsthand.cli.output import json_pieces
from firsthand.cli.render import rendered
from firsthand.cli.terminal import Screen, columns
from firsthand.errors import FirsthandError
from firsthand.reading.extract import LIMIT
from firsthand.reading.grammar import GrammarReader
from firsthand.reading.read import read
from firsthand.reading.record import record
from firsthand.reading.statement import Act, Kind, Type

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from firsthand.reading.reader import Reading
    from firsthand.text import Document, Fragments

COUNT = 100_000
MOST_MEMORY = 500
"""MB of memory that one process may ever hold, the input included."""
PATIENCE = (2.0, 8.0)
"""Seconds of processor time that one reading may take: at least, and for each MB that is read."""
GROWTH = 25
"""How much longer than a text a text ten times as long may take: 10, and room for what is measured beside it."""
_PARSED = 10_000_000  # characters of JSON that are parsed again: more would be measured as memory of the reading
_HANGS = 300  # seconds after which a reading is ended from outside
_AGAIN = 40  # one in so many inputs is read again, in the same process and in another
_BUILD = Path(__file__).parents[1] / "build/fuzz"
_STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_AT = datetime(2023, 3, 8, 10, 22, tzinfo=UTC)
_READER = GrammarReader()


class Broken(AssertionError):
    """A promise that an output does not keep."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input."""

    index: int
    result: str
    """`read`, `error` (a clear one), or `failed`."""
    seconds: float = 0.0
    """Processor time of the slowest reading of it."""
    size: int = 0
    """Bytes of the input."""
    digest: str = ""
    """Of all that was written about it."""
    says: str = ""
    memory: float = 0.0
    """MB: the most that the process had held by then."""


@dataclass(slots=True)
class Tally:
    """What became of a family."""

    results: dict[str, int] = field(default_factory=lambda: {"read": 0, "error": 0, "failed": 0})
    slowest: Outcome = Outcome(0, "read")
    memory: float = 0.0
    digests: dict[int, str] = field(default_factory=dict)
    failures: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Take in one more."""
        self.results[outcome.result] += 1
        self.slowest = max(self.slowest, outcome, key=lambda one: one.seconds)
        self.memory = max(self.memory, outcome.memory)
        self.digests[outcome.index] = outcome.digest
        if outcome.result == "failed":
            self.failures.append(outcome)


# One input


def check(document: Document, reading: Reading) -> None:
    """Hold what was read against what is promised of any reading.

    Raises:
        Broken: Something does not hold.
    """
    text, length = document.text, len(document.text)
    said: set[str] = set()

    def places(what: str, fragments: Fragments) -> None:
        _holds(all(0 <= one.start < one.end <= length for one in fragments), f"{what} leaves the text: {fragments}")
        _holds(
            all(a.end <= b.start for a, b in pairwise(fragments)), f"{what} overlaps or is out of order: {fragments}"
        )

    _holds(not set(text) & {"\0", *map(chr, range(0xD800, 0xE000))}, "NUL or a lone surrogate in the text")
    places("furniture", document.furniture)
    for date in document.dates:
        places("date", (date.words,) if date.words else ())
    for link in document.links:
        places("link", (link.words,) if link.words else ())
        _holds(0 <= link.at <= length, f"link at {link.at} stands outside the text")
    statements = {statement.id: statement for statement in reading.statements}
    _holds(list(statements) == [f"s{number}" for number in range(1, len(reading.statements) + 1)], "ids not in order")
    for one in reading.statements:
        for what, fragments in (("source", one.source), ("cue", one.cue), ("content", one.content)):
            places(f"{what} of {one.id}", fragments)
        _holds(any(span.of(text).strip() for span in one.content), f"{one.id} says nothing")
        kinds = one.type in get_args(Type) and one.act in get_args(Act) and one.speaker.kind in get_args(Kind)
        _holds(kinds and 0 <= one.score <= 1, f"{one.id} has a type, act, kind or score that there is not")
        places(f"mention of {one.id}", (one.speaker.mention,) if one.speaker.mention else ())
        said |= {" ".join(each.split()) for each in (one.speaker.name, one.speaker.role) if each is not None}
        if one.within is not None:
            outer = statements.get(one.within)
            _holds(outer is not None and outer is not one, f"{one.id} is within {one.within}, which is not there")
            inside = outer is not None and all(
                outer.content[0].start <= span.start and span.end <= outer.content[-1].end for span in one.content
            )
            _holds(inside, f"{one.id} stands outside {one.within}, in which it is said to be")
    missing = {each for each in said if each not in text}
    words = " ".join(text.split()) if missing else ""
    for each in missing:
        _holds(each in words, f"{each!r} is not on the page")
    for credit in reading.credits:
        places("credit", credit.words)
        _holds(statements.keys() >= set(credit.covers), f"credit covers what is not there: {credit.covers}")


def written(address: str, document: Document, reading: Reading) -> tuple[bytearray, bytearray]:
    """Return the JSON line and the lines for a terminal, as the command writes them: piece by piece.

    Raises:
        Broken: What is written is not what is promised of anything that is written.
    """
    screen, line, shown = Screen(80), bytearray(), bytearray()
    for piece in json_pieces(record(address, document, reading)):
        _holds(len(piece.splitlines()) <= 1 and not piece.endswith("\n"), "the record is more than one line")
        line += piece.encode()
    if len(line) < _PARSED:
        _holds(json.loads(line)["text"] == document.text, "the record does not give the text back")
    for row in rendered(address, document, reading, screen):
        _holds(columns(row[:-1]) <= screen.width, f"a line wider than the screen: {row!r}")
        _holds(len(row.splitlines()) == 1 and not _STEERS.search(row), f"steers the terminal: {row!r}")
        shown += row.encode()
    return line, shown


def read_one(capture: Capture, language: str | None = None) -> tuple[bytearray, bytearray]:
    """Read, check and write one capture; return the JSON line and the lines for a terminal.

    Raises:
        FirsthandError: It cannot be read, and the error says why.
        Broken: A promise is not kept.
    """
    document, reading = read(capture, _READER, language=language)
    check(document, reading)
    return written(capture.address, document, reading)


def captured(given: Input) -> Capture:
    """Return an input as a capture, as if it had been fetched or sent to standard input."""
    if given.media_type is None:
        return replace(capture_stdin(io.BytesIO(given.body)), charset=given.charset)
    return Capture(given.address, "supplied", _AT, given.body, media_type=given.media_type, charset=given.charset)


def _holds(promise: bool, broken: str) -> None:
    if not promise:
        raise Broken(broken[:500])


def run(given: Input) -> tuple[str, str, float]:
    """Read one input in each of its languages.

    Returns:
        `read` if any of them was, else `error`; the digest of all that was written; the seconds that the slowest took.

    Raises:
        Exception: Whatever is wrong with the project.
    """
    if given.by == "command":
        return _commanded(given)
    result, digest, slowest = "error", hashlib.sha256(), 0.0
    for language in given.languages:
        began = time.process_time()
        try:
            line, shown = read_one(_fetched(given) if given.by == "wire" else captured(given), language)
        except FirsthandError as error:
            _holds(bool(str(error)) and len(str(error)) < 2000, "an error that says nothing, or too much")
            line, shown = bytearray(str(error).encode()), bytearray()
        else:
            result = "read"
        seconds = time.process_time() - began
        slowest = max(slowest, seconds)
        size = max(len(given.body), len(line))  # what is packed, in a PDF or by a server, is more than it seems
        digest.update(line)
        digest.update(shown)
        _holds(seconds < _patience(size), f"took {seconds:.1f} s for {size} bytes ({language})")
        if given.smaller is not None:
            began = time.process_time()
            with contextlib.suppress(FirsthandError):
                read_one(captured(replace(given, body=given.smaller)), language)
            smaller = time.process_time() - began
            _holds(
                seconds < max(1.0, GROWTH * smaller),
                f"{len(given.body)} bytes took {seconds:.1f} s, a tenth of them {smaller:.2f} s",
            )
    return result, digest.hexdigest(), slowest


def _patience(size: int) -> float:
    least, more = PATIENCE
    return least + more * min(size, LIMIT) / 1e6


def _commanded(given: Input) -> tuple[str, str, float]:
    """Run the whole command on an input."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603
        [str(Path(sys.executable).with_name("firsthand")), "read", *given.arguments, "-"],
        input=given.body,
        capture_output=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    says = done.stderr.decode()
    _holds("Traceback" not in says, says[-2000:])
    _holds(done.returncode in (0, 1), f"exit {done.returncode}: {says[-2000:]}")
    _holds(done.returncode == 0 or says.startswith("firsthand: "), f"exit 1 without a message: {says[:500]!r}")
    _holds(done.returncode == 1 or bool(done.stdout), "exit 0 without a result")
    if "--json" in given.arguments and len(done.stdout) < _PARSED:
        for line in done.stdout.decode().splitlines():
            json.loads(line)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    digest = hashlib.sha256(done.stdout + done.stderr).hexdigest()
    return "error" if done.returncode else "read", digest, seconds


# The web


class _Site(socketserver.ThreadingTCPServer):
    """A server on this computer that sends the very bytes it is told to."""

    daemon_threads = True
    block_on_close = False
    answer = b""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Site)
        with contextlib.suppress(OSError):
            self.request.recv(65536)
            self.request.sendall(self.server.answer)


_sites: list[_Site] = []


def _fetched(given: Input) -> Capture:
    from firsthand.capture.limits import Limits
    from firsthand.capture.web import fetch

    if not _sites:
        _sites.append(_Site(("127.0.0.1", 0), _Handler))
        threading.Thread(target=_sites[0].serve_forever, daemon=True).start()
    site = _sites[0]
    site.answer = given.body
    address = f"http://127.0.0.1:{site.server_address[1]}/"
    capture = fetch(address, allow_private=True, limits=Limits(wait=5, seconds=20, redirects=2))

    def same(text: str | None) -> str | None:
        return text and text.replace(address, "http://127.0.0.1/")  # the port differs from run to run

    return replace(capture, address=same(address) or "", url=same(capture.url), error=same(capture.error))


# A family


def _work(connection: Connection, family: str, indices: Sequence[int], seed: int, most: float) -> None:
    """Read inputs and report each; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))  # what runs away may not take others with it
    signal.signal(signal.SIGALRM, _too_long)
    began = time.monotonic()
    for index in indices:
        if time.monotonic() - began > most:
            break
        signal.alarm(_HANGS // 2)
        connection.send(_outcome(family, index, seed))
    connection.close()


def _too_long(_number: int, _frame: object) -> None:
    raise Broken(f"not done after {_HANGS // 2} s")


def _outcome(family: str, index: int, seed: int) -> Outcome:
    given = make(family, index, seed)
    try:
        result, digest, seconds = run(given)
        if index % _AGAIN == 0 and given.smaller is None and len(given.body) < 100_000:
            _holds(run(given)[1] == digest, "read twice with two results")
    except Exception:  # noqa: BLE001 - whatever it is, it is what this looks for
        return Outcome(index, "failed", 0.0, len(given.body), "", traceback.format_exc(limit=-12), _memory())
    return Outcome(index, result, seconds, len(given.body), digest, "", _memory())


def _memory() -> float:
    """Return the MB that this process, or one that it started, held at its peak."""
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(peaks) / (1e6 if sys.platform == "darwin" else 1e3)


def run_family(
    family: str, indices: Sequence[int], seed: int, most: float, *, alone: bool = False
) -> Iterator[Outcome]:
    """Run inputs in a process of their own; start another after each that ends it, or for each of them."""
    context = multiprocessing.get_context("spawn")
    indices = list(indices)
    while indices and most > 0:
        began = time.monotonic()
        receiver, sender = context.Pipe(duplex=False)
        batch = indices[:1] if alone else indices
        process = context.Process(target=_work, args=(sender, family, batch, seed, most), daemon=True)
        process.start()
        sender.close()
        done, ended = 0, ""
        try:
            while receiver.poll(_HANGS):
                yield receiver.recv()
                done += 1
            ended = f"not done after {_HANGS} s"
            process.kill()
        except EOFError:
            process.join()
            ended = f"the process ended with {process.exitcode}" if process.exitcode else ""
        process.join()
        most -= time.monotonic() - began
        if ended:
            yield Outcome(indices[done], "failed", says=ended)
            done += 1
        elif not alone:
            return
        indices = indices[done:] if done else []


def _keep(family: str, outcome: Outcome, seed: int) -> None:
    _BUILD.mkdir(parents=True, exist_ok=True)
    path = _BUILD / f"{family}-{seed}-{outcome.index}"
    given = make(family, outcome.index, seed)
    path.with_suffix(".input").write_bytes(given.body)
    told = replace(given, body=given.body[:200], smaller=None)
    path.with_suffix(".txt").write_text(f"{told}\n\n{outcome.says}", encoding="utf-8", errors="backslashreplace")
    last = outcome.says.strip().rpartition("\n")[2]
    print(f"  {family} {outcome.index}: {last[:300]}", flush=True)


def _run_again(family: str, tally: Tally, seed: int, most: float) -> None:
    """Read some of a family in another process, in which sets and dictionaries of texts are ordered differently."""
    again = [index for index in tally.digests if index % _AGAIN == 0]
    os.environ["PYTHONHASHSEED"] = "4711"
    for outcome in run_family(family, again, seed, most):
        tally.memory = max(tally.memory, outcome.memory)
        before = tally.digests.get(outcome.index)
        if before and outcome.digest != before:
            failed = replace(outcome, result="failed", says="another process gave another result")
            tally.results["failed"] += 1
            tally.failures.append(failed)
            _keep(family, failed, seed)
    os.environ["PYTHONHASHSEED"] = "0"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all families and print what became of them; 1 if anything failed or took too much memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="how many small inputs (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", action="append", choices=list(FAMILIES), help="only this one (may be repeated)")
    parser.add_argument("--only", type=int, metavar="INDEX", help="only this input of the family")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no input of a family after so long")
    options = parser.parse_args(arguments)
    os.environ["PYTHONHASHSEED"] = "0"
    heads = ("family", "inputs", "results", "clear errors", "failed", "slowest s", "at bytes", "peak MB")
    print("{:10}{:>9}{:>9}{:>14}{:>8}{:>11}{:>11}{:>9}".format(*heads), flush=True)
    total: dict[str, Any] = {"inputs": 0, "read": 0, "error": 0, "failed": 0}
    worst = 0.0
    for family in options.family or FAMILIES:
        count = FAMILIES[family].count(options.count)
        indices = [options.only] if options.only is not None else range(count)
        tally = Tally()
        alone = not FAMILIES[family].share  # large ones, whose memory is to be their own
        for outcome in run_family(family, indices, options.seed, options.seconds, alone=alone):
            tally.add(outcome)
            if outcome.result == "failed":
                _keep(family, outcome, options.seed)
        if FAMILIES[family].share:
            _run_again(family, tally, options.seed, options.seconds)
        inputs = sum(tally.results.values())
        numbers = f"{inputs:>9}{tally.results['read']:>9}{tally.results['error']:>14}{tally.results['failed']:>8}"
        slowest = f"{tally.slowest.seconds:>11.2f}{tally.slowest.size:>11}"
        print(f"{family:10}{numbers}{slowest}{tally.memory:>9.0f}", flush=True)
        total = {name: total[name] + {"inputs": inputs, **tally.results}[name] for name in total}
        worst = max(worst, tally.memory)
    numbers = f"{total['inputs']:>9}{total['read']:>9}{total['error']:>14}{total['failed']:>8}"
    print(f"{'all':10}{numbers}{'':22}{worst:>9.0f}")
    if total["failed"]:
        print(f"{total['failed']} failed; the inputs are kept in {_BUILD}")
    if worst > MOST_MEMORY:
        print(f"{worst:.0f} MB are more than {MOST_MEMORY}")
    return int(bool(total["failed"]) or worst > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
