"""What a tenant's traffic page is told: counted by each process, added up by whoever reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import time

import pytest

from designer.watching.traffic import traffic_of
from runtime.watching import keeping
from runtime.watching.models import ProcessBeat, TrafficHour, TrafficSpan
from runtime.watching.reading import requests_by_hour
from runtime.watching.traffic import Tally, Traffic
from tests.flows.yard import Yard, echo, flow


@pytest.fixture
def kept(yard: Yard, monkeypatch):
    """Writes down what the yard's process counted, as it does by itself when it serves."""
    fresh = Traffic()
    for place in ("runtime.watching.keeping", "runtime.ingress.measuring", "runtime.executions.measuring"):
        monkeypatch.setattr(f"{place}.TRAFFIC", fresh)
    return lambda: yard.process.journal.submit_call(keeping.write(yard.process.beat, datetime.now(UTC))).result()


def shown(yard: Yard, **asked):
    return traffic_of(yard.tenant, **{"integration": "", "minutes": 5, "now": datetime.now(UTC), **asked})


def test_requests_and_ends_of_executions_are_counted_for_their_integration(yard: Yard, kept):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    failing = yard.deploy(
        flow("fails", {"id": "stop_1", "component": "stop", "inputs": {"as": {"value": "failed"}}}), customer="c2"
    )
    for _ in range(3):
        yard.post(deployed.path(), {"n": 1})
    yard.post(failing.path(), b"{not json")
    kept()
    seen = shown(yard)
    assert seen["totals"] == {
        **{"accepted": 3, "duplicate": 0, "unrouted": 0, "refused": 1, "limited": 0},
        **{"succeeded": 3, "failed": 0},
    }
    assert [(row["id"], row["accepted"], row["refused"]) for row in seen["integrations"]] == [
        (deployed.integration.pk, 3, 0),
        (failing.integration.pk, 0, 1),
    ]
    assert seen["codes"] == [{"code": "body_malformed", "count": 1}]
    assert sum(point["accepted"] for point in seen["points"]) == 3
    assert seen["answers"]["p50_us"] > 0
    assert {stage["stage"] for stage in seen["stages"]} >= {"read", "parse", "match", "run"}


def test_writing_twice_counts_once_and_two_processes_add_up(yard: Yard, kept):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    yard.post(deployed.path(), {"n": 1})
    kept()
    yard.post(deployed.path(), {"n": 2})
    kept()
    kept()
    assert shown(yard)["totals"]["accepted"] == 2
    row = TrafficSpan.objects.of(yard.tenant).order_by("begins_at").last()
    TrafficSpan.objects.create(
        tenant=yard.tenant, integration_id=row.integration_id, begins_at=row.begins_at, process="another", tally=row.tally
    )
    assert shown(yard)["totals"]["accepted"] > 2


def test_another_tenant_sees_nothing_of_it(yard: Yard, kept):
    from designer.accounts.tenants import create_tenant

    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    yard.post(deployed.path(), {"n": 1})
    kept()
    other = traffic_of(create_tenant("Others"), integration=deployed.integration.pk, minutes=5, now=datetime.now(UTC))
    assert other["totals"]["accepted"] == 0 and other["integrations"] == []


def test_a_draft_is_no_traffic(yard: Yard, kept):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    yard.post(f"{deployed.draft_path}/orders", {"n": 1})
    kept()
    assert shown(yard)["totals"] == dict.fromkeys(shown(yard)["totals"], 0)


def test_an_hour_counts_requests_once_however_often_it_is_written(yard: Yard, kept):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    for body in ({"n": 1}, {"n": 2}, b"{not json"):
        yard.post(deployed.path(), body)
        kept()
    yard.post(f"{deployed.draft_path}/orders", {"n": 1})
    kept()
    row = TrafficHour.objects.of(yard.tenant).order_by("begins_at").last()
    TrafficHour.objects.create(
        tenant=yard.tenant, integration_id=row.integration_id, begins_at=row.begins_at, process="another", requests=4
    )
    asked = [deployed.integration.pk, "01NEVER"]
    told = requests_by_hour(yard.tenant.pk, asked, hours=24, now=datetime.now(UTC))
    assert (sum(told[asked[0]][-2:]), sum(told[asked[0]][:-2]), told[asked[1]]) == (7, 0, [0] * 24)


def test_a_span_that_grew_adds_only_what_is_new_to_its_hour():
    traffic, tally = Traffic(), Tally()
    hour = int(time()) // 3600 * 3600
    for counts, requests in (({"accepted": 2, "limited": 5, "failed": 1}, 2), ({"accepted": 3}, 3), ({"accepted": 3}, 3)):
        tally.counts = counts
        assert traffic.by_hour([(("t", "i", hour + 3590), tally)]) == [(("t", "i", hour), requests)]


def test_what_could_not_be_written_is_told_again_though_its_span_is_over(monkeypatch):
    traffic = Traffic()
    traffic.answered("t", "i", "accepted", "", 5, [])
    monkeypatch.setattr("runtime.watching.traffic.time", lambda: time() + 60)
    refused = traffic.take_changed()
    assert traffic.take_changed() == []
    traffic.put_back(refused)
    assert traffic.take_changed() == refused


def test_what_is_older_than_two_hours_is_forgotten(yard: Yard, kept):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    yard.post(deployed.path(), {"n": 1})
    kept()
    later = datetime.now(UTC) + timedelta(hours=3)
    yard.process.journal.submit_call(keeping.forget(later)).result()
    assert not TrafficSpan.across_tenants.exists() and TrafficHour.across_tenants.exists()
    yard.process.journal.submit_call(keeping.forget(later + timedelta(days=1))).result()
    assert not TrafficHour.across_tenants.exists()


def test_a_process_tells_that_it_lives(yard: Yard, kept):
    kept()
    kept()
    beat = ProcessBeat.objects.get(name=yard.process.name)
    assert beat.figures["diskFree"] > 0 and beat.figures["memory"] > 10_000_000
    assert datetime.now(UTC) - beat.seen_at < timedelta(seconds=30)
