"""A tenant's policy: read with its defaults, changed by its owner (how long) or the operator (how much).

For: the rows of `StoragePolicy`. Not here: keeping to it (`sweeping`, `quotas`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from runtime.deeds import done
from runtime.retention.models import StoragePolicy, StorageUse
from runtime.tenancy.models import Tenant

OWNED = ("request_days", "execution_days", "audit_days", "keep_rows", "keep_megabytes")
QUOTAS = ("quota_megabytes", "quota_executions_per_day", "quota_executions_per_month", "quota_queued", "quota_deliveries")
_forget_audit: list[Callable[[str, datetime], Any]] = []


def of(tenant_id: str) -> tuple[StoragePolicy, StorageUse]:
    policy = StoragePolicy.objects.of(tenant_id).first() or StoragePolicy(tenant_id=tenant_id)
    use = StorageUse.objects.of(tenant_id).first() or StorageUse(tenant_id=tenant_id)
    return policy, use


@transaction.atomic
def change(tenant: Tenant, **changes: Any) -> StoragePolicy:
    policy, _ = of(tenant.pk)
    for name, value in changes.items():
        setattr(policy, name, value)
    policy.save()
    done("storage.changed", policy, tenant.name, **changes)
    return policy


def forget_audit_with(forget: Callable[[str, datetime], Any]) -> None:
    """The audit log is kept elsewhere; whoever keeps it forgets a tenant's entries before a moment."""
    _forget_audit[:] = [forget]


def forget_audit(now: datetime) -> None:
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        days = of(tenant_id)[0].audit_days
        if days is not None:
            for forget in _forget_audit:
                forget(tenant_id, now - timedelta(days=days))
