"""Writing down what this process counted, and forgetting what is old.

For: the rows of `TrafficSpan`, `TrafficHour` and `ProcessBeat`; nobody else writes them. Every two seconds, all that changed in
one commit.
Not here: counting (`traffic`), what a beat tells (`beat`), reading (`reading`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db.backends.utils import CursorWrapper

from runtime.identifiers import new_id
from runtime.journal.encoding import encode
from runtime.journal.journal import Journal, JournalRefused
from runtime.journal.tables import database_time
from runtime.watching.beat import Beat
from runtime.watching.traffic import TRAFFIC, Changed, Spot

WRITE_EVERY = 2.0  # seconds
FORGET_EVERY = 30  # writes
KEPT, HOURS_KEPT = timedelta(hours=2), timedelta(hours=25)
UPSERT_SPAN = (
    "INSERT INTO runtime_trafficspan (id, tenant_id, integration_id, begins_at, process, tally) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (integration_id, begins_at, process) DO UPDATE SET tally = excluded.tally"
)
UPSERT_HOUR = (
    "INSERT INTO runtime_traffichour (id, tenant_id, integration_id, begins_at, process, requests) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (integration_id, begins_at, process) DO UPDATE SET requests = excluded.requests"
)
UPSERT_BEAT = (
    "INSERT INTO runtime_processbeat (id, name, machine, started_at, seen_at, figures) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, figures = excluded.figures"
)
log = structlog.get_logger(__name__)


async def serve(journal: Journal, beat: Beat) -> None:
    """Until cancelled. What cannot be written is counted on and tried again with the next round."""
    rounds = 0
    while True:
        await asyncio.sleep(WRITE_EVERY)
        changed = TRAFFIC.take_changed()
        try:
            await journal.call(write(beat, datetime.now(UTC), changed))
            if rounds % FORGET_EVERY == 0:
                await journal.call(forget(datetime.now(UTC)))
        except JournalRefused:
            TRAFFIC.put_back(changed)
            continue
        except Exception:
            log.exception("watching.not_kept")
        rounds += 1


def write(beat: Beat, now: datetime, changed: Changed | None = None) -> Callable[[CursorWrapper], None]:
    """A journal procedure for `changed`, or all that changed. It may run twice: counts are written as they stand, not added."""
    changed = TRAFFIC.take_changed() if changed is None else changed
    hours = TRAFFIC.by_hour(changed)
    row = beat.row(now)

    def procedure(cursor: CursorWrapper) -> None:
        if changed:
            cursor.executemany(UPSERT_SPAN, [_row(beat.name, spot, str(encode(tally.as_json()))) for spot, tally in changed])
            cursor.executemany(UPSERT_HOUR, [_row(beat.name, spot, requests) for spot, requests in hours])
        figures = str(encode(row["figures"]))
        started, seen = database_time(row["started_at"]), database_time(now)
        cursor.execute(UPSERT_BEAT, [new_id(), beat.name, row["machine"], started, seen, figures])

    return procedure


def forget(now: datetime) -> Callable[[CursorWrapper], None]:
    """A journal procedure: a minute's worth of what is too old at a time."""

    def procedure(cursor: CursorWrapper) -> None:
        cursor.execute("DELETE FROM runtime_trafficspan WHERE begins_at < %s", [database_time(now - KEPT)])
        cursor.execute("DELETE FROM runtime_traffichour WHERE begins_at < %s", [database_time(now - HOURS_KEPT)])
        cursor.execute("DELETE FROM runtime_processbeat WHERE seen_at < %s", [database_time(now - KEPT)])

    return procedure


def _row(process: str, spot: Spot, counted: str | int) -> tuple[Any, ...]:
    tenant, integration, begins = spot
    return new_id(), tenant, integration, database_time(datetime.fromtimestamp(begins, UTC)), process, counted
