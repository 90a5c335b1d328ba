"""A large archive for measuring the desk, made up here: N documents, 10 N statements (`… benchmarks.desk_archive N`).

It is built once for each size and kept under `build/`. The rows are entered in bulk, as appliers would leave them, and
the log has the entries that name them; only every hundredth document has blobs, so that its page opens. Nothing but
those documents would survive a `verify`. Words follow Zipf's law, as in real text, and so do outlets and speakers.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import numpy as np

from firsthand.archive.apply import WITHIN_ENTRY
from firsthand.archive.archive import Archive, init, open_archive
from firsthand.archive.cases import add_case, change_case
from firsthand.archive.clear import RULE
from firsthand.custody.entry import Entry
from firsthand.custody.sealed import seal
from firsthand.custody.tree import grown, leaf_hash
from firsthand.linking.people import name_key
from firsthand.reading.words import fold, tokens

BUILD = Path(__file__).parents[1] / "build"
EACH = 10  # statements in a document
OPENED = 100  # every so many documents have blobs
OUTLETS, PEOPLE, VOCABULARY = 2000, 30_000, 20_000
TAGS = ("bridge", "convoy", "dam", "harbour", "mill", "quarry", "school", "weir")
WORKERS = ("marta", "custodian", "reviewer")
_AT_ONCE = 2000  # documents
_LANGUAGES = ("en", "es", "ru", "uk")
_SHARES = (0.45, 0.2, 0.2, 0.15)
_LATIN = "ba be bo da de di fa fe ga go ka la le lo ma me mi na ne no pa pe ra re ri ro sa se ta te to va ve vo"
_CYRILLIC = "ба бе бо да де ди га го ка ла ле ло ма ме ми на не но па пе ра ре ри ро са се та те то ва ве во зу жи"
_READER = "grammar 1"
_ROWS = {
    "capture": 17,
    "document": 17,
    "reading": 5,
    "statement": 22,
    "appearance": 11,
    "hand": 4,
    "decision": 11,
    "remark": 9,
    "subject": 2,
    "log_entry": 3,
}


@dataclass(slots=True)
class _World:
    """What is drawn from."""

    random: np.random.Generator
    words: dict[str, list[str]]
    people: dict[str, list[str]]
    outlets: dict[str, list[str]]
    rows: dict[str, list[Sequence[Any]]] = field(default_factory=lambda: {name: [] for name in _ROWS})
    appearances: list[list[Any]] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)
    """Of each name, the smallest id of those who bear it: that of the person."""

    def ranks(self, count: int, most: int) -> list[int]:
        """Draw places in a list of `most` things, the first of which is the commonest."""
        drawn = np.exp(self.random.random(count) * np.log(most + 1)).astype(int) - 1
        return drawn.tolist()  # type: ignore[no-any-return]  # numpy knows no lists


def archive_of(documents: int) -> Archive:
    """Return the archive with so many documents, built first if need be."""
    folder = BUILD / f"desk-{documents}"
    os.environ["FIRSTHAND_CONFIG"] = str(BUILD / "desk-keys")
    os.environ.setdefault("FIRSTHAND_USER", "marta")
    if not (folder / "built").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _build(folder, documents)
        (folder / "built").touch()
    return open_archive(folder)


def _word(random: np.random.Generator, syllables: Sequence[str], least: int = 1, most: int = 4) -> str:
    return "".join(syllables[place] for place in random.integers(0, len(syllables), random.integers(least, most + 1)))


def _world() -> _World:
    random = np.random.default_rng(20230308)
    syllables = {"en": _LATIN.split(), "es": _LATIN.split(), "ru": _CYRILLIC.split(), "uk": _CYRILLIC.split()}
    endings = {"en": "", "es": "n", "ru": "м", "uk": "й"}
    words, people, outlets = {}, {}, {}
    for language, of in syllables.items():
        found: dict[str, None] = {}
        while len(found) < VOCABULARY:
            found[_word(random, of) + endings[language]] = None
        words[language] = list(found)
        firsts = [_word(random, of, 2, 3).title() for _ in range(60)]
        named: dict[str, None] = {}
        while len(named) < PEOPLE // 4:
            named[f"{firsts[random.integers(60)]} {_word(random, of, 3, 5).title()}"] = None
        people[language] = list(named)
        outlets[language] = [
            f"{_word(random, of, 2, 3).title()} {words[language][place % 50].title()} {place}"
            for place in range(OUTLETS // 4)
        ]
    return _World(random, words, people, outlets)


def _digest(number: int, what: str) -> str:
    return f"sha256:{sha256(f'{what}{number}'.encode()).hexdigest()}"


def _build(folder: Path, documents: int) -> None:
    begun = time.monotonic()
    with closing(init(folder)) as archive:
        river = add_case(archive, "river", purpose="a part of all")["id"]
        small = add_case(archive, "small", purpose="a few pages")["id"]
        for name in ("main", "river", "small"):
            change_case(archive, name, tags=TAGS)
        database = archive.database
        database.run("PRAGMA synchronous=OFF")
        database.run("PRAGMA secure_delete=OFF")
        cases = [archive.case("main").id.hex, UUID(river).hex, UUID(small).hex]
        world, person, machine = _world(), archive.person(), archive.machine()
        database.indexes = False
        number = archive.size()
        ids: list[tuple[int, str]] = []
        log: list[bytes] = []
        for start in range(0, documents, _AT_ONCE):
            for place in range(start, min(start + _AT_ONCE, documents)):
                entries = _document(archive, world, number, place, documents, cases, (person, machine), ids)
                log += entries
                number += len(entries)
            _flush(archive, world)
            print(f"\r{start + _AT_ONCE} documents, {time.monotonic() - begun:.0f} s", end="", file=sys.stderr)
        log += _decide(archive, world, number, ids, person)
        log += _remark(archive, world, number + len(log), ids, person)
        _enter_appearances(archive, world)
        _flush(archive, world)
        _enter_log(archive, log)
        database.run("INSERT INTO search (search) VALUES ('rebuild')")
        database.run(
            "INSERT INTO local_clear SELECT number FROM document d WHERE NOT EXISTS "
            "(SELECT 1 FROM appearance a WHERE a.document_id = d.id AND NOT a.circumstances = '[]')"
        )
        last = archive.size() - 1  # taken for known: most of its texts were never written
        database.run("INSERT INTO local_clear_state (rule, begun, last) VALUES (%s, %s, %s)", [RULE, last, last])
        database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        archive.seal(lambda: None)
    print(f"\rbuilt {folder} in {time.monotonic() - begun:.0f} s", file=sys.stderr)


def _document(
    archive: Archive,
    world: _World,
    number: int,
    place: int,
    documents: int,
    cases: Sequence[str],
    actors: tuple[UUID, UUID],
    ids: list[tuple[int, str]],
) -> list[bytes]:
    """Make the rows of one capture and what was read in it, and return their entries."""
    random = world.random
    language = str(random.choice(_LANGUAGES, p=_SHARES))
    at = f"{2019 + 7 * place // documents}-{random.integers(1, 13):02}-{random.integers(1, 29):02}T10:22:00.000Z"
    capture = uuid5(archive.id, f"capture {number}")
    case = cases[2] if place % 500 == 7 else cases[1] if place % 12 == 5 else cases[0]
    taken = {"id": capture.hex, "number": number, "case": case, "at": at, "place": place}
    if place % 40 == 39:
        return [_failed(archive, world, taken, actors[0])]
    document = uuid5(archive.id, f"document {number}")
    outlet = world.outlets[language][world.ranks(1, OUTLETS // 4)[0]]
    draw = random.random()
    published = at[:10] if draw < 0.7 else at[:7] if draw < 0.75 else at[:4] if draw < 0.77 else None
    if place % 9 == 3:
        published = f"{2005 + int(random.integers(0, 20))}-{at[5:10]}"
    statements, speakers, text = _read(world, language)
    older = place % 30 == 11
    address = f"https://site{place % 977}.example/{place - 1 if place % 30 == 12 else place}"
    heads = " ".join(world.words[language][each] for each in world.ranks(5, VOCABULARY)).capitalize()
    page: dict[str, Any] = {"title": heads, "outlet": outlet, "byline": None, "url": address, "language": language}
    page |= {"published": published, "address": address}
    blobs = {name: _digest(number, name) for name in ("detail", "main", "text", "reading")}
    reading: dict[str, Any] = {
        "reader": _READER,
        "statements": statements,
        "people": speakers,
        "credits": [],
        "notes": [],
    }
    if credited := place % 3 == 0:
        name = world.outlets[language][world.ranks(1, OUTLETS // 4)[0]] if place % 2 else heads.title()[:20]
        reading["credits"] = [[name, "source", [[0, 5]], []]]
    if place % OPENED == 0:
        main = f"<html lang={language}><title>{heads}</title><p>{text}</p></html>".encode()
        part: dict[str, Any] = {
            "name": None,
            "media_type": "text/html",
            "digest": archive.blobs.put(main),
            "size": len(main),
        }
        blobs["main"] = part["digest"]
        blobs["text"] = archive.blobs.put(seal(_text(page, text)))
        blobs["reading"] = archive.blobs.put(seal(reading))
        blobs["detail"] = archive.blobs.put(seal(_detail(taken, address, part)))
        archive.database.run(
            "INSERT INTO part VALUES (%s, 0, NULL, 'text/html', %s, %s)", [capture.hex, part["digest"], len(main)]
        )
    world.rows["capture"].append(_capture_row(taken, address, blobs["main"], blobs["detail"], None, None, document.hex))
    read = number + 1
    world.rows["document"].append(
        (
            *(document.hex, read, blobs["main"], address, _digest(0, address), heads, outlet, None, address, language),
            *(published, blobs["text"], blobs["reading"], _READER, published or at, number, not older),
        )
    )
    world.rows["reading"].append((read, document.hex, blobs["text"], blobs["reading"], _READER))
    if credited:
        world.rows["hand"].append((document.hex, 0, reading["credits"][0][0], "source"))
    who: dict[int, str] = {}
    for at_place, said in enumerate(statements):
        name = uuid5(document, str(at_place)).hex
        ids.append((read * WITHIN_ENTRY + at_place, name))
        if said["person"] not in who:
            who[said["person"]] = _appearance(world, read, document.hex, name, speakers[said["person"]])
        words = " ".join(text[start:end] for start, end in said["content"])
        row: tuple[Any, ...] = (
            read * WITHIN_ENTRY + at_place,
            name,
            document.hex,
            who[said["person"]],
            said["id"],
            said["type"],
        )
        row += ("speech", words, _dumps(said["source"]), _dumps(said["cue"]), _dumps(said["content"]))
        row += (_dumps(said["circumstances"]), None, 0.9, _READER, at_place == 9 and place % 10 == 0, "suggested", None)
        world.rows["statement"].append((*row, "undecided", None, said["tokens"], said["lemmas"]))
    world.rows["subject"] += [(capture.hex, number), (capture.hex, read), (document.hex, read)]
    return [
        Entry("captured", at, actors[0], (capture,), (blobs["detail"], blobs["main"]), {"firsthand": "0"}).encode(),
        Entry(
            "read", at, actors[1], (document, capture), (blobs["reading"], blobs["text"]), {"firsthand": "0"}
        ).encode(),
    ]


def _read(world: _World, language: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]], str]:
    """Make up statements, their speakers, and the text in which they stand."""
    random, vocabulary = world.random, world.words[language]
    speakers: list[dict[str, Any]] = []
    captive = random.random() < 0.04
    for rank in world.ranks(int(random.integers(3, 7)), PEOPLE // 4):
        named = random.random() < 0.8
        name = world.people[language][rank] if named else None
        if name and any(name == other["name"] for other in speakers):
            continue
        circumstances = ["captivity"] if captive and random.random() < 0.5 else []
        kind = "named" if named else "unnamed"
        speakers.append({"name": name, "kind": kind, "age": None, "role": None, "circumstances": circumstances})
    pieces: list[str] = []
    statements = []
    at = 0
    lengths = random.integers(6, 26, EACH).tolist()
    drawn = iter(world.ranks(sum(lengths), VOCABULARY))
    for place, length in enumerate(lengths):
        words = [vocabulary[next(drawn)] for _ in range(length)]
        person = int(random.integers(len(speakers)))
        said = f"“{' '.join(words)},”"
        name = speakers[person]["name"]
        source = name or vocabulary[3]
        pieces.append(f"{said} {vocabulary[0]} {source}.")
        cue = at + len(said) + 1
        begins = cue + len(vocabulary[0]) + 1
        span = [[begins, begins + len(source)]]
        who = {**speakers[person], "mention": span[0]}
        statements.append(
            {
                "id": f"s{place + 1}",
                "type": ("direct", "direct", "direct", "mixed", "indirect")[place % 5],
                "act": "speech",
                "within": None,
                "score": 0.9,
                "reader": _READER,
                "source": span,
                "cue": [[cue, begins - 1]],
                "content": [[at, at + len(said)]],
                "circumstances": ["in_custody"] if speakers[person]["circumstances"] else [],
                "speaker": {name: who[name] for name in ("name", "kind", "role", "age", "mention", "circumstances")},
                "person": person,
                "tokens": " ".join(words),
                "lemmas": " ".join(word[:-1] or word for word in words),
            }
        )
        at += len(pieces[-1]) + 1
    return statements, speakers, "\n".join(pieces)


def _appearance(world: _World, read: int, document: str, statement: str, said: dict[str, Any]) -> str:
    appearance = uuid5(UUID(statement), "speaker").hex
    name = said["name"]
    if name and (name not in world.first or appearance < world.first[name]):
        world.first[name] = appearance
    key = name_key(name) if name else None
    called = fold(name) if name else None
    row = [appearance, read, document, appearance, name, said["kind"], None, None, key, called]
    world.appearances.append([*row, _dumps(said["circumstances"])])
    return appearance


def _failed(archive: Archive, world: _World, taken: dict[str, Any], person: UUID) -> bytes:
    """Make a capture that failed, or one that could not be read."""
    place = taken["place"]
    unread = "there is no text in it" if place % 80 == 79 else None
    error = None if unread else "the site answered 404"
    digest = _digest(place, "bytes") if unread else None
    detail = _digest(place, "detail")
    address = f"https://site{place % 977}.example/{place}"
    world.rows["capture"].append(_capture_row(taken, address, digest, detail, error, unread, None))
    world.rows["subject"].append((taken["id"], taken["number"]))
    return Entry("captured", taken["at"], person, (UUID(taken["id"]),), (detail,), {"firsthand": "0"}).encode()


def _capture_row(
    taken: dict[str, Any],
    address: str,
    digest: str | None,
    detail: str,
    error: str | None,
    unread: str | None,
    document: str | None,
) -> tuple[Any, ...]:
    obtained = "fetched" if taken["place"] % 3 else "imported"
    row = (taken["id"], taken["number"], taken["case"], taken["case"], None, None, address, address, obtained)
    return (*row, taken["at"], "text/html", digest, 4000, error, unread, document, detail)


def _detail(taken: dict[str, Any], address: str, part: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = dict.fromkeys(
        ("charset", "status", "error", "name", "language", "translation", "archived", "within")
    )
    said |= {"address": address, "url": address, "obtained": "fetched", "clock": "this computer", "at": taken["at"]}
    said |= {"media_type": "text/html", "headers": [], "redirects": [], "notes": [], "parts": [part]}
    return {**said, "case": str(UUID(taken["case"])), "run": str(UUID(taken["case"]))}


def _text(page: dict[str, Any], text: str) -> dict[str, Any]:
    more: dict[str, Any] = {"text": text, "dates": [], "links": [], "furniture": [], "translated": None, "notes": []}
    return {"extractor": "firsthand 0", "document": {**page, **more}}


def _decide(archive: Archive, world: _World, number: int, ids: Sequence[tuple[int, str]], person: UUID) -> list[bytes]:
    """Decide about one statement in a hundred, and about one person in two hundred."""
    log: list[bytes] = []
    status = {"confirm": "confirmed", "reject": "rejected"}
    for at in world.random.choice(len(ids), len(ids) // 100, replace=False).tolist():
        act = "confirm" if at % 3 else "reject"
        statement, name = ids[at]
        archive.database.run(
            "UPDATE statement SET status = %s, decided_by = 'marta' WHERE number = %s", [status[act], statement]
        )
        log.append(_decision(world, number + len(log), act, name, "statement", person))
    for name in list(world.first.values())[::200]:
        log.append(_decision(world, number + len(log), "release", name, "person", person))
    return log


def _decision(world: _World, number: int, act: str, subject: str, kind: str, person: UUID) -> bytes:
    detail = _digest(number, "detail")
    at = "2026-02-03T10:00:00.000Z"
    row = (number, act, subject, None, kind, person.hex, at, "looked at", "[]", detail, None)
    world.rows["decision"].append(row)
    world.rows["subject"].append((subject, number))
    return Entry(act, at, person, (UUID(subject),), (detail,), {"firsthand": "0"}, seen=number - 1).encode()


def _remark(archive: Archive, world: _World, number: int, ids: Sequence[tuple[int, str]], person: UUID) -> list[bytes]:
    """Tag one statement in twenty and one document in a hundred, and assign one in a hundred of either."""
    held = [name for (name,) in archive.database.run("SELECT id FROM document ORDER BY number")]
    names = [name for _, name in ids]
    log: list[bytes] = []
    for act, field_, of, every, values in (
        ("tag", "tag", names, 20, TAGS),
        ("tag", "tag", held, 100, TAGS),
        ("assign", "to", names, 100, WORKERS),
        ("assign", "to", held, 100, WORKERS),
    ):
        chosen = world.random.choice(len(of), len(of) // every, replace=False).tolist()
        for at, rank in zip(chosen, world.ranks(len(chosen), len(values)), strict=True):
            place, detail = number + len(log), _digest(number + len(log), "detail")
            when, subject = "2026-02-03T10:00:00.000Z", of[at]
            said = _dumps({field_: values[rank]})
            world.rows["remark"].append((place, act, subject, None, person.hex, when, said, detail, None))
            world.rows["subject"].append((subject, place))
            entry = Entry(act, when, person, (UUID(subject),), (detail,), {"firsthand": "0"}, seen=place - 1)
            log.append(entry.encode())
    return log


def _enter_appearances(archive: Archive, world: _World) -> None:
    for row in world.appearances:
        if row[4]:
            row[3] = world.first[row[4]]
    world.rows["appearance"] += world.appearances
    called = {row[9] for row in world.appearances if row[9]}
    words = [(word, name) for name in called for word in set(tokens(name))]
    archive.database.run_many("INSERT INTO name_word (word, called) VALUES (%s, %s)", words)


def _enter_log(archive: Archive, log: Sequence[bytes]) -> None:
    database = archive.database
    ((last, peaks),) = database.run('SELECT "index", peaks FROM log_entry ORDER BY "index" DESC LIMIT 1')

    def grow() -> Iterator[tuple[int, bytes, bytes]]:
        held = bytes(peaks)
        for index, data in enumerate(log, last + 1):
            held = grown(held, index, leaf_hash(data))
            yield index, data, held

    database.run_many("INSERT INTO log_entry VALUES (%s, %s, %s)", list(grow()))


def _flush(archive: Archive, world: _World) -> None:
    with archive.database.writing():
        for table, rows in world.rows.items():
            columns = ", ".join(f'"{name}"' for name in _COLUMNS[table]) if table in _COLUMNS else ""
            into = f"{table} ({columns})" if columns else table
            archive.database.run_many(
                f"INSERT INTO {into} VALUES ({', '.join(['%s'] * _ROWS[table])})",  # noqa: S608 - names of our own
                rows,
            )
            rows.clear()


_COLUMNS = {
    "appearance": [
        "id",
        "number",
        "document_id",
        "person_id",
        "name",
        "kind",
        "age",
        "role",
        "key",
        "called",
        "circumstances",
    ],
}


def _dumps(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    with closing(archive_of(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)):
        pass
