"""Key-value storage: what a flow remembers between runs.

For: the four storage steps.
Not here: where values lie and what makes a change atomic (`runtime.storage`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import Schema, choice, field, inputs_schema
from runtime.engine.component import Component, Kind, Outcome, StepContext

SCOPES = {
    "execution": "This run",
    "flow": "The customer's runs of this flow",
    "instance": "All flows of the customer",
    "integration": "All customers",
}

SCOPE = field(
    "Scope",
    "Who shares the value: this run, this flow's runs for the customer, all flows of the customer's instance, or all customers.",
    enum=list(SCOPES),  # a new step begins with the first of them
    **choice(SCOPES),
)
KEY = field("Key", "At most 200 characters.", type=["string", "integer"], minLength=1, maxLength=200)
EXAMPLE = {"scope": {"value": "instance"}, "key": {"template": "order/{{webhook_1.results.body.data.data.orderid}}"}}


def _inputs(properties: Mapping[str, Schema] | None = None, *, required: tuple[str, ...] = ()) -> Schema:
    return inputs_schema({"scope": SCOPE, "key": KEY, **(properties or {})}, required=["scope", "key", *required])


async def get_value(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    found = await ctx.storage.get(inputs["scope"], str(inputs["key"]))
    value = inputs.get("default") if found is None else found
    return Outcome(results=value if inputs.get("gives") == "value" else {"value": value})


GET = Component(
    key="storage.get",
    title="Get value",
    summary="Reads a stored value.",
    docs="`storage_get_1.results.value` is what was stored under the key, or the default when nothing was.",
    kind=Kind.ACTION,
    group="Storage",
    icon="database",
    synonyms=("read", "load", "recall", "remember", "state", "variable", "cache", "key value"),
    inputs=_inputs(
        {
            "default": field("Default", "Given when nothing is stored under the key.", **{"x-widget": "json"}),
            "gives": field(
                "Results",
                "An object whose `value` it is, or the value itself.",
                default="object",
                **choice({"object": "An object with it", "value": "The value itself"}),
            ),
        }
    ),
    example={**EXAMPLE, "default": {"value": 0}},
    run=get_value,
    results_example={"value": 0},
)


async def set_value(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    await ctx.storage.set(inputs["scope"], str(inputs["key"]), inputs["value"])
    return Outcome(results={"value": inputs["value"]})


SET = Component(
    key="storage.set",
    title="Set value",
    summary="Stores a value under a key.",
    docs="Replaces what was there. Any JSON up to 256 KiB.",
    kind=Kind.ACTION,
    group="Storage",
    icon="save",
    synonyms=("write", "store", "save", "remember", "put", "state", "variable", "cache", "key value"),
    inputs=_inputs({"value": field("Value", "What to store.", **{"x-widget": "json"})}, required=("value",)),
    example={**EXAMPLE, "value": {"value": {"state": "sent"}}},
    run=set_value,
    effect=True,
    results_example={"value": {"state": "sent"}},
)


async def remove_value(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    return Outcome(results={"removed": await ctx.storage.remove(inputs["scope"], str(inputs["key"]))})


REMOVE = Component(
    key="storage.remove",
    title="Remove value",
    summary="Forgets what is stored under a key.",
    docs="`storage_remove_1.results.removed` says whether there was something to remove.",
    kind=Kind.ACTION,
    group="Storage",
    icon="trash-2",
    synonyms=("delete", "forget", "clear", "unset", "key value"),
    inputs=_inputs(),
    example=EXAMPLE,
    run=remove_value,
    effect=True,
    results_example={"removed": True},
)


async def append_to_value(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    items = await ctx.storage.append(inputs["scope"], str(inputs["key"]), inputs.get("value"))
    return Outcome(results={"count": len(items), "items": items})


APPEND = Component(
    key="storage.append",
    title="Append to list",
    summary="Puts a value behind a stored list.",
    docs=(
        "One atomic change, so runs at the same time lose nothing. Begins with an empty list. `storage_append_1.results` is "
        "`{count, items}`. The whole list may be 256 KiB."
    ),
    kind=Kind.ACTION,
    group="Storage",
    icon="circle-plus",
    synonyms=("push", "collect", "gather", "queue", "add", "aggregate", "batch", "array"),
    inputs=_inputs({"value": field("Value", "What to put behind.", **{"x-widget": "json"})}, required=("value",)),
    example={**EXAMPLE, "value": {"reference": "webhook_1.results.body.data.data.orderid"}},
    run=append_to_value,
    effect=True,
    results_example={"count": 1, "items": [1001]},
)
MOST_KEYS = 1000


async def list_keys(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    return Outcome(results=await ctx.storage.keys(inputs["scope"], MOST_KEYS))


KEYS = Component(
    key="storage.keys",
    title="List keys",
    summary="Lists under which keys something is stored.",
    docs=f"`storage_keys_1.results` is a list of the first {MOST_KEYS:,} keys of the scope, in order. Loop over it to read each.",
    kind=Kind.ACTION,
    group="Storage",
    icon="database",
    synonyms=("list", "all", "keys", "stored", "state", "variables"),
    inputs=inputs_schema({"scope": SCOPE}, required=["scope"]),
    example={"scope": {"value": "instance"}},
    run=list_keys,
    results_example=[],
)


async def add_to_value(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    amount = inputs.get("amount")
    total = await ctx.storage.add(inputs["scope"], str(inputs["key"]), 1 if amount is None else amount)
    return Outcome(results={"value": total})


ADD = Component(
    key="storage.add",
    title="Add to value",
    summary="Counts: adds a number to a stored one.",
    docs=(
        "One atomic change, so runs at the same time each get a number of their own. Starts from 0. A negative amount "
        "subtracts. The new total is `storage_add_1.results.value`."
    ),
    kind=Kind.ACTION,
    group="Storage",
    icon="circle-plus",
    synonyms=("increment", "counter", "decrement", "sequence", "number", "count", "sum"),
    inputs=_inputs({"amount": field("Amount", "What to add.", type="number", default=1)}),
    example={**EXAMPLE, "amount": {"value": 1}},
    run=add_to_value,
    effect=True,
    results_example={"value": 1},
)
