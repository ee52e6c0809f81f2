"""Rows of the journal as plain SQL, made once from the models.

For: turning values into (statement, parameters) pairs that many requests can share in one `executemany`.
Not here: when they are written (`journal`), what the columns mean (`models`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connections, models

from runtime.audience import News
from runtime.journal.encoding import JsonText, encode
from runtime.journal.models import Execution, Request, StepResult


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement and its parameters. Statements with the same `sql` in one commit become one `executemany`.

    `news` is what the journal announces once it is committed.
    """

    sql: str
    parameters: tuple[Any, ...]
    news: News | None = None


class Table:
    """Writes rows of one model without building model objects: the hot path pays a few microseconds a row."""

    def __init__(self, model: type[models.Model]) -> None:
        connection = connections["default"]
        quote = connection.ops.quote_name
        fields = model._meta.concrete_fields
        self.name = quote(model._meta.db_table)
        self._columns = [(field.attname, _converter(field), _default(field)) for field in fields]
        self._converters = {field.attname: (quote(field.column or ""), _converter(field)) for field in fields}
        names = ", ".join(quote(field.column or "") for field in fields)
        self._marks = ", ".join(["%s"] * len(fields))
        self._insert_from = f"INSERT INTO {self.name} ({names})"
        self._insert = f"{self._insert_from} VALUES ({self._marks})"

    def insert(self, values: dict[str, Any], news: News | None = None) -> Statement:
        """A row; columns that `values` leaves out get the model's default. Raises KeyError for one that has none."""
        return Statement(
            self._insert,
            tuple(
                convert(values[name]) if name in values else (convert(default()) if default else values[name])
                for name, convert, default in self._columns
            ),
            news,
        )

    def insert_while(self, values: dict[str, Any], condition: Statement) -> Statement:
        """A row that is written only while `condition`, a SELECT, finds something."""
        return Statement(
            f"{self._insert_from} SELECT {self._marks} WHERE EXISTS ({condition.sql})",
            (*self.insert(values).parameters, *condition.parameters),
        )

    def update(self, values: dict[str, Any], *, where: dict[str, Any], news: News | None = None) -> Statement:
        """Sets `values` on the rows that equal `where`."""
        sets = ", ".join(f"{self._converters[name][0]} = %s" for name in values)
        conditions = " AND ".join(f"{self._converters[name][0]} = %s" for name in where)
        everything = [*values.items(), *where.items()]
        return Statement(
            f"UPDATE {self.name} SET {sets} WHERE {conditions}",  # noqa: S608 - names come from the models
            tuple(self._converters[name][1](value) for name, value in everything),
            news,
        )


def _converter(field: models.Field) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.DateTimeField):
        adapt = connections["default"].ops.adapt_datetimefield_value
        return lambda value: None if value is None else adapt(value)
    return _as_is


def _json(value: Any) -> str | None:
    return None if value is None else str(value if type(value) is JsonText else encode(value))


def _as_is(value: Any) -> Any:
    return value


def _default(field: models.Field) -> Callable[[], Any] | None:
    if field.has_default():
        return field.get_default
    return (lambda: None) if field.null else None


@cache
def requests() -> Table:
    return Table(Request)


@cache
def executions() -> Table:
    return Table(Execution)


@cache
def step_results() -> Table:
    return Table(StepResult)


def database_time(value: datetime) -> Any:
    """A moment as the database stores it, for hand-written SQL."""
    return connections["default"].ops.adapt_datetimefield_value(value)
