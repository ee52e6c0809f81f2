"""How many events of a tenant may wait for delivery.

For: refusing more, asked by whoever sends, before anything is written.
Not here: the bound itself (`runtime.retention.policies`), executions that wait (`runtime.retention.quotas`).
"""

from __future__ import annotations

from runtime.delivery.models import Delivery
from runtime.engine.errors import NotAllowed
from runtime.retention.models import StoragePolicy

CODE = "deliveries_quota"
SOON = 30  # seconds
WAITING = ("new", "pending", "sending")


def check(tenant_id: str) -> None:
    """Raises NotAllowed `deliveries_quota`. Those who send at the same moment may go over together."""
    most = StoragePolicy.objects.of(tenant_id).values_list("quota_deliveries", flat=True).first()
    if most is not None and waiting(tenant_id, most) >= most:
        raise NotAllowed(
            f"{most:,} events of this tenant wait to be delivered, and no more may. See Deliveries, or come back later.",
            code=CODE,
            retryAfter=SOON,
        )


def waiting(tenant_id: str, most: int) -> int:
    """Counts no further than `most`."""
    return Delivery.objects.of(tenant_id).filter(status__in=WAITING).order_by()[:most].count()
