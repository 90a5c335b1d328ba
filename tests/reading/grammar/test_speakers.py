"""Who a source stands for, with sources, cues and contents given: <source>, /cue/, {content}, a statement a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.grammar.attributions import Attribution, Sentences
from firsthand.reading.grammar.bits import SAY
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.grammar.speakers import resolve

if TYPE_CHECKING:
    from firsthand.reading.statement import Speaker

_MARKS = {"<": "source", ">": "source", "/": "cue", "{": "content", "}": "content"}


def speakers_of(language: str, marked: str) -> tuple[str, list[Speaker]]:
    """Take the marks out of a text and resolve what they mark."""
    text = ""
    lines: list[dict[str, list[tuple[int, int]]]] = []
    for line in marked.strip().splitlines():
        parts: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        begun: dict[str, int] = {}
        for piece in re.split(r"([<>/{}])", line.strip()):
            if (name := _MARKS.get(piece)) is None:
                text += piece
            elif name in begun:
                parts[name].append((begun.pop(name), len(text)))
            else:
                begun[name] = len(text)
        text += " "
        lines.append(parts)
    p = passage(text, lexicon(language))

    def ranges(pieces: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((p.tokens.at(start), p.tokens.at(end - 1) + 1) for start, end in pieces)

    attributions = tuple(
        Attribution(ranges(line["source"]), ranges(line["cue"]), ranges(line["content"]), SAY, "test")
        for line in lines
        if line["content"]
    )
    return text, list(resolve(p, attributions))


NAMES = [
    pytest.param(
        "en",
        """
        <Mayor Ana Ruiz> /said/ {the bridge was closed}.
        <Ruiz> /added/ {that the road was, too}.
        <She> /promised/ {a new one}.
        <The mayor> /said/ {it would take a year}.
        """,
        ["Ana Ruiz"] * 4,
        id="surname, pronoun and role go back to the full name",
    ),
    pytest.param(
        "en",
        """
        Anton Ilyich Belin, a private, is one of them.
        <The young man> /said/ {they were afraid}.
        <Another young man> /said/ {he was not}.
        <He> /said/ {it was cold}.
        """,
        ["Anton Ilyich Belin", None, None],
        id="another is never the one before, and what follows is his",
    ),
    pytest.param(
        "en",
        """
        <Ana Ruiz> /said/ {the shop was full}.
        <A resident> /said/ {it was empty}.
        <One soldier> /said/ {nothing worked}.
        <Some officials> /said/ {it did}.
        """,
        ["Ana Ruiz", None, None, None],
        id="indefinite descriptions are nobody named",
    ),
    pytest.param(
        "en",
        """
        Dana Kovel met her brother Igor Kovel on Monday.
        <Dana Kovel> /said/ {he was late}.
        <Igor> /said/ {he was not}.
        <Mr. Kovel> /said/ {the train was late}.
        """,
        ["Dana Kovel", "Igor Kovel", "Igor Kovel"],
        id="two people of one surname",
    ),
    pytest.param(
        "en",
        """
        <Ruiz's lawyer> /said/ {she would appeal}.
        Ana Ruiz was in court.
        <The Ruiz campaign> /said/ {so too}.
        <Supporters of Ana Ruiz> /said/ {it was unfair}.
        """,
        [None, None, None],
        id="what belongs to somebody is not that one",
    ),
    pytest.param(
        "en",
        """
        <The 34-year-old> /said/ {the sea was rough}.
        Ivo Marek, 51, and Petra Holub, 34, were saved.
        <The 34-year-old> /said/ {she would sail again}.
        """,
        ["Petra Holub", "Petra Holub"],
        id="an age tells who it is",
    ),
    pytest.param(
        "en",
        """
        <Northland> /denied/ {the charge}.
        <China and Russia> /said/ {it was wrong}.
        <The Harbour Times> /reported/ {a fire}.
        <Prosecutors> /said/ {it was arson}.
        """,
        ["China and Russia", "Harbour Times", None],
        id="states and outlets keep their names, a plural noun has none",
    ),
    pytest.param(
        "en",
        """
        <Ana Ruiz> /said/: {“It is over.}
        {“I am going home.”}
        """,
        ["Ana Ruiz"] * 2,
        id="a quotation that goes on",
    ),
    pytest.param(
        "es",
        """
        <La alcaldesa Ana Ruiz> /dijo/ {que el puente estaba cerrado}.
        /Añadió/ {que también lo estaba la carretera}.
        <Otro vecino> /dijo/ {que no}.
        <Un soldado> /dijo/ {que hacía frío}.
        <La alcaldesa> /prometió/ {otro}.
        """,
        ["Ana Ruiz", "Ana Ruiz", None, None, "Ana Ruiz"],
        id="es: dropped subjects go back, otro and un do not",
    ),
    pytest.param(
        "es",
        """
        <El ministro de Transporte, Leo Paz>, /afirmó/ {que había trenes}.
        <Según> fuentes, se /afirma/ {que no los había}.
        <El ministro> /negó/ {las acusaciones}.
        """,
        ["Leo Paz", None, "Leo Paz"],
        id="es: the name stands in the apposition",
    ),
    pytest.param(
        "ru",
        """
        Мэр Анна Ружина открыла мост.
        <Ружина> /сказала/, что {он простоит век}.
        По словам <Ружиной>, {дорога закрыта}.
        <Она> /добавила/, что {будет новая}.
        <Другой житель> /сказал/, что {не будет}.
        <Мэр> /пообещала/ {построить ее}.
        """,
        ["Анна Ружина", "Анна Ружина", "Анна Ружина", None, "Анна Ружина"],
        id="ru: the nominative is given for inflected forms",
    ),
    pytest.param(
        "ru",
        """
        Иван Белов уехал.
        <Адвокат Белова> /сказал/, что {он вернется}.
        <Представители Белова> /заявили/, что {не вернется}.
        <Адвокат Белов> /сказал/, что {суд закрыт}.
        """,
        [None, None, "Иван Белов"],
        id="ru: whose lawyer he is does not speak",
    ),
    pytest.param(
        "ru",
        """
        <Иван Петрович> /сказал/, что {холодно}.
        <Иван Рудов> /сказал/, что {тепло}.
        <Пресс-служба Минтранса> /сообщила/, что {поезда идут}.
        <Очевидец> /рассказал/, что {не идут}.
        """,
        ["Иван Петрович", "Иван Рудов", "Пресс-служба Минтранса", None],
        id="ru: a first name with a patronymic is no full name and joins none",
    ),
    pytest.param(
        "uk",
        """
        <Речник міста Остап Кульба> /заявив/, що {міст закрито}.
        За словами <Кульби>, {дорогу теж}.
        <Він> /додав/, що {буде нова}.
        <Ще один мешканець> /сказав/, що {не буде}.
        <Речник> /пообіцяв/ {збудувати}.
        """,
        ["Остап Кульба", "Остап Кульба", "Остап Кульба", None, "Остап Кульба"],
        id="uk: surname, pronoun, role",
    ),
    pytest.param(
        "uk",
        """
        <Олена Рута> /сказала/, що {снігу нема}.
        <Він> /сказав/, що {є}.
        <Вона> /сказала/, що {нема}.
        """,
        ["Олена Рута", None, "Олена Рута"],
        id="uk: gender keeps pronouns apart",
    ),
    pytest.param(
        "en",
        """
        The clips show five men.
        One of them is Radek Ilves, private of 23 years.
        <The young man> /has told/ {that it rained}.
        {“We were nine“}, /has explained/.
        {They walked all night}, /according to/ <his story>.
        """,
        ["Radek Ilves"] * 3,
        id="en: one of them is somebody, who goes on without a subject",
    ),
    pytest.param(
        "en",
        """
        In <one of them Radek Ilves, of 19 years>, /says/ {it rained}.
        <A sailor named Leo Paz> /said/ {it snowed}.
        <The lawyer of a man named Leo Paz> /said/ {it did not}.
        """,
        ["Radek Ilves", "Leo Paz", None],
        id="en: of them parts nothing, and a description may give the name",
    ),
    pytest.param(
        "en",
        """
        <The deputy commissioner for the prisoners of war, Ana Ruiz>, /said/ {no}.
        Dayline, a weekly of Melk, saw it.
        /According to/ <this weekly>, {all are well}.
        The Pacific Ocean is wide.
        <She> /added/ {that it was late}.
        """,
        ["Ana Ruiz", "Dayline", "Ana Ruiz"],
        id="en: an outlet pointed at, and an ocean that is no she",
    ),
    pytest.param(
        "en",
        """
        <Ana Ruiz> /said/ {“we lost the whole harvest in a night”}.
        <Leo Paz> /said/ {“no”}.
        {“The whole harvest in a night”}
        """,
        ["Ana Ruiz", "Leo Paz", "Ana Ruiz"],
        id="en: a quotation that stands alone is whose it is elsewhere",
    ),
    pytest.param(
        "es",
        """
        Uno de ellos es Radek Ilves, soldado de 23 años.
        <El joven> /dijo/ que {llovía}.
        {Caminaron toda la noche}, /según/ <su relato>.
        Ribera, un medio digital, lo vio.
        /Según/ <este medio>, {todos están bien}.
        <la comisionada para los prisioneros de guerra, Ana Ruiz>, /dijo/ que {no}.
        """,
        ["Radek Ilves", "Radek Ilves", "Ribera", "Ana Ruiz"],
        id="es: uno de ellos es somebody, su relato is his, este medio the one presented",
    ),
    pytest.param(
        "ru",
        """
        В министерстве обороны <Трелвии записи> /назвали/ {«шуткой»}.
        Представитель ведомства Глеб Ланин не стал уточнять, числится ли Рудой в списках.
        {«Мы молчим»}, — /сказал/ <он>.
        <Офицер трелвийского штаба> /сообщил/, что {идёт дождь}.
        """,
        ["министерстве обороны Трелвии", "Глеб Ланин", None],
        id="ru: a body before its genitive, and an officer who is somebody new",
    ),
    pytest.param(
        "ru",
        """
        <19-летний пленный, назвавшийся Тимофеем Ланиным>, /сказал/, что {идёт дождь}.
        """,
        ["Тимофеем Ланиным"],
        id="ru: who gives a name of his own",
    ),
    pytest.param(
        "uk",
        """
        <Олена Рута> /каже/, що {дощ}.
        Її 15-річний онук Остап рахував.
        {«Дев'ять»}, — /запевняє/ <хлопець>.
        <Староста села Гнат Дуб> /сказав/, що {ні}.
        <Староста> /вважає/, що {сніг}.
        """,
        ["Олена Рута", "Остап", "Гнат Дуб", "Гнат Дуб"],
        id="uk: a grandson before the boy, and an elder before the elder",
    ),
]


@pytest.mark.parametrize(("language", "marked", "names"), NAMES)
def test_a_source_stands_for_the_best_mention_or_for_nobody(language, marked, names):
    _, speakers = speakers_of(language, marked)
    assert [speaker.name for speaker in speakers][-len(names) :] == names


@pytest.mark.parametrize(
    ("language", "marked", "kind", "mention", "role", "age"),
    [
        pytest.param("en", "<The soldier Ivo Marek, 21>, /said/ {no}.", "named", "Ivo Marek", "soldier", 21, id="en"),
        pytest.param("en", "<A 20-year-old man> /said/ {no}.", "unnamed", "A 20-year-old man", None, 20, id="en age"),
        pytest.param("en", "<The ministry> /said/ {no}.", "collective", "The ministry", None, None, id="en body"),
        pytest.param("es", "<Ana Ruiz, de 79 años>, /dijo/ {que no}.", "named", "Ana Ruiz", None, 79, id="es"),
        pytest.param("es", "/Se afirma/ {que no}.", "unknown", None, None, None, id="es nobody"),
        pytest.param("ru", "<21-летний боец Иван Белов> /сказал/ {нет}.", "named", "Иван Белов", "боец", 21, id="ru"),
        pytest.param("ru", "<газета «Заря»> /сообщила/ {нет}.", "outlet", "Заря", None, None, id="ru outlet"),
        pytest.param(
            "en", "Videos of commanders <who> /claim/ {that it rains}.", "unnamed", "commanders", None, None, id="en"
        ),
        pytest.param("en", "Ana Ruiz, <who> /said/ {no}.", "named", "Ana Ruiz", None, None, id="en who of a name"),
        pytest.param(
            "es", "Hablan los soldados, <quienes> /dicen/ que {no}.", "unnamed", "los soldados", None, None, id="es who"
        ),
        pytest.param(
            "ru", "Пришёл солдат, <который> /сказал/, что {нет}.", "unnamed", "солдат", None, None, id="ru who"
        ),
        pytest.param("uk", "Прийшов солдат, <який> /сказав/, що {ні}.", "unnamed", "солдат", None, None, id="uk who"),
        pytest.param("en", "<Nobody> /told/ them {that it rained}.", "unknown", None, None, None, id="en nobody"),
        pytest.param("es", "<nadie> les /dijo/ {adónde iban}.", "unknown", None, None, None, id="es nadie"),
        pytest.param("ru", "<никто> не /говорил/, что {идёт дождь}.", "unknown", None, None, None, id="ru nobody"),
        pytest.param("uk", "<ніхто> не /казав/, що {дощ}.", "unknown", None, None, None, id="uk nobody"),
        pytest.param("uk", "<62-річний виборець Гнат Дуб> /каже/ {ні}.", "named", "Гнат Дуб", None, 62, id="uk"),
    ],
)  # fmt: skip
def test_a_speaker_is_told_by_kind_mention_role_and_age(language, marked, kind, mention, role, age):
    text, [speaker] = speakers_of(language, marked)
    assert speaker.kind == kind
    assert (speaker.mention and speaker.mention.of(text)) == mention
    assert speaker.age == age
    if role:
        assert speaker.role is not None
        assert role in speaker.role


@pytest.mark.parametrize(
    ("language", "marked", "role"),
    [
        pytest.param("en", "<Its spokesman, Leo Paz>, /said/ {no}.", "spokesman", id="en possessive"),
        pytest.param("en", "<Mr. Paz> /said/ {no}. Leo Paz left.", None, id="en honorific"),
        pytest.param(
            "en",
            "{“No”}, /said/ <the deputy commissioner for the prisoners of war, Ana Ruiz>.",
            "deputy commissioner for the prisoners of war",
            id="en what somebody is commissioner for",
        ),
        pytest.param("es", "<Su portavoz, Leo Paz>, /dijo/ que {no}.", "portavoz", id="es possessive"),
        pytest.param("es", "<La jurista Ana Ruiz> /dijo/ que {no}.", "jurista", id="es article"),
        pytest.param("ru", "Да. <Представитель штаба Глеб Ланин> /сказал/ {нет}.", "Представитель штаба", id="ru"),
        pytest.param("uk", "<Староста села Гнат Дуб> /сказав/, що {ні}.", "Староста села", id="uk"),
    ],
)  # fmt: skip
def test_a_role_is_what_the_text_says_without_articles_and_honorifics(language, marked, role):
    _, [speaker] = speakers_of(language, marked)
    assert speaker.role == role


_WORDS = [
    "Ana",
    "Ruiz",
    "She",
    "he",
    "said",
    ",",
    ".",
    "“",
    "”",
    "the",
    "soldier",
    "another",
    "U.S.",
    "The",
    "of",
    "and",
    "Mr.",
]
_WORDS += ["\n", "21", "Times", "Иван", "Белов", "Белова", "он", "сказал", "что", "—"]


@given(st.lists(st.sampled_from(_WORDS)), st.sampled_from(["en", "es", "ru", "uk"]))
def test_a_name_is_the_slice_its_mention_names(words, language):
    text = " ".join(words)
    p = passage(text, lexicon(language))
    attributions = Sentences(p).read()
    speakers = resolve(p, attributions)
    assert len(speakers) == len(attributions)
    for speaker in speakers:
        if speaker.name is not None:
            assert speaker.mention is not None
            assert speaker.mention.of(text) == speaker.name
