"""A new secret for a credential while the old one still works for a while.

For: rotating without an outage: both count until a time, then the old one is forgotten.
Not here: new keys for the vault (`rotation`), when each was last used (`uses`), other changes (`services`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from runtime.credentials import vault
from runtime.credentials.models import Credential
from runtime.credentials.schemes import SCHEMES, check_secret
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.routing import epoch, scopes


def rotate_secret(credential: Credential, secret: Mapping[str, Any], *, overlap_hours: int) -> Credential:
    """Steps send the new secret from now on; callers may use either until the overlap ends.

    Rotating twice within it ends the first. Raises `InvalidCredential`, NotAllowed `nothing_to_rotate`.
    """
    if not SCHEMES[credential.scheme].secret:
        raise NotAllowed("This kind of credential stores nothing secret.", code="nothing_to_rotate")
    checked = check_secret(credential.scheme, secret, credential.settings)
    with transaction.atomic():
        row: Credential = Credential.objects.of(credential.tenant_id).select_for_update().get(pk=credential.pk)
        row.previous_secret = row.secret if overlap_hours else ""
        row.previous_until = datetime.now(UTC) + timedelta(hours=overlap_hours) if overlap_hours else None
        row.previous_used_at, row.used_at = row.used_at if overlap_hours else None, None
        row.secret = vault.encrypt(row.tenant_id, row.pk, checked)
        row.save()
        epoch.bump(scopes.credential(row.tenant_id, row.key))
        done("credential.rotated", row, row.name, key=row.key, overlapHours=overlap_hours)
    return row


def end_previous(credential: Credential) -> Credential:
    """The old secret lets nobody in from now on. Doing it twice is once."""
    with transaction.atomic():
        credential.previous_secret, credential.previous_until, credential.previous_used_at = "", None, None
        credential.save(update_fields=["previous_secret", "previous_until", "previous_used_at", "updated_at"])
        epoch.bump(scopes.credential(credential.tenant_id, credential.key))
        done("credential.rotated", credential, credential.name, key=credential.key, endedPrevious=True)
    return credential


def forget_ended(now: datetime) -> int:
    """Throws away old secrets whose time is over; nothing counts them any more, so no plan changes."""
    over = Credential.across_tenants.filter(previous_until__lte=now).exclude(previous_secret="")
    return over.update(previous_secret="", previous_used_at=None)
