"""Two customers of one tenant, each with an instance, a connection, a request and an execution."""

from __future__ import annotations

from dataclasses import dataclass

from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.instances.services import deploy
from runtime.tenancy.models import Tenant
from tests.designer.stock import make_customer, make_ended, make_integration, make_request, make_version


@dataclass(frozen=True)
class Possessions:
    """`words`: every id and name by which something of this customer could be known."""

    customer: str
    words: tuple[str, ...]


def two_customers(tenant: Tenant) -> tuple[Possessions, Possessions]:
    integration = make_integration(tenant)
    make_version(integration)
    service = create_service(tenant, name="Shopline", scheme="bearer", settings={"hosts": ["api.example.com"]})

    def possessions(name: str) -> Possessions:
        customer = make_customer(tenant, name, name=f"Name of {name}")
        instance = deploy(integration, customer)
        connection = create_connection(customer, service, name=f"Account of {name}", values={"token": f"secret-of-{name}"})
        ids = {"customer_id": customer.pk, "instance_id": instance.pk, "integration_id": integration.pk}
        ran, came = make_ended(tenant, instance), make_request(tenant, **ids)
        words = (customer.pk, instance.pk, connection.pk, ran.pk, came.pk, f"Name of {name}", f"secret-of-{name}")
        return Possessions(customer.pk, words)

    return possessions("nw-first"), possessions("nw-second")
