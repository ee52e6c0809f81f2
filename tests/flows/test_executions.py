"""A flow that was queued runs, for whom it was meant, and ends in a recorded outcome."""

from __future__ import annotations

import pytest

from runtime import control, reruns, wiring
from runtime.instances import services
from runtime.instances.customers import create_customer
from runtime.journal.models import Execution, StepResult
from tests.flows.yard import ONCE, count, counted, echo, flow, start, step

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_queued_flow_runs_and_keeps_its_steps_and_result(yard):
    yard.work()
    _, execution = start(yard, echo())
    row = yard.ended(execution)
    assert (row.status, row.result, row.epoch) == ("succeeded", {"body": {"n": 1}}, 1)
    assert yard.steps(execution) == ["webhook_1", "echo_1"]


def test_each_turn_of_a_loop_is_a_row(yard):
    yard.work()
    loop = {**step("loop_1", "loop", mode="times", times=3), "steps": [step("log_1", "log", message="turn")], "links": []}
    _, execution = start(yard, loop)
    assert yard.ended(execution).status == "succeeded"
    assert yard.steps(execution) == ["webhook_1", *(f"loop_1[{turn}].log_1" for turn in range(3)), "loop_1"]


@pytest.mark.parametrize("wait", [True, False])
def test_a_called_flow_is_an_execution_of_its_own_that_names_its_parent(yard, wait):
    yard.work()
    doubled = step("map_1", "map", fields={"object": {"got": {"reference": "trigger.results.data.n"}}})
    calling = step("call_1", "flow.call", flow="helper", data={"object": {"n": {"value": 5}}}, wait=wait)
    deployed = yard.deploy(flow("orders", calling), flow("helper", doubled, trigger="manual"))
    parent = yard.ended(yard.post(deployed.path("orders"), {}).headers["x-hookyard-execution"])
    child = yard.ended(parent.result["executionId"])
    assert (child.parent_id, child.flow_key, child.result, child.instance_id) == (
        parent.pk,
        "helper",
        {"got": 5},
        deployed.instance.pk,
    )
    assert parent.result.get("result") == ({"got": 5} if wait else None)


def test_flows_that_call_each_other_without_end_fail_clearly(yard):
    yard.work()
    again = step("call_1", "flow.call", flow="helper", wait=True)
    deployed = yard.deploy(flow("orders", again), flow("helper", again, trigger="manual"))
    row = yard.ended(yard.post(deployed.path("orders"), {}).headers["x-hookyard-execution"])
    assert (row.status, row.error["code"]) == ("failed", "called_flow_failed")
    assert "8 deep" in row.error["message"]


def test_what_is_stored_is_kept_apart_for_draft_live_and_each_instance(yard):
    yard.work()
    yard.work(drafts=True)
    scopes = ("flow", "instance", "integration")
    deployed = yard.deploy(flow("orders", *(count(f"{scope}_1", scope) for scope in scopes)))
    other = services.deploy(deployed.integration, create_customer(yard.tenant, external_id="c-2", name="Second"))
    urls = [deployed.path(), other.endpoints.get().path, deployed.draft_path]
    for url in urls:
        yard.ended(yard.post(url, {}).headers["x-hookyard-execution"])
    values = counted(yard)
    first, second, shop = deployed.instance.pk, other.pk, deployed.integration.pk
    assert values[("instance", first)] == values[("instance", second)] == values[("instance", f"draft:{shop}")] == 1
    assert values[("flow", f"{first}:orders")] == values[("flow", f"draft:{shop}:orders")] == 1
    assert values[("integration", shop)] == 2, "both live instances share it"
    assert values[("integration", f"draft:{shop}")] == 1, "and no draft touches it"


def test_a_paused_instance_holds_what_comes_until_it_resumes(yard, monkeypatch):
    monkeypatch.setattr(wiring, "_current", [yard.process])
    yard.work()
    deployed = yard.deploy(flow("orders", echo()))
    services.pause(deployed.instance)
    held = yard.post(deployed.path(), {"n": 1})
    assert (held.status, yard.row(held.json["executionId"]).status) == (202, "held")
    services.resume(deployed.instance)
    assert control.resume_held(yard.tenant, deployed.instance.pk, run=True) == 1
    assert yard.ended(held.json["executionId"]).status == "succeeded"


def test_a_draft_runs_for_the_customer_its_endpoint_picked_and_again_when_retried(yard, monkeypatch):
    monkeypatch.setattr(wiring, "_current", [yard.process])
    yard.work(drafts=True)
    who = step("who_1", "map", fields={"object": {"id": {"reference": "$.customer.externalId"}}})
    endpoint = {"type": "shared", "externalCustomerId": {"reference": "results.body.data.shop"}}
    deployed = yard.deploy(flow("orders", who), endpoint=endpoint)
    first = yard.ended(yard.post(deployed.draft_path, {"shop": "T-9"}).headers["x-hookyard-execution"])
    assert (first.status, first.result) == ("succeeded", {"id": "T-9"})
    again = yard.ended(reruns.run_whole(yard.tenant, first.pk))
    assert (again.result, again.replay_of, again.trigger["executionId"]) == ({"id": "T-9"}, first.pk, again.pk)


def test_retrying_a_draft_whose_trigger_is_gone_says_so(yard, monkeypatch):
    monkeypatch.setattr(wiring, "_current", [yard.process])
    yard.work(drafts=True)
    deployed = yard.deploy(flow("orders", echo()))
    first = yard.ended(yard.post(deployed.draft_path, {}).headers["x-hookyard-execution"])
    Execution.of(yard.tenant).filter(pk=first.pk).update(trigger_step="webhook_9")
    assert yard.ended(reruns.run_whole(yard.tenant, first.pk)).error["code"] == "trigger_unknown"


@pytest.mark.parametrize("gone", ["instance", "request"])
def test_what_it_needs_being_gone_is_told(yard, gone):
    deployed, execution = start(yard, echo())
    if gone == "instance":
        services.delete_instance(deployed.instance)
    else:
        yard.process.journal.submit_call(lambda cursor: cursor.execute("DELETE FROM runtime_request") and None).result()
    yard.work()
    assert yard.ended(execution).error["code"] == {"instance": "flow_gone", "request": "request_gone"}[gone]


@pytest.mark.parametrize("value", [pytest.param(10**30, id="beyond 64 bits"), pytest.param("half \ud800", id="lone surrogate")])
def test_odd_values_from_a_definition_end_the_flow_as_any_other(yard, value):
    yard.work()
    _, execution = start(yard, step("map_1", "map", fields={"object": {"odd": {"value": value}}}))
    row = yard.ended(execution)
    assert (row.status, row.result) == ("succeeded", {"odd": value})


def test_steps_that_double_what_they_get_end_with_a_clear_error(yard):
    yard.work()
    doubling = [
        step(f"map_{n}", "map", fields={"object": {side: {"reference": source} for side in ("left", "right")}})
        for n in range(1, 30)
        for source in [f"map_{n - 1}.results" if n > 1 else "trigger.results.body.data"]
    ]
    deployed = yard.deploy(flow("orders", *doubling))
    row = yard.ended(yard.post(deployed.path(), {"text": "x" * 10_000}).headers["x-hookyard-execution"])
    assert row.status == "failed"
    assert row.error["code"] in ("value_too_large", "execution_too_large")
    size = sum(len(str(results)) for results in StepResult.of(yard.tenant).values_list("results", flat=True))
    assert size < 70 * 2**20


def test_fifty_at_once_with_one_id_start_one_execution(yard):
    yard.work()
    deployed = yard.deploy(flow("orders", count(), policy=ONCE))
    answers = yard.post_together(deployed.path(), 50, {}, x_event_id="evt-1")
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    yard.ended(answers[0].json["executionId"])
    assert (Execution.of(yard.tenant).count(), list(counted(yard).values())) == (1, [1])
    statuses = sorted(yard.request(answer).status for answer in answers)
    assert statuses == ["accepted"] + ["duplicate"] * 49
