import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.scoring import score_document
from firsthand.scoring.calibration import Judged, calibration_error, judge
from firsthand.text import Span

TEXT = "“We will win,” Ana Diez said. “I am sure,” said Bo Lind. Menu: “Read this,” said Ana Diez."


def at(*pieces):
    return tuple(Span(TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in pieces)


@dataclass(frozen=True)
class Said:
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    cue: tuple[Span, ...] = ()


WIN, SURE = Said(at("Ana Diez"), at("“We will win,”"), 0.9), Said(at("Bo Lind"), at("“I am sure,”"), 0.6)


@pytest.mark.parametrize(
    ("predicted", "right"),
    [
        pytest.param([WIN, SURE], [True, True], id="as people marked it"),
        pytest.param([WIN, Said(at("Ana Diez"), SURE.content, 0.6)], [True, False], id="somebody else's words"),
        pytest.param([Said(WIN.source, at("said"), 0.6)], [False], id="not what was said"),
        pytest.param([WIN, WIN], [True, False], id="found twice, right once"),
        pytest.param([Said((), at("“Read this,”"), 0.6)], [], id="read in a passage that is set aside"),
        pytest.param([Said((), at(". "), 0.6)], [], id="without a word"),
    ],
)
def test_what_is_judged_right_is_what_counts_end_to_end(predicted, right):
    aside = at("Menu: “Read this,” said Ana Diez.")
    judged = judge(TEXT, [WIN, SURE], predicted, discard=aside)
    assert [one.right for one in judged] == right
    tally = score_document(TEXT, [WIN, SURE], predicted, discard=aside).rows["all"].e2e
    assert (len(judged), sum(right)) == (tally.predicted, tally.right_predicted)


def judged(*pairs):
    return [Judged(score, right) for score, right in pairs]


@pytest.mark.parametrize(
    ("statements", "error"),
    [
        pytest.param([], 0.0, id="nothing read"),
        pytest.param(judged((1.0, True), (0.0, False)), 0.0, id="sure and right, or the reverse"),
        pytest.param(judged((1.0, False)), 1.0, id="sure and wrong"),
        pytest.param(judged(*[(0.75, True)] * 3, (0.75, False)), 0.0, id="three of four at three quarters"),
        pytest.param(judged((0.8, True), (0.8, False), (0.3, False)), (2 * 0.3 + 0.3) / 3, id="a bin weighs its count"),
        pytest.param(judged((0.85, True), (0.81, False)), 0.33, id="one bin, its means compared"),
        pytest.param(judged((0.8, True), (0.81, False)), (0.2 + 0.81) / 2, id="a bin ends with its upper end"),
    ],
)
def test_the_error_is_the_mean_distance_of_score_and_share(statements, error):
    assert calibration_error(statements) == pytest.approx(error)


def test_finer_bins_see_what_coarse_ones_level_out():
    statements = judged((0.9, False), (0.1, True))
    assert calibration_error(statements, bins=1) == pytest.approx(0.0)
    assert calibration_error(statements) == pytest.approx(0.9)


@given(st.lists(st.builds(Judged, st.floats(0, 1), st.booleans())), st.integers(1, 20))
def test_the_error_lies_between_the_distance_of_the_means_and_one(statements, bins):
    error = calibration_error(statements, bins=bins)
    whole = calibration_error(statements, bins=1)
    assert whole <= error or math.isclose(whole, error, abs_tol=1e-9)
    assert error <= 1 or math.isclose(error, 1)
