import hashlib
import random
from pathlib import Path

import psycopg
import pytest

from firsthand.archive import erase as erasing
from firsthand.archive.archive import init
from firsthand.archive.clear import bring_up_to_date
from firsthand.archive.decide import decide, judge, undo
from firsthand.archive.erase import CannotErase, erase, finish
from firsthand.archive.models import Appearance, Capture, Case, Decision, Document, Erased, Part, Statement
from firsthand.archive.remarks import note
from firsthand.archive.replay import rebuild
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.custody.tiles import export
from firsthand.reading.words import lemmas, tokens
from tests.archive.world import Newer, World, html, state

# Nobody's names: each stands in one place, so that what is left tells where from.
PLANTED = {
    "text": "Quindrella Mospetch",
    "title": "Vostrubel",
    "file": "zarquellin",
    "folder": "yembletock",
    "reason": "Hrabosteyn",
    "undo": "Plimverosk",
    "note": "Krastovanne",
    "judgement": "Tuvendray",
    "cyrillic": "Жмуровельська",
    "description": "Ekhubaldin",
}
SHORT = "Ulrimane Foskett\n"
PAGE = html(
    "en",
    "https://dayline.example/Wexlorthy",
    "Vostrubel speaks",
    "“They took Quindrella away in the night,” said Quindrella Mospetch, 34, a baker.",
    "“Nobody told us why,” said Quindrella Mospetch of the village of Grendolkirk.",
)
UKRAINIAN = html(
    "uk", "https://richka.example/1", "Ніч", "«Нас забрали вночі», — сказала Оксана Жмуровельська, вчителька."
)
WORDS = (*PLANTED.values(), *SHORT.split(), "Quindrella", "Mospetch", "Wexlorthy", "Grendolkirk", "забрали", "baker")


@pytest.fixture
def planted(archive, tmp_path):
    """An archive with the names planted in it, beside pages that stay."""
    newsroom = World(archive, tmp_path / "pages", random.Random(1))  # noqa: S311 - the same each time
    newsroom.new_case("river")
    newsroom.add_page("bridge.html")
    folder = newsroom.pages / PLANTED["folder"]
    folder.mkdir()
    (folder / f"{PLANTED['file']}.html").write_bytes(PAGE)
    (folder / "uk.html").write_bytes(UKRAINIAN)
    (folder / "short.txt").write_text(SHORT)
    (folder / "talk.info.json").write_text('{"id": "1", "title": "Ekhubaldin at home", "language": "en"}' + " " * 200)
    (folder / "talk.description").write_text("Ekhubaldin, whom nobody saw since. " * 5)
    (folder / "talk.uk.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nEkhubaldin\n")
    newsroom.kept = newsroom.add(folder)
    newsroom.again = newsroom.add(folder / f"{PLANTED['file']}.html", case="river")
    newsroom.add(folder / f"{PLANTED['file']}.html", reader=Newer())
    statement = rows(archive.database, Statement, words__contains="Nobody told").first()
    decide(archive, "reject", str(statement.id), reason="Hrabosteyn told us another story")
    decided = decide(archive, "confirm", str(statement.id), reason="Hrabosteyn told us so")
    undo(archive, f"entry:{decided.entry}", reason="Plimverosk was mistaken")
    note(archive, str(statement.id), "Krastovanne saw it, too")
    there, here = (
        rows(archive.database, Appearance, name="Quindrella Mospetch").first(),
        rows(archive.database, Appearance, name__contains="Kolvin").first(),
    )
    judge(archive, str(there.id), str(here.id), "same", reason="Tuvendray knows both")
    other = rows(archive.database, Statement, document_id=here.document_id).first()
    newsroom.reason = decide(archive, "withhold", str(other.id), reason="Hrabosteyn is her brother")
    newsroom.page = statement.document_id
    newsroom.add_page("puente.html")
    decide(archive, "withhold", str(there.id), reason="asked us to")  # so that her name is guarded
    bring_up_to_date(archive)
    newsroom.seal()
    return newsroom


def erase_all(newsroom):
    """Erase all that was planted: a document, captures, a reason."""
    erase(newsroom.archive, str(newsroom.page), reason="asked for by who speaks in it")
    for kept in newsroom.kept:
        if rows(newsroom.archive.database, Capture, id=kept.id).exists():
            erase(newsroom.archive, str(kept.id), reason="asked for by who speaks in it")
    erase(newsroom.archive, f"entry:{newsroom.reason.entry}", reason="it named a relative")
    newsroom.seal()


def forms():
    """Return every form of every planted word that something could have kept."""
    for word in WORDS:
        for form in {word, word.lower(), word.casefold(), word.upper(), *tokens(word), *lemmas(tokens(word), "uk")}:
            if len(form) > 4:
                yield from (form.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
                yield form.encode("ascii", "backslashreplace")


def told_by(*folders):
    """Return which planted words stand in which files."""
    sought = sorted(set(forms()))
    found = []
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                found += [(word, path.name) for word in sought if word in data]
    return found


def test_the_words_that_are_looked_for_are_there_before(planted, tmp_path):
    found = {word for word, _ in told_by(planted.archive.folder)}
    assert {word.encode() for word in PLANTED.values()} <= found


def test_erased_words_are_nowhere(planted, tmp_path):
    archive = planted.archive
    export(archive, tmp_path / "before")
    erase_all(planted)
    assert told_by(archive.folder, tmp_path / "config") == []
    export(archive, tmp_path / "out")
    assert told_by(tmp_path / "out", tmp_path / "before") == []
    findings = list(verify(archive))
    assert not [finding for finding in findings if finding.result == "failed"]
    says = {finding.says.partition(": ")[2].rstrip(")") for finding in findings if finding.result == "erased"}
    assert says == {"asked for by who speaks in it", "it named a relative"}
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held
    archive.close()
    assert told_by(archive.folder, tmp_path / "config") == []


def test_erased_words_are_in_no_file_of_postgresql_but_its_write_ahead_log(postgres_server, postgres_url, tmp_path):
    archive = init(tmp_path / "archive", database=postgres_url)
    newsroom = planted.__wrapped__(archive, tmp_path)
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("ANALYZE")  # as it does by itself after a while: it keeps samples of what stands in the tables
        server.execute("CHECKPOINT")
        ((number,),) = server.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        data = [postgres_server.folder / "data" / folder for folder in (f"base/{number}", "global")]
        assert told_by(*data)
        erase_all(newsroom)
        server.execute("CHECKPOINT")
        assert told_by(*data) == []
    archive.close()


def test_a_dictionary_of_the_planted_words_finds_no_digest_in_the_export(planted, tmp_path):
    erase_all(planted)
    export(planted.archive, tmp_path / "out")
    whole = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    folder = planted.pages / PLANTED["folder"]
    paths = [str(path) for path in (folder, *folder.iterdir())]
    guesses = {*WORDS, SHORT, *paths, *(Path(path).name for path in paths), "river", "Hrabosteyn is her brother"}
    guesses |= {"it named a relative", "asked for by who speaks in it", "main", "marta"}
    tried = 0
    for guess in guesses:
        for form in {guess, guess.lower(), guess.strip(), guess + "\n", f'"{guess}"', f'{{"reason":"{guess}"}}'}:
            for code in ("utf-8", "utf-16"):
                digest = hashlib.sha256(form.encode(code))
                assert digest.hexdigest().encode() not in whole, form
                assert digest.digest() not in whole, form
                tried += 1
    assert tried > 200


def test_erased_bytes_do_not_come_back(planted):
    archive, path = planted.archive, planted.pages / PLANTED["folder"] / f"{PLANTED['file']}.html"
    erase_all(planted)
    (kept,) = planted.add(path)
    assert kept.failed
    assert "these bytes were erased here" in kept.error
    assert kept.document is None
    digest = f"sha256:{hashlib.sha256(PAGE).hexdigest()}"
    assert not archive.blobs.holds(digest)
    assert not [finding for finding in verify(archive) if finding.result == "failed"]
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held


def test_an_erasure_that_was_interrupted_is_finished(planted, monkeypatch, tmp_path):
    """Killed once the log says it, before the first file is gone."""
    archive = planted.archive
    monkeypatch.setattr(erasing, "finish", interrupt)
    with pytest.raises(KeyboardInterrupt):
        erase(archive, str(planted.page), reason="asked for")
    erased = {row.digest for row in rows(archive.database, Erased)}
    failed = {finding.id for finding in verify(archive) if finding.result == "failed"}
    assert failed == erased
    finish(archive)
    assert not [finding for finding in verify(archive) if finding.result == "failed"]
    assert not [word for word, _ in told_by(archive.folder) if word in (b"Quindrella", b"Grendolkirk")]


def test_an_interrupted_erasure_of_a_short_file_is_finished(planted, monkeypatch):
    """The log does not list its digest, from which its words could be guessed."""
    archive = planted.archive
    row = rows(archive.database, Part, size=len(SHORT)).get()
    monkeypatch.setattr(erasing, "finish", interrupt)
    with pytest.raises(KeyboardInterrupt):
        erase(archive, str(row.capture_id), reason="asked for")
    finish(archive)
    assert not archive.blobs.holds(row.digest)
    assert not [word for word, _ in told_by(archive.folder) if word == b"Foskett"]


def interrupt(*_):
    raise KeyboardInterrupt


def test_legal_hold_refuses(planted):
    """Also where only another capture of the same bytes is held."""
    archive = planted.archive
    case = rows(archive.database, Case, name="river").get()
    said = {"name": "river", "purpose": "", "basis": "", "members": [], "review_on": "", "hold": True}
    archive.append([archive.draft("case", (case.id,), said)])
    size = archive.size()
    with pytest.raises(CannotErase, match="case “river” is on legal hold"):
        erase(archive, str(planted.page), reason="asked for")
    assert archive.size() == size
    assert rows(archive.database, Document, id=planted.page).exists()


def test_a_file_that_another_capture_has_among_its_parts_goes_with_that_capture(planted):
    """Else the words would be gone from a capture that says it has them, or stay in it."""
    archive = planted.archive
    (alone,) = planted.add(planted.pages / PLANTED["folder"] / "talk.description")
    erase(archive, str(alone.id), reason="asked for")
    assert not [row for row in rows(archive.database, Part) if not archive.blobs.holds(row.digest)]
    assert not rows(archive.database, Part, digest=alone.digest).exists()
    held = state(archive.database)
    rebuild(archive.database, archive.blobs)
    assert state(archive.database) == held


def test_a_part_that_another_capture_has_stays_with_that(planted):
    """A picture that two videos share, say: one of them is erased."""
    archive, pages = planted.archive, planted.pages
    for name in ("one", "two"):
        (pages / name).mkdir()
        (pages / name / "talk.info.json").write_text(f'{{"id": "{name}"}}' + " " * 200)
        (pages / name / "talk.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    one, two = planted.add(pages / "one")[0], planted.add(pages / "two")[0]
    erase(archive, str(one.id), reason="asked for")
    assert {row.capture_id for row in rows(archive.database, Part, name="talk.jpg")} == {two.id}
    assert not [row for row in rows(archive.database, Part) if not archive.blobs.holds(row.digest)]
    assert not [finding for finding in verify(archive) if finding.result == "failed"]


def test_erasing_leaves_nothing_in_a_large_database(tmp_path):
    """Rows that moved between the pages of the file as it grew leave no copies behind."""
    archive = init(tmp_path / "archive")
    newsroom = World(archive, tmp_path / "pages", random.Random(2))  # noqa: S311 - the same each time
    erased = []
    for number in range(30):
        name = f"page-{number}.html"
        said = f"“Number {number} was there and {'long ' * (number % 40)}after,” said Quindrella Mospetch."
        path = newsroom.write(name, html("en", f"https://dayline.example/{number}", f"Page {number}", said * 4))
        erased.append(newsroom.add(path)[0])
    newsroom.random.shuffle(erased)
    for kept in erased:
        erase(archive, str(kept.id), reason="asked for")
    assert told_by(archive.folder) == []
    assert not rows(archive.database, Decision).exists()
    archive.close()
