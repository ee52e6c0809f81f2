"""The table of schemes as a form can draw it.

For: JSON Schemas of settings and secrets, turned into fields. Not here: the table (`runtime.credentials.schemes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from runtime.credentials.scheme import Scheme


def show_scheme(scheme: Scheme) -> dict[str, Any]:
    words = {field.name: getattr(scheme, field.name) for field in fields(scheme)}
    drawn = {"settings": _fields(scheme.settings, scheme.required), "secret": _fields(scheme.secret, scheme.secret)}
    return {**words, "ids": list(scheme.ids), **drawn}


def _fields(schemas: Mapping[str, Mapping[str, Any]], required: Iterable[str]) -> list[dict[str, Any]]:
    needed = set(required)
    return [_field(name, schema, required=name in needed) for name, schema in schemas.items()]


def _field(name: str, schema: Mapping[str, Any], *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "title": schema["title"],
        "description": schema["description"],
        "kind": _kind(schema),
        "choices": schema.get("enum", []),
        "default": schema.get("default"),
        "minimum": schema.get("minimum"),
        "maximum": schema.get("maximum"),
        "required": required,
    }


def _kind(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return "choice"
    if schema.get("multiline"):
        return "lines"
    return "number" if schema["type"] == "integer" else "text"
