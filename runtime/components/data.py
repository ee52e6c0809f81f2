"""Steps that neither choose nor call: build an object, write a line to the log.

For: Map and Log.
Not here: references and templates; they are resolved before a step runs (`runtime.engine`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from runtime.components.fields import choice, field, inputs_schema
from runtime.engine.component import Component, Kind, Outcome, StepContext

LEVELS = {"debug": "Debug", "info": "Info", "warn": "Warning", "error": "Error"}


async def build_object(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    return Outcome(results=inputs["fields"])


MAP = Component(
    key="map",
    title="Map",
    summary="Builds an object from earlier results.",
    docs="Each field is a value, a reference or a template; the object is `map_1.results`. A field that is absent becomes null.",
    kind=Kind.ACTION,
    group="Data",
    icon="braces",
    synonyms=("transform", "object", "build", "set", "variables", "fields", "json", "convert", "shape"),
    inputs=inputs_schema(
        {"fields": field("Fields", "Name and value of each field.", type="object", additionalProperties=True)},
        required=["fields"],
    ),
    example={
        "fields": {
            "object": {
                "orderId": {"reference": "webhook_1.results.body.data.data.orderid"},
                "note": {"template": "order {{webhook_1.results.body.data.data.orderid}}"},
            }
        }
    },
    run=build_object,
    results_example={"orderId": 1001, "note": "order 1001"},
)


async def first_there(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    return Outcome(results=next((value for value in inputs["values"] if value is not None), None))


FIRST = Component(
    key="first",
    title="First that is there",
    summary="Takes the first of several values that is not null.",
    docs=(
        "For where branches come together: list the results of a step of each, and `first_1.results` is that of the one that "
        "ran. Also for a value with a default behind it."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="merge",
    synonyms=("coalesce", "default", "fallback", "either", "or", "merge", "join"),
    inputs=inputs_schema(
        {"values": field("Values", "In the order in which they count.", type="array", minItems=1)}, required=["values"]
    ),
    example={"values": {"list": [{"value": None}, {"reference": "webhook_1.results.body.data.data"}]}},
    run=first_there,
    results_example={"orderid": 1001, "total": 49.9, "paid": True, "items": [{"item": "widget", "quantity": 2}]},
)


async def write_log(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    message = inputs.get("message")
    text = message if isinstance(message, str) else "" if message is None else json.dumps(message, ensure_ascii=False)
    ctx.log(inputs.get("level") or "info", text)
    return Outcome(results={"message": text})


LOG = Component(
    key="log",
    title="Log",
    summary="Writes a line to the log of the run.",
    docs="Text is written as it is, anything else as JSON. The line shows with the step in the run's timeline.",
    kind=Kind.ACTION,
    group="Data",
    icon="scroll-text",
    synonyms=("print", "debug", "console", "write", "note", "trace"),
    inputs=inputs_schema(
        {
            "message": field("Message", "What to write."),
            "level": field("Level", "How much it matters.", default="info", **choice(LEVELS)),
        },
        required=["message"],
    ),
    example={"message": {"template": "order {{webhook_1.results.body.data.data.orderid}} came in"}, "level": {"value": "info"}},
    run=write_log,
    results_example={"message": "order 1001 came in"},
)
