"""Words and marks of a text, each with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.grammar.bits import CAPITAL
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.tokens import lower, spans, tokenise
from firsthand.text import Span


def cut(text, language="en"):
    tokens = tokenise(text, lexicon(language))
    return [tokens.said(i, i + 1) for i in range(len(tokens))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("“No,” she said.", ["“", "No", ",", "”", "she", "said", "."], id="words and marks"),
        pytest.param("It isn’t Jean-Luc's", ["It", "isn’t", "Jean-Luc's"], id="apostrophes and hyphens"),
        pytest.param("U.S. aid of 1.5 million", ["U.S", ".", "aid", "of", "1.5", "million"], id="full stops inside"),
        pytest.param("об’їзд пресс-служба", ["об’їзд", "пресс-служба"], id="Cyrillic"),
        pytest.param("``No,'' she", ["``", "No", ",", "''", "she"], id="doubled marks are one"),
        pytest.param("one\n two", ["one", "\n", "two"], id="line ends are tokens, spaces are not"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_text_is_cut_into_words_and_marks(text, tokens):
    assert cut(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("his brotherWhen he did", ["his", "brother", "When", "he", "did"], id="a lost space"),
        pytest.param("They rode awayThey slept", ["They", "rode", "away", "They", "slept"], id="a lost stop and space"),
        pytest.param(
            "the bridge.Officials left", ["the", "bridge", ".", "Officials", "left"], id="a lost space after a stop"
        ),
    ],
)
def test_words_run_together_are_parted(text, tokens):
    assert cut(text) == tokens


@pytest.mark.parametrize("word", ["McBrannoch", "NewsTube", "Dayline.Ru", "iPad", "DeLong", "WhatsNew"])
def test_names_with_capitals_inside_stay_whole(word):
    assert cut(f"{word} closed") == [word, "closed"]


def test_glued_words_are_remembered():
    assert tokenise("his brotherWhen he did", lexicon("en")).glued == (2,)


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        pytest.param("The MILL", "the mill", id="plain"),
        pytest.param("İstanbul", "İstanbul", id="a letter whose lower case is two"),
        pytest.param("İZMİR Ruiz", "İzmİr ruiz", id="its neighbours are lowered"),
        pytest.param("Єва ҐАНОК", "єва ґанок", id="Cyrillic"),
    ],
)
def test_lower_case_keeps_offsets(text, lowered):
    assert lower(text) == lowered
    assert len(lowered) == len(text)


def test_a_word_knows_whether_it_began_with_a_capital():
    tokens = tokenise("Ruiz left", lexicon("en"))
    assert [bool(f & CAPITAL) for f in tokens.flags] == [True, False]
    assert tokens.words == ["ruiz", "left"]


def test_an_offset_leads_to_its_token():
    tokens = tokenise("She said no.", lexicon("en"))
    assert [tokens.at(offset) for offset in (0, 2, 4, 7, 9, 11)] == [0, 0, 1, 1, 2, 3]


def test_an_offset_between_tokens_leads_to_the_next():
    assert tokenise("She said", lexicon("en")).at(3) == 1


def test_ranges_of_tokens_become_spans():
    tokens = tokenise("She said no.", lexicon("en"))
    assert spans(tokens, [(0, 2), (2, 3)]) == (Span(0, 8), Span(9, 11))


@given(st.text(), st.sampled_from(["en", "es", "ru", "uk"]))
def test_tokens_are_slices_in_order_and_leave_out_only_white_space(text, language):
    tokens = tokenise(text, lexicon(language))
    end = 0
    for start, stop in zip(tokens.starts, tokens.ends, strict=True):
        assert not text[end:start].strip()
        assert start < stop
        end = stop
    assert not text[end:].strip()


@given(st.text())
def test_lower_case_is_as_long_as_the_text(text):
    assert len(lower(text)) == len(text)
