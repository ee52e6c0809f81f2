"""A new key for every secret.

For: encrypting all tenants' secrets with the newest key, so that the old one can be thrown away.
Not here: making keys; the newest stands first in the key file (`settings.VAULT_KEYS`).
"""

from __future__ import annotations

from dataclasses import dataclass

from runtime.credentials import vault
from runtime.credentials.models import Credential
from runtime.engine.errors import StepProblem

COLUMNS = ("secret", "previous_secret")


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
    for column in COLUMNS:
        for pk, stored in Credential.across_tenants.exclude(**{column: ""}).values_list("pk", column).iterator():
            try:
                renewed = vault.renew(stored)
            except StepProblem:
                unreadable += 1
                continue
            rotated += Credential.across_tenants.filter(pk=pk, **{column: stored}).update(**{column: renewed})
    return Rotation(rotated=rotated, unreadable=unreadable)


def left_behind() -> int:
    """How many secrets the newest key does not open."""
    rows = Credential.across_tenants.values_list(*COLUMNS).iterator()
    return sum(1 for row in rows for stored in row if stored and not vault.is_newest(stored))
