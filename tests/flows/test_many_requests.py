"""Many requests are replayed or dismissed: those that were meant, once each, whoever dies meanwhile or asks twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runtime import control, wiring
from runtime.bulk import beginning
from runtime.bulk.beginning import Plan
from runtime.bulk.carrying_out import PAUSE, TAKEN_TO_REPLAY, BulkWork
from runtime.bulk.models import BulkAction
from runtime.engine.errors import NotAllowed
from runtime.instances.customers import add_alias
from runtime.instances.models import Customer
from runtime.journal.journal import JournalRefused
from runtime.journal.models import Execution, Request
from runtime.replaying import replays_of_many
from tests.flows.test_bulk import begin, looks
from tests.flows.yard import Deployed, Yard, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)

SHARED = {"type": "shared", "externalCustomerId": {"reference": "results.body.data.shop"}}


@pytest.fixture
def yard(yard: Yard, monkeypatch) -> Yard:
    monkeypatch.setattr(wiring, "_current", [yard.process])
    return yard


@pytest.fixture
def deployed(yard: Yard) -> Deployed:
    return yard.deploy(flow("orders", echo()), endpoint=SHARED)


def lost(yard: Yard, deployed: Deployed, count: int, shop: str = "T9") -> list[str]:
    """So many requests that name a customer nobody knows."""
    return [yard.request(yard.post(deployed.path(), {"shop": shop, "n": number})).pk for number in range(count)]


def know(yard: Yard, shop: str = "T9") -> None:
    add_alias(Customer.of(yard.tenant).get(), shop)


def started_by(yard: Yard) -> list[str]:
    """What each execution re-tells, in the order in which they were queued."""
    kept = dict(Request.of(yard.tenant).values_list("pk", "replay_of"))
    return [kept[request] for request in Execution.of(yard.tenant).order_by("pk").values_list("request_id", flat=True)]


def waiting(yard: Yard) -> list[Request]:
    return list(Request.of(yard.tenant).filter(status="unrouted", resolved_at=None))


def test_all_of_the_inbox_are_replayed_once_and_in_order_and_nothing_that_was_accepted(yard, deployed):
    asked = lost(yard, deployed, 7)
    know(yard)
    accepted = yard.post(deployed.path(), {"shop": "c-1"})
    row = begin(yard, "replay", choice={"integration_id": deployed.integration.pk}, per_second=3)
    later = lost(yard, deployed, 1, shop="T8")
    assert (row.expected, looks(yard, 4)) == (7, [3, 3, 1, 0])
    row.refresh_from_db()
    assert (row.status, row.looked_at, row.did) == ("done", 7, 7)
    assert started_by(yard) == ["", *asked], "the first is of the one that was accepted"
    assert [one.pk for one in waiting(yard)] == later
    assert yard.request(accepted).resolved_at is None


def test_asking_twice_replays_nothing_twice(yard, deployed):
    asked = lost(yard, deployed, 4)
    know(yard)
    begin(yard, "replay", per_second=3)
    begin(yard, "replay", per_second=2)
    looks(yard, 4)
    assert started_by(yard) == asked
    assert sum(BulkAction.of(yard.tenant).values_list("did", flat=True)) == 4
    with pytest.raises(NotAllowed) as refused:
        begin(yard, "replay")
    assert refused.value.code == "nothing_chosen"
    with pytest.raises(NotAllowed) as refused:
        control.replay(yard.tenant, asked[0])
    assert refused.value.code == "request_resolved"
    assert control.replay(yard.tenant, asked[0], again=True)["status"] == "accepted", "somebody says so"


def test_what_was_accepted_is_replayed_where_its_status_is_named_and_also_once(yard, deployed):
    know(yard)
    first = [yard.request(yard.post(deployed.path(), {"shop": "T9", "n": number})).pk for number in range(3)]
    begin(yard, "replay", choice={"status": ["accepted"]})
    looks(yard, 2)
    assert started_by(yard)[3:] == first
    again = begin(yard, "replay", choice={"status": ["accepted"]})
    assert again.expected == 3, "the replays themselves, which nobody replayed yet"


def test_one_that_finds_no_way_again_is_replaced_by_its_replay_and_the_inbox_does_not_grow(yard, deployed):
    asked = lost(yard, deployed, 2, shop="T7") + lost(yard, deployed, 1)
    know(yard)
    row = begin(yard, "replay")
    assert looks(yard, 2) == [1, 0]
    row.refresh_from_db()
    assert (row.looked_at, row.did) == (3, 1)
    assert sorted(one.replay_of for one in waiting(yard)) == sorted(asked[:2])


def test_a_request_whose_endpoint_is_gone_waits_on(yard, deployed):
    (asked,) = lost(yard, deployed, 1)
    Request.of(yard.tenant).update(endpoint_id="01GONE")
    row = begin(yard, "replay")
    assert looks(yard, 1) == [0]
    row.refresh_from_db()
    assert (row.status, row.did, [one.pk for one in waiting(yard)]) == ("done", 0, [asked])


def test_whoever_dies_over_a_batch_leaves_it_to_the_next_who_repeats_nothing(yard, deployed, monkeypatch):
    asked = lost(yard, deployed, 4)
    know(yard)
    row = begin(yard, "replay")
    real, now = replays_of_many(yard.process), datetime.now(UTC)

    class Died(BaseException):
        """Not an error that anybody handles."""

    def dies_after_the_second(kept: Request, fresh_id: str) -> None:
        real(kept, fresh_id)
        if kept.pk == asked[1]:
            raise Died

    dying = BulkWork(yard.process.leases, yard.process.audience, lambda: None, dies_after_the_second)
    with monkeypatch.context() as patched, pytest.raises(Died):
        patched.setattr(BulkWork, "_move", lambda *_, **__: 0)  # it died before it could write down how far it came
        dying.look(now)
    row.refresh_from_db()
    assert (row.after, started_by(yard)) == ("", asked[:2])
    assert looks(yard, 1, first=now + PAUSE) == [0], "whoever took it may still be at it"
    assert looks(yard, 1, first=now + TAKEN_TO_REPLAY) == [4]
    assert (started_by(yard), waiting(yard)) == (asked, [])


def test_what_a_dead_process_held_in_its_hand_waits_again_when_the_rest_is_stopped(yard, deployed, monkeypatch):
    asked = lost(yard, deployed, 2)
    know(yard)
    row = begin(yard, "replay")

    class Died(BaseException):
        """Not an error that anybody handles."""

    def dies(kept: Request, fresh_id: str) -> None:
        raise Died

    dying = BulkWork(yard.process.leases, yard.process.audience, lambda: None, dies)
    with monkeypatch.context() as patched, pytest.raises(Died):
        patched.setattr(BulkWork, "_move", lambda *_, **__: 0)
        dying.look(datetime.now(UTC))
    assert [one.pk for one in waiting(yard)] == asked[1:]
    assert beginning.stop(yard.tenant, row.pk)
    assert sorted(one.pk for one in waiting(yard)) == asked


def test_a_database_that_refuses_ends_the_batch_and_the_rest_is_replayed_later(yard, deployed):
    asked = lost(yard, deployed, 3)
    know(yard)
    begin(yard, "replay")
    real, now, full = replays_of_many(yard.process), datetime.now(UTC), [asked[1]]

    def refuses_once(kept: Request, fresh_id: str) -> None:
        if kept.pk in full:
            full.clear()
            raise JournalRefused("disk full")
        real(kept, fresh_id)

    work = BulkWork(yard.process.leases, yard.process.audience, lambda: None, refuses_once)
    with pytest.raises(JournalRefused):
        work.look(now)
    assert work.look(now + PAUSE) == 2
    assert started_by(yard) == asked


def test_a_sync_flow_is_queued_since_nobody_waits_for_its_answer(yard):
    deployed = yard.deploy(flow("orders", echo(), response="sync"), endpoint=SHARED)
    lost(yard, deployed, 2)
    know(yard)
    begin(yard, "replay")
    looks(yard, 1)
    assert set(Execution.of(yard.tenant).values_list("status", flat=True)) == {"queued"}


def test_many_are_dismissed_once_and_stay_in_the_list(yard, deployed):
    asked, others = lost(yard, deployed, 5), lost(yard, deployed, 2, shop="T8")
    row = begin(yard, "dismiss", choice={"ids": asked}, per_second=3)
    assert looks(yard, 2) == [3, 2]
    row.refresh_from_db()
    assert (row.status, row.did, sorted(one.pk for one in waiting(yard))) == ("done", 5, sorted(others))
    assert Request.of(yard.tenant).count() == 7
    assert beginning.count(yard.tenant, Plan("dismiss", {})) == {"count": 2, "more": False}


def test_stopping_leaves_the_rest_in_the_inbox(yard, deployed):
    asked = lost(yard, deployed, 4)
    know(yard)
    row = begin(yard, "replay", per_second=2)
    looks(yard, 1)
    assert beginning.stop(yard.tenant, row.pk)
    assert looks(yard, 2, first=datetime.now(UTC) + TAKEN_TO_REPLAY) == [0, 0]
    assert sorted(one.pk for one in waiting(yard)) == asked[2:]
