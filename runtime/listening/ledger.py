"""The ledger of hooks: what was asked of services, each time written down before they were.

For: the rows of `RegisteredHook`; nobody else writes them.
Not here: what is to be done (`deciding`), asking services (`carrying_out`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from runtime.credentials import vault
from runtime.listening.deciding import Hook, Listed, Standing
from runtime.listening.models import EventSubscription, RegisteredHook
from runtime.listening.ports import Subscribed
from runtime.routing.models import new_token

KEPT = timedelta(days=90)  # what is over
LIVE = tuple(Standing)
Status = RegisteredHook.Status


def origin(tenant_id: str) -> str:
    """What every hook of a tenant begins with."""
    return f"{settings.PUBLIC_URL}/hooks/{tenant_id}/event/"


def hooks_of(subscription: EventSubscription) -> list[Hook]:
    """Those that may be live, the oldest first."""
    return [_as_value(row) for row in _rows(subscription).filter(status__in=LIVE).order_by("pk")]


def row_of(subscription: EventSubscription, hook_id: str) -> RegisteredHook:
    return RegisteredHook.of(subscription.tenant_id).get(pk=hook_id)


def intend(subscription: EventSubscription, now: datetime) -> RegisteredHook:
    """The service is about to be asked for one at this URL."""
    token = new_token()
    row: RegisteredHook = RegisteredHook.objects.create(
        tenant_id=subscription.tenant_id,
        subscription_id=subscription.pk,
        integration_id=subscription.integration_id,
        instance_id=subscription.instance_id,
        customer_id=subscription.customer_id,
        connector=subscription.connector,
        event=subscription.event,
        token=token,
        uri=origin(subscription.tenant_id) + token,
        status=Status.INTENDED,
        intended_at=now,
    )
    return row


def registered(row: RegisteredHook, told: Subscribed, now: datetime, *, note: str = "") -> None:
    _update(
        row,
        status=Status.REGISTERED,
        external_id=told.external_id[:200],
        state=seal(row, told.state),
        refresh_at=told.refresh_at,
        registered_at=row.registered_at or now,
        seen_at=now,
        ended_at=None,
        note=note,
    )


def adopted(row: RegisteredHook, listed: Listed, now: datetime) -> None:
    """What the service lists counts; a state that it does not repeat stays as it is."""
    state = listed.state or reveal(row)
    note = "" if row.status == Status.REGISTERED else "Found at the service after it was not known whether it stood."
    kept = Subscribed(state, row.refresh_at, listed.external_id or row.external_id)
    registered(row, kept, now, note=note or row.note)


def unknown(row: RegisteredHook, why: str) -> None:
    _update(row, status=Status.UNKNOWN, note=why[:300])


def removing(row: RegisteredHook) -> None:
    _update(row, status=Status.REMOVING)


def ended(row: RegisteredHook, status: str, now: datetime, *, note: str = "") -> None:
    """Its secret state goes, the line stays."""
    _update(row, status=status, ended_at=now, state="", refresh_at=None, note=(note or row.note)[:300])


def refreshed(row: RegisteredHook, told: Subscribed, now: datetime) -> None:
    state = reveal(row) if told.state is None else told.state
    _update(row, state=seal(row, state), refresh_at=told.refresh_at, seen_at=now)


def keep_state(row: RegisteredHook, state: Any) -> None:
    _update(row, state=seal(row, state))


def seen(rows: QuerySet[RegisteredHook], now: datetime) -> None:
    rows.update(seen_at=now)


def seal(row: RegisteredHook | EventSubscription, state: Any) -> str:
    return "" if state is None else vault.encrypt(row.tenant_id, row.pk, {"state": state})


def reveal(row: RegisteredHook | EventSubscription) -> Any:
    """Raises `StepProblem` `secret_unreadable`."""
    return vault.decrypt(row.tenant_id, row.pk, row.state)["state"] if row.state else None


def strays(tenant_id: str, listed: Sequence[Listed]) -> list[Listed]:
    """Those at URLs of this tenant that no hook of it has any more: it would get only errors there."""
    ours = {one.uri for one in listed if one.uri.startswith(origin(tenant_id))}
    live = RegisteredHook.of(tenant_id).filter(uri__in=ours, status__in=LIVE)
    known = set(live.values_list("uri", flat=True))
    return [one for one in listed if one.uri in ours - known]


def forget_old(now: datetime) -> int:
    old = RegisteredHook.across_tenants.filter(ended_at__lt=now - KEPT).order_by()
    return old.filter(pk__in=list(old.values_list("pk", flat=True)[:500])).delete()[0]


def live_of(subscriptions: Iterable[str], tenant_id: str) -> QuerySet[RegisteredHook]:
    return RegisteredHook.of(tenant_id).filter(subscription_id__in=list(subscriptions), status__in=LIVE)


def live(tenant_id: str) -> QuerySet[RegisteredHook]:
    """All that may stand at services."""
    return RegisteredHook.of(tenant_id).filter(status__in=LIVE)


def _rows(subscription: EventSubscription) -> QuerySet[RegisteredHook]:
    return RegisteredHook.of(subscription.tenant_id).filter(subscription_id=subscription.pk)


def _update(row: RegisteredHook, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    RegisteredHook.of(row.tenant_id).filter(pk=row.pk).update(**columns)


def _as_value(row: RegisteredHook) -> Hook:
    since = row.registered_at or row.intended_at
    return Hook(row.pk, row.uri, Standing(row.status), since, row.external_id, row.refresh_at)
