"""A small archive of pages of our own, with a history in it: what a newsroom does with one, in a few seconds."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from firsthand.archive import erase as erasing
from firsthand.archive.archive import MAIN
from firsthand.archive.cases import change_case
from firsthand.archive.decide import CannotDecide, decide, judge, undo
from firsthand.archive.intake import intake
from firsthand.archive.models import Appearance, Capture, Decision, Document, Erased, LogCheckpoint, Remark, Statement
from firsthand.archive.remarks import assign, grade, judge_edge, note, tag, translate
from firsthand.archive.replay import dump, projection
from firsthand.archive.tables import rows
from firsthand.capture import gather
from firsthand.custody.ids import new_id
from firsthand.reading.grammar import GrammarReader
from firsthand.text import Span

HTML = (
    '<!doctype html><html lang="{lang}"><head><title>{title}</title><meta charset="utf-8">'
    '<link rel="canonical" href="{url}"></head><body><article><h1>{title}</h1>{body}</article></body></html>'
)


def html(lang, url, title, *paragraphs):
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return HTML.format(lang=lang, url=url, title=title, body=body).encode()


ENGLISH = (
    "“The bridge was gone by the morning,” said Marta Kolvin, a nurse from the left bank.",
    "“We heard two explosions and then nothing,” said Pavlo Strizhak, 17, who was captured near the river.",
    "The mayor said that the crossing would be rebuilt before the winter.",
)
SPANISH = (
    "«El puente ya no estaba por la mañana», dijo Lucía Ferrandel, una vecina del barrio.",
    "«Oímos dos explosiones y después nada», contó Marta Kolvin.",
    "El alcalde afirmó que el paso se reconstruirá antes del invierno.",
)
RUSSIAN = (
    "«Нас держали в подвале четыре дня», — рассказал пленный Игорь Зарубко.",
    "«Солдаты пришли утром», — сказала Оксана Вильшенко.",
    "Глава района заявил, что мост восстановят до зимы.",
)
UKRAINIAN = (
    "«Солдати прийшли вранці», — сказала Оксана Вільшенко.",
    "«Моста вже не було», — розповів Тарас Гребля.",
    "Голова громади заявив, що переправу відновлять до зими.",
)

PAGES = {
    "bridge.html": html("en", "https://dayline.example/bridge", "The bridge at Olsk", *ENGLISH),
    "bridge-later.html": html(
        "en", "https://dayline.example/bridge", "The bridge at Olsk, corrected", *ENGLISH[:2], "It was rebuilt."
    ),
    "bridge-copy.html": html("en", "https://dayline.example/bridge", "The bridge at Olsk", *ENGLISH),
    "puente.html": html("es", "https://elcauce.example/puente", "El puente de Olsk", *SPANISH),
    "most.txt": "\n\n".join(("Мост в Ольске", *RUSSIAN)).encode(),
    "mist.html": html("uk", "https://richka.example/mist", "Міст в Ольську", *UKRAINIAN),
    "mist-persha.txt": "\n\n".join(("Міст", UKRAINIAN[0], "Він був старий і вузький, і по ньому ходили.")).encode(),
    "note.txt": "“We saw it fall,” said Ana Ruel.".encode(),
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "talk.info.json": json.dumps(
        {"id": "abc", "language": "uk", "webpage_url": "https://video.example/talk", "title": "Розмова біля річки"},
        ensure_ascii=False,
        indent=4,
    ).encode(),
    "talk.description": "Розмова біля річки. «Моста вже не було», — розповів Тарас Гребля.\n".encode() * 3,
    "talk.jpg": b"\xff\xd8\xff\xe0" + bytes(range(200)),
    "talk.uk.vtt": "WEBVTT\n\n00:01.000 --> 00:03.000\nМоста вже не було\n".encode(),
    "talk.en.vtt": b"WEBVTT\n\n00:01.000 --> 00:03.000\nThe bridge was gone\n" * 3,
}
ALONE = [name for name in PAGES if not name.startswith("talk.")]
READABLE = [name for name in ALONE if not name.startswith("picture")]
SEARCHES = ("bridge", "explosions", "солдат", "солдаты", "міст", "puente", "“two explosions”", "nothing of this")


class Newer:
    """A later version of the reader: it drops the first statement, shifts the second, and finds one more."""

    name = "grammar 99"
    languages = GrammarReader.languages

    def read(self, document):
        found = GrammarReader().read(document)
        statements = [replace(each, reader=self.name, within=None) for each in found.statements[1:]]
        if statements:
            (start, *rest) = statements[0].content
            shifted = (Span(start.start + 1, start.end), *rest) if start.end - start.start > 2 else (start, *rest)
            speaker = replace(statements[0].speaker, name=(statements[0].speaker.name or "Nobody") + " Jr")
            statements[0] = replace(statements[0], content=shifted)
            words = document.text.rstrip()
            extra = Span(len(words) - min(9, len(words)), len(words))
            statements.append(replace(statements[0], id="s99", content=(extra,), source=(), cue=(), speaker=speaker))
        return replace(found, statements=tuple(statements), credits=())


@dataclass
class World:
    """An archive, the folder with the pages, and what a person does."""

    archive: object
    pages: Path
    random: random.Random
    done: list = field(default_factory=list)

    @property
    def database(self):
        return self.archive.database

    def write(self, name, data=None):
        self.pages.mkdir(exist_ok=True)
        path = self.pages / name
        path.write_bytes(PAGES[name] if data is None else data)
        return path

    def add(self, *paths, case=MAIN, reader=None):
        """Add, as `firsthand add PATHS` does; return what was kept."""
        given = [str(path) for path in paths]
        with intake(self.archive, reader or GrammarReader(), given, case=case) as into:
            return [kept for path in given for target in gather(path) for kept in into.take_in(target)]

    def add_page(self, name, **more):
        return self.add(self.write(name), **more)[0]

    def add_talk(self, **more):
        folder = self.pages / "talk"
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in PAGES.items():
            if name.startswith("talk."):
                (folder / name).write_bytes(data)
        return self.add(folder, **more)

    def new_case(self, name, **more):
        said = {"name": name, "purpose": "to know", "basis": "", "members": ["marta"], "review_on": "", "hold": False}
        self.archive.append([self.archive.draft("case", (new_id(),), {**said, **more})])

    def seal(self):
        self.archive.seal(lambda: None)

    def some(self, model, **having):
        """Return one row of a model, or None."""
        found = sorted(rows(self.database, model, **having), key=lambda row: row.number)
        return self.random.choice(found) if found else None

    # What may happen

    def adds(self):
        self.add_page(self.random.choice(ALONE), case=self.random.choice([MAIN, MAIN, "river"]))

    def adds_a_talk(self):
        self.add_talk()

    def fails_to_add(self):
        self.add(self.pages / "missing.txt")

    def reads_anew(self):
        self.add_page(self.random.choice(READABLE), reader=self.random.choice([Newer(), GrammarReader()]))

    def decides_on_a_statement(self):
        if row := self.some(Statement):
            verb = self.random.choice(["confirm", "reject", "withhold", "release"])
            decide(self.archive, verb, str(row.id), reason=f"because of {row.id}")

    def decides_on_a_person(self):
        if row := self.some(Appearance):
            decide(self.archive, self.random.choice(["withhold", "release"]), str(row.id), reason="they asked for it")

    def decides_on_a_document(self):
        if row := self.some(Document):
            decide(self.archive, self.random.choice(["withhold", "release"]), str(row.id), reason="for now")

    def judges_people(self):
        one, other = self.some(Appearance), self.some(Appearance)
        if one and one.id != other.id:
            verdict = self.random.choice(["same", "same", "different", "unsure"])
            last = self.archive.size() - 1
            judge(self.archive, str(one.id), str(other.id), verdict, reason="a look at both pages", seen=last)

    def judges_statements(self):
        one, other = self.some(Statement), self.some(Statement)
        if one and one.id != other.id:
            judge(self.archive, str(one.id), str(other.id), "same", reason="the same words")

    def notes(self):
        if row := self.some(self.random.choice([Statement, Document, Capture, Appearance])):
            note(self.archive, str(row.id), f"about {row.id}")

    def remarks_on_a_statement(self):
        if row := self.some(Statement):
            given = self.archive, str(row.id)
            with suppress(CannotDecide):  # its case may not allow it
                act = self.random.choice([tag, grade, translate, assign])
                if act is translate:
                    language = self.random.choice(["uk", "es"])
                    translate(*given, "as they said", language=language, translator="Neva", on="2026-05-01")
                else:
                    act(*given, *{tag: ["convoy"], grade: ["B", 2], assign: ["marta"]}[act])

    def judges_an_edge(self):
        one, other = self.some(Document), self.some(Document)
        if one and one.id != other.id:
            verdict = self.random.choice(["confirm", "refuse"])
            judge_edge(self.archive, str(one.id), str(other.id), verdict, reason="a look at both pages")

    def undoes(self):
        if row := self.some(self.random.choice([Decision, Decision, Remark]), undone=None):
            undo(self.archive, f"entry:{row.number}", reason="a mistake")

    def erases_a_document(self):
        if row := self.some(Document):
            erasing.erase(self.archive, str(row.id), reason="asked for")

    def erases_a_capture(self):
        if row := self.some(Capture):
            erasing.erase(self.archive, str(row.id), reason="asked for")

    def erases_the_reason_of_an_undo(self):
        if row := self.some(Decision, undone__isnull=False):
            digest = self.archive.entry(row.undone).blobs[0]
            if not rows(self.database, Erased, digest=digest).exists():
                erasing.erase(self.archive, f"entry:{row.undone}", reason="it named somebody")

    def erases_a_reason(self):
        if row := self.some(self.random.choice([Decision, Remark]), detail__isnull=False):
            erasing.erase(self.archive, f"entry:{row.number}", reason="it named somebody")

    OFTEN = (adds, adds, adds, reads_anew, reads_anew, decides_on_a_statement, decides_on_a_statement, judges_people)
    SOMETIMES = (
        adds_a_talk,
        fails_to_add,
        decides_on_a_person,
        decides_on_a_document,
        judges_statements,
        notes,
        remarks_on_a_statement,
        remarks_on_a_statement,
        judges_an_edge,
        undoes,
        undoes,
    )
    SELDOM = (erases_a_document, erases_a_capture, erases_a_reason, erases_a_reason, erases_the_reason_of_an_undo)

    def acts(self, count):
        """Do as many things, drawn at random."""
        for _ in range(count):
            act = self.random.choice((*self.OFTEN, *self.SOMETIMES, *self.OFTEN, *self.SELDOM))
            self.done.append(act.__name__)
            act(self)
        self.seal()


def history(archive, tmp_path, seed, count=40):
    """Let a newsroom work at random: additions, re-readings, decisions, undos, erasures; return the world."""
    world = World(archive, tmp_path / "pages", random.Random(seed))  # noqa: S311 - told again by its seed
    world.new_case("river")
    change_case(archive, "main", tags=["convoy"], grades=True)
    world.acts(count)
    return world


def told(archive, tmp_path):
    """Make the history that most tests look at: each thing once, in a fixed order, an erasure in the middle."""
    world = World(archive, tmp_path / "pages", random.Random(1))  # noqa: S311 - the same each time
    world.new_case("river")
    bridge = world.add_page("bridge.html")
    world.add_page("bridge.html")
    world.add_page("bridge-copy.html", case="river")
    world.add_page("bridge-later.html")
    for name in ("puente.html", "most.txt", "mist.html", "note.txt", "picture.png"):
        world.add_page(name)
    world.fails_to_add()
    world.add_talk(case="river")
    world.seal()
    statements = list(rows(archive.database, Statement, document_id=bridge.document).order_by("number"))
    people = list(rows(archive.database, Appearance).order_by("number", "id"))
    decide(archive, "confirm", str(statements[0].id), reason="heard on the recording")
    rejected = decide(archive, "reject", str(statements[1].id), reason="not what was said")
    decide(archive, "withhold", str(people[0].id), reason="she asked for it")
    released = decide(archive, "release", str(bridge.document), reason="weighed")
    judged = judge(archive, str(people[0].id), str(people[-1].id), "same", reason="one nurse")
    judge(archive, str(people[1].id), str(people[-2].id), "different", reason="two ages")
    judge(archive, str(statements[0].id), str(statements[1].id), "same", reason="one breath")
    for each in (rejected, released, judged):
        undo(archive, f"entry:{each.entry}", reason="a mistake")
    world.add_page("bridge.html", reader=Newer())
    world.seal()
    erasing.erase(archive, str(world.add_page("mist-persha.txt").document), reason="asked for by who speaks in it")
    reason = decide(archive, "reject", str(statements[2].id), reason="names a neighbour")
    erasing.erase(archive, f"entry:{reason.entry}", reason="it named a neighbour")
    world.add_page("most.txt", reader=Newer())
    world.add_page("mist.html")
    world.seal()
    return world


def state(database):
    """Return all rows that follow from the log, by table."""
    return {model._meta.db_table: list(dump(database, model)) for model in projection()}


def log(archive):
    """Return the entries and the signed notes."""
    notes = [(row.size, row.note) for row in rows(archive.database, LogCheckpoint).order_by("size")]
    return list(archive.entries()), notes
