"""The loop that looks after subscriptions when they are due.

For: a few at a time, so that a service that hangs keeps only its own waiting.
Not here: what is done (`carrying_out`).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from django.db import Error
from django.db.models import Q

from runtime.listening import accepting, ledger
from runtime.listening.carrying_out import CLAIM, Reconciler
from runtime.listening.models import EventSubscription
from runtime.reading import in_thread

EVERY = 1.0  # seconds
AT_ONCE = 12
LONGEST = CLAIM - timedelta(seconds=30)
SWEEP_EVERY = timedelta(minutes=10)
log = structlog.get_logger(__name__)


async def serve(reconciler: Reconciler) -> None:
    """Until cancelled."""
    under_way: dict[str, asyncio.Task[None]] = {}
    swept = datetime.now(UTC)
    while True:
        try:
            under_way = {pk: task for pk, task in under_way.items() if not task.done()}
            now = datetime.now(UTC)
            for tenant_id, pk in await in_thread(lambda now=now: due(now, AT_ONCE)):  # type: ignore[misc]
                if pk not in under_way and len(under_way) < AT_ONCE:
                    under_way[pk] = asyncio.create_task(_look_after(reconciler, tenant_id, pk, now))
            if now - swept > SWEEP_EVERY:
                swept = now
                await in_thread(lambda now=now: (ledger.forget_old(now), accepting.forget_old(now)))  # type: ignore[misc]
        except Error as failure:  # the rows are still due when the database is back
            log.warning("listening.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("listening.failed")
        await asyncio.sleep(EVERY)


def due(now: datetime, most: int) -> list[tuple[str, str]]:
    """Of a suspended tenant only what is to be taken away, which also goes on when it is removed."""
    rows = EventSubscription.across_tenants.filter(Q(tenant__suspended=False) | Q(wanted=False), due_at__lte=now)
    free = rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=now)).order_by("due_at")
    return list(free.values_list("tenant_id", "pk")[: 2 * most])


async def _look_after(reconciler: Reconciler, tenant_id: str, pk: str, now: datetime) -> None:
    try:
        await asyncio.wait_for(reconciler.look_after(tenant_id, pk, now), LONGEST.total_seconds())
    except TimeoutError:
        log.warning("listening.too_slow", subscription=pk)  # its claim ends, and it is looked after again
    except Error as failure:
        log.warning("listening.waiting", reason=type(failure).__name__)
