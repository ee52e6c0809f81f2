"""What starts a flow: a webhook, or a person or another flow.

For: declaring the triggers, their settings and the shape of what they hand to the first step.
Not here: receiving requests (`runtime.ingress`). A trigger never runs as a step; its results come with the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from runtime.components.fields import METHODS, choice, credential_field, field, headers_field, inputs_schema
from runtime.engine.component import Component, Json, Kind, Outcome, StepContext
from runtime.engine.inputs import literal

BODIES = {
    **{"json": "JSON", "form": "Form", "multipart": "Multipart form with files", "xml": "XML", "csv": "CSV", "text": "Text"},
    "binary": "Anything else (binary)",
}


async def trigger_run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    _refuse_to_run(ctx.step_id)


def _refuse_to_run(step_id: str) -> NoReturn:
    raise RuntimeError(f"{step_id} is a trigger: the interpreter starts flows at it and never runs it")


WEBHOOK_RESULTS = {
    "headers": {"content-type": "application/json", "x-event": "order.created"},
    "queryParameters": {"source": "acme"},
    "body": {
        "data": {
            "type": "create_order",
            "customerId": "C-100",
            "data": {"orderid": 1001, "total": 49.9, "paid": True, "items": [{"item": "widget", "quantity": 2}]},
        },
        "contentType": "application/json",
    },
    "rawBody": {"data": '{"type":"create_order"}', "contentType": "application/json"},
    "method": "POST",
    "pathFragment": "",
    "executionId": "01JD8Z5W3Q4R5T6Y7U8I9O0P1A",
    "customer": {"id": "01JD8Z5W3Q4R5T6Y7U8I9O0P1B", "externalId": "C-100", "name": "Northwind"},
    "instance": {"id": "01JD8Z5W3Q4R5T6Y7U8I9O0P1C", "name": "Acme ERP for Northwind"},
    "flow": {"id": "create-order", "name": "Create Order"},
    "integration": {"id": "01JD8Z5W3Q4R5T6Y7U8I9O0P1D", "name": "Acme ERP", "versionSequenceId": 3},
    "webhookUrls": {"Create Order": "https://hooks.example.com/hooks/01JD.../flow/01JD.../token"},
    "startedAt": "2026-01-31T12:00:00Z",
}

WEBHOOK = Component(
    key="webhook",
    title="Webhook",
    summary="Starts the flow when a request arrives.",
    docs=(
        "Gives the flow a URL. Each request that passes the method and the credential starts one run; later steps read it "
        "as `webhook_1.results.body.data`, `.headers`, `.queryParameters`. Header names are read without case.\n\n"
        "`body.data` follows the content type: JSON as it is, one value a line as a list, forms as an object (the JSON in a "
        "form's only field `payload` is parsed too), multipart fields and files as `{filename, contentType, size, data}`, XML "
        "as objects with `@attribute` and `#text`, CSV as one object a row, other text as text, and bytes as base64. gzip and "
        "deflate are unpacked; `rawBody` always holds what was sent.\n\n"
        "An async flow answers at once, with the static answer below if there is one. A sync flow answers with its Respond "
        "step, or its result."
    ),
    kind=Kind.TRIGGER,
    group="Triggers",
    icon="webhook",
    synonyms=("trigger", "endpoint", "url", "callback", "receive", "listen", "http", "request", "post", "event"),
    inputs=inputs_schema(
        {
            "methods": field(
                "Methods",
                "HTTP methods this URL accepts; any other is answered 405.",
                type="array",
                items={"type": "string", "enum": list(METHODS[:5])},
                uniqueItems=True,
                minItems=1,
                default=["POST"],
            ),
            "contentTypes": field(
                "Content types",
                "Kinds of body this URL takes; any other is answered 415. None chosen: all of them.",
                type="array",
                items=choice(BODIES),
                uniqueItems=True,
            ),
            "credential": credential_field("What a caller must present. Without one, whoever knows the URL may call it."),
            "response": field(
                "Answer",
                "A fixed answer for an async flow, given before the flow runs. A sync flow ignores it.",
                type="object",
                properties={
                    "status": field("Status", "HTTP status.", type="integer", minimum=200, maximum=299, default=200),
                    "contentType": field("Content type", "Such as text/plain.", type="string", pattern=r"^[^\r\n\u0000]*$"),
                    "headers": headers_field("Further headers of the answer."),
                    "body": field("Body", "Text is sent as it is, anything else as JSON."),
                },
                additionalProperties=False,
            ),
        }
    ),
    example={
        "methods": {"value": ["POST"]},
        "response": {"value": {"status": 202, "contentType": "text/plain", "body": "thank you"}},
    },
    run=trigger_run,
    results_example=WEBHOOK_RESULTS,
)


def handed_over(trigger: Mapping[str, Any], data: Json) -> dict[str, Any]:
    """Results of a Manual trigger, whose raw inputs are given, for what a caller hands over."""
    if literal(trigger.get("shape")) != "request":
        return {"data": data}
    body = {"data": data, "contentType": "application/json"}
    return {"headers": {}, "queryParameters": {}, "body": body, "pathFragment": ""}


MANUAL = Component(
    key="manual",
    title="Manual or called",
    summary="Starts the flow from the run button or from another flow.",
    docs=(
        "Has no URL. The run button and the Call flow step start it; what they hand over is `manual_1.results.data`. When a "
        "flow called it, `manual_1.results.calledBy` is the calling execution. Beside a Webhook trigger, let it hand over as a "
        "request: `trigger.results.body.data` then is what was sent, whichever way the flow began."
    ),
    kind=Kind.TRIGGER,
    group="Triggers",
    icon="play",
    synonyms=("callable", "subflow", "button", "start", "run", "test"),
    inputs=inputs_schema(
        {
            "shape": field(
                "Hands over as",
                "Data stands under results.data; a request under results.body.data, as a Webhook's does.",
                default="data",
                **choice({"data": "Data", "request": "A request"}),
            )
        }
    ),
    example={},
    run=trigger_run,
    results_example={"data": {"orderId": 1001}},
)
