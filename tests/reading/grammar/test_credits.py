import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.languages import CODES
from firsthand.reading.grammar.credits import find_credits
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Document, Link, Span


def credited(text, language, *statements, **page):
    document = Document("d1", text, language, **page)
    return find_credits(document, passage(text, lexicon(language)), statements)


def said(text, content, id_="s1", **speaker):
    start = text.index(content)
    return Statement(
        id_,
        "d1",
        "direct",
        "speech",
        (),
        (),
        (Span(start, start + len(content)),),
        Speaker(**{"name": None, "kind": "unknown", **speaker}),
    )


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "en", "It rained all day.\nSource: Canal Meseta\n", [("Canal Meseta", "source")], id="source line"
        ),
        pytest.param(
            "en", "Sources: Dayline, Canal Meseta", [("Dayline", "source"), ("Canal Meseta", "source")], id="two"
        ),
        pytest.param("en", "“No,” she told the newspaper Dayline.", [("Dayline", "told")], id="told a newspaper"),
        pytest.param("en", "“No,” she told DLNX.", [("DLNX", "told")], id="told an acronym"),
        pytest.param("en", "“No,” she told Belyaev.", [], id="told a person"),
        pytest.param(
            "en", "He said so in an interview with the Melk Herald.", [("Melk Herald", "told")], id="interview"
        ),
        pytest.param("en", "He said so in an interview with Ana Dias.", [], id="an interviewer"),
        pytest.param(
            "en", "The agency Vestovoy has uploaded two videos.", [("Vestovoy", "uploaded")], id="agency uploads"
        ),
        pytest.param("en", "The agency Vestovoy was robbed.", [], id="nothing taken from it"),
        pytest.param(
            "en", "The ‘Talva Line’ news agency uploaded two videos.", [("Talva Line", "uploaded")], id="name in marks"
        ),
        pytest.param(
            "en",
            "Strezhen, a digital media outlet on the coast, also collected testimonies.",
            [("Strezhen", "collected")],
            id="apposition",
        ),
        pytest.param(
            "en", "The videos were published by the Telegram channel Tochka.", [("Tochka", "uploaded")], id="channel"
        ),
        pytest.param("en", "MELK (Reuters) — It rained.", [("Reuters", "wire")], id="dateline of an agency"),
        pytest.param("en", "The Melk Tribune reported that it rained.", [("The Melk Tribune", "wire")], id="reports"),
        pytest.param("en", "The bridge is closed, dayline.news reported.", [("dayline.news", "wire")], id="address"),
        pytest.param("en", "She wrote on Twitter that it rained.", [("Twitter", "told")], id="network"),
        pytest.param("en", "The channel broadcasts on Telegram.", [], id="nothing said on the network"),
        pytest.param("en", "A Spanish newspaper reported it.", [], id="no name"),
        pytest.param("en", "The owner of the newspaper Dayline said so.", [], id="its owner"),
        pytest.param("en", "Earlier the Melk Tribune reported that it rained.", [], id="what it reported earlier"),
        pytest.param("es", "Llovió.\nFuente: Vestovoy", [("Vestovoy", "source")], id="es source line"),
        pytest.param(
            "es", "El puente sigue cerrado, según informa el diario Ribera.", [("Ribera", "source")], id="es según"
        ),
        pytest.param(
            "es", "Los vídeos los ha difundido el canal de Telegram Tochka.", [("Tochka", "uploaded")], id="es canal"
        ),
        pytest.param(
            "es",
            "Strezhen, un medio digital tarseno, también ha recogido testimonios.",
            [("Strezhen", "collected")],
            id="es apposition",
        ),
        pytest.param(
            "es", "“No”, dijo en una entrevista con el diario Ribera.", [("Ribera", "told")], id="es interview"
        ),
        pytest.param("es", "La Agencia Nacional de Aguas dijo que llueve.", [], id="es an institution"),
        pytest.param("ru", "Идёт дождь, сообщает «Вестовой».", [("Вестовой", "wire")], id="ru in marks"),
        pytest.param(
            "ru",
            "Об этом пишет Dayline со ссылкой на Canal Meseta.",
            [("Dayline", "wire"), ("Canal Meseta", "source")],
            id="ru Latin",
        ),
        pytest.param(
            "ru", "В эфире телеканала «Стрежень» он сказал, что идёт дождь.", [("Стрежень", "told")], id="ru on air"
        ),
        pytest.param("ru", "«Нет», — заявила она изданию Dayline.", [("Dayline", "told")], id="ru dative"),
        pytest.param("ru", "Компания Wetwerk закрыта. Об этом сообщила Wetwerk.", [], id="ru a company"),
        pytest.param(
            "ru", "Запись опубликовал видеоканал «Северная линия».", [("Северная линия", "uploaded")], id="ru upload"
        ),
        pytest.param("ru", "Он написал об этом на своей странице в Facebook.", [("Facebook", "told")], id="ru network"),
        pytest.param(
            "ru", "Он написал в «твиттере», что идёт дождь.", [("твиттере", "told")], id="ru network in marks"
        ),
        pytest.param("ru", "Как ранее сообщал «Вестовой», мост закрыт.", [], id="ru earlier"),
        pytest.param(
            "ru", "Переслано из Северная линия\nИдёт дождь.", [("Северная линия", "forward")], id="ru forward"
        ),
        pytest.param(
            "ru", "Корреспондент Dayline передаёт, что идёт дождь.", [("Dayline", "wire")], id="ru correspondent"
        ),
        pytest.param(
            "uk", "Про це повідомляє «Надтальвинські вісті».", [("Надтальвинські вісті", "wire")], id="uk in marks"
        ),
        pytest.param(
            "uk",
            "Про це пише Talva.UA з посиланням на Dayline.",
            [("Talva.UA", "wire"), ("Dayline", "source")],
            id="uk Latin",
        ),
        pytest.param("uk", "«Ні», — сказав він каналу Dayline.", [("Dayline", "told")], id="uk dative"),
        pytest.param("uk", "Дощ.\nДжерело: Канал Берег", [("Канал Берег", "source")], id="uk source line"),
        pytest.param("uk", "Міністр заявив, що йде дощ.", [], id="uk nobody"),
    ],
)
def test_hands_are_found_by_what_they_look_like_and_by_the_words_around(language, text, expected):
    assert [(credit.name, credit.kind) for credit in credited(text, language)] == expected


def test_a_hand_that_is_named_again_is_one_credit_with_its_fullest_name():
    text = "Об этом сообщает «Вестовой». В интервью «Вестовому» она сказала, что идёт дождь."
    (credit,) = credited(text, "ru")
    assert [span.of(text) for span in credit.words] == ["Вестовой", "Вестовому"]


def test_initials_stand_for_the_name():
    text = "The Melk River Tribune (MRT) reported it. “No,” she told MRT."
    (credit,) = credited(text, "en")
    assert credit.name == "The Melk River Tribune"
    assert len(credit.words) == 2


def test_the_page_itself_is_no_hand():
    assert not credited("“No”, dijo en declaraciones a Canal Meseta.", "es", outlet="Canal Meseta")


def test_furniture_credits_nobody():
    text = "It rained.\nThe Melk Tribune reported more."
    assert not credited(text, "en", furniture=(Span(11, len(text)),))


def test_a_source_line_covers_the_page_and_a_telling_its_sentence():
    text = "“It rains,” she told the newspaper Dayline. “It snows,” he said.\nSource: Canal Meseta"
    dayline, meseta = credited(text, "en", said(text, "“It rains,”"), said(text, "“It snows,”", "s2"))
    assert (dayline.covers, meseta.covers) == (("s1",), ("s1", "s2"))


def test_an_upload_covers_what_follows_until_somebody_new_is_named():
    text = (
        "The videos were published by the Telegram channel Tochka. “One,” says a man.\n"
        "“Two,” says another.\n"
        "“Three,” says Irina Velchuk.\n"
    )
    name = text.index("Irina")
    velchuk = said(
        text, "“Three,”", "s3", name="Irina Velchuk", kind="named", mention=Span(name, name + len("Irina Velchuk"))
    )
    (credit,) = credited(text, "en", said(text, "“One,”"), said(text, "“Two,”", "s2"), velchuk)
    assert credit.covers == ("s1", "s2")


def test_an_upload_covers_one_of_them_but_not_what_the_next_hand_has():
    text = (
        "The videos were published by the Telegram channel Tochka. “One,” says a man.\n"
        "One of them is Radek Ilves. “Two,” he says.\n"
        "The agency Vestovoy has uploaded more. “Three,” says a sailor.\n"
    )
    ilves = Span(text.index("Radek"), text.index("Ilves") + 5)
    tochka, vestovoy = credited(
        text,
        "en",
        said(text, "“One,”"),
        said(text, "“Two,”", "s2", name="Radek Ilves", kind="named", mention=ilves),
        said(text, "“Three,”", "s3"),
    )
    assert (tochka.covers, vestovoy.covers) == (("s1", "s2"), ("s3",))


def test_a_report_of_the_sentence_before_covers_it():
    text = "«Идёт дождь», — сказала она. Об этом сообщает «Вестовой»."
    (credit,) = credited(text, "ru", said(text, "«Идёт дождь»"))
    assert credit.covers == ("s1",)


def test_links_and_embeds_are_hands_by_their_hosts():
    text = "The video is here. It rained."
    links = (
        Link("https://vestovoy.example/1", "link", Span(13, 17), 13),
        Link("https://www.dayline.example/2", "link", Span(0, 3), 0),
        Link("https://share.example/share?u=1", "link", Span(4, 9), 4),
        Link("https://kadr.example/embed/1", "embed", None, 18),
    )
    found = credited(text, "en", links=links, url="https://dayline.example/")
    assert [(credit.name, credit.kind) for credit in found] == [("vestovoy.example", "link"), ("kadr.example", "embed")]


def test_a_hand_whose_sentence_begins_in_furniture_covers_nothing():
    text = "“a b\nla agencia Severnaya Liniya, que ha difundido b” ayer"
    (credit,) = credited(text, "es", furniture=(Span(0, 4),))
    assert (credit.name, credit.covers) == ("Severnaya Liniya", ())


@given(st.sampled_from(CODES), st.text("ab Ая«»“”‘.,:;()/—-\n@" + "Reuters сообщает Source:"))
def test_every_credit_is_named_in_the_text(language, text):
    for credit in credited(text, language):
        assert any(" ".join(span.of(text).split()) == credit.name for span in credit.words)
