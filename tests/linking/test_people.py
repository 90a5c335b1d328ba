from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking import Appearance, Judgement, clusters, conflicts, name_key, same_by_rule


@pytest.mark.parametrize(
    ("name", "other"),
    [
        pytest.param("Антон Беляев", "АНТОН  БЕЛЯЕВ ", id="case and spaces"),
        pytest.param("Семён Белых", "Семен\u00a0Белых", id="ё and a hard space"),
        pytest.param("Олена Дар’єва", "Олена Дарʼєва", id="apostrophes"),
        pytest.param("José Núñez", "Jose\u0301 Nu\u0301n\u0303ez", id="composed or not"),
        pytest.param("Анна-Мария Лугова", "Анна\u2011Мария Луго\u00adва", id="hyphens, soft hyphen"),
        pytest.param("Вера Николаевна Луговая", "Вера Николаевна луговая", id="patronymic and surname"),
        pytest.param("Berta Salas y Prado", "Berta Salas Y Prado", id="y is no initial"),
        pytest.param("김 철수", "김 철수", id="one letter of a script without capitals"),
    ],
)
def test_spellings_of_one_full_name_have_one_key(name, other):
    assert name_key(name) == name_key(other) is not None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        pytest.param("Антон Беляев", "Anton Beliaev", id="two scripts"),
        pytest.param("Антон Беляев", "Беляев Антон", id="order"),
        pytest.param("Антон Беляев", "Антон Сергеевич Беляев", id="one more part"),
        pytest.param("José Núñez", "José Nunez", id="accents"),
    ],
)
def test_different_spellings_have_different_keys(name, other):
    assert name_key(name) != name_key(other)


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "Антон",
        "А. Беляев",
        "А Беляев",
        "Антон Б.",
        "Anton B Carver",
        "Y Carver",
        "Anton Cаrver",  # its second а is Cyrillic
        "Антон Carver",
        "Anton 2",
        "Anton Carver²",
        "Anton -Carver",
        "Віра Іллінична",
        "Anton “Fox” Carver",
        "Вера Николаевна",
        "Николаевна Вера",
        "ВЕРА НИКОЛАЕВНА",
        "Веры Николаевны",
        "Вере Никола\u0301евне",
        "Антоном Сергеевичем",
        "Антон Ильич",
        "Вера Никитична",
        "Віра Миколаївна",
        "Вірі Іванівні",
        "Андрій Сергійович",
        "Віра Кузьмінічна",
        "Vera Nikolayevna",
        "Vera Nikoláyevna",
        "Vira Mykolaivna",
        "Vira Mykolaïvna",
        "Vera Nikitichna",
        "Anton Sergeyevich",
        "Anton Sergeevitch",
        "Andrii Serhiyovych",
    ],
)
def test_a_name_that_joins_nobody_by_itself(name):
    assert name_key(name) is None


@given(st.text(), st.text())
def test_a_key_is_its_own_key(first, last):
    key = name_key(f"{first} {last}")
    assert key is None or name_key(key) == key


ONE = Appearance("a", "Антон Беляев", "named", 24, (), "d1")
TWO = Appearance("b", "АНТОН БЕЛЯЕВ", "named", 25, (), "d2")


def test_the_rule_says_why_it_joins():
    why = "the same full name in two documents, “АНТОН БЕЛЯЕВ” and “Антон Беляев”, ages 24 and 25; nothing conflicts"
    assert same_by_rule(ONE, TWO) == same_by_rule(TWO, ONE) == why
    assert same_by_rule(ONE, replace(TWO, name=ONE.name, age=None)) == (
        "the same full name in two documents, “Антон Беляев”; nothing conflicts"
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(TWO, name="Антон Белов"), id="another name"),
        pytest.param(replace(TWO, name=None), id="no name"),
        pytest.param(replace(TWO, kind="outlet"), id="an outlet"),
        pytest.param(replace(TWO, age=26), id="two years older"),
        pytest.param(replace(TWO, age=22), id="two years younger"),
        pytest.param(replace(TWO, age=None, circumstances=("minor",)), id="a minor and a grown-up"),
        pytest.param(replace(TWO, document="d1"), id="two speakers of one document"),
    ],
)
def test_the_rule_does_not_join(other):
    assert same_by_rule(ONE, other) is None
    assert same_by_rule(other, ONE) is None


appearances = st.builds(
    Appearance,
    st.uuids(),
    st.sampled_from([None, "Антон Беляев", "антон беляев", "Anton Beliaev", "Вера Николаевна", "A. Carver", "Ann"]),
    st.sampled_from(["named", "unnamed", "outlet"]),
    st.none() | st.integers(10, 22),
    st.sets(st.sampled_from(["minor", "captivity"])),
    st.sampled_from(["d1", "d2"]),
)


@given(appearances, appearances)
def test_the_rule_is_the_same_both_ways(a, b):
    assert same_by_rule(a, b) == same_by_rule(b, a)


def judge(pair, verdict="same", entry=0):
    return Judgement(pair[0], pair[1], verdict, entry)


@pytest.mark.parametrize(
    ("judgements", "joined", "against"),
    [
        pytest.param([], {}, (), id="none"),
        pytest.param([judge("cb"), judge("ab")], {"a": "a", "b": "a", "c": "a"}, (), id="through a third"),
        pytest.param([judge("ab"), judge("ba", "different", 1)], {"a": "a", "b": "b"}, (), id="parted since"),
        pytest.param([judge("ab", "different"), judge("ba", entry=1)], {"a": "a", "b": "a"}, (), id="joined since"),
        pytest.param([judge("ab"), judge("ab", "unsure", 1)], {"a": "a", "b": "b"}, (), id="doubted since"),
        pytest.param(
            [judge("ab"), judge("bc"), judge("ca", "different")],
            {"a": "a", "b": "a", "c": "a"},
            (("a", "c"),),
            id="different, and joined through a third",
        ),
        pytest.param([judge("ab"), judge("ab", "different")], {"a": "a", "b": "b"}, (), id="one entry, two verdicts"),
    ],
)
def test_persons_are_what_the_judgements_join(judgements, joined, against):
    assert clusters(judgements) == joined
    assert conflicts(judgements) == against


def test_an_appearance_is_not_judged_against_itself():
    with pytest.raises(ValueError, match="entry 4 judges a against itself"):
        judge("aa", entry=4)


ids = st.integers(0, 7).map(lambda n: UUID(int=n))
judgement_lists = st.lists(
    st.tuples(ids, ids, st.sampled_from(["same", "same", "different", "unsure"]), st.integers(0, 20))
    .filter(lambda fields: fields[0] != fields[1])
    .map(lambda fields: Judgement(*fields))
)


@given(judgement_lists, st.randoms(use_true_random=False))
def test_persons_do_not_depend_on_the_order_of_judgements_or_of_a_pair(judgements, random):
    other = [
        replace(j, a=j.b, b=j.a) if random.random() < 0.5 else j for j in random.sample(judgements, len(judgements))
    ]
    assert clusters(other) == clusters(judgements)
    assert conflicts(other) == conflicts(judgements)


@given(judgement_lists)
def test_a_person_is_the_smallest_id_that_a_chain_of_judgements_reaches(judgements):
    latest = {}
    for j in sorted(judgements, key=lambda j: (j.entry, ["same", "unsure", "different"].index(j.verdict))):
        latest[frozenset([j.a, j.b])] = j.verdict
    reached = {one: {one} for j in judgements for one in (j.a, j.b)}
    for _ in reached:
        for pair, verdict in latest.items():
            if verdict == "same":
                a, b = pair
                reached[a] = reached[b] = reached[a] | reached[b]
    for _ in reached:
        reached = {one: set().union(*(reached[other] for other in found)) for one, found in reached.items()}
    assert clusters(judgements) == {one: min(found) for one, found in reached.items()}
    assert set(conflicts(judgements)) == {
        tuple(sorted(pair))
        for pair, verdict in latest.items()
        if verdict == "different" and min(reached[min(pair)]) == min(reached[max(pair)])
    }
