from itertools import chain, combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.care import Decision, may_name, needs_reason, role, visibility
from firsthand.reading.statement import Kind, PersonCircumstance, StatementCircumstance

ALL = [*get_args(PersonCircumstance), *get_args(StatementCircumstance)]
NONE = frozenset()


def withhold(entry, *seen):
    return Decision("withhold", entry, frozenset(seen))


def release(entry, *seen):
    return Decision("release", entry, frozenset(seen))


@pytest.mark.parametrize(
    ("circumstances", "statement", "person", "document", "shown"),
    [
        pytest.param([], [], [], [], "undecided", id="nobody decided"),
        pytest.param(["captivity"], [], [], [], "undecided", id="nobody decided about a captive"),
        pytest.param([], [release(1)], [], [], "open", id="statement released"),
        pytest.param([], [], [release(1)], [], "open", id="person released"),
        pytest.param([], [], [], [release(1)], "undecided", id="a released page opens nobody"),
        pytest.param([], [], [], [withhold(1)], "withheld", id="a withheld page withholds everyone on it"),
        pytest.param([], [release(2)], [], [withhold(1)], "withheld", id="a later release of another subject"),
        pytest.param([], [release(2)], [withhold(1)], [], "withheld", id="a withheld person's released statement"),
        pytest.param([], [withhold(1)], [release(2)], [], "withheld", id="a released person's withheld statement"),
        pytest.param([], [withhold(1), release(2)], [], [], "open", id="released after all"),
        pytest.param([], [release(2), withhold(1)], [], [], "open", id="the log's order, not the collection's"),
        pytest.param([], [release(1), withhold(2)], [], [], "withheld", id="withdrawn"),
        pytest.param(["captivity"], [release(1, "captivity")], [], [], "open", id="released knowing of the captivity"),
        pytest.param(["captivity"], [release(1)], [], [], "undecided", id="captivity known since"),
        pytest.param(["captivity"], [], [release(1)], [], "undecided", id="captivity known since the person's release"),
        pytest.param(["minor"], [release(2)], [release(1, "minor")], [], "open", id="one of two releases saw it"),
        pytest.param(["minor"], [release(1, "minor"), release(2)], [], [], "undecided", id="the latest did not see it"),
        pytest.param(
            ["minor", "victim"], [release(1, "minor")], [release(1, "victim")], [], "undecided", id="half each"
        ),
        pytest.param(["translated"], [release(1)], [], [], "open", id="a translation protects nobody"),
        pytest.param([], [release(1, "source")], [], [], "open", id="a circumstance that was withdrawn"),
        pytest.param(
            ["minor"], [], [release(1, "minor"), release(1)], [], "undecided", id="one entry, two appearances"
        ),
    ],
)
def test_what_may_be_shown(circumstances, statement, person, document, shown):
    assert visibility(frozenset(circumstances), statement=statement, person=person, document=document) == shown


circumstances = st.frozensets(st.sampled_from(ALL))
decisions = st.lists(
    st.builds(Decision, st.sampled_from(["withhold", "release"]), st.integers(0, 9), circumstances), max_size=4
)
subjects = st.fixed_dictionaries({"statement": decisions, "person": decisions, "document": decisions})


@given(circumstances, subjects, st.sampled_from(ALL))
def test_one_more_circumstance_never_opens_and_never_ends_a_withhold(stood, subjects, one):
    before, after = visibility(stood, **subjects), visibility(stood | {one}, **subjects)
    assert after == before or (before, after) == ("open", "undecided")


@given(circumstances, subjects, st.sampled_from(["statement", "person", "document"]), st.integers(0, 9), circumstances)
def test_one_more_withhold_never_opens(stood, subjects, subject, entry, seen):
    before = visibility(stood, **subjects)
    subjects[subject] = [*subjects[subject], Decision("withhold", entry, seen)]
    assert visibility(stood, **subjects) in {before, "withheld"}


@given(circumstances, subjects, decisions)
def test_what_is_said_of_a_page_never_opens(stood, subjects, document):
    if visibility(stood, **{**subjects, "document": []}) != "open":
        assert visibility(stood, **{**subjects, "document": document}) != "open"


@given(circumstances, subjects)
def test_open_needs_a_release_that_saw_all_that_protects(stood, subjects):
    if visibility(stood, **subjects) == "open":
        seen = [d.seen for d in subjects["statement"] + subjects["person"] if d.act == "release"]
        assert any(stood - {"translated"} <= one for one in seen)


@given(circumstances, subjects, st.randoms(use_true_random=False))
def test_the_order_of_a_collection_does_not_matter(stood, subjects, random):
    shuffled = {name: random.sample(found, len(found)) for name, found in subjects.items()}
    assert visibility(stood, **shuffled) == visibility(stood, **subjects)


def test_what_is_no_decision_is_refused():
    with pytest.raises(ValueError, match="entry 3: 'confirm' is no decision"):
        Decision("confirm", 3, NONE)


def test_a_release_needs_a_reason_where_a_circumstance_protects():
    assert [c for c in ALL if not needs_reason(frozenset([c]))] == ["translated"]
    assert not needs_reason(NONE)
    assert needs_reason(frozenset(["translated", "victim"]))


def test_only_an_open_speaker_is_named_and_never_in_degrading_material():
    assert may_name("open", frozenset(["captivity"]))
    assert not may_name("open", frozenset(["degrading"]))
    assert not may_name("undecided", NONE)
    assert not may_name("withheld", NONE)


@pytest.mark.parametrize(
    ("kind", "circumstances", "printed"),
    [
        ("named", [], "an unnamed speaker"),
        ("named", ["translated", "degrading"], "an unnamed speaker"),
        ("unnamed", ["captivity"], "a captured person"),
        ("named", ["captivity", "in_custody"], "a captured person"),
        ("named", ["captivity", "victim"], "a captured person"),
        ("named", ["captivity", "minor"], "a captured minor"),
        ("named", ["in_custody"], "a person in custody"),
        ("named", ["in_custody", "minor"], "a minor in custody"),
        ("named", ["minor", "victim"], "a minor"),
        ("named", ["victim"], "a victim"),
        ("named", ["source", "captivity", "minor", "victim"], "a protected source"),
        ("collective", [], "unnamed speakers"),
        ("collective", ["captivity"], "captured people"),
        ("collective", ["minor"], "minors"),
        ("collective", ["source"], "protected sources"),
        ("outlet", [], "an unnamed outlet"),
        ("unknown", [], "an unknown speaker"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value) or "none",
)
def test_what_is_printed_instead_of_a_name(kind, circumstances, printed):
    assert role(kind, frozenset(circumstances)) == printed


def test_every_role_says_one_thing_of_a_victim_at_most():
    every = chain.from_iterable(combinations(ALL, n) for n in range(len(ALL) + 1))
    roles = {role(kind, frozenset(some)) for some in every for kind in get_args(Kind)}
    assert {printed for printed in roles if "victim" in printed} == {"a victim", "victims"}
    assert {printed for printed in roles if "source" in printed} == {"a protected source", "protected sources"}
