"""Going over real requests with the draft: what would become different, for whom, and that nothing is done outside."""

from __future__ import annotations

from typing import Any

import pytest

from designer.bench import what_if
from runtime.bench.turns import alone
from runtime.instances.models import Instance, Integration
from runtime.journal.models import Execution, Request, StepResult
from runtime.routing.models import Endpoint
from runtime.storage.models import StoredValue
from runtime.watching.traffic import TRAFFIC
from tests.designer.real_requests import GIVES_N, N, ask, came, coded, draft, mapped, only, published
from tests.designer.stock import (
    flow,
    make_execution,
    make_request,
    make_step,
)
from tests.designer.test_sparing_the_world import AWAY, behind_webhook, http

pytestmark = pytest.mark.django_db(transaction=True)  # roads are read on threads of the bench


@pytest.fixture
def shop(cast) -> Integration:
    return published(cast.acme, GIVES_N)


def test_a_draft_that_means_the_same_changes_nothing_for_anybody(shop, builder):
    came(shop, 1)
    came(shop, 2, "c-2")
    told = ask(builder, shop)
    assert (told["requests"], told["leftOut"]) == (2, 0)
    assert [customer["customer"]["externalId"] for customer in told["customers"]] == ["c-2", "c-1"]
    assert all(customer["counts"]["unchanged"] == 1 and customer["requests"] == [] for customer in told["customers"])


def test_what_comes_out_otherwise_is_told_by_customer_and_place(shop, builder):
    came(shop, 1)
    came(shop, 9, "c-2")
    draft(
        shop,
        coded("{ n: stepResults.trigger.results.body.data.n > 5 ? 'many' : stepResults.trigger.results.body.data.n }", "map_1"),
    )
    first, second = ask(builder, shop)["customers"]
    assert (first["customer"]["externalId"], first["counts"]["changed"]) == ("c-2", 1)
    assert (second["customer"]["externalId"], second["counts"]["unchanged"]) == ("c-1", 1)
    result, step = first["requests"][0]["changes"]
    assert (result["about"], result["differences"]) == (
        "result",
        [{"path": "result.n", "kind": "changed", "expected": 9, "got": "many"}],
    )
    assert (step["stepId"], step["kind"], step["differences"][0]["path"]) == ("map_1", "other_results", "results.n")


def throws_at(n: int) -> dict[str, Any]:
    return coded(f"(() => {{ if (stepResults.{N} === {n}) throw new Error('no'); return {{ n: 1 }}; }})()")


def test_what_failed_and_succeeds_and_the_other_way_round(cast, builder):
    shop = published(cast.acme, throws_at(0))
    error = {"code": "code_threw", "message": "Error: no", "stepId": "code_1", "path": "code_1"}
    row = {"step_id": "code_1", "component": "code"}
    came(shop, 0, "c-1", {**row, "status": "failed", "error": error}, status="failed", error=error)
    came(shop, 1, "c-2", {**row, "results": {"n": 1}})
    draft(shop, throws_at(1))
    told = {one["customer"]["externalId"]: one for one in ask(builder, shop)["customers"]}
    assert told["c-1"]["counts"]["nowSucceeds"] == told["c-2"]["counts"]["nowFails"] == 1, told
    after = told["c-2"]["requests"][0]["after"]
    assert (after["outcome"], after["code"]) == ("failed", "code_threw")
    assert [change["kind"] for change in told["c-2"]["requests"][0]["changes"] if change["about"] == "step"] == ["fails_now"]


def test_a_request_that_found_no_way_finds_one(shop, builder):
    url = Endpoint.of(shop.tenant).get(integration=shop, type="shared")
    make_request(
        shop.tenant,
        **{"integration_id": shop.pk, "endpoint_id": url.pk, "path": url.path, "body": b'{"tenant": "c-2", "n": 3}'},
        **{"status": "unrouted", "code": "picker_empty", "answer_status": 422},
    )
    assert ask(builder, shop)["customers"][0]["counts"]["unchanged"] == 1
    draft(shop, GIVES_N, endpoint={"type": "shared", "externalCustomerId": {"reference": "results.body.data.tenant"}})
    (told,) = ask(builder, shop)["customers"]
    assert (told["customer"], told["counts"]["nowSucceeds"]) == (None, 1)
    route = told["requests"][0]["changes"][0]
    assert {each["path"]: each["got"] for each in route["differences"]} == {"flow": "orders", "customer": "c-2"}


POSTED = {
    "step_id": "http_1",
    "component": "http.request",
    "inputs": {"method": "POST"},
    "results": {"status": 201, "body": {"id": 7}},
}


GIVEN = {"method": "POST", "url": AWAY}


def test_nothing_is_carried_out_and_what_a_service_said_then_is_said_again(shop, builder):
    """The address is one that the door to the outside would refuse, so whoever called it would fail."""
    came(
        shop,
        4,
        "c-1",
        {**POSTED, "inputs": {**GIVEN, "body": {"n": 4}}},
        {"step_id": "map_1", "component": "map", "results": {"id": 7}},
    )
    sends = {**http(), "inputs": {**http()["inputs"], "body": {"object": {"n": {"reference": N}}}}}
    id_of = mapped(id={"reference": "http_1.results.body.id"})
    draft(shop, sends, id_of)
    assert ask(builder, shop)["customers"][0]["counts"]["unchanged"] == 1
    draft(shop, {**sends, "inputs": {**sends["inputs"], "body": {"object": {"count": {"reference": N}}}}}, id_of)
    (change,) = only(ask(builder, shop))["changes"]
    assert (change["stepId"], change["kind"]) == ("http_1", "sends_other")
    assert [(each["path"], each["kind"]) for each in change["differences"]] == [
        ("inputs.body.n", "missing"),
        ("inputs.body.count", "extra"),
    ]


def test_a_renamed_step_is_the_same_step(cast, builder):
    shop = published(cast.acme, http(), mapped(id={"reference": "http_1.results.body.id"}))
    came(shop, 4, "c-1", {**POSTED, "inputs": GIVEN}, {"step_id": "map_1", "component": "map", "results": {"id": 7}})
    draft(shop, http("order_1"), mapped(id={"reference": "order_1.results.body.id"}))
    assert ask(builder, shop)["customers"][0]["counts"]["unchanged"] == 1
    draft(shop, http("order_1"), mapped(id={"reference": "order_1.results.status"}))
    told = only(ask(builder, shop))
    assert (told["assumed"], [change["stepId"] for change in told["changes"]]) == ([], [None, "map_1"])


def test_a_called_flow_is_gone_over_with_what_its_own_steps_returned_then(cast, builder):
    first = {"id": "manual_1", "component": "manual"}
    called = flow("ship", "Ship", steps=[first, http()], links=[{"from": "manual_1", "to": "http_1"}], layout={})
    calls = {"id": "call_1", "component": "flow.call", "inputs": {"flow": {"value": "ship"}}}
    status = mapped(status={"reference": "call_1.results.result.status"})
    shop = published(cast.acme, calls, status, flows=[behind_webhook(calls, status), called])
    row = {
        "step_id": "call_1",
        "component": "flow.call",
        "inputs": {"flow": "ship"},
        "results": {"executionId": "x", "result": {}},
    }
    kept = came(shop, 4, "c-1", row, {"step_id": "map_1", "component": "map", "results": {"status": 201}})
    child = make_execution(shop.tenant, integration_id=shop.pk, flow_key="ship", parent_id=kept.execution_id)
    make_step(child, "http_1", 2, **{name: value for name, value in POSTED.items() if name != "step_id"})
    assert ask(builder, shop)["customers"][0]["counts"]["unchanged"] == 1


def test_a_call_that_would_be_new_is_told_and_that_nothing_is_known_of_its_answer(shop, builder):
    came(shop, 4)
    draft(shop, http(), GIVES_N)
    one = only(ask(builder, shop))
    assert (one["verdict"], one["assumed"]) == ("changed", ["http_1"])
    assert [(change["stepId"], change["kind"]) for change in one["changes"]] == [("http_1", "runs_now")]


def test_a_get_goes_nowhere_either_and_other_customers_answers_are_not_used(shop, builder):
    came(shop, 4)
    other = make_execution(
        shop.tenant, integration_id=shop.pk, instance_id=Instance.of(shop.tenant).get(customer__external_id="c-2").pk
    )
    make_step(other, "http_1", 2, component="http.request", results={"of": "c-2"})
    draft(shop, http(method="GET"))
    one = only(ask(builder, shop))
    assert one["assumed"] == ["http_1"] and "c-2" not in str(one["changes"])
    assert (one["after"]["outcome"], one["after"]["customer"]) == ("succeeded", "c-1")


def test_what_a_flow_stored_then_is_found_again_and_stays_as_it_is(cast, builder):
    """A flow that lets each order through once would else stop at every order that it has seen."""
    given = {"scope": "instance", "key": "seen"}
    add = {"id": "add_1", "component": "storage.add", "inputs": {name: {"value": value} for name, value in given.items()}}
    shop = published(cast.acme, add)
    came(shop, 4, "c-1", {"step_id": "add_1", "component": "storage.add", "inputs": given, "results": {"value": 1}})
    instance = Instance.of(shop.tenant).get(customer__external_id="c-1")
    StoredValue.objects.create(tenant=shop.tenant, scope="instance", owner=instance.pk, key="seen", value=41)
    draft(shop, add)
    assert ask(builder, shop)["customers"][0]["counts"]["unchanged"] == 1
    draft(shop, add, {**add, "id": "add_2"})
    assert only(ask(builder, shop))["changes"][0]["differences"] == [
        {"path": "result.value", "kind": "changed", "expected": 1, "got": 42}
    ]
    assert StoredValue.of(shop.tenant).get().value == 41


def test_what_differs_each_time_is_no_change(cast, builder):
    made = coded("({ n: stepResults.trigger.results.body.data.n, id: Math.random(), at: new Date().toISOString() })")
    shop = published(cast.acme, made)
    came(shop, 4, "c-1", {"step_id": "code_1", "component": "code", "results": {"n": 4, "id": 0.5, "at": "2026-01-01T00:00:00Z"}})
    assert ask(builder, shop)["customers"][0]["counts"]["unchanged"] == 1
    draft(shop, coded("({ n: 5, id: Math.random(), at: new Date().toISOString() })"))
    told = only(ask(builder, shop))
    assert [each["path"] for change in told["changes"] for each in change["differences"]] == ["result.n", "results.n"]


def test_where_the_version_of_then_would_itself_come_out_otherwise_nothing_is_told(shop, builder):
    error = {"code": "internal_error", "message": "a bad day", "stepId": "map_1", "path": "map_1"}
    came(
        shop, 4, "c-1", {"step_id": "map_1", "component": "map", "status": "failed", "error": error}, status="failed", error=error
    )
    one = only(ask(builder, shop))
    assert (one["verdict"], one["changes"]) == ("not_told", []) and "Version 1" in one["note"]


def test_each_customer_has_its_own_settings(cast, builder):
    variables = [{"key": "rate", "name": "Rate", "type": "number", "default": 1}]
    shop = published(cast.acme, GIVES_N, configVariables=variables, config={"c-1": {"rate": 5}, "c-2": {"rate": 6}})
    for name in ("c-1", "c-2"):
        came(shop, 1, name)
    draft(shop, mapped(n={"configVariable": "rate"}), configVariables=variables)
    got = {
        one["customer"]["externalId"]: one["requests"][0]["changes"][0]["differences"][0]["got"]
        for one in ask(builder, shop)["customers"]
    }
    assert got == {"c-1": 5, "c-2": 6}


def test_nothing_is_stored_or_counted(shop, builder):
    came(shop, 4)
    draft(shop, coded("9", "map_1"))
    rows = lambda: [table.of(shop.tenant).count() for table in (Request, Execution, StepResult)]  # noqa: E731
    before = rows()
    TRAFFIC.take_changed()
    assert ask(builder, shop)["customers"][0]["counts"]["changed"] == 1
    assert rows() == before
    assert [spot for spot, _ in TRAFFIC.take_changed() if shop.pk in spot] == []


def test_replays_drafts_and_what_has_not_ended_are_no_real_requests(shop, builder):
    first = came(shop, 1)
    Request.of(shop.tenant).filter(pk=came(shop, 2).pk).update(replay_of=first.pk)
    Request.of(shop.tenant).filter(pk=came(shop, 3).pk).update(is_draft=True)
    came(shop, 4, status="waiting")
    Request.of(shop.tenant).filter(pk=came(shop, 5).pk).update(endpoint_id="")
    came(shop, 6)
    assert ask(builder, shop)["requests"] == 2
    assert ask(builder, shop, requests=1)["requests"] == 1


def test_it_is_bounded(shop, builder, monkeypatch):
    path = f"integrations/{shop.pk}/what-if"
    assert builder.post(path, {"requests": 51}).status_code == 400
    with alone(f"what-if {shop.pk}"):
        answer = builder.post(path, {})
        assert (answer.status_code, answer.json()["code"]) == (429, "bench_busy")
    came(shop, 1)
    came(shop, 2)
    monkeypatch.setattr(what_if, "LONGEST_TOGETHER", -1.0)
    told = ask(builder, shop)
    assert (told["requests"], told["leftOut"], told["customers"]) == (0, 2, [])


def test_a_flow_that_takes_too_long_is_stopped_and_said_so(shop, builder, monkeypatch):
    came(shop, 1)
    draft(shop, coded("(() => { for (;;); })()"))
    monkeypatch.setattr(what_if, "LONGEST_ONE", 0.3)
    one = only(ask(builder, shop))
    assert (one["verdict"], one["after"]) == ("not_told", None) and "took over" in one["note"]


def test_only_builders_of_the_tenant_may_ask(shop, operator, rival):
    assert operator.post(f"integrations/{shop.pk}/what-if", {}).json()["code"] == "role_lacking"
    assert rival.post(f"integrations/{shop.pk}/what-if", {}).status_code == 404
