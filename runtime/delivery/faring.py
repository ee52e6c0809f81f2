"""How a tenant's deliveries fare as a whole, in a few looks at indexes.

For: what alerts watch. Not here: when that is too much (`runtime.alerts`), one destination (`recording`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from runtime.delivery.models import Delivery, Destination
from runtime.delivery.quota import WAITING

MOST_COUNTED = 20_000


@dataclass(frozen=True, slots=True)
class Faring:
    """`dead` were given up since a moment; the oldest is of those that wait where nobody paused it, 0 when none does."""

    disabled: int
    dead: int
    oldest_seconds: float


def of(tenant_id: str, *, since: datetime, now: datetime) -> Faring:
    rows, places = Delivery.of(tenant_id).order_by(), Destination.of(tenant_id)
    paused = list(places.filter(status=Destination.Status.PAUSED).values_list("pk", flat=True))
    waiting = rows.filter(status__in=WAITING).exclude(destination_id__in=paused).order_by("created_at")
    oldest = waiting.values_list("created_at", flat=True).first()
    return Faring(
        disabled=places.filter(status=Destination.Status.DISABLED).count(),
        dead=rows.filter(status="failed", ended_at__gte=since)[:MOST_COUNTED].count(),
        oldest_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
    )
