"""What is still to be taken away at services for an integration that nobody has any more.

For: whether it can be deleted without leaving hooks behind, and for how long that is waited for.
Not here: taking them away (`carrying_out`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from runtime.instances.models import Integration
from runtime.listening import ledger
from runtime.listening.models import EventSubscription

PATIENCE = timedelta(minutes=10)  # with a service that refuses


def hooks_of(integration: Integration) -> int:
    """How many may stand at services, though no instance wants them."""
    return ledger.live_of([row.pk for row in _leaving(integration)], integration.tenant_id).count()


def is_patient(integration: Integration, now: datetime) -> bool:
    """False once each service that still holds one has refused for long enough, or nobody asks it any more."""
    rows = [row for row in _leaving(integration) if ledger.live_of([row.pk], row.tenant_id).exists()]
    return any(not row.problem or now - datetime.fromisoformat(row.problem["since"]) < PATIENCE for row in rows)


def _leaving(integration: Integration) -> list[EventSubscription]:
    rows = EventSubscription.of(integration.tenant_id).filter(integration_id=integration.pk, wanted=False)
    return list(rows.filter(due_at__isnull=False))
