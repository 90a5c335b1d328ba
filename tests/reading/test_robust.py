"""The quick version of `make soak`: few inputs of each kind, the whole way, and what once broke it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import Broken, check, read_one, run
from benchmarks.hostile import FAMILIES, Input, make
from firsthand.capture import Capture, capture_path
from firsthand.capture.capture import now
from firsthand.languages import CODES
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Document, Span

QUICK = {"unicode": 60, "prose": 80, "pages": 60, "markup": 60, "bytes": 60, "pdf": 30, "wire": 30}


@pytest.mark.parametrize(("family", "count"), QUICK.items(), ids=QUICK)
def test_hostile_inputs_end_in_a_reading_or_a_clear_error(family, count):
    for index in range(1, count + 1):  # the first answer of a server is a bomb, which takes its time
        assert run(make(family, index, seed=7))[0] in ("read", "error")


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_seed_makes_the_same_input(family):
    assert make(family, 3, seed=7) == make(family, 3, seed=7)


@settings(max_examples=60)
@given(st.text(max_size=300), st.sampled_from([*CODES, None]))
@example("„r p n«a r y ", "en")  # a quotation without an end, before a space
@example("\n\x00\ud800 “", None)
def test_any_text_is_read_as_promised(text, language):
    run(Input(text.encode("utf-8", "surrogatepass"), "text/plain", languages=(language,)))


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        pytest.param("Anna said that ", "en", id="reports inside reports"),
        pytest.param("dijo que ", "es", id="cues without sources"),
        pytest.param("“Yes\n", "en", id="quotations without an end"),
        pytest.param('"', "en", id="straight marks"),
        pytest.param("« ", "ru", id="opening marks"),
        pytest.param("— Так, — сказала Ганна. — ", "uk", id="dashes"),
        pytest.param("Comments\n", "en", id="headings of furniture"),
        pytest.param("a\u0301", "en", id="combining marks"),
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(unit, code):
    bodies = [(unit * (size // len(unit.encode()))).encode() for size in (6_000, 60_000)]
    run(Input(bodies[1], "text/plain", languages=(code,), smaller=bodies[0]))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<html><p>a" + "<div>" * 100_000 + "b", id="deep nesting"),
        pytest.param("<p " + " ".join(f"a{number}=b" for number in range(50_000)) + ">a", id="attributes"),
        pytest.param("<html><p>a" + "<h1>a" * 20_000, id="headings in headings"),
        pytest.param("<html><p>a" + "<div class=author>A" * 5_000, id="authors in authors"),
        pytest.param("<script type=application/ld+json>" + "[" * 100_000 + "</script><p>a", id="deep data"),
        pytest.param("<meta property=og:video content='http://['><p>a", id="a video nowhere"),
    ],
)
def test_markup_made_to_break_a_reader_is_read(body):
    capture = Capture("page.html", "supplied", now(), body.encode(), media_type="text/html")
    line, _ = read_one(capture, "en")
    assert b'"text": "' in line


def test_a_page_of_fifty_megabytes_is_read_up_to_the_limit(tmp_path):
    path = tmp_path / "large.txt"
    path.write_bytes(b"Rain until Friday. " * 2_700_000)
    line, shown = read_one(capture_path(path), "en")
    assert len(line) < 5_100_000
    assert b"only the first 5 MB of 51.3 MB were read" in shown


def test_of_what_is_larger_than_any_page_the_beginning_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(b"Rain until Friday. " * 300_000)
        file.truncate(100_000_000)
    _, shown = read_one(capture_path(path), "en")
    assert b"only the first 5 MB of more than 67.1 MB were read" in shown


def test_a_promise_that_is_not_kept_is_found():
    said = Statement("s2", "d1", "direct", "speech", (), (), (Span(0, 1),), Speaker(None, "unknown"))
    with pytest.raises(Broken, match="ids not in order"):
        check(Document("d1", "a"), Reading("d1", (said,)))
