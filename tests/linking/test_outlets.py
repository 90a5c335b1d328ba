import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking.outlets import compare_outlets, same_outlet


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Reuters", "агентство Рейтер"),
        ("EFE", "https://www.efe.com/mundo/1"),
        ("The New York Times", "NYT"),
        ("Українська правда", "pravda.com.ua"),
        ("Canal Meseta", "canalmeseta.example"),
        ("Северная линия", "Severnaya Liniya"),
        ("Точка", "Tochka"),
        ("Вестовой", "Вєстовой"),
        ("Lindmark Radio", "Радио «Линдмарк»"),
        ("El Faro", "Эль Фаро"),
        ("Dayline", "www.dayline.example"),
        ("«Зарінський листок»", "Зарінський листок"),
    ],
)
def test_one_outlet_in_two_spellings(a, b):
    assert same_outlet(a, b)
    assert same_outlet(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Reuters", "AP"),
        ("Interfax", "Interfax-Ukraine"),
        ("RBC", "РБК-Україна"),
        ("El Mundo", "El País"),
        ("Dayline", "Daily Line"),
        ("Lindmark Post", "Lindmark Times"),
        ("Стрежень", "Вестовой"),
        ("dayline.example", "dayland.example"),
        ("Стрежень", "Стержень"),
        ("Dayline", "Daylane"),
        ("", "Dayline"),
        ("Канал", "Газета"),
    ],
)
def test_two_outlets(a, b):
    assert not same_outlet(a, b)


def test_the_reason_is_told():
    assert compare_outlets("Рейтерс", "reuters.com").reasons == ("the table of outlets has both as Reuters",)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_are_compared_the_same_both_ways(a, b):
    assert compare_outlets(a, b) == compare_outlets(b, a)
    assert 0 <= compare_outlets(a, b).score <= 1
    assert same_outlet(a, a) or not any(c.isalnum() for c in a)
