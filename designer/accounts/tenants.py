"""Tenants: made, renamed, limited, suspended.

For: the rows of `Tenant`. Nobody else writes them.
Not here: who is in one (`services`).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from runtime.deeds import done
from runtime.routing import epoch
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
    epoch.bump()
    done(_deed(changes), None, tenant.name, tenant_id=tenant.pk, **changes)
    return tenant


def _deed(changes: dict[str, Any]) -> str:
    if "suspended" in changes:
        return "tenant.suspended" if changes["suspended"] else "tenant.resumed"
    return "tenant.changed"


def suspend(tenant: Tenant) -> Tenant:
    """Its endpoints answer 404 and its members are turned away, until it is resumed. Nothing is deleted."""
    return change_tenant(tenant, suspended=True)


def resume(tenant: Tenant) -> Tenant:
    return change_tenant(tenant, suspended=False)
