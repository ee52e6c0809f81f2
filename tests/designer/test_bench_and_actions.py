"""What the desk asks of the running runtime: checking code, testing flows and endpoints, releasing what was held."""

from __future__ import annotations

import pytest

from designer.integrations import demo
from runtime.credentials.services import create_credential
from runtime.instances.models import Integration
from runtime.journal.models import Execution, Request
from tests.designer.stock import definition, flow, make_customer, make_execution, make_instance, make_integration

SUM = "module.exports = async (context, stepResults) => ({ data: stepResults.trigger.results.body.data.a + 1 });"


def coded(source: str) -> dict:
    steps = [
        {"id": "webhook_1", "component": "webhook"},
        {"id": "code_1", "component": "code", "inputs": {"code": {"value": source}}},
    ]
    return flow(steps=steps, links=[{"from": "webhook_1", "to": "code_1"}], layout={})


@pytest.fixture
def shop(cast):
    return make_integration(cast.acme, flows=[coded(SUM)])


def test_a_syntax_error_is_a_problem_of_its_step_with_line_and_column(cast, builder):
    shop = make_integration(cast.acme, flows=[coded("module.exports = async () => {\n  return {{ };\n};")])
    (problem,) = builder.get(f"integrations/{shop.pk}/draft").json()["problems"]
    assert (problem["code"], problem["severity"]) == ("code_syntax_error", "error")
    assert (problem["flow"], problem["step"], problem["field"], problem["line"]) == ("orders", "code_1", "code", 2)
    assert "line 2" in problem["message"]
    assert builder.post(f"integrations/{shop.pk}/publish", {"revision": 1}).status_code == 422


def test_a_flow_of_the_draft_runs_and_leaves_no_trace(shop, builder):
    ran = builder.post(f"integrations/{shop.pk}/test-flow", {"flow": "orders", "request": {"body": '{"a": 41}'}}).json()
    assert (ran["ok"], ran["result"]) == (True, 42)
    assert [step["stepId"] for step in ran["execution"]["steps"]] == ["webhook_1", "code_1"]
    assert not Request.objects.of(shop.tenant_id).exists()
    assert not Execution.objects.of(shop.tenant_id).exists()


def test_a_manual_trigger_is_given_data(cast, builder):
    steps = [
        {"id": "manual_1", "component": "manual"},
        {"id": "map_1", "component": "map", "inputs": {"fields": {"object": {"n": {"reference": "trigger.results.data.n"}}}}},
    ]
    shop = make_integration(
        cast.acme, flows=[flow(), flow("hand", "Hand", steps=steps, links=[{"from": "manual_1", "to": "map_1"}], layout={})]
    )
    ran = builder.post(f"integrations/{shop.pk}/test-flow", {"flow": "hand", "data": {"n": 7}}).json()
    assert ran["result"] == {"n": 7}, ran


def test_a_draft_that_cannot_be_read_is_not_run(cast, builder):
    shop = make_integration(cast.acme, colour="red")
    answer = builder.post(f"integrations/{shop.pk}/test-flow", {"flow": "orders", "request": {}})
    assert (answer.status_code, answer.json()["code"]) == (422, "definition_invalid")
    assert answer.json()["problems"]


def test_a_flow_that_is_not_there_is_not_found(shop, builder):
    answer = builder.post(f"integrations/{shop.pk}/test-flow", {"flow": "nothing", "request": {}})
    assert (answer.status_code, answer.json()["code"]) == (404, "flow_not_found")


def test_the_whole_road_of_a_request_is_walked_with_unsaved_changes(cast, builder):
    shop = make_integration(cast.acme)
    make_customer(cast.acme, "c-1")
    document = definition(type="shared", flows=[coded(SUM)])
    body = {"request": {"body": '{"shop": "c-1", "a": 1}'}, "definition": document, "runTarget": True}
    ran = builder.post(f"integrations/{shop.pk}/test-endpoint", body).json()
    stages = {stage["stage"]: stage for stage in ran["stages"]}
    assert stages["pick"]["data"]["externalCustomerId"] == "c-1"
    assert stages["match"]["data"]["flow"]["key"] == "orders"
    assert ran["result"] == 2


def test_the_demo_loads_once_and_again_changes_nothing(cast, builder):
    first = builder.post("demo")
    assert first.status_code == 200, first.content
    loaded = first.json()
    assert builder.post("demo").json() == loaded
    assert loaded["integration"]["version"] == 1
    assert f"/hooks/{cast.acme.pk}/shared/" in loaded["sharedUrl"]
    assert [(row["externalId"], row["alias"]) for row in loaded["customers"]] == [
        ("progix-100", "A06DFFAC"),
        ("progix-200", "C3E72B0C"),
    ]
    problems = builder.get(f"integrations/{loaded['integration']['id']}/draft").json()["problems"]
    assert problems == []


def test_an_interrupted_demo_is_finished_by_the_next(cast):
    demo.load_demo(cast.acme)
    Integration.objects.of(cast.acme).get().instances.all()[0].delete()
    assert len({row["instance"] for row in demo.load_demo(cast.acme)["customers"]}) == 2


def test_the_demo_deploys_to_whoever_has_its_alias_already(cast, builder):
    body = {"externalId": "northwind", "name": "Northwind Outfitters", "aliases": ["A06DFFAC"]}
    mine = builder.post("customers", body).json()
    loaded = builder.post("demo").json()
    assert [row["externalId"] for row in loaded["customers"]] == ["northwind", "progix-200"]
    assert loaded["customers"][0]["id"] == mine["id"]


@pytest.mark.parametrize(("held", "status"), [("run", "queued"), ("discard", "cancelled")])
def test_resuming_runs_or_discards_what_was_held(held, status, cast, operator):
    instance = make_instance(cast.acme)
    operator.post(f"instances/{instance.pk}/pause")
    kept = make_execution(cast.acme, instance_id=instance.pk, status="held")
    resumed = operator.post(f"instances/{instance.pk}/resume", {"held": held}).json()
    assert (resumed["enabled"], resumed["heldCount"]) == (True, 0)
    kept.refresh_from_db()
    assert kept.status == status


def test_a_test_with_a_signature_that_does_not_fit_says_why_and_one_that_fits_runs(cast, builder):
    create_credential(cast.acme, name="Hub", key="hub", scheme="github", secret={"value": "It's a Secret to Everybody"})
    steps = [{"id": "webhook_1", "component": "webhook", "inputs": {"credential": {"credential": "hub"}}}]
    shop = make_integration(cast.acme, flows=[flow(steps=steps, links=[], layout={})])
    right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    def test(body: str, **headers: str) -> dict:
        request = {"body": body, "contentType": "text/plain", "headers": [list(pair) for pair in headers.items()]}
        return builder.post(f"integrations/{shop.pk}/test-endpoint", {"request": request}).json()

    assert test("Hello, World!", **{"X-Hub-Signature-256": right})["outcome"] == "succeeded"
    ran = test("Hello, World!\n", **{"X-Hub-Signature-256": right})
    (verify,) = (stage for stage in ran["stages"] if stage["stage"] == "verify")
    assert (ran["code"], verify["ok"]) == ("signature_invalid", False)
    assert verify["data"]["report"]["wouldFit"] == [["the body has no line break at its end"]]
    let_in = test("Hello, World!")
    (verify,) = (stage for stage in let_in["stages"] if stage["stage"] == "verify")
    assert let_in["outcome"] == "succeeded" and verify["skipped"]
    assert "x-hub-signature-256 did not come" in verify["data"]["report"]["causes"][0]
