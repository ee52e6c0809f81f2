"""What comes later is a row: nothing of an execution runs while it sleeps or waits to be tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from runtime import control, wiring
from runtime.journal.models import Execution, StepResult
from tests.flows.yard import Yard, count, counted, echo, flow, start, step
from tests.product import eventually

pytestmark = pytest.mark.django_db(transaction=True)

SLEEP = step("sleep_1", "sleep", amount=3, unit="hours")


@pytest.fixture
def here(yard, monkeypatch):
    monkeypatch.setattr(wiring, "_current", [yard.process])
    return yard


@pytest.fixture
def broken(service):
    """A service that is away just now."""
    service.status = 503
    service.gate.set()
    return service


def put_away(yard: Yard, execution: str) -> Execution:
    eventually(lambda: yard.row(execution).status == "waiting")
    return yard.row(execution)


def test_a_sleeping_execution_is_put_away_and_goes_on_when_it_is_time(here):
    here.work()
    _, execution = start(here, count(), SLEEP, count("count_2"))
    row = put_away(here, execution)
    assert (row.lease_owner, row.lease_expires_at, here.process.leases.in_hand) == ("", None, ())
    assert timedelta(hours=2, minutes=59) < row.due_at - datetime.now(UTC) < timedelta(hours=3)
    assert here.steps(execution) == ["webhook_1", "count_1"]
    assert control.run_now(here.tenant, execution)
    ended = here.ended(execution)
    assert (ended.status, ended.waits, ended.epoch) == ("succeeded", None, 2)
    assert here.steps(execution) == ["webhook_1", "count_1", "sleep_1", "count_2"]
    assert list(counted(here).values()) == [2], "what had run before it slept did not run again"
    assert not control.run_now(here.tenant, execution)


def test_another_try_that_comes_late_is_a_row_and_every_try_stays_visible(here, broken):
    here.work()
    again = {"onError": "retry", "retry": {"maxAttempts": 3, "delaySeconds": 3600, "exponential": False}}
    _, execution = start(here, count(), {**broken.ask(), **again}, echo())
    for attempt in (2, 3):
        wait = put_away(here, execution).waits[0]
        assert (wait["path"], wait["nextAttempt"], wait["error"]["who"]) == ("ask_1", attempt, "nobody")
        control.run_now(here.tenant, execution)
        eventually(lambda attempt=attempt: here.row(execution).epoch == attempt and here.row(execution).status != "running")
    ended = here.ended(execution)
    assert (ended.status, ended.error["stepId"]) == ("failed", "ask_1")
    record = StepResult.of(here.tenant).get(execution_id=execution, path="ask_1")
    assert (record.attempt, [one["attempt"] for one in record.attempts]) == (3, [1, 2])
    assert list(counted(here).values()) == [1]


def test_a_process_that_dies_while_it_sleeps_changes_nothing(here, make_process):
    first = make_process()
    Yard(here.tenant, first, here.door).work()
    _, execution = start(here, count(), SLEEP, echo())
    put_away(here, execution)
    first.close()
    here.work()
    control.run_now(here.tenant, execution)
    assert here.ended(execution).status == "succeeded"
    assert list(counted(here).values()) == [1]


def test_it_sleeps_in_a_turn_of_a_loop_and_beside_other_steps(here):
    body = {
        "id": "loop_1",
        "component": "loop",
        "inputs": {"items": {"value": ["a", "b"]}},
        "steps": [count("count_in"), step("sleep_in", "sleep", amount=1, unit="hours")],
        "links": [{"from": "count_in", "to": "sleep_in"}],
    }
    here.work()
    document = flow("orders", body, count("after_loop"))
    document["steps"] += [count("beside"), step("sleep_beside", "sleep", amount=2, unit="hours")]
    document["links"] += [{"from": "webhook_1", "to": "beside"}, {"from": "beside", "to": "sleep_beside"}]
    execution = here.post(here.deploy(document).path(), {}).headers["x-hookyard-execution"]
    slept: list[set[str]] = []
    while here.row(execution).status not in ("succeeded", "failed") and len(slept) < 9:
        row = put_away(here, execution)
        slept.append({wait["path"] for wait in row.waits})
        control.run_now(here.tenant, execution)
        eventually(lambda before=row.epoch: here.row(execution).epoch > before and here.row(execution).status != "running")
    assert here.ended(execution).status == "succeeded"
    assert slept == [{"loop_1[0].sleep_in", "sleep_beside"}, {"loop_1[1].sleep_in"}]
    assert list(counted(here).values()) == [4], "each turn counted once, and what stands beside and after it"


def test_what_waits_is_cancelled_like_anything_else(here):
    here.work()
    _, execution = start(here, SLEEP, count())
    put_away(here, execution)
    assert control.cancel(here.tenant, execution)
    assert not control.run_now(here.tenant, execution)
    assert counted(here) == {}


def test_the_flow_s_own_policy_tries_again_what_may_pass_and_nothing_else(here, broken):
    policy = {"retry": {"maxAttempts": 2, "delaySeconds": 3600}}
    here.work()
    _, execution = start(here, broken.ask(), policy=policy)
    assert put_away(here, execution).waits[0]["nextAttempt"] == 2
    hopeless = step("ask_1", "http.request", method="POST", url="ftp://nowhere")
    deployed = here.deploy(flow("hopeless", hopeless, policy=policy), customer="c-2")
    second = here.post(deployed.path(), {}).headers["x-hookyard-execution"]
    assert here.ended(second).status == "failed"


def test_the_sender_of_a_sync_flow_that_sleeps_is_told_where_to_look(here):
    deployed = here.deploy(flow("slow", SLEEP, echo(), response="sync"))
    answer = here.post(deployed.path(), {"n": 1})
    assert (answer.status, answer.json["status"]) == (202, "waiting")
    execution = answer.headers["x-hookyard-execution"]
    here.work()
    control.run_now(here.tenant, execution)
    assert here.ended(execution).result == {"body": {"n": 1}}


def test_an_answer_given_before_it_sleeps_is_the_answer(here):
    deployed = here.deploy(flow("quick", step("respond_1", "respond", status=201), SLEEP, response="sync"))
    answer = here.post(deployed.path(), {})
    assert answer.status == 201
    assert here.row(answer.headers["x-hookyard-execution"]).status == "waiting"


def test_past_its_time_limit_an_execution_has_failed_also_while_it_sleeps(here):
    here.work()
    _, execution = start(here, SLEEP, policy={"timeLimitSeconds": 600})
    row = put_away(here, execution)
    assert row.due_at - row.started_at == timedelta(minutes=10), "it is looked at when its time is up"
    Execution.of(here.tenant).filter(pk=execution).update(
        started_at=row.started_at - timedelta(hours=1), due_at=datetime.now(UTC)
    )
    ended = here.ended(execution)
    assert (ended.status, ended.error["code"], ended.error["stepId"]) == ("failed", "execution_timeout", "sleep_1")


def test_a_step_that_takes_longer_than_it_may_has_failed_and_may_be_tried_again(here, service):
    here.work()
    _, execution = start(here, {**service.ask(), "timeoutSeconds": 0.1}, count())
    assert here.ended(execution).error["code"] == "step_timeout"
    assert counted(here) == {}
