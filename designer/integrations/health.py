"""How integrations did in the last day: requests by the hour, what went wrong, and the newest of that.

For: what the list of integrations shows of each, in a fixed number of queries however many there are, and however much came in.
Not here: the requests and executions themselves (`designer.traffic`), counting requests (`runtime.watching`).

What went wrong is found by indexes of its own, and ids begin with their time, so a day of it is a stretch of the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from ulid import ULID

from runtime.journal.models import Execution, Request
from runtime.journal.states import in_states
from runtime.watching.reading import requests_by_hour

HOURS = 24
MOST_FAILURES = 10_000  # of each kind that are counted, the newest; past that, how many there are is no news


@dataclass(slots=True)
class Health:
    """`by_hour`: requests in each of the last 24 hours of the clock, the present one last."""

    by_hour: list[int]
    failures: int = 0
    last_failure: dict[str, Any] | None = field(default=None)

    @property
    def requests(self) -> int:
        return sum(self.by_hour)


def health_of(tenant_id: str, integration_ids: Iterable[str], now: datetime) -> dict[str, Health]:
    """By integration id, for each that is asked for. Tests of the draft do not count."""
    counted = requests_by_hour(tenant_id, integration_ids, hours=HOURS, now=now)
    found = {each: Health(by_hour) for each, by_hour in counted.items()}
    since = str(ULID.from_datetime(now - timedelta(hours=HOURS)))
    failed = in_states(Execution.objects.of(tenant_id), [Execution.Status.FAILED]).exclude(version_id="")
    lost = Request.objects.of(tenant_id).filter(status=Request.Status.UNROUTED, is_draft=False)
    for kind, rows in (("execution", failed), ("request", lost)):
        for id, integration_id in _newest(rows.filter(pk__gte=since)):
            if health := found.get(integration_id):
                health.failures += 1
                if health.last_failure is None or id > health.last_failure["id"]:
                    health.last_failure = {"kind": kind, "id": id}
    _tell(tenant_id, [each.last_failure for each in found.values() if each.last_failure])
    return found


def _newest(rows: QuerySet) -> QuerySet:
    """Of all integrations: asked for some of them, the database would rather read all that these ever did."""
    return rows.order_by("-pk").values_list("pk", "integration_id")[:MOST_FAILURES]


def _tell(tenant_id: str, failures: list[dict[str, Any]]) -> None:
    """Adds to each when it was and what is known of why."""
    by_id = {failure["id"]: failure for failure in failures}
    for execution in Execution.objects.of(tenant_id).filter(pk__in=by_id).only("id", "queued_at", "error"):
        by_id[execution.pk] |= {"at": execution.queued_at, "message": (execution.error or {}).get("message", "It failed.")}
    for request in Request.objects.of(tenant_id).filter(pk__in=by_id).only("id", "received_at", "trace", "code"):
        stopped = next((stage["detail"] for stage in request.trace if not stage["ok"]), request.code)
        by_id[request.pk] |= {"at": request.received_at, "message": stopped}
