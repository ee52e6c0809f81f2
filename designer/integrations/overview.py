"""Integrations as the list shows them: how far published, how used, how well.

For: what a page of integrations needs, in a fixed number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from designer.integrations.health import health_of
from designer.integrations.models import Draft
from designer.integrations.publishing import has_unpublished_changes
from designer.integrations.shapes import IntegrationShape
from runtime.instances.models import Instance, Integration, Version


def show_integrations(integrations: Sequence[Integration]) -> list[dict[str, Any]]:
    if not integrations:
        return []
    tenant_id, ids = integrations[0].tenant_id, [integration.pk for integration in integrations]
    drafts = dict(Draft.objects.of(tenant_id).filter(integration__in=ids).values_list("integration_id", "definition"))
    newest = _newest(tenant_id, ids)
    instances = _counted(Instance.objects.of(tenant_id).filter(integration__in=ids))
    healths = health_of(tenant_id, ids, timezone.now())
    rows = [
        {
            **{field: getattr(integration, field) for field in ("id", "key", "name", "description", "created_at")},
            "live_version": integration.live_version.number if integration.live_version else None,
            "newest_version": newest[integration.pk].number if integration.pk in newest else None,
            "has_unpublished_changes": _changed(newest.get(integration.pk), drafts[integration.pk]),
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


def _newest(tenant_id: str, ids: Sequence[str]) -> dict[str, Version]:
    """The last published version of each: what the draft differs from, whether it is live yet or not."""
    versions = Version.objects.of(tenant_id).filter(integration__in=ids)
    highest = versions.order_by().values("integration").annotate(pk=Max("pk")).values("pk")
    return {version.integration_id: version for version in versions.filter(pk__in=highest)}


def _changed(newest: Version | None, draft: dict[str, Any]) -> bool:
    return has_unpublished_changes(draft, newest.definition if newest else None)
