"""A flow sends events to destinations: its customer's and the tenant's, once, and never from a test."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from runtime.delivery import destinations
from runtime.delivery.envelope import message_id
from runtime.delivery.models import Delivery, DeliveryEvent, Destination
from runtime.delivery.steps import StepDeliveries
from runtime.engine.errors import NotAllowed, StepProblem
from runtime.identifiers import new_id
from runtime.instances.customers import create_customer
from runtime.retention import policies
from tests.flows.yard import Deployed, Yard, flow, step

pytestmark = pytest.mark.django_db(transaction=True)


def deliver(**more: Any) -> dict[str, Any]:
    data = {"reference": "trigger.results.body.data"}
    return step("deliver_1", "deliver", **{"type": "order.created", "data": data, **more})


def stand(yard: Yard, **more: Any) -> Deployed:
    deployed = yard.deploy(flow("orders", deliver(**more), response="sync"))
    other = create_customer(yard.tenant, external_id="c-2", name="Other")
    for name, customer, types in (
        ("Warehouse", "", []),
        ("Theirs", deployed.instance.customer_id, ["order.created"]),
        ("Of refunds", "", ["refund.made"]),
        ("Another's", other.pk, []),
    ):
        destinations.make(yard.tenant.pk, url="https://hooks.example/in", name=name, customer_id=customer, event_types=types)
    return deployed


def told(yard: Yard) -> list[tuple[str, Any]]:
    """Who hears of what."""
    names = dict(Destination.of(yard.tenant).values_list("pk", "name"))
    bodies = dict(DeliveryEvent.of(yard.tenant).values_list("pk", "body"))
    rows = Delivery.of(yard.tenant).values_list("destination_id", "event_id")
    return sorted((names[destination], json.loads(bodies[event])) for destination, event in rows)


def results(yard: Yard, answer: Any) -> Any:
    return yard.ended(answer.headers["x-hookyard-execution"]).result


def test_it_reaches_its_customers_and_the_tenants_destinations_that_want_it(yard: Yard):
    deployed = stand(yard)
    found = results(yard, yard.post(deployed.path(), {"order": 7}))
    assert told(yard) == [("Theirs", {"order": 7}), ("Warehouse", {"order": 7})], "once, and no other customer's"
    assert found["sent"] and {one["name"] for one in found["destinations"]} == {"Theirs", "Warehouse"}
    assert {one["deliveryId"] for one in found["destinations"]} == set(Delivery.of(yard.tenant).values_list("pk", flat=True))
    assert all(one["messageId"] == message_id(one["deliveryId"]) for one in found["destinations"])


def test_the_one_that_is_named_gets_it_alone(yard: Yard):
    deployed = stand(yard, destination="Of refunds")
    yard.post(deployed.path(), {"order": 7})
    assert told(yard) == [("Of refunds", {"order": 7})]


def test_a_test_delivers_nothing_and_says_who_would_get_it(yard: Yard):
    deployed = stand(yard)
    found = results(yard, yard.post(f"{deployed.draft_path}/orders", {"order": 7}))
    assert (found["sent"], told(yard)) == (False, [])
    assert "Warehouse" in [one["name"] for one in found["destinations"]]
    assert {one["deliveryId"] for one in found["destinations"]} == {None}


def send(yard: Yard, key: str, **more: str) -> Any:
    """As a step does that is run once more after its process died before it could say so."""
    asked = {"type": "order.created", "destination": "", "key": key, **more}
    return asyncio.run(StepDeliveries(yard.tenant.pk, "", is_live=True).send({"order": 7}, **asked))


def test_a_step_that_is_cut_off_and_runs_again_sends_once(yard: Yard):
    stand(yard)
    key = f"{new_id()}:deliver_1"
    assert send(yard, key) == send(yard, key)
    assert len(told(yard)) == 1
    send(yard, f"{key}/2")
    assert len(told(yard)) == 2, "another turn of a loop is another event"


@pytest.mark.parametrize(
    ("named", "code"),
    [("Another's", "destination_not_found"), ("nobody", "destination_not_found"), ("W", "destination_ambiguous")],
)
def test_a_destination_that_is_not_the_runs_to_name_is_refused(yard: Yard, named, code):
    stand(yard)
    Destination.of(yard.tenant).filter(name="Of refunds").update(name="W")
    Destination.of(yard.tenant).filter(name="Warehouse").update(name="W")
    with pytest.raises(StepProblem) as problem:
        send(yard, f"{new_id()}:x", destination=named)
    assert problem.value.code == code and told(yard) == []


def test_no_more_wait_than_the_tenant_may_have(yard: Yard):
    stand(yard)
    policies.change(yard.tenant, quota_deliveries=1)
    send(yard, f"{new_id()}:x")
    with pytest.raises(NotAllowed) as refusal:
        send(yard, f"{new_id()}:y")
    assert refusal.value.code == "deliveries_quota" and len(told(yard)) == 1
    Delivery.of(yard.tenant).update(status="succeeded")
    send(yard, f"{new_id()}:z")
    assert len(told(yard)) == 2
