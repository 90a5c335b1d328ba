from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.cli.render import render
from firsthand.cli.terminal import Screen, clean, columns
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Document, Span

HERE = Path(__file__).parent


@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_page_is_shown_as_filed(document, reading, golden, width):
    golden(HERE / f"page-{width}.txt", render("pages/soldiers.html", document, reading, Screen(width)))


def test_colour_changes_no_word(document, reading):
    plain, coloured = (render("-", document, reading, Screen(80, colour)) for colour in (False, True))
    for code in ("0", "1", "2", "33", "36"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


def test_a_page_without_statements_says_so():
    shown = render("-", Document("d1", "Rain until Friday.", language="en"), Reading("d1"), Screen())
    assert "English · no statement\n" in shown
    assert "Who said what" not in shown


def test_notes_of_document_and_reading_are_told():
    document = Document("d1", "Hela.", language="sv", notes=("read up to 5 MB",))
    shown = render("-", document, Reading("d1", notes=("nobody here reads “sv”",)), Screen())
    assert "language “sv” · no statement\nnote   read up to 5 MB\nnote   nobody here reads “sv”\n" in shown


def one(text, speaker, content, **more):
    return Reading("d1", (Statement("s1", "d1", "direct", "speech", (), (), content, speaker, **more),))


@pytest.mark.parametrize(
    ("speaker", "heading"),
    [
        pytest.param(Speaker("Ana Rey", "named"), "Ana Rey\n  s1", id="a name stands bare"),
        pytest.param(Speaker(None, "unnamed", Span(0, 3)), "“A m”\nnot named\n", id="the page's words stand in marks"),
        pytest.param(Speaker(None, "collective", Span(0, 3)), "“A m”\nseveral people, or a body\n", id="collective"),
        pytest.param(Speaker("Dayline", "outlet"), "Dayline\noutlet\n", id="outlet"),
        pytest.param(Speaker(None, "unknown"), "The page does not say who\n  s1", id="nobody"),
        pytest.param(
            Speaker("Ana Rey", "named", age=12, circumstances=("minor", "victim")),
            "Ana Rey\nage 12\nminor; victim — do not publish the name\n",
            id="protected twice",
        ),
    ],
)
def test_a_speaker_is_named_only_by_the_page(speaker, heading):
    text = "A man: “Go.”"
    assert heading in render("-", Document("d1", text), one(text, speaker, (Span(7, 12),)), Screen())


@pytest.mark.parametrize(
    ("text", "how"),
    [
        pytest.param("“Go.”", "in quotation marks", id="marks"),
        pytest.param("— Go.", "after a dash of speech", id="dash outside"),
        pytest.param("x\n—\u00a0Go.", "after a dash of speech", id="dash in a paragraph"),
        pytest.param("well-known: “Go.”", "in quotation marks", id="a hyphen before is no dash"),
    ],
)
def test_dash_speech_is_not_called_quotation_marks(text, how):
    start = text.index("“") if "“" in text else text.index("Go")
    reading = one(text, Speaker(None, "unknown"), (Span(start, len(text)),))
    assert how in render("-", Document("d1", text), reading, Screen())


def test_pieces_are_parted_only_where_other_words_stand_between():
    text = "“No,” she said, “never.\n\n“Not I.”"
    content = (Span(0, 5), Span(16, 23), Span(25, 33))
    shown = render("-", Document("d1", text), one(text, Speaker(None, "unknown"), content), Screen())
    assert "“No,” … “never. “Not I.”\n" in shown
    assert "lines" not in shown
    assert "line 1, 3 [0–5, 16–23, 25–33]" in shown


def test_an_unsure_reading_says_that_it_is_not_about_truth():
    text = "“Go.”"
    reading = one(text, Speaker(None, "unknown"), (Span(0, 5),), score=0.4)
    assert "reading certainty (not truth) 40%" in render("-", Document("d1", text), reading, Screen())


def test_circles_of_nesting_lose_no_statement(document, reading):
    first, second, *_ = reading.statements
    circle = replace(reading, statements=(replace(first, within="s2"), replace(second, within="s1")))
    shown = render("-", document, circle, Screen())
    assert "“They took our phones" in shown
    assert "he had “not fired once”" in shown


@pytest.mark.parametrize("nasty", ["\x1b]0;owned\x07", "\x9b2J", "\u202e", "\u2066", "\r", "\x08", "\x7f"])
def test_a_page_cannot_steer_the_terminal(nasty):
    text = f"“Go{nasty}.”"
    speaker = Speaker(f"A{nasty}", "named", role=f"b{nasty}")
    document = Document(
        "d1", text, title=f"t{nasty}", outlet=f"o{nasty}", byline=nasty, url=f"u{nasty}", notes=(nasty,)
    )
    shown = render(f"x{nasty}", document, one(text, speaker, (Span(0, len(text)),)), Screen())
    assert not [c for c in nasty if c in shown and not c.isprintable()]


@given(data=st.data(), width=st.integers(40, 100), colour=st.booleans())
def test_any_reading_is_shown_whole(pages, data, width, colour):
    document, reading = data.draw(pages)
    shown = render("-", document, reading, Screen(width, colour))
    if not colour:
        assert not any(columns(line) > width for line in shown.split("\n"))
        assert set(shown) - {"\n"} <= set(clean(shown)) | set("\u00a0 ")
    bare = "".join(shown.split())
    for statement in reading.statements:
        for span in statement.content:
            assert colour or "".join(clean(span.of(document.text)).split())[:10] in bare
