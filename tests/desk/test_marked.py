from hypothesis import given

from firsthand.desk.marked import blocks, excerpt
from firsthand.text import Document, Span
from tests.conftest import any_page


@given(any_page())
def test_the_pieces_together_are_the_text(page):
    document, reading = page
    shown = [line for block in blocks(document, reading) for line in block.lines]
    assert ["".join(piece.text for piece in line) for line in shown] == [
        line for line in document.text.split("\n") if line.strip()
    ]
    assert all(document.text.startswith(piece.text, piece.at) for line in shown for piece in line)


@given(any_page())
def test_the_words_of_every_statement_are_marked_as_such(page):
    document, reading = page
    marked = {
        place
        for block in blocks(document, reading)
        for line in block.lines
        for piece in line
        if "is-content" in piece.classes
        for place in range(piece.at, piece.at + len(piece.text))
    }
    said = {place for each in reading.statements for span in each.content for place in range(span.start, span.end)}
    assert {place for place in said if not document.text[place].isspace()} <= marked


def test_what_is_not_part_of_the_article_is_folded():
    document = Document("d1", "Menu\nThe bridge opens.\n\nRead also", "en", furniture=(Span(0, 4), Span(24, 33)))
    reading = type("Reading", (), {"statements": (), "credits": ()})
    found = blocks(document, reading)
    assert [(block.furniture, [line[0].text for line in block.lines]) for block in found] == [
        (True, ["Menu"]),
        (False, ["The bridge opens."]),
        (True, ["Read also"]),
    ]


def test_an_excerpt_shows_what_stands_between_the_pieces():
    text = "He left. “No,” she said, “never.” It rained."
    shown = excerpt(text, [[9, 14], [25, 33]], around=9)
    assert shown["before"] + "".join(piece["text"] for piece in shown["pieces"]) + shown["after"] == text[:42] + "…"
    assert [piece["said"] for piece in shown["pieces"]] == [True, False, True]
