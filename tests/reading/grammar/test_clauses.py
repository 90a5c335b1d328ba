"""Where reported words begin and end."""

import pytest

from firsthand.reading.grammar import clauses
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage


def english(text):
    return passage(text, lexicon("en"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param(", the bridge is closed .", "the bridge is closed", id="commas and stops at its edges"),
        pytest.param("— “No,”", "“No,”", id="the marks of a quotation stay"),
        pytest.param("the bridge, the road", "the bridge, the road", id="what stands inside stays"),
    ],
)
def test_content_has_no_punctuation_at_its_edges(text, left):
    p = english(text)
    assert [p.tokens.said(*piece) for piece in clauses.piece(p, 0, len(p.tokens))] == [left]


def test_punctuation_alone_is_no_content():
    p = english(", . —")
    assert clauses.piece(p, 0, len(p.tokens)) == ()


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        pytest.param("But the bridge is closed", "the bridge is closed", id="but"),
        pytest.param("However, the bridge is closed", "the bridge is closed", id="however"),
        pytest.param("The bridge is closed", "The bridge is closed", id="nothing before it"),
        pytest.param("“But” is a word", "“But” is a word", id="a quotation"),
    ],
)
def test_a_clause_begins_after_its_connecting_words(text, clause):
    p = english(text)
    assert p.tokens.said(clauses.clause_begin(p, 0, len(p.tokens)), len(p.tokens)) == clause


@pytest.mark.parametrize(
    ("text", "is_speech"),
    [
        pytest.param("It is “a very long bridge that nobody needs” now", True, id="a long one"),
        pytest.param("“No,” she said", True, id="a comma inside"),
        pytest.param("“No.”", True, id="a stop inside"),
        pytest.param("«Мы ушли домой», — сказала она", True, id="a comma after three words"),
        pytest.param("The film “The Long Bridge” opened", False, id="a title"),
        pytest.param("the “experts” left", False, id="scare quotes"),
        pytest.param("the barge «Star», sunk", False, id="a name before a comma"),
    ],
)
def test_a_quotation_can_be_speech_by_itself_or_is_a_phrase_a_title_a_name(text, is_speech):
    p = english(text)
    assert clauses.is_speech(p, p.quoted[0]) is is_speech


@pytest.mark.parametrize(
    ("language", "text", "introduced"),
    [
        pytest.param("en", "that it rained", True, id="that"),
        pytest.param("en", "on Monday that it rained", False, id="a preposition stands between"),
        pytest.param("en", "yesterday that it rained", True, id="a time may stand between"),
        pytest.param("en", ": “No”", True, id="a colon"),
        pytest.param("en", "it rained", False, id="nothing"),
        pytest.param("es", "que llovía", True, id="que"),
        pytest.param("ru", ", что шел дождь", True, id="что"),
        pytest.param("ru", "о том, что шел дождь", True, id="о том, что"),
        pytest.param("uk", ", що йшов дощ", True, id="що"),
        pytest.param("uk", "про те, що йшов дощ", True, id="про те, що"),
    ],
)  # fmt: skip
def test_content_is_introduced_by_a_complementiser_or_a_colon(language, text, introduced):
    p = passage(text, lexicon(language))
    assert clauses.introduces(p, 0, len(p.tokens)) is introduced


def test_an_aside_between_cue_and_content_ends_with_its_comma():
    p = english("said, without proof, that it rained")
    assert clauses.parenthesis(p, 1, len(p.tokens)) == 4


def test_an_aside_that_leads_to_no_content_is_none():
    p = english("said, without proof, and left")
    assert clauses.parenthesis(p, 1, len(p.tokens)) is None
