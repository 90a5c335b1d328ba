"""The page that this project was started from, read where it lies: counts only, no word of it stands here."""

from pathlib import Path

import pytest

from firsthand.capture import capture_path
from firsthand.reading.grammar import GrammarReader
from firsthand.reading.read import read

PAGE = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"


@pytest.fixture(scope="module")
def page():
    if not PAGE.exists():
        pytest.skip(f"the page is not here: {PAGE}")
    return read(capture_path(str(PAGE)), GrammarReader())


def test_it_is_told_to_be_english_and_only_the_last_line_is_furniture(page):
    document, _ = page
    assert document.language == "en"
    (bio,) = document.furniture
    assert bio.end == len(document.text.rstrip("\n")) or bio.end == len(document.text)
    assert document.text[: bio.start].count("\n") > 5


def test_the_people_are_found_with_their_words(page):
    _, reading = page
    spoken = [s for s in reading.statements if s.act == "speech"]
    assert sum(s.type == "direct" for s in spoken) >= 6
    assert sum(s.type != "indirect" for s in spoken) >= 8
    named = {s.speaker.name for s in spoken if s.speaker.kind == "named"}
    assert len(named) == 4
    assert sum(s.speaker.age is not None for s in spoken) == 2


def test_a_description_is_resolved_and_another_one_is_not(page):
    document, reading = page

    def speakers(begin):
        return [
            s.speaker
            for s in reading.statements
            if s.source and s.source[0].of(document.text).lower().startswith(begin)
        ]

    assert [s.kind for s in speakers("the young")] == ["named", "named"]
    assert [(s.kind, s.name) for s in speakers("another of")] == [("unnamed", None)]
    assert [(s.kind, s.name) for s in speakers("another young")] == [("unnamed", None)]


def test_every_speaker_on_it_is_a_captive_and_every_statement_was_made_in_custody(page):
    _, reading = page
    assert reading.statements
    assert all("captivity" in s.speaker.circumstances for s in reading.statements)
    assert all("in_custody" in s.circumstances for s in reading.statements)
    assert all("translated" in s.circumstances for s in reading.statements)


def test_the_other_hands_are_found(page):
    _, reading = page
    assert sorted(c.kind for c in reading.credits) == ["collected", "source", "told", "uploaded"]
    (source,) = (c for c in reading.credits if c.kind == "source")
    assert source.covers == tuple(s.id for s in reading.statements)
