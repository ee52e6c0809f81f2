"""The interpreter: a flow, where it stands and what happened, to where it stands then and what to do.

For: `begin`, `advance` and `resume`, all pure: the same arguments give the same turn, and no state handed out is ever changed.
Not here: running steps, waiting, keeping records. The runner does that and reports what came of it.

A runner carries out the commands of each turn, reports each `RunStep` with `StepSucceeded` or `StepFailed` and each `Wait` with
`WaitEnded`, in any order, until a turn holds `Finish`. A report about a path that is not running changes nothing, so reporting
twice or late is safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runtime.engine.component import Control, Json, Outcome
from runtime.engine.errors import InvalidDefinition
from runtime.engine.events import (
    Command,
    Event,
    Finish,
    Recorded,
    RunStep,
    StepEnded,
    StepFailed,
    StepStatus,
    StepSucceeded,
    Surroundings,
    Wait,
    WaitEnded,
    Waiting,
)
from runtime.engine.plan import FlowPlan, compile_flow
from runtime.engine.state import ROOT, TRIGGER_NAMES, Frame, State
from runtime.engine.working import Working

__all__ = [
    "Command",
    "Event",
    "Finish",
    "FlowPlan",
    "Recorded",
    "RunStep",
    "State",
    "StepEnded",
    "StepFailed",
    "StepStatus",
    "StepSucceeded",
    "Surroundings",
    "Turn",
    "Wait",
    "WaitEnded",
    "Waiting",
    "advance",
    "begin",
    "compile_flow",
    "resume",
    "step_results",
]


@dataclass(frozen=True, slots=True)
class Turn:
    state: State
    commands: tuple[Command, ...]


def begin(plan: FlowPlan, *, trigger_step: str, trigger_results: Json, surroundings: Surroundings) -> Turn:
    """The first turn: the trigger has ended, what follows it starts. Raises `InvalidDefinition` `trigger_unknown`."""
    return resume(plan, trigger_step=trigger_step, trigger_results=trigger_results, surroundings=surroundings)


def resume(
    plan: FlowPlan,
    *,
    trigger_step: str,
    trigger_results: Json,
    surroundings: Surroundings,
    recorded: Sequence[Recorded] = (),
    pins: Mapping[str, Json] | None = None,
    until: str = "",
    given: Mapping[str, Mapping[str, Json]] | None = None,
    waiting: Mapping[str, Waiting] | None = None,
) -> Turn:
    """The first turn of an execution that has run before: what is recorded is not run again.

    `given` are inputs by the path of a step, in place of what the definition says; those it does not name are resolved.

    `recorded` stands in the order in which the steps ended. It may have holes (a pure step whose record was not yet saved): such
    a step runs again, and what follows it uses its record as soon as the links lead there. Nothing recorded is
    given out as `StepEnded` again; skipped steps may be among the records or not.

    `waiting`, by path, waits on as soon as the links lead there, instead of beginning anew.

    `pins` are results by step id: such a step ends with them as soon as the links lead there, in every turn of a loop, and never
    runs. The execution ends as succeeded when the step `until` has ended, in whichever turn of a loop that is first.
    """
    if trigger_step not in plan.triggers:
        raise InvalidDefinition(f"{trigger_step} is no enabled trigger of {plan.flow.name}.", code="trigger_unknown")
    root = Frame(ROOT, plan.graph, {}, None)
    responses = (one.outcome.results for one in recorded if one.outcome and one.outcome.control is Control.RESPOND)
    state = State(
        surroundings=surroundings,
        trigger_step=trigger_step,
        frames={ROOT: root},
        in_flight={},
        response=next(responses, None),
        recorded={one.path: (place, one) for place, one in enumerate(recorded)},
        pins=pins or {},
        until=until,
        given=given or {},
        waiting=waiting or {},
    )
    working = Working(state)
    frame = working.frame(ROOT)
    fired = plan.graph.steps[plan.graph.by_id[trigger_step]]
    for name in TRIGGER_NAMES:
        frame.scope[name] = {"results": trigger_results}
    working.end(frame, fired, StepStatus.SUCCEEDED, Outcome(trigger_results), attempt=1)
    for index in plan.graph.entries:
        if index != fired.index:
            working.decide(frame, index)
    return _turn(working)


def advance(plan: FlowPlan, state: State, event: Event) -> Turn:
    """One report taken in. `plan` must be the plan that `state` began with."""
    flight = state.in_flight.get(event.path)
    # A step that waits expects WaitEnded and nothing else; a running one, the opposite.
    if flight is None or flight.waits is not isinstance(event, WaitEnded):
        return Turn(state, ())
    working = Working(state)
    match event:
        case StepSucceeded(path, outcome):
            working.succeed(path, outcome)
        case StepFailed(path, error, retry_after):
            working.fail(path, error, retry_after=retry_after)
        case WaitEnded(path):
            working.go_on(path)
    return _turn(working)


def step_results(state: State, path: str) -> dict[str, Json]:
    """What the step at `path` may see of others, as code steps get it: {step id: {"results": ...}, "trigger": ..., loop: ...}."""
    prefix = path[: path.rfind(".") + 1]
    return dict(state.frames[prefix].scope)


def _turn(working: Working) -> Turn:
    working.settle()
    return Turn(working.state(), tuple(working.commands))
