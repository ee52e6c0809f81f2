"""Tests that change nothing outside: what is answered instead of carried out, and what is carried out all the same."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from designer.bench import saved
from designer.bench.files import write_tests
from runtime.journal.models import Execution
from tests.designer.stock import flow, make_connector, make_execution, make_integration, make_saved_test, make_step

pytestmark = pytest.mark.django_db(transaction=True)  # earlier results are read on threads of the bench

AWAY = "http://127.0.0.1:9/orders"  # the door to the world refuses to call it, so whoever tries fails


def http(step_id: str = "http_1", method: str = "POST", **inputs: Any) -> dict[str, Any]:
    given = {"method": method, "url": AWAY, **inputs}
    return {"id": step_id, "component": "http.request", "inputs": {name: {"value": value} for name, value in given.items()}}


def behind_webhook(*steps: dict[str, Any]) -> dict[str, Any]:
    ids = ["webhook_1", *(step["id"] for step in steps)]
    links = [{"from": source, "to": target} for source, target in pairwise(ids)]
    return flow(steps=[{"id": "webhook_1", "component": "webhook"}, *steps], links=links, layout={})


@pytest.fixture
def shop(cast):
    return make_integration(cast.acme, flows=[behind_webhook(http())])


def run(desk: Any, shop: Any, **more: Any) -> dict[str, Any]:
    answer = desk.post(f"integrations/{shop.pk}/test-flow", {"flow": "orders", "request": {"body": "{}"}, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def remember(shop: Any, results: Any, **more: Any) -> Execution:
    ran = make_execution(shop.tenant, integration_id=shop.pk, **more)
    make_step(ran, "http_1", 2, component="http.request", results=results)
    return ran


def log_of(ran: dict[str, Any], step_id: str = "http_1") -> str:
    (step,) = (step for step in ran["execution"]["steps"] if step["stepId"] == step_id)
    return " ".join(line["message"] for line in step["logs"])


def test_a_run_by_hand_carries_out_what_it_comes_to_unless_it_is_asked_not_to(shop, builder):
    assert run(builder, shop)["outcome"] == "failed"
    spared = run(builder, shop, callsOut=False)
    assert (spared["outcome"], spared["result"]) == ("succeeded", None)
    assert "Not carried out: it has not succeeded yet" in log_of(spared)


def test_a_step_is_answered_with_what_it_returned_when_it_last_succeeded(shop, builder):
    remember(shop, {"status": 201, "body": {"id": 1}})
    ran = remember(shop, {"status": 201, "body": {"id": 2}})
    failed = make_execution(shop.tenant, integration_id=shop.pk, status="failed")
    make_step(failed, "http_1", 2, component="http.request", status="failed", error={"code": "remote_failed", "message": "503"})
    other = make_execution(shop.tenant, integration_id=make_integration(shop.tenant, "other").pk)
    make_step(other, "http_1", 2, component="http.request", results={"of": "another integration"})
    spared = run(builder, shop, callsOut=False)
    assert spared["result"] == {"status": 201, "body": {"id": 2}}
    assert ran.pk in log_of(spared)


def test_what_another_component_returned_under_that_name_is_no_answer(shop, builder):
    ran = make_execution(shop.tenant, integration_id=shop.pk)
    make_step(ran, "http_1", 2, component="code", results={"id": 3})
    assert run(builder, shop, callsOut=False)["result"] is None


def test_a_pin_counts_before_what_was_returned_once(shop, builder):
    remember(shop, {"id": 1})
    assert run(builder, shop, callsOut=False, pins={"http_1": {"id": 9}})["result"] == {"id": 9}


@pytest.mark.parametrize(
    ("step", "spared"),
    [
        (http(method="GET"), False),
        (http(method="DELETE"), True),
        ({"id": "http_1", "component": "graphql.request", "inputs": {"url": AWAY, "query": "{ orders { id } }"}}, False),
        ({"id": "http_1", "component": "graphql.request", "inputs": {"url": AWAY, "query": "mutation { pay }"}}, True),
    ],
    ids=["a GET", "a DELETE", "a query", "a mutation"],
)
def test_what_only_reads_is_carried_out(step, spared, cast, builder):
    inputs = {name: given if isinstance(given, dict) else {"value": given} for name, given in step["inputs"].items()}
    shop = make_integration(cast.acme, flows=[behind_webhook({**step, "inputs": inputs})])
    assert run(builder, shop, callsOut=False)["outcome"] == ("succeeded" if spared else "failed")


def test_a_connector_that_is_called_storage_is_no_storage_of_ours(cast, builder):
    make_connector(cast.acme, "depot", **{"spec.yml": "name: Storage\nkey: depot\n"})
    shop = make_integration(cast.acme, flows=[behind_webhook({"id": "find_1", "component": "depot.find", "inputs": {}})])
    assert "Not carried out" in log_of(run(builder, shop, callsOut=False), "find_1")


def test_steps_of_a_called_flow_and_of_the_preprocess_flow_are_spared_too(cast, builder):
    called = flow(
        "called",
        "Called",
        steps=[{"id": "manual_1", "component": "manual"}, http()],
        links=[{"from": "manual_1", "to": "http_1"}],
    )
    calls = {"id": "call_1", "component": "flow.call", "inputs": {"flow": {"value": "called"}}}
    pre = {**behind_webhook(http()), "key": "pre", "name": "Pre"}
    endpoint = {"type": "instance", "preprocessFlow": "pre"}
    shop = make_integration(cast.acme, flows=[behind_webhook(calls), called, pre], endpoint=endpoint)
    asked = {"request": {"body": "{}"}, "runTarget": True}
    path = f"integrations/{shop.pk}/test-endpoint"
    assert builder.post(path, asked).json()["code"] == "preprocess_failed"
    went = builder.post(path, {**asked, "callsOut": False}).json()
    assert went["outcome"] == "succeeded", went


def test_publishing_changes_nothing_outside_but_for_a_test_that_says_so(shop, builder):
    make_saved_test(shop)
    assert builder.post(f"integrations/{shop.pk}/publish", {"revision": 1}).status_code == 201
    really = make_saved_test(shop, name="Really", calls_out=True)
    answer = builder.post(f"integrations/{shop.pk}/publish", {"revision": 1}).json()
    assert (answer["code"], [each["outcome"] for each in answer["results"]]) == ("tests_failed", ["passed", "failed"])
    kept = builder.get(f"integrations/{shop.pk}/tests/{really.pk}").json()
    assert kept["callsOut"] is True
    assert [one.get("callsOut") for one in write_tests(saved.tests_of(shop))] == [None, True]


def test_a_random_id_is_made_in_a_test_too(cast, builder):
    uuid = {"id": "random_1", "component": "random", "inputs": {"operation": {"value": "uuid"}}}
    shop = make_integration(cast.acme, flows=[behind_webhook(uuid)])
    assert len(run(builder, shop, callsOut=False)["result"]) == 36
