"""The signing keys of a destination, at rest and in use.

Within a dict in the secret, so that the log does not learn a key for each of many thousand destinations: no line holds one.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from runtime.credentials import vault
from runtime.delivery.models import Destination
from runtime.engine.errors import StepProblem


def keep(destination: Destination, key: str) -> str:
    """The key as it is stored."""
    return vault.encrypt(destination.tenant_id, destination.pk, {"signing": {"key": key}})


def current(destination: Destination) -> str:
    """Raises `StepProblem` `secret_unreadable`."""
    return _opened(destination.tenant_id, destination.pk, destination.secret)


def in_use(tenant_id: str, pk: str, secret: str, previous: str, previous_until: datetime | None, now: datetime) -> list[str]:
    """The current one, and the one before it while that counts. Raises `StepProblem` `secret_unreadable`."""
    keys = [_opened(tenant_id, pk, secret)]
    if previous and previous_until and previous_until > now:
        with suppress(StepProblem):  # the current one is what matters
            keys.append(_opened(tenant_id, pk, previous))
    return keys


def _opened(tenant_id: str, pk: str, stored: str) -> str:
    return str(vault.decrypt(tenant_id, pk, stored)["signing"]["key"])
