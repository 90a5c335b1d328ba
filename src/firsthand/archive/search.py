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
    asked = tokens(words)
    if not asked:
        return "1 = 0", []
    every = [sorted({word, *_lemmas(database, word)}) for word in dict.fromkeys(asked)]
    if database.is_sqlite:
        sql = "statement.number IN (SELECT rowid FROM search WHERE search MATCH %s)"
        query = " AND ".join("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in every)
    else:
        sql = "statement.number IN (SELECT number FROM search WHERE vector @@ %s::tsquery)"
        query = " & ".join("(" + " | ".join(f"'{form}'" for form in forms) + ")" for forms in every)
    parameters = [query]
    for phrase in _phrases(words):
        sql += " AND (' ' || statement.tokens || ' ') LIKE %s"
        parameters.append(f"% {phrase} %")
    return sql, parameters


def _phrases(words: str) -> Iterator[str]:
    for match in _QUOTED.finditer(words):
        if len(phrase := tokens(match[1])) > 1:
            yield " ".join(phrase)


def _lemmas(database: Database, word: str) -> Iterable[str]:
    """Return the dictionary forms of a query's word: as statements here have it, else as the dictionaries do.

    Loading the dictionaries takes longer than everything else that a search does.
    """
    if database.is_sqlite:
        found, query = "statement.number IN (SELECT rowid FROM search WHERE search MATCH %s)", f'"{word}"'
    else:
        found, query = "statement.number IN (SELECT number FROM search WHERE vector @@ %s::tsquery)", f"'{word}'"
    rows = database.run(f"SELECT tokens, lemmas FROM statement WHERE {found} LIMIT {_LOOKED_AT}", [query])  # noqa: S608 - names of our own; values are parameters
    if not rows:
        return lemma_candidates(word)
    return {
        lemma
        for words, lemmas in rows
        for token, lemma in zip(words.split(), lemmas.split(), strict=True)
        if token == word
    }


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
