"""What the page of a tenant tells before its settings: how it is, what it used, where its things are.

For: figures that are counted along already, and small counts; nothing here reads a large table.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from designer.accounts.models import ApiToken, Invitation, Member
from designer.audit.models import AuditEntry
from designer.support.models import SupportVisit
from runtime.instances.models import Customer, Instance, Integration
from runtime.journal.models import Execution, Request
from runtime.removal.models import TenantRemoval
from runtime.retention import policies, quotas
from runtime.retention.models import UsageDay
from runtime.tenancy.models import Tenant

DAYS = 30
MOST_COUNTED = 1_000
COUNTED: tuple[tuple[str, type[Model]], ...] = (
    ("Members", Member),
    ("Invitations", Invitation),
    ("API tokens", ApiToken),
    ("Integrations", Integration),
    ("Customers", Customer),
    ("Instances", Instance),
)
LONG: tuple[tuple[str, type[Model]], ...] = (
    ("Requests", Request),
    ("Executions", Execution),
    ("Audit log", AuditEntry),
    ("Support visits", SupportVisit),
)


def overview_of(tenant: Tenant) -> dict[str, Any]:
    now = timezone.now()
    policy, use = policies.of(tenant.pk)
    problem = quotas.over(policy, now)
    days = list(UsageDay.objects.of(tenant).filter(day__gt=now.date() - timedelta(days=DAYS)).order_by("day"))
    month = sum(day.executions for day in days if day.day >= now.date().replace(day=1))
    return {
        "removal": TenantRemoval.objects.filter(tenant_id=tenant.pk).first(),
        "over": problem.detail if problem else "",
        "figures": [
            _figure("Stored", f"{max(use.bytes, 0) / 1e6:,.1f} MB", policy.quota_megabytes, "MB", use.bytes / 1e6),
            _figure(
                "Executions today",
                f"{_today(use, now.date()):,}",
                policy.quota_executions_per_day,
                "a day",
                _today(use, now.date()),
            ),
            _figure("Executions this month", f"{month:,}", policy.quota_executions_per_month, "a month", month),
            _figure("Kept", f"{use.requests:,} requests, {use.executions:,} executions", None, "", 0),
        ],
        "days": [_day(day, max((one.executions for one in days), default=0)) for day in _every_day(days, now.date())],
        "links": [(name, _many(model, tenant), _list_of(model, tenant)) for name, model in COUNTED]
        + [(name, "", _list_of(model, tenant)) for name, model in LONG],
    }


def _figure(name: str, value: str, quota: int | None, unit: str, used: float) -> dict[str, Any]:
    part = min(100, round(used / quota * 100)) if quota else None
    return {"name": name, "value": value, "of": f"of {quota:,} {unit}" if quota else "", "part": part}


def _today(use: Any, today: date) -> int:
    return use.executions_of_day if use.day == today else 0


def _every_day(days: list[UsageDay], today: date) -> list[UsageDay]:
    """Quiet days too, or two busy ones would look like neighbours."""
    known = {day.day: day for day in days}
    return [known.get(day) or UsageDay(day=day) for day in (today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1))]


def _day(day: UsageDay, most: int) -> dict[str, Any]:
    words = f"{day.day:%-d %B}: {day.requests:,} requests, {day.executions:,} executions, {day.bytes / 1e6:,.1f} MB"
    return {"day": day.day, "words": words, "height": max(2, round(day.executions / most * 100)) if most else 2, "row": day}


def _many(model: type[Model], tenant: Tenant) -> str:
    found = model._base_manager.filter(tenant=tenant).order_by().values("pk")[: MOST_COUNTED + 1].count()
    return f"{found:,}" if found <= MOST_COUNTED else f"over {MOST_COUNTED:,}"


def _list_of(model: type[Model], tenant: Tenant) -> str:
    meta = model._meta
    return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?tenant__id__exact={tenant.pk}"
