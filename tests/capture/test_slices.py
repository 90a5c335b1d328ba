import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture.slices import MOST, Broken, Slices

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Dribble(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size=-1):
        return super().read(3 if size > 3 else size)


@given(st.lists(VALUES), st.sampled_from([None, 1]), st.booleans())
def test_every_value_is_the_slice_of_bytes_it_stands_for(values, indent, ascii_only):
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    slices = Slices(Dribble(text))
    found = [slices.take() for _ in slices.elements()]
    assert [text[each.start : each.end] for each in found] == [each.raw for each in found]
    assert [each.value() for each in found] == json.loads(json.dumps(values))
    assert slices.peek() == ""


@given(VALUES, VALUES)
def test_what_is_passed_over_ends_where_it_ends(passed, taken):
    slices = Slices(Dribble(json.dumps({"a": passed, "b": taken}).encode()))
    for key in slices.entries():
        if key == "a":
            slices.skip()
        else:
            assert slices.take().value() == json.loads(json.dumps(taken))


def test_a_value_too_large_to_be_taken_is_passed_over():
    text = json.dumps(["x" * (MOST + 1), ["y"] * (MOST // 3), 1])
    slices = Slices(io.BytesIO(text.encode()))
    assert [slices.take().value() for _ in slices.elements()] == [None, None, 1]


def test_a_value_too_deep_to_be_taken_is_passed_over():
    deep = "[" * 200_000 + "]" * 200_000
    slices = Slices(io.BytesIO(f"[{deep}, 1]".encode()))
    assert [slices.take().value() for _ in slices.elements()] == [None, 1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("[1, 2", "cut off", id="cut in an array"),
        pytest.param('[1, {"a": "b', "cut off", id="cut in a string"),
        pytest.param("[1, 2}", "no “]” stands here", id="another bracket"),
        pytest.param("[1, ?]", "no JSON", id="no value"),
        pytest.param("", "cut off", id="empty"),
    ],
)
def test_a_text_that_does_not_go_on_says_where(text, says):
    slices = Slices(io.BytesIO(text.encode()))
    with pytest.raises(Broken, match=says) as broken:
        [slices.take() for _ in slices.elements()]
    assert 0 <= broken.value.at <= len(text)
