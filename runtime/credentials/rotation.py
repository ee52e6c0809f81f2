"""A new key for every secret.

For: encrypting all tenants' secrets with the newest key, so that the old one can be thrown away.
Not here: making keys; the newest stands first in the key file (`settings.VAULT_KEYS`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Manager

from runtime.alerts.models import AlertRule
from runtime.connections.models import Connection, Consent, Service
from runtime.connectors.models import ConnectorParameters
from runtime.credentials import vault
from runtime.credentials.models import Credential
from runtime.delivery.models import Destination
from runtime.engine.errors import StepProblem
from runtime.listening.models import EventSubscription, RegisteredHook
from runtime.mail.models import Letter
from runtime.subscriptions.models import KeptAnswer, Subscription

COLUMNS = ("secret", "previous_secret")
_theirs: list[tuple[Manager[Any], str]] = []


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many secrets the newest key now encrypts, and how many no key opens."""

    rotated: int
    unreadable: int


def rotate() -> Rotation:
    """Safe under load, safe to stop and to start again.

    A row that changes meanwhile keeps the change: it was written with the newest key anyway.
    """
    rotated = unreadable = 0
    for rows, column in _secrets():
        for pk, stored in rows.exclude(**{column: ""}).values_list("pk", column).iterator():
            try:
                renewed = vault.renew(stored)
            except StepProblem:
                unreadable += 1
                continue
            rotated += rows.filter(pk=pk, **{column: stored}).update(**{column: renewed})
    return Rotation(rotated=rotated, unreadable=unreadable)


def left_behind() -> int:
    """How many secrets the newest key does not open."""
    stored = (
        kept for rows, column in _secrets() for kept in rows.exclude(**{column: ""}).values_list(column, flat=True).iterator()
    )
    return sum(1 for kept in stored if not vault.is_newest(kept))


def also(rows: Manager[Any], column: str) -> None:
    """A column of a room that the runtime does not know, from the start of the process on. Nullable it is not: empty is none."""
    if (rows, column) not in _theirs:
        _theirs.append((rows, column))


def _secrets() -> list[tuple[Manager[Any], str]]:
    """Every column that the vault encrypts."""
    own = [(model.across_tenants, column) for model in (Credential, Destination) for column in COLUMNS]
    others = [(model.across_tenants, "secret") for model in (Service, Connection, Consent, ConnectorParameters)]
    hooks = [(model.across_tenants, "state") for model in (EventSubscription, RegisteredHook)]
    kept: list[tuple[Manager[Any], str]] = [(Subscription.across_tenants, "registration"), (KeptAnswer.across_tenants, "answer")]
    return [*own, *others, *hooks, *kept, (AlertRule.across_tenants, "target"), (Letter.objects, "body"), *_theirs]
