"""The two dialects of the file, read into one.

For: telling whether a document is Prismatic's, of which dialect, whether it has its shape, and the old dialect in the words of
the new: definition version 7 has `flows`; files of 2020 have one `trigger` and its `steps`, actions with a `componentKey`, and
config variables as a map of defaults.
Not here: what any of it means (`converting`), writing it again (`writing`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from designer.importing.report import Report
from runtime.engine.errors import HookyardError

Document = dict[str, Any]

VERSION = 7
V7, OF_2020 = "prismatic", "prismatic-2020"
ONLY_FLOW = "Flow 1"
DEEPEST = 30

TEXT: Document = {"type": ["string", "null"]}
NAME: Document = {"type": "string", "minLength": 1}
STEPS: Document = {"type": ["array", "null"], "items": {"$ref": "#/$defs/step"}}
INPUTS: Document = {"type": ["object", "null"]}
GIVEN: Document = {
    "type": ["object", "null"],
    "additionalProperties": {
        "type": ["object", "string", "number", "boolean", "null"],
        "properties": {"type": {"type": ["string", "null"]}, "meta": {"type": ["object", "null"]}},
    },
}
SCHEDULE: Document = {"type": ["object", "null"], "properties": {"meta": {"type": ["object", "null"]}}}
ONE_INPUT: Document = {"type": ["object", "null"], "properties": {"value": {}}}
SHAPE: Document = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": NAME,
        "definitionVersion": {"type": ["integer", "null"]},
        **dict.fromkeys(("description", "documentation", "category", "endpointType", "preprocessFlowName"), TEXT),
        **dict.fromkeys(("externalCustomerIdField", "externalCustomerUserIdField", "flowNameField"), ONE_INPUT),
        "requiredConfigVars": {"type": ["array", "object", "null"], "items": {"$ref": "#/$defs/variable"}},
        "configPages": {"type": ["array", "null"], "items": {"$ref": "#/$defs/page"}},
        "flows": {"type": ["array", "null"], "items": {"$ref": "#/$defs/flow"}},
        "trigger": {"type": ["object", "null"], "properties": {"name": NAME, "description": TEXT, "schedule": SCHEDULE}},
        "steps": STEPS,
    },
    "$defs": {
        "variable": {
            "type": "object",
            "required": ["key"],
            "properties": {
                "key": NAME,
                **dict.fromkeys(("dataType", "description", "collectionType", "timeZone", "scheduleType"), TEXT),
                "pickList": {"type": ["array", "null"]},
                **dict.fromkeys(("inputs", "meta", "connection", "dataSource"), INPUTS),
            },
        },
        "page": {
            "type": "object",
            "properties": {
                **dict.fromkeys(("name", "tagline"), TEXT),
                "elements": {"type": ["array", "null"], "items": {"type": "object", "properties": {"type": TEXT}}},
            },
        },
        "flow": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": NAME,
                **dict.fromkeys(("description", "endpointSecurityType"), TEXT),
                **dict.fromkeys(("retryConfig", "queueConfig"), INPUTS),
                "organizationApiKeys": {"type": ["array", "null"]},
                "steps": STEPS,
            },
        },
        "step": {
            "type": "object",
            "required": ["name", "action"],
            "properties": {
                "name": NAME,
                "description": TEXT,
                "action": {
                    "type": "object",
                    "required": ["key"],
                    "properties": {
                        "key": NAME,
                        "componentKey": TEXT,
                        "component": {"type": ["object", "null"], "required": ["key"], "properties": {"key": NAME}},
                    },
                    "anyOf": [{"required": ["component"]}, {"required": ["componentKey"]}],
                },
                "inputs": GIVEN,
                "schedule": SCHEDULE,
                "errorConfig": INPUTS,
                "steps": STEPS,
                "branches": {
                    "type": ["array", "null"],
                    "items": {"type": "object", "required": ["name"], "properties": {"name": NAME, "steps": STEPS}},
                },
            },
        },
    },
}
_VALIDATOR = jsonschema_rs.validator_for(SHAPE)


class NotAnIntegration(HookyardError):
    """`details["errors"]` is [{field, message, code}] with dotted paths into the file."""

    default_code = "import_malformed"


def dialect_of(document: Mapping[str, Any]) -> str | None:
    """None for what is none of Prismatic's."""
    if isinstance(document.get("definitionVersion"), int) or "endpointType" in document:
        return V7
    flows = document.get("flows")
    if isinstance(flows, list):
        steps = [step for flow in flows if isinstance(flow, dict) for step in flow.get("steps") or () if isinstance(step, dict)]
        return V7 if any("action" in step for step in steps) else None
    steps = document.get("steps")
    if isinstance(steps, list) and any(isinstance(step, dict) and "action" in step for step in steps):
        return OF_2020
    return OF_2020 if isinstance(document.get("trigger"), dict) and "flows" not in document else None


def read_document(source: Document, dialect: str, report: Report) -> Document:
    """In the words of version 7. Raises `NotAnIntegration` with all that has not the shape of an integration."""
    errors = [
        {"field": _path(error.instance_path), "message": error.message[:300], "code": "invalid"}
        for error in _VALIDATOR.iter_errors(source)
    ]
    if errors:
        where = ", ".join(error["field"] or "the file" for error in errors[:3])
        raise NotAnIntegration(f"This has not the shape of an integration at {where}: see errors.", errors=errors)
    document = {**source, "flows": [dict(flow) for flow in source.get("flows") or ()]}
    version = source.get("definitionVersion")
    if dialect == V7 and version != VERSION:
        found = f"definition version {version}" if version is not None else "no definition version"
        report.add("changed", f"The file has {found} and was read as version {VERSION}.")
    if dialect == OF_2020:
        document = {**_without(document, "trigger", "steps"), "flows": [_only_flow(source)]}
        report.add("taken", "The file is of the dialect of 2020: one trigger with its steps, read as one flow.")
    document["requiredConfigVars"] = _variables(source.get("requiredConfigVars"))
    return document


def _only_flow(source: Document) -> Document:
    trigger = dict(source.get("trigger") or {"name": "Trigger"})
    scheduled = bool(trigger.get("schedule"))
    action = _action("schedule-triggers", "schedule") if scheduled else _action("webhook-triggers", "webhook")
    first = {"inputs": {}, "description": "", **trigger, "action": action, "isTrigger": True}
    first.setdefault("name", "Trigger")
    return {"name": ONLY_FLOW, "description": "", "steps": [first, *(source.get("steps") or ())]}


def _action(component: str, key: str) -> Document:
    return {"key": key, "component": {"key": component, "version": "LATEST", "isPublic": True}}


def _variables(given: Any) -> list[Document]:
    if isinstance(given, Mapping):
        return [{"key": key, "dataType": "string", "defaultValue": value} for key, value in given.items()]
    return list(given or ())


def component_of(step: Mapping[str, Any]) -> tuple[str, str]:
    """Keys of the component and of its action."""
    action = step["action"]
    component = (action.get("component") or {}).get("key") or action.get("componentKey") or ""
    return component, action["key"]


def walk(steps: Any, depth: int = 0) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Each step, with how deep it stands."""
    for step in steps or ():
        yield step, depth
        yield from walk(step.get("steps"), depth + 1)
        for branch in step.get("branches") or ():
            yield from walk(branch.get("steps"), depth + 1)


def _without(document: Document, *keys: str) -> Document:
    return {key: value for key, value in document.items() if key not in keys}


def _path(parts: Any) -> str:
    joined = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return re.sub(r"^\.", "", joined)
