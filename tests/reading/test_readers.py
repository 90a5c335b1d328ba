"""What every reader promises, whichever finds the statements: the same tests for both."""

import json
import re
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firsthand.reading.grammar import GrammarReader
from firsthand.reading.readers import best_reader
from firsthand.reading.record import record
from firsthand.text import Document, Span
from firsthand.trunk import weights

INSTALLED = weights.installed()
READERS = [GrammarReader(), *([best_reader()] if INSTALLED else [])]


@pytest.fixture(params=READERS, ids=lambda reader: reader.name.split()[0], scope="module")
def reader(request):
    return request.param


def read(reader, language, text, **more):
    return reader.read(Document("d1", text, language=language, **more))


_WORDS = re.findall(
    r"\S+",
    """
    “ ” « » „ ‘ ’ " — – , . ? ! : ; ( ) … Ana Ruiz Holt She he they I the a another soldier who and but that
    said told wrote thinks promised to called according Mr. U.S. 48 on Monday saying his claim dijo ha dicho
    que según añadió la alcaldesa él me negó Ружина она сказала что по словам об этом сообщил в водитель
    считает добавив Рута він каже що за словами про це додавши
    """,
)
TEXTS = st.lists(st.sampled_from([*_WORDS, "\n"]), max_size=60).map(" ".join)
LANGUAGES = st.sampled_from(["en", "es", "ru", "uk"])


@pytest.mark.parametrize(
    ("language", "text", "types"),
    [
        pytest.param("en", "“It is closed,” said Ruiz.", ["direct"], id="all in marks"),
        pytest.param("en", "“No,” she said, “never.”", ["direct"], id="both pieces in marks"),
        pytest.param("en", "Ruiz said it was “a trap” for all.", ["mixed"], id="partly in marks"),
        pytest.param("en", "Ruiz said it was closed.", ["indirect"], id="no marks"),
        pytest.param("en", "Ruiz said that “the bridge is closed”.", ["direct"], id="all in marks, after that"),
        pytest.param("es", "Ruiz dijo que era «una trampa» para todos.", ["mixed"], id="es: mixed"),
        pytest.param("es", "—No pasen —dijo Ruiz.", ["direct"], id="es: raya"),
        pytest.param("ru", "Ружина сказала, что «мост закрыт».", ["direct"], id="ru: all in marks, after что"),
        pytest.param("ru", "— Мост закрыт, — сказала Ружина.", ["direct"], id="ru: dash"),
        pytest.param("ru", "По словам Ружиной, мост закрыт.", ["indirect"], id="ru: set phrase"),
        pytest.param("uk", "Рута назвала міст «справжньою пасткою».", ["mixed"], id="uk: naming"),
        pytest.param("uk", "Рута сказала, що міст закрито.", ["indirect"], id="uk: indirect"),
    ],
)  # fmt: skip
def test_the_type_is_what_stands_in_marks(reader, language, text, types):
    assert [statement.type for statement in read(reader, language, text).statements] == types


@settings(max_examples=200)
@given(TEXTS | st.text(max_size=80), LANGUAGES)
def test_every_part_of_a_statement_is_words_of_the_text(reader, text, language):
    for statement in read(reader, language, text).statements:
        assert statement.content
        for role in (statement.source, statement.cue, statement.content):
            assert all(span.of(text).strip() for span in role)
            assert all(before.end <= after.start for before, after in pairwise(role))
        if statement.speaker.mention is not None:
            assert statement.speaker.mention.of(text)


@settings(max_examples=100)
@given(TEXTS, LANGUAGES)
def test_the_same_document_is_read_the_same(reader, text, language):
    assert read(reader, language, text) == read(reader, language, text)


@settings(max_examples=200)
@given(TEXTS, LANGUAGES)
def test_a_statement_stands_in_one_that_holds_it_and_never_in_itself(reader, text, language):
    statements = {s.id: s for s in read(reader, language, text).statements}
    assert list(statements) == [f"s{number}" for number in range(1, len(statements) + 1)]
    for statement in statements.values():
        if statement.within is not None:
            outer = statements[statement.within]
            assert outer is not statement
            assert outer.content[0].start <= statement.content[0].start
            assert statement.content[-1].end <= outer.content[-1].end


@settings(max_examples=100)
@given(TEXTS)
@example("– “ — — Ружина — me he they")  # a dash opens what somebody says, too
def test_direct_words_stand_in_marks_and_indirect_ones_do_not(reader, text):
    marks, dashes = '“”«»„"‘’', "-–—―"
    for statement in read(reader, "en", text).statements:
        said = "".join(span.of(text) for span in statement.content)
        line = text[: statement.content[0].start].rpartition("\n")[2] + said
        if statement.type == "direct":
            assert any(mark in said for mark in marks) or line.lstrip().startswith(tuple(dashes))


@settings(max_examples=50)
@given(st.text(max_size=200), st.sampled_from(["xx", "de", "pl"]))
def test_an_unknown_language_has_an_empty_reading(reader, text, language):
    assert read(reader, language, text).statements == ()


@pytest.mark.parametrize(
    ("language", "text", "age"),
    [
        pytest.param("en", "Her son Daniel, 12, said that they came at night.", 12, id="en: after the name"),
        pytest.param("es", "Daniel, de 12 años, dijo que llegaron de noche.", 12, id="es: after the name"),
        pytest.param("ru", "Данила, 12 лет, добавил, что они пришли ночью.", 12, id="ru: after the name"),
        pytest.param("uk", "Її син Данило, 12 років, додав: «Вони прийшли вночі».", 12, id="uk: after the name"),
        pytest.param(
            "uk", "Данило, 12 років, додав, що вони прийшли вночі.", 12, id="uk: a name that ends like a verb"
        ),
        pytest.param("ru", "Данила, 62 года, добавил, что они пришли ночью.", 62, id="ru: no minor"),
    ],
)
def test_who_is_under_eighteen_is_marked_wherever_the_age_stands(reader, language, text, age):
    (statement,) = read(reader, language, text).statements
    assert statement.speaker.age == age
    assert ("minor" in statement.speaker.circumstances) == (age < 18)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        pytest.param(
            "uk", "Як пише «Зарінський листок», міст закрили ще в неділю через тріщину.", "Зарінський листок", id="uk"
        ),
        pytest.param("ru", "Как сообщает «Заринский листок», мост закрыт.", "Заринский листок", id="ru"),
    ],
)
def test_an_outlet_in_marks_has_its_whole_name(reader, language, text, name):
    (statement,) = read(reader, language, text).statements
    assert (statement.speaker.name, statement.speaker.kind) == (name, "outlet")


PAGES = {
    "en": "The bridge at Lindmark is closed, Marta Olden said on Monday. “We had no money,” the mayor added.\n"
    "According to another of the drivers, nobody was warned. He had waited since dawn.",
    "es": "El puente de Lindar está cerrado, dijo la alcaldesa Marta Oliva. «No había dinero», añadió la alcaldesa.\n"
    "Según otro de los conductores, nadie avisó.",
    "ru": "Мост в Линдаре закрыт, сообщила в понедельник Марта Олина. «Денег не было», — добавила мэр.\n"
    "По словам другого водителя, никого не предупредили.",
    "uk": "Міст у Ліндарі закрито, повідомила в понеділок Марта Оліна. «Грошей не було», — додала мерка.\n"
    "За словами іншого водія, нікого не попередили.",
}


@pytest.mark.parametrize("language", PAGES)
def test_who_says_what_on_a_page(reader, language):
    text = PAGES[language]
    said = [
        ("".join(span.of(text) for span in one.content), one.speaker.name)
        for one in read(reader, language, text).statements
    ]
    assert len(said) == 3
    assert all(name and name.startswith("Мар" if language in ("ru", "uk") else "Marta") for _, name in said[:2])
    assert said[2][1] is None, "another driver is nobody whom the page names"


def test_every_statement_says_who_read_it(reader):
    found = read(reader, "en", PAGES["en"]).statements
    assert {statement.reader for statement in found} == {reader.name}


def test_furniture_says_nothing(reader):
    text = "Menu: “Buy now,” said Ana Ruiz.\n" + PAGES["en"]
    line = text.index("\n")
    found = read(reader, "en", text, furniture=(Span(0, line),)).statements
    assert len(found) == 3
    assert all(span.start > line for one in found for span in one.content)


def _record(name, language):
    reader = GrammarReader() if name == "grammar" else best_reader()
    document = Document("d1", PAGES[language], language=language)
    return json.dumps(record("x", document, reader.read(document)), ensure_ascii=False)


def test_a_page_is_read_the_same_alone_in_company_and_in_another_process(reader):
    name = reader.name.split()[0]
    alone = [_record(name, language) for language in PAGES]
    backwards = [_record(name, language) for language in reversed(PAGES)]
    assert backwards[::-1] == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_record, [name] * len(PAGES), PAGES)) == alone


def test_without_weights_the_grammar_reads(monkeypatch, tmp_path):
    assert not weights.installed(tmp_path)
    monkeypatch.setattr(weights, "installed", lambda: False)
    assert best_reader().name == GrammarReader.name
