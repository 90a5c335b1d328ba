"""Echoes: how many true pairs of tellings are found, and how many wrong ones with them.

`python -m benchmarks.echoes [--read]`. Translated news (NTREX-128) as quotations, each on a page of its own: sentence n
is said by speaker n mod 10. Counted are documents whose id's SHA-256 is odd; the weights were fitted on even ones. Then
the statements that people marked in the same articles in four languages (quotes-parallel), on which nothing was fitted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.corpora import DATA
from benchmarks.measure import read_text
from benchmarks.readers import readers
from firsthand.linking.echoes import ECHO, FLOOR, echo, standing
from firsthand.linking.telling import prepared
from firsthand.trunk.encoder import encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from firsthand.linking.telling import Telling

PAIRS = (("en", "es"), ("en", "ru"), ("en", "uk"), ("es", "ru"), ("ru", "uk"), ("es", "uk"))
WANTED = {"en-es": 0.95, "en-ru": 0.95, "en-uk": 0.95, "es-ru": 0.92, "ru-uk": 0.92, "es-uk": 0.92}
"""Share of true pairs to be found where one wrong pair in 10 000 is let through."""
WANTED_F1 = 0.85
"""Of pairs of statements in different languages that people marked."""
_LET = 1e-4
_SAME_PLACE = 0.5  # how much of two contents together has to be in both: they are one statement

SPEAKERS: Mapping[str, Sequence[str]] = {
    "en": (
        "Marta Oldenkott", "Ilya Verbin", "Samuel Threlkeld", "Oksana Druzhba", "Ramiro Cuevas", "Denis Kalugar",
        "Halyna Stelmashenko", "Beatriz Lozano", "Pavel Rodichev", "Edith Harrowgate",
    ),
    "es": (
        "Marta Oldenkott", "Iliá Verbin", "Samuel Threlkeld", "Oksana Druzhbá", "Ramiro Cuevas", "Denís Kalugar",
        "Halyna Stelmashenko", "Beatriz Lozano", "Pável Ródichev", "Edith Harrowgate",
    ),
    "ru": (
        "Марта Олденкотт", "Илья Вербин", "Сэмюэл Трелкелд", "Оксана Дружба", "Рамиро Куэвас", "Денис Калугар",
        "Галина Стельмашенко", "Беатрис Лосано", "Павел Родичев", "Эдит Харроугейт",
    ),
    "uk": (
        "Марта Олденкотт", "Ілля Вербін", "Семюел Трелкелд", "Оксана Дружба", "Раміро Куевас", "Денис Калугар",
        "Галина Стельмашенко", "Беатріс Лосано", "Павло Родічев", "Едіт Гарровгейт",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What is found of one pair of languages."""

    at_rate: float
    """Share of true pairs, where one wrong pair in 10 000 is let through."""
    at_echo: float
    """Share of true pairs at the threshold that is shipped."""
    wrong: float
    """Wrong pairs let through there, of 10 000."""
    floor: float
    """Share of true pairs that an index over vectors finds."""


def tellings(
    rows: Sequence[Mapping[str, str]], language: str, *, named: bool = True, half: bool = False
) -> list[Telling]:
    """Return sentences as quotations of ten speakers in turn."""
    found = []
    for n, row in enumerate(rows):
        words = row[language].split()
        text = " ".join(words[: (len(words) + 1) // 2]) if half else row[language]
        found.append(
            prepared(
                encoder(),
                id=n,
                language=language,
                words=text,
                type="direct",
                speaker=SPEAKERS[language][n % 10] if named else None,
                kind="named" if named else "unknown",
            )
        )
    return found


def compare(ours: Sequence[Telling], theirs: Sequence[Telling]) -> Found:
    """Set all tellings of one list against all of another; those at the same place are one statement."""
    scores = matrix(ours, theirs)
    right = np.diag(scores)
    wrong = scores[~np.eye(len(scores), dtype=bool)]
    bar = max(float(np.sort(wrong)[-int(_LET * len(wrong)) - 1]), 1e-12)
    near = likeness(ours, theirs)
    return Found(
        float((right > bar).mean()),
        float((right >= ECHO).mean()),
        float((wrong >= ECHO).mean() * 1e4),
        float((np.diag(near) >= FLOOR).mean()),
    )


def matrix(ours: Sequence[Telling], theirs: Sequence[Telling]) -> NDArray[np.float64]:
    """Return the scores of all pairs, 0 where there is no echo."""
    scores = np.zeros((len(ours), len(theirs)))
    for i, j in np.argwhere(likeness(ours, theirs) >= FLOOR):
        found = echo(ours[i], theirs[j])
        scores[i, j] = found.score if found else 0.0
    return scores


def likeness(ours: Sequence[Telling], theirs: Sequence[Telling]) -> NDArray[np.float32]:
    """Return the greatest cosine of any part of one telling and any of the other, of all pairs."""
    (a, starts), (b, ends) = _stacked(ours), _stacked(theirs)
    cosines: NDArray[np.float32] = np.maximum.reduceat(np.maximum.reduceat(a @ b.T, starts, axis=0), ends, axis=1)
    return cosines


def _stacked(several: Sequence[Telling]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    counts = [len(telling.parts) for telling in several]
    return np.stack([part.vector for t in several for part in t.parts]), np.cumsum([0, *counts[:-1]])


def odd_rows() -> list[dict[str, str]]:
    """Return the sentences on which nothing was fitted."""
    with (DATA / "ntrex-parallel" / "sentences.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if int(hashlib.sha256(row["doc"].encode()).hexdigest(), 16) % 2]


def translated() -> None:
    """Print how sentences of translated news are found."""
    rows = odd_rows()
    print(f"{len(rows)} sentences of NTREX-128, documents with odd digests; found / wrong in 10 000")
    named, unnamed, halves = (
        {language: tellings(rows, language, named=known, half=half) for language in SPEAKERS}
        for known, half in ((True, False), (False, False), (True, True))
    )
    for what, left, right in (
        ("whole, speaker known", named, named),
        ("whole, no speaker known", unnamed, unnamed),
        ("first half against whole", halves, named),
    ):
        print(f"  {what}")
        for x, y in PAIRS:
            found = compare(left[x], right[y])
            wanted = f"  wanted {WANTED[f'{x}-{y}']:.2f}" if what == "whole, speaker known" else ""
            print(
                f"    {x}-{y}  {found.at_rate:.3f} at one in 10 000   {found.at_echo:.3f} / {found.wrong:.2f} at {ECHO}"
                f"   {found.floor:.3f} over the floor{wanted}"
            )
    speed(rows, named)


def speed(rows: Sequence[Mapping[str, str]], named: Mapping[str, Sequence[Telling]]) -> None:
    """Print how many tellings are prepared and how many pairs are compared in a second of processor time."""
    start = process_time()
    tellings(rows[:100], "ru")
    each = 100 / (process_time() - start)
    few = named["en"][:100], named["es"][:100]
    start = process_time()
    for a in few[0]:
        for b in few[1]:
            echo(a, b)
    pairs = 10_000 / (process_time() - start)
    close = [(a, b) for a, b in zip(named["en"], named["ru"], strict=True)]
    start = process_time()
    for a, b in close:
        echo(a, b)
    alike = len(close) / (process_time() - start)
    print(f"  {each:.0f} prepared, {pairs:,.0f} pairs, {alike:,.0f} pairs that are linked, per core-second")


def marked() -> list[tuple[str, str, list[Telling]]]:
    """Return the statements that people marked: article, language, tellings whose id is the statement's."""
    found = []
    for raw in _articles():
        several = []
        for each in raw["attributions"]:
            text, cue = (" ".join(raw["text"][s:e] for s, e in each[part]) for part in ("content", "cue"))
            several.append(
                prepared(
                    encoder(),
                    id=each["sid"],
                    language=raw["lang"],
                    words=text,
                    type=each["type"],
                    speaker=each["speaker"],
                    kind=each["kind"],
                    cue=cue,
                )
            )
        found.append((raw["doc"], raw["lang"], several))
    return found


def read() -> list[tuple[str, str, list[Telling]]]:
    """Return the statements that the best reader finds, with the id of the marked one at the same place, or None."""
    reader = list(readers().values())[-1]
    found = []
    for raw in _articles():
        document, reading = read_text(raw["text"], reader, raw["lang"])
        several = []
        for each in reading.statements:
            places = {at for span in each.content for at in range(span.start, span.end)}
            sid = next((gold["sid"] for gold in raw["attributions"] if _same_place(places, gold["content"])), None)
            text, cue = (" ".join(span.of(document.text) for span in part) for part in (each.content, each.cue))
            several.append(
                prepared(
                    encoder(),
                    id=sid,
                    language=raw["lang"],
                    words=text,
                    type=each.type,
                    speaker=each.speaker.name,
                    kind=each.speaker.kind,
                    cue=cue,
                )
            )
        found.append((raw["doc"], raw["lang"], several))
    return found


def _same_place(places: set[int], content: Iterable[tuple[int, int]]) -> bool:
    theirs = {at for start, end in content for at in range(start, end)}
    return len(places & theirs) >= _SAME_PLACE * len(places | theirs)


def _articles() -> list[dict[str, Any]]:
    with (DATA / "quotes-parallel" / "dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def linked(documents: Sequence[tuple[str, str, Sequence[Telling]]]) -> tuple[int, float, float, float]:
    """Return how many true pairs there are of statements in different languages, precision, recall and F1.

    Nobody said of two statements of one article that nobody marked whether they are one: they do not count.

    Args:
        documents: Article, language, tellings.
    """
    languages: defaultdict[tuple[str, object], set[str]] = defaultdict(set)
    for doc, language, several in documents:
        for telling in several:
            if telling.id is not None:
                languages[doc, telling.id].add(language)
    truth = sum(len(found) * (len(found) - 1) // 2 for found in languages.values())
    right: set[tuple[object, ...]] = set()
    wrong = 0
    for (doc, language, ours), (other, theirs, others) in combinations(documents, 2):
        if language == theirs or not ours or not others:
            continue
        scores = matrix(ours, others)
        found = [((0, i), (1, j), float(scores[i, j])) for i, j in np.argwhere(scores > 0)]
        for (_, i), (_, j), _ in standing(found):
            mine, their = ours[i].id, others[j].id
            if doc == other and mine == their is not None:
                right.add((doc, mine, language, theirs))
            elif doc != other or mine is not None or their is not None:
                wrong += 1
    precision, recall = len(right) / max(1, len(right) + wrong), len(right) / truth
    return truth, precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def real(*, as_read: bool) -> None:
    """Print how statements of real articles are linked."""
    print("40 articles of quotes-parallel, pairs of statements in different languages")
    for what, documents in (("as people marked them", marked), *((("as read", read),) if as_read else ())):
        truth, precision, recall, f1 = linked(documents())
        print(
            f"  {what}: {truth} pairs, precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f} at {ECHO}"
            f"  wanted {WANTED_F1}"
        )


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", action="store_true", help="also link statements as the installed reader finds them")
    arguments = parser.parse_args()
    real(as_read=arguments.read)
    translated()


if __name__ == "__main__":
    main()
