"""Do a step's resolved inputs fit its component?

For: the check right before a step runs, and messages a builder can act on.
Not here: problems of a definition before it runs (`runtime.engine.validation`).

A valid input costs one pass of a compiled validator (jsonschema-rs); only a refused one is looked at again by `jsonschema`,
the authority on what is wrong with it. Not so where the schema is a connector's: that came from a tenant, and `jsonschema` runs
patterns that never end and fetches what references name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import jsonschema
import jsonschema_rs

from runtime.components.operators import kind_of
from runtime.components.schema_costs import costs
from runtime.engine.component import Component
from runtime.engine.errors import StepProblem
from runtime.engine.wording import field_path, reason


@dataclass(frozen=True, slots=True)
class InputCheck:
    """A component's input schema, compiled. `nullable` are the names for which null is a value and not an absence."""

    component: Component
    validator: Any
    nullable: frozenset[str]
    required: tuple[str, ...]


MOST_TOLD = 10
SAFELY: dict[str, Any] = {"offline": True, "pattern_options": jsonschema_rs.RegexOptions()}

_compiled: dict[str, InputCheck] = {}


def check_inputs(component: Component, resolved: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs to run with: those that came out as nothing are left out where null is no value of the input.

    Raises `StepProblem` `input_missing` or `input_invalid`; `details["field"]` is the input's name, with the path inside it.
    """
    check = _check_of(component)
    inputs = _given(check, resolved)
    if not check.validator.is_valid(inputs):
        raise _problem(check, inputs)
    return inputs


def input_problems(component: Component, resolved: Mapping[str, Any]) -> list[StepProblem]:
    """Everything that `check_inputs` would refuse, for somebody who can mend all of it at once."""
    check = _check_of(component)
    inputs = _given(check, resolved)
    if check.validator.is_valid(inputs):
        return []
    return list(_problems(check, inputs)) or [_problem(check, inputs)]


def _check_of(component: Component) -> InputCheck:
    check = _compiled.get(component.key)
    if check is None or check.component is not component:
        check = _compiled[component.key] = compile_check(component)
    return check


def _given(check: InputCheck, resolved: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resolved.items() if value is not None or name in check.nullable}


def compile_check(component: Component) -> InputCheck:
    schema = component.inputs
    return InputCheck(
        component=component,
        validator=_validator(dict(schema)),
        nullable=frozenset(name for name, part in schema.get("properties", {}).items() if _validator(part).is_valid(None)),
        required=tuple(schema.get("required", ())),
    )


def _validator(schema: Any) -> Any:
    """Fetches nothing, and its patterns take time that grows with the text alone."""
    try:
        return jsonschema_rs.Draft202012Validator(schema, mask="what is given", **SAFELY)
    except ValueError:
        message = "The schema of this operation's input cannot be used: it refers to something elsewhere, or is not sound."
        raise StepProblem(message, code="input_invalid", field=None) from None


def _problem(check: InputCheck, inputs: Mapping[str, Any]) -> StepProblem:
    missing = next((name for name in check.required if name not in inputs), None)
    if missing is not None:
        return _missing(check.component, missing)
    if check.component.connector:
        return next(_of_connector(check, inputs))
    errors = jsonschema.Draft202012Validator(check.component.inputs).iter_errors(inputs)
    error = jsonschema.exceptions.best_match(errors)
    if error is None:  # the two validators disagree: refuse, since the stricter one may be right
        return StepProblem("The inputs of this step do not fit its component.", code="input_invalid", field=None)
    while error.parent is not None:  # of a choice, what was to choose from says more than one choice that did not fit
        error = error.parent
    return _describe(check, error, inputs)


def _problems(check: InputCheck, inputs: Mapping[str, Any]) -> Iterator[StepProblem]:
    missing = {name: None for name in check.required if name not in inputs}  # in order, each once
    if check.component.connector:
        yield from (_missing(check.component, name) for name in missing)
        yield from () if missing else _of_connector(check, inputs)
        return
    for error in jsonschema.Draft202012Validator(check.component.inputs).iter_errors(inputs):
        if error.validator != "required" or error.absolute_path:
            yield _describe(check, error, inputs)
        else:  # a rule between inputs may need some that are free otherwise
            missing |= {name: None for name in cast("list[str]", error.validator_value) if name not in inputs}
    yield from (_missing(check.component, name) for name in missing)


def _of_connector(check: InputCheck, inputs: Mapping[str, Any]) -> Iterator[StepProblem]:
    """In the validator's own words, where they cost no more than they tell."""
    if not costs(check.component.inputs, inputs).can_tell:
        yield StepProblem("The inputs of this step do not fit its operation.", code="input_invalid", field=None)
        return
    for error in islice(check.validator.iter_errors(inputs), MOST_TOLD):
        name = field_path(list(error.instance_path))
        title = f"`{name}`" if name else "The step's inputs"
        yield StepProblem(f"{title}: {error.message[:200]}.", code="input_invalid", field=name or None)


def _describe(check: InputCheck, error: jsonschema.ValidationError, inputs: Mapping[str, Any]) -> StepProblem:
    path = list(error.absolute_path)
    if error.validator == "required" and not path:
        return _missing(check.component, next(name for name in cast("list[str]", error.validator_value) if name not in inputs))
    name = field_path(path)
    title = f"`{name}`" if name else "The step's inputs"
    found = f", but is {kind_of(error.instance)}" if error.validator == "type" else ""
    return StepProblem(f"{title} {reason(error)}{found}.", code="input_invalid", field=name or None)


def _missing(component: Component, name: str) -> StepProblem:
    title = component.inputs["properties"][name].get("title", name)
    return StepProblem(
        f"{title} (`{name}`) is needed, but nothing was given. Fill it in, or check that what it refers to exists in this run.",
        code="input_missing",
        field=name,
    )
