from dataclasses import replace

import pytest

from benchmarks.polnear import in_its_convention
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Span

TEXT = (
    "“We will win,” Ana Diez said. “I am sure that it is so.”\n"
    "“Nobody asked us.”\n"
    "Bo Lind believes that the plan failed and that nobody asked. He said hat shops closed.\n"
)


def said(content, source=(), cue=(), *, number=1, **more):
    def at(pieces):
        return tuple(Span(TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in pieces)

    speaker = Speaker(None, "unknown")
    return Statement(f"s{number}", "d1", "indirect", "speech", at(source), at(cue), at(content), speaker, **more)


WIN = said(["“We will win,”"], ["Ana Diez"], ["said"], score=0.9)
SURE = said(["“I am sure that it is so.”"], number=2, score=0.8)
NOBODY = said(["“Nobody asked us.”"], number=3, score=0.7)
FAILED = said(["the plan failed", "nobody asked"], ["Bo Lind"], ["believes"], number=4)


@pytest.mark.parametrize(
    ("read", "contents"),
    [
        pytest.param([WIN], [["“We will win,”"]], id="alone"),
        pytest.param(
            [WIN, SURE, NOBODY],
            [["“We will win,”", "“I am sure that it is so.”", "“Nobody asked us.”"]],
            id="a quotation that goes on belongs to the attribution before it",
        ),
        pytest.param([NOBODY], [["“Nobody asked us.”"]], id="nothing before it"),
        pytest.param(
            [WIN, replace(NOBODY, source=WIN.source)],
            [["“We will win,”"], ["“Nobody asked us.”"]],
            id="a source is enough to be one's own",
        ),
        pytest.param(
            [SURE, said(["it is so"], ["I"], ["am sure"], number=5, within="s2"), NOBODY],
            [["“I am sure that it is so.”", "“Nobody asked us.”"]],
            id="nothing within another's content",
        ),
        pytest.param([FAILED], [["that the plan failed", "that nobody asked"]], id="that belongs to the content"),
        pytest.param([said(["shops closed"], ["He"], ["said"])], [["shops closed"]], id="but not the end of a word"),
        pytest.param(
            [replace(WIN, act="thought"), replace(FAILED, act="other")],
            [["“We will win,”"], ["that the plan failed", "that nobody asked"]],
            id="every act counts",
        ),
    ],
)
def test_statements_are_laid_out_as_its_annotators_do(read, contents):
    found = in_its_convention(TEXT, read)
    assert [[span.of(TEXT) for span in one.content] for one in found] == contents


def test_what_others_are_joined_to_keeps_its_score():
    assert [(one.id, one.score) for one in in_its_convention(TEXT, [WIN, SURE])] == [("s1", 0.9)]


def test_that_at_the_very_beginning_is_taken_in():
    said_so = Statement("s1", "d1", "indirect", "speech", (), (), (Span(5, 12),), Speaker(None, "unknown"))
    (one,) = in_its_convention("That it rained, nobody denies.", [said_so])
    assert one.content == (Span(0, 12),)
