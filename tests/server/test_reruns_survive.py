"""A re-run from a step is as durable as any execution: what it keeps was stored before it began."""

from __future__ import annotations

import pytest

from tests.flows.yard import Service
from tests.product import call, eventually, running_product
from tests.server.desk import deploy, flow

pytestmark = pytest.mark.server

COUNT = {
    "id": "count_1",
    "component": "storage.add",
    "inputs": {"scope": {"value": "instance"}, "key": {"value": "seen"}, "amount": {"value": 1}},
}
ASK = {
    "id": "ask_1",
    "component": "http.request",
    "inputs": {
        "method": {"value": "POST"},
        "url": {"reference": "trigger.results.body.data.url"},
        "body": {"template": "{{count_1.results}}"},
    },
}


def test_killed_in_the_middle_it_goes_on_with_what_it_kept_and_the_input_it_was_given() -> None:
    service = Service()
    with running_product(HOOKYARD_OUTBOUND_ALLOW=service.address) as product:
        deployed = deploy(product, "Survivor", {"endpoint": {"type": "flow"}, "flows": [flow("work", COUNT, ASK)]})
        answer = call(deployed.urls()["work"], "POST", body={"url": "ftp://nowhere"})
        first = product.execution(answer.json["executionId"])
        assert (first["status"], first["error"]["stepId"]) == ("failed", "ask_1")

        given = {"url": f"http://{service.address}/edited", "body": "by hand"}
        again = product.api("POST", f"executions/{first['id']}/rerun", {"from": "ask_1", "input": given})["id"]
        service.wait_for(1)
        product.kill()
        service.gate.set()
        product.start()
        eventually(lambda: product.api("GET", f"executions/{again}")["status"] == "succeeded")

        ended = product.api("GET", f"executions/{again}")
        service.close()
    steps = {step["path"]: step for step in ended["steps"]}
    assert (steps["count_1"]["keptFrom"], steps["count_1"]["results"]) == (first["id"], {"value": 1})
    assert steps["ask_1"]["inputs"]["body"] == "by hand"
    assert {call["idempotency-key"] for call in service.calls} == {f"{again}:ask_1"}, "asked twice, as one"
    assert len(service.calls) == 2
