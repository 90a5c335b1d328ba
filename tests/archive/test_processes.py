import multiprocessing
import os
from contextlib import suppress
from pathlib import Path

import pytest

from firsthand.archive.archive import Changed, open_archive
from firsthand.archive.decide import decide, judge
from firsthand.archive.intake import intake
from firsthand.archive.models import Appearance, Capture, Decision, LogEntry, Run, Statement
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.capture import gather
from firsthand.custody.entry import decode
from firsthand.reading.grammar import GrammarReader

PROCESSES = 4
PAGES = 5
SHARED = ["three", "four", "five"]
FERRY = "“The ferry will cross {0} times until the ice is here,” said Marta Olden.\n\n“Nobody asked,” Jon Hask added.\n"
_NEW = multiprocessing.get_context("spawn")  # no process has anything of another, connections least of all


def work(folder, what, pages, who, gate, results):
    """Decide with what was seen before the others decided; add pages, and decide about each. Tell what was reported."""
    os.environ["FIRSTHAND_USER"] = who
    archive = open_archive(Path(folder))
    gate.wait()
    answers, captures, decisions = [], [], []
    for verb, given, seen in what:
        try:
            act = judge if verb == "different" else decide
            arguments = (*given, verb) if verb == "different" else (verb, *given)
            answers.append(act(archive, *arguments, reason=f"because {who}", seen=seen).entry)
        except Changed as error:
            answers.append(str(error))
    with intake(archive, GrammarReader(), [*pages, who], case="main") as into:
        for number, target in enumerate(target for folder in pages for target in gather(folder)):
            for kept in into.take_in(target):
                captures.append((kept.id, kept.digest, kept.document))
                for row in rows(archive.database, Statement, document_id=kept.document):
                    verb = "confirm" if number % 2 else "withhold"
                    with suppress(Changed):  # another was faster
                        decisions.append((decide(archive, verb, str(row.id), reason=f"because {who}").entry, row.id))
    archive.seal(lambda: None)
    results.put((who, answers, captures, decisions))
    archive.close()


def at_once(folder, what, each):
    """Let several processes work that begin at one moment, each with pages of its own; return what each tells."""
    gate, results = _NEW.Barrier(PROCESSES), _NEW.Queue()
    processes = [
        _NEW.Process(target=work, args=(str(folder), what, pages, f"person {number}", gate, results))
        for number, pages in enumerate(each)
    ]
    for process in processes:
        process.start()
    told = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    return told


def check_whole(archive):
    """The log has no gap, each entry names its own place's act, and everything agrees with it."""
    entries = list(rows(archive.database, LogEntry).order_by("index"))
    assert [row.index for row in entries] == list(range(len(entries)))
    assert [each for each in verify(archive) if each.result == "failed"] == []
    return [decode(bytes(row.bytes)) for row in entries]


def write_pages(folder, names):
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / f"{name}.txt").write_text(f"{name}. " + FERRY.format(number), encoding="utf-8")
    return str(folder)


@pytest.fixture
def told(archive, tmp_path):
    """What was to be decided by all, and what each process tells of that, of its captures and its own decisions."""
    first, shared = write_pages(tmp_path / "first", ["one", "two"]), write_pages(tmp_path / "shared", SHARED)
    with intake(archive, GrammarReader(), [first], case="main") as into:
        for target in gather(first):
            list(into.take_in(target))
    seen = archive.size() - 1
    statements = list(rows(archive.database, Statement).order_by("number"))
    marta, jon = (
        str(rows(archive.database, Appearance, name=name).order_by("number").first().person_id)
        for name in ("Marta Olden", "Jon Hask")
    )
    what = [("confirm", (str(each.id),), seen) for each in statements]
    what += [("release", (str(statements[0].document_id),), seen), ("different", (jon, marta), seen)]
    own = [write_pages(tmp_path / f"pages {p}", [f"page {p}-{n}" for n in range(PAGES)]) for p in range(PROCESSES)]
    return what, at_once(archive.folder, what, [[each, shared] for each in own])


def test_four_processes_adding_and_deciding_at_once_lose_nothing(archive, told):
    what, told = told
    entries = check_whole(archive)
    held = {row.id: row for row in rows(archive.database, Capture)}
    decided = {row.number: row for row in rows(archive.database, Decision)}
    assert sum(len(captures) for _, _, captures, _ in told) == PROCESSES * (PAGES + len(SHARED)) == len(held) - 2
    for who, _, captures, decisions in told:
        for capture, digest, document in captures:
            assert (held[capture].digest, held[capture].document_id) == (digest, document)
            assert archive.blobs.holds(digest)
        for number, statement in decisions:
            assert (decided[number].subject, decided[number].reason) == (statement, f"because {who}")
            assert entries[number].act == decided[number].act
        assert len(decisions) >= 2 * PAGES
    reported = {number for _, _, _, decisions in told for number, _ in decisions}
    reported |= {answer for _, answers, _, _ in told for answer in answers if isinstance(answer, int)}
    assert {number for number, row in decided.items() if row.reason} == reported
    assert rows(archive.database, Run).exclude(ended=None).count() == PROCESSES + 1
    assert rows(archive.database, Statement).count() == 2 * (2 + len(SHARED) + PROCESSES * PAGES)
    for name in ("Marta Olden", "Jon Hask"):  # one person each, whoever's page came first
        assert rows(archive.database, Appearance, name=name).values("person_id").distinct().count() == 1

    # Of the decisions that conflict one is accepted, and the others are told what changed.
    for place, (verb, (given, *_), seen) in enumerate(what):
        answers = {who: each[place] for who, each, _, _ in told}
        (winner,) = [who for who, answer in answers.items() if isinstance(answer, int)]
        number = answers.pop(winner)
        assert entries[number].act == verb
        for answer in answers.values():
            assert answer.startswith(f"{given} has changed since you looked (log entry {seen}): ")
            assert f"entry {number}: {verb} by {winner}, {entries[number].at}" in answer
            assert "Nothing was written" in answer
    named = {digest for entry in entries for digest in entry.blobs} | {row.digest for row in held.values()}
    assert {digest for digest, _ in archive.blobs.files()} <= named  # what the others gave as reasons is nowhere
