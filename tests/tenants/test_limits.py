"""What the operator bounds, its owner cannot lift."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from designer.accounts import tenants
from runtime.journal.models import Request
from runtime.retention import counting, policies, quotas, serving
from runtime.retention.models import UsageDay
from tests.designer.stock import make_global_webhook
from tests.flows.yard import Yard, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_quota_left_behind():
    yield
    quotas.OVER.clear()


def test_the_smaller_of_both_rates_counts(cast):
    acme = cast.acme
    assert acme.rate is None
    for own, operators, counts in [(5, None, 5), (None, 3, 3), (5, 3, 3), (2, 3, 2)]:
        acme.requests_per_second, acme.most_requests_per_second = own, operators
        assert acme.rate == counts


def test_the_operators_rate_holds_at_the_door(yard: Yard):
    path = yard.deploy(flow("orders", echo(), response="sync")).path()
    tenants.change_tenant(yard.tenant, requests_per_second=1000, most_requests_per_second=1)
    answers = [yard.post(path, {}).status for _ in range(6)]
    assert 429 in answers and answers[0] == 200


def test_a_flood_at_the_hook_of_a_connector_is_bounded_although_no_tenant_set_a_rate(yard: Yard, settings, monkeypatch):
    settings.HOOK_RATE = 2
    monkeypatch.setattr("runtime.ingress.door.monotonic", lambda: 1000.0)  # all within one moment
    hook = make_global_webhook(yard.deploy(flow("orders", echo())).integration)
    answers = [yard.post(hook.path, {}) for _ in range(5)]
    assert [answer.status == 429 for answer in answers] == [False, False, True, True, True]
    assert answers[-1].json["code"] == "rate_limited" and answers[-1].headers["retry-after"] == "1"
    assert Request.of(yard.tenant).filter(answer_status=429).count() == 0  # counted, not written one by one


def test_a_tenant_may_have_smaller_bodies_than_the_rest(yard: Yard):
    path = yard.deploy(flow("orders", echo(), response="sync")).path()
    tenants.change_tenant(yard.tenant, largest_body_kib=2)
    assert yard.post(path, {"text": "x" * 1000}).status == 200
    assert yard.post(path, {"text": "x" * 3000}).json["code"] == "body_too_large"


def test_executions_of_a_month_are_bounded(yard: Yard):
    now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    policies.change(yard.tenant, quota_executions_per_month=10)
    UsageDay.objects.create(tenant=yard.tenant, day=now.date() - timedelta(days=40), executions=50)
    UsageDay.objects.create(tenant=yard.tenant, day=now.date().replace(day=2), executions=6)
    policy, _ = policies.of(yard.tenant.pk)
    assert quotas.over(policy, now) is None
    UsageDay.objects.create(tenant=yard.tenant, day=now.date(), executions=4)
    problem = quotas.over(policy, now)
    assert problem and problem.code == "executions_quota" and dict(problem.headers)["retry-after"] == str(12 * 3600)
    assert "month" in problem.detail
    path = yard.deploy(flow("orders", echo(), response="sync")).path()
    quotas.look(now)
    assert yard.post(path, {}).json["code"] == "executions_quota"


def test_what_came_is_counted_by_day_and_stays_when_it_is_forgotten(yard: Yard):
    path = yard.deploy(flow("orders", echo(), response="sync")).path()
    for _ in range(3):
        yard.post(path, {"n": 1})
    now = datetime.now(UTC) + timedelta(minutes=5)
    assert serving.take_turn(now)
    yard.run(serving.keep_house(yard.process.journal, now))
    day = UsageDay.objects.of(yard.tenant).get()
    assert (day.day, day.requests, day.executions) == (now.date(), 3, 3) and day.bytes > 3 * counting.ROW
    policies.change(yard.tenant, keep_rows=1)
    later = now + timedelta(minutes=2)
    assert serving.take_turn(later)
    yard.run(serving.keep_house(yard.process.journal, later))
    assert sum(UsageDay.objects.of(yard.tenant).values_list("executions", flat=True)) == 3
