"""Tables: the few things that appliers do to rows, the same on both databases.

Appliers run for every page of every archive and again in every rebuild, so they speak SQL: making a query out of a
Django expression takes ten times as long as running it. Whoever asks once may use Django's way (`rows`).
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from firsthand.archive.database import Database

_AT_ONCE = 500
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def insert(
    database: Database, model: type[Model], rows: Iterable[Mapping[str, Any]], *, unless_there: bool = False
) -> None:
    """Insert rows, each a mapping with every attribute of the model (`case_id`, …).

    Args:
        database: Where.
        model: Of which.
        rows: What.
        unless_there: Whether a row whose key another process has entered meanwhile stays as that has it.
    """
    shape = _shape(model)
    values = [[given[name] for name in shape.names] for given in rows]
    if values:
        database.run_many(shape.insert + (" ON CONFLICT DO NOTHING" if unless_there else ""), values)


def select(database: Database, model: type[Model], *, order: str = "", limit: int = 0, **having: Any) -> list[Any]:
    """Return rows as named tuples with the model's attributes.

    Args:
        database: Where.
        model: Of which.
        order: Name of a column, `-` before it for the largest first.
        limit: How many at most; 0 for all.
        having: What columns are: a value, None, or a collection of at most 500 values of which it is one.
    """
    shape = _shape(model)
    condition, values = _condition(having)
    sql = f'SELECT {shape.columns} FROM "{shape.table}"{condition}'  # noqa: S608 - names of our own; values are parameters
    if order:
        sql += f' ORDER BY "{order.removeprefix("-")}"' + (" DESC" if order.startswith("-") else "")
    if limit:
        sql += f" LIMIT {limit}"
    return _rows(database, shape, database.run(sql, values))


def first(database: Database, model: type[Model], *, order: str = "", **having: Any) -> Any:
    """Return the first such row, None if there is none; see `select`."""
    found = select(database, model, order=order, limit=1, **having)
    return found[0] if found else None


def values(database: Database, model: type[Model], column: str, **having: Any) -> list[Any]:
    """Return one column of rows as the driver has it: of an id, the digits on SQLite; see `select`."""
    condition, asked = _condition(having)
    found = database.run(f'SELECT "{column}" FROM "{_shape(model).table}"{condition}', asked)  # noqa: S608 - names of our own; values are parameters
    return [row[0] for row in found]


def select_after(
    database: Database, model: type[Model], equal: tuple[str, Any], after: tuple[str, Any], least: str
) -> Any:
    """Return the next row in an index, None if there is none: its first column equal to a value, its second after one.

    Args:
        database: Where.
        model: Of which.
        equal: The index's first column, and its value.
        after: Its second column, and the value after which to look.
        least: Its third column: of the rows found with one second value, that with the least third is returned.
    """
    shape = _shape(model)
    sql = (
        f'SELECT {shape.columns} FROM "{shape.table}" WHERE "{equal[0]}" = %s AND "{after[0]}" > %s '  # noqa: S608 - names of our own; values are parameters
        f'ORDER BY "{equal[0]}", "{after[0]}", "{least}" LIMIT 1'
    )
    found = _rows(database, shape, database.run(sql, [equal[1], after[1]]))
    return found[0] if found else None


def select_among(database: Database, model: type[Model], name: str, values: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows whose column is one of many values, asked for some at a time."""
    for some in in_parts(values):
        having: dict[str, Any] = {name: some}
        yield from select(database, model, **having)


def update(database: Database, model: type[Model], values: Mapping[str, Any], **having: Any) -> int:
    """Set columns of the rows that `having` tells (see `select`); return how many those are."""
    condition, asked = _condition(having)
    names = ", ".join(f'"{name}" = %s' for name in values)
    sql = f'UPDATE "{_shape(model).table}" SET {names}{condition}'  # noqa: S608 - names of our own; values are parameters
    return database.run_counting(sql, [*values.values(), *asked])


def delete_among(database: Database, model: type[Model], name: str, values: Iterable[Any]) -> None:
    """Delete the rows whose column is one of many values."""
    for some in in_parts(values):
        condition, asked = _condition({name: some})
        database.run(f'DELETE FROM "{_shape(model).table}"{condition}', asked)  # noqa: S608 - names of our own; values are parameters


def rows(database: Database, model: type[Model], **having: Any) -> QuerySet[Any]:
    """Return the model's rows with these values, as Django has them."""
    return model._default_manager.using(database.alias).filter(**having)


def rows_among(database: Database, model: type[Model], name: str, values: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows whose column is one of many values, as Django has them."""
    for some in in_parts(values):
        yield from rows(database, model, **{f"{name}__in": some})


def in_parts(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Yield values as lists of a size that both databases take in one query."""
    every = list(values)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


def among(database: Database, column: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """Return the condition that a column has one of any number of values."""
    if not values:
        return "1 = 0", []
    if database.is_sqlite:
        plain = [value.hex if isinstance(value, UUID) else value for value in values]
        return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(plain)]  # noqa: S608 - names of our own; values are parameters
    return f"{column} = ANY(%s)", [list(values)]


def table_of(database: Database, values: Sequence[Any], kind: str = "uuid") -> tuple[str, list[Any]]:
    """Return a query that gives any number of values as rows of one column `id`; `kind` is their type in SQL."""
    if database.is_sqlite:
        plain = [value.hex if isinstance(value, UUID) else value for value in values]
        return "SELECT value AS id FROM json_each(%s)", [json.dumps(plain)]
    return f"SELECT unnest(%s::{kind}[]) AS id", [list(values)]


def indexed(database: Database, index: str) -> str:
    """Return what tells SQLite along which index to go; PostgreSQL knows how many rows there are, and decides."""
    return f"INDEXED BY {index}" if database.is_sqlite else ""


def dumps(value: object) -> str:
    """Return a value as JSON, the same text for the same value."""
    return _ENCODER.encode(value)


def _condition(having: Mapping[str, Any]) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for name, value in having.items():
        if isinstance(value, (UUID, str, int)):
            parts.append(f'"{name}" = %s')
            values.append(value)
        elif value is None:
            parts.append(f'"{name}" IS NULL')
        else:
            parts.append(f'"{name}" IN ({", ".join(["%s"] * len(value))})' if value else "1 = 0")
            values += value
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _rows(database: Database, shape: _Shape, found: Sequence[Sequence[Any]]) -> list[Any]:
    if database.is_sqlite and shape.ids:
        return [shape.row(*_with_ids(values, shape.ids)) for values in found]
    return [shape.row(*values) for values in found]


def _with_ids(values: Sequence[Any], places: Iterable[int]) -> list[Any]:
    row = list(values)
    for place in places:
        if row[place] is not None:
            row[place] = UUID(int=int(row[place], 16))
    return row


_Shape = namedtuple("_Shape", "table names columns insert ids row")


_SHAPES: dict[Any, _Shape] = {}


def _shape(model: type[Model]) -> _Shape:
    """Return what SQL needs to know of a model, worked out once."""
    if (known := _SHAPES.get(model)) is not None:
        return known
    fields = [field for field in model._meta.concrete_fields if field.column]
    names = [field.attname for field in fields]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    places = ", ".join(["%s"] * len(fields))
    _SHAPES[model] = shape = _Shape(
        table=table,
        names=names,
        columns=columns,
        insert=f'INSERT INTO "{table}" ({columns}) VALUES ({places})',  # noqa: S608 - names of our own; values are parameters
        ids=[place for place, field in enumerate(fields) if field.get_internal_type() == "UUIDField"],
        row=namedtuple(f"{model.__name__}Row", names),
    )
    return shape
