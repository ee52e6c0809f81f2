"""How a flow ends and what it answers: Respond and Stop.

For: the two steps whose results leave the flow.
Not here: turning them into an HTTP answer (`runtime.ingress`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import field, header_values, headers_field, inputs_schema
from runtime.engine.component import Component, Control, Json, Kind, Outcome, StepContext


async def respond(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    answer = {
        "status": inputs.get("status") or 200,
        "headers": header_values(inputs.get("headers")),
        "body": inputs.get("body"),
    }
    return Outcome(results=answer, control=Control.RESPOND)


def answer_given(results: Json) -> Outcome:
    """An answer that was given instead of made; what has not its shape answers nothing."""
    return Outcome(results, control=Control.RESPOND if isinstance(results, Mapping) else Control.NONE)


RESPOND = Component(
    key="respond",
    title="Respond",
    summary="Gives the caller of a sync flow its answer.",
    docs=(
        "The status, headers and body become the HTTP answer of a sync flow, and its body the flow's result. Steps after it "
        "still run. In an async flow the caller was answered before, so it only sets the result."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="reply",
    synonyms=("response", "answer", "return", "reply", "status", "output"),
    inputs=inputs_schema(
        {
            "status": field("Status", "HTTP status.", type="integer", minimum=200, maximum=599, default=200),
            "headers": headers_field("Headers of the answer."),
            "body": field("Body", "Text is sent as it is, anything else as JSON.", **{"x-widget": "json"}),
        }
    ),
    example={
        "status": {"value": 201},
        "headers": {"value": {"X-Order": "1001"}},
        "body": {"object": {"received": {"reference": "webhook_1.results.body.data.data.orderid"}}},
    },
    run=respond,
    outcome_of=answer_given,
    results_example={"status": 201, "headers": {"X-Order": "1001"}, "body": {"received": 1001}},
)


async def stop(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    return Outcome(results=inputs.get("result"), control=Control.STOP)


STOP = Component(
    key="stop",
    title="Stop",
    summary="Ends the run here as succeeded.",
    docs="Nothing after it runs, in this branch or another. Its result is the flow's result.",
    kind=Kind.ACTION,
    group="Logic",
    icon="circle-stop",
    synonyms=("end", "exit", "finish", "halt", "return", "terminate"),
    inputs=inputs_schema({"result": field("Result", "What the flow gives back.", **{"x-widget": "json"})}),
    example={"result": {"value": {"ignored": True}}},
    run=stop,
    outcome_of=lambda results: Outcome(results, control=Control.STOP),
    results_example={"ignored": True},
)
