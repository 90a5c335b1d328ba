import base64
import itertools
import json
import random
import re
import shutil
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.archive import search
from firsthand.archive.archive import init, open_archive, place
from firsthand.archive.database import DatabaseTrouble
from firsthand.archive.intake import intake
from firsthand.archive.models import LogCheckpoint, LogEntry, Part, Statement
from firsthand.archive.replay import copy_log, projection, rebuild
from firsthand.archive.tables import rows
from firsthand.archive.verify import verify
from firsthand.capture import gather
from firsthand.custody.entry import decode
from firsthand.custody.note import Checkpoint, VerifierKey, sign
from firsthand.custody.tree import grown, leaf_hash, root
from firsthand.reading.grammar import GrammarReader
from tests.archive.world import World, log, state, told

RANDOM = random.Random(7)  # noqa: S311 - the same sample each time


def failed(archive, **more):
    return {finding.id: finding for finding in verify(archive, **more) if finding.result == "failed"}


@dataclass
class Place:
    """Where the history of `told` lies, made once, and how to get it again as it was."""

    folder: Path
    url: str | None
    config: Path

    def opened(self):
        return open_archive(self.folder)


def unhurried(archive):
    """Return the archive with a database that does not wait for the disk: nobody pulls the plug here."""
    if archive.database.is_sqlite:
        archive.database.run("PRAGMA synchronous=OFF")
    return archive


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request, tmp_path_factory):
    """The history, on each database; tests put back what they change."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTHAND_CONFIG", str(folder / "config"))
        patch.setenv("FIRSTHAND_USER", "marta")
        if request.param == "sqlite":
            archive = unhurried(init(folder / "archive"))
            told(archive, folder)
            archive.close()
            yield Place(folder / "archive", None, folder / "config")
            return
        with request.getfixturevalue("postgres_server").new_database() as url:
            archive = init(folder / "archive", database=url)
            told(archive, folder)
            archive.close()
            yield Place(folder / "archive", url, folder / "config")


@pytest.fixture
def archive(kept, monkeypatch):
    """The history, to be changed by one test: what that does to the rows is undone, its files are a copy."""
    monkeypatch.setenv("FIRSTHAND_CONFIG", str(kept.config))
    opened = unhurried(kept.opened())
    yield opened
    opened.close()


@pytest.fixture
def copy(kept, tmp_path, monkeypatch):
    """A copy of the history in SQLite, keys and all, to do anything to."""
    if kept.url:
        pytest.skip("what happens to files is the same there")
    shutil.copytree(kept.folder, tmp_path / "archive")
    shutil.copytree(kept.config, tmp_path / "config")
    opened = unhurried(open_archive(tmp_path / "archive"))
    yield opened
    opened.close()


def changed(archive, *statements):
    """Return what fails after some SQL, which is then undone."""
    database = archive.database
    before = [(model._meta.db_table, database.run(f"SELECT * FROM {quoted(model)}")) for model in everything()]  # noqa: S608
    index = database.run("SELECT number, vector::text FROM search") if not database.is_sqlite else ()
    try:
        for sql, parameters in statements:
            database.run(sql, parameters)
        return failed(archive)
    finally:
        for table, held in before:
            database.run(f'DELETE FROM "{table}"')  # noqa: S608
            if held:
                places = ", ".join(["%s"] * len(held[0]))
                database.run_many(f'INSERT INTO "{table}" VALUES ({places})', held)  # noqa: S608
        database.run("DELETE FROM search" if index else "INSERT INTO search (search) VALUES ('rebuild')")
        for row in index:
            database.run("INSERT INTO search VALUES (%s, %s::tsvector)", list(row))


def everything():
    return (LogEntry, LogCheckpoint, *projection())


def quoted(model):
    return f'"{model._meta.db_table}"'


def keys_of(model):
    return [field.column for field in model._meta.pk_fields]


def columns_of(model):
    return [field for field in model._meta.concrete_fields if field.column]


def other(field, value, number=1):
    """Return another value for a column: one character, bit or unit away."""
    match field.get_internal_type():
        case "UUIDField":
            digits = str(value).replace("-", "") if value else "0" * 32
            return digits[:-1] + ("1" if digits[-1] == "0" else "0")
        case "BooleanField":
            return not value
        case "BinaryField":
            return bytes([value[0] ^ 1]) + bytes(value[1:])
        case "TextField" | "Exact":
            return (value or "") + "x"
        case "FloatField":
            return value / 2 + 0.25
    return (value or 0) + 1_000_000 + number


def named(row, model):
    names = [field.column for field in columns_of(model)]
    keys = [str(row[names.index(key)]) for key in keys_of(model)]
    return "/".join(str(UUID(key)) if re.fullmatch("[0-9a-f]{32}", key) else key for key in keys)


def test_an_untouched_archive_has_nothing_that_failed(archive):
    findings = list(verify(archive))
    assert {finding.result for finding in findings} == {"ok", "not proved", "erased"}
    assert {finding.what for finding in findings} == {"entry", "checkpoint", "blob", "row"}
    erased = [finding for finding in findings if finding.result == "erased"]
    assert [finding for finding in erased if "asked for by who speaks in it" in finding.says]
    assert [finding for finding in erased if "it named a neighbour" in finding.says]
    held = {digest for digest, _ in archive.blobs.files()}
    assert {finding.id for finding in findings if finding.what == "blob" and finding.result == "ok"} == held


def test_stray_files_entries_past_the_checkpoint_and_an_interrupted_run_are_no_failures(copy, tmp_path):
    newsroom = World(copy, tmp_path / "pages", None)
    (copy.folder / "blobs/.new-half").write_bytes(b"half")
    (copy.folder / "blobs/sha256/notes").write_bytes(b"what is this")
    copy.blobs.put(b"kept and never named, since the power went")
    with pytest.raises(KeyboardInterrupt):
        interrupted(newsroom)
    findings = list(verify(copy))
    assert not [finding for finding in findings if finding.result == "failed"]
    says = " ".join(finding.says for finding in findings if finding.result == "not proved")
    assert "not yet under a checkpoint" in says
    assert says.count("a stray file") == 3


def interrupted(newsroom):
    with intake(newsroom.archive, GrammarReader(), ["x"], case="main") as into:
        list(into.take_in(next(gather(str(newsroom.write("puente.html"))))))
        raise KeyboardInterrupt


# Blobs


def spoiled(path, change):
    """Return the bytes that a file had, having changed them."""
    before = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(change(before))
    return before


def flip(at, bit=0):
    return lambda data: data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def places(path, few):
    size = path.stat().st_size
    return range(size) if few is None else sorted({0, size - 1, *(RANDOM.randrange(size) for _ in range(few))})


@pytest.mark.parametrize("few", [pytest.param(0, id="some"), pytest.param(None, id="every", marks=pytest.mark.soak)])
def test_a_flipped_byte_of_any_blob_is_named(copy, few):
    """All blobs at once, each at one place; each place is a round."""
    held = {digest: path for digest, path in copy.blobs.files() if digest}
    for turn in itertools.zip_longest(*(places(path, few) for path in held.values())):
        before = {
            digest: spoiled(path, flip(at, RANDOM.randrange(8)))
            for (digest, path), at in zip(held.items(), turn, strict=True)
            if at is not None
        }
        found = failed(copy)
        assert {finding.id for finding in found.values() if finding.what == "blob"} == set(before)
        assert all(found[digest].says.startswith("changed: its bytes now hash to") for digest in before)
        for digest, data in before.items():
            held[digest].write_bytes(data)
    assert not failed(copy)


def test_each_blob_that_is_gone_is_named(copy):
    """Some of them, one after the other, and those so short that no entry names their digest."""
    held = {digest: path for digest, path in copy.blobs.files() if digest}
    assert rows(copy.database, Part, size__lt=128).exists()
    short = {row.digest for row in rows(copy.database, Part, size__lt=128)}
    for digest, path in {each: held[each] for each in (*short, *RANDOM.sample(sorted(held), 12))}.items():
        path.rename(path.with_suffix(".away"))
        found = failed(copy)
        assert digest in found, path
        assert "it is gone" in found[digest].says
        path.with_suffix(".away").rename(path)


def test_a_blob_that_was_erased_and_is_there_again_is_named(copy):
    erased = next(finding.id for finding in verify(copy) if finding.result == "erased")
    path = copy.blobs.path(erased)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"whatever")
    assert set(failed(copy)) == {erased}


# The log


@pytest.mark.parametrize("few", [pytest.param(1, id="some"), pytest.param(None, id="every", marks=pytest.mark.soak)])
def test_a_flipped_byte_of_any_entry_is_named(archive, few):
    for number, data in enumerate(archive.entries()):
        if few and number % 4:
            continue
        for at in range(len(data)) if few is None else (RANDOM.randrange(len(data)) for _ in range(few)):
            wrong = flip(at, RANDOM.randrange(8))(data)
            found = updated(archive, "bytes", wrong, number)
            assert str(number) in found, (number, at, wrong)
            assert found[str(number)].what == "entry"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(flip(3), id="flipped"),
        pytest.param(lambda peaks: b"", id="empty"),
        pytest.param(lambda peaks: peaks[:-1], id="cut"),
        pytest.param(lambda peaks: peaks + bytes(32), id="longer"),
    ],
)
def test_wrong_peaks_are_named(archive, change):
    last = archive.size() - 1
    for number in (0, 1, 7, last - 1, last):
        peaks = bytes(rows(archive.database, LogEntry, index=number).get().peaks)
        assert str(number) in updated(archive, "peaks", change(peaks), number)


def updated(archive, column, value, number):
    """Return what fails with another value in a row of the log, which is then put back."""
    (before,) = archive.database.run(f'SELECT {column} FROM log_entry WHERE "index" = %s', [number])  # noqa: S608
    sql = f'UPDATE log_entry SET {column} = %s WHERE "index" = %s'  # noqa: S608
    archive.database.run(sql, [value, number])
    try:
        return failed(archive)
    finally:
        archive.database.run(sql, [before[0], number])


def test_each_entry_that_is_gone_is_named(archive):
    """But the first, without which it is no archive; the one of each kind that comes first, and the last."""
    last = archive.size() - 1
    kinds = {archive.entry(number).act: number for number in range(last, 0, -1)}
    for row in list(rows(archive.database, LogEntry, index__in=[*kinds.values(), last])):
        archive.database.run('DELETE FROM log_entry WHERE "index" = %s', [row.index])
        try:
            found = failed(archive)
        finally:
            archive.database.run(
                "INSERT INTO log_entry VALUES (%s, %s, %s)", [row.index, bytes(row.bytes), bytes(row.peaks)]
            )
        if row.index + 1 < archive.size():
            assert found[str(row.index)].says == "missing from the log"
        else:
            assert "its end is gone" in found[f"{row.index + 1} beside the key"].says


def test_an_entry_before_the_first_is_named(archive):
    data, peaks = archive.database.run('SELECT bytes, peaks FROM log_entry WHERE "index" = 5')[0]
    found = changed(archive, ("INSERT INTO log_entry VALUES (%s, %s, %s)", [-1, data, peaks]))
    assert "-1" in found


def test_a_log_that_lost_its_end_and_the_notes_of_it_is_caught_by_the_copy_beside_the_key(archive):
    notes = archive.database.run("SELECT size, note FROM log_checkpoint ORDER BY size")
    (size, _), (last, note) = notes[-2:]
    found = changed(
        archive,
        ('DELETE FROM log_entry WHERE "index" >= %s', [size]),
        ("DELETE FROM log_checkpoint WHERE size > %s", [size]),
    )
    assert f"the log has {size} entries: its end is gone" in found[f"{last} beside the key"].says
    elsewhere = failed_without_the_key(archive, note, size)
    assert "its end is gone" in elsewhere[f"{last} given"].says


def failed_without_the_key(archive, note, size):
    """Return what fails of a log that was cut short and rebuilt, on another computer, to which a note was brought."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTHAND_CONFIG", str(archive.folder / "nothing"))
        entries, notes = log(archive)
        with pytest.MonkeyPatch.context():
            made = rebuilt(archive, entries[:size], [each for each in notes if each[0] <= size])
            try:
                return failed(made, checkpoint=note)
            finally:
                made.close()


def rebuilt(archive, entries, notes):
    """Return an archive in SQLite with such a log, and the rows that follow from it."""
    folder = archive.folder.with_name(f"forged-{RANDOM.randrange(10**9)}")
    folder.mkdir()
    (folder / "firsthand.toml").write_text("")
    (folder / "blobs").symlink_to(archive.folder / "blobs")
    database = place(folder, None)
    database.prepare()
    copy_log(entries, notes, database)
    rebuild(database, archive.blobs)
    database.close()
    return open_archive(folder)


def rewritten(archive, key, *, vkey=None, cut=None, more=0):
    """Return an archive whose log was rewritten, one entry left out, and signed; the rows follow from it."""
    entries = list(archive.entries())
    del entries[cut if cut is not None else find_undo(entries)]
    entries += [entries[-1]] * more
    if vkey:
        record = json.loads(entries[0])
        record["key"] = vkey
        entries[0] = rfc8785.dumps(record)
    peaks = b""
    for number, data in enumerate(entries):
        peaks = grown(peaks, number, leaf_hash(data))
    note = sign(Checkpoint(archive.origin, len(entries), root(peaks)), key)
    return rebuilt(archive, entries, [(len(entries), note)])


def find_undo(entries):
    return next(number for number, data in enumerate(entries) if decode(data).act == "undo")


def test_a_rewritten_log_that_was_signed_again_with_the_same_key_is_caught_by_the_copy_beside_it(archive):
    forged = rewritten(archive, archive.keys.key())
    found = failed(forged)
    assert set(found) == {f"{archive.size()} beside the key"}
    forged.close()
    longer = rewritten(archive, archive.keys.key(), more=3)
    found = failed(longer)
    assert "it was rewritten" in found[f"{archive.size()} beside the key"].says
    longer.close()


def test_a_rewritten_log_that_was_signed_with_another_key_is_caught_by_the_copy_beside_the_right_one(
    archive, monkeypatch, tmp_path
):
    key = Ed25519PrivateKey.generate()
    vkey = VerifierKey(archive.origin, key.public_key().public_bytes_raw())
    note, own = archive.checkpoint(), archive.keys.vkey()
    forged = rewritten(archive, key, vkey=str(vkey))
    assert f"{archive.size()} beside the key" in failed(forged)
    monkeypatch.setenv("FIRSTHAND_CONFIG", str(tmp_path / "another computer"))
    elsewhere = open_archive(forged.folder)
    assert not failed(elsewhere)  # nothing there speaks against it, so it is not proved
    says = [finding.says for finding in verify(elsewhere) if finding.result == "not proved"]
    assert any("would look the same" in each for each in says)
    assert f"{archive.size()} given" in failed(elsewhere, checkpoint=note)
    for known in (own.fingerprint, str(own)):
        assert vkey.fingerprint in failed(elsewhere, key=known)
    elsewhere.close()
    forged.close()


def test_the_key_that_somebody_names_is_compared(archive):
    own = archive.keys.vkey()
    for known in (own.fingerprint, str(own)):
        assert not failed(archive, key=known)
    assert "signed by another key" in failed(archive, key="sha256:" + "0" * 64)[own.fingerprint].says


@pytest.mark.parametrize("few", [pytest.param(3, id="some"), pytest.param(None, id="every", marks=pytest.mark.soak)])
def test_a_flipped_byte_of_a_note_is_named(archive, few):
    for size, note in archive.database.run("SELECT size, note FROM log_checkpoint"):
        for at in range(len(note)) if few is None else (RANDOM.randrange(len(note)) for _ in range(few)):
            wrong = note[:at] + chr(ord(note[at]) ^ 1) + note[at + 1 :]
            if same_note(wrong, note):
                continue
            sql = "UPDATE log_checkpoint SET note = %s WHERE size = %s"
            archive.database.run(sql, [wrong, size])
            found = failed(archive)
            archive.database.run(sql, [note, size])
            assert [name for name in found if name.split()[0] == str(size)], wrong


def same_note(one, other):
    """Tell whether two notes differ in bits only that Base64 throws away."""

    def bits(note):
        *lines, last = note.rstrip("\n").split("\n")
        return lines, base64.b64decode(last.split(" ")[-1]), last.split(" ")[:-1]

    try:
        return bits(one) == bits(other)
    except ValueError:
        return False


def test_a_note_that_stands_under_another_size_is_named(archive):
    (last,) = archive.database.run("SELECT max(size) FROM log_checkpoint")[0]
    found = changed(archive, ("UPDATE log_checkpoint SET size = %s WHERE size = %s", [last - 1, last]))
    assert str(last - 1) in found


# Rows


@pytest.mark.parametrize("few", [pytest.param(1, id="some"), pytest.param(None, id="every", marks=pytest.mark.soak)])
def test_any_column_of_any_row_that_was_changed_is_named(archive, few):
    """In each round each table has one of its columns changed, or in `soak` one of its rows."""
    work = defaultdict(list)
    for model in projection():
        held = archive.database.run(f"SELECT {selected(model)} FROM {quoted(model)}")  # noqa: S608
        for at, field in enumerate(columns_of(model)):
            for row in held if few is None else RANDOM.sample(held, min(few, len(held))):
                work[model].append((field, row, row[at]))
    for turn in itertools.zip_longest(*work.values()):
        sqls, expected = [], []
        for model, (field, row, value) in ((model, each) for model, each in zip(work, turn, strict=True) if each):
            where = " AND ".join(f'"{key}" = %s' for key in keys_of(model))
            names = [each.column for each in columns_of(model)]
            found = other(field, value)
            sql = f'UPDATE {quoted(model)} SET "{field.column}" = %s WHERE {where}'  # noqa: S608
            sqls.append((sql, [found, *(row[names.index(key)] for key in keys_of(model))]))
            expected.append(
                (f"{model._meta.db_table} {named(row, model)}", field.column, field.column in keys_of(model))
            )
        fails = changed(archive, *sqls)
        for name, column, is_key in expected:
            assert name in fails, (name, column)
            assert ("this row is gone" if is_key else column) in fails[name].says


def selected(model):
    return ", ".join(f'"{field.column}"' for field in columns_of(model))


def test_each_row_that_is_gone_is_named(archive):
    """One of each table at once; then all."""
    for pick in (lambda held: [RANDOM.choice(held)], list):
        sqls, expected = [], []
        for model in projection():
            names = [each.column for each in columns_of(model)]
            held = archive.database.run(f"SELECT {selected(model)} FROM {quoted(model)}")  # noqa: S608
            where = " AND ".join(f'"{key}" = %s' for key in keys_of(model))
            for row in pick(held) if held else ():
                sql = f"DELETE FROM {quoted(model)} WHERE {where}"  # noqa: S608
                sqls.append((sql, [row[names.index(key)] for key in keys_of(model)]))
                expected.append(f"{model._meta.db_table} {named(row, model)}")
        found = changed(archive, *sqls)
        assert set(expected) <= set(found)
        assert all("this row is gone" in found[name].says for name in expected)


def test_a_row_that_the_log_does_not_know_is_named(archive):
    sqls, expected = [], []
    for model in projection():
        held = archive.database.run(f"SELECT {selected(model)} FROM {quoted(model)} LIMIT 1")  # noqa: S608
        if not held:
            continue
        unique = [field.unique or field.column in keys_of(model) for field in columns_of(model)]
        row = [
            other(field, value, 2) if own else value
            for field, value, own in zip(columns_of(model), held[0], unique, strict=True)
        ]
        places = ", ".join(["%s"] * len(row))
        sqls.append((f"INSERT INTO {quoted(model)} ({selected(model)}) VALUES ({places})", row))  # noqa: S608
        expected.append(f"{model._meta.db_table} {named(row, model)}")
    found = changed(archive, *sqls)
    assert set(expected) <= set(found)
    assert all("the log knows no such row" in found[name].says for name in expected)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE statement SET words = CAST(x'ff41' AS TEXT) WHERE number = {number}",
        "UPDATE statement SET words = x'c3a4' WHERE number = {number}",
        "UPDATE statement SET id = x'00' WHERE number = {number}",
        "UPDATE statement SET score = 'very' WHERE number = {number}",
        "UPDATE statement SET score = 9e999 WHERE number = {number}",
    ],
    ids=["no UTF-8", "bytes for a text", "bytes for a key", "a text for a number", "infinity"],
)
def test_what_no_firsthand_writes_into_a_row_is_named(copy, sql):
    number = rows(copy.database, Statement).first().number
    copy.database.run(sql.format(number=number))
    assert f"statement {number}" in failed(copy)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("erased", "digest", "x'00'"),
        ("capture", "id", "x'00'"),
        ("subject", "subject", "x'00'"),
        ("capture", "id", "CAST(x'ff' AS TEXT)"),
    ],
)
def test_a_key_of_another_type_is_named(copy, table, column, value):
    copy.database.run(f"UPDATE {table} SET {column} = {value} WHERE rowid = 1")  # noqa: S608
    assert [name for name in failed(copy) if name.startswith(table)]


def test_an_entry_of_another_type_is_named(copy):
    copy.database.run('UPDATE log_entry SET bytes = CAST(bytes AS TEXT) WHERE "index" = 5')
    assert "5" in failed(copy)


# The search index

COUNTERS = {0, 1, 2, 3, 6}
"""Places in the structure record of FTS5 that only count its writes."""


@pytest.mark.parametrize("few", [pytest.param(150, id="some"), pytest.param(None, id="every", marks=pytest.mark.soak)])
def test_a_flipped_bit_of_the_search_index_is_named(copy, few):
    """By another program, as FTS5 remembers what it has read. Not where a page says that no row begins in it."""
    writer = sqlite3.connect(copy.folder / "firsthand.db", isolation_level=None)
    bits = [
        (table, column, name, bytes(block), at, bit)
        for table, column in (("search_data", "block"), ("search_docsize", "sz"))
        for name, block in writer.execute(f"SELECT id, {column} FROM {table}")  # noqa: S608
        for at in range(len(block))
        if not (name == 10 and at in COUNTERS) and not (name > 10 and table == "search_data" and at < 2)
        for bit in range(8)
    ]
    assert len(bits) > 5000
    for table, column, name, block, at, bit in bits if few is None else RANDOM.sample(bits, few):
        sql = f"UPDATE {table} SET {column} = ? WHERE id = ?"  # noqa: S608
        writer.execute(sql, [flip(at, bit)(block), name])
        assert search.faults(copy.database), (table, name, at, bit)
        writer.execute(sql, [block, name])
    assert not search.faults(copy.database)
    writer.execute("DROP TABLE search")
    writer.close()
    assert "search" in failed(copy)


def test_a_changed_word_in_the_search_index_is_named(kept, archive):
    if not kept.url:
        pytest.skip("there it has no words of its own")
    database = archive.database
    for number, vector in database.run("SELECT number, vector::text FROM search"):
        for word in vector.split():
            wrong = vector.replace(word, word[:-1] + "x'")
            database.run("UPDATE search SET vector = %s::tsvector WHERE number = %s", [wrong, number])
            assert [name for name, _ in search.faults(database)] == [str(number)]
        database.run("UPDATE search SET vector = %s::tsvector WHERE number = %s", [vector, number])
    found = changed(archive, ("UPDATE search SET number = number + 1000 WHERE number = %s", [number]))
    assert {f"search {number}", f"search {number + 1000}"} <= set(found)


def test_a_statement_that_is_missing_in_the_search_index_is_named(archive):
    row = rows(archive.database, Statement).first()
    if archive.database.is_sqlite:
        delete = "INSERT INTO search (search, rowid, tokens, lemmas) VALUES ('delete', %s, %s, %s)"
        found = changed(archive, (delete, [row.number, row.tokens, row.lemmas]))
        assert f"search {row.number}" in found
        added = "INSERT INTO search (rowid, tokens, lemmas) VALUES (%s, %s, %s)"
        assert f"search {row.number + 1}" in changed(archive, (added, [row.number + 1, "planted", "plant"]))
    else:
        found = changed(archive, ("DELETE FROM search WHERE number = %s", [row.number]))
        assert f"search {row.number}" in found


# The file of the database, whatever stands at a place


@pytest.mark.parametrize("few", [pytest.param(30, id="some"), pytest.param(None, id="every", marks=pytest.mark.soak)])
def test_no_flipped_byte_of_the_database_s_file_passes_for_what_was_kept(copy, few):
    """What a byte says that verify does not speak of, nobody can read in the archive either."""
    path = copy.folder / "firsthand.db"
    copy.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    held, entries = state(copy.database), log(copy)
    copy.close()
    whole = path.read_bytes()
    for at in range(100, len(whole)) if few is None else (RANDOM.randrange(100, len(whole)) for _ in range(few)):
        spoiled(path, flip(at, RANDOM.randrange(8)))
        try:
            archive = open_archive(copy.folder)
        except DatabaseTrouble:
            path.write_bytes(whole)
            continue
        try:
            if not failed(archive):
                assert state(archive.database) == held, at
                assert log(archive) == entries, at
        finally:
            archive.close()
            path.write_bytes(whole)
