"""The shared-webhook story from end to end, and what its reader asks next."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest
import yaml

from tests.product import ROOT, Product, call
from tests.server.desk import deploy, publish

pytestmark = pytest.mark.server

PAYLOADS = {
    name: json.loads((ROOT / f"fixtures/payloads/acme_erp/{name}.json").read_text())
    for name in ("inventory_update", "create_order")
}


@pytest.fixture(scope="module")
def acme(product: Product) -> dict[str, Any]:
    return product.demo()


def definition() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "fixtures/integrations/acme_erp.yaml").read_text())


def where(product: Product, answer: Any) -> tuple[str, str, str]:
    """(external id, flow, status) of the execution an answer names."""
    ended = product.execution(answer.json["executionId"])
    return ended["customer"]["externalId"], ended["flowName"], ended["status"]


def test_one_url_brings_each_payload_to_its_customer_and_flow(product: Product, acme: dict[str, Any]) -> None:
    inventory = call(acme["sharedUrl"], "POST", body=PAYLOADS["inventory_update"])
    order = call(acme["sharedUrl"], "POST", body=PAYLOADS["create_order"])
    assert where(product, inventory) == ("progix-100", "Update Inventory", "succeeded")
    assert where(product, order) == ("progix-200", "Create Order", "succeeded")
    ended = product.execution(order.json["executionId"])
    assert ended["result"]["shipTo"] == "177A Bleecker St., New York, NY 10012"


def test_the_trace_tells_each_stage_and_what_each_picker_read(product: Product, acme: dict[str, Any]) -> None:
    answer = call(acme["sharedUrl"], "POST", body=PAYLOADS["inventory_update"])
    trace = product.api("GET", f"requests/{answer.headers['x-hookyard-request']}")["trace"]
    stages = {stage["stage"]: stage for stage in trace}
    assert list(stages) == ["endpoint", "method", "size", "verify", "parse", "preprocess", "pick", "match", "store", "answer"]
    assert stages["preprocess"]["data"]["result"] == {"customerExternalId": "progix-100", "flowName": "Update Inventory"}
    assert stages["pick"]["data"] == {"flowName": "Update Inventory", "externalCustomerId": "progix-100"}
    assert stages["match"]["data"]["customer"]["name"] == "Northwind Outfitters"


def test_what_a_customer_answers_in_the_wizard_is_what_the_flow_uses(product: Product, acme: dict[str, Any]) -> None:
    instance = acme["customers"][0]["instance"]
    line = PAYLOADS["inventory_update"]["data"][0]
    answers = {"warehouse": "north", "other-names": True, "item-names": {line["item"]: "M6 hex bolt"}}
    product.api("PATCH", f"instances/{instance}", {"config": answers})
    answer = call(acme["sharedUrl"], "POST", body={**PAYLOADS["inventory_update"], "data": [line, {**line, "item": "toString"}]})
    booked = [turn["message"] for turn in product.execution(answer.json["executionId"])["result"]]
    product.api("PATCH", f"instances/{instance}", {"config": {}})
    said = f"{line['state']} {line['quantity']} x"
    assert booked == [f"{said} M6 hex bolt in north", f"{said} toString in north"]


def test_the_demo_can_be_loaded_twice(product: Product, acme: dict[str, Any]) -> None:
    assert product.demo()["sharedUrl"] == acme["sharedUrl"]


def test_a_customer_nobody_knows_is_kept_with_the_nearest_name(product: Product, acme: dict[str, Any]) -> None:
    answer = call(acme["sharedUrl"], "POST", body={**PAYLOADS["create_order"], "customerId": "C3E72B0D"})
    assert (answer.status, answer.json["code"]) == (404, "customer_not_found")
    kept = product.api("GET", f"requests/{answer.headers['x-hookyard-request']}")
    assert kept["nearest"][0]["name"] == "Bleecker Street Supplies"


def without_preprocess(**pickers: str) -> dict[str, Any]:
    document = definition()
    document["flows"] = [flow for flow in document["flows"] if flow["key"] != "preprocess"]
    document["endpoint"] = {
        "type": "shared",
        "unrouted": "reject",
        **{name: {"reference": path} for name, path in pickers.items()},
    }
    names = {"update-inventory": "inventory_update", "create-order": "create_order"}
    for flow in document["flows"]:
        flow["name"] = names[flow["key"]]
    return document


def test_follow_up_without_a_preprocess_flow_the_pickers_read_the_request(product: Product) -> None:
    document = without_preprocess(flowName="results.body.data.type", externalCustomerId="results.body.data.externalId")
    deployed = deploy(product, "Plain", document, external_id="plain-1")
    answer = deployed.post("shared", {**PAYLOADS["create_order"], "externalId": "plain-1"})
    assert where(product, answer) == ("plain-1", "create_order", "succeeded")


def test_follow_up_the_customer_id_in_a_header_whatever_its_case(product: Product) -> None:
    document = without_preprocess(flowName="results.body.data.type", externalCustomerId="results.headers.customerId")
    deployed = deploy(product, "Header", document, external_id="header-1")
    answer = deployed.post("shared", PAYLOADS["inventory_update"], headers={"CustomerID": "header-1"})
    assert where(product, answer) == ("header-1", "inventory_update", "succeeded")


def test_follow_up_code_reads_the_header_as_the_tutorial_writes_it(product: Product) -> None:
    document = definition()
    preprocess = next(flow for flow in document["flows"] if flow["key"] == "preprocess")
    lookup = next(step for step in preprocess["steps"] if step["id"] == "getCustomerByAcmeId")
    lookup["component"] = "code"
    header = "stepResults.integrationTrigger.results.headers.customerId"
    source = f"module.exports = async (context, stepResults) => ({{ data: {{ id: {header} }} }});"
    lookup["inputs"] = {"code": {"value": source}}
    deployed = deploy(product, "Header in code", document, external_id="header-2")
    answer = deployed.post("shared", PAYLOADS["create_order"], headers={"customerId": "header-2"})
    assert where(product, answer) == ("header-2", "Create Order", "succeeded")


def test_follow_up_an_instance_has_its_own_url_and_picks_only_the_flow(product: Product) -> None:
    document = definition()
    document["endpoint"]["type"] = "instance"
    del document["endpoint"]["externalCustomerId"]
    first = deploy(product, "Own URL", document, external_id="own-1")
    other = product.api("POST", "customers", {"externalId": "own-2", "name": "Second"})
    instance = product.api("POST", "instances", {"integration": first.integration_id, "customer": other["id"]})
    second_url = next(entry["url"] for entry in instance["endpoints"] if entry["type"] == "instance")
    assert second_url != first.urls()["instance"]
    assert where(product, first.post("instance", PAYLOADS["create_order"])) == ("own-1", "Create Order", "succeeded")
    assert where(product, call(second_url, "POST", body=PAYLOADS["inventory_update"])) == (
        "own-2",
        "Update Inventory",
        "succeeded",
    )


def test_urls_stay_the_same_over_versions_and_rotate_with_overlap(product: Product) -> None:
    document = {"endpoint": {"type": "flow"}, "flows": [flow for flow in definition()["flows"] if flow["key"] == "create-order"]}
    deployed = deploy(product, "Stable", document)
    url = deployed.urls()["create-order"]
    assert publish_again(product, deployed.integration_id) == 2
    product.api("POST", f"instances/{deployed.instance_id}/upgrade", {})
    assert deployed.urls()["create-order"] == url
    endpoint = product.api("GET", f"instances/{deployed.instance_id}")["endpoints"][0]
    product.api("POST", f"instances/{deployed.instance_id}/endpoints/{endpoint['id']}/rotate", {"overlapHours": 1})
    rotated = deployed.urls()["create-order"]
    assert rotated != url
    assert [call(each, "POST", body=PAYLOADS["create_order"]).status for each in (url, rotated)] == [200, 200]
    product.api("POST", f"instances/{deployed.instance_id}/endpoints/{endpoint['id']}/rotate", {"overlapHours": 0})
    assert [call(each, "POST", body={}).status for each in (url, rotated)] == [404, 404]


def publish_again(product: Product, integration_id: str) -> int:
    draft = product.api("GET", f"integrations/{integration_id}/draft")
    return product.api("POST", f"integrations/{integration_id}/publish", {"revision": draft["revision"]})["number"]


def test_the_draft_url_runs_the_draft_and_reaches_no_customer(product: Product) -> None:
    integration_id = publish(product, "Drafted", definition())
    draft_url = product.api("GET", f"integrations/{integration_id}/draft")["draftUrl"]
    answer = call(draft_url, "POST", body=PAYLOADS["create_order"])
    ended = product.execution(answer.json["executionId"])
    assert (ended["status"], ended["flowName"], ended["version"], ended["instanceId"]) == (
        "succeeded",
        "Create Order",
        None,
        None,
    )
    assert product.api("GET", f"requests/{answer.headers['x-hookyard-request']}")["isDraft"]


def test_the_query_form_of_the_url_answers_where_the_tenant_allows_it(product: Product) -> None:
    document = {"endpoint": {"type": "flow"}, "flows": [flow for flow in definition()["flows"] if flow["key"] == "create-order"]}
    deployed = deploy(product, "Query form", document)
    _, tenant_id, _, flow_id, _ = deployed.urls()["create-order"].split("/hooks")[1].split("/")
    url = f"{product.url}/restendpoint?tenant_id={tenant_id}&flow_id={flow_id}"
    assert call(url, "POST", body=PAYLOADS["create_order"]).status == 404
    product.api("PATCH", "tenant", {"allowQueryEndpoint": True})
    assert where(product, call(url, "POST", body=PAYLOADS["create_order"])) == (
        "query-form-customer",
        "Create Order",
        "succeeded",
    )


def test_the_whole_story_by_curl_alone() -> None:
    from tests.product import running_product

    with running_product() as fresh:
        token = fresh.manage("token", "--role", "owner").strip()
        script = subprocess.run(
            [str(ROOT / "fixtures/examples/acme_erp.sh"), fresh.url],
            env={**os.environ, "HOOKYARD_TOKEN": token},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert script.returncode == 0, script.stdout + script.stderr
    assert "Update Inventory of northwind: succeeded" in script.stdout
    assert "Create Order of bleecker: succeeded" in script.stdout
