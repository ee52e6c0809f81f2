"""The least a document must be to be kept as a draft.

For: refusing what no reader could walk through, so that everybody behind this line may iterate without asking for types.
Not here: whether it makes sense (`runtime.engine.validation`); a draft may be wrong in every way a builder can repair.
"""

from __future__ import annotations

import re
from typing import Any

import jsonschema_rs
import orjson

from runtime.engine.errors import HookyardError

MAX_BYTES = 2 * 1024 * 1024
TEXT = {"type": "string", "minLength": 1}
ELEMENT = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": TEXT, "instructions": {"type": "array", "items": {"type": "string"}}},
}
PAGES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "elements": {"type": "array", "items": ELEMENT}},
    },
}
LINKS = {"type": "array", "items": {"type": "object", "required": ["from", "to"], "properties": {"from": TEXT, "to": TEXT}}}
STEPS = {"type": "array", "items": {"$ref": "#/$defs/step"}}
NUMBER = {"type": "number"}
NOTE = {
    "type": "object",
    "required": ["id", "text", "at", "size"],
    "properties": {
        "id": TEXT,
        "text": {"type": "string"},
        "at": {"type": "object", "required": ["x", "y"], "properties": {"x": NUMBER, "y": NUMBER}},
        "size": {"type": "object", "required": ["width", "height"], "properties": {"width": NUMBER, "height": NUMBER}},
    },
}
GROUP = {
    "type": "object",
    "required": ["id", "steps"],
    "properties": {"id": TEXT, "title": {"type": "string"}, "steps": {"type": "array", "items": {"type": "string"}}},
}
ANNOTATIONS = {
    "type": "object",
    "properties": {"notes": {"type": "array", "items": NOTE}, "groups": {"type": "array", "items": GROUP}},
}
FLOW = {
    "type": "object",
    "required": ["key", "name"],
    "properties": {
        "key": {"type": "string", "minLength": 1, "maxLength": 80},
        "name": {"type": "string", "maxLength": 120},
        "steps": STEPS,
        "links": LINKS,
        "layout": {"type": "object"},
        "annotations": ANNOTATIONS,
        "policy": {"type": "object"},
    },
}
STORABLE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["name", "key"],
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 120},
        "key": TEXT,
        "description": {"type": "string"},
        "endpoint": {
            "type": "object",
            "properties": {
                "methods": {"type": ["array", "null"]},
                "flowName": {"type": ["object", "null"]},
                "externalCustomerId": {"type": ["object", "null"]},
            },
        },
        "configVariables": {
            "type": "array",
            "items": {"type": "object", "required": ["key", "name"], "properties": {"key": TEXT, "name": {"type": "string"}}},
        },
        "configPages": PAGES,
        "flows": {"type": "array", "items": FLOW},
    },
    "$defs": {
        "step": {
            "type": "object",
            "required": ["id", "component"],
            "properties": {
                "id": TEXT,
                "component": TEXT,
                "inputs": {"type": "object"},
                "steps": STEPS,
                "links": LINKS,
            },
        }
    },
}
_VALIDATOR = jsonschema_rs.validator_for(STORABLE)


class Malformed(HookyardError):
    """`details["errors"]` is [{field, message, code}]; the field is a dotted path into the definition."""

    default_code = "definition_malformed"


def require_storable(document: Any) -> dict[str, Any]:
    """The document itself. Raises `Malformed` with all that is in the way of keeping it."""
    errors = [
        {"field": _path(error.instance_path), "message": _short(error.message), "code": "invalid"}
        for error in _VALIDATOR.iter_errors(document)
    ]
    if errors:
        raise Malformed("This cannot be kept as a draft: see errors.", errors=errors)
    if len(orjson.dumps(document)) > MAX_BYTES:
        raise Malformed(f"A definition may be {MAX_BYTES // 2**20} MiB; move large data out of it.")
    return document


def _short(message: str) -> str:
    """The validator quotes the value first and says what is wrong with it last; both ends are worth reading."""
    return message if len(message) <= 300 else f"{message[:80]}... {message[-200:]}"


def _path(parts: Any) -> str:
    """`flows[0].steps[1].id`"""
    joined = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return re.sub(r"^\.", "", joined)
