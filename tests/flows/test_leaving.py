"""A process that is asked to end stops between two steps: nothing outside is called, cut off, and called again."""

from __future__ import annotations

import pytest

from runtime.delivery import destinations
from runtime.delivery.courier import Courier
from runtime.delivery.models import Attempt
from runtime.delivery.sending import Event, send
from runtime.executions import records
from tests.flows.yard import Yard, echo, flow, start, step
from tests.product import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def leave(yard: Yard, service, *, calls: int):
    """Asks it to end while `calls` are under way, and lets those end."""
    service.wait_for(calls)
    runner = yard.process.bench_lane.runner
    left = yard.process.bench.submit(runner.leave(60.0))
    eventually(runner.leaving.is_set)
    assert not left.done(), "it waits for the call that is under way"
    service.gate.set()
    left.result(60)
    yard.process.journal.submit_call(records.give_back(yard.process.name)).result()


def test_the_step_under_way_ends_and_is_kept_and_the_next_one_is_for_somebody_else(yard, make_process, service):
    yard.work()
    _, execution = start(yard, service.ask(), service.ask("ask_2"), echo())
    leave(yard, service, calls=1)
    assert (yard.row(execution).status, yard.row(execution).cut_off) == ("queued", 0)
    assert yard.steps(execution) == ["webhook_1", "ask_1"]
    Yard(yard.tenant, make_process(), yard.door).work()
    assert yard.ended(execution).status == "succeeded"
    assert [call["idempotency-key"] for call in service.calls] == [f"{execution}:ask_1", f"{execution}:ask_2"]


def test_steps_side_by_side_all_end(yard, make_process, service):
    yard.work()
    both = flow("orders", service.ask(), service.ask("ask_2"), echo())
    both["links"] = [
        {"from": "webhook_1", "to": "ask_1"},
        {"from": "webhook_1", "to": "ask_2"},
        {"from": "ask_1", "to": "echo_1"},
    ]
    execution = yard.post(yard.deploy(both).path(), {}).headers["x-hookyard-execution"]
    leave(yard, service, calls=2)
    Yard(yard.tenant, make_process(), yard.door).work()
    assert yard.ended(execution).status == "succeeded"
    assert len(service.calls) == 2


def test_a_called_flow_and_who_called_it_leave_together(yard, make_process, service):
    yard.work()
    calling = step("call_1", "flow.call", flow="helper", wait=True)
    deployed = yard.deploy(flow("orders", calling), flow("helper", service.ask(), service.ask("ask_2"), trigger="manual"))
    execution = yard.post(deployed.path("orders"), {}).headers["x-hookyard-execution"]
    leave(yard, service, calls=1)
    Yard(yard.tenant, make_process(), yard.door).work()
    assert yard.ended(execution).status == "succeeded"


def test_nothing_starts_any_more_in_a_process_that_leaves(yard, service):
    arrivals = yard.start_what_arrives()
    yard.run(yard.process.bench_lane.runner.leave(60.0))
    _, execution = start(yard, echo())
    assert yard.row(execution).status == "queued"
    assert not arrivals._under_way


def test_a_delivery_under_way_ends_and_is_written_down_and_the_next_one_waits(yard, service):
    courier = Courier("leaving", yard.process.journal)
    row, _ = destinations.make(yard.tenant, url=f"http://{service.address}/", name="Shop")
    send(row, Event({"n": 1}))
    yard.process.bench.submit(courier.serve(alone=False))
    service.wait_for(1)
    left = yard.process.bench.submit(courier.leave(60.0))
    eventually(lambda: courier._leaving)
    assert not left.done()
    send(row, Event({"n": 2}))
    service.gate.set()
    left.result(60)
    assert [attempt.code for attempt in Attempt.across_tenants.all()] == ["ok"]
    assert len(service.calls) == 1
