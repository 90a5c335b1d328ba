import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking.passages import LEAST, SHINGLE, WINDOW, Words, fingerprints, passages
from firsthand.text import Span

STORY = (
    "The ferry stopped in the middle of the river, and the captain, who had slept badly, told everybody on board "
    "that the engine was older than he was and that nobody had ever been paid to look after it. “We waited,” he said."
)
OTHER = "Elsewhere the market opened late, as it does on every second Thursday of a month with no holiday in it."


def _shared(a: str, b: str) -> list[tuple[str, str]]:
    return [(one.here.of(a), one.there.of(b)) for one in passages(Words(a), Words(b))]


def test_a_passage_is_found_whatever_stands_around_it_and_however_it_is_set() -> None:
    copy = f"{OTHER}\n\n{STORY.upper().replace(', ', ' —  ')}\n{OTHER}"
    ((here, there),) = _shared(copy, STORY)
    assert there == STORY.rstrip(".")[: len(there)] == STORY.removesuffix(".")
    assert here.startswith("THE FERRY STOPPED")
    assert here.endswith("HE SAID")


def test_two_passages_that_changed_places_are_two() -> None:
    first, second = STORY.split("“")[0], OTHER
    found = _shared(f"{second} {first}", f"{first} Nothing. {second}")
    assert [there for _, there in found] == [second.rstrip("."), first.strip().rstrip(".")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(STORY, OTHER, id="nothing in common"),
        pytest.param("He said: " + OTHER[:40], OTHER, id="a turn of phrase"),
        pytest.param("", STORY, id="empty"),
    ],
)
def test_no_passage_is_shared(a: str, b: str) -> None:
    assert _shared(a, b) == []


def test_furniture_is_no_passage() -> None:
    page = f"{OTHER}\n{STORY}"
    menu = Span(len(OTHER) + 1, len(page))
    assert passages(Words(page, (menu,)), Words(STORY)) == ()
    assert fingerprints(Words(page, (menu,))).isdisjoint(fingerprints(Words(STORY)))


WORDS = st.lists(
    st.sampled_from(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]), max_size=120
)


@given(WORDS, WORDS, WORDS)
def test_texts_that_share_a_run_share_a_fingerprint(run: list[str], before: list[str], after: list[str]) -> None:
    run += [f"w{i}" for i in range(SHINGLE + WINDOW - 1)]
    a, b = Words(" ".join(before + run)), Words(" ".join(run + after))
    assert fingerprints(a) & fingerprints(b)


@given(WORDS, WORDS)
def test_passages_are_the_same_words_and_do_not_overlap(a: list[str], b: list[str]) -> None:
    here, there = " ".join(a), " ".join(b)
    found = passages(Words(here), Words(there))
    for one in found:
        assert one.here.of(here) == one.there.of(there)
        assert one.words == len(one.here.of(here).split()) >= LEAST
    for one in found:
        assert not any(
            one is not two and (one.here.overlaps(two.here) or one.there.overlaps(two.there)) for two in found
        )
