import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking.names import PROPOSE, blocks, compare


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Антон Беляев", "Anton Belyaev"),
        ("Антон Беляев", "Беляев Антон Ильич"),
        ("Антон Беляев", "Антон Бєляєв"),
        ("Антона Беляева", "Anton Beliaev"),
        ("Галина Стельмашенко", "Halyna Stelmashenko"),
        ("Сэмюэл Трелкелд", "Samuel Threlkeld"),
        ("Рамиро Куэвас", "Ramiro Cuevas"),
        ("Ivan Chruschtschow", "Иван Хрущёв"),
        ("A. Belyaev", "Антон Беляев"),
        ("William Oldenkott", "Bill Oldenkott"),
        ("José Lozano", "Jose Lozano"),
        ("Пётр Ильин", "Петро Ільїн"),
        pytest.param("Ben Oldenkott", "Benjamin Oldenkott", id="Ben is no son of"),
        pytest.param("Al Rauter", "Albert Rauter", id="Al is no article"),
        pytest.param("Al Ubaidi Omar", "Omar al-Ubaidi", id="Al before a surname"),
        pytest.param("al-Ubaidi Omar", "Омар Аль-Убайди", id="al- is one"),
        ("Галина Лучик", "Halyna Luchyk"),
        ("Джо Линдмарк", "Joseph Lindmark"),
        ("Билл Уэнлок", "William Wenlock"),
        ("Юсуф Линдмарк", "Youssef Lindmark"),
        ("Чжан Цзиньлин", "Zhang Jinling"),
        ("Юй Ван", "Wang Yu"),
        ("贝拉克·奥拉马", "Barack Orama"),
        ("سمير بوطين", "Samir Boutin"),
        ("Tschaikowski Pjotr", "Пётр Чайковский"),
        pytest.param("Oleg Varnok", "Oleg Varnel", id="two letters by a slip"),
        pytest.param("Майклом Линдмарк", "Michael Lindmark", id="a listed first name in another case"),
        pytest.param("Майкла Белова", "Michael Belov", id="declined as a whole"),
    ],
)
def test_one_name_in_two_spellings_is_proposed(a, b):
    assert compare(a, b).score >= PROPOSE
    assert compare(a, b).reasons
    assert blocks(a) & blocks(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Антон Беляев", "Антон Соколов"),
        ("Anna Belova", "Anna Sokolova"),
        ("Ольга Петровна", "Ольга Петровна Сидорова"),
        ("Ольга Петровна", "Olga Sidorova"),
        ("Петров", "Ольга Петрова"),
        ("Беляев", "Антон Беляев"),
        ("Саша Беляева", "Саша Беляев"),
        ("", "Антон Беляев"),
        ("Al Rauter", "Rauter"),
        ("Rana Lindmark", "Жана Линдмарк"),
        pytest.param("Oleg Varnok", "Oleg Tornok", id="nobody slips twice at the beginning"),
        pytest.param("Oleg Kan", "Oleg Kem", id="two of three letters are no slip"),
        pytest.param("Мария Линдмарк", "Марина Линдмарк", id="a first name is no slip of another"),
        pytest.param("Frederick Oldenkott", "Friedrich Oldenkott", id="three letters, and another sound"),
        ("علي حسن", "Ola Rustam"),
    ],
)
def test_what_is_not_one_full_name_is_not_proposed(a, b):
    assert compare(a, b).score < PROPOSE


def test_two_spellings_of_one_sound_are_nearer_than_a_slip():
    sound, slip = compare("Samir Ladin", "Samir Laden").score, compare("Samir Ladin", "Samir Ladik").score
    assert sound > 0.9 > slip >= PROPOSE


def test_the_reasons_name_the_parts():
    reasons = compare("Anna Belova", "Anna Sokolova").reasons
    assert "“Anna” on both sides" in reasons
    assert any("Belova" in reason and "Sokolova" in reason for reason in reasons)
    assert (
        "“Ольга Петровна” is a first name with a patronymic, no full name"
        in compare("Ольга Петровна", "Olga Sidorova").reasons
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_are_compared_the_same_both_ways(a, b):
    found = compare(a, b)
    assert 0 <= found.score <= 1
    assert found.score == compare(b, a).score
    assert set(found.reasons) == set(compare(b, a).reasons)
    assert found.reasons
    assert compare(a, a).score == 1.0
    assert len(blocks(a)) <= 6


def test_a_name_of_a_hostile_page_takes_no_minutes():
    assert compare("ab" * 20_000, "ku" * 20_000).score < PROPOSE
    assert compare("贝拉克" * 5_000, "barak" * 5_000 + " x").reasons
