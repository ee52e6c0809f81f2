"""Who would get this: the live road as it stands, asked and left alone."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.credentials.services import create_credential
from runtime.instances.services import deploy, pause
from runtime.journal.models import Execution, Request
from runtime.storage import services as storage
from tests.designer.stock import definition, flow, make_customer, make_integration, make_version

pytestmark = pytest.mark.django_db(transaction=True)  # routes are read on threads of the bench

BOOM = {
    "id": "code_1",
    "component": "code",
    "inputs": {"code": {"value": "module.exports = async () => { throw new Error(); };"}},
}


def ask(desk: Any, integration: Any, body: str = '{"shop": "c-1"}', *, status: int = 200, **more: Any) -> dict[str, Any]:
    request = {"body": body, **more.pop("request", {})}
    answer = desk.post(f"integrations/{integration.pk}/who", {"request": request, **more})
    assert answer.status_code == status, answer.content
    return answer.json()


def published(cast: Any, *flows: dict[str, Any], type: str = "shared", **endpoint: Any) -> Any:
    """An integration whose version 1 is live, and c-1 has it."""
    shop = make_integration(cast.acme, type=type, **({"flows": list(flows)} if flows else {}))
    document = definition(type=type, **({"flows": list(flows)} if flows else {}))
    make_version(shop, endpoint={**document["endpoint"], **endpoint})
    deploy(shop, make_customer(cast.acme))
    return shop


def test_a_shared_url_leads_to_customer_instance_flow_and_version_and_nothing_runs(cast, operator):
    steps = [{"id": "webhook_1", "component": "webhook"}, BOOM]
    shop = published(cast, flow(steps=steps, links=[{"from": "webhook_1", "to": "code_1"}], layout={}))
    make_version(shop)  # newer, but c-1 stays on the first
    told = ask(operator, shop)
    assert told["match"]["version"] == 1 and told["version"] == 2
    assert (told["match"]["customer"]["externalId"], told["match"]["flow"]) == ("c-1", {"key": "orders", "name": "Orders"})
    assert told["match"]["instance"]["enabled"] and told["stopped"] is None
    assert "/shared/" in told["url"]
    stages = {stage["stage"]: stage.get("skipped", False) for stage in told["stages"]}
    assert stages["pick"] is stages["match"] is False and stages["store"] is True
    assert not Request.of(cast.acme).exists() and not Execution.of(cast.acme).exists()


def test_a_customer_nobody_knows_stops_it_with_the_nearest(cast, operator):
    told = ask(operator, published(cast), '{"shop": "c-11"}')
    assert (told["match"], told["stopped"]["code"]) == (None, "customer_not_found")
    assert told["stopped"]["nearest"] == [{"externalId": "c-1", "name": "Customer c-1", "knownAs": "c-1"}]
    assert [stage["stage"] for stage in told["stages"] if not stage["ok"]] == ["match"]


def test_a_picker_that_finds_nothing_stops_it(cast, operator):
    assert ask(operator, published(cast), "{}")["stopped"]["code"] == "picker_empty"


def test_a_paused_instance_is_said_to_hold_it(cast, operator):
    shop = published(cast)
    pause(shop.instances.get())
    told = ask(operator, shop)
    assert told["match"]["instance"]["enabled"] is False
    assert "held" in told["stages"][-1]["detail"]


def test_the_url_of_an_instance_says_whose_it_is(cast, operator):
    shop = published(cast, type="instance")
    refused = ask(operator, shop, status=422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("customer_required", "request.customer")
    make_customer(cast.acme, "c-2", aliases=["T9"])
    assert ask(operator, shop, request={"customer": "T9"})["stopped"]["code"] == "instance_not_found"
    assert ask(operator, shop, request={"customer": "c-7"})["stopped"]["nearest"]
    told = ask(operator, shop, request={"customer": "c-1"})
    assert told["match"]["flow"]["key"] == "orders" and "/instance/" in told["url"]


def test_the_url_of_a_flow_says_which(cast, operator):
    shop = published(cast, flow(), flow("returns", "Returns"), type="flow")
    customer = {"request": {"customer": "c-1"}}
    assert ask(operator, shop, status=422, **customer)["code"] == "flow_required"
    assert ask(operator, shop, status=404, flow="refunds", **customer)["code"] == "flow_not_found"
    told = ask(operator, shop, flow="Returns", **customer)
    assert told["match"]["flow"]["key"] == "returns" and "/flow/" in told["url"]


def test_an_instance_on_an_older_version_is_reached_by_the_url_of_that_version(cast, operator):
    shop = published(cast, type="flow")
    make_version(shop, endpoint={"type": "instance"})
    told = ask(operator, shop, request={"customer": "c-1"})
    assert told["match"]["version"] == 1 and "/flow/" in told["url"]


def test_nothing_is_live_before_the_first_publish(cast, operator):
    assert ask(operator, make_integration(cast.acme), status=409)["code"] == "not_published"


def test_the_credential_counts_and_is_told_nowhere(cast, operator):
    settings, secret = {"header": "x-shop-key"}, {"value": "0123456789abcdef"}
    create_credential(cast.acme, name="K", key="k", scheme="api_key", settings=settings, secret=secret)
    shop = published(cast, credential="k")
    good = ask(operator, shop, request={"headers": [["X-Shop-Key", "0123456789abcdef"]]})
    assert good["match"] and "0123456789abcdef" not in str(good)
    (verify,) = [stage for stage in ask(operator, shop)["stages"] if stage["stage"] == "verify"]
    assert verify["skipped"] and "401" in verify["detail"]


def test_a_preprocess_flow_reads_what_live_flows_stored_and_changes_none_of_it(cast, operator):
    count = {"id": "count_1", "component": "storage.add"}
    count["inputs"] = {name: {"value": value} for name, value in {"scope": "integration", "key": "seen", "amount": 1}.items()}
    shaped = {"shop": {"reference": "trigger.results.body.data.shop"}, "seen": {"reference": "count_1.results.value"}}
    steps = [
        {"id": "webhook_1", "component": "webhook"},
        count,
        {"id": "map_1", "component": "map", "inputs": {"fields": {"object": shaped}}},
    ]
    links = [{"from": "webhook_1", "to": "count_1"}, {"from": "count_1", "to": "map_1"}]
    pre = flow("pre", "Pre", steps=steps, links=links, layout={})
    pickers = {"preprocessFlow": "pre", "externalCustomerId": {"reference": "results.shop"}}
    shop = published(cast, flow(), pre, **pickers)
    storage.set_value(cast.acme.pk, "integration", shop.pk, "seen", 41)
    for _ in range(2):
        (stage,) = [stage for stage in ask(operator, shop)["stages"] if stage["stage"] == "preprocess"]
        assert stage["data"]["result"] == {"shop": "c-1", "seen": 42}
    assert storage.get_value(cast.acme.pk, "integration", shop.pk, "seen") == 41


@pytest.mark.parametrize("through", ["pre", "helper"])
def test_only_builders_ask_what_would_call_a_service_with_a_body_of_their_own(through, cast, operator, builder):
    """The step may carry a credential of the tenant; operators run again what came, and make up nothing."""
    call = {"id": "call_1", "component": "flow.call", "inputs": {"flow": {"value": "helper"}}}
    http = {"id": "http_1", "component": "http.request", "inputs": {"url": {"value": "http://127.0.0.1:1/"}}}
    second = http if through == "pre" else call
    steps, links = [{"id": "webhook_1", "component": "webhook"}, second], [{"from": "webhook_1", "to": second["id"]}]
    pre = flow("pre", "Pre", steps=steps, links=links, layout={})
    helper_links = [{"from": "manual_1", "to": "http_1"}]
    helper = flow("helper", "Helper", steps=[{"id": "manual_1", "component": "manual"}, http], links=helper_links, layout={})
    shop = published(cast, flow(), pre, helper, preprocessFlow="pre")
    assert ask(operator, shop, status=403)["code"] == "role_lacking"
    assert ask(builder, shop)["stopped"]["code"] == "preprocess_failed"


@pytest.mark.parametrize("role", ["viewer", "rival"])
def test_others_may_not_ask(role, cast, request):
    shop = published(cast)
    answer = request.getfixturevalue(role).post(f"integrations/{shop.pk}/who", {"request": {}})
    assert answer.json()["code"] in ("role_lacking", "not_found")
