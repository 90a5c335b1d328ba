"""Relays: made-up ways of a statement through two to six hands, out of parallel texts, with what is true of each.

The words are those of NTREX-128 (four languages) and of Parallel Universal Dependencies (three), which are only read
here; speakers, outlets and addresses are invented. A relay begins with a recording, or with a page that names nobody,
and goes on in English, Spanish, Russian and Ukrainian: cut, under another headline, with other words around, dated
wrongly or not at all at times, its credits kept or dropped. A recording may be shown a second time, by another channel.
Beside all that stand pages on the same matter: by another witness, of the same man elsewhere, and now and then another
recording, in another language, whose speaker says the same of himself.

There is but one translation of each sentence, and so words that went through another language and back would come back
as they were: no relay returns to a language that it has left.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from firsthand.linking.page import Hand, Page, Pointer, Told
from firsthand.linking.passages import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from firsthand.linking.page import PointerKind

LANGUAGES: Final = ("en", "es", "ru", "uk")
SPEAKERS: Final = (
    ("Milan Dravec", "Milan Dravec", "Милан Дравец", "Мілан Дравець"),
    ("Oxana Belokur", "Oxana Belokur", "Оксана Белокур", "Оксана Білокур"),
    ("Tomas Ferrandil", "Tomás Ferrandil", "Томас Феррандиль", "Томас Феррандиль"),
    ("Grigory Sosnin", "Grigori Sosnin", "Григорий Соснин", "Григорій Соснін"),
    ("Lidia Montanero", "Lidia Montanero", "Лидия Монтанеро", "Лідія Монтанеро"),
    ("Petro Kalynets", "Petró Kalynets", "Петро Калинец", "Петро Калинець"),
)
OUTLETS: Final = (
    ("Dayline", "Dayline", "Дейлайн", "Дейлайн"),
    ("Harbour Gazette", "Harbour Gazette", "Харбор газет", "Гарбор газет"),
    ("Canal Meseta", "Canal Meseta", "Канал Месета", "Канал Месета"),
    ("El Faro de Lindar", "El Faro de Lindar", "Эль Фаро де Линдар", "Ель Фаро де Ліндар"),
    ("Tochka", "Tochka", "Точка", "Точка"),
    ("Vestovoy", "Vestovói", "Вестовой", "Вєстовой"),
    ("Nadtalva", "Nadtalva", "Надталва", "Надталва"),
    ("Riverside Post", "Riverside Post", "Риверсайд пост", "Ріверсайд пост"),
    ("Severnaya Liniya", "Sévernaya Líniya", "Северная линия", "Сєвєрная лінія"),
    ("Kordon", "Kordon", "Кордон", "Кордон"),
    ("Lindmark Radio", "Lindmark Radio", "Линдмарк радио", "Ліндмарк радіо"),
)
_CUES: Final = {"en": "said", "es": "dijo", "ru": "сказал", "uk": "сказав"}
_CREDITS: Final = {"en": "Source: {}", "es": "Fuente: {}", "ru": "Источник: {}", "uk": "Джерело: {}"}
_BEFORE: Final = {
    "en": "First shown by {}.", "es": "Emitido primero por {}.",
    "ru": "Первым показал {}.", "uk": "Першим показав {}.",
}  # fmt: skip
_ABOUT: Final = {
    "en": (
        "We are a small newsroom by the river and we pay for every mile we drive. If you want us to go on, become a "
        "member, or tell a friend who has not heard of us yet; the editors answer each letter themselves."
    ),
    "es": (
        "Somos una redacción pequeña junto al río y pagamos cada kilómetro que recorremos. Si quieres que sigamos, "
        "hazte socio o háblale de nosotros a quien todavía no nos conozca; aquí se contesta cada carta a mano."
    ),
    "ru": (
        "Мы небольшая редакция у реки и сами платим за каждый километр дороги. Хотите, чтобы мы продолжали, "
        "поддержите нас или расскажите о нас тому, кто ещё не слышал; редакторы сами отвечают на каждое письмо."
    ),
    "uk": (
        "Ми невелика редакція біля річки й самі платимо за кожен кілометр дороги. Хочете, щоб ми не спинялися, "
        "підтримайте нас або розкажіть про нас тому, хто ще не чув; редактори самі відповідають на кожного листа."
    ),
}
"""What outlets say of themselves below an article, and readers take for a part of it: the same words on many pages."""
_BEGUN: Final = datetime(2023, 3, 1, 8, tzinfo=UTC)
_LEAST: Final = 10  # sentences of a story
_WORDS: Final = 6  # of a sentence that is quoted, in each language

Piece = tuple[int, int]
"""A sentence: of which story, by its place among those of a case, and which."""


@dataclass(frozen=True, slots=True)
class Relay:
    """One made-up case, and what is true of it."""

    pages: tuple[Page[str], ...]
    texts: dict[str, Words]
    """Of each page, without its furniture."""
    asked: str
    """The statement whose trail is followed: one of the last hand."""
    parents: dict[str, str]
    """From which page each has it, of those that tell it."""
    root: str
    """The page with which it begins."""
    recorded: bool
    """Whether that is a recording."""
    credits_kept: bool

    @property
    def proved(self) -> int:
        """How many independent sources of the statement are held: the recording, however often it is shown."""
        return int(self.recorded)

    def before(self, page: str) -> Iterator[str]:
        """Yield the hands through which a page has it, the last first."""
        while page in self.parents:
            page = self.parents[page]
            yield page


@dataclass(frozen=True, slots=True)
class Story:
    """Sentences that follow one another, in some languages."""

    languages: tuple[str, ...]
    sentences: tuple[dict[str, str], ...]


def stories(data: Path, *, even: bool = False) -> list[Story]:
    """Return the documents that relays are made of: with the SHA-256 of their ids even, or odd, as is asked for.

    Those of PUD have few sentences: some that follow one another make one story.
    """
    found: list[Story] = []
    for name, languages, pooled in (("ntrex-parallel", LANGUAGES, False), ("pud-parallel-ner", LANGUAGES[:3], True)):
        documents: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        with (data / name / "sentences.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                documents[row["doc"]].append({language: row[language] for language in languages})
        pool: list[dict[str, str]] = []
        for doc in sorted(documents):
            if int(hashlib.sha256(doc.encode()).hexdigest(), 16) % 2 == even:
                continue
            pool = [*pool, *documents[doc]] if pooled else documents[doc]
            if len(pool) >= _LEAST:
                found.append(Story(languages, tuple(pool)))
                pool = []
    return found


def relays(held: Sequence[Story], count: int, seed: int = 5) -> Iterator[Relay]:
    """Yield made-up cases, every other one with its credits."""
    for number in range(count):
        draw = random.Random(seed * 100_003 + number)  # noqa: S311 - cases, not secrets
        yield _Maker(draw, held, number, credits_kept=number % 2 == 0).relay()


class _Maker:
    """Makes one case."""

    def __init__(self, draw: random.Random, held: Sequence[Story], number: int, *, credits_kept: bool) -> None:
        self.draw, self.number, self.kept = draw, number, credits_kept
        first = draw.choice(held)
        alike = [story for story in held if story is not first and set(story.languages) >= set(first.languages)]
        self.stories = [first, *draw.sample(alike, 3)]
        self.languages = first.languages
        self.outlets = draw.sample(OUTLETS, len(OUTLETS))
        self.speaker, *self.strangers = draw.sample(SPEAKERS, len(SPEAKERS))
        self.pages: list[Page[str]] = []
        self.pieces: list[list[Piece]] = []
        """What each page tells, in its order."""
        self.texts: dict[str, Words] = {}
        self.parents: list[int | None] = []
        self.nameless = draw.random() < 0.3  # nobody is named in the recording

    def relay(self) -> Relay:
        draw = self.draw
        long = [
            n
            for n, row in enumerate(self.stories[0].sentences)
            if all(len(row[code].split()) >= _WORDS for code in self.languages)
        ]
        count = draw.randint(2, 6)
        self.quoted = sorted(draw.sample(long, min(len(long), draw.randint(3, 6))))
        self.asked = draw.choice(self.quoted)
        recorded = draw.random() < 0.7
        for hand in range(count):
            parent = None if not hand else hand - 1 if draw.random() < 0.8 else draw.randrange(hand)
            again = parent is not None and self.pages[parent].record and hand < count - 1 and draw.random() < 0.15
            self._hand(hand, parent, record=again or (recorded and not hand))
        parents = {
            page.id: self.pages[parent].id
            for page, parent in zip(self.pages, self.parents, strict=True)
            if parent is not None
        }
        root, last = self.pages[0].id, self.pages[-1].id
        for extra in range(3):
            self._other(count + extra, [n for n in long if n not in self.quoted])
        if draw.random() < 0.3:
            self._witness(count + 3)
        draw.shuffle(self.pages)
        return Relay(
            tuple(self.pages), self.texts, self._id(last, (0, self.asked)), parents, root,
            recorded=recorded, credits_kept=self.kept,
        )  # fmt: skip

    def _hand(self, hand: int, parent: int | None, *, record: bool) -> None:
        draw = self.draw
        before = None if parent is None else self.pages[parent]
        fresh = [each for each in self.languages if all(page.language != each for page in self.pages)]
        if before is not None and before.language and (record or not fresh or draw.random() < 0.5):
            language = before.language
        else:
            language = draw.choice(fresh)
        pieces = [(0, n) for n in self.quoted] if parent is None else self._cut(self.pieces[parent])
        if not record and (parent is None or draw.random() < 0.6):
            pieces = self._told_around(pieces)
        self.parents.append(parent)
        when = _BEGUN + timedelta(hours=self.number % 50 + 7 * hand + draw.randint(0, 3))
        hands, pointers = self._credits(parent, language) if self.kept and parent is not None else ((), ())
        lines = [each.words for each in hands]
        self._add(
            self.outlets[hand], language, pieces, self.speaker, record=record, when=when,
            published=self._dated(when), nameless=record and self.nameless, lines=lines,
            hands=tuple(hands), pointers=tuple(pointers),
        )  # fmt: skip

    def _cut(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return what is taken over: some is left out, often the end, never the statement that is followed."""
        asked = (0, self.asked)
        kept = [each for each in pieces if each == asked or self.draw.random() < 0.85]
        if self.draw.random() < 0.25:
            kept = kept[: self.draw.randint(kept.index(asked) + 1, len(kept))]
        return kept

    def _told_around(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return pieces with sentences of the teller's own between them."""
        found = list(pieces)
        for _ in range(self.draw.randint(1, 3)):
            story = self.draw.randrange(len(self.stories))
            free = [n for n in range(len(self.stories[story].sentences)) if story or n not in self.quoted]
            found.insert(self.draw.randint(0, len(found)), (story, self.draw.choice(free)))
        return list(dict.fromkeys(found))

    def _dated(self, when: datetime) -> str | None:
        """Return what a page claims: the time, often only the day, at times a wrong one or nothing."""
        kind = self.draw.random()
        if kind < 0.05:
            return None
        if kind < 0.10:
            return (when + timedelta(days=self.draw.choice((-1, 1)) * self.draw.randint(1, 9))).date().isoformat()
        return when.date().isoformat() if kind < 0.20 else when.isoformat()

    def _credits(self, parent: int, language: str) -> tuple[list[Hand[str]], list[Pointer]]:
        """Return how a page credits the one before it: by name or by address; and at times the one before that."""
        draw, before = self.draw, self.pages[parent]
        hands: list[Hand[str]] = []
        pointers: list[Pointer] = []
        spelling = self._spelt(parent, language)
        credit = _CREDITS[language].format(spelling)
        if draw.random() < 0.7:
            hands.append(Hand(spelling, "source", credit))
        else:
            kind: PointerKind = draw.choice(("link", "embed"))
            pointers.append(Pointer(before.addresses[0] + draw.choice(("", "?utm_source=x", "/")), kind, credit))
        farther = self.parents[parent]
        if farther is not None and draw.random() < 0.25:
            spelling = self._spelt(farther, language)
            hands.append(Hand(spelling, draw.choice(("told", "uploaded")), _BEFORE[language].format(spelling)))
        return hands, pointers

    def _spelt(self, hand: int, language: str) -> str:
        """Return how a page writes the name of another: in its own letters, or as the other does."""
        code = language if self.draw.random() < 0.5 else self.pages[hand].language or language
        return self.outlets[hand][LANGUAGES.index(code)]

    def _other(self, number: int, free: Sequence[int]) -> None:
        """Make a page about the same things that is none of the hands: another witness, or the same man elsewhere."""
        draw = self.draw
        independent = draw.random() < 0.5 and len(free) > 1
        who = draw.choice(self.strangers) if independent or draw.random() < 0.5 else self.speaker
        story = 0 if independent else draw.randrange(1, len(self.stories))
        places = list(free if independent else range(len(self.stories[story].sentences)))
        pieces = [(story, n) for n in draw.sample(places, min(3, len(places)))]
        when = _BEGUN + timedelta(hours=draw.randint(0, 90))
        self._add(
            self.outlets[number], draw.choice(self.languages), pieces, who, record=False,
            when=when, published=self._dated(when), told=frozenset(pieces),
        )  # fmt: skip

    def _witness(self, number: int) -> None:
        """Make another recording, in which somebody else says the same of himself."""
        when = _BEGUN + timedelta(hours=self.draw.randint(0, 90))
        fresh = [each for each in self.languages if all(page.language != each for page in self.pages)]
        if fresh and not self.nameless:
            pieces = [(0, n) for n in self.quoted]
            language = self.draw.choice(fresh)
            self._add(
                self.outlets[number], language, pieces, self.strangers[0], record=True,
                when=when, published=self._dated(when),
            )  # fmt: skip

    def _add(
        self, outlet: tuple[str, ...], language: str, pieces: Sequence[Piece], who: tuple[str, ...], *,
        record: bool, when: datetime, published: str | None, nameless: bool = False, lines: Iterable[str] = (),
        hands: tuple[Hand[str], ...] = (), pointers: tuple[Pointer, ...] = (), told: frozenset[Piece] = frozenset(),
    ) -> None:  # fmt: skip
        draw = self.draw
        identity = f"p{self.number}-{draw.getrandbits(32):08x}"  # says nothing of which page is older
        at = LANGUAGES.index(language)
        text: list[str] = []
        statements: list[Told[str]] = []
        if not record:
            headline = draw.choice(draw.choice(self.stories[1:]).sentences)[language]
            text.append(" ".join(headline.split()[:9]))
        for story, n in pieces:
            words = self.stories[story].sentences[n][language]
            if (story == 0 and n in self.quoted) or (story, n) in told:
                cue = "" if record else _CUES[language]
                statements.append(
                    Told(
                        self._id(identity, (story, n)), identity, language, words if record else f"“{words}”",
                        "direct", None if nameless else who[at], "unknown" if nameless else "named", cue,
                        seconds=(9.0 * n, 9.0 * n + 8) if record else None,
                    )
                )  # fmt: skip
                text.append(words if record else f"“{words}”, {cue} {who[at]}.")
            else:
                text.append(words)
        text += lines
        if not record and draw.random() < 0.3:
            text.append(_ABOUT[language])
        covers = frozenset(one.id for one in statements)
        seen = (when + timedelta(hours=draw.randint(1, 400))).isoformat()
        self.texts[identity] = Words("\n".join(text))
        self.pieces.append(list(pieces))
        self.pages.append(
            Page(
                identity, (f"https://site-{identity}.example/story",), outlet[at], language, published, seen, record,
                statements=tuple(statements), pointers=pointers,
                hands=tuple(Hand(each.name, each.kind, each.words, covers) for each in hands),
            )
        )  # fmt: skip

    @staticmethod
    def _id(page: str, piece: Piece) -> str:
        return f"{page}.{piece[0]}.{piece[1]}"
