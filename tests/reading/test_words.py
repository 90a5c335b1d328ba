import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.words import LANGUAGES, lemma_candidates, lemmas, tokens

texts = st.text(
    st.one_of(st.characters(), st.sampled_from("аеиёйїґʼ'’‘` \u0300\u0301\u0306\u0308\u00ad\u200bΩßİŉ1²_-"))
)
words = texts.flatmap(lambda text: st.just(tokens(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("“Ні”, — сказала вона.", ["ні", "сказала", "вона"], id="marks and punctuation go"),
        pytest.param(
            "’twas the ministers’ plan", ["twas", "the", "ministers", "plan"], id="apostrophes that end a word"
        ),
        pytest.param("’ ʼ ' - _", [], id="nothing but marks"),
        pytest.param("at 10:30, No. 4а", ["at", "10", "30", "no", "4а"], id="digits"),
        pytest.param("Нижний-на_Реке", ["нижний", "на", "реке"], id="hyphen and underscore split"),
        pytest.param("сол\u00adдат \ufeffлес\u200b", ["солдат", "лес"], id="invisible characters join"),
        pytest.param("за\u0301мок, її\u0301, Йод", ["замок", "її", "йод"], id="stress goes, other marks stay"),
        pytest.param("हिन्दी", ["हिन्दी"], id="combining marks of a script that needs them"),
        pytest.param("\u0301 \u0301а", ["а"], id="a mark on nothing"),
        pytest.param("", [], id="empty"),
    ],
)
def test_words_of_a_text(text, found):
    assert tokens(text) == found


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(["об’єкт", "об'єкт", "обʼєкт", "об‘єкт", "об`єкт", "ОБ’ЄКТ"], id="apostrophes"),
        pytest.param(["её", "ее", "Ее\u0308", "её\u0301"], id="ё"),
        pytest.param(["Núñez", "NÚÑEZ", unicodedata.normalize("NFD", "Núñez")], id="composed or not"),
        pytest.param(["straße", "STRASSE"], id="case that changes length"),
    ],
)
def test_spellings_of_one_word_are_one_token(spellings):
    assert len({tuple(tokens(spelling)) for spelling in spellings}) == 1
    assert all(len(tokens(spelling)) == 1 for spelling in spellings)


@given(texts)
def test_a_token_is_letters_digits_and_marks_and_its_own_token(text):
    for token in tokens(text):
        assert {unicodedata.category(c)[0] for c in token} <= set("LMN")
        assert tokens(token) == [token]


@given(texts, texts)
def test_words_apart_are_read_apart(one, other):
    assert tokens(f"{one} {other}") == tokens(one) + tokens(other)


@pytest.mark.parametrize(
    ("language", "word", "lemma"),
    [
        ("en", "phones", "phone"),
        ("en", "children", "child"),
        ("en", "Kovalenko’s", "kovalenko"),
        ("en", "Annas", "anna"),
        ("en-GB", "phones", "phone"),
        ("es", "soldados", "soldado"),
        ("ru", "забрали", "забрать"),
        ("ru", "самолёты", "самолет"),
        ("ru", "Москвы", "москва"),
        ("uk", "забрали", "забрати"),
        ("uk", "об’єкти", "обʼєкт"),
        ("uk", "ґанку", "ґанок"),
        ("ru", "4х", "4х"),
        ("ru", "Зюлькагин", "зюлькагин"),
        ("de", "Soldaten", "soldaten"),
        (None, "phones", "phones"),
    ],
)
def test_the_lemma_of_a_word(language, word, lemma):
    assert lemmas(tokens(word), language) == [lemma]


def test_one_word_in_two_neighbouring_languages_meets_in_one_form():
    forms = [("ru", "солдат"), ("ru", "солдаты"), ("uk", "солдати"), ("uk", "солдатів")]
    assert {lemmas([word], language)[0] for language, word in forms} == {"солдат"}
    assert all("солдат" in lemma_candidates(word) for _, word in forms)


@pytest.mark.parametrize(
    ("word", "candidates"),
    [
        pytest.param("солдати", {"солдат", "солдати"}, id="Ukrainian form that Russian does not know"),
        pytest.param("забрали", {"забрать", "забрати"}, id="form of both"),
        pytest.param("phones", {"phone", "phones"}, id="Latin"),
        pytest.param("2023", {"2023"}, id="number"),
        pytest.param("東京", {"東京"}, id="another script"),
    ],
)
def test_the_lemmas_of_a_query_word(word, candidates):
    assert lemma_candidates(word) == candidates


@given(words, st.sampled_from([*sorted(LANGUAGES), "de", None]))
def test_a_lemma_is_one_token_for_each_word(given_words, language):
    found = lemmas(given_words, language)
    assert len(found) == len(given_words)
    assert all(tokens(lemma) == [lemma] for lemma in found)


@given(words, st.sampled_from(sorted(LANGUAGES)))
def test_what_is_kept_as_a_lemma_is_found_by_the_word_itself(given_words, language):
    for word in given_words:
        if any("а" <= c <= "я" for c in word) == (language in {"ru", "uk"}):
            assert lemmas([word], language)[0] in lemma_candidates(word)
