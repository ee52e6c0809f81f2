"""A field that a flow or a picker reads vanishes from what services send, or changes its type: the builder is told, and whose."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from designer.accounts.models import Member, Role, User
from runtime.alerts import looking, rules
from runtime.alerts.models import AlertNotice, AlertRule
from runtime.drift import keeping
from runtime.drift.models import PayloadWatch
from runtime.instances import services
from runtime.instances.customers import create_customer
from tests.cast import PASSWORD, Desk
from tests.flows.yard import Deployed, Yard, flow, step

pytestmark = pytest.mark.django_db(transaction=True)
SHARED = {
    "type": "shared",
    "flowName": {"reference": "results.headers.x-flow"},
    "externalCustomerId": {"reference": "results.body.data.account"},
}
SECRET = "very-private-4711"


def totals() -> dict[str, Any]:
    """Loops over orders and writes down what each comes to."""
    loop = step("loop_1", "loop", mode="items", items={"reference": "webhook_1.results.body.data.orders"})
    inner = step("log_1", "log", message={"template": "{{loop_1.currentItem.total}}"})
    return flow("totals", {**loop, "steps": [inner], "links": []})


def order(total: Any, **more: Any) -> dict[str, Any]:
    return {"orders": [{"total": total}], **more}


@pytest.fixture
def desk(yard: Yard) -> Desk:
    user = User.objects.create_user("operator@example.com", PASSWORD)
    Member.objects.create(tenant=yard.tenant, user=user, role=Role.OPERATOR)
    return Desk(user)


def found(desk: Desk, shop: Deployed) -> list[dict[str, Any]]:
    return desk.get(f"integrations/{shop.integration.pk}/drift").json()["results"]


def test_it_names_field_step_customer_and_request_until_somebody_says_it_is_right(yard, desk):
    shop = yard.deploy(totals())
    other = create_customer(yard.tenant, external_id="c-2", name="Customer c-2")
    quiet = Deployed(shop.integration, services.deploy(shop.integration, other))
    for total in (1, 2.5, 3, 4, 5):
        yard.post(shop.path("totals"), order(total))
        yard.post(quiet.path("totals"), order(total))
    assert found(desk, shop) == []
    first = yard.post(shop.path("totals"), order(SECRET))
    yard.post(shop.path("totals"), order(SECRET))
    [told] = found(desk, shop)
    [customer] = told.pop("customers")
    assert told == {
        **{"flowKey": "totals", "flowName": "Totals", "place": "body.data.orders[].total", "was": "number", "now": "text"},
        **{"readers": [{"kind": "step", "name": "log_1"}], "moreCustomers": 0},
    }
    assert (customer["customerName"], customer["request"]) == ("Customer c-1", yard.request(first).pk)
    assert customer["count"] == 2
    assert customer["until"] < customer["since"]
    assert SECRET not in json.dumps([row.places for row in PayloadWatch.of(yard.tenant)]), "kinds are kept, never values"

    # The other customer's service follows, and this time the list is gone altogether: that is said once, not for its items, too.
    for _ in range(3):
        yard.post(quiet.path("totals"), {"items": []})
    assert {(one["place"], one["now"]) for one in found(desk, shop)} == {
        ("body.data.orders[].total", "text"),
        ("body.data.orders", "missing"),
    }
    only = desk.get(f"integrations/{shop.integration.pk}/drift?instance={quiet.instance.pk}").json()["results"]
    assert [one["place"] for one in only] == ["body.data.orders"]

    right = {"flowKey": "totals", "place": "body.data.orders[].total"}
    assert desk.post(f"integrations/{shop.integration.pk}/drift/accept", right).json() == {"changed": 1}
    assert [one["place"] for one in found(desk, shop)] == ["body.data.orders"]
    yard.post(shop.path("totals"), order(6))
    assert [one["place"] for one in found(desk, shop)] == ["body.data.orders"], "one number after two texts is no news yet"


def test_what_the_pickers_of_a_shared_url_read_is_watched_though_nobody_gets_the_request(yard, desk):
    shop = yard.deploy(totals(), endpoint=SHARED)
    for _ in range(5):
        assert yard.post(shop.path(), order(1, account="c-1"), x_flow="totals").status == 200
    stopped = [yard.post(shop.path(), order(1, accountId="c-1"), x_flow="totals") for _ in range(3)]
    assert {answer.status for answer in stopped} == {422}
    [told] = found(desk, shop)
    assert (told["flowKey"], told["place"], told["now"]) == ("", "body.data.account", "missing")
    assert told["readers"] == [{"kind": "picker", "name": "externalCustomerId"}]
    assert told["customers"][0]["customer"] is None
    assert told["customers"][0]["request"] == yard.request(stopped[0]).pk


def test_drafts_say_nothing_of_what_services_send(yard, desk):
    shop = yard.deploy(totals())
    for _ in range(5):
        yard.post(f"{shop.draft_path}/totals", order(1))
    yard.post(f"{shop.draft_path}/totals", order("1"))
    assert keeping.write(datetime.now(UTC), everything=True) == 0
    assert not PayloadWatch.of(yard.tenant).exists()


def test_a_flow_that_reads_nothing_is_not_watched_and_a_deleted_instance_is_forgotten(yard, desk):
    shop = yard.deploy(flow("plain", step("log_1", "log", message="hello")), totals())
    yard.post(shop.path("plain"), {})
    assert keeping.write(datetime.now(UTC), everything=True) == 0
    yard.post(shop.path("totals"), order(1))
    assert keeping.write(datetime.now(UTC), everything=True) == 1
    yard.post(shop.path("totals"), order(2))
    services.delete_instance(shop.instance)
    assert not PayloadWatch.of(yard.tenant).exists()
    assert keeping.write(datetime.now(UTC), everything=True) == 0
    assert not PayloadWatch.of(yard.tenant).exists()


def test_what_a_new_version_reads_no_more_is_forgotten_and_so_is_what_is_old(yard, desk):
    shop = yard.deploy(totals())
    for _ in range(5):
        yard.post(shop.path("totals"), order(1))
    yard.post(shop.path("totals"), order("1"))
    assert len(found(desk, shop)) == 1
    version = services.accept_version(
        shop.integration,
        {
            **shop.instance.version.definition,
            "flows": [flow("totals", step("log_1", "log", message={"template": "{{trigger.results.body.data.note}}"}))],
        },
        comment="",
        published_by="test",
    )
    services.upgrade(shop.instance, version)
    yard.process.book.forget()
    yard.post(shop.path("totals"), order("1", note="x"))
    assert found(desk, shop) == []
    assert list(PayloadWatch.of(yard.tenant).get().places) == ["body.data.note"]
    assert keeping.forget(datetime.now(UTC) + timedelta(days=61)) == 1


def test_an_alert_tells_of_it_and_rests_once_it_is_accepted(yard, desk):
    shop = yard.deploy(totals())
    given = {"name": "Drift", "threshold": 1, "minutes": 5, "channel": "webhook", "target": "https://chat.example/in"}
    rules.create_rule(yard.tenant, {**given, "condition": "drift", "integration_id": shop.integration.pk})

    def said(later: int) -> list[str]:
        AlertRule.of(yard.tenant).update(due_at=datetime.now(UTC))
        looking.look(datetime.now(UTC) + timedelta(minutes=later))
        return list(AlertNotice.of(yard.tenant).order_by("pk").values_list("text", flat=True))

    for total in (1, 2, 3, 4, 5, "6"):
        answer = yard.post(shop.path("totals"), order(total))
    keeping.write(datetime.now(UTC))
    [text] = said(0)
    assert text == (
        "Drift: fields that flows read and that changed: 1 (Shop 0). Newest: body.data.orders[].total was number, "
        f"now text: Customer c-1, request {yard.request(answer).pk}."
    )
    desk.post(f"integrations/{shop.integration.pk}/drift/accept", {"flowKey": "totals", "place": "body.data.orders[].total"})
    assert said(5)[1:] == ["Drift is over: fields that flows read and that changed: 0 (Shop 0)."]
