"""What a definition asks to listen for, with an instance's config filled in. Pure.

For: event triggers to what is to be registered, equal ones once.
Not here: rows (`keeping`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.components.event import EVENT
from runtime.engine.definition import Definition, Flow, Step
from runtime.engine.errors import HookyardError
from runtime.engine.inputs import literal, resolve_inputs


@dataclass(slots=True)
class Asked:
    """One event with its settings, and the steps that start on it."""

    connector: str
    event: str
    connection_id: str
    parameters: Mapping[str, Any]
    problem: dict[str, Any] | None = None
    listeners: list[dict[str, str]] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        told = [self.connector, self.event, self.connection_id, self.parameters, self.problem]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def asked_by(definition: Definition, config: Mapping[str, Any]) -> list[Asked]:
    """Equal ones once, each with all steps that ask for it."""
    found: dict[str, Asked] = {}
    for flow, step in event_steps(definition):
        one = _asked(step, config)
        found.setdefault(one.fingerprint, one).listeners.append({"flowKey": flow.key, "stepId": step.id})
    return list(found.values())


def event_steps(definition: Definition) -> Iterator[tuple[Flow, Step]]:
    for flow in definition.flows:
        for step in flow.steps:
            if step.component == EVENT.key and not step.disabled:
                yield flow, step


def _asked(step: Step, config: Mapping[str, Any]) -> Asked:
    try:
        given = resolve_inputs(step.inputs, {"$": {"config": config}}).values
    except HookyardError as problem:
        return Asked("", "", "", {}, {"code": problem.code, "message": problem.message})
    connection, parameters = given.get("connection"), given.get("parameters")
    connection_id = str((connection or {}).get("connection") or "") if isinstance(connection, Mapping) else ""
    one = Asked(
        str(given.get("connector") or "")[:80],
        str(given.get("event") or "")[:80],
        connection_id,
        parameters if isinstance(parameters, Mapping) else {},
    )
    if "connection" in step.inputs and not connection_id:
        message = "Its customer has not connected an account yet."
        one.problem = {"code": "connection_missing", "message": message}
    return one


def connectors_of(definition: Definition) -> list[str]:
    """Keys of the connectors whose events it names; none that only a config value would name."""
    named = (literal(step.inputs.get("connector")) for _, step in event_steps(definition))
    return sorted({key for key in named if isinstance(key, str) and key})
