import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.archive.archive import init
from firsthand.archive.erase import CannotErase, plan
from firsthand.archive.find import find
from firsthand.archive.intake import intake
from firsthand.archive.models import Appearance, Capture, Document, Part, Statement
from firsthand.archive.shown import whole
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.capture import gather
from firsthand.reading.grammar import GrammarReader
from tests.capture.warcs import BRIDGE, INFO, PAGE, RECORDS, RESPONSE, packed, record, wacz

CONTAINERS = Path(__file__).parents[1] / "capture" / "containers"
GOLDEN = shutil.ignore_patterns("*.members.txt", "*.documents.txt")


@pytest.fixture
def archive(tmp_path):
    made = init(tmp_path / "archive")
    made.database.run("PRAGMA synchronous=OFF")  # nobody pulls the plug here
    yield made
    made.close()


@pytest.fixture
def given(tmp_path):
    """Copy what a person has in hand into a folder."""

    def copied(*names):
        for name in names:
            shutil.copytree(CONTAINERS / name, tmp_path / "given" / name, ignore=GOLDEN)
        return tmp_path / "given"

    return copied


def add(archive, *paths, case="main", stop=None, **more):
    """Add as the command does; with `stop`, until so many are kept."""
    found = []
    with intake(archive, GrammarReader(), [str(path) for path in paths], case=case, **more) as into:
        for path in paths:
            for target in gather(str(path)):
                for kept in into.take_in(target):
                    found.append(kept)
                    if len(found) == stop:
                        raise KeyboardInterrupt
    return found


def counted(archive):
    return {model.__name__: rows(archive.database, model).count() for model in (Capture, Document, Statement, Part)}


def keys(archive, main):
    return [row.key for row in rows(archive.database, Capture, within=main.id).order_by("number")]


def test_each_message_of_an_export_is_a_capture_within_it_and_so_is_what_no_message_shows(archive, given):
    found = add(archive, given("tochka"))
    main, *members = found
    assert (main.document, main.error, main.statements) == (None, None, 0)
    assert keys(archive, main) == ["3600", "3614", "3615", "3616", "photos/photo_2@07-03-2023_08-30-00.jpg"]
    assert [member.document is not None for member in members] == [True, True, False, True, False]
    assert not any(member.failed for member in found)
    names = [part.name for part in rows(archive.database, Part, capture_id=members[1].id).order_by("place")]
    assert names == [None, "photo_1@06-03-2023_11-00-00.jpg"]
    assert {finding.result for finding in verify(archive)} <= {"ok", "not proved"}


def test_what_is_added_again_is_no_new_document_statement_or_blob(archive, given):
    folder = given("tochka", "tochka-page", "feed")
    (folder / "a.warc.gz").write_bytes(packed())
    (folder / "a.wacz").write_bytes(wacz({"a.warc.gz": packed()}))
    add(archive, folder)
    before = counted(archive)
    parts = {row.digest for row in rows(archive.database, Part)}
    add(archive, folder)
    after = counted(archive)
    assert (after["Document"], after["Statement"]) == (before["Document"], before["Statement"])
    assert {row.digest for row in rows(archive.database, Part)} == parts
    assert {finding.result for finding in verify(archive)} <= {"ok", "not proved"}


def test_the_same_page_in_two_archives_and_twice_in_one_is_one_document(archive, tmp_path):
    (tmp_path / "a.warc").write_bytes(RESPONSE + RECORDS[3] + RESPONSE)
    (tmp_path / "a.wacz").write_bytes(wacz({"a.warc.gz": packed([INFO, RESPONSE])}))
    found = add(archive, tmp_path / "a.warc", tmp_path / "a.wacz")
    assert [each.address for each in found if each.document] == [BRIDGE] * 3
    assert len({each.document for each in found if each.document}) == 1


def test_an_answer_that_says_it_has_nothing_is_kept_and_not_read(archive, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(packed())
    found = {each.address: each for each in add(archive, tmp_path / "a.warc.gz")}
    gone = found["https://dayline.example/gone"]
    assert (gone.failed, gone.document, gone.error) == (
        False,
        None,
        "https://dayline.example/gone answered 404: kept, not read",
    )


@pytest.mark.parametrize("name", ["account", "tochka-html"])
def test_what_is_private_is_refused_whole(archive, given, name):
    folder = given(name)
    [refused] = add(archive, folder)
    assert (refused.failed, refused.digest) == (True, None)
    assert "--private" in refused.error
    assert "--case" in refused.error
    assert counted(archive) == {"Capture": 1, "Document": 0, "Statement": 0, "Part": 0}


def test_who_speaks_in_what_is_private_is_a_protected_source(archive, given):
    main, *members = add(archive, given("account"), private=True)
    assert keys(archive, main) == ["5550002/7", "1660002/7", "1660003/1"]
    circumstances = {row.name: json.loads(row.circumstances) for row in rows(archive.database, Appearance)}
    assert circumstances["Игорь Зарубко"] == ["source"]
    assert sum(value == [] for value in circumstances.values()) == 1  # who spoke in the public group
    assert len(members) == 3


def test_pages_of_an_export_are_kept_with_it(archive, given):
    main, *_ = add(archive, given("tochka-html"), private=True)
    assert keys(archive, main) == ["3600", "3614", "3700", "css/style.css", "messages2.html"]


def test_a_refused_export_is_taken_when_private_is_said_afterwards(archive, given):
    folder = given("account")
    with pytest.raises(KeyboardInterrupt):
        add(archive, folder, stop=1)
    assert len(add(archive, folder, private=True)) == 4


@pytest.mark.parametrize("stop", [1, 2, 4, 6])
def test_an_interrupted_export_is_gone_on_with(archive, given, stop):
    folder = given("tochka")
    with pytest.raises(KeyboardInterrupt):
        add(archive, folder, stop=stop)
    found = add(archive, folder)
    assert [each.again for each in found] == [True] * stop + [False] * (6 - stop)
    assert rows(archive.database, Capture).count() == 6


def test_a_sitemap_on_disk_says_how_its_pages_are_fetched(archive, tmp_path):
    path = tmp_path / "sitemap.xml"
    path.write_text(
        "<urlset><url><loc>http://127.0.0.1:9/a</loc></url><url><loc>http://127.0.0.1:9/b</loc></url></urlset>"
    )
    [sitemap] = add(archive, path)
    assert "--live fetches them" in sitemap.error
    _, *pages = add(archive, path, live=True)
    assert [(page.address, page.failed) for page in pages] == [
        ("http://127.0.0.1:9/a", True),
        ("http://127.0.0.1:9/b", True),
    ]


def test_a_member_shows_its_container(archive, given):
    main, first, *_ = add(archive, given("tochka"))
    told = whole(archive, find(archive, str(first.id)))
    assert told["within"] == {"id": str(main.id), "key": "3600"}


def test_a_member_is_erased_with_its_container_only(archive, given):
    main, first, *others = add(archive, given("tochka"))
    with pytest.raises(CannotErase, match=str(main.id)):
        plan(archive, str(first.id))
    assert {main.id, first.id, *(other.id for other in others)} <= set(plan(archive, str(main.id)).captures)


LARGE = 2 * 2**30
PEAK = """
import resource, sys
{}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
WALK = """
from firsthand.capture import capture_path
from firsthand.capture.containers import kind_of, members, private_in
path = sys.argv[1]
capture = capture_path(path)
opened = lambda: open(path, "rb")
assert not private_in(capture, opened)
found = [0, 0]
for member in members(kind_of(capture), capture, opened, path):
    found[member.error is not None] += 1
print(*found)
"""
ADD = """
from firsthand.cli.main import main
sys.argv[1:] = ["add", "--json", sys.argv[1]]
try:
    main()
except SystemExit as done:
    print("exit", done.code)
"""


def peak_of(code, path, folder):
    """Run code in a process of its own; return what it printed, and its peak in MiB."""
    environment = {**os.environ, "FIRSTHAND_ARCHIVE": str(folder / "archive"), "FIRSTHAND_CONFIG": str(folder / "keys")}
    command = [sys.executable, "-c", PEAK.format(code), str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    *said, peak = done.stdout.splitlines()
    return said, int(peak)


def write_large(path, *, messages, cut):
    """Write an export of over 2 GB: in messages, or in a field of another year before them."""
    said = "Мост закрыт. " * 600
    with open(path, "wb") as into:
        into.write(b'{"name": "Tochka", "type": "public_channel", "id": 1, ')
        if not messages:
            into.write(b'"of_another_year": [')
            filler = b",".join([json.dumps({"a": said}).encode()] * 64) + b","
            while into.tell() < LARGE:
                into.write(filler)
            into.write(b"0], ")
        into.write(b'"messages": [')
        number = 0
        while number < 20 or (messages and into.tell() < LARGE):
            number += 1
            one = {
                "id": number,
                "type": "message",
                "date": "2023-03-06T11:00:00",
                "text": said if messages else "Мост.",
            }
            into.write((b", " if number > 1 else b"") + json.dumps(one, ensure_ascii=False).encode())
        into.write(b'"cut' if cut else b"]}")
    return number


@pytest.mark.soak
def test_an_export_of_2_gb_is_walked_in_little_memory(tmp_path):
    number = write_large(tmp_path / "result.json", messages=True, cut=True)
    said, peak = peak_of(WALK, tmp_path / "result.json", tmp_path)
    assert said == [f"{number} 1"]
    assert peak < 300


@pytest.mark.soak
def test_an_export_of_2_gb_is_added_in_little_memory(tmp_path):
    init(tmp_path / "archive").close()
    write_large(tmp_path / "result.json", messages=False, cut=True)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "page.html").write_bytes(PAGE)
    _, usual = peak_of(ADD, tmp_path / "one", tmp_path)
    said, peak = peak_of(ADD, tmp_path / "result.json", tmp_path)
    found = [json.loads(line) for line in said[:-1]]
    assert [each["document"] is not None for each in found] == [False] + [True] * 20 + [False]
    assert "breaks off at byte" in found[-1]["error"]
    assert said[-1] == "exit 1"
    assert peak < usual + 300


def test_a_bomb_in_a_package_is_told_and_the_rest_is_taken(archive, tmp_path):
    bomb = record("response", bytes(100 * 2**20), BRIDGE)
    (tmp_path / "a.wacz").write_bytes(wacz({"bomb.warc": bomb, "good.warc": RESPONSE}, 8))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    main, failed, good = add(archive, tmp_path / "a.wacz")
    assert (main.error, good.error) == (None, None)
    assert "as a bomb does: not taken" in failed.error
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80 * 1024
