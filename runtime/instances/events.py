"""What happens to an instance starts the flows that ask for it.

For: queueing executions of flows with an Instance event trigger, in the transaction in which it happens: the one is not without
the other, so each change is told once, whatever dies.
Not here: what happens (`services`), whose turn it is (`runtime.lanes.rules`, which takes the events of an instance one by one).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runtime.components.schedule import INSTANCE_EVENT
from runtime.engine.definition import Definition, Step
from runtime.engine.inputs import literal
from runtime.identifiers import new_id
from runtime.instances.models import Instance
from runtime.journal.models import Execution
from runtime.lanes.rules import EVENTS

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """`before` is None for what was deployed, `after` for what was deleted; each is {version, enabled, config}."""

    event: str
    before: State | None
    after: State | None

    def told(self) -> dict[str, Any]:
        before, after = self.before or {}, self.after or {}
        changed = [name for name in ("version", "enabled", "config") if before.get(name) != after.get(name)]
        return {"event": self.event, "previous": self.before, "current": self.after, "changed": changed}


def events_of(step: Step) -> list[str]:
    """Those that start the flow of an Instance event step."""
    return literal(step.inputs.get("events")) or ["deployed"]


def happened(instance: Instance, change: Change, definition: Definition, about: Mapping[str, Any], now: datetime) -> None:
    """`about` is what trigger results tell of the instance. Each keeps what it needs should the instance be gone by its turn."""
    departed = {"id": instance.pk, "customer": about["customer"], "config": instance.config}
    for flow in definition.flows:
        for step in flow.steps:
            if step.component != INSTANCE_EVENT.key or step.disabled or change.event not in events_of(step):
                continue
            execution_id = new_id()
            fired = {**change.told(), **about, "flow": {"id": flow.key, "name": flow.name}, "config": instance.config}
            Execution.objects.create(
                id=execution_id,
                tenant_id=instance.tenant_id,
                integration_id=instance.integration_id,
                version_id=instance.version_id,
                instance_id=instance.pk,
                customer_id=instance.customer_id,
                flow_key=flow.key,
                flow_name=flow.name,
                trigger_step=step.id,
                trigger={**fired, "executionId": execution_id, "startedAt": now.isoformat()},
                given={"departed": departed},
                turn_key=EVENTS,
                status=Execution.Status.QUEUED,
                queued_at=now,
                due_at=now,
            )
