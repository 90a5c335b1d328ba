"""Where the words that name a source begin and end: before a reporting word, and after it."""

import pytest

from firsthand.reading.grammar import phrases
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage


def before(language, text, cue):
    """Return the noun phrase that ends where `cue` begins."""
    p = passage(text, lexicon(language))
    found = phrases.before(p, p.tokens.at(text.index(cue)), 0)
    return found and p.tokens.said(*found)


def after(language, text, cue, **options):
    """Return the noun phrase that begins where `cue` ends."""
    p = passage(text, lexicon(language))
    first = p.tokens.at(text.index(cue) + len(cue) - 1) + 1
    end = phrases.after(p, first, len(p.tokens), **options)
    return end and p.tokens.said(first, end)


@pytest.mark.parametrize(
    ("language", "text", "cue", "source"),
    [
        pytest.param("en", "Ruiz said it rained.", "said", "Ruiz", id="a name"),
        pytest.param("en", "Ana Maria Ruiz said it rained.", "said", "Ana Maria Ruiz", id="a full name"),
        pytest.param("en", "Mr. J. Ruiz Jr. said it rained.", "said", "Mr. J. Ruiz Jr.", id="titles and initials"),
        pytest.param("en", "She said it rained.", "said", "She", id="a pronoun"),
        pytest.param("en", "The young man said it rained.", "said", "The young man", id="a description"),
        pytest.param("en", "Another young man said so.", "said", "Another young man", id="another"),
        pytest.param("en", "One of the soldiers said so.", "said", "One of the soldiers", id="one of them"),
        pytest.param("en", "Foreign Minister Ana Ruiz said so.", "said", "Foreign Minister Ana Ruiz", id="titles"),
        pytest.param("en", "Ruiz, 48, said it rained.", "said", "Ruiz, 48", id="an age"),
        pytest.param("en", "Ruiz, the mayor, said it rained.", "said", "Ruiz, the mayor", id="an apposition"),
        pytest.param("en", "Ruiz, 48, a nurse, said so.", "said", "Ruiz, 48, a nurse", id="an age and an apposition"),
        pytest.param("en", "Ruiz (48) said it rained.", "said", "Ruiz (48)", id="brackets"),
        pytest.param("en", "Ruiz, who lives here, said so.", "said", "Ruiz, who lives here", id="a relative clause"),
        pytest.param("en", "A man who lives here said so.", "said", "A man who lives here", id="one without commas"),
        pytest.param("en", "Ruiz and Holt said it rained.", "said", "Ruiz and Holt", id="two joined"),
        pytest.param("en", "The mayor of Melk said so.", "said", "The mayor of Melk", id="of"),
        pytest.param("en", "A spokesman for the mill said so.", "said", "A spokesman for the mill", id="for"),
        pytest.param("en", "Ruiz’s lawyer said it rained.", "said", "Ruiz’s lawyer", id="a possessive"),
        pytest.param("en", "Her mother said it rained.", "said", "Her mother", id="a possessive pronoun"),
        pytest.param("en", "On Monday the mayor said so.", "said", "the mayor", id="a time before it"),
        pytest.param("en", "At the bridge the mayor said so.", "said", "the mayor", id="a place before it"),
        pytest.param("en", "It rained, but Ruiz said no.", "said", "Ruiz", id="after but"),
        pytest.param("en", "It rained and Ruiz said no.", "said", "Ruiz", id="after a clause and “and”"),
        pytest.param("en", "It rained, said.", "said", None, id="none"),
        pytest.param("es", "La alcaldesa Ana Ruiz dijo que no.", "dijo", "La alcaldesa Ana Ruiz", id="es: title"),
        pytest.param("es", "Ruiz, de 48 años, dijo que no.", "dijo", "Ruiz, de 48 años", id="es: age"),
        pytest.param("es", "El ministro, Leo Paz, dijo que no.", "dijo", "El ministro, Leo Paz", id="es: name apposed"),
        pytest.param("es", "Uno de los soldados dijo que no.", "dijo", "Uno de los soldados", id="es: uno de"),
        pytest.param("es", "Otro vecino del pueblo dijo que no.", "dijo", "Otro vecino del pueblo", id="es: otro"),
        pytest.param("es", "El lunes Ruiz dijo que no.", "dijo", "Ruiz", id="es: a time before it"),
        pytest.param("es", "Su madre dijo que no.", "dijo", "Su madre", id="es: a possessive"),
        pytest.param("es", "Me dijo que no.", "dijo", None, id="es: an object pronoun is no subject"),
        pytest.param("ru", "Мэр города Анна Ружина сказала.", "сказала", "Мэр города Анна Ружина", id="ru: title"),
        pytest.param("ru", "21-летний Иван Белов сказал.", "сказал", "21-летний Иван Белов", id="ru: age"),
        pytest.param("ru", "Иван Белов, водитель, сказал.", "сказал", "Иван Белов, водитель", id="ru: apposition"),
        pytest.param("ru", "Ружина и Белов сказали.", "сказали", "Ружина и Белов", id="ru: two joined"),
        pytest.param("ru", "Один из солдат сказал.", "сказал", "Один из солдат", id="ru: one of them"),
        pytest.param("ru", "Завод «Тальва» сообщил.", "сообщил", "Завод «Тальва»", id="ru: a name in marks"),
        pytest.param("ru", "Ружина в письме заявила.", "заявила", "Ружина", id="ru: a letter between"),
        pytest.param("ru", "В понедельник мэр сказала.", "сказала", "мэр", id="ru: a time before it"),
        pytest.param("uk", "Речник міста Остап Кульба заявив.", "заявив", "Речник міста Остап Кульба", id="uk: title"),
        pytest.param("uk", "62-річний Гнат Дуб сказав.", "сказав", "62-річний Гнат Дуб", id="uk: age"),
        pytest.param("uk", "Гнат Дуб, водій, сказав.", "сказав", "Гнат Дуб, водій", id="uk: apposition"),
        pytest.param("uk", "Рута та Кульба сказали.", "сказали", "Рута та Кульба", id="uk: two joined"),
        pytest.param("uk", "Один із солдатів сказав.", "сказав", "Один із солдатів", id="uk: one of them"),
        pytest.param("uk", "У понеділок мер сказав.", "сказав", "мер", id="uk: a time before it"),
    ],
)  # fmt: skip
def test_a_source_before_its_cue_is_a_whole_noun_phrase(language, text, cue, source):
    assert before(language, text, cue) == source


@pytest.mark.parametrize(
    ("language", "text", "cue", "source"),
    [
        pytest.param("en", "said Ruiz.", "said", "Ruiz", id="a name"),
        pytest.param("en", "said she.", "said", "she", id="a pronoun"),
        pytest.param("en", "said Ana Ruiz on Monday.", "said", "Ana Ruiz", id="a time after it"),
        pytest.param("en", "said the mayor of Melk.", "said", "the mayor of Melk", id="of"),
        pytest.param("en", "said Ruiz, the mayor.", "said", "Ruiz, the mayor", id="an apposition"),
        pytest.param("en", "said Ruiz, 48.", "said", "Ruiz, 48", id="an age"),
        pytest.param("en", "said Ruiz, 48, a nurse from Melk.", "said", "Ruiz, 48, a nurse from Melk", id="both"),
        pytest.param("en", "said Ruiz, who lives here.", "said", "Ruiz, who lives here", id="a relative clause"),
        pytest.param("en", "said Ruiz, and left.", "said", "Ruiz", id="the story goes on"),
        pytest.param("en", "said Ruiz and Holt.", "said", "Ruiz and Holt", id="two joined"),
        pytest.param("en", "said Mr. Ruiz. It rained.", "said", "Mr. Ruiz", id="the sentence ends"),
        pytest.param("en", "said, it rained.", "said", None, id="none"),
        pytest.param("es", "dijo la alcaldesa, Ana Ruiz.", "dijo", "la alcaldesa, Ana Ruiz", id="es: name apposed"),
        pytest.param("es", "dijo el portavoz del Ministerio.", "dijo", "el portavoz del Ministerio", id="es: del"),
        pytest.param("es", "dijo Ruiz, que vive aquí.", "dijo", "Ruiz, que vive aquí", id="es: a relative clause"),
        pytest.param("es", "dijo Ruiz el lunes.", "dijo", "Ruiz", id="es: a time after it"),
        pytest.param("ru", "сказала мэр города Анна Ружина.", "сказала", "мэр города Анна Ружина", id="ru: title"),
        pytest.param("ru", "сказал Белов, водитель.", "сказал", "Белов, водитель", id="ru: apposition"),
        pytest.param("ru", "сказал Белов, что живет здесь.", "сказал", "Белов", id="ru: the clause is not his"),
        pytest.param("ru", "сообщил завод «Тальва».", "сообщил", "завод «Тальва»", id="ru: marks"),
        pytest.param("ru", "сказала Ружина в понедельник.", "сказала", "Ружина", id="ru: a time after it"),
        pytest.param("uk", "сказав речник міста Остап Кульба.", "сказав", "речник міста Остап Кульба", id="uk: title"),
        pytest.param("uk", "сказав Дуб, водій із Мелька.", "сказав", "Дуб, водій із Мелька", id="uk: apposition"),
        pytest.param("uk", "сказав Дуб, який живе тут.", "сказав", "Дуб, який живе тут", id="uk: relative"),
        pytest.param("uk", "сказала Рута в понеділок.", "сказала", "Рута", id="uk: a time after it"),
    ],
)  # fmt: skip
def test_a_source_after_its_cue_is_a_whole_noun_phrase(language, text, cue, source):
    assert after(language, text, cue) == source


def test_before_a_clause_only_a_comma_closes_an_apposition():
    assert after("en", "according to Ruiz, the bridge is closed.", "to", closed=True) == "Ruiz"
    assert after("en", "according to Ruiz, the mayor, it is closed.", "to", closed=True) == "Ruiz, the mayor"


def test_a_listener_has_no_appositions():
    assert after("en", "told Ruiz, the mayor.", "told", appositions=False) == "Ruiz"


def test_what_a_document_is_about_goes_along_where_asked_for():
    text = "according to a letter seen by Dayline in May"
    assert after("en", text, "to", long=True) == "a letter seen by Dayline in May"
