"""The webhook trigger: what it takes, what it gives, and what it makes of a request. Pure.

Not here: the URL it listens at (`arriving`), what a credential checks (`runtime.credentials`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.routing.inbound import Inbound, read_request

METHODS = ("POST", "PUT", "PATCH", "GET", "DELETE")
INPUT: dict[str, Any] = {
    "type": "object",
    "advanced": ["filters", "public_url"],
    "additionalProperties": False,
    "properties": {
        "methods": {
            "type": "array",
            "title": "Methods",
            "description": "The HTTP methods it takes.",
            "items": {"type": "string", "enum": [{"text": method, "value": method} for method in METHODS]},
            "uniqueItems": True,
            "minItems": 1,
            "default": ["POST"],
        },
        "credential": {
            "type": "string",
            "title": "Credential",
            "description": "What proves the caller: a credential of the tenant, by its key. Without one, the URL.",
            "maxLength": 80,
            "lookup": {"operation": "list_credentials_ddl", "input": {}},
        },
        "filters": {
            "type": "array",
            "title": "Filters",
            "description": "Only requests that fit all of these are events.",
            "maxItems": 20,
            "items": {
                "type": "object",
                "advanced": [],
                "additionalProperties": False,
                "properties": {
                    "path": {
                        "type": "string",
                        "title": "Path",
                        "description": "Into the event, by dots: body.type, headers.x-github-event.",
                        "minLength": 1,
                        "maxLength": 200,
                    },
                    "equals": {
                        "type": ["string", "number", "boolean"],
                        "title": "Equals",
                        "description": "What must stand there.",
                    },
                },
                "required": ["path", "equals"],
            },
        },
        "public_url": {
            "type": "string",
            "title": "Public URL",
            "description": "Where it listens; made for each subscription.",
            "default_jsonpath": "$.env.public_url",
        },
    },
    "required": ["public_url"],
}
OUTPUT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "method": {"type": "string"},
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
        "query": {"type": "object"},
        "path": {"type": "string"},
        "body": {"description": "As data, by its content type."},
        "rawBody": {"type": "string", "description": "As it was sent; base64 where it is no text."},
    },
    "required": ["method", "headers", "query", "path", "body", "rawBody"],
}
EXAMPLE: dict[str, Any] = {
    "method": "POST",
    "headers": {"content-type": "application/json"},
    "query": {},
    "path": "",
    "body": {"type": "order.created", "id": 1001},
    "rawBody": '{"type":"order.created","id":1001}',
}


def methods_of(given: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(given.get("methods") or ("POST",))


def event_of(inbound: Inbound) -> dict[str, Any]:
    """Raises `NotAllowed`, as `read_request` does."""
    results = read_request(inbound)
    return {
        "method": results["method"],
        "headers": results["headers"],
        "query": results["queryParameters"],
        "path": results["pathFragment"],
        "body": results["body"]["data"],
        "rawBody": results["rawBody"]["data"],
    }


def fits(event: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether all filters hold."""
    return all(_equal(_at(event, one["path"]), one["equals"]) for one in given.get("filters", ()))


def _at(value: Any, path: str) -> Any:
    """None where nothing stands. Names of headers are in lower case."""
    parts = path.split(".")
    if parts[0] == "headers":
        parts = ["headers", ".".join(parts[1:]).lower()]
    for part in parts:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and len(part) < 7 and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _equal(found: Any, wanted: Any) -> bool:
    """`true` is not 1."""
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)
