"""The outside services of a tenant: the only writer of their table.

For: how each is reached and proven to, with the tenant's own OAuth client secret encrypted.
Not here: customers' connections (`keeping`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from runtime.connections.models import Service
from runtime.connections.schemes import check_service
from runtime.credentials import vault
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.identifiers import new_id
from runtime.tenancy.models import Tenant


@transaction.atomic
def create_service(
    tenant: Tenant, *, name: str, scheme: str, settings: Mapping[str, Any], key: str | None = None, client_secret: str = ""
) -> Service:
    """Raises `InvalidCredential`, `NotAllowed` `service_key_taken`."""
    checked, pk = check_service(scheme, settings), new_id()
    chosen = key or slugify(name)[:80] or "service"
    try:
        with transaction.atomic():
            row: Service = Service.objects.create(
                **{"pk": pk, "tenant": tenant, "key": chosen, "name": name, "scheme": scheme, "settings": checked},
                secret=_encrypted(tenant.pk, pk, client_secret),
            )
    except IntegrityError:
        raise NotAllowed(
            f"Another service has the key {chosen}; choose another.", code="service_key_taken", field="key"
        ) from None
    done("service.created", row, name, key=chosen, scheme=scheme)
    return row


@transaction.atomic
def update_service(
    service: Service, *, name: str | None = None, settings: Mapping[str, Any] | None = None, client_secret: str | None = None
) -> Service:
    """What is None stays; settings given replace the old ones as a whole. Raises `InvalidCredential`."""
    service.name = service.name if name is None else name
    service.settings = service.settings if settings is None else check_service(service.scheme, settings)
    if client_secret is not None:
        service.secret = _encrypted(service.tenant_id, service.pk, client_secret)
    service.save()
    done("service.changed", service, service.name, key=service.key)
    return service


@transaction.atomic
def delete_service(service: Service) -> None:
    """Raises `NotAllowed` `service_in_use` while a customer is connected to it. Its test connection goes with it."""
    done("service.deleted", service, service.name, key=service.key)
    service.connections.filter(customer=None).delete()
    try:
        service.delete()
    except ProtectedError as used:
        count = len(used.protected_objects)
        raise NotAllowed(
            f"{count} {'connection uses' if count == 1 else 'connections use'} {service.name}; delete them first.",
            code="service_in_use",
        ) from None


def client_secret_of(service: Service) -> str:
    """Empty without one. Raises `StepProblem` `secret_unreadable`."""
    return str(vault.decrypt(service.tenant_id, service.pk, service.secret)["clientSecret"]) if service.secret else ""


def _encrypted(tenant_id: str, pk: str, client_secret: str) -> str:
    return vault.encrypt(tenant_id, pk, {"clientSecret": client_secret}) if client_secret else ""
