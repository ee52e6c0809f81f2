"""Reading the traffic of a tenant, all processes together.

For: spans of ten seconds to series, sums and quantiles; requests by the hour. A fact of the last seconds may still be on its way:
processes write every two.
Not here: writing (`keeping`), what a page shows of it (`designer.watching`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum as SumOf

from runtime.watching.histograms import BUCKETS
from runtime.watching.models import TrafficHour, TrafficSpan


@dataclass(slots=True)
class Sum:
    counts: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    took: list[int] = field(default_factory=lambda: [0] * BUCKETS)

    def add(self, tally: dict[str, Any]) -> None:
        for mine, theirs in ((self.counts, "counts"), (self.codes, "codes"), (self.stages, "stages")):
            for name, number in tally.get(theirs, {}).items():
                mine[name] = mine.get(name, 0) + number
        self.took = [left + right for left, right in zip(self.took, tally.get("took", ()), strict=False)] or self.took


@dataclass(slots=True)
class Traffic:
    total: Sum = field(default_factory=Sum)
    by_moment: dict[datetime, Sum] = field(default_factory=dict)
    by_integration: dict[str, Sum] = field(default_factory=dict)


def read(tenant_id: str, *, since: datetime, until: datetime, integrations: Iterable[str] = ()) -> Traffic:
    """All integrations of the tenant unless some are named."""
    rows = TrafficSpan.objects.of(tenant_id).filter(begins_at__gte=since, begins_at__lt=until)
    if wanted := list(integrations):
        rows = rows.filter(integration_id__in=wanted)
    traffic = Traffic()
    for integration_id, begins_at, tally in rows.values_list("integration_id", "begins_at", "tally").iterator():
        traffic.total.add(tally)
        traffic.by_moment.setdefault(begins_at, Sum()).add(tally)
        traffic.by_integration.setdefault(integration_id, Sum()).add(tally)
    return traffic


def requests_by_hour(tenant_id: str, integrations: Iterable[str], *, hours: int, now: datetime) -> dict[str, list[int]]:
    """By integration, for each that is named: requests in each of the last `hours` hours of the clock (UTC), this one last."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    since = this_hour - timedelta(hours=hours - 1)
    found = {each: [0] * hours for each in integrations}
    rows = TrafficHour.objects.of(tenant_id).filter(
        integration_id__in=list(found), begins_at__gte=since, begins_at__lte=this_hour
    )
    for integration_id, begins_at, requests in rows.values_list("integration_id", "begins_at").annotate(SumOf("requests")):
        found[integration_id][(begins_at - since) // timedelta(hours=1)] = requests
    return found
