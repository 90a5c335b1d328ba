"""Ids: the same for ever for the same thing."""

import multiprocessing
import time
from hashlib import sha1
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody.digest import digest_of
from firsthand.custody.ids import appearance_id, document_id, new_id, statement_id

ARCHIVE = UUID("0197a000-0000-7000-8000-000000000001")
OTHER = UUID("0197a000-0000-7000-8000-000000000002")
DIGEST = digest_of("«Мы ждали».".encode())
ADDRESS = "https://dayline.example/soldiers"
DOCUMENT = UUID("78938bb2-f7c0-5fc4-865e-89f4e4e1b770")
STATEMENT = UUID("52ea7fb0-0775-5b93-82c2-e513b2301fd6")
SPEAKER = UUID("9d1c2cde-b486-5a12-8197-3ac158007e3d")


def test_a_new_id_is_a_uuid_of_version_7_made_now():
    before = time.time_ns() // 1_000_000
    ids = [new_id() for _ in range(1000)]
    after = time.time_ns() // 1_000_000
    assert {(each.version, each.variant) for each in ids} == {(7, RFC_4122)}
    assert all(before <= each.int >> 80 <= after for each in ids)
    assert len(set(ids)) == 1000


def test_new_ids_are_in_the_order_of_their_milliseconds():
    ids = []
    for _ in range(20):
        ids.append(new_id())
        time.sleep(0.002)
    assert sorted(ids, key=str) == ids


def test_each_bit_that_is_neither_time_nor_version_is_random():
    ids = [new_id().int for _ in range(200)]
    free = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)
    set_once = cleared_once = 0
    for each in ids:
        set_once, cleared_once = set_once | each, cleared_once | ~each
    assert (set_once & free, cleared_once & free) == (free, free)


def _some(results):
    results.put([str(new_id()) for _ in range(500)])


def test_processes_mint_no_id_twice():
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    runs = [spawn.Process(target=_some, args=(results,)) for _ in range(2)]
    for run in runs:
        run.start()
    ids = [each for _ in runs for each in results.get(timeout=60)]
    for run in runs:
        run.join(60)
    assert len(set(ids)) == 1000


def test_ids_that_stand_in_archives_never_change():
    """Others cite them. A change here makes every archive's ids other ones: don't."""
    assert document_id(ARCHIVE, DIGEST, ADDRESS) == DOCUMENT
    assert statement_id(ARCHIVE, DOCUMENT, [(0, 4), (7, 11)]) == STATEMENT
    assert appearance_id(ARCHIVE, STATEMENT) == SPEAKER


@pytest.mark.parametrize(
    ("found", "name"),
    [
        pytest.param(DOCUMENT, f"{DIGEST}{ADDRESS}", id="document"),
        pytest.param(STATEMENT, f"{DOCUMENT}[[0,4],[7,11]]", id="statement"),
        pytest.param(SPEAKER, f"speaker of {STATEMENT}", id="speaker"),
    ],
)
def test_whoever_has_the_archive_s_id_can_compute_the_others(found, name):
    """As RFC 9562 §5.5 has it: SHA-1 over the name space's bytes and the name."""
    assert UUID(bytes=sha1(ARCHIVE.bytes + name.encode()).digest()[:16], version=5) == found  # noqa: S324


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(document_id(OTHER, DIGEST, ADDRESS), id="in another archive"),
        pytest.param(document_id(ARCHIVE, digest_of(b""), ADDRESS), id="of other bytes"),
        pytest.param(document_id(ARCHIVE, DIGEST, ADDRESS + "/"), id="at another address"),
    ],
)
def test_another_document_has_another_id(other):
    assert other != DOCUMENT


spans = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=4)


@given(spans, spans)
def test_statements_have_one_id_where_they_have_the_same_content(one, other):
    same = statement_id(ARCHIVE, DOCUMENT, one) == statement_id(ARCHIVE, DOCUMENT, (list(span) for span in other))
    assert same == (one == other)
