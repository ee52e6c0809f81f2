"""A part of a flow, cut out so that it can be run by itself: the way up to one step, or that step alone.

For: run to here, run this step. Pure: a flow in, a smaller flow out.
Not here: running it, choosing its trigger (`runtime.bench`).

A step inside a loop takes its loop with it: turns begin until the first in which the step runs (`until` of the interpreter).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from runtime.engine.definition import Flow, Link, Step
from runtime.engine.errors import InvalidDefinition, NotAllowed
from runtime.engine.inputs import literal
from runtime.engine.levels import Level
from runtime.engine.reference_rules import IN_CODE
from runtime.engine.references import compile_reference
from runtime.engine.state import TRIGGER_NAMES
from runtime.engine.uses import uses_in

Way = tuple[Step, ...]  # from the outermost loop around a step to the step itself


def way_to(flow: Flow, step_id: str) -> Way:
    """Raises `NotAllowed` `step_not_found`."""
    found = _find(flow.steps, step_id)
    if found is None:
        raise NotAllowed(f"{flow.name} has no step {step_id}; it may have been renamed or removed.", code="step_not_found")
    return found


def up_to(flow: Flow, step_id: str) -> Flow:
    """The step and what leads to it. It runs though it is disabled, since it was asked for. Raises `step_not_found`."""
    steps, links = _leading(flow.steps, flow.links, way_to(flow, step_id))
    return replace(flow, steps=steps, links=links)


def alone(flow: Flow, step_id: str, *, triggers: Collection[str], pins: Collection[str]) -> Flow:
    """The step right behind the triggers, with the pinned ones of those it can see. Raises `step_not_found`."""
    way = way_to(flow, step_id)
    starts = tuple(step for step in flow.steps if step.id in triggers and step.id != step_id)
    if step_id in triggers:
        return replace(flow, steps=way, links=())
    steps = _seen_alone(Level(flow.steps, flow.links), way, set(pins) - {step.id for step in starts})
    # In the order of `steps`, so that what is pinned has ended when the step itself begins.
    links = tuple(Link(start.id, step.id) for start in starts for step in steps)
    return replace(flow, steps=(*starts, *steps), links=links)


def names_read(step: Step) -> list[str]:
    """Ids of the steps outside it whose results a step reads, as far as its inputs and its code say so."""
    inner = {each.id for each in step.walk()}
    names = dict.fromkeys(name for each in step.walk() for name in _names(each))
    return [name for name in names if name not in inner and name not in TRIGGER_NAMES]


def _find(steps: Sequence[Step], step_id: str) -> Way | None:
    for step in steps:
        if step.id == step_id:
            return (step,)
        if below := _find(step.steps, step_id):
            return (step, *below)
    return None


def _leading(steps: tuple[Step, ...], links: tuple[Link, ...], way: Way) -> tuple[tuple[Step, ...], tuple[Link, ...]]:
    head, *rest = way
    if rest:
        inner_steps, inner_links = _leading(head.steps, head.links, tuple(rest))
        wanted = replace(head, steps=inner_steps, links=inner_links, disabled=False)
    else:
        wanted = replace(head, disabled=False)
    keep = Level(steps, links).before[head.id] | {head.id}
    kept = tuple(wanted if step.id == head.id else step for step in steps if step.id in keep)
    return kept, tuple(link for link in links if link.source in keep and link.target in keep)


def _seen_alone(level: Level, way: Way, pins: set[str]) -> tuple[Step, ...]:
    head, *rest = way
    if rest:
        inside = _seen_alone(Level(head.steps, head.links, head, level), tuple(rest), pins)
        wanted = replace(head, steps=inside, links=(), disabled=False)
    else:
        wanted = replace(head, disabled=False)
    before = level.before[head.id]
    return (*(replace(step, disabled=False) for step in level.steps if step.id in pins and step.id in before), wanted)


def _names(step: Step) -> Iterator[str]:
    for use in uses_in(step.inputs):
        if use.kind != "reference":
            continue
        try:
            reference = compile_reference(use.text)
        except InvalidDefinition:
            continue  # validation says so where it stands
        if not reference.is_query:
            yield reference.root
        elif reference.keys[:1] == ("steps",) and len(reference.keys) > 1:
            yield reference.keys[1]
    code = literal(step.inputs.get("code"))
    if step.component == "code" and isinstance(code, str):
        yield from (dotted or quoted for dotted, quoted in IN_CODE.findall(code))
