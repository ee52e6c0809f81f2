"""The unrouted inbox: requests that found no customer, flow or instance, waiting for a person.

For: setting one aside, giving what it said to a customer and sending it on its way again, finding those that wait for the same.
Not here: treating many of them (`runtime.bulk`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from runtime import control
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances.customers import add_alias
from runtime.instances.models import Customer
from runtime.journal.models import Request
from runtime.tenancy.models import Tenant

MOST_OTHERS = 1_000
LOOKED_THROUGH = 3_000  # traces are long, and a page waits


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


def others_of(row: Request) -> dict[str, Any]:
    """{named, ids, more}: those in the inbox that stopped where this one did, at the same name. None for what names nothing."""
    named = named_by(row.code, row.trace)
    if row.status != Request.Status.UNROUTED or not named:
        return {"named": "", "ids": [], "more": False}
    waiting = Request.of(row.tenant_id).extra(where=["runtime_request.code > ''"]).filter(code=row.code)  # as its index says it
    waiting = waiting.filter(integration_id=row.integration_id, status=Request.Status.UNROUTED, resolved_at=None)
    looked_at = list(waiting.exclude(pk=row.pk).order_by("-pk").values_list("pk", "trace")[:LOOKED_THROUGH])
    ids = [pk for pk, trace in looked_at if named_by(row.code, trace) == named]
    return {"named": named, "ids": ids[:MOST_OTHERS], "more": len(looked_at) == LOOKED_THROUGH or len(ids) > MOST_OTHERS}


def named_by(code: str, trace: Sequence[Mapping[str, Any]]) -> str:
    """What could not be found: the customer's id, or the flow."""
    told: dict[str, Any] = {}
    for stage in trace:
        if stage.get("stage") in ("pick", "match") and isinstance(data := stage.get("data"), Mapping):
            told |= data
    named = told.get("flowName") if code == "flow_not_found" else told.get("externalCustomerId")
    return named if isinstance(named, str) else ""
