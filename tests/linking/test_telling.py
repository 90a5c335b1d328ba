import pytest

from firsthand.linking.telling import clauses, vouching
from firsthand.trunk import weights
from tests.linking.tellings import told

pytestmark = pytest.mark.skipif(not weights.linking_installed(), reason="the weights are not installed")


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("en", "There were twenty-three of us.", [(23, "", "twenty-three")]),
        ("en", "There were at least two hundred and fifty.", [(250, "more", "at least two hundred and fifty")]),
        (
            "en",
            "More than 1,200 shells, about thirty litres.",
            [(1200, "more", "More than 1,200"), (30, "about", "about thirty")],
        ),
        ("en", "They drove 3 thousand kilometres.", [(3000, "", "3 thousand")]),
        (
            "es",
            "Éramos unos treinta y cinco, con más de 1.200 proyectiles.",
            [(35, "about", "unos treinta y cinco"), (1200, "more", "más de 1.200")],
        ),
        ("es", "Había casi tres mil casquillos.", [(3000, "about", "casi tres mil")]),
        (
            "ru",
            "Нас двадцать три, а снарядов больше 1 200.",
            [(23, "", "двадцать три"), (1200, "more", "больше 1 200")],
        ),
        (
            "ru",
            "Около двухсот пятидесяти мин, не менее сорока целых.",
            [(250, "about", "Около двухсот пятидесяти"), (40, "more", "не менее сорока")],
        ),
        (
            "uk",
            "Нас двадцять троє, щонайменше двісті мін.",
            [(23, "", "двадцять троє"), (200, "more", "щонайменше двісті")],
        ),
        ("uk", "Було близько тридцяти літрів води.", [(30, "about", "близько тридцяти")]),
    ],
)
def test_numbers_in_words_and_figures_with_their_bounds(language, words, found):
    telling = told(words, language)
    assert [(each.value, each.bound, each.bounded.of(words)) for each in telling.numbers] == found
    assert telling.parts[0].numbers == {each[0] for each in found}


@pytest.mark.parametrize(
    ("language", "words", "hedges", "negations", "first", "third"),
    [
        ("en", "Perhaps we never slept, I think.", ["Perhaps", "I think"], ["never"], ["we", "I"], []),
        ("en", "They would not eat.", [], ["not"], [], ["They"]),
        ("en", "We didn't go.", [], ["didn't"], ["We"], []),
        ("es", "Quizás nosotros nunca dormimos.", ["Quizás"], ["nunca"], ["nosotros", "dormimos"], []),
        ("es", "Ellos no comieron.", [], ["no"], [], ["Ellos"]),
        ("ru", "Возможно, мы никогда не спали.", ["Возможно"], ["никогда", "не"], ["мы"], []),
        ("ru", "Они не ели.", [], ["не"], [], ["Они"]),
        ("uk", "Можливо, ми ніколи не спали.", ["Можливо"], ["ніколи", "не"], ["ми"], []),
        ("uk", "Вони не їли.", [], ["не"], [], ["Вони"]),
    ],
)
def test_hedges_negations_and_persons(language, words, hedges, negations, first, third):
    telling = told(words, language)
    found = (telling.hedges, telling.negations, telling.first, telling.third)
    assert [[span.of(words) for span in spans] for spans in found] == [hedges, negations, first, third]
    assert telling.parts[0].negated == bool(negations)


@pytest.mark.parametrize(
    ("language", "cue", "vouches"),
    [
        ("en", "claimed", "doubtful"),
        ("en", "said", "neutral"),
        ("en", "denied", "denying"),
        ("es", "ha asegurado", "certain"),
        ("es", "reconoció", "admitting"),
        ("ru", "говорит", "neutral"),
        ("ru", "признался", "admitting"),
        ("uk", "запевняє", "certain"),
        ("de", "sagte", None),
        (None, "said", None),
    ],
)
def test_a_cue_vouches_for_the_words(language, cue, vouches):
    assert vouching(cue, language) == vouches


def test_each_sentence_of_several_is_a_part_and_a_name_is_none_that_begins_one():
    telling = told("First they took our telephones. Nobody asked Levchenko, in March. Then it rained.", "en")
    assert len(telling.parts) == 4
    assert [part.names for part in telling.parts] == [("levchenko", "march"), (), ("levchenko", "march"), ()]
    assert [sorted(part.months) for part in telling.parts] == [[3], [], [3], []]
    assert [part.negated for part in telling.parts] == [True, False, True, False]


def test_clauses_cover_the_words_in_order():
    words = "First they took our telephones, then they handed out rifles; nobody asked. Then it rained."
    parts = [span.of(words) for span in clauses(told(words, "en"))]
    assert parts == [
        "First they took our telephones,",
        "then they handed out rifles;",
        "nobody asked.",
        "Then it rained.",
    ]


@pytest.mark.parametrize("words", ["", "…", " — "])
def test_where_there_are_no_words_nothing_is_compared(words):
    telling = told(words, "en")
    assert (telling.parts, telling.tokens, telling.sentences) == ((), (), ())


def test_only_a_named_speaker_has_a_name():
    assert told("It rained.", "en", speaker="Vera Lugovaya").named == "Vera Lugovaya"
    assert told("It rained.", "en", speaker="Dayline", kind="outlet").named is None
