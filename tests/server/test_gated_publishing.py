"""Tests that gate publishing, on a running product: what fails keeps the live version as it is, and live traffic never waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.product import Product
from tests.server.desk import code, deploy, flow

ADDS = "module.exports = async (context, stepResults) => ({ data: { sum: stepResults.trigger.results.body.data.n + %s } });"
ENDLESS = "module.exports = async () => { for (;;) {} };"
UNREACHABLE = {
    "id": "http_1",
    "component": "http.request",
    "inputs": {"method": {"value": "GET"}, "url": {"value": "http://127.0.0.1:1/stock"}},
}


def adding(what: str) -> dict:
    return {"endpoint": {"type": "flow"}, "flows": [flow("add", code("code_1", ADDS % what), response="sync")]}


def save(product: Product, integration: str, definition: dict) -> int:
    draft = product.api("GET", f"integrations/{integration}/draft")
    document = {**draft["definition"], **definition}
    return product.api("PUT", f"integrations/{integration}/draft", {"definition": document, "revision": draft["revision"]})[
        "revision"
    ]


def keep(product: Product, integration: str, name: str, **more) -> dict:
    body = {"name": name, "kind": "flow", "flow": "add", "request": {"body": '{"n": 40}'}, "expected": {"result": {"sum": 42}}}
    return product.api("POST", f"integrations/{integration}/tests", {**body, **more})


def test_a_draft_that_fails_its_test_does_not_go_live_until_somebody_says_so(product: Product):
    deployed = deploy(product, "Gated", adding("2"))
    integration = deployed.integration_id
    keep(product, integration, "Adds two")
    revision = save(product, integration, adding("3"))

    told = product.api("POST", f"integrations/{integration}/publish", {"revision": revision}, expect=422)
    assert (told["code"], told["failed"]) == ("tests_failed", 1)
    assert told["results"][0]["differences"] == [{"path": "result.sum", "kind": "changed", "expected": 42, "got": 43}]
    assert [version["number"] for version in product.api("GET", f"integrations/{integration}/versions")] == [1]
    assert deployed.post("add", {"n": 1}).json == {"sum": 3}

    asked = {"revision": revision, "despiteTests": True, "comment": "Three from now on"}
    version = product.api("POST", f"integrations/{integration}/publish", asked, expect=201)
    assert (version["number"], version["overriddenTests"]) == (2, ["Adds two"])
    assert deployed.post("add", {"n": 1}).json == {"sum": 3}  # publishing moved nobody


def test_a_step_that_calls_out_is_tested_by_its_pin(product: Product):
    definition = {"endpoint": {"type": "flow"}, "flows": [flow("add", UNREACHABLE, code("code_1", ADDS % "2"), response="sync")]}
    integration = deploy(product, "Pinned", definition).integration_id
    plain = keep(product, integration, "Calls out")
    pinned = keep(product, integration, "Pinned", pins={"http_1": {"status": 200, "body": {"data": []}}})
    went = product.api("POST", f"integrations/{integration}/tests/run", {})
    assert {result["test"]: result["outcome"] for result in went["results"]} == {plain["id"]: "failed", pinned["id"]: "passed"}
    assert went["results"][0]["run"]["error"]["stepId"] == "http_1"


def test_tests_leave_no_trace_and_live_traffic_does_not_wait_for_them(product: Product):
    deployed = deploy(product, "Busy", adding("2"))
    integration = deployed.integration_id
    endless = {"endpoint": {"type": "flow"}, "flows": [flow("add", code("code_1", ENDLESS), response="sync")]}
    save(product, integration, endless)
    keep(product, integration, "Never ends")
    before = len(product.api("GET", f"executions?integration={integration}")["results"])
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(product.api, "POST", f"integrations/{integration}/tests/run", {})
        while not running.done():
            assert deployed.post("add", {"n": 1}).json == {"sum": 3}
            before += 1
        went = running.result()
    assert (went["results"][0]["outcome"], went["results"][0]["run"]["code"]) == ("failed", "code_timeout")
    live = product.api("GET", f"executions?integration={integration}&limit=200")["results"]
    assert len(live) == min(before, 200)
    assert {execution["version"] for execution in live} == {1}
