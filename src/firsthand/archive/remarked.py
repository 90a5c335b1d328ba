"""Remarked: statements by what people said of them, or of the documents in which they stand: tags, and assignments.

Tags of persons are never looked for: whoever may tag people “prisoner” must not thereby get a list of prisoners, or a
count. Viewers are told of no remark, and find nothing by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from firsthand.archive.tables import dumps, indexed

if TYPE_CHECKING:
    from firsthand.archive.database import Database

Condition = tuple[str, list[Any]]
Act = Literal["tag", "assign"]
_SAYS: Final[Mapping[Act, str]] = {"tag": "tag", "assign": "to"}
_STANDS: Final[Mapping[Act, str]] = {
    "tag": "o.said = r.said AND o.subject <> r.subject AND o.subject = statement.id",
    "assign": "o.subject IN (r.subject, statement.id) AND (o.number > r.number OR o.subject <> r.subject)",
}
"""By which other remark one does not count: a document's where the statement has its own, what a later one replaced."""


def along_remarks(database: Database, act: Act, said: str) -> tuple[Condition, str]:
    """Return where to go, the latest remark `r` first, and the condition that a `statement` there has it.

    Each is there once. What has to follow is the order: `r.number DESC`.

    Args:
        database: Where.
        act: Which remark.
        said: The tag, or the name of whom it is assigned to.
    """
    join = "CROSS JOIN" if database.is_sqlite else "JOIN"
    sql = f"""
        (SELECT number, subject, said FROM remark {indexed(database, "remark_said")}
        WHERE act = '{act}' AND said = %s AND undone IS NULL AND act IN ('tag', 'assign')) r
        {join} statement ON statement.id = r.subject OR statement.document_id = r.subject
    """  # noqa: S608 - names of our own; values are parameters
    return (sql, [dumps({_SAYS[act]: said})]), _stands(database, act)


def remarked(database: Database, act: Act, said: str) -> Condition:
    """Return the condition that a `statement` has a tag, or is assigned to somebody."""
    about = "r.subject IN (statement.id, statement.document_id) AND r.undone IS NULL"
    sql = f"""
        EXISTS (SELECT 1 FROM remark r {indexed(database, "remark_subject")}
        WHERE {about} AND r.act = '{act}' AND r.said = %s AND {_stands(database, act)})
    """  # noqa: S608 - names of our own; values are parameters
    return sql, [dumps({_SAYS[act]: said})]


def tags_of(database: Database) -> str:
    """Return SQL for what remarks on a `statement` and its document say of tags, as members of a JSON list."""
    joined = "group_concat(r.said)" if database.is_sqlite else "string_agg(r.said, ',')"
    return f"""
        (SELECT {joined} FROM remark r {indexed(database, "remark_subject")}
        WHERE r.subject IN (statement.id, statement.document_id) AND r.act = 'tag' AND r.undone IS NULL)
    """  # noqa: S608 - names of our own


def _stands(database: Database, act: Act) -> str:
    return f"""
        NOT EXISTS (SELECT 1 FROM remark o {indexed(database, "remark_subject")}
        WHERE {_STANDS[act]} AND o.act = '{act}' AND o.undone IS NULL)
    """  # noqa: S608 - names of our own
