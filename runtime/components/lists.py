"""Lists: taking parts of them, and putting them together.

Not here: doing something for each item (`loop`), keeping some by a rule of your own (`code`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from runtime.components.fields import field
from runtime.components.operations import Operation, list_of, operations_schema, runner, whole_of
from runtime.engine.component import Component, Json, Kind
from runtime.engine.errors import StepProblem


def _list(inputs: Any) -> list[Json]:
    value = inputs.get("list")
    return [{"key": key, "value": item} for key, item in value.items()] if isinstance(value, dict) else list_of(value, "List")


def _at(inputs: Any, default: int) -> Json:
    items, place = _list(inputs), inputs.get("count")
    index = default if place is None else whole_of(place, "Count")
    return items[index] if -len(items) <= index < len(items) else None


def _chunks(inputs: Any) -> list[list[Json]]:
    items, size = _list(inputs), whole_of(inputs.get("count"), "Count", least=1)
    return [items[start : start + size] for start in range(0, len(items), size)]


def _flat(items: list[Json]) -> Iterator[Json]:
    for item in items:
        if isinstance(item, list):
            yield from item
        else:
            yield item


def _by(inputs: Any, item: Json) -> Json:
    """The field that `by` names, or the item itself."""
    for key in str(inputs.get("by") or "").split("."):
        if key:
            item = item.get(key) if isinstance(item, dict) else None
    return item


def _unique(inputs: Any) -> list[Json]:
    return list(
        {orjson.dumps(_by(inputs, item), option=orjson.OPT_SORT_KEYS): item for item in reversed(_list(inputs))}.values()
    )[::-1]


def _sorted(inputs: Any) -> list[Json]:
    items = _list(inputs)
    given = [(_by(inputs, item), item) for item in items]
    try:
        known = sorted((one for one in given if one[0] is not None), key=lambda one: one[0])
    except TypeError:
        message = "These cannot be put in order, as they are of different kinds; name a field that all have."
        raise StepProblem(message, code="not_comparable") from None
    return [item for _, item in known] + [item for key, item in given if key is None]


def _from_pairs(inputs: Any) -> dict[str, Json]:
    return {
        str(one.get("key")): one.get("value") for one in _list(inputs) if isinstance(one, dict) and one.get("key") is not None
    }


OPERATIONS = {
    "first": Operation("First item", lambda inputs, ctx: _at(inputs, 0)),
    "last": Operation("Last item", lambda inputs, ctx: (_list(inputs) or [None])[-1]),
    "item": Operation("Item at a place", lambda inputs, ctx: _at(inputs, 0), ("count",)),
    "length": Operation("Number of items", lambda inputs, ctx: len(_list(inputs))),
    "take": Operation("First few", lambda inputs, ctx: _list(inputs)[: whole_of(inputs.get("count"), "Count")], ("count",)),
    "skip": Operation(
        "All but the first few", lambda inputs, ctx: _list(inputs)[whole_of(inputs.get("count"), "Count") :], ("count",)
    ),
    "chunks": Operation("In parts of a size", lambda inputs, ctx: _chunks(inputs), ("count",)),
    "flatten": Operation("Without the lists inside", lambda inputs, ctx: list(_flat(_list(inputs)))),
    "unique": Operation("Each once", lambda inputs, ctx: _unique(inputs)),
    "reverse": Operation("The other way round", lambda inputs, ctx: _list(inputs)[::-1]),
    "sort": Operation("In order", lambda inputs, ctx: _sorted(inputs)),
    "pluck": Operation("One field of each", lambda inputs, ctx: [_by(inputs, item) for item in _list(inputs)], ("by",)),
    "fromPairs": Operation("As an object, of key and value each", lambda inputs, ctx: _from_pairs(inputs)),
    "same": Operation("As it is", lambda inputs, ctx: _list(inputs)),
}

LISTS = Component(
    key="list",
    title="List",
    summary="Takes parts of a list, sorts it, cuts it up.",
    docs=(
        "`list_1.results` is what comes of it. Places count from 0; an item that is not there is null. An object is taken as its "
        "`{key, value}` pairs, and nothing as an empty list. *By* names a field such as `customer.id`."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="list",
    synonyms=("array", "collection", "first", "last", "length", "count", "sort", "unique", "flatten", "chunk", "slice"),
    inputs=operations_schema(
        OPERATIONS,
        {
            "list": field("List", "What to work with.", **{"x-widget": "reference"}),
            "count": field("Count", "How many, how large, or which place."),
            "by": field("By", "A field of each item, such as customer.id.", type="string", maxLength=200),
        },
        required=("list",),
    ),
    example={
        "operation": {"value": "first"},
        "list": {"reference": "webhook_1.results.body.data.data.items"},
    },
    run=runner(OPERATIONS),
    results_example={"item": "widget", "quantity": 2},
)
