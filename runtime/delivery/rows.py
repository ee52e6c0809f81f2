"""Rows of this room in plain SQL, for procedures of the journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from runtime.journal.tables import Table, database_time


@cache
def table(model: type[models.Model]) -> Table:
    return Table(model)


def skip_locked() -> str:
    return "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""


def marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def in_line(cursor: CursorWrapper, destinations: Collection[str]) -> list[str]:
    """Their rows are ours until the commit. In the order everybody takes them in, or two processes wait for each other."""
    ids = sorted(destinations)
    if ids and connection.features.has_select_for_update:
        cursor.execute(f"SELECT id FROM runtime_destination WHERE id IN ({marks(ids)}) ORDER BY id FOR UPDATE", ids)  # noqa: S608
    return ids


def read(cursor: CursorWrapper, sql: str, parameters: Sequence[Any], names: Sequence[str]) -> list[dict[str, Any]]:
    cursor.execute(sql, parameters)
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def changed(cursor: CursorWrapper, kind: str, pk: str, **values: Any) -> None:
    """Moments are given as such."""
    sets = ", ".join(f"{name} = %s" for name in values)
    given = [database_time(value) if isinstance(value, datetime) else value for value in values.values()]
    cursor.execute(f"UPDATE runtime_{kind} SET {sets} WHERE id = %s", [*given, pk])  # noqa: S608 - names are ours


def as_moment(stored: Any) -> datetime | None:
    """What a driver gives for a moment: aware, or not, or text where the column's type was lost."""
    if stored is None:
        return None
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
