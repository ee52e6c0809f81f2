"""What is wrong with the config variables a builder declares.

For: keys and names that clash, types without what they need, defaults that do not fit.
Not here: what a type takes (`config_values`), references to variables (`input_rules`, `reference_rules`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from runtime.engine.config_values import LISTABLE, value_problems
from runtime.engine.definition import Definition
from runtime.engine.problems import Problem

# Which settings mean something for which types; elsewhere they would be dead and mislead.
_ONLY_FOR = {
    "choices": ("picklist",),
    "choicesFrom": ("picklist",),
    "of": ("list", "keyValue"),
    "schema": ("form",),
    "minimum": ("number",),
    "maximum": ("number",),
    "service": ("connection",),
}


CALLABLE = "manual"


def config_problems(document: Mapping[str, Any], services: Collection[str] | None = None) -> Iterator[Problem]:
    """`document` passed the schema; `services` are the keys of those there are, None when nobody asks.

    Fields are paths such as `configVariables[2].default`.
    """
    variables = document.get("configVariables", ())
    for what in ("key", "name"):
        for text, count in Counter(variable[what] for variable in variables).items():
            if count > 1:
                message = f'Two config variables have the {what} "{text}"; give each its own.'
                yield Problem("config_variable_duplicate", message, field="configVariables")
    for index, variable in enumerate(variables):
        if services is not None and (key := variable.get("service")) and key not in services:
            message = f'There is no service "{key}"; make it under Services, or choose another.'
            yield Problem("service_unknown", message, field=f"configVariables[{index}].service")
        for field, message in _variable_problems(variable):
            yield Problem("config_variable_invalid", message, field=f"configVariables[{index}]{field}")


def choices_problems(document: Mapping[str, Any], definition: Definition) -> Iterator[Problem]:
    """Whether the flows that fill picklists are there and can be called."""
    for index, variable in enumerate(document.get("configVariables", ())):
        if (source := variable.get("choicesFrom")) is None:
            continue
        field, name = f"configVariables[{index}].choicesFrom.flow", variable["name"] or variable["key"]
        flow = next((flow for flow in definition.flows if flow.key == source["flow"]), None)
        if flow is None:
            message = f'There is no flow "{source["flow"]}" to fill the choices of {name}; choose another.'
            yield Problem("choices_flow_unknown", message, field=field)
        elif not any(step.component == CALLABLE and not step.disabled for step in flow.steps):
            message = f"{flow.name} cannot fill the choices of {name}: let it begin with Manual or called."
            yield Problem("choices_flow_not_callable", message, field=field)


def _variable_problems(variable: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name, type_name = variable["name"] or variable["key"], variable.get("type", "string")
    if not variable["name"].strip():
        yield ".name", f"The config variable {variable['key']} needs a name; people see it beside the field."
    kinds = (type_name, variable.get("of", "string")) if type_name in ("list", "keyValue") else (type_name,)
    for setting, types in _ONLY_FOR.items():
        if setting in variable and not set(kinds) & set(types):
            yield f".{setting}", f"{name} is of type {type_name}, which has no {setting}; leave it out."
    if kinds[-1] not in LISTABLE and len(kinds) == 2:
        yield ".of", f"{name} must be made of {', '.join(LISTABLE)}."
        return
    if "picklist" in kinds:
        yield from _choice_problems(name, variable)
    if type_name == "form" and not variable.get("schema", {}).get("properties"):
        yield ".schema", f"The form {name} has no field yet; add properties to its schema."
    if type_name == "connection" and not variable.get("service"):
        yield ".service", f"Choose the service that {name} connects to."
    if type_name == "connection" and variable.get("default") is not None:
        yield ".default", f"{name} cannot have a default: a connection belongs to one customer."
    elif variable.get("default") is not None:
        for way, said in value_problems(variable, variable["default"]):
            yield ".default", f"The default of {name}{f' (`{way[:80]}`)' if way else ''} {said}."
    least, most = variable.get("minimum"), variable.get("maximum")
    if least is not None and most is not None and least > most:
        yield ".minimum", f"The least value of {name} is larger than its most."


def _choice_problems(name: str, variable: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    choices = [choice["value"] for choice in variable.get("choices", ())]
    if variable.get("choicesFrom"):
        if choices:
            yield ".choices", f"The choices of {name} are filled by a flow; leave out those written down."
    elif not choices:
        yield ".choices", f"The picklist {name} has nothing to choose; add choices."
    for value, count in Counter(choices).items():
        if count > 1:
            yield ".choices", f'Two choices of {name} have the value "{value[:60]}"; give each its own.'
