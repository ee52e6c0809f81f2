"""What is too old or too much is forgotten in small bites, what is still needed never; quotas turn senders away in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from ulid import ULID

from designer.accounts.tenants import create_tenant
from designer.audit.models import AuditEntry
from runtime.journal.models import Execution, Request, StepResult
from runtime.retention import policies, quotas, serving, sweeping
from runtime.retention.models import StorageUse
from tests.flows.yard import Yard, count, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_quota_left_behind():
    yield
    quotas.OVER.clear()


def keep_house(yard: Yard, days: float = 0.0) -> int:
    """As if it were `days` and a few minutes later."""
    now = datetime.now(UTC) + timedelta(days=days, minutes=5)
    assert serving.take_turn(now)
    return yard.process.bench.call(serving.keep_house(yard.process.journal, now))


def sent(yard: Yard, times: int, **more) -> list[str]:
    deployed = yard.deploy(flow("orders", echo(), response="sync", **more))
    return [yard.post(deployed.path(), {"n": number}).headers["x-hookyard-execution"] for number in range(times)]


def held(yard: Yard) -> tuple[int, int, int]:
    whose = {"tenant_id": yard.tenant.pk}
    tables = (Request, Execution, StepResult)
    return tuple(table.across_tenants.filter(**whose).count() for table in tables)  # type: ignore[return-value]


def test_what_is_older_than_it_is_kept_goes_and_the_rest_stays(yard: Yard):
    sent(yard, 3)
    assert keep_house(yard) == 0 and held(yard) == (3, 3, 6)
    assert keep_house(yard, days=29) == 0
    assert keep_house(yard, days=31) == 6
    assert held(yard) == (0, 0, 0)
    use = StorageUse.objects.of(yard.tenant).get()
    assert (use.requests, use.executions, use.bytes) == (0, 0, 0), "what went is not counted any more"


def test_null_keeps_for_ever(yard: Yard):
    sent(yard, 1)
    policies.change(yard.tenant, request_days=None, execution_days=None)
    assert keep_house(yard, days=5000) == 0


def test_use_is_counted_once_however_often_one_looks(yard: Yard):
    sent(yard, 4)
    keep_house(yard)
    keep_house(yard, days=0.01)
    use = StorageUse.objects.of(yard.tenant).get()
    assert (use.requests, use.executions) == (4, 4)
    assert use.bytes > 4 * (600 * 4)


def test_what_has_not_ended_stays_with_its_request(yard: Yard):
    deployed = yard.deploy(flow("orders", count()))
    waiting = yard.post(deployed.path(), {"n": 1}).headers["x-hookyard-execution"]  # nobody works here
    assert keep_house(yard, days=400) == 0
    assert Execution.objects.of(yard.tenant).get(pk=waiting).status == "queued"
    assert Request.objects.of(yard.tenant).filter(execution_id=waiting).exists()


def test_beyond_a_number_of_rows_the_oldest_go_first(yard: Yard):
    ids = sent(yard, 5)
    policies.change(yard.tenant, keep_rows=2)
    keep_house(yard)
    assert [row.pk for row in Execution.objects.of(yard.tenant).order_by("pk")] == ids[3:]
    assert held(yard) == (2, 2, 4)


def test_beyond_so_many_bytes_the_oldest_go_until_it_fits(yard: Yard, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    sent(yard, 6)
    keep_house(yard)
    each = StorageUse.objects.of(yard.tenant).get().bytes // 6
    StorageUse.objects.of(yard.tenant).update(bytes=1_000_000 + each)
    policies.change(yard.tenant, keep_megabytes=1)
    keep_house(yard, days=0.01)
    assert held(yard)[0] == 4


def test_another_tenant_keeps_what_it_has(yard: Yard):
    other = create_tenant("Others")
    old = datetime.now(UTC) - timedelta(days=200)
    policies.change(other, request_days=None, execution_days=None)
    shared = {"received_at": old, "method": "POST", "path": "/", "status": "unrouted", "answer_status": 404}
    Request.objects.create(tenant=other, id=str(ULID.from_datetime(old)), **shared)
    Request.objects.create(tenant=yard.tenant, id=str(ULID.from_datetime(old)), **shared)
    keep_house(yard)
    assert [row.tenant_id for row in Request.across_tenants.all()] == [other.pk]


def test_one_process_at_a_time_keeps_house():
    now = datetime.now(UTC)
    assert serving.take_turn(now) and not serving.take_turn(now)
    assert serving.take_turn(now + timedelta(minutes=2))


def test_the_audit_log_is_kept_a_year(yard: Yard):
    policies.change(yard.tenant, request_days=10)
    keep_house(yard, days=300)
    assert AuditEntry.objects.of(yard.tenant).filter(deed="storage.changed").exists()
    keep_house(yard, days=400)
    assert not AuditEntry.objects.of(yard.tenant).exists()


@pytest.mark.parametrize(
    ("policy", "use", "code"),
    [
        ({"quota_megabytes": 1}, {"bytes": 1_000_001}, "storage_quota"),
        ({"quota_executions_per_day": 5}, {"executions_of_day": 5}, "executions_quota"),
    ],
)
def test_a_tenant_over_its_quota_is_turned_away_and_let_in_again(yard: Yard, policy, use, code):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    policies.change(yard.tenant, **policy)
    StorageUse.objects.create(tenant=yard.tenant, day=datetime.now(UTC).date(), **use)
    quotas.look(datetime.now(UTC))
    answer = yard.post(deployed.path(), {"n": 1})
    assert (answer.status, answer.json["code"]) == (429, code)
    assert int(answer.headers["retry-after"]) > 0
    assert held(yard)[0] == 0, "a flood is not written down"
    assert yard.post(f"{deployed.draft_path}/orders", {"n": 1}).status == 200, "a test still runs"
    policies.change(yard.tenant, **dict.fromkeys(policy))
    quotas.look(datetime.now(UTC))
    assert yard.post(deployed.path(), {"n": 1}).status == 200


def test_yesterdays_executions_count_no_more(yard: Yard):
    policies.change(yard.tenant, quota_executions_per_day=5)
    StorageUse.objects.create(tenant=yard.tenant, day=datetime.now(UTC).date() - timedelta(days=1), executions_of_day=5)
    quotas.look(datetime.now(UTC))
    assert quotas.OVER == {}


def test_a_queue_that_is_full_takes_no_more(yard: Yard):
    deployed = yard.deploy(flow("orders", count()))
    policies.change(yard.tenant, quota_queued=2)
    for _ in range(2):
        assert yard.post(deployed.path(), {"n": 1}).status == 200
    quotas.look(datetime.now(UTC))
    assert yard.post(deployed.path(), {"n": 1}).json["code"] == "queue_full"
