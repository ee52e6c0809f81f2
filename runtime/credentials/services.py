"""Making, changing and using a tenant's credentials: the only writer of the table.

For: rows whose settings and secret fit their scheme, with the secret encrypted.
Not here: HTTP, roles (`designer.credentials`), what a scheme looks like (`schemes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from runtime.credentials import vault
from runtime.credentials.models import Credential
from runtime.credentials.schemes import SCHEMES, check_secret, check_settings
from runtime.credentials.touching import touched_by
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.identifiers import new_id
from runtime.routing import epoch
from runtime.tenancy.models import Tenant

KEY_LENGTH = 80
PREVIOUS = ("previous_secret", "previous_until", "previous_used_at")


def create_credential(
    tenant: Tenant,
    *,
    name: str,
    scheme: str,
    secret: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Credential:
    """Without a key one is made of the name. Raises `InvalidCredential`, `NotAllowed` `credential_key_taken`."""
    pk = new_id()
    checked_settings = check_settings(scheme, settings or {})
    checked_secret = check_secret(scheme, secret, checked_settings)
    with transaction.atomic():
        chosen = key or _free_key(tenant, name)
        try:
            with transaction.atomic():
                row: Credential = Credential.objects.create(
                    pk=pk,
                    tenant=tenant,
                    key=chosen,
                    name=name,
                    scheme=scheme,
                    settings=checked_settings,
                    secret=vault.encrypt(tenant.pk, pk, checked_secret),
                )
        except IntegrityError:
            raise NotAllowed(
                f"Another credential has the key {chosen}; choose another.", code="credential_key_taken", field="key"
            ) from None
        done("credential.created", row, name, key=chosen, scheme=scheme)
        # An endpoint may name the key already, and refused everybody until now.
        epoch.bump(*touched_by(row))
    return row


def update_credential(
    credential: Credential,
    *,
    name: str | None = None,
    settings: Mapping[str, Any] | None = None,
    secret: Mapping[str, Any] | None = None,
) -> Credential:
    """What is None stays. Settings given replace the old ones as a whole; a secret given ends all earlier ones at once.

    Raises `InvalidCredential`.
    """
    changed, before = [], credential.settings
    if name is not None:
        credential.name = name
        changed.append("name")
    if settings is not None:
        credential.settings = check_settings(credential.scheme, settings)
        changed.append("settings")
        if secret is None and SCHEMES[credential.scheme].secret:
            # The stored key may not fit another algorithm; the door would have to refuse everybody.
            check_secret(credential.scheme, vault.reveal(credential), credential.settings)
    if secret is not None:
        checked = check_secret(credential.scheme, secret, credential.settings)
        credential.secret = vault.encrypt(credential.tenant_id, credential.pk, checked)
        credential.previous_secret, credential.previous_until, credential.previous_used_at = "", None, None
        changed.append("secret")
    with transaction.atomic():
        earlier = PREVIOUS if secret is not None else ()
        credential.save(update_fields=[*changed, *earlier, "updated_at"])
        epoch.bump(*touched_by(credential, before=before))
        done("credential.changed", credential, credential.name, key=credential.key, changed=changed)
    return credential


def delete_credential(credential: Credential) -> None:
    """Endpoints that name it refuse every caller from now on, steps that name it fail: never open for want of a check."""
    with transaction.atomic():
        done("credential.deleted", credential, credential.name, key=credential.key)
        touched = touched_by(credential, before={})
        credential.delete()
        epoch.bump(*touched)


def reveal_by_key(tenant_id: str, key: str) -> dict[str, Any] | None:
    """`{"scheme", "settings", "secret"}` for a running step; None when the tenant has no such credential.

    Raises `StepProblem` `secret_unreadable`.
    """
    credential = Credential.objects.of(tenant_id).filter(key=key).first()
    if credential is None:
        return None
    return {"scheme": credential.scheme, "settings": credential.settings, "secret": vault.reveal(credential)}


def _free_key(tenant: Tenant, name: str) -> str:
    """A slug of the name, numbered when it is taken."""
    slug = slugify(name)[: KEY_LENGTH - 6].strip("-") or "credential"
    taken = set(Credential.objects.of(tenant).filter(key__startswith=slug).values_list("key", flat=True))
    candidates = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in candidates if key not in taken)
