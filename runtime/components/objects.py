"""Objects: setting and taking out fields, keys and values, putting several together.

Not here: building one from nothing (`data`, Map).
"""

from __future__ import annotations

from typing import Any

from runtime.components.fields import field
from runtime.components.operations import Operation, list_of, only_for, operations_schema, runner, text_of, wrong
from runtime.engine.component import Component, Json, Kind


def _object(value: Json, title: str = "Object") -> dict[str, Json]:
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise wrong(title, "an object", value)


def _path(inputs: Any) -> list[str]:
    return [key for key in text_of(inputs.get("key"), "Key").split(".") if key]


def _set(inputs: Any) -> dict[str, Json]:
    """A copy; objects on the way that are not there yet are made."""
    whole = {**_object(inputs.get("object"))}
    within, path = whole, _path(inputs)
    for key in path[:-1]:
        within[key] = {**_object(within.get(key), f"What stands under {key}")}
        within = within[key]
    if path:
        within[path[-1]] = inputs.get("value")
    return whole


def _get(inputs: Any) -> Json:
    value: Json = _object(inputs.get("object"))
    for key in _path(inputs):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _without(inputs: Any) -> dict[str, Json]:
    names = inputs.get("keys") or ([inputs["key"]] if inputs.get("key") else [])
    left = {str(name) for name in list_of(names, "Keys")}
    return {key: value for key, value in _object(inputs.get("object")).items() if key not in left}


def _only(inputs: Any) -> dict[str, Json]:
    given = _object(inputs.get("object"))
    return {key: given[key] for key in map(str, list_of(inputs.get("keys"), "Keys")) if key in given}


def _merge(inputs: Any) -> dict[str, Json]:
    merged = {**_object(inputs.get("object"))}
    for one in list_of(inputs.get("others"), "Others"):
        merged |= _object(one, "Each of the others")
    return merged


OPERATIONS = {
    "set": Operation("Set a field", lambda inputs, ctx: _set(inputs), ("key",)),
    "get": Operation("Read a field", lambda inputs, ctx: _get(inputs), ("key",)),
    "without": Operation("Leave fields out", lambda inputs, ctx: _without(inputs)),
    "only": Operation("Keep these fields alone", lambda inputs, ctx: _only(inputs), ("keys",)),
    "merge": Operation("Put several together", lambda inputs, ctx: _merge(inputs), ("others",)),
    "keys": Operation("Its keys", lambda inputs, ctx: list(_object(inputs.get("object")))),
    "values": Operation("Its values", lambda inputs, ctx: list(_object(inputs.get("object")).values())),
}

OBJECTS = Component(
    key="object",
    title="Object",
    summary="Sets, reads or leaves out fields of an object.",
    docs=(
        "`object_1.results` is a copy with the change, or what was read; the object itself stays. A key may be a way such as "
        "`address.city`. Of several put together, the later win."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="braces",
    synonyms=("field", "property", "merge", "keys", "values", "pick", "omit", "add key", "remove key", "json"),
    inputs=operations_schema(
        OPERATIONS,
        {
            "object": field("Object", "What to work with.", **{"x-widget": "reference"}),
            "key": field("Key", "A field, or the way to it such as address.city.", **only_for("set", "get", "without")),
            "value": field("Value", "What to set.", **only_for("set")),
            "keys": field("Keys", "A list of fields, to keep or to leave out.", **only_for("only", "without")),
            "others": field("Others", "A list of objects to put together with it.", **only_for("merge")),
        },
        required=("object",),
    ),
    example={
        "operation": {"value": "set"},
        "object": {"reference": "webhook_1.results.body.data"},
        "key": {"value": "data.seen"},
        "value": {"value": True},
    },
    run=runner(OPERATIONS),
    results_example={"type": "create_order", "customerId": "C-100", "data": {"seen": True}},
)
