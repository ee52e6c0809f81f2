"""A flow made ready to run.

For: everything about a flow that is the same in every execution: order, links by index, compiled inputs, retry policies.
Not here: finding all that is wrong with a flow (`validation`); compiling refuses the first thing that makes it unrunnable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.engine.component import Component, Kind
from runtime.engine.definition import Flow, Link, Step
from runtime.engine.errors import InvalidDefinition
from runtime.engine.inputs import CompiledInputs

ERROR_OUTLET = "error"


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Defaults stand in `definition.schema.json` too; a wait is never longer than a day.

    A flow's own policy is for what may pass by itself alone: code that throws would only throw again.
    """

    max_attempts: int = 3
    delay_seconds: float = 2.0
    exponential: bool = True
    only_passing: bool = False

    def wait_after(self, attempt: int, retry_after: float | None, error: Mapping[str, Any]) -> float | None:
        """Seconds until the next try, or None when there is none. `attempt` counts from 1; `retry_after` is a minimum."""
        if attempt >= self.max_attempts or (self.only_passing and error.get("who") != "nobody"):
            return None
        seconds = self.delay_seconds * (2.0 ** min(attempt - 1, 40) if self.exponential else 1)
        return min(max(seconds, retry_after or 0.0), 86_400.0)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """`links` are (target's index, outlet). `passes_by` is the outlet that lives when it is disabled or fails and is ignored."""

    index: int
    step: Step
    component: Component
    inputs: CompiledInputs
    links: tuple[tuple[int, str], ...]
    passes_by: str
    retry: RetryPolicy | None
    body: Graph | None


@dataclass(frozen=True, slots=True)
class Graph:
    """The steps of one level. `incoming[i]` counts the links into step i; `rank[i]` is its place in link order; `entries` are
    the steps that no link leads to."""

    steps: tuple[PlannedStep, ...]
    by_id: Mapping[str, int]
    incoming: tuple[int, ...]
    rank: tuple[int, ...]
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """`triggers` are the ids of the enabled ones; `has_effects` says whether any step could be noticed outside."""

    flow: Flow
    components: Mapping[str, Component]
    triggers: tuple[str, ...]
    has_effects: bool
    graph: Graph


def compile_flow(flow: Flow, components: Mapping[str, Component]) -> FlowPlan:
    """Raises `InvalidDefinition`: component_unknown, step_duplicate_id, link_unknown_step, graph_cycle, reference_malformed."""
    usual = flow.policy.get("retry")
    graph = _compile_level(flow.steps, flow.links, components, _retry_policy(usual, only_passing=True) if usual else None)
    enabled = [step for step in flow.walk() if not step.disabled]
    return FlowPlan(
        flow=flow,
        components=components,
        triggers=tuple(step.id for step in flow.steps if not step.disabled and components[step.component].kind is Kind.TRIGGER),
        has_effects=any(components[step.component].effect for step in enabled),
        graph=graph,
    )


def _compile_level(
    steps: Sequence[Step], links: Iterable[Link], components: Mapping[str, Component], usual: RetryPolicy | None
) -> Graph:
    """`usual` is what holds for steps that fail and say nothing else about it."""
    by_id = {step.id: index for index, step in enumerate(steps)}
    if len(by_id) < len(steps):
        raise InvalidDefinition("Two steps have the same id; rename one.", code="step_duplicate_id")
    outgoing: list[list[tuple[int, str]]] = [[] for _ in steps]
    incoming = [0] * len(steps)
    for link in links:
        source, target = _ends(link, by_id)
        if _component(steps[target], components).kind is Kind.TRIGGER:
            continue  # A trigger begins; a link into one is reported by validation and means nothing here.
        outgoing[source].append((target, link.outlet))
        incoming[target] += 1
    planned = tuple(_compile_step(index, step, outgoing[index], components, usual) for index, step in enumerate(steps))
    entries = tuple(index for index, count in enumerate(incoming) if count == 0)
    return Graph(planned, by_id, tuple(incoming), _ranks(steps, outgoing, incoming), entries)


def _ends(link: Link, by_id: Mapping[str, int]) -> tuple[int, int]:
    try:
        return by_id[link.source], by_id[link.target]
    except KeyError as unknown:
        raise InvalidDefinition(
            f"A link from {link.source} to {link.target} names a step that is not there; remove it.", code="link_unknown_step"
        ) from unknown


def _component(step: Step, components: Mapping[str, Component]) -> Component:
    component = components.get(step.component)
    if component is None:
        raise InvalidDefinition(
            f'{step.id} uses the component "{step.component}", which does not exist here.',
            code="component_unknown",
            stepId=step.id,
        )
    return component


def _compile_step(
    index: int, step: Step, links: Iterable[tuple[int, str]], components: Mapping[str, Component], usual: RetryPolicy | None
) -> PlannedStep:
    component = _component(step, components)
    is_container = component.kind is Kind.CONTAINER
    retry = _retry_policy(step.retry or {}) if step.on_error == "retry" else usual if step.on_error == "fail" else None
    return PlannedStep(
        index=index,
        step=step,
        component=component,
        inputs=CompiledInputs(step.inputs),
        links=tuple(links),
        passes_by=_passing_outlet(component, step.inputs),
        # A loop is not tried again as a whole: the steps in it have their own policies, and their records exist once.
        retry=None if is_container else retry,
        body=_compile_level(step.steps, step.links, components, usual) if is_container else None,
    )


def _passing_outlet(component: Component, inputs: Mapping[str, Any]) -> str:
    """A branch that decides nothing takes its `else`: letting every way live would run what excludes each other."""
    outlets = component.outlets(inputs)
    if "out" in outlets or not outlets:
        return "out"
    return "else" if "else" in outlets else outlets[0]


def _retry_policy(retry: Mapping[str, Any], *, only_passing: bool = False) -> RetryPolicy:
    usual = RetryPolicy()
    return RetryPolicy(
        max_attempts=retry.get("maxAttempts", usual.max_attempts),
        delay_seconds=retry.get("delaySeconds", usual.delay_seconds),
        exponential=retry.get("exponential", usual.exponential),
        only_passing=only_passing,
    )


def _ranks(steps: Sequence[Step], outgoing: Sequence[Sequence[tuple[int, str]]], incoming: Sequence[int]) -> tuple[int, ...]:
    """Link order (Kahn's algorithm), ties by place in the document. A cycle leaves steps over."""
    waiting = list(incoming)
    order = [index for index, count in enumerate(waiting) if count == 0]
    for index in order:  # grows while we walk it
        for target, _ in outgoing[index]:
            waiting[target] -= 1
            if waiting[target] == 0:
                order.append(target)
    if len(order) < len(steps):
        stuck = ", ".join(step.id for index, step in enumerate(steps) if waiting[index] > 0)
        raise InvalidDefinition(f"These steps wait for each other in a circle: {stuck}. Remove a link.", code="graph_cycle")
    rank = [0] * len(steps)
    for place, index in enumerate(order):
        rank[index] = place
    return tuple(rank)
