import gzip
import hashlib
import io
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture import Capture
from firsthand.capture.encodings import Unpacker, zstd
from firsthand.capture.warc import Seen, warc_members
from tests.capture import warcs
from tests.capture.warcs import (
    BRIDGE,
    HTML,
    PAGE,
    PAYLOAD,
    PICTURE,
    RECORDS,
    answer,
    chunked,
    packed,
    record,
    skipped,
    zipped,
)

DICTIONARY = zstd.train_dict(
    [record("response", answer(PAGE, f"Date: {n}"), f"{BRIDGE}/{n}") for n in range(200)], 2048
)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
CONTAINER = Capture("/in/crawl.warc.gz", "supplied", NOW, b"", name="crawl.warc.gz")


def read(data):
    """Return what is in a WARC; the bytes of a large member as long as they are there."""
    members = warc_members(io.BytesIO(data), CONTAINER, "crawl.warc.gz")
    return [(capture, Path(capture.path).read_bytes() if capture.path else capture.body) for capture in members]


def only(data):
    [(capture, body)] = read(data)
    return capture, body


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"".join(RECORDS), id="plain"),
        pytest.param(packed(), id="a gzip member for each record"),
        pytest.param(gzip.compress(b"".join(RECORDS)), id="one gzip member"),
        pytest.param(zipped(), id="a zstd frame for each record"),
        pytest.param(zipped(dictionary=DICTIONARY), id="zstd with a dictionary"),
        pytest.param(
            skipped(0x184D2A5D, zstd.compress(DICTIONARY.dict_content))
            + zipped(dictionary=DICTIONARY).partition(DICTIONARY.dict_content)[2],
            id="zstd with a packed dictionary",
        ),
        pytest.param(
            b"".join(
                zstd.compress(each[:70]) + skipped(0x184D2A50, b"any") + zstd.compress(each[70:]) for each in RECORDS
            ),
            id="records over two zstd frames",
        ),
        pytest.param(b"\r\n\r\n".join(RECORDS), id="more empty lines than there should be"),
    ],
)
def test_what_came_from_the_web_is_a_capture_and_the_rest_is_not(data):
    assert [(capture.url, body, capture.error) for capture, body in read(data)] == [
        (BRIDGE, PAGE, None),
        ("https://dayline.example/a.png", PICTURE, None),
        ("https://dayline.example/gone", b"<p>It is not here.</p>", None),
        (BRIDGE, b"", None),
        ("https://dayline.example/bridge?copy", PAGE, None),
    ]


def test_a_response_says_when_and_how_it_was_got_and_where_it_stands():
    capture, body = only(packed([warcs.INFO, warcs.RESPONSE]))
    assert body == PAGE
    assert (capture.address, capture.url, capture.obtained, capture.status) == (BRIDGE, BRIDGE, "imported", 200)
    assert (capture.at, capture.clock) == (datetime(2023, 3, 8, 10, 22, tzinfo=UTC), "crawl.warc.gz's WARC-Date")
    assert (capture.media_type, capture.charset) == ("text/html", "utf-8")
    assert capture.headers[1] == ("Content-Encoding", "gzip")
    assert capture.member.key == f"@{len(gzip.compress(warcs.INFO))}"
    assert capture.notes == ()


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        pytest.param(chunked(PAGE, 7, 50), ["Transfer-Encoding: chunked"], id="chunked"),
        pytest.param(PAGE, ["Transfer-Encoding: chunked"], id="chunks taken off, the header left"),
        pytest.param(gzip.compress(PAGE), ["Content-Encoding: gzip"], id="gzip"),
        pytest.param(PAGE, ["Content-Encoding: gzip"], id="gzip taken off, the header left"),
        pytest.param(zlib.compress(PAGE), ["Content-Encoding: deflate"], id="deflate"),
        pytest.param(brotli.compress(PAGE), ["Content-Encoding: br"], id="br"),
        pytest.param(zstd.compress(PAGE), ["Content-Encoding: zstd"], id="zstd"),
        pytest.param(zstd.compress(PAGE[:9]) + zstd.compress(PAGE[9:]), ["Content-Encoding: zstd"], id="zstd frames"),
        pytest.param(PAGE, ["Content-Encoding: zstd"], id="zstd taken off, the header left"),
        pytest.param(
            chunked(brotli.compress(PAGE), 9), ["content-encoding: br", "transfer-encoding: Chunked"], id="both"
        ),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_transfer_and_content_encodings_are_undone(data, headers, pack):
    capture, body = only(pack(record("response", answer(data, HTML, *headers), BRIDGE)))
    assert (body, capture.error) == (PAGE, None)


def test_an_encoding_that_cannot_be_undone_is_kept_as_it_came():
    capture, body = only(record("response", answer(b"(dcb)", HTML, "Content-Encoding: dcb"), BRIDGE))
    assert (body, capture.media_type) == (b"(dcb)", "application/octet-stream")
    assert "encoded as 'dcb'" in capture.notes[0]


def test_bytes_that_are_not_those_of_their_digest_are_said_to_be_others():
    block = answer(PAGE, HTML)
    capture, _ = only(record("response", block, BRIDGE, WARC_Block_Digest=warcs.sha1(b"others")))
    assert capture.error is None
    assert "not those of its WARC-Block-Digest sha1:" in capture.notes[0]
    right, _ = only(record("response", block, BRIDGE, WARC_Block_Digest=warcs.sha1(block)))
    assert right.notes == ()


def test_a_revisit_has_the_bytes_of_the_answer_whose_digest_it_names():
    first, *_, second = [
        capture for capture, _ in read(packed([warcs.RESPONSE, warcs.PICTURE_RESPONSE, warcs.REVISIT]))
    ]
    assert (second.body, second.revisited) == (b"", f"sha256:{hashlib.sha256(PAGE).hexdigest()}")
    assert (second.url, second.at, second.error) == (BRIDGE, datetime(2023, 3, 9, 8, tzinfo=UTC), None)
    assert (second.media_type, second.charset, first.revisited) == ("text/html", "utf-8", None)
    assert "those of crawl.warc.gz at byte 0, as their sha1:" in second.notes[0]


@pytest.mark.parametrize(
    ("before", "revisit"),
    [
        pytest.param([], warcs.REVISIT, id="of what is in another file"),
        pytest.param(
            [warcs.RESPONSE.replace(b"dayline", b"daylime")],
            record("revisit", answer(b"", HTML), BRIDGE),
            id="without a digest",
        ),
        pytest.param(
            [record("response", answer(PAGE, HTML), BRIDGE, WARC_Payload_Digest=warcs.PAYLOAD)],
            warcs.REVISIT,
            id="of other bytes than it says",
        ),
    ],
)
def test_a_revisit_of_what_is_not_there_says_so(before, revisit):
    capture, _ = read(packed([*before, revisit]))[-1]
    assert (capture.revisited, capture.body, capture.url) == (None, b"", BRIDGE)
    assert "the archiver kept no bytes here, because they were those of an earlier answer" in capture.error


def test_revisits_reach_back_over_the_files_that_are_added_at_once():
    seen = {}
    list(warc_members(io.BytesIO(warcs.RESPONSE), CONTAINER, "a.warc", seen=seen))
    [capture] = warc_members(io.BytesIO(warcs.REVISIT), CONTAINER, "b.warc", seen=seen)
    assert "those of a.warc at byte 0" in capture.notes[0]


def test_what_was_not_referred_to_for_longest_is_forgotten():
    seen = {f"sha1:{number}": (Seen("", "", None, None, 200, ()),) for number in range(50_000)}
    list(warc_members(io.BytesIO(warcs.RESPONSE), CONTAINER, "a.warc", seen=seen))
    assert (len(seen), "sha1:0" in seen, list(seen)[-1].upper()) == (50_000, False, warcs.PAYLOAD.upper())


PACKED = gzip.compress(PAGE, mtime=0)
AS_FILE = record(
    "response",
    answer(PACKED, "Content-Type: application/gzip"),
    "https://dayline.example/page.gz",
    WARC_Payload_Digest=PAYLOAD,
)
AS_GONE = warcs.RESPONSE.replace(b"200 OK", b"404 No")


@pytest.mark.parametrize(
    ("before", "block", "status", "body"),
    [
        pytest.param([AS_FILE, warcs.RESPONSE], answer(b""), 200, PACKED, id="the packed file"),
        pytest.param([warcs.RESPONSE, AS_FILE], answer(b"", "Content-Encoding: gzip"), 200, PAGE, id="the page"),
        pytest.param([warcs.RESPONSE], answer(b"", status="304 Not Modified"), 304, PAGE, id="as it was, says a 304"),
        pytest.param([warcs.RESPONSE, warcs.RESPONSE], b"", 200, PAGE, id="no header, two alike"),
        pytest.param([AS_GONE], b"", 404, PAGE, id="no header, a refusal before"),
        pytest.param([AS_GONE, warcs.RESPONSE], answer(b"", "Content-Encoding: gzip"), 200, PAGE, id="its own status"),
    ],
)
def test_a_revisit_has_the_bytes_of_what_was_sent_as_it_was(before, block, status, body):
    *_, capture = [capture for capture, _ in read(b"".join([*before, revisit(block)]))]
    assert (capture.status, capture.error) == (status, None)
    assert capture.revisited == f"sha256:{hashlib.sha256(body).hexdigest()}"


@pytest.mark.parametrize(
    ("before", "block", "says"),
    [
        pytest.param([warcs.RESPONSE], answer(b""), "does not stand before this one", id="sent packed only"),
        pytest.param(
            [AS_FILE],
            answer(b"", "Content-Encoding: gzip"),
            "does not stand before this one",
            id="sent as a packed file only",
        ),
        pytest.param([AS_FILE, warcs.RESPONSE], b"", "does not say which", id="no header, two encodings"),
        pytest.param([AS_GONE, warcs.RESPONSE], b"", "does not say which", id="no header, two statuses"),
    ],
)
def test_a_revisit_never_has_bytes_that_may_be_those_of_another(before, block, says):
    *_, capture = [capture for capture, _ in read(b"".join([*before, revisit(block)]))]
    assert capture.revisited is None
    assert says in capture.error


def revisit(block):
    return record("revisit", block, BRIDGE, WARC_Payload_Digest=PAYLOAD)


def test_what_a_record_says_of_itself_is_short_in_notes_and_errors():
    long = "https://x.example/" + " and y are the same " * 400
    told = {
        "WARC_Block_Digest": f"sha1:{long}",
        "WARC_Payload_Digest": f"sha1:{long}",
        "WARC_Refers_To_Target_URI": long,
        "WARC_Refers_To_Date": long,
    }
    for kind, headers in (("response", [f"Content-Encoding: {'x' * 9000}"]), ("revisit", [])):
        capture, _ = only(record(kind, answer(PAGE if kind == "response" else b"", *headers), long, **told))
        assert capture.url == long.strip()
        assert capture.notes
        assert max(map(len, [*capture.notes, capture.error or ""])) < 800


@pytest.mark.parametrize("size", [65528, 65527, 65526, 131064])
def test_a_dictionary_may_end_where_reading_pauses(size):
    grown = zstd.ZstdDict(DICTIONARY.dict_content.ljust(size, b"z"))
    assert [(capture.url, capture.error) for capture, _ in read(zipped(dictionary=grown))] == [
        (capture.url, None) for capture, _ in read(zipped())
    ]


@pytest.mark.parametrize(
    ("data", "whole", "says"),
    [
        pytest.param(packed()[:-7], 4, "cut off", id="cut in what is no member"),
        pytest.param(packed(RECORDS[:3])[:-40], 1, "cut off", id="cut in a packed record"),
        pytest.param(b"".join(RECORDS[:4])[:-60], 2, "cut off: this record says", id="cut in a plain record"),
        pytest.param(RECORDS[2] + RECORDS[3][:70], 1, "cut off", id="cut in the fields of a record"),
        pytest.param(
            gzip.compress(RECORDS[2]) + b"\0broken" * 9 + gzip.compress(RECORDS[3]),
            2,
            "broken gzip",
            id="garbage between",
        ),
        pytest.param(
            record("response", answer(PAGE, HTML), BRIDGE, Content_Length="20") + RECORDS[3],
            1,
            "does not end after the 20 bytes",
            id="a length that is too short",
        ),
        pytest.param(RECORDS[2] + b"WARC/1.1\r\n\r\n" + RECORDS[3], 2, "how long it is", id="no length"),
        pytest.param(
            RECORDS[2] + b"x" * 70_000 + b"\r\n\r\n" + RECORDS[3], 2, "no record begins here", id="no record at all"
        ),
        pytest.param(
            RECORDS[2] + b"x" * 140_000 + b"\r\n\r\n" + RECORDS[3], 2, "has no end", id="a header without an end"
        ),
        pytest.param(
            gzip.compress(RECORDS[2] + b"no record\r\n\r\n" + RECORDS[3]), 2, "no record", id="in one gzip member"
        ),
        pytest.param(zipped(RECORDS[:3])[:-9], 0, "cut off", id="cut in a zstd frame"),
        pytest.param(
            zipped([RECORDS[2]]) + b"\0broken" * 9 + zipped([RECORDS[3]]), 2, "broken zstd", id="between frames"
        ),
        pytest.param(zipped(dictionary=DICTIONARY)[:90], 0, "cut off in its dictionary", id="cut in the dictionary"),
        pytest.param(skipped(0x184D2A5D, bytes(9)) + zipped(), 0, "its dictionary is broken", id="no dictionary"),
        pytest.param(
            skipped(0x184D2A5D, DICTIONARY.dict_content[:8] + b"\xff" * 99),
            0,
            "its dictionary is broken",
            id="a broken dictionary",
        ),
        pytest.param(
            skipped(0x184D2A5D, zstd.compress(bytes(2**24))) + zipped(),
            0,
            "larger than 8 MiB",
            id="a bomb of a dictionary",
        ),
        pytest.param(b"", 0, None, id="empty"),
    ],
)
def test_what_is_broken_is_told_and_the_rest_is_taken(data, whole, says):
    found = read(data)
    errors = [capture.error for capture, _ in found if capture.error]
    assert sum(1 for _, body in found if body) == whole
    assert [says in error for error in errors] == [True] * len(errors)
    assert bool(errors) == bool(says)
    assert all(error.startswith("crawl.warc.gz: at byte ") for error in errors)


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(gzip.compress(record("response", answer(bytes(200 * 2**20), HTML), BRIDGE)), id="record"),
        pytest.param(
            record("response", answer(gzip.compress(bytes(200 * 2**20)), HTML, "Content-Encoding: gzip"), BRIDGE),
            id="content",
        ),
        pytest.param(zstd.compress(record("response", answer(bytes(200 * 2**20), HTML), BRIDGE)), id="record in zstd"),
        pytest.param(
            record("response", answer(zstd.compress(bytes(200 * 2**20)), HTML, "Content-Encoding: zstd"), BRIDGE),
            id="content in zstd",
        ),
        pytest.param(gzip.compress(record("request", bytes(200 * 2**20), BRIDGE)), id="no member"),
    ],
)
def test_a_bomb_goes_off_in_a_little_memory(bomb):
    tracemalloc.start()
    found = read_sizes(bomb + gzip.compress(warcs.PICTURE_RESPONSE) if bomb[:2] == b"\x1f\x8b" else bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * 2**20
    assert "as a bomb does" in found[0][1]
    assert found[0][0] <= 65 * 2**20
    if len(found) > 1:
        assert found[-1] == (len(PICTURE), None)


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_what_follows_a_bomb_is_found(pack):
    bomb = record("response", answer(bytes(100 * 2**20), HTML), BRIDGE)
    for data in (pack(bomb + warcs.PICTURE_RESPONSE), pack(bomb) + pack(warcs.PICTURE_RESPONSE)):
        broken, picture = read_sizes(data)
        assert "as a bomb does" in broken[1]
        assert picture == (len(PICTURE), None)


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param(
            record("response", b"", BRIDGE, Content_Length=str(2**31)).removesuffix(b"\r\n\r\n"), id="a record"
        ),
        pytest.param(b"", id="no record"),
    ],
)
@pytest.mark.parametrize("filling", [b"\0", b"\n"], ids=["zeros", "empty lines"])
def test_a_bomb_is_not_unpacked_to_its_end(begin, filling, monkeypatch):
    packer, piece = zstd.ZstdCompressor(), filling * 2**20
    bomb = packer.compress(begin) + b"".join(packer.compress(piece) for _ in range(400)) + packer.flush()
    unpacked = []
    unpack = Unpacker.unpack
    monkeypatch.setattr(Unpacker, "unpack", lambda self, data=b"": unpacked.append(len(o := unpack(self, data))) or o)
    broken, picture = read_sizes(bomb + zipped([warcs.PICTURE_RESPONSE]))
    assert broken[1]
    assert picture == (len(PICTURE), None)
    assert sum(unpacked) < 140 * 2**20


def read_sizes(data):
    return [
        (Path(capture.path).stat().st_size if capture.path else len(capture.body), capture.error)
        for capture in warc_members(io.BytesIO(data), CONTAINER, "crawl.warc.gz")
    ]


@given(st.data())
def test_no_flipped_or_missing_byte_breaks_reading(data):
    whole = bytearray(data.draw(st.sampled_from([packed(), zipped(dictionary=DICTIONARY), b"".join(RECORDS)])))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    begin, end = sorted(data.draw(st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole)))))
    for capture, body in read(bytes(whole[:begin] + whole[end:])):
        assert capture.error or body is not None
        assert capture.member.key.startswith("@")
