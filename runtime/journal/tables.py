"""Rows of the journal as plain SQL, made once from the models.

For: turning values into (statement, parameters) pairs that many requests can share in one statement.
Not here: when they are written (`journal`), what the columns mean (`models`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connections, models

from runtime.audience import News
from runtime.engine.values import value
from runtime.identifiers import new_id
from runtime.journal import recordsets
from runtime.journal.encoding import JsonText, plain, plain_text, written
from runtime.journal.models import Execution, Request, StepResult


@value
class Statement:
    """One SQL statement and its parameters. Those with the same `sql` in one commit are carried out together.

    `news` is what the journal announces once it is committed. `together` is the same for any number of rows (`recordsets`).
    """

    sql: str
    parameters: tuple[Any, ...]
    news: News | None = None
    together: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How values given in one order become a row: `usual` follow them, `converted` places change, all are put in column order."""

    usual: list[Any]
    converted: list[tuple[int, Callable[[Any], Any]]]
    arrange: Callable[[list[Any]], tuple[Any, ...]]


class Table:
    """Writes rows of one model without building model objects: the hot path pays a few microseconds a row."""

    def __init__(self, model: type[models.Model]) -> None:
        connection = connections["default"]
        quote = connection.ops.quote_name
        fields = model._meta.concrete_fields
        self.name = quote(model._meta.db_table)
        self._fields = {field.attname: field for field in fields}
        self._quoted = {field.attname: quote(field.column or "") for field in fields}
        self._converters = {field.attname: _converter(field) for field in fields}
        self._layouts: dict[tuple[str, ...], _Layout] = {}
        self._texts: dict[object, tuple[str, str]] = {}
        self._types = {field.attname: field.db_type(connection) or "" for field in fields}
        names = ", ".join(self._quoted.values())
        self._marks = ", ".join(["%s"] * len(fields))
        self._insert_from = f"INSERT INTO {self.name} ({names})"
        self._insert = f"{self._insert_from} VALUES ({self._marks})"
        self._insert_together = recordsets.insert(self._insert_from, list(self._types.values()))

    def insert(self, values: dict[str, Any], news: News | None = None) -> Statement:
        """A row; columns that `values` leaves out get the model's default. Raises KeyError for one that has none."""
        layout = self._layouts.get(tuple(values)) or self._lay_out(tuple(values))
        row = [*values.values(), *layout.usual]
        for place, convert in layout.converted:
            row[place] = convert(row[place])
        return Statement(self._insert, layout.arrange(row), news, self._insert_together)

    def _lay_out(self, given: tuple[str, ...]) -> _Layout:
        """Worked out once for each place in our code that writes such rows."""
        others = [name for name in self._fields if name not in given]
        converted = [(place, convert) for place, name in enumerate(given) if (convert := self._converters[name])]
        if "id" in others and self._fields["id"].default is new_id:
            converted.append((len(given) + others.index("id"), lambda nothing: new_id()))
        order = [*given, *others]
        arrange = itemgetter(*(order.index(name) for name in self._fields))
        layout = _Layout([_usual(self._fields[name]) for name in others], converted, arrange)
        self._layouts[given] = layout
        return layout

    def insert_while(self, values: dict[str, Any], condition: Statement) -> Statement:
        """A row that is written only while `condition`, a SELECT, finds something."""
        sql, together = self._texts.get(condition.sql) or self._insert_while(condition)
        return Statement(sql, (*self.insert(values).parameters, *condition.parameters), None, together)

    def _insert_while(self, condition: Statement) -> tuple[str, str]:
        types = recordsets.types_of(condition.parameters)
        texts = self._texts[condition.sql] = (
            f"{self._insert_from} SELECT {self._marks} WHERE EXISTS ({condition.sql})",
            recordsets.insert(self._insert_from, list(self._types.values()), condition.sql, types),
        )
        return texts

    def update(self, values: dict[str, Any], *, where: dict[str, Any], news: News | None = None) -> Statement:
        """Sets `values` on the rows that equal `where`. In one commit no two with the same names may mean the same row."""
        names = (*values, "", *where)
        sql, together = self._texts.get(names) or self._update(names, list(values), list(where))
        everything = [*values.items(), *where.items()]
        return Statement(sql, tuple(self._converted(name, value) for name, value in everything), news, together)

    def _update(self, names: tuple[str, ...], values: list[str], where: list[str]) -> tuple[str, str]:
        sets = ", ".join(f"{self._quoted[name]} = %s" for name in values)
        conditions = " AND ".join(f"{self._quoted[name]} = %s" for name in where)
        quoted = [[(self._quoted[name], self._types[name]) for name in some] for some in (values, where)]
        texts = self._texts[names] = (
            f"UPDATE {self.name} SET {sets} WHERE {conditions}",  # noqa: S608 - names come from the models
            recordsets.update(self.name, *quoted),
        )
        return texts

    def _converted(self, name: str, value: Any) -> Any:
        convert = self._converters[name]
        return convert(value) if convert else value


def _converter(field: models.Field) -> Callable[[Any], Any] | None:
    """None for what goes in as it is."""
    if isinstance(field, models.JSONField):
        return _readable if field.name in LOOKED_INTO else _json
    if isinstance(field, models.TextField):
        return plain_text
    return database_time if isinstance(field, models.DateTimeField) else None


def _json(value: Any) -> str | None:
    if value is None:
        return None
    if not value and type(value) is list:
        return "[]"  # most logs, and all earlier tries of most steps
    return str(value) if type(value) is JsonText else written(value)


LOOKED_INTO = frozenset({"error"})  # JSON of which SQL reads parts: PostgreSQL could not give out a text with NUL in it


def _readable(value: Any) -> str | None:
    return _json(plain(value))


def _usual(field: models.Field) -> Any:
    """What a row holds when nobody says otherwise. Raises KeyError for what somebody has to say."""
    if not field.has_default():
        if not field.null:
            raise KeyError(field.attname)
        return None
    if field.default is new_id:
        return None  # made for each row
    convert, value = _converter(field), field.get_default()
    return convert(value) if convert else value


@cache
def requests() -> Table:
    return Table(Request)


@cache
def executions() -> Table:
    return Table(Execution)


@cache
def step_results() -> Table:
    return Table(StepResult)


def database_time(value: datetime | None) -> Any:
    """A moment as the database stores it."""
    if value is None:
        return None
    on_sqlite, adapt = _moments()
    if on_sqlite and value.tzinfo is UTC:
        return value.isoformat(" ")[:-6]  # the same text as below, at a tenth of the price
    return adapt(value)


@cache
def _moments() -> tuple[bool, Callable[[datetime], Any]]:
    """Whether this is SQLite, and how the database takes moments. Asked once: on an event loop every task would open a
    connection of its own to ask, which was a sixth of what accepting a request costs."""
    connection = connections["default"]
    return connection.vendor == "sqlite", connection.ops.adapt_datetimefield_value
