from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.languages import CODES
from firsthand.reading.credit import Credit
from firsthand.reading.grammar.circumstance_cues import Page
from firsthand.reading.grammar.circumstances import mark
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.grammar.translated import translation_signs
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Document, Span


def place(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def said(text, source, content, id_="s1", kind="unnamed", **speaker):
    return Statement(
        id=id_,
        document_id="d1",
        type="direct" if content[0] in "“«" else "indirect",
        act="speech",
        source=(place(text, source),) if source else (),
        cue=(),
        content=(place(text, content),),
        speaker=Speaker(**{"name": None, "kind": "named" if "name" in speaker else kind, **speaker}),
    )


def marked(language, text, *statements, **page):
    document = Document("d1", text, language, **page)
    return mark(document, passage(text, lexicon(language)), statements)


@pytest.mark.parametrize(
    ("language", "text", "source", "content", "circumstances"),
    [
        pytest.param(
            "en",
            "“We saw nothing,” said one of the captured soldiers.",
            "one of the captured soldiers",
            "“We saw nothing,”",
            ["captivity"],
            id="captured soldier",
        ),
        pytest.param(
            "en",
            "Soldiers of Velmaria captured in May speak. “No,” said another young man.",
            "another young man",
            "“No,”",
            ["captivity"],
            id="young man on a page of captives",
        ),
        pytest.param(
            "en",
            "Soldiers of Velmaria marched in May. “No,” said another young man.",
            "another young man",
            "“No,”",
            [],
            id="young man on another page",
        ),
        pytest.param(
            "en",
            "The prisoners of war spoke. “He is alive,” said the mother of a soldier.",
            "the mother of a soldier",
            "“He is alive,”",
            ["captivity"],
            id="a relative",
        ),
        pytest.param(
            "en",
            "“They are fed,” said the commissioner for prisoners of war.",
            "the commissioner for prisoners of war",
            "“They are fed,”",
            [],
            id="an office that deals with captives",
        ),
        pytest.param(
            "en",
            "“They are fed,” said the captured mayor of Melk.",
            "the captured mayor of Melk",
            "“They are fed,”",
            ["captivity"],
            id="an office is no shield",
        ),
        pytest.param(
            "en",
            "“No,” said the soldier’s lawyer. He defends prisoners.",
            "the soldier’s lawyer",
            "“No,”",
            [],
            id="a captive’s lawyer",
        ),
        pytest.param(
            "en",
            "“I surrendered at dawn,” the driver said.",
            "the driver",
            "“I surrendered at dawn,”",
            ["captivity"],
            id="in the first person",
        ),
        pytest.param(
            "en",
            "“We captured the hill,” the driver said.",
            "the driver",
            "“We captured the hill,”",
            [],
            id="who captures is no captive",
        ),
        pytest.param("en", "“I saw it,” said a schoolboy.", "a schoolboy", "“I saw it,”", ["minor"], id="a schoolboy"),
        pytest.param(
            "en",
            "“I saw it,” said a 15-year-old cyclist.",
            "a 15-year-old cyclist",
            "“I saw it,”",
            ["minor"],
            id="an age",
        ),
        pytest.param(
            "en",
            "“I saw it,” said a 19-year-old cyclist.",
            "a 19-year-old cyclist",
            "“I saw it,”",
            [],
            id="of age",
        ),
        pytest.param(
            "en",
            "“I hid,” said a survivor of the fire.",
            "a survivor of the fire",
            "“I hid,”",
            ["victim"],
            id="survivor",
        ),
        pytest.param(
            "en",
            "“Burn it,” said a clerk, who spoke on condition of anonymity.",
            "a clerk, who spoke on condition of anonymity",
            "“Burn it,”",
            ["source"],
            id="anonymity",
        ),
        pytest.param("en", "“Burn it,” said a source.", "a source", "“Burn it,”", ["source"], id="a source"),
        pytest.param(
            "es",
            "“No vi nada”, dijo uno de los soldados capturados.",
            "uno de los soldados capturados",
            "“No vi nada”",
            ["captivity"],
            id="es captured soldier",
        ),
        pytest.param(
            "es",
            "Hablan los prisioneros de guerra. “No”, dijo otro joven.",
            "otro joven",
            "“No”",
            ["captivity"],
            id="es young man",
        ),
        pytest.param(
            "es",
            "“Comen bien”, dijo la comisionada para los prisioneros de guerra.",
            "la comisionada para los prisioneros de guerra",
            "“Comen bien”",
            [],
            id="es commissioner",
        ),
        pytest.param("es", "“Lo vi”, dijo un niño.", "un niño", "“Lo vi”", ["minor"], id="es child"),
        pytest.param(
            "es",
            "“Quémelo”, dijo un empleado bajo condición de anonimato.",
            "un empleado",
            "“Quémelo”",
            ["source"],
            id="es anonymity",
        ),
        pytest.param("es", "“Huí”, dijo una refugiada.", "una refugiada", "“Huí”", ["victim"], id="es refugee"),
        pytest.param(
            "ru",
            "«Я ничего не видел», — сказал пленный.",
            "пленный",
            "«Я ничего не видел»",
            ["captivity"],
            id="ru captive",
        ),
        pytest.param(
            "ru",
            "Солдата взяли в плен у моста, двое пленных молчат. «Нет», — сказал его сослуживец.",
            "его сослуживец",
            "«Нет»",
            ["captivity"],
            id="ru comrade",
        ),
        pytest.param(
            "ru",
            "Пленный молчит. «Он жив», — сказала его мать.",
            "его мать",
            "«Он жив»",
            ["captivity"],
            id="ru mother",
        ),
        pytest.param(
            "ru",
            "«Их кормят», — сказала уполномоченная по делам военнопленных.",
            "уполномоченная по делам военнопленных",
            "«Их кормят»",
            [],
            id="ru commissioner",
        ),
        pytest.param(
            "ru", "«Я видел», — сказал 15-летний мальчик.", "15-летний мальчик", "«Я видел»", ["minor"], id="ru minor"
        ),
        pytest.param(
            "ru",
            "«Это приказ», — сказал офицер на условиях анонимности.",
            "офицер",
            "«Это приказ»",
            ["source"],
            id="ru anonymity",
        ),
        pytest.param(
            "ru",
            "«Сожгли», — сказал собеседник агентства.",
            "собеседник агентства",
            "«Сожгли»",
            ["source"],
            id="ru source",
        ),
        pytest.param(
            "uk",
            "«Я нічого не бачив», — сказав полонений.",
            "полонений",
            "«Я нічого не бачив»",
            ["captivity"],
            id="uk captive",
        ),
        pytest.param(
            "uk",
            "Солдати потрапили в полон. «Ні», — сказав інший хлопець.",
            "інший хлопець",
            "«Ні»",
            ["captivity"],
            id="uk young man",
        ),
        pytest.param(
            "uk", "«Ні», — сказав один із солдатів.", "один із солдатів", "«Ні»", [], id="uk soldier, no captives"
        ),
        pytest.param(
            "uk",
            "Полонений мовчить. «Він живий», — сказала його мати.",
            "його мати",
            "«Він живий»",
            ["captivity"],
            id="uk mother",
        ),
        pytest.param("uk", "«Я бачила», — сказала школярка.", "школярка", "«Я бачила»", ["minor"], id="uk schoolgirl"),
        pytest.param(
            "uk",
            "«Бачив», — сказав сусід, який просив не називати його імені.",
            "сусід, який просив не називати його імені",
            "«Бачив»",
            ["source"],
            id="uk anonymity",
        ),
        pytest.param(
            "uk", "«Тікала», — сказала переселенка.", "переселенка", "«Тікала»", ["victim"], id="uk displaced"
        ),
    ],
)
def test_a_speaker_has_the_circumstances_in_which_the_page_presents_them(
    language, text, source, content, circumstances
):
    (statement,) = marked(language, text, said(text, source, content))
    assert list(statement.speaker.circumstances) == circumstances
    captive = circumstances == ["captivity"] and not {"mother", "мать", "мати"} & {*source.split()}
    assert ("in_custody" in statement.circumstances) == captive


@pytest.mark.parametrize(
    ("text", "name", "captive"),
    [
        pytest.param(
            "The prisoners of war spoke. One of them is Anton Belyaev. “No,” Belyaev said.",
            "Anton Belyaev",
            True,
            id="one of them",
        ),
        pytest.param(
            "Anton Belyaev, a soldier captured in May, spoke. “No,” Belyaev said.",
            "Anton Belyaev",
            True,
            id="apposition",
        ),
        pytest.param(
            "Anton Belyaev was captured in May. “No,” Belyaev said.", "Anton Belyaev", True, id="what was done to him"
        ),
        pytest.param(
            "Anton Belyaev remembers his surrender. “No,” Belyaev said.", "Anton Belyaev", True, id="what he did"
        ),
        pytest.param(
            "Captured soldiers spoke. Minister Anton Belyaev listened. “No,” Belyaev said.",
            "Anton Belyaev",
            False,
            id="minister",
        ),
        pytest.param(
            "Anton Belyaev said that soldiers were captured. “No,” Belyaev said.",
            "Anton Belyaev",
            False,
            id="speaks of captives",
        ),
        pytest.param(
            "A soldier is a prisoner of war. His mother, Vera Belyaeva, spoke. “No,” Belyaeva said.",
            "Vera Belyaeva",
            True,
            id="mother",
        ),
    ],
)
def test_a_name_is_looked_up_wherever_the_page_presents_it(text, name, captive):
    last = name.split()[-1]
    start = text.rindex(last)
    statement = said(text, name, "“No,”", name=name, mention=place(text, name))
    (found,) = marked("en", text, replace(statement, source=(Span(start, start + len(last)),)))
    assert (found.speaker.circumstances == ("captivity",)) == captive


def test_who_is_not_presented_goes_on_for_the_captive_before():
    text = "“No,” said a captured soldier. “Never,” he added. “Why?” said the minister. “Well,” he added."
    statements = marked(
        "en",
        text,
        said(text, "a captured soldier", "“No,”"),
        said(text, "he", "“Never,”", "s2"),
        said(text, "the minister", "“Why?”", "s3"),
        said(text, "", "“Well,”", "s4", kind="unknown"),
    )
    assert [bool(statement.speaker.circumstances) for statement in statements] == [True, True, False, False]


def test_a_ministry_is_no_captive_beside_its_soldiers():
    text = "Soldiers of Velmaria captured in May speak. The Ministry of Defense of Velmaria said “no”."
    ministry = place(text, "Ministry of Defense of Velmaria")
    (found,) = marked(
        "en",
        text,
        replace(
            said(text, "The Ministry of Defense of Velmaria", "“no”"),
            speaker=Speaker(ministry.of(text), "collective", ministry),
        ),
    )
    assert (found.speaker.circumstances, found.circumstances) == ((), ())


def test_nobody_is_no_captive():
    text = "Captured soldiers say that nobody told them where they went. “Home,” they thought."
    captive, nobody = marked(
        "en",
        text,
        said(text, "Captured soldiers", "nobody told them where they went"),
        said(text, "nobody", "where they went", "s2", kind="unknown"),
    )
    assert captive.speaker.circumstances == ("captivity",)
    assert (nobody.speaker.circumstances, nobody.circumstances) == ((), ())


def test_who_was_released_is_still_a_captive_but_speaks_freely():
    text = "“No,” said a released prisoner of war."
    (statement,) = marked("en", text, said(text, "a released prisoner of war", "“No,”"))
    assert (statement.speaker.circumstances, statement.circumstances) == (("captivity",), ())


@pytest.mark.parametrize(
    ("text", "circumstances"),
    [
        pytest.param("In tears, “no,” said a captured soldier.", ("in_custody", "degrading"), id="a captive in tears"),
        pytest.param("In tears, “no,” said the minister.", (), id="a minister in tears"),
        pytest.param("Through an interpreter, “no,” said the driver.", ("translated",), id="interpreter"),
    ],
)
def test_how_a_statement_was_made_stands_beside_it(text, circumstances):
    source = text[text.index("said ") + 5 : -1]
    (statement,) = marked("en", text, said(text, source, "“no,”"))
    assert statement.circumstances == circumstances


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        pytest.param("It rained.", {"translated": "meta"}, True, id="the page says so"),
        pytest.param("It rained.\nSource: Canal Meseta", {}, True, id="outlet of another language"),
        pytest.param("It rained.\nSource: Melk Tribune", {}, False, id="outlet of this language"),
        pytest.param("It rained, according to Canal Meseta.", {}, False, id="cited is not taken"),
        pytest.param(
            "“We were thirty“, he said, and the rain of the norths. of the coast fell.", {}, True, id="two weak signs"
        ),
        pytest.param("“We were thirty“, he said.", {}, False, id="one weak sign"),
    ],
)
def test_signs_of_translation_are_counted(text, page, expected):
    document = Document("d1", text, "en", **page)
    name = "Canal Meseta" if "Canal" in text else "Melk Tribune"
    hands = (Credit(name, "source", (place(text, name),)),) if name in text else ()
    signs = translation_signs(Page(document, passage(text, lexicon("en"))), hands)
    assert bool(signs) == expected
    assert all(sign.says for sign in signs)


@given(
    st.sampled_from(CODES),
    st.text("ab Ая«»“”‘.,:;()/—-\n" + "captured soldier Пленный 15-летний", min_size=1),
    st.data(),
)
def test_marking_changes_nothing_but_circumstances(language, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    statement = Statement("s1", "d1", "direct", "speech", (span,), (), (span,), Speaker(None, "unknown", span))
    (found,) = marked(language, text, statement)
    assert (found.source, found.content, found.speaker.mention) == (statement.source, statement.content, span)
