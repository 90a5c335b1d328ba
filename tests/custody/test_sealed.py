"""Sealed blobs: the value comes back, and its digest betrays nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody.sealed import SealError, seal, unseal

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(values)
def test_what_was_sealed_comes_back_and_never_as_the_same_bytes(value):
    one, other = seal(value), seal(value)
    assert one[:16] != other[:16]
    assert one[16:] == other[16:]
    assert unseal(one) == unseal(other) == value


def test_behind_the_random_bytes_stands_json_that_a_person_can_read():
    assert seal({"reason": "так просила мати"})[16:].decode() == '{"reason":"так просила мати"}'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(bytes(16), id="random bytes alone"),
        pytest.param(seal({"a": 1})[:-1], id="cut short"),
        pytest.param(seal({"a": 1}) + b"}", id="added to"),
        pytest.param(json.dumps({"a": "not behind sixteen bytes"}).encode(), id="not sealed"),
        pytest.param(bytes(16) + b'"\xff"', id="no UTF-8"),
        pytest.param(bytes(16) + b"[" * 100_000, id="nested without end"),
    ],
)
def test_what_was_not_sealed_is_refused(data):
    with pytest.raises(SealError, match="no sealed blob"):
        unseal(data)
