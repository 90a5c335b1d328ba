from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture import sniff


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        pytest.param(b"\n%PDF-1.4\n\x00\x01", "scan.txt", "application/pdf", id="pdf whatever its name"),
        pytest.param(b"garbage %PDF-1.4\n\x00", "scan.pdf", "application/pdf", id="pdf after garbage"),
        pytest.param(b"A file that starts with %PDF- is a PDF.", "", "text/plain", id="text about pdf"),
        pytest.param(b"not a pdf at all", "scan.pdf", "text/plain", id="text named pdf"),
        pytest.param(b" <!DOCTYPE HTML><p>", "page", "text/html", id="doctype"),
        pytest.param(b"\xef\xbb\xbf<html lang=uk>", "", "text/html", id="after a mark of UTF-8"),
        pytest.param("<html><p>«Ні»".encode("utf-16"), "", "text/html", id="html in UTF-16"),
        pytest.param(b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC ''><html>", "", "text/html", id="xhtml"),
        pytest.param(b"<?xml version='1.0'?><rss>", "feed", "text/xml", id="xml"),
        pytest.param(b"Plain words, then <p>", "page.HTM", "text/html", id="suffix decides"),
        pytest.param(b"<bold words>, she said", "", "text/plain", id="not a tag"),
        pytest.param(b'{"a": 1}', "page.json", "application/json", id="json"),
        pytest.param("Нет, сказала она.".encode("koi8-r"), "", "text/plain", id="legacy encoding"),
        pytest.param(b"She said no.\n" * 20 + b"\x00", "", "text/plain", id="a stray NUL"),
        pytest.param("«Ні»".encode("utf-16-le"), "words.txt", "text/plain", id="UTF-16 without a mark, named text"),
        pytest.param(b"", "", "text/plain", id="empty"),
        pytest.param(b"\x00\x01\x02\x03", "", "application/octet-stream", id="bytes"),
        pytest.param(b"\x00\x01\x02\x03", "page.pdf", "application/octet-stream", id="bytes named pdf"),
        pytest.param(b"RIFF\x10\0\0\0WEBPVP8 ", "", "image/webp", id="webp"),
        pytest.param(b"RIFF\x10\0\0\0WAVEfmt ", "", "audio/wav", id="wav"),
        pytest.param(b"\0\0\0\x20ftypisom\0", "", "video/mp4", id="mp4"),
        pytest.param(b"\0\0\0\x20ftypM4A \0", "", "audio/mp4", id="m4a"),
        pytest.param(b"\0\0\0\x20ftypheic\0", "", "image/heic", id="a telephone's picture"),
        pytest.param(b"\0\0\0\x14ftypqt  \0", "", "video/quicktime", id="quicktime"),
        pytest.param(b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "", "video/webm", id="webm"),
        pytest.param(b"\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska", "", "video/x-matroska", id="mkv"),
        pytest.param(b"ID3\x04\0\0\0\0\0\0", "", "audio/mpeg", id="mp3 with a tag"),
        pytest.param(b"\xff\xfb\x90\0\0\0\0", "talk.MP3", "audio/mpeg", id="mp3 without"),
        pytest.param("яыяы, сказал он.".encode("windows-1251"), "a.mp3", "text/plain", id="text named mp3"),
        pytest.param(b"OggS\0\x02" + bytes(22) + b"OpusHead", "", "audio/ogg", id="opus"),
        pytest.param(b"OggS\0\x02" + bytes(22) + b"\x80theora", "", "video/ogg", id="ogg video"),
        pytest.param(b"WARC/1.1\r\nWARC-Type: warcinfo", "", "application/warc", id="warc"),
        pytest.param(b"\x1f\x8b\x08", "crawl.warc.gz", "application/warc", id="packed warc"),
        pytest.param(b"\x1f\x8b\x08", "page.html.gz", "application/gzip", id="any other gzip"),
        pytest.param(b"PK\x03\x04", "crawl.wacz", "application/wacz", id="wacz"),
        pytest.param(b"PK\x03\x04", "a.odt", "application/vnd.oasis.opendocument.text", id="odt"),
        pytest.param(
            b"PK\x03\x04",
            "A.DOCX",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            id="docx",
        ),
        pytest.param(b"PK\x03\x04", "a.zip", "application/zip", id="any other zip"),
        pytest.param(b'{"a": 1}\n{"a": 2}\n', "posts.jsonl", "application/jsonl", id="json lines"),
        pytest.param(b"{words}", "talk.description", "text/plain", id="description"),
        pytest.param(b"ID3 tags name the song.", "", "text/plain", id="text about mp3"),
        pytest.param(b"\xff\xd8\xff\xe0\x00", "page.html", "image/jpeg", id="a picture whatever its name"),
    ],
)
def test_content_first_then_name(body: bytes, name: str, expected: str) -> None:
    assert sniff(body, name) == expected


@given(st.binary(), st.text())
def test_anything_has_a_type(body: bytes, name: str) -> None:
    assert "/" in sniff(body, name)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<%\ufeff"), min_size=1))
def test_words_are_text(words: str) -> None:
    assert sniff(words.encode()) in ("text/plain", "application/zip")
