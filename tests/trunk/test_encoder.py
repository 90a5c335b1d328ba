import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.trunk import weights
from firsthand.trunk.encoder import encoder, places

pytestmark = pytest.mark.skipif(not weights.linking_installed(), reason="the weights are not installed")


@given(st.text(max_size=60), st.sampled_from(["en", "es-MX", "ru", "uk", "de", None]))
@settings(max_examples=40)
def test_any_text_has_a_vector_of_unit_length_and_one_for_each_word(text, language):
    found = encoder().encoded(text, language)
    assert found.vector.shape == (384,)
    assert np.linalg.norm(found.vector) == pytest.approx(1, abs=1e-5)
    assert found.words.shape == (len(found.spans), 96)
    assert np.linalg.norm(found.words, axis=1) == pytest.approx(np.ones(len(found.spans)), abs=1e-5)
    assert ((found.weights > 0) & (found.weights < 1)).all()
    assert list(found.spans) == list(places(text))[: len(found.spans)]


def test_a_vector_depends_on_the_text_alone():
    first = encoder().encoded("They took our phones first.", "en")
    encoder().encoded("Мост закрыли до весны.", "ru")
    again = encoder().encoded("They took our phones first.", "en")
    assert np.array_equal(first.vector, again.vector)
    assert np.array_equal(first.words, again.words)
    together = encoder().vectors(["Мост закрыли до весны.", "They took our phones first."])
    assert np.array_equal(together[1], encoder().vectors(["They took our phones first."])[0])


@pytest.mark.parametrize("text", ["", " ", "…", "— ! —", "😀"])
def test_what_has_no_word_has_no_vectors_of_words(text):
    assert encoder().encoded(text, "en").spans == ()


def test_of_a_long_text_the_beginning_is_read():
    text = "They took our phones first. " * 5000
    found = encoder().encoded(text, "en")
    assert 100 < len(found.spans) < 254
    assert list(found.spans) == list(places(text))[: len(found.spans)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Сначала у нас забрали телефоны.", "ru"),
        ("Спочатку в нас забрали телефони.", "uk"),
        ("Primero nos quitaron los teléfonos.", "es"),
    ],
)
def test_a_translation_lies_closer_than_what_is_near_it(text, language):
    ours = encoder().encoded("They took our phones first.", "en").vector
    near = encoder().encoded("They took the wounded away first.", "en").vector
    theirs = encoder().encoded(text, language).vector
    assert ours @ theirs > 0.6
    assert ours @ theirs > near @ theirs
