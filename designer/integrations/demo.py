"""The Acme ERP example: one URL that a made-up ERP posts everything to, two customers.

For: showing somebody the whole of it in one click. Loading it again changes nothing that stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from designer.integrations.drafts import draft_of
from designer.integrations.importing import import_new
from designer.integrations.public_urls import endpoints_of
from designer.integrations.publishing import publish
from runtime.instances.customers import create_customer
from runtime.instances.models import Customer, Instance, Integration
from runtime.instances.services import deploy
from runtime.routing.endpoints import public_url
from runtime.routing.models import Endpoint
from runtime.tenancy.models import Tenant

KEY = "acme-erp"
FILE = settings.BASE_DIR / "fixtures" / "integrations" / "acme_erp.yaml"


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    external_id: str
    name: str
    alias: str


CUSTOMERS = (
    DemoCustomer("progix-100", "Northwind Outfitters", "A06DFFAC"),
    DemoCustomer("progix-200", "Bleecker Street Supplies", "C3E72B0C"),
)


def load_demo(tenant: Tenant) -> dict[str, Any]:
    """`{integration: {id, key, name, version}, sharedUrl, customers: [{id, externalId, name, alias, instance}]}`.

    Not in one transaction: publishing asks the sandbox about code, and nothing should wait for that. A load that was
    interrupted is finished by the next.
    """
    integration = Integration.objects.of(tenant).filter(key=KEY).first()
    if integration is None:
        integration, _ = import_new(tenant, FILE.read_text(), user=None)
    if integration.live_version is None:
        publish(integration, revision=draft_of(integration).revision, comment="The Acme ERP example", published_by="demo")
        integration.refresh_from_db()
    customers = [_deployed(tenant, integration, customer) for customer in CUSTOMERS]
    shared = (endpoint for endpoint in endpoints_of(integration) if endpoint.type == Endpoint.Type.SHARED)
    return {
        "integration": {
            "id": integration.pk,
            "key": integration.key,
            "name": integration.name,
            "version": integration.live_version.number,
        },
        "sharedUrl": next(map(public_url, shared), None),
        "customers": customers,
    }


@transaction.atomic
def _deployed(tenant: Tenant, integration: Integration, wanted: DemoCustomer) -> dict[str, Any]:
    known = Customer.objects.of(tenant)
    # Whoever built the guide's example first has a customer of their own under this alias; it takes the part.
    customer = known.filter(external_id=wanted.external_id).first() or known.filter(aliases__alias=wanted.alias).first()
    if customer is None:
        customer = create_customer(tenant, external_id=wanted.external_id, name=wanted.name, aliases=[wanted.alias])
    instance = Instance.objects.of(tenant).filter(integration=integration, customer=customer).first()
    instance = instance or deploy(integration, customer)
    return {
        "id": customer.pk,
        "externalId": customer.external_id,
        "name": customer.name,
        "alias": wanted.alias,
        "instance": instance.pk,
    }
