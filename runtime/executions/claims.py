"""Whose turn it is: which executions a worker takes up next.

For: the claim, fair between tenants, customers and flows, true to each flow's policy, and as dear with a million rows as with
none. Not here: running what was claimed (`worker`), the arithmetic of shares (`shares`), what a policy says (`runtime.lanes`).

A *line* is what waits together: the executions of one flow of one instance, of an ordered flow those with one key. Lines stand
side by side in one index, so a claim goes from line to line by a look-up each and never reads what stands behind the first
few of a line. While all that is ready fits the free slots, it is read in one go.

On a database with row locks, a line with a policy is locked for the claim: whoever comes at the same moment passes it by.

What an ordered flow promises for each key: never two under way at once; one that has begun ends before the next begins, through
retries, sleeps and the end of its process; and of two that wait, the one with the lower id comes first, which is the one that
arrived earlier by the clock of the process that took it. So a sender that waits for each answer is served in its order, as far as
the clocks of several machines agree. Of requests on their way at once either may be first: one is on disk before the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, zip_longest
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from runtime.executions.records import LEASE
from runtime.executions.shares import LaneId, deal
from runtime.journal import tables
from runtime.lanes.rules import Rules

MOST_WOKEN = 500  # executions whose wait is over, in one claim
MOST_LANES = 64  # looked at in one claim, and no more than it has slots; the next goes on behind them
MOST_LINES = 8  # of a customer that are taken from in one claim
MOST_REMEMBERED = 20_000  # places where a customer's turn ended
MOST_VISITS = 256  # of a customer's lines in one claim, for many may have to wait

LINE = "tenant_id, customer_id, instance_id, flow_key, turn_key"


class Line(NamedTuple):
    tenant: str
    customer: str
    instance: str
    flow: str
    key: str

    @property
    def lane(self) -> LaneId:
        return self.tenant, self.customer


class Claimed(NamedTuple):
    """`left` says that more is ready than was taken; `again`, that there was more to look at than one claim may; `waiting` are
    the customers of whom something still waits, None when there are too many to know."""

    ids: list[str]
    left: bool
    again: bool
    waiting: Set[LaneId] | None = frozenset()


@dataclass(slots=True)
class Rotation:
    """Where the last claim stopped. Each worker has its own; what is fair in each is fair in all."""

    tenant: str = ""
    customers: dict[str, str] = field(default_factory=dict)
    lines: dict[LaneId, Line] = field(default_factory=dict)

    def stopped_at(self, taken: list[Line]) -> None:
        if len(self.customers) + len(self.lines) > MOST_REMEMBERED:
            self.customers.clear()
            self.lines.clear()
        for line in taken:
            self.tenant = line.tenant
            self.customers[line.tenant] = line.customer
            self.lines[line.lane] = line


@dataclass(slots=True)
class Claim:
    """A journal procedure. `in_hand` counts what this worker runs, of at most `width`; `free` is how much more it may take."""

    owner: str
    drafts: bool
    now: datetime
    width: int
    free: int
    in_hand: Counter[LaneId]
    rotation: Rotation
    _again: bool = False
    _waiting: Set[LaneId] | None = None

    def __call__(self, cursor: CursorWrapper) -> Claimed:
        self._again, self._waiting = False, None
        rules = Rules(cursor, self.now)
        self._wake(cursor)
        all_ready = self._all_ready(cursor)
        if not all_ready:
            return Claimed([], False, False)
        few = len(all_ready) <= self.free
        queues = self._queues_of(cursor, all_ready, rules) if few else self._queues(cursor, rules)
        dealt = deal(queues, self.in_hand, width=self.width, free=self.free)
        taken = self._take(cursor, [id for _, id in dealt])
        lines = [line for line, id in dealt if id in taken]
        rules.started(Counter(lines))
        self.rotation.stopped_at(lines)
        waiting = {line.lane for line, id in all_ready if id not in taken} if few else self._waiting
        return Claimed([id for _, id in dealt if id in taken], not few or len(taken) < len(all_ready), self._again, waiting)

    @property
    def _most_lanes(self) -> int:
        return min(MOST_LANES, max(4, self.free))

    @property
    def _ready(self) -> str:
        return "status = 'queued' AND " + ("version_id = ''" if self.drafts else "version_id > ''")

    def _wake(self, cursor: CursorWrapper) -> None:
        """What waited until now stands in its line again, where its age puts it."""
        at = tables.database_time(self.now)
        cursor.execute(
            "UPDATE runtime_execution SET status = 'queued' WHERE id IN (SELECT id FROM runtime_execution "  # noqa: S608
            f"WHERE status = 'waiting' AND due_at <= %s ORDER BY due_at LIMIT {MOST_WOKEN} {_skip_locked()})",
            [at],
        )

    def _all_ready(self, cursor: CursorWrapper) -> list[tuple[Line, str]]:
        """All that is ready, or one more than there are slots."""
        cursor.execute(
            f"SELECT {LINE}, id FROM runtime_execution WHERE {self._ready} ORDER BY {LINE}, id LIMIT {self.free + 1}"  # noqa: S608
        )
        return [(Line(*row[:5]), row[5]) for row in cursor.fetchall()]

    def _queues_of(
        self, cursor: CursorWrapper, ready: list[tuple[Line, str]], rules: Rules
    ) -> dict[LaneId, list[tuple[Line, str]]]:
        by_line: dict[Line, list[tuple[Line, str]]] = {}
        for line, id in ready:
            by_line.setdefault(line, []).append((line, id))
        by_lane: dict[LaneId, list[list[tuple[Line, str]]]] = {}
        for line, entries in by_line.items():
            if allowed := rules.allowed(line, len(entries)):
                if rules.is_strict(line):
                    # Read before the line was locked: since then an earlier one may have come back from a process that ended.
                    entries = self._first_of(cursor, line, allowed)
                by_lane.setdefault(line.lane, []).append(entries[:allowed])
        return {lane: queue for lane, lines in by_lane.items() if (queue := _in_turn(lines))}

    def _queues(self, cursor: CursorWrapper, rules: Rules) -> dict[LaneId, list[tuple[Line, str]]]:
        """The head of what waits, of as many customers as one claim looks at."""
        tenants = list(self._tenants(cursor))
        if len(tenants) == self._most_lanes:
            self.rotation.tenant = tenants[-1]
        each = max(1, self._most_lanes // max(1, len(tenants)))
        customers = {tenant: self._customers(cursor, tenant, each) for tenant in tenants}
        lanes = [(tenant, customer) for tenant, found in customers.items() for customer in found]
        if len(tenants) < self._most_lanes and all(len(found) < each for found in customers.values()):
            self._waiting = set(lanes)
        # Twice of what is even, since some may be allowed less.
        wanted = max(2, -(-2 * self.free // max(1, len(lanes))))
        queues = {lane: self._head(cursor, lane, rules, wanted) for lane in lanes}
        return {lane: queue for lane, queue in queues.items() if queue}

    def _tenants(self, cursor: CursorWrapper) -> Iterator[str]:
        sql = f"SELECT tenant_id FROM runtime_execution WHERE {self._ready} AND tenant_id > %s ORDER BY {LINE} LIMIT 1"  # noqa: S608
        return _around(cursor, sql, [], self.rotation.tenant, self._most_lanes)

    def _customers(self, cursor: CursorWrapper, tenant: str, most: int) -> list[str]:
        sql = (
            f"SELECT customer_id FROM runtime_execution WHERE {self._ready} AND tenant_id = %s AND customer_id > %s "  # noqa: S608
            "ORDER BY customer_id, instance_id, flow_key, turn_key LIMIT 1"
        )
        found = list(_around(cursor, sql, [tenant], self.rotation.customers.get(tenant, ""), most))
        if len(found) == most:
            self.rotation.customers[tenant] = found[-1]
        return found

    def _head(self, cursor: CursorWrapper, lane: LaneId, rules: Rules, wanted: int) -> list[tuple[Line, str]]:
        """The first of some of its lines, one of each in turn, beginning behind the line that was last taken from."""
        after = self.rotation.lines.get(lane)
        heads: list[list[tuple[Line, str]]] = []
        seen: set[Line] = set()
        wrapped = after is None
        line: Line | None = after
        past_flow = False
        while len(heads) < min(MOST_LINES, wanted):
            if len(seen) == MOST_VISITS:
                self._again = True
                if line:
                    self.rotation.lines[lane] = line
                break
            line = self._line_after(cursor, lane, line, past_flow=past_flow)
            past_flow = False
            if line is None and not wrapped:
                wrapped = True
                continue
            if line is None or line in seen:
                break
            seen.add(line)
            if allowed := rules.allowed(line, wanted):
                heads.append(self._first_of(cursor, line, allowed))
            else:
                past_flow = rules.is_closed(line)
        return _in_turn(heads)

    def _line_after(self, cursor: CursorWrapper, lane: LaneId, line: Line | None, *, past_flow: bool) -> Line | None:
        """The next of the customer's lines; or of the next flow, when nothing of this one may start."""
        behind = "AND (instance_id, flow_key, turn_key) > (%s, %s, %s)" if line else ""
        place: tuple[str, ...] = line[2:] if line else ()
        if line and past_flow:
            behind, place = "AND (instance_id, flow_key) > (%s, %s)", line[2:4]
        cursor.execute(
            f"SELECT {LINE} FROM runtime_execution WHERE {self._ready} AND tenant_id = %s AND customer_id = %s {behind} "  # noqa: S608
            "ORDER BY instance_id, flow_key, turn_key LIMIT 1",
            [*lane, *place],
        )
        row = cursor.fetchone()
        return Line(*row) if row else None

    def _first_of(self, cursor: CursorWrapper, line: Line, most: int) -> list[tuple[Line, str]]:
        # As a stretch of the index, whose order is asked for: with five columns that equal, and by id, PostgreSQL went through
        # all that ever ran of the instance.
        cursor.execute(
            f"SELECT id FROM runtime_execution WHERE {self._ready} AND ({LINE}, id) > (%s, %s, %s, %s, %s, '') "  # noqa: S608
            f"AND ({LINE}) <= (%s, %s, %s, %s, %s) ORDER BY {LINE}, id LIMIT %s {'' if line.key else _skip_locked()}",
            [*line, *line, most],
        )
        return [(line, row[0]) for row in cursor.fetchall()]

    def _take(self, cursor: CursorWrapper, ids: list[str]) -> set[str]:
        """Those of `ids` that nobody took meanwhile."""
        if not ids:
            return set()
        at, marks = tables.database_time(self.now), ", ".join(["%s"] * len(ids))
        cursor.execute(
            "UPDATE runtime_execution SET status = 'running', epoch = epoch + 1, lease_owner = %s, lease_expires_at = %s, "  # noqa: S608
            "started_at = COALESCE(started_at, %s) WHERE id IN ("
            f"SELECT id FROM runtime_execution WHERE id IN ({marks}) AND status = 'queued' {_skip_locked()}) RETURNING id",
            [self.owner, tables.database_time(self.now + LEASE), at, *ids],
        )
        return {row[0] for row in cursor.fetchall()}


def _around(cursor: CursorWrapper, sql: str, fixed: list[str], after: str, most: int) -> Iterator[str]:
    """Distinct values behind `after`, then from the beginning up to it; each is one look into the index."""
    place, found = after, 0
    for wrapped in (False, True):
        while found < most:
            cursor.execute(sql, [*fixed, place])
            row = cursor.fetchone()
            if row is None or (wrapped and row[0] > after):
                break
            place, found = row[0], found + 1
            yield place
        if not after:
            return
        place = ""


def _in_turn(lines: list[list[tuple[Line, str]]]) -> list[tuple[Line, str]]:
    if len(lines) == 1:
        return lines[0]
    return [entry for entry in chain.from_iterable(zip_longest(*lines)) if entry is not None]


def _skip_locked() -> str:
    return "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
