"""Speed: how many words are read in a second of processor time, bytes to statements, and the memory that it takes.

Measured in a process of its own with one thread, which does nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.measure import read_text
from benchmarks.readers import readers
from firsthand.scoring.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LEAST = {"grammar": 100_000, "tagger": 9_000}
"""Words per core-second that plain text has to be read at, by reader, on a machine that does nothing else."""
MOST = 400
"""Megabytes that a process may take that loads a reader and reads all texts."""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Speed:
    """Words are what stands between white space; the reader is loaded and warm, best of three."""

    words: int
    seconds: float
    reference: float
    """Seconds for splitting the same texts into tokens and counting them."""

    @property
    def per_second(self) -> float:
        """Words per second of processor time."""
        return self.words / self.seconds

    @property
    def ratio(self) -> float:
        """Cost of reading, in passes of the reference work: comparable between machines, and runs on a busy one."""
        return self.seconds / self.reference


def measure_speed(reader: str, texts: Mapping[str, Sequence[str]]) -> tuple[dict[str, Speed], float]:
    """Read groups of texts in another process.

    Returns:
        The speed of each group, and the most memory that the process held, in megabytes.
    """
    done = subprocess.run(  # noqa: S603 - this module itself
        [sys.executable, "-m", "benchmarks.speed", reader],
        input=json.dumps(texts).encode(),
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        env=os.environ | _ONE_THREAD,
        check=True,
    )
    result = json.loads(done.stdout)
    return {name: Speed(*figures) for name, figures in result["speeds"].items()}, result["memory"]


def main() -> None:
    """Be that other process: groups of texts from stdin, figures to stdout."""
    reader = readers()[sys.argv[1]]
    groups: dict[str, list[str]] = json.load(sys.stdin)
    speeds = {}
    for name, texts in groups.items():
        read_text(texts[0], reader)
        runs = [
            (
                _time(lambda text: read_text(text, reader), texts),
                _time(lambda text: Counter(TOKEN.findall(text)), texts),
            )
            for _ in range(3)
        ]
        seconds, reference = (min(times) for times in zip(*runs, strict=True))
        speeds[name] = sum(len(text.split()) for text in texts), seconds, reference
    json.dump({"speeds": speeds, "memory": _peak()}, sys.stdout)


def _time(work: Callable[[str], object], texts: Sequence[str]) -> float:
    start = process_time()
    for text in texts:
        work(text)
    return process_time() - start


def _peak() -> float:
    """Return the megabytes that this program held at most.

    `ru_maxrss` would do, but on Linux a process takes over its parent's when it starts.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kibibytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kibibytes) * 1024 / 1e6


if __name__ == "__main__":
    main()
