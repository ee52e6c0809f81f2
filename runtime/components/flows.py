"""Starting a sibling flow from a step.

For: Call flow.
Not here: running it (`runtime.executions`, behind `ctx.flows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import field, inputs_schema
from runtime.engine.component import Component, Kind, Outcome, StepContext


async def call_flow(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    wait = inputs.get("wait")
    return Outcome(results=await ctx.flows.call(inputs["flow"], inputs.get("data"), wait=True if wait is None else wait))


CALL_FLOW = Component(
    key="flow.call",
    title="Call flow",
    summary="Runs another flow of this integration.",
    docs=(
        "Starts a flow that begins with *Manual or called*, for the same customer; what you hand over is its "
        "`trigger.results.data`. Waiting gives its result under `results.result`; not waiting only `results.executionId`."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="workflow",
    synonyms=("subflow", "run flow", "invoke", "child", "reuse", "start", "trigger"),
    inputs=inputs_schema(
        {
            "flow": field("Flow", "Key or name of the flow.", type="string", minLength=1, **{"x-widget": "flow"}),
            "data": field("Data", "What to hand over.", **{"x-widget": "json"}),
            "wait": field("Wait", "Whether to go on only when it has ended.", type="boolean", default=True),
        },
        required=["flow"],
    ),
    example={"flow": {"value": "create-order"}, "data": {"reference": "webhook_1.results.body.data"}, "wait": {"value": True}},
    run=call_flow,
    effect=True,
    results_example={"executionId": "01JD8Z5W3Q4R5T6Y7U8I9O0P1E", "result": {"orderId": 1001}},
)
