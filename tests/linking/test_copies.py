from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking.copies import LONG, copied, translated
from firsthand.linking.page import Page, Told
from firsthand.linking.passages import Words

STORY = (
    "The ferry stopped in the middle of the river, and the captain, who had slept badly, told everybody on board "
    "that the engine was older than he was and that nobody had ever been paid to look after it."
)
OTHER = "Elsewhere the market opened late, as it does on every second Thursday of a month with no holiday in it. "


def _page(name: str, language: str, count: int) -> Page[str]:
    told = tuple(Told(f"{name}{n}", name, language, "…", "direct", None, "unknown", "") for n in range(count))
    return Page(name, (), None, language, None, "2026-04-01T00:00:00Z", statements=told)


def test_a_text_is_a_copy_under_another_headline_and_cut() -> None:
    share, passages = copied(Words(STORY), Words(f"Engine trouble again\n\n{STORY[:140]}\n{OTHER}"))
    assert 0.5 < share < 1
    assert [one.here.of(STORY) for one in passages] == [STORY[: passages[0].here.end]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OTHER, id="another text"),
        pytest.param(f"{OTHER * 3}{STORY[:70]}{OTHER}", id="one clause, quoted"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_text_is_no_copy(text: str) -> None:
    long = " ".join(f"word{n}" for n in range(80))
    assert copied(Words(f"{STORY} {long}"), Words(f"{text} {' '.join(f'other{n}' for n in range(90))}")) == (0.0, ())


def test_a_long_passage_is_copied_however_long_the_texts_are() -> None:
    passage = " ".join(f"shared{n}" for n in range(LONG))
    ours, theirs = (" ".join(f"{who}{n}" for n in range(900)) for who in ("our", "their"))
    share, passages = copied(Words(f"{ours} {passage}"), Words(f"{passage} {theirs}"))
    assert share > 0
    assert [one.words for one in passages] == [LONG]


@given(st.permutations([*STORY.split(". "), *OTHER.split(", ")]))
def test_a_copy_is_one_from_both_sides(parts: list[str]) -> None:
    a, b = Words(STORY + OTHER), Words(" ".join(parts))
    assert copied(a, b)[0] == pytest.approx(copied(b, a)[0])


def test_statements_in_the_same_order_are_a_translation() -> None:
    a, b = _page("a", "en", 5), _page("b", "uk", 4)
    pairs = [(f"a{n + 1}", f"b{n}", 0.9) for n in range(4)]
    assert translated(a, b, pairs) == translated(b, a, [(two, one, score) for one, two, score in pairs]) == 1.0


@pytest.mark.parametrize(
    ("pairs", "languages"),
    [
        pytest.param([(0, 0), (1, 1)], ("en", "uk"), id="two that follow one another show nothing"),
        pytest.param([(0, 5), (1, 4), (2, 3), (3, 2)], ("en", "uk"), id="another order"),
        pytest.param([(0, 0), (1, 1), (2, 2)], ("en", "uk"), id="three of eight"),
        pytest.param([(n, n) for n in range(8)], ("en", "en"), id="one language"),
    ],
)
def test_statements_are_no_translation(pairs: list[tuple[int, int]], languages: tuple[str, str]) -> None:
    a, b = (_page(name, language, 8) for name, language in zip("ab", languages, strict=True))
    assert translated(a, b, [(f"a{one}", f"b{other}", 0.9) for one, other in pairs]) == 0.0


def test_pages_that_say_nothing_are_no_translations() -> None:
    a = _page("a", "en", 0)
    assert translated(a, replace(a, id="b", language="uk"), ()) == 0.0
