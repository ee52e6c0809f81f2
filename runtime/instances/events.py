"""What happens to an instance starts the flows that ask for it.

For: queueing executions of flows with an Instance event trigger, in the transaction in which it happens: the one is not without
the other.
Not here: what happens (`services`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runtime.components.schedule import INSTANCE_EVENT
from runtime.engine.definition import Definition
from runtime.engine.inputs import literal
from runtime.identifiers import new_id
from runtime.instances.models import Instance
from runtime.journal.models import Execution
from runtime.lanes.policies import turn_key_of


def happened(instance: Instance, event: str, definition: Definition, about: Mapping[str, Any], now: datetime) -> None:
    """`about` is what trigger results tell of the instance. What starts on `deleted` keeps what it needs of it."""
    for flow in definition.flows:
        for step in flow.steps:
            asked = literal(step.inputs.get("events")) or ["deployed"]
            if step.component != INSTANCE_EVENT.key or step.disabled or event not in asked:
                continue
            execution_id = new_id()
            fired = {"event": event, **about, "flow": {"id": flow.key, "name": flow.name}, "config": instance.config}
            departed: dict[str, Any] = {"id": instance.pk, "customer": about["customer"], "config": instance.config}
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
                given={"departed": departed} if event == "deleted" else None,
                turn_key=turn_key_of(flow, step.id, fired),
                status=Execution.Status.QUEUED,
                queued_at=now,
                due_at=now,
            )
