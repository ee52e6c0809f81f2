"""The signing keys of a destination, at rest and in use.

Within a dict in the secret, so that the log does not learn a key for each of many thousand destinations: no line holds one.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from runtime.credentials import vault
from runtime.delivery.models import Destination
from runtime.delivery.signing import Keys
from runtime.engine.errors import StepProblem


def keep(destination: Destination, keys: Keys) -> str:
    """The keys as they are stored."""
    return vault.encrypt(destination.tenant_id, destination.pk, {"signing": {"key": keys.shared, "seed": keys.seed}})


def current(destination: Destination) -> Keys:
    """Raises `StepProblem` `secret_unreadable`."""
    return _opened(destination.tenant_id, destination.pk, destination.secret)


def public(destination: Destination) -> str:
    """The public key that checks `v1a`; empty where there is none, or none that opens."""
    try:
        return current(destination).public
    except StepProblem:
        return ""


def in_use(tenant_id: str, pk: str, secret: str, previous: str, previous_until: datetime | None, now: datetime) -> list[Keys]:
    """The current ones, and those before them while they count. Raises `StepProblem` `secret_unreadable`."""
    keys = [_opened(tenant_id, pk, secret)]
    if previous and previous_until and previous_until > now:
        with suppress(StepProblem):  # the current ones are what matters
            keys.append(_opened(tenant_id, pk, previous))
    return keys


def _opened(tenant_id: str, pk: str, stored: str) -> Keys:
    kept = vault.decrypt(tenant_id, pk, stored)["signing"]
    return Keys(str(kept["key"]), str(kept.get("seed", "")))
