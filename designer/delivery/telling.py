"""What a destination or a delivery is told with beside its own columns.

For: the values that shapes write out. Not here: routes (`api`, `deliveries_api`), shapes (`shapes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from runtime.delivery import lines
from runtime.delivery.envelope import message_id
from runtime.delivery.models import Attempt, Delivery, Destination
from runtime.instances.models import Customer
from runtime.tenancy.models import Tenant

MOST_COUNTED = 1000


class Told:
    """A row, and what stands beside it; what is beside it counts first."""

    def __init__(self, row: Model, **beside: Any) -> None:
        self._row, self._beside = row, beside

    def __getattr__(self, name: str) -> Any:
        return self._beside[name] if name in self._beside else getattr(self._row, name)


def destinations(tenant: Tenant, rows: Iterable[Destination], **beside: Any) -> list[Told]:
    listed = list(rows)
    named = Customer.objects.of(tenant).in_bulk([row.customer_id for row in listed if row.customer_id])
    return [Told(row, customer=named.get(row.customer_id), **beside) for row in listed]


def deliveries(tenant: Tenant, rows: Iterable[Delivery], **beside: Any) -> list[Told]:
    listed = list(rows)
    named = Destination.of(tenant).in_bulk({row.destination_id for row in listed})
    return [Told(row, **_line(row), **_of(named.get(row.destination_id)), **beside) for row in listed]


def detailed(tenant: Tenant, row: Delivery, *, body: str, tries: Sequence[Attempt]) -> Told:
    head = lines.head_of(row)
    held = {"held_up_by": head.pk if head else None, "behind": lines.behind(row, MOST_COUNTED)}
    return deliveries(tenant, [row], body=body, tries=tries, **held)[0]


def _line(row: Delivery) -> dict[str, Any]:
    holds_up = row.in_line and row.status == Delivery.Status.FAILED
    return {"message_id": message_id(row.pk), "waits_in_line": lines.waits(row), "holds_up": holds_up}


def _of(destination: Destination | None) -> dict[str, str]:
    """A destination that is gone with its history was closed before."""
    if destination is None:
        return {"destination_name": "", "destination_status": "closed", "url": ""}
    return {"destination_name": destination.name, "destination_status": destination.status, "url": destination.url}
