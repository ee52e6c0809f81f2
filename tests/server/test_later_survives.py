"""What comes later comes, whatever is killed meanwhile: sleep, another try, a schedule, work on many executions."""

from __future__ import annotations

import pytest

from tests.flows.yard import Service
from tests.product import Product, call, eventually, running_product
from tests.server.desk import deploy, flow

pytestmark = pytest.mark.server

COUNT = {
    "id": "count_1",
    "component": "storage.add",
    "inputs": {"scope": {"value": "instance"}, "key": {"value": "seen"}, "amount": {"value": 1}},
}
SLEEP = {"id": "sleep_1", "component": "sleep", "inputs": {"amount": {"value": 6}, "unit": {"value": "hours"}}}
TICK = {
    "key": "tick",
    "name": "Tick",
    "steps": [
        {"id": "schedule_1", "component": "schedule", "inputs": {"every": {"value": 1}, "unit": {"value": "hours"}}},
        {"id": "told_1", "component": "map", "inputs": {"fields": {"object": {"at": {"value": 1}}}}},
    ],
    "links": [{"from": "schedule_1", "to": "told_1"}],
}


def restart(product: Product) -> None:
    product.kill()
    product.start()


def test_sleep_tries_schedules_and_bulk_work_survive_being_killed() -> None:
    service = Service()
    service.status = 503
    service.gate.set()
    ask = {
        "id": "ask_1",
        "component": "http.request",
        "inputs": {"method": {"value": "POST"}, "url": {"value": f"http://{service.address}/"}},
        "onError": "retry",
        "retry": {"maxAttempts": 3, "delaySeconds": 7200},
    }
    with running_product(HOOKYARD_OUTBOUND_ALLOW=service.address) as product:
        flows = [flow("nap", COUNT, SLEEP), flow("again", ask), TICK]
        deployed = deploy(product, "Later", {"endpoint": {"type": "flow"}, "flows": flows})
        urls = deployed.urls()
        nap, again = (call(urls[key], "POST", body={}).json["executionId"] for key in ("nap", "again"))
        for execution in (nap, again):
            eventually(lambda execution=execution: product.api("GET", f"executions/{execution}")["status"] == "waiting")
        restart(product)
        service.status = 200
        for execution in (nap, again):
            assert product.api("GET", f"executions/{execution}")["status"] == "waiting", "it is not taken up before its time"
            product.api("POST", f"executions/{execution}/run-now")
            assert product.execution(execution)["status"] == "succeeded"
        steps = {step["path"]: step for step in product.api("GET", f"executions/{again}")["steps"]}
        assert (steps["ask_1"]["attempt"], len(steps["ask_1"]["attempts"])) == (2, 1)
        assert [row[0] for row in product.sql("SELECT value FROM runtime_storedvalue")] == ["1"]

        product.kill()
        product.sql("UPDATE runtime_schedule SET due_at = '2026-01-01 00:00:00'")
        product.start()
        (tick,) = eventually(lambda: product.api("GET", "executions?flow=tick")["results"])
        assert product.execution(tick["id"])["trigger"]["missed"] > 1
        restart(product)

        for number in range(40):
            call(urls["nap"], "POST", body={"n": number})
        wish = {"action": "cancel", "filters": {"flow": "nap"}, "perSecond": 15}
        bulk = product.api("POST", "bulk", wish)
        restart(product)
        eventually(lambda: product.api("GET", "bulk")["results"][0]["status"] == "done", within=90)
        done = product.api("GET", "bulk")["results"][0]
        assert (done["id"], done["did"]) == (bulk["id"], 40)
        assert product.api("GET", "executions/counts?flow=nap")["counts"] == {"succeeded": 1, "cancelled": 40}
        assert len(product.api("GET", "executions?flow=tick")["results"]) == 1, "its moment was used once"
    service.close()
