"""How the lanes stand: what waits in each, since when, what runs, what arrives.

For: the lane page. Each figure is counted by an index that holds only what is under way, up to a bound, so the page costs the
same with a long history.
Not here: names of customers and flows (`designer.lanes`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from ulid import ULID

MOST_LANES = 200
MOST_COUNTED = 10_000
LaneKey = tuple[str, str]  # instance, flow key


@dataclass(slots=True)
class Depth:
    """`queued` stops at 10,000. `arrived` is in the last minute; `oldest` when the oldest that is queued arrived."""

    queued: int = 0
    oldest: datetime | None = None
    running: int = 0
    waiting: int = 0
    held: int = 0
    arrived: int = 0


def depths(tenant_id: str, now: datetime) -> dict[LaneKey, Depth]:
    """Of the lanes of live executions in which anything is."""
    found: dict[LaneKey, Depth] = defaultdict(Depth)
    for key in _queued_lanes(tenant_id):
        found[key].queued, found[key].oldest = _queue(tenant_id, key)
    # `|| ''` keeps the database from going through all of the tenant's history instead of the few that are under way.
    ours = "tenant_id || '' = %s AND version_id > ''"
    for name, condition in (
        ("running", "status = 'running' AND lease_expires_at IS NOT NULL"),
        ("waiting", "status = 'waiting' AND due_at IS NOT NULL"),
        ("held", "status = 'held'"),
    ):
        for instance, flow, count in _rows(
            f"SELECT instance_id, flow_key, count(*) FROM (SELECT instance_id, flow_key FROM runtime_execution "  # noqa: S608
            f"WHERE {condition} AND {ours} LIMIT {MOST_COUNTED}) AS counted GROUP BY instance_id, flow_key",
            [tenant_id],
        ):
            setattr(found[instance, flow], name, count)
    since = str(ULID.from_datetime(now - timedelta(minutes=1)))[:10]
    for instance, flow, count in _rows(
        "SELECT instance_id, flow_key, count(*) FROM (SELECT instance_id, flow_key FROM runtime_execution WHERE tenant_id = %s "  # noqa: S608
        f"AND id > %s AND version_id > '' ORDER BY id DESC LIMIT {MOST_COUNTED}) AS counted GROUP BY instance_id, flow_key",
        [tenant_id, since],
    ):
        found[instance, flow].arrived = count
    return dict(found)


def _queued_lanes(tenant_id: str) -> Iterator[LaneKey]:
    place: tuple[str, str, str] | None = None
    for _ in range(MOST_LANES):
        behind = "AND (customer_id, instance_id, flow_key) > (%s, %s, %s)" if place else ""
        row = _rows(
            "SELECT customer_id, instance_id, flow_key FROM runtime_execution WHERE status = 'queued' AND version_id > '' "  # noqa: S608
            f"AND tenant_id = %s {behind} ORDER BY customer_id, instance_id, flow_key LIMIT 1",
            [tenant_id, *(place or ())],
        )
        if not row:
            return
        place = (row[0][0], row[0][1], row[0][2])
        yield place[1], place[2]


def _queue(tenant_id: str, key: LaneKey) -> tuple[int, datetime | None]:
    ((count, first),) = _rows(
        "SELECT count(*), min(id) FROM (SELECT id FROM runtime_execution WHERE status = 'queued' AND version_id > '' "  # noqa: S608
        "AND tenant_id = %s AND customer_id = (SELECT customer_id FROM runtime_instance WHERE id = %s) "
        f"AND instance_id = %s AND flow_key = %s LIMIT {MOST_COUNTED}) AS counted",
        [tenant_id, key[0], *key],
    )
    return count, ULID.from_str(first).datetime.astimezone(UTC) if first else None


def _rows(sql: str, parameters: list[str]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
