"""What a reading of a whole document promises: types, acts, nesting, and that every word of it stands in the text."""

import pytest

from firsthand.reading.grammar import GrammarReader
from firsthand.text import Document, Span

READER = GrammarReader()


def read(language, text, **more):
    return READER.read(Document("d1", text, language=language, **more))


@pytest.mark.parametrize(
    ("language", "text", "acts"),
    [
        pytest.param("en", "Ruiz said that it was closed.", ["speech"], id="said"),
        pytest.param("en", "Ruiz thought that it was closed.", ["thought"], id="thought"),
        pytest.param("en", "“It is closed,” Ruiz thought.", ["speech"], id="thought, in marks: quoted words"),
        pytest.param("en", "Ruiz hopes that it is closed.", ["thought"], id="a hope"),
        pytest.param("en", "According to Ruiz, it was closed.", ["speech"], id="according to"),
        pytest.param("en", "The study shows that it was closed.", ["other"], id="a finding"),
        pytest.param("es", "Ruiz dijo que estaba cerrado.", ["speech"], id="es: dijo"),
        pytest.param("es", "Ruiz cree que está cerrado.", ["thought"], id="es: cree"),
        pytest.param("ru", "Ружина сказала, что мост закрыт.", ["speech"], id="ru: сказала"),
        pytest.param("ru", "Ружина считает, что мост закрыт.", ["thought"], id="ru: считает"),
        pytest.param("uk", "Рута сказала, що міст закрито.", ["speech"], id="uk: сказала"),
        pytest.param("uk", "Рута вважає, що міст закрито.", ["thought"], id="uk: вважає"),
    ],
)  # fmt: skip
def test_speech_is_told_from_thought(language, text, acts):
    assert [statement.act for statement in read(language, text).statements] == acts


@pytest.mark.parametrize(
    ("language", "text", "words", "inside"),
    [
        pytest.param(
            "en", "“He told me that the bridge was closed,” Ruiz said.",
            "the bridge was closed", "“He told me that the bridge was closed,”", id="en: in marks",
        ),
        pytest.param(
            "en", "Ruiz said Holt had promised that he would come.",
            "he would come", "Holt had promised that he would come", id="en: without marks",
        ),
        pytest.param(
            "es", "«Mi hermano dijo que el puente estaba cerrado», contó Ruiz.",
            "el puente estaba cerrado", "«Mi hermano dijo que el puente estaba cerrado»", id="es: in marks",
        ),
        pytest.param(
            "ru", "«Он сказал мне, что мост закрыт», — вспоминает Ружина.",
            "мост закрыт", "«Он сказал мне, что мост закрыт»", id="ru: in marks",
        ),
        pytest.param(
            "uk", "«Він сказав мені, що міст закрито», — згадує Рута.",
            "міст закрито", "«Він сказав мені, що міст закрито»", id="uk: in marks",
        ),
    ],
)  # fmt: skip
def test_a_report_inside_a_report_names_the_statement_that_it_stands_in(language, text, words, inside):
    statements = {s.content[0].of(text): s for s in read(language, text).statements}
    assert statements[words].within == statements[inside].id
    assert statements[inside].within is None


def test_statements_beside_each_other_are_in_none():
    text = "Ruiz said it was closed. Holt said it was open."
    assert [s.within for s in read("en", text).statements] == [None, None]


def test_statements_are_numbered_in_text_order():
    text = "Ruiz said it was closed. “It is open,” said Holt. According to Marek, it rained."
    statements = read("en", text).statements
    assert [s.id for s in statements] == ["s1", "s2", "s3"]
    assert [s.content[0].of(text) for s in statements] == ["it was closed", "“It is open,”", "it rained"]


@pytest.mark.parametrize("language", ["xx", "de", None])
def test_of_a_language_without_a_file_nothing_is_read(language):
    reading = read(language, "“No,” she said.")
    assert reading.statements == ()
    assert reading.credits == ()


def test_furniture_says_nothing():
    text = "Ruiz said the bridge was closed.\nREAD ALSO: “It is all over now,” said Holt"
    reading = read("en", text, furniture=(Span(text.index("READ"), len(text)),))
    assert [s.content[0].of(text) for s in reading.statements] == ["the bridge was closed"]


def test_every_statement_says_which_reader_found_it():
    [statement] = read("en", "“No,” she said.").statements
    assert statement.reader == "grammar 1"


PARAGRAPHS = {
    "en": [
        "Mayor Ana Ruiz said that the bridge was closed.",
        "“It was old,” she said. “It will be built again.”",
        "According to Ivo Marek, a driver from Melk, nobody was hurt.",
        "Petra Holub, 34, told Dayline she had seen “a big cloud” over the river.",
    ],
    "es": [
        "La alcaldesa Ana Ruiz dijo que el puente estaba cerrado.",
        "«Era viejo», explicó Leo Paz, un conductor.",
        "Según la policía, no hubo heridos.",
        "—No pasen —dijo Eva Sanz—. Es peligroso.",
    ],
    "ru": [
        "Мэр Анна Ружина сказала, что мост закрыт.",
        "«Он был очень старый», — сказал Иван Белов, водитель.",
        "По словам полиции, пострадавших нет.",
        "— Не ездите, — сказала Ольга Мирная. — Опасно.",
    ],
    "uk": [
        "Міська голова Олена Рута сказала, що міст закрито.",
        "«Він був дуже старий», — сказав Гнат Дуб, водій.",
        "За словами поліції, постраждалих немає.",
        "— Не їдьте, — сказала Ольга Мирна. — Небезпечно.",
    ],
}


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [pytest.param(language, p, id=f"{language} {n}") for language, ps in PARAGRAPHS.items() for n, p in enumerate(ps)],
)
def test_what_is_said_in_a_paragraph_does_not_depend_on_those_after_it(language, paragraph):
    def said(text):
        return [(s.type, s.act, [span.of(text) for span in s.content]) for s in read(language, text).statements]

    alone = said(paragraph)
    assert alone
    for other in PARAGRAPHS[language]:
        together = said(f"{paragraph}\n{other}")
        assert together == alone + said(other)


def test_of_more_marks_than_prose_has_the_first_are_read():
    said = "“The bridge is closed,” Anna Orel said.\n"
    reading = read("en", said + ". " * 1_000_000 + said)
    assert [statement.speaker.name for statement in reading.statements] == ["Anna Orel"]
    assert "in the first 2,0" in reading.notes[0]
