"""The loop that counts, looks at quotas and forgets; one process does it for all, each looks at quotas for itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from django.db import Error

from runtime.alerts import looking as alerts
from runtime.journal.journal import Journal, JournalRefused
from runtime.retention import counting, policies, quotas, sweeping
from runtime.retention.models import Housekeeping
from runtime.routing.book import in_thread
from runtime.tenancy.models import Tenant

EVERY = 5.0  # seconds
TURN = timedelta(seconds=60)
REST = 0.05  # seconds between two batches, in which senders have the database for themselves
MOST_BATCHES = 500  # of one tenant in one turn: 100,000 rows
NOTICES_KEPT = timedelta(days=90)
log = structlog.get_logger(__name__)


async def serve(journal: Journal) -> None:
    """Until cancelled."""
    while True:
        try:
            if await in_thread(lambda: take_turn(datetime.now(UTC))):
                await keep_house(journal, datetime.now(UTC))
            await in_thread(lambda: quotas.look(datetime.now(UTC)))
        except (Error, JournalRefused) as failure:
            log.warning("retention.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("retention.failed")
        await asyncio.sleep(EVERY)


def take_turn(now: datetime) -> bool:
    """True for the one process whose turn it is."""
    Housekeeping.objects.get_or_create(pk=1, defaults={"due_at": now})
    return bool(Housekeeping.objects.filter(pk=1, due_at__lte=now).update(due_at=now + TURN))


async def keep_house(journal: Journal, now: datetime) -> int:
    """Counts what came and forgets what must go, tenant by tenant; returns how many rows went."""
    await in_thread(lambda: counting.count_new(now))
    gone = 0
    for tenant_id in await in_thread(lambda: list(Tenant.objects.values_list("pk", flat=True))):
        gone += await sweep(journal, tenant_id, now)
    await in_thread(lambda: alerts.forget(now - NOTICES_KEPT, most=1000))
    await in_thread(lambda: policies.forget_audit(now))
    if gone:
        await in_thread(sweeping.reclaim)
        log.info("retention.swept", rows=gone)
    return gone


async def sweep(journal: Journal, tenant_id: str, now: datetime) -> int:
    gone = 0
    for _ in range(MOST_BATCHES):
        batch = await in_thread(lambda: sweeping.next_batch(tenant_id, *policies.of(tenant_id), now))
        if batch is None:
            break
        weight = await journal.call(batch)
        gone += weight.requests + weight.executions
        await asyncio.sleep(REST)
    return gone
