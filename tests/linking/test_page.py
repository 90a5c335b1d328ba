import pytest

from firsthand.linking.outlets import same_outlet
from firsthand.linking.page import Page, Pointer, before, plain, points_to

SEEN = "2026-04-30T09:00:00Z"


def _page(published: str | None, seen: str = SEEN) -> Page[str]:
    return Page("a", ("https://kilnside.example/a",), "Kilnside", "en", published, seen)


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [
        pytest.param("2026-04-01", "2026-04-02", True, id="days"),
        pytest.param("2026-04-01T10:00:00Z", "2026-04-01", None, id="a time and its day"),
        pytest.param("2026-04-01T10:00:00+03:00", "2026-04-01T08:00:00+00:00", True, id="zones"),
        pytest.param("2026-04-01T10:00:00Z", "2026-04-01T10:00:30Z", None, id="the same minute"),
        pytest.param("2026", "2026-04-01", None, id="a year and a day of it"),
        pytest.param(None, "2026-04-01", None, id="no date: it may have been there before"),
        pytest.param(None, "2026-05-01", None, id="younger than when it was seen itself"),
        pytest.param(None, None, None, id="no dates"),
    ],
)
def test_a_page_is_older_only_where_the_dates_say_so(one: str | None, other: str | None, older: bool | None) -> None:
    assert before(_page(one), _page(other)) is older
    assert before(_page(other), _page(one)) is (None if older is None else not older)


def test_a_page_without_a_date_is_older_than_what_came_after_it_was_seen() -> None:
    undated = _page(None, seen="2026-04-02T09:00:00Z")
    assert before(undated, _page("2026-04-05")) is True
    assert before(_page("2026-04-05"), undated) is False


def test_a_page_cannot_be_younger_than_when_it_was_seen() -> None:
    assert _page("2026-05-02").when == SEEN
    assert _page("2026-04-30T08:00:00Z").when == "2026-04-30T08:00:00Z"


@pytest.mark.parametrize(
    ("outlet", "address", "name"),
    [
        pytest.param("Kilnside", "https://kilnside.example/a", "Kilnside", id="its outlet"),
        pytest.param(None, "https://kilnside.example/a", "kilnside.example", id="the site"),
        pytest.param(None, "/data/river/statement.html", "statement.html", id="a file, not where it lies"),
        pytest.param(None, "-", "-", id="standard input"),
    ],
)
def test_a_page_is_called_by_what_tells_it_best(outlet: str | None, address: str, name: str) -> None:
    assert Page("a", (address,), outlet, "en", None, SEEN).name == name


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://www.kilnside.example/ferry/", id="scheme, www and slash"),
        pytest.param("https://m.kilnside.example/ferry?utm_source=letter&fbclid=1", id="what counts visitors"),
        pytest.param(" https://kilnside.example/ferry#top ", id="a place on the page"),
    ],
)
def test_addresses_of_one_page_are_one(url: str) -> None:
    assert plain(url) == plain("https://kilnside.example/ferry")


def test_another_story_is_another_page() -> None:
    assert plain("https://kilnside.example/show?id=1") != plain("https://kilnside.example/show?id=2")


VIDEO: Page[str] = Page(
    "v", ("https://www.youtube.com/watch?v=ferry0k7xq",), "Kilnside", "en", None, SEEN, True, "ferry0k7xq"
)
MESSAGE: Page[str] = Page("m", ("telegram/kilnside#41",), "Kilnside", "en", None, SEEN, key="41")


@pytest.mark.parametrize(
    ("page", "to", "name", "leads"),
    [
        pytest.param(VIDEO, "https://youtu.be/ferry0k7xq", None, True, id="short address of a video"),
        pytest.param(VIDEO, "https://www.youtube-nocookie.com/embed/ferry0k7xq", None, True, id="player"),
        pytest.param(VIDEO, "https://other.example/embed/ferry0k7xq", None, False, id="another site"),
        pytest.param(VIDEO, "https://youtu.be/another0k7", None, False, id="another video"),
        pytest.param(MESSAGE, "https://messages.example/kilnside/41?embed=1", None, True, id="message by its number"),
        pytest.param(MESSAGE, "https://messages.example/dockers/41", None, False, id="same number, other channel"),
        pytest.param(
            MESSAGE, "https://messages.example/c/41", "Kilnside", True, id="channel named in the link's words"
        ),
        pytest.param(MESSAGE, "https://messages.example/kilnside/42", None, False, id="other number"),
    ],
)
def test_a_pointer_leads_to_the_page_it_shows(page: Page[str], to: str, name: str | None, leads: bool) -> None:
    assert points_to(Pointer(to, "embed", to, name), page, same_outlet) is leads
