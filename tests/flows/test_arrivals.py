"""Executions that start with their request, past a queue in which nobody waits."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from runtime.delivery import waking
from runtime.executions import records
from runtime.executions.arrivals import MOST_OF_A_CUSTOMER
from runtime.journal.models import Execution
from runtime.lanes import holding
from tests.flows.yard import ONCE, count, counted, echo, flow
from tests.product import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def by_status(yard):
    rows = Execution.of(yard.tenant).values_list("status", flat=True)
    return {status: list(rows).count(status) for status in set(rows)}


def stored(yard, answer):
    return yard.request(answer).trace[-2]["detail"].split()[0]


def test_what_arrives_starts_with_its_request_and_ends_like_any_other(yard):
    yard.start_what_arrives()
    answer = yard.post(yard.deploy(flow("orders", count(), echo())).path(), {"a": 1})
    row = yard.ended(answer.headers["x-hookyard-execution"])
    assert stored(yard, answer) == "Started"
    assert (row.status, row.epoch, row.lease_owner, row.result) == ("succeeded", 1, "", {"body": {"a": 1}})
    assert yard.steps(row.pk) == ["webhook_1", "count_1", "echo_1"]


def test_a_flow_that_fails_is_told_as_failed(yard):
    yard.start_what_arrives()
    broken = {"id": "map_1", "component": "map", "inputs": {"fields": {"value": "no object"}}}
    row = yard.ended(yard.post(yard.deploy(flow("orders", broken)).path(), {}).headers["x-hookyard-execution"])
    assert (row.status, row.error["stepId"]) == ("failed", "map_1")


def test_one_customer_takes_half_of_the_room_and_the_rest_of_it_queues(yard, service):
    arrivals = yard.start_what_arrives()
    busy = yard.deploy(flow("orders", service.ask()))
    answers = [yard.post(busy.path(), {}) for _ in range(MOST_OF_A_CUSTOMER + 3)]
    told = [stored(yard, answer) for answer in answers]
    assert (told.count("Started"), told.count("Queued")) == (MOST_OF_A_CUSTOMER, 3)
    other = yard.post(yard.deploy(flow("calm", echo()), customer="c-2").path(), {})
    assert yard.ended(other.headers["x-hookyard-execution"]).status == "succeeded", "another's is not behind them"
    service.gate.set()
    eventually(lambda: by_status(yard) == {"succeeded": MOST_OF_A_CUSTOMER + 4})
    eventually(lambda: not arrivals._under_way)


def test_while_something_of_a_customer_waits_what_comes_of_it_stands_behind_and_others_start(yard):
    arrivals = yard.start_what_arrives()
    busy, calm = yard.deploy(flow("slow", echo()), flow("quick", echo())), yard.deploy(flow("calm", echo()), customer="c-2")
    holding.hold(busy.instance, "slow", "test")
    assert stored(yard, yard.post(busy.path("slow"), {})) == "Queued"
    eventually(lambda: arrivals.waiting)
    assert stored(yard, yard.post(busy.path("quick"), {})) == "Queued"
    assert stored(yard, yard.post(calm.path(), {})) == "Started"
    holding.release(busy.instance, "slow")
    eventually(lambda: not arrivals.waiting)
    assert stored(yard, yard.post(busy.path("quick"), {})) == "Started"


def test_behind_a_backlog_of_one_customer_another_starts_at_once(yard):
    arrivals = yard.start_what_arrives()
    busy, calm = yard.deploy(flow("slow", echo())), yard.deploy(flow("calm", echo()), customer="c-2")
    holding.hold(busy.instance, "slow", "test")
    for _ in range(5):
        yard.post_together(busy.path(), 20, {})  # more than a claim reads in one go
    eventually(lambda: arrivals.waiting == {(yard.tenant.pk, busy.instance.customer_id)})
    assert stored(yard, yard.post(calm.path(), {})) == "Started"


def test_a_crowd_at_the_door_goes_before_executions(yard):
    arrivals = yard.start_what_arrives()
    deployed = yard.deploy(flow("orders", echo()))
    arrivals.crowd.inside += 100
    assert stored(yard, yard.post(deployed.path(), {})) == "Queued"


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param({"concurrency": {"atOnce": 1}}, id="so many at once"),
        pytest.param({"ordering": {"key": {"reference": "trigger.results.body.data.id"}}}, id="in order by a key"),
    ],
)
def test_a_flow_with_a_policy_waits_for_its_turn(yard, policy):
    yard.start_what_arrives()
    answer = yard.post(yard.deploy(flow("orders", echo(), policy=policy)).path(), {"id": 7})
    assert stored(yard, answer) == "Queued"
    assert yard.ended(answer.headers["x-hookyard-execution"]).status == "succeeded"


def test_a_lane_that_is_held_starts_nothing_that_arrives(yard):
    yard.start_what_arrives()
    deployed = yard.deploy(flow("orders", echo()))
    assert stored(yard, yard.post(deployed.path(), {})) == "Started", "its plan is known by now"
    holding.hold(deployed.instance, "orders", "test")
    answer = yard.post(deployed.path(), {})
    assert stored(yard, answer) == "Queued"
    assert yard.row(answer.headers["x-hookyard-execution"]).status == "queued"
    holding.release(deployed.instance, "orders")
    yard.process.wake_bench()
    assert yard.ended(answer.headers["x-hookyard-execution"]).status == "succeeded"


def test_a_repeated_id_starts_nothing_and_gives_its_place_back(yard):
    arrivals = yard.start_what_arrives()
    deployed = yard.deploy(flow("orders", count(), policy=ONCE))
    first, again = (yard.post(deployed.path(), {}, **{"x-event-id": "7"}) for _ in range(2))
    assert again.headers["x-hookyard-execution"] == first.headers["x-hookyard-execution"]
    yard.ended(first.headers["x-hookyard-execution"])
    assert list(counted(yard).values()) == [1]
    eventually(lambda: not arrivals._under_way)


def test_a_process_that_ends_gives_back_what_it_had_started(yard, service):
    yard.start_what_arrives()
    execution = yard.post(yard.deploy(flow("orders", service.ask())).path(), {}).headers["x-hookyard-execution"]
    service.wait_for(1)
    row = yard.row(execution)
    assert (row.status, row.lease_owner) == ("running", yard.process.name)
    yard.process.journal.submit_call(records.give_back(yard.process.name)).result()
    service.gate.set()
    assert (yard.ended(execution).status, yard.row(execution).epoch) == ("succeeded", 2), "a worker took it up"


@pytest.mark.parametrize(
    ("waiting", "looking", "knows"),
    [
        pytest.param(None, False, False, id="it has not looked yet"),
        pytest.param({("t-1", "c-1")}, False, True, id="something of the customer waits"),
        pytest.param({("t-1", "c-1")}, True, False, id="it is just looking, and may not see this one"),
        pytest.param({("t-1", "c-2"), ("t-2", "c-1")}, False, False, id="something of others waits"),
    ],
)
def test_a_worker_is_not_woken_for_a_customer_of_whom_it_knows_that_something_waits(yard, waiting, looking, knows):
    arrivals = yard.start_what_arrives()
    run = SimpleNamespace(tenant_id="t-1", instance=SimpleNamespace(customer={"id": "c-1"}))
    known = replace(arrivals, waiting=waiting, looking=looking)
    assert known.are_waited_for(run) is knows


def test_what_is_queued_wakes_who_runs_it_and_what_is_delivered_wakes_who_delivers(yard, monkeypatch):
    rung: list[str] = []
    with monkeypatch.context() as elsewhere:  # who works is another process
        elsewhere.setattr(yard.process, "works", frozenset())
        elsewhere.setattr(yard.process, "bell", SimpleNamespace(ring=rung.append))
        yard.process.wake_live()
        waking.wake()
    assert rung == ["live", "deliveries"]
