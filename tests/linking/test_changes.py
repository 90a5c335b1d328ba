import pytest

from firsthand.linking.changes import changes
from firsthand.trunk import weights
from tests.linking.tellings import told

pytestmark = pytest.mark.skipif(not weights.linking_installed(), reason="the weights are not installed")


def between(a, b):
    return [(each.kind, each.before, each.after) for each in changes(told(*a), told(*b))]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            ("First they took our telephones and then they handed out rifles.", "en"),
            ("Сначала у нас забрали телефоны, а потом раздали автоматы.", "ru"),
        ),
        (
            ("Нас привезли ночью, было около тридцати человек.", "ru"),
            ("Nos trajeron de noche, unas treinta personas.", "es"),
        ),
        (("We saw three of them near the bridge.", "en"), ("Мы видели троих у моста.", "ru")),
        (("They took our phones.", "en"), ("They took our phones.", "en")),
    ],
)
def test_of_a_faithful_telling_nothing_is_said(a, b):
    assert between(a, b) == []
    assert between(b, a) == []


@pytest.mark.parametrize(
    ("a", "b", "change"),
    [
        (
            ("There were twenty-three of us in the cellar.", "en"),
            ("Нас в подвале было тридцать три.", "ru"),
            ("number", "twenty-three", "тридцать три"),
        ),
        (
            ("Нас там було двадцять троє.", "uk"),
            ("Éramos treinta y tres allí.", "es"),
            ("number", "двадцять троє", "treinta y tres"),
        ),
        (
            ("We saw more than thirty of them near the bridge.", "en"),
            ("Vimos a treinta cerca del puente.", "es"),
            ("number", "more than thirty", "treinta"),
        ),
        (
            ("We saw about thirty of them near the bridge.", "en"),
            ("Vimos a más de treinta cerca del puente.", "es"),
            ("number", "about thirty", "más de treinta"),
        ),
        (
            ("We were not told where the lorries were going.", "en"),
            ("Нам сказали, куда едут грузовики.", "ru"),
            ("negation lost", "not", ""),
        ),
        (
            ("Nos pagaron durante tres meses.", "es"),
            ("Нам не платили три месяца.", "ru"),
            ("negation gained", "", "не"),
        ),
        (
            ("Perhaps nobody came to the river that night.", "en"),
            ("Этой ночью к реке никто не пришёл.", "ru"),
            ("hedge lost", "Perhaps", ""),
        ),
        (
            ("Nadie vino al río aquella noche.", "es"),
            ("Можливо, тієї ночі до річки ніхто не прийшов.", "uk"),
            ("hedge gained", "", "Можливо"),
        ),
        (
            ("Нас привезли в Стрежень ночью.", "ru"),
            ("We were brought to Lugovoye at night.", "en"),
            ("name", "Стрежень", "Lugovoye"),
        ),
        (
            ("Мы спали в подвале школы.", "ru"),
            ("They slept in the cellar of the school.", "en"),
            ("person", "Мы", "They"),
        ),
        (("Dormíamos en el sótano.", "es"), ("They slept in the cellar.", "en"), ("person", "Dormíamos", "They")),
        (
            (
                "First they took our phones, then they handed out rifles, and the lorries waited behind the school.",
                "en",
            ),
            ("Сначала у нас забрали телефоны, потом раздали автоматы.", "ru"),
            ("dropped", "and the lorries waited behind the school.", ""),
        ),
        (
            ("Сначала у нас забрали телефоны.", "ru"),
            ("First they took our telephones, and behind the school the lorries were already waiting.", "en"),
            ("added", "", "and behind the school the lorries were already waiting."),
        ),
    ],
)
def test_across_languages(a, b, change):
    assert between(a, b) == [change]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("We slept, and nobody asked our names.", "We slept.", [("dropped", "and nobody asked our names", "")]),
        ("We were brought to the bridge.", "We were brought to the old bridge.", [("added", "", "old")]),
        ("We were brought to the bridge.", "We were driven to the bridge.", [("reworded", "brought", "driven")]),
        ("Perhaps they paid us for three months.", "They paid us for three months.", [("hedge lost", "Perhaps", "")]),
        ("They never paid us.", "They paid us.", [("negation lost", "never", "")]),
        ("They paid us.", "They never paid us.", [("negation gained", "", "never")]),
        (
            "Two stood there, then Levchenko came.",
            "Two stood there, then Sokolenko came.",
            [("name", "Levchenko", "Sokolenko")],
        ),
        ("We were 23 in the cellar.", "We were 33 in the cellar.", [("number", "23", "33")]),
    ],
)
def test_word_by_word_in_one_language(before, after, change):
    assert between((before, "en"), (after, "en")) == change


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"cue": "говорит", "language": "ru"}, {"cue": "has assured", "language": "en"}, "cue"),
        ({"cue": "reconoció", "language": "es"}, {"cue": "said", "language": "en"}, "cue"),
        ({"type": "indirect", "language": "ru"}, {"type": "direct", "language": "ru"}, "marks gained"),
        ({"type": "mixed", "language": "ru"}, {"type": "indirect", "language": "ru"}, "marks lost"),
    ],
)
def test_how_it_is_told(before, after, change):
    words = {
        "ru": "Сначала у нас забрали телефоны.",
        "en": "First they took our telephones.",
        "es": "Primero nos quitaron los teléfonos.",
    }
    found = changes(told(words[before["language"]], **before), told(words[after["language"]], **after))
    assert [each.kind for each in found] == [change]
    if change == "cue":
        assert (found[0].before, found[0].after) == (before["cue"], after["cue"])


def test_where_the_words_stand():
    before, after = "Perhaps 23 of us were brought to the bridge.", "33 of us were brought to the old bridge."
    found = changes(told(before, "en"), told(after, "en"))
    assert {each.kind for each in found} == {"hedge lost", "number", "added"}
    for each in found:
        assert " … ".join(span.of(before) for span in each.here) == each.before
        assert " … ".join(span.of(after) for span in each.there) == each.after
