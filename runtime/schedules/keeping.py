"""The schedules of an instance follow its version, its config and whether it is paused.

For: making, changing and removing rows of `Schedule`, inside the transaction that changes the instance.
Not here: firing (`firing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from runtime.components.moments import Unsound, read_timing
from runtime.components.schedule import SCHEDULE
from runtime.engine.definition import Definition, Flow, Step
from runtime.engine.errors import HookyardError
from runtime.engine.inputs import resolve_inputs
from runtime.instances.models import Instance
from runtime.lanes.policies import turn_key_of
from runtime.schedules.models import Schedule


def settle(
    instance: Instance, definition: Definition, about: Mapping[str, Any], config: Mapping[str, Any], now: datetime
) -> None:
    """Those whose settings did not change keep the moment they are due at."""
    rows = Schedule.of(instance.tenant_id).filter(instance_id=instance.pk)
    standing = {(row.flow_key, row.step_id): row for row in rows}
    for flow, step in _steps(definition):
        row = standing.pop((flow.key, step.id), None) or Schedule(
            tenant_id=instance.tenant_id, instance_id=instance.pk, flow_key=flow.key, step_id=step.id
        )
        before = row.timing
        row.integration_id, row.version_id, row.customer_id = instance.integration_id, instance.version_id, instance.customer_id
        row.flow_name, row.turn_key = flow.name, turn_key_of(flow, step.id, None)
        row.about = {**about, "flow": {"id": flow.key, "name": flow.name}}
        row.timing, row.problem = _timing(step, config)
        if row.problem or not instance.enabled:
            row.due_at = None
        elif row.due_at is None or row.timing != before:
            row.due_at = read_timing(row.timing).next_after(now)
        row.save()
    Schedule.of(instance.tenant_id).filter(pk__in=[row.pk for row in standing.values()]).delete()


def forget(instance: Instance) -> None:
    Schedule.of(instance.tenant_id).filter(instance_id=instance.pk).delete()


def _steps(definition: Definition) -> Iterator[tuple[Flow, Step]]:
    for flow in definition.flows:
        for step in flow.steps:
            if step.component == SCHEDULE.key and not step.disabled:
                yield flow, step


def _timing(step: Step, config: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What the step asks for, and what is wrong with it: a config value may be anything its customer wrote."""
    try:
        given = dict(resolve_inputs(step.inputs, {"$": {"config": config}}).values)
        read_timing(given)
    except Unsound as problem:
        return given, problem.message
    except HookyardError as problem:
        return {}, problem.message
    return given, ""
