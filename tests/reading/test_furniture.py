import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.furniture import find_furniture

BODY = "The mayor said on Monday that the bridge would stay closed until the water went down."


def furniture(*lines):
    text = "\n\n".join(lines)
    return [span.of(text) for span in find_furniture(text)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Home / World / North", id="trail of sections"),
        pytest.param("Dayline, 6 March 2023, 10:22", id="outlet and date"),
        pytest.param("Понедельник, 6 марта 2023, 10:22", id="weekday and date"),
        pytest.param("1 204", id="counter"),
        pytest.param("3 хв читати", id="reading time"),
        pytest.param("By Ana Robles and Petro Hai", id="by-line"),
        pytest.param("Автор: Пётр Гай", id="by-line with a colon"),
        pytest.param("The bridge at Lissa / photo T. Orm", id="caption"),
        pytest.param("Мост в Лиссе. Фото: Северная Линия", id="caption with a label"),
        pytest.param("T. Orm/AFP", id="credit of a picture"),
        pytest.param("https://dayline.example/2023/bridge", id="address"),
        pytest.param("Lee también: Vuelve el transbordador", id="read also"),
        pytest.param("Подписывайтесь на наш канал в Telegram", id="subscribe"),
        pytest.param("Якщо ви помітили помилку, виділіть її та натисніть Ctrl+Enter", id="mistake"),
        pytest.param("We use cookies to make this page better for you.", id="cookies"),
        pytest.param("© 2023 Dayline. All rights reserved.", id="rights"),
    ],
)
def test_what_pages_print_around_an_article_is_furniture(line):
    assert furniture("Bridge closed for repairs", line, BODY, BODY + " Nobody asked why.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Source: Canal Meseta", id="a credit"),
        pytest.param("Джерело: Північна лінія", id="a credit in Ukrainian"),
        pytest.param("“Share this with everyone you know”, he said.", id="words that a button has too"),
        pytest.param("Главный редактор газеты заявил, что ничего не знает.", id="an editor who speaks"),
        pytest.param("— Нет, — сказал он.", id="a line of speech"),
        pytest.param("On 6 March 2023 she told the court that she had seen nothing.", id="a sentence with a date"),
        pytest.param("“Photographs were taken from us, and phones too,” she said / and wept.", id="a slash"),
        pytest.param("Follow the money, the witness said.", id="an imperative in speech"),
    ],
)
def test_what_somebody_says_is_not(line):
    assert furniture("Bridge closed for repairs", BODY, line, BODY + " Nobody asked why.") == []


def test_what_follows_a_heading_of_comments_is_not_the_article():
    comments = ["Comments (2)", "I was there and saw nothing.", "He lies, said my neighbour."]
    assert furniture("Bridge closed", BODY, BODY[:50], BODY[10:], *comments) == comments


def test_headlines_under_read_also_end_where_the_article_goes_on():
    also = ["Читайте также", "Паром снова ходит", "Мэр Лиссы ушёл в отставку"]
    assert furniture("Мост закрыт", "Мэр сказал, что мост закрыт.", *also, "Он добавил, что вода спадает.") == also


def test_a_copy_of_the_article_run_together_is_furniture_with_what_stands_above_it():
    paragraphs = [
        f"Paragraph {n}: the witness number {n} said that nobody had told them anything at all." for n in range(6)
    ]
    copy = "".join(paragraphs)
    assert furniture("Bridge closed for repairs", copy, "Bridge closed for repairs", *paragraphs) == [
        "Bridge closed for repairs",
        copy,
    ]


def test_a_note_about_the_author_at_the_end_is_furniture():
    note = "Ana Robles is an award-winning journalist and author, known for her work on bridges."
    assert furniture("Bridge closed", BODY, BODY[5:], "Source: Canal Meseta", note) == [note]
    assert furniture("Bridge closed", BODY, note.replace("journalist", "“journalist”"), BODY[5:]) == []


def test_a_text_is_not_all_furniture():
    assert furniture("Share", "Comments") == []


@given(st.text(st.sampled_from("aБ1 .:/©\n“—фото")) | st.text())
def test_furniture_is_whole_lines_in_order(text):
    end = -1
    for span in find_furniture(text):
        assert span.start > end
        assert "\n" not in span.of(text)
        assert text[: span.start].rpartition("\n")[2].strip() == ""
        end = span.end
