from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.tagger.decode import Found, Window, best_path, decode
from firsthand.reading.tagger.view import CONTENT, CUES, SOURCE, View

O, S, s, Q, q, C, c = range(7)  # noqa: E741


def allowed(path: tuple[int, ...]) -> bool:
    before = (0, *path)
    return all(tag not in (s, q, c) or last in (tag - 1, tag) for last, tag in zip(before, path, strict=False))


@given(st.lists(st.lists(st.floats(-5, 5), min_size=7, max_size=7), min_size=1, max_size=4))
def test_the_best_path_is_the_best_of_all_that_are_allowed(rows: list[list[float]]) -> None:
    logits = np.array(rows, np.float32)
    found = tuple(best_path(logits))
    assert allowed(found)
    best = max(
        sum(row[tag] for row, tag in zip(rows, path, strict=True))
        for path in product(range(7), repeat=len(rows))
        if allowed(path)
    )
    assert sum(row[tag] for row, tag in zip(rows, found, strict=True)) == pytest.approx(best, abs=1e-4)


def _window(
    tags: list[int], to_cue: dict[int, int], to_source: dict[int, int], low: int = 0, high: int | None = None
) -> Window:
    """A window in which the network is sure of everything: words have keys of their own, queries point at them."""
    count = len(tags)
    high = count if high is None else high
    logits = np.full((count, 7), -9, np.float32)
    logits[np.arange(count), tags] = 9
    keys = np.eye(count, 96, dtype=np.float32)
    nobody = np.zeros(96, np.float32)
    nobody[95] = 1

    def queries(links: dict[int, int]) -> np.ndarray:
        found = np.zeros((count, 96), np.float32)
        found[:, 95] = 5
        for word, target in links.items():
            found[word] = 10 * keys[target]
        return found[low:high]

    rows = slice(low, high)
    none = queries({})
    return Window(
        low, high, low, high, logits[rows], np.zeros((high - low, 3), np.float32),
        (queries(to_cue), queries(to_source), none), (keys[rows],) * 3, (nobody,) * 3, (1.0, 1.0),
    )  # fmt: skip


def _view(count: int) -> View:
    return View(list(range(count)), ["a"] * count, np.zeros((count, 4), np.int64), (), {})


def _parts(found: list[Found]) -> list[tuple[object, object, object]]:
    return [(one.source, one.cue, one.content) for one in found]


def test_content_goes_to_the_cue_it_leads_to_and_not_to_the_next_one() -> None:
    # she said X, he said Y: the links are crossed on purpose
    tags = [S, Q, C, c, O, S, Q, C, c]
    found = decode(_view(9), [_window(tags, {2: 6, 3: 6, 7: 1, 8: 1}, {1: 0, 6: 5})])
    assert _parts(found) == [
        (((5, 6),), ((6, 7),), ((2, 4),)),
        (((0, 1),), ((1, 2),), ((7, 9),)),
    ]


def test_pieces_of_one_quotation_are_one_statement() -> None:
    tags = [C, c, S, Q, C, c]
    found = decode(_view(6), [_window(tags, {0: 3, 1: 3, 4: 3, 5: 3}, {3: 2})])
    assert _parts(found) == [(((2, 3),), ((3, 4),), ((0, 2), (4, 6)))]


def test_one_source_may_have_several_cues() -> None:
    tags = [S, Q, C, Q, C]
    found = decode(_view(5), [_window(tags, {2: 1, 4: 3}, {1: 0, 3: 0})])
    assert [one.source for one in found] == [((0, 1),), ((0, 1),)]


def test_no_source_given_is_an_answer() -> None:
    tags = [Q, C, c, O, S]
    (found,) = decode(_view(5), [_window(tags, {1: 0, 2: 0}, {})])
    assert found.source == ()
    assert found.cue == ((0, 1),)


def test_content_without_a_cue_may_have_a_source() -> None:
    tags = [S, O, C, c]
    (found,) = decode(_view(4), [_window(tags, {}, {2: 0, 3: 0})])
    assert (found.source, found.cue, found.content) == (((0, 1),), (), ((2, 4),))


def test_content_is_parted_where_its_words_lead_to_different_cues() -> None:
    tags = [Q, C, c, c, c, Q]
    found = decode(_view(6), [_window(tags, {1: 0, 2: 0, 3: 5, 4: 5}, {})])
    assert sorted(one.content[0] for one in found) == [(1, 3), (3, 5)]


def test_what_two_windows_see_is_put_together() -> None:
    tags = [S, Q, C, c, c, c, O, O]
    links = {2: 1, 3: 1, 4: 1, 5: 1}
    first, second = _window(tags, links, {1: 0}, 0, 5), _window(tags, links, {1: 0}, 1, 8)
    left = Window(
        0, 5, 0, 4, *[getattr(first, name) for name in ("tags", "acts", "queries", "keys", "nobody", "trust")]
    )
    right = Window(
        1, 8, 4, 8, *[getattr(second, name) for name in ("tags", "acts", "queries", "keys", "nobody", "trust")]
    )
    (found,) = decode(_view(8), [left, right])
    assert (found.source, found.cue, found.content) == (((0, 1),), ((1, 2),), ((2, 6),))


def test_roles_are_as_the_tags_say() -> None:
    assert (SOURCE, CUES, CONTENT) == (S, Q, C)
