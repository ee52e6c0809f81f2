"""Tenants that are over what they may hold or run.

For: one dict that the door looks into, and filling it every few seconds.
Not here: counting (`counting`), how long things are kept (`sweeping`).

The door asks memory, never the database, so a tenant may go over by what comes within one look: a few seconds' worth.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Sum

from runtime.ingress.answers import Problem
from runtime.journal.models import Execution
from runtime.retention.models import StoragePolicy, StorageUse, UsageDay
from runtime.retention.policies import QUOTAS

CODES = ("storage_quota", "executions_quota", "queue_full")
OVER: dict[str, Problem] = {}  # by tenant; replaced as a whole
SOON, LATER = "30", "3600"  # seconds


def look(now: datetime) -> None:
    """Reads policies that have a quota, and what their tenants hold."""
    policies = StoragePolicy.across_tenants.exclude(**dict.fromkeys(QUOTAS))
    found = {policy.tenant_id: problem for policy in policies if (problem := over(policy, now))}
    OVER.clear()
    OVER.update(found)


def over(policy: StoragePolicy, now: datetime) -> Problem | None:
    use = StorageUse.objects.of(policy.tenant_id).first() or StorageUse()
    if policy.quota_megabytes is not None and use.bytes > policy.quota_megabytes * 1_000_000:
        return _problem("storage_quota", f"This tenant stores over {policy.quota_megabytes} MB; its owner must make room.", LATER)
    today = use.executions_of_day if use.day == now.date() else 0
    if policy.quota_executions_per_day is not None and today >= policy.quota_executions_per_day:
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
        detail = f"This tenant ran its {policy.quota_executions_per_day} executions of today."
        return _problem("executions_quota", detail, _until(midnight, now))
    if policy.quota_executions_per_month is not None:
        first = now.date().replace(day=1)
        of_month = UsageDay.objects.of(policy.tenant_id).filter(day__gte=first).aggregate(sum=Sum("executions"))["sum"] or 0
        if of_month >= policy.quota_executions_per_month:
            following = (first + timedelta(days=32)).replace(day=1)
            detail = f"This tenant ran its {policy.quota_executions_per_month} executions of this month."
            return _problem("executions_quota", detail, _until(datetime.combine(following, datetime.min.time(), now.tzinfo), now))
    if policy.quota_queued is not None:
        waiting = Execution.objects.of(policy.tenant_id).filter(status="queued").order_by()[: policy.quota_queued].count()
        if waiting >= policy.quota_queued:
            return _problem("queue_full", f"{policy.quota_queued} executions of this tenant wait to run; come back later.", SOON)
    return None


def _until(moment: datetime, now: datetime) -> str:
    return str(max(1, int((moment - now).total_seconds())))


def _problem(code: str, detail: str, wait: str) -> Problem:
    return Problem(code, detail, (("retry-after", wait),))
