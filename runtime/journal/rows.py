"""Many rows in few statements.

For: carrying out what a batch of the journal holds, inside its transaction.
Not here: which writes share a batch (`journal`), what is in a row (`tables`).

PostgreSQL takes rows of a kind as one document (`recordsets`), and all statements in one packet: each answer that is waited for
waits for a turn on a busy machine, and a commit is one answer now, where it was seven.

SQLite's driver lets go of the interpreter's lock for each statement and has to win it back afterwards, against loops that are
busy: one statement with 64 rows waits once for it, 64 statements wait 64 times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from django.db import connection

from runtime.journal.recordsets import document

MOST_ROWS = 64  # in one statement; with 40 columns far below the parameters that any database takes
MOST_IN_A_DOCUMENT = 1024 * 1024  # characters and bytes
Rows = Sequence[tuple[Any, ...]]


@dataclass(slots=True)
class Group:
    """Statements of one text; see `tables.Statement`."""

    together: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def commit(grouped: Mapping[str, Group]) -> None:
    """`carry_out` in a transaction of its own.

    Said straight to SQLite: of a commit that one sender waits for, Django's own saying so was the dearest part.
    """
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        return connection.in_one_packet(lambda: _send(grouped))  # type: ignore[attr-defined]
    with connection.wrap_database_errors:
        driver = connection.connection
        driver.execute("BEGIN IMMEDIATE")
        try:
            _execute(grouped)
            driver.execute("COMMIT")
        finally:
            if driver.in_transaction:  # it failed, and SQLite has not undone it by itself
                driver.execute("ROLLBACK")


def carry_out(grouped: Mapping[str, Group]) -> None:
    """Within a transaction. What inserts runs before what updates."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            _execute(grouped)
        elif grouped:
            with connection.connection.pipeline():
                _send(grouped)


def _send(grouped: Mapping[str, Group]) -> None:
    """To PostgreSQL, in a pipeline."""
    with connection.connection.cursor() as driver:
        for sql in sorted(grouped):  # INSERT sorts before UPDATE
            group = grouped[sql]
            if group.together and _weight(group.rows) <= MOST_IN_A_DOCUMENT:
                driver.execute(group.together, (document(group.rows).decode(),))
            else:
                for row in group.rows:
                    # A compound SELECT would take its parameters for text; a document tells their types.
                    alone = group.together and " VALUES (" not in sql
                    driver.execute(*((group.together, (document([row]).decode(),)) if alone else (sql, row)))


def _execute(grouped: Mapping[str, Group]) -> None:
    """On SQLite. Straight to the driver: Django would read the text of each statement again, each time."""
    driver = connection.connection.cursor()
    try:
        for sql in sorted(grouped):
            rows, repeat = grouped[sql].rows, _repeat(sql)
            if not repeat:
                driver.executemany(_marked(sql), rows)
                continue
            for part in _parts(rows):
                driver.execute(_marked(sql + repeat * (len(part) - 1)), tuple(chain.from_iterable(part)))
    finally:
        driver.close()


def _weight(rows: Rows) -> int:
    return sum([len(value) for row in rows for value in row if type(value) is str or type(value) is bytes])


def _parts(rows: Rows) -> list[Rows]:
    """As few as there can be. Every number of rows has a text of its own, and the connection keeps all of them ready."""
    return [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]


@cache
def _repeat(sql: str) -> str:
    """What follows a statement that inserts one row so that it inserts one more; nothing for any other."""
    if sql.startswith("INSERT ") and sql.endswith("%s)") and " VALUES (" in sql:
        return ", " + sql.rpartition(" VALUES ")[2]
    if sql.startswith("INSERT ") and ") SELECT %s" in sql:
        return " UNION ALL SELECT %s" + sql.partition(") SELECT %s")[2]
    return ""


@cache
def _marked(sql: str) -> str:
    """As SQLite writes parameters. None of our statements has a percent sign of its own."""
    return sql.replace("%s", "?")
