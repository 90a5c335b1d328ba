"""Transcripts in an archive: times and voices are kept, rebuilt and shown as they were read."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.archive.decide import decide
from firsthand.archive.find import find
from firsthand.archive.models import Document, Statement
from firsthand.archive.questions import Asked, statements
from firsthand.archive.replay import rebuild
from firsthand.archive.shown import page_of, whole
from firsthand.archive.stored import document_of, text_value
from firsthand.archive.tables import rows
from firsthand.text import Document as Page
from firsthand.text import Span, Utterance
from tests.archive.world import World, state

INFO = {
    "title": "Полонений біля мосту",
    "webpage_url": "https://kadr.example/watch/2",
    "extractor": "kadr",
    "formats": [],
    "channel": "Річка",
    "upload_date": "20230306",
    "language": "uk",
    "kept_unknown": [1],
}
VOICES = """WEBVTT

00:01.000 --> 00:02.500
<v Голос за кадром>Скільки вам років?

00:03.000 --> 01:04.340
<v Тарас Гребля>Двадцять три роки.

01:12.340 --> 01:15.000
<v Тарас Гребля>Моста вже не було.
"""
ENGLISH = """WEBVTT

00:01.000 --> 00:02.500
<v Voice off camera>How old are you?

01:12.340 --> 01:15.000
<v Taras Hreblia>The bridge was gone.
"""
HEARD = [
    ([1.0, 2.5], "unknown", None, "Скільки вам років?"),
    ([3.0, 64.34], "named", "Тарас Гребля", "Двадцять три роки."),
    ([72.34, 75.0], "named", "Тарас Гребля", "Моста вже не було."),
]


@pytest.fixture
def newsroom(archive, tmp_path):
    world = World(archive, tmp_path / "pages", random.Random(1))  # noqa: S311 - chance for a test
    world.write("r.info.json", json.dumps(INFO, ensure_ascii=False).encode())
    world.write("r.uk.vtt", VOICES.encode())
    world.write("r.en.vtt", ENGLISH.encode())
    world.add(world.pages)
    return world


def listed(archive, language="uk"):
    records = [each.record for each in statements(archive, Asked(language=language))]
    return [(each.get("seconds"), each["speaker"]["kind"], each["speaker"]["name"], each["words"]) for each in records]


def test_what_is_heard_is_kept_and_comes_back_with_times_and_voices(newsroom):
    archive = newsroom.archive
    (row,) = rows(archive.database, Document, language="uk")
    page, reading = page_of(archive, row)
    assert (page.outlet, page.published, page.url) == ("Річка", "2023-03-06", "https://kadr.example/watch/2")
    assert [
        ([said.start, said.end], said.voice.of(page.text), said.words.of(page.text)) for said in page.utterances
    ] == [(seconds, name or "Голос за кадром", words) for seconds, _, name, words in HEARD]
    assert [each.source for each in reading.statements] == [(said.voice,) for said in page.utterances]
    assert listed(archive) == HEARD


def test_a_rebuild_gives_the_same_times_and_voices(newsroom):
    archive = newsroom.archive
    held, before = state(archive.database), listed(archive)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held
    assert listed(archive) == before == HEARD


def test_a_statement_that_is_heard_is_shown_with_its_seconds_and_its_reader(newsroom):
    archive = newsroom.archive
    row = rows(archive.database, Statement, words=HEARD[2][3]).get()
    told = whole(archive, find(archive, str(row.id)))
    assert (told["seconds"], told["reader"], told["type"]) == ([72.34, 75.0], "transcript 1", "direct")
    assert told["speaker"]["circumstances"] == ["captivity"]
    assert told["speaker"]["age"] == 23
    assert told["circumstances"] == ["in_custody"]
    document = whole(archive, find(archive, str(row.document_id)))
    assert [each["seconds"] for each in document["attributions"]] == [each[0] for each in HEARD]


def test_the_subtitles_in_another_language_are_a_translation_of_a_captive(newsroom):
    archive = newsroom.archive
    (row,) = rows(archive.database, Statement, words="The bridge was gone.")
    told = whole(archive, find(archive, str(row.id)))
    assert told["seconds"] == [72.34, 75.0]
    assert set(told["circumstances"]) == {"in_custody", "translated"}
    assert told["speaker"]["circumstances"] == ["captivity"]


def test_a_decision_leaves_the_times(newsroom):
    archive = newsroom.archive
    row = rows(archive.database, Statement, words=HEARD[1][3]).get()
    decide(archive, "confirm", str(row.id), reason="heard it")
    assert listed(archive)[1] == HEARD[1]


def test_what_a_page_says_has_no_seconds(newsroom):
    newsroom.add_page("bridge.html")
    found = [each.record for each in statements(newsroom.archive, Asked(outlet="dayline", language="en"))]
    found += [each.record for each in statements(newsroom.archive, Asked(words="“By the morning”"))]
    assert found
    assert not any("seconds" in each for each in found)


def test_statements_are_listed_where_the_text_is_lost(newsroom):
    archive = newsroom.archive
    archive.blobs.path(rows(archive.database, Document, language="uk").get().text).unlink()
    assert listed(archive) == [(None, *each[1:]) for each in HEARD]


@st.composite
def transcripts(draw):
    cut = sorted(draw(st.lists(st.integers(0, 60), unique=True, max_size=12)))
    spans = [Span(*pair) for pair in zip(cut[::2], cut[1::2], strict=False)]
    moments = st.floats(0, 1e10, allow_nan=False)
    said, voice = [], None
    for span in spans:
        if draw(st.booleans()) and voice is None:
            voice = span
            continue
        start, end = sorted((draw(moments), draw(moments)))
        said.append(Utterance(span, start, end, voice))
        voice = None
    return Page("d1", "x" * 60, utterances=tuple(said), about=draw(st.none() | st.just("Назва")))


@given(transcripts())
def test_any_transcript_comes_back_equal(page):
    kept = json.loads(json.dumps(text_value(page, "t.vtt")))
    assert document_of(kept, "d1") == page
