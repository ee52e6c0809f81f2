"""An execution ends in a recorded outcome, whatever happens to whoever runs it, and its effects count once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from runtime import control, wiring
from runtime.executions import insisting, records, worker
from runtime.executions.claims import Claim, Rotation
from runtime.executions.worker import MOST_DEATHS
from runtime.journal.models import Execution
from tests.flows.yard import Yard, count, counted, echo, flow, start, step
from tests.product import eventually
from tests.refusals import refuse, relent

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def lose_lease(yard: Yard, execution_id: str) -> None:
    """As after a crash: its lease ran out while nobody wrote."""
    Execution.of(yard.tenant).filter(pk=execution_id).update(lease_expires_at=datetime.now(UTC) - HOUR, lease_owner="dead")


def test_after_a_crash_it_goes_on_behind_the_last_effect_and_counts_it_once(yard, make_process, service):
    yard.work()
    _, execution = start(yard, count(), service.ask(), echo())
    service.wait_for(1)
    assert yard.steps(execution) == ["webhook_1", "count_1"], "the effect is on disk before the next step begins"
    lose_lease(yard, execution)
    second = make_process()
    second.bench.call(second.leases.tend(datetime.now(UTC)))
    Yard(yard.tenant, second, yard.door).work()
    service.wait_for(2)
    service.gate.set()
    row = yard.ended(execution)
    assert (row.status, row.epoch) == ("succeeded", 2)
    assert list(counted(yard).values()) == [1]
    assert yard.steps(execution) == ["webhook_1", "count_1", "ask_1", "echo_1"]
    keys = {call["idempotency-key"] for call in service.calls}
    assert len(keys) == 1, "the step in flight runs again under the same idempotency key"


def test_a_flow_that_was_called_before_the_crash_is_the_same_execution_after_it(yard, make_process, service):
    yard.work()
    calling = step("call_1", "flow.call", flow="helper", wait=True)
    deployed = yard.deploy(flow("orders", calling), flow("helper", service.ask(), trigger="manual"))
    execution = yard.post(deployed.path("orders"), {}).headers["x-hookyard-execution"]
    service.wait_for(1)
    lose_lease(yard, execution)
    second = make_process()
    second.bench.call(second.leases.tend(datetime.now(UTC)))
    Yard(yard.tenant, second, yard.door).work()
    service.wait_for(2)
    service.gate.set()
    row = yard.ended(execution)
    assert (row.status, row.cut_off) == ("succeeded", 1), "who of the two stores the child second has not failed by that"
    child = Execution.of(yard.tenant).get(parent_id=execution)
    assert {call["idempotency-key"] for call in service.calls} == {f"{child.pk}:ask_1"}


def test_who_lost_its_lease_writes_nothing_more(yard, service):
    yard.work()
    _, execution = start(yard, count(), service.ask(), count("count_2"))
    service.wait_for(1)
    Execution.of(yard.tenant).filter(pk=execution).update(epoch=7, lease_owner="another")
    service.gate.set()
    yard.post(yard.deploy(flow("next", echo()), customer="c-2").path(), {})  # what comes later is worked off all the same
    eventually(lambda: Execution.of(yard.tenant).filter(flow_key="next", status="succeeded").exists())
    row = yard.row(execution)
    assert (row.status, row.epoch, row.lease_owner) == ("running", 7, "another")
    assert yard.steps(execution) == ["webhook_1", "count_1"]


def test_the_end_under_an_old_epoch_is_not_written(yard):
    _, execution = start(yard, echo())
    journal = yard.process.journal
    claim = Claim("first", False, datetime.now(UTC), 9, 9, Counter(), Rotation())
    assert journal.submit_call(claim).result().ids == [execution]
    assert journal.submit_call(claim).result().ids == [], "what is running is not claimed again"
    stale = yard.row(execution)
    lose_lease(yard, execution)
    journal.submit_call(records.take_back(datetime.now(UTC))).result()
    journal.submit_call(claim).result()
    journal.submit(
        records.failed(stale.pk, stale.tenant_id, stale.epoch, code="late", message="", now=datetime.now(UTC))
    ).result()
    assert (yard.row(execution).status, yard.row(execution).epoch) == ("running", 2)


@pytest.mark.parametrize(
    ("ahead", "taken"),
    [
        pytest.param(records.LEASE / 2, False, id="a lease that stands"),
        pytest.param(-timedelta(seconds=1), True, id="one that ran out"),
        pytest.param(HOUR, True, id="one from before the clock was set back"),
    ],
)
def test_only_leases_that_are_over_are_taken_back(yard, ahead, taken):
    _, execution = start(yard, echo())
    now = datetime.now(UTC)
    Execution.of(yard.tenant).update(status="running", lease_owner="other", lease_expires_at=now + ahead)
    yard.process.journal.submit_call(records.take_back(now)).result()
    assert yard.row(execution).status == ("queued" if taken else "running")


def test_what_was_queued_by_a_clock_that_went_ahead_does_not_wait_for_it(yard):
    _, execution = start(yard, echo())
    ahead = datetime.now(UTC) + HOUR
    Execution.of(yard.tenant).update(queued_at=ahead, due_at=ahead)
    yard.work()
    assert yard.ended(execution).status == "succeeded"


def test_after_a_long_sleep_of_the_machine_nobody_loses_what_it_still_runs(yard, service):
    yard.work()
    _, execution = start(yard, service.ask())
    service.wait_for(1)
    yard.run(yard.process.leases.tend(datetime.now(UTC) + HOUR))
    row = yard.row(execution)
    assert (row.status, row.lease_owner) == ("running", yard.process.name)
    assert row.lease_expires_at > datetime.now(UTC) + HOUR


def refuse_ends(yard: Yard) -> None:
    """As a full disk would."""
    ending = "NEW.status = 'succeeded'"
    yard.process.journal.submit_call(lambda cursor: refuse(cursor, "runtime_execution", "UPDATE", when=ending)).result()


def test_an_end_that_the_database_refused_is_stored_once_it_takes_it_and_nothing_is_done_twice(yard, service):
    yard.work()
    _, execution = start(yard, service.ask())
    service.wait_for(1)
    refuse_ends(yard)
    journal = yard.process.journal
    with capture_logs() as said:
        service.gate.set()
        eventually(lambda: "journal.refused" in [line["event"] for line in said])
        eventually(lambda: yard.process.leases.in_hand == (execution,))
    yard.run(yard.process.leases.tend(datetime.now(UTC) + HOUR))
    journal.submit_call(lambda cursor: relent(cursor, "runtime_execution")).result()
    assert (yard.ended(execution).status, yard.row(execution).epoch) == ("succeeded", 1)
    assert len(service.calls) == 1


def test_a_run_whose_end_could_never_be_stored_is_taken_up_again(yard, service, monkeypatch):
    """The lease must not be kept for ever by a process that no longer runs it."""
    monkeypatch.setattr(insisting, "PAUSES", (0.01,))
    monkeypatch.setattr(worker, "MOST_DEATHS", 10**6)  # how often it tries before this test looks is the machine's affair
    yard.work()
    _, execution = start(yard, service.ask())
    service.wait_for(1)
    journal = yard.process.journal
    refuse_ends(yard)
    service.gate.set()
    eventually(lambda: yard.row(execution).epoch >= 2)
    journal.submit_call(lambda cursor: relent(cursor, "runtime_execution")).result()
    assert yard.ended(execution).status == "succeeded"


def test_a_step_that_the_database_lets_down_has_not_failed_but_is_taken_up_again(yard, monkeypatch):
    monkeypatch.setattr(insisting, "PAUSES", (0.01, 0.01))
    calling = step("call_1", "flow.call", flow="helper", wait=False)
    deployed = yard.deploy(flow("orders", calling), flow("helper", echo("echo_1"), trigger="manual"))
    execution = yard.post(deployed.path("orders"), {}).headers["x-hookyard-execution"]
    journal = yard.process.journal
    helper = "NEW.flow_key = 'helper'"
    journal.submit_call(lambda cursor: refuse(cursor, "runtime_execution", "INSERT", when=helper)).result()
    with capture_logs() as said:
        yard.work()
        eventually(lambda: "execution.left" in [line["event"] for line in said])
        journal.submit_call(lambda cursor: relent(cursor, "runtime_execution")).result()
        assert yard.ended(execution).status == "succeeded"
    assert Execution.of(yard.tenant).filter(parent_id=execution).count() == 1


def test_a_clean_stop_gives_back_what_was_running(yard, make_process, service):
    leaving = make_process()
    Yard(yard.tenant, leaving, yard.door).work()
    _, execution = start(yard, count(), service.ask())
    service.wait_for(1)
    leaving.close()
    assert (yard.row(execution).status, yard.row(execution).lease_owner) == ("queued", "")
    service.gate.set()
    yard.work()
    assert yard.ended(execution).status == "succeeded"
    assert list(counted(yard).values()) == [1]


def test_what_kills_every_process_that_takes_it_up_is_given_up(yard):
    _, execution = start(yard, echo())
    Execution.of(yard.tenant).update(cut_off=MOST_DEATHS)
    yard.work()
    assert yard.ended(execution).error["code"] == "crashed_too_often"


def test_cancelling_stops_the_run_before_its_next_step(yard, service, monkeypatch):
    monkeypatch.setattr(wiring, "_current", [yard.process])
    yard.work()
    _, execution = start(yard, service.ask(), count())
    service.wait_for(1)
    assert control.cancel(yard.tenant, execution)
    eventually(lambda: not yard.process.leases.in_hand)
    service.gate.set()
    assert yard.row(execution).status == "cancelled"
    assert counted(yard) == {}
    assert not control.cancel(yard.tenant, execution)


def test_cancelled_by_another_process_it_stops_when_leases_are_tended(yard, service):
    yard.work()
    _, execution = start(yard, service.ask(), count())
    service.wait_for(1)
    Execution.of(yard.tenant).update(status="cancelled")
    yard.run(yard.process.leases.tend(datetime.now(UTC)))
    eventually(lambda: not yard.process.leases.in_hand)
    service.gate.set()
    assert (yard.row(execution).status, counted(yard)) == ("cancelled", {})
