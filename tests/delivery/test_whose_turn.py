"""Which deliveries a claim takes: order, width, pace, and that nobody waits for somebody else's destination."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from runtime.delivery import destinations, notices
from runtime.delivery.attempting import Attempted
from runtime.delivery.claims import LEASE, TakeBack
from runtime.delivery.courier import Courier
from runtime.delivery.models import Attempt, Delivery, Destination
from runtime.delivery.schedule import Schedule
from runtime.delivery.sending import Event, publish, send
from tests.delivery.carrying import claim, record

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def make(cast):
    def making(name: str = "x", tenant=None, **given) -> Destination:
        proven = given.pop("proven", True)
        row, _ = destinations.make(tenant or cast.acme, url="https://example.com/hook", name=name, **given)
        if proven:
            Destination.across_tenants.filter(pk=row.pk).update(last_success_at=NOW, width=row.most_at_once)
        return row

    return making


def ended(job, *, at: datetime, status: int | None = 200, **told) -> Attempted:
    code = "ok" if status == 200 else f"http_{status}" if status else "remote_timeout"
    return Attempted(job, at, 10, {}, code, status=status, **told)


def succeed(jobs, at):
    return record([ended(job, at=at) for job in jobs], at)


def fail(jobs, at, status: int | None = 500, schedule: Schedule | None = None, **told):
    return record([ended(job, at=at, status=status, **told) for job in jobs], at, schedule)


def numbers(jobs) -> list[int]:
    return [int(job.event["body"]) for job in jobs]


def send_many(row: Destination, count: int) -> None:
    for number in range(count):
        send(row, Event(number))


def test_no_more_goes_at_once_than_its_width_and_the_rest_follows(make):
    row = make(most_at_once=3)
    send_many(row, 7)
    first = claim(NOW)
    assert numbers(first) == [0, 1, 2] and claim(NOW) == []
    succeed(first[:1], NOW)
    assert numbers(claim(NOW)) == [3]


def test_one_that_has_a_million_waiting_leaves_room_to_the_others(make):
    crowded, small = make("crowded", most_at_once=100), make("small")
    send_many(crowded, 60)
    send(small, Event(99))
    jobs = claim(NOW, free=10)
    assert 99 in numbers(jobs)
    assert len(claim(NOW, free=10 - len(jobs))) == 10 - len(jobs), "and takes what the others leave"


def test_those_that_take_nothing_never_fill_all_slots(make):
    for number in range(6):
        send(make(f"hangs {number}", proven=False), Event(number))
    send(make("good"), Event(99))
    assert len(claim(NOW, free=4, for_unproven=3)) == 4
    assert claim(NOW, free=1, for_unproven=0) == []
    assert len(claim(NOW, free=4, for_unproven=3)) == 3


def test_who_is_new_or_failed_is_tried_with_one_and_widens_with_success(make):
    row = make(proven=False, most_at_once=8)
    send_many(row, 20)
    for width in (1, 2, 4, 8):
        jobs = claim(NOW)
        assert len(jobs) == width
        succeed(jobs, NOW) if width < 8 else fail(jobs, NOW)
    assert Destination.of(row.tenant_id).get(pk=row.pk).width == 1


def test_order_is_kept_over_failures(make):
    row = make(ordered=True)
    send_many(row, 3)
    jobs = claim(NOW)
    assert numbers(jobs) == [0] and claim(NOW) == []
    fail(jobs, NOW)
    assert claim(NOW + timedelta(seconds=4)) == [], "what is behind it waits as well"
    at = NOW + timedelta(seconds=6)
    for number in range(3):
        jobs = claim(at)
        assert numbers(jobs) == [number]
        succeed(jobs, at)


def test_an_ordered_one_whose_first_is_given_up_stops_for_people_to_decide(make):
    row = make(ordered=True)
    send_many(row, 2)
    fail(claim(NOW), NOW, schedule=Schedule(()))
    row.refresh_from_db()
    assert (row.status, row.status_reason) == ("disabled", "order_held")
    assert sorted(Delivery.of(row.tenant_id).values_list("status", flat=True)) == ["failed", "pending"]


def test_its_pace_is_kept(make):
    row = make(per_second=4, most_at_once=50)
    send_many(row, 30)
    begun = []
    for step in range(40):
        at = NOW + timedelta(milliseconds=100 * step)
        jobs = claim(at)
        begun += [at] * len(jobs)
        succeed(jobs, at)
    assert 16 <= len(begun) <= 20, "four a second for four seconds, and one second's saved up"


def test_attempts_come_as_published_and_then_it_is_a_dead_letter(make):
    row = make()
    send(row, Event(1))
    at, waits = NOW, []
    while jobs := claim(at):
        fail(jobs, at)
        delivery = Delivery.of(row.tenant_id).get()
        if delivery.due_at is None:
            break
        waits.append((delivery.due_at - at).total_seconds())
        assert claim(delivery.due_at - timedelta(seconds=1)) == []
        at = max(delivery.due_at, Destination.of(row.tenant_id).get().due_at)
    told = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert [round(wait) for wait in waits] == told
    assert (delivery.status, delivery.code, delivery.attempts) == ("failed", "retries_exhausted", 10)
    assert Attempt.of(row.tenant_id).count() == 10


@pytest.mark.parametrize(("status", "most"), [(None, 40), (500, 700)], ids=["nobody answers", "it refuses"])
def test_where_nothing_gets_through_tries_are_spread_out(make, status, most):
    row = make(most_at_once=8)
    send_many(row, 100)
    tried, at = 0, NOW
    for _ in range(600):
        jobs = claim(at)
        tried += len(jobs)
        fail(jobs, at, status)
        at += timedelta(seconds=1)
    assert tried < most


def test_a_rest_that_was_asked_for_goes_on_when_something_that_was_under_way_succeeds(make):
    row = make(most_at_once=8)
    send_many(row, 10)
    jobs = claim(NOW)
    fail(jobs[:7], NOW, 429, retry_after=120.0)
    succeed(jobs[7:], NOW)
    assert claim(NOW + timedelta(seconds=119)) == []
    assert claim(NOW + timedelta(seconds=121)) != []


def test_days_without_success_disable_it_and_people_hear_twice(make):
    heard = []
    notices.tell_also(listener := lambda destination, notice: heard.append((notice.value, destination.status_reason)))
    try:
        row, at = make(), NOW
        while at < NOW + timedelta(days=7):
            send(row, Event(1))
            fail(claim(at), at)
            at += timedelta(hours=6)
        row.refresh_from_db()
        assert (row.status, row.status_reason) == ("disabled", "failing")
        assert timedelta(days=5) <= row.status_since - NOW < timedelta(days=5, hours=7)
        assert heard == [("failing", ""), ("disabled", "failing")]
    finally:
        notices._listeners.remove(listener)


def test_what_comes_while_it_is_paused_goes_when_it_is_enabled(make):
    row = destinations.pause(make())
    send_many(row, 2)
    assert claim(NOW) == []
    destinations.enable(row)
    assert numbers(claim(NOW)) == [0, 1]


def test_or_is_discarded_when_somebody_says_so(make):
    row = destinations.pause(make())
    send_many(row, 2)
    claim(NOW)
    destinations.enable(row, send_waiting=False)
    assert claim(NOW) == []
    assert set(Delivery.of(row.tenant_id).values_list("status", flat=True)) == {"discarded"}


def test_what_a_dead_process_held_goes_again_and_its_late_word_does_not_count(make):
    row = make()
    send(row, Event(1))
    lost = claim(NOW, owner="dead")
    after = NOW + LEASE + timedelta(seconds=1)
    with transaction.atomic(), connection.cursor() as cursor:
        assert TakeBack(NOW)(cursor) == 0
        assert TakeBack(after)(cursor) == 1
    again = claim(after, owner="alive")
    assert numbers(again) == [1]
    assert succeed(lost, after) == 0
    assert succeed(again, after) == 1
    kept = Attempt.of(row.tenant_id).order_by("number").values_list("number", "code")
    assert list(kept) == [(1, "cut_off"), (2, "ok")]


def test_a_suspended_tenants_events_wait(make, cast):
    send(make(), Event(1))
    cast.acme.suspended = True
    cast.acme.save()
    assert claim(NOW) == []
    cast.acme.suspended = False
    cast.acme.save()
    assert len(claim(NOW)) == 1


def test_what_is_published_goes_to_those_who_take_such_events(make, cast):
    mine, theirs = cast.acme.pk, "0" * 26
    everything, orders = make("everything"), make("orders", event_types=["order.created"])
    make("invoices", event_types=["invoice.sent"])
    customers = make("customer's", customer_id=theirs)
    make("another's", customer_id="1" * 26)
    make("rival's", tenant=cast.rivals)
    publish(mine, Event(1, type="order.created", customer_id=theirs))
    jobs = claim(NOW)
    assert {job.destination["id"] for job in jobs} == {everything.pk, orders.pk, customers.pk}
    assert len({job.event["id"] for job in jobs}) == 1, "its body is stored once"


def test_two_procedures_of_a_courier_never_share_a_commit():
    """One takes destinations after the other would, so two processes would wait for each other."""

    class Busy:
        under_way = most = 0

        async def call(self, procedure):
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            await asyncio.sleep(0)
            self.under_way -= 1
            return procedure(None)

    async def both():
        courier = Courier("test", journal)
        return await asyncio.gather(*(courier._call(lambda _, number=number: number) for number in range(3)))

    journal = Busy()
    assert asyncio.run(both()) == [0, 1, 2]
    assert journal.most == 1


def test_an_attempt_of_two_claims_counts_once(make):
    send(make(), Event(1))
    job = claim(NOW)[0]
    assert succeed([job, replace(job)], NOW) == 1
