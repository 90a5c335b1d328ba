"""What the grammar knows of a word."""

import pytest

from firsthand.languages import CODES
from firsthand.languages.files import LanguageFileError
from firsthand.reading.grammar import bits as b
from firsthand.reading.grammar.lexicon import lexicon


@pytest.mark.parametrize(
    ("language", "word", "known"),
    [
        pytest.param("en", "said", b.SAY, id="en: a reporting word"),
        pytest.param("en", "promised", b.THAT | b.TO, id="en: one of two classes"),
        pytest.param("en", "saying", b.SAY | b.GERUND, id="en: a gerund"),
        pytest.param("en", "that", b.COMPLEMENTISER, id="en: a complementiser"),
        pytest.param("en", "strangely", b.ADVERB, id="en: an adverb by its ending"),
        pytest.param("en", "according", b.PHRASE, id="en: a phrase begins"),
        pytest.param("es", "dijo", b.SAY, id="es: a reporting word"),
        pytest.param("es", "añadiendo", b.GERUND, id="es: a gerund"),
        pytest.param("es", "que", b.COMPLEMENTISER, id="es: a complementiser"),
        pytest.param("es", "tranquilamente", b.ADVERB, id="es: an adverb by its ending"),
        pytest.param("ru", "сказала", b.SAY, id="ru: a reporting word"),
        pytest.param("ru", "добавив", b.GERUND, id="ru: a gerund"),
        pytest.param("ru", "что", b.COMPLEMENTISER, id="ru: a complementiser"),
        pytest.param("uk", "сказала", b.TELL, id="uk: a reporting word"),
        pytest.param("uk", "додавши", b.GERUND, id="uk: a gerund"),
        pytest.param("uk", "що", b.COMPLEMENTISER, id="uk: a complementiser"),
        pytest.param("en", "42", b.NUMBER, id="a number"),
        pytest.param("en", "2,5", b.NUMBER, id="a word that begins with a digit"),
        pytest.param("en", "—", b.DASH, id="a dash"),
        pytest.param("ru", "«", b.MARK, id="a mark"),
        pytest.param("en", "qwrt", 0, id="an unknown word"),
    ],
)  # fmt: skip
def test_a_word_is_known_by_list_or_by_ending(language, word, known):
    assert lexicon(language).flags[word] & known == known


def test_an_unknown_word_has_no_bits():
    assert lexicon("en").flags["qwrt"] == 0


@pytest.mark.parametrize("language", CODES)
def test_phrases_are_found_by_their_rarest_word(language):
    attributions = lexicon(language).attributions
    assert attributions
    for key, phrases in attributions.items():
        for phrase in phrases:
            assert phrase.words[phrase.key] == key
            assert phrase.words.count(None) == 1, "one place for the source"


@pytest.mark.parametrize("language", CODES)
def test_of_phrases_with_the_same_first_word_the_longest_is_tried_first(language):
    for phrases in lexicon(language).phrases.values():
        sizes = [len(phrase.words) for phrase in phrases]
        assert sizes == sorted(sizes, reverse=True)


def test_a_lexicon_is_made_once():
    assert lexicon("en") is lexicon("en")


def test_a_language_without_a_file_has_no_lexicon():
    with pytest.raises(LanguageFileError, match="no file for language 'xx'; there are en, es, ru, uk"):
        lexicon("xx")


def test_unknown_words_are_remembered_only_so_many():
    flags = type(lexicon("en").flags)({}, (), frozenset())
    flags._room = 2
    for number in range(5):
        assert flags[f"q{number}"] == 0
    assert len(flags) == 2
