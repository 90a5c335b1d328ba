"""Full text search over statements: FTS5 on SQLite, `tsvector` on PostgreSQL, the same words in both.

A statement is found by its words as they are written and by their dictionary forms (`reading.words`). Both are cut and
folded before the database sees them, so that neither database's own idea of a word has a part in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import DatabaseError, OperationalError, transaction

from firsthand.archive.database import DatabaseTrouble
from firsthand.archive.tables import in_parts
from firsthand.reading.words import lemma_candidates, tokens

if TYPE_CHECKING:
    from firsthand.archive.database import Database

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search USING fts5"
        "(tokens, lemmas, content='statement', content_rowid='number', tokenize='ascii', detail=none)",
    ),
    "postgresql": (
        "CREATE TABLE search (number bigint PRIMARY KEY, vector tsvector NOT NULL)",
        "CREATE INDEX search_vector ON search USING gin (vector)",
    ),
}
_QUOTED = re.compile(r'["“„«]([^"“”„«»]+)["“”»]')
_LOOKED_AT = 50  # statements in which the dictionary form of a query's word is looked up


def index(database: Database, rows: Sequence[tuple[int, str, str]]) -> None:
    """Enter statements: number, tokens and lemmas, each joined by spaces."""
    if not database.indexes:
        return
    if database.is_sqlite:
        database.run_many("INSERT INTO search (rowid, tokens, lemmas) VALUES (%s, %s, %s)", list(rows))
    else:
        vectors = [(number, vector(words, lemmas)) for number, words, lemmas in rows]
        database.run_many("INSERT INTO search (number, vector) VALUES (%s, %s::tsvector)", vectors)


def forget(database: Database, rows: Sequence[tuple[int, str, str]]) -> None:
    """Take statements out again; on SQLite with the words they were entered with."""
    if not database.indexes:
        return
    if database.is_sqlite:
        sql = "INSERT INTO search (search, rowid, tokens, lemmas) VALUES ('delete', %s, %s, %s)"
        database.run_many(sql, list(rows))
    else:
        database.run_many("DELETE FROM search WHERE number = %s", [(number,) for number, _, _ in rows])


def purge(database: Database) -> None:
    """Leave nothing in the index of words that were taken out."""
    if database.is_sqlite:
        database.run("INSERT INTO search (search) VALUES ('rebuild')")


def clear(database: Database) -> None:
    """Empty the index."""
    database.run("INSERT INTO search (search) VALUES ('delete-all')" if database.is_sqlite else "DELETE FROM search")


def vector(words: str, lemmas: str) -> str:
    """Return the text of the `tsvector` of a statement.

    >>> vector("фото солдати", "фото солдат")
    "'солдат' 'солдати' 'фото'"
    """
    return " ".join(f"'{word}'" for word in sorted({*words.split(), *lemmas.split()}))


def condition(database: Database, words: str) -> tuple[str, list[str]]:
    """Return an SQL condition on `statement`, with its parameters: all words, in any form; “in quotes” as they stand.

    Words that hold nothing to look for give a condition that is never met.
    """
    if not (every := forms(database, words)):
        return "1 = 0", []
    (match, query), phrases = along(database, words, every)
    column = "rowid" if database.is_sqlite else "number"
    sql = f"statement.number IN (SELECT {column} FROM search WHERE {match})"  # noqa: S608 - names of our own; values are parameters
    return " AND ".join([sql, *(each for each, _ in phrases)]), [
        *query,
        *(value for _, each in phrases for value in each),
    ]


def forms(database: Database, words: str) -> list[list[str]]:
    """Return of each word that is asked for the forms by which it is found; nothing where there is nothing to find."""
    asked = list(dict.fromkeys(tokens(words)))
    known = _lemmas(database, asked)
    return [sorted({word, *known[word]}) for word in asked]


def along(
    database: Database, words: str, every: Sequence[Sequence[str]]
) -> tuple[tuple[str, list[str]], list[tuple[str, list[str]]]]:
    """Return the condition on `search` that all words are there, and those on `statement` that phrases stand there.

    Args:
        database: Where.
        words: What is asked for.
        every: Its `forms`, some.
    """
    if database.is_sqlite:
        query = " AND ".join("(" + " OR ".join(f'"{form}"' for form in some) + ")" for some in every)
    else:
        query = " & ".join("(" + " | ".join(f"'{form}'" for form in some) + ")" for some in every)
    return (_match(database), [query]), _phrased(words)


def said(words: str, every: Sequence[Sequence[str]]) -> tuple[str, list[str]]:
    """Return the same as one condition on `statement`, which looks into it and not into the index.

    It is the quicker one where few statements are in question.
    """
    if not every:
        return "1 = 0", []
    held = "' ' || statement.tokens || ' ' || statement.lemmas || ' ' LIKE %s"
    parts = [(" OR ".join([held] * len(some)), [f"% {form} %" for form in some]) for some in every] + _phrased(words)
    return " AND ".join(f"({sql})" for sql, _ in parts), [value for _, values in parts for value in values]


def _match(database: Database) -> str:
    return "search MATCH %s" if database.is_sqlite else "vector @@ %s::tsquery"


def _phrased(words: str) -> list[tuple[str, list[str]]]:
    return [("(' ' || statement.tokens || ' ') LIKE %s", [f"% {phrase} %"]) for phrase in _phrases(words)]


def _phrases(words: str) -> Iterator[str]:
    for match in _QUOTED.finditer(words):
        if len(phrase := tokens(match[1])) > 1:
            yield " ".join(phrase)


def _lemmas(database: Database, words: Sequence[str]) -> dict[str, Iterable[str]]:
    """Return the dictionary forms of a query's words: as statements here have them, else as the dictionaries do.

    Loading the dictionaries takes longer than everything else that a search does.
    """
    if not words:
        return {}
    column = "rowid" if database.is_sqlite else "number"
    found = f"SELECT {column} AS number FROM search WHERE {_match(database)} LIMIT {_LOOKED_AT}"  # noqa: S608 - names of our own; values are parameters
    join = "CROSS JOIN" if database.is_sqlite else "JOIN"  # SQLite else reads all statements
    one = f"SELECT CAST(%s AS text), tokens, lemmas FROM ({found}) h {join} statement ON statement.number = h.number"  # noqa: S608 - names of our own; values are parameters
    quote = '"' if database.is_sqlite else "'"
    held: dict[str, set[str]] = {}
    for some in in_parts(words):
        asked = [each for word in some for each in (word, f"{quote}{word}{quote}")]
        for word, there, lemmas in database.run(" UNION ALL ".join([one] * len(some)), asked):
            pairs = zip(there.split(), lemmas.split(), strict=True)
            held.setdefault(word, set()).update(lemma for token, lemma in pairs if token == word)
    return {word: held[word] if word in held else lemma_candidates(word) for word in words}


def faults(database: Database) -> list[tuple[str, str]]:
    """Return what is wrong with the index: the number of a statement or nothing, and words. Nothing is written.

    Raises:
        OperationalError: It cannot be looked at now.
    """
    return _faults_of_fts(database) if database.is_sqlite else _faults_of_vectors(database)


_INSTANCES = (
    "CREATE VIRTUAL TABLE temp.said USING fts5"
    "(tokens, lemmas, content='', tokenize='ascii', detail=none, columnsize=0)",
    "INSERT INTO temp.said (rowid, tokens, lemmas) SELECT number, tokens, lemmas FROM main.statement",
    "CREATE VIRTUAL TABLE temp.said_words USING fts5vocab(temp, said, instance)",
    "CREATE VIRTUAL TABLE temp.held_words USING fts5vocab(main, search, instance)",
)


def _faults_of_fts(database: Database) -> list[tuple[str, str]]:
    """Compare the index with one made anew of the statements, and the file's own structure with itself.

    FTS5's own check is not enough: it compares sums, in which one change in two statements cancels itself out.
    """
    try:
        found = [("", f"the database's file: {said}") for (said,) in database.run("PRAGMA integrity_check")]
        found = [(name, says) for name, says in found if not says.endswith(": ok")] + _other_words(database)
        if found:
            return found
        with transaction.atomic(using=database.alias):
            database.run("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except OperationalError:
        raise  # locked by a writer, or on a medium that nobody writes
    except (DatabaseError, DatabaseTrouble) as error:
        return [("", f"the index does not hold the statements' words ({error})")]
    return []


def _other_words(database: Database) -> list[tuple[str, str]]:
    """Compare, word by word, what the index holds with what an index of the statements would hold."""
    found: dict[str, str] = {}
    with database.reading():
        for sql in _INSTANCES:
            database.run(sql)  # they go with the transaction
        for one, other, says in (
            ("held", "said", "in the index with words that are not its own"),
            ("said", "held", "not in the index with all its words"),
        ):
            pairs = f"SELECT doc, term FROM {one}_words EXCEPT SELECT doc, term FROM {other}_words"  # noqa: S608 - names of our own; values are parameters
            found.update((str(number), says) for (number,) in database.run(f"SELECT doc FROM ({pairs})"))  # noqa: S608 - names of our own; values are parameters
    return sorted(found.items())


def _faults_of_vectors(database: Database) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    said = database.run("SELECT number, tokens, lemmas FROM statement ORDER BY number")
    held = dict(database.run("SELECT number, vector::text FROM search"))
    for number, words, lemmas in said:
        if (text := held.pop(number, None)) is None:
            found.append((str(number), "not in the index"))
        elif text != vector(words, lemmas):
            found.append((str(number), "in the index with other words"))
    return found + [(str(number), "in the index, and no statement") for number in held]
