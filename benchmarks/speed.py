"""Speed: how many words are read in a second of processor time, bytes to statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.measure import read_text
from firsthand.scoring.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEAST = 100_000
"""Words per core-second that plain text has to be read at."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Words are what stands between white space; one process, warm, best of three."""

    words: int
    per_second: float
    ratio: float
    """Cost of reading, in passes of splitting the same texts into tokens and counting them: comparable between
    machines, and between two runs on a busy one."""


def measure_speed(texts: Sequence[str]) -> Speed:
    """Time reading texts, and the reference work on the same texts, in turn."""
    read_text(texts[0])
    runs = [(_time(read_text, texts), _time(lambda text: Counter(TOKEN.findall(text)), texts)) for _ in range(3)]
    reading, reference = (min(times) for times in zip(*runs, strict=True))
    words = sum(len(text.split()) for text in texts)
    return Speed(words, words / reading, reading / reference)


def _time(work: Callable[[str], object], texts: Sequence[str]) -> float:
    start = process_time()
    for text in texts:
        work(text)
    return process_time() - start
