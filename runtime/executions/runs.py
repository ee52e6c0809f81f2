"""One execution as values: what is about to run, what a step did, how it ended.

Not here: running it (`runner`), rows (`records`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from runtime.engine.interpreter import FlowPlan, Recorded, Surroundings
from runtime.journal.encoding import JsonText
from runtime.routing.plans import InstancePlan


@dataclass(frozen=True, slots=True)
class Run:
    """`recorded` are steps that ended before a crash; they are not run again. `pins`, `until`: see `interpreter.resume`."""

    execution_id: str
    tenant_id: str
    integration: Mapping[str, Any]
    instance: InstancePlan
    plan: FlowPlan
    trigger_step: str
    trigger_results: Any
    recorded: tuple[Recorded, ...] = ()
    pins: Mapping[str, Any] = field(default_factory=dict)
    until: str = ""

    def surroundings(self, env: Mapping[str, Any]) -> Surroundings:
        instance = self.instance
        return Surroundings(config=instance.config, env=env, customer=instance.customer, instance=instance.as_json())

    def triggered_by(self, results: Any) -> Run:
        return replace(self, trigger_results=results)


@dataclass(slots=True)
class StepRun:
    """What one step did. `path` tells turns of a loop apart; `logs` are `{level, message}`; `kept` is `results` as JSON.

    `pinned` when its results were given instead of run.
    """

    step_id: str
    path: str
    component: str
    status: str
    outlet: str = ""
    control: str = ""
    attempt: int = 1
    inputs: Any = None
    results: Any = None
    error: Mapping[str, Any] | None = None
    logs: list[dict[str, str]] = field(default_factory=list)
    started_at: datetime | None = None
    duration_us: int = 0
    kept: JsonText | None = None
    pinned: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "stepId": self.step_id,
            "path": self.path,
            "component": self.component,
            "status": self.status,
            "outlet": self.outlet,
            "inputs": self.inputs,
            "results": self.results,
            "error": self.error,
            "logs": self.logs,
            "durationUs": self.duration_us,
            "pinned": self.pinned,
        }


@dataclass(frozen=True, slots=True)
class Ended:
    """`status` is `succeeded` or `failed`; `response` is what a Respond step gave: {status, headers, body}."""

    status: str
    result: Any
    response: Mapping[str, Any] | None
    error: Mapping[str, Any] | None
    steps: list[StepRun]
