"""How a loop takes its turns while a turn of the interpreter is worked out.

For: opening a loop, its next turn, what the end of a turn means, the end of the loop.
Not here: what it runs over (`loops`), the rules of the graph within a turn (`working`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from runtime.engine.component import Json, Kind, Outcome
from runtime.engine.errors import StepProblem
from runtime.engine.events import StepStatus
from runtime.engine.loops import INTERRUPTED, MOST_TURNS, loop_items, too_long
from runtime.engine.plan import PlannedStep
from runtime.engine.state import Frame, Halt, Turns

if TYPE_CHECKING:
    from runtime.engine.working import Working


def open_loop(working: Working, frame: Frame, planned: PlannedStep) -> None:
    resolved = working.before.resolve(frame, planned)
    turns = Turns(planned.index, frame.prefix, (), -1, None, resolved.values, tuple(resolved.warnings))
    try:
        turns = replace(turns, items=loop_items(resolved.values))
    except StepProblem as problem:
        _end_loop(working, frame, planned, turns, error=problem.as_json())
        return
    _next_turn(working, frame, planned, turns)


def _next_turn(working: Working, around: Frame, planned: PlannedStep, turns: Turns) -> None:
    number = turns.number + 1
    if number >= len(turns.items):
        _end_loop(working, around, planned, turns)
        return
    working.turns_begun += 1
    if working.turns_begun > MOST_TURNS:
        _end_loop(working, around, planned, turns, error=too_long().as_json())
        return
    body, loop_id = planned.body, planned.step.id
    assert body is not None  # noqa: S101  only loops come here
    scope = {**around.scope, loop_id: {"currentItem": turns.items[number], "index": number}}
    frame = working.open(Frame(f"{around.prefix}{loop_id}[{number}].", body, scope, replace(turns, number=number)))
    for index in body.entries:
        frame.live[index] = body.steps[index].component.kind is not Kind.TRIGGER
        working.queue.append((frame.prefix, index))
    working.close_when_over(frame)


def end_turn(working: Working, frame: Frame, turns: Turns) -> None:
    around = working.frame(turns.around)
    planned = around.graph.steps[turns.loop]
    if around.halt is not Halt.NO:
        around.active -= 1
        working.end(around, planned, StepStatus.SKIPPED, None, error=INTERRUPTED, turns=turns)
    elif frame.halt is Halt.FAILED:
        _end_loop(working, around, planned, turns, error=frame.error)
    else:
        turns = replace(turns, before=(turns.before, frame.last_results))
        if frame.breaking:
            _end_loop(working, around, planned, turns)
        else:
            _next_turn(working, around, planned, turns)


def _end_loop(
    working: Working, around: Frame, planned: PlannedStep, turns: Turns, *, error: Mapping[str, Any] | None = None
) -> None:
    around.active -= 1
    if error is not None:
        working.end_failed(around, planned, error, attempt=1, turns=turns)
        return
    results: list[Json] = []
    chain = turns.before
    while chain is not None:
        chain, result = chain
        results.append(result)
    results.reverse()
    working.end(around, planned, StepStatus.SUCCEEDED, Outcome(results), attempt=1, turns=turns)
