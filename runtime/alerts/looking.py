"""Looking whether a rule's condition holds.

For: claiming the rules that are due, measuring, and one notice when a rule begins to fire and one when it is over.
Not here: what a condition means (`conditions`), sending notices (`sending`).

A rule that fires says so once, however long it lasts. It is over when it has been quiet for `CALM`, so that something that comes
and goes does not fill an inbox.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import Error, transaction

from runtime.alerts.conditions import CONDITIONS, Seen
from runtime.alerts.models import AlertNotice, AlertRule
from runtime.delivery import faring
from runtime.drift.keeping import drifted_places, newest_in_words
from runtime.instances.models import Integration
from runtime.watching import lag, reading

LOOK_EVERY = timedelta(seconds=15)
CALM = timedelta(seconds=60)
MOST_AT_ONCE = 200
log = structlog.get_logger(__name__)


def look(now: datetime) -> int:
    """Looks at all that are due; returns how many notices that gave. Safe in many processes at once."""
    due = AlertRule.across_tenants.filter(enabled=True, due_at__lte=now, tenant__suspended=False).order_by("due_at")
    return sum(_looked_at(rule, now) for rule in due[:MOST_AT_ONCE])


def _looked_at(rule: AlertRule, now: datetime) -> bool:
    """One that cannot be measured is logged and comes again in its turn: the others' do not wait behind it."""
    try:
        return _look_at(rule, now)
    except Error:
        raise
    except Exception:
        log.exception("alerts.not_measured", rule=rule.pk)
        AlertRule.across_tenants.filter(pk=rule.pk, due_at=rule.due_at).update(due_at=now + LOOK_EVERY)
        return False


@transaction.atomic
def _look_at(rule: AlertRule, now: datetime) -> bool:
    mine = AlertRule.across_tenants.filter(pk=rule.pk, due_at=rule.due_at, enabled=True)
    if not mine.update(due_at=now + LOOK_EVERY):
        return False  # another process looks at it, or somebody changed it
    value = _measure(rule, now)
    breached = CONDITIONS[rule.condition].breached(value, rule.threshold)
    firing = rule.state == AlertRule.State.FIRING
    changes: dict[str, Any] = {"value": value, "looked_at": now}
    if breached:
        changes["breached_at"] = now
    if breached and not firing:
        changes |= {"state": AlertRule.State.FIRING, "state_since": now}
    elif firing and not breached and now - (rule.breached_at or now) >= CALM:
        changes |= {"state": AlertRule.State.QUIET, "state_since": now}
    AlertRule.across_tenants.filter(pk=rule.pk).update(**changes)
    if "state" not in changes:
        return False
    _give_notice(rule, "firing" if breached else "resolved", value, now)
    return True


def _measure(rule: AlertRule, now: datetime) -> float | None:
    if CONDITIONS[rule.condition].of_tenant:
        return _measure_deliveries(rule, now)
    if rule.condition == "drift":
        seen = Seen({}, {}, 0.0, drifted=drifted_places(rule.tenant_id, rule.integration_id))
        return CONDITIONS[rule.condition].measure(seen)
    since = now - timedelta(minutes=rule.minutes)
    wanted = [rule.integration_id] if rule.integration_id else []
    came = reading.read(rule.tenant_id, since=since, until=now, integrations=wanted).total
    oldest = lag.oldest_seconds(rule.tenant_id, rule.integration_id, now) if rule.condition == "lag" else 0.0
    return CONDITIONS[rule.condition].measure(Seen(came.counts, came.codes, oldest))


def _measure_deliveries(rule: AlertRule, now: datetime) -> float | None:
    stand = faring.of(rule.tenant_id, since=now - timedelta(minutes=rule.minutes), now=now)
    seen = Seen({}, {}, 0.0, stand.disabled, stand.dead, stand.oldest_seconds)
    return CONDITIONS[rule.condition].measure(seen)


def _give_notice(rule: AlertRule, kind: str, value: float | None, now: datetime) -> None:
    whose = "all integrations"
    if rule.integration_id:
        whose = Integration.objects.of(rule.tenant_id).filter(pk=rule.integration_id).values_list("name", flat=True).first() or ""
    said = CONDITIONS[rule.condition].say(value, rule.minutes)
    said += "" if CONDITIONS[rule.condition].of_tenant else f" ({whose})"
    if rule.condition == "drift" and kind == "firing":
        said += f". Newest: {newest_in_words(rule.tenant_id, rule.integration_id)}"
    text = f"{rule.name}: {said}." if kind == "firing" else f"{rule.name} is over: {said}."
    AlertNotice.objects.create(
        tenant_id=rule.tenant_id,
        rule=rule,
        kind=kind,
        text=text[:500],
        value=value,
        threshold=rule.threshold,
        created_at=now,
        due_at=now,
    )


def forget(before: datetime, *, most: int) -> int:
    """Notices that were sent, or given up, before then; a bounded number at a time."""
    old = AlertNotice.across_tenants.filter(created_at__lt=before).exclude(status=AlertNotice.Status.PENDING)
    return AlertNotice.across_tenants.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).delete()[0]
