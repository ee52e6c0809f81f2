"""Customers and the other names they are known by.

For: the rows of `Customer`, `CustomerAlias` and `CustomerLabel`. Nobody else writes them.
Not here: looking one up for a request (`runtime.routing`), switching something on for one (`services`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer, CustomerAlias, CustomerLabel, Instance
from runtime.routing import epoch, scopes
from runtime.subscriptions.models import Subscription
from runtime.tenancy.models import Tenant


@transaction.atomic
def create_customer(
    tenant: Tenant, *, external_id: str, name: str, aliases: Iterable[str] = (), labels: Sequence[str] = ()
) -> Customer:
    """Raises `NotAllowed` `external_id_taken`, `alias_taken`."""
    customer = Customer(tenant=tenant, external_id=external_id, name=name)
    _save(customer)
    set_aliases(customer, aliases)
    set_labels(customer, labels)
    done("customer.created", customer, name, externalId=external_id)
    return customer


@transaction.atomic
def update_customer(
    customer: Customer,
    *,
    external_id: str | None = None,
    name: str | None = None,
    aliases: Iterable[str] | None = None,
    labels: Sequence[str] | None = None,
) -> Customer:
    """Changes what is given. Raises `NotAllowed` `external_id_taken`, `alias_taken`."""
    customer.external_id = customer.external_id if external_id is None else external_id
    customer.name = customer.name if name is None else name
    _save(customer)
    if aliases is not None:
        set_aliases(customer, aliases)
    if labels is not None:
        set_labels(customer, labels)
    given = {"externalId": external_id, "name": name, "aliases": aliases, "labels": labels}
    done("customer.changed", customer, customer.name, changed=[field for field, value in given.items() if value is not None])
    return customer


def set_aliases(customer: Customer, aliases: Iterable[str]) -> None:
    """Makes these the customer's aliases. Its own external id among them is left out: it is known by it anyway."""
    wanted = list(dict.fromkeys(alias for alias in aliases if alias != customer.external_id))
    present = CustomerAlias.objects.of(customer.tenant_id).filter(customer=customer)
    present.exclude(alias__in=wanted).delete()
    known = set(present.values_list("alias", flat=True))
    for alias in wanted:
        if alias not in known:
            add_alias(customer, alias)
    epoch.bump(scopes.customer(customer), scopes.names(customer.tenant_id))


def set_labels(customer: Customer, labels: Iterable[str]) -> None:
    """Makes these the customer's labels."""
    wanted = set(labels)
    present = CustomerLabel.objects.of(customer.tenant_id).filter(customer=customer)
    present.exclude(label__in=wanted).delete()
    known = set(present.values_list("label", flat=True))
    fresh = [CustomerLabel(tenant_id=customer.tenant_id, customer=customer, label=label) for label in sorted(wanted - known)]
    CustomerLabel.objects.of(customer.tenant_id).bulk_create(fresh)


@transaction.atomic
def add_alias(customer: Customer, alias: str) -> None:
    """Does nothing when it already is the customer's. Raises `NotAllowed` `alias_taken` when it is another's."""
    taken = NotAllowed(f"Another customer is known as {alias}.", code="alias_taken", field="aliases")
    rows = CustomerAlias.objects.of(customer.tenant_id)
    holder = rows.filter(alias=alias).values_list("customer_id", flat=True).first()
    if holder == customer.pk:
        return
    others = Customer.objects.of(customer.tenant_id).exclude(pk=customer.pk)
    if holder or others.filter(external_id=alias).exists():
        raise taken
    try:
        with transaction.atomic():
            rows.create(tenant_id=customer.tenant_id, customer=customer, alias=alias)
    except IntegrityError:
        raise taken from None
    epoch.bump(scopes.customer(customer), scopes.names(customer.tenant_id))


@transaction.atomic
def delete_customer(customer: Customer) -> None:
    """Raises `NotAllowed` `customer_in_use` while it has instances or subscriptions: services would call for nobody."""
    count = Instance.objects.of(customer.tenant_id).filter(customer=customer).count()
    if count:
        raise NotAllowed(
            f"{customer.name} has {count} {'instance' if count == 1 else 'instances'}; delete them first.", code="customer_in_use"
        )
    if count := Subscription.of(customer.tenant_id).filter(customer=customer, deleted_at__isnull=True).count():
        subscriptions = "subscription" if count == 1 else "subscriptions"
        raise NotAllowed(f"{customer.name} has {count} {subscriptions} by API; delete them first.", code="customer_in_use")
    done("customer.deleted", customer, customer.name, externalId=customer.external_id)
    touched = scopes.customer(customer)  # a deleted row has no id any more
    customer.delete()
    epoch.bump(touched, scopes.names(customer.tenant_id))


def _save(customer: Customer) -> None:
    taken = NotAllowed(f"Another customer is known as {customer.external_id}.", code="external_id_taken", field="externalId")
    aliases = CustomerAlias.objects.of(customer.tenant_id).filter(alias=customer.external_id)
    if aliases.exclude(customer=customer).exists():
        raise taken
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError:
        raise taken from None
    epoch.bump(scopes.customer(customer), scopes.names(customer.tenant_id))
