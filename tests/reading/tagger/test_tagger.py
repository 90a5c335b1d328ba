from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.tagger.tagger import SECTION, pooling, sections, stretches
from firsthand.reading.tagger.view import LINE, SENTENCE, View

LENGTHS = st.lists(st.integers(1, 9), max_size=300)


@given(LENGTHS)
def test_every_word_is_believed_once_and_in_order(lengths: list[int]) -> None:
    found = list(stretches(lengths, length=50, margin=8))
    assert [word for _, _, core, until in found for word in range(core, until)] == list(range(len(lengths)))


@given(LENGTHS)
def test_windows_hold_what_they_are_believed_on_and_fit(lengths: list[int]) -> None:
    for first, end, core, until in stretches(lengths, length=50, margin=8):
        assert first <= core < until <= end
        assert sum(lengths[first:end]) <= 50


@given(LENGTHS)
def test_a_window_sees_beyond_what_it_is_believed_on(lengths: list[int]) -> None:
    for first, end, core, until in stretches(lengths, length=50, margin=8):
        assert first == 0 or sum(lengths[first:core]) >= 8 - 9 + 1
        assert end == len(lengths) or sum(lengths[until:end]) >= 8 - 9 + 1


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30))
def test_the_state_of_a_word_is_the_mean_of_its_pieces(lengths: list[int]) -> None:
    values = np.arange(sum(lengths) + 2, dtype=np.float32)
    bounds = np.cumsum([0, 1, *lengths, 1])
    means = [values[a:b].mean() for a, b in pairwise(bounds)]
    assert pooling(lengths) @ values == pytest.approx(means)


def _view(layout: list[int]) -> View:
    features = np.zeros((len(layout), 4), np.int64)
    features[:, 2] = layout
    return View(list(range(len(layout))), ["a"] * len(layout), features, (), {})


@pytest.mark.parametrize(
    ("layout", "first"),
    [
        pytest.param([LINE, *[0] * 99] * 100, SECTION, id="at a line"),
        pytest.param([SENTENCE, *[0] * 69] * 100, 70 * (SECTION // 70), id="at a sentence"),
        pytest.param([0] * 10_000, SECTION, id="anywhere"),
    ],
)
def test_a_long_document_is_read_in_parts(layout: list[int], first: int) -> None:
    found = list(sections(_view(layout)))
    assert found[0] == (0, first)
    assert [word for low, high in found for word in range(low, high)] == list(range(len(layout)))
