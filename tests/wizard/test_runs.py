"""Answers are kept page by page, checked on going on, and live only when it is finished."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from designer.wizard.models import WizardRun
from runtime.connections.models import Connection
from runtime.instances.models import Instance
from runtime.instances.services import deploy
from runtime.journal.models import Execution
from tests.designer.stock import make_customer, make_integration, make_version
from tests.wizard.conftest import Wizard, enter


def test_it_asks_only_what_customers_may_see(wizard):
    state = wizard.state()
    assert [variable["key"] for variable in state["variables"]] == ["region", "limit"]
    assert "of the tenant" not in str(state)
    assert [page["name"] for page in state["pages"]] == ["Settings", "Webhook"]
    assert [url["flow"] for url in state["urls"]] == ["orders"]


def test_going_on_tells_everything_wrong_at_once_and_keeps_what_was_typed(wizard):
    answer = wizard.page(0, limit=0)
    assert answer.status_code == 400
    assert answer.json()["code"] == "config_invalid"
    assert {(error["field"], error["code"]) for error in answer.json()["errors"]} == {
        ("config.region", "required"),
        ("config.limit", "invalid"),
    }
    state = wizard.state()
    assert (state["page"], state["values"]) == (0, {"limit": 0})


def test_going_back_never_loses_input(wizard):
    wizard.page(0, region="eu")
    wizard.page(0, leave="stay", region="nowhere", limit=-3)
    assert wizard.page(1, leave="back").json()["values"] == {"region": "nowhere", "limit": -3}


def test_a_value_is_taken_away_by_null(wizard):
    wizard.page(0, region="eu", limit=3)
    assert wizard.page(0, limit=None).json()["values"] == {"region": "eu"}


def test_a_page_takes_only_what_it_asks(wizard):
    for key in ("token", "plan", "nothing"):
        answer = wizard.page(0, region="eu", **{key: "x"})
        assert answer.json()["errors"] == [
            {"field": f"config.{key}", "code": "unknown", "message": f"This page does not ask for {key}."}
        ]
    assert wizard.page(7).status_code == 404


def test_finishing_configures_and_enables_once(wizard, cast):
    wizard.page(0, region="eu")
    first, second = wizard.finish(), wizard.finish()
    assert first.json() == {"enabled": True, "proven": False, "again": False}
    assert second.json()["again"] is True
    made = Instance.of(cast.acme).get()
    assert (made.enabled, made.config) == (True, {"region": "eu"})


def test_finishing_too_early_says_which_pages_are_open(wizard, cast):
    answer = wizard.finish()
    assert answer.status_code == 400
    assert [(error["field"], error["page"]) for error in answer.json()["errors"]] == [("config.region", 0)]
    assert Instance.of(cast.acme).get().enabled is False


def test_without_being_asked_it_does_not_enable(give, cast):
    wizard = Wizard(enter(give(enable=False)["code"]).json()["token"])
    wizard.page(0, region="eu")
    assert wizard.finish().json()["enabled"] is False
    assert Instance.of(cast.acme).get().config == {"region": "eu"}


def test_it_resumes_where_it_was_left(give):
    wizard = Wizard(enter(give()["code"]).json()["token"])
    wizard.page(0, region="us")
    again = Wizard(enter(give()["code"]).json()["token"]).state()
    assert (again["page"], again["values"]) == (1, {"region": "us"})


def test_a_live_instance_keeps_its_values_until_finish(give, cast, shop):
    customer = make_customer(cast.acme, "tailspin")
    live = deploy(shop, customer, config={"region": "us", "plan": "gold"})
    wizard = Wizard(enter(give(customer)["code"]).json()["token"])
    wizard.page(0, region="eu")
    live.refresh_from_db()
    assert (live.config["region"], live.enabled) == ("us", True)
    wizard.finish()
    live.refresh_from_db()
    assert live.config == {"region": "eu", "plan": "gold"}


def test_flows_hear_of_it_when_it_is_finished_and_not_before(operator, cast, northwind):
    begins = {"id": "instance_1", "component": "instance.event", "inputs": {"events": {"value": ["deployed", "updated"]}}}
    extra = {"key": "setup", "name": "Set up", "steps": [begins], "links": []}
    integration = make_integration(cast.acme, "told")
    document = make_version(integration).definition
    make_version(integration, flows=[*document["flows"], extra])
    integration.refresh_from_db()
    code = operator.post("wizards", {"integration": integration.pk, "customer": northwind.pk}).json()["code"]
    wizard = Wizard(enter(code).json()["token"])
    wizard.page(0)
    assert not Execution.of(cast.acme).exists()
    wizard.finish()
    assert [row.trigger["event"] for row in Execution.of(cast.acme)] == ["deployed"]


def test_an_account_that_is_not_connected_stops_the_page(give, cast, operator, northwind):
    account = {"key": "account", "name": "Account", "type": "connection", "service": "line", "required": True}
    integration = make_integration(cast.acme, "linked", configVariables=[account])
    make_version(integration)
    wizard = Wizard(enter(give(integration=integration)["code"]).json()["token"])
    made = wizard.call("POST", "connections", {"variable": "account", "values": {"token": "t-123"}})
    assert made.status_code == 201, made.content
    assert made.json()["status"] == "ok"
    assert "t-123" not in str(wizard.state())
    Connection.of(cast.acme).update(status="reconnect", reason="The service answered 401.")
    answer = wizard.page(0, account=made.json()["id"])
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("config.account", "not_connected")]
    Connection.of(cast.acme).update(status="ok")
    assert wizard.page(0, account=made.json()["id"]).status_code == 200


def test_a_connection_of_another_customer_is_not_there(give, cast):
    account = {"key": "account", "name": "Account", "type": "connection", "service": "line"}
    integration = make_integration(cast.acme, "linked", configVariables=[account])
    make_version(integration)
    wizards = [
        Wizard(enter(give(make_customer(cast.acme, name), integration)["code"]).json()["token"]) for name in ("one", "two")
    ]
    made = wizards[0].call("POST", "connections", {"variable": "account", "values": {"token": "t-123"}}).json()
    assert wizards[1].state()["connections"] == []
    assert wizards[1].call("PATCH", f"connections/{made['id']}", {"values": {"token": "x"}}).status_code == 404
    assert wizards[1].call("POST", f"connections/{made['id']}/authorize").status_code == 404
    assert wizards[1].page(0, account=made["id"]).status_code == 400


def test_proof_of_a_live_instance_begins_anew_long_after(give, cast, wizard):
    wizard.page(0, region="eu")
    wizard.finish()
    WizardRun.of(cast.acme).update(proof={"": {"seen": "2026-01-01"}}, watched_since=timezone.now() - timedelta(hours=13))
    assert Wizard(enter(give()["code"]).json()["token"]).state()["lights"][""]["seen"] is None


def test_nobody_switches_on_what_was_set_up_half_way(wizard, operator, cast):
    instance = Instance.of(cast.acme).get()
    answer = operator.post(f"instances/{instance.pk}/resume", {})
    assert (answer.status_code, answer.json()["code"]) == (400, "config_invalid")
    assert [error["field"] for error in answer.json()["errors"]] == ["config.region"]
