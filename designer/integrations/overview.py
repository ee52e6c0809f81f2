"""Integrations as the list shows them: how far published, how used, how well.

For: what a page of integrations needs, in a fixed number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from ulid import ULID

from designer.integrations.models import Draft
from designer.integrations.publishing import has_unpublished_changes
from designer.integrations.shapes import IntegrationShape
from runtime.instances.models import Instance, Integration
from runtime.journal.models import Execution, Request


def show_integrations(integrations: Sequence[Integration]) -> list[dict[str, Any]]:
    if not integrations:
        return []
    tenant_id, ids = integrations[0].tenant_id, [integration.pk for integration in integrations]
    drafts = dict(Draft.objects.of(tenant_id).filter(integration__in=ids).values_list("integration_id", "definition"))
    instances = _counted(Instance.objects.of(tenant_id).filter(integration__in=ids))
    requests, failures = last_day(tenant_id, ids, timezone.now())
    rows = [
        {
            **{field: getattr(integration, field) for field in ("id", "key", "name", "description", "created_at")},
            "live_version": integration.live_version.number if integration.live_version else None,
            "has_unpublished_changes": _changed(integration, drafts[integration.pk]),
            "flow_count": len(drafts[integration.pk].get("flows", ())),
            "instance_count": instances[integration.pk],
            "requests_last_day": requests[integration.pk],
            "failures_last_day": failures[integration.pk],
        }
        for integration in integrations
    ]
    return IntegrationShape(rows, many=True).data


def show_integration(integration: Integration) -> dict[str, Any]:
    return show_integrations([integration])[0]


def last_day(tenant_id: str, integration_ids: Iterable[str], now: datetime) -> tuple[Counter[str], Counter[str]]:
    """Requests, and what went wrong, by integration id."""
    # Ids begin with their time, so the indexes on them find a day's rows without one on the time itself.
    since = str(ULID.from_datetime(now - timedelta(days=1)))[:10]
    recent = {"integration_id__in": list(integration_ids), "pk__gte": since}
    requests = Request.objects.of(tenant_id).filter(**recent, is_draft=False)
    failed = Execution.objects.of(tenant_id).filter(**recent, status=Execution.Status.FAILED).exclude(version_id="")
    lost = requests.filter(status=Request.Status.UNROUTED)
    return _counted(requests), _counted(failed) + _counted(lost)


def _counted(rows: QuerySet) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list("integration_id").annotate(count=Count("pk"))))


def _changed(integration: Integration, draft: dict[str, Any]) -> bool:
    return has_unpublished_changes(draft, integration.live_version.definition if integration.live_version else None)
