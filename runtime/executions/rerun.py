"""Re-running an execution from one of its steps.

For: which recorded results a re-run keeps, what it is refused for, what its first step would be given. Pure: rows in, values out.
Not here: finding and storing rows (`runtime.control`), running (`runner`): a re-run is an execution like any other whose first
records were written before it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from runtime.components.check import input_problems
from runtime.credentials.redaction import REDACTED
from runtime.engine.component import Kind
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.engine.interpreter import FlowPlan, RunStep, StepEnded, resume
from runtime.engine.plan import PlannedStep
from runtime.executions.loading import as_recorded
from runtime.executions.runs import Run
from runtime.journal.models import StepResult

TRIGGER = "trigger"


@dataclass(frozen=True, slots=True)
class Wish:
    """Start at the step `start` with these `inputs` instead of its own; steps in `pinned` get results instead of running."""

    start: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    pinned: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What would happen first: the inputs of the first step, and which other steps, never ended before, run beside it."""

    inputs: Mapping[str, Any]
    warnings: tuple[str, ...]
    beside: tuple[str, ...]


def start_of(plan: FlowPlan, start: str, rows: Mapping[str, StepResult]) -> PlannedStep:
    """The step to start at. Raises NotAllowed `step_not_found`, `step_in_loop`, `step_is_trigger`, `step_not_run`."""
    index = plan.graph.by_id.get(start)
    if index is None:
        loop = _loop_around(plan, start)
        if loop is None:
            raise NotAllowed(f'{plan.flow.name} has no step "{start[:80]}" in the version that ran.', code="step_not_found")
        raise NotAllowed(
            f"{start} stands inside the loop {loop}, whose turns belong together. Re-run from {loop} instead.",
            code="step_in_loop",
            loop=loop,
        )
    planned = plan.graph.steps[index]
    if planned.component.kind is Kind.TRIGGER:
        raise NotAllowed(f"{start} is a trigger. To begin there, run the whole execution again.", code="step_is_trigger")
    row = rows.get(start)
    if row is None or (row.status == "skipped" and row.error is None):
        raise NotAllowed(f"{start} did not run in this execution. Choose a step that did.", code="step_not_run")
    return planned


def _loop_around(plan: FlowPlan, start: str) -> str | None:
    top, step_id = start.partition("[")[0], start.rpartition(".")[2]
    for planned in plan.graph.steps:
        if planned.body and (planned.step.id == top != start or step_id in _inner_ids(planned)):
            return planned.step.id
    return None


def _inner_ids(planned: PlannedStep) -> Iterator[str]:
    for inner in planned.body.steps if planned.body else ():
        yield inner.step.id
        yield from _inner_ids(inner)


def seeds(plan: FlowPlan, start: PlannedStep, rows: Sequence[StepResult], pinned: Mapping[str, Any]) -> list[StepResult]:
    """The records that the re-run begins with: of all that ended well and does not follow from `start`, but for what is pinned.

    Raises NotAllowed `results_gone`, `step_not_found`.
    """
    known = {step.id for step in plan.flow.walk() if plan.components[step.component].kind is not Kind.TRIGGER}
    if unknown := [step for step in pinned if step not in known - {start.step.id}]:
        raise NotAllowed(f"Results cannot be given for {', '.join(unknown)[:200]}.", code="step_not_found")
    again = {plan.graph.steps[index].step.id for index in _below(plan, start.index)}
    there = {row.path for row in rows} | set(pinned)
    gone = [step for step in _above(plan, start.index) if step not in there]
    if gone:
        raise NotAllowed(
            f"The results of {', '.join(gone)} are no longer kept, so nothing can go on from them. Run the whole again.",
            code="results_gone",
        )
    return [row for row in rows if _top(row.path) not in again and row.step_id not in pinned and _stands(row)]


def _stands(row: StepResult) -> bool:
    """Whether its record can be gone on from: a failure that stopped the flow cannot, and what was skipped is decided anew."""
    return row.status != "skipped" and (row.status != "failed" or bool(row.outlet))


def _top(path: str) -> str:
    return path.partition("[")[0]


def _below(plan: FlowPlan, index: int) -> set[int]:
    """The step and all that follow from it."""
    found, waiting = {index}, [index]
    while waiting:
        for target, _ in plan.graph.steps[waiting.pop()].links:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _above(plan: FlowPlan, index: int) -> list[str]:
    steps = plan.graph.steps
    return [step.step.id for step in steps if step.index != index and index in _below(plan, step.index)]


def following(plan: FlowPlan, start: PlannedStep) -> list[PlannedStep]:
    """The step and what follows from it, in link order."""
    return sorted((plan.graph.steps[index] for index in _below(plan, start.index)), key=lambda step: plan.graph.rank[step.index])


def with_trigger(run: Run, results: Mapping[str, Any]) -> Run:
    """The run with another payload; who and what it is for stays."""
    own = run.trigger_results if isinstance(run.trigger_results, Mapping) else {}
    fixed = ("executionId", "startedAt", "customer", "instance", "flow", "integration", "webhookUrls", "calledBy", "callDepth")
    return run.triggered_by({**results, **{name: own[name] for name in fixed if name in own}})


def look_ahead(run: Run, start: PlannedStep, env: Mapping[str, Any]) -> Ahead:
    """Raises NotAllowed `step_not_reached`; InvalidDefinition for a draft that has changed since."""
    turn = resume(
        run.plan,
        trigger_step=run.trigger_step,
        trigger_results=run.trigger_results,
        surroundings=run.surroundings(env),
        recorded=run.recorded,
        pins=run.pins,
        given=run.given,
    )
    begun = [command for command in turn.commands if isinstance(command, RunStep)]
    beside = tuple(dict.fromkeys(_top(step.path) for step in begun if _top(step.path) != start.step.id))
    for command in turn.commands:
        if isinstance(command, RunStep | StepEnded) and command.path == start.step.id and command.inputs is not None:
            return Ahead(command.inputs, command.warnings, beside)
    for frame in turn.state.frames.values():
        if frame.turns and frame.turns.loop == start.index and frame.turns.around == "":
            return Ahead(frame.turns.inputs, frame.turns.warnings, beside)
    raise NotAllowed(f"With these results, no link leads to {start.step.id}.", code="step_not_reached")


def require_fit(start: PlannedStep, given: Mapping[str, Any], ahead: Ahead) -> None:
    """Raises `input_invalid` with all that is wrong with the inputs, those that were given and those that were resolved."""
    errors = [
        {"field": f"input.{path}", "code": "input_redacted", "message": _redacted(path)}
        for name, value in given.items()
        for path in redacted_in(value, name)
    ]
    for problem in input_problems(start.component, ahead.inputs):
        errors.append({"field": f"input.{problem.details.get('field') or ''}".rstrip("."), **_told(problem)})
    if errors:
        raise HookyardError(f"{start.step.id} cannot run with these inputs: see errors.", code="input_invalid", errors=errors)


def _told(problem: HookyardError) -> dict[str, str]:
    return {"code": problem.code, "message": problem.message}


def _redacted(path: str) -> str:
    name = path.partition(".")[0].partition("[")[0]
    return (
        f"`{path}` was redacted before it was kept. Type the value, "
        f"or leave `{name}` out: then it is resolved from the definition again."
    )


def redacted_in(value: Any, path: str) -> Iterator[str]:
    """Where in a value a secret was cut out: `headers.authorization`."""
    if isinstance(value, str) and REDACTED in value:
        yield path
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from redacted_in(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from redacted_in(inner, f"{path}[{index}]")


def seeded(run: Run, rows: Iterable[StepResult]) -> Run:
    return replace(run, recorded=tuple(as_recorded(row) for row in rows))
