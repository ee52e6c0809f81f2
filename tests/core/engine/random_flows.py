"""Random flows, and a world that answers their steps the same way whenever it is asked.

For: the properties of the interpreter. What a step does depends on its path alone, so two runs may be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from engine_cases import BOOM, flow_of
from hypothesis import strategies as st

from runtime.engine.component import Control, Outcome
from runtime.engine.definition import Flow
from runtime.engine.interpreter import (
    Command,
    Event,
    Finish,
    FlowPlan,
    Recorded,
    RunStep,
    State,
    StepEnded,
    StepFailed,
    StepSucceeded,
    Surroundings,
    Turn,
    Wait,
    WaitEnded,
    advance,
    begin,
    resume,
)

BEGINNING: dict[str, Any] = {"trigger_step": "webhook_1", "trigger_results": {"n": 1}, "surroundings": Surroundings()}
Choose = Callable[[int], int]  # how many are under way -> which of them reports next

ON_ERROR = st.sampled_from(["fail", "ignore", "branch", "retry"])
OUTLETS = st.sampled_from(["out", "left", "else", "error"])


@st.composite
def flows(draw: st.DrawFn, *, sound_loops: bool = False) -> Flow:
    """With `sound_loops` no loop fails by itself for want of a list."""
    items: list[Any] = [[], ["x"], ["x", "y", "z"], {"k": 1, "l": 2}, None, *([] if sound_loops else ["no list"])]
    level = draw(_levels(depth=0, prefix="", items=items))
    entry = {"id": "webhook_1", "component": "webhook"}
    other = {"id": "manual_1", "component": "manual"}
    entries = [{"from": "webhook_1", "to": step["id"]} for step in level["steps"] if draw(st.integers(0, 2))]
    entries += [{"from": "manual_1", "to": step["id"]} for step in level["steps"] if not draw(st.integers(0, 3))]
    return flow_of({"steps": [entry, other, *level["steps"]], "links": [*entries, *level["links"]]})


@st.composite
def _levels(draw: st.DrawFn, depth: int, prefix: str, items: list[Any]) -> dict[str, Any]:
    ids = [f"{prefix}s{index}" for index in range(draw(st.integers(0 if depth else 1, 5 if depth else 7)))]
    steps = [draw(_steps(depth, step_id, items)) for step_id in ids]
    pairs = [(source, target) for place, source in enumerate(ids) for target in ids[place + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10)) if pairs else []
    links = [{"from": source, "to": target, "outlet": draw(OUTLETS)} for source, target in chosen]
    return {"steps": steps, "links": links}


@st.composite
def _steps(draw: st.DrawFn, depth: int, step_id: str, items: list[Any]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["work", "work", "work", "choose", "loop"] if depth < 2 else ["work", "choose"]))
    step: dict[str, Any] = {"id": step_id, "component": kind, "onError": draw(ON_ERROR), "disabled": not draw(st.integers(0, 7))}
    step["retry"] = {"maxAttempts": 2, "delaySeconds": 1}
    # Everything it can see, so that commands differ as soon as what is seen differs.
    step["inputs"] = {"seen": {"reference": "$.steps"}}
    if kind == "choose":
        step["inputs"] |= {"outlets": {"value": ["left"]}}
    if kind == "loop":
        step["inputs"] |= {"items": {"value": draw(st.sampled_from(items))}}
        step |= draw(_levels(depth + 1, f"{step_id}_", items))
    return step


@dataclass(frozen=True)
class World:
    """What each step does, decided by `seed` and its path. Without `stops` no step ends the execution early; so the others."""

    seed: int
    failures: bool = True
    stops: bool = True
    responses: bool = True

    def answer(self, command: RunStep) -> Event:
        chance = Random(f"{self.seed} {command.path}")
        fails_until = chance.choice([0, 0, 0, 0, 1, 9]) if self.failures else 0
        if command.attempt <= fails_until:
            return StepFailed(command.path, BOOM)
        controls = [Control.NONE] * 6 + [Control.BREAK]
        controls += [Control.STOP] if self.stops else []
        controls += [Control.RESPOND] if self.responses else []
        control = chance.choice(controls)
        results: Any = {"status": 200, "headers": {}, "body": command.path} if control is Control.RESPOND else command.path
        outlet = chance.choice(["left", "else"]) if command.component.key == "choose" else "out"
        return StepSucceeded(command.path, Outcome(results, outlet, control))


@dataclass
class History:
    """All that happened in one run."""

    taken: list[tuple[State, Event, tuple[Command, ...]]] = field(default_factory=list)
    ended: list[StepEnded] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    finish: Finish | None = None
    first: tuple[Command, ...] = ()

    def take(self, commands: Sequence[Command]) -> list[RunStep | Wait]:
        todo: list[RunStep | Wait] = []
        for command in commands:
            assert self.finish is None, "nothing may follow the finish"
            match command:
                case StepEnded():
                    self.ended.append(command)
                case Finish():
                    self.finish = command
                case _:
                    todo.append(command)
                    self.started += [command.path] if isinstance(command, RunStep) and command.attempt == 1 else []
        return todo

    def records(self) -> list[Recorded]:
        """Those of steps that truly ran, in the order they ended."""
        return [Recorded(one.path, one.status, one.outcome, one.error) for one in self.ended if one.attempt]


def run(plan: FlowPlan, world: World, choose: Choose, recorded: Sequence[Recorded] | None = None) -> History:
    """To the end, or until 5,000 events, which no flow of this size needs."""
    turn: Turn = begin(plan, **BEGINNING) if recorded is None else resume(plan, recorded=recorded, **BEGINNING)
    history = History(first=turn.commands)
    under_way = history.take(turn.commands)
    for _ in range(5_000):
        if not under_way:
            break
        command = under_way.pop(choose(len(under_way)))
        event = WaitEnded(command.path) if isinstance(command, Wait) else world.answer(command)
        before = turn.state
        turn = advance(plan, before, event)
        history.taken.append((before, event, turn.commands))
        under_way += history.take(turn.commands)
        if history.finish:
            break
    return history
