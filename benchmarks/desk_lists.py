"""What each list of the desk costs on a large archive, beside a page that shows one row (`… benchmarks.desk_lists N`).

Builds the archive with N documents first if need be (`desk_archive`). Prints of each question the median and the 95th
percentile over its pages and arguments, as multiples of the trivial page measured in the same run, and how many queries
it asks. A multiple means the same on a slow machine as on a fast one.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.desk_archive import TAGS, WORKERS, archive_of
from firsthand.archive import lists
from firsthand.archive.activity import activity, counts
from firsthand.archive.paging import token
from firsthand.archive.persons import people
from firsthand.archive.questions import Asked
from firsthand.archive.sight import WHOLE, Sight

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive

RUNS = 3
Question = Callable[[], Any]


def questions(archive: Archive) -> Iterator[tuple[str, list[Question]]]:
    """Yield what is measured, with realistic arguments: a name, and questions."""
    draw = random.Random(8)  # noqa: S311 - the same each time
    run = archive.database.run
    said = [row[0].split() for row in run("SELECT tokens FROM statement WHERE number % 997 = 0 LIMIT 400")]
    words = [draw.choice(each) for each in draw.sample(said, min(40, len(said)))]
    pairs = [" ".join(draw.sample(each, 2)) for each in draw.sample(said, min(40, len(said)))]
    outlets = [row[0] for row in run("SELECT outlet FROM document ORDER BY digest LIMIT 40")]
    names = [row[0] for row in run("SELECT name FROM appearance WHERE name IS NOT NULL ORDER BY id LIMIT 40")]
    days = [row[0] for row in run("SELECT day FROM document ORDER BY digest LIMIT 20")]
    numbers = [row[0] for row in run("SELECT number FROM statement WHERE number % 9973 = 0 LIMIT 20")]
    river = archive.case("river").id
    small = archive.case("small").id

    def asked(sight: Sight = WHOLE, after: Sequence[str | None] = (None,), **each: Sequence[Any]) -> list[Question]:
        count = max(len(values) for values in (after, *each.values()))
        given = [{name: values[at % len(values)] for name, values in each.items()} for at in range(count)]
        return [
            partial(lists.statements, archive, sight, Asked(**one), after=after[at % len(after)])
            for at, one in enumerate(given)
        ]

    deep = [token("d", day, 2**40, 0, 0) for day in days]
    yield "statements: newest", asked() * 5
    yield "statements: anywhere on the way", asked(after=deep)
    yield "statements: a word", asked(words=words)
    yield "statements: two words", asked(words=pairs)
    yield "statements: a word, deep", asked(words=words, after=[token("n", number) for number in numbers])
    yield "statements: outlet", asked(outlet=outlets)
    yield "statements: outlet and word", asked(outlet=outlets, words=words)
    yield "statements: speaker", asked(by=names)
    yield "statements: first name", asked(by=[name.split()[0] for name in names])
    yield "statements: speaker and word", asked(by=names, words=words)
    yield "statements: language", asked(language=["en", "es", "ru", "uk"], after=[None, *deep])
    yield "statements: language and word", asked(language=["en", "es", "ru", "uk"], words=words)
    yield "statements: since, until", asked(since=[day[:4] for day in days], until=[day[:7] for day in days])
    yield "statements: status", asked(status=["confirmed", "rejected", "corrected", "suggested"])
    yield "statements: status and word", asked(status=["confirmed"], words=words)
    yield "statements: type", asked(type=["indirect", "mixed"], after=[None, *deep])
    yield "statements: tag", asked(tag=TAGS)
    yield "statements: tag and word", asked(tag=TAGS, words=words)
    yield "statements: tag and speaker", asked(tag=TAGS, by=names)
    yield "statements: tag, seen: a case", asked(Sight((river,)), tag=TAGS)
    yield "statements: case", asked(case=["river", "small"], after=[None, *deep])
    yield "statements: case and word", asked(case=["river", "small"], words=words)
    yield "statements: seen: a case", asked(Sight((river,)), after=[None, *deep]) + asked(Sight((small,)))
    yield "statements: seen: what is clear", asked(Sight(clear=True), after=[None, *deep])
    yield "statements: clear, a word", asked(Sight(clear=True), words=words)

    def each(asking: Callable[..., Any], *fixed: Any, **given: Sequence[Any]) -> list[Question]:
        ((name, values),) = given.items()
        return [partial(asking, archive, *fixed, **{name: value}) for value in values]

    firsts = [name.split()[0] for name in names]
    of_words = [Asked(words=word) for word in words]
    places = [None, *(token(day, 2**40) for day in days)]
    starts = [None, *(token(name.casefold(), "0" * 32) for name in names)]
    yield "facets", each(lists.facets, WHOLE, asked=[Asked(), Asked(language="uk"), Asked(type="mixed")])
    yield "facets: a word", each(lists.facets, WHOLE, asked=of_words)
    yield "facets: a tag", each(lists.facets, WHOLE, asked=[Asked(tag=tag) for tag in TAGS])
    yield "documents", each(lists.documents, WHOLE, after=places)
    yield "documents: outlet", each(lists.documents, WHOLE, outlet=outlets)
    yield "captures that failed", each(lists.captures, WHOLE, after=[None] * 10)
    yield "people", each(people, WHOLE, after=starts)
    yield "people: a name", each(people, WHOLE, words=names)
    yield "people: first name", each(people, WHOLE, words=firsts)
    yield "people: clear", each(people, Sight(clear=True), after=starts)
    yield "outlets", each(lists.outlets, WHOLE, after=[None, *map(token, outlets)])
    yield "timeline", each(lists.timeline, WHOLE, asked=[Asked(), Asked(until="2022"), Asked(since="2024-05")])
    yield "timeline: a word", each(lists.timeline, WHOLE, asked=of_words)
    yield "queue", each(lists.queue, WHOLE, after=[None, *map(token, numbers)])
    yield "queue: a tag", each(lists.queue, WHOLE, tag=TAGS)
    yield "queue: assigned", each(lists.queue, WHOLE, to=WORKERS)
    yield "tags of the queue", each(lists.waiting_tags, sight=[WHOLE, Sight((river,)), Sight((small,))])
    yield "counts", [partial(counts, archive, WHOLE, name) for name in WORKERS]
    yield "activity", each(activity, WHOLE, after=[None, *(token(number) for number in range(1000, 90_000, 9000))])


@contextmanager
def counted(archive: Archive) -> Iterator[list[str]]:
    """Keep the queries that are asked meanwhile."""
    asked: list[str] = []
    connection = archive.database.connection
    connection.ensure_connection()
    connection.connection.set_trace_callback(asked.append)
    try:
        yield asked
    finally:
        connection.connection.set_trace_callback(None)


def seconds(asking: Question) -> float:
    """Return how long a question takes, the shortest of a few times."""
    best = float("inf")
    for _ in range(RUNS):
        begun = time.perf_counter()
        asking()
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    """Print the table."""
    with closing(archive_of(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)) as archive:
        ((number,),) = archive.database.run("SELECT MAX(number) FROM statement")

        def trivial() -> None:
            with archive.database.reading():
                archive.database.run("SELECT id, words FROM statement WHERE number = %s", [number])

        unit = median(seconds(trivial) for _ in range(200))
        print(f"the trivial page: {unit * 1e6:.0f} µs\n")
        print(f"{'':36}{'median':>8}{'p95':>8}{'ms':>8}{'p95 ms':>8}{'queries':>9}")
        for name, asking in questions(archive):
            times = [seconds(each) for each in asking]
            most = 0
            for each in asking[:8]:
                with counted(archive) as asked:
                    each()
                selects = [sql for sql in asked if sql.lstrip().startswith(("SELECT", "WITH"))]
                most = max(most, len(selects))
            middle, late = median(times), quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            late = min(late, max(times))
            print(
                f"{name:36}{middle / unit:7.0f}×{late / unit:7.0f}×{middle * 1e3:8.1f}{late * 1e3:8.1f}{most:9}",
                flush=True,
            )


if __name__ == "__main__":
    main()
