import pytest

from firsthand.reading.identify import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("He said no.", "en", id="three words"),
        pytest.param("Los soldados dijeron que no querían venir.", "es", id="Spanish"),
        pytest.param("Солдат сказал, что не хотел сюда идти.", "ru", id="Russian"),
        pytest.param("Солдат сказав, що не хотів сюди йти.", "uk", id="Ukrainian"),
        pytest.param("Салдат сказаў, што не хацеў сюды ісці, і заплакаў.", "be", id="not Ukrainian but Belarusian"),
        pytest.param("Войникът каза, че не е искал да дойде тук.", "bg", id="not Russian but Bulgarian"),
        pytest.param("O soldado disse que não queria vir para cá.", "pt", id="not Spanish but Portuguese"),
        pytest.param("Der Soldat sagte, dass er nicht kommen wollte.", "de", id="no reader's language"),
        pytest.param("兵士は来たくなかったと言った。", "ja", id="other letters"),
        pytest.param("«Мы из Associated Press и The New York Times», — сказал он, но не поверили.", "ru", id="mixed"),
        pytest.param("12:30 — 14:00", None, id="no words"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_text_is_in_its_language(text, language):
    assert identify(text) == language


def test_what_the_page_says_counts_where_the_words_leave_it_open():
    assert identify("Dayline", "uk") == "uk"
    assert identify("The man said that he did not know what it was for.", "uk") == "en"
