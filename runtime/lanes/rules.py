"""How many executions of a line may start now.

For: one claim: holds, how many at once, how many in a period, strict order by key, the events of an instance one by one; what
was started is counted afterwards.
Not here: who comes first (`runtime.executions.claims`).

A rate is kept as one moment: until when the starts that were allowed are used up. Each start moves it on by its part of the
period; a period's worth of starts may be used at once after a quiet time.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from runtime.journal import tables

if TYPE_CHECKING:
    from runtime.executions.claims import Line

EVENTS = "events"  # the turn key of executions that tell what happened to their instance
COLUMNS = "id, at_once, starts, per_seconds, paid_until, held_at"


class _Lane(NamedTuple):
    id: str
    at_once: int
    starts: int
    per_seconds: int
    paid_until: datetime | None
    held_at: datetime | None

    @property
    def each(self) -> timedelta:
        return timedelta(seconds=self.per_seconds) / self.starts


class Rules:
    """Of one claim: each lane is read, and where rows can be locked is locked, once."""

    def __init__(self, cursor: CursorWrapper, now: datetime) -> None:
        self._cursor = cursor
        self._now = now
        self._lanes: dict[tuple[str, str], _Lane | None] = {}
        self._left: dict[tuple[str, str], int] = {}
        self._any: bool | None = None
        self._suspended: dict[str, bool] = {}

    def allowed(self, line: Line, wanted: int) -> int:
        """At most `wanted`; 0 for a lane that is held, that another claim is at, or whose turn has not come, and for all that is
        of a suspended tenant, but for its flows' last words when it is removed."""
        if self._rests(line) or (line.key == EVENTS and not self._is_next_event(line)):
            return 0
        if line.key == EVENTS:
            wanted = 1
        if self._any is None:
            self._cursor.execute("SELECT 1 FROM runtime_lane LIMIT 1")
            self._any = self._cursor.fetchone() is not None
        if not self._any:
            return wanted
        which = (line.instance, line.flow)
        if which not in self._lanes:
            self._lanes[which] = lane = self._read(which, lock=bool(line.key))
            if lane is not None:
                self._left[which] = self._room(lane, which)
        lane = self._lanes[which]
        if lane is None:
            return wanted if which not in self._left else 0
        allowed = min(wanted, self._left[which])
        if allowed > 0 and line.key.startswith("key:"):
            allowed = 0 if self._is_under_way(line) else 1
        self._left[which] -= allowed
        return allowed

    def is_closed(self, line: Line) -> bool:
        """Whether nothing of the whole flow may start, whatever the key. Ask after `allowed`."""
        return self._rests(line) or self._left.get((line.instance, line.flow), 1) <= 0

    def is_strict(self, line: Line) -> bool:
        """Whether its order counts, and others may have changed the line before this claim had it for itself."""
        return connection.features.has_select_for_update_skip_locked and (line.key == EVENTS or line.key.startswith("key:"))

    def started(self, counts: Counter[Line]) -> None:
        """Remembers what a rate allowed and was used."""
        used: Counter[tuple[str, str]] = Counter()
        for line, count in counts.items():
            used[line.instance, line.flow] += count
        for which, count in used.items():
            lane = self._lanes.get(which)
            if lane and lane.starts:
                until = max(lane.paid_until or self._now, self._now) + lane.each * count
                self._cursor.execute(
                    "UPDATE runtime_lane SET paid_until = %s WHERE id = %s", [tables.database_time(until), lane.id]
                )

    def _rests(self, line: Line) -> bool:
        return self._is_suspended(line.tenant) and not (line.key == EVENTS and self._is_going(line.tenant))

    def _is_going(self, tenant: str) -> bool:
        self._cursor.execute("SELECT 1 FROM runtime_tenantremoval WHERE tenant_id = %s", [tenant])
        return self._cursor.fetchone() is not None

    def _is_suspended(self, tenant: str) -> bool:
        if tenant not in self._suspended:
            self._cursor.execute("SELECT suspended FROM runtime_tenant WHERE id = %s", [tenant])
            row = self._cursor.fetchone()
            self._suspended[tenant] = row is not None and bool(row[0])
        return self._suspended[tenant]

    def _read(self, which: tuple[str, str], *, lock: bool) -> _Lane | None:
        """None, and no room, for one that another claim has locked."""
        sql = f"SELECT {COLUMNS} FROM runtime_lane WHERE instance_id = %s AND flow_key = %s"  # noqa: S608
        self._cursor.execute(sql, which)
        row = self._cursor.fetchone()
        if row is None:
            return None
        if lock and connection.features.has_select_for_update_skip_locked:
            self._cursor.execute(f"{sql} FOR UPDATE SKIP LOCKED", which)
            row = self._cursor.fetchone()
            if row is None:
                self._left[which] = 0
                return None
        id, at_once, starts, per_seconds, paid_until, held_at = row
        return _Lane(id, at_once, starts, per_seconds, _moment(paid_until), _moment(held_at))

    def _room(self, lane: _Lane, which: tuple[str, str]) -> int:
        if lane.held_at is not None:
            return 0
        room = 1_000_000
        if lane.at_once:
            self._cursor.execute(
                "SELECT count(*) FROM runtime_execution WHERE status IN ('running', 'waiting') AND turn_key > '' "
                "AND status = 'running' AND instance_id = %s AND flow_key = %s",
                which,
            )
            room = lane.at_once - self._cursor.fetchone()[0]
        if lane.starts:
            used = max(lane.paid_until or self._now, self._now) - self._now
            room = min(room, int((timedelta(seconds=lane.per_seconds) - used) / lane.each))
        return max(0, room)

    def _is_next_event(self, line: Line) -> bool:
        """Whether what happened to the instance before has been told to all of its flows, and this flow's turn is next."""
        if connection.features.has_select_for_update_skip_locked:
            # The instance may be gone, so there is no row to lock; another claim that is at its events keeps them all.
            self._cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{EVENTS} {line.instance}"])
            if not self._cursor.fetchone()[0]:
                return False
        self._cursor.execute(
            "SELECT 1 FROM runtime_execution WHERE status IN ('running', 'waiting') AND turn_key > '' "
            "AND instance_id = %s AND turn_key = %s LIMIT 1",
            [line.instance, EVENTS],
        )
        if self._cursor.fetchone() is not None:
            return False
        self._cursor.execute(
            "SELECT flow_key FROM runtime_execution WHERE status = 'queued' AND version_id > '' AND tenant_id = %s "
            "AND customer_id = %s AND instance_id = %s AND turn_key = %s ORDER BY id LIMIT 1",
            [line.tenant, line.customer, line.instance, EVENTS],
        )
        first = self._cursor.fetchone()
        return first is not None and first[0] == line.flow

    def _is_under_way(self, line: Line) -> bool:
        """Whether an earlier one with the same key has begun and not ended, or waits for its next try."""
        self._cursor.execute(
            "SELECT 1 FROM runtime_execution WHERE status IN ('running', 'waiting') AND turn_key > '' "
            "AND instance_id = %s AND flow_key = %s AND turn_key = %s LIMIT 1",
            [line.instance, line.flow, line.key],
        )
        return self._cursor.fetchone() is not None


def _moment(value: datetime | None) -> datetime | None:
    """A database without time zones keeps UTC."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value
