"""Start-up: the processor time that `firsthand read` of one sentence costs in all (`python -m benchmarks.startup`).

Measured with the trained weights, where they are installed, and as if they were not.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from firsthand.trunk import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCE = "“The bridge will open before winter,” said Marta Olden, the mayor of Lindmark."
WITH = [str(Path(sys.executable).with_name("firsthand"))]
WITHOUT = [
    sys.executable,
    "-c",
    "from firsthand.trunk import weights; weights.installed = lambda: False\n"
    "from firsthand.cli.main import main; main()",
]
MOST_WITH, MOST_WITHOUT = 1.4, 0.4
"""Seconds, user and system together."""


def processor_time(command: Sequence[str]) -> float:
    """Read the sentence once, in a process of its own, and return the seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "read", "-"], input=SENTENCE.encode(), stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own command
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print the medians of seven runs; 1 if one is too much."""
    runs = {"without weights": (WITHOUT, MOST_WITHOUT)}
    if weights.installed():
        runs = {"with weights": (WITH, MOST_WITH)} | runs
    too_much = False
    for name, (command, most) in runs.items():
        seconds = median(processor_time(command) for _ in range(7))
        print(
            f"firsthand read of one sentence, {name}: {seconds:.3f} s of processor time, median of 7 (at most {most})"
        )
        too_much |= seconds > most
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
