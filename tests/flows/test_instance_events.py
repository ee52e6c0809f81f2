"""What happens to an instance starts its flows: once per change, one after another, with the state before and after."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from runtime.components.schedule import INSTANCE_EVENTS
from runtime.instances import services, stragglers
from runtime.instances.models import Instance
from runtime.instances.services import accept_version
from runtime.journal.models import Execution
from runtime.storage import departing
from runtime.storage import services as storage
from runtime.storage.models import Departure, StoredValue
from tests.flows.yard import Deployed, Service, Yard, flow, step
from tests.product import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def watching(key: str, *steps: dict[str, Any], events: tuple[str, ...] = INSTANCE_EVENTS) -> dict[str, Any]:
    told = flow(key, *steps, trigger="instance.event", webhook={"events": {"value": list(events)}})
    told["steps"][0]["id"] = "event_1"
    return {**told, "links": [{**link, "from": link["from"].replace("instance.event_1", "event_1")} for link in told["links"]]}


def deploy(yard: Yard, *flows: dict[str, Any]) -> Deployed:
    return yard.deploy(flow("orders"), *flows)


def told(yard: Yard) -> list[dict[str, Any]]:
    """What each event was told with, in the order of the changes."""
    return [row.trigger for row in Execution.of(yard.tenant).filter(trigger_step="event_1").order_by("pk")]


def live(deployed: Deployed) -> Instance:
    rows = Instance.across_tenants.select_related("version", "customer", "integration")
    return rows.get(pk=deployed.instance.pk)


def test_each_event_tells_the_state_before_and_after(yard):
    deployed = deploy(yard, watching("watch", step("log_1", "log", message="came")))
    document = deployed.instance.version.definition | {"configVariables": [{"key": "region", "name": "Region"}]}
    second = accept_version(deployed.integration, document, comment="", published_by="test")
    services.upgrade(live(deployed), second)
    services.configure(live(deployed), {"region": "eu"})
    services.pause(live(deployed))
    services.resume(live(deployed))
    services.delete_instance(live(deployed))
    state = lambda version, enabled=True, **config: {"version": version, "enabled": enabled, "config": config}  # noqa: E731
    assert [(one["event"], one["previous"], one["current"], one["changed"]) for one in told(yard)] == [
        ("deployed", None, state(1), ["version", "enabled", "config"]),
        ("updated", state(1), state(2), ["version"]),
        ("updated", state(2), state(2, region="eu"), ["config"]),
        ("disabled", state(2, region="eu"), state(2, False, region="eu"), ["enabled"]),
        ("enabled", state(2, False, region="eu"), state(2, region="eu"), ["enabled"]),
        ("deleted", state(2, region="eu"), None, ["version", "enabled", "config"]),
    ]
    yard.work()
    eventually(lambda: not Execution.of(yard.tenant).exclude(status="succeeded").exists())


def test_what_changes_nothing_is_no_event(yard):
    deployed = deploy(yard, watching("watch", events=("enabled", "disabled")))
    services.resume(live(deployed))
    first, second = live(deployed), live(deployed)
    services.pause(first)
    services.pause(second)  # another pager looked at it while it was still on
    assert [one["event"] for one in told(yard)] == ["disabled"]


def test_a_change_that_was_taken_back_by_the_database_tells_nothing(yard):
    deployed = deploy(yard, watching("watch", events=("disabled",)))
    with pytest.raises(RuntimeError), transaction.atomic():
        services.pause(live(deployed))
        raise RuntimeError("the process dies before the commit")
    assert live(deployed).enabled and told(yard) == []


def test_events_of_an_instance_are_taken_one_after_another_over_all_its_flows(yard, service: Service):
    one, other = watching("one", service.ask()), watching("other", service.ask())
    deployed = deploy(yard, one, other)
    services.pause(live(deployed))
    services.resume(live(deployed))
    service.gate.set()
    yard.work()
    eventually(lambda: Execution.of(yard.tenant).filter(status="succeeded").count() == 6)
    rows = list(Execution.of(yard.tenant).order_by("pk"))
    assert [row.flow_key for row in rows] == ["one", "other"] * 3
    for earlier, later in pairwise(rows):
        assert earlier.finished_at and later.started_at and earlier.finished_at <= later.started_at


def test_other_instances_do_not_wait_for_it(yard, service: Service):
    slow = deploy(yard, watching("watch", service.ask()))
    quick = yard.deploy(flow("orders"), watching("watch"), customer="c-2")
    yard.work()
    service.wait_for(1)
    of = lambda deployed: Execution.of(yard.tenant).get(instance_id=deployed.instance.pk)  # noqa: E731
    eventually(lambda: of(quick).status == "succeeded")
    assert of(slow).status == "running"
    service.gate.set()
    eventually(lambda: of(slow).status == "succeeded")


def test_what_starts_when_it_is_deleted_still_finds_what_it_stored(yard):
    remember = watching("register", step("set_1", "storage.set", scope="instance", key="hook", value="w-1"), events=("deployed",))
    recall = watching("remove", step("get_1", "storage.get", scope="instance", key="hook"), events=("deleted",))
    deployed = deploy(yard, remember, recall)
    services.delete_instance(live(deployed))
    assert departing.look() == 0 and Departure.of(yard.tenant).count() == 1
    yard.work()
    row = Execution.of(yard.tenant).get(flow_key="remove")
    assert yard.ended(row.pk).result == {"value": "w-1"}
    assert departing.look() == 1
    assert not StoredValue.of(yard.tenant).exists() and not Departure.of(yard.tenant).exists()


def test_without_a_flow_to_wait_for_what_it_stored_goes_at_once(yard):
    deployed = deploy(yard)
    own, other = deployed.instance.pk, yard.deploy(flow("orders"), customer="c-2").instance.pk
    for owner in (own, other):
        storage.set_value(yard.tenant.pk, "instance", owner, "k", 1)
        storage.set_value(yard.tenant.pk, "flow", f"{owner}:orders", "k", 1)
    services.delete_instance(live(deployed))
    assert {row.owner.partition(":")[0] for row in StoredValue.of(yard.tenant)} == {other}


def test_what_a_paused_instance_held_is_discarded_when_it_is_deleted(yard):
    deployed = deploy(yard)
    services.pause(live(deployed))
    answer = yard.post(deployed.path(), {"n": 1})
    held = answer.headers["x-hookyard-execution"]
    assert yard.row(held).status == "held"
    services.delete_instance(live(deployed))
    assert yard.row(held).status == "cancelled"


def test_what_is_stored_as_held_after_its_instance_was_resumed_is_released(yard):
    resumed, paused = deploy(yard), yard.deploy(flow("orders"), customer="c-2")
    held = {}
    for deployed in (resumed, paused):
        services.pause(live(deployed))
        held[deployed.instance.pk] = yard.post(deployed.path(), {"n": 1}).headers["x-hookyard-execution"]
    # As a request does that was routed while its instance was paused, and is committed a moment after it was resumed.
    services.resume(live(resumed))
    assert stragglers.look() == (1, "")
    assert yard.row(held[resumed.instance.pk]).status == "queued"
    assert yard.row(held[paused.instance.pk]).status == "held"
