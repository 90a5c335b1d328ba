import numpy as np
import pytest

from firsthand.linking.echoes import echo
from firsthand.linking.remembered import Recorder, Remembered, signs
from firsthand.linking.telling import prepared
from firsthand.trunk import weights

pytestmark = pytest.mark.skipif(not weights.linking_installed(), reason="the weights are not installed")

WORDS = "First they took our telephones. Then they handed out rifles, and nobody asked."
OTHER = "Сначала у нас забрали телефоны. Потом раздали автоматы, и никто не спрашивал."


def told(encoder, words, language):
    return prepared(encoder, id=words, language=language, words=words, type="direct", speaker=None, kind="unknown")


def made(words, language):
    from firsthand.trunk.encoder import encoder

    recorder = Recorder(encoder())
    return told(recorder, words, language), recorder.kept()


def test_what_is_remembered_is_what_was_recorded():
    first, kept = made(WORDS, "en")
    again = told(Remembered(*kept), WORDS, "en")
    assert len(first.parts) == len(again.parts) == 3
    for one, other in zip(first.parts, again.parts, strict=True):
        assert np.array_equal(one.vector, other.vector)
        assert np.array_equal(one.states, other.states)
        assert np.array_equal(one.weights, other.weights)
    assert first.places == again.places


def test_an_echo_is_the_same_whichever_side_is_remembered():
    (ours, kept), (theirs, known) = made(WORDS, "en"), made(OTHER, "ru")
    scores = {
        echo(a, b).score
        for a in (ours, told(Remembered(*kept), WORDS, "en"))
        for b in (theirs, told(Remembered(*known), OTHER, "ru"))
    }
    assert len(scores) == 1
    assert scores.pop() > 0.9


def test_rounding_hardly_turns_a_vector():
    from firsthand.trunk.encoder import encoder

    first, (vectors, _) = made(WORDS, "en")
    assert float(first.parts[0].vector @ encoder().encoded(WORDS, "en").vector) > 0.999
    assert signs(vectors).shape == (3, 48)


def test_a_statement_without_words_has_nothing_to_remember():
    nothing, kept = made("…", "en")
    assert nothing.parts == ()
    assert told(Remembered(*kept), "…", "en").parts == ()
