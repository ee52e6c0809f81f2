"""How far the work is behind: what only the table of executions can tell.

For: depth and age of what is ready and not yet begun, what runs, what is held. The same for every process of an installation.
Not here: whether that is too far (`watchdog`, alerts), showing it.

Counting stops at `MOST_COUNTED`: past that a number says no more than "very many", and costs every look more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from runtime.journal.models import Execution
from runtime.journal.states import in_states, of_lane, running_of
from runtime.lanes.models import Lane

MOST_COUNTED = 20_000
MOST_HELD = 100  # lanes on hold that are told apart


@dataclass(frozen=True, slots=True)
class Lag:
    """Of one lane: what the live worker, or the one of drafts, has before it. `oldest_seconds` is 0 when nothing is ready."""

    ready: int
    oldest_seconds: float
    running: int
    held: int


def measure(*, drafts: bool, now: datetime, tenant_id: str = "") -> Lag:
    rows = of_lane(Execution.objects.of(tenant_id) if tenant_id else Execution.across_tenants.all(), drafts=drafts)
    ready = _ready(_not_on_hold(rows, tenant_id), now)
    return Lag(
        ready=sum(_count(found) for found in ready),
        oldest_seconds=_oldest(ready, now),
        running=_count(of_lane(running_of(tenant_id), drafts=drafts) if tenant_id else in_states(rows, ["running"])),
        held=_count(in_states(rows, ["held"])) if tenant_id else 0,
    )


def _ready(rows: QuerySet[Execution], now: datetime) -> list[QuerySet[Execution]]:
    return [in_states(rows, [state]).filter(due_at__lte=now) for state in ("queued", "waiting")]


def _count(rows: QuerySet[Execution]) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def _oldest(ready: list[QuerySet[Execution]], now: datetime) -> float:
    """Seconds; 0 when nothing is ready."""
    moments = [found for rows in ready if (found := rows.aggregate(oldest=Min("due_at"))["oldest"])]
    return max((now - min(moments)).total_seconds(), 0.0) if moments else 0.0


def oldest_seconds(tenant_id: str, integration_id: str, now: datetime) -> float:
    """How long the oldest ready live execution waits, of one integration or of all."""
    rows = of_lane(Execution.objects.of(tenant_id), drafts=False)
    if integration_id:
        rows = rows.filter(integration_id=integration_id)
    return _oldest(_ready(_not_on_hold(rows, tenant_id), now), now)


def _not_on_hold(rows: QuerySet[Execution], tenant_id: str) -> QuerySet[Execution]:
    """Without lanes that somebody holds on purpose: what waits there is not late. Few are held at a time, mostly none."""
    lanes = Lane.of(tenant_id) if tenant_id else Lane.across_tenants.all()
    held = list(lanes.filter(held_at__isnull=False).values_list("instance_id", "flow_key")[:MOST_HELD])
    for instance_id, flow_key in held:
        rows = rows.exclude(instance_id=instance_id, flow_key=flow_key)
    return rows
