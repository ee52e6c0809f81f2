"""A database that refuses: triggers that make writes fail, on either database."""

from __future__ import annotations

from django.db import connection
from django.db.backends.utils import CursorWrapper


def refuse(cursor: CursorWrapper, table: str, event: str, *, when: str = "1 = 1", saying: str = "disk full") -> None:
    """From now on each `event` (INSERT, UPDATE) on `table` fails for the rows that `when` speaks of as NEW."""
    if connection.vendor == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{saying}'); END"
        cursor.execute(f"CREATE TRIGGER refusal BEFORE {event} ON {table} WHEN {when} {body}")
        return
    cursor.execute(f"CREATE FUNCTION refusal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{saying}'; END $$")
    cursor.execute(f"CREATE TRIGGER refusal BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refusal()")


def relent(cursor: CursorWrapper, table: str) -> None:
    if connection.vendor == "sqlite":
        cursor.execute("DROP TRIGGER refusal")
    else:
        cursor.execute(f"DROP TRIGGER refusal ON {table}")
        cursor.execute("DROP FUNCTION refusal()")
