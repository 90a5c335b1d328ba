import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.dates import iso_date, printed_dates, url_date


@pytest.mark.parametrize(
    ("line", "language", "values"),
    [
        pytest.param("March 6, 2023", "en", ["2023-03-06"], id="month first"),
        pytest.param("Updated 6th March 2023 at 9:47 pm", "en", ["2023-03-06T21:47"], id="with time"),
        pytest.param("6 de marzo de 2023 a las 09:47", "es", ["2023-03-06T09:47"], id="Spanish"),
        pytest.param("09:20, 12 декабря 2020 г.", "ru", ["2020-12-12T09:20"], id="time first"),
        pytest.param("П'ятниця, 6 листопада 2020, 17:41", "uk", ["2020-11-06T17:41"], id="Ukrainian"),
        pytest.param("06.11.2020", "uk", ["2020-11-06"], id="numbers"),
        pytest.param("11/6/2020", "en", [], id="numbers that could be read both ways"),
        pytest.param("11/26/2020", "en", ["2020-11-26"], id="numbers that could not"),
        pytest.param("2020-11-06", None, ["2020-11-06"], id="ISO"),
        pytest.param("marzo de 2023", "es", ["2023-03"], id="no day is added"),
        pytest.param("2 окт 2020 | 3 окт 2020", "ru", ["2020-10-02", "2020-10-03"], id="two"),
        pytest.param("99.99.2020, 1 of 3, 12:30", "en", [], id="no dates"),
    ],
)
def test_printed_dates(line, language, values):
    assert [date.value for date in printed_dates(line, language)] == values


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2022", "2022"),
        ("2022-03", "2022-03"),
        ("20220306", "2022-03-06"),
        ("2022-03-06T10:00:00.123Z", "2022-03-06T10:00:00Z"),
        ("2022-03-06 10:00 +0200", "2022-03-06T10:00+02:00"),
        ("2022-13-01", None),
        ("yesterday", None),
    ],
)
def test_dates_in_iso_form_keep_their_precision(value, date):
    assert iso_date(value) == date


def test_a_date_in_an_address():
    assert url_date("https://x.example/2023/03/name") == "2023-03"
    assert url_date("https://x.example/article-2023") is None


@given(st.text())
def test_dates_stand_where_they_are_said_to(line):
    for date in printed_dates(line, "en"):
        assert line[date.start : date.end].strip()
