import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.text import Document, Span, SpanError

places = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2)], ids=["empty", "backwards", "before the text"])
def test_a_span_that_names_no_place_is_refused(start, end):
    with pytest.raises(SpanError, match="is no span"):
        Span(start, end)


def test_a_span_that_leaves_the_text_is_refused():
    with pytest.raises(SpanError, match="ends after the text"):
        Span(2, 9).of("short")


@given(places, places)
def test_two_spans_overlap_where_they_share_a_character(one, other):
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert one.contains(other) == (shared == set(range(other.start, other.end)))


def test_furniture_in_disorder_is_refused():
    with pytest.raises(SpanError, match="furniture"):
        Document("d1", "a menu, a page", furniture=(Span(4, 9), Span(2, 5)))
