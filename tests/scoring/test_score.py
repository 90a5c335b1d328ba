from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.credit import Credit
from firsthand.reading.statement import Speaker
from firsthand.scoring import (
    Score,
    Tally,
    interval,
    quotation_type,
    score_credits,
    score_document,
    score_furniture,
    score_speakers,
)
from firsthand.scoring.speakers import same_name
from firsthand.text import Span, SpanError

TEXT = (
    "“We will win,” Ana Diez said on Monday. “I am sure.”\n"
    "Officials said the plan was “dead on arrival” in the valley.\n"
    "It was reported that the vote had been delayed until May.\n"
)


def at(*pieces):
    return tuple(Span(TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in pieces)


NOBODY = Speaker(None, "unknown")


@dataclass(frozen=True)
class Said:
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Speaker = NOBODY


DIRECT = Said(at("Ana Diez"), at("said"), at("“We will win,”", "“I am sure.”"), Speaker("Ana Diez", "named"))
MIXED = Said(at("Officials"), at("said"), at("the plan was “dead on arrival” in the valley"))
INDIRECT = Said((), at("was reported"), at("the vote had been delayed until May"))
GOLD = (DIRECT, MIXED, INDIRECT)


def test_types_follow_from_the_marks_in_the_text():
    assert [quotation_type(TEXT, one.content) for one in GOLD] == ["direct", "mixed", "indirect"]


def test_gold_scored_against_itself_is_perfect_in_every_row():
    score = score_document(TEXT, GOLD, GOLD)
    assert {row.e2e.f1 for row in score.rows.values()} == {row.exact.f1 for row in score.rows.values()} == {1.0}
    assert (score.alpha, score.alpha_all, score.quoted.e2e) == (1.0, 1.0, Tally(2, 2, 2, 2))


@pytest.mark.parametrize(
    ("predicted", "matched", "e2e"),
    [
        pytest.param([], 0, 0, id="nothing found"),
        pytest.param(
            [Said(at("Ana Diez"), (), at("We will win", "I am sure"))], 1, 1, id="marks and cue do not matter"
        ),
        pytest.param([Said(at("Ana Diez"), (), at("“We will win,”"))], 1, 1, id="half of a broken quotation"),
        pytest.param([Said(at("Ana Diez"), (), at("“I am sure.”"))], 1, 1, id="the other half"),
        pytest.param([Said(at("Officials"), (), DIRECT.content)], 1, 0, id="somebody else's words"),
        pytest.param([Said((), (), DIRECT.content)], 1, 0, id="nobody's words"),
        pytest.param([Said(at("Officials"), (), INDIRECT.content)], 1, 0, id="a source where there is none"),
        pytest.param([DIRECT, DIRECT], 1, 1, id="found twice, counted once"),
        pytest.param([Said(at("Ana Diez"), (), at("on Monday"))], 0, 0, id="not what was said"),
    ],
)
def test_a_statement_is_right_when_words_and_source_are(predicted, matched, e2e):
    row = score_document(TEXT, GOLD, predicted).rows["all"]
    assert (row.matched.right_gold, row.e2e.right_gold) == (matched, e2e)
    assert (row.e2e.predicted, row.e2e.gold) == (len(predicted), 3)


def test_discarded_passages_are_not_scored():
    score = score_document(TEXT, GOLD, GOLD, discard=at("It was reported that the vote had been delayed until May."))
    assert score.rows["all"].e2e == Tally(2, 2, 2, 2)


def test_borderline_finds_are_left_out_unless_the_gold_has_them():
    doubtful = Said((), (), at("the plan was"))
    aside = at("Officials said the plan was “dead on arrival” in the valley.")
    assert score_document(TEXT, (DIRECT,), (DIRECT, doubtful), borderline=aside).rows["all"].e2e == Tally(1, 1, 1, 1)
    assert score_document(TEXT, GOLD, GOLD, borderline=aside).rows["all"].e2e == Tally(3, 3, 3, 3)


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(SpanError):
        score_document(TEXT, GOLD, [Said((), (), (Span(0, len(TEXT) + 1),))])


def test_scores_add_up_over_documents():
    both = sum((score_document(TEXT, GOLD, GOLD), score_document(TEXT, GOLD, ())), Score())
    assert both.rows["all"].e2e == Tally(3, 3, 3, 6)
    assert 0 < both.alpha < 1


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        pytest.param([(0, 6)], [(3, 9)], Tally(1, 1, 1, 1), id="overlap is enough"),
        pytest.param([(0, 6)], [(6, 9)], Tally(0, 1, 0, 1), id="touching is not"),
        pytest.param([(0, 6)], [(0, 3), (3, 6)], Tally(1, 2, 1, 1), id="one to one"),
        pytest.param([(0, 6), (6, 9)], [(4, 9)], Tally(1, 1, 1, 2), id="one to one the other way"),
        pytest.param([(0, 6)], [None], Tally(0, 0, 0, 1), id="a picture's link has no words"),
    ],
)
def test_credits_are_paired_by_their_words(gold, predicted, right):
    first, second = (
        [Credit("Dayline", "source", (Span(*place),) if place else ()) for place in side] for side in (gold, predicted)
    )
    assert score_credits(first, second) == right


def test_a_line_is_furniture_when_more_than_half_of_it_is_marked():
    text = "Menu | Home\n\n  \nShe spoke for an hour.\nRead also"
    gold = (Span(0, 11), Span(39, 48))
    assert score_furniture(text, gold, (Span(0, 6), Span(11, 20), Span(39, 43))) == Tally(1, 1, 1, 2)


def test_speakers_are_compared_where_words_match():
    unknown = Said((), (), INDIRECT.content, Speaker("Ana Diez", "named"))
    renamed = Said((), (), DIRECT.content, Speaker("Ana Dieza", "named"))
    score = score_speakers(TEXT, GOLD, (renamed, MIXED, unknown))
    assert (score.right.right, score.right.of, score.inflected.right) == (0, 1, 1)
    assert score.false_names == 0.5


@pytest.mark.parametrize(
    ("a", "b", "same", "inflected"),
    [
        pytest.param("Vera Koval", "vera koval", True, True, id="case of letters"),
        pytest.param("Вера Кравець", "Веры Кравцем", False, False, id="a vanishing vowel is not seen through"),
        pytest.param("Олег Кравчук", "Олега Кравчука", False, True, id="genitive"),
        pytest.param("Vera Koval", "Koval", False, False, id="half a name"),
        pytest.param("Vera Koval", "Vera Kolosova", False, False, id="another name"),
    ],
)
def test_names_are_the_same_word_by_word(a, b, same, inflected):
    assert (same_name(a, b), same_name(a, b, inflected=True)) == (same, inflected)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20))
def test_an_interval_is_in_order_and_repeatable(counts):
    tallies = [Tally.of(right, right + a, right + b) for right, a, b in counts]
    low, high = interval(tallies, rounds=50)
    assert 0 <= low <= high <= 1
    assert (low, high) == interval(tallies, rounds=50)
