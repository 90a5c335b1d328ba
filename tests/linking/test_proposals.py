from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking import Appearance
from firsthand.linking.names import PROPOSE
from firsthand.linking.proposals import proposal, proposals

ONE = Appearance("a", "Антон Беляев", "named", 24, (), "d1")
TWO = Appearance("b", "Anton Beliaev", "named", 25, (), "d2")


def test_a_proposal_has_a_score_and_reasons():
    found = proposal(TWO, ONE)
    assert found == proposal(ONE, TWO)
    assert (found.a, found.b) == ("a", "b")
    assert PROPOSE <= found.score < 1
    assert any("Беляев" in reason and "Beliaev" in reason for reason in found.reasons)


def test_ages_that_conflict_speak_against_and_are_told():
    older = proposal(ONE, replace(TWO, age=40))
    assert PROPOSE <= older.score < proposal(ONE, TWO).score
    assert "ages 24 and 40 are apart" in older.reasons
    doubtful = replace(TWO, name="Anton Beliakev")
    assert proposal(ONE, doubtful)
    assert proposal(ONE, replace(doubtful, age=40)) is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(TWO, name="Anton Sokolov"), id="another name"),
        pytest.param(replace(TWO, name=None), id="no name"),
        pytest.param(replace(TWO, kind="outlet"), id="an outlet"),
        pytest.param(replace(TWO, document="d1"), id="two speakers of one document"),
        pytest.param(replace(TWO, name="Беляев"), id="a surname"),
    ],
)
def test_what_is_not_proposed(other):
    assert proposal(ONE, other) is None
    assert proposals([ONE, other]) == ()


@pytest.mark.parametrize("name", ["Ольга Петровна", "Ольга", "Беляев"])
def test_half_a_name_is_not_proposed_even_with_itself(name):
    assert proposals([replace(ONE, name=name), replace(TWO, name=name)]) == ()


def test_those_who_share_a_first_name_with_many_are_found_by_their_letters():
    many = [replace(ONE, id=f"m{at}", name=f"Антон {name}ов", document=f"m{at}") for at, name in enumerate(FILLERS)]
    slip = replace(TWO, name="Anton Beliakev")
    found = proposals([*many, ONE, slip])
    assert ("a", "b") in {(each.a, each.b) for each in found}
    assert proposals([*many, ONE, slip], about=["b"]) == tuple(each for each in found if "b" in (each.a, each.b))


FILLERS = ["".join(each).capitalize() for each in product(("гор", "мис", "ветл", "жуч"), ("иш", "уд", "амп"), "еояюи")]

appearances = st.lists(
    st.builds(
        Appearance,
        st.uuids(),
        st.sampled_from([None, "Антон Беляев", "Беляев Антон Ильич", "Anton Beliaev", "Ольга Петровна", "A. Belyaev"]),
        st.sampled_from(["named", "unnamed"]),
        st.none() | st.integers(16, 40),
        st.just(()),
        st.sampled_from(["d1", "d2", "d3"]),
    ),
    unique_by=lambda one: one.id,
    max_size=8,
)


@given(appearances, st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(some, random):
    found = proposals(some)
    assert proposals(random.sample(some, len(some))) == found
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
