"""What a viewer can fetch: of protected people nothing, in no byte of any answer; of others what there is to read."""

import json
import re
import shutil
import wave
from itertools import product
from urllib.parse import unquote

import pytest

from tests.cli.command import Shell
from tests.desk.served import Person, Served, run_at_desk

CANARIES = [
    f"{first}{second}{third}ov"
    for first, second, third in product(
        ("Zhuq", "Vyqo", "Qarb", "Xelm"),
        ("iv", "an", "od", "ub", "et"),
        ("mir", "dak", "sol", "ren", "tig", "pov", "lam", "kur", "zin", "bax"),
    )
]
"""200 surnames that nothing else holds."""
_ADDRESSES = """
import json
from firsthand.archive.models import Appearance, Capture, Document, Part, Statement
from firsthand.archive.tables import rows, select
db = archive.database
found = {
    "documents": [str(row.id) for row in select(db, Document)],
    "statements": [str(row.id) for row in select(db, Statement)],
    "people": [str(row.id) for row in select(db, Appearance)],
    "saved": [str(row.id) for row in select(db, Capture)],
    "parts": [f"{row.capture_id}/{row.place}" for row in select(db, Part)],
    "outlets": sorted({row.outlet for row in select(db, Document) if row.outlet}),
}
print(json.dumps(found))
"""
_CUES = (
    "“We had no bread, {c1} took it,” said Anton {c0}, a captured soldier, in a video filmed by his captors.",
    "«Нам не дали хлеба, его забрал {c1}», — сказал пленный солдат Антон {c0} на видео.",
    "“No nos dieron pan”, dijo el soldado prisionero Antón {c0}, que nombró a {c1}.",
    "«Нам не дали хліба», — сказав полонений солдат Антон {c0}, який назвав {c1}.",
    "“They came at night with {c1},” said Mila {c0}, a 14-year-old girl.",
)
_PAGE = """<!doctype html><html lang="{lang}"><head><title>The words of {c2}</title>
<meta property="og:url" content="https://dayline.example/{c3}"><meta name="author" content="Reporter {c3}">
<meta property="og:site_name" content="Dayline"></head><body><article><h1>The words of {c2}</h1>
<p>{said}</p><p>Photograph by {c4}.</p></article></body></html>"""
_PLAIN = "<!doctype html><html><head><title>{title}</title></head><body><article><p>{said}</p></article></body></html>"
_OPEN = "“The bridge at Villasol will open on Monday,” said Marta Quiroga, the mayor of Villasol."


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """An archive of forty pages and recordings with protected people on them, and of two with nobody protected."""
    shell = Shell(tmp_path_factory.mktemp("viewer"))
    pages = shell.folder / "pages"
    pages.mkdir()
    for number in range(36):
        names = dict(zip(("c0", "c1", "c2", "c3", "c4"), CANARIES[number * 5 : number * 5 + 5], strict=True))
        cue = _CUES[number % 5].format(**names)
        lang = ("en", "ru", "es", "uk", "en")[number % 5]
        (pages / f"{names['c0']}-{number}.html").write_text(
            _PAGE.format(said=cue, lang=lang, **names), encoding="utf-8"
        )
    for number in range(36, 40):  # recordings, with metadata and pictures beside them
        c0, c1, c2, c3, c4 = CANARIES[number * 5 : number * 5 + 5]
        stem = pages / f"{c1}-{number}"
        record = {
            "id": f"k{number}",
            "title": f"Interview of {c2}",
            "uploader": c3,
            "ext": "wav",
            "extractor": "example",
        }
        record |= {
            "webpage_url": f"https://kadr.example/{c4}",
            "description": f"The captured soldier {c0}",
            "duration": 3,
        }
        stem.with_suffix(".info.json").write_text(json.dumps(record), encoding="utf-8")
        stem.with_suffix(".en.vtt").write_text(
            f"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anton {c0}>I am a prisoner of war. {c1} took our bread.\n",
            encoding="utf-8",
        )
        with wave.open(str(stem.with_suffix(".wav")), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(f"LIST{c4}".encode() * 500)
    (pages / "bridge.html").write_text(_PLAIN.format(title="The bridge", said=_OPEN), encoding="utf-8")
    spoken_of = f"“We asked for {CANARIES[0]} by name,” said Luis Ferrer, the envoy."  # and nobody protected speaks
    (pages / "mention.html").write_text(_PLAIN.format(title="Talks", said=spoken_of), encoding="utf-8")
    shell.made("init", "archive")
    done = shell("add", "pages")
    assert done.stdout
    return shell


@pytest.fixture(scope="module")
def desk(guarded):
    served = Served(guarded.folder / "archive", guarded.environment)
    yield served
    served.close()


@pytest.fixture(scope="module")
def addresses(desk, guarded):
    return json.loads(run_at_desk(_ADDRESSES, desk.archive, guarded.environment))


def _fetched(person, addresses):
    """Yield all that somebody can fetch: every address that a page of theirs has, and every one that there may be."""
    waiting = ["", "queue", "search", "documents", "people", "outlets", "timeline", "missing", "failed", "activity"]
    waiting += ["verify", "add", "added", "users", "looks", "settings", "log/3", "log/9", "nothing"]
    for kind in ("documents", "statements", "people", "saved"):
        waiting += [f"{kind}/{name}" for name in addresses[kind]]
    waiting += [f"saved/{part}" for part in addresses["parts"]] + [f"saved/{part}/play" for part in addresses["parts"]]
    waiting += [f"statements/{name}/correct" for name in addresses["statements"][:5]]
    first = addresses["documents"][0]
    waiting += [f"documents/{first}/beside/{other}" for other in addresses["documents"][1:]]
    waiting += [f"documents?outlet={outlet}" for outlet in addresses["outlets"]]
    for name in CANARIES[:200:20]:  # it is theirs to type, and the answer is not to tell whether it is there
        waiting += [f"search?by=Anton+{name}", f"people?words={name}", f"search?words={name}"]
    waiting += [
        "search?words=bread",
        "search?words=хлеба",
        "search?by=Anton",
        "people?words=Anton",
        "timeline?words=bread",
    ]
    done = set()
    while waiting:
        path = waiting.pop(0).lstrip("/")
        if path in done or path.startswith(("static/", "http", "#", "accounts/logout")):
            continue
        done.add(path)
        answer = person.get(path)
        yield path, answer
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting += [
                unquote(each).replace("&amp;", "&")
                for each in re.findall(r'(?:href|src|hx-get)="([^"]+)"', answer.text)
            ]


def test_no_byte_that_a_viewer_can_fetch_holds_a_protected_identity(desk, addresses, viewer):
    leaks, fetched = [], 0
    for path, answer in _fetched(viewer, addresses):
        fetched += 1
        assert answer.status_code < 500, (path, answer.text[:3000])
        typed = {name for name in CANARIES if name.lower() in unquote(path).lower()}
        told = (answer.content + repr(answer.headers).encode()).lower()
        leaks += [(path, name) for name in CANARIES if name not in typed and name.lower().encode() in told]
        if typed:
            assert b"/statements/" not in answer.content, path
    assert leaks == []
    assert fetched > 200


def test_a_reviewer_sees_them_all(desk, addresses, custodian):
    seen = set()
    for _path, answer in _fetched(custodian, addresses):
        told = answer.content.lower()
        seen.update(name for name in CANARIES if name.lower().encode() in told)
    assert sorted(set(CANARIES) - seen) == []


def test_a_viewer_reads_what_names_nobody_protected(desk, viewer):
    page = viewer.read("search?words=bridge")
    assert "will open on Monday" in page
    document = re.search(r"/documents/[0-9a-f-]{36}", page)[0]
    assert "Marta Quiroga" in viewer.read(document)
    assert "We asked for" not in viewer.read("search?words=asked")


def test_of_a_page_that_names_somebody_protected_a_viewer_learns_outlet_language_date_and_role(
    desk, addresses, viewer, custodian
):
    told = [viewer.read(f"statements/{name}") for name in addresses["statements"]]
    restricted = [page for page in told if "names somebody protected" in page]
    assert len(restricted) > 36
    assert any("a captured person" in page for page in restricted)
    assert any("a minor" in page for page in restricted)


def test_words_that_reviewers_write_are_not_for_viewers(desk, viewer, custodian):
    name = re.search(r"/statements/([0-9a-f-]{36})", viewer.read("search?words=bridge"))[1]
    secret = f"said by {CANARIES[3]} first"
    assert custodian.send(f"remark/note/{name}", text=secret).status_code == 302
    assert custodian.send(f"decide/confirm/{name}", reason=secret).status_code == 302
    page = viewer.read(f"statements/{name}")
    assert "confirmed" in page
    assert CANARIES[3] not in page
    assert secret in custodian.read(f"statements/{name}")


def test_who_looked_at_protected_people_is_kept(desk, addresses, reviewer, custodian):
    for name in addresses["statements"][:20]:
        reviewer.read(f"statements/{name}")
    assert "olena" in custodian.read("looks")


def test_a_release_with_a_reason_opens_a_page_and_an_undo_closes_it(desk, custodian, viewer):
    found = custodian.read(f"people?words={CANARIES[4 * 5]}")
    person = re.search(r"/people/([0-9a-f-]{36})", found)[1]
    page = custodian.read(f"people/{person}")
    document = re.search(r"/documents/([0-9a-f-]{36})", page)[1]
    assert CANARIES[4 * 5] not in viewer.read(f"documents/{document}")
    answer = custodian.send(f"decide/release/{person}", reason="home since May, agreed in writing", next="/")
    assert answer.status_code == 302
    assert CANARIES[4 * 5] in viewer.read(f"documents/{document}")
    entry = re.search(r"log entry (\d+)", custodian.read(""))[1]
    assert custodian.send(f"undo/{entry}", reason="too early").status_code == 302
    assert CANARIES[4 * 5] not in viewer.read(f"documents/{document}")


def test_a_case_with_members_is_not_there_for_others(tmp_path):
    shell = Shell(tmp_path)
    (tmp_path / "a.txt").write_text(_OPEN, encoding="utf-8")
    (tmp_path / "b.txt").write_text("“The ferry is late,” said Tom Arden.", encoding="utf-8")
    shell.made("init", "archive")
    shell.made("case", "add", "closed", "--member", "olena")
    shell.made("add", "a.txt")
    shell.made("add", "--case", "closed", "b.txt")
    served = Served(tmp_path / "archive", shell.environment)
    try:
        marta = served.first()
        olena, pavlo = (served.invited(marta, "reviewer", name) for name in ("olena", "pavlo"))
        assert "ferry" in olena.read("search?words=ferry")
        document = re.search(r"/documents/[0-9a-f-]{36}", olena.read("search?words=ferry"))[0]
        assert "/statements/" not in pavlo.read("search?words=ferry")
        assert pavlo.get(document).status_code == 404
        assert "Tom Arden" not in pavlo.read("people")
        assert "<b>1</b>" in pavlo.read("")
        assert Person(served.address).get(document).status_code == 302
    finally:
        served.close()
    shutil.rmtree(tmp_path / "archive", ignore_errors=True)
