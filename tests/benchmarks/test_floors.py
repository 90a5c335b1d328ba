"""The samples are read no worse than `benchmarks/floors.json` says."""

from functools import cache

import pytest

from benchmarks import floors
from benchmarks.corpora import SAMPLES, digest
from benchmarks.measure import measure, summarise
from benchmarks.readers import readers
from benchmarks.reading import group

PINNED = {name: floor for name, floor in floors.load().items() if f": {SAMPLES.name} " in name}


@cache
def summaries(reader):
    groups = group({SAMPLES: measure(SAMPLES, readers()[reader])})
    return {f"{reader}: {name}": summarise(one.documents) for name, one in groups.items()}


@pytest.mark.parametrize("name", PINNED)
def test_samples_are_read_no_worse_than_their_floors(name):
    reader = name.split(":")[0]
    if reader not in readers():
        pytest.skip(f"the weights of the {reader} are not installed")
    reached = summaries(reader)[name].figures()
    below = [*floors.shortfalls(name, PINNED[name], digest([SAMPLES]), reached)]
    command = f"python -m benchmarks.reading --reader {reader} --corpus samples --worst 10"
    assert not below, "\n".join([*below, f"see: {command}"])


def test_every_language_has_floors_for_the_reader_that_needs_no_weights():
    assert {name for name in PINNED if name.startswith("grammar: ")} == {*summaries("grammar")}


FLOOR = {"digest": "sha256:0", "scores": {"all": 0.7, "alpha": 0.5}}


def test_a_shortfall_names_the_row_its_floor_and_what_was_reached():
    assert [*floors.shortfalls("samples en", FLOOR, "sha256:0", {"all": 0.65, "alpha": 0.5})] == [
        "samples en: all is 0.6500, its floor is 0.7"
    ]


def test_a_row_that_is_gone_is_a_shortfall():
    (line,) = floors.shortfalls("samples en", FLOOR, "sha256:0", {"all": 0.7})
    assert "alpha is 0.0000" in line


def test_other_texts_than_the_floors_were_reached_on_are_told():
    (line,) = floors.shortfalls("samples en", FLOOR, "sha256:1", {"all": 0.7, "alpha": 0.5})
    assert "not the texts" in line


@pytest.mark.parametrize(
    ("lower", "scores"),
    [
        pytest.param(False, {"all": 0.812, "alpha": 0.5, "mixed": 0.6}, id="floors only rise"),
        pytest.param(True, {"all": 0.812, "alpha": 0.4, "mixed": 0.6}, id="unless asked to sink"),
    ],
)
def test_floors_are_what_was_reached_rounded_down(lower, scores):
    reached = {"all": 0.81299, "alpha": 0.4, "mixed": 0.6}
    assert floors.updated(FLOOR, "sha256:1", reached, lower=lower) == {"digest": "sha256:1", "scores": scores}
