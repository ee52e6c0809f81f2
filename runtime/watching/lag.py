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
    rows = Execution.objects.of(tenant_id) if tenant_id else Execution.across_tenants.all()
    rows = rows.filter(version_id="") if drafts else rows.exclude(version_id="")
    ready = _not_on_hold(rows.filter(status__in=["queued", "waiting"], due_at__lte=now), tenant_id)
    oldest = ready.aggregate(oldest=Min("due_at"))["oldest"]
    return Lag(
        ready=ready.order_by()[:MOST_COUNTED].count(),
        oldest_seconds=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        running=rows.filter(status="running").order_by()[:MOST_COUNTED].count(),
        held=rows.filter(status="held").order_by()[:MOST_COUNTED].count() if tenant_id else 0,
    )


def oldest_seconds(tenant_id: str, integration_id: str, now: datetime) -> float:
    """How long the oldest ready live execution waits, of one integration or of all."""
    rows = Execution.objects.of(tenant_id).exclude(version_id="").filter(status__in=["queued", "waiting"], due_at__lte=now)
    if integration_id:
        rows = rows.filter(integration_id=integration_id)
    oldest = _not_on_hold(rows, tenant_id).aggregate(oldest=Min("due_at"))["oldest"]
    return max((now - oldest).total_seconds(), 0.0) if oldest else 0.0


def _not_on_hold(rows: QuerySet[Execution], tenant_id: str) -> QuerySet[Execution]:
    """Without lanes that somebody holds on purpose: what waits there is not late. Few are held at a time, mostly none."""
    lanes = Lane.of(tenant_id) if tenant_id else Lane.across_tenants.all()
    held = list(lanes.filter(held_at__isnull=False).values_list("instance_id", "flow_key")[:MOST_HELD])
    for instance_id, flow_key in held:
        rows = rows.exclude(instance_id=instance_id, flow_key=flow_key)
    return rows
