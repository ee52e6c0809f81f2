"""What people do to executions, as changes of rows.

For: cancelling, ending a wait, the row of one that is run again; for one execution or, a batch at a time, for many.
Not here: stopping what runs and telling who watches (`runtime.control`, `runtime.bulk`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from runtime.identifiers import new_id
from runtime.instances.models import Instance
from runtime.journal.models import Execution

UNDER_WAY = ("queued", "waiting", "held", "running")
ENDED = ("succeeded", "failed", "cancelled")
CARRIED_OVER = (
    *("tenant_id", "integration_id", "version_id", "instance_id", "customer_id", "request_id"),
    *("flow_key", "flow_name", "turn_key", "trigger_step", "trigger"),
)


def cancel(tenant_id: str, execution_id: str) -> bool:
    """True when it had not ended. Whoever runs it loses its lease."""
    waiting = Execution.of(tenant_id).filter(pk=execution_id, status__in=UNDER_WAY)
    ended = {"status": "cancelled", "finished_at": datetime.now(UTC), "lease_owner": "", "lease_expires_at": None}
    return bool(waiting.update(**ended))


@transaction.atomic
def run_now(tenant_id: str, execution_id: str) -> bool:
    """What it waits for, be it sleep or another try, is over now. False when it does not wait."""
    row = Execution.of(tenant_id).select_for_update().filter(pk=execution_id, status="waiting").first()
    if row is None:
        return False
    now = datetime.now(UTC)
    row.due_at, row.waits = now, [{**wait, "dueAt": now.isoformat()} for wait in row.waits or ()]
    row.save(update_fields=["due_at", "waits"])
    return True


def again(row: Execution, *, newest_version: bool = False, version_id: str = "") -> dict[str, Any]:
    """The columns of an execution that runs `row` again; held like any other while its instance is paused.

    On the version it ran on, on the one its instance has by now, or on `version_id`.
    """
    instance = Instance.of(row.tenant_id).filter(pk=row.instance_id).first() if row.instance_id else None
    now = datetime.now(UTC)
    fresh: dict[str, Any] = {name: getattr(row, name) for name in CARRIED_OVER}
    status = "held" if instance and not instance.enabled else "queued"
    fresh |= {"id": new_id(), "status": status, "queued_at": now, "due_at": now, "replay_of": row.pk}
    if newest_version and instance and row.version_id:
        fresh["version_id"] = instance.version_id
    if version_id:
        fresh["version_id"] = version_id
    if isinstance(row.trigger, dict) and "executionId" in row.trigger:
        fresh["trigger"] = {**row.trigger, "executionId": fresh["id"]}
    return fresh
