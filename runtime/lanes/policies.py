"""What a flow's policy says about whose turn it is, as rows and keys that a claim can read.

For: `concurrency` ({atOnce, starts, perSeconds}) as a `Lane`, `ordering` ({key: {reference}}) as an execution's `turn_key`.
Not here: whose turn it is (`runtime.executions.claims`), holding (`holding`).

A policy holds for what arrives after its version was deployed: what stands in the queue keeps the key it was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from runtime.engine.definition import Definition, Flow
from runtime.engine.errors import HookyardError
from runtime.engine.references import compile_reference
from runtime.journal.encoding import encode
from runtime.lanes.models import Lane

TOGETHER = "all"  # the turn key of executions that are only counted


def turn_key_of(flow: Flow, trigger_step: str, trigger_results: Any) -> str:
    """Empty for a flow whose executions run side by side, and for an ordered one whose request names no key."""
    policy = flow.policy
    if ordering := policy.get("ordering"):
        fired = {"results": trigger_results}
        try:
            value = compile_reference(ordering["key"]["reference"]).read(
                {"trigger": fired, "integrationTrigger": fired, trigger_step: fired}
            )
        except HookyardError:
            value = None
        if value not in (None, ""):
            return "key:" + hashlib.blake2b(str(encode(value)).encode(), digest_size=12).hexdigest()
    return TOGETHER if policy.get("concurrency") else ""


def settle(tenant_id: str, instance_id: str, definition: Definition) -> None:
    """Brings the instance's lanes in line with its version. What somebody holds stays held."""
    wanted = {flow.key: _columns(flow.policy) for flow in definition.flows}
    standing = {lane.flow_key: lane for lane in Lane.of(tenant_id).filter(instance_id=instance_id)}
    for key, columns in wanted.items():
        lane = standing.pop(key, None)
        if lane is not None:
            Lane.of(tenant_id).filter(pk=lane.pk).update(**columns)
        elif any(columns.values()) or key in _ordered(definition):
            Lane.objects.create(tenant_id=tenant_id, instance_id=instance_id, flow_key=key, **columns)
    gone = [lane.pk for lane in standing.values() if lane.held_at is None]
    Lane.of(tenant_id).filter(pk__in=gone).delete()


def forget(tenant_id: str, instance_id: str) -> None:
    Lane.of(tenant_id).filter(instance_id=instance_id).delete()


def _ordered(definition: Definition) -> set[str]:
    """Their lanes are rows so that two claims at once can take turns at them."""
    return {flow.key for flow in definition.flows if flow.policy.get("ordering")}


def _columns(policy: Mapping[str, Any]) -> dict[str, int]:
    concurrency = policy.get("concurrency") or {}
    return {
        "at_once": concurrency.get("atOnce", 0),
        "starts": concurrency.get("starts", 0),
        "per_seconds": concurrency.get("perSeconds", 0),
    }
