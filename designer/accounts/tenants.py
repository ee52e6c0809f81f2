"""Tenants: made, renamed, limited, suspended, removed.

For: the rows of `Tenant`. Nobody else writes them.
Not here: who is in one (`services`).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from designer.live import sockets
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.removal import carrying_out as removing
from runtime.removal.models import TenantRemoval
from runtime.routing import epoch, scopes
from runtime.tenancy.models import Tenant


def create_tenant(name: str) -> Tenant:
    return Tenant.objects.create(name=name, slug=free_slug(name))


def free_slug(name: str) -> str:
    """`acme-builders`, or `acme-builders-2` when that is taken."""
    base = slugify(name)[:50] or "tenant"
    taken = set(Tenant.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


@transaction.atomic
def change_tenant(tenant: Tenant, **changes: Any) -> Tenant:
    """`name`, `requests_per_second` (None: no limit), `allow_query_endpoint`. The slug stays: bookmarks and scripts hold it."""
    for field, value in changes.items():
        setattr(tenant, field, value)
    tenant.save(update_fields=list(changes))
    epoch.bump(scopes.tenant(tenant.pk))
    facts = {field: value for field, value in changes.items() if field != "suspended_at"}
    done(_deed(changes), None, tenant.name, tenant_id=tenant.pk, **facts)
    return tenant


def _deed(changes: dict[str, Any]) -> str:
    if "suspended" in changes:
        return "tenant.suspended" if changes["suspended"] else "tenant.resumed"
    return "tenant.changed"


def suspend(tenant: Tenant, because: str = "") -> Tenant:
    """Its endpoints answer 503, its lanes rest and its members read why, until it is resumed. Nothing is deleted."""
    changed = change_tenant(tenant, suspended=True, suspended_because=because[:300], suspended_at=timezone.now())
    transaction.on_commit(lambda: sockets.ask_again(tenant_id=tenant.pk))
    return changed


def resume(tenant: Tenant) -> Tenant:
    """What waited goes on, the oldest first. Raises `NotAllowed` `tenant_going`."""
    if TenantRemoval.objects.filter(tenant_id=tenant.pk).exists():
        raise NotAllowed(f"{tenant.name} is being deleted; there is no way back.", code="tenant_going")
    return change_tenant(tenant, suspended=False, suspended_because="", suspended_at=None)


@transaction.atomic
def remove(tenant: Tenant, *, name: str, by: str) -> TenantRemoval:
    """Everything of it goes, from now on and in the background. `name` is typed by whoever wants that.

    Raises `NotAllowed` `name_differs`.
    """
    if name.strip() != tenant.name:
        raise NotAllowed(f"Type the tenant's name, {tenant.name}, exactly.", code="name_differs", field="name")
    suspend(tenant, "It is being deleted.")
    done("tenant.removed", None, tenant.name, tenant_id=tenant.pk)
    return removing.begin(tenant, by=by)
