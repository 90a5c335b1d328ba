from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture import Archived, archived, unwrapped

WAYBACK, TODAY = "Wayback Machine", "archive.today"
PAGE = "https://dayline.example/soldiers"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            f"https://web.archive.org/web/20230308102200/{PAGE}?a=1#b",
            (WAYBACK, PAGE + "?a=1#b", "2023-03-08T10:22:00Z"),
            id="wayback",
        ),
        *(
            pytest.param(
                f"https://web.archive.org/web/20230308102200{kind}/{PAGE}",
                (WAYBACK, PAGE, "2023-03-08T10:22:00Z"),
                id=kind,
            )
            for kind in ("id_", "if_", "im_", "js_", "cs_")
        ),
        *(
            pytest.param(f"http://web.archive.org/web/{digits}/{PAGE}", (WAYBACK, PAGE, at), id=f"to {at}")
            for digits, at in (
                ("2023", "2023"),
                ("202303", "2023-03"),
                ("20230308", "2023-03-08"),
                ("2023030810", "2023-03-08T10Z"),
                ("202303081022", "2023-03-08T10:22Z"),
            )
        ),
        pytest.param(
            "https://web.archive.org/web/2023/dayline.example/soldiers",
            (WAYBACK, "http://dayline.example/soldiers", "2023"),
            id="original without a scheme",
        ),
        pytest.param(
            "https://web.archive.org/web/2023/https:/dayline.example/soldiers", (WAYBACK, PAGE, "2023"), id="one slash"
        ),
        pytest.param(
            "https://web.archive.org/web/2023/http://dayline.example:80/a:80",
            (WAYBACK, "http://dayline.example/a:80", "2023"),
            id="the usual port",
        ),
        pytest.param(
            "https://web.archive.org/web/2023/http://dayline.example:8080/",
            (WAYBACK, "http://dayline.example:8080/", "2023"),
            id="another port",
        ),
        *(
            pytest.param(f"https://archive.{end}/20230308102200/{PAGE}", (TODAY, PAGE, "2023-03-08T10:22:00Z"), id=end)
            for end in ("today", "ph", "is", "li", "vn", "md", "fo")
        ),
        pytest.param(
            f"https://archive.ph/2023.03.08-102200/{PAGE}", (TODAY, PAGE, "2023-03-08T10:22:00Z"), id="dotted"
        ),
        pytest.param("https://archive.ph/AbC12", None, id="short"),
        pytest.param(f"https://archive.ph/newest/{PAGE}", None, id="newest"),
        pytest.param(f"https://web.archive.org/web/2023*/{PAGE}", None, id="calendar"),
        pytest.param(f"https://web.archive.org/web/20231308102200/{PAGE}", None, id="month 13"),
        pytest.param(f"https://web.archive.org/web/202303081/{PAGE}", None, id="half a number"),
        pytest.param("https://web.archive.org/web/2023/mailto:a@dayline.example", None, id="mail"),
        pytest.param("https://web.archive.org/web/2023/ftp://dayline.example/", None, id="ftp"),
        pytest.param("https://web.archive.org/", None, id="front page"),
        pytest.param(f"https://web.archive.org.dayline.example/web/2023/{PAGE}", None, id="a host that looks like it"),
        pytest.param(f"https://dayline.example/web/20230308102200/{PAGE}", None, id="any host"),
        pytest.param(f"https://web.archive.org@dayline.example/web/2023/{PAGE}", None, id="a user's name"),
        pytest.param("page.html", None, id="no address"),
    ],
)
def test_addresses_of_archives_tell_what_they_hold(url: str, expected: tuple[str, str, str] | None) -> None:
    assert archived(url) == (Archived(*expected) if expected else None)


ORIGINAL = ("Link", f'<{PAGE}>; rel="original timegate", <https://memory.example/map>; rel="timemap"; type="a, <b>"')
TIME = ("memento-datetime", "Wed, 08 Mar 2023 10:22:00 GMT")
MINE = "https://memory.example/7"


@pytest.mark.parametrize(
    ("url", "headers", "archive"),
    [
        pytest.param(MINE, [TIME, ORIGINAL], "memory.example", id="another archive"),
        pytest.param("https://archive.ph/AbC12", [ORIGINAL, TIME], TODAY, id="a short address"),
        pytest.param(MINE, [TIME, ("LINK", f"<{PAGE}>;rel=original")], "memory.example", id="without marks"),
        pytest.param(
            MINE,
            [ORIGINAL, ("Link", f'<{MINE}>; rel="first memento"; datetime="Wed, 08 Mar 2023 10:22:00 GMT"')],
            "memory.example",
            id="the time in a link to itself",
        ),
        pytest.param(MINE, [ORIGINAL], None, id="no time"),
        pytest.param(MINE, [TIME], None, id="no original"),
        pytest.param(MINE, [("Memento-Datetime", "yesterday"), ORIGINAL], None, id="no such time"),
        pytest.param(PAGE, [TIME, ORIGINAL], None, id="its own original"),
        pytest.param(
            MINE,
            [ORIGINAL, ("Link", '<https://memory.example/8>; rel="memento"; datetime="Wed, 08 Mar 2023 10:22:00 GMT"')],
            None,
            id="a link to a copy elsewhere",
        ),
        pytest.param(MINE, [TIME, ("Link", '<file:///etc/passwd>; rel="original"')], None, id="no page of the web"),
    ],
)
def test_memento_headers_tell_it_too(url: str, headers: list[tuple[str, str]], archive: str | None) -> None:
    assert archived(url, headers) == (Archived(archive, PAGE, "2023-03-08T10:22:00Z") if archive else None)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (f"https://web.archive.org/web/20230308102200/{PAGE}", PAGE),
        (f"https://web.archive.org/web/20230308102200im_/{PAGE}", PAGE),
        (f"https://dayline.example/web/20230308102200/{PAGE}", PAGE),
        (f"https://archive.ph/o/AbC12/{PAGE}", PAGE),
        (
            f"https://web.archive.org/web/2023/https://web.archive.org/web/2020/{PAGE}",
            f"https://web.archive.org/web/2020/{PAGE}",
        ),
        *(
            (same, same)
            for same in (
                PAGE,
                "https://dayline.example/2023/03/08",
                f"https://dayline.example/20231308/{PAGE}",
                "https://dayline.example/web/2023/a.b",
            )
        ),
    ],
)
def test_rewritten_links_are_unwrapped_once(link: str, expected: str) -> None:
    assert unwrapped(link) == expected


@given(st.text(), st.lists(st.tuples(st.sampled_from(["Link", "Memento-Datetime"]), st.text())))
def test_any_answer_is_a_copy_or_none(url: str, headers: list[tuple[str, str]]) -> None:
    for place in (url, f"https://web.archive.org/web/{url}", f"https://archive.ph/{url}"):
        found = archived(place, headers)
        assert found is None or found.original.startswith(("http://", "https://"))
        unwrapped(place)


@pytest.mark.parametrize("piece", ["<", "<>;", "<>;a", '<>;a="', "<>; a=b", " ", ";"])
def test_a_hostile_header_takes_no_time(piece: str) -> None:
    began = time.monotonic()
    archived(MINE, [("Link", piece * (100_000 // len(piece)))])
    assert time.monotonic() - began < 1
