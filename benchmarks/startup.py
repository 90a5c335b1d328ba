"""Start-up: the processor time that `firsthand read` of one sentence costs in all (`python -m benchmarks.startup`)."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

MOST = 0.4
"""Seconds, user and system together."""
SENTENCE = "“The bridge will open before winter,” said Marta Olden, the mayor of Lindmark."


def processor_time() -> float:
    """Read the sentence once, in a process of its own, and return the seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(Path(sys.executable).with_name("firsthand")), "read", "-"]
    subprocess.run(command, input=SENTENCE.encode(), stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print the median of seven runs; 1 if it is too much."""
    seconds = median(processor_time() for _ in range(7))
    print(f"firsthand read of one sentence: {seconds:.3f} s of processor time, median of 7 (at most {MOST})")
    return int(seconds > MOST)


if __name__ == "__main__":
    sys.exit(main())
