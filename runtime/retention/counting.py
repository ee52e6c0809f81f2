"""Counting what tenants hold, as rows come and go.

For: adding up the rows whose ids lie between the last count and a moment ago, tenant by tenant, in three queries over the primary
keys; ids begin with the time they were made in.
Not here: what goes (`sweeping`), what is too much (`quotas`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F
from ulid import ULID

from runtime.retention.models import Housekeeping, StorageUse, UsageDay

# A row is stored some time after its id was made: a run whose sender waited, at its end.
SETTLED = timedelta(seconds=60)

# What a row weighs besides its large columns: ids, times, index entries.
ROW = 600
TABLES = {
    "requests": ("runtime_request", ("body", "trace", "headers", "path", "query")),
    "executions": ("runtime_execution", ("trigger", "result", "response", "error")),
    "steps": ("runtime_stepresult", ("inputs", "results", "error", "logs")),
}


@dataclass(slots=True)
class Weight:
    requests: int = 0
    executions: int = 0
    bytes: int = 0


def count_new(now: datetime) -> None:
    """Adds what came since the last time. Reading takes as long as it takes; only adding holds the database, for a moment."""
    since = Housekeeping.objects.get(pk=1).counted_to
    until = str(ULID.from_datetime(now - SETTLED))[:10]
    found: dict[str, Weight] = {}
    for name in TABLES:
        for tenant_id, rows, size in _weigh(name, "id > %s AND id <= %s", [since, until]):
            weight = found.setdefault(tenant_id, Weight())
            weight.bytes += size
            if name != "steps":
                setattr(weight, name, rows)
    with transaction.atomic():
        if not Housekeeping.objects.filter(pk=1, counted_to=since).update(counted_to=until):
            return  # another process counted the same, since this one took longer than its turn
        for tenant_id, weight in found.items():
            _add(tenant_id, weight, now)


def _weigh(name: str, where: str, parameters: list[str]) -> list[tuple[str, int, int]]:
    table, columns = TABLES[name]
    sizes = " + ".join(f"COALESCE({_size(column)}, 0)" for column in columns)
    sql = f"SELECT tenant_id, COUNT(*), COALESCE(SUM({ROW} + {sizes}), 0) FROM {table} WHERE {where} GROUP BY tenant_id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [(tenant_id, int(rows), int(size)) for tenant_id, rows, size in cursor.fetchall()]


def weight_of(name: str, ids: list[str]) -> int:
    """Bytes of these rows."""
    marks = ", ".join(["%s"] * len(ids))
    column = "execution_id" if name == "steps" else "id"
    return sum(size for _, _, size in _weigh(name, f"{column} IN ({marks})", list(ids)))


def _size(column: str) -> str:
    if connection.vendor == "postgresql":
        return "octet_length(body)" if column == "body" else f'octet_length("{column}"::text)'
    return f"LENGTH(CAST({column} AS BLOB))"


def _add(tenant_id: str, weight: Weight, now: datetime) -> None:
    rows = StorageUse.objects.of(tenant_id)
    today = now.date()
    if not rows.exists():
        StorageUse.objects.create(tenant_id=tenant_id)
    rows.exclude(day=today).update(day=today, executions_of_day=0)
    rows.update(
        requests=F("requests") + weight.requests,
        executions=F("executions") + weight.executions,
        bytes=F("bytes") + weight.bytes,
        executions_of_day=F("executions_of_day") + weight.executions,
    )
    days = UsageDay.objects.of(tenant_id).filter(day=today)
    if not days.exists():
        UsageDay.objects.create(tenant_id=tenant_id, day=today)
    days.update(
        requests=F("requests") + weight.requests,
        executions=F("executions") + weight.executions,
        bytes=F("bytes") + weight.bytes,
    )


def subtract(cursor: CursorWrapper, tenant_id: str, weight: Weight) -> None:
    """What a sweep took away, in the commit that takes it away."""
    cursor.execute(
        "UPDATE runtime_storageuse SET requests = requests - %s, executions = executions - %s, bytes = bytes - %s "
        "WHERE tenant_id = %s",
        [weight.requests, weight.executions, weight.bytes, tenant_id],
    )
