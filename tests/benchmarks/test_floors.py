"""The samples are read no worse than `benchmarks/floors.json` says."""

from functools import cache

import pytest

from benchmarks import floors
from benchmarks.corpora import SAMPLES, digest
from benchmarks.measure import measure
from benchmarks.reading import group, summarise

PINNED = {name: floor for name, floor in floors.load().items() if name.startswith(f"{SAMPLES.name} ")}


@cache
def groups():
    return group({SAMPLES: measure(SAMPLES)})


@pytest.mark.parametrize("name", PINNED)
def test_samples_are_read_no_worse_than_their_floors(name):
    _, documents = groups()[name]
    below = [*floors.shortfalls(name, PINNED[name], digest([SAMPLES]), summarise(documents).figures())]
    assert not below, "\n".join([*below, "see: python -m benchmarks.reading --corpus samples --worst 10"])


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
