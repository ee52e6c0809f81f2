"""Config values against the variables a version declares.

For: saying everything that is wrong with the values of an instance. Pure.
Not here: what a value of each type looks like (`runtime.engine.config_values`), what a step reads (`runtime.engine.inputs`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from runtime.engine.config_shown import hidden_in
from runtime.engine.config_values import value_problems
from runtime.engine.errors import HookyardError
from runtime.engine.needed_accounts import needed_accounts

NO_CONNECTIONS: Mapping[str, str] = {}


class InvalidConfig(HookyardError):
    """Values do not fit; `details["errors"]` is [{field, message, code}] with fields such as `config.warehouse`."""

    default_code = "config_invalid"


def check_config(
    definition: Mapping[str, Any],
    config: Mapping[str, Any],
    *,
    connections: Mapping[str, str] = NO_CONNECTIONS,
    unknown: Literal["refuse", "ignore"] = "refuse",
) -> dict[str, Any]:
    """The values to keep: null means not given, so that the variable's default counts. What its page does not ask for by a
    condition is neither required, checked nor kept. `connections` are the customer's own, by id the key of their service.

    Raises `InvalidConfig` with every wrong, missing and (unless ignored, as in an upgrade) unknown value and account that a flow
    cannot do without.
    """
    variables = {variable["key"]: variable for variable in definition.get("configVariables", ())}
    hidden = hidden_in(definition, config)
    errors = [
        problem
        for key, variable in variables.items()
        if key not in hidden
        for problem in _problems(key, variable, config.get(key), connections)
    ]
    if unknown == "refuse":
        needed = {key: who for key, who in needed_accounts(definition).items() if config.get(key) is None}
        errors += [
            {
                "field": f"config.{key}",
                "code": "account_missing",
                "message": f"{variables[key]['name']} is needed: {who} uses it.",
            }
            for key, who in needed.items()
            if not variables[key].get("required")
        ]
        errors += [
            {"field": f"config.{key}", "code": "unknown", "message": f"This version has no config variable with the key {key}."}
            for key in config
            if key not in variables
        ]
    if errors:
        raise InvalidConfig("Some config values do not fit the version: see errors.", errors=errors)
    return {key: value for key, value in config.items() if value is not None and key not in hidden}


def _problems(key: str, variable: Mapping[str, Any], value: Any, connections: Mapping[str, str]) -> Iterator[dict[str, str]]:
    if value is None:
        if variable.get("required") and variable.get("default") is None:
            yield {"field": f"config.{key}", "code": "required", "message": f"{variable['name']} is required."}
        return
    for way, said in value_problems(variable, value):
        yield {"field": f"config.{key}{way}", "code": "invalid", "message": f"{variable['name']} {said}."}
    if variable.get("type") == "connection" and isinstance(value, str) and connections.get(value) != variable.get("service"):
        message = f"{variable['name']} must be a connection of this customer to the service {variable.get('service')}."
        yield {"field": f"config.{key}", "code": "invalid", "message": message}
