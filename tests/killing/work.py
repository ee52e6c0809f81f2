"""The flows that run while the product is killed, one for each way a request can be answered.

`book` answers at once and calls the sink later; `ask` answers when the sink was called; `once` knows its sender's event id;
`patient` meets a sink that refuses at first; `calls` waits for another flow that calls the sink, `starts` does not wait;
`pure` answers its caller and touches nothing outside.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import partial
from typing import Any

from tests.product import Product
from tests.server.desk import Deployed, code, deploy, flow

SHARES = {"book": 30, "once": 20, "pure": 20, "ask": 10, "calls": 10, "starts": 5, "patient": 5}  # of a hundred requests
SYNC = ("ask", "pure")
WITHOUT_EFFECT = ("pure",)

PREPARE = code(
    "code_1", "module.exports = async (context, stepResults) => ({ data: { n: stepResults.trigger.results.body.data.n } });"
)
HANDED = code("code_1", "module.exports = async (context, stepResults) => ({ data: { n: stepResults.trigger.results.data.n } });")
ANSWER = code("code_2", "module.exports = async (context, stepResults) => ({ data: stepResults.code_1.results.n });")


def kind_of(seed: int, number: int, shares: Mapping[str, int] = SHARES) -> str:
    """Of each request, the same in every run with this seed."""
    return random.Random(f"{seed}:{number}").choices(list(shares), list(shares.values()))[0]


def install(product: Product, sink: str) -> Deployed:
    """`sink` is host and port of the service that the flows call."""
    return deploy(product, "Unlucky", {"endpoint": {"type": "flow"}, "flows": flows_to(sink)})


def telling(sink: str, path: str, **more: Any) -> dict[str, Any]:
    """A step that calls the sink with the number that came."""
    inputs = {
        "method": {"value": "POST"},
        "url": {"value": f"http://{sink}/{path}"},
        "body": {"object": {"n": {"reference": "code_1.results.n"}}},
    }
    return {"id": "tell_1", "component": "http.request", "inputs": inputs, **more}


def flows_to(sink: str) -> list[dict[str, Any]]:
    tell = partial(telling, sink)

    def call(wait: bool) -> dict[str, Any]:
        inputs = {"flow": {"value": "helper"}, "data": {"reference": "code_1.results"}, "wait": {"value": wait}}
        return {"id": "call_1", "component": "flow.call", "inputs": inputs}

    again = {"onError": "retry", "retry": {"maxAttempts": 5, "delaySeconds": 1, "exponential": False}}
    dedupe = {"dedupe": {"id": {"reference": "trigger.results.headers.x-event-id"}}}
    return [
        flow("book", PREPARE, tell("book"), ANSWER),
        flow("once", PREPARE, tell("once"), ANSWER, policy=dedupe),
        flow("pure", PREPARE, ANSWER, response="sync"),
        flow("ask", PREPARE, tell("ask"), ANSWER, response="sync"),
        flow("patient", PREPARE, tell("patient", **again), ANSWER),
        flow("calls", PREPARE, call(True), ANSWER),
        flow("starts", PREPARE, call(False), ANSWER),
        _called("helper", HANDED, tell("helper")),
    ]


def _called(key: str, *steps: dict[str, Any]) -> dict[str, Any]:
    """A flow that another one calls."""
    made = flow(key, *steps)
    made["steps"][0] = {"id": "manual_1", "component": "manual"}
    made["links"][0]["from"] = "manual_1"
    return made
