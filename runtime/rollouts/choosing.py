"""Which instances somebody means, and which customers: words that can be stored and read again.

For: the search and filters of the pages and of rollouts, so that what is shown is what is moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from runtime.instances.models import Customer, CustomerAlias, CustomerLabel, Instance


def customers_matching(tenant_id: str, *, search: str = "", labels: tuple[str, ...] = ()) -> QuerySet[Customer]:
    """`search` is a part of the name, the external id, an alias or a label; `labels` are those that one of them must be had."""
    rows = Customer.objects.of(tenant_id)
    if search:
        by_alias = CustomerAlias.objects.of(tenant_id).filter(alias__icontains=search).values("customer_id")
        by_label = CustomerLabel.objects.of(tenant_id).filter(label__icontains=search).values("customer_id")
        named = Q(name__icontains=search) | Q(external_id__icontains=search)
        rows = rows.filter(named | Q(pk__in=by_alias) | Q(pk__in=by_label))
    if labels:
        rows = rows.filter(pk__in=CustomerLabel.objects.of(tenant_id).filter(label__in=labels).values("customer_id"))
    return rows


def choose(tenant_id: str, choice: Mapping[str, Any]) -> QuerySet[Instance]:
    """`choice` is {everyone} or any of {instances: [ids], search, labels: [...], versions: [numbers], enabled, except: [ids]}."""
    rows = Instance.objects.of(tenant_id)
    if choice.get("instances"):
        rows = rows.filter(pk__in=choice["instances"])
    if choice.get("except"):
        rows = rows.exclude(pk__in=choice["except"])
    search, labels = choice.get("search", ""), tuple(choice.get("labels", ()))
    if search or labels:
        rows = rows.filter(customer__in=customers_matching(tenant_id, search=search, labels=labels))
    if choice.get("versions"):
        rows = rows.filter(version__number__in=choice["versions"])
    if choice.get("enabled") is not None:
        rows = rows.filter(enabled=choice["enabled"])
    return rows
