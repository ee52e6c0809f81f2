"""Templates run as they are: every payload they bring has the outcome they promise, on a real bench, without network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from designer.integrations.gallery import templates
from tests.product import Product

pytestmark = pytest.mark.server

Run = Callable[[dict[str, Any]], dict[str, Any]]


def opened(product: Product, key: str) -> Run:
    """An integration made from the template; runs one of its tests on the bench."""
    integration = product.api("POST", f"templates/{key}", {})["id"]

    def run(test: dict[str, Any]) -> dict[str, Any]:
        body = {"flow": test["flow"], "request": test["request"]}
        ran = product.api("POST", f"integrations/{integration}/test-flow", body)
        assert {step["status"] for step in ran["execution"]["steps"]} <= {"succeeded", "skipped"}, ran["execution"]
        return ran

    return run


@pytest.mark.parametrize("template", templates().values(), ids=lambda template: template.key)
def test_each_payload_has_the_outcome_that_the_template_promises(template, product):
    integration = product.api("POST", f"templates/{template.key}", {})["id"]
    ran = product.api("POST", f"integrations/{integration}/tests/run", {})
    assert [(each["name"], each["outcome"], each["differences"]) for each in ran["results"]] == [
        (test["name"], "passed", []) for test in template.tests
    ]


def test_a_job_that_called_is_alive(product):
    run = opened(product, "heartbeat")
    beat, check = templates()["heartbeat"].tests
    run(beat)
    run(beat)
    alive = run({**check, "request": {**check["request"], "query": "job=backup"}})
    assert (alive["answer"]["status"], alive["result"]) == (200, {"alive": True, "minutes": 0, "beats": 2})


def test_an_alert_is_told_once_until_it_is_over(product):
    run = opened(product, "alert-deduper")
    resolved, firing = templates()["alert-deduper"].tests
    over = {**resolved, "request": {"body": resolved["request"]["body"].replace("b0c2a1", "b0c2a2")}}
    told = [run(test)["result"][0]["message"] for test in (firing, firing, over, firing)]
    fires = "DiskFull fires: 91 % of /data"
    assert told == [fires, "DiskFull was told already", "DiskFull is over", fires]


def test_an_order_that_was_told_is_found(product):
    run = opened(product, "order-status-api")
    tell, _, ask = templates()["order-status-api"].tests
    run(tell)
    found = run({**ask, "request": {**ask["request"], "query": "order=1001"}})
    assert (found["answer"]["status"], found["result"]["status"]) == (200, "packed")
