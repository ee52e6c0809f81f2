"""Rules about deliveries: a destination that was disabled, what was given up, what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from runtime.alerts import looking, rules
from runtime.alerts.models import AlertNotice, AlertRule
from runtime.delivery.models import Delivery, Destination
from tests.designer.stock import make_delivery, make_destination

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def watch(tenant: Any, condition: str, threshold: float, **given: Any) -> AlertRule:
    base = {"name": "D", "threshold": threshold, "minutes": 10, "channel": "webhook", "target": "https://chat.example/in"}
    rule, _ = rules.create_rule(tenant, {**base, "condition": condition, **given})
    return rule


def said(now: datetime = NOW) -> list[str]:
    """What a look at all rules says."""
    AlertRule.across_tenants.update(due_at=now)
    before = set(AlertNotice.across_tenants.values_list("pk", flat=True))
    looking.look(now)
    return list(AlertNotice.across_tenants.exclude(pk__in=before).values_list("text", flat=True))


def test_a_destination_that_was_disabled_is_told_once_and_only_to_its_tenant(cast):
    watch(cast.acme, "destinations", 1, integration_id="i-1")
    watch(cast.rivals, "destinations", 1)
    row = make_destination(cast.acme)
    assert said() == []
    Destination.of(cast.acme).filter(pk=row.pk).update(status="disabled")
    assert said() == ["D: 1 destination is disabled and gets no events."]
    assert said(NOW + timedelta(minutes=1)) == []
    Destination.of(cast.acme).filter(pk=row.pk).update(status="active")
    assert said(NOW + timedelta(minutes=5)) == ["D is over: 0 destinations are disabled and get no events."]


def test_dead_letters_count_when_they_were_given_up(cast):
    watch(cast.acme, "dead_letters", 2)
    row = make_destination(cast.acme)
    for minutes in (1, 2, 30):
        sent = make_delivery(cast.acme, row)
        Delivery.of(cast.acme).filter(pk=sent.pk).update(status="failed", ended_at=NOW - timedelta(minutes=minutes))
    assert said() == ["D: 2 deliveries were given up in 10 minutes."]


def test_the_oldest_that_waits_counts_but_not_where_somebody_paused_it(cast):
    watch(cast.acme, "delivery_lag", 20)
    row = make_destination(cast.acme)
    first, second = make_delivery(cast.acme, row), make_delivery(cast.acme, row)
    Delivery.of(cast.acme).filter(pk=first.pk).update(status="succeeded", created_at=NOW - timedelta(hours=5))
    Delivery.of(cast.acme).filter(pk=second.pk).update(status="pending", created_at=NOW - timedelta(minutes=25))
    Destination.of(cast.acme).filter(pk=row.pk).update(status="paused")
    assert said() == []
    Destination.of(cast.acme).filter(pk=row.pk).update(status="active")
    assert said() == ["D: the oldest delivery has waited 25 minutes."]


def test_a_rule_about_deliveries_knows_no_integration(cast):
    rule = watch(cast.acme, "failures", 1, integration_id="i-1")
    assert rule.integration_id == "i-1"
    rules.change_rule(rule, {"condition": "delivery_lag"})
    assert AlertRule.of(cast.acme).get().integration_id == ""
