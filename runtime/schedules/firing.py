"""Starting what is due.

For: one execution for each due moment, whatever dies: it is queued and the schedule moved on in one commit, and of two
processes that look at once only one finds the moment it moves on from.
Not here: when schedules are due (`runtime.components.moments`), making and removing them (`keeping`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from django.db import connection
from django.db.backends.utils import CursorWrapper

from runtime.components.moments import Unsound, read_timing
from runtime.identifiers import new_id
from runtime.journal import tables
from runtime.journal.journal import Journal, JournalRefused

LOOK_EVERY = 1.0  # seconds
MOST_AT_ONCE = 200
COLUMNS = (
    *("id", "tenant_id", "integration_id", "version_id", "instance_id", "customer_id", "flow_key", "flow_name", "step_id"),
    *("turn_key", "timing", "about", "due_at"),
)
log = structlog.get_logger(__name__)


async def serve(journal: Journal, wake: Callable[[], None]) -> None:
    """Until cancelled."""
    while True:
        try:
            started = await journal.call(fire(datetime.now(UTC)))
        except JournalRefused:
            started = []
        except Exception:
            log.exception("schedules.crashed")
            started = []
        if started:
            wake()
        if len(started) < MOST_AT_ONCE:
            await asyncio.sleep(LOOK_EVERY)


def fire(now: datetime) -> Callable[[CursorWrapper], list[str]]:
    """A journal procedure: starts what is due by now, each once however often it was missed. Returns the executions' ids."""

    def procedure(cursor: CursorWrapper) -> list[str]:
        lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)} FROM runtime_schedule WHERE due_at <= %s "  # noqa: S608
            "AND tenant_id NOT IN (SELECT id FROM runtime_tenant WHERE suspended = %s) "
            f"ORDER BY due_at LIMIT {MOST_AT_ONCE} {lock}",
            [tables.database_time(now), True],
        )
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
        return [started for row in rows if (started := _start(cursor, row, now))]

    return procedure


def _start(cursor: CursorWrapper, row: dict[str, Any], now: datetime) -> str | None:
    due = row["due_at"] if row["due_at"].tzinfo else row["due_at"].replace(tzinfo=UTC)
    timing_of, about = _json(row["timing"]), _json(row["about"])
    try:
        timing = read_timing(timing_of)
        following, missed = timing.next_after(now), timing.missed(due, now)
    except Unsound as problem:  # what is read as sound by one version of the time zones may not be by the next
        cursor.execute("UPDATE runtime_schedule SET due_at = NULL, problem = %s WHERE id = %s", [problem.message, row["id"]])
        return None
    cursor.execute(
        "UPDATE runtime_schedule SET due_at = %s, last_due_at = %s WHERE id = %s AND due_at = %s",
        [*map(tables.database_time, (following, due)), row["id"], tables.database_time(due)],
    )
    if cursor.rowcount != 1:
        return None
    execution_id = new_id()
    trigger = {"scheduledFor": due.isoformat(), "missed": missed, "timezone": timing_of.get("timezone") or "UTC", **about}
    own = {name: row[name] for name in COLUMNS[1:9] if name != "step_id"} | {"turn_key": row["turn_key"]}
    statement = tables.executions().insert(
        {
            **own,
            "id": execution_id,
            "trigger_step": row["step_id"],
            "trigger": {**trigger, "executionId": execution_id, "startedAt": now.isoformat()},
            "status": "queued",
            "queued_at": now,
            "due_at": now,
        }
    )
    cursor.execute(statement.sql, statement.parameters)
    return execution_id


def _json(stored: Any) -> dict[str, Any]:
    return orjson.loads(stored) if isinstance(stored, str | bytes) else stored
