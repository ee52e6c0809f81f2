"""The interpreter: a flow, where it stands and what happened, to where it stands then and what to do.

For: `begin`, `advance` and `resume`, all pure: the same arguments give the same turn, and no state handed out is ever changed.
Not here: running steps, waiting, keeping records. The runner does that and reports what came of it.

A runner carries out the commands of each turn, reports each `RunStep` with `StepSucceeded` or `StepFailed` and each `Wait` with
`WaitEnded`, in any order, until a turn holds `Finish`. A report about a path that is not running changes nothing, so reporting
twice or late is safe.

A runner that needs no state but the latest takes a `Course`: the same rules and the same commands, without a new state for
each turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
from runtime.engine.state import ROOT, TRIGGER_NAMES, Frame, State, frame_of
from runtime.engine.values import value
from runtime.engine.working import Working

__all__ = [
    "Command",
    "Course",
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


@value
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
    return _turn(
        _opened(
            plan,
            trigger_step=trigger_step,
            trigger_results=trigger_results,
            surroundings=surroundings,
            recorded=recorded,
            pins=pins,
            until=until,
            given=given,
            waiting=waiting,
        )
    )


def advance(plan: FlowPlan, state: State, event: Event) -> Turn:
    """One report taken in. `plan` must be the plan that `state` began with."""
    if not state.expects(event):
        return Turn(state, ())
    working = Working(state)
    working.take(event)
    return _turn(working)


def step_results(state: State, path: str) -> dict[str, Json]:
    """What the step at `path` may see of others, as code steps get it: {step id: {"results": ...}, "trigger": ..., loop: ...}."""
    return dict(state.frames[frame_of(path)].scope)


class Course:
    """An execution under way that is changed in place. The arguments are those of `resume`, and so is the first turn."""

    __slots__ = ("_working",)

    def __init__(self, plan: FlowPlan, **beginning: Any) -> None:
        """Raises `InvalidDefinition` `trigger_unknown`."""
        self._working = _opened(plan, **beginning)

    def begin(self) -> list[Command]:
        """The commands of the first turn."""
        self._working.settle()
        return self._working.hand_out()

    def advance(self, event: Event) -> list[Command]:
        """One report taken in, and what to do now."""
        if not self._working.expects(event):
            return []
        self._working.take(event)
        self._working.settle()
        return self._working.hand_out()

    def step_results(self, path: str) -> dict[str, Json]:
        """See `step_results`; what ends later does not show in it."""
        return dict(self._working.scope(path))

    def awaited(self, path: str) -> Outcome | None:
        """The outcome that counts once the step's wait is over; None for one that is tried again then."""
        return self._working.awaited(path)

    @property
    def response(self) -> Json:
        """What a Respond step has given so far."""
        return self._working.response


def _opened(
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
) -> Working:
    if trigger_step not in plan.triggers:
        raise InvalidDefinition(f"{trigger_step} is no enabled trigger of {plan.flow.name}.", code="trigger_unknown")
    responses = (one.outcome.results for one in recorded if one.outcome and one.outcome.control is Control.RESPOND)
    state = State(
        surroundings=surroundings,
        trigger_step=trigger_step,
        frames={},
        in_flight={},
        response=next(responses, None),
        recorded={one.path: (place, one) for place, one in enumerate(recorded)},
        pins=pins or {},
        until=until,
        given=given or {},
        waiting=waiting or {},
    )
    working = Working(state)
    frame = working.open(Frame(ROOT, plan.graph, {}, None))
    fired = plan.graph.steps[plan.graph.by_id[trigger_step]]
    for name in TRIGGER_NAMES:
        frame.scope[name] = {"results": trigger_results}
    working.end(frame, fired, StepStatus.SUCCEEDED, Outcome(trigger_results), attempt=1)
    for index in plan.graph.entries:
        if index != fired.index:
            working.decide(frame, index)
    return working


def _turn(working: Working) -> Turn:
    working.settle()
    return Turn(working.state(), tuple(working.commands))
