"""The example case holds together: what is expected of a page stands in it, and nothing in it is of the real world."""

import json
import re
from itertools import chain

import pytest
from lxml import html

from firsthand import example

ROOT = example.root()
EXPECTED = json.loads(ROOT.joinpath("expected.json").read_text(encoding="utf-8"))
STEM = "severnaya-liniya/interview-0306"
REAL = re.compile(
    r"\b(russia(?!n)|ukrain(?!ian)|putin|zelensk|belarus|crimea|moscow|kyiv|kiev|росси|путин|украин|зеленск|беларус|крым|москв|киев"
    r"|росі|путін|україн(?!ською)|київ|крим|rusia|ucrania|bielorrusia|mosc[uú]|donbas|донбас|nato|нато)",
    re.IGNORECASE,
)


def read(path):
    return ROOT.joinpath(*path.split("/")).read_text(encoding="utf-8")


def visible(page):
    tree = html.fromstring(page)
    for hidden in tree.xpath("//head | //script | //style | //comment()"):
        hidden.drop_tree()
    return fold(tree.text_content())


def fold(text):
    return " ".join(text.split())


def message_text(message):
    pieces = message["text"] if isinstance(message["text"], list) else [message["text"]]
    return fold("".join(piece if isinstance(piece, str) else piece["text"] for piece in pieces))


def seconds(time):
    hours, minutes, rest = time.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def utterances(subtitles):
    """Return (start, end, words) of each cue, voices left out."""
    return [
        (seconds(start), seconds(end), fold(re.sub(r"<[^>]+>|^ГОЛОС ЗА КАДРОМ: ", "", words)))
        for start, end, words in re.findall(r"([\d:.,]+) --> ([\d:.,]+)\n(.+(?:\n.+)*)", subtitles)
    ]


def by_path(rows):
    return [pytest.param(row, id=row["path"]) for row in rows]


def test_every_page_exists_and_is_expected():
    assert all(page.is_file() for page in example.pages())
    assert list(example.PAGES) == [row["path"] for row in EXPECTED["pages"]]


@pytest.mark.parametrize("page", by_path(EXPECTED["pages"]))
def test_expected_words_stand_in_the_page(page):
    text = visible(read(page["path"]))
    wanted = [page["title"], *page["furniture"]]
    for statement in page["statements"]:
        wanted += chain(
            statement["words"], statement["source"], statement["cue"], filter(None, [statement["speaker"]["name"]])
        )
    for credit in page["credits"]:
        wanted += credit["words"]
    assert [words for words in wanted if words not in text] == []


@pytest.mark.parametrize("page", by_path(EXPECTED["pages"]))
def test_what_a_page_says_of_itself_stands_in_its_head(page):
    head = html.fromstring(read(page["path"])).find("head")
    assert head.xpath("string(link[@rel='canonical']/@href)") == page["url"]
    assert head.xpath("string(meta[@property='og:site_name']/@content)") == page["outlet"]
    assert head.xpath("string(meta[@property='article:published_time']/@content)") == page["published"]
    (metadata,) = head.xpath("script[@type='application/ld+json']")
    assert page["published"] in json.dumps(json.loads(metadata.text))


@pytest.mark.parametrize("page", by_path(EXPECTED["pages"]))
def test_references_between_rows_resolve(page):
    ids = [statement["id"] for statement in page["statements"]]
    named = [statement["within"] for statement in page["statements"] if statement["within"]]
    named += chain.from_iterable(credit["covers"] for credit in page["credits"])
    assert len(set(ids)) == len(ids)
    assert set(named) <= set(ids)


@pytest.mark.parametrize("row", [pytest.param(row, id=str(row["message"])) for row in EXPECTED["messages"]])
def test_expected_words_stand_in_the_message(row):
    (message,) = (m for m in json.loads(read("tochka/result.json"))["messages"] if m["id"] == row["message"])
    assert message.get("forwarded_from") == row["forwarded_from"]
    for statement in row["statements"]:
        assert all(words in message_text(message) for words in statement["words"] + statement["source"])


def test_the_export_has_the_shape_that_telegram_desktop_writes():
    export = json.loads(read("tochka/result.json"))
    assert export["type"] == "public_channel"
    for message in export["messages"]:
        assert message["date_unixtime"].isdigit()
        assert fold("".join(entity["text"] for entity in message["text_entities"])) == message_text(message)


def test_both_russian_subtitles_say_what_is_expected_and_the_sentence_begins_at_second_42():
    expected = [(*row["seconds"], row["words"]) for row in EXPECTED["transcript"]["utterances"]]
    assert utterances(read(f"{STEM}.ru.srt")) == utterances(read(f"{STEM}.ru.vtt")) == expected
    assert [start for start, _, words in expected if "забрали телефоны" in words] == [42]


def test_the_translated_subtitles_keep_the_times():
    assert [cue[:2] for cue in utterances(read(f"{STEM}.en.vtt"))] == [
        cue[:2] for cue in utterances(read(f"{STEM}.ru.vtt"))
    ]


def test_the_clip_is_a_small_webm_as_long_as_its_record_says():
    record = json.loads(read(f"{STEM}.info.json"))
    clip = ROOT.joinpath(*f"{STEM}.webm".split("/")).read_bytes()
    assert clip.startswith(b"\x1a\x45\xdf\xa3")
    assert b"webm" in clip[:64]
    assert len(clip) == record["filesize"] <= 400 * 1024
    assert max(end for _, end, _ in utterances(read(f"{STEM}.ru.srt"))) <= record["duration"]


def test_the_trail_names_held_documents_only():
    trail = EXPECTED["trail"]
    paths = {row["document"] for row in trail["appearances"]}
    paths |= {end for edge in trail["edges"] for end in (edge["from"], edge["to"])}
    assert all(ROOT.joinpath(*path.partition("#")[0].split("/")).is_file() for path in paths)


@pytest.mark.parametrize(
    "path",
    [
        *example.PAGES,
        "tochka/result.json",
        "README.md",
        *(f"{STEM}.{end}" for end in ("info.json", "ru.srt", "en.vtt")),
    ],
)
def test_nothing_is_of_the_real_world(path):
    assert REAL.findall(read(path)) == []


def test_addresses_lead_nowhere():
    hosts = {
        host
        for path in [*example.PAGES, "tochka/result.json", f"{STEM}.info.json"]
        for host in re.findall(r"https?://([^/\"'\s<]+)", read(path))
    }
    vocabularies = {"schema.org", "ogp.me"}
    assert {host for host in hosts if not host.endswith(".example")} <= vocabularies
