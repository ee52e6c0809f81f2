"""The traffic of a tenant as its page shows it.

For: what was counted (`runtime.watching.reading`) as points, quantiles and names.
Not here: counting, HTTP.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from runtime.instances.models import Integration
from runtime.tenancy.models import Tenant
from runtime.watching import lag, reading
from runtime.watching.histograms import quantile
from runtime.watching.meters import STAGES
from runtime.watching.traffic import ENDS, OUTCOMES, SPAN

MOST_MINUTES = 120
COUNTED = (*OUTCOMES, *ENDS)


def traffic_of(tenant: Tenant, *, integration: str, minutes: int, now: datetime) -> dict[str, Any]:
    until = datetime.fromtimestamp(int(now.timestamp()) // SPAN * SPAN + SPAN, now.tzinfo)
    since = until - timedelta(minutes=minutes)
    seen = reading.read(tenant.pk, since=since, until=until, integrations=[integration] if integration else ())
    moments = [since + timedelta(seconds=SPAN * number) for number in range(minutes * 60 // SPAN)]
    return {
        "span": SPAN,
        "points": [{"at": at, **_counts(seen.by_moment.get(at))} for at in moments],
        "totals": _counts(seen.total),
        "answers": {f"p{rank}_us": quantile(seen.total.took, rank / 100) for rank in (50, 95, 99)},
        "stages": _stages(seen.total),
        "codes": sorted(({"code": code, "count": count} for code, count in seen.total.codes.items()), key=_most)[:12],
        "integrations": _by_integration(tenant, seen),
        "lag": asdict(lag.measure(drafts=False, now=now, tenant_id=tenant.pk)),
    }


def _counts(found: reading.Sum | None) -> dict[str, int]:
    counts = found.counts if found else {}
    return {name: counts.get(name, 0) for name in COUNTED}


def _stages(total: reading.Sum) -> list[dict[str, Any]]:
    requests = sum(total.counts.get(name, 0) for name in OUTCOMES) or 1
    return [{"stage": name, "average_us": total.stages[name] // requests} for name in STAGES if name in total.stages]


def _by_integration(tenant: Tenant, seen: reading.Traffic) -> list[dict[str, Any]]:
    names = dict(Integration.objects.of(tenant).filter(pk__in=seen.by_integration).values_list("pk", "name"))
    rows = [
        {"id": pk, "name": names[pk], **_counts(found)} for pk, found in seen.by_integration.items() if pk in names
    ]  # one that was deleted has no page to go to
    return sorted(rows, key=lambda row: -sum(row[name] for name in OUTCOMES))


def _most(row: dict[str, Any]) -> tuple[int, str]:
    return -row["count"], row["code"]
