import base64
import gzip
import hashlib
import io
import json
import struct
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.capture import Capture, Target, capture_path
from firsthand.capture.containers import kind_of, members, private_in
from firsthand.capture.encodings import zstd
from tests.capture import warcs
from tests.capture.warcs import BRIDGE, PAGE, PICTURE, packed, wacz

HERE = Path(__file__).parent / "containers"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
EMPTY_CHANNEL = b'{"name": "T", "type": "public_channel", "id": 1, "messages": []}'
LETTERS = base64.b64encode(hashlib.shake_128(b"").digest(300_000))
"""A block of them in zstd is larger than the beginning that is looked at of what is not packed."""
PACKED = zipfile.ZIP_DEFLATED
TWO = {"a.warc": warcs.RESPONSE, "b.warc": warcs.RESPONSE}
FILES = [
    "account/result.json",
    "feed/atom.xml",
    "feed/rss.xml",
    "tochka/result.json",
    "tochka-html/messages.html",
    "tochka-page/tochka.html",
]


def in_memory(body, name, **more):
    return Capture(f"/in/{name}", "supplied", NOW, body, name=name, **more)


def read(capture, path=None, **more):
    body = capture.body
    return list(members(kind_of(capture), capture, lambda: io.BytesIO(body), path, **more))


def told(capture):
    """Return what a golden file says of a member."""
    found = {
        "key": capture.member.key,
        "outlet": capture.member.outlet,
        "private": capture.member.private,
        "published": capture.member.published,
        "obtained": capture.obtained,
        "url": capture.url,
        "media_type": capture.media_type,
        "parts": [f"{part.name}  {part.media_type}  {len(part.body)} bytes" for part in capture.parts],
        "notes": list(capture.notes),
        "error": capture.error,
    }
    lines = [f"{name}: {value}" for name, value in found.items() if value not in (None, [], False)]
    return "\n".join([*lines, "", capture.body.decode("utf-8"), "", ""])


@pytest.mark.parametrize("file", FILES)
def test_the_members_of_a_container_are_as_filed(file, golden):
    path = HERE / file
    capture = capture_path(path, address=file)
    found = list(members(kind_of(capture), capture, lambda: path.open("rb"), str(path)))
    assert all(member.address == f"{file}#{member.member.key}" or member.url for member in found)
    golden(path.with_suffix(".members.txt"), "\n".join(told(member) for member in found))


@pytest.mark.parametrize("file", [file for file in FILES if "feed" not in file])
def test_the_bytes_of_a_message_are_a_slice_of_its_container(file):
    path = HERE / file
    whole = b"".join(page.read_bytes() for page in sorted(path.parent.glob(f"*{path.suffix}")))
    bodies = [member.body for member in read(capture_path(path), str(path))]
    assert bodies
    assert all(body and body in whole for body in bodies)


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        pytest.param((HERE / "tochka/result.json").read_bytes(), "result.json", "telegram", id="one chat"),
        pytest.param((HERE / "account/result.json").read_bytes(), "x", "telegram", id="an account"),
        pytest.param(b"\xef\xbb\xbf" + EMPTY_CHANNEL, "x", "telegram", id="BOM"),
        pytest.param(EMPTY_CHANNEL[:47], "x", "telegram", id="no message in sight"),
        pytest.param(b'{"name": "T", "type": "article", "id": 1, "messages": []}', "x", None, id="other JSON"),
        pytest.param((HERE / "tochka-html/messages.html").read_bytes(), "x", "telegram pages", id="exported page"),
        pytest.param((HERE / "tochka-page/tochka.html").read_bytes(), "x", "channel page", id="t.me/s"),
        pytest.param(PAGE, "x.html", None, id="any page"),
        pytest.param(packed(), "x", "warc", id="packed WARC"),
        pytest.param(b"".join(warcs.RECORDS), "x", "warc", id="WARC"),
        pytest.param(warcs.zipped(), "x", "warc", id="WARC in zstd"),
        pytest.param(zstd.compress(warcs.record("response", LETTERS, BRIDGE)), "x", "warc", id="WARC in one frame"),
        pytest.param(warcs.skipped(0x184D2A5D, bytes(9)), "x", "warc", id="WARC in zstd with a dictionary"),
        pytest.param(b"\x1f\x8b\x08\0broken", "x.warc.gz", None, id="broken gzip"),
        pytest.param(gzip.compress(b"<urlset></urlset>"), "x.xml.gz", "sitemap", id="packed sitemap"),
        pytest.param(gzip.compress(b"<rss version='2.0'></rss>"), "x", "feed", id="packed RSS"),
        pytest.param(gzip.compress(PAGE), "x.html.gz", None, id="packed page"),
        pytest.param(wacz({"a.warc.gz": packed()}), "x", "wacz", id="WACZ"),
        pytest.param(b"PK\x03\x04word/document.xml", "x.docx", None, id="other zip"),
        pytest.param(b"<rss><channel/></rss>", "x", "feed", id="RSS without a declaration"),
        pytest.param(b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><a:feed xmlns:a='x'/>", "x", "feed", id="Atom"),
        pytest.param(b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', "x", "feed", id="RSS 1.0"),
        pytest.param(b'<rdf:RDF xmlns:foaf="http://xmlns.com/foaf/0.1/">', "x", None, id="other RDF"),
        pytest.param(b"<?xml version='1.0'?><sitemapindex>", "x", "sitemap", id="sitemap of sitemaps"),
        pytest.param(b"<?xml version='1.0'?><svg><rss ></svg>", "x", None, id="other XML"),
        pytest.param(b"", "x", None, id="empty"),
    ],
)  # fmt: skip
def test_a_container_is_told_by_its_first_bytes(body, name, kind):
    assert kind_of(in_memory(body, name)) == kind


@pytest.mark.parametrize(
    ("body", "private"),
    [
        pytest.param((HERE / "tochka/result.json").read_bytes(), (), id="public channel"),
        pytest.param(b'{"name": "T", "type": "public_supergroup", "id": 1, "messages": []}', (), id="public group"),
        pytest.param(
            (HERE / "account/result.json").read_bytes(),
            ("personal_chat", "private_supergroup", "personal information of the account", "contacts of the account"),
            id="account",
        ),
        pytest.param(
            b'{"name": "T", "type": "private_channel", "id": 1, "messages": [', ("private_channel",), id="cut"
        ),
        pytest.param(
            b'{"chats": {"list": [{"messages": []}]}}',
            ("a chat that does not say of what kind it is",),
            id="says nothing",
        ),
        pytest.param(
            b'{"name": "T", "type": "public_channel", "messages": [], "type": "personal_chat", "contacts": {}}',
            ("contacts of the account",),
            id="says two things",
        ),
        pytest.param(
            (HERE / "tochka-html/messages.html").read_bytes(),
            ("chats of which the pages do not say who can read them",),
            id="pages",
        ),
        pytest.param((HERE / "tochka-page/tochka.html").read_bytes(), (), id="t.me/s"),
        pytest.param(packed(), (), id="WARC"),
    ],
)
def test_what_was_not_written_for_everybody_is_named(body, private):
    assert private_in(in_memory(body, "result.json"), lambda: io.BytesIO(body)) == private


@pytest.mark.parametrize("at", [400, 700, 1200, 2000, -3])
def test_an_export_that_is_cut_gives_what_stands_before_and_says_so(at):
    whole = (HERE / "tochka/result.json").read_bytes()
    all_of_it = [member.body for member in read(in_memory(whole, "result.json"))]
    *before, last = read(in_memory(whole[:at], "result.json"))
    assert [member.body for member in before] == all_of_it[: len(before)]
    assert "/in/result.json: the export breaks off at byte" in last.error
    assert last.body == b""


@pytest.mark.parametrize("at", [1500, 2000, -400, -20])
def test_a_page_that_is_cut_gives_what_stands_before_and_says_so(at):
    whole = (HERE / "tochka-page/tochka.html").read_bytes()
    *before, last = read(in_memory(whole[:at], "tochka.html"))
    assert all(member.body in whole for member in before)
    assert "cut off" in last.error


@pytest.mark.parametrize(
    ("broken", "keys"),
    [
        pytest.param('[{"id": 1, "text": "a"}, 7, null, "x", {"id": 2, "text": "b"}]', ["1", "2"], id="no messages"),
        pytest.param('[{"text": "a"}, {"id": [1], "text": "a"}]', ["@73", "@88"], id="without an id"),
        pytest.param('[{"id": "../../x", "text": "a"}]', ["@73"], id="an id that leads elsewhere"),
        pytest.param("[]", [], id="empty"),
    ],
)
def test_odd_messages_are_taken_as_they_are(broken, keys):
    body = f'{{"name": "Tochka", "type": "public_channel", "id": 1443006, "messages": {broken}}}'.encode()
    found = read(in_memory(body, "result.json"))
    assert [member.member.key for member in found] == keys
    assert not any(member.error for member in found)


def test_a_message_that_is_too_large_or_too_deep_costs_itself_only():
    large = json.dumps({"id": 1, "text": "x" * (5 * 2**20)})
    deep = '{"id": 2, "text": ' + "[" * 100_000 + "]" * 100_000 + "}"
    body = f'{{"type": "public_channel", "id": 1, "messages": [{large}, {deep}, {{"id": 3}}]}}'.encode()
    first, second, third = read(in_memory(body, "result.json"))
    assert "too large for a message" in first.error
    assert "no JSON" in second.error
    assert (third.member.key, third.error) == ("3", None)


def test_what_is_named_beside_an_export_is_not_taken_from_elsewhere(tmp_path):
    (tmp_path / "secret.txt").write_text("not yours")
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "link").symlink_to(tmp_path / "secret.txt")
    files = ["../secret.txt", str(tmp_path / "secret.txt"), "link", "nul\0", "gone.jpg", "photos"]
    messages = [{"id": number, "photo": file} for number, file in enumerate(files)]
    body = json.dumps({"type": "public_channel", "id": 1, "messages": messages}).encode()
    found = read(in_memory(body, "result.json"), str(tmp_path / "export" / "result.json"))
    assert [member.parts for member in found] == [()] * len(files)
    assert all(len(member.notes) == 1 for member in found)


def test_a_package_holds_what_its_warcs_hold():
    for compression in (zipfile.ZIP_STORED, PACKED):
        found = read(
            in_memory(
                wacz({"a.warc.gz": packed(), "b.warc.zst": warcs.zipped([warcs.REVISIT])}, compression), "crawl.wacz"
            )
        )
        assert [member.body for member in found[:2]] == [PAGE, PICTURE]
        files = [member.member.key.partition("@")[0] for member in found]
        assert files == ["archive/a.warc.gz"] * 5 + ["archive/b.warc.zst"]
        assert found[0].clock == "crawl.wacz: archive/a.warc.gz's WARC-Date"
        assert found[-1].revisited
        assert not any(member.error for member in found)


def _with_size_of_directory(data, size):
    at = data.rfind(b"PK\x05\x06")
    return data[: at + 12] + struct.pack("<I", size) + data[at + 16 :]


@pytest.mark.parametrize(
    ("data", "whole", "says"),
    [
        pytest.param(wacz({})[:-30], 0, "cannot be opened", id="cut off"),
        pytest.param(wacz({}), 0, "no WARC under archive/", id="no WARC in it"),
        pytest.param(wacz({"a.warc.gz": packed()[:900], "b.warc": warcs.RESPONSE}), 1, "cut off", id="a WARC cut off"),
        pytest.param(
            wacz({"a.warc": warcs.record("response", bytes(100 * 2**20), BRIDGE), "b.warc": warcs.RESPONSE}, PACKED),
            1,
            "as a bomb does: not taken",
            id="bomb",
        ),
        pytest.param(wacz(TWO, zipfile.ZIP_LZMA), 0, "only stored and deflated", id="another compression"),
        pytest.param(_with_size_of_directory(wacz(TWO), 2**31), 0, "list of files is larger", id="huge list"),
        pytest.param(wacz(TWO).replace(b"dayline", b"daylime", 1), 1, "Bad CRC-32", id="a flipped letter"),
    ],
)
def test_a_broken_package_gives_what_can_be_read_in_little_memory(data, whole, says):
    capture = in_memory(data, "x.wacz", media_type="application/wacz")
    tracemalloc.start()
    found = read(capture)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(member.body == PAGE and member.error is None for member in found) >= whole
    errors = [member.error for member in found if member.error]
    assert any(says in error for error in errors)
    assert peak < 40 * 2**20


def test_a_feed_that_was_fetched_leads_to_its_pages_and_a_file_on_request():
    path = HERE / "feed/rss.xml"
    capture = capture_path(path)
    found = read(capture, live=True)
    assert [each.address for each in found] == ["https://dayline.example/bridge", "https://dayline.example/none"]
    assert [type(each) for each in found] == [Target, Target]
    assert found[0].member.published == "2023-03-08T10:22:00Z"
    fetched = Capture("https://dayline.example/rss", "fetched", NOW, capture.body)
    assert [each.address for each in read(fetched)] == [each.address for each in found]


def test_a_sitemap_reaches_the_network_only_on_request():
    capture = capture_path(HERE / "feed/sitemap.xml")
    assert read(capture) == []
    found = [(each.address, each.member.published, each.member.found) for each in read(capture, live=True)]
    assert found == [
        ("https://dayline.example/bridge?a=1&b=2", "2023-03-09", "sitemap lastmod"),
        ("https://dayline.example/ferry", "2023-03-08T10:22:00Z", "news sitemap publication_date"),
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
@pytest.mark.parametrize("file", ["atom.xml", "rss.xml", "sitemap.xml"])
def test_a_list_that_is_cut_says_so(file, pack):
    whole = pack((HERE / "feed" / file).read_bytes())
    assert "it is cut off" in read(in_memory(whole[:-40], file))[-1].error


@pytest.mark.parametrize("file", ["atom.xml", "rss.xml", "sitemap.xml"])
def test_a_packed_list_holds_what_it_holds_unpacked(file):
    whole = (HERE / "feed" / file).read_bytes()
    found = read(in_memory(whole, file), live=True)
    assert read(in_memory(gzip.compress(whole), file), live=True) == found != []


def test_a_packed_list_grows_as_far_as_one_is_read():
    start = (HERE / "feed/sitemap.xml").read_bytes().partition(b"</urlset>")[0]
    bomb = gzip.compress(start + b" " * (200 * 2**20))
    tracemalloc.start()
    *pages, last = read(in_memory(bomb, "sitemap.xml.gz"), live=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(pages), "larger than 8 MiB" in last.error) == (2, True)
    assert peak < 40 * 2**20


def test_entities_in_a_feed_do_not_multiply():
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    feed = f"<?xml version='1.0'?><!DOCTYPE rss [{bomb}]><rss><channel><item><title>&a8;</title></item></channel></rss>"
    tracemalloc.start()
    read(in_memory(feed.encode(), "x.xml")) if kind_of(in_memory(feed.encode(), "x.xml")) else None
    plain = feed.replace(f"<!DOCTYPE rss [{bomb}]>", "")
    read(in_memory(plain.encode(), "x.xml"))
    assert tracemalloc.get_traced_memory()[1] < 40 * 2**20
    tracemalloc.stop()
