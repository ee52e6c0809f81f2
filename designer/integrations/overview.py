"""Integrations as the list shows them: how far published, how used, how well.

For: what a page of integrations needs, in a fixed number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from designer.integrations.health import health_of
from designer.integrations.models import Draft
from designer.integrations.publishing import has_unpublished_changes
from designer.integrations.shapes import IntegrationShape
from runtime.instances.models import Instance, Integration


def show_integrations(integrations: Sequence[Integration]) -> list[dict[str, Any]]:
    if not integrations:
        return []
    tenant_id, ids = integrations[0].tenant_id, [integration.pk for integration in integrations]
    drafts = dict(Draft.objects.of(tenant_id).filter(integration__in=ids).values_list("integration_id", "definition"))
    instances = _counted(Instance.objects.of(tenant_id).filter(integration__in=ids))
    healths = health_of(tenant_id, ids, timezone.now())
    rows = [
        {
            **{field: getattr(integration, field) for field in ("id", "key", "name", "description", "created_at")},
            "live_version": integration.live_version.number if integration.live_version else None,
            "has_unpublished_changes": _changed(integration, drafts[integration.pk]),
            "flow_count": len(drafts[integration.pk].get("flows", ())),
            "instance_count": instances[integration.pk],
            "requests_last_day": (health := healths[integration.pk]).requests,
            "requests_by_hour": health.by_hour,
            "failures_last_day": health.failures,
            "last_failure": health.last_failure,
        }
        for integration in integrations
    ]
    return IntegrationShape(rows, many=True).data


def show_integration(integration: Integration) -> dict[str, Any]:
    return show_integrations([integration])[0]


def _counted(rows: QuerySet) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list("integration_id").annotate(count=Count("pk"))))


def _changed(integration: Integration, draft: dict[str, Any]) -> bool:
    return has_unpublished_changes(draft, integration.live_version.definition if integration.live_version else None)
