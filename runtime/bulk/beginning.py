"""Beginning something for many executions or requests, and stopping it.

For: how many it would be, the row that says it is to be done.
Not here: doing it (`carrying_out`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from runtime.bulk import requests
from runtime.bulk.models import BulkAction
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.executions.choosing import choose
from runtime.identifiers import new_id
from runtime.ingress.choosing import choose_requests
from runtime.journal.models import Execution, Request
from runtime.tenancy.models import Tenant

MOST_COUNTED = 100_000
MOST_AT_ONCE = 5  # of one tenant
MOMENT = 10  # characters of an id that tell when it was made: replays get ids of the moment at which they were begun
APPLIES_TO = {
    BulkAction.Action.CANCEL: ("queued", "running", "waiting", "held"),
    BulkAction.Action.RUN_NOW: ("waiting",),
    BulkAction.Action.RETRY: ("succeeded", "failed", "cancelled"),
    BulkAction.Action.REPLAY: ("unrouted", "accepted", "duplicate"),
    BulkAction.Action.DISMISS: ("unrouted",),
}
OF_REQUESTS = (BulkAction.Action.REPLAY, BulkAction.Action.DISMISS)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants done. `words` are the filters as people gave them."""

    action: str
    choice: Mapping[str, Any]
    words: Mapping[str, Any] = field(default_factory=dict)
    newest_version: bool = False
    per_second: int = 50

    @property
    def of_requests(self) -> bool:
        return self.action in OF_REQUESTS

    @property
    def applicable(self) -> dict[str, Any]:
        """Of the choice, those that the action can be done to, and none that come to be from now on."""
        possible = APPLIES_TO[BulkAction.Action(self.action)]
        # What was accepted once runs again only where somebody names that status, or the very requests.
        usual = ("unrouted",) if self.of_requests and "ids" not in self.choice else possible
        wanted = self.choice.get("status", usual)
        until = min(self.choice.get("until_id", "~"), new_id()[:MOMENT] if self.of_requests else new_id())
        return {**self.choice, "status": [status for status in possible if status in wanted], "until_id": until}


def count(tenant: Tenant, plan: Plan) -> dict[str, Any]:
    """{count, more}: how many there are now, counted up to 100,000."""
    found = _chosen(tenant, plan).order_by()[: MOST_COUNTED + 1].count()
    return {"count": min(found, MOST_COUNTED), "more": found > MOST_COUNTED}


def _chosen(tenant: Tenant, plan: Plan) -> QuerySet[Execution] | QuerySet[Request]:
    if plan.of_requests:
        return choose_requests(tenant.pk, plan.applicable).filter(resolved_at=None)
    return choose(tenant.pk, plan.applicable)


@transaction.atomic
def begin(tenant: Tenant, plan: Plan, by: str) -> BulkAction:
    """Raises NotAllowed `nothing_chosen`, `bulk_too_many`."""
    counted = count(tenant, plan)["count"]
    if not counted:
        what = "requests" if plan.of_requests else "executions"
        raise NotAllowed(f"None of these {what} can be treated so any more.", code="nothing_chosen")
    if BulkAction.of(tenant).filter(status=BulkAction.Status.RUNNING).count() >= MOST_AT_ONCE:
        raise NotAllowed(f"{MOST_AT_ONCE} are under way already; wait for one, or stop it.", code="bulk_too_many")
    now = datetime.now(UTC)
    row = BulkAction.objects.create(
        tenant=tenant,
        action=plan.action,
        choice=plan.applicable,
        words=dict(plan.words),
        newest_version=plan.newest_version,
        per_second=plan.per_second,
        expected=counted,
        due_at=now,
        created_by=by,
        created_at=now,
    )
    done("request.bulk" if plan.of_requests else "execution.bulk", row, row.get_action_display(), expected=counted, **plan.words)
    return row


@transaction.atomic
def stop(tenant: Tenant, bulk_id: str) -> bool:
    """False when it was over. What it did stays done."""
    running = BulkAction.of(tenant).filter(pk=bulk_id, status=BulkAction.Status.RUNNING)
    stopped = running.update(status=BulkAction.Status.STOPPED, finished_at=datetime.now(UTC))
    if stopped:
        row = BulkAction.of(tenant).get(pk=bulk_id)
        of_requests = row.action in OF_REQUESTS
        if row.action == BulkAction.Action.REPLAY:
            requests.release(row)
        done("request.bulk_stopped" if of_requests else "execution.bulk_stopped", None, bulk_id, tenant_id=tenant.pk)
    return bool(stopped)
