"""Flows that start by themselves: at their time, once, and on what happens to their instance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from designer.accounts import tenants
from runtime.components import BY_KEY
from runtime.engine.validation import validate
from runtime.instances import services
from runtime.journal.models import Execution
from runtime.schedules.firing import fire
from runtime.schedules.models import Schedule
from tests.flows.yard import Deployed, Yard, echo, flow, step

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
TOLD = step("told_1", "map", fields={"object": {"all": {"reference": "trigger.results"}}})


def scheduled(**inputs) -> dict:
    tagged = {name: value if isinstance(value, dict) else {"value": value} for name, value in inputs.items()}
    return flow("tick", TOLD, trigger="schedule", webhook=tagged)


def deploy(yard: Yard, customer: str = "c-1", **inputs) -> Deployed:
    return yard.deploy(scheduled(**(inputs or {"mode": "every", "every": 1, "unit": "hours"})), customer=customer)


def look(yard: Yard, now: datetime) -> list[str]:
    return yard.process.journal.submit_call(fire(now)).result()


def row(yard: Yard) -> Schedule:
    return Schedule.of(yard.tenant).get()


def test_deploying_makes_the_schedule_and_its_time_starts_the_flow_once(yard):
    deployed = deploy(yard)
    due = row(yard).due_at
    assert (due.minute, due.second) == (0, 0)
    assert look(yard, due - timedelta(seconds=1)) == []
    (started,) = look(yard, due)
    assert look(yard, due) == [], "its moment is over"
    assert (row(yard).due_at, row(yard).last_due_at) == (due + HOUR, due)
    yard.work()
    ended = yard.ended(started)
    told = ended.result["all"]
    assert (ended.status, ended.instance_id, ended.customer_id) == (
        "succeeded",
        deployed.instance.pk,
        deployed.instance.customer_id,
    )
    assert (told["scheduledFor"], told["missed"], told["customer"]["externalId"]) == (due.isoformat(), 0, "c-1")
    assert told["executionId"] == started and told["flow"]["name"] == "Tick"


def test_nothing_of_a_suspended_tenant_starts_by_itself(yard):
    deploy(yard)
    due = row(yard).due_at
    tenants.suspend(yard.tenant)
    assert look(yard, due) == []
    tenants.resume(yard.tenant)
    assert len(look(yard, due + 3 * HOUR)) == 1, "what it missed meanwhile is started once"


def test_after_downtime_it_starts_once_and_says_how_many_it_missed(yard):
    deploy(yard)
    due = row(yard).due_at
    (started,) = look(yard, due + 5 * HOUR + timedelta(minutes=10))
    assert yard.row(started).trigger["missed"] == 5
    assert row(yard).due_at == due + 6 * HOUR


def test_two_processes_that_look_at_once_start_it_once(yard, make_process):
    deploy(yard)
    due = row(yard).due_at
    others = [make_process() for _ in range(2)]
    looks = [process.journal.submit_call(fire(due)) for process in (yard.process, *others)]
    assert sum(len(looked.result()) for looked in looks) == 1
    assert Execution.of(yard.tenant).count() == 1


def test_what_cannot_be_stored_is_due_again(yard):
    """The start and the moving on are one commit."""
    deploy(yard)
    due = row(yard).due_at

    def fails_afterwards(cursor):
        fire(due)(cursor)
        raise RuntimeError("the process died here")

    with pytest.raises(RuntimeError):
        yard.process.journal.submit_call(fails_afterwards).result()
    assert Execution.of(yard.tenant).count() == 0
    assert len(look(yard, due)) == 1


def test_a_paused_instance_lets_its_times_pass_and_goes_on_when_resumed(yard):
    instance = deploy(yard).instance
    services.pause(instance)
    assert row(yard).due_at is None
    services.resume(instance)
    assert row(yard).due_at > datetime.now(UTC)


def test_upgrading_changes_removes_and_keeps_schedules(yard):
    deployed = deploy(yard)
    due = row(yard).due_at

    def upgrade(*flows) -> None:
        document = {"name": "Shop", "key": "shop", "flows": list(flows)}
        services.upgrade(deployed.instance, services.accept_version(deployed.integration, document, comment="", published_by=""))

    upgrade(scheduled(mode="every", every=1, unit="hours"), flow("other", echo()))
    assert row(yard).due_at == due, "what did not change stays due when it was"
    upgrade(scheduled(mode="cron", cron="30 4 * * *"))
    assert (row(yard).due_at.hour, row(yard).due_at.minute) == (4, 30)
    assert look(yard, row(yard).due_at)
    assert Execution.of(yard.tenant).get().version_id == deployed.instance.version_id
    upgrade(flow("other", echo()))
    assert not Schedule.of(yard.tenant).exists()


def test_deleting_the_instance_ends_its_schedule(yard):
    services.delete_instance(deploy(yard).instance)
    assert not Schedule.of(yard.tenant).exists()


def test_a_config_value_may_say_when_and_what_makes_no_sense_is_told_instead_of_started(yard):
    document = {
        "name": "Own times",
        "key": "own-times",
        "configVariables": [{"key": "when", "name": "When", "type": "string", "default": "0 6 * * *"}],
        "flows": [scheduled(mode="cron", cron={"configVariable": "When"})],
    }
    assert [problem for problem in validate(document, BY_KEY, credentials=()) if problem.severity == "error"] == []
    integration = yard.deploy(flow("x", echo())).integration
    customer = yard.deploy(flow("y", echo()), customer="c-2").instance.customer
    instance = services.deploy(
        integration, customer, version=services.accept_version(integration, document, comment="", published_by="")
    )
    assert row(yard).due_at.hour == 6
    services.configure(instance, {"when": "whenever"})
    assert row(yard).due_at is None and "whenever" in row(yard).problem
    services.configure(instance, {"when": "0 7 * * *"})
    assert (row(yard).due_at.hour, row(yard).problem) == (7, "")


def test_validation_finds_an_expression_that_is_none():
    document = {"name": "S", "key": "s", "flows": [scheduled(mode="cron", cron="61 * * * *")]}
    problems = [(one.code, one.step, one.field) for one in validate(document, BY_KEY, credentials=())]
    assert ("input_invalid", "schedule_1", "cron") in problems


def test_what_happens_to_an_instance_starts_the_flows_that_ask_for_it(yard):
    every = ["deployed", "updated", "enabled", "disabled", "deleted"]
    watching = flow("watching", TOLD, trigger="instance.event", webhook={"events": {"value": every}})
    watching["steps"][0]["id"] = "event_1"
    watching["links"][0]["from"] = "event_1"
    deaf = flow("deaf", TOLD, trigger="manual")
    deployed = yard.deploy(watching, deaf)
    instance = deployed.instance
    services.pause(instance)
    services.pause(instance)
    services.resume(instance)
    services.configure(instance, {})
    yard.work()
    for pk in Execution.of(yard.tenant).values_list("pk", flat=True):
        yard.ended(pk)
    gone = instance.pk
    services.delete_instance(instance)
    rows = [yard.ended(pk) for pk in Execution.of(yard.tenant).order_by("pk").values_list("pk", flat=True)]
    assert [row.error for row in rows] == [None] * 5
    assert [row.result["all"]["event"] for row in rows] == ["deployed", "disabled", "enabled", "updated", "deleted"]
    assert {row.instance_id for row in rows} == {gone}, "also the flow that starts when it is gone runs for it"
