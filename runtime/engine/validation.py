"""Everything that is wrong with a definition, at once.

For: asking each rule about each part and collecting the answers; the canvas marks them and publishing refuses errors.
Not here: the rules themselves (`schema`, the modules named `..._rules`, `endpoint_checks`), and syntax
errors in code, which only the sandbox can find.

A flow or a setting whose shape is broken gets `shape_invalid`; the rest is still looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from runtime.engine.component import Component
from runtime.engine.config_pages import config_page_problems
from runtime.engine.config_rules import choices_problems, config_problems
from runtime.engine.definition import Definition, Flow, read_definition
from runtime.engine.endpoint_checks import endpoint_problems
from runtime.engine.endpoint_rules import is_routed
from runtime.engine.graph_rules import cycle_problems, link_problems, step_problems, trigger_problems
from runtime.engine.input_rules import Named, input_problems
from runtime.engine.levels import levels_of
from runtime.engine.problems import Problem
from runtime.engine.reference_rules import policy_problems, reference_problems
from runtime.engine.schema import sound_part

__all__ = ["Problem", "validate"]

_MATTERS_WHEN_RUN = {
    "config_variable_unknown",
    "credential_unknown",
    "flow_unknown",
    "input_invalid",
    "input_missing",
    "placeholder_left",
    "reference_not_before",
    "reference_unknown_step",
}


def validate(
    document: Mapping[str, Any],
    components: Mapping[str, Component],
    *,
    credentials: Collection[str],
    services: Collection[str] | None = None,
    schemes: Collection[str] | None = None,
    images: Collection[str] | None = None,
) -> list[Problem]:
    """All problems of a definition document. `credentials` and `services` are the keys of the tenant's, `images` the ids of its
    uploads, `schemes` those a credential may have; None: not looked at."""
    sound, problems = sound_part(document)
    if sound is None:
        return problems
    definition = read_definition(sound)
    # A flow whose shape is broken exists all the same: it can be named, and is not missing.
    flows = document["flows"] if isinstance(document.get("flows", ()), list) else []
    if document.get("flows", []) == []:
        problems.append(Problem("flow_missing", "The integration has no flow yet; add one.", field="flows"))
    problems += _name_problems(definition)
    problems += config_problems(sound, services)
    whole = sound is document  # else a flow that is spoken of may be missing only because its shape is broken
    problems += config_page_problems(sound, definition, flows_known=whole, schemes=schemes, images=images)
    named = _named(definition, flows, credentials)
    for flow in definition.flows:
        found = [replace(problem, flow=flow.key) for problem in _flow_problems(flow, components, named)]
        problems += _softened(found, disabled={inner.id for step in flow.walk() if step.disabled for inner in step.walk()})
    if whole:
        problems += choices_problems(sound, definition)
        problems += endpoint_problems(definition, credentials=credentials)
    return problems


def _softened(problems: list[Problem], disabled: Collection[str]) -> list[Problem]:
    """A step is often disabled because it is not finished; what would only matter when it runs is then a warning."""
    return [
        replace(one, severity="warning") if one.step in disabled and one.code in _MATTERS_WHEN_RUN else one for one in problems
    ]


def _flow_problems(flow: Flow, components: Mapping[str, Component], named: Named) -> Iterator[Problem]:
    levels = list(levels_of(flow))
    all_steps = {step.id for step in flow.walk()}
    yield from step_problems(flow, levels, components)
    yield from trigger_problems(flow, levels[0], components)
    yield from policy_problems(flow)
    for level in levels:
        yield from link_problems(level, components)
        yield from cycle_problems(level)
        yield from reference_problems(level, components, all_steps=all_steps, config=named.config)
    for step in flow.walk():
        if (component := components.get(step.component)) is not None:
            yield from input_problems(step, component, named)


def _name_problems(definition: Definition) -> Iterator[Problem]:
    if not definition.name.strip():
        yield Problem("name_missing", "The integration needs a name.", field="name")
    for flow in definition.flows:
        if not flow.name.strip():
            yield Problem("name_missing", "This flow needs a name; requests are matched by it.", flow=flow.key, field="name")
    for key, count in Counter(flow.key for flow in definition.flows).items():
        if count > 1:
            yield Problem("flow_duplicate_key", f"{count} flows have the key {key}; give each its own.", flow=key, field="key")
    keys = {flow.key: flow for flow in definition.flows}
    for flow in definition.flows:
        alike = [other for other in definition.flows if other is not flow and other.name == flow.name]
        if flow.name.strip() and alike:
            yield Problem("flow_duplicate_name", f'Two flows are called "{flow.name}"; rename one.', flow=flow.key, field="name")
        elif flow.name != flow.key and flow.name in keys:
            message = f'"{flow.name}" is the key of another flow, so a request could mean either; rename this one.'
            yield Problem("flow_duplicate_name", message, flow=flow.key, field="name")


def _named(definition: Definition, flows: list[Any], credentials: Collection[str]) -> Named:
    preprocess = definition.flow(definition.endpoint.preprocess_flow or "") if is_routed(definition) else None
    return Named(
        credentials=credentials,
        config={name for variable in definition.config_variables for name in (variable.key, variable.name)},
        flows={
            name
            for flow in flows
            if isinstance(flow, Mapping)
            for name in (flow.get("key"), flow.get("name"))
            if isinstance(name, str)
        },
        preprocess={preprocess.key, preprocess.name} if preprocess else set(),
    )
