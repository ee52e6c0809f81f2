"""Rules for the steps and links of one flow.

For: ids, components, links and outlets, cycles, what no trigger leads to.
Not here: inputs (`input_rules`), references (`reference_rules`). Problems come without their flow; `validation` adds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from runtime.engine.component import Component, Kind
from runtime.engine.definition import Flow, Link, Step
from runtime.engine.endpoint_rules import webhook_methods, webhook_steps
from runtime.engine.inputs import literal
from runtime.engine.levels import Level
from runtime.engine.plan import ERROR_OUTLET
from runtime.engine.problems import Problem

STEP_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,49}")
# The two names of whichever trigger fired, and a name that a JavaScript object does not keep as its own.
RESERVED = ("trigger", "integrationTrigger", "__proto__")
PLACEHOLDER_KEY = "placeholder"
DEEPEST_LOOP = 4  # so that a path such as loop_1[2].loop_2[0].code_1 has a longest length

Components = Mapping[str, Component]


def step_problems(flow: Flow, levels: list[Level], components: Components) -> Iterator[Problem]:
    """Each step by itself: its id, its component, whether it may stand where it stands."""
    for step_id, count in Counter(step.id for step in flow.walk()).items():
        if count > 1:
            yield Problem("step_duplicate_id", f"{count} steps have the id {step_id}; rename all but one.", step=step_id)
    for level in levels:
        for step in level.steps:
            yield from _id_problems(step)
            yield from _place_problems(step, level, components)


def _id_problems(step: Step) -> Iterator[Problem]:
    if step.id in RESERVED:
        yield Problem("step_id_reserved", f"{step.id} has a meaning of its own in references; choose another id.", step=step.id)
    elif not STEP_ID.fullmatch(step.id):
        yield Problem(
            "step_id_invalid",
            f"The step id {step.id[:60]!r} must be at most 50 letters, digits and underscores, and not begin with a digit.",
            step=step.id,
        )


def _place_problems(step: Step, level: Level, components: Components) -> Iterator[Problem]:
    component = components.get(step.component)
    if component is None:
        yield Problem(
            "component_unknown", f"{step.id} uses {step.component!r}, which is no component here; replace the step.", step=step.id
        )
        return
    if component.kind is Kind.TRIGGER and level.container:
        yield Problem("trigger_nested", f"{step.id} is a trigger and cannot stand in a loop; move it out.", step=step.id)
    if step.component == "loop.break" and not level.container and not step.disabled:
        yield Problem("break_outside_loop", f"{step.id} leaves a loop, but stands in none; move it into one.", step=step.id)
    if step.component == PLACEHOLDER_KEY:
        what = literal(step.inputs.get("standsFor"))
        stands = f"stands for {what}" if isinstance(what, str) and what else "is a placeholder"
        message = f"{step.id} {stands} and does nothing yet; replace it with a step that does, or disable it."
        yield Problem("placeholder_left", message, step=step.id)
    if component.kind is not Kind.CONTAINER and (step.steps or step.links):
        yield Problem(
            "container_expected", f"{step.id} holds steps, but {component.title} is no loop.", step=step.id, field="steps"
        )
    if component.kind is Kind.CONTAINER and level.depth >= DEEPEST_LOOP:
        yield Problem("loop_too_deep", f"{step.id} is nested deeper than {DEEPEST_LOOP} loops; call another flow.", step=step.id)
    if component.kind is Kind.CONTAINER and step.on_error == "retry":
        yield Problem(
            "retry_of_loop",
            f"{step.id} is a loop and is not tried again as a whole; set retry on the steps in it.",
            step=step.id,
            field="onError",
        )


def link_problems(level: Level, components: Components) -> Iterator[Problem]:
    for link, count in Counter(level.links).items():
        if count > 1:
            yield Problem("link_duplicate", f"{_named(link)} exists {count} times; remove all but one.", step=link.source)
        source, target = level.by_id.get(link.source), level.by_id.get(link.target)
        if source is None or target is None:
            unknown, other = (link.source, target) if source is None else (link.target, source)
            where = f"in {level.container.id}" if level.container else "at this level of the flow"
            message = f"{_named(link)} names {unknown}, which is no step {where}; remove the link."
            yield Problem("link_unknown_step", message, step=other.id if other else None)
        if source and (component := components.get(source.component)):
            yield from _outlet_problems(link, source, component)
        if target and (component := components.get(target.component)) and component.kind is Kind.TRIGGER:
            message = f"{_named(link)} leads into a trigger, and a flow begins there; remove the link."
            yield Problem("link_into_trigger", message, step=target.id)


def _outlet_problems(link: Link, source: Step, component: Component) -> Iterator[Problem]:
    outlets = component.outlets(source.inputs)
    if link.outlet in outlets or (link.outlet == ERROR_OUTLET and source.on_error == "branch"):
        return
    if link.outlet == ERROR_OUTLET:
        yield Problem(
            "error_link_without_branch",
            f"{_named(link)} is taken on errors only, but {source.id} does not branch on errors; set On error to branch.",
            step=source.id,
            field="onError",
        )
    else:
        message = f"{_named(link)} leaves through {link.outlet!r}, but {source.id} has only {', '.join(outlets)}."
        yield Problem("link_unknown_outlet", f"{message} Draw it from one of these.", step=source.id)


def cycle_problems(level: Level) -> Iterator[Problem]:
    """One for each group of steps that wait for each other."""
    told: set[str] = set()
    for step in level.steps:
        before = level.before[step.id]
        if step.id in before and step.id not in told:
            circle = [other.id for other in level.steps if other.id in before and step.id in level.before[other.id]]
            told.update(circle)
            message = f"These steps wait for each other in a circle: {', '.join(circle)}. Remove a link, or use a loop."
            yield Problem("graph_cycle", message, step=step.id)


def trigger_problems(flow: Flow, root: Level, components: Components) -> Iterator[Problem]:
    """A flow needs a trigger, each request must find one trigger, and each step must be led to by one."""
    triggers = {step.id for step in root.steps if _is_trigger(step, components) and not step.disabled}
    if not triggers:
        # With no trigger everything is unreachable, which is not worth saying about each step.
        yield Problem("trigger_missing", f"{flow.name} has no enabled trigger; add a Webhook, or Manual or called.")
        return
    yield from _overlap_problems(flow)
    for step in root.steps:
        if not step.disabled and not _is_trigger(step, components) and not triggers & root.before[step.id]:
            yield Problem("step_unreachable", f"No trigger leads to {step.id}; link it, disable it or remove it.", step=step.id)


def _overlap_problems(flow: Flow) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for step in webhook_steps(flow):
        both = [method for method in webhook_methods(step) if method in taken]
        if both:
            message = f"{step.id} and {taken[both[0]]} both take {', '.join(both)}, so a request could start either."
            yield Problem("endpoint_overlap", f"{message} Give each its own methods.", step=step.id, field="methods")
        taken = dict.fromkeys(webhook_methods(step), step.id) | taken


def _is_trigger(step: Step, components: Components) -> bool:
    return step.component in components and components[step.component].kind is Kind.TRIGGER


def _named(link: Link) -> str:
    return f"The link from {link.source} to {link.target}"
