"""Beginning to erase a customer.

For: the row that says it is to be done; from its commit on no request finds the customer.
Not here: doing it (`carrying_out`), asking twice (`designer.customers`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from runtime.connections.models import Connection
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.erasing.models import Erasure
from runtime.instances.models import Customer
from runtime.routing import epoch, scopes

# By then every process has heard of it and takes no more requests of the customer.
GRACE = timedelta(seconds=2)


@transaction.atomic
def begin(customer: Customer, *, confirm: str, by: str) -> Erasure:
    """`confirm` is the external id, typed. Doing it twice is once. Raises `NotAllowed` `confirmation_wrong`."""
    if confirm != customer.external_id:
        raise NotAllowed("Type the external id of the customer exactly.", code="confirmation_wrong", field="confirm")
    standing = Erasure.of(customer.tenant_id).filter(customer_id=customer.pk, ended_at=None).first()
    if standing:
        return standing
    now = datetime.now(UTC)
    instances = list(customer.instances.values_list("pk", flat=True))
    connections = Connection.of(customer.tenant_id).filter(customer=customer).values_list("pk", flat=True)
    aliases = customer.aliases.values_list("alias", flat=True)
    known = {
        "names": list(dict.fromkeys([customer.external_id, customer.name, *aliases])),
        # Keys of credentials that belong to one instance hold its id in small letters.
        "ids": [customer.pk, *instances, *connections, *(instance.lower() for instance in instances)],
        "instances": instances,
    }
    done("customer.erasing", customer, customer.name, externalId=customer.external_id)
    Customer.of(customer.tenant_id).filter(pk=customer.pk).update(leaving_at=now)
    epoch.bump(scopes.customer(customer), scopes.names(customer.tenant_id))
    return Erasure.objects.create(
        tenant_id=customer.tenant_id, customer_id=customer.pk, known=known, asked_by=by, asked_at=now, due_at=now + GRACE
    )
