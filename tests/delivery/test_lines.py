"""Events of one key arrive in their order; a failed one holds up only those of its key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from runtime.delivery import destinations, lines, redelivering
from runtime.delivery.attempting import Attempted
from runtime.delivery.models import Delivery, Destination
from runtime.delivery.schedule import Schedule
from runtime.delivery.sending import Event, send
from runtime.engine.errors import NotAllowed
from tests.delivery.carrying import claim, record

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def row(cast):
    made, _ = destinations.make(cast.acme, url="https://a.example/in", name="x", ordered=True, order_by="body.order")
    Destination.across_tenants.filter(pk=made.pk).update(last_success_at=NOW, width=8)
    return Destination.of(cast.acme).get(pk=made.pk)


def sent(row, *events: str) -> list[Delivery]:
    """Each is its key and a number."""
    ids = [send(row, Event({"order": one[0], "number": int(one[1])})) for one in events]
    return [Delivery.of(row.tenant_id).get(pk=pk) for pk in ids]


def said(jobs) -> list[str]:
    return sorted(job.event["body"][10] + job.event["body"][-2] for job in jobs)


def over(jobs, status: int = 200, schedule: Schedule | None = None, at: datetime = NOW) -> None:
    code = "ok" if status == 200 else f"http_{status}"
    record([Attempted(job, at, 10, {}, code, status=status) for job in jobs], at, schedule)


def claimed(at: datetime = NOW) -> list:
    return claim(at)


def test_one_of_each_key_goes_at_once_and_the_next_when_it_was_taken(row):
    sent(row, "a1", "a2", "b1", "a3")
    first = claimed()
    assert said(first) == ["a1", "b1"] and claimed() == []
    over(first)
    second = claimed()
    assert said(second) == ["a2"]
    over(second)
    assert said(claimed()) == ["a3"]


def test_what_comes_while_one_of_its_key_is_under_way_goes_behind_it(row):
    sent(row, "a1")
    first = claimed()
    sent(row, "a2", "b1")
    assert said(claimed()) == ["b1"]
    over(first)
    assert said(claimed()) == ["a2"]


def test_a_failed_one_holds_up_only_its_key(row):
    sent(row, "a1", "a2", "b1", "b2")
    jobs = claimed()
    over([job for job in jobs if said([job]) == ["a1"]], 500)
    over([job for job in jobs if said([job]) == ["b1"]])
    assert said(claimed()) == ["b2"]
    assert said(claimed(LATER)) == ["a1"], "tried again, and only then what is behind it"


@pytest.mark.parametrize(("deed", "next_ones"), [("discard", ["a2"]), ("redeliver", ["a1"])])
def test_one_that_is_given_up_holds_its_key_until_people_decide(row, deed, next_ones):
    first, second, *_ = sent(row, "a1", "a2", "b1")
    jobs = claimed()
    over([job for job in jobs if job.delivery["id"] == first.pk], 500, Schedule(()))
    over([job for job in jobs if job.delivery["id"] != first.pk])
    assert claimed(LATER) == []
    sent(row, "a3", "b2")
    assert said(claimed(LATER)) == ["b2"]
    row.refresh_from_db()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (row.status, first.status) == ("active", "failed")
    assert lines.head_of(second) == first and lines.behind(first, 100) == 2
    getattr(redelivering, deed)(first)
    assert said(claimed(LATER)) == next_ones


def test_it_is_not_sent_before_its_turn_even_by_hand(row):
    _, second = sent(row, "a1", "a2")
    claimed()
    with pytest.raises(NotAllowed, match="behind another"):
        redelivering.redeliver(second)
    redelivering.discard(second)
    assert Delivery.of(row.tenant_id).get(pk=second.pk).status == "discarded"


def test_what_is_recovered_goes_in_order(row):
    sent(row, "a1", "a2", "b1")
    for _ in range(2):
        over(claimed())
    assert redelivering.recover(row, since=datetime(2020, 1, 1, tzinfo=UTC), everything=True) == 3
    first = claimed()
    assert said(first) == ["a1", "b1"]
    over(first)
    assert said(claimed()) == ["a2"]


def test_without_the_value_nobody_is_waited_for(row):
    for _ in range(2):
        send(row, Event({"other": 1}))
    assert len(claimed()) == 2


def test_when_all_are_to_be_in_order_those_in_line_stand_in_the_one_line(row):
    sent(row, "a1", "a2", "b1")
    jobs = claimed()
    row = destinations.change(row, {"order_by": ""})
    for expected in ("a2",):
        over(jobs)
        jobs = claimed()
        assert said(jobs) == [expected]
    assert not Delivery.of(row.tenant_id).filter(in_line=True).exists()


def test_a_line_whose_head_was_erased_gets_another(row):
    sent(row, "a1", "a2")
    claimed()
    Delivery.of(row.tenant_id).filter(status="sending").delete()
    assert claimed() == []
    assert lines.set_off(Delivery.of(row.tenant_id), NOW) == 1
    assert said(claimed()) == ["a2"]


def test_a_waiting_line_is_not_looked_through(row):
    """A claim reads what is due, and what waits in a line is not."""
    sent(row, *(f"a{number}" for number in range(10)), *(f"a{number}" for number in range(10)))
    jobs = claimed()
    assert len(jobs) == 1
    assert Delivery.of(row.tenant_id).filter(status="pending", due_at__isnull=False).count() == 0


@pytest.mark.parametrize("wrong", ["webhook_1.results", "body[", "headers.x"])
def test_what_reads_no_event_is_refused(cast, wrong):
    with pytest.raises(destinations.InvalidDestination) as caught:
        destinations.make(cast.acme, url="https://a.example/in", name="x", ordered=True, order_by=wrong)
    assert caught.value.details["errors"][0]["field"] == "orderBy"


def test_numbers_and_texts_of_the_same_writing_are_one_key_and_long_ones_are_hashed():
    keys = [lines.key_of("body.k", body={"k": value}, type="") for value in (17, "17", None, "", "x" * 70, {"a": 1})]
    assert keys[:4] == ["17", "17", "", ""]
    assert keys[4].startswith("#") and len(keys[4]) <= 80 and keys[5] == '{"a":1}'
    assert lines.key_of("type", body=None, type="order.created") == "order.created"
