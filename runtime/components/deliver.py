"""Events that a flow sends to those who asked for them.

For: Deliver event.
Not here: who gets it, how often it is tried (`runtime.delivery`, behind `ctx.deliveries`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import field, inputs_schema
from runtime.engine.component import Component, Kind, Outcome, StepContext
from runtime.engine.errors import StepProblem


async def deliver(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    if ctx.deliveries is None:
        raise StepProblem("This operation only works within a flow.", code="needs_a_flow")
    told = await ctx.deliveries.send(
        inputs.get("data"), type=inputs["type"], destination=inputs.get("destination") or "", key=ctx.idempotency_key
    )
    names = ", ".join(one["name"] for one in told["destinations"])
    if not told["destinations"]:
        ctx.log("warn", f"No destination wants {inputs['type']}, so nobody hears of it. Destinations stand under Deliveries.")
    elif told["sent"]:
        ctx.log("info", f"{inputs['type']} is on its way to {names}.")
    else:
        ctx.log("info", f"A test delivers nothing. Live, {inputs['type']} would go to {names}.")
    return Outcome(results=told)


DELIVER = Component(
    key="deliver",
    title="Deliver event",
    summary="Sends an event to the destinations that want it.",
    docs=(
        "To the tenant's own destinations and those of the flow's customer that take this type, or to the one you name. It is "
        "signed, kept and tried again for days, and sent once even if this run is cut off and goes on. A destination that is "
        "*ordered* gets them one by one, or those of one key where it says by what. "
        "`deliver_1.results.destinations` lists `{id, name, deliveryId, messageId}`. "
        "A test of a draft delivers nothing: `results.sent` is false, and the list says who would get it."
    ),
    kind=Kind.ACTION,
    group="Outside world",
    icon="send",
    synonyms=("publish", "emit", "webhook", "notify", "outbound", "outgoing", "destination", "event", "subscriber", "fan out"),
    inputs=inputs_schema(
        {
            "type": field(
                "Type",
                "Words with dots between, such as order.created.",
                type="string",
                pattern=r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$",
                maxLength=120,
            ),
            "data": field("Data", "Any JSON up to 512 KiB: the body of the envelope.", **{"x-widget": "json"}),
            "destination": field(
                "Destination", "Id or name of the only one that gets it. Empty: all that want it.", type="string", maxLength=200
            ),
        },
        required=["type", "data"],
    ),
    example={"type": {"value": "order.created"}, "data": {"reference": "webhook_1.results.body.data"}},
    run=deliver,
    effect=True,
    results_example={
        "sent": True,
        "destinations": [
            {
                "id": "01JD8Z5W3Q4R5T6Y7U8I9O0P1E",
                "name": "Warehouse",
                "deliveryId": "01JD8Z5W3Q4R5T6Y7U8I9O0P2F",
                "messageId": "0193a1f2-f077-4b87-a1b7-c2a9b1c0d84f",
            }
        ],
    },
)
