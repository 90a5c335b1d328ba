import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firsthand.capture import Capture, Limits, archived, capture_path
from firsthand.reading.extract import LIMIT, extract_bytes, extract_document
from firsthand.reading.html import html_document
from firsthand.reading.no_text import NoTextError

TAGS = st.sampled_from(
    [
        *[
            "<p>",
            "</p>",
            "<div>",
            "<b>",
            "</div>",
            "</a>",
            "<br>",
            "<h1>",
            "<table>",
            "<td>",
            "<script>",
            "</script>",
            "<style>",
            "<!--",
            "-->",
            "<title>",
            "</title>",
        ],
        *["<nav>", "<article>", "<svg>", "<![CDATA[", "<?xml", "&amp;", "&#0;", "&#xD800;", "&bogus;"],
        "<a href='/x'>",
        "<a href='http://['>",
        "<iframe src=//v.example/1>",
        "<p hidden>",
        "<span style=display:none>",
        "<meta charset=utf-16>",
        "<meta property=og:title content=x>",
        "<time datetime=2022-99>",
        "<base href=:>",
        "<meta property=og:video content='http://['>",
        "<blockquote class=twitter-tweet>",
        "<script type=application/ld+json>[[{",
    ]
)
SOUP = st.lists(TAGS | st.text(max_size=12), max_size=40).map("".join)


def read(body, **kwargs):
    return extract_bytes(body, address="https://dayline.example/page", **kwargs)


def assert_whole(document):
    for span in document.furniture:
        assert span.of(document.text).strip()
    for date in document.dates:
        assert date.words is None or date.words.of(document.text)
    for link in document.links:
        assert 0 <= link.at <= len(document.text)
        assert link.words is None or link.words.of(document.text)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<title>T</title><article><p>One.</p></article><p>Two.</p>", "One.\nTwo.", id="no body"),
        pytest.param(
            "<head><title>T</title><main>One.</main></head><body>Two.<p>Three.</p>", "One.\nTwo.\nThree.", id="a body"
        ),
        pytest.param("<head><title>T</title><meta name=a></head><body><p>One.</p>", "One.", id="nothing strange"),
    ],
)
def test_a_page_begins_where_its_head_ends(markup, text):
    assert html_document(markup, address="https://dayline.example/a").text == f"{text}\n"


def test_plain_text_stays_as_it_is():
    text = "  One.\r\n\r\n\tTwo\u0085 “three” e\u0301 \n"
    assert read(text.encode(), media_type="text/plain").text == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@example("\n\n")
def test_any_plain_text_stays_as_it_is(text):
    body = text.encode()
    if text.strip() and not text.startswith("\ufeff"):
        document = read(body, media_type="text/plain", charset="utf-8", language="en")
        assert document.text == text
        assert_whole(document)


@given(SOUP)
@example("<p>" * 3000 + "deep")
@example("<html><body></body></html>")
@example("<meta property=og:video content='http://['>a")
def test_any_markup_reads_or_says_why_not(markup):
    with suppress(NoTextError):
        assert_whole(read(markup.encode("utf-8", "surrogatepass"), media_type="text/html", language="en"))


@given(
    st.binary(max_size=400), st.sampled_from([None, "text/plain", "text/html", "application/pdf", "image/png", "odd"])
)
def test_any_bytes_read_or_say_why_not(body, media_type):
    with suppress(NoTextError):
        assert_whole(read(body, media_type=media_type, charset="x-unknown", language="en"))


def zipped():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        box.writestr("a.txt", "hello")
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "media_type", "message"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n....", "image/png", "a picture", id="picture"),
        pytest.param(zipped(), "application/zip", "application/zip", id="zip"),
        pytest.param(zipped(), "text/html", "application/zip", id="zip that claims to be a page"),
        pytest.param(b"   \n\n", "text/plain", "is empty", id="empty"),
        pytest.param(b"<html><script>x()</script></html>", "text/html", "without visible text", id="nothing to see"),
        pytest.param(b"%PDF-1.7 garbage", None, "broken PDF", id="broken PDF"),
    ],
)
def test_what_has_no_text_says_so(body, media_type, message):
    with pytest.raises(NoTextError, match=message):
        read(body, media_type=media_type)


def test_a_failed_capture_is_not_read():
    capture = Capture("https://dayline.example/", "fetched", datetime.now(UTC), b"<p>Sorry", error="status 503")
    with pytest.raises(NoTextError, match="status 503"):
        extract_document(capture)


def test_a_page_over_the_limit_is_read_up_to_there_and_says_so():
    body = ("<p>" + "ї" * 100 + "</p>\n").encode() * (LIMIT // 200)
    document = read(body, media_type="text/html", language="uk")
    assert "\ufffd" not in document.text
    assert document.notes[0].startswith("only the first 5 MB of 5.")


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("page.pdf", b"%PDF-1.7\n", r"page\.pdf: a PDF of more than 0\.0 MB: too large to be read"),
        ("clip.webm", b"\x1a\x45\xdf\xa3\0\0\0", "a video: there is no text in it to read"),
        ("box.zip", zipped(), "application/zip: no text can be read from that"),
    ],
)
def test_a_file_over_the_limit_that_is_no_text_says_so(tmp_path, name, body, message):
    (tmp_path / name).write_bytes(body + bytes(50))
    with pytest.raises(NoTextError, match=message):
        extract_document(capture_path(tmp_path / name, Limits(size=len(body))))


def test_of_a_text_over_the_limit_the_beginning_is_read(tmp_path):
    (tmp_path / "words.txt").write_bytes("Ні".encode() * 1000)
    document = extract_document(capture_path(tmp_path / "words.txt", Limits(size=1001)), language="uk")
    assert document.text == "Ні" * 250
    assert document.notes == ("only the first 0.001001 MB of more than 0.0 MB were read",)


def from_archive(body, url="https://web.archive.org/web/20230308102200/https://dayline.example/2023/03/07/soldiers"):
    return Capture(
        "https://web.archive.org/web/2023/dayline.example/soldiers", "fetched", datetime.now(UTC), body, url=url,
        media_type="text/html", status=200, archived=archived(url),
    )  # fmt: skip


ARCHIVED = b"""<html><head>%b</head><body><p>Read <a href="/web/20230308102200/https://tochka.example/3614">this</a> and
<a href="https://web.archive.org/web/20230308102200/http:/vestovoy.example/a">that</a>, <a href="more">more</a> and
<a href="https://quayside.example/">another</a>.</p>
<iframe src="https://web.archive.org/web/20230308102200if_/https://kadr.example/embed/1"></iframe></body></html>"""


def test_an_archived_page_is_read_as_the_page_that_it_is_a_copy_of():
    document = extract_document(from_archive(ARCHIVED % b""), language="en")
    assert document.url == "https://dayline.example/2023/03/07/soldiers"
    assert document.published == "2023-03-07"
    assert [link.url for link in document.links] == [
        "https://tochka.example/3614",
        "http://vestovoy.example/a",
        "https://dayline.example/2023/03/07/more",
        "https://quayside.example/",
        "https://kadr.example/embed/1",
    ]


def test_the_address_that_an_archived_page_gives_itself_is_unwrapped():
    told = b'<link rel=canonical href="https://web.archive.org/web/20230308102200/https://dayline.example/s">'
    assert extract_document(from_archive(ARCHIVED % told), language="en").url == "https://dayline.example/s"


def test_a_page_that_is_no_copy_keeps_its_links_to_archives():
    link = b'<p>See <a href="https://web.archive.org/web/20230308102200/https://tochka.example/3614">this</a>.'
    capture = Capture("https://dayline.example/", "fetched", datetime.now(UTC), link, media_type="text/html")
    (kept,) = extract_document(capture, language="en").links
    assert kept.url == "https://web.archive.org/web/20230308102200/https://tochka.example/3614"
