"""Keeping: what `add`, `verify` and a search cost, beside what they are compared with (`python -m benchmarks.keeping`).

Three comparisons, each within one run and on pages made up here: `add` with `read` of the same files (processor time),
`verify` with `sha256sum` over the same blobs (wall time), a search in 100 000 statements with commands that have
nothing to do (wall time). Takes ten minutes and 8 GB of room in the folder for temporary files. Exits 1 if something
costs more than is wanted.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PAGES = 1000
SITE_PAGES = 300
DOCUMENTS = 7000
LARGE = (2**30, 2**30, 2**29, 2**29)
"""Bytes of the large files: 3 GiB in all."""
RUNS = 3
_FIRST = ["Marta", "Anton", "Elena", "Pavel", "Olga", "Ivan", "Nadia", "Boris", "Lucia", "Tomas", "Irena", "Viktor"]
_LAST = ["Olden", "Hask", "Varley", "Calderuela", "Belovezh", "Ladozhin", "Krinichko", "Verbovy", "Brask", "Tull"]
_NOUN = [
    "bridge",
    "harbour",
    "mill",
    "council",
    "flood",
    "road",
    "school",
    "market",
    "river",
    "budget",
    "engine",
    "vote",
]
_DID = ["closed", "repaired", "sold", "rebuilt", "opened", "painted", "moved", "counted", "inspected", "flooded"]
_SYLLABLES = ["bel", "dor", "fen", "gar", "hol", "kel", "lin", "mar", "nor", "osk", "pel", "ras", "sol", "tir", "ver"]
_PLACES = [one + two + "burg" for one in _SYLLABLES for two in _SYLLABLES]
_PLACE = _PLACES[100]
"""What is searched for: one sentence in 225 × 4 names it."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that a command took: of the processor, user and system together, and by the clock on the wall."""

    processor: float
    wall: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    figures: str
    ratio: float
    wanted: str
    met: bool


def write_pages(folder: Path, count: int, *, furniture: bool = False) -> None:
    """Write pages of some 600 words, 6 KB, or 60 to 100 KB with the furniture of a news site around them."""
    rng = random.Random(7)  # noqa: S311 - the same pages each time
    folder.mkdir()
    for number in range(count):
        title = f"The {rng.choice(_NOUN)} and the {rng.choice(_NOUN)} {number}"
        paragraphs = "".join(f"<p>{' '.join(_sentence(rng) for _ in range(4))}</p>" for _ in range(12))
        head, before, after = _furniture(rng, number) if furniture else ("", "<a href=/>Home</a>", "")
        text = (
            f"<!doctype html><html lang=en><head><title>{title} - Dayline</title>"
            "<meta property='og:site_name' content='Dayline'>"
            f"<link rel=canonical href='https://dayline.example/{number}'>"
            f"<meta property='article:published_time' content='2023-03-{1 + number % 28:02}T10:00:00Z'>{head}</head>"
            f"<body><nav>{before}</nav><article><h1>{title}</h1>{paragraphs}</article>{after}"
            "<footer>© Dayline</footer></body></html>"
        )
        (folder / f"{number:05}.html").write_text(text, encoding="utf-8")


def _sentence(rng: random.Random) -> str:
    """Make up a sentence; nearly every fourth says who said what."""
    done = _done(rng)
    if rng.random() > 0.235:
        return done
    who = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
    return rng.choice(
        [
            f"“{done[:-1]},” said {who}, a {rng.choice(_NOUN)} worker.",
            f"{who} said that {done[0].lower()}{done[1:]}",
            f"“{done}” {who} told reporters. “{_done(rng)}”",
        ]
    )


def _done(rng: random.Random) -> str:
    place = f" in {rng.choice(_PLACES).title()}" if rng.random() < 0.25 else ""
    return (
        f"The {rng.choice(_NOUN)} near the {rng.choice(_NOUN)}{place} was {rng.choice(_DID)} before the "
        f"{rng.choice(_NOUN)} and the {rng.choice(_NOUN)} were {rng.choice(_DID)} last {rng.choice(['week', 'year'])}."
    )


def _furniture(rng: random.Random, number: int) -> tuple[str, str, str]:
    """Return what a site puts around an article: head, navigation, teasers; their amount differs from page to page."""
    size = rng.uniform(0.7, 1.3)
    rules = "".join(
        f".block-{each}{{margin:0 auto;padding:{each % 9}px;color:#333}}" for each in range(int(400 * size))
    )
    data = json.dumps({f"slot{each}": {"id": each * number, "sizes": [[300, 250]]} for each in range(int(550 * size))})
    links = "".join(f"<li class='menu-item'><a href='/s/{each}'>Topic {each}</a></li>" for each in range(60))
    teaser = "<div class='teaser block-{0}'><a href='/{0}'><img src='/i/{0}.jpg' alt=''><h3>{1}</h3></a></div>"
    teasers = "".join(teaser.format(each, _done(rng)[:60]) for each in range(int(90 * size)))
    return f"<style>{rules}</style><script>var slots={data};</script>", f"<ul>{links}</ul>", f"<aside>{teasers}</aside>"


def cost(*command: str | Path, given: bytes = b"", ends: Collection[int] = (0,)) -> Cost:
    """Run a command that ends with one of these codes, its results thrown away, and return what it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, input=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - our own commands
    if done.returncode not in ends:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def firsthand(*words: str | Path, ends: Collection[int] = (0,)) -> Cost:
    """Run one of our commands."""
    return cost(Path(sys.executable).with_name("firsthand"), *words, ends=ends)


def adding(folder: Path) -> Iterator[Row]:
    """Compare `add` with `read --json` of the same files. The last archive is left in `archive` beside the pages."""
    for name, count, furniture in (("short", PAGES, False), ("site", SITE_PAGES, True)):
        pages = folder / name
        write_pages(pages, count, furniture=furniture)
        size = sum(page.stat().st_size for page in pages.iterdir()) / count / 1000
        adds, reads = [], []
        for run in range(RUNS):
            archive = folder / f"{name}-archive-{run}"
            firsthand("init", archive)
            adds.append(firsthand("add", "--archive", archive, "--json", pages).processor)
            reads.append(firsthand("read", "--json", pages).processor)
        add, read = median(adds), median(reads)
        figures = f"{1000 * add / count:.1f} ms a page, {1000 * read / count:.1f} ms to read it"
        yield Row(f"add {count:,} pages of {size:.0f} KB", figures, add / read, "≤ 2 × read", add <= 2 * read)


def verifying(folder: Path) -> Iterator[Row]:
    """Compare `verify` with `sha256sum`, on the archives of pages and on one of large files."""
    large = folder / "large"
    large.mkdir()
    for number, size in enumerate(LARGE):
        with open(large / f"{number}.bin", "wb") as stream:
            for _ in range(size // 2**20):
                stream.write(os.urandom(2**20))
    firsthand("init", folder / "large-archive-0")
    firsthand("add", "--archive", folder / "large-archive-0", large, ends=(1,))  # there is nothing in them to read
    for name in ("short", "site", "large"):
        archive = folder / f"{name}-archive-0"
        blobs = [path for path in (archive / "blobs").rglob("*") if path.is_file()]
        megabytes = sum(path.stat().st_size for path in blobs) / 1e6
        names = "\0".join(map(str, blobs)).encode()
        verifies, sums = [], []
        for _ in range(RUNS):
            sums.append(cost("xargs", "-0", "sha256sum", given=names).wall)
            verifies.append(firsthand("verify", "--archive", archive).wall)
        verify, hashing = median(verifies), median(sums)
        ours, theirs = megabytes / verify, megabytes / hashing
        figures = f"{verify:.2f} s, {ours:,.0f} MB/s; sha256sum {hashing:.2f} s, {theirs:,.0f} MB/s"
        what = f"verify {len(blobs):,} blobs, {megabytes:,.0f} MB"
        yield Row(what, figures, hashing / verify, "≥ 0.5 × its speed", verify <= 2 * hashing)


def asking(folder: Path) -> Iterator[Row]:
    """Compare a search in many statements with commands that have nothing to do."""
    write_pages(folder / "many", DOCUMENTS)
    archive, empty = folder / "many-archive", folder / "empty-archive"
    for each in (archive, empty):
        firsthand("init", each)
    firsthand("add", "--archive", archive, folder / "many")
    held = _lines("statements", "--archive", archive, "--json")
    for words in (_PLACE, f"{_PLACE} flooded"):
        found = _lines("statements", "--archive", archive, "--json", words)
        search, nothing, version = [], [], []
        for _ in range(2 * RUNS + 1):
            search.append(firsthand("statements", "--archive", archive, words).wall)
            nothing.append(firsthand("statements", "--archive", empty).wall)
            version.append(firsthand("--version").wall)
        took = median(search)
        for what, others in (("--version", version), ("statements of an empty archive", nothing)):
            figures = f"{took:.2f} s for {found:,} of {held:,} statements; firsthand {what} {median(others):.2f} s"
            ratio = took / median(others)
            yield Row(f"statements {words}", figures, ratio, "≤ 15 ×", ratio <= 15)


def _lines(*words: str | Path) -> int:
    command = [Path(sys.executable).with_name("firsthand"), *words]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.count(b"\n")  # noqa: S603 - our own commands


def main() -> None:
    """Measure and print, line by line, and say what costs more than is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FIRSTHAND_CONFIG": f"{folder}/config", "FIRSTHAND_USER": "marta"}
        for part in (adding, verifying, asking):
            for row in part(Path(folder)):
                mark = "" if row.met else "  SHORT"
                print(f"{row.what}: {row.figures}; {row.ratio:.2f} (wanted {row.wanted}){mark}", flush=True)


if __name__ == "__main__":
    main()
