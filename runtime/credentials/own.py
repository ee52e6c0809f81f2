"""Credentials that belong to one instance, told by their key: they go when it goes.

For: the keys of secrets that a customer gave while setting it up.
Not here: making them (`services`), who gives them (the wizard).
"""

from __future__ import annotations

from runtime.credentials.models import Credential
from runtime.credentials.services import delete_credential
from runtime.identifiers import new_id


def own_key(instance_id: str) -> str:
    """A fresh one."""
    return f"{_prefix(instance_id)}{new_id()[-8:].lower()}"


def keys_of(tenant_id: str, instance_id: str) -> set[str]:
    return set(Credential.objects.of(tenant_id).filter(key__startswith=_prefix(instance_id)).values_list("key", flat=True))


def forget_own(tenant_id: str, instance_id: str) -> None:
    """Call it when the instance is deleted."""
    for row in Credential.objects.of(tenant_id).filter(key__startswith=_prefix(instance_id)):
        delete_credential(row)


def _prefix(instance_id: str) -> str:
    return f"of-{instance_id.lower()}-"
