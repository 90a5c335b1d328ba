from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking.echoes import ECHO, SURE, echo, same_name, standing
from firsthand.trunk import weights
from tests.linking.tellings import told

needs_weights = pytest.mark.skipif(not weights.linking_installed(), reason="the weights are not installed")

OURS = "They took our phones first, and then they handed out rifles."
THEIRS = "Сначала у нас забрали телефоны, а потом раздали автоматы."


@needs_weights
@pytest.mark.parametrize(
    ("words", "language"),
    [
        (THEIRS, "ru"),
        ("Спочатку в нас забрали телефони, а потім роздали автомати.", "uk"),
        ("Primero nos quitaron los teléfonos y luego repartieron fusiles.", "es"),
    ],
)
def test_a_translation_is_an_echo_the_same_both_ways(words, language):
    a, b = told(OURS, "en"), told(words, language)
    there, back = echo(a, b), echo(b, a)
    assert there.score == back.score >= ECHO
    assert there.reasons == back.reasons
    assert there.reasons[0].startswith("the same meaning, ")


@needs_weights
@pytest.mark.parametrize("words", ["Мост закрыли на ремонт до весны.", "В деревне ещё осенью не было хлеба.", "", "…"])
def test_other_words_are_none(words):
    found = echo(told(OURS, "en"), told(words, "ru"))
    assert found is None or (found.score < ECHO and found.changes == ())


@needs_weights
def test_the_speaker_decides():
    a, b = told(OURS, "en", speaker="Anton Belyaev"), told(THEIRS, "ru", speaker="Антон Беляев")
    nobody, other = told(THEIRS, "ru"), told(THEIRS, "ru", speaker="Глеб Соколов")
    assert echo(a, b).score > echo(a, nobody).score >= ECHO > echo(a, other).score
    assert "the same speaker, “Anton Belyaev” and “Антон Беляев”" in echo(a, b).reasons
    assert "different speakers, “Anton Belyaev” and “Глеб Соколов”" in echo(a, other).reasons


@needs_weights
def test_other_numbers_speak_against_it():
    a = told("Twenty-three of us slept in the cellar of the school.", "en")
    same, other = (told(f"Мы спали в подвале школы, нас было {n}.", "ru") for n in ("двадцать три", "сорок восемь"))
    assert echo(a, same).score > echo(a, other).score
    assert "the same numbers" in echo(a, same).reasons
    assert "different numbers" in echo(a, other).reasons


@needs_weights
def test_a_stitched_and_a_shortened_quotation_are_echoes():
    whole = told("They took our phones first. Nobody asked our names. Then the lorries came from the north.", "en")
    stitched = told("Сначала у нас забрали телефоны. Потом с севера пришли грузовики.", "ru")
    shortened = told("Потом с севера пришли грузовики.", "ru")
    assert echo(whole, stitched).score >= ECHO
    assert echo(whole, shortened).score >= ECHO


@needs_weights
def test_what_changed_is_told_of_the_second():
    a, b = told("Perhaps nobody came to the river that night.", "en"), told("Этой ночью к реке никто не пришёл.", "ru")
    assert [each.kind for each in echo(a, b).changes] == ["hedge lost"]
    assert [each.kind for each in echo(b, a).changes] == ["hedge gained"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Антон Беляев", "Anton Beliaev", "same"),
        ("Беляев", "Anton Belyaev", "same"),
        ("Anna Belyaeva", "Anton Belyaev", "different"),
        ("Глеб Соколов", "Anton Belyaev", "different"),
        (None, "Anton Belyaev", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_names_of_speakers(a, b, same):
    assert same_name(a, b) == same_name(b, a) == same


def test_a_neighbour_gives_way_to_the_best_and_what_is_sure_stands_anyway():
    found = [("a", "x", 0.98), ("a", "y", 0.7), ("b", "y", 0.9), ("c", "z", 0.5), ("d", "x", SURE)]
    assert standing(found) == [("b", "y", 0.9), ("d", "x", SURE)]
    assert standing([("a", "x", SURE), ("a", "y", SURE)]) == [("a", "x", SURE), ("a", "y", SURE)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.floats(0, 1)), max_size=5))
def test_the_order_of_what_was_found_changes_nothing(found):
    kept = {frozenset(standing(order)) for order in permutations(found)}
    assert len(kept) == 1
    for one, other, score in kept.pop():
        assert score >= ECHO
        assert score >= SURE or score == max(each for a, b, each in found if a == one or b == other)
