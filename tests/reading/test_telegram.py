import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture import Capture, capture_path
from firsthand.capture.containers import kind_of, members
from firsthand.capture.member import Member
from firsthand.capture.telegram import HTML_MESSAGE, JSON_MESSAGE
from firsthand.reading.extract import extract_document
from firsthand.reading.grammar import GrammarReader
from firsthand.reading.no_text import NoTextError
from firsthand.reading.read import read_document

HERE = Path(__file__).parents[1] / "capture" / "containers"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "type", "href"]), inner),
    max_leaves=8,
)
FIELDS = ["text", "forwarded_from", "reply_to_message_id", "date", "date_unixtime", "edited", "author", "from", "poll"]


def message(said, media_type=JSON_MESSAGE, **more):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    member = Member("3614", "Tochka", **more)
    return Capture("result.json#3614", "supplied", NOW, body, media_type=media_type, charset="utf-8", member=member)


def told(capture):
    """Return what a golden file says of the document of a member."""
    try:
        document = extract_document(capture)
    except NoTextError as error:
        return f"{error}\n"
    reading = read_document(document, GrammarReader())
    text = document.text
    found = {
        "address": capture.address,
        "url": document.url,
        "language": document.language,
        "outlet": document.outlet,
        "byline": document.byline,
        "private": document.private,
        "furniture": [span.of(text) for span in document.furniture],
        "dates": [(date.value, date.found) for date in document.dates],
        "links": [(link.url, link.words.of(text) if link.words else None) for link in document.links],
        "credits": [(credit.name, credit.kind, len(credit.covers)) for credit in reading.credits],
    }
    lines = [f"{name}: {value}" for name, value in found.items() if value not in (None, [], False)]
    for statement in reading.statements:
        words = " … ".join(span.of(text) for span in statement.content)
        lines.append(f"statement: {words} | {statement.speaker.name} | {', '.join(statement.speaker.circumstances)}")
    return "\n".join([*lines, "", text, ""])


@pytest.mark.parametrize(
    "file", ["account/result.json", "tochka/result.json", "tochka-html/messages.html", "tochka-page/tochka.html"]
)
def test_the_messages_of_a_container_read_as_filed(file, golden):
    path = HERE / file
    capture = capture_path(path, address=file)
    found = members(kind_of(capture), capture, lambda: path.open("rb"), str(path))
    golden(path.with_suffix(".documents.txt"), "\n".join(map(told, found)))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("plain", "plain", id="string"),
        pytest.param(["a", {"type": "bold", "text": "b"}, "c"], "abc", id="pieces"),
        pytest.param(
            [{"type": "custom_emoji", "text": "🙂", "document_id": "x"}, {"text": ["n", "ested"]}],
            "🙂nested",
            id="nested",
        ),
        pytest.param({"text": "alone"}, "alone", id="a piece alone"),
        pytest.param(["a", 7, None, {"type": "bold"}, "b"], "ab", id="what is no text"),
        pytest.param("  spaces\n stay ", "  spaces\n stay ", id="spaces"),
    ],
)
def test_a_text_is_read_in_whatever_form_the_export_has_it(text, read):
    assert extract_document(message({"id": 1, "text": text})).text == read


def test_the_first_line_of_a_forward_is_furniture_and_a_credit():
    document = extract_document(
        message({"id": 1, "forwarded_from": "Severnaya  Liniya", "text": "“No,” said Ana Ruel."})
    )
    assert document.text == "forwarded_from: Severnaya Liniya\n“No,” said Ana Ruel."
    assert [span.of(document.text) for span in document.furniture] == ["forwarded_from: Severnaya Liniya"]
    reading = read_document(document, GrammarReader())
    [credit] = [credit for credit in reading.credits if credit.kind == "forward"]
    assert (credit.name, credit.covers) == ("Severnaya Liniya", tuple(each.id for each in reading.statements))
    assert [span.of(document.text) for span in credit.words] == ["Severnaya Liniya"]
    assert reading.statements


def test_who_speaks_in_what_is_private_is_a_protected_source_and_who_wrote_it_is_not_told():
    said = {
        "id": 1,
        "from": "Olga",
        "author": "Olga P.",
        "forwarded_from": "Irina S.",
        "forwarded_from_id": "user7",
        "text": "“No,” said Ana Ruel.",
    }
    document = extract_document(message(said, private=True))
    reading = read_document(document, GrammarReader())
    assert (document.text, document.byline, reading.credits) == ("“No,” said Ana Ruel.", None, ())
    assert ["source" in each.speaker.circumstances for each in reading.statements] == [True]
    public = extract_document(message(said))
    assert public.byline == "Olga P."
    assert public.text.startswith("forwarded_from: Irina S.\n")


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.booleans())
def test_any_message_reads_or_says_why_not(said, private):
    try:
        document = extract_document(message(said, private=private))
    except NoTextError:
        return
    assert document.text.strip()
    for link in document.links:
        assert link.words is None or link.words.of(document.text)


@given(st.text(st.sampled_from("<>/=\"' \nabdivclasstext tgme_widget_message_text"), max_size=200))
def test_any_markup_reads_or_says_why_not(markup):
    body = f'<div class="message" id="message1"><div class="text">{markup}</div></div>'.encode()
    with suppress(NoTextError):
        assert extract_document(message(body, HTML_MESSAGE)).text.strip()
