import re
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import firsthand.desk
from firsthand.desk.drawing import Arrow, Node, draw, trail_drawn
from firsthand.linking.page import Page, Told
from firsthand.linking.trail import Appearance, Edge, Origins, Trail

GOLDEN = Path(__file__).with_name("trail.svg")
CSS = Path(firsthand.desk.__file__).parent / "static/desk/trail.css"
SVG = "{http://www.w3.org/2000/svg}"


def node(name, label=None, below="en · 2026-04-02", kind="page", hand=None, *, asked=False, href=True):
    return Node(name, label or f"Outlet {name}", below, kind, hand, asked, f"/statements/{name}" if href else None)


def arrow(nearer, farther, kind="credit", label="credits it"):
    return Arrow(nearer, farther, kind, label)


def drawn(nodes, arrows=()):
    return draw(nodes, arrows, title="How it travelled", describes="From the mouth to the page.")


def boxes(svg):
    """Left, top, right and bottom of each box."""
    rects = [each for each in etree.fromstring(svg).iter(f"{SVG}rect") if each.get("class") == "trail-box"]
    edges = [[float(each.get(name)) for name in ("x", "y", "width", "height")] for each in rects]
    return [(x, y, x + width, y + height) for x, y, width, height in edges]


def texts(svg, name):
    return [each.text for each in etree.fromstring(svg).iter(f"{SVG}text") if each.get("class") == name]


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 14))
    words = st.text(st.characters() | st.sampled_from("<&\"'\x00\ud800\u202e صدק記\u0301\n "), max_size=40)
    nodes = [
        Node(
            f"n{number}",
            draw(words),
            draw(words),
            draw(st.sampled_from(["recording", "page", "missing"])),
            draw(st.none() | st.integers(1, 200)),
            draw(st.booleans()),
            f"/n{number}?a=1&b=2" if draw(st.booleans()) else None,
        )
        for number in range(count)
    ]
    ends = st.sampled_from([each.id for each in nodes])
    kinds = st.sampled_from(["credit", "copy", "named"])
    return nodes, draw(st.lists(st.builds(Arrow, ends, ends, kinds, words), max_size=30))


@given(graphs())
def test_any_graph_is_drawn_whole_and_nothing_lies_on_anything(graph):
    nodes, arrows = graph
    svg = drawn(nodes, arrows)
    root = etree.fromstring(svg)
    assert svg == drawn(nodes, arrows)
    assert [each for each in root.iter() if each.tag == f"{SVG}style" or "style" in each.attrib] == []
    links = [each.get("href") for each in root.iter(f"{SVG}a")]
    assert sorted(links) == sorted(each.href for each in nodes if each.href)
    places = boxes(svg)
    assert len(places) == len(nodes)
    assert not any(overlap(a, b) for a, b in combinations(places, 2))
    joined = {(each.nearer, each.farther) for each in arrows if each.nearer != each.farther}
    lines = [each.get("d") for each in root.iter(f"{SVG}path") if each.get("class") == "trail-line"]
    assert len(lines) == len(joined)
    left, top, width, height = map(float, root.get("viewBox").split())
    ends = [tuple(map(float, pair)) for line in lines for pair in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", line)]
    for x, y in [*ends, *(end for box in places for end in (box[:2], box[2:]))]:
        assert left <= x <= left + width
        assert top <= y <= top + height
    for x, y in ends:
        assert not any(a < x < c and b < y < d for a, b, c, d in places)


def test_a_trail_is_drawn_as_filed(golden):
    nodes = [
        node("film", "Radio Almaz", "ru · 2026-04-01\nrecording held · 12:40", "recording", 1),
        node("lost", "Kilnside", "named, not held", "missing", href=False),
        node("copy", "صدى السد", hand=2),
        node("asked", "Vestnik Talvy", "uk · 2026-04-03\nasked about", hand=3, asked=True),
        node("far", "Plotina", hand=5),
        node("beside", "Dockers Daily"),
    ]
    arrows = [
        arrow("film", "copy"),
        arrow("film", "copy", "translation", "translates it"),
        arrow("copy", "asked"),
        arrow("film", "lost", "echo", "tells the same"),
        arrow("lost", "far", "named", "names it"),
        arrow("asked", "far", "copy", "has its words"),
    ]
    golden(GOLDEN, drawn(nodes, arrows))


@pytest.mark.parametrize(
    "arrows",
    [
        pytest.param([arrow(f"n{i}", f"n{i + 1}") for i in range(59)], id="a chain"),
        pytest.param([arrow("n0", f"n{i}") for i in range(1, 60)], id="one that all credit"),
        pytest.param([arrow(f"n{i}", "n59") for i in range(59)], id="one that credits all"),
        pytest.param([arrow(f"n{i}", f"n{(i + 1) % 60}") for i in range(60)], id="a circle"),
        pytest.param([arrow(f"n{i}", f"n{j}") for i, j in combinations(range(60), 2)], id="all with all"),
        pytest.param([], id="none"),
    ],
)
def test_sixty_pages_find_their_places(arrows):
    places = boxes(drawn([node(f"n{number}") for number in range(60)], arrows))
    assert len(places) == 60
    assert not any(overlap(a, b) for a, b in combinations(places, 2))


@pytest.mark.parametrize("arrows", [[], [arrow("a", "b"), arrow("b", "c")]], ids=["alone", "a chain"])
def test_a_chain_fits_a_phone(arrows):
    names = sorted({end for each in arrows for end in (each.nearer, each.farther)} or {"a"})
    root = etree.fromstring(drawn([node(name, "An outlet with quite a long name " * 3) for name in names], arrows))
    assert int(root.get("width")) <= 360


def test_words_go_downward_and_the_page_asked_about_stands_straight_below_its_origin():
    nodes = [node("film"), node("other"), node("asked", asked=True)]
    film, asked, other = boxes(drawn(nodes, [arrow("film", "other"), arrow("film", "asked")]))
    assert film[3] < asked[1]
    assert (asked[0], asked[1]) == (film[0], other[1])
    assert other[0] > asked[2]


def test_origins_stand_side_by_side_and_pages_that_nothing_joins_below():
    nodes = [node("one", kind="recording"), node("two", kind="recording"), node("asked", asked=True), node("beside")]
    svg = drawn(nodes, [arrow("one", "asked")])
    one, asked, two, beside = boxes(svg)
    assert one[1] == two[1]
    assert beside[1] > asked[3]
    assert texts(svg, "trail-elsewhere") == ["elsewhere"]


def test_what_is_cut_stands_in_the_name_of_the_link():
    long = "The Association of Independent Newspapers of the Upper and Lower Talva Valley"
    root = etree.fromstring(drawn([node("a", long), node("b")], [arrow("a", "b")]))
    names = [link.find(f"{SVG}title").text for link in root.iter(f"{SVG}a")]
    assert names[0].startswith(long)
    assert names[1] == f"Outlet b; en · 2026-04-02; credits\u00a0it: {long}"


def test_several_arrows_between_two_are_one_line():
    svg = drawn([node("a"), node("b")], [arrow("a", "b"), arrow("a", "b", "copy", "has its words")])
    assert svg.count('class="trail-line"') == 1
    assert texts(svg, "trail-why") == ["credits\u00a0it\u00a0· has\u00a0its\u00a0words"]


def test_without_a_link_it_is_a_picture():
    assert 'role="img"' in drawn([node("a", href=False)])
    assert 'role="group"' in drawn([node("a")])


def test_text_from_right_to_left_begins_at_the_right():
    left, right = (
        etree.fromstring(drawn([node("a", label)])).find(f".//{SVG}text") for label in ("Kilnside", "صدى السد")
    )
    assert (left.get("direction"), right.get("direction")) == (None, "rtl")
    assert int(right.get("x")) > int(left.get("x"))


@pytest.mark.parametrize(
    ("nodes", "arrows", "why"),
    [([node("a"), node("a")], [], "one id"), ([node("a")], [arrow("a", "b")], "'b'")],
    ids=["a node twice", "an arrow into nothing"],
)
def test_what_is_no_graph_is_refused(nodes, arrows, why):
    with pytest.raises(ValueError, match=why):
        drawn(nodes, arrows)


def _page(number, outlet, *, seconds=None, record=False):
    name = UUID(int=number)
    told = Told(UUID(int=number + 100), name, "en", "words", "direct", None, "unknown", "", seconds=seconds)
    day = f"2026-04-0{number}T08:00:00Z"
    return Page(name, (f"/kept/page-{number}.html",), outlet, "en", day, "", statements=(told,), record=record)


def _followed(pages, edges, missing):
    told = tuple(Appearance(page.statements[0].id, page.id, n) for n, page in enumerate(pages, 1))
    origins = Origins(1, 1, ())
    found = Trail(told, tuple(edges), (pages[0].id,), pages[0].id, origins, missing)
    return SimpleNamespace(
        statement=told[-1].statement, trail=found, pages={page.id: page for page in pages}, records={}
    )


def test_hands_that_nobody_holds_are_drawn_between_the_pages():
    film = _page(1, "Radio Almaz", record=True, seconds=(760.0, 764.0))
    far, last = _page(2, "Plotina"), _page(3, None)
    edges = [
        Edge(film.id, far.id, "translation", (), 0.8, via=("Kilnside", "El Remanso")),
        Edge(film.id, last.id, "link", (), 1.0),
        Edge(film.id, last.id, "embed", (), 1.0),
        Edge(far.id, last.id, "copy", (), 0.9, via=("kilnside",)),
    ]
    nodes, arrows = trail_drawn(
        _followed([film, far, last], edges, ("Kilnside", "El Remanso")), href=lambda told: f"/s/{told.statement}"
    )
    assert [(each.label, each.sublabel, each.kind, each.hand, each.asked) for each in nodes] == [
        ("Radio Almaz", "en\u00a0· 2026-04-01\nrecording held\u00a0· 12:40", "recording", 1, False),
        ("Plotina", "en\u00a0· 2026-04-02", "page", 2, False),
        ("page-3.html", "en\u00a0· 2026-04-03\nasked about", "page", 3, True),
        ("Kilnside", "named, not held", "missing", None, False),
        ("El Remanso", "named, not held", "missing", None, False),
    ]
    names = {each.id: each.label for each in nodes}
    assert [(names[each.nearer], names[each.farther], each.label) for each in arrows] == [
        ("Radio Almaz", "Kilnside", "translates it"),
        ("Kilnside", "El Remanso", "names it"),
        ("El Remanso", "Plotina", "names it"),
        ("Radio Almaz", "page-3.html", "shows it"),
        ("Plotina", "Kilnside", "has its words"),
        ("Kilnside", "page-3.html", "names it"),
    ]
    assert len(boxes(drawn(nodes, arrows))) == 5


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_stand_out_from_paper_in_light_and_dark():
    blocks = re.findall(r"--trail-ink: var.*?--trail-care[^\n]*", CSS.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        colours = dict(re.findall(r"--trail-(\w+): var\(--\w+, (#\w+)\)", block))
        paper = _luminance(colours.pop("paper"))
        for name, colour in colours.items():
            dark, light = sorted((_luminance(colour), paper))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_every_class_that_is_drawn_has_its_rule():
    css = CSS.read_text(encoding="utf-8")
    used = {
        name for found in re.findall(r'class="([^"]+)"', GOLDEN.read_text(encoding="utf-8")) for name in found.split()
    }
    plain = {"trail-node", "trail-page", "trail-lines", "trail-arrow", "trail-said", "trail-below"}
    assert {name for name in used if not re.search(rf"\.{name}\b(?!-)", css)} == plain
