"""Tables: the few things that appliers do to rows, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from firsthand.archive.database import Database

_AT_ONCE = 500


def insert(database: Database, model: type[Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, each a mapping with every attribute of the model (`case_id`, …)."""
    fields = [field for field in model._meta.concrete_fields if field.column]
    plain = database.is_sqlite
    values = [tuple(_stored(row[field.attname], plain) for field in fields) for row in rows]
    if values:
        columns = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join(["%s"] * len(fields))
        sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'  # noqa: S608
        database.run_many(sql, values)


def rows(database: Database, model: type[Model], **having: Any) -> QuerySet[Any]:
    """Return the model's rows with these values."""
    return model._default_manager.using(database.alias).filter(**having)


def rows_among(database: Database, model: type[Model], name: str, values: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows whose column is one of many values, asked for some at a time."""
    for some in in_parts(values):
        yield from rows(database, model, **{f"{name}__in": some})


def delete_among(database: Database, model: type[Model], name: str, values: Iterable[Any]) -> None:
    """Delete the rows whose column is one of many values."""
    for some in in_parts(values):
        found = rows(database, model, **{f"{name}__in": some})
        found._raw_delete(database.alias)  # rows here refer to each other by id; there is nothing to cascade


def in_parts(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Yield values as lists of a size that both databases take in one query."""
    every = list(values)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


def _stored(value: Any, plain: bool) -> Any:
    """Return a value as the driver takes it: SQLite knows no UUID."""
    return value.hex if plain and isinstance(value, UUID) else value
