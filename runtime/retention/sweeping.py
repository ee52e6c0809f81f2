"""Forgetting what is older than a tenant keeps, or more.

For: small batches through the journal, so that a sweep of a million rows makes no sender wait longer than a batch takes.
Not here: what is counted (`counting`), whose turn it is (`serving`).

An execution goes with its steps, once it has ended. A request stays while its execution may still need its body.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef, QuerySet
from ulid import ULID

from runtime.journal.models import Execution, Request
from runtime.retention import counting
from runtime.retention.counting import Weight
from runtime.retention.models import StoragePolicy, StorageUse

BATCH = 200
ENDED = ("succeeded", "failed", "cancelled", "duplicate")


def next_batch(tenant_id: str, policy: StoragePolicy, use: StorageUse, now: datetime) -> Callable[[CursorWrapper], Weight] | None:
    """A journal procedure that forgets the oldest of what must go; None when nothing must."""
    surplus = _surplus(policy, use)
    requests = _oldest(_requests(tenant_id), policy.request_days, now, surplus or _beyond(use.requests, policy.keep_rows))
    executions = _oldest(_ended(tenant_id), policy.execution_days, now, surplus or _beyond(use.executions, policy.keep_rows))
    return forgetting(tenant_id, requests, executions) if requests or executions else None


def _beyond(held: int, kept: int | None) -> int:
    return max(0, held - kept) if kept is not None else 0


def _surplus(policy: StoragePolicy, use: StorageUse) -> int:
    """How many rows to forget because of bytes: a batch at a time, as weights differ."""
    return BATCH if policy.keep_megabytes is not None and use.bytes > policy.keep_megabytes * 1_000_000 else 0


def _oldest(rows: QuerySet, days: int | None, now: datetime, beyond: int) -> list[str]:
    """Ids of a batch: those beyond what may be kept, else those that are too old."""
    rows = rows.order_by("pk").values_list("pk", flat=True)
    if beyond:
        return list(rows[: min(beyond, BATCH)])
    if days is None:
        return []
    return list(rows.filter(pk__lt=str(ULID.from_datetime(now - timedelta(days=days)))[:10])[:BATCH])


def _requests(tenant_id: str) -> QuerySet[Request]:
    needed = Execution.across_tenants.filter(pk=OuterRef("execution_id")).exclude(status__in=ENDED)
    return Request.objects.of(tenant_id).filter(~Exists(needed))


def _ended(tenant_id: str) -> QuerySet[Execution]:
    return Execution.objects.of(tenant_id).filter(status__in=ENDED)


def forgetting(tenant_id: str, requests: list[str], executions: list[str]) -> Callable[[CursorWrapper], Weight]:
    """A journal procedure that takes these away, with the steps and what the executions stored for themselves."""

    def procedure(cursor: CursorWrapper) -> Weight:
        weight = Weight(len(requests), len(executions))
        for name, column, ids in (
            ("requests", "id", requests),
            ("steps", "execution_id", executions),
            ("executions", "id", executions),
        ):
            if ids:
                weight.bytes += counting.weight_of(name, ids)
                marks = ", ".join(["%s"] * len(ids))
                cursor.execute(f"DELETE FROM {counting.TABLES[name][0]} WHERE {column} IN ({marks})", ids)  # noqa: S608
        if executions:
            marks = ", ".join(["%s"] * len(executions))
            own = f"DELETE FROM runtime_storedvalue WHERE tenant_id = %s AND scope = 'execution' AND owner IN ({marks})"  # noqa: S608
            cursor.execute(own, [tenant_id, *executions])
        counting.subtract(cursor, tenant_id, weight)
        return weight

    return procedure


def reclaim() -> None:
    """SQLite keeps freed pages for new rows; its log of changes is folded in, so that the disk gets that much back."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
