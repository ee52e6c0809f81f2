"""Pieces of JSON Schema that several components share.

For: declaring inputs so that one schema serves the form, validation and the check before a step runs.
Not here: checking anything (`check`), what a component does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def inputs_schema(properties: Mapping[str, Schema], *, required: Sequence[str] = (), rules: Schema | None = None) -> Schema:
    """The schema of a component's resolved inputs; a name it does not list is refused. `rules` relate inputs to each other."""
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
        **(rules or {}),
    }


def field(title: str, description: str, **keywords: Any) -> Schema:
    """One input: what the form calls it, what it says below it, and its constraints. Without `type` any JSON fits."""
    return {"title": title, "description": description, **keywords}


def choice(titles: Mapping[str, str]) -> Schema:
    """A text out of these, each with what the form calls it."""
    return {"type": "string", "oneOf": [{"const": key, "title": title} for key, title in titles.items()]}


def credential_field(description: str, **keywords: Any) -> Schema:
    """A credential arrives as `{"credential": key}`, a customer's connection as `{"connection": id}` from a config variable; what
    is secret is only handed out by `StepContext.secret` and `StepContext.connections`."""
    return field(
        "Credential",
        description,
        type="object",
        properties={"credential": {"type": "string", "minLength": 1}, "connection": {"type": "string", "minLength": 1}},
        minProperties=1,
        maxProperties=1,
        additionalProperties=False,
        **{"x-widget": "credential", **keywords},
    )


def headers_field(description: str) -> Schema:
    """Header names are tokens (RFC 9110 section 5.6.2); values hold no line break."""
    return field(
        "Headers",
        description,
        type="object",
        propertyNames={"pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"},
        additionalProperties={"type": ["string", "number", "boolean"], "pattern": r"^[^\r\n\u0000]*$"},
    )


def time_limit_field(default: float) -> Schema:
    return field("Time limit", "Seconds for the whole call.", type="number", minimum=0.1, maximum=120, default=default)


def header_values(headers: Mapping[str, Any] | None) -> dict[str, str]:
    """Numbers and booleans as JSON writes them."""
    return {name: value if isinstance(value, str) else _json_scalar(value) for name, value in (headers or {}).items()}


def _json_scalar(value: float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
