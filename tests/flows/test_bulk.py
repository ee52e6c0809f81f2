"""Something done to many executions: to those that were meant, once each, in batches that survive whoever carries them out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from runtime.bulk import beginning
from runtime.bulk.beginning import Plan
from runtime.bulk.carrying_out import PAUSE, TAKEN, BulkWork
from runtime.bulk.models import BulkAction
from runtime.engine.errors import NotAllowed
from runtime.executions import steering
from runtime.instances import services
from runtime.journal.models import Execution
from runtime.replaying import replays_of_many
from tests.flows.test_lanes import queue
from tests.flows.yard import Deployed, Yard, echo, flow, start

pytestmark = pytest.mark.django_db(transaction=True)


def deploy(yard: Yard, customer: str = "c-1") -> Deployed:
    return yard.deploy(flow("work", echo()), customer=customer)


def begin(yard: Yard, action: str, **more) -> BulkAction:
    choice = more.pop("choice", {})
    return beginning.begin(yard.tenant, Plan(action, choice, **more), by="ann@example.com")


def work(yard: Yard) -> BulkWork:
    return BulkWork(yard.process.leases, yard.process.audience, lambda: None, replays_of_many(yard.process))


def looks(yard: Yard, count: int, *, first: datetime | None = None) -> list[int]:
    now = first or datetime.now(UTC)
    return [work(yard).look(now + PAUSE * place) for place in range(count)]


def statuses(yard: Yard, ids: list[str]) -> set[str]:
    return set(Execution.of(yard.tenant).filter(pk__in=ids).values_list("status", flat=True))


def test_those_that_were_chosen_are_cancelled_a_batch_at_a_time_and_no_others(yard):
    meant, others = queue(yard, deploy(yard), 25), queue(yard, deploy(yard, "c-2"), 3)
    instance = Execution.of(yard.tenant).get(pk=meant[0]).instance_id
    done = queue(yard, deploy(yard, "c-3"), 2, status="succeeded")
    row = begin(yard, "cancel", choice={"instance_id": instance}, per_second=10)
    assert row.expected == 25
    assert looks(yard, 4) == [10, 10, 5, 0]
    row.refresh_from_db()
    assert (row.status, row.looked_at, row.did) == ("done", 25, 25)
    assert (statuses(yard, meant), statuses(yard, others), statuses(yard, done)) == ({"cancelled"}, {"queued"}, {"succeeded"})


def test_what_arrives_after_it_began_is_not_meant(yard):
    deployed = deploy(yard)
    queue(yard, deployed, 3)
    begin(yard, "cancel")
    later = queue(yard, deployed, 2)
    looks(yard, 2)
    assert statuses(yard, later) == {"queued"}


def test_running_again_makes_one_new_execution_each_and_none_of_the_new_ones_again(yard):
    failed = queue(yard, deploy(yard), 12, status="failed")
    begin(yard, "retry", choice={"status": ["failed"]}, per_second=5)
    looks(yard, 5)
    fresh = Execution.of(yard.tenant).exclude(replay_of="")
    assert sorted(fresh.values_list("replay_of", flat=True)) == failed
    assert BulkAction.of(yard.tenant).get().did == 12


def test_whoever_dies_between_batches_the_rest_is_done_once(yard, make_process):
    failed = queue(yard, deploy(yard), 9, status="failed")
    begin(yard, "retry", per_second=4)
    now = datetime.now(UTC)
    assert work(yard).look(now) == 4
    other = Yard(yard.tenant, make_process(), yard.door)
    assert looks(other, 3, first=now + PAUSE) == [4, 1, 0]
    assert Execution.of(yard.tenant).exclude(replay_of="").count() == len(failed)


def test_a_batch_that_could_not_be_finished_is_left_undone_and_done_later(yard, monkeypatch):
    queue(yard, deploy(yard), 6, status="failed")
    begin(yard, "retry", per_second=50)
    now, count = datetime.now(UTC), 0
    original = steering.again

    def dies_at_the_fourth(row, **more):
        nonlocal count
        count += 1
        if count == 4:
            raise RuntimeError("the process died here")
        return original(row, **more)

    monkeypatch.setattr(steering, "again", dies_at_the_fourth)
    with pytest.raises(RuntimeError):
        work(yard).look(now)
    assert Execution.of(yard.tenant).exclude(replay_of="").count() == 0
    assert work(yard).look(now + PAUSE) == 0, "whoever took it may still be at it"
    assert work(yard).look(now + TAKEN) == 6


def test_two_that_look_at_once_share_no_batch(yard):
    queue(yard, deploy(yard), 8, status="failed")
    row = begin(yard, "retry", per_second=4)
    now = datetime.now(UTC)
    first, second = work(yard), work(yard)
    assert first._batch(row, now) == 4
    assert second._batch(row, now) == 0, "it holds the row as it was before the first took it"


def test_stopping_leaves_the_rest_alone(yard):
    queue(yard, deploy(yard), 10)
    row = begin(yard, "cancel", per_second=4)
    looks(yard, 1)
    assert beginning.stop(yard.tenant, row.pk)
    assert looks(yard, 3, first=datetime.now(UTC) + TAKEN) == [0, 0, 0]
    assert Execution.of(yard.tenant).filter(status="queued").count() == 6
    assert not beginning.stop(yard.tenant, row.pk)


def test_a_run_under_way_is_stopped_as_well(yard, service):
    yard.work()
    _, execution = start(yard, service.ask(), echo())
    service.wait_for(1)
    begin(yard, "cancel")
    looks(yard, 1)
    assert yard.row(execution).status == "cancelled"


def test_they_run_again_on_the_version_the_instance_has_now_when_that_is_asked(yard):
    deployed = deploy(yard)
    (failed,) = queue(yard, deployed, 1, status="failed")
    before = deployed.instance.version_id
    document = {"name": "Shop", "key": "shop", "flows": [flow("work", echo())]}
    services.upgrade(deployed.instance, services.accept_version(deployed.integration, document, comment="", published_by=""))
    for newest in (False, True):
        begin(yard, "retry", choice={"ids": [failed]}, newest_version=newest)
        looks(yard, 1)
    versions = Execution.of(yard.tenant).exclude(replay_of="").order_by("pk").values_list("version_id", flat=True)
    assert list(versions) == [before, deployed.instance.version_id]


def test_one_tenant_s_choice_never_reaches_another(yard):
    from designer.accounts.tenants import create_tenant

    mine = queue(yard, deploy(yard), 2)
    other = create_tenant("Rivals")
    with pytest.raises(NotAllowed) as refused:
        beginning.begin(other, Plan("cancel", {"ids": mine}), by="eve@example.com")
    assert refused.value.code == "nothing_chosen"


def test_no_more_than_a_few_at_once(yard):
    queue(yard, deploy(yard), 1)
    for _ in range(beginning.MOST_AT_ONCE):
        begin(yard, "cancel")
    with pytest.raises(NotAllowed) as refused:
        begin(yard, "cancel")
    assert refused.value.code == "bulk_too_many"
    assert beginning.count(yard.tenant, Plan("cancel", {})) == {"count": 1, "more": False}
    assert timedelta(0) < PAUSE < TAKEN
