"""An execution that has not begun says why, until when, and behind which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from runtime.instances import services
from runtime.journal.models import Execution
from runtime.lanes import holding
from runtime.lanes.explaining import Why, explain
from runtime.lanes.models import Lane
from runtime.watching import lag
from tests.flows.test_lanes import queue
from tests.flows.yard import Yard, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)


def why(yard: Yard, execution_id: str, now: datetime | None = None) -> Why | None:
    return explain([yard.row(execution_id)], now or datetime.now(UTC)).get(execution_id)


def test_what_only_waits_for_its_turn_has_no_reason(yard):
    (one,) = queue(yard, yard.deploy(flow("work", echo())), 1)
    assert why(yard, one) is None


def test_a_lane_on_hold_is_named_and_is_not_late(yard):
    deployed = yard.deploy(flow("work", echo()))
    (one,) = queue(yard, deployed, 1)
    later = datetime.now(UTC) + timedelta(hours=1)
    assert lag.oldest_seconds(yard.tenant.pk, "", later) > 3000
    holding.hold(deployed.instance, "work", "ann@example.com")
    told = why(yard, one)
    assert told and told.code == "lane_held" and "ann@example.com" in told.message
    assert lag.oldest_seconds(yard.tenant.pk, "", later) == 0
    assert lag.measure(drafts=False, now=later, tenant_id=yard.tenant.pk).oldest_seconds == 0


def test_behind_another_of_the_same_key_it_names_that(yard):
    ordered = flow("work", echo(), policy={"ordering": {"key": {"reference": "trigger.results.body.data.key"}}})
    deployed = yard.deploy(ordered)
    path = deployed.path()
    first, second, other = (yard.post(path, {"key": key}).headers["x-hookyard-execution"] for key in ("a", "a", "b"))
    assert (why(yard, first), why(yard, other)) == (None, None)
    told = why(yard, second)
    assert told and (told.code, told.behind) == ("behind", first)


def test_a_limit_says_how_many_and_a_rate_until_when(yard):
    deployed = yard.deploy(flow("work", echo(), policy={"concurrency": {"atOnce": 1}}))
    running, waiting = (yard.post(deployed.path(), {"n": n}).headers["x-hookyard-execution"] for n in range(2))
    Execution.of(yard.tenant).filter(pk=running).update(status="running")
    told = why(yard, waiting)
    assert told and told.code == "at_once_full"

    slow = yard.deploy(flow("work", echo(), policy={"concurrency": {"starts": 2, "perSeconds": 60}}), customer="c-2")
    one = yard.post(slow.path(), {"n": 1}).headers["x-hookyard-execution"]
    now = datetime.now(UTC)
    Lane.of(yard.tenant).filter(instance_id=slow.instance.pk).update(paid_until=now + timedelta(seconds=60))
    told = why(yard, one, now)
    assert told and (told.code, told.until) == ("throttled", now + timedelta(seconds=30))
    assert why(yard, one, now + timedelta(seconds=31)) is None


def test_what_is_held_and_what_sleeps_says_so(yard):
    deployed = yard.deploy(flow("work", echo()))
    services.pause(deployed.instance)
    held = yard.post(deployed.path(), {"n": 1}).headers["x-hookyard-execution"]
    told = why(yard, held)
    assert told and told.code == "instance_paused"
    until = datetime.now(UTC) + timedelta(days=1)
    Execution.of(yard.tenant).filter(pk=held).update(status="waiting", due_at=until, waits=[{"path": "sleep_1", "error": None}])
    told = why(yard, held)
    assert told and (told.code, told.until) == ("sleeping", until)
