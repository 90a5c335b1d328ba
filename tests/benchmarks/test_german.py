import json
from dataclasses import replace

from benchmarks.german import counted_in_german, read_german
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Span

TEXT = "„Wir warten“, sagte Anna Vell, „auf den Bus.“ Sie glaubt, er komme. Ein Amt schrieb, es prüfe."


def at(*pieces):
    return [[TEXT.index(piece), TEXT.index(piece) + len(piece)] for piece in pieces]


QUOTES = [
    {
        "type": "Direct",
        "medium": "Speech",
        "nested_in": False,
        "quote": at("„Wir warten“", "„auf den Bus.“"),
        "speaker": at("Anna Vell"),
        "cue": at("sagte"),
    },
    {"type": "Indirect", "medium": "Writing", "nested_in": False, "quote": at("es prüfe"), "speaker": at("Ein Amt")},
    {"type": "Reported", "medium": "SW", "nested_in": True, "quote": at("prüfe")},
    {"type": "Indirect", "medium": "Thought", "nested_in": False, "quote": at("er komme"), "speaker": at("Sie")},
    {"type": "FreeIndirect", "medium": "ST", "nested_in": False, "quote": at("Sie glaubt")},
]


def test_speech_and_writing_outside_other_quotations_are_counted(tmp_path):
    file = tmp_path / "dev.jsonl"
    file.write_text(json.dumps({"id": "a", "text": TEXT, "quotes": QUOTES}) + "\n", encoding="utf-8")
    (document,) = read_german(file)

    def words(fragments):
        return [span.of(TEXT) for span in fragments]

    assert [(words(one.source), words(one.cue), words(one.content)) for one in document.statements] == [
        (["Anna Vell"], ["sagte"], ["„Wir warten“", "„auf den Bus.“"]),
        (["Ein Amt"], [], ["es prüfe"]),
    ]
    assert words(document.borderline) == ["Sie glaubt"]
    assert (document.language, document.speakers) == ("de", False)


def test_of_a_reading_speech_outside_other_statements_is_counted():
    first = Statement("s1", "d1", "indirect", "speech", (), (), (Span(0, 3),), Speaker(None, "unknown"))
    found = [first, replace(first, id="s2", within="s1"), replace(first, id="s3", act="thought")]
    assert counted_in_german(TEXT, found) == [first]
