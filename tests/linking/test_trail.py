from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.linking.page import Hand, Page, Pointer, Told
from firsthand.linking.trail import Edge, Likeness, Trail, between, trail

SEEN = "2026-04-30T09:00:00Z"
OUTLETS = ("Kilnside", "Dockers Daily", "Radio Almaz", "Vestnik Talvy", "El Remanso", "Plotina")


def _page(
    name: str,
    *,
    says: Iterable[int] = (0, 1, 2),
    day: int | None = 1,
    outlet: str | None = None,
    language: str = "en",
    record: bool = False,
    by: str | None = "Irma Volkanova",
    captive: bool = False,
    names: Iterable[tuple[str, str]] = (),
    pointers: Iterable[Pointer] = (),
) -> Page[str]:
    told = tuple(
        Told(f"{name}{n}", name, language, f"words {n}", "direct", by, "named" if by else "unknown", "said", captive)
        for n in says
    )
    return Page(
        name,
        (f"https://{name}.example/story",),
        outlet or f"Outlet {name}",
        language,
        None if day is None else f"2026-04-{day:02}",
        SEEN,
        record,
        statements=told,
        hands=tuple(Hand(who, kind, f"{kind}: {who}") for who, kind in names),
        pointers=tuple(pointers),
    )


def _alike(pages: Sequence[Page[str]], copied: Iterable[tuple[str, str]] = ()) -> dict[tuple[str, str], Likeness[str]]:
    """Of pages in which statement n is told as “words n”: each is an echo of that on another page."""
    found = {}
    for a, b in combinations(sorted(pages, key=lambda page: page.id), 2):
        echoes = tuple((x.id, y.id, 0.99) for x in a.statements for y in b.statements if x.words == y.words)
        if echoes:
            found[a.id, b.id] = Likeness(echoes, 0.8 * ((a.id, b.id) in {tuple(sorted(pair)) for pair in copied}))
    return found


def _trail(*pages: Page[str], copied: Iterable[tuple[str, str]] = ()) -> Trail[str]:
    told = frozenset(one.id for page in pages for one in page.statements if one.words == "words 0")
    return trail(told, pages, _alike(pages, copied))


def _edges(found: Trail[str]) -> set[tuple[str, str, str]]:
    return {(edge.nearer, edge.farther, edge.kind) for edge in found.edges}


def _hands(found: Trail[str]) -> dict[str, int | None]:
    return {each.page: each.hand for each in found.appearances}


def test_credits_lead_to_the_first_hand_one_after_the_other() -> None:
    film = _page("film", record=True, day=1, outlet="Radio Almaz", language="ru")
    second = _page("second", day=2, outlet="Kilnside", names=[("Radio Almaz", "source")])
    third = _page("third", day=3, language="es", names=[("Kilnside", "source")])
    found = _trail(third, film, second)
    assert _edges(found) == {("film", "second", "credit"), ("second", "third", "credit")}
    assert _hands(found) == {"film": 1, "second": 2, "third": 3}
    assert (found.first_hand, found.earliest) == (("film",), "film")
    assert (found.origins.proved, found.origins.possible) == (1, 1)
    assert [edge.evidence for edge in found.edges] == [("source: Radio Almaz",), ("source: Kilnside",)]


def test_a_hand_that_nobody_holds_is_missing_and_counts() -> None:
    film = _page("film", record=True, day=1)
    story = _page("story", day=3, names=[("Plotina", "source")])
    found = _trail(film, story)
    assert [(edge.nearer, edge.farther, edge.via) for edge in found.edges] == [("film", "story", ("Plotina",))]
    assert _hands(found)["story"] == 3
    assert found.missing == ("Plotina",)


def test_who_collected_from_several_stands_beside_the_chain() -> None:
    first = _page("first", day=1, outlet="Kilnside")
    second = _page("second", day=2, names=[("Kilnside", "collected")])
    assert "credit" not in {kind for _, _, kind in _edges(_trail(first, second))}


@pytest.mark.parametrize(
    ("pointer", "kind"),
    [
        pytest.param(Pointer("https://www.film.example/story/?utm_source=x", "link", "…"), "link", id="link"),
        pytest.param(Pointer("https://film.example/story", "embed", "…"), "embed", id="embed"),
        pytest.param(Pointer("https://film.example/story", "reply", "…"), "link", id="reply"),
        pytest.param(Pointer("", "forward", "…", "Radio Almaz"), "forward", id="forward"),
    ],
)
def test_what_a_page_points_at_is_its_source_whatever_the_dates_say(pointer: Pointer, kind: str) -> None:
    film = _page("film", day=20, outlet="Radio Almaz")
    assert (("film", "story", kind)) in _edges(_trail(film, _page("story", day=1, pointers=[pointer])))


def test_of_two_pages_of_an_outlet_the_one_linked_to_is_credited() -> None:
    one, two = (_page(name, day=1, outlet="Kilnside") for name in ("one", "two"))
    link = Pointer("https://two.example/story", "link", "…")
    found = _trail(one, two, _page("story", day=2, names=[("Kilnside", "source")], pointers=[link]))
    assert {near for near, far, _ in _edges(found) if far == "story"} == {"two"}


def test_a_page_that_declares_nothing_hangs_below_the_one_it_is_most_like() -> None:
    film = _page("film", says=range(5), record=True, day=1)
    cut = _page("cut", says=range(3), day=2, language="es")
    cut_again = _page("cut-again", says=range(2), day=3, language="ru")
    found = _trail(film, cut, cut_again)
    assert {ends[:2] for ends in _edges(found)} == {("film", "cut"), ("cut", "cut-again")}
    assert _hands(found)["cut-again"] == 2, "it may have them from the film: the least that is sure"


def test_a_page_that_tells_more_of_one_speaker_had_a_better_source() -> None:
    short, full = _page("short", says=(0, 1), day=1), _page("full", says=range(4), day=2)
    assert _edges(_trail(short, full)) == set()


def test_without_dates_the_page_that_tells_more_comes_first() -> None:
    for names in ("ab", "ba"):
        short, full = _page(names[0], says=(0, 1), day=None), _page(names[1], says=range(4), day=None)
        found = _trail(short, full)
        assert _edges(found) == {(full.id, short.id, "echo")}
        assert "no date says which of the two came first" in found.edges[0].evidence


def test_one_statement_that_is_only_somewhat_alike_joins_nothing() -> None:
    a, b = _page("a", says=[0], day=1), _page("b", says=[0], day=2)
    told = frozenset(["a0", "b0"])
    weak = {("a", "b"): Likeness((("a0", "b0", 0.7),))}
    assert trail(told, (a, b), weak).edges == ()
    assert trail(told, (a, b), weak).origins.possible == 2


def test_a_recording_shown_again_is_one_source() -> None:
    film, again = _page("film", record=True, day=1), _page("again", record=True, day=2)
    found = _trail(film, again, copied=[("film", "again")])
    assert found.first_hand == ("film",)
    assert _edges(found) == {("film", "again", "copy")}
    assert found.edges[0].evidence == ("80% of the shorter page's words stand in the other as they are",)
    assert (found.origins.proved, found.origins.possible) == (1, 1)


@pytest.mark.parametrize("dates", [(1, 2), (2, 1), (None, 1), (1, None)])
def test_a_part_of_a_recording_is_no_second_source_whatever_its_date(dates: tuple[int | None, int | None]) -> None:
    film = _page("film", says=range(4), record=True, day=dates[0])
    part = _page("part", says=(0, 2), record=True, day=dates[1])
    found = _trail(part, film, copied=[("film", "part")])
    assert (found.first_hand, found.origins.proved) == (("film",), 1)


def test_a_part_of_a_recording_is_no_second_source_where_only_others_show_what_it_leaves_out() -> None:
    film, part = _page("film", says=range(3), record=True, day=2), _page("part", says=(0, 1), record=True, day=1)
    story = _page("story", says=range(3), day=3)
    alike = _alike((film, part, story), [("film", "part")])
    alike["film", "part"] = replace(alike["film", "part"], echoes=(("film0", "part0", 0.99),))
    told = frozenset(["film0", "part0", "story0"])
    assert len(trail(told, (film, part, story), alike).first_hand) == 1


@pytest.mark.parametrize(("by", "proved"), [("Irma Volkanova", 1), (None, 1), ("Teodoro Quill", 2)])
def test_a_clip_too_short_for_a_copied_passage_is_possibly_a_second_source(by: str | None, proved: int) -> None:
    found = _trail(_page("film", says=range(4), record=True), _page("clip", says=[0], record=True, day=2, by=by))
    assert (found.origins.proved, found.origins.possible) == (proved, 2)
    assert any("too short to tell" in why for why in found.origins.why) == (proved == 1)


@pytest.mark.parametrize("shown", ["copied", "linked"])
def test_a_clip_that_is_shown_to_be_one_is_no_possible_source_either(shown: str) -> None:
    link = Pointer("https://film.example/story", "link", "…")
    film = _page("film", says=range(4), record=True)
    clip = _page("clip", says=[0], record=True, day=2, pointers=[link] * (shown == "linked"))
    found = _trail(film, clip, copied=[("film", "clip")] * (shown == "copied"))
    assert (found.origins.proved, found.origins.possible) == (1, 1)


def test_a_clip_is_no_possible_source_if_another_recording_shows_what_it_is() -> None:
    film, again = _page("film", says=range(4), record=True), _page("again", says=[0, 7, 8, 9], record=True, day=2)
    clip = _page("clip", says=[0], record=True, day=3)
    for one, other in permutations(("film", "again")):
        origins = _trail(film, again, clip, copied=[(one, "clip"), (one, other)]).origins
        assert (origins.proved, origins.possible) == (1, 1)


@pytest.mark.parametrize("days", list(permutations((1, 2, 3))))
@pytest.mark.parametrize("copied", [False, True])
@pytest.mark.parametrize("heard", [False, True], ids=["names keep two apart", "all echo"])
def test_a_recording_that_names_nobody_makes_no_one_source_of_two(
    days: tuple[int, int, int], copied: bool, heard: bool
) -> None:
    speakers = ("Irma Volkanova", None, "Teodoro Quill")
    pages = [
        _page(name, says=[0], record=True, day=day, by=by) for name, day, by in zip("abc", days, speakers, strict=True)
    ]
    alike = _alike(pages, list(combinations("abc", 2)) if copied else ())
    if not heard:
        del alike["a", "c"]
    origins = trail(frozenset(["a0", "b0", "c0"]), pages, alike).origins
    assert (origins.proved, origins.possible) == (2, 2 if copied else 3)


def test_a_page_has_its_words_from_a_recording_that_was_there_rather_than_from_one_that_came_later() -> None:
    film, again = _page("film", says=range(4), record=True, day=1), _page("again", says=range(4), record=True, day=5)
    found = _trail(film, _page("story", says=range(3), day=3), again, copied=[("film", "again")])
    assert {ends[:2] for ends in _edges(found)} == {("film", "again"), ("film", "story")}


def test_trails_that_end_in_two_recordings_prove_two_sources() -> None:
    found = _trail(_page("a", record=True), _page("b", record=True))
    assert set(found.first_hand) == {"a", "b"}
    assert (found.origins.proved, found.origins.possible) == (2, 2)


@pytest.mark.parametrize(("captive", "proved"), [(False, 2), (True, 1)])
def test_recordings_of_two_speakers_are_two_sources_unless_they_are_captives(captive: bool, proved: int) -> None:
    one = _page("a", record=True, by="Irma Volkanova", captive=captive)
    two = _page("b", record=True, by="Teodoro Quill", captive=captive)
    assert _trail(one, two).origins.proved == proved


@pytest.mark.parametrize("record", [False, True], ids=["page", "clip"])
def test_nobody_in_captivity_is_confirmed_by_pages_that_tell_it(record: bool) -> None:
    own = _page("own", says=[0], captive=True, by=None, day=None, record=record)
    found = _trail(_page("film", record=True, captive=True), own)
    assert found.origins.proved == found.origins.possible == 1


def test_without_a_recording_there_is_no_first_hand_but_an_earliest() -> None:
    early, late = _page("z", day=1), _page("a", day=5)
    found = _trail(late, early)
    assert (found.first_hand, found.earliest, found.origins.proved) == ((), "z", 0)
    assert set(_hands(found).values()) == {None}


def test_the_earliest_is_none_that_says_to_have_it_from_another() -> None:
    dated_wrongly = _page("a", day=1, names=[("Kilnside", "source")])
    assert _trail(dated_wrongly, _page("z", day=4, outlet="Kilnside")).earliest == "z"


def test_pages_that_credit_one_another_make_no_circle() -> None:
    one = _page("one", outlet="Kilnside", names=[("Plotina", "source")])
    two = _page("two", outlet="Plotina", names=[("Kilnside", "source")])
    assert len(_edges(_trail(one, two))) == 1


@pytest.mark.parametrize("refused", [("film", "second"), ("second", "film")], ids=["as found", "the other way"])
def test_a_refused_edge_is_in_no_trail_whichever_way_it_was_refused(refused: tuple[str, str]) -> None:
    film = _page("film", record=True, day=1, outlet="Radio Almaz")
    second = _page("second", day=2, outlet="Kilnside", names=[("Radio Almaz", "source")])
    third = _page("third", day=3, language="es", names=[("Kilnside", "source")])
    pages, told = (film, second, third), frozenset(["film0", "second0", "third0"])
    found = trail(told, pages, _alike(pages), refused=[refused])
    assert _edges(found) == {("second", "third", "credit")}
    assert _hands(found) == {"film": 1, "second": None, "third": None}
    assert (found.origins.proved, found.origins.possible) == (1, 2)
    assert found.origins.why[-1] == "what joins 1 pair of pages was refused by a person and is left out"
    assert found.refused == (refused,)


def test_two_recordings_that_a_person_holds_apart_are_two_sources() -> None:
    film, again = _page("film", record=True, day=1), _page("again", record=True, day=2)
    alike = _alike((film, again), [("film", "again")])
    found = trail(frozenset(["film0", "again0"]), (film, again), alike, refused=[("film", "again")])
    assert (found.first_hand, found.origins.proved) == (("film", "again"), 2)


def test_a_refusal_of_what_nothing_joins_is_not_told() -> None:
    a, b = _page("a", says=[0]), _page("b", says=[0])
    told = frozenset(["a0", "b0"])
    assert trail(told, (a, b), {}, refused=[("a", "b"), ("a", "elsewhere")]) == trail(told, (a, b), {})


def test_a_confirmed_edge_is_marked_in_its_own_direction() -> None:
    film = _page("film", record=True, day=1, outlet="Radio Almaz")
    pages = (film, _page("second", day=2, names=[("Radio Almaz", "source")]))
    told = frozenset(["film0", "second0"])
    for confirmed, decided in ((("film", "second"), "confirmed"), (("second", "film"), None)):
        (edge,) = trail(told, pages, _alike(pages), confirmed=[confirmed]).edges
        assert edge.decided == decided


PAGES = st.lists(
    st.builds(
        lambda says, day, outlet, language, record, by, names: {
            "says": sorted({0, *says}),
            "day": day,
            "outlet": outlet,
            "language": language,
            "record": record,
            "by": by,
            "names": names,
        },
        st.sets(st.integers(0, 4)),
        st.none() | st.integers(1, 5),
        st.sampled_from(OUTLETS),
        st.sampled_from(["en", "es", "ru"]),
        st.booleans(),
        st.sampled_from([None, "Irma Volkanova", "Teodoro Quill"]),
        st.lists(st.tuples(st.sampled_from(OUTLETS), st.sampled_from(["source", "told", "collected"])), max_size=2),
    ),
    min_size=1,
    max_size=6,
).map(lambda several: [_page(f"p{n}", **each) for n, each in enumerate(several)])


def _copied(pages: Sequence[Page[str]]) -> list[tuple[str, str]]:
    return [(a.id, b.id) for a, b in combinations(pages, 2) if a.language == b.language]


@given(PAGES, st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(pages: list[Page[str]], chance) -> None:
    other = list(pages)
    chance.shuffle(other)
    assert _trail(*other, copied=_copied(pages)) == _trail(*pages, copied=_copied(pages))


@given(PAGES, st.booleans())
def test_an_unrelated_page_changes_no_edge(pages: list[Page[str]], record: bool) -> None:
    stranger = replace(_page("q", says=[0], outlet="Fogbound", record=record), statements=())
    assert _trail(*pages, stranger, copied=_copied(pages)).edges == _trail(*pages, copied=_copied(pages)).edges


@given(PAGES)
def test_no_more_is_proved_than_there_are_first_hands(pages: list[Page[str]]) -> None:
    found = _trail(*pages, copied=_copied(pages))
    fed = {edge.farther for edge in found.edges}
    assert found.origins.proved <= len(found.first_hand) <= len(pages) - len(fed)
    recordings = {page.id for page in pages if page.record}
    sure = {edge.farther for edge in found.edges if edge.kind != "echo" or edge.farther not in recordings}
    assert found.origins.proved <= found.origins.possible <= max(1, len(pages) - len(sure))
    assert fed.isdisjoint(found.first_hand)
    assert found.earliest not in fed


@given(PAGES)
def test_recordings_with_the_same_words_of_one_speaker_are_one_source(pages: list[Page[str]]) -> None:
    pages = [
        replace(page, record=True, statements=tuple(replace(told, speaker=None) for told in page.statements))
        for page in pages
    ]
    found = _trail(*pages, copied=list(combinations([page.id for page in pages], 2)))
    assert found.origins.proved == 1


@given(PAGES, st.booleans())
def test_no_recording_makes_fewer_sources_of_those_that_are_by_others(pages: list[Page[str]], all_copied: bool) -> None:
    pages = [replace(page, record=True, hands=()) for page in pages]
    copied = list(combinations([page.id for page in pages], 2)) if all_copied else _copied(pages)
    named = {one.speaker for page in pages for one in page.statements if one.speaker}
    assert _trail(*pages, copied=copied).origins.proved >= len(named)


@given(PAGES)
def test_each_page_is_at_most_one_hand_farther_than_those_it_has_it_from(pages: list[Page[str]]) -> None:
    found = _trail(*pages, copied=_copied(pages))
    hands = _hands(found)
    assert set(hands) == {page.id for page in pages}
    for edge in found.edges:
        near, far = hands[edge.nearer], hands[edge.farther]
        assert near is None or (far is not None and 1 < far <= near + 1 + len(edge.via))


@given(PAGES)
def test_edges_between_two_pages_are_the_same_from_both_sides(pages: list[Page[str]]) -> None:
    alike = _alike(pages, _copied(pages))

    def found(one: Page[str], other: Page[str], likeness: Likeness[str]) -> list[Edge[str]]:
        return sorted(between(one, other, likeness), key=lambda edge: (edge.nearer, edge.kind, edge.evidence))

    for a, b in combinations(pages, 2):
        likeness = alike.get((a.id, b.id), Likeness())
        assert found(a, b, likeness) == found(b, a, likeness)


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda ends: (f"p{ends[0]}", f"p{ends[1]}")))


@given(PAGES, PAIRS)
def test_what_a_person_confirms_changes_nothing_but_its_mark(
    pages: list[Page[str]], confirmed: list[tuple[str, str]]
) -> None:
    told = frozenset(one.id for page in pages for one in page.statements if one.words == "words 0")
    alike = _alike(pages, _copied(pages))
    found = trail(told, pages, alike, confirmed=confirmed)
    assert replace(found, edges=tuple(replace(edge, decided=None) for edge in found.edges)) == trail(told, pages, alike)


@given(PAGES, PAIRS)
def test_refused_pages_are_joined_by_nothing(pages: list[Page[str]], refused: list[tuple[str, str]]) -> None:
    told = frozenset(one.id for page in pages for one in page.statements if one.words == "words 0")
    found = trail(told, pages, _alike(pages, _copied(pages)), refused=refused)
    apart = {frozenset(ends) for ends in refused}
    assert not [edge for edge in found.edges if frozenset((edge.nearer, edge.farther)) in apart]
    assert set(found.refused) <= set(refused)
    assert found.origins.proved <= len(found.first_hand)
