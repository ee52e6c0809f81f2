"""How integrations did in the last day: requests by the hour, what went wrong, and the newest of that.

For: what the list of integrations shows of each, in a fixed number of queries however many there are.
Not here: the requests and executions themselves (`designer.traffic`).

Ids begin with their time, so the indexes on them find a day's rows, and group them, without one on the time itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Substr
from ulid import ULID

from runtime.journal.models import Execution, Request

HOURS = 24
# The first ten characters of an id are milliseconds in base 32; the first six tell stretches of 17 minutes (32 ** 4) apart.
STRETCH = 6
FILLED = "0" * (26 - STRETCH)


@dataclass(slots=True)
class Health:
    """`by_hour`: requests in each of the last 24 hours, the present one last, to the nearest quarter of an hour."""

    by_hour: list[int] = field(default_factory=lambda: [0] * HOURS)
    failures: int = 0
    last_failure: dict[str, Any] | None = None

    @property
    def requests(self) -> int:
        return sum(self.by_hour)


def health_of(tenant_id: str, integration_ids: Iterable[str], now: datetime) -> dict[str, Health]:
    """By integration id, for each that is asked for. Tests of the draft do not count."""
    ids = list(integration_ids)
    found = {each: Health() for each in ids}
    # The stretch that a day ago lies in belongs to the first hour as a whole, or not at all.
    since = str(ULID.from_datetime(now - timedelta(hours=HOURS)))[:STRETCH]
    recent = {"integration_id__in": ids, "pk__gte": since}
    requests = Request.objects.of(tenant_id).filter(**recent, is_draft=False)
    stretches = requests.order_by().annotate(stretch=Substr("pk", 1, STRETCH)).values_list("integration_id", "stretch")
    for integration_id, stretch, count in stretches.annotate(count=Count("pk")):
        found[integration_id].by_hour[hour_of(stretch, now)] += count
    failed = Execution.objects.of(tenant_id).filter(**recent, status=Execution.Status.FAILED).exclude(version_id="")
    lost = requests.filter(status=Request.Status.UNROUTED)
    for kind, rows in (("execution", failed), ("request", lost)):
        for integration_id, count, newest_id in _counted(rows):
            health = found[integration_id]
            health.failures += count
            if health.last_failure is None or newest_id > health.last_failure["id"]:
                health.last_failure = {"kind": kind, "id": newest_id}
    _tell(tenant_id, [each.last_failure for each in found.values() if each.last_failure])
    return found


def hour_of(stretch: str, now: datetime) -> int:
    """Which of the last 24 hours, 0 the oldest."""
    begun = ULID.from_str(stretch + FILLED).datetime
    return max(0, HOURS - 1 - max(0, int((now - begun) / timedelta(hours=1))))


def _counted(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("integration_id").annotate(count=Count("pk"), newest=Max("pk"))


def _tell(tenant_id: str, failures: list[dict[str, Any]]) -> None:
    """Adds to each when it was and what is known of why."""
    by_id = {failure["id"]: failure for failure in failures}
    for execution in Execution.objects.of(tenant_id).filter(pk__in=by_id).only("id", "queued_at", "error"):
        by_id[execution.pk] |= {"at": execution.queued_at, "message": (execution.error or {}).get("message", "It failed.")}
    for request in Request.objects.of(tenant_id).filter(pk__in=by_id).only("id", "received_at", "trace", "code"):
        stopped = next((stage["detail"] for stage in request.trace if not stage["ok"]), request.code)
        by_id[request.pk] |= {"at": request.received_at, "message": stopped}
