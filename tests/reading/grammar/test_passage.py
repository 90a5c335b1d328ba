"""Sentences and quotations as ranges of tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import interior, passage


def sentences(language, text):
    p = passage(text, lexicon(language))
    return [p.tokens.said(*sentence) for sentence in p.sentences]


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        pytest.param("en", "It rained. We left.", ["It rained.", "We left."], id="two"),
        pytest.param("en", "It rained\nWe left", ["It rained", "We left"], id="a line end ends a sentence"),
        pytest.param("en", "Mr. Ruiz left. Mrs. Holt stayed.", ["Mr. Ruiz left.", "Mrs. Holt stayed."], id="titles"),
        pytest.param("en", "J. Ruiz left. A. B. Holt stayed.", ["J. Ruiz left.", "A. B. Holt stayed."], id="initials"),
        pytest.param("en", "U.S. officials left. We stayed.", ["U.S. officials left.", "We stayed."], id="U.S."),
        pytest.param(
            "en", "Senator Ruiz (R-Ohio) left. We did.", ["Senator Ruiz (R-Ohio) left.", "We did."], id="party"
        ),
        pytest.param("en", "It fell 1.5 metres. We left.", ["It fell 1.5 metres.", "We left."], id="numbers"),
        pytest.param("en", "Really?! We left…", ["Really?!", "We left…"], id="several stops"),
        pytest.param("en", "It rained... We left.", ["It rained...", "We left."], id="three stops"),
        pytest.param("en", "“I am sure.” Then she left.", ["“I am sure.”", "Then she left."], id="a quotation ends it"),
        pytest.param(
            "en", "“Sure?” he asked. We left.", ["“Sure?” he asked.", "We left."], id="the cue follows a question"
        ),
        pytest.param("en", "“Sure!” cried Ana Ruiz.", ["“Sure!” cried Ana Ruiz."], id="the cue follows a cry"),
        pytest.param(
            "en", "She said: “No. Never.” We left.", ["She said: “No. Never.”", "We left."], id="stops inside marks"
        ),
        pytest.param("en", "“No.\nNever,” she said.", ["“No.\nNever,” she said."], id="a quotation over lines"),
        pytest.param("en", "the bridge.Officials left", ["the bridge.", "Officials left"], id="words run together"),
        pytest.param("en", "It is no. It was.", ["It is no.", "It was."], id="no is a word, too"),
        pytest.param("es", "El Sr. Ruiz salió. Llovía.", ["El Sr. Ruiz salió.", "Llovía."], id="es: titles"),
        pytest.param("es", "Llovía. ¿Salimos? ¡Sí!", ["Llovía.", "¿Salimos?", "¡Sí!"], id="es: marks that open"),
        pytest.param("es", "«Llueve». Salimos.", ["«Llueve».", "Salimos."], id="es: the stop outside the marks"),
        pytest.param("ru", "Река Т. Белова. Мы ушли.", ["Река Т. Белова.", "Мы ушли."], id="ru: initials"),
        pytest.param("ru", "Ушло 30 тыс. человек. Шел дождь.", ["Ушло 30 тыс. человек.", "Шел дождь."], id="ru: тыс."),
        pytest.param("ru", "В 2021 г. мост закрыли.", ["В 2021 г. мост закрыли."], id="ru: г."),
        pytest.param("ru", "Мост на ул. Речной закрыт.", ["Мост на ул. Речной закрыт."], id="ru: ул."),
        pytest.param(
            "ru",
            "«Закрыт?» — спросил он. Мы ушли.",
            ["«Закрыт?» — спросил он.", "Мы ушли."],
            id="ru: the cue after a dash",
        ),
        pytest.param("uk", "У 2021 р. міст закрили.", ["У 2021 р. міст закрили."], id="uk: р."),
        pytest.param("uk", "Пішло 30 тис. людей. Ішов дощ.", ["Пішло 30 тис. людей.", "Ішов дощ."], id="uk: тис."),
        pytest.param("en", "", [], id="nothing"),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language, text, parts):
    assert sentences(language, text) == parts


def test_tokens_know_their_quotation():
    p = passage("“No,” she said, “never.”", lexicon("en"))
    assert p.inside == [1, 1, 1, 1, 0, 0, 0, 2, 2, 2, 2]
    assert [(quoted.first, quoted.end) for quoted in p.quoted] == [(0, 4), (7, 11)]


def test_from_inside_its_marks_are_none_and_inner_marks_are():
    p = passage("“He said ‘no way’ to me,” she said.", lexicon("en"))
    inner = interior(p, list(p.quoted))
    assert [inner.tokens.said(quoted.first, quoted.end) for quoted in inner.quoted] == ["‘no way’"]
    assert [inner.tokens.said(*sentence) for sentence in inner.sentences] == ["He said ‘no way’ to me,"]


@given(st.text(st.sampled_from("aB .,!?:'\"“”„«»‘’—\n")), st.sampled_from(["en", "es", "ru", "uk"]))
def test_sentences_are_in_order_and_hold_every_word(text, language):
    p = passage(text, lexicon(language))
    held = [i for first, end in p.sentences for i in range(first, end)]
    assert held == sorted(set(held))
    assert {i for i in range(len(p.tokens)) if p.tokens.words[i].isalnum()} <= set(held)
    assert all(inside <= len(p.quoted) for inside in p.inside)
