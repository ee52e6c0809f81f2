"""How long a step and an execution may take, where their flow says so.

For: reading the limits, and the errors of what went past them.
Not here: watching the clock (`runner`); limits that hold for everybody (`runtime.sandbox`, `runtime.outbound`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from runtime.engine.definition import Flow, Step
from runtime.engine.errors import RemoteProblem
from runtime.executions.waits import later


def deadline_of(flow: Flow, started_at: datetime) -> datetime | None:
    """When an execution that began then has failed; the time it waits or sleeps counts."""
    seconds = flow.policy.get("timeLimitSeconds")
    return later(started_at, seconds) if seconds else None


def step_too_slow(step: Step) -> RemoteProblem:
    return RemoteProblem(
        f"{step.id} took longer than the {step.timeout:g} s it may take. Allow it more, or find out what it waited for.",
        code="step_timeout",
    )


def too_late(flow: Flow) -> dict[str, Any]:
    message = (
        f"The execution took longer than the {flow.policy['timeLimitSeconds']:g} s that {flow.name} may take, waiting included. "
        "Allow it more in the flow's settings, or find the step that took so long."
    )
    return {"code": "execution_timeout", "message": message, "who": "builder"}
