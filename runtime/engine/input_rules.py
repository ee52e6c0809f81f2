"""Rules for the inputs of one step.

For: what is missing, unknown or does not fit the component's schema; credentials, config variables and flows that are named.
Not here: whether references lead anywhere (`reference_rules`), the check of resolved values right before a step runs.

Only what is written out can be checked now. A reference or a template may become anything, so each stands in the checked
instance as a text that nobody writes, and whatever the schema says about that place is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

from runtime.engine.component import Component
from runtime.engine.definition import Step
from runtime.engine.field_words import place_in_inputs
from runtime.engine.inputs import literal
from runtime.engine.problems import Problem
from runtime.engine.references import nearest_name
from runtime.engine.uses import uses_in
from runtime.engine.wording import field_path, reason

# What these say about an object depends on its parts, so it counts only when all the parts are known.
_ABOUT_THE_WHOLE = {
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "allOf",
    "uniqueItems",
    "contains",
    "dependentSchemas",
    "enum",
    "const",
}

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What inputs may name. `flows` holds keys and names; `preprocess` the key and name of the preprocess flow."""

    credentials: Collection[str]
    config: Collection[str]
    flows: Collection[str]
    preprocess: Collection[str]


def input_problems(step: Step, component: Component, named: Named) -> Iterator[Problem]:
    yield from _unknown_names(step, component)
    yield from _misfits(step, component)
    yield from _named_things(step, component, named)


def _unknown_names(step: Step, component: Component) -> Iterator[Problem]:
    if component.inputs.get("additionalProperties", True) is not False:
        return
    known = component.inputs.get("properties", {})
    for name in step.inputs:
        if name not in known:
            near = nearest_name(name, known)
            hint = f'Did you mean "{near}"?' if near else "Remove it."
            message = f"{component.title} has no input {name[:60]!r}, so it would not be used. {hint}"
            yield Problem("input_unknown", message, severity="warning", step=step.id, field=name)


def _misfits(step: Step, component: Component) -> Iterator[Problem]:
    properties = component.inputs.get("properties", {})
    unknown_names = component.inputs.get("additionalProperties", True) is False
    dynamic: list[Path] = []
    instance: dict[str, Any] = {}
    for name, tagged in step.inputs.items():
        if unknown_names and name not in properties:
            continue
        value = _stand_in(tagged, (name,), dynamic)
        if value is not None or _takes_null(properties.get(name, {})):
            instance[name] = value
    errors = list(jsonschema.Draft202012Validator(component.inputs).iter_errors(instance))
    for error in errors:
        if not _concerns_dynamic(error, dynamic):
            yield from _misfit(step, component, error)
    if not errors and not dynamic:
        for field, message in component.problems(instance):
            yield Problem("input_invalid", message, step=step.id, field=field)


def _misfit(step: Step, component: Component, error: jsonschema.ValidationError) -> Iterator[Problem]:
    path = list(error.absolute_path)
    if error.validator == "required":
        # jsonschema reports each missing name by itself; the name stands first in its message, quoted.
        required: Any = error.validator_value
        present: Any = error.instance
        name = next(name for name in required if name not in present and error.message.startswith(repr(name)))
        field = field_path([*path, name])
        what = place_in_inputs(component.inputs, [*path, name])
        yield Problem("input_missing", f"{what} is needed by {component.title}; fill it in.", step=step.id, field=field)
        return
    field = field_path(path)
    yield Problem(
        "input_invalid",
        f"{place_in_inputs(component.inputs, path)} {reason(error)}." if field else f"This step {reason(error)}.",
        step=step.id,
        field=field or None,
    )


def _stand_in(tagged: Mapping[str, Any], path: Path, dynamic: list[Path]) -> Any:
    match tagged:
        case {"value": value}:
            return value
        case {"list": list(items)}:
            return [_stand_in(item, (*path, index), dynamic) for index, item in enumerate(items)]
        case {"object": dict(fields)}:
            return {key: _stand_in(field, (*path, key), dynamic) for key, field in fields.items()}
    dynamic.append(path)
    return f"\0{len(dynamic)}"  # each another one, so that no two look like the same entry twice


def _concerns_dynamic(error: jsonschema.ValidationError, dynamic: list[Path]) -> bool:
    place = tuple(error.absolute_path)
    if any(place[: len(path)] == path for path in dynamic):
        return True
    about_the_whole = not _ABOUT_THE_WHOLE.isdisjoint(error.absolute_schema_path)
    return about_the_whole and any(path[: len(place)] == place for path in dynamic)


def _takes_null(schema: Mapping[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(None)


def _named_things(step: Step, component: Component, named: Named) -> Iterator[Problem]:
    for use in uses_in(step.inputs):
        if use.kind == "credential" and use.text not in named.credentials:
            yield _unknown_credential(use.text, step, use.field)
        if use.kind == "configVariable" and use.text not in named.config:
            near = nearest_name(use.text, named.config)
            hint = f'did you mean "{near}"?' if near else "add it to the integration."
            message = f'There is no config variable "{use.text}"; {hint}'
            yield Problem("config_variable_unknown", message, step=step.id, field=use.field)
    for name, schema in component.inputs.get("properties", {}).items():
        value = literal(step.inputs.get(name))
        match schema.get("x-widget"), value:
            case "credential", str(key) | {"credential": str(key)} if key not in named.credentials:
                yield _unknown_credential(key, step, name)
            case "flow", str(flow) if flow in named.preprocess:
                message = f"{flow} is the preprocess flow and runs before requests are matched; it cannot be called."
                yield Problem("preprocess_flow_is_target", message, step=step.id, field=name)
            case "flow", str(flow) if flow and flow not in named.flows:
                message = f'There is no flow "{flow}" in this integration; choose one that exists.'
                yield Problem("flow_unknown", message, step=step.id, field=name)


def _unknown_credential(key: str, step: Step, field: str) -> Problem:
    return Problem(
        "credential_unknown", f'There is no credential "{key}"; create it or choose another.', step=step.id, field=field
    )
