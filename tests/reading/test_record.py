import json

from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.credit import Credit
from firsthand.reading.reader import Reading
from firsthand.reading.record import record
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Date, Document, Span

TEXT = "“No,” the driver Ana Rey told Dayline, “never.” Read also"


def test_a_record_is_what_the_contract_says():
    document = Document(
        "d1",
        TEXT,
        language="en",
        title="No",
        outlet="Dayline",
        byline="Nora Quill",
        url="https://dayline.example/no",
        dates=(Date("2022-03-06", "text"), Date("2022", "text")),
        furniture=(Span(48, 57),),
    )
    statement = Statement(
        "s1",
        "d1",
        "direct",
        "speech",
        (Span(6, 24),),
        (Span(25, 29),),
        (Span(0, 5), Span(39, 47)),
        Speaker("Ana Rey", "named", Span(17, 24), role="driver", age=30, circumstances=("captivity",)),
        circumstances=("in_custody",),
        score=0.9,
        reader="grammar 1",
    )
    unknown = Statement("s2", "d1", "indirect", "thought", (), (), (Span(0, 3),), Speaker(None, "unknown"), within="s1")
    reading = Reading("d1", (statement, unknown), (Credit("Dayline", "told", (Span(30, 37),), ("s1",)),))
    assert record("page.txt", document, reading) == {
        "input": "page.txt",
        "id": "d1",
        "lang": "en",
        "title": "No",
        "outlet": "Dayline",
        "byline": "Nora Quill",
        "published": "2022-03-06",
        "text": TEXT,
        "furniture": [[48, 57]],
        "attributions": [
            {
                "id": "s1",
                "type": "direct",
                "act": "speech",
                "source": [[6, 24]],
                "cue": [[25, 29]],
                "content": [[0, 5], [39, 47]],
                "speaker": {
                    "name": "Ana Rey",
                    "kind": "named",
                    "mention": [[17, 24]],
                    "role": "driver",
                    "age": 30,
                    "circumstances": ["captivity"],
                },
                "circumstances": ["in_custody"],
                "within": None,
                "seconds": None,
                "score": 0.9,
                "reader": "grammar 1",
            },
            {
                "id": "s2",
                "type": "indirect",
                "act": "thought",
                "source": [],
                "cue": [],
                "content": [[0, 3]],
                "speaker": {
                    "name": None,
                    "kind": "unknown",
                    "mention": [],
                    "role": None,
                    "age": None,
                    "circumstances": [],
                },
                "circumstances": [],
                "within": "s1",
                "seconds": None,
                "score": 1.0,
                "reader": "",
            },
        ],
        "credits": [{"name": "Dayline", "kind": "told", "words": [[30, 37]], "covers": ["s1"]}],
    }


@given(data=st.data())
def test_any_reading_comes_back_from_its_line(pages, data):
    document, reading = data.draw(pages)
    made = record("-", document, reading)
    assert json.loads(json.dumps(made)) == made
    for attribution, statement in zip(made["attributions"], reading.statements, strict=True):
        assert [Span(*pair) for pair in attribution["content"]] == list(statement.content)
