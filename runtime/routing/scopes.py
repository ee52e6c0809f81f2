"""What a change touches, and what a plan depends on: both in the same words, so that a plan goes when, and only when, it must.

For: names of the parts of what is known about routes.
Not here: keeping plans (`book`), telling who keeps them (`epoch`).

A name is a digest: changes are stored, and no id of a customer that was erased may stay in them.
"""

from __future__ import annotations

from hashlib import blake2s

from runtime.instances.models import Customer, Instance, Integration
from runtime.routing.plans import EndpointPlan, InstancePlan


def tenant(tenant_id: str) -> str:
    """Everything of the tenant."""
    return _name("tenant", tenant_id)


def names(tenant_id: str) -> str:
    """The list of what all its customers go by."""
    return _name("names", tenant_id)


def integration(row: Integration) -> str:
    """Everything of the integration, in all its versions."""
    return _name("integration", row.pk)


def live(row: Integration) -> str:
    """What follows its live version: URLs that belong to no instance."""
    return _name("live", row.pk)


def instance(row: Instance) -> str:
    return _name("instance", row.pk)


def customer(row: Customer) -> str:
    return _name("customer", row.pk)


def hook(pk: str) -> str:
    """The URL of a global webhook."""
    return _name("hook", pk)


def credential(tenant_id: str, key: str) -> str:
    """Whom it lets in, whether or not there is a credential with this key."""
    return _name("credential", tenant_id, key)


def secret_headers(tenant_id: str) -> str:
    """The names of headers in which any credential of the tenant looks for its secret."""
    return _name("secret-headers", tenant_id)


def of_instance(plan: InstancePlan, tenant_id: str) -> list[str]:
    """What a kept plan depends on."""
    found = [tenant(tenant_id), _name("integration", plan.integration_id), _name("instance", plan.id)]
    if plan.customer:
        found.append(_name("customer", plan.customer["id"]))
    return found + [credential(tenant_id, key) for key in plan.checked_by]


def of_endpoint(plan: EndpointPlan) -> list[str]:
    """What a kept plan depends on."""
    tenant_id, integration_id = plan.tenant_id, plan.integration["id"]
    if plan.instance:
        found = of_instance(plan.instance, tenant_id)
    else:
        own = _name("hook", plan.hook.id) if plan.hook else _name("live", integration_id)
        found = [tenant(tenant_id), _name("integration", integration_id), own]
    if plan.release.definition.endpoint.customer_credential is not None:
        found.append(secret_headers(tenant_id))
    return found + [credential(tenant_id, key) for key in plan.checked_by]


def of_customer(tenant_id: str, customer_id: str) -> list[str]:
    """What a look-up by name depends on."""
    return [tenant(tenant_id), _name("customer", customer_id)]


def of_names(tenant_id: str) -> list[str]:
    return [tenant(tenant_id), names(tenant_id)]


def _name(*parts: str) -> str:
    return blake2s(" ".join(parts).encode(), digest_size=8).hexdigest()
