"""The unrouted inbox: requests that found no customer, flow or instance, waiting for a person.

For: setting one aside, or giving what it said to a customer and sending it on its way again.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from runtime import control
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances.customers import add_alias
from runtime.instances.models import Customer
from runtime.tenancy.models import Tenant


def dismiss(tenant: Tenant, request_id: str) -> None:
    """Takes it out of the inbox; it stays in the list. Raises `NotAllowed` `request_resolved`."""
    with transaction.atomic():
        dismissed = control.dismiss(tenant, request_id)
        if dismissed:
            done("request.dismissed", None, request_id, tenant_id=tenant.pk)
    if not dismissed:
        raise NotAllowed("Nothing waits here: it was routed, replayed or dismissed before.", code="request_resolved")


def map_and_replay(tenant: Tenant, request_id: str, customer: Customer, alias: str) -> dict[str, Any]:
    """From now on the customer is known by `alias` too, and the request goes its way again.

    The alias stays when the replay finds another obstacle: the answer names it. Raises `NotAllowed` `alias_taken`.
    """
    with transaction.atomic():
        add_alias(customer, alias)
        done("customer.mapped", customer, customer.name, alias=alias)
    return control.replay(tenant, request_id)
