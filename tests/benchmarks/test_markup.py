import re

import pytest

from benchmarks.corpora import SAMPLES
from benchmarks.markup import MarkupError, read_sample, read_samples
from firsthand.scoring import GoldCredit, quotation_type


def words(fragments, text):
    return [span.of(text) for span in fragments]


def test_marks_are_taken_out_and_become_places_in_the_text():
    marked = (
        "{q1:“We waited,”} {s1,2:{o:Dayline}’s editor} {c1:said} and {c2:wrote} that "
        "{q2:they\n{s3:he} {c3:told} her {q3:it}}.\n{f:Read also}\n@1,2 unnamed\n@3 named Anna Vell\n"
    )
    sample = read_sample(marked, id="a", language="en")
    text = sample.text
    assert text == "“We waited,” Dayline’s editor said and wrote that they\nhe told her it.\nRead also"
    assert [words(one.content, text) for one in sample.statements] == [
        ["“We waited,”"],
        ["they\nhe told her it"],
        ["it"],
    ]
    assert [words(one.source, text) for one in sample.statements] == [["Dayline’s editor"]] * 2 + [["he"]]
    assert [one.speaker.name for one in sample.statements] == [None, None, "Anna Vell"]
    assert words(sample.furniture, text) == ["Read also"]
    assert sample.credits == (GoldCredit("Dayline", sample.credits[0].words),)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        pytest.param("{q1:No, she said.\n@1 unnamed", "not closed", id="mark left open"),
        pytest.param("No}, she said.", "is no mark", id="closed without being opened"),
        pytest.param("{x1:No}, she said.", "is no mark", id="unknown role"),
        pytest.param("{q1:No}, she said.", "@1 kind name", id="no speaker line"),
        pytest.param("No, {s1:she} said.\n@1 unnamed", "no words", id="a source of nothing"),
        pytest.param("{q1:No}, she said.\n@1 someone", "kinds are", id="unknown kind"),
    ],
)
def test_marks_that_do_not_fit_are_named(marked, message):
    with pytest.raises(MarkupError, match=re.escape(message)):
        read_sample(marked, id="a", language="en")


def test_text_before_the_first_sample_is_refused():
    with pytest.raises(MarkupError, match="before the first"):
        list(read_samples("Hello\n=== a\n", "en"))


@pytest.mark.parametrize("language", ["en", "es", "ru", "uk"])
def test_samples_have_every_type_in_every_language(language):
    documents = [one for one in SAMPLES.documents() if one.language == language]
    types = [quotation_type(one.text, said.content) for one in documents for said in one.statements]
    assert len(types) >= 30
    assert min(types.count(kind) for kind in ("direct", "mixed", "indirect")) >= 5
    for one in documents:
        for said in one.statements:
            assert said.speaker.name is None or said.speaker.name in one.text, f"{one.id}: {said.speaker.name}"
