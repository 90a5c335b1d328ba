"""Entries: canonical, closed to words, and back as they were."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody.digest import digest_of
from firsthand.custody.entry import LONGEST, Entry, EntryError, decode

BY = UUID("5f0c6c0e-9d52-4d0b-8a3e-0d6f6a1c2b3d")
ids = st.uuids()
digests = st.binary(max_size=8).map(digest_of)
plain = st.text(st.characters(min_codepoint=0, max_codepoint=0x7F), max_size=20)
numbers = st.none() | st.integers(0, 2**53 - 1)
entries = st.builds(
    Entry,
    act=st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True),
    at=st.just("2023-03-08T10:22:00.000Z"),
    by=ids,
    subjects=st.lists(ids, max_size=3).map(tuple),
    blobs=st.lists(digests, max_size=3).map(tuple),
    tools=st.dictionaries(plain, plain, max_size=3),
    seen=numbers,
    entry=numbers,
    erased=st.lists(digests, max_size=3).map(tuple),
    key=st.none() | plain,
)


@given(entries)
def test_an_entry_is_canonical_json_and_comes_back_equal(entry: Entry) -> None:
    data = entry.encode()
    assert data == rfc8785.dumps(json.loads(data))
    assert decode(data) == entry


@given(entries, st.data())
def test_no_flipped_byte_goes_unseen(entry: Entry, data: st.DataObject) -> None:
    kept = entry.encode()
    place = data.draw(st.integers(0, len(kept) - 1))
    changed = kept[:place] + bytes([kept[place] ^ data.draw(st.integers(1, 255))]) + kept[place + 1 :]
    with suppress(EntryError):
        assert decode(changed) != entry


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[" * 100_000, id="nested without end"),
        pytest.param(b'{"v":1}', id="members missing"),
        pytest.param(Entry("opened", "2023-03-08T10:22:00.000Z", BY).encode() + b" ", id="a space after it"),
        pytest.param(json.dumps(json.loads(Entry("a", "2023-03-08T10:22:00.000Z", BY).encode())).encode(), id="spaces"),
        pytest.param(Entry("Captured!", "2023-03-08T10:22:00.000Z", BY).encode(), id="an act in other letters"),
        pytest.param(Entry("opened", "yesterday", BY).encode(), id="no time"),
        pytest.param(Entry("opened", "2023-03-08T10:22:00.000Z", BY, blobs=("sha256:9f",)).encode(), id="no digest"),
    ],
)
def test_bytes_that_are_no_entry_are_refused(data: bytes) -> None:
    with pytest.raises(EntryError, match="no log entry"):
        decode(data)


def test_an_entry_is_never_longer_than_a_bundle_takes() -> None:
    entry = Entry(
        "erased", "2023-03-08T10:22:00.000Z", BY, erased=tuple(digest_of(bytes([n % 256])) for n in range(900))
    )
    with pytest.raises(EntryError, match=f"{LONGEST}"):
        entry.encode()


def test_words_do_not_fit_into_an_entry() -> None:
    with pytest.raises(EntryError, match="sealed detail"):
        replace(Entry("case", "2023-03-08T10:22:00.000Z", BY), tools={"Беляев": "1"}).encode()
