"""Whose turn it is: fair between customers, as a flow's policy says, and as quick with a long history as without."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from designer.accounts import tenants
from runtime.executions.claims import Claim, Claimed, Rotation
from runtime.identifiers import new_id
from runtime.instances import services
from runtime.journal.models import Execution
from runtime.lanes.models import Lane
from tests.flows.yard import Deployed, Yard, echo, flow, ids
from tests.product import eventually

pytestmark = pytest.mark.django_db(transaction=True)
BY_ORDER = {"ordering": {"key": {"reference": "trigger.results.body.data.order"}}}


def claim(yard: Yard, *, free: int = 64, in_hand: Counter | None = None, rotation: Rotation | None = None, at=None) -> Claimed:
    now = at or datetime.now(UTC)
    procedure = Claim("me", False, now, 64, free, in_hand or Counter(), rotation or Rotation())
    return yard.process.journal.submit_call(procedure).result()


def queue(yard: Yard, deployed: Deployed, count: int, **more) -> list[str]:
    """Rows as the door writes them, without the door."""
    now = datetime.now(UTC)
    instance = deployed.instance
    own = {
        "tenant_id": yard.tenant.pk,
        "integration_id": deployed.integration.pk,
        "version_id": instance.version_id,
        "instance_id": instance.pk,
        "customer_id": instance.customer_id,
        "flow_key": "work",
        "flow_name": "Work",
        "trigger_step": "webhook_1",
        "trigger": {},
        "status": "queued",
        "queued_at": now,
        "due_at": now,
    }
    rows = [Execution(**{"id": new_id(), **own, **more}) for _ in range(count)]
    Execution.across_tenants.bulk_create(rows, batch_size=500)
    return [row.pk for row in rows]


def whose(yard: Yard, claimed: Claimed) -> Counter:
    return Counter(Execution.of(yard.tenant).filter(pk__in=claimed.ids).values_list("customer_id", flat=True))


def deploy(yard: Yard, customer: str, **policy) -> Deployed:
    return yard.deploy(flow("work", echo(), policy=policy), customer=customer)


def end(yard: Yard, *executions: str) -> None:
    Execution.of(yard.tenant).filter(pk__in=executions).update(status="succeeded")


def test_a_customer_with_a_long_queue_takes_turns_with_one_that_sends_little(yard):
    flood, quiet = deploy(yard, "flood"), deploy(yard, "quiet")
    queue(yard, flood, 300)
    mine = queue(yard, quiet, 3)
    taken = claim(yard, free=12)
    assert set(mine) <= set(taken.ids)
    assert whose(yard, taken)[flood.instance.customer_id] == 9
    assert taken.left


def test_no_customer_may_fill_all_slots_and_the_oldest_of_it_comes_first(yard):
    first = queue(yard, deploy(yard, "flood"), 100)
    taken = claim(yard)
    assert taken.ids == first[:28]
    assert claim(yard, free=36, in_hand=Counter({(yard.tenant.pk, whose(yard, taken).most_common(1)[0][0]): 28})).ids == []


def test_claims_that_look_at_a_few_customers_each_come_round_to_all_of_them(yard):
    everybody = [deploy(yard, f"c-{number}") for number in range(7)]
    for deployed in everybody:
        queue(yard, deployed, 20)
    rotation, seen = Rotation(), Counter()
    for _ in range(14):
        seen += whose(yard, claim(yard, free=2, rotation=rotation))
    assert len(seen) == 7
    assert max(seen.values()) - min(seen.values()) <= 4


def test_one_flow_of_a_customer_does_not_starve_another_flow(yard):
    deployed = yard.deploy(flow("work", echo()), flow("rare", echo()))
    queue(yard, deployed, 200)
    rare = queue(yard, deployed, 2, flow_key="rare")
    assert set(rare) <= set(claim(yard, free=10).ids)


def test_a_throttled_flow_never_has_more_under_way_than_it_may(yard):
    deployed = deploy(yard, "c-1", concurrency={"atOnce": 3})
    queue(yard, deployed, 20, turn_key="all")
    first = claim(yard)
    assert len(first.ids) == 3
    assert claim(yard).ids == []
    end(yard, first.ids[0])
    assert len(claim(yard).ids) == 1


def test_a_rate_allows_its_starts_at_once_and_then_one_after_the_other(yard):
    deployed = deploy(yard, "c-1", concurrency={"starts": 4, "perSeconds": 60})
    queue(yard, deployed, 30, turn_key="all")
    now = datetime.now(UTC)
    taken = [len(claim(yard, at=now + timedelta(seconds=after)).ids) for after in (0, 1, 14, 16, 31, 200)]
    assert taken == [4, 0, 0, 1, 1, 4]


def test_of_one_key_only_the_oldest_runs_and_other_keys_pass_it(yard):
    yard_flow = deploy(yard, "c-1", **BY_ORDER)
    answers = [yard.post(yard_flow.path(), {"order": order}) for order in ("x", "x", "y", "x")]
    x1, x2, y1, x3 = (answer.headers["x-hookyard-execution"] for answer in answers)
    assert set(claim(yard).ids) == {x1, y1}
    end(yard, y1)
    assert claim(yard).ids == [], "x waits for its turn whatever else ends"
    Execution.of(yard.tenant).filter(pk=x1).update(status="waiting", due_at=datetime.now(UTC) + timedelta(hours=1))
    assert claim(yard).ids == [], "also while the first is waiting for its next try"
    later = datetime.now(UTC) + timedelta(hours=2)
    assert claim(yard, at=later).ids == [x1], "and then the first goes on before the second begins"
    end(yard, x1)
    assert claim(yard).ids == [x2]
    end(yard, x2)
    assert claim(yard).ids == [x3]


def test_an_ordered_flow_runs_in_the_order_its_requests_came_in(yard):
    deployed = deploy(yard, "c-1", **BY_ORDER)
    answers = [yard.post(deployed.path(), {"order": number % 3, "n": number}) for number in range(24)]
    yard.work()
    eventually(lambda: Execution.of(yard.tenant).filter(pk__in=ids(answers), status="succeeded").count() == 24)
    rows = Execution.of(yard.tenant).order_by("started_at", "pk").values_list("result", flat=True)
    for key in range(3):
        numbers = [row["body"]["n"] for row in rows if row["body"]["order"] == key]
        assert numbers == sorted(numbers)


def test_a_request_without_a_key_waits_for_nobody(yard):
    deployed = deploy(yard, "c-1", **BY_ORDER)
    several = [yard.post(deployed.path(), {}) for _ in range(3)]
    assert set(claim(yard).ids) == ids(several)


def test_a_held_lane_starts_nothing_and_other_flows_do(yard):
    deployed = yard.deploy(flow("work", echo()), flow("other", echo()))
    held = queue(yard, deployed, 5)
    other = queue(yard, deployed, 2, flow_key="other")
    lane = Lane.objects.create(
        tenant=yard.tenant, instance_id=deployed.instance.pk, flow_key="work", held_at=datetime.now(UTC), held_by="ann"
    )
    assert claim(yard).ids == other
    lane.delete()
    assert claim(yard).ids == held


def test_what_a_suspended_tenant_has_queued_waits_until_it_is_resumed(yard):
    deployed = deploy(yard, "c-1")
    waiting = queue(yard, deployed, 3) + queue(yard, deployed, 80, flow_key="another")
    tenants.suspend(yard.tenant)
    assert claim(yard).ids == []
    assert claim(yard, free=200).ids == []
    tenants.resume(yard.tenant)
    assert set(claim(yard, free=200).ids) <= set(waiting) and claim(yard, free=200).ids


def test_upgrading_brings_the_lanes_in_line_with_the_version_and_keeps_holds(yard):
    deployed = deploy(yard, "c-1", concurrency={"atOnce": 3})
    lane = Lane.of(yard.tenant).get()
    Lane.of(yard.tenant).update(held_at=datetime.now(UTC))
    document = {"name": "Shop", "key": "shop", "flows": [flow("work", echo(), policy={"concurrency": {"atOnce": 7}})]}
    services.upgrade(deployed.instance, services.accept_version(deployed.integration, document, comment="", published_by="t"))
    again = Lane.of(yard.tenant).get()
    assert (again.pk, again.at_once, again.held_at is not None) == (lane.pk, 7, True)
    services.delete_instance(deployed.instance)
    assert not Lane.of(yard.tenant).exists()


def test_looking_at_many_keys_that_may_not_start_ends_and_goes_on_behind_them(yard):
    deployed = deploy(yard, "c-1", **BY_ORDER)
    for number in range(600):
        queue(yard, deployed, 1, turn_key=f"key:{number:04}", status="running")
    queue(yard, deployed, 1, turn_key="key:0000")
    blocked = [f"key:{number:04}" for number in range(600)]
    Execution.across_tenants.bulk_create(
        Execution(
            id=new_id(),
            tenant_id=yard.tenant.pk,
            version_id=deployed.instance.version_id,
            instance_id=deployed.instance.pk,
            customer_id=deployed.instance.customer_id,
            flow_key="work",
            flow_name="Work",
            trigger_step="webhook_1",
            turn_key=key,
            status="queued",
            queued_at=datetime.now(UTC),
            due_at=datetime.now(UTC),
        )
        for key in blocked
    )
    free = queue(yard, deployed, 1, turn_key="key:9999")
    rotation = Rotation()
    looks = [claim(yard, rotation=rotation) for _ in range(4)]
    found = [id for look in looks for id in look.ids]
    assert found == free
    assert looks[0].again, "who asked looks again instead of resting"


def ways(cursor, sql: str, parameters: tuple) -> str:
    """How the database goes about it."""
    if connection.vendor == "sqlite":
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return " / ".join(row[3] for row in cursor.fetchall())
    cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", parameters)
    return " / ".join(row[0].strip() for row in cursor.fetchall())


def is_dear(sql: str, way: str) -> bool:
    """It reads more of the executions than it gives out."""
    if "runtime_execution" not in sql:
        return False
    sorts = "TEMP B-TREE" in way or "Sort" in way
    scans = "Seq Scan on runtime_execution" in way or ("SCAN" in way and "INDEX execution_turn" not in way)
    ready = "status = 'queued' AND version_id" in sql and "LIMIT" in sql
    return sorts or scans or (ready and "execution_turn" not in way)


@pytest.mark.parametrize("figures", ["none", "of a long history", "of a long queue"])
def test_every_look_of_a_claim_is_one_into_an_index(yard, figures):
    deployed = deploy(yard, "c-1", concurrency={"atOnce": 3})
    other = deploy(yard, "c-2", **BY_ORDER)
    queue(yard, deployed, 2000 if figures == "of a long history" else 0, status="succeeded")
    queue(yard, deployed, 2000 if figures == "of a long queue" else 0, turn_key="all")
    if figures != "none":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE runtime_execution")
    queue(yard, deployed, 80, turn_key="all")
    queue(yard, other, 80, turn_key="key:1")
    asked: list[tuple[str, tuple]] = []

    def note(cursor):
        class Noting:
            def execute(self, sql, parameters=()):
                asked.append((sql, tuple(parameters)))
                return cursor.execute(sql, parameters)

            def __getattr__(self, name):
                return getattr(cursor, name)

        claimed = Claim("me", False, datetime.now(UTC), 64, 64, Counter(), Rotation())(Noting())
        return claimed, [(sql, ways(cursor, sql, parameters)) for sql, parameters in asked]

    claimed, plans = yard.process.journal.submit_call(note).result()
    assert claimed.ids
    assert [plan for plan in plans if is_dear(*plan)] == [] and len(plans) > 8
