import os
import subprocess
import sys
import time
from itertools import permutations
from pathlib import Path

import pytest

from firsthand.archive import intake as intake_module
from firsthand.archive.archive import init
from firsthand.archive.decide import decide, judge, undo
from firsthand.archive.erase import erase
from firsthand.archive.find import find
from firsthand.archive.intake import intake
from firsthand.archive.models import Appearance, Capture, Decision, Document, Part, Reading, Statement
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.capture import gather, take_target
from firsthand.capture.limits import USUAL
from firsthand.errors import FirsthandError
from firsthand.reading.grammar import GrammarReader
from firsthand.reading.reader import Reading as Found
from firsthand.reading.statement import Speaker
from firsthand.reading.statement import Statement as Said
from firsthand.text import Span

FERRY = (
    "“The ferry will cross until the ice is here,” said Marta Olden, the harbour master of Lindmark.\n\n"
    "“Nobody asked the crew,” Jon Hask added.\n\nThe town said that it would pay for the fuel.\n"
)
PAGE = '<html lang="en"><head><title>{title}</title>{link}</head><body><p>{text}</p></body></html>'
CANONICAL = '<link rel="canonical" href="https://dayline.example/ferry">'


@pytest.fixture
def sqlite(tmp_path):
    """An archive on SQLite alone, where the database makes no difference."""
    made = init(tmp_path / "archive")
    yield made
    made.close()


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


class Finder:
    """A reader that finds given words: (words, speaker, age), or (words, speaker, age, circumstances)."""

    languages = frozenset()

    def __init__(self, name, *said):
        self.name, self.said = name, said

    def read(self, document):
        found = []
        for number, (words, name, age, *circumstances) in enumerate(self.said, 1):
            if words in document.text:
                start = document.text.index(words)
                speaker = Speaker(name, "named", age=age, circumstances=tuple(circumstances))
                content = (Span(start, start + len(words)),)
                found.append(
                    Said(f"s{number}", document.id, "direct", "speech", (), (), content, speaker, reader=self.name)
                )
        return Found(document.id, tuple(found))


class Failing:
    name = "failing 1"
    languages = frozenset()

    def read(self, document):
        raise FirsthandError("this reader reads nothing on Sundays")


def add(archive, *given, reader=None, **more):
    """Add what is named, as the command does, and return what was kept."""
    with intake(archive, reader or GrammarReader(), [os.fspath(each) for each in given], case="main", **more) as into:
        return [kept for each in given for target in gather(os.fspath(each)) for kept in into.take_in(target)]


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def main_blobs(archive):
    return {row.digest for row in rows(archive.database, Capture)}


def files(archive):
    return {digest for digest, _ in archive.blobs.files()}


def failures(archive):
    return [finding for finding in verify(archive) if finding.result == "failed"]


def held(archive, model, **having):
    return list(rows(archive.database, model, **having).order_by("number"))


# Captures, documents, versions


def test_the_same_bytes_at_the_same_address_are_a_new_capture_of_one_document(archive, pages):
    path = write(pages / "ferry.txt", FERRY)
    (first,), before = add(archive, path), files(archive)
    (second,) = add(archive, path)
    assert second.id != first.id
    assert (second.document, second.digest, second.statements) == (first.document, first.digest, first.statements)
    assert first.statements >= 2
    assert len(held(archive, Document)) == len(held(archive, Reading)) == 1
    assert held(archive, Document)[0].captured == held(archive, Capture)[1].number
    new = files(archive) - before
    assert {row.digest for row in held(archive, Capture)} & new == set()
    assert failures(archive) == []


@pytest.mark.parametrize(
    ("link", "documents"),
    [
        pytest.param("", 2, id="no address of its own: two documents"),
        pytest.param(CANONICAL, 1, id="its own address: one document"),
    ],
)
def test_the_same_bytes_elsewhere_are_another_document_unless_the_page_names_its_address(
    archive, pages, link, documents
):
    text = PAGE.format(title="Ferry", link=link, text=FERRY)
    one, other = add(archive, write(pages / "a.html", text)), add(archive, write(pages / "b.html", text))
    assert one[0].digest == other[0].digest
    assert len({one[0].document, other[0].document}) == documents
    assert len(main_blobs(archive)) == 1
    assert failures(archive) == []


def test_of_two_versions_of_a_page_the_one_captured_last_is_the_newest(archive, pages):
    old = write(pages / "a.html", PAGE.format(title="Ferry", link=CANONICAL, text=FERRY))
    new = write(pages / "b.html", PAGE.format(title="Ferry, corrected", link=CANONICAL, text=FERRY))

    def newest():
        return [row.title for row in held(archive, Document, newest=True)]

    add(archive, old)
    add(archive, new)
    assert newest() == ["Ferry, corrected"]
    add(archive, old)  # the page is as it was before
    assert newest() == ["Ferry"]
    assert failures(archive) == []


def test_standard_input_twice_is_two_documents_and_no_versions(tmp_path, sqlite):
    firsthand = str(Path(sys.executable).with_name("firsthand"))
    for text in (FERRY, FERRY + "“Come home,” said Jon Hask."):
        subprocess.run(  # noqa: S603
            [firsthand, "add", "--archive", str(tmp_path / "archive"), "-"],
            input=text.encode(),
            check=True,
            capture_output=True,
        )
    found = held(sqlite, Document)
    assert [(row.address, row.newest) for row in found] == [("-", True), ("-", True)]
    assert len({row.id for row in found}) == 2


# Another reading

OLD = Finder(
    "finder 1",
    ("The ferry will cross until the ice is here", "Marta Olden", None),
    ("Nobody asked the crew", "Jon Hask", None),
    ("it would pay for the fuel", "Lena Ivarsdal", None),
)
NEW = Finder(
    "finder 2",
    ("ferry will cross until the ice is here,", "Marta Olden", 54),  # mostly the same
    ("asked the crew", "Jon Hask", None),
    ("the fuel", "Rolf Tandberg", None),  # less than half of it: another statement
    ("harbour master", "Marta Olden", 54),
)


def test_a_newer_reader_keeps_ids_and_what_a_person_confirmed(archive, pages):
    path = write(pages / "ferry.txt", FERRY)
    add(archive, path, reader=OLD)
    ferry, crew, fuel = held(archive, Statement)
    decide(archive, "confirm", str(crew.id), reason="heard it on the recording")
    (again,) = add(archive, path, reader=NEW)
    now = {row.id: row for row in held(archive, Statement)}
    assert now[ferry.id].words == "ferry will cross until the ice is here,"
    assert (now[ferry.id].reader, now[ferry.id].hidden) == ("finder 2", False)
    stands = now[crew.id]
    assert (stands.words, stands.reader, stands.status, stands.hidden) == (
        "Nobody asked the crew",
        "finder 1",
        "confirmed",
        False,
    )
    assert now[fuel.id].hidden
    assert find(archive, str(fuel.id)).row.words == "it would pay for the fuel"
    new = [row for row in now.values() if row.id not in {ferry.id, crew.id, fuel.id}]
    assert sorted(row.words for row in new) == ["harbour master", "the fuel"]
    assert again.statements == 4
    assert len(held(archive, Reading)) == 2
    assert failures(archive) == []


def test_the_same_reader_reads_a_page_once_and_a_newer_one_again(sqlite, pages):
    path = write(pages / "ferry.txt", FERRY)
    for reader, readings in ((OLD, 1), (OLD, 1), (NEW, 2), (NEW, 2)):
        add(sqlite, path, reader=reader)
        assert len(held(sqlite, Reading)) == readings


def test_ids_survive_a_reader_that_finds_nothing_and_come_back(sqlite, pages):
    path = write(pages / "ferry.txt", FERRY)
    add(sqlite, path, reader=OLD)
    ids = [row.id for row in held(sqlite, Statement)]
    add(sqlite, path, reader=Finder("finder 2"))
    assert all(row.hidden for row in held(sqlite, Statement))
    add(sqlite, path, reader=replace_name(OLD, "finder 3"))
    assert [(row.id, row.hidden) for row in held(sqlite, Statement)] == [(each, False) for each in ids]
    assert failures(sqlite) == []


def replace_name(finder, name):
    return Finder(name, *finder.said)


# What goes wrong


def test_a_reader_that_fails_leaves_the_capture_and_says_why(archive, pages):
    path = write(pages / "ferry.txt", FERRY)
    (kept,) = add(archive, path, reader=Failing())
    assert (kept.document, kept.failed, kept.error) == (None, False, "this reader reads nothing on Sundays")
    assert archive.blobs.get(kept.digest) == FERRY.encode()
    assert held(archive, Capture)[0].unread == kept.error
    (again,) = add(archive, path)
    assert again.document is not None
    assert again.error is None
    assert all(row.unread is None for row in held(archive, Capture))
    assert failures(archive) == []


def test_a_reader_that_fails_on_a_page_already_read_changes_nothing_of_it(sqlite, pages):
    path = write(pages / "ferry.txt", FERRY)
    (first,) = add(sqlite, path, reader=OLD)
    (again,) = add(sqlite, path, reader=Failing())
    assert (again.document, again.statements) == (first.document, 3)
    assert "Sundays" in again.error
    assert failures(sqlite) == []


def test_erased_bytes_do_not_come_back(archive, pages):
    path = write(pages / "ferry.txt", FERRY)
    (kept,) = add(archive, path)
    erase(archive, str(kept.id), reason="asked for")
    (again,) = add(archive, path)
    assert again.failed
    assert again.digest is None
    assert "were erased here (log entry" in again.error
    assert not archive.blobs.holds(kept.digest)
    assert held(archive, Document) == held(archive, Statement) == []
    assert failures(archive) == []


def test_a_file_that_vanished_after_it_was_listed_is_a_failed_capture(sqlite, pages):
    path, other = write(pages / "a.txt", FERRY), write(pages / "b.txt", FERRY)
    targets = list(gather(os.fspath(pages)))
    path.unlink()
    with intake(sqlite, GrammarReader(), ["x"], case="main") as into:
        gone, kept = [each for target in targets for each in into.take_in(target)]
    assert gone.failed
    assert "no such file" in gone.error
    assert kept.address == str(other)
    assert kept.error is None


def test_a_large_file_that_vanishes_while_it_is_taken_in_is_a_failed_capture(sqlite, pages, monkeypatch):
    path = pages / "large.bin"
    with open(path, "wb") as file:
        file.truncate(USUAL.size + 1)

    def take_and_lose(target, **more):
        capture = take_target(target, **more)
        path.unlink()
        return capture

    monkeypatch.setattr(intake_module, "take_target", take_and_lose)
    (kept,) = add(sqlite, path)
    assert kept.failed
    assert "No such file" in kept.error
    assert failures(sqlite) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failed_capture(sqlite, pages):
    path = write(pages / "a.txt", FERRY)
    path.chmod(0)
    (kept,) = add(sqlite, path)
    assert kept.failed
    assert "you may not read it" in kept.error


def test_what_is_no_file_is_a_failed_capture(sqlite, pages):
    os.mkfifo(pages / "pipe")
    (kept,) = add(sqlite, pages / "pipe")
    assert (kept.failed, kept.digest) == (True, None)
    assert "a pipe, not a file" in kept.error
    assert failures(sqlite) == []


def test_an_address_that_is_no_text_is_a_failed_capture(archive):
    (kept,) = add(archive, "https://dayline.example:1/\udcff", allow_private=True)
    assert kept.failed
    assert kept.address == "https://dayline.example:1/\ufffd"
    assert failures(archive) == []


# Large files

LARGE = 250 * 2**20
MEASURED = """
import os, sys
from pathlib import Path
from firsthand.archive.archive import open_archive
from firsthand.archive.intake import Intake, intake
from firsthand.capture import gather
from firsthand.reading.grammar import GrammarReader

if sys.argv[3] == "stop":
    Intake._read = lambda *_: os._exit(9)
archive = open_archive(Path(sys.argv[1]))
with intake(archive, GrammarReader(), ["large"], case="main") as into:
    for target in gather(sys.argv[2]):
        for kept in into.take_in(target):
            print(kept.digest, kept.size, kept.error)
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process how much memory it held")


def measured(archive, path, how):
    """Add in a process of its own; return what it tells and the MB that it held. `stop` ends it before it reads."""
    command = [sys.executable, "-c", MEASURED, str(archive.folder), str(path), how]
    ended = subprocess.run(command, capture_output=True, text=True, check=how != "stop")  # noqa: S603
    return ended.stdout.splitlines()


@on_linux
@pytest.mark.parametrize("interrupted", [False, True], ids=["at once", "after an interruption"])
def test_a_file_over_the_limit_is_streamed(sqlite, pages, interrupted):
    path = pages / "large.bin"
    with open(path, "wb") as file:
        file.truncate(LARGE)
    if interrupted:
        assert measured(sqlite, path, "stop") == []
    told, most = measured(sqlite, path, "go on")
    digest, size, error = told.split(" ", 2)
    assert int(size) == LARGE
    assert "no text can be read" in error
    assert sqlite.blobs.path(digest).stat().st_size == LARGE
    assert len(held(sqlite, Capture)) == 1
    assert int(most) < 220  # MB: the 64 that are looked at, and the program
    sqlite.blobs.destroy(digest)


@on_linux
def test_what_a_video_has_beside_it_is_not_loaded_to_read_it_after_an_interruption(sqlite, pages):
    write(pages / "talk.info.json", '{"id": "talk", "title": "The ferry"}')
    with open(pages / "talk.webm", "wb") as file:
        file.truncate(LARGE)
    assert measured(sqlite, pages, "stop") == []
    told, most = measured(sqlite, pages, "go on")
    assert "a record for programs" in told
    assert int(most) < 200
    sqlite.blobs.destroy(rows(sqlite.database, Part, place=1).get().digest)


# Names


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"line\nbreak.txt", id="newline"),
        pytest.param("a\u2028b\u2029c.txt".encode(), id="line separators"),
        pytest.param(b"\xff\xfe.txt", id="undecodable bytes"),
        pytest.param("“кавычки” и пробел .txt".encode(), id="quotation marks and spaces"),
        pytest.param(b"a" * 251 + b".txt", id="as long as a name may be"),
        pytest.param(b"\x1b[2Jesc.txt", id="steers a terminal"),
        pytest.param(b"-.txt", id="looks like an option"),
        pytest.param("e\u0301te\u0301.txt".encode(), id="not composed"),
    ],
)
def test_a_file_of_any_name_is_kept_and_read(archive, pages, name):
    path = os.path.join(os.fsencode(pages), name)
    with open(path, "wb") as file:
        file.write(FERRY.encode())
    (kept,) = add(archive, pages)
    assert kept.error is None
    assert kept.statements >= 2
    assert archive.blobs.get(kept.digest) == FERRY.encode()
    (again,) = add(archive, os.fsdecode(path))
    assert again.document == kept.document
    assert failures(archive) == []


def test_a_very_deep_path_is_kept(archive, pages):
    deep = pages
    for _ in range(12):
        deep = deep / ("д" * 120)
    deep.mkdir(parents=True)
    write(deep / "ferry.txt", FERRY)
    (kept,) = add(archive, pages)
    assert kept.error is None
    assert len(kept.address) > 1400
    assert failures(archive) == []


def test_files_whose_names_look_alike_are_all_kept_also_after_an_interruption(sqlite, pages):
    for name in (b"\xfe.txt", b"\xff.txt"):
        with open(os.path.join(os.fsencode(pages), name), "wb") as file:
            file.write(FERRY.encode() + name)
    targets = list(gather(os.fspath(pages)))

    def interrupted():
        with intake(sqlite, GrammarReader(), ["x"], case="main") as into:
            list(into.take_in(targets[0]))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with intake(sqlite, GrammarReader(), ["x"], case="main") as into:
        kept = [each for target in targets for each in into.take_in(target)]
    assert [each.again for each in kept] == [True, False]
    assert len({each.digest for each in kept}) == 2


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            r'<script type="application/ld+json">{"@type": "Article", "headline": "a\u0000\ud800"}</script>',
            id="NUL and half a character in its metadata",
        ),
        pytest.param("<title>a\x00b</title>", id="NUL in its title"),
        pytest.param("<title>&#0;&#xD800;&#x1F;</title>", id="references to no character"),
    ],
)
def test_a_page_of_odd_bytes_is_kept_and_read(archive, pages, head):
    text = f"<html><head>{head}</head><body><p>{FERRY}</p></body></html>"
    (kept,) = add(archive, write(pages / "odd.html", text))
    assert kept.error is None
    assert kept.statements >= 2
    assert failures(archive) == []


def test_a_thousand_small_files_are_kept_each_in_a_few_milliseconds(sqlite, pages):
    for number in range(1000):
        write(pages / f"{number:04}.dat", f"\x00{number}")
    began = time.process_time()
    kept = add(sqlite, pages)
    seconds = time.process_time() - began
    assert len(kept) == len({each.id for each in kept}) == 1000
    assert seconds < 30  # it takes six


# Who is who, by rule

NAME = "Marta Olden"


def page(archive, pages, name, age=None, *circumstances, version=1, person=NAME):
    """Add a page on which somebody speaks, and return the id of that appearance."""
    words = "The ferry will cross until the ice is here"
    path = write(pages / f"{name}.txt", f"{name}: {FERRY}")
    (kept,) = add(archive, path, reader=Finder(f"finder {version}", (words, person, age, *circumstances)))
    (row,) = held(archive, Appearance, document_id=kept.document)
    return row.id


def persons(archive):
    """The clusters, as sets of page names."""
    found = {}
    titles = {row.id: Path(row.address).stem for row in held(archive, Document)}
    for row in held(archive, Appearance):
        found.setdefault(row.person_id, set()).add(titles[row.document_id])
    return sorted(map(sorted, found.values()))


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        pytest.param([], [], True, id="the same full name"),
        pytest.param([21], [22], True, id="a birthday apart"),
        pytest.param([21], [45], False, id="ages apart"),
        pytest.param([None, "minor"], [45], False, id="a minor and a grown-up"),
        pytest.param([None, "minor"], [17], True, id="a minor and an age"),
    ],
)
def test_the_rule_joins_the_same_full_name_unless_something_conflicts(archive, pages, one, other, joined):
    page(archive, pages, "one", *one)
    page(archive, pages, "two", *other)
    assert persons(archive) == ([["one", "two"]] if joined else [["one"], ["two"]])
    by_rule = held(archive, Decision)
    assert [(row.act, row.reason) for row in by_rule] == ([("same", None)] if joined else [])
    if joined:
        assert archive.told(by_rule[0].number).startswith(f"entry {by_rule[0].number}: same-by-rule by firsthand")
    assert failures(archive) == []


def test_an_undone_judgement_of_the_rule_parts_them_for_good(archive, pages):
    page(archive, pages, "one")
    two = page(archive, pages, "two")
    undo(archive, str(two), reason="two people of one name")
    assert persons(archive) == [["one"], ["two"]]
    page(archive, pages, "two", version=2)  # another reading does not know better
    assert persons(archive) == [["one"], ["two"]]
    page(archive, pages, "three")  # nor does a third page, which may mean either
    assert persons(archive) == [["one"], ["three"], ["two"]]
    assert failures(archive) == []


def test_a_third_page_does_not_join_whom_a_person_held_apart(archive, pages):
    one = page(archive, pages, "one")
    two = page(archive, pages, "two")
    judge(archive, str(one), str(two), "different", reason="met both") if persons(archive) == [
        ["one"],
        ["two"],
    ] else archive.append([archive.draft("different", (one, two), {"kind": "person", "reason": "met", "seen": []})])
    assert persons(archive) == [["one"], ["two"]]
    page(archive, pages, "three")
    assert persons(archive) == [["one"], ["three"], ["two"]]
    assert failures(archive) == []


@pytest.mark.parametrize("again", ["one", "two"])
def test_another_reading_does_not_join_whom_a_person_held_apart(sqlite, pages, again):
    one = page(sqlite, pages, "one", 21)
    two = page(sqlite, pages, "two", 45)
    judge(sqlite, str(one), str(two), "different", reason="met both")
    page(sqlite, pages, again, 33, version=2)  # this reader is less sure of ages
    page(sqlite, pages, "two" if again == "one" else "one", 33, version=2)
    assert persons(sqlite) == [["one"], ["two"]]


@pytest.mark.parametrize(
    "three",
    [
        pytest.param({"a": [None], "b": [None], "c": [None]}, id="nothing told"),
        pytest.param({"a": [21], "b": [None], "c": [45]}, id="one fits both others"),
        pytest.param({"a": [None, "minor"], "b": [20], "c": [19]}, id="a minor and two grown-ups"),
        pytest.param({"a": [17, "minor"], "b": [None], "c": [18]}, id="a minor, and one of age a year later"),
        pytest.param({"a": [None, "minor"], "b": [None], "c": [19]}, id="a minor, and nothing told of the one between"),
    ],
)
def test_the_order_of_arrival_changes_nothing(tmp_path, pages, three):
    found = []
    for number, order in enumerate(permutations(three)):
        archive = init(tmp_path / f"archive-{number}")
        for name in order:
            page(archive, pages, name, *three[name])
        found.append(persons(archive))
        archive.close()
    assert [each for each in found if each != found[0]] == []


def test_the_order_of_four_arrivals_changes_nothing(tmp_path, pages):
    """Whom the rule joins with the second page of a person is joined with the person, whatever the first says."""
    four = {"a": [None, "minor"], "b": [None], "c": [20], "d": [19]}
    found = []
    for number, order in enumerate([("a", "b", "c", "d"), ("d", "c", "b", "a"), ("d", "a", "c", "b")]):
        archive = init(tmp_path / f"archive-{number}")
        for name in order:
            page(archive, pages, name, *four[name])
        found.append(persons(archive))
        archive.close()
    assert [each for each in found if each != found[0]] == []
