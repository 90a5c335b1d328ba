"""What is measured in a process of its own is measured there, and is what it is called."""

import json
import subprocess

import pytest

from benchmarks.readers import readers
from benchmarks.speed import measure_speed
from benchmarks.startup import SENTENCE, WITH, WITHOUT


@pytest.mark.parametrize(
    ("command", "reader"),
    [
        pytest.param(WITHOUT, "grammar", id="as if there were no weights"),
        pytest.param(WITH, [*readers()][-1], id="as installed"),
    ],
)
def test_start_up_is_measured_on_a_reading_by(command, reader):
    done = subprocess.run(  # noqa: S603
        [*command, "read", "--json", "-"], input=SENTENCE.encode(), stdout=subprocess.PIPE, check=True
    )
    (statement,) = json.loads(done.stdout)["attributions"]
    assert statement["reader"].split()[0] == reader


def test_speed_and_memory_are_those_of_a_process_of_its_own():
    held = b"\1" * 200_000_000
    speeds, memory = measure_speed("grammar", {"one": [SENTENCE], "two": [SENTENCE, SENTENCE]})
    assert {name: speed.words for name, speed in speeds.items()} == {"one": 13, "two": 26}
    assert all(speed.per_second > 0 and speed.ratio > 0 for speed in speeds.values())
    assert 20 < memory < len(held) / 1e6
