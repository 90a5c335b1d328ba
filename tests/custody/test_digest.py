"""Digests: labelled, of all bytes, and of nothing else."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody.digest import digest_of, digest_of_stream, hex_digits, is_digest

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4's example


def test_a_digest_is_the_labelled_sha_256():
    assert digest_of(b"abc") == f"sha256:{ABC}"
    assert hex_digits(digest_of(b"abc")) == ABC


@given(st.binary())
def test_bytes_and_a_stream_of_them_have_one_digest(data):
    digest = digest_of(data)
    assert digest == digest_of_stream(io.BytesIO(data)) == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert is_digest(digest)


def test_a_stream_longer_than_a_piece_is_read_to_its_end_from_where_it_stands():
    data = bytes(range(256)) * 2**13
    stream = io.BytesIO(data)
    stream.seek(5)
    assert digest_of_stream(stream) == digest_of(data[5:])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(ABC, id="no label"),
        pytest.param(f"sha512:{ABC}", id="another label"),
        pytest.param(f"sha256:{ABC[1:]}", id="a digit short"),
        pytest.param(f"sha256:{ABC}0", id="a digit long"),
        pytest.param(f"sha256:{ABC.upper()}", id="capitals"),
        pytest.param(f"sha256:{ABC}\n", id="a line end"),
        pytest.param(f" sha256:{ABC}", id="a space"),
        pytest.param(f"sha256:{ABC[:-1]}٣", id="a digit of another script"),
    ],
)
def test_what_only_looks_like_a_digest_is_none(text):
    assert not is_digest(text)
