"""Lists: taking parts of them, and putting them together.

Not here: doing something for each item (`loop`), how items are told apart and belong together (`list_rules`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from runtime.components.fields import choice, field
from runtime.components.list_rules import RULES, field_of, fitting, joined
from runtime.components.operations import Operation, list_of, only_for, operations_schema, runner, whole_of
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
    return field_of(inputs.get("by"), item)


def _unique(inputs: Any) -> list[Json]:
    return list(
        {orjson.dumps(_by(inputs, item), option=orjson.OPT_SORT_KEYS): item for item in reversed(_list(inputs))}.values()
    )[::-1]


def _filtered(inputs: Any) -> list[Json]:
    return fitting(_list(inputs), inputs["rules"], any_of_them=inputs.get("match") == "any")


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
    "filter": Operation("Those that fit rules", lambda inputs, ctx: _filtered(inputs), ("rules",)),
    "join": Operation("Join with another list by a key", lambda inputs, ctx: joined(_list(inputs), inputs), ("other", "by")),
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
    summary="Filters a list, joins two, sorts or cuts one up.",
    docs=(
        "`list_1.results` is what comes of it. Places count from 0; an item that is not there is null. An object is taken as its "
        "`{key, value}` pairs, and nothing as an empty list. *By* names a field such as `customer.id`."
        "\n\nA filter keeps the items that fit all rules, or any of them; a field that is absent is nothing. A join gives each "
        'item the fields of those of the other list with the same key, written as text: 7 and "7" are one. Its own fields win.'
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="list",
    synonyms=(
        "filter",
        "sort",
        "merge",
        "dedupe",
        "count",
        "join",
        "array",
        "unique",
        "distinct",
        "remove duplicates",
        "find",
        "search",
        "collection",
        "where",
        "rule",
        "combine",
        "first",
        "last",
        "length",
        "limit",
        "flatten",
        "chunk",
        "slice",
    ),
    inputs=operations_schema(
        OPERATIONS,
        {
            "list": field("List", "What to work with.", **{"x-widget": "reference"}),
            "rules": {**RULES, **only_for("filter")},
            "match": field(
                "Match",
                "Whether an item must fit all rules, or any one.",
                default="all",
                **choice({"all": "All rules hold", "any": "Any rule holds"}),
                **only_for("filter"),
            ),
            "other": field("Other list", "Whose fields are added.", **{"x-widget": "reference"}, **only_for("join")),
            "count": field("Count", "How many, how large, or which place.", **only_for("item", "take", "skip", "chunks")),
            "by": field(
                "By",
                "A field of each item, such as customer.id.",
                type="string",
                maxLength=200,
                **only_for("join", "unique", "sort", "pluck"),
            ),
            "otherBy": field(
                "By, in the other list",
                "The same field there; as above when left out.",
                type="string",
                maxLength=200,
                **only_for("join"),
            ),
            "as": field(
                "Under",
                "A field to put the other item under; when left out, its fields are mixed in.",
                type="string",
                maxLength=200,
                **only_for("join"),
            ),
            "unmatched": field(
                "Keep others",
                "Whether items stay that the other list has no match for.",
                type="boolean",
                default=True,
                **only_for("join"),
            ),
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
