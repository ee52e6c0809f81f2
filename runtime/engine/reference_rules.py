"""Rules for references: does what they point at come before?

For: references and templates in the inputs of steps, mentions of steps in code, and what a flow's policy refers to.
Not here: whether the keys behind a step's results exist; only a run can tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from runtime.engine.component import Kind
from runtime.engine.definition import Flow, Step
from runtime.engine.errors import InvalidDefinition
from runtime.engine.graph_rules import Components
from runtime.engine.inputs import literal
from runtime.engine.levels import Level
from runtime.engine.problems import Problem
from runtime.engine.references import Reference, compile_reference, nearest_name
from runtime.engine.state import TRIGGER_NAMES
from runtime.engine.uses import Use, uses_in

IN_CODE = re.compile(r"""\bstepResults(?:\??\.([A-Za-z_][A-Za-z0-9_]*)|\[["']([^"'\]]+)["']\])""")
IN_LOOP = ("currentItem", "index")
IN_DOCUMENT = ("steps", "trigger", "config", "env", "customer", "instance")


def reference_problems(
    level: Level, components: Components, *, all_steps: Collection[str], config: Collection[str]
) -> Iterator[Problem]:
    """`all_steps` are the ids in the whole flow, `config` the keys and names of the config variables."""
    for step in level.steps:
        for use in uses_in(step.inputs):
            if use.kind == "reference":
                yield from _reference_problems(use, step, level, components, all_steps=all_steps, config=config)
        yield from _code_problems(step, all_steps)


def policy_problems(flow: Flow) -> Iterator[Problem]:
    dedupe, ordering = flow.policy.get("dedupe"), flow.policy.get("ordering")
    if dedupe:
        yield from _read_of_the_trigger(flow, dedupe["id"]["reference"], "policy.dedupe.id", "the id is read")
    if ordering:
        yield from _read_of_the_trigger(flow, ordering["key"]["reference"], "policy.ordering.key", "the key is read")
    if flow.response == "sync" and (ordering or flow.policy.get("concurrency")):
        message = f"{flow.name} answers when it is done, so it starts at once: limits and order hold for flows answered at once."
        yield Problem("policy_not_for_sync", message, severity="warning", flow=flow.key, field="policy")


def _read_of_the_trigger(flow: Flow, text: str, field: str, what: str) -> Iterator[Problem]:
    triggers = [*TRIGGER_NAMES, *(step.id for step in flow.steps)]
    try:
        reference = compile_reference(text)
    except InvalidDefinition as error:
        yield Problem("reference_malformed", error.message, field=field)
        return
    if reference.root not in triggers:
        message = f"{reference.text} must begin with trigger.results: {what} before any step runs."
        yield Problem("reference_not_before", message, field=field)


def _reference_problems(
    use: Use, step: Step, level: Level, components: Components, *, all_steps: Collection[str], config: Collection[str]
) -> Iterator[Problem]:
    try:
        reference = compile_reference(use.text)
    except InvalidDefinition as error:
        yield Problem("reference_malformed", error.message, step=step.id, field=use.field)
        return
    if reference.is_query:
        found = _query_problem(reference, step, level, all_steps=all_steps, config=config)
    else:
        found = _root_problem(reference.root, step, level, components, all_steps) or _key_problem(reference, level)
    if found:
        code, message = found
        yield Problem(code, f"{use.text}: {message}", step=step.id, field=use.field)


def _root_problem(
    root: str, step: Step, level: Level, components: Components, all_steps: Collection[str]
) -> tuple[str, str] | None:
    component = components.get(step.component)
    if component and component.kind is Kind.TRIGGER:
        return "reference_not_before", "nothing runs before a trigger; write the value out."
    if root in TRIGGER_NAMES or root in level.loops or root in level.visible_from(step):
        return None
    if root not in all_steps:
        near = nearest_name(root, [*all_steps, *TRIGGER_NAMES])
        hint = f'did you mean "{near}"?' if near else "pick a step of this flow, or begin with $ for config and customer."
        return "reference_unknown_step", f'there is no step "{root}"; {hint}'
    if root == step.id:
        return "reference_not_before", "a step cannot read its own results."
    if _is_inside_a_loop(root, level):
        return "reference_not_before", f"{root} runs inside a loop; read the results of the loop."
    return "reference_not_before", f"{root} does not run before {step.id}; link it to come before."


def _is_inside_a_loop(step_id: str, level: Level | None) -> bool:
    """Whether a step that cannot be seen stands in a loop rather than beside or after."""
    while level is not None:
        if step_id in level.by_id:
            return False
        level = level.around
    return True


def _key_problem(reference: Reference, level: Level) -> tuple[str, str] | None:
    expected = IN_LOOP if reference.root in level.loops else ("results",)
    if reference.keys and reference.keys[0] not in expected:
        wanted = " or ".join(f"{reference.root}.{name}" for name in expected)
        return "reference_malformed", f"after {reference.root} comes {wanted}."
    return None


def _query_problem(
    reference: Reference, step: Step, level: Level, *, all_steps: Collection[str], config: Collection[str]
) -> tuple[str, str] | None:
    first, second = (*reference.keys, None, None)[:2]
    if first is not None and first not in IN_DOCUMENT:
        return "reference_malformed", f"$ holds {', '.join(IN_DOCUMENT)}."
    if first == "steps" and second is not None:
        return _root_problem(second, step, level, {}, all_steps)
    if first == "config" and second is not None and second not in config:
        return "config_variable_unknown", f'there is no config variable "{second}"; add it to the integration.'
    return None


def _code_problems(step: Step, all_steps: Collection[str]) -> Iterator[Problem]:
    """Code may build names at run time, so what looks wrong there is a warning."""
    code = literal(step.inputs.get("code"))
    if step.component != "code" or not isinstance(code, str):
        return
    for name in dict.fromkeys(dotted or quoted for dotted, quoted in IN_CODE.findall(code)):
        if name not in all_steps and name not in TRIGGER_NAMES:
            near = nearest_name(name, [*all_steps, *TRIGGER_NAMES])
            message = f"The code reads stepResults.{name}, and there is no such step."
            hint = f' Did you mean "{near}"?' if near else ""
            yield Problem("reference_unknown_step", message + hint, severity="warning", step=step.id, field="code")
