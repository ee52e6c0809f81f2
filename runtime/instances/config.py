"""Config values against the variables a version declares.

For: saying everything that is wrong with the values of an instance. Pure.
Not here: what a step reads (`runtime.engine.inputs`), the wizard that asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from runtime.engine.errors import HookyardError

_IS_OF_TYPE: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "json": lambda value: True,
}


class InvalidConfig(HookyardError):
    """Values do not fit; `details["errors"]` is [{field, message, code}] with fields such as `config.warehouse`."""

    default_code = "config_invalid"


def check_config(
    definition: Mapping[str, Any], config: Mapping[str, Any], *, unknown: Literal["refuse", "ignore"] = "refuse"
) -> dict[str, Any]:
    """The values to keep: null means not given, so that the variable's default counts.

    Raises `InvalidConfig` with every wrong, missing and (unless ignored, as in an upgrade) unknown value.
    """
    variables = {variable["key"]: variable for variable in definition.get("configVariables", ())}
    errors = [problem for key, variable in variables.items() if (problem := _problem(key, variable, config))]
    if unknown == "refuse":
        errors += [
            {"field": f"config.{key}", "code": "unknown", "message": f"This version has no config variable with the key {key}."}
            for key in config
            if key not in variables
        ]
    if errors:
        raise InvalidConfig("Some config values do not fit the version: see errors.", errors=errors)
    return {key: value for key, value in config.items() if value is not None}


def _problem(key: str, variable: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, str] | None:
    value = config.get(key)
    if value is None:
        if variable.get("required") and variable.get("default") is None:
            return {"field": f"config.{key}", "code": "required", "message": f"{variable['name']} is required."}
        return None
    type_name = variable.get("type", "string")
    if not _IS_OF_TYPE[type_name](value):
        return {"field": f"config.{key}", "code": "invalid", "message": f"{variable['name']} must be a {type_name}."}
    return None
