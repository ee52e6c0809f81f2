"""One execution as values: what is about to run, what a step did, how it ended.

Not here: running it (`runner`), rows (`records`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from runtime.engine.interpreter import FlowPlan, Recorded, Surroundings
from runtime.engine.values import value
from runtime.journal.encoding import JsonText
from runtime.routing.plans import InstancePlan
from runtime.storage.scratch import Scratch

if TYPE_CHECKING:
    from runtime.executions.waits import Pending

MOST_TRIES_KEPT = 20


@value
class Run:
    """`recorded` are steps that ended before, in this execution or in the one it re-runs; they are not run again.

    `waits`, by path, is what it was put away for; at its `deadline` it has failed.
    `given`, `pins`, `until`: see `interpreter.resume`; `notes`, by path, begin the log of a step; a test keeps values in
    `scratch`.
    """

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
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    scratch: Scratch | None = None
    waits: Mapping[str, Pending] = field(default_factory=dict)
    deadline: datetime | None = None

    def surroundings(self, env: Mapping[str, Any]) -> Surroundings:
        instance = self.instance
        return Surroundings(config=instance.config, env=env, customer=instance.customer, instance=instance.as_json())

    def triggered_by(self, results: Any) -> Run:
        return replace(self, trigger_results=results)


@dataclass(slots=True)
class StepRun:
    """What one step did. `path` tells turns of a loop apart; `logs` are `{level, message}`; `kept` is `results` as JSON.

    `pinned` when its results were given instead of run.
    Times are those of the last try; `attempts` are the tries before it: {attempt, startedAt, durationUs, error}.
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
    attempts: list[dict[str, Any]] = field(default_factory=list)
    kept: JsonText | None = None
    inputs_weight: int | None = None  # where it was found already
    results_weight: int | None = None
    pinned: bool = False

    def tries(self) -> list[dict[str, Any]]:
        """Those before the next one, this one included."""
        this = {"attempt": self.attempt, "startedAt": _written(self.started_at), "durationUs": self.duration_us}
        return [*self.attempts, {**this, "error": self.error}][-MOST_TRIES_KEPT:]

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
            "startedAt": _written(self.started_at),
            "durationUs": self.duration_us,
            "pinned": self.pinned,
            "attempt": self.attempt,
            "attempts": self.attempts,
        }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


@value
class Ended:
    """`status` is `succeeded`, `failed`, or `waiting` until one of `waits` is due; `response` is what a Respond step gave:
    {status, headers, body}."""

    status: str
    result: Any
    response: Mapping[str, Any] | None
    error: Mapping[str, Any] | None
    steps: list[StepRun]
    waits: tuple[Pending, ...] = ()
