"""Many rows in few statements.

For: carrying out what a batch of the journal holds, inside its transaction.
Not here: which writes share a batch (`journal`), what is in a row (`tables`).

PostgreSQL takes rows by COPY: for 64 of them a seventh of the work that an INSERT with as many marks is, on our side.

SQLite's driver lets go of the interpreter's lock for each statement and has to win it back afterwards, against loops that are
busy: one statement with 64 rows waits once for it, 64 statements wait 64 times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from django.db import connection, transaction

MOST_ROWS = 64  # in one statement; with 40 columns far below the parameters that any database takes
Rows = Sequence[tuple[Any, ...]]


def commit(grouped: Mapping[str, Rows]) -> None:
    """`carry_out` in a transaction of its own.

    Said straight to SQLite: of a commit that one sender waits for, Django's own saying so was the dearest part.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            return carry_out(grouped)
    connection.ensure_connection()
    with connection.wrap_database_errors:
        driver = connection.connection
        driver.execute("BEGIN IMMEDIATE")
        try:
            carry_out(grouped)
            driver.execute("COMMIT")
        finally:
            if driver.in_transaction:  # it failed, and SQLite has not undone it by itself
                driver.execute("ROLLBACK")


def carry_out(grouped: Mapping[str, Rows]) -> None:
    """SQL with `%s` marks, and the parameters of each time it is to run. What inserts runs before what updates."""
    on_sqlite = connection.vendor == "sqlite"
    connection.ensure_connection()
    with connection.wrap_database_errors:
        # Straight to the driver: Django would read the text of each statement again, each time.
        driver = connection.connection.cursor()
        try:
            for sql in sorted(grouped):  # INSERT sorts before UPDATE
                rows, repeat = grouped[sql], _repeat(sql, on_sqlite)
                if not on_sqlite and len(rows) > 1 and (into := _copied(sql)):
                    with driver.copy(into) as copy:
                        for row in rows:
                            copy.write_row(row)
                    continue
                if not repeat:
                    driver.executemany(_marked(sql) if on_sqlite else sql, rows)
                    continue
                for part in _parts(rows):
                    text = sql + repeat * (len(part) - 1)
                    driver.execute(_marked(text) if on_sqlite else text, tuple(chain.from_iterable(part)))
        finally:
            driver.close()


def _parts(rows: Rows) -> list[Rows]:
    """As few as there can be. Every number of rows has a text of its own, and the connection keeps all of them ready."""
    return [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]


@cache
def _repeat(sql: str, on_sqlite: bool) -> str:
    """What follows a statement that inserts one row so that it inserts one more; nothing for any other."""
    if sql.startswith("INSERT ") and sql.endswith("%s)") and " VALUES (" in sql:
        return ", " + sql.rpartition(" VALUES ")[2]
    # PostgreSQL would take the parameters of a compound SELECT for text and refuse them for other columns.
    if on_sqlite and sql.startswith("INSERT ") and ") SELECT %s" in sql:
        return " UNION ALL SELECT %s" + sql.partition(") SELECT %s")[2]
    return ""


@cache
def _copied(sql: str) -> str:
    """A statement that inserts one row, as one that takes a stream of them; empty for any other."""
    into, values, _ = sql.partition(" VALUES (")
    return (
        f"COPY {into.removeprefix('INSERT INTO ')} FROM STDIN"
        if values and sql.startswith("INSERT INTO ") and sql.endswith("%s)")
        else ""
    )


@cache
def _marked(sql: str) -> str:
    """As SQLite writes parameters. None of our statements has a percent sign of its own."""
    return sql.replace("%s", "?")
