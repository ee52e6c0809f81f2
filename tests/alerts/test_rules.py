"""A rule's life: it fires once, says when it is over, and its notices arrive signed, again and again until they do."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from standardwebhooks import Webhook

from designer.accounts.tenants import create_tenant
from runtime.alerts import looking, rules, sending
from runtime.alerts.models import AlertNotice, AlertRule
from runtime.credentials.rotation import rotate
from runtime.engine.errors import HookyardError
from runtime.watching.models import TrafficSpan
from tests.alerts.conftest import Inbox
from tests.flows.yard import Yard

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def reachable(yard: Yard, inbox: Inbox):
    """The outbound client of the yard may call the inbox."""
    yard.process.bench.call(_allow(yard, inbox.address))


async def _allow(yard: Yard, address: str) -> None:
    from runtime.outbound.client import OutboundClient

    yard.http = OutboundClient(allow=[address])  # type: ignore[attr-defined]


def make(yard: Yard, target: str, **given: Any) -> tuple[AlertRule, str]:
    base = {"name": "Too many failures", "condition": "failures", "threshold": 3, "minutes": 5, "channel": "webhook"}
    rule, secret = rules.create_rule(yard.tenant, {**base, "target": target, **given})
    AlertRule.across_tenants.update(due_at=NOW)
    return rule, secret


def happened(tenant: Any, at: datetime, integration: str = "i1", **counts: int) -> None:
    TrafficSpan.objects.create(
        tenant=tenant, integration_id=integration, begins_at=at, process=str(at), tally={"counts": counts, "codes": {}}
    )


def pending(rule: AlertRule, due_at: datetime) -> None:
    AlertNotice.objects.create(
        tenant_id=rule.tenant_id, rule=rule, kind="firing", text="x", threshold=1, created_at=due_at, due_at=due_at
    )


def send(yard: Yard, now: datetime) -> int:
    return yard.process.bench.call(sending.send_due(yard.http, now))  # type: ignore[attr-defined]


def kinds(yard: Yard) -> list[str]:
    return [notice.kind for notice in AlertNotice.objects.of(yard.tenant).order_by("created_at")]


def test_it_fires_once_and_says_once_that_it_is_over(yard: Yard, inbox: Inbox):
    make(yard, inbox.url)
    happened(yard.tenant, NOW - timedelta(seconds=20), failed=2)
    assert looking.look(NOW) == 0
    happened(yard.tenant, NOW - timedelta(seconds=10), failed=1)
    moments = [NOW + timedelta(seconds=20 * number) for number in range(1, 31)]
    given = [looking.look(moment) for moment in moments]
    assert sum(given) == 2 and given[0] == 1
    assert kinds(yard) == ["firing", "resolved"]
    resolved = AlertNotice.objects.of(yard.tenant).get(kind="resolved")
    # The failures left its five minutes, and then it was calm for a minute.
    assert NOW + timedelta(minutes=5) < resolved.created_at < NOW + timedelta(minutes=7)
    assert looking.look(moments[-1]) == 0, "it is not due yet"


def test_a_webhook_arrives_signed_and_says_what_is_wrong(yard: Yard, inbox: Inbox):
    rule, secret = make(yard, inbox.url)
    happened(yard.tenant, NOW - timedelta(seconds=20), failed=7)
    looking.look(NOW)
    moment = datetime.now(UTC)
    assert send(yard, moment) == 1
    headers, body = inbox.got[0]
    Webhook(secret).verify(body, headers)  # the specification's own library
    said = json.loads(body)
    assert said["type"] == "alert.firing"
    assert said["text"] == "Too many failures: 7 executions failed in 5 minutes (all integrations)."
    assert said["data"]["rule"]["id"] == rule.pk and said["data"]["value"] == 7
    notice = AlertNotice.objects.of(yard.tenant).get()
    assert (notice.status, notice.answer, notice.attempts) == ("sent", "answered 200", 1)
    assert send(yard, moment) == 0


def test_what_did_not_arrive_is_tried_again_with_the_same_id_and_given_up_in_the_end(yard: Yard, inbox: Inbox):
    make(yard, inbox.url)
    happened(yard.tenant, NOW - timedelta(seconds=20), failed=7)
    looking.look(NOW)
    inbox.statuses = [500]
    moment = NOW
    for attempt in range(1, len(sending.WAITS) + 2):
        assert send(yard, moment) == 1
        assert send(yard, moment) == 0, "not before its time"
        notice = AlertNotice.objects.of(yard.tenant).get()
        assert notice.attempts == attempt
        moment = notice.due_at or moment
    assert (notice.status, notice.answer) == ("failed", "answered 500")
    assert len({headers["webhook-id"] for headers, _ in inbox.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in inbox.got}) == len(inbox.got)


def test_an_address_inside_is_refused_like_any_other(yard: Yard):
    rule, _ = make(yard, "http://127.0.0.1:8123/metadata")
    rules.test_rule(rule)
    send(yard, datetime.now(UTC))
    notice = AlertNotice.objects.of(yard.tenant).get()
    assert notice.status == "failed" and "127.0.0.1" in notice.answer


def test_two_processes_look_and_send_once(yard: Yard, inbox: Inbox):
    make(yard, inbox.url)
    happened(yard.tenant, NOW - timedelta(seconds=20), failed=7)
    stale = list(AlertRule.across_tenants.all())
    assert looking.look(NOW) == 1
    assert looking._look_at(stale[0], NOW) is False
    notice = AlertNotice.objects.of(yard.tenant).get()
    assert [row.pk for row in sending._claim(NOW)] == [notice.pk]
    assert sending._claim(NOW) == []


def test_notices_of_one_tenant_do_not_stand_behind_all_of_anothers(yard: Yard, inbox: Inbox):
    noisy, others = make(yard, inbox.url)[0], create_tenant("Others")
    quiet, _ = rules.create_rule(
        others, {"name": "Q", "condition": "failures", "threshold": 3, "channel": "webhook", "target": inbox.url}
    )
    for number in range(100):
        pending(noisy, NOW - timedelta(minutes=5, seconds=number))
    pending(quiet, NOW - timedelta(seconds=1))
    assert sending._claim(NOW)[-1].tenant_id == others.pk


def test_targets_that_hang_are_waited_for_together(yard: Yard, inbox: Inbox):
    rule, _ = make(yard, inbox.url)
    for number in range(5):
        pending(rule, NOW - timedelta(seconds=number))
    inbox.together = threading.Barrier(5)
    assert send(yard, NOW) == 5
    assert {row.status for row in AlertNotice.objects.of(yard.tenant)} == {"sent"}


def test_a_rule_that_cannot_be_measured_keeps_no_other_waiting(yard: Yard, inbox: Inbox):
    broken, _ = make(yard, inbox.url)
    AlertRule.across_tenants.filter(pk=broken.pk).update(condition="gone", due_at=NOW - timedelta(minutes=1))
    healthy, _ = rules.create_rule(
        yard.tenant, {"name": "H", "condition": "failures", "threshold": 3, "channel": "webhook", "target": inbox.url}
    )
    AlertRule.across_tenants.filter(pk=healthy.pk).update(due_at=NOW)
    happened(yard.tenant, NOW - timedelta(seconds=20), failed=7)
    assert looking.look(NOW) == 1
    broken.refresh_from_db()
    assert broken.due_at > NOW


def test_tests_are_counted_so_that_nobody_floods_an_address(yard: Yard, inbox: Inbox):
    rule, _ = make(yard, inbox.url)
    for _ in range(rules.MOST_TESTS):
        rules.test_rule(rule)
    with pytest.raises(HookyardError, match="wait a moment"):
        rules.test_rule(rule)
    AlertNotice.across_tenants.update(created_at=datetime.now(UTC) - timedelta(minutes=2))
    rules.test_rule(rule)


def test_only_its_integration_and_its_tenant_count(yard: Yard, inbox: Inbox):
    make(yard, inbox.url, integration_id="i1")
    happened(create_tenant("Others"), NOW - timedelta(seconds=20), failed=50)
    happened(yard.tenant, NOW - timedelta(seconds=30), integration="i2", failed=50)
    assert looking.look(NOW) == 0
    happened(yard.tenant, NOW - timedelta(seconds=10), integration="i1", failed=3)
    assert looking.look(NOW + timedelta(seconds=20)) == 1


def test_e_mail_goes_out_with_a_subject_of_one_line(yard: Yard, settings):
    settings.EMAIL_IS_SET_UP = True
    make(yard, "ops@acme.example, lead@acme.example", channel="email", name="Bad\r\nBcc: all@acme.example")
    happened(yard.tenant, NOW - timedelta(seconds=20), failed=7)
    looking.look(NOW)
    send(yard, NOW)
    assert mail.outbox[0].to == ["ops@acme.example", "lead@acme.example"]
    assert "\n" not in mail.outbox[0].subject and "7 executions failed" in mail.outbox[0].body
    assert AlertNotice.objects.of(yard.tenant).get().answer == "sent to 2"


@pytest.mark.parametrize(
    ("channel", "target", "says"),
    [
        ("webhook", "ftp://x.example", "http"),
        ("webhook", "https://user:pw@x.example/", "credential"),
        ("email", "nobody", "no e-mail address"),
        ("email", ",".join(f"a{n}@x.example" for n in range(6)), "1 to 5"),
    ],
)
def test_a_target_that_cannot_be_reached_is_refused(yard: Yard, settings, channel, target, says):
    settings.EMAIL_IS_SET_UP = True
    with pytest.raises(HookyardError, match=says):
        make(yard, target, channel=channel)
    assert not AlertRule.across_tenants.exists()


def test_e_mail_that_is_not_set_up_says_who_must_act(yard: Yard):
    with pytest.raises(HookyardError, match="EMAIL_URL"):
        make(yard, "ops@acme.example", channel="email")


def test_the_target_is_not_readable_in_the_database_and_follows_a_new_key(yard: Yard, settings):
    rule, secret = make(yard, "https://chat.example/hooks/T0P-S3CRET")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM runtime_alertrule")
        kept = repr(cursor.fetchall())
    assert "T0P-S3CRET" not in kept and secret not in kept and "https://chat.example/…" in kept
    from cryptography.fernet import Fernet

    settings.VAULT_KEYS = [Fernet.generate_key().decode(), *settings.VAULT_KEYS]
    rotate()
    settings.VAULT_KEYS = settings.VAULT_KEYS[:1]
    rule.refresh_from_db()
    assert rules.target_of(rule)["url"] == "https://chat.example/hooks/T0P-S3CRET"


def test_a_changed_rule_begins_anew_and_a_test_says_that_it_is_one(yard: Yard, inbox: Inbox):
    rule, _ = make(yard, inbox.url)
    happened(yard.tenant, NOW - timedelta(seconds=20), failed=7)
    looking.look(NOW)
    rule.refresh_from_db()
    assert rule.state == "firing"
    changed, secret = rules.change_rule(rule, {"threshold": 100})
    assert changed.state == "quiet" and secret == ""
    rules.test_rule(rule)
    send(yard, datetime.now(UTC))
    assert {json.loads(body)["type"] for _, body in inbox.got} == {"alert.firing", "alert.test"}
