"""Which words report, and which only look like it."""

import pytest

from firsthand.reading.grammar.bits import CUE, NOUN, PHRASE
from firsthand.reading.grammar.cues import find_cues
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage


def cues(language, text):
    p = passage(text, lexicon(language))
    marked = [i for i, f in enumerate(p.tokens.flags) if f & (CUE | NOUN | PHRASE)]
    return [p.tokens.said(cue.first, cue.end) for cue in find_cues(p, 0, len(p.tokens), marked)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        pytest.param("en", "Ruiz said it rained.", ["said"], id="a verb"),
        pytest.param("en", "Ruiz has said it rained.", ["has said"], id="its auxiliary belongs to it"),
        pytest.param("en", "Ruiz has also said it rained.", ["said"], id="an adverb between parts them"),
        pytest.param("en", "Ruiz pointed out that it rained.", ["pointed out"], id="a particle belongs to it"),
        pytest.param("en", "Ruiz made it clear that it rained.", ["made it clear"], id="several words"),
        pytest.param("en", "Ruiz called for calm.", ["called for"], id="a verb with its preposition"),
        pytest.param("en", "Ruiz laughed, then wrote that it rained.", ["laughed", "wrote"], id="two"),
        pytest.param("en", "The reports were late.", [], id="not: a noun after an article"),
        pytest.param("en", "His remarks were short.", [], id="not: a noun after a possessive"),
        pytest.param("en", "Ruiz’s claims were false.", [], id="not: a noun after a name’s possessive"),
        pytest.param("en", "The state of the bridge is bad.", [], id="not: state, the noun"),
        pytest.param("en", "The claim that it rained is false.", ["claim"], id="a noun that reports"),
        pytest.param("es", "Ruiz ha dicho que llovía.", ["ha dicho"], id="es: its auxiliary belongs to it"),
        pytest.param("es", "Dicho acuerdo se firmó.", [], id="es: not: dicho, said before"),
        pytest.param("ru", "Ружина сказала, что шел дождь.", ["сказала"], id="ru: a verb"),
        pytest.param("uk", "Рута заявила, що йшов дощ.", ["заявила"], id="uk: a verb"),
        pytest.param("en", "It rained.", [], id="none"),
    ],
)  # fmt: skip
def test_reporting_words_are_told_from_nouns_of_the_same_form(language, text, found):
    assert cues(language, text) == found


def test_a_subject_ends_before_the_auxiliaries_and_adverbs_of_its_cue():
    p = passage("Ruiz has repeatedly said so", lexicon("en"))
    [cue] = find_cues(p, 0, len(p.tokens), [3])
    assert p.tokens.said(cue.group, cue.end) == "has repeatedly said"
