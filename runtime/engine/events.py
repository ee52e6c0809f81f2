"""What goes into the interpreter and what comes out of it.

For: the events a runner reports, the commands it carries out, and what surrounds a flow while it runs.
Not here: how one follows from the other (`interpreter`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from runtime.engine.component import Component, Json, Outcome
from runtime.engine.definition import Step
from runtime.engine.values import value


class StepStatus(StrEnum):
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    IGNORED = "ignored"  # failed, and the builder said to go on
    SKIPPED = "skipped"  # no live link led to it, or it is disabled


@value
class Surroundings:
    """What a flow knows beside its steps. `config` holds each value by its variable's key and by its name."""

    config: Mapping[str, Json] = field(default_factory=dict)
    env: Mapping[str, Json] = field(default_factory=dict)
    customer: Mapping[str, Json] | None = None
    instance: Mapping[str, Json] | None = None


@value
class StepSucceeded:
    path: str
    outcome: Outcome


@value
class StepFailed:
    """`error` is {code, message, details?}; `retry_after` (seconds) is what the other side asked for."""

    path: str
    error: Mapping[str, Any]
    retry_after: float | None = None


@value
class WaitEnded:
    path: str


Event = StepSucceeded | StepFailed | WaitEnded


@value
class RunStep:
    """Run `component` with the resolved `inputs`. `path` tells the turns of a loop apart: `loop_1[2].code_1`."""

    path: str
    step: Step
    component: Component
    inputs: dict[str, Json]
    attempt: int  # from 1
    warnings: tuple[str, ...] = ()


@value
class Wait:
    """Report `WaitEnded` after `seconds`; `attempt` is the number of the try that follows, or of the one that sleeps.

    Jitter is the runner's to add. Of a wait that was going on when the execution was put away only the runner knows the rest:
    it is given out with no seconds.
    """

    path: str
    seconds: float
    attempt: int


@value
class StepEnded:
    """A record of an end, given once for every step that ended, in the order they did.

    `inputs` and `warnings` are filled for loops only: nobody else saw theirs. A loop that was under way when the execution
    ended is skipped with the error `interrupted`.
    """

    path: str
    step: Step
    status: StepStatus
    outcome: Outcome | None = None
    error: Mapping[str, Any] | None = None
    attempt: int = 0  # 0: it never ran
    inputs: dict[str, Json] | None = None
    warnings: tuple[str, ...] = ()


@value
class Finish:
    """The execution is over. `response` is {status, headers, body} of a Respond step; `error` {code, message, stepId, path}."""

    status: StepStatus  # succeeded or failed
    result: Json
    response: Json = None
    error: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waited when its execution was put away: to be tried again (`error`), or for its `outcome` to count."""

    attempt: int
    error: Mapping[str, Any] | None = None
    outcome: Outcome | None = None


Command = RunStep | Wait | StepEnded | Finish


@value
class Recorded:
    """What the journal kept of a step that ended, enough to stand in for running it again."""

    path: str
    status: str
    outcome: Outcome | None = None
    error: Mapping[str, Any] | None = None
