"""Forgetting deliveries that have ended, in batches through the journal.

For: history as long as the tenant keeps executions, and no longer than `KEPT_DAYS`; events nobody waits for; destinations that
closed and have no history left; lines whose head was erased.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef
from ulid import ULID

from runtime.delivery import destinations, lines
from runtime.delivery.models import Delivery, DeliveryEvent, Destination
from runtime.delivery.redelivering import ENDED
from runtime.delivery.rows import marks
from runtime.journal.journal import Journal
from runtime.reading import in_thread
from runtime.retention.models import StoragePolicy

KEPT_DAYS = 30
BATCH = 200
MOST_BATCHES = 200  # of one tenant in one turn
REST = 0.05  # seconds between two, in which senders have the database for themselves


async def keep_house(journal: Journal, now: datetime) -> int:
    """How many deliveries went. Safe in many processes at once."""
    await in_thread(lambda: destinations.forget_previous_keys(now))
    gone = 0
    for tenant_id in await in_thread(lambda: list(_tenants())):
        before = now - timedelta(days=await in_thread(lambda tenant_id=tenant_id: days_kept(tenant_id)))  # type: ignore[misc]
        for _ in range(MOST_BATCHES):
            ids = await in_thread(lambda tenant_id=tenant_id, before=before: _old(tenant_id, before))  # type: ignore[misc]
            if not ids:
                break
            gone += await journal.call(forgetting(ids))
            await asyncio.sleep(REST)
        await in_thread(lambda tenant_id=tenant_id, before=before: _tidy(tenant_id, before))  # type: ignore[misc]
        await in_thread(lambda tenant_id=tenant_id: lines.set_off(Delivery.of(tenant_id), now))  # type: ignore[misc]
    return gone


def days_kept(tenant_id: str) -> int:
    days = StoragePolicy.of(tenant_id).values_list("execution_days", flat=True).first()
    return min(KEPT_DAYS, days) if days is not None else KEPT_DAYS


def forgetting(ids: list[str]) -> Callable[[CursorWrapper], int]:
    """A journal procedure that takes these away with their attempts."""

    def procedure(cursor: CursorWrapper) -> int:
        cursor.execute(f"DELETE FROM runtime_attempt WHERE delivery_id IN ({marks(ids)})", ids)  # noqa: S608
        cursor.execute(f"DELETE FROM runtime_delivery WHERE id IN ({marks(ids)})", ids)  # noqa: S608
        return len(ids)

    return procedure


def _tenants() -> set[str]:
    return set(Destination.across_tenants.order_by().values_list("tenant_id", flat=True).distinct())


def _old(tenant_id: str, before: datetime) -> list[str]:
    rows = Delivery.of(tenant_id).filter(pk__lt=str(ULID.from_datetime(before))[:10], status__in=ENDED, ended_at__lt=before)
    rows = rows.filter(in_line=False)  # what others wait for is not over
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _tidy(tenant_id: str, before: datetime) -> None:
    """Events that no delivery speaks of, and destinations that closed and have no history left."""
    oldest = str(ULID.from_datetime(before))[:10]
    spoken_of = Delivery.of(tenant_id).filter(event_id=OuterRef("pk"))
    old = DeliveryEvent.of(tenant_id).filter(~Exists(spoken_of), pk__lt=oldest)
    DeliveryEvent.of(tenant_id).filter(pk__in=list(old.values_list("pk", flat=True)[: BATCH * 10])).delete()
    history = Delivery.of(tenant_id).filter(destination_id=OuterRef("pk"))
    closed = Destination.of(tenant_id).filter(~Exists(history), status=Destination.Status.CLOSED, status_since__lt=before)
    closed.delete()
